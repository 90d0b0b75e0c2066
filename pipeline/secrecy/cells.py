"""What is published, in plain frozen types: cells, the links between them, the policy in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple


class Key(NamedTuple):
    """One number, wherever it is printed. A dimension left out means the total over it."""

    measure: str
    dims: tuple[tuple[str, str], ...] = ()  # (dimension, value), sorted by dimension
    vintage: str = ""  # tells a revised figure from the one first published

    def __str__(self) -> str:
        """Words for a message: `personnes (année 2024, structure A)`."""
        where = [f"{name} {value}" for name, value in self.dims]
        where += [f"version {self.vintage}"] if self.vintage else []
        return f"{self.measure} ({', '.join(where)})" if where else self.measure


def key(measure: str, vintage: str = "", /, **dims: str | int) -> Key:
    """The key of a measure at these values of its dimensions; empty values are left out."""
    return Key(measure, tuple(sorted((n, str(v)) for n, v in dims.items() if v != "")), vintage)


class Status(StrEnum):
    """What may still be decided about a cell."""

    FREE = "à décider"
    SHOWN = "déjà publié"  # frozen: can neither be hidden nor changed
    HIDDEN = "déjà masqué"  # frozen: stays hidden
    UNPRINTED = "jamais imprimé"  # tied to others by links, and judged like any other


Move = Mapping[Key, int]  # changes of hidden cells that leave all that is printed as it is


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and what its loss costs. `dear` cells are hidden only when nothing else does."""

    key: Key
    value: int
    weight: float = 1.0
    status: Status = Status.FREE
    dear: bool = False
    sensitive: bool = True  # False: a small value tells nothing about anybody
    is_real: bool = False  # money, tonnage: in the smallest unit printed, so still whole
    contributors: tuple[int, ...] = ()  # what each structure brings to a real cell
    low: int | None = None  # bounds that a reader knows anyway
    high: int | None = None
    threshold: int | None = None  # its own, where it is out under another than the policy's
    room: tuple[int, int] | None = None  # below and above, where what bounds it leaves no more


@dataclass(frozen=True, slots=True)
class Link:
    """A linear fact that a reader knows: Σ coefficient × cell `op` rhs, `op` in = <= >=."""

    terms: tuple[tuple[Key, int], ...]
    op: str = "="
    rhs: int = 0
    why: str = ""


def total(whole: Key, parts: tuple[Key, ...], why: str = "") -> Link:
    """`whole` is the sum of its `parts`."""
    return Link((*((part, 1) for part in parts), (whole, -1)), why=why)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share or a mean, printed as scale × top ÷ bottom. Shown only when both its cells are."""

    top: Key
    bottom: Key
    scale: int = 100
    decimals: int = 0
    is_share: bool = True  # top is a part of bottom: what is left is a count too
    uniform_tells: bool = False  # 0 % or 100 % says it of each one: sensitive data
    rest: Key | None = None  # the cell that counts what is left, when there is one


@dataclass(frozen=True, slots=True)
class Subset:
    """Wherever both are known with the same dimensions, `part` is at most `whole`."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who looks at the report and already knows the cells with these dimensions."""

    name: str
    dims: tuple[tuple[str, str], ...] = ()

    def knows(self, cell: Key) -> bool:
        """Whether the cell is theirs; the public knows none."""
        return bool(self.dims) and all(pair in cell.dims for pair in self.dims)


PUBLIC = Reader("public")


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force.

    With `zeros_printed` a zero is never hidden, so a reader knows that a hidden count is at
    least 1: a hidden 1, or a hidden sum of two 1s, then cannot get the room below itself,
    which is left wherever possible; the room above always is. `effort` bounds the search for the
    optimum in solver calls a piece, not in seconds: the same input gives the same pattern on
    any machine; 0 leaves a short one, in small pieces only.
    """

    threshold: int = 5
    zeros_printed: bool = True
    readers: tuple[Reader, ...] = (PUBLIC,)
    effort: int = 0
    rate_floor: int = 10  # a rate on fewer people says nothing
    contributors: int = 3
    dominance: Fraction = Fraction(85, 100)

    def threshold_of(self, cell: Cell) -> int:
        """The threshold of a cell: its own, if it has one."""
        return self.threshold if cell.threshold is None else cell.threshold


@dataclass(frozen=True)
class Problem:
    """All that is printed, of this edition and of those already out, and what ties it."""

    cells: Mapping[Key, Cell]
    links: tuple[Link, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    subsets: tuple[Subset, ...] = ()
    moves: tuple[Move, ...] = ()  # that protected the editions already out: offered first

    @cached_property
    def telling(self) -> frozenset[str]:
        """Measures of which a zero is itself a sensitive fact, hence hidden at times."""
        return frozenset(ratio.top.measure for ratio in self.ratios if ratio.uniform_tells)


class Need(NamedTuple):
    """Why a cell is hidden, and the room that a reader must be left on each side of it."""

    reason: str
    down: int
    up: int
    is_wish: bool = False  # the room below is left where it can be


@dataclass(frozen=True)
class Pattern:
    """What to hide. `bound` is proven: no safe pattern costs less."""

    primary: Mapping[Key, Need]
    complementary: frozenset[Key]
    kept: frozenset[Key]  # already masked in an edition that is out
    withheld: frozenset[Ratio]
    cost: float
    bound: float
    moves: tuple[Move, ...] = ()  # each small count is protected by one

    @cached_property
    def hidden(self) -> frozenset[Key]:
        """Every cell to mask, whatever the reason: they all bear the same sign."""
        return self.complementary | self.kept | frozenset(self.primary)

    @property
    def gap(self) -> float:
        """How much dearer than the proven bound, at most; 0 is a proven optimum."""
        return (self.cost - self.bound) / self.cost if self.cost else 0.0


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way out when no pattern is safe: cells to merge into one, or to withhold."""

    action: str  # "regrouper", "ne pas réviser" or "retirer" (it is already published)
    cells: tuple[Key, ...]


class NoSafePatternError(Exception):
    """Nothing that may be hidden protects these cells."""

    def __init__(self, cells: tuple[Key, ...], remedies: tuple[Remedy, ...]) -> None:
        """Keep the cells and the remedies for whoever words the message."""
        self.cells, self.remedies = cells, remedies
        ways = _some([f"{r.action} {', '.join(map(str, r.cells))}" for r in remedies], " ; ")
        where = _some([str(cell) for cell in cells], ", ")
        super().__init__(f"Aucun masque sûr pour {where}. Solutions : {ways}.")


def _some(words: list[str], separator: str) -> str:
    """The first ones, and how many others."""
    more = [f"et {len(words) - 3} autres"] if len(words) > 3 else []
    return separator.join((*words[:3], *more))
