"""A pole publishes, then something changes: the next run stops, and prints it once explained.

Runs whose paper nobody reads here end before the press: what is refused never gets that far.
"""

from __future__ import annotations

import re
import shutil
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest

import pipeline.render as last
import pipeline.report as flow
from pipeline.cli import main
from pipeline.editions.ledger import LEDGER
from tests.e2e.command import Ended, once, run

PURCHASES = "depots/berges/2025/achats.csv"
LATE = "depots/berges/2025/pmsmp.csv"
QUERY = "queries/indicators/cooperation/achats_internes_part.sql"
TITLE = "Ce qui a changé depuis la dernière édition"
YESTERDAY = b"hier"

# A run in a process of its own, stopped before the press.
UNPRINTED = """
import sys
from types import SimpleNamespace
import pipeline.report as flow
from pipeline.cli import main

flow.render = lambda *_: SimpleNamespace(open_tables=None)
sys.exit(main(sys.argv[1:]))
"""


def command(pole: Path, name: str = "report", *, judged: bool = False) -> Ended:
    """The command up to the press or, judged, to its end save the layout of its paper."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        if judged:
            patch.setattr(last, "print_pages", print_pages)
            patch.setattr(last, "judge_paper", lambda *_: None)
        else:
            patch.setattr(flow, "render", lambda *_: SimpleNamespace(open_tables=None))
        code = main([name, *options(pole)])
    return Ended(code, out.getvalue(), err.getvalue())


def print_pages(*_: object, **__: object) -> bytes:
    """Sent to the press by name."""
    return b"%PDF"


def options(pole: Path) -> tuple[str, ...]:
    return "--pole", str(pole), "--sortie", str(pole / ".sortie")


@pytest.fixture(scope="session")
def published(shared: Path, small: Path) -> Path:
    """The small pole without its late file, published once; never written to."""
    place = shared / "publié"

    def publish(_: Path) -> Ended:
        shutil.copytree(small, place)
        (place / LATE).unlink()
        return command(place, "publish")

    ended = once(shared, "publication", {"publication": publish})
    assert (ended.code, "publication n° 1" in ended.out) == (0, True), ended.said
    return place


@pytest.fixture
def pole(published: Path, tmp_path: Path) -> Path:
    """The published pole, for one test to change, with the report of yesterday."""
    shutil.copytree(published, tmp_path / "pole")
    paper = tmp_path / "pole" / ".sortie" / "le-semaphore" / "2025" / "rapport-2025.pdf"
    paper.parent.mkdir(parents=True, exist_ok=True)
    paper.write_bytes(YESTERDAY)
    return tmp_path / "pole"


def paper_of(pole: Path) -> Path:
    return next((pole / ".sortie").rglob("rapport-2025.pdf"))


def refused(ended: Ended, pole: Path) -> str:
    """What is read when an unexplained change stops the run; nothing is written over."""
    assert ended.code == 1, ended.said
    assert "sans explication : le rapport n'est pas imprimé" in ended.err
    assert paper_of(pole).read_bytes() == YESTERDAY
    return ended.err


def test_the_same_files_give_the_published_figures_again(pole: Path) -> None:
    ledger = (pole / LEDGER).read_bytes()
    again = command(pole, "publish")
    assert (again.code, "déjà publiée à l'identique" in again.out) == (0, True), again.said
    assert (pole / LEDGER).read_bytes() == ledger


def test_a_corrected_file_stops_then_prints_once_explained(pole: Path) -> None:
    purchases = pole / PURCHASES
    purchases.write_bytes(purchases.read_bytes().replace(b"21 591,07", b"29 591,07"))
    said = refused(command(pole), pole)
    told = "Part des achats locaux, 2025 : 50\u202f% dans l'édition 2025, 52\u202f% maintenant"
    assert f"- DEV-09 {told}" in said
    assert f"{PURCHASES} (modifié)" in said

    asked = said[said.index("[[changements]]") :]
    answer = asked.replace('phrase = ""', 'phrase = "Une facture mal saisie."')
    (pole / "changements.toml").write_text(answer, encoding="utf-8")
    explained = command(pole, "publish", judged=True)
    assert (explained.code, "publication n° 2" in explained.out) == (0, True), explained.said
    page = paper_of(pole).with_suffix(".html").read_text(encoding="utf-8")
    told = re.sub(r"<[^>]*>", "", page[page.rindex(TITLE) :])
    assert "Source corrigée. Une facture mal saisie." in " ".join(told.split())
    assert "Empreinte du registre" in told


def test_a_late_file_stops_the_run_and_is_named(small: Path, pole: Path) -> None:
    shutil.copy(small / LATE, pole / LATE)
    said = refused(command(pole), pole)
    assert f"{LATE} (ajouté)" in said
    assert "- QUA-01 Taux de couverture des fichiers attendus, 2025 : " in said
    assert 'cause = "données tardives"' in said


def test_a_changed_method_stops_the_run_and_its_query_is_named(
    project: Path, pole: Path, tmp_path: Path
) -> None:
    place = tmp_path / "projet"
    place.mkdir()
    for part in ("report_templates", "data", "requirements.lock"):
        (place / part).symlink_to(project / part)
    for part in ("pipeline", "queries"):
        shutil.copytree(project / part, place / part)
    query = place / QUERY
    query.write_text(query.read_text("utf-8").replace("(where interne)", "(where not interne)"))
    shared = place / "queries" / "staging" / "achats_annuels.sql"
    shared.write_text(f"{shared.read_text('utf-8')}-- relue\n", encoding="utf-8")
    said = refused(run(place, *options(pole), program=("-c", UNPRINTED)), pole)
    assert (
        "de référence modifiées : cooperation/achats_internes_part, staging/achats_annuels." in said
    )
    assert "- COO-15 Part des achats entre structures du pôle, 2025 : 7,0\u202f% dans " in said
    assert 'cause = "méthode changée"' in said


def test_a_ledger_touched_by_hand_stops_the_run(pole: Path) -> None:
    ledger = pole / LEDGER
    touched = ledger.read_text("utf-8").replace("50\u202f%", "51\u202f%", 1)
    ledger.write_text(touched, encoding="utf-8")
    ended = command(pole, "publish")
    assert ended.code == 1, ended.said
    assert "n'est plus tel que l'outil l'a écrit" in ended.err
    assert ledger.read_text("utf-8") == touched
    assert paper_of(pole).read_bytes() == YESTERDAY
