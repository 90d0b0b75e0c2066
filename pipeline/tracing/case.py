"""The case that `trace` follows, and what of its counts may be told on the terminal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from textwrap import wrap

import duckdb

from pipeline.contracts import Contract
from pipeline.counting.queries import Queries
from pipeline.french import NARROW, NBSP, STATE_TEXT, number
from pipeline.model import Figures, Indicator, State
from pipeline.received import Quality

WIDTH = 100  # signs of a line
MASK = STATE_TEXT[State.HIDDEN]


@dataclass(frozen=True, slots=True)
class Case:
    """One indicator in one edition, with the database in which it was computed."""

    head: Indicator
    year: int
    figures: Figures
    quality: Quality
    queries: Queries
    contracts: Mapping[str, Contract]
    db: duckdb.DuckDBPyConnection

    def masked(self, count: int, *, of_persons: bool) -> str:
        """A count of rows; a small one of persons bears the mask."""
        return MASK if of_persons and 0 < count < self.figures.threshold else number(count)

    def is_about_persons(self, columns: Collection[str]) -> bool:
        """Whether a table holds a column that says something about one person."""
        fields = (field for contract in self.contracts.values() for field in contract.fields)
        return any(field.is_personal and field.name in columns for field in fields)


def wrapped(text: str, indent: str = "") -> list[str]:
    """The lines of a sentence on a terminal; it breaks at plain spaces only."""
    words = text.replace(NBSP, "\ue000").replace(NARROW, "\ue001")
    lines = wrap(words, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
    return [line.replace("\ue000", NBSP).replace("\ue001", NARROW) for line in lines]
