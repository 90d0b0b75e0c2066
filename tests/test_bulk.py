"""The fast path of big files and the careful path: the same rows and faults."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

from pipeline import ingest as ingesting
from pipeline.bench.files import bench_contracts
from pipeline.contracts import Contract
from pipeline.ingest import ingest
from pipeline.reading import bulk, bulk_load, bulk_scan, streaming
from pipeline.reading import rows as row_by_row
from pipeline.reading.ledger import Ledger, Table
from pipeline.reading.loading import NEXT_CELL, NEXT_NAME, repaired_rows
from pipeline.reading.refusals import Refused
from pipeline.received import Intake, LineBalance, Repair, one_by_one
from pipeline.validate import validate
from tests.intake import POLE, STRUCTURES, refer, write

CONTRACTS: dict[str, Contract] = bench_contracts()
FILE = "depots/recyclerie/2025/mouvements.csv"
HEADER = (
    "mouvement_id;structure_id;salarie_key;site;commune;code_commune;nature;date_debut;date_fin;"
    "date_facture;est_renouvele;montant_eur;taux_pct;heures;nb_objets"
)

# by column: what a hurried person types, read or not
DIRT: dict[int, list[str]] = {
    0: ["", "M1", " M7", "M8 ", "Total", "TOTAL général", "sous-total", "=M9", "'M10", "note : x"],
    1: ["", "La Recyclerie du canal", "RECYCLERIE", "inconnue", "semaphore "],
    2: ["", "nc", "NC", "k\u200b1", "k  2", "#REF!", "err:502"],
    3: ["", "-", "–", "NC", "néant", "Café\u202fdu port",
        "a\u0301", "Œuvre", "(nord)", "x" * 40_000],
    4: ["saint-étienne", " Stains", "Sta\xadins", "L'Île", "n.c.", "²", "\x07", "Ile ; nord"],
    5: ["1001", "2a004", "93 066", "9306", "NC", "93066.0", "", "ND"],
    6: ["", "Vente", "VENTE", "vnte", "inconnu", "Réparation", "vente ", "nc"],
    7: ["2025-02-03", "3/2/25", "31/02/2025", "45000", "03.02.2025", "12 mars 2025", "", "0024"],
    8: ["2026-02-03 00:00:00", "01/01/2020", " 01/02/2026", "01/02/2026 ", "1 /02/2026", "n.c."],
    9: ["13/02/1899", "01/01/2101", "01/01/2100", "31/12/1900", "s.o.", "00/00/0000"],
    10: ["OUI", "x", "1", "vrai", "peut-être", "", "NON ", "N"],
    11: ["1 234,50", "1\u202f234,5", "1\xa0234", "1.234", "1,234", "1 234,567", "12,5 €", "-3",
         "(12)", "1e3", "12,12345", "0,000001", "1_000", "0x1F", "nan", "1234.5", "12.50", ""],
    12: ["12,5 %", "101", "-1", "12,5%", "0,125", "100", ".5"],
    13: ["35:00", "35h30", "251", "1 12", "12,50", "12,", "3.5"],
    14: ["12,0", "12,5", "1.000", "1,000", "1 000", "007", "-4", "12345678901234567890", "+4"],
}  # fmt: skip
LINES = ["", ";;;;;;;;;;;;;;", "   ", HEADER, "a;b", "x" + ";" * 17, "-----", "M999;recyclerie",
         ";" * 14 + "12", "Note : extrait du logiciel", "TOTAL;;;;;;;;;;;1000;;;",
         "12;;;;Total;;;;;;;1000;;;"]  # fmt: skip


@dataclass(frozen=True)
class Read:
    """All that a delivery leaves."""

    intake: Intake
    rows: list[tuple[object, ...]]
    lost: list[tuple[object, ...]]
    balances: tuple[LineBalance, ...]
    repairs: list[Repair]  # each with its line
    counted: Counter[tuple[str, str]]  # cells by column and repair, as the report counts them


def clean_rows(seed: int, count: int) -> list[list[str]]:
    """Rows that the contract accepts as they stand."""
    pick = random.Random(seed)  # noqa: S311
    return [
        [
            f"M{number:08d}",
            pick.choice(["recyclerie", "semaphore"]),
            f"k{pick.randrange(10**8):08x}",
            pick.choice(["Le Café de la Gare", "Entrepôt nord", "Atelier Hélène", ""]),
            pick.choice(["Saint-Étienne", "L'Île-Saint-Denis", "Épinay"]),
            pick.choice(["93066", "01001", "2A004", ""]),
            pick.choice(["vente", "don", "collecte", "reparation"]),
            f"{pick.randint(1, 12):02d}/{pick.randint(1, 12):02d}/2025",
            pick.choice(["", f"{pick.randint(13, 28)}/03/2026"]),
            f"{pick.randint(13, 28)}/06/2024",
            pick.choice(["oui", "non"]),
            f"{pick.randint(0, 99)}\u202f{pick.randint(100, 999)},{pick.randint(10, 99)}",
            f"{pick.randint(0, 99)},{pick.randint(0, 9)}",
            pick.choice([f"{pick.randint(0, 249)}", f"{pick.randint(0, 199)},25", ""]),
            str(pick.randint(0, 5000)),
        ]
        for number in range(count)
    ]


def dirtied(seed: int, count: int, share: float) -> list[str]:
    """The lines of a file where some cells, and some whole lines, are not as they should be."""
    pick = random.Random(seed)  # noqa: S311
    lines = [HEADER]
    for cells in clean_rows(seed, count):
        if pick.random() < share:
            column = pick.choice(list(DIRT))
            cells[column] = pick.choice(DIRT[column])
        lines.append(";".join(cells))
        if pick.random() < share / 4:
            lines.append(pick.choice(LINES))
    return lines


Reader = Callable[[str | bytes], Read]


def told_by_columns(db: duckdb.DuckDBPyConnection) -> list[Repair]:
    """The repairs of whole columns, cell by cell."""
    rows = repaired_rows(db)
    return [
        Repair(file, line, line, *cell.split(NEXT_NAME))
        for file, line, names in (db.execute(f"from {rows}").fetchall() if rows else ())
        for cell in names.split(NEXT_CELL)
    ]


def reader(folder: Path) -> Reader:
    """A reader of one file at a time, in a folder of its own."""

    def read(content: str | bytes) -> Read:
        write(folder, {"structures.csv": STRUCTURES, FILE: content})
        with duckdb.connect(config={"threads": 3}) as db:
            intake = ingest(folder, CONTRACTS, db)
            rows = db.execute("select * from mouvements order by all").fetchall()
            lost = db.execute("select * from _ecartes order by all").fetchall()
            refer(db)
            repairs = sorted([*one_by_one(intake.repairs), *told_by_columns(db)])
            quality = validate(intake, db, CONTRACTS, POLE)
        counted = Counter[tuple[str, str]]()
        for repair in quality.repairs:
            counted[repair.column, repair.name] += repair.cells
        return Read(replace(intake, repairs=()), rows, lost, quality.balances, repairs, counted)

    return read


@pytest.fixture
def careful(tmp_path: Path) -> Reader:
    """Everything in Python, as any file that is not big."""
    return reader(tmp_path / "careful")


@pytest.fixture
def fast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """The fast path, in three shares of a few lines."""

    def read(content: str | bytes) -> Read:
        with monkeypatch.context() as patch:
            patch.setattr(bulk_scan, "BIG", 0)
            patch.setattr(bulk_load, "SMALLEST_SHARE", 40)
            return reader(tmp_path / "fast")(content)

    return read


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of rows that the fast path kept, for each file it read to the end."""
    kept: list[int] = []
    take_out = bulk._take_out  # noqa: SLF001

    def spy(
        db: duckdb.DuckDBPyConnection, statement: bulk_load.Statement, lines: list[int]
    ) -> None:
        take_out(db, statement, lines)
        sql = f"select count(*) from {statement.table}"  # noqa: S608
        kept.append(db.execute(sql).fetchall()[0][0])

    monkeypatch.setattr(bulk, "_take_out", spy)
    return kept


def same(one: Read, other: Read) -> None:
    assert one.rows == other.rows
    assert one.intake == other.intake
    assert one.lost == other.lost
    assert one.balances == other.balances
    assert one.repairs == other.repairs
    assert one.counted == other.counted


@pytest.mark.parametrize("seed", range(8))
def test_both_paths_read_a_dirty_file_alike(seed: int, fast: Reader, careful: Reader) -> None:
    content = "\n".join(dirtied(seed, 300, share=0.03 * (seed % 4))) + "\n"
    same(fast(content), careful(content))


@pytest.mark.parametrize("column", ["", "ticks"])  # of ticks alone, the file is read twice
def test_rows_loaded_while_the_file_is_read_are_those_that_wait(
    column: str, careful: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = dirtied(5, 300, share=0 if column else 0.09)
    if column:
        rows = [line.split(";") for line in lines[1:]]
        lines[1:] = [";".join([*row[:10], HABITS[column](row), *row[11:]]) for row in rows]
    content = "\n".join(lines) + "\n"
    waiting = careful(content)
    monkeypatch.setattr(ingesting, "LONG", 100)
    monkeypatch.setattr(streaming, "ROWS_AT_ONCE", 50)
    monkeypatch.setattr(row_by_row, "BATCH", 20)
    same(careful(content), waiting)


def test_a_total_told_beside_a_figure_is_verified_on_both_paths(
    fast: Reader, careful: Reader
) -> None:
    rows = clean_rows(3, 200)
    for cells in rows:
        cells[11] = "10,5"
    content = "\n".join([HEADER, *map(";".join, rows), "200;;;Total;;;;;;;;2100;;;"]) + "\n"
    found = careful(content)
    assert len(found.rows) == 200
    assert not found.intake.faults
    same(fast(content), found)


def test_a_long_file_that_is_refused_at_last_keeps_no_row(
    careful: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:

    def refuse(table: Table, ledger: Ledger) -> None:
        row_by_row.read_rows(table, ledger)
        if table.stream:
            raise Refused("essai", "refusé après coup", "sans objet")

    monkeypatch.setattr("pipeline.reading.twice.read_rows", refuse)
    monkeypatch.setattr(ingesting, "LONG", 100)
    found = careful("\n".join([HEADER, *map(";".join, clean_rows(3, 200))]) + "\n")
    assert not found.rows
    assert found.balances[0].set_aside == found.balances[0].lines == 201


def test_plain_rows_never_reach_the_careful_path(fast: Reader, loads: list[int]) -> None:
    content = "\n".join([HEADER, *(";".join(row) for row in clean_rows(1, 500))]) + "\n"
    found = fast(content)
    assert len(found.rows) == 500
    assert loads == [498]  # the first and the last line are always read with care


HABITS: dict[str, Callable[[list[str]], str]] = {  # of a software, on every row of a file
    "per cent signs": lambda cells: cells[12] + " %",
    "euros": lambda cells: cells[11] + "\u202f€",
    "labels": lambda cells: {"reparation": "Réparation", "don": "Don"}.get(cells[6], cells[6]),
    "capitals": lambda cells: cells[6].upper(),
    "midnights": lambda cells: "-".join(reversed(cells[7].split("/"))) + " 00:00:00",
    "yes": lambda cells: {"oui": "OUI", "non": "faux"}[cells[10]],
    "names": lambda cells: {"recyclerie": "La Recyclerie du canal"}.get(cells[1], cells[1]),
    "hours": lambda cells: f"{cells[13]}h" if cells[13] else "",
    "points": lambda cells: cells[13].replace(",", "."),
    "thousandths": lambda cells: cells[12] + "45",
    "ticks": lambda cells: "x" if cells[10] == "oui" else "",
}  # fmt: skip
PLACES = {"per cent signs": 12, "euros": 11, "midnights": 7, "yes": 10, "names": 1, "hours": 13,
          "points": 13, "thousandths": 12, "ticks": 10}  # fmt: skip


@pytest.mark.parametrize("habit", HABITS)
@pytest.mark.parametrize("share", [0, 0.04])
def test_both_paths_read_the_habits_of_a_software_alike(
    habit: str, share: float, fast: Reader, careful: Reader
) -> None:
    header, *lines = dirtied(len(habit), 240, share)
    rows = [line.split(";") for line in lines]
    for cells in rows[:-20]:  # some rows are not as the others
        if len(cells) == 15 and cells[10] in ("oui", "non"):
            cells[PLACES.get(habit, 6)] = HABITS[habit](cells)
    content = "\n".join([header, *map(";".join, rows)]) + "\n"
    same(fast(content), careful(content))


@pytest.mark.parametrize("places", [[3], [92], [40, 41, 90], [80, 160, 161], [84, 85, 86, 87]])
def test_both_paths_number_the_rows_after_blank_lines_alike(
    places: list[int], fast: Reader, careful: Reader, loads: list[int]
) -> None:
    lines = [HEADER, *(";".join(row) for row in clean_rows(3, 240))]
    for place in places:
        lines.insert(place, "")
    content = "\n".join(lines) + "\n"
    same(fast(content), careful(content))
    assert loads == [238]  # no row comes twice from the border of two shares


@pytest.mark.parametrize("count", [1, 2, 30])
@pytest.mark.parametrize("share", [0, 0.04])
@pytest.mark.parametrize(
    "change", [lambda line: f"{line};", lambda line: line.replace(";", ";;", 4)]
)
def test_both_paths_read_rows_with_a_delimiter_too_many_alike(
    count: int, share: float, change: Callable[[str], str], fast: Reader, careful: Reader
) -> None:
    lines = dirtied(count, 240, share)
    for number in range(count):
        place = len(lines) - 3 - 7 * number
        lines[place] = change(lines[place])
    content = "\n".join(lines) + "\n"
    same(fast(content), careful(content))


def test_a_repair_of_a_whole_column_stays_on_the_fast_path(fast: Reader, loads: list[int]) -> None:
    rows = [[*row[:12], row[12] + " %", *row[13:]] for row in clean_rows(2, 500)]
    found = fast("\n".join([HEADER, *map(";".join, rows)]) + "\n")
    assert loads == [498]
    assert found.counted == {("taux_pct", "symbole % retiré"): 500}
    balance = next(one for one in found.balances if one.file == FILE)
    assert (balance.counted, balance.repaired) == (0, 500)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: f"{text}\n\n",
        lambda text: f"Export du 3 mars\n\n{text}",
        lambda text: text.replace("\n", ";\n"),
        lambda text: text.replace("\n", ";;;\n"),
        lambda text: text.replace(";", "\t"),
        lambda text: text.encode("cp1252", "replace"),
        lambda text: text.replace("\n", "\r\n", 7),
        lambda text: text.replace("Café", '"Café"', 1),
        lambda text: text.replace("Café", "Caf\x00", 1),
        lambda text: text.replace("é", "Ã©"),
        lambda text: text.encode().replace(b"Caf\xc3\xa9", b"Caf\xe9", 1),
        lambda text: text.encode().replace(b"\xc3\xa9", b"\xc3;\xa9", 1),
        lambda text: text.replace("structure_id", "autre"),
        lambda text: text.replace("heures", "temps"),
        lambda text: text.replace("nature", "objet"),
    ],
)
def test_both_paths_read_any_dialect_alike(
    change: Callable[[str], str | bytes], fast: Reader, careful: Reader
) -> None:
    content = change("\n".join(dirtied(5, 200, share=0.05)) + "\n")
    same(fast(content), careful(content))


def test_a_letter_cut_in_two_far_down_a_big_file_is_seen_too(
    fast: Reader, careful: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_scan, "HEAD", 2000)
    rows = "\n".join([HEADER, *map(";".join, clean_rows(3, 200))]).encode()
    content = b"Caf\xc3;\xa9".join(rows.rsplit("Café".encode(), 1)) + b"\n"
    same(fast(content), careful(content))
