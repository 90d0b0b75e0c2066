"""The contracts are Table Schemas for anyone: `frictionless` reads them and judges as we do."""

from __future__ import annotations

import csv
import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, Resource, Schema, validate

from pipeline.contracts import DATA, Field, load_contracts
from pipeline.reading.cells.readers import cell_reader

CONTRACTS = load_contracts()
every_contract = pytest.mark.parametrize("name", sorted(CONTRACTS))
logging.getLogger("frictionless").setLevel(logging.ERROR)


def descriptor(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        (DATA / "contracts" / f"{name}.json").read_text(encoding="utf-8")
    )
    return data


def canonical(field: Field, text: str) -> str:
    """The text as the program writes it out: ISO dates, decimal point, true and false."""
    cell = cell_reader(field, CONTRACTS["achats"].missing_values)(text)
    assert not cell.refusal
    return cell.text[:7] if field.type == "yearmonth" else cell.text


def table(name: str, **changes: str) -> bytes:
    """One row: the examples of the contract, some of them changed."""
    fields = CONTRACTS[name].fields
    row = {field.name: canonical(field, field.example) for field in fields} | changes
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([row.keys(), row.values()])
    return out.getvalue().encode()


def errors(name: str, content: bytes, folder: Path) -> list[tuple[str, str]]:
    """What frictionless finds wrong in one file, and in which column; other files left aside."""
    (folder / "table.csv").write_bytes(content)
    schema = descriptor(name)
    del schema["foreignKeys"]  # a file alone has no neighbour to refer to
    resource = Resource(
        path="table.csv", basepath=str(folder), schema=Schema.from_descriptor(schema)
    )
    report = validate(resource)
    found = [error for task in report.tasks for error in task.errors]
    return [(error.type, getattr(error, "field_name", "")) for error in found]


@every_contract
def test_every_contract_is_a_valid_table_schema(name: str) -> None:
    schema = Schema.from_descriptor(descriptor(name))
    assert schema.field_names == [field.name for field in CONTRACTS[name].fields]
    assert tuple(schema.primary_key) == CONTRACTS[name].primary_key


@every_contract
def test_a_canonical_row_is_valid(tmp_path: Path, name: str) -> None:
    assert errors(name, table(name), tmp_path) == []


@every_contract
def test_a_row_that_lacks_what_is_required_is_not(tmp_path: Path, name: str) -> None:
    for field in CONTRACTS[name].fields:
        if field.required:
            assert errors(name, table(name, **{field.name: ""}), tmp_path), field.name


@every_contract
def test_a_value_of_another_type_or_list_is_not(tmp_path: Path, name: str) -> None:
    closed = {f.name for f in CONTRACTS[name].fields if f.type != "string" or f.enum}
    found = errors(name, table(name, **dict.fromkeys(closed, "ni l'un ni l'autre")), tmp_path)
    assert {at for kind, at in found if kind in {"type-error", "constraint-error"}} == closed


def test_all_the_contracts_together_make_a_package_whose_references_hold(tmp_path: Path) -> None:
    resources = []
    for name in CONTRACTS:
        rows = table(name)
        (tmp_path / f"{name}.csv").write_bytes(rows)
        resources.append(
            Resource(
                name=name,
                path=f"{name}.csv",
                basepath=str(tmp_path),
                schema=Schema.from_descriptor(descriptor(name)),
            )
        )
    package = Package(resources=resources, basepath=str(tmp_path))
    report = package.validate()
    assert report.valid, [task.errors for task in report.tasks if task.errors]
    stranger = table("achats", structure_id="inconnue")
    (tmp_path / "achats.csv").write_bytes(stranger)
    assert not package.validate().valid
