"""A small pole on disk: what the tests of ingest and validate share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.checking.checks import load_checks
from pipeline.contracts import Contract, load_contracts, load_references
from pipeline.ingest import ingest
from pipeline.model import Pole
from pipeline.received import Intake, Quality
from pipeline.validate import validate

CONTRACTS: dict[str, Contract] = load_contracts()
POLE = Pole("Le Sémaphore", "SCIC", "Plaine Commune", "", "", "semaphore", is_fictional=True)

STRUCTURES = """\
structure_id;nom;siret;forme_juridique;categorie_art9;type_siae;residente;societaire;date_entree;date_sortie;code_commune
semaphore;Le Sémaphore;12345678200002;SCIC;ESS;;oui;oui;01/01/2019;;93066
recyclerie;La Recyclerie du canal;12345678200002;association;ESS;ACI;oui;oui;01/01/2024;;93066
"""
CONTRATS = """\
contrat_id;salarie_key;type_siae;type_contrat;type_mouvement;date_debut;date_fin_reelle;annee_naissance
C1;k1;ACI;CDDI;initial;01/01/2025;;1990
C2;k2;ACI;CDDI;initial;01/03/2025;31/08/2025;1985
"""
HOURS = "depots/recyclerie/2025/heures_insertion.csv"
JOBS = "depots/recyclerie/2025/contrats_insertion.csv"
BUYS = "depots/recyclerie/2025/achats.csv"


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Put files in a pole's folder, text in UTF-8 as it stands."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def refer(db: duckdb.DuckDBPyConnection) -> None:
    """The reference tables that the checks read: all of them take longer than a small pole."""
    load_references(db, used_in=" ".join(check.sql for check in load_checks()))


@contextmanager
def delivery(
    folder: Path, files: dict[str, str | bytes]
) -> Iterator[tuple[Intake, duckdb.DuckDBPyConnection]]:
    """The intake of those files beside the two structures, and its database."""
    write(folder, {"structures.csv": STRUCTURES, **files})
    with duckdb.connect() as db:
        yield ingest(folder, CONTRACTS, db), db


def checked(folder: Path, files: dict[str, str | bytes]) -> Quality:
    """The quality of those files beside the two structures."""
    with delivery(folder, files) as (intake, db):
        refer(db)
        return validate(intake, db, CONTRACTS, POLE)
