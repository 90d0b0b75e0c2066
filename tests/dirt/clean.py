"""Clean files: tables of the contracts, plainly written, and what they refer to."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from pipeline.contracts import Contract
from tests.dirt.draft import Draft, Line, plain
from tests.dirt.tables import BUILDERS, PEOPLE, ROWS, person
from tests.intake import CONTRACTS as PUBLISHED

LONG = " (à remplir par la structure pour l'année écoulée, avant le 31 janvier)"
CARRIED = {"budget": ("annee",), "energie": ("site",), "espaces_verts": ("annee",)}


def _with_oddities(contract: Contract) -> Contract:
    """The contract with more than it publishes: very long synonyms, keys carried down."""
    carried = CARRIED.get(contract.name, ())
    fields = (
        replace(f, synonyms=(*f.synonyms, f.title + LONG), is_carried=f.name in carried)
        for f in contract.fields
    )
    return replace(contract, fields=tuple(fields))


CONTRACTS = {name: _with_oddities(contract) for name, contract in PUBLISHED.items()}


def clean_draft(contract: str, case: int, rng: Random) -> Draft:
    """A clean file of that contract: the member's own, in French form, nothing to repair."""
    table = CONTRACTS[contract]
    rows = [BUILDERS[contract](rng, case, rank) for rank in range(ROWS)]
    columns = [field.name for field in table.fields]
    titles = {field.name: field.title for field in table.fields}
    if contract != "structures" and "structure_id" in columns:
        for row in rows:
            row["structure_id"] = f"membre-{case}"
    rows = [{name: row.get(name) for name in columns} for row in rows]
    header = [titles[name] for name in columns] if rng.random() < 0.5 else list(columns)
    body = [
        Line([plain(row[name], table.field(name)) for name in columns], rank)
        for rank, row in enumerate(rows)
    ]
    return Draft(table, case, rng, columns, rows, [], [Line(header)], body)


def supporting(cases: range) -> dict[str, str]:
    """The files that the others refer to: the members, and the contracts of their people."""
    members = [
        f"membre-{case};Membre {case};12345678200002;association;ESS;ACI;oui;oui;01/01/2015;;93066"
        for case in cases
    ]
    people = [
        f"{contract};membre-{case};{key};ACI;CDDI;initial;01/06/2024;1990"
        for case in cases
        for key, contract in (person(case, rank) for rank in range(PEOPLE))
    ]
    people += [
        f"c{case}-0-bis;membre-{case};p{case}-0;ACI;CDDI;initial;01/06/2024;1990" for case in cases
    ]
    return {
        "structures.csv": "\n".join([_MEMBERS, *members, ""]),
        "contrats_insertion.csv": "\n".join([_PEOPLE, *people, ""]),
    }


_MEMBERS = (
    "structure_id;nom;siret;forme_juridique;categorie_art9;type_siae;residente;societaire;"
    "date_entree;date_sortie;code_commune\n"
    "semaphore;Le Sémaphore;12345678200002;SCIC;ESS;;oui;oui;01/01/2015;;93066"
)
_PEOPLE = (
    "contrat_id;structure_id;salarie_key;type_siae;type_contrat;type_mouvement;date_debut;"
    "annee_naissance"
)
