"""A second table beside the first, under titles of its own: told, never mixed with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.contracts import Contract
from pipeline.reading.frames.titles import FEWEST_TITLES, Index, meanings, side_by_side


def refuse_beside(cells: Sequence[str], contract: Contract, index: Index) -> None:
    """Refuse a header of which a part, after a column without title, is of another contract."""
    blocks = [*_blocks(cells)]
    for start, block in blocks if len(blocks) > 1 else ():
        named = Counter(of for cell in block for of in {of for of, _ in meanings(cell, index)})
        most = max(named.values(), default=0)
        if most >= FEWEST_TITLES and most > named[contract.name]:
            raise side_by_side(cells, start)


def _blocks(cells: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The titles that stand side by side, and the place of the first."""
    start = 0
    for place, cell in enumerate([*cells, ""]):
        if not cell.strip():
            if place > start:
                yield start, list(cells[start:place])
            start = place + 1
