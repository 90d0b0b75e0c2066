"""Cells that nobody can read without guessing: refused with their place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from pipeline.contracts import Field
from tests.dirt.cases import Operator
from tests.dirt.draft import Draft, Line, Value, of_two_calendars, serial_number


def _spoil(
    draft: Draft, wanted: Callable[[Field, Value], bool], write: Callable[[str], str], code: str
) -> None:
    """Make one cell doubtful, on a line of its own."""
    line, place, column, _ = draft.pick_alone(wanted)
    line.cells[place] = write(line.cells[place])
    draft.refuse(line, column.name, code)


def _is_number(column: Field, value: Value) -> bool:
    return column.type == "number" and isinstance(value, Decimal)


def thousand_or_decimal(draft: Draft) -> None:
    _spoil(
        draft,
        _is_number,
        lambda _: draft.choose(["1.234", "12.500", "-7.125"]),
        "nombre_ambigu",
    )


def words_for_a_number(draft: Draft) -> None:
    words = draft.choose(["douze", "12 ou 13", "env. 12", "12,5,3", "0x1F", "1_000", "nan"])
    _spoil(draft, _is_number, lambda _: words, "nombre_illisible")


def another_unit(draft: Draft) -> None:
    _spoil(
        draft,
        _is_number,
        lambda _: f"12 {draft.choose(['$', 'tonnes', 'jours'])}",
        "unite_inattendue",
    )


def number_too_large(draft: Draft) -> None:
    _spoil(
        draft,
        lambda f, v: _is_number(f, v) and f.maximum is None,
        lambda _: "9" * 17,
        "nombre_trop_grand",
    )


def negative_where_none_can_be(draft: Draft) -> None:
    _spoil(
        draft,
        lambda f, v: _is_number(f, v) and f.minimum == 0,
        lambda _: "-3,5",
        "valeur_trop_petite",
    )


def half_of_a_whole(draft: Draft) -> None:
    _spoil(
        draft,
        lambda f, v: f.type == "integer" and v is not None and f.minimum == 0,
        lambda _: "3,5",
        "entier_attendu",
    )


def calculation_error(draft: Draft) -> None:
    mark = draft.choose(["#REF!", "#DIV/0!", "#VALEUR!", "#NOM?", "########"])
    _spoil(draft, lambda _, v: v is not None, lambda _: mark, "erreur_de_tableur")


def _is_day(column: Field, value: Value) -> bool:
    return column.type == "date" and isinstance(value, date)


def impossible_day(draft: Draft) -> None:
    text = draft.choose(["31/02/2025", "00/01/2025", "29/02/2023", "2025-06-31"])
    _spoil(draft, _is_day, lambda _: text, "date_impossible")


def both_orders_in_a_column(draft: Draft) -> None:
    """`01/25/2025` is American: who knows whether `03/04/2025` is of March or of April."""
    draft.take("texts")
    place, column = draft.pick_column(_is_day, alone=True)
    line = draft.rng.choice(draft.data_lines())
    line.cells[place] = "01/25/2025"
    _refuse_each(draft, line, column.name, "date_ambigue", _has_two_orders)


def _has_two_orders(day: date) -> bool:
    return day.day <= 12 and day.day != day.month


def _refuse_each(
    draft: Draft, sure: Line | None, column: str, code: str, is_doubtful: Callable[[date], bool]
) -> None:
    """What makes the cells of a column doubtful: a fault on the line of each."""
    if sure:
        draft.refuse(sure, column, code)
    for line in draft.data_lines():
        assert line.row is not None
        day = draft.rows[line.row][column]
        if line is not sure and isinstance(day, date) and is_doubtful(day):
            draft.refuse(line, column, code)


def days_of_two_calendars(draft: Draft) -> None:
    """Numbers of days that are of the past from 1900 and from 1904 alike."""
    draft.take("texts")
    place, column = draft.pick_column(
        lambda f, v: _is_day(f, v) and of_two_calendars(v), alone=True
    )
    for line in draft.data_lines():
        assert line.row is not None
        day = draft.rows[line.row][column.name]
        if isinstance(day, date):
            line.cells[place] = serial_number(day)
    _refuse_each(draft, None, column.name, "numero_de_date_ambigu", of_two_calendars)


def english_thousand_or_decimal(draft: Draft) -> None:
    """`1,234` beside `12,345.60`: the comma is no longer a decimal mark."""

    def is_free(column: Field, value: Value) -> bool:
        return _is_number(column, value) and column.maximum is None and "_kg" not in column.name

    draft.take("texts")
    place, column = draft.pick_column(is_free, alone=True)
    line, other = draft.rng.sample(draft.data_lines(), 2)
    line.cells[place] = "1,234"
    draft.refuse(line, column.name, "nombre_ambigu")
    assert other.row is not None
    other.cells[place] = "12,345.60"
    draft.rows[other.row][column.name] = Decimal("12345.6")


def no_date_at_all(draft: Draft) -> None:
    text = draft.choose(["fin mai", "?", "en cours", "12/2025/03"])
    _spoil(draft, _is_day, lambda _: text, "date_illisible")


def impossible_century(draft: Draft) -> None:
    _spoil(draft, _is_day, lambda _: "03/02/0024", "date_impossible")


def required_and_empty(draft: Draft) -> None:
    """Blank, or marked as missing."""
    mark = draft.choose(["", "n.c.", "-", "  "])
    _spoil(draft, lambda f, v: f.required and v is not None, lambda _: mark, "valeur_absente")


def not_in_the_list(draft: Draft) -> None:
    _spoil(draft, lambda f, v: bool(f.enum) and v is not None, lambda _: "zzz", "valeur_inconnue")


def neither_yes_nor_no(draft: Draft) -> None:
    _spoil(
        draft,
        lambda f, v: f.type == "boolean" and v is not None,
        lambda _: "peut-être",
        "valeur_inconnue",
    )


def digits_lost(draft: Draft) -> None:
    """A SIRET that a spreadsheet turned into `4,01E+13`."""
    _spoil(
        draft,
        lambda f, v: "siret" in f.name and v is not None,
        lambda _: "4,01E+13",
        "chiffres_perdus",
    )


def code_of_another_form(draft: Draft) -> None:
    _spoil(
        draft,
        lambda f, v: bool(f.pattern) and v is not None,
        lambda _: draft.choose(["123", "ABC-99", "12345678901234567"]),
        "forme_inattendue",
    )


def year_of_another_kind(draft: Draft) -> None:
    _spoil(
        draft,
        lambda f, _: f.type == "year",
        lambda _: draft.choose(["25", "20255"]),
        "annee_illisible",
    )


REFUSED = tuple(
    Operator("Ambiguities and values that are none", dirty, refuses=True)
    for dirty in (
        thousand_or_decimal,
        words_for_a_number,
        another_unit,
        number_too_large,
        negative_where_none_can_be,
        half_of_a_whole,
        calculation_error,
        impossible_day,
        both_orders_in_a_column,
        days_of_two_calendars,
        english_thousand_or_decimal,
        no_date_at_all,
        impossible_century,
        required_and_empty,
        not_in_the_list,
        neither_yes_nor_no,
        digits_lost,
        code_of_another_form,
        year_of_another_kind,
    )
)
