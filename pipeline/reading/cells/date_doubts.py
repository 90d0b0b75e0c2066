"""Dates that two readings explain: day or month first, calendar of 1900 or of 1904."""

from __future__ import annotations

from pipeline.reading.cells.dates import (
    DAY_FIRST,
    SERIAL_ORIGIN,
    SERIAL_ORIGIN_1904,
    TIMED,
    serial_date,
)
from pipeline.reading.refusals import Refused


def month_first(text: str) -> bool | None:
    """True for a date that only its month before its day explains, None when both orders do.

    False for any other text: a date with its day first, the same day and month, no date.
    """
    if timed := TIMED.fullmatch(text):
        text = timed["day"]
    found = DAY_FIRST.fullmatch(text)
    if not found:
        return False
    first, second = int(found[1]), int(found[3])
    if first <= 12 and second <= 12:
        return None if first != second else False
    return first <= 12 and second <= 31


def mixed_orders(text: str) -> Refused:
    """The refusal of a date in a column that has both orders of day and month."""
    found = DAY_FIRST.match(text)
    first, second, year = found.group(1, 3, 4) if found else ("", "", "")
    readings = [f"{first:0>2}/{second:0>2}/{year}", f"{second:0>2}/{first:0>2}/{year}"]
    return Refused(
        "date_ambigue",
        "jour ou mois d'abord ? La colonne mêle les deux ordres",
        "écrivez toutes les dates de la colonne en JJ/MM/AAAA",
        suggestion=" ou ".join(readings[1:] if month_first(text) else readings),
    )


def doubtful_serial(text: str) -> Refused:
    """The refusal of a spreadsheet's number that two calendars explain."""
    days = (serial_date(text, origin)[0] for origin in (SERIAL_ORIGIN, SERIAL_ORIGIN_1904))
    return Refused(
        "numero_de_date_ambigu",
        "numéro de date d'un tableur : calendrier 1900 ou 1904 ?",
        "mettez la colonne au format Date (JJ/MM/AAAA) dans le tableur, puis refaites l'export",
        suggestion=" ou ".join(f"{day:%d/%m/%Y}" for day in days),
    )
