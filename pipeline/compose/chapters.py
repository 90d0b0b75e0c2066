"""Chapters: title and lead from figures, charts with their notes, the pole's words, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from markupsafe import Markup

from pipeline.charts.alternative import alternative_text
from pipeline.charts.drawing import height_mm
from pipeline.charts.model import Kind
from pipeline.charts.table import data_table
from pipeline.compose.charts import compose_chart
from pipeline.compose.comparisons import compose_comments
from pipeline.compose.page import Chapter, ChartBlock, Note, Row, Source, Table
from pipeline.french import figure_text, number, plural
from pipeline.model import Indicator, State
from pipeline.narrative import goal_text, headline, sentence
from pipeline.plan import ChapterPlan, ChartPlan, Plan
from pipeline.proof import marks

MOST_LIMITS = 1  # sentence beside one chart; dictionnaire.csv has them all


def compose_chapters(plan: Plan, source: Source, words: dict[str, Markup]) -> tuple[Chapter, ...]:
    """All chapters in the funder's order; charts are numbered through the report."""
    numbers = count(1)
    return tuple(_chapter(chapter, source, words, numbers) for chapter in plan.chapters)


def _chapter(
    plan: ChapterPlan, source: Source, words: dict[str, Markup], numbers: Iterator[int]
) -> Chapter:
    return Chapter(
        id=plan.id,
        surtitle=plan.surtitre,
        question=plan.question,
        title=_headline(plan.titre, source),
        lead=" ".join(f"{_headline(indicator, source)}." for indicator in plan.accroche),
        blocks=tuple(_block(next(numbers), chart, plan, source) for chart in plan.graphiques),
        words=words.get(plan.id, Markup("")),
        tables=tuple(_tables(plan, source)),
        comments=compose_comments(plan, source),
    )


def _headline(indicator: str, source: Source) -> str:
    *_, before, now = source.figures.series(indicator)
    head = source.figures.indicators[indicator]
    return headline(head, before, now, source.target(indicator))


def _sentence(indicator: str, source: Source) -> str:
    head = source.figures.indicators[indicator]
    return sentence(head, source.figures.series(indicator), source.target(indicator))


def _block(rank: int, plan: ChartPlan, chapter: ChapterPlan, source: Source) -> ChartBlock:
    chart = compose_chart(f"graphique-{rank}", plan, chapter.id, source)
    heads = [source.figures.indicators[i] for i in plan.heads()]
    with marks.no_marking():  # what follows measures texts
        height = height_mm(chart)
    return ChartBlock(
        number=rank,
        chart=chart,
        height_mm=height,
        alt=alternative_text(chart),
        table=data_table(chart),
        is_tabled=_is_tabled(plan, chapter),
        codes=tuple(head.code for head in heads),
        notes=tuple(_notes(plan, heads, source)),
    )


def _is_tabled(plan: ChartPlan, chapter: ChapterPlan) -> bool:
    tables = {
        Kind.TREND: chapter.tableaux.annees,
        Kind.GAUGE: chapter.tableaux.annees,
        Kind.COMPOSITION: chapter.tableaux.modalites,
        Kind.BARS: getattr(chapter.tableaux, f"{plan.par}s"),
    }
    return set(plan.indicateurs) <= set(tables.get(plan.sorte, ()))


def _notes(plan: ChartPlan, heads: list[Indicator], source: Source) -> Iterator[Note]:
    told = (plan.constat,) if plan.constat else plan.heads()
    says = [
        _sentence(i, source)
        for i in told
        if source.figures.get(i, source.year).state is not State.MISSING
    ]
    if says:
        yield Note("Ce que disent les chiffres", tuple(says))
    if marks := [f"{head.title} : {head.benchmark}." for head in heads if head.benchmark]:
        yield Note("Repère", tuple(marks))
    limits = list(dict.fromkeys(first_sentence(head.limits) for head in heads if head.limits))
    unknown = [
        f"{head.title} : {_unknown(figure.unknown, head, source)}."
        for head in heads
        if (figure := source.figures.get(head.id, source.year)).unknown
    ]
    if limits or unknown:
        yield Note("Limites", tuple(limits[:MOST_LIMITS] + unknown))


def _unknown(count: int, head: Indicator, source: Source) -> str:
    text = f"{number(count)} non {plural(count, 'renseigné')}"
    return marks.of(text, f"inconnus/{head.id}|{source.year}")


def first_sentence(text: str) -> str:
    """The text up to its first full stop followed by a capital."""
    return re.split(r"(?<=\.) (?=[A-ZÀÉ])", text, maxsplit=1)[0]


def _tables(plan: ChapterPlan, source: Source) -> Iterator[Table]:
    years = source.figures.years
    if plan.tableaux.annees:
        yield Table(
            caption=f"{plan.surtitre} : les chiffres de {years[0]} à {years[-1]}",
            header=("Indicateur", *map(str, years), "Objectif", "Structures"),
            rows=tuple(_year_row(i, source) for i in plan.tableaux.annees),
        )
    for indicator in plan.tableaux.modalites:
        head = source.figures.indicators[indicator]
        yield Table(
            caption=f"{head.title}, de {years[0]} à {years[-1]}",
            header=(_unit_header(head), *map(str, years)),
            rows=tuple(_category_rows(head, source)),
        )
    if plan.tableaux.structures:
        yield _structure_table(plan, source)


def _unit_header(head: Indicator) -> str:
    return "En nombre" if head.unit in {"nb", "pers."} else f"En {head.unit}"


def _year_row(line: str, source: Source) -> Row:
    indicator, _, category = line.partition(".")
    head = source.figures.indicators[indicator]
    target = None if category else source.target(indicator)
    title = f"{head.title} : {head.categories[category].lower()}" if category else head.title
    unit = "" if head.unit in {"nb", "%"} else f" ({head.unit})"
    cells = (
        figure_text(f, head, unit=head.is_share)
        for f in source.figures.series(indicator, category=category)
    )
    goal = goal_text(head, target) if target else ""
    received, expected = source.figures.perimeters.get((indicator, source.year), (0, 0))
    shares = marks.of(f"{received} / {expected}", f"perimetre/{indicator}|{source.year}")
    covered = "pôle" if received == expected <= 1 else shares
    return Row(f"{title}{unit}", head.code, (*cells, goal, covered))


def _category_rows(head: Indicator, source: Source) -> Iterator[Row]:
    for category, label in head.categories.items():
        series = source.figures.series(head.id, category=category)
        if any(f.state is not State.MISSING and f.value != 0 for f in series):
            cells = tuple(figure_text(f, head, unit=head.is_share) for f in series)
            yield Row(label, head.code, cells)


def _structure_table(plan: ChapterPlan, source: Source) -> Table:
    heads = [source.figures.indicators[i] for i in plan.tableaux.structures]
    places = [("", "Pôle"), *source.structures.items()]
    rows = []
    for structure, name in places:
        figures = [source.figures.get(h.id, source.year, structure) for h in heads]
        if structure and all(f.state is State.MISSING for f in figures):
            continue
        texts = (figure_text(f, h) for f, h in zip(figures, heads, strict=True))
        rows.append(Row(name, "", tuple(texts)))
    return Table(
        caption=f"{plan.surtitre} : les structures en {source.year}",
        header=("Structure", *(head.title for head in heads)),
        rows=tuple(rows[1:] + rows[:1]),
        codes=tuple(head.code for head in heads),
    )
