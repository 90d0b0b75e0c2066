"""The emission factors behind the CO2e figures, with what makes each of them answerable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.compose.material import Source
from pipeline.compose.page import Row, Table
from pipeline.french import number
from pipeline.lookups import NOT_SAID, OF_AN_OBJECT, Factor
from pipeline.narrative import french_list
from pipeline.proof import marks

ENTRIES = ("émis", "évité")
WASTE_AND_ENERGY, REUSED = "ref_facteurs_emission", "ref_objets_co2"  # tables of reference
DOUBT = "de 10 à 100 %"
NOTE = (
    "Évité s'écrit en négatif, comme dans la Base Carbone. {said} : non précisé par la source. "
    "L'incertitude d'un facteur de la Base Carbone va {doubt}. Le dernier facteur connu sert tant "
    "que celui d'une année n'est pas publié. Source : {sources}."
)
HIGHEST = (
    "Évitée si un objet réemployé en remplace un neuf, ce qui n'arrive pas toujours : c'est une "
    "borne haute. Source : {}."
)


def compose_factors(source: Source) -> tuple[Table, Table]:
    """What energy and waste emit and avoid, never netted; what an object used again may avoid."""
    objects = [factor for factor in source.factors if factor.unit == OF_AN_OBJECT]
    others = [factor for factor in source.factors if factor not in objects]
    return _factors(others, source), _objects(objects, source)


def _factors(factors: list[Factor], source: Source) -> Table:
    """One line a thing, a column for what it emits and for what it avoids."""
    doubtful = any(factor.doubt != NOT_SAID for factor in factors)
    header = ("Facteur", "Unité", "Année", "Émis", "Évité", "Identifiant", "Incertitude")
    rows = _rows(factors)
    width = len(header) if doubtful else len(header) - 1
    doubt = marks.of(DOUBT, "facteurs/incertitude")
    note = NOTE.format(said=NOT_SAID, doubt=doubt, sources=_sources(factors))
    return Table(
        "Facteurs d'émission : émis et évité ne se soustraient jamais",
        header[:width],
        tuple(Row(label, "", cells[: width - 1]) for label, cells in rows),
        codes=_codes(WASTE_AND_ENERGY, source),
        notes=(note,) if factors else (),
    )


def _objects(objects: list[Factor], source: Source) -> Table:
    return Table(
        "Empreinte d'un objet neuf",
        ("Objet", "kgCO2e par objet"),
        tuple(Row(factor.label, "", (_value(factor),)) for factor in objects),
        codes=_codes(REUSED, source),
        notes=(HIGHEST.format(_sources(objects)),) if objects else (),
    )


def _codes(reference: str, source: Source) -> tuple[str, ...]:
    """The CO2e figures made from a table of reference."""
    heads = source.figures.indicators.values()
    return tuple(h.code for h in heads if h.unit == "tCO2e" and reference in h.references)


def _sources(factors: Iterable[Factor]) -> str:
    return french_list(sorted({factor.source for factor in factors}))


def _rows(factors: Iterable[Factor]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What one thing emits and avoids, on its line."""
    things: dict[tuple[str, ...], dict[str, Factor]] = {}
    for factor in factors:
        same = (factor.label, factor.unit, factor.year, factor.doubt)
        things.setdefault(same, {})[factor.entry] = factor
    for (label, unit, year, doubt), entries in things.items():
        known = [entries[entry] for entry in ENTRIES if entry in entries]
        values = (_value(entries.get(entry)) for entry in ENTRIES)
        origins = [_origin(factor) for factor in known]
        numbers = dict.fromkeys(factor.identifier for factor in known)
        named = marks.of(", ".join(numbers), *origins)
        told = unit.replace("_", " ")  # kWh_PCS
        yield label, (told, year, *values, named, marks.of(doubt, *origins))


def _value(factor: Factor | None) -> str:
    return marks.of(value_text(factor), _origin(factor)) if factor else "–"


def _origin(factor: Factor) -> str:
    return f"facteur/{factor.id}"


def value_text(factor: Factor) -> str:
    """The value with the decimals that it has, and no more."""
    _, _, exponent = factor.value.normalize().as_tuple()
    return number(factor.value, max(0, -int(exponent)))
