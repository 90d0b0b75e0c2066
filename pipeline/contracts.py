"""The contracts of the raw files, and the typed tables they and the references become."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from pipeline.errors import SettingsError, plain_path
from pipeline.received import Severity
from pipeline.table_schema import (
    TABLE_KEYS,
    Field,
    check_keys,
    check_one_of,
    read_fields,
    read_schema,
    sql_type,
)

__all__ = [
    "Contract",
    "Field",
    "ForeignKey",
    "RowRule",
    "create_tables",
    "load_contracts",
    "load_references",
    "quote",
    "sql_type",
]

DATA = Path(__file__).resolve().parents[1] / "data"
_CONTRACT_KEYS = TABLE_KEYS | {"foreignKeys", "x-attendu", "x-annee", "x-regles"}
_RULE_KEYS = frozenset(("code", "condition", "colonne", "motif", "remede", "gravite"))
_EXPECTED_FROM = ("structure", "siae", "pole", "selon_activite")
_LEADING = '"_fichier" VARCHAR, "_ligne" INTEGER, "_ligne_fin" INTEGER, "_annee" INTEGER'


@dataclass(frozen=True, slots=True)
class RowRule:
    """SQL on one typed row: the row is at fault where it is false, not where it is NULL."""

    code: str
    condition: str
    column: str
    reason: str
    remedy: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`fields` of this contract name rows of `contract` by its `target_fields`."""

    fields: tuple[str, ...]
    contract: str
    target_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """What one kind of raw file holds; `year_column` says which year a row belongs to."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    missing_values: tuple[str, ...]
    expected_from: str  # "structure", "siae", "pole" or "selon_activite"
    year_column: str | None
    rules: tuple[RowRule, ...]
    unique_keys: tuple[tuple[str, ...], ...] = ()  # of a schema from elsewhere

    @property
    def shown(self) -> str:
        """What people call the file: its French title, its name where it has none."""
        return f"« {self.title or self.name} »"

    def field(self, name: str) -> Field:
        """The column of that name; KeyError when the contract has none."""
        return {field.name: field for field in self.fields}[name]

    def year_of(self, alias: str) -> str:
        """SQL: the year that a row of the table, so called, belongs to; null if none is told."""
        if self.year_column is None:
            return "null"
        column = f"{alias}.{quote(self.year_column)}"
        return column if self.field(self.year_column).type == "year" else f"year({column})"

    @property
    def is_personal(self) -> bool:
        """Whether the file says anything about single persons."""
        return any(field.is_personal for field in self.fields)


def load_contracts(folder: Path = DATA / "contracts") -> dict[str, Contract]:
    """All contracts, those that others refer to first; the order never varies."""
    contracts = {path.stem: _contract(path) for path in sorted(folder.glob("*.json"))}
    if not contracts:
        raise SettingsError(f"{plain_path(folder)} : aucun contrat dans ce dossier.")
    for name, contract in contracts.items():
        for key in contract.foreign_keys:
            path = folder / f"{name}.json"
            check_one_of(path, "foreignKeys, cible", key.contract, contracts)
            targets = [field.name for field in contracts[key.contract].fields]
            _check_columns(path, "foreignKeys", key.target_fields, targets)
    needs = {name: [k.contract for k in c.foreign_keys] for name, c in contracts.items()}
    try:
        return {name: contracts[name] for name in TopologicalSorter(needs).static_order()}
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise SettingsError(f"{plain_path(folder)} : foreignKeys en boucle ({circle}).") from error


def quote(identifier: str) -> str:
    """A table or column name as SQL reads it, whatever characters it holds."""
    return '"' + identifier.replace('"', '""') + '"'


def create_tables(db: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """Make an empty typed table for each contract: where a row came from, then its fields."""
    for contract in contracts.values():
        columns = _columns(contract.fields)
        db.execute(f"create table {quote(contract.name)} ({_LEADING}, {columns})")


def load_references(
    db: duckdb.DuckDBPyConnection, folder: Path = DATA / "reference", used_in: str | None = None
) -> tuple[str, ...]:
    """Load each ref_*.csv as a table typed by its ref_*.schema.json; the tables' names.

    `used_in` is the SQL that needs them, where it does not need them all.
    """
    names = []
    for path in sorted(folder.glob("ref_*.csv")):
        if used_in is not None and path.stem not in used_in:
            continue
        schema = path.with_suffix(".schema.json")
        fields = read_fields(schema, read_schema(schema))
        _check_header(path, [field.name for field in fields])
        db.execute(f"create table {quote(path.stem)} ({_columns(fields)})")
        types = ", ".join(f"{quote(field.name)}: '{sql_type(field)}'" for field in fields)
        insert = (
            f"insert into {quote(path.stem)} select * from read_csv(?, columns = {{{types}}}, "  # noqa: S608
            "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
            "nullstr = '', dateformat = '%Y-%m-%d')"
        )
        try:
            db.execute(insert, [str(path)])
        except duckdb.Error as error:
            raise SettingsError(f"{plain_path(path)} : ligne illisible. {error}") from error
        names.append(path.stem)
    return tuple(names)


def _columns(fields: tuple[Field, ...]) -> str:
    return ", ".join(f"{quote(field.name)} {sql_type(field)}" for field in fields)


def _check_header(path: Path, names: list[str]) -> None:
    """DuckDB trusts the declared columns and skips the header: compare them here."""
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file), [])
    if header != names:
        raise SettingsError(
            f"{plain_path(path)} : l’en-tête doit être celui de son schéma, {', '.join(names)}.",
        )


def _contract(path: Path) -> Contract:
    data = read_schema(path, _CONTRACT_KEYS)
    fields = read_fields(path, data)
    names = [field.name for field in fields]
    check_one_of(path, "valeur de « x-attendu »", data["x-attendu"], _EXPECTED_FROM)
    if data["x-annee"] is not None:
        check_one_of(path, "x-annee, colonne", data["x-annee"], names)
    return Contract(
        name=data["name"],
        title=data["title"],
        description=data["description"],
        fields=fields,
        primary_key=tuple(data["primaryKey"]),
        foreign_keys=tuple(_foreign_key(path, key, names) for key in data["foreignKeys"]),
        missing_values=tuple(data["missingValues"]),
        expected_from=data["x-attendu"],
        year_column=data["x-annee"],
        rules=tuple(_rule(path, rule, names) for rule in data["x-regles"]),
    )


def _foreign_key(path: Path, data: dict[str, Any], names: list[str]) -> ForeignKey:
    check_keys(path, "foreignKeys", data, ("fields", "reference"))
    target = data["reference"]
    check_keys(path, "foreignKeys, reference", target, ("resource", "fields"))
    _check_columns(path, "foreignKeys", data["fields"], names)
    return ForeignKey(tuple(data["fields"]), target["resource"], tuple(target["fields"]))


def _rule(path: Path, data: dict[str, Any], names: list[str]) -> RowRule:
    where = f"règle « {data.get('code')} »"
    check_keys(path, where, data, _RULE_KEYS)
    _check_columns(path, where, [data["colonne"]], names)
    check_one_of(path, f"{where}, valeur de « gravite »", data["gravite"], list(Severity))
    return RowRule(
        code=data["code"],
        condition=data["condition"],
        column=data["colonne"],
        reason=data["motif"],
        remedy=data["remede"],
        severity=Severity(data["gravite"]),
    )


def _check_columns(path: Path, where: str, columns: Collection[str], known: list[str]) -> None:
    for column in columns:
        check_one_of(path, f"{where}, colonne", column, known)
