"""What `trace` says first: the meaning of the code, and its published values."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.compose.entries import frameworks
from pipeline.french import decimals_of, figure_text, number, plural
from pipeline.model import WITHDRAWN, Figure
from pipeline.protecting.merging import merges
from pipeline.tracing.case import Case, wrapped


def meaning(case: Case) -> Iterator[str]:
    """The head of the indicator, and who delivered."""
    head = case.head
    yield f"{head.code} · {head.title} ({head.id})"
    yield head.question
    yield from wrapped(f"Définition : {head.definition}")
    if head.numerator:
        times = " × 100" if head.is_share else ""
        yield f"Formule : {head.numerator} ÷ {head.denominator}{times}, calculée une seule fois"
    yield from wrapped(f"Source : {head.source}")
    if named := frameworks(head):
        yield named
    if head.limits:
        yield from wrapped(f"Limites : {head.limits}")
    received, expected = case.figures.perimeters.get((head.id, case.year), (0, 0))
    noun = plural(received, "structure")
    yield f"Périmètre {case.year} : {received} {noun} sur {expected}"


def values(case: Case) -> Iterator[str]:
    """The values as published: of the pole by year, then the detail of the edition."""
    figures, head = case.figures, case.head
    yield ""
    if head.kept:
        why = "retiré par le pôle" if head.kept == WITHDRAWN else "usage interne"
        yield f"Aucune valeur publiée : {why}. Les vôtres sont dans les fichiers privés."
        return
    if figures.is_split(head.id, case.year):
        yield "Valeurs publiées : aucun total, le détail seul."
    else:
        yield "Valeurs publiées, pour le pôle entier :"
        for figure in figures.series(head.id):
            yield f"  {figure.key.year}  {_told(figure, case)}"
    for one in merges(figures.indicators, figures.told):
        if one.head.id == head.id:
            why = "plus de détail serait presque tout masqué, ou désignerait quelqu'un"
            yield f"{one.place} est donné {one.way} : {why}."
    yield from _detail(case)


def _detail(case: Case) -> Iterator[str]:
    """Each published value of a structure or a category, under the name that the page gives it."""
    named = {_name(figure, case): _told(figure, case) for figure in _parts(case)}
    if named:
        width = max(map(len, named))
        yield ""
        yield f"Le détail de {case.year} :"
        yield from (f"  {name:<{width}}  {text}" for name, text in named.items())


def _parts(case: Case) -> Iterator[Figure]:
    """Categories, then structures, then those of a structure that are no zero."""
    own = [
        figure
        for key, figure in sorted(case.figures.cells.items())
        if (key.indicator, key.year) == (case.head.id, case.year)
        and (key.structure or key.category)
    ]
    both = [figure for figure in own if figure.key.structure and figure.key.category]
    yield from (figure for figure in own if not figure.key.structure)
    yield from (figure for figure in own if not figure.key.category)
    yield from (figure for figure in both if figure.value != 0)


def _name(figure: Figure, case: Case) -> str:
    names, labels = case.quality.structures, case.head.categories
    structure, category = figure.key.structure, figure.key.category
    told = names.get(structure, structure), labels.get(category, names.get(category, category))
    return ", ".join(filter(None, told))


def _told(figure: Figure, case: Case) -> str:
    return f"{figure_text(figure, case.head)}{_division(figure)}"


def _division(figure: Figure) -> str:
    """The two terms of a ratio, when they may be published."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    terms = (number(n, min(decimals_of(n), 2)) for n in (figure.numerator, figure.denominator))
    return f"  ({' ÷ '.join(terms)})"
