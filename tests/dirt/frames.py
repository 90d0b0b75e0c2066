"""Frames: what stands above, between and below the rows without being one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from pipeline.reading.words import unaccented
from tests.dirt.cases import Operator
from tests.dirt.draft import Draft, Line, Unfit, plain


def title_lines(draft: Draft) -> None:
    """As a sheet printed for a meeting: a title, a subtitle, nothing."""
    draft.take("above")
    titles = ["Pôle Le Sémaphore", draft.contract.title, "Année 2025, édité le 12/01/2026"]
    draft.above = [Line([title]) for title in titles[: draft.rng.randrange(1, 4)]] + draft.above
    if draft.rng.random() < 0.5:
        draft.above.append(Line([""]))
    draft.told.append("titre")


def title_lines_as_wide_as_the_table(draft: Draft) -> None:
    draft.take("above")
    empty = [""] * (draft.width - 1)
    draft.above.append(Line([f"{draft.contract.title} 2025", *empty]))
    draft.above.append(Line(["", *empty]))
    draft.told.append("titre")


def group_line_above_the_header(draft: Draft) -> None:
    """Merged cells over the header: `Identité`, then blanks, then `Mesures`."""
    draft.take("above", "header")
    cells = [""] * draft.width
    cells[0], cells[draft.width // 2] = "Repérage", "Mesures"
    draft.header.insert(0, Line(cells))


def header_on_two_lines(draft: Draft) -> None:
    """Titles cut between two words: the end of each on a second line."""
    draft.take("header")
    if not all(draft.columns):
        raise Unfit
    titles = [draft.contract.field(name).title for name in draft.columns]
    cut = [title.partition(" ") for title in titles]
    if not any(end for _, _, end in cut):
        raise Unfit
    draft.header = [Line([first for first, _, _ in cut]), Line([end for _, _, end in cut])]


def header_on_three_lines(draft: Draft) -> None:
    """The last word of each title on a third line, the others on the first two."""
    draft.take("header")
    if not all(draft.columns):
        raise Unfit
    words = [draft.contract.field(name).title.split(" ") for name in draft.columns]
    if not any(len(each) > len("on") for each in words):
        raise Unfit
    cuts = (slice(0, 1), slice(1, 2), slice(2, None))
    draft.header = [Line([" ".join(each[cut]) for each in words]) for cut in cuts]


def units_below_the_header(draft: Draft) -> None:
    draft.take("header")
    units = {"_eur": "(€)", "_kg": "(kg)", "heures": "(h)", "_m2": "(m²)"}
    cells = [
        next((unit for mark, unit in units.items() if mark in name), "") for name in draft.columns
    ]
    if not any(cells):
        raise Unfit
    draft.header.append(Line(cells))


def blank_lines(draft: Draft) -> None:
    """Empty, made of spaces or of delimiters."""
    draft.take("blank lines")
    for _ in range(draft.rng.randrange(1, 5)):
        cells = draft.rng.choice([[""], ["  "], [""] * draft.width, ["", " ", "\xa0"]])
        draft.body.insert(draft.rng.randrange(len(draft.body)), Line(list(cells)))
    draft.told.append("ligne vide")


def blank_line_below_the_header(draft: Draft) -> None:
    draft.take("blank lines")
    draft.body.insert(0, Line([""]))
    draft.told.append("ligne vide")


def blank_columns(draft: Draft) -> None:
    """One in the middle, maybe one on the left."""
    draft.take("columns", "header", "right edge")
    for place in draft.choose([(0,), (draft.width // 2,), (draft.width // 2, 0)]):
        for line in [*draft.header, *draft.body]:
            if len(line.cells) == draft.width:
                line.cells.insert(place, "")
        draft.columns.insert(place, "")


def repeated_header(draft: Draft) -> None:
    """At the top of each printed page, or of each file of those that were glued."""
    draft.take("repeated header", "header")
    spellings: list[Callable[[str], str]] = [str, str.upper, unaccented]
    spelt = draft.choose(spellings)
    for _ in range(draft.rng.randrange(1, 3)):
        place = draft.rng.randrange(1, len(draft.body))
        draft.body.insert(place, Line(list(map(spelt, draft.titles.cells))))
    draft.told.append("en-tête répété")


def ruled_line(draft: Draft) -> None:
    draft.take("ruled line")
    draft.body.insert(0, Line(["-----" if name else "" for name in draft.columns]))
    draft.told.append("sépar")


def total_line(draft: Draft) -> None:
    _total(draft, draft.choose(["TOTAL", "Total", "Total général", "TOTAUX", "Total :"]))


def subtotal_lines(draft: Draft) -> None:
    """One after three rows, one at the end, then the total of all."""
    draft.total()
    draft.take("row order", "end")
    lines = draft.data_lines()
    rest = draft.body[draft.body.index(lines[2]) + 1 :]
    del draft.body[draft.body.index(lines[2]) + 1 :]
    draft.body.append(_sums(draft, "Sous-total", lines[:3]))
    draft.body += [*rest, _sums(draft, "Sous-total", lines[3:]), _sums(draft, "Total", lines)]
    draft.told.append("total")


def total_that_disagrees(draft: Draft) -> None:
    """A row was lost on the way: the total still knows of it."""
    draft.total()
    draft.take("end")
    line = _sums(draft, "Total", draft.data_lines())
    summed = [place for place, name in enumerate(draft.columns) if name in _summed(draft)]
    place = draft.choose(summed)
    number = Decimal(line.cells[place].replace(",", ".")) + 100
    line.cells[place] = f"{number:f}".replace(".", ",")
    draft.body.append(line)
    draft.refuse(line, draft.columns[place], "total_different", lenient=True)


def _total(draft: Draft, word: str) -> None:
    draft.total()
    draft.take("end")
    draft.body.append(_sums(draft, word, draft.data_lines()))
    draft.told.append("total")


def _sums(draft: Draft, word: str, lines: list[Line]) -> Line:
    """The word stands in the first column, before all that is added up."""
    cells = [""] * draft.width
    for place, name in enumerate(draft.columns):
        if name in _summed(draft):
            values = [draft.rows[line.row][name] for line in lines if line.row is not None]
            numbers = [Decimal(value) for value in values if isinstance(value, Decimal | int)]
            cells[place] = plain(sum(numbers, Decimal(0)), draft.contract.field(name))
    first = next(place for place, text in enumerate(cells) if text)
    named = [place for place in range(first) if draft.columns[place]]
    if not named:
        raise Unfit
    cells[named[0]] = word
    return Line(cells)


def _summed(draft: Draft) -> set[str]:
    """The columns that people add up; Unfit when there is none."""
    marks = ("_eur", "_kg", "heures", "nb_", "quantite", "dont_")
    found = {field.name for field in draft.contract.fields if field.name.startswith(marks[2:])}
    found |= {f.name for f in draft.contract.fields if f.name.endswith(marks[:2])}
    found = {name for name in found & set(draft.columns) if not name.endswith("_n1")}
    if not found:
        raise Unfit
    return found


def footnotes(draft: Draft) -> None:
    draft.take("end")
    notes = ["* montants hors taxes", "Source : logiciel de paie", "Édité le 12/01/2026"]
    if draft.rng.random() < 0.5:
        draft.body.append(Line([""]))
    draft.body += [Line([note]) for note in notes[: draft.rng.randrange(1, 4)]]
    draft.told.append("note")


def group_key_written_once(draft: Draft) -> None:
    """Merged cells of a key that the contract carries down: blank below the first of a group."""
    names = [field.name for field in draft.contract.fields if field.is_carried]
    name = draft.choose([name for name in names if name in draft.columns] or [""])
    if not name:
        raise Unfit
    draft.total()
    draft.take("row order", name)
    place, above = draft.columns.index(name), ""
    for line in draft.data_lines():
        if line.cells[place] == above:
            line.cells[place] = ""
        above = line.cells[place] or above
    written = [line.cells[place] for line in draft.data_lines() if line.cells[place]]
    if len(written) > len(set(written)) or len(written) == len(draft.rows):
        raise Unfit
    draft.told.append("(?i)report|recopi|groupe")


def rows_and_columns_exchanged(draft: Draft) -> None:
    """Titles down the first column, one column a row."""
    draft.take("header", "above", "end", "columns", "blank lines", "row order")
    if len(draft.columns) < len("four"):
        raise Unfit
    names = iter(draft.columns)
    table = zip(*(line.cells for line in [*draft.header, *draft.data_lines()]), strict=True)
    first, *others = [Line([next(names), *cells[1:]]) for cells in table]
    draft.header, draft.body = [first], others
    draft.refuse(None, "", "tableau_couche")


def months_across(draft: Draft) -> None:
    """A column a month in place of the months and the figures of each row."""
    field = next((f for f in draft.contract.fields if f.type == "yearmonth" and f.required), None)
    if field is None:
        raise Unfit
    draft.take("header", "above", "columns", "row order", "right edge")
    kept = draft.columns.index(field.name)
    titles = draft.choose([("janv-25", "févr-25", "mars-25"), ("Avril", "Mai", "Juin", "Juillet")])
    for line in draft.body:
        line.cells = [*line.cells[:kept], *("1" for _ in titles)]
    draft.titles.cells[kept:] = titles
    draft.refuse(None, "", "titres_en_colonnes")


RECOVERED = tuple(
    Operator("Frames", dirty)
    for dirty in (
        title_lines,
        title_lines_as_wide_as_the_table,
        group_line_above_the_header,
        header_on_two_lines,
        header_on_three_lines,
        units_below_the_header,
        blank_lines,
        blank_line_below_the_header,
        blank_columns,
        repeated_header,
        ruled_line,
        total_line,
        subtotal_lines,
        footnotes,
        group_key_written_once,
    )
)
REFUSED = (
    Operator("totals row that disagrees", total_that_disagrees, refuses=True),
    Operator("Tables of another shape", rows_and_columns_exchanged, refuses=True),
    Operator("Tables of another shape", months_across, refuses=True),
)
