"""The emission factors behind the CO2e figures, with what makes each of them answerable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.compose.material import Source
from pipeline.compose.page import Row, Table
from pipeline.french import number
from pipeline.lookups import Factor
from pipeline.narrative import french_list
from pipeline.proof import marks

ENTRIES = ("émis", "évité")
THEME = "environnement"
DOUBT = "de 10 à 100 %"
NOT_SAID = (
    "n.p. : non précisé par la source ; l'incertitude des facteurs de la Base Carbone va {doubt}. "
    "Le dernier facteur connu sert tant que celui d'une année n'est pas publié."
)


def compose_factors(source: Source) -> Table:
    """One line a thing, a column for what it emits and for what it avoids: never netted."""
    sources = sorted({factor.source for factor in source.factors})
    said = NOT_SAID.format(doubt=marks.of(DOUBT, "facteurs/incertitude"))
    return Table(
        "Facteurs d'émission : émis et évité ne se soustraient jamais",
        ("Facteur", "Unité", "Année", "Émis", "Évité", "Identifiant", "Incertitude"),
        tuple(_rows(source.factors)),
        codes=tuple(
            head.code
            for head in source.figures.indicators.values()
            if head.theme == THEME and head.unit == "tCO2e"
        ),
        notes=(f"{said} Sources : {french_list(sources)}.",) if sources else (),
    )


def _rows(factors: Iterable[Factor]) -> Iterator[Row]:
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
        yield Row(label, "", (unit, year, *values, named, marks.of(doubt, *origins)))


def _value(factor: Factor | None) -> str:
    return marks.of(value_text(factor), _origin(factor)) if factor else "–"


def _origin(factor: Factor) -> str:
    return f"facteur/{factor.id}"


def value_text(factor: Factor) -> str:
    """The value with the decimals that it has, and no more."""
    _, _, exponent = factor.value.normalize().as_tuple()
    return number(factor.value, max(0, -int(exponent)))
