"""Runs that cannot end well: what, where and the way out, in French, and nothing is touched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.e2e.command import LAST_STEP, Ended, content, run

DATA, SETTINGS, MACHINE = 1, 2, 4
EARLIER = {"le-semaphore/2025/rapport-2025.pdf": b"%PDF hier", "le-semaphore/2025/note.txt": b"x"}
STRUCTURES = "depots/semaphore/Structures.csv"

Change = Callable[[Path], None]


def edited(name: str, old: str, new: str) -> Change:
    def change(pole: Path) -> None:
        data = (pole / name).read_bytes()
        assert old.encode() in data
        (pole / name).write_bytes(data.replace(old.encode(), new.encode(), 1))

    return change


def removed(name: str) -> Change:
    return lambda pole: (pole / name).unlink()


def emptied(pole: Path) -> None:
    shutil.rmtree(pole / "depots")


def overwritten(name: str, data: bytes) -> Change:
    def change(pole: Path) -> None:
        (pole / name).write_bytes(data)

    return change


def as_it_is(_: Path) -> None:
    return None


CALL = 'valeur("insertion/salaries_en_insertion")'

# What is done to the pole, the options of the command; exit code, words that the message holds.
REFUSED: dict[str, tuple[Change, tuple[str, ...], int, tuple[str, ...]]] = {
    "pole.toml with curly quotes": (
        edited("pole.toml", 'nom = "', "nom = “"), (), SETTINGS,
        ("pole.toml", "ligne 4", "guillemets"),
    ),
    "pole.toml in another encoding": (
        overwritten("pole.toml", '[pole]\nnom = "Sémaphore"\n'.encode("cp1252")), (), SETTINGS,
        ("pole.toml", "ligne 2", "UTF-8"),
    ),
    "an unknown key": (
        edited("pole.toml", "territoire =", "teritoire ="), (), SETTINGS,
        ("pole.toml", "ligne 6", "« teritoire »", "Vouliez-vous dire « territoire »"),
    ),
    "a threshold that protects nobody": (
        edited("pole.toml", "seuil = 5", "seuil = 3"), (), SETTINGS,
        ("pole.toml", "ligne", "« seuil »", "au moins 5"),
    ),
    "a target for an unknown indicator": (
        edited("pole.toml", '"insertion/part_qpv"', '"insertion/part_qvp"'), (), SETTINGS,
        ("insertion/part_qvp", "Vouliez-vous dire « insertion/part_qpv »"),
    ),
    "a carrier that is no member": (
        edited("pole.toml", 'porteuse = "semaphore"', 'porteuse = "semafore"'), (), DATA,
        ("« semafore »", "pole.toml", "semaphore"),
    ),
    "no list of structures": (removed(STRUCTURES), (), DATA, ("structures.csv", "Déposez")),
    "a workbook for list of structures": (
        overwritten(STRUCTURES, b"PK\x03\x04" + bytes(99)), (), DATA,
        ("structures.csv", STRUCTURES, "CSV"),
    ),
    "no file at all": (emptied, (), DATA, ("depots/", "CSV")),
    "a folder that is no pole": (removed("pole.toml"), (), SETTINGS, ("pole.toml", "POLE=")),
    "an unknown funder": (
        as_it_is, ("--financeur", "fabrique-de-teritoire"), SETTINGS,
        ("Vouliez-vous dire « fabrique-de-territoire »", "general"),
    ),
    "a year of another century": (as_it_is, ("--edition", "1999"), SETTINGS, ("1999", "EDITION=")),
    "a year without data": (as_it_is, ("--edition", "2031"), DATA, ("2031", "2025")),
    "an unknown option": (
        as_it_is, ("--financeurs", "general"), SETTINGS, ("--financeurs", "--financeur"),
    ),
    "a text that calls an unknown indicator": (
        edited("textes/pole.md", CALL, CALL.replace("salaries", "salarie")), (), SETTINGS,
        ("textes/pole.md", "ligne 3", "Vouliez-vous dire « insertion/salaries_en_insertion »"),
    ),
    "a text with a half-written call": (
        edited("textes/pole.md", CALL + " }}", CALL), (), SETTINGS, ("textes/pole.md", "ligne"),
    ),
}  # fmt: skip


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where an earlier report lies."""
    for name, data in EARLIER.items():
        path = tmp_path / "sortie" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "sortie"


@pytest.mark.parametrize("case", REFUSED)
def test_a_run_that_cannot_end_says_why_and_touches_nothing(
    case: str, pole: Path, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, options, code, words = REFUSED[case]
    change(pole)
    delivered = content(pole)
    given = main(["report", "--pole", str(pole), "--sortie", str(output), *options])
    ended = Ended(given, *capsys.readouterr())
    assert ended.code == code, ended.said
    assert [word for word in words if word not in ended.err] == [], ended.err
    assert "Traceback" not in ended.said
    assert LAST_STEP not in ended.out
    assert content(output) == EARLIER
    assert content(pole) == delivered


@pytest.mark.parametrize("below", ["", "2025/pour le financeur"])
def test_a_file_in_the_place_of_the_output_is_left_alone(
    below: str, project: Path, pole: Path, tmp_path: Path
) -> None:
    (tmp_path / "sortie").write_bytes(b"un fichier")
    ended = run(project, "--pole", pole, "--sortie", tmp_path / "sortie" / below)
    assert ended.code == SETTINGS
    assert str(tmp_path / "sortie") in ended.err
    assert "--sortie" in ended.err
    assert ended.out == ""
    assert (tmp_path / "sortie").read_bytes() == b"un fichier"


def test_the_causes_of_a_missing_list_hide_no_other(project: Path, pole: Path) -> None:
    """Without structures no file can be placed: those consequences are not told as causes."""
    (pole / STRUCTURES).write_bytes(b"PK\x03\x04")
    ended = run(project, "--pole", pole)
    assert STRUCTURES in ended.err
    assert "berges" not in ended.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root lit tous les fichiers")
@pytest.mark.parametrize("name", ["pole.toml", "depots/berges/2025/achats.csv"])
def test_a_file_that_may_not_be_read_stops_the_run_and_is_named(
    name: str, project: Path, pole: Path, output: Path
) -> None:
    (pole / name).chmod(0)
    ended = run(project, "--pole", pole, "--sortie", output)
    assert ended.code in (SETTINGS, MACHINE)
    assert str(pole / name) in ended.err
    assert "droit" in ended.err
    assert "Traceback" not in ended.said
    assert content(output) == EARLIER
