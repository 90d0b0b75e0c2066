"""A Table Schema from anywhere, read leniently: what it does not say takes a default."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pipeline.contracts import DATA, Contract, ForeignKey, RowRule, load_contracts
from pipeline.errors import SettingsError, did_you_mean, plain_path
from pipeline.received import Severity
from pipeline.table_schema import SQL_TYPES, Field, Outside

ABSENCES = (
    *("", "-", "–", "NC", "nc", "n.c.", "N.C.", "ND", "n.d."),
    *("n/a", "N/A", "#N/A", "s.o.", "néant"),
)
_DATED = ("date", "yearmonth", "time", "datetime")
_APART = ("time", "datetime", "duration", "array", "object", "geojson", "geopoint", "list")
_KNOWN = (*SQL_TYPES, *_APART, "any")
_FORMS = {
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:\S+",
    "uuid": r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}",
}


def find_contract(asked: str) -> Contract:
    """The contract of that name in data/contracts, or the Table Schema at that path."""
    path = Path(asked)
    own = DATA / "contracts"
    if path.is_file() and path.resolve().parent != own:
        return read_outside(path)
    contracts = load_contracts()
    name = path.stem if path.is_file() else asked
    if name in contracts:
        return contracts[name]
    if "://" in asked:
        raise SettingsError(
            f"« {asked} » est une adresse : rien n'est lu sur internet.\n"
            "Téléchargez le Table Schema, puis donnez le chemin du fichier."
        )
    raise SettingsError(
        f"Le contrat « {asked} » n'existe pas.{did_you_mean(asked, contracts)}\n"
        f"Donnez le chemin d'un Table Schema, ou l'un de ces noms : {', '.join(contracts)}."
    )


def read_outside(path: Path) -> Contract:
    """The contract that a Table Schema file describes; SettingsError when it is not one."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        return _contract(path, data)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        place = ""
        if isinstance(error, json.JSONDecodeError):
            place = f" (ligne {error.lineno}, caractère {error.colno})"
        raise SettingsError(
            f"{plain_path(path)} n'est pas un JSON lisible{place}.\n"
            "Donnez le fichier .json d'un Table Schema, par exemple l'un de data/contracts."
        ) from error
    except ValueError as error:
        raise _no_schema(path, str(error)) from error
    except (TypeError, KeyError, AttributeError, InvalidOperation) as error:
        raise _no_schema(path, "ce n'est pas un objet avec une liste « fields »") from error


def _no_schema(path: Path, why: str) -> SettingsError:
    return SettingsError(
        f"{plain_path(path)} n'est pas un Table Schema lisible : {why}.\n"
        "Chaque colonne de « fields » demande au moins un « name »."
    )


def _contract(path: Path, data: Mapping[str, Any]) -> Contract:
    key = _list(data.get("primaryKey"))
    fields = tuple(_readable(n, field, key) for n, field in enumerate(data["fields"], 1))
    names = [field.name for field in fields]
    name = str(data.get("name") or path.name.split(".")[0])
    unique_keys = tuple(tuple(_list(columns)) for columns in data.get("uniqueKeys") or ())
    foreign_keys = tuple(_foreign_key(key, name) for key in data.get("foreignKeys") or ())
    used = {*key, *(column for columns in unique_keys for column in columns)}
    used |= {column for link in foreign_keys for column in link.fields}
    used |= {c for link in foreign_keys if link.contract == name for c in link.target_fields}
    if not names or len(set(names)) < len(names) or used - set(names):
        raise ValueError(
            "« fields » est vide, répète une colonne, ou n'a pas toutes celles des clés"
        )
    return Contract(
        name=name,
        title=str(data.get("title", "")),
        description=str(data.get("description", "")),
        fields=fields,
        primary_key=tuple(key),
        foreign_keys=foreign_keys,
        missing_values=_missing(data),
        expected_from="structure",
        year_column=None,
        rules=tuple(_rule(rule) for rule in data.get("x-regles", ())),
        unique_keys=unique_keys,
    )


def _missing(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Version 2 lets a missing value be an object with its label."""
    given = data.get("missingValues")
    listed = [given] if isinstance(given, str) else given or ()
    texts = (str(one["value"] if isinstance(one, Mapping) else one) for one in listed)
    return tuple(dict.fromkeys([*texts, ""]))


def _foreign_key(data: Mapping[str, Any], own: str) -> ForeignKey:
    """A reference to no resource is to the file itself."""
    target = data["reference"]
    fields, targets = tuple(_list(data["fields"])), tuple(_list(target["fields"]))
    if not fields or len(fields) != len(targets):
        raise ValueError("« foreignKeys » n'a pas autant de colonnes des deux côtés")
    return ForeignKey(fields, str(target.get("resource") or own), targets)


def _readable(number: int, data: Mapping[str, Any], key: Sequence[str]) -> Field:
    """One column; ValueError says in French which one cannot be read, and why."""
    try:
        return _field(data, key)
    except re.error:
        why = "son « pattern » n'est pas une expression régulière"
    except InvalidOperation:
        why = "une de ses bornes n'est pas un nombre"
    except (TypeError, ValueError, KeyError, AttributeError):
        why = "il lui manque un « name », ou l'une de ses clés n'a pas la forme attendue"
    raise ValueError(f"colonne {number} de « fields » : {why}")


def _field(data: Mapping[str, Any], key: Sequence[str]) -> Field:
    limits: Mapping[str, Any] = data.get("constraints") or {}
    chosen = {_text(value): label for value, label in _categories(data)}
    name, kind = str(data["name"]), str(data.get("type", "string"))
    is_dated = kind in _DATED
    low, high = limits.get("minimum"), limits.get("maximum")
    re.compile(limits.get("pattern") or "")
    return Field(
        name=name,
        title=str(data.get("title") or name),
        description=str(data.get("description", "")),
        type=kind if kind in SQL_TYPES else "string",
        required=bool(limits.get("required")) or name in key,
        enum=tuple(_text(value) for value in limits.get("enum") or ()) or tuple(chosen),
        minimum=None if is_dated else _decimal(low, kind),
        maximum=None if is_dated else _decimal(high, kind),
        pattern=limits.get("pattern"),
        synonyms=tuple(data.get("x-synonymes", ())),
        is_personal=bool(data.get("x-personnel")),
        example=_text(data.get("example", "")),
        true_values=tuple(_list(data.get("trueValues"))) or ("true", "True", "TRUE", "1"),
        false_values=tuple(_list(data.get("falseValues"))) or ("false", "False", "FALSE", "0"),
        labels=dict(data.get("x-libelles", chosen)),
        outside=Outside(
            unique=bool(limits.get("unique")),
            min_length=int(limits.get("minLength", 0)),
            max_length=int(limits.get("maxLength", sys.maxsize)),
            first=_text(low) if is_dated and low else "",
            last=_text(high) if is_dated and high else "",
            above=_strict_bound(limits.get("exclusiveMinimum"), kind),
            below=_strict_bound(limits.get("exclusiveMaximum"), kind),
            kind=kind if kind in _APART else "",
            form=_FORMS.get(str(data.get("format")), "") if kind == "string" else "",
            missing=_missing(data) if "missingValues" in data else None,
            written_as=_written_as(data.get("format"), kind),
            decimal_char=str(data.get("decimalChar") or ""),
            group_char=str(data.get("groupChar") or ""),
            is_bare=bool(data.get("bareNumber", True)),
            delimiter=str(data.get("delimiter") or ","),
            item=_item(data) if kind == "list" else None,
            unknown_type="" if kind in _KNOWN else kind,
        ),
    )


def _rule(data: Mapping[str, Any]) -> RowRule:
    return RowRule(
        data["code"],
        data["condition"],
        data["colonne"],
        data["motif"],
        data["remede"],
        Severity(data["gravite"]),
    )


def _list(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value or ()]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _decimal(value: Any, kind: str) -> Decimal | None:
    """A bound of a number; those of other types are not read."""
    if value is None or kind not in {"number", "integer", "year"}:
        return None
    return Decimal(str(value))


def _strict_bound(value: Any, kind: str) -> str:
    """An exclusive bound, as text; old schemas wrote a Boolean, which bounds nothing by itself."""
    if value is None or isinstance(value, bool):
        return ""
    number = _decimal(value, kind)
    return str(number) if number is not None else _text(value) if kind in _DATED else ""


def _written_as(value: Any, kind: str) -> str:
    is_form = isinstance(value, str) and ("%" in value or kind in ("geojson", "geopoint"))
    return str(value) if is_form else ""


def _categories(data: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """The closed list of version 2: values, or objects with a value and its label."""
    return [
        (one["value"], str(one.get("label", ""))) if isinstance(one, Mapping) else (one, "")
        for one in data.get("categories") or ()
    ]


def _item(data: Mapping[str, Any]) -> Field:
    return _field({"name": data["name"], "type": data.get("itemType", "string")}, ())
