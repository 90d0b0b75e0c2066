"""Workbooks: typed cells, formulas, errors, merges, and sheets beside the data."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.dirt.cases import Operator
from tests.dirt.draft import Draft, Line, Unfit, Value, plain
from tests.dirt.workbook_bytes import Oddities, Table, ods, xlsx

SHEET = "Année 2025"

Writer = Callable[[Sequence[Table], Oddities], bytes]


def as_workbook(
    draft: Draft,
    writer: Writer,
    odd: Oddities | None = None,
    beside: Sequence[Table] = (),
    merged: Sequence[str] = (),
    *,
    is_typed: bool = True,
    hidden_rows: Sequence[int] = (),
) -> None:
    """Save as a workbook, with that sheet and those beside it."""
    draft.take("writer", "encoding", "texts")
    draft.suffix = ".ods" if writer is ods else ".xlsx"
    draft.inside, draft.sheet = f" › {SHEET}", SHEET

    def write(draft: Draft) -> bytes:
        _refuse_text_traits(draft)
        rows = [_typed(draft, one) if is_typed else list(one.cells) for one in draft.lines()]
        table = Table(SHEET, rows, merged, hidden_rows=hidden_rows)
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
    as_workbook(draft, xlsx, Oddities(shares_strings=draft.rng.random() < 0.5))


def saved_as_xlsx_of_an_old_mac(draft: Draft) -> None:
    """Days counted from 1904."""
    if not any(field.type == "date" for field in draft.contract.fields):
        raise Unfit
    as_workbook(draft, xlsx, Oddities(is_1904=True))


def saved_as_ods(draft: Draft) -> None:
    as_workbook(draft, ods)


def numbers_and_days_kept_as_text(draft: Draft) -> None:
    """As a sheet whose columns were all put under the format Text."""
    as_workbook(draft, draft.choose([xlsx, ods]), is_typed=False)


def hidden_rows(draft: Draft) -> None:
    """A filter left on: what it hides is data all the same."""
    count = len(draft.lines())
    hidden = [rank for rank in range(1, count) if draft.rng.random() < 0.5]
    as_workbook(draft, xlsx, hidden_rows=hidden)


def hidden_sheet_of_data(draft: Draft) -> None:
    """Last year's, perhaps: not read, and told."""
    draft.beside.append((" › Ancien", "feuille_masquee"))
    old = Table("Ancien", [list(draft.titles.cells)], is_hidden=True)
    as_workbook(draft, xlsx, beside=[old])


def sheet_of_explanations(draft: Draft) -> None:
    """A notice before the data: ignored by a rule."""
    notice = Table("Lisez-moi", [["Comment remplir ce fichier"], ["Une ligne par mois"]])
    as_workbook(draft, xlsx, beside=[notice])


def sheet_of_no_contract(draft: Draft) -> None:
    """Neither read nor silent."""
    draft.beside.append((" › Planning", "feuille_non_lue"))
    planning = Table("Planning", [["Qui", "Quand"], ["Équipe du matin", "lundi"]])
    as_workbook(draft, xlsx, beside=[planning])


RECOVERED = tuple(
    Operator("Files", dirty)
    for dirty in (
        saved_as_xlsx,
        saved_as_xlsx_of_an_old_mac,
        saved_as_ods,
        numbers_and_days_kept_as_text,
        hidden_rows,
        hidden_sheet_of_data,
        sheet_of_explanations,
        sheet_of_no_contract,
    )
)
