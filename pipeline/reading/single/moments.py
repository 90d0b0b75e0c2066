"""Times of day, with a date or alone, under a Table Schema from elsewhere."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from decimal import Decimal

from pipeline.reading.cells.cleaning import Repairs
from pipeline.reading.cells.dates import SERIAL, is_serial, read_date, serial_date
from pipeline.reading.cells.expectations import OUTSIDE_FORMS
from pipeline.reading.refusals import Refused

_CLOCK = re.compile(
    r"(\d{1,2})(?: ?[:hH] ?(\d{2})?(?: ?[:m](?:in)? ?(\d{2}(?:[.,]\d{1,6})?)?s?)?)"
    r" ?(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_MOMENT = re.compile(r"(\S+?(?: \w+\.? \d{4})?)(?:[Tt]| (?:à )?)(\d{1,2} ?[:hH].*)")
_SHORTEST = len("10:30:00")


def read_moment(text: str, kind: str, form: str) -> tuple[str, Repairs]:
    """The ISO text of a `time` or a `datetime`; `form` is of strptime, "" for the default."""
    if form:
        try:
            moment = datetime.strptime(text, form)  # noqa: DTZ007 (the form says it, or nobody)
            return (moment.time() if kind == "time" else moment).isoformat(), ()
        except ValueError:
            pass
    if kind == "time":
        clock = _clock(text)
        return clock, _rewritten(text, clock)
    if is_serial(text):
        return _serial_moment(text)
    parts = _MOMENT.fullmatch(text)
    if not parts:
        raise _unreadable(kind)
    day, repairs = read_date(parts[1])
    whole = f"{day}T{_clock(parts[2], kind)}"
    return whole, repairs or _rewritten(text, whole)


def _serial_moment(text: str) -> tuple[str, Repairs]:
    """A spreadsheet's number: its decimals are a part of the day."""
    day, _ = serial_date(text.replace(",", ".").partition(".")[0])
    rest = Decimal(text.replace(",", ".")) % 1
    moment = datetime(day.year, day.month, day.day) + timedelta(seconds=round(rest * 86400))  # noqa: DTZ001
    return moment.isoformat(), (SERIAL,)


def _clock(text: str, kind: str = "time") -> str:
    found = _CLOCK.fullmatch(text)
    if not found:
        raise _unreadable(kind)
    hours, minutes, seconds, zone = found.groups()
    whole = f"{int(hours):02d}:{minutes or '00'}:{(seconds or '00').replace(',', '.')}"
    try:
        time.fromisoformat(whole[:_SHORTEST])
    except ValueError:
        raise _unreadable(kind) from None
    return whole + (zone or "")


def _rewritten(text: str, whole: str) -> Repairs:
    return () if text in (whole, whole.replace("T", " ")) else ("heure réécrite",)


def _unreadable(kind: str) -> Refused:
    code = "heure_illisible" if kind == "time" else "date_et_heure_illisibles"
    form = OUTSIDE_FORMS[kind]
    return Refused(code, f"ce n'est pas {form}", f"écrivez {form}", form)
