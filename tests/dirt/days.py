"""Days and months: figures, words, and the numbers of spreadsheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pipeline.contracts import Field
from tests.dirt.cases import Operator
from tests.dirt.draft import Draft, Value, of_two_calendars, serial_number


def _is_day(column: Field, value: Value) -> bool:
    return column.type == "date" and isinstance(value, date)


def _redate(
    draft: Draft,
    write: Callable[[date], str],
    told: str,
    wanted: Callable[[Field, Value], bool] = _is_day,
) -> None:
    """The whole column in the same form: people do not change in the middle."""
    place, column = draft.pick_column(wanted)
    for line in draft.data_lines():
        assert line.row is not None
        value = draft.rows[line.row][column.name]
        if isinstance(value, date):
            line.cells[place] = write(value)
    if told:
        draft.told.append(told)


def short_day(draft: Draft) -> None:
    _redate(draft, lambda d: f"{d.day}/{d.month}/{d:%Y}", "")


def two_digit_year(draft: Draft) -> None:
    _redate(draft, lambda d: f"{d.day}/{d.month}/{d:%y}", "deux chiffres")


def iso_day(draft: Draft) -> None:
    _redate(draft, lambda d: d.isoformat(), "")


def dots_or_dashes(draft: Draft) -> None:
    mark = draft.choose([".", "-"])
    _redate(draft, lambda d: f"{d:%d/%m/%Y}".replace("/", mark), "séparateurs")


_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_SHORT = "janv févr mars avr mai juin juil août sept oct nov déc"


def _month(day: date, names: str = _MONTHS) -> str:
    return names.split()[day.month - 1]


def day_in_words(draft: Draft) -> None:
    _redate(draft, lambda d: f"{d.day if d.day > 1 else '1er'} {_month(d)} {d.year}", "lettres")


def weekday_and_day_in_words(draft: Draft) -> None:
    days = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    _redate(draft, lambda d: f"{days[d.weekday()]} {d.day} {_month(d)} {d.year}", "lettres")


def short_month_in_words(draft: Draft) -> None:
    _redate(draft, lambda d: f"{d:%d}-{_month(d, _SHORT)}-{d:%y}", "lettres")


def spreadsheet_day_1900(draft: Draft) -> None:
    """Recent enough: counted from 1904, they would be days to come."""

    def is_recent(column: Field, value: Value) -> bool:
        days = [row[column.name] for row in draft.rows]
        return _is_day(column, value) and not any(of_two_calendars(day) for day in days)

    _redate(draft, serial_number, "tableur", is_recent)


def day_with_a_time(draft: Draft) -> None:
    form = draft.choose(["%d/%m/%Y 00:00", "%Y-%m-%d 00:00:00", "%Y-%m-%dT09:30:00"])
    _redate(draft, lambda d: d.strftime(form), "heure")


def month_in_words(draft: Draft) -> None:
    def write(day: date) -> str:
        texts = [f"{_month(day, _SHORT)}-{day:%y}", f"{_month(day)} {day.year}"]
        return draft.choose([*texts, f"{_month(day, _SHORT)}. {day.year}"])

    _remonth(draft, write, "lettres")


def month_in_digits(draft: Draft) -> None:
    form = draft.choose(["%m/%Y", "%m-%Y", "%Y/%m"])
    _remonth(draft, lambda d: d.strftime(form), "")


def month_as_its_first_day(draft: Draft) -> None:
    _remonth(draft, lambda d: f"{d:%d/%m/%Y}", "")


def _remonth(draft: Draft, write: Callable[[date], str], told: str) -> None:
    line, place, _, value = draft.pick(lambda f, v: f.type == "yearmonth" and v is not None)
    assert isinstance(value, date)
    line.cells[place] = write(value)
    if told:
        draft.told.append(told)


RECOVERED = tuple(
    Operator("Cells", dirty)
    for dirty in (
        short_day,
        two_digit_year,
        iso_day,
        dots_or_dashes,
        day_in_words,
        weekday_and_day_in_words,
        short_month_in_words,
        spreadsheet_day_1900,
        day_with_a_time,
        month_in_words,
        month_in_digits,
        month_as_its_first_day,
    )
)
