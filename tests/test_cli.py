"""How a run ends: a French message, its own exit code, and the previous report still there."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Protocol

import pytest

from pipeline import cli, starting
from pipeline.errors import ConfidentialityError, DataError, MachineError
from pipeline.progress import STEPS, Progress, printable_lines
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

POLE = """\
[pole]
nom = "Essai"
forme_juridique = "SCIC SA"
territoire = "Plaine Commune"
adresse = "1 rue du Port"
accroche = "Un essai."
porteuse = "essai"
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended, what it printed, and the settings that its report received."""

    code: int
    out: str
    err: str
    settings: list[Settings]


@pytest.fixture
def pole(tmp_path: Path) -> str:
    (tmp_path / "pole.toml").write_text(POLE, encoding="utf-8")
    return str(tmp_path)


class Run(Protocol):
    """Run a command whose report is a stand-in that `error` interrupts in its second step."""

    def __call__(self, *arguments: str, error: BaseException | None = None) -> Ended:
        """Arguments as in a shell."""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str, error: BaseException | None = None) -> Ended:
        received: list[Settings] = []

        def build_report(settings: Settings, progress: Progress) -> None:
            received.append(settings)
            for step in STEPS:
                with progress.step(step):
                    if error and step == "validate":
                        raise error
            progress.summary(["Le rapport est dans build/."])

        module = ModuleType("pipeline.report")
        module.__dict__["build_report"] = build_report
        monkeypatch.setitem(sys.modules, "pipeline.report", module)
        monkeypatch.setattr(signal, "signal", lambda *_: None)
        code = cli.main(arguments)
        return Ended(code, *capsys.readouterr(), received)

    return command


@pytest.mark.parametrize(
    ("error", "exit_code", "message"),
    [
        (DataError("Aucun fichier dans data/raw."), 1, "Aucun fichier dans data/raw."),
        (ConfidentialityError("Rien n'est écrit."), 3, "Rien n'est écrit."),
        (MachineError("Il manque Pango."), 4, "Il manque Pango."),
        (OSError(errno.ENOSPC, "", "build/x.pdf"), 4, "build/x.pdf : le disque est plein"),
        (PermissionError(errno.EACCES, "", "build"), 4, "build : l'accès est interdit"),
        (MemoryError(), 4, "la mémoire manque"),
        (ModuleNotFoundError("", name="duckdb"), 4, "make clean"),
        (KeyboardInterrupt(), 130, "Interrompu. Le rapport précédent est intact."),
    ],
)
def test_a_foreseen_end_is_one_message_without_traceback(
    run: Run, pole: str, error: BaseException, exit_code: int, message: str
) -> None:
    ended = run("report", "--pole", pole, error=error)
    assert ended.code == exit_code
    assert message in ended.err
    assert "Traceback" not in ended.err
    assert ended.out.endswith("règles … \n"), "the line of the interrupted step is ended"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("trace", "--code", ""), "L'option --code manque (make trace CODE=INS-07)."),
        (("purge",), "L'option --edition manque (make purge EDITION=2023)."),
        (("verify", "--", ""), "Il manque le FICHIER (make verify FILE=rapport-2025.pdf)."),
    ],
)
def test_what_make_was_not_told_is_asked_for_as_make_takes_it(
    run: Run, arguments: tuple[str, ...], told: str
) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.err.splitlines()[0]) == (2, told)


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("division by zero"), FileNotFoundError(errno.ENOENT, "", "x")]
)
def test_a_bug_keeps_its_traceback_under_a_line_that_says_so(
    run: Run, pole: str, error: Exception
) -> None:
    ended = run("report", "--pole", pole, error=error)
    lines = ended.err.splitlines()
    assert ended.code == 70
    assert lines[0].startswith("C'est un défaut du programme, pas de vos fichiers.")
    assert "Le rapport précédent est intact." in lines[0]
    assert lines[1].startswith("Traceback")


def test_the_options_reach_the_settings(run: Run, pole: str) -> None:
    options = ("--edition", "2024", "--financeur", "fabrique-de-territoire", "--simple")
    ended = run("report", "--pole", pole, *options, "--sortie", f"{pole}/out")
    (settings,) = ended.settings
    assert ended.code == 0
    assert settings.edition == 2024
    assert settings.funder == "fabrique-de-territoire"
    assert settings.output_root == Path(pole) / "out"
    assert settings.plain


def test_steps_are_numbered_and_timed_and_the_summary_closes(run: Run, pole: str) -> None:
    lines = run("report", "--pole", pole).out.splitlines()
    assert lines[1] == "Étape 2 sur 6 · valider : confronter les lignes aux règles … 0,00 s"
    assert [line.split(" · ")[1].split(" : ")[0] for line in lines[:6]] == [
        *("ingérer", "valider", "agréger", "protéger", "tracer", "imprimer")
    ]
    assert lines[-2:] == ["", "Le rapport est dans build/."]


def test_mesure_ends_on_the_duration_of_each_step_in_json(run: Run, pole: str) -> None:
    durations = json.loads(run("report", "--pole", pole, "--mesure").out.splitlines()[-1])
    assert list(durations) == list(STEPS)
    assert set(durations["render"]) == {"wall", "cpu"}


def test_the_first_line_says_that_the_demonstration_stands_in(
    monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path
) -> None:
    demo = tmp_path / "data" / "demo"
    demo.mkdir(parents=True)
    (demo / "pole.toml").write_text(POLE, encoding="utf-8")
    (tmp_path / "report_templates").symlink_to(ROOT / "report_templates")
    monkeypatch.setattr(starting, "ROOT", tmp_path)
    first = run("report").out.splitlines()[0]
    assert first.startswith("Aucun pôle dans data/raw (pas de fichier pole.toml)")
    assert "données fictives" in first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("report", "--editon", "2024"), "--editon n'est pas une option. Vouliez-vous dire « edi"),
        (("report", "--pole"), "--pole attend une valeur"),
        (("rapport",), "« rapport » n'est pas une commande."),
        (("report", "--edition", "24"), "EDITION=24 : ce n'est pas une année."),
    ],
)
def test_a_wrong_command_is_answered_in_french(
    run: Run, arguments: tuple[str, ...], message: str
) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert message in ended.err
    assert ended.settings == []


@pytest.mark.parametrize("asked", [(), ("-h",), ("report", "--help"), ("--aide",)])
def test_help_is_in_french_and_names_every_option(run: Run, asked: tuple[str, ...]) -> None:
    ended = run(*asked)
    assert ended.code == 0
    for option in ("--pole", "--edition", "--financeur", "--sortie", "--mesure", "--simple"):
        assert f"\n  {option} " in ended.out


def test_a_file_name_cannot_act_on_the_terminal() -> None:
    assert printable_lines("a\x1b[2Jb\u202ec\nd") == "a\\x1b[2Jb\\x202ec\nd"
    assert printable_lines("1\u202f234 € « é »") == "1\u202f234 € « é »"


def test_a_line_said_within_a_step_stands_on_its_own() -> None:
    out = io.StringIO()
    progress = Progress(out)
    with progress.step("ingest"):
        progress.say("structures.csv : lu comme structures")
    assert out.getvalue().splitlines() == [
        "Étape 1 sur 6 · ingérer : lire les fichiers du pôle … ",
        "structures.csv : lu comme structures",
        "… 0,00 s",
    ]


SLOW = """
import sys, time, types
report = types.ModuleType("pipeline.report")
def build_report(settings, progress):
    try:
        with progress.step("ingest"):
            time.sleep(30)
    finally:
        print("nettoyé")
report.build_report = build_report
sys.modules["pipeline.report"] = report
from pipeline.cli import main
sys.exit(main(["report", "--pole", sys.argv[1]]))
"""


@pytest.mark.parametrize(
    ("sent", "exit_code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_stop_asked_from_outside_cleans_up(
    pole: str, sent: signal.Signals, exit_code: int
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, pole], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        os.read(process.stdout.fileno(), 10)  # the step has begun
        time.sleep(0.1)
        process.send_signal(sent)
        out, err = process.communicate(timeout=10)
    assert process.returncode == exit_code
    assert "nettoyé" in out.decode()
    assert b"Traceback" not in err


def test_a_reader_that_leaves_is_no_bug(pole: str) -> None:
    fast = SLOW.replace("time.sleep(30)", "time.sleep(0.3); progress.say('x')")
    shell = f'"{sys.executable}" -c "$CODE" "$POLE" | head -c 5 >&2; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", shell],
        cwd=ROOT,
        env={**os.environ, "CODE": fast.replace('print("nettoyé")', "pass"), "POLE": pole},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "4\n"
    assert "la sortie du programme a été fermée avant la fin" in done.stderr
    assert "Traceback" not in done.stderr
