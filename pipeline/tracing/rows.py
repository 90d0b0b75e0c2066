"""The rows behind a figure, for private files: those read, then those of each step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from pipeline.contracts import Contract, quote
from pipeline.counting.cells import AXES
from pipeline.exports import rows_csv
from pipeline.tracing.case import Case
from pipeline.tracing.steps import chain, columns_of, of_the_year

ROW = ("contrat", "fichier", "ligne", "ligne_fin", "cle")
PLACE = ("fichier", "ligne")


def rows_behind(case: Case) -> Iterable[tuple[str, str, int, int, str]]:
    """The rows of the year in every contract read: where each stands, and its key."""
    for name in case.head.raw_tables:
        contract = case.contracts[name]
        keys = ", ".join(f"'{key}=' || {quote(key)}::varchar" for key in contract.primary_key)
        sql = (
            f"select _fichier, _ligne, _ligne_fin, concat_ws(' ', {keys}) "  # noqa: S608
            f"from {quote(name)} as t{_where(contract, case.year)} order by all"
        )
        for row in case.db.execute(sql).fetchall():
            yield (name, *row)


def _where(contract: Contract, year: int) -> str:
    if contract.year_column is None:
        return ""
    return f" where {contract.year_of('t')} = {year}"


def step_files(case: Case) -> Iterator[tuple[str, bytes]]:
    """Each step of the computation as a table: its rows of the year, each with its line read.

    Named in the order of the run: `1-sorties_eligibles.csv`.
    """
    for rank, step in zip(count(1), chain(case)):
        header, rows = _step(case, step.name)
        yield f"{rank}-{step.name}.csv", rows_csv(header, rows)


def _step(case: Case, table: str) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    columns = columns_of(case, table)
    where = of_the_year(case, columns)
    source = _contract_of(case, columns)
    if source is None:
        sql = f"select * from {quote(table)} where {where} order by all"  # noqa: S608
        return columns, case.db.execute(sql).fetchall()
    joined = ", ".join(map(quote, source.primary_key))
    sql = (
        f"select t.*, r._fichier, r._ligne from {quote(table)} as t "  # noqa: S608
        f"left join {quote(source.name)} as r using ({joined}) where {where} order by all"
    )
    return (*columns, *PLACE), case.db.execute(sql).fetchall()


def _contract_of(case: Case, columns: Sequence[str]) -> Contract | None:
    """The contract whose rows those of a table are, told by its key: the most detailed one.

    A structure alone is no such key: every table names structures.
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
