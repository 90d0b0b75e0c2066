"""Times of day, with a date or alone, under a Table Schema from elsewhere."""

from __future__ import annotations

import re
from datetime import datetime, time

from pipeline.reading.cells.cleaning import Repairs
from pipeline.reading.cells.dates import read_date
from pipeline.reading.refusals import Refused

FORMS = {"time": "une heure HH:MM:SS", "datetime": "une date et une heure AAAA-MM-JJTHH:MM:SS"}

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
    parts = _MOMENT.fullmatch(text)
    if not parts:
        raise _unreadable(kind)
    day, repairs = read_date(parts[1])
    whole = f"{day}T{_clock(parts[2], kind)}"
    return whole, repairs or _rewritten(text, whole)


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
    return Refused(code, f"ce n'est pas {FORMS[kind]}", f"écrivez {FORMS[kind]}", FORMS[kind])
