"""The summary: key figures as cards, and three findings chosen by rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from pipeline.charts.colours import THEMES
from pipeline.charts.sparkline import sparkline
from pipeline.comparison import Change, Trend, Verdict, change, verdict
from pipeline.compose.early import first_told
from pipeline.compose.material import Source
from pipeline.compose.page import Finding, KeyFigure, Summary
from pipeline.french import figure_text
from pipeline.model import Figure, Indicator, State
from pipeline.narrative import enumeration, french_list, goal_text, sentence, tally
from pipeline.plan import Plan
from pipeline.proof import marks

LED = 3  # key figures that open the summary
MOST_SIGNS = 64  # of a benchmark, in two lines of a card
COOPERATION = ("cooperation", "gouvernance")


def compose_summary(plan: Plan, source: Source) -> Summary:
    """Cards in the funder's order; the lead tells the first ones."""
    heads = [source.figures.indicators[i] for i in plan.funder.chiffres_cles]
    lead = [_two_years(h, source) for h in heads if _is_printed(h, source)][:LED]
    cards = tuple(_card(head, source) for head in heads)
    goals = tally([card.verdict for card in cards])
    return Summary(
        lead=" ".join(filter(None, (enumeration(lead, source.year), goals))),
        findings=tuple(_findings(heads, {head.id for head, *_ in lead}, plan, source)),
        cards=cards,
    )


def _two_years(head: Indicator, source: Source) -> tuple[Indicator, Figure, Figure]:
    *_, before, now = source.figures.series(head.id)
    return head, before, now


def _is_printed(head: Indicator, source: Source) -> bool:
    return source.figures.get(head.id, source.year).value is not None


def _card(head: Indicator, source: Source) -> KeyFigure:
    series = source.figures.series(head.id)
    now, before, target = series[-1], series[-2], source.target(head.id)
    moved = change(head, before, now)
    unit = "" if now.value is None or head.unit == "nb" else head.unit
    is_new = first_told([series]) == len(series) - 1
    return KeyFigure(
        theme=head.theme,
        title=head.title,
        code=head.code,
        value=figure_text(now, head, unit=False),
        unit=unit,
        spark=sparkline(series, THEMES[head.theme]),
        spark_alt=_in_a_row(head, series),
        previous="Première année"
        if is_new
        else f"{figure_text(before, head)} en {before.key.year}",
        change=moved.text if moved else "",
        target=f"Objectif {goal_text(head, target)}" if target else "",
        verdict=verdict(head, now, target),
        benchmark=_benchmark(head),
    )


def _benchmark(head: Indicator) -> str:
    """The first one of a share, without its author, whom the entry names; "" if a card is short."""
    first = head.benchmark.partition(" ; ")[0].partition(" (")[0]
    if not head.is_share or len(first) > MOST_SIGNS:
        return ""
    return marks.of(first, f"repere/{head.id}")


def _in_a_row(head: Indicator, series: tuple[Figure, ...]) -> str:
    """The years read aloud, for the small line of a card."""
    told = series[first_told([series]) :]
    values = french_list([figure_text(f, head) if f.value is not None else f.state for f in told])
    if len(told) == 1:
        return f"{head.title}, en {told[0].key.year} seulement : {values}"
    return f"{head.title}, de {told[0].key.year} à {told[-1].key.year} : {values}"


def _findings(
    heads: Iterable[Indicator], led: Collection[str], plan: Plan, source: Source
) -> Iterable[Finding]:
    """What went well, what the structures did together, what falls short: one each, distinct.

    Of several, one that has not `led` the page, then one that has a target, then one whose change
    concludes: it says more.
    """
    left = [h for h in heads if source.figures.get(h.id, source.year).state is State.VALUE]
    for wanted in (_is_success, _is_cooperation, _is_shortfall):
        if left:
            head = min(left, key=lambda h: _rank(h, wanted, led, source))
            left.remove(head)
            series = source.figures.series(head.id)
            yield Finding(
                head.theme,
                sentence(head, series, source.target(head.id)),
                plan.chapter_of(head.id),
            )


def _rank(
    head: Indicator,
    wanted: Callable[[Indicator, Source], bool],
    led: Collection[str],
    source: Source,
) -> tuple[bool, ...]:
    has_target, moved = source.target(head.id) is not None, _change(head, source)
    is_told = moved is not None and moved.trend is not Trend.UNCLEAR
    return not wanted(head, source), head.id in led, not has_target, not is_told


def _is_success(head: Indicator, source: Source) -> bool:
    moved = _change(head, source)
    return _verdict(head, source) is Verdict.REACHED and bool(moved and moved.trend is Trend.UP)


def _change(head: Indicator, source: Source) -> Change | None:
    return change(head, *source.figures.series(head.id)[-2:])


def _is_cooperation(head: Indicator, source: Source) -> bool:
    return head.theme in COOPERATION and _is_printed(head, source)


def _is_shortfall(head: Indicator, source: Source) -> bool:
    return _verdict(head, source) is Verdict.MISSED


def _verdict(head: Indicator, source: Source) -> Verdict:
    return verdict(head, source.figures.get(head.id, source.year), source.target(head.id))
