"""What pages need from the database besides figures: the members and the official targets."""

from __future__ import annotations

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from pipeline.model import Target


@dataclass(frozen=True, slots=True)
class Member:
    """A member structure, as its line of `structures` describes it."""

    name: str
    legal_form: str
    siae: str
    since: int
    until: int | None


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
        "strftime(valid_from, 'depuis le %d/%m/%Y') from ref_cibles order by all"
    ).fetchall()
    return tuple(Target(*row) for row in rows)
