"""The rows behind a figure, for private files: those read, then those of each step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import count
from typing import Any

from pipeline.contracts import Contract, quote
from pipeline.counting.cells import AXES
from pipeline.exports import rows_csv
from pipeline.tracing.case import Case
from pipeline.tracing.steps import chain, columns_of, of_the_year

ROW = ("contrat", "fichier", "ligne", "ligne_fin", "cle")
PLACE = ("fichier", "ligne")
START, END = "date_debut", "date_fin"


def rows_behind(case: Case) -> Iterable[tuple[str, str, int, int, str]]:
    """The rows of the year in every contract read: where each stands, and its key."""
    for name in case.head.raw_tables:
        contract = case.contracts[name]
        keys = ", ".join(f"'{key}=' || {quote(key)}::varchar" for key in contract.primary_key)
        columns = f"_fichier, _ligne, _ligne_fin, concat_ws(' ', {keys})"
        yield from ((name, *row) for row in _rows(case, contract, columns))


def files_behind(case: Case, contract: str) -> set[str]:
    """The files that hold rows of the year: an invoice may stand in the folder of another."""
    return {file for (file,) in _rows(case, case.contracts[contract], "distinct _fichier")}


def tables(case: Case) -> Iterator[tuple[str, bytes]]:
    """The rows of each contract as they were read, then those of each step: private CSV files.

    Named in the order of the run: `0-sorties.csv`, `1-sorties_eligibles.csv`.
    """
    for name in case.head.raw_tables:
        fields = [field.name for field in case.contracts[name].fields]
        columns = ", ".join(("_fichier", "_ligne", *map(quote, fields)))
        yield f"0-{name}.csv", _csv((*PLACE, *fields), _rows(case, case.contracts[name], columns))
    for rank, step in zip(count(1), chain(case)):
        yield f"{rank}-{step.name}.csv", _csv(*_step(case, step.name))


def _rows(case: Case, contract: Contract, columns: str) -> list[tuple[Any, ...]]:
    where = _of_the_year(contract, case.year)
    sql = f"select {columns} from {quote(contract.name)} as t{where} order by all"  # noqa: S608
    return case.db.execute(sql).fetchall()


def _of_the_year(contract: Contract, year: int) -> str:
    """Rows that the year may count: those of a period that touches it, those dated in it."""
    column = contract.year_column
    if column is None:
        return ""
    if {START, END} <= {field.name for field in contract.fields} and column in {START, END}:
        return f" where year({START}) <= {year} and coalesce(year({END}), {year}) >= {year}"
    return f" where {contract.year_of('t')} = {year}"


def _step(case: Case, table: str) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    columns = columns_of(case, table)
    source, where = _contract_of(case, columns), of_the_year(case, columns)
    if source is None:
        sql = f"select * from {quote(table)} as t where {where} order by all"  # noqa: S608
        return columns, case.db.execute(sql).fetchall()
    joined = " and ".join(f"t.{quote(key)} = r.{quote(key)}" for key in source.primary_key)
    sql = (
        f"select r._fichier, r._ligne, t.* from {quote(table)} as t "  # noqa: S608
        f"left join {quote(source.name)} as r on {joined} where {where} order by all"
    )
    return (*PLACE, *columns), case.db.execute(sql).fetchall()


def _contract_of(case: Case, columns: Sequence[str]) -> Contract | None:
    """The contract whose rows those of a table are, told by its key: the most detailed one.

    A structure and a year alone are no such key: every table names them.
    """
    keyed = [
        case.contracts[name]
        for name in case.head.raw_tables
        if {*case.contracts[name].primary_key} <= {*columns}
        and {*case.contracts[name].primary_key} - {*AXES}
    ]
    return max(keyed, key=lambda one: _size(case, one), default=None)


def _size(case: Case, contract: Contract) -> int:
    ((rows,),) = case.db.execute(f"select count(*) from {quote(contract.name)}").fetchall()  # noqa: S608
    return int(rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    return rows_csv(header, ([_plain(cell) for cell in row] for row in rows))


def _plain(cell: object) -> object:
    """A cell as a spreadsheet reads it: no useless zero, oui and non, a list as one text."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, list):
        return " + ".join(map(str, cell))
    return cell
