"""Cells that nobody can read without guessing: refused with their place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from pipeline.contracts import Field
from tests.dirt.draft import Draft, Value
from tests.dirt.harness import Operator


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
    _spoil(draft, _is_number, lambda _: draft.rng.choice(["1.234", "12.500", "-7.125"]), "nombre_ambigu")


def words_for_a_number(draft: Draft) -> None:
    words = draft.rng.choice(["douze", "12 ou 13", "env. 12", "12,5,3", "0x1F", "1_000", "nan"])
    _spoil(draft, _is_number, lambda _: words, "nombre_illisible")


def another_unit(draft: Draft) -> None:
    _spoil(draft, _is_number, lambda _: f"12 {draft.rng.choice(['$', 'tonnes', 'jours'])}", "unite_inattendue")


def number_too_large(draft: Draft) -> None:
    _spoil(
        draft,
        lambda f, v: _is_number(f, v) and f.maximum is None,
        lambda _: "9" * 17,
        "nombre_trop_grand",
    )


def negative_where_none_can_be(draft: Draft) -> None:
    _spoil(
        draft, lambda f, v: _is_number(f, v) and f.minimum == 0, lambda _: "-3,5", "valeur_trop_petite"
    )


def half_of_a_whole(draft: Draft) -> None:
    _spoil(
        draft,
        lambda f, v: f.type == "integer" and v is not None and f.minimum == 0,
        lambda _: "3,5",
        "entier_attendu",
    )


def calculation_error(draft: Draft) -> None:
    mark = draft.rng.choice(["#REF!", "#DIV/0!", "#VALEUR!", "#NOM?", "########"])
    _spoil(draft, lambda _, v: v is not None, lambda _: mark, "erreur_de_tableur")


def _is_day(column: Field, value: Value) -> bool:
    return column.type == "date" and isinstance(value, date)


def impossible_day(draft: Draft) -> None:
    text = draft.rng.choice(["31/02/2025", "00/01/2025", "29/02/2023", "2025-06-31"])
    _spoil(draft, _is_day, lambda _: text, "date_impossible")


def month_before_day(draft: Draft) -> None:
    """`01/25/2025` among French dates: two orders in one column."""
    _spoil(draft, _is_day, lambda _: "01/25/2025", "date_impossible")


def no_date_at_all(draft: Draft) -> None:
    text = draft.rng.choice(["fin mai", "?", "en cours", "12/2025/03"])
    _spoil(draft, _is_day, lambda _: text, "date_illisible")


def impossible_century(draft: Draft) -> None:
    _spoil(draft, _is_day, lambda _: "03/02/0024", "date_impossible")


def required_and_empty(draft: Draft) -> None:
    """Blank, or marked as missing."""
    mark = draft.rng.choice(["", "n.c.", "-", "  "])
    _spoil(draft, lambda f, v: f.required and v is not None, lambda _: mark, "valeur_absente")


def not_in_the_list(draft: Draft) -> None:
    _spoil(
        draft, lambda f, v: bool(f.enum) and v is not None, lambda _: "zzz", "valeur_inconnue"
    )


def neither_yes_nor_no(draft: Draft) -> None:
    _spoil(
        draft,
        lambda f, v: f.type == "boolean" and v is not None,
        lambda _: "peut-être",
        "valeur_inconnue",
    )


def digits_lost(draft: Draft) -> None:
    """A SIRET that a spreadsheet turned into `4,01E+13`."""
    _spoil(draft, lambda f, v: "siret" in f.name and v is not None, lambda _: "4,01E+13", "chiffres_perdus")


def code_of_another_form(draft: Draft) -> None:
    _spoil(
        draft,
        lambda f, v: bool(f.pattern) and v is not None,
        lambda _: draft.rng.choice(["123", "ABC-99", "12345678901234567"]),
        "forme_inattendue",
    )


def year_of_another_kind(draft: Draft) -> None:
    _spoil(draft, lambda f, _: f.type == "year", lambda _: draft.rng.choice(["25", "20255"]), "annee_illisible")


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
        month_before_day,
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
