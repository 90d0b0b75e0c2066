"""Rows that are not those their folder announces: a file in the wrong place, or a common one."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from pipeline.contracts import Contract, quote
from pipeline.french import number, plural
from pipeline.reading.words import sentence
from pipeline.received import Fault, Severity, SourceFile

_OWNER = "structure_id"


def other_years(db: duckdb.DuckDBPyConnection, contracts: Iterable[Contract]) -> list[Fault]:
    """Files with rows of another year than their folder: a wrong file, or a cumulated one."""
    dated = [contract for contract in contracts if contract.year_column]
    if not dated:
        return []
    sql = " union all ".join(
        f"select {place}, _fichier, _annee, count(*), min(_ligne) from {quote(contract.name)} as t "  # noqa: S608
        f"where {contract.year_of('t')} <> _annee group by all"
        for place, contract in enumerate(dated)
    )
    return [
        _stray(
            file,
            line,
            dated[place].year_column or "",
            "annee_autre_que_dossier",
            f"des lignes sont d'une autre année que le dossier {folder} ({_lines(count)})",
        )
        for place, file, folder, count, line in db.execute(sql).fetchall()
    ]


def other_structures(
    db: duckdb.DuckDBPyConnection,
    contracts: Iterable[Contract],
    files: Iterable[SourceFile],
    carrier: str,
) -> list[Fault]:
    """Files with rows of another structure than their folder; the carrier sends common ones."""
    folders = {file.path: file.structure for file in files if file.structure not in (None, carrier)}
    owned = [
        contract
        for contract in contracts
        if contract.expected_from != "pole" and _OWNER in (field.name for field in contract.fields)
    ]
    if not folders or not owned:
        return []
    sql = " union all ".join(
        f"select _fichier, {_OWNER}, count(*), min(_ligne) from {quote(contract.name)} group by all"  # noqa: S608
        for contract in owned
    )
    return [
        _stray(
            file,
            line,
            _OWNER,
            "structure_autre_que_dossier",
            f"des lignes sont d'une autre structure, « {owner} », que le dossier "
            f"« {folders[file]} » ({_lines(count)})",
        )
        for file, owner, count, line in db.execute(sql).fetchall()
        if file in folders and owner != folders[file]
    ]


def _lines(count: int) -> str:
    """In parentheses, for the structure alone: a published page leaves them out."""
    return f"{number(count)} {plural(count, 'ligne')}"


def _stray(file: str, line: int, column: str, code: str, reason: str) -> Fault:
    return Fault(
        file=file,
        line=0,
        line_end=0,
        column=column,
        code=code,
        reason=sentence(reason),
        remedy="Vérifiez que le bon fichier est dans le bon dossier.",
        severity=Severity.CHECK,
        seen_on=line,
    )
