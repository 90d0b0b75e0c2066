"""Sentences made from figures by written rules: they state, agree in number, and never explain.

What a change and a verdict are worth is decided in `comparison`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.comparison import Trend, Verdict, change, verdict
from pipeline.french import NBSP, figure_text, number, plural, quantity, target_text
from pipeline.model import Figure, Indicator, State, Target
from pipeline.proof import marks

GOALS = {
    Verdict.REACHED: ("l’atteint", "l’atteignent"),
    Verdict.NEAR: ("en est proche", "en sont proches"),
    Verdict.MISSED: ("ne l’atteint pas", "ne l’atteignent pas"),
}
WORDS = {"pers.": "personne", "nb": "", "h": "heure", "t": "tonne", "passages": "passage"}


def value_in_words(head: Indicator, figure: Figure) -> str:
    """A value as it stands in a sentence: `62 %`, `187 personnes`."""
    if figure.value is None:
        return figure_text(figure, head)
    return marks.of_figures(_in_words(head, figure.value), figure)


def _in_words(head: Indicator, value: Decimal) -> str:
    word = WORDS.get(head.unit)
    if word is None:
        return quantity(value, head.unit, head.decimals)
    text = number(value, head.decimals)
    return f"{text}{NBSP}{plural(value, word)}" if word else text


def headline(head: Indicator, before: Figure, after: Figure, target: Target | None) -> str:
    """The finding in one line, fit for a title: no final stop."""
    subject = _capital(head.subject)
    if after.value is None:
        return f"{subject} {_without_value(head, after)}"
    value, judged = value_in_words(head, after), verdict(head, after, target)
    moved = change(head, before, after)
    if target is not None and judged is not Verdict.NONE:
        verb = _conj(head, "atteint", "atteignent")
        return f"{subject} {verb} {value}, {_place(head, after, target)}"
    if moved is None or moved.trend is Trend.UNCLEAR:
        return f"{subject} {_conj(head, 's’établit', 's’établissent')} à {value}"
    verbs = {
        Trend.UP: ("progresse en un an", "progressent en un an"),
        Trend.DOWN: ("recule en un an", "reculent en un an"),
        Trend.STABLE: (f"reste {_agree(head, 'stable')}", f"restent {_agree(head, 'stable')}"),
    }
    joint = ", à" if moved.trend is Trend.STABLE else " à"
    return f"{subject} {_conj(head, *verbs[moved.trend])}{joint} {value}"


def _place(head: Indicator, figure: Figure, target: Target) -> str:
    """`au-dessus de l’objectif de 60 %`, in the words of the direction."""
    assert figure.value is not None  # noqa: S101 - a verdict exists only for a printed value
    if figure.value == target.value:
        return "soit l’objectif fixé"
    goal = goal_text(head, target)
    if verdict(head, figure, target) is Verdict.NEAR:
        return f"tout près de l’objectif de{NBSP}{goal}"
    side = "au‑dessus" if figure.value > target.value else "au‑dessous"
    return f"{side} de l’objectif de{NBSP}{goal}"


def goal_text(head: Indicator, target: Target) -> str:
    """A target as it stands beside a value: persons need no unit."""
    return target_text(target, "" if head.unit == "pers." else head.unit)


def _without_value(head: Indicator, figure: Figure) -> str:
    """`est masqué pour protéger les personnes`: why a figure says nothing this year."""
    be = _conj(head, "est", "sont")
    if figure.state is State.HIDDEN:
        whose = "personnes" if head.sensitivity else "structures"
        return f"{be} {_agree(head, 'masqué')} pour protéger les {whose}"
    if figure.state is State.MISSING:
        return f"{_conj(head, 'n’a', 'n’ont')} pas été {_agree(head, 'transmis')}"
    return f"{be} {figure.state.value} cette année"


def sentence(head: Indicator, series: tuple[Figure, ...], target: Target | None) -> str:
    """Two clauses at most on one indicator: the year and its change, then the longer run."""
    after = series[-1]
    subject = _capital(head.subject)
    if after.value is None:
        return f"{subject} {_without_value(head, after)}."
    value = value_in_words(head, after)
    before = series[-2] if len(series) > 1 else None
    moved = change(head, before, after) if before else None
    text = f"{subject} {_conj(head, 's’établit', 's’établissent')} à {value}"
    if moved and moved.trend is Trend.STABLE:
        text = f"{subject} {_conj(head, 'reste', 'restent')} {_agree(head, 'stable')}, à {value}"
    elif moved and before and moved.trend is Trend.UNCLEAR:
        text += f" ({_unclear(head, before)})"
    elif moved and before:
        start = figure_text(before, head, unit=head.is_share)
        text = f"{subject} {_conj(head, 'passe', 'passent')} de {start} à {value} en un an"
    if target is not None and verdict(head, after, target) is not Verdict.NONE:
        text += f", {_place(head, after, target)}"
    return f"{text}{_since(head, series)}."


def _unclear(head: Indicator, before: Figure) -> str:
    """`57,1 % en 2024, écart trop faible pour conclure`: both values, and no trend."""
    start = figure_text(before, head, unit=head.is_share)
    return f"{start} en {before.key.year}, écart trop faible pour conclure"


def course(head: Indicator, series: tuple[Figure, ...]) -> str:
    """The longer run in one line, "" when unprinted: `… passe de 51 % en 2021 à 62 % en 2025`."""
    first, last = series[0], series[-1]
    if first.value is None or last.value is None or first.value == last.value:
        return ""
    if head.is_broken(first.key.year, last.key.year):
        return ""
    verb = _conj(head, "passe", "passent")
    start, end = figure_text(first, head, unit=head.is_share), value_in_words(head, last)
    return (
        f"{_capital(head.subject)} {verb} de {start} en {first.key.year} à {end} en {last.key.year}"
    )


def _since(head: Indicator, series: tuple[Figure, ...]) -> str:
    """`; en 2021, il était de 51 %`, when the first year is printed and differs."""
    first, last = series[0], series[-1]
    if len(series) < 3 or first.value is None or first.value == last.value:
        return ""
    if head.is_broken(first.key.year, last.key.year):
        return ""
    pronoun = {"ms": "il était", "fs": "elle était", "mp": "ils étaient", "fp": "elles étaient"}
    value = f"{NBSP}{value_in_words(head, first)}"
    return f" ; en {first.key.year}, {pronoun[head.agreement]} de{value}"


def _conj(head: Indicator, singular: str, several: str) -> str:
    return several if head.agreement.endswith("p") else singular


def _agree(head: Indicator, adjective: str) -> str:
    feminine = "e" if head.agreement.startswith("f") and not adjective.endswith("e") else ""
    several = head.agreement.endswith("p") and not (adjective + feminine).endswith("s")
    return adjective + feminine + ("s" if several else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def enumeration(told: Sequence[tuple[Indicator, Figure, Figure]], year: int) -> str:
    """One sentence of values and those of the year before: `En 2025, … s’établit à 187 (168 en…`.

    Each indicator comes with its figures of both years, the last one printed.
    """
    clauses = [
        f"{head.subject} {{}}à {value_in_words(head, now)}{_aside(head, before, now)}"
        for head, before, now in told
    ]
    if not clauses:
        return ""
    verb = _conj(told[0][0], "s’établit ", "s’établissent ")
    first, *rest = clauses
    listed = french_list([first.format(verb), *(clause.format("") for clause in rest)])
    return f"En {year}, {listed}."


def _aside(head: Indicator, before: Figure, now: Figure) -> str:
    """` (168 en 2024)`; "" when the years do not compare."""
    moved = change(head, before, now)
    if moved is None:
        return ""
    if moved.trend is Trend.STABLE:
        return f", comme en {before.key.year}"
    start = f"{figure_text(before, head, unit=head.is_share)} en {before.key.year}"
    unclear = f", {moved.trend.value}" if moved.trend is Trend.UNCLEAR else ""
    return f" ({start}{unclear})"


def tally(verdicts: Sequence[Verdict]) -> str:
    """`Sur 11 chiffres clés qui ont un objectif, 7 l’atteignent…`; "" when none has a target."""
    judged: list[Verdict] = [one for one in verdicts if one is not Verdict.NONE]
    if not judged:
        return ""
    clauses = []
    for goal, verbs in GOALS.items():
        if count := judged.count(goal):
            clauses.append(f"{_counted(count, goal.value)}{NBSP}{plural(count, *verbs)}")
    figures = plural(len(judged), "chiffre clé qui a", "chiffres clés qui ont")
    return (
        f"Sur {_counted(len(judged), 'fixés')}{NBSP}{figures} un objectif, {french_list(clauses)}."
    )


def _counted(count: int, which: str) -> str:
    return marks.of(number(count), f"bilan/objectifs {which}")


def french_list(items: Sequence[str]) -> str:
    """Join as in `a, b et c`."""
    return " et ".join(filter(None, (", ".join(items[:-1]), items[-1]))) if items else ""
