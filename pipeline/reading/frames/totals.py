"""Lines that add up the lines above them: told from rows, verified, then dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from pipeline.contracts import Field
from pipeline.reading.cells.cleaning import tidy
from pipeline.reading.cells.numerals import read_number
from pipeline.reading.cells.units import unit_of
from pipeline.reading.frames.headers import Layout
from pipeline.reading.refusals import Refused
from pipeline.reading.words import unaccented

TOTAL_LINE = "ligne de total"
TOLERANCE = Decimal("0.05")
FEWEST_ROWS = 2  # above a line that only its figures show to be a total
FEWEST_TEXTS = 2  # required ones, filled beside an identifier that starts like a total

_SUBTOTAL = re.compile(r"(sous|s) ?[-/.]? ?tota(l|ux)\b.*")
_SURE = re.compile(
    r"(grand )?tota(l|ux)"
    r"( (general|generaux|annuel|partiel|global|ht|ttc|20\d\d|(du|de|des|de la|de l) .*))*[ :.]*"
)
_LIKELY = re.compile(
    r"(grand )?tota(l|ux)(?![a-z])|(cumul|somme|ensemble|(a )?report(er)?)s?[ :.]*$"
)
_INSIDE = re.compile(r"(?<![^\W_])total(?![a-z])", re.IGNORECASE)
_NUMERIC = frozenset(("number", "integer"))
_RATIO = re.compile(r"taux|pct|moyen|annee|surface|etp|_n1$")


Mark = tuple[dict[int, Decimal], Counter[int]]  # the sums and the unread cells up to a total


class Likeness(Enum):
    """Whether a line is a total, by its words alone."""

    NONE = 0
    DOUBTFUL = 1  # its figures must show it
    SURE = 2


@dataclass(slots=True)
class Sums:
    """Running sums of the columns that people add up, by slot, with what could not be read."""

    slots: Mapping[int, Field]
    rows: int = 0
    waiting: list[tuple[int, Sequence[str]]] = field(default_factory=list)  # slot, texts
    whole: dict[int, Decimal] = field(default_factory=dict)
    unread: Counter[int] = field(default_factory=Counter)
    marks: dict[str, Mark] = field(default_factory=dict)

    def add(self, slot: int, texts: Sequence[str], unread: int) -> None:
        """Keep canonical texts until a total asks; `unread` more hold nobody knows what."""
        self.waiting.append((slot, texts))
        self.unread[slot] += unread

    def miss(self) -> None:
        """A line above could not be read at all."""
        self.unread.update(self.slots.keys())

    def settle(self) -> None:
        """Add up what waits."""
        for slot, texts in self.waiting:
            total = sum(map(Decimal, filter(None, texts)), Decimal(0))
            self.whole[slot] = self.whole.get(slot, Decimal(0)) + total
        self.waiting.clear()

    def close(self, kind: str) -> None:
        """A total of that kind stands here: the next one may start from it."""
        self.marks[kind] = self.marks[""] = (dict(self.whole), Counter(self.unread))

    def candidates(self, slot: int, kind: str) -> list[Decimal]:
        """What a total may add up to: all, or since the last total; empty when unknown."""
        top: Mark = ({}, Counter())
        starts = [top, *(self.marks[name] for name in ("", kind) if name in self.marks)]
        if any(self.unread[slot] > unread[slot] for _, unread in starts):
            return []
        whole = self.whole.get(slot, Decimal(0))
        return [whole - before.get(slot, Decimal(0)) for before, _ in starts]


def summed_slots(fields: Sequence[Field]) -> dict[int, Field]:
    """The columns of which a sum means something."""
    return {
        slot: field
        for slot, field in enumerate(fields)
        if field.type in _NUMERIC and not _RATIO.search(field.name)
    }


def is_row_of(cells: Sequence[str], place: int, layout: Layout) -> bool:
    """Whether a line has all the texts, dates and choices that a row must have: no total does."""
    texts = [
        is_filled
        for column, is_filled, at in _required(cells, layout)
        if at != place and column.type not in _NUMERIC
    ]
    return len(texts) >= FEWEST_TEXTS and all(texts)


def likeness(cells: Sequence[str], place: int, layout: Layout) -> Likeness:
    """How much a line whose first filled cell is at `place` looks like a total.

    `Total` may be a supplier: a line whose other required texts are filled is a row, unless
    its figures say otherwise.
    """
    words = _words(cells[place])
    if _SUBTOTAL.fullmatch(words):
        return Likeness.SURE
    if not _LIKELY.match(words):
        return Likeness.NONE
    others = [
        is_filled
        for column, is_filled, at in _required(cells, layout)
        if at != place and column.type not in _NUMERIC
    ]
    if _SURE.fullmatch(words):
        return Likeness.DOUBTFUL if others and all(others) else Likeness.SURE
    is_total = words.startswith(("total", "grand total"))
    return Likeness.SURE if is_total and others and not any(others) else Likeness.DOUBTFUL


def may_hold_total(text: str) -> bool:
    """Whether the word of a total stands anywhere in these lines: most have none."""
    return ("otal" in text or "OTAL" in text) and bool(_INSIDE.search(text))


def find_label(cells: Sequence[str], place: int, layout: Layout) -> tuple[int, Likeness]:
    """Where the word of a total stands, and how much it tells; `place` is the first filled cell.

    After a figure (`12;Total;…`) it is looked for only in a line that lacks what a row must have.
    """
    like = likeness(cells, place, layout)
    if like is not Likeness.NONE:
        return place, like
    words = {
        at: _words(cell)
        for at, cell in enumerate(cells[: len(layout.cells)])
        if may_hold_total(cell)
    }
    labels = [
        at for at, said in words.items() if _SUBTOTAL.fullmatch(said) or _SURE.fullmatch(said)
    ]
    lacks = not all(is_filled for _, is_filled, _ in _required(cells, layout))
    return (labels[0], Likeness.DOUBTFUL) if labels and lacks else (place, Likeness.NONE)


def _words(cell: str) -> str:
    return " ".join(unaccented(cell).replace("'", " ").split())


def _required(cells: Sequence[str], layout: Layout) -> list[tuple[Field, bool, int]]:
    named = {field.name: field for field in layout.contract.fields if field.required}
    return [
        (named[column], bool(cells[at].strip()) if at < len(cells) else False, at)
        for at, column in enumerate(layout.columns)
        if column in named
    ]


def kind_of(text: str) -> str:
    """The level of a total: `sous-total` closes less than `total`."""
    return unaccented(text).strip()[:4]


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of a total line, and what it may add up to: nothing when nobody knows."""

    slot: int
    column: Field
    text: str
    amount: Decimal
    candidates: Sequence[Decimal]

    @property
    def is_wrong(self) -> bool:
        """Whether it is none of the sums, to the last digit that it shows."""
        exponent = self.amount.as_tuple().exponent
        digits = max(-exponent, 0) if isinstance(exponent, int) else 0
        tolerance = max(TOLERANCE, Decimal("0.5").scaleb(-digits))
        away = [abs(self.amount - candidate) > tolerance for candidate in self.candidates]
        return bool(away) and all(away)

    @property
    def is_shown(self) -> bool:
        """Whether the rows above add up to it, and to something."""
        return bool(self.amount and self.candidates) and not self.is_wrong


def told_figures(cells: Sequence[str], layout: Layout, sums: Sums, first: int) -> list[Told]:
    """The figures of a total line whose word stands at `first`; unreadable ones are left out."""
    slots = {field.name: slot for slot, field in sums.slots.items()}
    found = []
    for place, name in enumerate(layout.columns[: len(cells)]):
        if name not in slots or place == first or not cells[place].strip():
            continue
        column = sums.slots[slots[name]]
        try:
            amount, _ = read_number(tidy(cells[place])[0], unit_of(column))
        except Refused:
            continue
        candidates = sums.candidates(slots[name], kind_of(cells[first]))
        found.append(Told(slots[name], column, cells[place].strip(), amount, candidates))
    return found


def is_shown(told: Sequence[Told], sums: Sums) -> bool:
    """Whether the figures alone show that a line is a total."""
    return (
        sums.rows >= FEWEST_ROWS
        and any(figure.is_shown for figure in told)
        and not any(figure.is_wrong for figure in told)
    )


def wrong_total(figure: Told, where: str = "du dessus") -> Refused:
    """The doubt about a figure that the rows there do not add up to."""
    nearest = min(figure.candidates, key=lambda candidate: abs(figure.amount - candidate))
    expected = "" if figure.column.is_personal else _french(nearest)
    return Refused(
        "total_different",
        f"le total de « {figure.column.name} » n'est pas la somme des lignes {where}",
        "vérifiez qu'aucune ligne ne manque à l'export",
        expected,
    )


def _french(amount: Decimal) -> str:
    return f"{amount.normalize():f}".replace(".", ",")
