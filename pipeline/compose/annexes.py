"""Annexes: answers to the funder's criteria, provenance."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

from markupsafe import Markup

from pipeline.comparison import verdict
from pipeline.compose.factors import compose_factors
from pipeline.compose.material import Source
from pipeline.compose.page import Answer, Provenance, Row
from pipeline.compose.secrecy import compose_secrecy
from pipeline.compose.sources import compose_sources
from pipeline.french import figure_text
from pipeline.model import Figure, Indicator, State
from pipeline.narrative import goal_text
from pipeline.plan import Criterion, Plan
from pipeline.protecting.persons import rate_floor
from pipeline.received import Quality
from pipeline.tallies import combined_sha256, tallies

LIBRARIES = ("duckdb", "sqlglot", "matplotlib", "jinja2", "markdown-it-py", "weasyprint")

ABSENT = {
    State.HIDDEN: "donnée masquée",
    State.NOT_SIGNIFICANT: "donnée non significative",
    State.MISSING: "donnée non transmise",
    State.NOT_APPLICABLE: "sans objet",
}


def compose_answers(plan: Plan, source: Source, words: Mapping[str, Markup]) -> tuple[Answer, ...]:
    """Each criterion of the funder with the figures and texts that answer it."""
    return tuple(_answer(criterion, plan, source, words) for criterion in plan.funder.criteres)


def _answer(
    criterion: Criterion, plan: Plan, source: Source, words: Mapping[str, Markup]
) -> Answer:
    surtitles = {chapter.id: chapter.surtitre for chapter in plan.chapters}
    surtitles |= {"pole": "Le pôle", "projets": "Trois projets"}
    figures, missing = [], []
    for indicator in criterion.indicateurs:
        head = source.figures.indicators[indicator]
        *_, before, now = source.figures.series(indicator)
        if head.kept:
            missing.append(f"{head.title} (retiré par le pôle)")
        elif now.state is State.VALUE:
            values = figure_text(now, head), figure_text(before, head)
            figures.append(Row(head.title, head.code, (*values, _goal(head, now, source))))
        else:
            missing.append(f"{head.title} ({ABSENT[now.state]})")
    written = [t for t in criterion.textes if words.get(t)]
    texts = tuple((t, surtitles[t]) for t in written if t in surtitles)
    own = tuple(words[t] for t in written if t not in surtitles)
    missing += [
        f"le texte du pôle, à écrire dans textes/{t}.md"
        for t in criterion.textes
        if not words.get(t)
    ]
    told = tuple(figures), texts, tuple(missing), own
    return Answer(criterion.intitule, criterion.question, *told)


def _goal(head: Indicator, now: Figure, source: Source) -> str:
    """`180 · atteint`; "" without a target."""
    target = source.target(head.id)
    return f"{goal_text(head, target)} · {verdict(head, now, target).value}" if target else ""


def compose_provenance(plan: Plan, quality: Quality, source: Source) -> Provenance:
    """Inputs by contract with one hash each, versions, and what the secret hid."""
    factors, objects = compose_factors(source)
    return Provenance(
        sources=compose_sources(source, tallies(quality)),
        versions=tuple((name, version(name)) for name in LIBRARIES),
        threshold=source.figures.threshold,
        rate_floor=rate_floor(source.figures.threshold),
        secrecy=compose_secrecy(plan, source),
        inputs_sha256=combined_sha256(quality.files),
        factors=factors,
        objects=objects,
    )
