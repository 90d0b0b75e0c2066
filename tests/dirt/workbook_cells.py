"""Cells of workbooks: values under a format, formulas, errors, merges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from pipeline.contracts import Field
from tests.dirt.cases import Operator
from tests.dirt.draft import Draft, Line, Unfit, Value
from tests.dirt.workbook_bytes import DAY, PER_CENT, Oddities, letters, ods, xlsx
from tests.dirt.workbooks import Writer, as_workbook


def day_with_a_time(draft: Draft) -> None:
    """A day and a part of a day under the format of a day."""
    wanted = [f.name for f in draft.contract.fields if f.type == "date"]
    _with_cell(
        draft,
        lambda v: f's="{DAY}"><v>{v + Decimal("0.4375")}</v>',
        lambda f, v: f.name in wanted and isinstance(v, date),
    )
    draft.told.append("heure")


def computed_amounts(draft: Draft) -> None:
    """Formulas: the value that the spreadsheet kept is read."""
    _with_cell(draft, lambda v: f"><f>1+1</f><v>{v}</v>")


def per_cent_cell(draft: Draft) -> None:
    """0.125 under a format in per cent is 12,5 %."""
    _with_cell(
        draft,
        lambda v: f's="{PER_CENT}"><v>{float(v) / 100!r}</v>',
        lambda f, v: f.name.endswith("_pct") and isinstance(v, Decimal),
    )
    draft.told.append("symbole|unité")


def _is_amount(column: Field, value: Value) -> bool:
    return column.type == "number" and isinstance(value, Decimal)


def _with_cell(
    draft: Draft,
    write: Callable[[Decimal], str],
    wanted: Callable[[Field, Value], bool] = _is_amount,
    writer: Writer = xlsx,
) -> tuple[Line, str]:
    """Write one number of the sheet as that XML."""
    _keep_places(draft)
    line, place, column, value = draft.pick_alone(wanted)
    rank = draft.lines().index(line)
    number = value if isinstance(value, Decimal) else Decimal(0)
    if isinstance(value, date):
        number = Decimal((value - date(1899, 12, 30)).days)
    as_workbook(draft, writer, Oddities(cell={(rank, place): write(number)}))
    return line, column.name


def _keep_places(draft: Draft) -> None:
    """No other operator may move a cell of the sheet."""
    draft.take("above", "header", "blank lines", "row order", "repeated header", "first line")
    draft.take("ruled line", "columns")


def error_cell(draft: Draft) -> None:
    """An error of calculation, which many readers give as an empty cell."""
    mark = draft.choose(["#REF!", "#DIV/0!", "#VALUE!", "#NAME?"])
    line, column = _with_cell(draft, lambda _: f't="e"><f>A1/0</f><v>{mark}</v>')
    draft.refuse(line, column, "erreur_de_tableur")


def error_cell_of_an_ods(draft: Draft) -> None:
    """LibreOffice keeps zero as the value of a formula that it could not work out."""
    mark = draft.choose(["#REF!", "#DIV/0!", "Err:502", "#NOM?"])
    cell = (
        '<table:table-cell table:formula="of:=[.A1]/0" office:value-type="float" '
        f'office:value="0"><text:p>{mark}</text:p></table:table-cell>'
    )
    line, column = _with_cell(draft, lambda _: cell, writer=ods)
    draft.refuse(line, column, "erreur_de_tableur")


def formula_never_computed(draft: Draft) -> None:
    """Written by a program: nobody knows its value, least of all zero."""
    line, column = _with_cell(draft, lambda _: "><f>SUM(A1:A9)</f>")
    draft.refuse(line, column, "erreur_de_tableur")


def rounded_siret(draft: Draft) -> None:
    """A SIRET kept as a number that lost its last digits."""
    line, column = _with_cell(
        draft, lambda _: "><v>1.2345678E13</v>", lambda f, v: "siret" in f.name and v is not None
    )
    draft.refuse(line, column, "chiffres_perdus")


def merged_group_key(draft: Draft) -> None:
    """A key that the contract carries down, in one cell over several rows."""
    _keep_places(draft)
    names = [f.name for f in draft.contract.fields if f.is_carried and f.name in draft.columns]
    if not names or len(draft.body) != len(draft.rows):
        raise Unfit
    draft.take(names[0])
    draft.total()
    place = draft.columns.index(names[0])
    values = [line.cells[place] for line in draft.body]
    first = draft.lines().index(draft.body[0]) + 1
    merged = []
    for value in dict.fromkeys(values):
        rows = [n for n, other in enumerate(values) if other == value]
        if len(rows) != rows[-1] - rows[0] + 1:
            raise Unfit
        merged.append(f"{letters(place)}{first + rows[0]}:{letters(place)}{first + rows[-1]}")
        for n in rows[1:]:
            draft.body[n].cells[place] = ""
    as_workbook(draft, xlsx, merged=merged)
    draft.told.append("report")


def merged_amounts(draft: Draft) -> None:
    """One amount over two rows, and nobody knows whose."""
    _keep_places(draft)
    lines = draft.data_lines()
    rank = draft.rng.randrange(1, len(lines) - 1)
    line, place = lines[rank], draft.rng.randrange(draft.width)
    name = draft.columns[place]
    draft.take_line(line)
    draft.take_line(lines[rank - 1])
    field = draft.contract.field(name)
    if getattr(field, "is_carried", False) or not lines[rank - 1].cells[place]:
        raise Unfit
    line.cells[place] = ""
    top = draft.lines().index(line)
    ref = f"{letters(place)}{top}:{letters(place)}{top + 1}"
    as_workbook(draft, xlsx, merged=[ref])
    draft.refuse(line, name, "cellule_fusionnee")


RECOVERED = tuple(
    Operator("Cells of workbooks", dirty)
    for dirty in (
        computed_amounts,
        per_cent_cell,
        day_with_a_time,
        merged_group_key,
    )
)
REFUSED = tuple(
    Operator("Cells of workbooks that cannot be read", dirty, refuses=True)
    for dirty in (
        error_cell,
        error_cell_of_an_ods,
        formula_never_computed,
        rounded_siret,
        merged_amounts,
    )
)
