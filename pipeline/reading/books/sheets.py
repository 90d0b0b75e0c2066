"""A sheet as lines of text: what a cell holds, written as a careful person would type it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum

from pipeline.french import number
from pipeline.reading.limits import how_to_raise
from pipeline.reading.refusals import Refused

DELIMITER = "\t"
UNCOMPUTED = "#VALEUR!"  # a formula without its result: refused as any error of a spreadsheet

_MICROSOFT_ORIGIN, _MAC_ORIGIN = date(1899, 12, 30), date(1904, 1, 1)
_FALSE_LEAP_DAY = 60  # the 29 February 1900 that never was
_LAST_SERIAL = 2_958_465  # 31 December 9999
_EXACT_DIGITS = 15
_ROUNDED = re.compile(r"\d{9}0{5}")  # a SIRET has no establishment 00000
_UNSAID = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_SPECIAL = re.compile(r'["\r\n\t]')
_ZEROS = re.compile(r"0[0 ]+")


class Kind(Enum):
    """What the format of a number makes of it."""

    PLAIN = 0
    PERCENT = 1
    DAY = 2
    CLOCK = 3
    ELAPSED = 4


@dataclass(frozen=True, slots=True)
class Format:
    """The meaning of a number format; `digits` is the width that zeros fill on the left."""

    kind: Kind = Kind.PLAIN
    digits: int = 0


PLAIN = Format()
BUILT_IN = {  # the formats that have a number and no code
    **dict.fromkeys((9, 10), Format(Kind.PERCENT)),
    **dict.fromkeys((14, 15, 16, 17, 22), Format(Kind.DAY)),
    **dict.fromkeys((18, 19, 20, 21, 45, 47), Format(Kind.CLOCK)),
    46: Format(Kind.ELAPSED),
}


@dataclass(slots=True)
class Sheet:
    """The texts of a sheet by 1-based row and 0-based column, and the cells under merged ones."""

    name: str
    is_hidden: bool = False
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # rows, then columns

    def put(self, row: int, column: int, text: str) -> None:
        """Keep a text that is not blank."""
        if text and not text.isspace():
            self.cells.setdefault(row, {})[column] = text

    def lines(self, most: int) -> list[str]:
        """One text a row, from the first row of the sheet to the last that holds something.

        Raises Refused when they have more cells than `most`.
        """
        height = max(self.cells, default=0)
        width = max((max(row) for row in self.cells.values()), default=-1) + 1
        if height * width > most:
            raise too_big(most)
        blank: Mapping[int, str] = {}
        return [
            join_cells(cells.get(column, "") for column in range(width))
            for cells in (self.cells.get(row, blank) for row in range(1, height + 1))
        ]


def join_cells(cells: Iterable[str]) -> str:
    """A row as one line of text that splits back into the same cells."""
    return DELIMITER.join(_quoted(cell) for cell in cells)


def too_big(most: int) -> Refused:
    """The refusal of a sheet that would fill the memory."""
    return Refused(
        "feuille_trop_grande",
        f"feuille démesurée : plus de {number(most)} cellules entre la première et la dernière",
        "supprimez les lignes et les colonnes inutiles, loin du tableau, puis enregistrez, "
        f"{how_to_raise('lignes_par_feuille')}",
    )


def letter(position: int) -> str:
    """The letter of a 0-based column: A for 0, AA for 26."""
    text, number = "", position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def read_format(code: str) -> Format:
    """What a number format code means; literal texts, colours and conditions say nothing."""
    elapsed = _ELAPSED.search(code)
    said = _UNSAID.sub("", code).split(";")[0].strip().lower()
    if said in ("", "general", "standard", "@"):
        return Format()
    if elapsed:
        return Format(Kind.ELAPSED)
    if "%" in said:
        return Format(Kind.PERCENT)
    if re.search("[dy]", said) or ("m" in said and not re.search("[hs]", said)):
        return Format(Kind.DAY)
    if re.search("[hs]", said):
        return Format(Kind.CLOCK)
    return Format(digits=said.count("0") if _ZEROS.fullmatch(said) else 0)


def number_text(raw: str, form: Format, *, is_1904: bool = False) -> str:
    """A number as its format shows it, to its last digit; ValueError when it is none."""
    value = Decimal(format(float(raw), f".{_EXACT_DIGITS}g"))
    if form.kind is Kind.PERCENT:
        return f"{_plain(value * 100)} %"
    if form.kind is Kind.ELAPSED:
        return clock(round(value * 86400))
    if form.kind is Kind.CLOCK and 0 <= value < 1:
        return clock(round(value * 86400))
    if form.kind in {Kind.DAY, Kind.CLOCK} and 0 <= value <= _LAST_SERIAL:
        return moment_text(_moment(value, is_1904=is_1904))
    text = _plain(value)
    if text.isdigit() and (len(text) > _EXACT_DIGITS or _ROUNDED.fullmatch(text)):
        return f"{value:.5E}".replace(".", ",")
    return text.zfill(form.digits) if text.isdigit() else text


def moment_text(moment: datetime) -> str:
    """The ISO day, and the time only when there is one."""
    if moment.second:
        return moment.strftime("%Y-%m-%d %H:%M:%S")
    is_day = not (moment.hour or moment.minute)
    return moment.strftime("%Y-%m-%d" if is_day else "%Y-%m-%d %H:%M")


def clock(seconds: int) -> str:
    """Hours and minutes: `35:00`; seconds only when there are some."""
    sign, total = "-" if seconds < 0 else "", abs(seconds)
    minutes, rest = divmod(total, 60)
    tail = f":{rest:02d}" if rest else ""
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}{tail}"


def truth(text: str) -> str:
    """A Boolean cell in French."""
    return "oui" if text.lower() in {"1", "true"} else "non"


def _moment(value: Decimal, *, is_1904: bool) -> datetime:
    origin = _MAC_ORIGIN if is_1904 else _MICROSOFT_ORIGIN
    shift = 1 if not is_1904 and value < _FALSE_LEAP_DAY else 0
    days = timedelta(days=int(value) + shift)
    seconds = timedelta(seconds=round((value - int(value)) * 86400))
    return datetime(origin.year, origin.month, origin.day) + days + seconds  # noqa: DTZ001


def _plain(value: Decimal) -> str:
    """No exponent, no useless zero, a decimal comma: `1,234` is a decimal and nothing else."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace(".", ",")


def _quoted(text: str) -> str:
    """A cell as the text reader splits it back, with its quotes and its line ends."""
    if not _SPECIAL.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return '"' + text.replace('"', '""') + '"'
