"""The annex of entries: what each figure means, what it compares with, what it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipeline.comparison import Change, Verdict, change, unknown_part, verdict
from pipeline.compose.charts import perimeter
from pipeline.compose.material import Source
from pipeline.compose.page import Entry
from pipeline.compose.sources import source_numbers
from pipeline.counting.heads import CODE_PREFIXES
from pipeline.french import NBSP, POINTS, figure_text, number, plural, quantity
from pipeline.model import WITHDRAWN, Figure, Indicator, State, Target
from pipeline.narrative import french_list, goal_text
from pipeline.plan import Plan
from pipeline.proof import marks
from pipeline.received import Quality
from pipeline.tallies import Tally, tallies, together

DETAIL = {0: Decimal(10), 1: Decimal(1), 2: Decimal("0.1")}  # decimals of a noise, from which size
LOW_DETAIL = 3
AGGREGATIONS = {  # a value of the pole alone adds nothing up
    "somme": "somme",
    "ratio": "rapport de sommes",
    "stock": "état au 31 décembre",
    "distinct": "personnes distinctes",
    "mediane": "médiane",
}


def compose_entries(plan: Plan, source: Source, quality: Quality) -> tuple[Entry, ...]:
    """One entry for each indicator, by theme then code; in full for those that a page shows."""
    printed, read = set(plan.indicators()), tallies(quality)
    themes = list(CODE_PREFIXES)
    ordered = sorted(
        source.figures.indicators.values(),
        key=lambda head: (themes.index(head.theme), len(head.code), head.code),
    )
    return tuple(_entry(head, source, read, full=head.id in printed) for head in ordered)


def _entry(head: Indicator, source: Source, read: Mapping[str, Tally], *, full: bool) -> Entry:
    *_, before, now = source.figures.series(head.id)
    is_split = source.figures.is_split(head.id, source.year)
    sources, made_from = _made_from(head, source, read)
    return Entry(
        head=head,
        value=_value(head, now, is_split=is_split, full=full),
        frameworks=frameworks(head),
        compared=" ".join(_compared(head, before, now, source)) if full and not head.kept else "",
        perimeter=_perimeter(head, now, source),
        sources=sources,
        made_from=made_from,
    )


def _value(head: Indicator, now: Figure, *, is_split: bool, full: bool) -> str:
    """What the entry says beside its title: the figure, or why it has none."""
    if head.kept:
        return "retiré par le pôle" if head.kept == WITHDRAWN else "usage interne"
    if not full:
        return "fichier joint"
    return "sans total" if is_split else figure_text(now, head)


def frameworks(head: Indicator) -> str:
    """`ODD 8.5, IRIS+ ≈ OI9028`: the targets and the indicators of others; "" without any."""
    goals = f"ODD{NBSP}{', '.join(head.sdg)}" if head.sdg else ""
    iris = f"IRIS+{NBSP}{head.iris.replace('≈ ', f'≈{NBSP}')}" if head.iris else ""
    return ", ".join(filter(None, (goals, iris)))


def _compared(head: Indicator, before: Figure, now: Figure, source: Source) -> Iterator[str]:
    """Previous year and trend, target and verdict, benchmark: a sentence each."""
    moved = change(head, before, now, attention=source.attention)
    told = f"{NBSP}: {_trend(head, moved, now)}" if moved else ""
    if head.is_broken(before.key.year, now.key.year):
        told = f"{NBSP}: rupture de série"
    if now.state is State.HIDDEN:
        yield _published(head, source)
    elif not source.figures.is_split(head.id, before.key.year):
        yield f"{_earlier(head, before)} en {before.key.year}{told}."
    if target := source.target(head.id):
        yield f"{_goal(head, now, target)}."
    if head.benchmark:
        yield f"Repère{NBSP}: {head.benchmark}."


def _published(head: Indicator, source: Source) -> str:
    """The years that a series masked this year tells, rather than one more mask."""
    told = [f for f in source.figures.series(head.id) if f.value is not None]
    if not told:
        whose = "personnes" if head.sensitivity else "structures"
        return f"Masqué chaque année pour protéger les {whose}."
    years = french_list([f"{figure_text(f, head)} en {f.key.year}" for f in told])
    return f"Publié{NBSP}: {years}."


def _earlier(head: Indicator, before: Figure) -> str:
    """The value of the year before, or in words why there is none."""
    is_told = before.value is not None
    return figure_text(before, head) if is_told else before.state.value.capitalize()


def _trend(head: Indicator, moved: Change, now: Figure) -> str:
    """`en hausse (bruit 13)`: the threshold below which nothing would be concluded."""
    detail = next((n for n, least in DETAIL.items() if moved.noise >= least), LOW_DETAIL)
    noise = quantity(moved.noise, POINTS if head.is_share or head.unit == POINTS else "", detail)
    marked = marks.of(noise, f"bruit/{head.id}|{now.key.year}")
    return f"{moved.trend.value} (bruit {marked})"


def _goal(head: Indicator, now: Figure, target: Target) -> str:
    """`Objectif 60 % : atteint (officiel, circulaire…, depuis 2014)`."""
    told = ", ".join(filter(None, (target.kind, target.source, target.set_on)))
    judged = verdict(head, now, target)
    end = "" if judged is Verdict.NONE else f"{NBSP}: {judged.value}"
    return f"Objectif {goal_text(head, target)}{end} ({told})"


def _perimeter(head: Indicator, now: Figure, source: Source) -> str:
    """Way of adding up, who delivered, and the part of unknown answers."""
    text = perimeter(head, source)
    if head.aggregation in AGGREGATIONS:
        text = f"{AGGREGATIONS[head.aggregation]} ; {text}"
    text = f"{text[:1].upper()}{text[1:]}"
    part = unknown_part(now)
    if part is None:
        return text
    flag = " ▲" if part > source.attention.unknown_percent else ""
    unknown = marks.of(quantity(part, "%"), f"inconnus/{head.id}|{now.key.year}")
    return f"{text} ; {unknown} d’inconnus{flag}"


def _made_from(head: Indicator, source: Source, read: Mapping[str, Tally]) -> tuple[str, str]:
    """The sources by their number, then their files and lines, unless these count persons."""
    if not head.raw_tables:
        return "", "Journal de réception"
    numbers = source_numbers(source, read)
    own = {
        table: read[table]
        for table in source.contract_titles
        if table in head.raw_tables and table in read
    }
    if not own:
        titles = ", ".join(source.contract_titles[table].lower() for table in head.raw_tables)
        return "", f"{titles[:1].upper()}{titles[1:]} : aucun fichier"
    named = ", ".join(numbers[table] for table in own)
    every = together(own.values())
    files = marks.of(number(len(every.files)), f"fichiers/{head.code}")
    files = f"{files}{NBSP}{plural(len(every.files), 'fichier')}"
    if not source.of_persons.isdisjoint(own):
        return named, files
    kept = marks.of(number(every.kept), f"lignes gardées/{head.code}")
    lines = marks.of(number(every.read), f"lignes lues/{head.code}")
    noun = plural(every.kept, "ligne gardée", "lignes gardées")
    return named, f"{files}, {kept}{NBSP}{noun} sur{NBSP}{lines}"
