"""Numbers, durations and their units as people and their software write them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from pipeline.contracts import Field
from tests.dirt.cases import Operator
from tests.dirt.draft import Draft, Value, plain

_UNITS = {
    "_eur": ["€", "euros", "EUR"],
    "_kg": ["kg"],
    "_m2": ["m²", "m2"],
    "heures": ["h", "heures"],
}


def _retype(
    draft: Draft, wanted: Callable[[Field, Value], bool], write: Callable[[str], str], told: str
) -> None:
    """Write one cell, or the whole column as software does, in another way."""
    line, place, column, _ = draft.pick(wanted)
    lines = [line]
    if draft.rng.random() < 0.5:
        others = draft.cells()
        lines += [o for o, where, _, v in others if where == place and wanted(column, v)]
    for other in lines:
        draft.taken.add((other, column.name))
        other.cells[place] = write(other.cells[place])
    if told:
        draft.told.append(told)


def _is_number(column: Field, value: Value) -> bool:
    return column.type == "number" and isinstance(value, Decimal)


def _is_large(column: Field, value: Value) -> bool:
    return _is_number(column, value) and isinstance(value, Decimal) and abs(value) >= 1000


def _grouped(text: str, mark: str) -> str:
    """1234567,89 with a mark every three digits."""
    whole, comma, rest = text.partition(",")
    return f"{int(whole):,}".replace(",", mark) + comma + rest


def decimal_point(draft: Draft) -> None:
    _retype(draft, _is_number, lambda text: text.replace(",", "."), "")


def thousands_space(draft: Draft) -> None:
    _retype(draft, _is_large, lambda text: _grouped(text, " "), "")


def thousands_no_break_space(draft: Draft) -> None:
    _retype(draft, _is_large, lambda text: _grouped(text, "\xa0"), "")


def thousands_narrow_space(draft: Draft) -> None:
    _retype(draft, _is_large, lambda text: _grouped(text, "\u202f"), "")


def thousands_thin_space(draft: Draft) -> None:
    _retype(draft, _is_large, lambda text: _grouped(text, "\u2009"), "")


def thousands_apostrophe(draft: Draft) -> None:
    mark = draft.choose(["'", "’"])
    _retype(draft, _is_large, lambda text: _grouped(text, mark), "")


def thousands_dot(draft: Draft) -> None:
    """`1.234,50`: the comma says which is which."""

    def is_cents(column: Field, value: Value) -> bool:
        return _is_large(column, value) and "," in plain(value, column)

    _retype(draft, is_cents, lambda text: _grouped(text, "."), "point des milliers")


def english_number(draft: Draft) -> None:
    """`1,234.50`."""

    def write(text: str) -> str:
        return _grouped(text, "@").replace(",", ".").replace("@", ",")

    _retype(draft, lambda f, v: _is_large(f, v) and "," in plain(v, f), write, "anglaise")


def glued_unit(draft: Draft) -> None:
    def units(column: Field) -> list[str]:
        return next((units for mark, units in _UNITS.items() if mark in column.name), [])

    line, place, column, _ = draft.pick(lambda f, v: _is_number(f, v) and bool(units(f)))
    space = draft.choose(["", " ", "\xa0", "\u202f"])
    line.cells[place] += space + draft.choose(units(column))
    draft.told.append("symbole|unité")


def per_cent(draft: Draft) -> None:
    line, place, _, _ = draft.pick(lambda f, v: f.name.endswith("_pct") and v is not None)
    line.cells[place] += draft.choose(["%", " %", "\u202f%"])
    draft.told.append("symbole|unité")


def _is_negative(column: Field, value: Value) -> bool:
    return _is_number(column, value) and isinstance(value, Decimal) and value < 0


def parentheses(draft: Draft) -> None:
    _retype(draft, _is_negative, lambda text: f"({text[1:]})", "parenthèses")


def trailing_minus(draft: Draft) -> None:
    _retype(draft, _is_negative, lambda text: f"{text[1:]}-", "(?i)moins|signe")


def true_minus(draft: Draft) -> None:
    _retype(draft, _is_negative, lambda text: f"−{text[1:]}", "")


def plus_sign(draft: Draft) -> None:
    _retype(draft, lambda f, v: _is_number(f, v) and not _is_negative(f, v), lambda t: f"+{t}", "")


def scientific_number(draft: Draft) -> None:
    """`1,23456E+03`, with all its digits."""
    line, place, _, value = draft.pick(_is_number)
    assert isinstance(value, Decimal)
    digits = f"{value:.{max(len(value.normalize().as_tuple().digits) - 1, 1)}E}"
    mark = draft.choose([",", "."])
    line.cells[place] = digits.replace(".", mark)
    draft.told.append("scientifique")


def clock_hours(draft: Draft) -> None:
    """35:00, 35h30, 7 h 15."""

    def is_minutes(column: Field, value: Value) -> bool:
        return "heures" in column.name and isinstance(value, Decimal)

    line, place, column, _ = draft.pick(is_minutes)
    draft.disturb()
    assert line.row is not None
    hours, minutes = draft.rng.randrange(1, 150), draft.rng.choice([0, 15, 30, 45])
    if column.name == "heures_payees" and "dont_absence" in draft.columns:
        hours = 149
    draft.rows[line.row][column.name] = Decimal(hours) + Decimal(minutes) / 60
    form = draft.choose(["{}:{:02}", "{}h{:02}", "{} h {:02}", "{}:{:02}:00"])
    line.cells[place] = form.format(hours, minutes)
    draft.told.append("heures et minutes")


RECOVERED = tuple(
    Operator("Cells", dirty)
    for dirty in (
        decimal_point,
        thousands_space,
        thousands_no_break_space,
        thousands_narrow_space,
        thousands_thin_space,
        thousands_apostrophe,
        thousands_dot,
        english_number,
        glued_unit,
        per_cent,
        parentheses,
        trailing_minus,
        true_minus,
        plus_sign,
        scientific_number,
        clock_hours,
    )
)
