"""A file of persons is told by a seal: trying its possible contents finds nothing."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.contracts import load_contracts
from pipeline.errors import ConfidentialityError
from pipeline.exports import fingerprints_csv
from pipeline.proof import seals
from pipeline.proof.seals import FINGERPRINTS, sealed
from pipeline.published.fingerprints import check_fingerprints, never_told
from pipeline.received import Quality, SourceFile
from pipeline.tallies import combined_sha256
from pipeline.verify import _fingerprints, _listed

CONTRACTS = load_contracts()
PERSONS = frozenset(name for name, contract in CONTRACTS.items() if contract.is_personal)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "ROUNDS", 1)


def team(pay: int) -> bytes:
    """The permanent team of a structure of one employee."""
    return f"emploi_id;fonction;salaire_brut_annuel_etp\nE-01;direction;{pay}\n".encode()


def read(path: str, contract: str | None, data: bytes) -> SourceFile:
    return SourceFile(path, contract, "velo", 2025, sha256(data).hexdigest(), 2, "UTF-8", ";")


TEAM = read("velo/emplois.csv", "emplois", team(26_160))
EXITS = read("berges/sorties.csv", "sorties", b"cle;motif\n1;cdi\n")
BOOKS = read("velo/budget.csv", "budget", b"compte;montant\n70;12\n")
QUALITY = Quality((TEAM, EXITS, BOOKS), (), (), (), (), {}, {})


def told(quality: Quality) -> dict[str, tuple[str, str]]:
    return {file.path: (file.sha256, file.seal) for file in sealed(quality, PERSONS).files}


def test_the_pay_of_the_only_employee_is_not_found_by_trying_them_all() -> None:
    tried = {sha256(team(pay)).hexdigest() for pay in range(20_000, 30_000, 10)}
    assert TEAM.sha256 in tried, "the file that came is one of those"
    assert tried.isdisjoint(digest for pair in told(QUALITY).values() for digest in pair)


def volunteers(number: int) -> bytes:
    """The volunteers of a year: their hours are printed, their number is masked."""
    return f"annee;mission;nb_benevoles;heures\n2025;Atelier;{number};40\n".encode()


def test_a_masked_number_of_volunteers_is_not_found_in_four_tries() -> None:
    came = read("velo/benevolat.csv", "benevolat", volunteers(3))
    tried = {sha256(volunteers(n)).hexdigest() for n in range(1, 5)}
    assert came.sha256 in tried, "the file that came is one of those"
    digests = told(replace(QUALITY, files=(*QUALITY.files, came)))[came.path]
    assert tried.isdisjoint(digests)
    assert {"benevolat", "clauses_sociales", "instances"} <= PERSONS


def test_the_files_of_a_structure_that_keeps_its_amounts_bear_a_seal() -> None:
    own = {f.path: (f.sha256, f.seal) for f in sealed(QUALITY, PERSONS, {"berges"}).files}
    digest, seal = own[BOOKS.path]
    assert (digest, len(seal)) == ("", 64)
    assert {f.path for f in sealed(QUALITY, PERSONS, {"velo"}).files if f.sha256} == {BOOKS.path}
    assert BOOKS.sha256 in never_told(QUALITY, CONTRACTS, frozenset({"berges"}))
    assert BOOKS.sha256 not in never_told(QUALITY, CONTRACTS, frozenset({"velo"}))


def test_only_files_of_persons_and_unknown_ones_are_sealed() -> None:
    unknown = read("notes.csv", None, b"3 jeunes")
    seen = told(replace(QUALITY, files=(*QUALITY.files, unknown)))
    assert seen.pop(BOOKS.path) == (BOOKS.sha256, "")
    assert [own for own, _ in seen.values()] == ["", "", ""]
    assert all(len(seal) == 64 for _, seal in seen.values())


def test_the_other_sheets_of_a_workbook_do_not_tell_its_fingerprint() -> None:
    pair = [replace(TEAM, path="v.xlsx › Équipe"), replace(TEAM, path="v.xlsx › B", contract="b")]
    (_, one), (digest, other) = told(replace(QUALITY, files=tuple(pair))).values()
    assert digest == ""
    assert len({one, other, ""}) == 3


def test_who_holds_one_file_without_the_others_cannot_find_its_seal() -> None:
    others = (replace(EXITS, sha256="0" * 64), BOOKS)
    again = told(replace(QUALITY, files=(TEAM, *others)))
    assert told(QUALITY)[TEAM.path] != again[TEAM.path]
    assert told(QUALITY) == told(QUALITY)


def test_the_audit_knows_the_fingerprints_that_nothing_may_tell() -> None:
    unsaid = never_told(QUALITY, CONTRACTS)
    alone = combined_sha256((TEAM,)), combined_sha256((TEAM, EXITS)), combined_sha256(QUALITY.files)
    assert {TEAM.sha256, EXITS.sha256, *alone} <= unsaid
    assert BOOKS.sha256 not in unsaid
    notes, more = (read(f"{text}.csv", None, text.encode()) for text in ("3 jeunes", "5 jeunes"))
    unsaid = never_told(replace(QUALITY, files=(BOOKS, notes, more)), CONTRACTS)
    assert {notes.sha256, more.sha256, combined_sha256((notes, more))} <= unsaid
    assert never_told(replace(QUALITY, files=(BOOKS,)), CONTRACTS) == frozenset()


@pytest.mark.parametrize("length", [16, 64])
def test_a_file_that_tells_such_a_fingerprint_is_refused(length: int) -> None:
    said = {"fichiers.csv": f"velo/emplois.csv,{TEAM.sha256[:length]}\n".encode()}
    words = r"fichiers\.csv donne l'empreinte .* qui en essaie les contenus .* est le vrai"
    with pytest.raises(ConfidentialityError, match=words) as caught:
        check_fingerprints(said, never_told(QUALITY, CONTRACTS))
    assert TEAM.sha256[:16] not in str(caught.value)


def test_seals_and_other_fingerprints_are_let_through() -> None:
    hidden = sealed(QUALITY, PERSONS)
    said = [digest for file in hidden.files for digest in (file.sha256, file.seal) if digest]
    said += [combined_sha256(hidden.files), TEAM.sha256[:15]]
    check_fingerprints({"p": " ".join(said).encode()}, never_told(QUALITY, CONTRACTS))


def record(quality: Quality) -> dict[str, list[dict[str, str]]]:
    """What the proofs say of the files read."""
    files = sealed(quality, PERSONS).files
    return {
        "fichiers": [
            {"chemin": f.path} | ({"sceau": f.seal} if f.seal else {"sha256": f.sha256})
            for f in files
        ]
    }


def edition(folder: Path, quality: Quality) -> Path:
    folder.mkdir()
    (folder / FINGERPRINTS).write_bytes(fingerprints_csv(quality))
    return folder / "rapport-2025.pdf"


def test_the_private_list_says_which_file_changed_and_without_it_that_one_did(
    tmp_path: Path,
) -> None:
    later = replace(QUALITY, files=(TEAM, replace(EXITS, sha256="0" * 64), BOOKS))
    given, made = edition(tmp_path / "a", QUALITY), edition(tmp_path / "b", later)
    both = record(QUALITY), record(later)
    assert list(_listed(*both, given, made)) == ["fichier berges/sorties.csv : a changé"]
    given.with_name(FINGERPRINTS).unlink()
    assert _fingerprints(both[0], given) == {
        TEAM.path: "",
        EXITS.path: "",
        BOOKS.path: BOOKS.sha256,
    }
    (line,) = _listed(*both, given, made)
    assert line.startswith(
        "fichiers de personnes ou de structures hors accord : un au moins a changé"
    )
    assert list(_listed(both[0], both[0], given, edition(tmp_path / "c", QUALITY))) == []


def test_a_list_of_another_edition_is_not_believed(tmp_path: Path) -> None:
    later = replace(QUALITY, files=(replace(TEAM, sha256="1" * 64), EXITS, BOOKS))
    given = edition(tmp_path / "a", later)
    assert _fingerprints(record(QUALITY), given)[TEAM.path] == ""


def test_the_private_list_holds_every_file() -> None:
    rows = list(csv.DictReader(io.StringIO(fingerprints_csv(QUALITY).decode())))
    assert {r["fichier"]: r["sha256"] for r in rows} == {f.path: f.sha256 for f in QUALITY.files}
