"""Annexes: answers to the funder's criteria, provenance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version

from markupsafe import Markup

from pipeline.compose.factors import compose_factors
from pipeline.compose.page import Answer, Provenance, Row, Source, Table
from pipeline.compose.secrecy import compose_secrecy
from pipeline.french import STATE_TEXT, figure_text, number
from pipeline.model import State
from pipeline.plan import Criterion, Plan
from pipeline.proof import marks
from pipeline.received import Quality
from pipeline.tallies import OF_PERSONS, Tally, combined_sha256, tallies, together

LIBRARIES = ("duckdb", "sqlglot", "matplotlib", "jinja2", "markdown-it-py", "weasyprint")


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
        if now.state is State.VALUE:
            cells = (figure_text(now, head), figure_text(before, head), plan.chapter_of(indicator))
            figures.append(Row(head.title, head.code, cells))
        else:
            missing.append(f"{head.title} ({now.state.value})")
    texts = tuple((t, surtitles[t]) for t in criterion.textes if words.get(t))
    missing += [
        f"texte « {t} » à écrire (textes/{t}.md)" for t in criterion.textes if not words.get(t)
    ]
    return Answer(criterion.intitule, criterion.question, tuple(figures), texts, tuple(missing))


def compose_provenance(plan: Plan, quality: Quality, source: Source) -> Provenance:
    """Inputs by contract with one hash each, versions, and what the secret hid."""
    return Provenance(
        inputs=Table(
            "Fichiers lus, par contrat",
            ("Contrat", "Fichiers", "Lignes lues", "Lignes comptées", "Empreinte SHA-256"),
            tuple(_input_rows(quality, source)),
        ),
        versions=tuple((name, version(name)) for name in LIBRARIES),
        threshold=source.figures.threshold,
        secrecy=compose_secrecy(plan, source),
        inputs_sha256=combined_sha256(quality.files),
        factors=compose_factors(source),
    )


def _input_rows(quality: Quality, source: Source) -> Iterator[Row]:
    """The lines of files of persons are told together: of one contract, they count its persons."""
    read = tallies(quality)
    for contract, title in source.contract_titles.items():
        if own := read.get(contract):
            yield _input_row(contract, title, own, are_counted=contract not in source.of_persons)
    if persons := [own for name, own in read.items() if name in source.of_persons]:
        yield _input_row(OF_PERSONS, OF_PERSONS, together(persons), are_counted=True)


def _input_row(contract: str, title: str, own: Tally, *, are_counted: bool) -> Row:
    lines = {"lignes lues": own.read, "lignes comptées": own.kept}
    told = (
        marks.of(number(count), f"contrat/{contract}/{name}")
        if are_counted
        else STATE_TEXT[State.HIDDEN]
        for name, count in lines.items()
    )
    files = marks.of(number(len(own.files)), f"contrat/{contract}/fichiers")
    return Row(title, "", (files, *told, own.sha256[:16]))
