"""Archives, files sent twice and files sent again once corrected."""

from __future__ import annotations

import stat
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from time import perf_counter
from zipfile import ZipFile, ZipInfo

import duckdb
import pytest

from pipeline.errors import DataError, SettingsError
from pipeline.ingest import ingest
from pipeline.pole_file import read_pole_file
from pipeline.reading.books.archives import Budget, read_members
from pipeline.reading.limits import USUAL
from pipeline.reading.refusals import Refused
from pipeline.received import Fault, Intake, Quality, Severity
from pipeline.settings import DEMO_FOLDER
from pipeline.validate import validate
from tests.intake import CONTRACTS, POLE, STRUCTURES, checked, delivery, refer, write
from tests.workbooks import BUYS, xlsx, zipped

FOLDER = "depots/recyclerie/2025"
HEADER = "achat_id;fournisseur_nom;montant_ht_eur\n"
FIRST = HEADER + "A1;Papeterie;12,50\nA2;Menuiserie;30\n"
SECOND = FIRST.replace("30", "35")
OTHERS = HEADER + "A3;Papeterie;7\nA4;Menuiserie;8\n"


def read(folder: Path, files: dict[str, str | bytes]) -> tuple[dict[str, Decimal], Intake]:
    with delivery(folder, files) as (intake, db):
        rows = db.execute("select achat_id, montant_ht_eur from achats").fetchall()
    return dict(rows), intake


def only_fault(folder: Path, files: dict[str, str | bytes]) -> Fault:
    (fault,) = read(folder, files)[1].faults
    return fault


def settled(folder: Path, files: dict[str, str]) -> tuple[Quality, dict[str, Decimal]]:
    """The quality and the purchases when pole.toml says that the newer file counts."""
    write(folder, {"structures.csv": STRUCTURES, **files})
    with duckdb.connect() as db:
        refer(db)
        intake = ingest(folder, CONTRACTS, db, replace_corrected=True)
        quality = validate(intake, db, CONTRACTS, POLE)
        rows = db.execute("select achat_id, montant_ht_eur from achats").fetchall()
    return quality, dict(rows)


def stop(folder: Path, files: dict[str, str]) -> str:
    """The message that stops the run; nothing is said in pole.toml."""
    write(folder, {"structures.csv": STRUCTURES, **files})
    with duckdb.connect() as db:
        refer(db)
        intake = ingest(folder, CONTRACTS, db)
        with pytest.raises(DataError) as raised:
            validate(intake, db, CONTRACTS, POLE)
    return str(raised.value)


# --- archives -----------------------------------------------------------------------------------


def test_the_folders_of_an_archive_count_as_folders(tmp_path: Path) -> None:
    content = zipped(
        {
            "La Recyclerie du canal/2025/achats.csv": FIRST,
            "recyclerie/2024/achats.xlsx": xlsx({"Achats": [BUYS, ["B1", "x", 1]]}),
            "recyclerie/2025/lisez-moi.txt": "bonjour",
            "__MACOSX/._achats.csv": b"\0\0",
        }
    )
    rows, intake = read(tmp_path, {"depots/envoi.zip": content})
    assert set(rows) == {"A1", "A2", "B1"}
    found = {f.path: (f.structure, f.year) for f in intake.files if f.path != "structures.csv"}
    assert found == {
        "depots/envoi.zip › La Recyclerie du canal/2025/achats.csv": ("recyclerie", 2025),
        "depots/envoi.zip › recyclerie/2024/achats.xlsx › Achats": ("recyclerie", 2024),
    }
    assert not intake.faults


def test_an_archive_named_after_a_structure_is_its_folder(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, {"depots/Recyclerie.zip": zipped({"2025/achats.csv": FIRST})})
    assert set(rows) == {"A1", "A2"}


def test_a_member_that_is_no_table_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    content = zipped({"achats.csv": FIRST, "facture.pdf": b"%PDF"})
    rows, intake = read(tmp_path, {f"{FOLDER}/envoi.zip": content})
    assert set(rows) == {"A1", "A2"}
    (fault,) = intake.faults
    assert (fault.file, fault.code) == (f"{FOLDER}/envoi.zip › facture.pdf", "format_non_lu")


def _many() -> bytes:
    return zipped({f"{number}.csv": "" for number in range(1001)})


def _bomb() -> bytes:
    return zipped({"achats.csv": bytes(40_000_000)})


def _nested() -> bytes:
    inner = zipped({"achats.csv": FIRST})
    for _ in range(2):
        inner = zipped({"envoi.zip": inner})
    return inner


def _link() -> bytes:
    out, info = BytesIO(), ZipInfo("achats.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(out, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def _liar() -> bytes:
    """An archive that announces ten bytes and holds more."""
    data = bytearray(zipped({"achats.csv": FIRST * 1000}))
    start = data.rindex(b"PK\x01\x02")
    data[start + 24 : start + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def _locked() -> bytes:
    data = bytearray(zipped({"achats.csv": FIRST}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


ARCHIVES: dict[str, tuple[Callable[[], bytes], str]] = {
    "too many files": (_many, "Archive de plus de 1\u202f000 fichiers."),
    "bomb": (_bomb, "Contenu démesuré une fois décompressé"),
    "too deep": (_nested, "Archive rangée dans une archive, elle-même dans une archive."),
    "link": (_link, "C'est un raccourci (lien symbolique) : il n'est pas suivi."),
    "way out": (lambda: zipped({"../../achats.csv": FIRST}), "Le nom de ce fichier sort"),
    "way out of Windows": (lambda: zipped({"..\\achats.csv": FIRST}), "Le nom de ce fichier sort"),
    "absolute": (lambda: zipped({"/etc/achats.csv": FIRST}), "Le nom de ce fichier sort"),
    "disk": (lambda: zipped({"C:\\achats.csv": FIRST}), "Le nom de ce fichier sort"),
    "cut": (lambda: zipped({"achats.csv": FIRST})[:-30], "Archive abîmée ou incomplète."),
    "liar": (_liar, "Archive abîmée ou incomplète."),
    "empty": (lambda: zipped({}), "Archive abîmée ou incomplète."),
    "nothing to read": (lambda: zipped({"a.md": "x"}), "Archive sans aucun tableau."),
    "password": (_locked, "Fichier protégé par un mot de passe."),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_that_cannot_be_trusted_is_refused_at_once(tmp_path: Path, name: str) -> None:
    make, message = ARCHIVES[name]
    content = make()
    start = perf_counter()
    fault = only_fault(tmp_path, {f"{FOLDER}/envoi.zip": content})
    assert perf_counter() - start < 2
    assert fault.reason.startswith(message)
    assert fault.remedy.endswith(".")
    assert ".." not in fault.file


def test_an_archive_in_an_archive_is_read(tmp_path: Path) -> None:
    content = zipped({"recyclerie.zip": zipped({"2025/achats.csv": FIRST})})
    assert set(read(tmp_path, {"envoi.zip": content})[0]) == {"A1", "A2"}


def test_what_archives_inflate_to_is_counted_together() -> None:
    archive, budget = zipped({"achats.csv": FIRST}), Budget(USUAL)
    budget.inflated = len(FIRST)
    list(read_members(archive, budget, lambda _: True))
    with pytest.raises(Refused, match="une fois décompressé"):
        list(read_members(archive, budget, lambda _: True))


# --- sent twice ---------------------------------------------------------------------------------


def test_the_same_content_sent_twice_counts_once(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{FOLDER}/achats.csv": FIRST,
        f"{FOLDER}/achats (1).csv": FIRST,
    }
    rows, intake = read(tmp_path, files)
    assert len(rows) == 2
    (fault,) = intake.faults
    assert (fault.file, fault.severity) == (f"{FOLDER}/achats.csv", Severity.CHECK)
    assert fault.reason.startswith(f"Fichier identique à « {FOLDER}/achats (1).csv », déjà lu")
    ignored = [i for i in intake.ignored if i.rule == "fichier déjà reçu à l'identique"]
    assert [(i.file, i.line, i.line_end) for i in ignored] == [(f"{FOLDER}/achats.csv", 1, 3)]


def test_the_same_file_in_an_archive_and_beside_it_counts_once(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{FOLDER}/achats.csv": FIRST,
        f"{FOLDER}/envoi.zip": zipped({"a.csv": FIRST}),
    }
    assert {fault.code for fault in read(tmp_path, files)[1].faults} == {"fichier_en_double"}


def test_an_empty_declaration_of_two_structures_is_no_copy(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "depots/recyclerie/2025/achats.csv": HEADER,
        "depots/semaphore/2025/achats.csv": HEADER,
    }
    intake = read(tmp_path, files)[1]
    assert not intake.faults
    assert {file.structure for file in intake.files if file.contract == "achats"} == {
        "recyclerie",
        "semaphore",
    }


# --- sent again, corrected ----------------------------------------------------------------------


def test_two_versions_of_a_file_stop_the_run_and_both_are_named(tmp_path: Path) -> None:
    message = stop(
        tmp_path,
        {f"{FOLDER}/achats_2026-01-10.csv": FIRST, f"{FOLDER}/achats_2026-02-03.csv": SECOND},
    )
    assert f"« {FOLDER}/achats_2026-02-03.csv » donne d'autres valeurs" in message
    assert f"que « {FOLDER}/achats_2026-01-10.csv »" in message
    assert "Retirez celui des deux qui ne vaut plus" in message
    assert 'corrections = "remplacer" sous [reception] dans pole.toml' in message


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("achats_2026-01-10.csv", "achats_2026-02-03.csv"),
        ("achats 20260203.csv", "achats 20260210.csv"),
        ("achats 10.02.2026.csv", "achats 03-03-2026.csv"),
        ("achats.csv", "achats v2.csv"),
        ("achats (2).csv", "achats (10).csv"),
        ("achats.csv", "achats corrigé.csv"),
        ("2026-01-10.zip", "2026-02-03.zip"),
    ],
)
def test_the_newer_by_its_name_counts_when_the_pole_says_so(
    tmp_path: Path, older: str, newer: str
) -> None:
    for name, text in ((older, FIRST), (newer, SECOND)):
        is_zip = name.endswith(".zip")
        write(tmp_path, {f"{FOLDER}/{name}": zipped({"achats.csv": text}) if is_zip else text})
    quality, rows = settled(tmp_path, {})
    assert rows == {"A1": Decimal("12.5"), "A2": Decimal(35)}
    (fault,) = [fault for fault in quality.faults if fault.code == "fichier_remplace"]
    assert older in fault.file
    assert newer in fault.reason
    (balance,) = [balance for balance in quality.balances if older in balance.file]
    assert (balance.lines, balance.ignored) == (3, 3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("achats.csv", "achats_2026-02-03.csv"),  # was the first one sent before?
        ("achats a.csv", "achats b.csv"),
        ("achats 2025-01-01 2025-06-30.csv", "achats 2025-03-01 2025-12-31.csv"),  # periods
    ],
)
def test_names_that_do_not_tell_the_newer_stop_the_run(
    tmp_path: Path, one: str, other: str
) -> None:
    files = {f"{FOLDER}/{one}": FIRST, f"{FOLDER}/{other}": SECOND}
    with pytest.raises(DataError, match="mettez la date d'envoi dans le nom de chacun"):
        settled(tmp_path, files)


def test_a_correction_that_holds_few_of_the_rows_stops_the_run(tmp_path: Path) -> None:
    many = FIRST + "".join(f"B{number};x;1\n" for number in range(20))
    files = {f"{FOLDER}/achats v1.csv": many, f"{FOLDER}/achats v2.csv": SECOND}
    with pytest.raises(DataError, match="si le plus récent est complet"):
        settled(tmp_path, files)


def test_files_that_complete_each_other_are_no_correction(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{FOLDER}/achats 2025-06-30.csv": FIRST,
        f"{FOLDER}/achats 2025-12-31.csv": OTHERS,
        f"{FOLDER}/classeur.xlsx": xlsx(
            {"T1": [BUYS, ["C1", "x", 1]], "T2": [BUYS, ["C2", "x", 2]]}
        ),
    }
    rows, intake = read(tmp_path, files)
    assert len(rows) == 6
    assert not intake.faults


def test_one_key_given_twice_by_mistake_is_a_fault_of_the_row(tmp_path: Path) -> None:
    others = OTHERS + "".join(f"B{number};x;1\n" for number in range(9)) + "A1;Autre;1\n"
    first = FIRST + "".join(f"C{number};x;1\n" for number in range(9))
    files: dict[str, str | bytes] = {f"{FOLDER}/a v1.csv": first, f"{FOLDER}/a v2.csv": others}
    assert not read(tmp_path, files)[1].faults


def test_two_sheets_of_one_workbook_do_not_correct_each_other(tmp_path: Path) -> None:
    book = xlsx({"V1": [BUYS, ["A1", "x", 1]], "V2": [BUYS, ["A1", "x", 2]]})
    assert not read(tmp_path, {f"{FOLDER}/classeur.xlsx": book})[1].faults


@pytest.mark.parametrize(("line", "replaces"), [('corrections = "remplacer"', True), ("", False)])
def test_the_pole_says_whether_the_newer_counts(
    tmp_path: Path, line: str, *, replaces: bool
) -> None:
    text = (DEMO_FOLDER / "pole.toml").read_text(encoding="utf-8")
    write(tmp_path, {"pole.toml": f"{text}\n[reception]\n{line}\n"})
    assert read_pole_file(tmp_path / "pole.toml").replace_corrected is replaces


def test_another_word_for_corrections_is_refused_with_the_right_one(tmp_path: Path) -> None:
    text = (DEMO_FOLDER / "pole.toml").read_text(encoding="utf-8")
    write(tmp_path, {"pole.toml": f'{text}\n[reception]\ncorrections = "garder"\n'})
    with pytest.raises(SettingsError, match="attend le mot « remplacer »"):
        read_pole_file(tmp_path / "pole.toml")


def test_a_fault_found_by_a_rule_has_its_letter_and_title(tmp_path: Path) -> None:
    text = FIRST.replace("achat_id", "N° facture") + "A1;Papeterie;13\n"
    quality = checked(tmp_path, {f"{FOLDER}/achats.csv": text})
    found = {(f.letter, f.source_column) for f in quality.faults if f.code == "cle_en_double"}
    assert found == {("A", "N° facture")}
