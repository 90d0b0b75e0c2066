"""The header of a file: where it is, which contract it follows, what each column is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.contracts import Contract, Field
from pipeline.french import number
from pipeline.reading.books.own_marks import is_remedy_title
from pipeline.reading.books.sheets import letter
from pipeline.reading.frames.framing import Record, read_records
from pipeline.reading.frames.header_lines import (
    NO_HEADER,
    Heading,
    find_header,
    holds_values,
    is_a_row,
    no_header,
    uncut_delimiter,
)
from pipeline.reading.frames.neighbours import refuse_beside
from pipeline.reading.frames.personal_columns import PERSONAL, may_be_a_person, refuse_personal
from pipeline.reading.frames.shapes import misshapen
from pipeline.reading.frames.titles import Index, index_names, meanings, name_columns
from pipeline.reading.limits import USUAL, how_to_raise
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold, printable

__all__ = ["FROM_FOLDER", "Index", "Layout", "index_names", "missing_columns", "recognise"]

FROM_FOLDER = ("structure_id", "annee")  # what the folders can tell when no column does
MOSTLY = 0.5  # share of the rows that fill a column without title at the right of the table


@dataclass(frozen=True, slots=True)
class Layout:
    """How one file is laid out. `columns` goes by position, "" for a column of no contract."""

    contract: Contract
    delimiter: str
    header: Record
    cells: tuple[str, ...]
    columns: tuple[str, ...]
    approximate: tuple[tuple[str, str], ...]  # (as typed, column it is read as)
    header_rows: tuple[tuple[str, ...], ...]  # each line of the header as delivered
    index: Index
    blank: frozenset[int] = frozenset()  # columns without title nor text

    @property
    def extras(self) -> tuple[str, ...]:
        """Titles that no column of the contract answers to, safe to print: none is a person's."""
        return tuple(
            _shown(cell, place)
            for place, (cell, name) in enumerate(zip(self.cells, self.columns, strict=True))
            if not name and place not in self.blank and not is_remedy_title(cell)
        )

    @property
    def missing(self) -> tuple[Field, ...]:
        """The required columns that the file does not have."""
        return tuple(f for f in self.contract.fields if f.required and f.name not in self.columns)


def _shown(title: str, place: int) -> str:
    if may_be_a_person(title):
        return f"titre non montré, colonne {letter(place)}"
    return printable(title.strip()) or f"sans titre, colonne {letter(place)}"


def recognise(
    lines: Sequence[str],
    contracts: Mapping[str, Contract],
    index: Index,
    hint: str,
    most: int = USUAL.columns,
) -> Layout:
    """Find the header and the contract it follows best; `hint` (the file's name) breaks ties.

    Raises Refused when no contract fits, or two do; when two columns are the same one; when a
    column tells who a person is.
    """
    line = 0
    try:
        heading = find_header(lines, index)
        line = heading.record.line
        return _layout(heading, lines, contracts, index, hint, most)
    except Refused as refused:
        is_personal = refused.code == PERSONAL
        if not is_personal and (seen := misshapen(lines, contracts.values(), index)):
            raise seen from None
        if refused.code == NO_HEADER:
            raise _headless(lines, contracts, hint) from None
        raise refused.on(line) from None


def _layout(
    heading: Heading,
    lines: Sequence[str],
    contracts: Mapping[str, Contract],
    index: Index,
    hint: str,
    most: int,
) -> Layout:
    named = max((place for place, cell in enumerate(heading.cells) if cell.strip()), default=0) + 1
    cells, counts, rows = heading.cells[:named], [0] * len(heading.cells), 0
    if "" in map(str.strip, heading.cells):
        counts, rows = _filled(lines, heading)
        mostly = [place for place, count in enumerate(counts) if count > MOSTLY * rows]
        cells = heading.cells[: max([named, *(place + 1 for place in mostly)])]
    best = _best_contracts(cells, contracts, index, fold(hint))
    refuse_beside(cells, best[0], index)
    columns, approximate = _columns(cells, best[0], index, max(most, len(best[0].fields)))
    if len(cells) == len(best[0].fields) == 1:
        heading = replace(heading, delimiter=uncut_delimiter(lines, heading))
    is_row = is_a_row(cells, index)
    if is_row and len(best) > 1:
        raise no_header()
    _refuse_choice(best)
    blank = frozenset(n for n, cell in enumerate(cells) if not cell.strip() and not counts[n])
    layout = Layout(
        contract=best[0],
        delimiter=heading.delimiter,
        header=heading.record,
        cells=cells,
        columns=columns,
        approximate=approximate,
        header_rows=heading.rows,
        index=index,
        blank=blank,
    )
    lacks = any(field.name not in FROM_FOLDER for field in layout.missing)
    if is_row and (lacks or heading.score < 2):
        raise no_header()
    if len(contracts) > 1:  # a contract that is alone is imposed: what lacks is told by name
        _refuse_stranger(layout)
    return layout


def _columns(
    cells: Sequence[str], contract: Contract, index: Index, most: int
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    exact = [any(of == contract.name for of, _ in meanings(cell, index)) for cell in cells]
    if not any(exact):
        refuse_personal(cells, exact)
        raise no_header()
    if len(cells) > most:
        raise Refused(
            "trop_de_colonnes",
            f"plus de {number(most)} colonnes",
            f"ne gardez que les colonnes du modèle, {how_to_raise('colonnes')}",
        )
    columns, approximate = name_columns(cells, contract, index)
    refuse_personal(cells, [bool(column) for column in columns])
    return tuple(columns), approximate


def _filled(lines: Sequence[str], heading: Heading) -> tuple[list[int], int]:
    """How many rows fill each column, and how many rows there are; notes are none."""
    counts, rows = [0] * len(heading.cells), 0
    width = len(heading.cells)
    for record in read_records(lines, heading.delimiter, heading.record.line_end, width):
        filled = [place for place, cell in enumerate(record.cells or ()) if cell.strip()]
        if len(filled) > 1:
            rows += 1
            for place in filled:
                if place < width:
                    counts[place] += 1
    return counts, rows


def missing_columns(fields: Sequence[Field], contract: Contract) -> Refused:
    """The refusal of a file in which required columns are absent."""
    names = ", ".join(f"« {field.name} » ({field.title})" for field in fields)
    if len(fields) > 1:
        reason = f"colonnes obligatoires absentes pour {contract.shown} : {names}"
    else:
        reason = f"colonne obligatoire absente pour {contract.shown} : {names}"
    advice = "ajoutez-les" if len(fields) > 1 else "ajoutez-la"
    if {field.name for field in fields} & set(FROM_FOLDER):
        advice += ", ou rangez le fichier dans un dossier <structure>/<année>"
    if "structure_id" in {field.name for field in fields}:
        advice += ", la structure sous l'identifiant ou le nom que lui donne « Structures du pôle »"
    return Refused("colonne_absente", reason, f"{advice} ; le modèle vierge les a toutes")


def _headless(lines: Sequence[str], contracts: Mapping[str, Contract], hint: str) -> Refused:
    """The refusal of a file without header; with the one to write where its contract is plain."""
    name = fold(hint)
    meant = [c for c in contracts.values() if len(contracts) == 1 or fold(c.name) in name]
    number, first = next(((n, line) for n, line in enumerate(lines, 1) if line.strip()), (1, ""))
    titles = max(meant, key=lambda one: len(one.name)).fields if meant else ()
    return no_header([field.name for field in titles], is_data=holds_values(first)).on(number)


def _best_contracts(
    cells: Sequence[str], contracts: Mapping[str, Contract], index: Index, hint: str
) -> list[Contract]:
    """The contract that the titles follow best, with those that they follow as well."""
    matched: dict[str, set[str]] = {name: set() for name in contracts}
    for cell in cells:
        for contract, column in meanings(cell, index):
            if contract in matched:
                matched[contract].add(column)
    folded = {fold(cell) for cell in cells}

    def rank(contract: Contract) -> tuple[int, int, int, int]:
        needed = {field.name for field in contract.fields if field.required} - set(FROM_FOLDER)
        found = matched[contract.name]
        exact = sum(1 for field in contract.fields if fold(field.name) in folded)
        lacking = len(needed - found)
        return len(found) - lacking, int(fold(contract.name) in hint), exact, -lacking

    highest = max(map(rank, contracts.values()))
    return [contract for contract in contracts.values() if rank(contract) == highest]


def _refuse_choice(best: Sequence[Contract]) -> None:
    if len(best) > 1:
        first, second = best[:2]
        raise Refused(
            "contrat_ambigu",
            f"l'en-tête convient aussi bien à {first.shown} qu'à {second.shown}",
            f"donnez au fichier le nom de son modèle, par exemple {first.name}.csv",
        )


def _refuse_stranger(layout: Layout) -> None:
    """A file that lacks half of what its nearest contract requires is of no contract."""
    required = [f for f in layout.contract.fields if f.required and f.name not in FROM_FOLDER]
    lacking = [field for field in layout.missing if field.name not in FROM_FOLDER]
    if 2 * len(lacking) > len(required) or len(required) == len(lacking):
        names = ", ".join(f"« {field.name} »" for field in lacking)
        raise Refused(
            "contrat_inconnu",
            f"aucun contrat reconnu ; le plus proche est {layout.contract.shown}, "
            f"il manque {names}",
            f"renommez les colonnes d'après le modèle {layout.contract.shown}",
        )
