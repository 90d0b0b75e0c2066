"""Dates and months as they are typed: day first, ISO, in letters, as a spreadsheet's number."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.reading.refusals import Refused
from pipeline.reading.words import unaccented

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_DATE = 60  # characters
CENTURY_PIVOT = 70  # two digits below it are of the 2000s
SERIAL_ORIGIN = date(1899, 12, 30)
SERIAL_ORIGIN_1904 = date(1904, 1, 1)

_FRENCH_MONTHS = (
    "janvier janv jan", "fevrier fevr fev", "mars mar", "avril avr", "mai", "juin",
    "juillet juil juill", "aout aou", "septembre sept sep", "octobre oct", "novembre nov",
    "decembre dec",
)  # fmt: skip
_ENGLISH_MONTHS = (
    "january", "february feb", "march", "april apr", "may", "june jun", "july jul", "august aug",
    "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NUMBERS = {
    name: number
    for months in (_FRENCH_MONTHS, _ENGLISH_MONTHS)
    for number, names in enumerate(months, 1)
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("lundi lun", "mardi mar", "mercredi mer", "jeudi jeu", "vendredi ven", "samedi sam",
         "dimanche dim")
    )
    for name in names.split()
}  # fmt: skip
TIMED = re.compile(
    r"(?P<day>.*\d{2})(?:T| (?:à )?)(?P<hour>\d{1,2}) ?"
    r"(?:[hH]|[:hH] ?[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?)"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
DAY_FIRST = re.compile(r"(\d{1,2}) ?([/. -]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{1,2})|(\d{4})(\d{2})(\d{2})", re.ASCII)
_LETTERS = re.compile(r"(\d{1,2})(?:er)?[ ./-]+([a-z]+)\.?[ ./-]+(\d{4}|\d{2})", re.ASCII)
_WEEKDAY = re.compile(r"([a-z]+)\.?,? (?:le )?(\d.*)", re.ASCII)
_SERIAL = re.compile(r"([2-6]\d{4})([.,]\d+)?", re.ASCII)
_MONTH_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{4}|\d{2})", re.ASCII)
_MONTH_ALONE = re.compile(r"0?[1-9]|1[0-2]", re.ASCII)
_MONTH_LETTERS = re.compile(r"([a-z]+)\.?[ ./-]*(\d{4}|\d{2})", re.ASCII)

Repairs = tuple[str, ...]

TWO_DIGITS = "date à deux chiffres d'année"
SERIAL = "numéro de date d'un tableur converti"
_SEPARATORS = "séparateurs d'une date"
_TIME_DROPPED = "heure retirée d'une date"


def read_date(text: str) -> tuple[date, Repairs]:
    """The day and the names of the repairs; an impossible or doubtful date is refused."""
    if len(text) > LONGEST_DATE:
        raise _unreadable()
    if found := DAY_FIRST.fullmatch(text):
        separators = () if "/" in text and " " not in text else (_SEPARATORS,)
        year, repairs = _year(found[4])
        return _french_day(year, int(found[3]), int(found[1])), (*separators, *repairs)
    if found := _ISO.fullmatch(text):
        parts = found.group(1, 3, 4) if found[1] else found.group(5, 6, 7)
        year, month, day_number = (int(part) for part in parts)
        is_plain = found[2] == "-" and len(text) == len("2025-01-31")
        return _day(year, month, day_number), () if is_plain else (_SEPARATORS,)
    if is_serial(text):
        return serial_date(text)
    if found := TIMED.fullmatch(text):
        return _timed(found)
    plain = unaccented(text)
    if found := _LETTERS.fullmatch(plain):
        year, repairs = _year(found[3])
        day = _day(year, _month_number(found[2]), int(found[1]))
        return day, ("date en toutes lettres", *repairs)
    if (found := _WEEKDAY.fullmatch(plain)) and found[1] in _WEEKDAYS:
        return _named_day(found[1], found[2])
    raise _unreadable()


def read_month(text: str) -> tuple[date, Repairs]:
    """The first day of the month and the names of the repairs."""
    try:
        return _month(text)
    except Refused as refused:
        if refused.code == "date_impossible":
            refused.remedy = "Corrigez-le en AAAA-MM, par exemple 2025-03."
        raise


def _month(text: str) -> tuple[date, Repairs]:
    repairs: Repairs
    if found := _MONTH_ISO.fullmatch(text):
        is_plain = "-" in text and len(text) == len("2025-01")
        repairs = () if is_plain else (_SEPARATORS,)
        return _day(int(found[1]), int(found[2]), 1), repairs
    if found := _MONTH_FIRST.fullmatch(text):
        year, repairs = _year(found[2])
        if repairs and int(found[2]) <= 12:
            raise Refused(
                "mois_ambigu",
                "deux nombres : mois et année, ou jour et mois ?",
                "écrivez AAAA-MM, par exemple 2025-03",
            )
        return _day(year, int(found[1]), 1), repairs
    if found := _MONTH_LETTERS.fullmatch(unaccented(text)):
        year, repairs = _year(found[2])
        return _day(year, _month_number(found[1]), 1), ("mois en toutes lettres", *repairs)
    try:
        day, repairs = read_date(text)
    except Refused as refused:
        if refused.code != "date_illisible":
            raise
        alone = month_named(unaccented(text).rstrip(".")) or _MONTH_ALONE.fullmatch(text)
        reason = "il manque l'année de ce mois" if alone else "ce n'est pas un mois"
        remedy = "écrivez AAAA-MM, par exemple 2025-03"
        raise Refused("mois_illisible", reason, remedy) from None
    return day.replace(day=1), repairs if day.day == 1 else (*repairs, "jour retiré d'un mois")


def is_serial(text: str) -> bool:
    """Whether the text is a number under which a spreadsheet keeps a date."""
    return bool(_SERIAL.fullmatch(text))


def serial_date(text: str, origin: date = SERIAL_ORIGIN) -> tuple[date, Repairs]:
    """The date of a spreadsheet's number; decimals are the time of the day."""
    found = _SERIAL.fullmatch(text)
    if not found:
        raise _unreadable()
    timed = (_TIME_DROPPED,) if found[2] else ()
    return origin + timedelta(days=int(found[1])), (SERIAL, *timed)


def _timed(found: re.Match[str]) -> tuple[date, Repairs]:
    """The day of a date with a time, unless the time zone may shift it to another day."""
    hour, zone = int(found["hour"]), (found["zone"] or "").replace(":", "")
    if hour > 23:
        raise _unreadable()
    is_universal = zone in ("Z", "+0000")
    if (is_universal and hour >= 22) or not (is_universal or zone in ("", "+0100", "+0200")):
        raise Refused(
            "fuseau_horaire",
            "l'heure est d'un autre fuseau : le jour peut changer",
            "écrivez JJ/MM/AAAA, sans heure",
        )
    day, repairs = read_date(found["day"])
    return day, (*repairs, _TIME_DROPPED)


def _named_day(name: str, text: str) -> tuple[date, Repairs]:
    day, repairs = read_date(text)
    if day.weekday() != _WEEKDAYS[name]:
        raise Refused(
            "date_impossible",
            "le jour de la semaine n'est pas celui de la date",
            "vérifiez la date et écrivez JJ/MM/AAAA",
        )
    return day, ("jour de la semaine retiré", *repairs)


def _year(digits: str) -> tuple[int, Repairs]:
    year = int(digits)
    if len(digits) == len("2025"):
        return year, ()
    return year + (2000 if year < CENTURY_PIVOT else 1900), (TWO_DIGITS,)


def month_named(word: str) -> int | None:
    """The number of a month told by its name, in small letters without accents; else None."""
    return _MONTH_NUMBERS.get(word)


def _month_number(name: str) -> int:
    if name not in _MONTH_NUMBERS:
        raise _unreadable()
    return _MONTH_NUMBERS[name]


def _french_day(year: int, month: int, day: int) -> date:
    try:
        return _day(year, month, day)
    except Refused as refused:
        if day <= 12 < month <= 31 and FIRST_YEAR <= year <= LAST_YEAR:
            try:
                refused.suggestion = f"{date(year, day, month):%d/%m/%Y}"
            except ValueError:
                raise refused from None
        raise


def _day(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise Refused(
            "date_impossible",
            "cette date n'existe pas",
            "corrigez-la en JJ/MM/AAAA (le jour d'abord, puis le mois)",
        ) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("date_impossible", f"l'année {year:04d} est impossible", "corrigez l'année")
    return found


def _unreadable() -> Refused:
    return Refused("date_illisible", "ce n'est pas une date", "écrivez JJ/MM/AAAA")
