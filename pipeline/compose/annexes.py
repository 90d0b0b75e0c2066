"""Annexes: dictionary of indicators, answers to the funder's criteria, provenance."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.metadata import version

from markupsafe import Markup

from pipeline.compose.charts import perimeter
from pipeline.compose.factors import compose_factors
from pipeline.compose.page import Answer, Entry, Provenance, Row, Source, Table
from pipeline.compose.secrecy import compose_secrecy
from pipeline.french import figure_text, number
from pipeline.model import Indicator, Quality, SourceFile, State
from pipeline.plan import Criterion, Plan
from pipeline.proof import marks

LIBRARIES = ("duckdb", "sqlglot", "matplotlib", "jinja2", "markdown-it-py", "weasyprint")


def compose_dictionary(plan: Plan, source: Source, quality: Quality) -> tuple[Entry, ...]:
    """One entry for each indicator that the report prints, by receipt code."""
    printed = {source.figures.indicators[i].code: i for i in plan.indicators()}
    rows = rows_by_contract(quality)
    return tuple(
        _entry(source.figures.indicators[printed[code]], plan, source, rows)
        for code in sorted(printed)
    )


def rows_by_contract(quality: Quality) -> Mapping[str, int]:
    """Rows counted in each contract, over all files and years of the delivery."""
    contracts = {file.path: file.contract for file in quality.files}
    rows: Counter[str] = Counter()
    for balance in quality.balances:
        rows[contracts.get(balance.file) or ""] += balance.counted + balance.repaired
    return rows


def _entry(head: Indicator, plan: Plan, source: Source, rows: Mapping[str, int]) -> Entry:
    read = sum(rows.get(table, 0) for table in head.raw_tables)
    files = ", ".join(source.contract_titles[t].lower() for t in head.raw_tables)
    hidden = head.sensitivity and 0 < read < source.figures.threshold
    return Entry(
        head=head,
        unit={"nb": "nombre", "pers.": "personnes", "": "nombre"}.get(head.unit, head.unit),
        perimeter=perimeter(head, source).replace(" structures sur ", " / "),
        files=files or "journal de réception",
        rows=marks.of("s" if hidden else number(read) if read else "", f"lignes/{head.code}"),
        chapter=plan.chapter_of(head.id),
    )


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
    balances = {balance.file: balance for balance in quality.balances}
    for contract, title in source.contract_titles.items():
        files = [file for file in quality.files if file.contract == contract]
        if files:
            read = [balances[file.path] for file in files if file.path in balances]
            counted = sum(b.counted + b.repaired for b in read)
            cells = (
                marks.of(number(len(files)), f"contrat/{contract}/fichiers"),
                marks.of(number(sum(b.lines for b in read)), f"contrat/{contract}/lignes lues"),
                marks.of(number(counted), f"contrat/{contract}/lignes comptées"),
                combined_sha256(files)[:16],
            )
            yield Row(title, "", cells)


def combined_sha256(files: tuple[SourceFile, ...] | list[SourceFile]) -> str:
    """One hash for a set of files: that of the sorted lines `sha256  path` of sha256sum."""
    lines = sorted(f"{file.sha256}  {file.path}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
