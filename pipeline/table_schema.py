"""Table Schema files read strictly: a key or a type nobody knows stops the run and is named."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError, did_you_mean, plain_path

SQL_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DECIMAL(18,4)",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "yearmonth": "DATE",  # the first of the month
    "year": "INTEGER",
}
TABLE_KEYS = frozenset(
    ("$schema", "name", "title", "description", "version", "fields", "primaryKey", "missingValues"),
)
_FIELD_KEYS = frozenset(("name", "title", "description", "type"))
_OPTIONAL_FIELD_KEYS = frozenset(
    (
        "constraints",
        "example",
        "falseValues",
        "trueValues",
        "x-libelles",
        "x-personnel",
        "x-reporter",
        "x-synonymes",
    ),
)
_CONSTRAINTS = frozenset(("required", "enum", "minimum", "maximum", "pattern"))


@dataclasses.dataclass(frozen=True, slots=True)
class Outside:
    """What a Table Schema from elsewhere may ask of a column; our own contracts never do.

    `first` and `last` bound dates and months, as ISO texts. `decimal_char` is "" when the
    schema leaves it to its default.
    """

    unique: bool = False
    min_length: int = 0
    max_length: int = sys.maxsize
    first: str = ""
    last: str = ""
    above: str = ""  # exclusive bounds, of numbers too
    below: str = ""
    kind: str = ""  # a type that our own contracts do not have: its texts are checked apart
    form: str = ""  # the pattern that the format of a text implies
    missing: tuple[str, ...] | None = None  # the column's own missing values
    written_as: str = ""  # the format of a date (of strptime) or of a place; "" for the default
    decimal_char: str = ""
    group_char: str = ""
    is_bare: bool = True
    delimiter: str = ","  # between the values of a list
    item: Field | None = None  # what each of them is
    unknown_type: str = ""  # the type of the schema, when it is none: read as a text


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One column. `is_personal`: says something about one person, so never shown in a message."""

    name: str
    title: str
    description: str
    type: str
    required: bool = False
    enum: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    pattern: str | None = None
    synonyms: tuple[str, ...] = ()
    is_personal: bool = False
    is_carried: bool = False  # a group key, written on the first row of its group only
    example: str = ""
    true_values: tuple[str, ...] = ()
    false_values: tuple[str, ...] = ()
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)  # enum value → label
    outside: Outside | None = None  # None for the contracts of data/contracts


def sql_type(field: Field) -> str:
    """The DuckDB type of a column."""
    return SQL_TYPES[field.type]


def read_schema(path: Path, keys: Collection[str] = TABLE_KEYS) -> dict[str, Any]:
    """The JSON object of a schema that has exactly `keys` and bears the name of its file."""
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"{plain_path(path)} manque : il donne les types.") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SettingsError(f"{plain_path(path)} n’est pas un JSON lisible : {error}.") from error
    check_keys(path, "le schéma", data, keys)
    if data["name"] != path.name.split(".")[0]:
        raise SettingsError(f"{plain_path(path)} : « name » doit être le nom du fichier.")
    names = [str(field.get("name")) for field in data["fields"]]
    for name in names:
        if names.count(name) > 1:
            raise SettingsError(f"{plain_path(path)} : la colonne « {name} » y est deux fois.")
    for name in data["primaryKey"]:
        check_one_of(path, "primaryKey", name, names)
    return data


def read_fields(path: Path, data: Mapping[str, Any]) -> tuple[Field, ...]:
    """The columns of a schema that `read_schema` accepted."""
    return tuple(_field(path, field) for field in data["fields"])


def check_keys(
    path: Path,
    where: str,
    data: Any,
    needed: Collection[str],
    optional: Collection[str] = (),
) -> None:
    """Refuse a missing or unknown key, and say which was probably meant."""
    if not isinstance(data, dict):
        raise SettingsError(f"{plain_path(path)} : {where} doit être un objet JSON.")
    for key in data:
        check_one_of(path, f"{where}, clé", key, (*needed, *optional))
    missing = [key for key in sorted(needed) if key not in data]
    if missing:
        raise SettingsError(f"{plain_path(path)} : {where}, clé manquante « {missing[0]} ».")


def check_one_of(path: Path, where: str, value: Any, known: Iterable[str]) -> None:
    """Refuse a value that is not in `known`, and say which was probably meant."""
    choices = sorted(known)
    if value in choices:
        return
    hint = did_you_mean(str(value), choices) or f" Attendu : {', '.join(choices)}."
    raise SettingsError(f"{plain_path(path)} : {where} inconnue « {value} ».{hint}")


def _field(path: Path, data: dict[str, Any]) -> Field:
    where = f"colonne « {data.get('name')} »"
    check_keys(path, where, data, _FIELD_KEYS, _OPTIONAL_FIELD_KEYS)
    check_one_of(path, f"{where}, valeur de « type »", data["type"], SQL_TYPES)
    limits = data.get("constraints", {})
    check_keys(path, f"{where}, « constraints »", limits, (), _CONSTRAINTS)
    enum, labels = tuple(limits.get("enum", ())), data.get("x-libelles", {})
    if tuple(labels) != enum:
        raise SettingsError(f"{plain_path(path)} : {where}, x-libelles n’a pas les clés de enum.")
    return Field(
        name=data["name"],
        title=data["title"],
        description=data["description"],
        type=data["type"],
        required=limits.get("required", False),
        enum=enum,
        minimum=_decimal(limits.get("minimum")),
        maximum=_decimal(limits.get("maximum")),
        pattern=limits.get("pattern"),
        synonyms=tuple(data.get("x-synonymes", ())),
        is_personal=data.get("x-personnel", False),
        is_carried=data.get("x-reporter", False),
        example=data.get("example", ""),
        true_values=tuple(data.get("trueValues", ())),
        false_values=tuple(data.get("falseValues", ())),
        labels=labels,
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
