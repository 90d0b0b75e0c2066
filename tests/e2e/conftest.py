"""The copies of the project and the editions that the tests share, each made once."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.command import (
    DEMO,
    LAST_STEP,
    Ended,
    Printed,
    Resumed,
    Watched,
    children,
    copy_project,
    lives,
    once,
    run,
    start,
)

SMALL = (  # files of the small pole: the list of structures, and what one of them says of persons
    "semaphore/Structures.csv",
    "berges/contrats_insertion.csv",
    "berges/emplois.csv",
    "berges/2025/accompagnement.csv",
    "berges/2025/achats.csv",
    "berges/2025/formations.csv",
    "berges/2025/heures_insertion.csv",
    "berges/2025/pmsmp.csv",
    "berges/2025/sorties.csv",
    "berges/2025/suivi_sorties.csv",
)
YEAR_BEFORE = ("achats", "heures_insertion", "sorties", "suivi_sorties")  # and they of 2024
FABRIQUE = "rapport-2024-fabrique-de-territoire.pdf"
YESTERDAY = {FABRIQUE: b"hier", "notes.txt": b"ne pas perdre"}

# The command, keeping what its last step receives (the page as HTML, the drawings, the balance) and
# what it publishes, for `verify` throws it away.
# That the PDF has the same bytes as the one printed unwatched proves that watching is harmless.
WATCHED = """
import json, shutil, sys
from dataclasses import asdict
from pathlib import Path
import pipeline.report as flow
from pipeline.cli import main
from pipeline.proof.marks import plain

kept, render = Path(sys.argv.pop(1)), flow.render

def watch(*given):
    pages = next(one for one in given if hasattr(one, "drawings"))
    quality = next(one for one in given if hasattr(one, "balances"))
    kept.mkdir()
    (kept / "rapport.html").write_text(plain(pages.marked), encoding="utf-8")
    for number, drawing in enumerate(pages.drawings.values()):
        (kept / f"{number}.svg").write_bytes(drawing)
    balances = [asdict(balance) for balance in quality.balances]
    (kept / "bilan.json").write_text(json.dumps(balances), encoding="utf-8")
    judged = render(*given)
    shutil.copytree(given[-1].parent, kept.with_name("refait"))
    return judged

flow.render = watch
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    """A command run in this process leaves the search for cycles off, as if it ended there."""
    yield
    gc.enable()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all the workers of this session see, and no other session."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def project(shared: Path) -> Path:
    """A copy of the project, without any pole in data/raw."""
    return _clone(shared)


@pytest.fixture(scope="session")
def demo(shared: Path) -> Printed:
    """The command without any option: the newest year of the demonstration pole."""
    ended = once(shared, "demo", EDITIONS)
    folder = shared / "clone" / "build" / "le-semaphore" / "2025"
    return Printed(ended, folder / "rapport-2025.pdf")


@pytest.fixture(scope="session")
def elsewhere(shared: Path) -> Watched:
    """The same report verified by somebody else: another place, zone, language, seed and home."""
    ended = once(shared, "ailleurs", EDITIONS)
    return Watched(Printed(ended, shared / "refait" / "rapport-2025.pdf"), shared / "reçu")


@pytest.fixture(scope="session")
def last_year(shared: Path) -> Resumed:
    """The small pole's of 2024, for the call « Fabrique de territoire ».

    It takes the place of an earlier one, after a run killed while it was printing.
    """
    ended = once(shared, "reprise", EDITIONS)
    killed = once(shared, "tué", EDITIONS)
    folder = shared / "clone" / "reprise" / "le-semaphore" / "2024"
    left = (shared / "survivants").read_text()
    printed = Printed(ended, folder / FABRIQUE)
    return Resumed(printed, killed, shared / "après l’arrêt", left)


@pytest.fixture(scope="session")
def fabrique(last_year: Resumed) -> Printed:
    """The report for a funder who asks questions of its own."""
    return last_year.printed


def _clone(shared: Path) -> Path:
    place = shared / "clone"
    once(shared, "copie", {"copie": lambda _: copy_project(place)})
    return place


def _demo(shared: Path) -> Ended:
    drafts = shared / "brouillons"
    drafts.mkdir()
    return run(_clone(shared), TMPDIR=str(drafts))


def _elsewhere(shared: Path) -> Ended:
    """`verify`, by who was given the folder of the report and has the files of the pole."""
    once(shared, "demo", EDITIONS)
    home = shared / "Mes documents"
    copy_project(home / "pôle n° 2")
    shutil.copytree(shared / "clone" / "build" / "le-semaphore" / "2025", home / "l’édition")
    (home / "brouillons").mkdir()
    return run(
        home / "pôle n° 2", "l’édition/rapport-2025.pdf",
        cwd=home, program=("-c", WATCHED, str(shared / "reçu")), name="verify",
        PYTHONHASHSEED="42", TZ="Pacific/Kiritimati", LANG="C", LC_ALL="tr_TR.UTF-8",
        HOME=str(shared / "nulle part"), TMPDIR=str(home / "brouillons"),
    )  # fmt: skip


def _killed(shared: Path) -> Ended:
    """The command, stopped dead half a second after the start of its last step."""
    pole, root = shared / "petit-2024", _clone(shared) / "reprise"
    _cut_down(pole)
    for name in YEAR_BEFORE:
        path = pole / "depots" / "berges" / "2024" / f"{name}.csv"
        path.parent.mkdir(exist_ok=True)
        shutil.copy(DEMO / path.relative_to(pole), path)
    shutil.copy(DEMO / "commentaires.toml", pole)
    folder = root / "le-semaphore" / "2024"
    folder.mkdir(parents=True)
    for name, data in YESTERDAY.items():
        (folder / name).write_bytes(data)
    with start(_clone(shared), "--pole", pole, *LAST_YEAR) as process:
        assert process.stdout is not None
        out = b""
        while LAST_STEP.encode() not in out:
            piece = os.read(process.stdout.fileno(), 4096)
            assert piece, f"ended before the last step: {out.decode()}"
            out += piece
        time.sleep(0.5)
        started = children(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
        time.sleep(1)
        left = [number for number in started if lives(number)]
        for number in left:
            os.kill(number, signal.SIGKILL)
        rest, err = process.communicate(timeout=10)
    (shared / "survivants").write_text(" ".join(map(str, left)))
    shutil.copytree(root, shared / "après l’arrêt")
    return Ended(process.returncode, (out + rest).decode(), err.decode())


def _resumed(shared: Path) -> Ended:
    once(shared, "tué", EDITIONS)
    return run(_clone(shared), "--pole", shared / "petit-2024", *LAST_YEAR)


LAST_YEAR = (
    "--edition", "2024", "--financeur", "fabrique-de-territoire", "--sortie", "reprise",
)  # fmt: skip
EDITIONS = {
    "demo": _demo,
    "ailleurs": _elsewhere,
    "reprise": _resumed,
    "tué": _killed,
}


@pytest.fixture(scope="session")
def small(shared: Path) -> Path:
    """A pole of a few files, quick to read; never written to."""
    place = shared / "petit"
    once(shared, "petit-pôle", {"petit-pôle": lambda _: _cut_down(place)})
    return place


def _cut_down(place: Path) -> None:
    place.mkdir()
    shutil.copy(DEMO / "pole.toml", place)
    shutil.copytree(DEMO / "textes", place / "textes")
    for name in SMALL:
        path = place / "depots" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(DEMO / "depots" / name, path)


@pytest.fixture
def pole(small: Path, tmp_path: Path) -> Path:
    """The small pole, for one test to break."""
    shutil.copytree(small, tmp_path / "pole")
    return tmp_path / "pole"
