"""The reference tables agree with the contracts, and each of their rows is dated and sourced."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.contracts import DATA, load_contracts, load_references, quote
from pipeline.errors import SettingsError

CONTRACTS = load_contracts()
REFERENCES = sorted(path.stem for path in (DATA / "reference").glob("ref_*.csv"))

# Each row: a column of a reference, and the list of a contract that it must hold in full.
SAME_LISTS = [
    ("ref_motif_sortie", "motif", "sorties", "motif"),
    ("ref_freins", "frein", "accompagnement", "frein"),
    ("ref_niveau_formation", "code", "contrats_insertion", "niveau_formation"),
    ("ref_financeurs", "type_financeur", "financements", "type_financeur"),
    ("ref_etp_heures", "type_siae", "contrats_insertion", "type_siae"),
    ("ref_sortie_eligibilite", "type_siae", "contrats_insertion", "type_siae"),
]
# … and those that must only hold values of the list.
INCLUDED_LISTS = [
    ("ref_motif_sortie", "categorie", "sorties", "categorie"),
    ("ref_objets_co2", "objet", "reemploi", "objet"),
    ("ref_conversion_energie", "fluide", "energie", "fluide"),
    ("ref_conversion_energie", "unite", "energie", "unite"),
    ("ref_codes_dechets", "flux", "dechets", "flux"),
]


@pytest.fixture(scope="module")
def db() -> duckdb.DuckDBPyConnection:
    base = duckdb.connect()
    load_references(base)
    return base


def _rows(db: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return db.execute(sql).fetchall()


def _values(db: duckdb.DuckDBPyConnection, table: str, column: str) -> set[str]:
    return {value for (value,) in _rows(db, f"select {quote(column)} from {quote(table)}")}  # noqa: S608


@pytest.mark.parametrize(("table", "column", "contract", "field"), SAME_LISTS)
def test_a_reference_covers_exactly_the_list_of_its_contract(
    db: duckdb.DuckDBPyConnection, table: str, column: str, contract: str, field: str
) -> None:
    assert _values(db, table, column) == set(CONTRACTS[contract].field(field).enum)


@pytest.mark.parametrize(("table", "column", "contract", "field"), INCLUDED_LISTS)
def test_a_reference_knows_only_values_of_its_contract(
    db: duckdb.DuckDBPyConnection, table: str, column: str, contract: str, field: str
) -> None:
    assert _values(db, table, column) <= set(CONTRACTS[contract].field(field).enum)


def test_an_emission_factor_joins_the_file_it_is_for(db: duckdb.DuckDBPyConnection) -> None:
    dechets, energie = CONTRACTS["dechets"], CONTRACTS["energie"]
    rows = _rows(
        db,
        "select domaine, cle, traitement, poste, unite_activite, valeur from ref_facteurs_emission",
    )
    for area, key, treatment, side, unit, value in rows:
        assert key in (dechets.field("flux") if area == "dechets" else energie.field("fluide")).enum
        assert treatment in {"moyenne", *dechets.field("destination").enum}
        assert unit in {"t", *energie.field("unite").enum}
        assert value > 0 if side == "emis" else value < 0, "l'évité est négatif, jamais compensé"


def test_labels_are_those_of_the_contract(db: duckdb.DuckDBPyConnection) -> None:
    for table, column, contract, name in [*SAME_LISTS[:4], INCLUDED_LISTS[1]]:
        labels = CONTRACTS[contract].field(name).labels
        for value, label in _rows(db, f"select {column}, libelle from {table}"):  # noqa: S608
            assert label == labels[value], table


@pytest.mark.parametrize("table", REFERENCES)
def test_every_reference_row_has_a_start_and_a_source(
    db: duckdb.DuckDBPyConnection, table: str
) -> None:
    bare = f"select * from {table} where valid_from is null or coalesce(trim(source), '') = ''"  # noqa: S608
    assert not _rows(db, bare)
    assert _rows(db, f"select 1 from {table}")  # noqa: S608


@pytest.mark.parametrize("table", REFERENCES)
def test_one_row_at_most_holds_on_any_day(db: duckdb.DuckDBPyConnection, table: str) -> None:
    schema = json.loads((DATA / "reference" / f"{table}.schema.json").read_text(encoding="utf-8"))
    key = [name for name in schema["primaryKey"] if name != "valid_from"]
    if table == "ref_facteurs_emission":
        key = ["domaine", "cle", "traitement", "poste", "unite_activite"]
    spans: dict[tuple[Any, ...], list[tuple[date, date]]] = {}
    columns = ", ".join([*key, "valid_from", "valid_to"])
    for *values, start, end in _rows(db, f"select {columns} from {table}"):  # noqa: S608
        spans.setdefault(tuple(values), []).append((start, end or date.max))
    for name, periods in spans.items():
        assert all(start <= end for start, end in periods), name
        for (_, end), (start, _) in pairwise(sorted(periods)):
            assert end < start, name


def test_the_hours_of_a_full_time_post_depend_on_the_measure(db: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(db, "select type_siae, cast(heures as integer), base from ref_etp_heures")
    assert sorted(rows) == [
        ("ACI", 1820, "payees"),
        ("AI", 1607, "travaillees"),
        ("EI", 1505, "travaillees"),
        ("EITI", 1505, "travaillees"),
        ("ETTI", 1600, "travaillees"),
    ]


def test_pierrefitte_joined_saint_denis_in_2025(db: duckdb.DuckDBPyConnection) -> None:
    def communes(day: str) -> list[tuple[Any, ...]]:
        return _rows(
            db,
            "select count(*), sum(population) from ref_ept "  # noqa: S608
            f"where date '{day}' between valid_from and coalesce(valid_to, date '9999-12-31')",
        )

    assert communes("2024-12-31") == [(9, 451934)]
    assert communes("2025-01-01") == [(8, 451934)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("frein,libelle\n", "l’en-tête doit être"),
        ("frein,libelle,valid_from,valid_to,source\nsante,Santé,01/02/2024,,ASP\n", "illisible"),
        ("frein,libelle,valid_from,valid_to,source\nsante,Santé,2024-01-01,,ASP,x\n", "illisible"),
    ],
)
def test_a_reference_that_does_not_follow_its_schema_is_refused(
    tmp_path: Path, content: str, message: str
) -> None:
    schema = (DATA / "reference" / "ref_freins.schema.json").read_text(encoding="utf-8")
    (tmp_path / "ref_freins.schema.json").write_text(schema, encoding="utf-8")
    (tmp_path / "ref_freins.csv").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"ref_freins\.csv.*{message}"):
        load_references(duckdb.connect(), tmp_path)


def test_a_reference_without_a_schema_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ref_freins.csv").write_text("frein\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"ref_freins\.schema\.json manque"):
        load_references(duckdb.connect(), tmp_path)
