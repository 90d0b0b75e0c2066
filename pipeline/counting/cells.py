"""The table of one indicator, read as cells: every column and every row is checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import duckdb

from pipeline.counting.queries import Query
from pipeline.errors import SettingsError, did_you_mean
from pipeline.model import ENTERPRISE_UNITS, Aggregate, CellKey, Indicator

AXES = ("annee", "structure_id", "modalite")
OPTIONAL_COUNTS = ("inconnus", "personnes")


def read_cells(
    result: duckdb.DuckDBPyConnection, query: Query, years: Collection[int]
) -> dict[CellKey, Aggregate]:
    """Read the rows of one indicator in order, one by one checked; nothing for a staging file."""
    if query.indicator is None:
        return {}
    columns = [column[0] for column in result.description or []]
    _check_columns(columns, query, query.indicator)
    cells: dict[CellKey, Aggregate] = {}
    for values in sorted(result.fetchall(), key=_empty_last):
        row = dict(zip(columns, values, strict=True))
        key = _key(row, query, query.indicator, years)
        if key in cells:
            raise SettingsError(f"{query.path} : deux lignes pour {_place(key)}.")
        cells[key] = _cell(row, key, query.indicator, query.path)
    return cells


def _empty_last(values: tuple[Any, ...]) -> list[tuple[bool, Any]]:
    """The order of the rows, which DuckDB takes ten times longer to give to so few of them."""
    return [(value is None, value) for value in values]


def _check_columns(columns: list[str], query: Query, indicator: Indicator) -> None:
    measures = [indicator.numerator, indicator.denominator] if indicator.numerator else ["valeur"]
    has_categories = bool(indicator.categories) or query.categories_are_structures
    required = ["annee", *(m for m in measures if m), *(["modalite"] * has_categories)]
    allowed = {*required, "structure_id", *OPTIONAL_COUNTS}
    for column in required:
        if column not in columns:
            raise SettingsError(f"{query.path} : la colonne « {column} » manque au résultat.")
    for column in columns:
        if column not in allowed:
            hint = did_you_mean(column, allowed)
            raise SettingsError(f"{query.path} : colonne inattendue « {column} ».{hint}")
    _check_contributors(query.path, indicator, tells="structure_id" in columns)


def _check_contributors(path: str, indicator: Indicator, *, tells: bool) -> None:
    """Money and tonnage say whose they are: no rule could look at a sum without it."""
    is_known = tells or bool(indicator.brought)
    if indicator.unit in ENTERPRISE_UNITS and not indicator.sensitivity and not is_known:
        raise SettingsError(
            f"{path} : ce montant ne dit pas qui l'apporte. Ajoutez la colonne « structure_id » "
            '(apports = "structures" si ces lignes ne s\'impriment pas), ou apports = "pole" '
            "s'il n'appartient à aucune structure."
        )
    if indicator.brought and tells != indicator.is_pole_only:
        raise SettingsError(
            f"{path} : « apports = {indicator.brought} » et la colonne « structure_id » "
            f"{'se contredisent' if tells else 'vont ensemble'}."
        )


def _key(
    row: Mapping[str, Any], query: Query, indicator: Indicator, years: Collection[int]
) -> CellKey:
    category: str = row.get("modalite") or ""
    key = CellKey(indicator.id, row["annee"], row.get("structure_id") or "", category)
    if key.year not in years:
        raise SettingsError(f"{query.path} : {_place(key)} est hors des années de l'édition.")
    if category and not query.categories_are_structures and category not in indicator.categories:
        hint = did_you_mean(category, indicator.categories)
        raise SettingsError(
            f"{query.path} : la modalité « {category} » n'est pas déclarée dans l'en-tête.{hint}"
        )
    return key


def _cell(row: Mapping[str, Any], key: CellKey, indicator: Indicator, path: str) -> Aggregate:
    """One checked row. A value may be empty only when nobody stands behind it (a median)."""
    numbers = {
        name: _exact(value, f"{path} : {name}, {_place(key)}")
        for name, value in row.items()
        if name not in AXES
    }
    empty = [name for name, number in numbers.items() if number is None]
    if empty and not (empty == ["valeur"] and numbers.get("personnes") == 0):
        raise SettingsError(f"{path} : « {empty[0]} » est vide pour {_place(key)}.")
    cell = Aggregate(
        key,
        numbers.get("valeur"),
        numbers.get(indicator.numerator or ""),
        numbers.get(indicator.denominator or ""),
        _whole(numbers, "inconnus", path),
        _whole(numbers, "personnes", path),
    )
    _refuse_share_above_one(cell, indicator, path)
    return cell


def _refuse_share_above_one(cell: Aggregate, indicator: Indicator, path: str) -> None:
    if not (indicator.is_share and indicator.sensitivity) or cell.numerator is None:
        return
    if cell.denominator is None or not 0 <= cell.numerator <= cell.denominator:
        raise SettingsError(
            f"{path} : pour {_place(cell.key)}, « {indicator.numerator} » ({cell.numerator}) "
            f"dépasse « {indicator.denominator} » ({cell.denominator})."
        )


def _exact(value: Any, where: str) -> Decimal | None:
    """The number as SQL gave it, digit for digit; floats by their shortest writing."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise SettingsError(f"{where} : un nombre est attendu.")
    number = Decimal(str(value) if isinstance(value, float) else value)
    if not number.is_finite():
        raise SettingsError(
            f"{where} : le résultat n'est pas un nombre fini (division par zéro ?)."
        )
    return number


def _whole(numbers: Mapping[str, Decimal | None], name: str, path: str) -> int | None:
    number = numbers.get(name)
    if number is not None and (number < 0 or number != int(number)):
        raise SettingsError(f"{path} : « {name} » compte des personnes, or il vaut {number}.")
    return None if number is None else int(number)


def _place(key: CellKey) -> str:
    place = f"{key.year}, {key.structure or 'tout le pôle'}"
    return f"{place}, {key.category}" if key.category else place
