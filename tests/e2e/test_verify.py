"""`verify`: one byte that changes anywhere is named.

That the same files give the same PDF is seen in `test_same_bytes`, where somebody else verifies the
report of the demonstration. Here a verification is given what it would make again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pytest

from pipeline.cli import main
from tests.e2e.command import Ended, Resumed, copy_project

INPUT = "depots/berges/2025/sorties.csv"
QUERY = "queries/indicators/insertion/part_femmes.sql"
TEMPLATE = "report_templates/sections/couverture.html.j2"
MODULE = "pipeline/narrative.py"
TEXT = "textes/pole.md"
COMMENTS = "commentaires.toml"


@pytest.fixture
def printed(last_year: Resumed) -> Path:
    """The report of the small pole; never written to."""
    return last_year.printed.pdf


@pytest.fixture
def place(printed: Path, shared: Path, tmp_path: Path) -> Path:
    """A folder of that pole and of its report, for one test to change."""
    assert printed.is_file()
    shutil.copytree(shared / "petit-2024", tmp_path / "petit")
    shutil.copytree(printed.parent, tmp_path / "rapports")
    return tmp_path


@pytest.fixture
def report(printed: Path, place: Path) -> Path:
    """Its PDF."""
    return place / "rapports" / printed.name


# The command, which is given a report instead of making it again.
REMADE = """
import sys
from pathlib import Path
import pipeline.verify as flow
from pipeline.cli import main

made = Path(sys.argv.pop(1))
flow._rebuilt = lambda *_: made
sys.exit(main(sys.argv[1:]))
"""


def verified(root: Path, pdf: Path, pole: Path, made: Path) -> Ended:
    """The verification by a copy of the project, whose own files it compares."""
    command = [sys.executable, "-c", REMADE, str(made), "verify", str(pdf), "--pole", str(pole)]
    habits = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root)}
    done = subprocess.run(
        command, cwd=root, env=habits, capture_output=True, text=True, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def flipped(path: Path, old: bytes, new: bytes) -> None:
    """One byte changed, where `old` is first."""
    data = path.read_bytes()
    assert old in data
    assert sum(a != b for a, b in zip(old, new, strict=True)) == 1
    path.write_bytes(data.replace(old, new, 1))


def in_input(place: Path, _: Path) -> None:
    flipped(place / "petit" / INPUT, b"2025", b"2024")


def in_text(place: Path, _: Path) -> None:
    flipped(place / "petit" / TEXT, b"le ", b"la ")


def in_comments(place: Path, _: Path) -> None:
    flipped(place / "petit" / COMMENTS, b"janvier", b"Janvier")


def in_query(root: Path, _: Path) -> None:
    flipped(root / QUERY, b"femmes", b"femmeS")


def in_template(root: Path, _: Path) -> None:
    flipped(root / TEMPLATE, b"Rapport", b"rapport")


def in_module(root: Path, _: Path) -> None:
    flipped(root / MODULE, b'"""Sentences', b'"""sentences')


def in_pdf(_: Path, pdf: Path) -> None:
    flipped(pdf, b"%\xf0\x9f\x96\xa4", b"%\xf0\x9f\x96\xa5")


def in_published(_: Path, pdf: Path) -> None:
    flipped(pdf.with_name("indicateurs.csv"), b",valeur,", b",valeuR,")


def in_attachment(_: Path, pdf: Path) -> None:
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        (one,) = [f.EF.F for f in opened.Root.AF if str(f.UF) == "fichiers.csv"]
        one.write(one.read_bytes().replace(b"fichier", b"Fichier", 1))
        opened.save(pdf)


Change = Callable[[Path, Path], None]

# One byte each, those of one kind in one run.
FILES: dict[Change, str] = {
    in_input: f"fichier {INPUT} : a changé",
    in_text: f"fichier {TEXT} : a changé",
    in_comments: f"fichier {COMMENTS} : a changé",
}
PROGRAM: dict[Change, str] = {
    in_query: f"requête {QUERY} : a changé",
    in_template: f"gabarit {TEMPLATE} : a changé",
    in_module: f"programme {MODULE} : a changé",
}
# These touch nothing that the report is made from: it is not made again, but taken as it was.
AFTER: dict[Change, str] = {
    in_attachment: "pièce jointe fichiers.csv : a changé",
    in_published: "indicateurs.csv : a changé",
    in_pdf: "PDF : a changé à l'octet",
}


def named(changes: Mapping[Change, str], code: int, ended: Ended) -> None:
    assert (ended.code, ended.err) == (code, ""), ended.said
    for said in changes.values():
        assert said in ended.out
    assert "Identique" not in ended.out


def made_otherwise(place: Path, printed: Path) -> Path:
    """What is made from something else: another PDF."""
    made = place / "refait" / printed.name
    shutil.copytree(printed.parent, made.parent)
    in_pdf(place, made)
    return made


def test_each_byte_that_changes_in_what_the_pole_sent_is_named(
    printed: Path,
    place: Path,
    report: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = made_otherwise(place, printed)
    monkeypatch.setattr("pipeline.verify._rebuilt", lambda *_: made)
    for change in FILES:
        change(place, report)
    code = main(["verify", str(report), "--pole", str(place / "petit")])
    named(FILES, 5, Ended(code, *capsys.readouterr()))


def test_each_byte_that_changes_in_the_program_is_named(
    printed: Path, place: Path, report: Path
) -> None:
    copy_project(place / "clone")
    for change in PROGRAM:
        change(place / "clone", report)
    made = made_otherwise(place, printed)
    named(PROGRAM, 6, verified(place / "clone", report, place / "petit", made))


@pytest.mark.parametrize("change", AFTER)
def test_a_byte_that_changes_in_what_was_published_is_detected_and_named(
    change: Change,
    printed: Path,
    place: Path,
    report: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("pipeline.verify._rebuilt", lambda *_: printed)
    change(place, report)
    assert main(["verify", str(report), "--pole", str(place / "petit")]) == 7
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("- ")]
    assert len(told) == 1
    assert AFTER[change] in told[0]


def test_what_is_no_report_is_refused(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "autre.pdf").write_bytes(b"%PDF-1.7 rien")
    assert main(["verify", str(tmp_path / "autre.pdf"), "--pole", str(small)]) == 2
    assert "ne porte pas de preuves lisibles" in capsys.readouterr().err
