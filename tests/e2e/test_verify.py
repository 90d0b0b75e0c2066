"""`verify`: the same PDF from the same files; one byte that changes anywhere is named."""

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
from tests.e2e.command import DEMO, Ended, copy_project, once, run

INPUT = "depots/berges/2025/sorties.csv"
QUERY = "queries/indicators/insertion/part_femmes.sql"
TEMPLATE = "report_templates/sections/couverture.html.j2"
MODULE = "pipeline/narrative.py"
TEXT = "textes/pole.md"
COMMENTS = "commentaires.toml"
PDF = "rapports/le-semaphore/2025/rapport-2025.pdf"


@pytest.fixture(scope="session")
def printed(shared: Path, small: Path) -> Path:
    """A clone of the project, the small pole inside, and its report; never written to."""
    root = shared / "verifier"

    def make(_: Path) -> Ended:
        copy_project(root)
        shutil.copytree(small, root / "petit")
        shutil.copy(DEMO / COMMENTS, root / "petit")
        return run(root, "--pole", "petit", "--edition", "2025", "--sortie", "rapports")

    ended = once(shared, "vérification", {"vérification": make})
    assert ended.code == 0, ended.err
    return root


@pytest.fixture
def place(printed: Path, tmp_path: Path) -> Path:
    """The same, for one test to change."""
    shutil.copytree(printed, tmp_path / "clone")
    return tmp_path / "clone"


@pytest.fixture
def report(place: Path) -> Path:
    """Its PDF."""
    return place / PDF


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


def verified(root: Path, pdf: Path, made: Path | None = None) -> Ended:
    program = ["-m", "pipeline"] if made is None else ["-c", REMADE, str(made)]
    command = [sys.executable, *program, "verify", str(pdf), "--pole", "petit"]
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


def test_the_same_files_give_the_same_pdf(place: Path, report: Path) -> None:
    ended = verified(place, report)
    assert (ended.code, ended.err) == (0, "")
    assert f"Identique : {PDF}" in ended.out


def in_input(root: Path, _: Path) -> None:
    flipped(root / "petit" / INPUT, b"2025", b"2024")


def in_text(root: Path, _: Path) -> None:
    flipped(root / "petit" / TEXT, b"le ", b"la ")


def in_comments(root: Path, _: Path) -> None:
    flipped(root / "petit" / COMMENTS, b"janvier", b"Janvier")


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


@pytest.mark.parametrize(("changes", "code"), [(FILES, 5), (PROGRAM, 6)], ids=["files", "program"])
def test_each_byte_that_changes_in_what_makes_the_report_is_named(
    changes: Mapping[Change, str], code: int, printed: Path, place: Path, report: Path
) -> None:
    for change in changes:
        change(place, report)
    made = place.parent / "refait" / report.name
    shutil.copytree((printed / PDF).parent, made.parent)
    in_pdf(place, made)  # from something else, another PDF
    named(changes, code, verified(place, report, made))


@pytest.mark.parametrize("change", AFTER)
def test_a_byte_that_changes_in_what_was_published_is_detected_and_named(
    change: Change,
    printed: Path,
    place: Path,
    report: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("pipeline.verify._rebuilt", lambda *_: printed / PDF)
    change(place, report)
    assert main(["verify", str(report), "--pole", str(place / "petit")]) == 7
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("- ")]
    assert len(told) == 1
    assert AFTER[change] in told[0]


def test_what_is_no_report_is_refused(printed: Path, tmp_path: Path) -> None:
    (tmp_path / "autre.pdf").write_bytes(b"%PDF-1.7 rien")
    ended = verified(printed, tmp_path / "autre.pdf")
    assert ended.code == 2
    assert "ne porte pas de preuves lisibles" in ended.err
