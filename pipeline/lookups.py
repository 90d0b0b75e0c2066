"""What pages need from the database besides figures: members, official targets, CO2e factors."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from pipeline.model import Target

NOT_SAID = "n.p."
OF_AN_OBJECT = "kgCO2e/objet"


@dataclass(frozen=True, slots=True)
class Member:
    """A member structure, as its line of `structures` describes it."""

    name: str
    legal_form: str
    siae: str
    since: int
    until: int | None


class Factor(NamedTuple):
    """One emission factor; `identifier` is that of the Base Carbone, `doubt` its uncertainty.

    `NOT_SAID` is what the source does not say.
    """

    id: str
    label: str
    entry: str  # "émis" or "évité"
    value: Decimal
    unit: str
    identifier: str
    year: str
    doubt: str
    source: str


FACTORS = """
    select
        min(facteur_id), libelle, if(poste = 'emis', 'émis', 'évité') as entry, valeur, unite,
        coalesce(cast(id_base_carbone as varchar), '{unsaid}') as identifier,
        coalesce(cast(annee as varchar), '{unsaid}') as year,
        coalesce(cast(incertitude_pct as varchar) || ' %', '{unsaid}') as doubt,
        source
    from ref_facteurs_emission as f
    {of_use}
    group by domaine, libelle, entry, valeur, unite, identifier, year, doubt, source
    order by domaine desc, libelle, entry
"""
OBJECTS = """
    select
        objet, libelle, 'évité', kgco2e, '{of_an_object}',
        '{unsaid}', '{unsaid}', '{unsaid}', source
    from ref_objets_co2 as f
    {of_use}
    order by all
"""
FACTORS_OF_USE = """
    where coalesce(year(f.valid_to), 9999) >= (select premiere_annee from edition)
        and (
            (f.cle, f.unite_activite) in (select (fluide, unite) from consommations_annuelles)
            or f.cle in (select flux from traitements_dechets)
        )
"""
OBJECTS_OF_USE = "where objet in (select o.objet from objets_sortis as o where o.nb_objets > 0)"


def emission_factors(db: DuckDBPyConnection) -> tuple[Factor, ...]:
    """All the factors of the reference tables: of energy and waste, then of objects."""
    return _factors(db, "", "")


def factors_of_use(db: DuckDBPyConnection) -> tuple[Factor, ...]:
    """Those of the energies, flows and objects that the pole declares; needs the indicators."""
    return _factors(db, FACTORS_OF_USE, OBJECTS_OF_USE)


def _factors(db: DuckDBPyConnection, factors: str, objects: str) -> tuple[Factor, ...]:
    words = {"unsaid": NOT_SAID, "of_an_object": OF_AN_OBJECT}
    rows = db.execute(FACTORS.format(of_use=factors, **words)).fetchall()
    rows += db.execute(OBJECTS.format(of_use=objects, **words)).fetchall()
    return tuple(Factor(*row) for row in rows)


def list_members(db: DuckDBPyConnection, year: int) -> tuple[Member, ...]:
    """Structures that were members at some time of the year, by name."""
    rows = db.execute(
        "select nom, forme_juridique, coalesce(type_siae, ''), year(date_entree), year(date_sortie)"
        " from structures where year(date_entree) <= ? and coalesce(year(date_sortie), 9999) >= ?"
        " order by nom",
        [year, year],
    ).fetchall()
    return tuple(Member(*row) for row in rows)


def official_targets(db: DuckDBPyConnection) -> tuple[Target, ...]:
    """The rows of `ref_cibles`."""
    rows = db.execute(
        "select indicateur, annee, valeur, source, nature, "
        "if(contains(source, year(valid_from)::varchar), '', 'depuis ' || year(valid_from)) "
        "from ref_cibles order by all"
    ).fetchall()
    return tuple(Target(*row) for row in rows)
