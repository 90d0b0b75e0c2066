"""The emission factors behind the CO2e figures, with what makes each of them answerable."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.compose.page import Row, Source, Table
from pipeline.french import number
from pipeline.lookups import Factor
from pipeline.narrative import french_list
from pipeline.proof import marks

THEME = "environnement"
DOUBT = "de 10 à 100 %"
NOT_SAID = (
    "n.p. : non précisé par la source ; l'incertitude des facteurs de la Base Carbone va {doubt}. "
    "Le dernier facteur connu sert tant que celui d'une année n'est pas publié."
)


def compose_factors(source: Source) -> Table:
    """One line a factor: emitted and avoided are never netted."""
    sources = sorted({factor.source for factor in source.factors})
    said = NOT_SAID.format(doubt=marks.of(DOUBT, "facteurs/incertitude"))
    return Table(
        "Facteurs d'émission : émis et évité ne se soustraient jamais",
        ("Facteur", "Poste", "Valeur", "Unité", "Identifiant", "Année", "Incertitude"),
        tuple(_rows(source.factors)),
        codes=tuple(
            head.code
            for head in source.figures.indicators.values()
            if head.theme == THEME and head.unit == "tCO2e"
        ),
        notes=(f"{said} Sources : {french_list(sources)}.",) if sources else (),
    )


def _rows(factors: Iterable[Factor]) -> Iterable[Row]:
    for factor in factors:
        origin = f"facteur/{factor.id}"
        value, number_there = (
            marks.of(text, origin) for text in (value_text(factor), factor.identifier)
        )
        told = (factor.unit, number_there, factor.year, marks.of(factor.doubt, origin))
        yield Row(factor.label, "", (factor.entry, value, *told))


def value_text(factor: Factor) -> str:
    """The value with the decimals that it has, and no more."""
    _, _, exponent = factor.value.normalize().as_tuple()
    return number(factor.value, max(0, -int(exponent)))
