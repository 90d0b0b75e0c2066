"""Keys: rows given twice, rows that name a missing one, and how a row leaves its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import duckdb

from pipeline.contracts import Contract, ForeignKey, quote
from pipeline.errors import did_you_mean
from pipeline.reading.loading import LOST, PLACES, told_places
from pipeline.reading.words import printable, sentence
from pipeline.received import Fault, Severity

KEYS_AT_ONCE = 4_000_000  # of a table, compared together: memory must hold them

_ORIGIN = "_fichier, _ligne, _ligne_fin"


def superseded(
    db: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]
) -> dict[str, list[Fault]]:
    """Older versions of a row that a newer year's file gives again, changed; by contract.

    Only where a file says how things stand (no year column): contracts, members, jobs.
    """
    spans = {
        name: f"from {quote(name)} having min(_annee) < max(_annee)"
        for name, contract in contracts.items()
        if contract.year_column is None
    }
    return {name: _older_versions(db, contracts[name]) for name in _found(db, spans)}


def _older_versions(db: duckdb.DuckDBPyConnection, contract: Contract) -> list[Fault]:
    sql = (
        f"with {_repeated(contract)} select {_ORIGIN} from repeated "  # noqa: S608
        "where contents > 1 and _annee < newest"
    )
    column = contract.primary_key[0]
    return [
        _set_aside(
            origin,
            column,
            "version_anterieure",
            "un dépôt plus récent donne une autre version de cette ligne : elle la remplace",
            "rien à faire si la version récente est la bonne",
        )
        for origin in db.execute(sql).fetchall()
    ]


def duplicates(
    db: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]
) -> dict[str, list[Fault]]:
    """Exact copies, kept once; and rows that give one key two contents, none kept; by contract.

    Keys are asked first: of a big table without any copy, nothing else is then read.
    """
    big = {name: slices for name in contracts if (slices := _slices(db, name)) > 1}
    twice = {name: _twice(contract) for name, contract in contracts.items() if name not in big}
    found = {
        *_found(db, twice),
        *(n for n, slices in big.items() if _has(db, contracts[n], slices)),
    }
    return {name: _copies(db, contract) for name, contract in contracts.items() if name in found}


def _twice(contract: Contract, where: str = "") -> str:
    return f"from {quote(contract.name)} {where} group by {_keys(contract)} having count(*) > 1"


def _slices(db: duckdb.DuckDBPyConnection, name: str) -> int:
    """In how many parts the keys of a table are compared."""
    ((count,),) = db.execute(f"select count(*) from {quote(name)}").fetchall()  # noqa: S608
    return 1 + int(count) // KEYS_AT_ONCE


def _has(db: duckdb.DuckDBPyConnection, contract: Contract, slices: int) -> bool:
    """Whether a key of a big table is there twice."""
    parts = (f"where hash({_keys(contract)}) % {slices} = {part}" for part in range(slices))
    return any(_found(db, {contract.name: _twice(contract, part)}) for part in parts)


def _copies(db: duckdb.DuckDBPyConnection, contract: Contract) -> list[Fault]:
    sql = (
        f"with {_repeated(contract)} "  # noqa: S608
        f"select {_ORIGIN}, contents > 1, first_file, first_line from repeated "
        "where contents > 1 or place > 1"
    )
    names = ", ".join(contract.primary_key)
    return [
        _set_aside(
            origin,
            contract.primary_key[0],
            "cle_en_double",
            f"plusieurs lignes différentes pour la même clé ({names})",
            "ne gardez que la bonne ligne, ou donnez à chacune son identifiant",
        )
        if is_conflict
        else _set_aside(
            origin,
            contract.primary_key[0],
            "doublon_exact",
            f"doublon exact d'une autre ligne ({first}, ligne {line}), comptée une seule fois",
            "supprimez la copie",
        )
        for *origin, is_conflict, first, line in db.execute(sql).fetchall()
    ]


def _found(db: duckdb.DuckDBPyConnection, sources: Mapping[str, str]) -> list[str]:
    """The names of those that give a row, in their order; all are asked in one statement."""
    if not sources:
        return []
    sql = " union all ".join(
        f"(select {place} as place {source} limit 1)"
        for place, source in enumerate(sources.values())
    )
    places = db.execute(f"{sql} order by place").fetchall()
    return [list(sources)[place] for (place,) in places]


def _keys(contract: Contract) -> str:
    return ", ".join(quote(name) for name in contract.primary_key)


def _repeated(contract: Contract) -> str:
    """Keys compared as one value, since a key may have an empty part."""
    keys, table = _keys(contract), quote(contract.name)
    fields = ", ".join(quote(field.name) for field in contract.fields)
    return (
        f"twice as (select row({keys}) as key from {table} group by {keys} having count(*) > 1), "  # noqa: S608
        f"keyed as (select *, row({keys}) as key from {table}), "
        f"numbered as (select {_ORIGIN}, _annee, key, row({fields}) as content, "
        "row_number() over same as place, first(_fichier) over same as first_file, "
        "first(_ligne) over same as first_line from keyed semi join twice using (key) "
        "window same as (partition by key order by _fichier, _ligne)), "
        "groups as (select key, count(distinct content) as contents, max(_annee) as newest "
        "from numbered group by key having count(*) > 1), "
        "repeated as (select * from numbered join groups using (key))"
    )


def orphans(
    db: duckdb.DuckDBPyConnection, contract: Contract, key: ForeignKey, target: Contract
) -> list[Fault]:
    """Rows that name a row of `target` which is not there, or no longer: then with where it was."""
    pairs = zip(key.fields, key.target_fields, strict=True)
    same = " and ".join(f"t.{quote(named)} = c.{quote(field)}" for field, named in pairs)
    column = key.fields[0]
    sql = (
        f"select {_ORIGIN}, c.{quote(column)} from {quote(contract.name)} as c "  # noqa: S608
        f"where c.{quote(column)} is not null "
        f"and not exists (select 1 from {quote(key.contract)} as t where {same})"
    )
    rows = db.execute(sql).fetchall()
    if not rows:
        return []
    lost = _lost_rows(db, key.contract)
    is_personal = contract.field(column).is_personal
    known = [] if is_personal else _known_keys(db, key)
    return [
        _broken_chain(origin, column, target.shown, lost[name])
        if name in lost
        else _unknown(origin, column, target.shown, None if is_personal else name, known)
        for *origin, name in rows
    ]


def _known_keys(db: duckdb.DuckDBPyConnection, key: ForeignKey) -> list[str]:
    sql = f"select distinct {quote(key.target_fields[0])} from {quote(key.contract)}"  # noqa: S608
    return [name for (name,) in db.execute(sql).fetchall()]


def _lost_rows(db: duckdb.DuckDBPyConnection, contract: str) -> Mapping[str, tuple[str, int]]:
    sql = f"select cle, fichier, ligne from {LOST} where contrat = ? order by all desc"  # noqa: S608
    return {key: (file, line) for key, file, line in db.execute(sql, [contract]).fetchall()}


def _broken_chain(
    origin: Iterable[str | int], column: str, contract: str, lost: tuple[str, int]
) -> Fault:
    file, line = lost
    return _set_aside(
        origin,
        column,
        "ligne_dependante",
        f"la ligne de {contract} dont elle dépend est mise de côté ({file}, ligne {line})",
        "corrigez d'abord cette ligne-là : celle-ci suivra",
    )


def _unknown(
    origin: Iterable[str | int], column: str, contract: str, value: str | None, known: list[str]
) -> Fault:
    """`value` is None when it may not be shown; then nothing near it may either."""
    close = did_you_mean(value, known) if value else ""
    fault = _set_aside(
        origin,
        column,
        "reference_inconnue",
        f"cet identifiant n'existe pas dans {contract}",
        f"corrigez l'identifiant, ou ajoutez la ligne au fichier {contract}.{close}",
    )
    return fault if value is None else replace(fault, value=printable(value))


def _set_aside(
    origin: Iterable[str | int], column: str, code: str, reason: str, remedy: str
) -> Fault:
    file, line, end = origin
    return Fault(
        str(file),
        int(line),
        int(end),
        column,
        code,
        sentence(reason),
        sentence(remedy),
        Severity.SET_ASIDE,
    )


def remove(db: duckdb.DuckDBPyConnection, contract: Contract, faults: Iterable[Fault]) -> int:
    """Take rows out of a typed table, keeping their key for those that depend on them."""
    places = told_places(sorted({(fault.file, fault.line) for fault in faults}))
    if not places:
        return 0
    chosen = f"(_fichier, _ligne) in ({PLACES})"
    table = quote(contract.name)
    if len(contract.primary_key) == 1:
        db.execute(
            f"insert into {LOST} select ?, {quote(contract.primary_key[0])}, _fichier, _ligne "  # noqa: S608
            f"from {table} where {chosen}",
            [contract.name, places],
        )
    sql = f"delete from {table} where {chosen} returning _ligne"  # noqa: S608
    return len(db.execute(sql, [places]).fetchall())
