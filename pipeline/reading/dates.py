"""Dates and months as they are typed: day first, ISO, in letters, as a spreadsheet's number."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.reading.refusals import Refused
from pipeline.reading.words import unaccented

FIRST_YEAR, LAST_YEAR = 1900, 2100
CENTURY_PIVOT = 70  # two digits below it are of the 2000s
SERIAL_ORIGIN = date(1899, 12, 30)

_MONTHS = (
    "janv",
    "fevr",
    "mars",
    "avr",
    "mai",
    "juin",
    "juil",
    "aout",
    "sept",
    "oct",
    "nov",
    "dec",
)
_FULL_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_MONTH_NUMBERS = {
    **{name: number for number, name in enumerate(_MONTHS, 1)},
    **{name: number for number, name in enumerate(_FULL_MONTHS, 1)},
    "jan": 1,
    "fev": 2,
    "juill": 7,
    "sep": 9,
}
_TIME = re.compile(r"(.*\d)[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?Z?")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})", re.ASCII)
_LETTERS = re.compile(r"(\d{1,2})(?:er)?[ -]+([a-z]+)\.?[ -]+(\d{4}|\d{2})", re.ASCII)
_SERIAL = re.compile(r"[2-6]\d{4}", re.ASCII)
_MONTH_ISO = re.compile(r"(\d{4})[-/](\d{1,2})", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/](\d{4}|\d{2})", re.ASCII)
_MONTH_LETTERS = re.compile(r"([a-z]+)\.?[ -]*(\d{4}|\d{2})", re.ASCII)

TWO_DIGITS = "date à deux chiffres d'année"


def read_date(text: str) -> tuple[date, tuple[str, ...]]:
    """The day and the names of the repairs; an impossible or doubtful date is refused."""
    repairs: tuple[str, ...]
    timed = _TIME.fullmatch(text)
    if timed:
        day, repairs = read_date(timed[1])
        return day, (*repairs, "heure retirée d'une date")
    if found := _DAY_FIRST.fullmatch(text):
        separators = () if found[2] == "/" else ("séparateurs d'une date",)
        year, repairs = _year(found[4])
        return _day(year, int(found[3]), int(found[1])), (*separators, *repairs)
    if found := _ISO.fullmatch(text):
        parts = found.group(1, 3, 4) if found[1] else found.group(5, 6, 7)
        year, month, day_number = (int(part) for part in parts)
        is_plain = found[2] == "-" and len(text) == len("2025-01-31")
        return _day(year, month, day_number), () if is_plain else ("séparateurs d'une date",)
    if found := _LETTERS.fullmatch(unaccented(text)):
        year, repairs = _year(found[3])
        day = _day(year, _month_number(found[2]), int(found[1]))
        return day, ("date en toutes lettres", *repairs)
    if _SERIAL.fullmatch(text):
        return SERIAL_ORIGIN + timedelta(days=int(text)), ("numéro de date d'un tableur converti",)
    raise Refused("date_illisible", "ce n'est pas une date", "écrivez JJ/MM/AAAA")


def read_month(text: str) -> tuple[date, tuple[str, ...]]:
    """The first day of the month and the names of the repairs."""
    repairs: tuple[str, ...]
    if found := _MONTH_ISO.fullmatch(text):
        is_plain = "-" in text and len(text) == len("2025-01")
        repairs = () if is_plain else ("séparateurs d'une date",)
        return _day(int(found[1]), int(found[2]), 1), repairs
    if found := _MONTH_FIRST.fullmatch(text):
        year, repairs = _year(found[2])
        return _day(year, int(found[1]), 1), repairs
    if found := _MONTH_LETTERS.fullmatch(unaccented(text)):
        year, repairs = _year(found[2])
        return _day(year, _month_number(found[1]), 1), ("mois en toutes lettres", *repairs)
    try:
        day, repairs = read_date(text)
    except Refused as refused:
        if refused.code == "date_impossible":
            raise
        raise Refused(
            "mois_illisible", "ce n'est pas un mois", "écrivez AAAA-MM, par exemple 2025-03"
        ) from None
    return day.replace(day=1), repairs if day.day == 1 else (*repairs, "jour retiré d'un mois")


def _year(digits: str) -> tuple[int, tuple[str, ...]]:
    year = int(digits)
    if len(digits) == len("2025"):
        return year, ()
    return year + (2000 if year < CENTURY_PIVOT else 1900), (TWO_DIGITS,)


def _month_number(name: str) -> int:
    if name not in _MONTH_NUMBERS:
        raise Refused("date_illisible", "ce n'est pas une date", "écrivez JJ/MM/AAAA")
    return _MONTH_NUMBERS[name]


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
