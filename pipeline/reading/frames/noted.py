"""A note to the right of the columns: told apart from a text that its own delimiter cuts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipeline.reading.books.sheets import DELIMITER
from pipeline.reading.cells.readers import Cell
from pipeline.reading.frames.headers import Layout
from pipeline.reading.refusals import Refused

NOTE_APART = Refused(
    "note_hors_colonnes",
    "une note est écrite à droite des colonnes : la ligne est gardée, la note n'est pas lue",
    "si la note change la ligne, corrigez la ligne ; puis effacez la note",
)

Readers = Mapping[int, Callable[[str], Cell]]  # by place, for the columns of the contract


def is_noted(cells: Sequence[str], layout: Layout, readers: Readers) -> bool:
    """Whether every column reads its cell and what is left, in words, can be of none of them.

    A text cut in two by a delimiter has one cell too many as well, and so has a row with a blank
    cell put in: there must be no place where gluing, or taking out a blank, makes a row.
    """
    width = len(layout.cells)
    notes = [cell for cell in cells[width:] if cell.strip()]
    is_sheet = layout.delimiter == DELIMITER
    if not notes or (len(notes) > 1 and not is_sheet) or not all(map(_has_letters, notes)):
        return False
    whole, row = [*cells[:width], notes[0]], cells[:width]
    others = [[*whole[:at], *whole[at + 1 :]] for at, cell in enumerate(row) if not cell.strip()]
    if not is_sheet:  # between the cells of a sheet nothing can be cut
        others += [
            [*whole[:at], layout.delimiter.join(whole[at : at + 2]), *whole[at + 2 :]]
            for at in range(width)
        ]
    return _reads(row, readers) and not any(_reads(other, readers) for other in others)


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _reads(cells: Sequence[str], readers: Readers) -> bool:
    return all(readers[place](cells[place]).refusal is None for place in readers)
