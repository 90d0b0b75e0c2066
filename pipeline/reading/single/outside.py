"""One cell under a Table Schema from elsewhere: its own forms first, then the usual reader."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from pipeline.contracts import Contract, Field
from pipeline.outside_schema import ABSENCES
from pipeline.reading.cells.cleaning import LONGEST_CELL, tidy, tidy_text
from pipeline.reading.cells.readers import Cell, Reader, cell_reader
from pipeline.reading.cells.units import unit_of
from pipeline.reading.refusals import Refused
from pipeline.reading.single.constraints import check
from pipeline.reading.single.moments import read_moment
from pipeline.reading.single.structured import STRUCTURED
from pipeline.table_schema import Outside

BARED = "texte retiré autour d'un nombre"
NUMERIC = ("number", "integer")
_SPACES = " '’"  # what `tidy` leaves of the thousands' marks
_PLAIN = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:[ '’]\d{3})+)(?:[.,]\d+)?", re.ASCII)
_DOUBTFUL = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_POINT_DECIMAL = re.compile(
    r"[-+]?(?:\d+\.\d{1,2}|\d*\.\d{4,}|0\.\d+|\d{4,}\.\d+|\d{1,3}(?:,\d{3})+\.\d+)", re.ASCII
)
_OTHER_FORM = re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3}){2,}|[\d .'’]*\d,\d+)", re.ASCII)
_AROUND = re.compile(r"^[^\d(+.,-]+|[^\d).,]+$")
_EURO = re.compile(r"^(?:€|EUR) ?(?=\d)|(?<=\d) ?(?:€|EUR|euros?)$", re.IGNORECASE)
_FIRST_YEAR = 1000  # `0024` is a year that lost its century
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"-?\d{4}", re.ASCII)


def outside_reader(
    field: Field, contract: Contract, column: Iterable[str] = (), longest: int = LONGEST_CELL
) -> Reader:
    """A reader of one column; the cells of `column` may settle what a point means."""
    rules = field.outside or Outside()
    if field.type in NUMERIC and not rules.decimal_char and _is_point_decimal(column):
        rules = replace(rules, decimal_char=".")
    absent = _absences(field, contract)
    is_text = field.type == "string"
    usual = cell_reader(
        field if is_text else replace(field, enum=(), pattern=None), absent, longest=longest
    )
    own = _own_reader(field, contract, rules, usual)
    is_prose = _is_prose(field, contract)
    allowed = set() if is_text and not rules.kind else {own(value).text for value in field.enum}

    @cache
    def read(text: str) -> Cell:
        try:
            clean, repairs = (tidy_text if is_text else tidy)(text, longest)
            if is_prose and "\n" in text.strip():
                cell = _by_line(text.strip(), longest)
            else:
                cell = _absence(clean, usual) if clean in absent else own(clean)
                cell = Cell(cell.text, (*repairs, *cell.repairs), cell.refusal)
            if cell.text and not cell.refusal:
                check(cell.text, field, rules, allowed)
        except Refused as refused:
            return Cell("", (), refused.with_traceback(None))
        return cell

    return read


def _is_prose(field: Field, contract: Contract) -> bool:
    """Whether a column holds texts of any form, which may stand on several lines; no names."""
    keys = [contract.primary_key, *contract.unique_keys]
    keys += [key.fields + key.target_fields for key in contract.foreign_keys]
    rules = field.outside or Outside()
    is_free = not (field.enum or field.pattern or rules.kind or rules.form or rules.unique)
    return field.type == "string" and is_free and not any(field.name in key for key in keys)


def _by_line(text: str, longest: int) -> Cell:
    """A text that keeps its line breaks, each line tidied."""
    lines = [tidy_text(line, longest) for line in text.split("\n")]
    repairs = dict.fromkeys(name for _, names in lines for name in names)
    return Cell("\n".join(line for line, _ in lines), tuple(repairs))


def _absences(field: Field, contract: Contract) -> Collection[str]:
    """What the schema says; the French habits for the texts of a schema that says nothing."""
    if field.outside and field.outside.missing is not None:
        return field.outside.missing
    says_nothing = set(contract.missing_values) == {""}
    return ABSENCES if field.type == "string" and says_nothing else contract.missing_values


def _is_point_decimal(column: Iterable[str]) -> bool:
    """Whether a column writes decimals with a point somewhere, and never otherwise."""
    has_point = False
    for cell in column:
        if "." in cell or "," in cell:
            bare = cell.strip()
            if _OTHER_FORM.fullmatch(bare):
                return False
            has_point = has_point or bool(_POINT_DECIMAL.fullmatch(bare))
    return has_point


def _absence(text: str, usual: Reader) -> Cell:
    """A missing value of the schema, even one that looks like a number."""
    return Cell("", (f"absence notée {text}",) if text else (), usual("").refusal)


def _own_reader(field: Field, contract: Contract, rules: Outside, usual: Reader) -> Reader:
    """The reader of a tidy text that stands for a value; it may raise Refused."""
    if rules.item:
        item = outside_reader(rules.item, contract)
        return lambda text: _list(text.split(rules.delimiter), item, rules.delimiter)
    if rules.kind in STRUCTURED:
        return lambda text: Cell(*STRUCTURED[rules.kind](text, rules.written_as))
    if rules.kind:
        return lambda text: Cell(*read_moment(text, rules.kind, rules.written_as))
    return lambda text: _own(text, field, rules, usual)


def _list(parts: Iterable[str], item: Reader, delimiter: str) -> Cell:
    """Each value in its canonical form; the first that is refused refuses them all."""
    cells = [item(part) for part in parts]
    refusal = next((cell.refusal for cell in cells if cell.refusal), None)
    repairs = dict.fromkeys(name for cell in cells for name in cell.repairs)
    return Cell(delimiter.join(cell.text for cell in cells), tuple(repairs), refusal)


def _own(text: str, field: Field, rules: Outside, usual: Reader) -> Cell:
    """The schema's own form, without what it lets stand around a number; else the usual one."""
    bare, name = text, BARED
    if field.type in NUMERIC and not rules.is_bare:
        bare = _AROUND.sub("", text)
    elif field.type == "number" and not unit_of(field):
        bare, name = _EURO.sub("", text), "symbole € retiré"
    exact = _exact(bare, field, rules)
    cell = usual(bare) if exact is None else Cell(exact)
    return cell if bare == text else Cell(cell.text, (name, *cell.repairs), cell.refusal)


def _exact(text: str, field: Field, rules: Outside) -> str | None:
    """The canonical text of a cell in the schema's own form, None when it is in another."""
    if field.type in NUMERIC:
        return _number(text, field, rules)
    if field.type == "date":
        return _date(text, rules)
    if field.type == "year" and _YEAR.fullmatch(text):
        return text
    return None


def _number(text: str, field: Field, rules: Outside) -> str | None:
    point = rules.decimal_char or "."
    if rules.decimal_char or rules.group_char:
        groups = re.escape(rules.group_char) if rules.group_char.strip() else f"[{_SPACES}]"
        form = rf"[-+]?(?:\d+|\d{{1,3}}(?:{groups}\d{{3}})+)(?:{re.escape(point)}\d+)?"
        if re.fullmatch(form, text, re.ASCII):
            digits = re.sub(groups, "", text) if rules.group_char != point else text
            return _canonical(Decimal(digits.replace(point, ".")), field)
        if _DOUBTFUL.fullmatch(text):
            raise Refused(
                "nombre_ambigu",
                "millier ou décimale ? ce n'est pas la forme que le schéma annonce",
                "écrivez le nombre sans séparateur de milliers",
            )
    elif _PLAIN.fullmatch(text) and (
        not _DOUBTFUL.fullmatch(text) or ("," in text and field.type == "number")
    ):
        return _canonical(Decimal(re.sub("[ '’]", "", text).replace(",", ".")), field)
    return None


def _canonical(value: Decimal, field: Field) -> str:
    """The shortest decimal text, never rounded."""
    if field.type == "integer":
        if value != value.to_integral_value():
            raise Refused(
                "entier_attendu", "nombre entier attendu", "écrivez un nombre sans virgule"
            )
        return f"{int(value)}"
    text = f"{value:f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short in ("-0", "") else short


def _date(text: str, rules: Outside) -> str | None:
    try:
        if rules.written_as:
            found = datetime.strptime(text, rules.written_as).date()  # noqa: DTZ007
        else:
            found = date.fromisoformat(text) if _ISO.fullmatch(text) else date.min
        return found.isoformat() if found.year >= _FIRST_YEAR else None
    except ValueError:
        if rules.written_as and _month_comes_first(rules.written_as) and not _ISO.match(text):
            raise Refused(
                "date_illisible",
                "ce n'est pas une date de la forme annoncée par le schéma",
                f"écrivez la date comme {date(2025, 12, 31).strftime(rules.written_as)}",
            ) from None
        return None


def _month_comes_first(form: str) -> bool:
    return 0 <= form.find("%m") < form.find("%d")
