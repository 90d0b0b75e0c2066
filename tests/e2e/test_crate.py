"""ro-crate-metadata.json read back by the library of research archives: a Process Run Crate."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from rocrate.rocrate import ROCrate

from tests.e2e.command import ROOT, Printed

PROCESS = "https://w3id.org/ro/wfrun/process/"
DEMO = ROOT / "data" / "demo"


@pytest.fixture(scope="module")
def crate(demo: Printed) -> Any:
    return ROCrate(demo.folder)


def proofs(printed: Printed) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((printed.folder / "preuves.json").read_bytes())
    return found


def run_of(crate: Any) -> Any:
    (run,) = crate.get_by_type("CreateAction")
    return run


def test_the_crate_says_what_it_is(crate: Any) -> None:
    assert crate.root_dataset["conformsTo"].id.startswith(PROCESS)
    assert crate.name == "Le Sémaphore – Rapport d’impact 2025"
    assert crate.root_dataset["datePublished"] == "2025-12-31"
    run = run_of(crate)
    assert crate.root_dataset["mentions"] == run
    assert (run["instrument"].type, run["agent"].type) == ("SoftwareApplication", "Organization")


def test_each_result_is_a_file_published_beside_it(demo: Printed, crate: Any) -> None:
    results = {one.id: one["sha256"] for one in run_of(crate)["result"]}
    assert {"rapport-2025.pdf", "rapport-2025.html", "preuves.json", "indicateurs.csv"} <= {
        *results
    }
    assert {*results} == {part.id for part in crate.root_dataset["hasPart"]}
    for name, digest in results.items():
        assert sha256((demo.folder / name).read_bytes()).hexdigest() == digest, name


def test_inputs_queries_and_libraries_are_those_of_the_proofs(demo: Printed, crate: Any) -> None:
    record, run = proofs(demo), run_of(crate)
    inputs = {one["name"]: one.get("sha256") or one["identifier"] for one in run["object"]}
    assert inputs == {
        f["chemin"]: f.get("sha256") or f"sceau:{f['sceau']}"
        for f in record["fichiers"] + record["pole"]
    }
    parts = {one["name"]: one["sha256"] for one in run["instrument"]["hasPart"]}
    assert parts == {f["chemin"]: f["sha256"] for f in record["requetes"] + record["programme"]}
    libraries = {one["name"]: one["version"] for one in run["instrument"]["softwareRequirements"]}
    assert libraries == record["bibliotheques"]


def test_the_crate_encloses_no_raw_file_and_no_way_to_one(demo: Printed, crate: Any) -> None:
    assert not [one.id for one in run_of(crate)["object"] if not one.id.startswith("#entree/")]
    text = (demo.folder / "ro-crate-metadata.json").read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert str(Path.home()) not in text


def test_a_report_for_a_funder_has_its_own_crate(fabrique: Printed) -> None:
    content = json.loads(
        (fabrique.folder / "fabrique-de-territoire-ro-crate-metadata.json").read_bytes()
    )
    names = {one["@id"] for one in content["@graph"]}
    assert {
        "rapport-2024-fabrique-de-territoire.pdf",
        "preuves-fabrique-de-territoire.json",
    } <= names
