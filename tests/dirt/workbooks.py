"""Workbooks: typed cells, formulas, errors, merges, and sheets beside the data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from pipeline.contracts import Field
from tests.dirt.cases import Operator
from tests.dirt.draft import Draft, Line, Unfit, Value, plain
from tests.dirt.workbook_bytes import PER_CENT, Oddities, Table, letters, ods, xlsx

SHEET = "Année 2025"

Writer = Callable[[Sequence[Table], Oddities], bytes]


def _as_workbook(
    draft: Draft,
    writer: Writer,
    odd: Oddities | None = None,
    beside: Sequence[Table] = (),
    merged: Sequence[str] = (),
) -> None:
    """Save as a workbook, with that sheet and those beside it."""
    draft.take("writer", "encoding", "texts")
    draft.suffix = ".ods" if writer is ods else ".xlsx"
    draft.inside, draft.sheet = f" › {SHEET}", SHEET

    def write(draft: Draft) -> bytes:
        _refuse_text_traits(draft)
        table = Table(SHEET, [_typed(draft, line) for line in draft.lines()], merged)
        return writer([*beside, table], odd or Oddities())

    draft.write = write


def _refuse_text_traits(draft: Draft) -> None:
    """What another operator did to the text of the lines has no meaning in a sheet."""
    traits = (draft.delimiter, draft.newlines, draft.quote, draft.encoding, draft.last_newline)
    is_plain = traits == (";", ("\n",), '""', "utf-8", True)
    is_square = all(len(line.cells) >= draft.width for line in draft.data_lines())
    if draft.on_bytes or not is_plain or not is_square or draft.quotes_all:
        raise Unfit
    for number, line in enumerate(draft.lines(), start=1):
        line.start = line.end = number
        if line.reshape or any(char < " " and char != "\n" for char in "".join(line.cells)):
            raise Unfit
    if not any(cell.strip() for cell in draft.lines()[-1].cells):
        raise Unfit


def _typed(draft: Draft, line: Line) -> list[Value]:
    """Numbers, days and yes-or-no as such where the cell still says the clean value."""
    if line.row is None:
        return list(line.cells)
    cells: list[Value] = []
    for place, text in enumerate(line.cells):
        name = draft.columns[place] if place < draft.width else ""
        value = draft.rows[line.row][name] if name else None
        is_clean = name and text == plain(value, draft.contract.field(name))
        cells.append(value if is_clean and not _is_month(draft, name) else text)
    return cells


def _is_month(draft: Draft, name: str) -> bool:
    return draft.contract.field(name).type == "yearmonth"


def saved_as_xlsx(draft: Draft) -> None:
    _as_workbook(draft, xlsx, Oddities(shares_strings=draft.rng.random() < 0.5))


def saved_as_xlsx_of_an_old_mac(draft: Draft) -> None:
    """Days counted from 1904."""
    if not any(field.type == "date" for field in draft.contract.fields):
        raise Unfit
    _as_workbook(draft, xlsx, Oddities(is_1904=True))


def saved_as_ods(draft: Draft) -> None:
    _as_workbook(draft, ods)


def sheet_of_explanations(draft: Draft) -> None:
    """A notice before the data: ignored by a rule."""
    notice = Table("Lisez-moi", [["Comment remplir ce fichier"], ["Une ligne par mois"]])
    _as_workbook(draft, xlsx, beside=[notice])


def sheet_of_no_contract(draft: Draft) -> None:
    """Neither read nor silent."""
    draft.beside.append((" › Planning", "feuille_non_lue"))
    planning = Table("Planning", [["Qui", "Quand"], ["Équipe du matin", "lundi"]])
    _as_workbook(draft, xlsx, beside=[planning])


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
) -> tuple[Line, str]:
    """Write one number of the sheet as that XML."""
    _keep_places(draft)
    line, place, column, value = draft.pick_alone(wanted)
    rank = draft.lines().index(line)
    number = value if isinstance(value, Decimal) else Decimal(0)
    _as_workbook(draft, xlsx, Oddities(cell={(rank, place): write(number)}))
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
    _as_workbook(draft, xlsx, merged=merged)
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
    _as_workbook(draft, xlsx, merged=[ref])
    draft.refuse(line, name, "cellule_fusionnee")


RECOVERED = tuple(
    Operator("Files", dirty)
    for dirty in (
        saved_as_xlsx,
        saved_as_xlsx_of_an_old_mac,
        saved_as_ods,
        sheet_of_explanations,
        sheet_of_no_contract,
        computed_amounts,
        per_cent_cell,
        merged_group_key,
    )
)
REFUSED = tuple(
    Operator("Cells of workbooks that cannot be read", dirty, refuses=True)
    for dirty in (
        error_cell,
        formula_never_computed,
        rounded_siret,
        merged_amounts,
    )
)
