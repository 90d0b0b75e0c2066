"""One file of a delivery broken: the fault is listed at its place with its remedy, the rest holds.

These deliveries still make a report, so the tests stop at the list of anomalies.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pipeline.received import Fault, Quality, Severity
from tests.e2e.deliveries import checked
from tests.e2e.test_line_balance import physical_lines

BUYS = "depots/berges/2025/achats.csv"
HOURS = "depots/berges/2025/heures_insertion.csv"
EXITS = "depots/berges/2025/sorties.csv"
JOBS = "depots/berges/contrats_insertion.csv"

Change = Callable[[bytes], bytes]


def becomes(data: bytes) -> Change:
    return lambda _: data


def replaced(old: str, new: str) -> Change:
    """The first occurrence of a text changed, in the encoding of the file."""

    def change(data: bytes) -> bytes:
        assert old.encode("cp1252") in data
        return data.replace(old.encode("cp1252"), new.encode("cp1252"), 1)

    return change


def cell(line: int, column: int, text: str) -> Change:
    """One cell changed; lines and columns are counted from 1."""

    def change(data: bytes) -> bytes:
        lines = data.split(b"\r\n")
        cells = lines[line - 1].split(b";")
        cells[column - 1] = text.encode("cp1252")
        lines[line - 1] = b";".join(cells)
        return b"\r\n".join(lines)

    return change


def added_column(title: str, text: str) -> Change:
    def change(data: bytes) -> bytes:
        head, *lines = data.decode("cp1252").split("\r\n")
        rows = [f"{line};{text}" if line else "" for line in lines]
        return "\r\n".join([f"{head};{title}", *rows]).encode("cp1252")

    return change


def workbook() -> bytes:
    """The start of an XLSX file: a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>\n" * 50)
    return out.getvalue()


# What is done, to which file; line (0: the whole file) and column of the fault, and words that
# its reason or remedy must hold.
BROKEN: dict[str, tuple[str, Change, int, str, str]] = {
    "a binary file renamed .csv": (BUYS, becomes(bytes(range(256)) * 40), 1, "", "CSV"),
    "a workbook renamed .csv": (BUYS, becomes(workbook()), 0, "", "CSV"),
    "an empty file": (BUYS, becomes(b""), 0, "", "en-tête"),
    "two NUL bytes in the middle": (
        BUYS, lambda data: data[:400] + b"\0\0" + data[400:], 4, "", "CSV",
    ),
    "a required title renamed": (
        BUYS, replaced("Montant hors taxes", "Truc"), 1, "", "montant_ht_eur",
    ),
    "a title mistyped": (
        HOURS, replaced("Heures payées", "Heures payés"), 1, "heures_payees", "heures_payees",
    ),
    "the same title twice": (
        BUYS, added_column("Montant hors taxes", "3"), 1, "montant_ht_eur", "n'en gardez",
    ),
    "the names of the persons added": (HOURS, added_column("nom", "Zébulon"), 1, "", "supprimez"),
    "a column that no contract has": (
        HOURS, added_column("remarque", "Zébulon"), 1, "", "remarque",
    ),
    "the last line cut off": (
        BUYS, lambda data: data[: data.rindex(b"\r\nTOTAL") - 30], 17, "", "coupé",
    ),
    "a quote never closed": (BUYS, cell(5, 2, '"Bois'), 5, "", "guillemet"),
    "a separator in a text": (BUYS, cell(4, 2, "Bois; clous; vis;;;;;;;;"), 4, "", "guillemets"),
    "a date that does not exist": (EXITS, cell(3, 4, "31/02/2025"), 3, "date_sortie", "date"),
    "a date the American way": (EXITS, cell(3, 4, "12/25/2025"), 3, "date_sortie", "JJ/MM/AAAA"),
    "an amount in letters": (BUYS, cell(3, 6, "douze"), 3, "montant_ht_eur", "un nombre seul"),
    "an amount that reads two ways": (BUYS, cell(3, 6, "1.234"), 3, "montant_ht_eur", "1,234"),
    "a motive that the list lacks": (EXITS, cell(3, 5, "parti avec Zébulon"), 3, "motif", "cdi"),
    "more hours than a month has": (HOURS, cell(3, 3, "999"), 3, "heures_payees", "250"),
    "hours before the contract": (HOURS, cell(3, 2, "2021-01"), 3, "mois", "dates du contrat"),
    "a social security number for a key": (
        JOBS, cell(3, 2, "285059312345678"), 3, "salarie_key", "pseudonyme",
    ),
    "two purchases of the same number": (
        BUYS, replaced("A-BER-2025-02;", "A-BER-2025-01;"), 3, "achat_id", "identifiant",
    ),
    "a cell as long as a book": (BUYS, cell(3, 2, "x" * 40_000), 3, "fournisseur_nom", "32"),
}  # fmt: skip


@cache
def sound(small: Path) -> tuple[Quality, frozenset[Fault]]:
    quality, _ = checked(small)
    return quality, frozenset(quality.faults)


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_is_told_at_its_place_and_no_line_is_lost(
    case: str, pole: Path, small: Path
) -> None:
    name, change, line, column, words = BROKEN[case]
    path = pole / name
    path.write_bytes(change(path.read_bytes()))
    quality, anomalies = checked(pole)
    before, known = sound(small)
    told = [
        fault
        for fault in quality.faults
        if fault not in known
        and (fault.file, fault.line or fault.seen_on, fault.column) == (name, line, column)
    ]
    assert [fault for fault in told if words.lower() in f"{fault.reason} {fault.remedy}".lower()]
    assert all(fault.remedy for fault in told)
    assert "Zébulon" not in anomalies
    listed = csv.DictReader(io.StringIO(anomalies))
    assert [name, str(line), column] in [[r["fichier"], r["ligne"], r["colonne"]] for r in listed]
    lines = {balance.file: balance for balance in quality.balances}
    data = path.read_bytes()
    assert lines[name].lines == (0 if data.startswith(b"PK") else physical_lines(data))
    assert all(balance.is_exact for balance in quality.balances)
    if name != JOBS:  # on which the rows of other files depend
        others = {b for b in before.balances if b.file not in {name, HOURS, EXITS}}
        assert others <= set(quality.balances)


@pytest.mark.parametrize(
    ("change", "counted"),
    [
        (lambda data: data.decode("cp1252").encode("utf-16"), 16),
        (lambda data: data.decode("cp1252").encode("utf-8-sig"), 16),
        (lambda data: data.replace(b"\r\n", b"\r"), 16),
        (lambda data: data.replace(b"\r\n", b"\n").removesuffix(b"\n"), 16),
        (lambda data: b"Achats de l'ann\xe9e\r\n\r\n" + data, 16),
        (lambda data: data.split(b"\r\n")[0] + b"\r\n", 0),
    ],
    ids=["UTF-16", "UTF-8", "old Mac", "Unix", "under a title", "nothing to declare"],
)
def test_what_is_only_a_habit_is_read_without_a_fault(
    change: Change, counted: int, pole: Path, small: Path
) -> None:
    path = pole / BUYS
    path.write_bytes(change(path.read_bytes()))
    quality, _ = checked(pole)
    assert set(quality.faults) == sound(small)[1]
    (balance,) = [balance for balance in quality.balances if balance.file == BUYS]
    assert balance.counted + balance.repaired == counted
    assert balance.set_aside == 0


def test_a_link_to_a_file_elsewhere_is_not_followed(pole: Path, tmp_path: Path) -> None:
    path = pole / BUYS
    path.rename(tmp_path / "ailleurs.csv")
    path.symlink_to(tmp_path / "ailleurs.csv")
    quality, _ = checked(pole)
    (found,) = [fault for fault in quality.faults if fault.file == BUYS]
    assert (found.line, found.severity) == (0, Severity.SET_ASIDE)


def test_a_file_in_a_folder_of_no_member_is_set_aside_with_the_reason(pole: Path) -> None:
    (pole / "depots" / "inconnue" / "2025").mkdir(parents=True)
    (pole / BUYS).rename(pole / "depots" / "inconnue" / "2025" / "achats.csv")
    quality, _ = checked(pole)
    (found,) = [f for f in quality.faults if f.file == "depots/inconnue/2025/achats.csv"]
    assert (found.line, found.severity) == (0, Severity.SET_ASIDE)
    assert "structure" in found.reason
    assert "dossier" in found.remedy


def test_a_formula_does_not_run_when_the_anomalies_are_opened(pole: Path) -> None:
    path = pole / BUYS
    path.write_bytes(cell(3, 6, "=1+1")(path.read_bytes()))
    _, anomalies = checked(pole)
    values = [row["valeur"] for row in csv.DictReader(io.StringIO(anomalies))]
    assert "'=1+1" in values
