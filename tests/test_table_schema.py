"""A slip in a contract stops the run, and the message names the file and the key."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.contracts import DATA, load_contracts
from pipeline.errors import SettingsError

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("structures", "contrats_insertion", "heures_insertion"):
        text = (DATA / "contracts" / f"{name}.json").read_text(encoding="utf-8")
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    return tmp_path


def _edit(folder: Path, change: Change) -> None:
    path = folder / "heures_insertion.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(json.dumps(data), encoding="utf-8")


SLIPS: list[tuple[Change, str]] = [
    (lambda d: d.update({"x-atendu": "siae"}), "clé inconnue « x-atendu ».*« x-attendu »"),
    (lambda d: d.pop("x-regles"), "clé manquante « x-regles »"),
    (lambda d: d["fields"][1].update(type="month"), "« mois ».*inconnue « month ».*yearmonth"),
    (lambda d: d["fields"][2].update({"x-perso": True}), "« heures_payees ».*« x-perso »"),
    (lambda d: d["fields"][2]["constraints"].update(max=1), "constraints.*« max »"),
    (lambda d: d["fields"][1].update(constraints={"enum": ["a"]}), "x-libelles"),
    (lambda d: d["fields"].append(d["fields"][0]), "« contrat_id » y est deux fois"),
    (lambda d: d.update(primaryKey=["contrat"]), "primaryKey.*« contrat ».*« contrat_id »"),
    (lambda d: d.update({"x-annee": "annee"}), "x-annee.*« annee »"),
    (lambda d: d.update({"x-attendu": "tous"}), "x-attendu.*« tous »"),
    (lambda d: d["x-regles"][0].update(gravite="grave"), "heures_absentes.*« grave »"),
    (lambda d: d["x-regles"][0].update(colonne="heures"), "heures_absentes.*« heures »"),
    (lambda d: d["foreignKeys"][0]["reference"].update(resource="contrats"), "cible.*« contrats »"),
    (lambda d: d["foreignKeys"][0]["reference"].update(fields=["id"]), "foreignKeys.*« id »"),
    (lambda d: d.update(name="heures"), "name.*nom du fichier"),
]


@pytest.mark.parametrize(("change", "message"), SLIPS)
def test_a_slip_names_the_file_and_the_key(folder: Path, change: Change, message: str) -> None:
    load_contracts(folder)
    _edit(folder, change)
    with pytest.raises(SettingsError, match=f"heures_insertion.json.*{message}"):
        load_contracts(folder)


def test_contracts_that_refer_to_each_other_in_a_circle_are_refused(folder: Path) -> None:
    path = folder / "structures.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    reference = {"resource": "heures_insertion", "fields": ["contrat_id"]}
    data["foreignKeys"] = [{"fields": ["structure_id"], "reference": reference}]
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(SettingsError, match="boucle"):
        load_contracts(folder)


def test_a_contract_that_is_not_json_is_named(folder: Path) -> None:
    (folder / "structures.json").write_text("{", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"structures\.json n’est pas un JSON lisible"):
        load_contracts(folder)


def test_an_empty_folder_has_no_contract(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="aucun contrat"):
        load_contracts(tmp_path)
