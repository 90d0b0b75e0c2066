"""Every code of the report leads to rows of the files received; one database for all of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import duckdb
import pytest

from pipeline.aggregate import aggregate, run
from pipeline.contracts import load_contracts, load_references
from pipeline.counting.queries import load_queries
from pipeline.ingest import ingest
from pipeline.model import Figures
from pipeline.pole_file import read_pole_file
from pipeline.trace import QUERIES, find_code
from pipeline.tracing.case import Case
from pipeline.tracing.files import rows_by_contract
from pipeline.tracing.rows import rows_behind, tables
from pipeline.tracing.steps import chain
from pipeline.validate import validate

YEAR = 2025
INVOICES = "depots/semaphore/2025/Energie 2025.csv"
DEMO = Path(__file__).resolve().parents[1] / "data" / "demo"


@pytest.fixture(scope="module")
def traced() -> Iterator[Case]:
    """The rows of the demonstration pole; any code can be put in it."""
    contracts = load_contracts()
    with duckdb.connect(":memory:") as db:
        queries = load_queries(QUERIES, contracts, load_references(db))
        intake = ingest(DEMO, contracts, db)
        quality = validate(intake, db, contracts, read_pole_file(DEMO / "pole.toml").pole)
        figures = Figures(queries.indicators, {}, (YEAR,), {}, 5)
        head = find_code("INS-16", queries)
        yield Case(head, YEAR, figures, quality, queries, contracts, db)


@cache
def length(path: Path) -> int:
    return path.read_bytes().count(b"\n") + 1


def test_each_code_leads_to_rows_of_files_that_the_pole_received(traced: Case) -> None:
    behind: dict[tuple[str, ...], list[tuple[str, str, int, int, str]]] = {}
    for head in traced.queries.indicators.values():
        if head.raw_tables not in behind:
            case = replace(traced, head=head)
            behind[head.raw_tables] = list(rows_behind(case))
        rows = behind[head.raw_tables]
        assert bool(rows) == bool(head.raw_tables), head.code
        assert {row[0] for row in rows} <= {*head.raw_tables}, head.code
    places = {(row[1], row[2]) for rows in behind.values() for row in rows}
    assert len(places) > 3000
    for name, line in places:
        file = DEMO / name
        assert not file.is_file() or 1 <= line <= length(file), (name, line)
    assert sum((DEMO / name).is_file() for name, _ in places) > 3000


def test_each_step_is_a_table_whose_rows_stand_at_their_line(traced: Case) -> None:
    aggregate(traced.db, traced.queries, traced.contracts, traced.quality, YEAR)
    lines: dict[str, int] = {}
    for code in ("INS-13", "ENV-09", "FIN-02", "COO-12", "DEV-02"):
        case = replace(traced, head=find_code(code, traced.queries))
        run(case.db, chain(case)[-1])
        for name, content in tables(case):
            header, *rows = csv.reader(content.decode().splitlines())
            assert rows, name
            assert {len(row) for row in rows} == {len(header)}
            if header[0] == "fichier":
                lines[name.partition("-")[2]] = sum(bool(row[0]) for row in rows)
    assert {"contrats_insertion.csv", "achats_annuels.csv", "emplois_annuels.csv"} <= set(lines)
    assert min(lines.values()) > 0


def test_an_invoice_over_two_years_is_a_row_of_both(traced: Case) -> None:
    case = replace(traced, head=find_code("ENV-09", traced.queries))
    energy = [row for row in rows_behind(case) if row[0] == "energie"]
    before = replace(case, year=YEAR - 1)
    both = {row for row in rows_behind(before) if row[0] == "energie"} & set(energy)
    assert {(row[1], row[2]) for row in both} == {(INVOICES, 4), (INVOICES, 11)}
    assert INVOICES in "\n".join(rows_by_contract(before)), "a file of the other year's folder"


def test_a_figure_without_rows_says_what_it_counts(traced: Case) -> None:
    head = find_code("QUA-01", traced.queries)
    assert not head.raw_tables
    assert list(rows_behind(replace(traced, head=head))) == []
    said = "\n".join(rows_by_contract(replace(traced, head=head)))
    assert "Aucune ligne de fichier : ce chiffre compte les fichiers attendus et reçus." in said


def test_each_code_in_any_case_and_each_identifier_is_found(traced: Case) -> None:
    for head in traced.queries.indicators.values():
        short = head.code.replace("-0", "-").replace("-", "")
        for name in (head.code, head.code.lower(), head.id, short, f" {short.lower()} "):
            assert find_code(name, traced.queries) == head
