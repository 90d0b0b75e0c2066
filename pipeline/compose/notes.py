"""Notes beside a chart: what its figures say, what others measured, how far to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.compose.material import Source
from pipeline.compose.page import Note
from pipeline.french import NBSP, figure_text, number, plural
from pipeline.model import Indicator, State
from pipeline.narrative import french_list, sentence
from pipeline.plan import ChartPlan
from pipeline.proof import marks

MOST_LIMITS = 1  # sentence beside one chart; dictionnaire.csv has them all


def notes_of(plan: ChartPlan, heads: list[Indicator], source: Source) -> Iterator[Note]:
    """What the figures say, what others measured, how far to read."""
    if says := _says(plan, source):
        yield Note("Ce que disent les chiffres", tuple(says))
    if told_by_others := [f"{head.title} : {head.benchmark}." for head in heads if head.benchmark]:
        yield Note("Repère", tuple(told_by_others))
    limits = list(dict.fromkeys(first_sentence(head.limits) for head in heads if head.limits))
    unknown = [
        f"{head.title} : {_unknown(figure.unknown, head, source)}."
        for head in heads
        if (figure := source.figures.get(head.id, source.year)).unknown
    ]
    if limits or unknown:
        yield Note("Limites", tuple(limits[:MOST_LIMITS] + unknown))


def _says(plan: ChartPlan, source: Source) -> list[str]:
    if plan.is_by_category:
        return list(filter(None, (_of_category(line, source) for line in plan.indicateurs)))
    told = (plan.constat,) if plan.constat else plan.heads()
    delivered = (i for i in told if source.figures.get(i, source.year).state is not State.MISSING)
    return [_sentence(indicator, source) for indicator in delivered]


def _of_category(line: str, source: Source) -> str:
    """`Entrées : 4 en 2025, contre 3 en 2024 et 1 en 2021.`; "" without a value this year."""
    indicator, _, category = line.partition(".")
    head = source.figures.indicators[indicator]
    *before, now = source.figures.series(indicator, category=category)
    if now.value is None:
        return ""
    ends = dict.fromkeys((*before[-1:], *before[:1]))  # the year before, then the first
    earlier = [f"{figure_text(f, head)}{NBSP}en {f.key.year}" for f in ends if f.value is not None]
    told = f"{head.categories[category]} : {figure_text(now, head)}{NBSP}en {source.year}"
    return told + (f", contre {french_list(earlier)}" if earlier else "") + "."


def _unknown(count: int, head: Indicator, source: Source) -> str:
    text = f"{number(count)} non {plural(count, 'renseigné')}"
    return marks.of(text, f"inconnus/{head.id}|{source.year}")


def first_sentence(text: str) -> str:
    """The text up to its first full stop followed by a capital."""
    return re.split(r"(?<=\.) (?=[A-ZÀÉ])", text, maxsplit=1)[0]


def _sentence(indicator: str, source: Source) -> str:
    head = source.figures.indicators[indicator]
    return sentence(head, source.figures.series(indicator), source.target(indicator))


def new_notes(notes: Iterator[Note], said: set[str]) -> Iterator[Note]:
    """The notes, less what the chapter has `said` beside an earlier chart."""
    for note in notes:
        new = tuple(text for text in note.paragraphs if marks.plain(text) not in said)
        said.update(map(marks.plain, new))
        if new:
            yield Note(note.title, new)
