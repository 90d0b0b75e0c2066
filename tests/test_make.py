"""The commands of the README, as typed: `make`, and `make report` with good and bad options."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.targets import complaint

ROOT = Path(__file__).resolve().parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

POLE = """\
[pole]
nom = "Essai"
forme_juridique = "SCIC SA"
territoire = "Plaine Commune"
adresse = "1 rue du Port"
accroche = "Un essai."
porteuse = "essai"
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what a wrong setting meets, in a folder with spaces and accents, installed."""
    clone = tmp_path / "mes dossiers à moi"
    (clone / ".venv" / "bin").mkdir(parents=True)
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, clone)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "pipeline", clone / "pipeline", ignore=ignored)
    shutil.copytree(ROOT / "report_templates" / "funders", clone / "report_templates" / "funders")
    python = clone / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    for stamp in (".installed-runtime", ".installed-dev"):
        (clone / ".venv" / stamp).touch()
    return clone


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_alone_lists_every_target_on_one_line() -> None:
    targets = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split()
    said = make(ROOT).stdout
    assert {"report", "demo", "test", "lint", "bench", "lock", "clean"} <= set(targets)
    for target in targets:
        assert len(re.findall(rf"^  make {target} +\w.+$", said, re.MULTILINE)) == 1, target
    assert "EDITION=2024" in said


def test_every_target_with_a_recipe_for_people_is_phony() -> None:
    written = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert written == set(re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split())


@pytest.mark.parametrize(
    "value", ["mes pôles/l'un", 'a"b', "$HOME", "$(shell touch piege)", "`touch piege`", "x; y"]
)
def test_an_option_reaches_the_command_as_it_was_typed(clone: Path, value: str) -> None:
    python = clone / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\nfor word; do echo "<$word>"; done\n', encoding="utf-8")
    said = make(clone, "report", f"POLE={value}", "EDITION=2024", "FINANCEUR=general")
    assert said.stdout.splitlines() == [
        *("<-m>", "<pipeline>", "<report>", "<--pole>", f"<{value}>"),
        *("<--edition>", "<2024>", "<--financeur>", "<general>"),
    ]
    assert not (clone / "piege").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("EDITION=20x5",), "EDITION=20x5 : ce n'est pas une année."),
        (("POLE=nulle part",), "POLE=nulle part : ce dossier ne contient pas de fichier pole.toml"),
        (("FINANCEUR=generale",), "Vouliez-vous dire « general » ?"),
        (("POLE=mon pôle",), "ligne 2, [pole] : « nomm » n'est pas un réglage."),
    ],
)
def test_a_wrong_setting_is_told_and_leaves_the_previous_report(
    clone: Path, options: tuple[str, ...], message: str
) -> None:
    previous = clone / "build" / "essai" / "rapport.pdf"
    previous.parent.mkdir(parents=True)
    previous.write_bytes(b"%PDF-1.7 hier")
    (clone / "mon pôle").mkdir()
    wrong = POLE.replace("nom =", "nomm =")
    (clone / "mon pôle" / "pole.toml").write_text(wrong, encoding="utf-8")
    ended = make(clone, "report", *options)
    assert message in ended.stderr
    assert re.search(r"(Error|Erreur) 2$", ended.stderr, re.MULTILINE), "the code is told by make"
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""
    assert [path for path in (clone / "build").rglob("*") if path.is_file()] == [previous]
    assert previous.read_bytes() == b"%PDF-1.7 hier"


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("repport", "« repport » n'est pas une commande. Vouliez-vous dire « report » ?"),
        ("2024", "« 2024 » n'est pas une commande. Pour cette année : make report EDITION=2024"),
        ("EDITION", "« EDITION » est une option : écrivez EDITION=, suivi de sa valeur"),
        ("edition=", "« edition= » n'est pas une option. Vouliez-vous dire « EDITION » ?"),
        ("X=", "« X= » n'est pas une option. Options : POLE, EDITION."),
    ],
)
def test_an_unknown_word_is_told_with_the_one_it_resembles(word: str, told: str) -> None:
    assert complaint(word, ("report", "demo"), ("POLE", "EDITION")).startswith(told)


def test_an_unknown_word_stops_everything(clone: Path) -> None:
    python = clone / ".venv" / "bin" / "python"
    python.write_text("#!/bin/sh\ntouch piege\n", encoding="utf-8")
    ended = make(clone, "report", "tests", "l'essai;touch piege", "edition=2024")
    assert "Vouliez-vous dire « test » ?" in ended.stderr
    assert "Vouliez-vous dire « EDITION » ?" in ended.stderr
    assert "No rule" not in ended.stderr
    assert (ended.returncode, ended.stdout) == (2, "")
    assert not (clone / "piege").exists(), "nothing was run"
    assert make(clone, "report", "EDITION=2024", "PYTHON=python3").returncode == 0


def test_an_old_python_is_refused_before_anything_is_installed(clone: Path) -> None:
    shutil.rmtree(clone / ".venv")
    (clone / "python3").write_text("#!/bin/sh\necho trop vieux >&2\nexit 4\n", encoding="utf-8")
    (clone / "python3").chmod(0o755)
    ended = make(clone, "report", "PYTHON=./python3")
    assert ended.stderr.startswith("trop vieux")
    assert not (clone / ".venv").exists()


def test_clean_leaves_the_reports_and_the_data(clone: Path) -> None:
    kept = [clone / "build" / "rapport.pdf", clone / "data" / "raw" / "pole.toml"]
    for path in kept:
        path.parent.mkdir(parents=True)
        path.touch()
    assert make(clone, "clean").returncode == 0
    assert all(path.exists() for path in kept)
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_pinned_version_carries_its_digest_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,-]+\])?==\S+ (.*)$", text, re.MULTILINE)
    assert len(pins) > 15
    assert pins == ["\\"] * len(pins), "a pin is followed by its digests"
    assert "://" not in text
    assert "index-url" not in text


def test_the_ci_script_can_be_run_and_reads_well() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    lines = script.read_text(encoding="utf-8").splitlines()
    assert "set -euo pipefail" in lines
    assert lines[-2:] == ["make lint", "make test"]
