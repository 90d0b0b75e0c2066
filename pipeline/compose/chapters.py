"""Chapters: title and lead from figures, charts with their notes, the pole's words, tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from markupsafe import Markup

from pipeline.charts.alternative import alternative_text
from pipeline.charts.drawing import height_mm
from pipeline.charts.model import Chart, Kind
from pipeline.charts.table import data_table
from pipeline.compose.beside import alone, beside
from pipeline.compose.charts import compose_chart
from pipeline.compose.comparisons import compose_comments
from pipeline.compose.early import shows_something, unsent
from pipeline.compose.filling import filled
from pipeline.compose.material import Source
from pipeline.compose.notes import new_notes, notes_of
from pipeline.compose.page import Chapter, ChartBlock
from pipeline.compose.tables import compose_tables
from pipeline.model import Figures
from pipeline.narrative import headline
from pipeline.plan import ChapterPlan, ChartPlan, Plan
from pipeline.proof import marks

NOTHING = "Aucun chiffre de ce chapitre n’a été transmis."


def compose_chapters(plan: Plan, source: Source, words: dict[str, Markup]) -> tuple[Chapter, ...]:
    """All chapters in the funder's order; charts are numbered through the report."""
    numbers = count(1)
    return filled([_chapter(chapter, source, words, numbers) for chapter in plan.chapters])


def _chapter(
    plan: ChapterPlan, source: Source, words: dict[str, Markup], numbers: Iterator[int]
) -> Chapter:
    columns, tables = compose_tables(plan, source)
    first, *others = sorted((plan.titre, *plan.accroche), key=lambda i: not _is_printed(i, source))
    title = _headline(first, source) if _is_printed(first, source) else plan.question
    absent = unsent(plan, source)
    lead = NOTHING if absent else " ".join(f"{_headline(one, source)}." for one in others)
    said, comments = words.get(plan.id, Markup("")), compose_comments(plan, source)
    return Chapter(
        id=plan.id,
        surtitle=plan.surtitre,
        question=plan.question,
        title=title,
        lead=lead,
        blocks=tuple(_blocks(plan, source, numbers)),
        words=said,
        outlook=words.get(outlook_name(plan.id), Markup("")),
        columns=columns,
        tables=tables,
        others=tuple(sorted(source.figures.indicators[i].code for i in plan.tableaux.annexe)),
        comments=comments,
        unsent=absent,
    )


def outlook_name(chapter: str) -> str:
    """The text of the pole on what comes next: `textes/gouvernance-perspectives.md`."""
    return f"{chapter}-perspectives"


def _is_told(chart: ChartPlan, figures: Figures) -> bool:
    """Whether what the chart compares is printed, structures or categories."""
    (first, *_) = chart.heads()
    if chart.sorte is Kind.BARS and chart.par == "structure":
        return figures.is_by_structure(first)
    by_category = chart.sorte in {Kind.BARS, Kind.COMPOSITION}
    return not by_category or bool(figures.categories(first))


def _is_printed(indicator: str, source: Source) -> bool:
    """A mask makes no title: the next finding of the chapter then leads it."""
    return source.figures.get(indicator, source.year).value is not None


def _headline(indicator: str, source: Source) -> str:
    *_, before, now = source.figures.series(indicator)
    head = source.figures.indicators[indicator]
    return headline(head, before, now, source.target(indicator))


def _blocks(chapter: ChapterPlan, source: Source, numbers: Iterator[int]) -> Iterator[ChartBlock]:
    """The charts that have something to show, and beside each what no earlier one has said."""
    said: set[str] = set()
    for plan in chapter.graphiques:
        if _is_told(plan, source.figures):
            chart = compose_chart("", plan, chapter.id, source)
            if shows_something(chart):
                yield _block(next(numbers), chart, plan, chapter, source, said)


def _block(
    rank: int,
    bare: Chart,
    plan: ChartPlan,
    chapter: ChapterPlan,
    source: Source,
    said: set[str],
) -> ChartBlock:
    """A chart and its notes, less what the chapter has `said` beside an earlier one."""
    heads = [source.figures.indicators[i] for i in plan.heads()]
    notes = tuple(new_notes(notes_of(plan, heads, source), said))
    chart = beside(replace(bare, id=f"graphique-{rank}"), notes)
    with marks.no_marking():  # what follows measures texts
        wide = alone(chart, height_mm(chart))
        chart = wide or chart
        height = height_mm(chart)
    return ChartBlock(
        number=rank,
        chart=chart,
        height_mm=height,
        is_low=wide is not None,
        alt=alternative_text(chart),
        table=data_table(chart),
        is_tabled=_is_tabled(plan, chapter),
        codes=_codes(plan, source),
        notes=notes,
    )


def _codes(plan: ChartPlan, source: Source) -> tuple[str, ...]:
    """Those drawn, and the one that the title tells when it is another."""
    told = dict.fromkeys((*plan.heads(), *filter(None, (plan.constat,))))
    return tuple(source.figures.indicators[identifier].code for identifier in told)


def _is_tabled(plan: ChartPlan, chapter: ChapterPlan) -> bool:
    tables = {
        Kind.TREND: chapter.tableaux.annees,
        Kind.GAUGE: chapter.tableaux.annees,
        Kind.COMPOSITION: chapter.tableaux.modalites,
        Kind.BARS: getattr(chapter.tableaux, f"{plan.par}s"),
    }
    return set(plan.indicateurs) <= set(tables.get(plan.sorte, ()))
