"""A patient reader: everything published, the definitions, and arithmetic. No solver.

What each number allows is kept as an interval; intervals are narrowed by every sum, share and sign
until nothing moves. The reader is even told which sums hold, of all those that might.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from pipeline.counting.heads import read_head
from pipeline.editions.ledger import Publication
from pipeline.model import Indicator
from pipeline.protecting.relations import read_relation

Cell = tuple[str, str, str, str]  # measure, year, structure, category
Interval = tuple[int, int]
FAR = 10**6
RATE_FLOOR = 10
SUMMED = {"pers.", "nb"}


def heads(root: Path) -> dict[str, Indicator]:
    """The definitions, which anybody may read in the repository."""
    found = {}
    for path in sorted((root / "queries" / "indicators").rglob("*.sql")):
        name = path.relative_to(root / "queries" / "indicators").with_suffix("").as_posix()
        found[name] = read_head(path.read_text(encoding="utf-8"), name, path.name).indicator
    return found


class Reader:
    """What the table of published figures lets one believe; `truth` only tells which sums hold."""

    def __init__(
        self, table: Path, known: Mapping[str, Indicator], truth: Mapping[Cell, int]
    ) -> None:
        """Read the table."""
        self.truth = truth
        self.beliefs: dict[Cell, Interval] = {}
        self.hidden: set[Cell] = set()
        self.sums: list[tuple[Cell, tuple[Cell, ...]]] = []
        self.shares: list[tuple[Cell, Cell, Fraction, Fraction]] = []  # top, bottom, low, high
        with table.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if known[row["indicateur"]].sensitivity:
                    self._read(row, known[row["indicateur"]])
        self.sums += [*self._totals(2), *self._totals(3), *self._declared(known)]

    def _read(self, row: Mapping[str, str], head: Indicator) -> None:
        place = (row["annee"], row["structure"], row["modalite"])
        if head.numerator:
            self._read_share(row, head, place)
        elif head.unit in SUMMED:
            cell = (head.id.split("/")[1], *place)
            if row["etat"] == "masqué":
                self.hidden.add(cell)
                self._narrow(cell, 1, FAR)  # the report says that zeros are printed
            elif row["valeur"]:
                self._narrow(cell, int(row["valeur"]), int(row["valeur"]))

    def recall(
        self, earlier: Publication, known: Mapping[str, Indicator], places: Mapping[str, str]
    ) -> None:
        """What an earlier edition printed of the same counts, hidden now or not."""
        for key, printed in earlier.figures.items():
            head = known.get(key.indicator)
            if head is None or not head.sensitivity or head.numerator or head.unit not in SUMMED:
                continue
            structure = places.get(key.structure, key.structure)
            category = head.categories.get(key.category, key.category)
            cell = (head.id.split("/")[1], str(key.year), structure, category)
            digits = re.sub(r"\D", "", printed.text)
            if digits and cell in self.beliefs:
                self._narrow(cell, int(digits), int(digits))

    def _read_share(
        self, row: Mapping[str, str], head: Indicator, place: tuple[str, str, str]
    ) -> None:
        top, bottom = (str(head.numerator), *place), (str(head.denominator), *place)
        if row["etat"] == "non significatif":
            self._narrow(bottom, 1, RATE_FLOOR - 1)
        elif row["etat"] in {"valeur", "masqué"}:
            self._narrow(bottom, RATE_FLOOR if row["structure"] else 1, FAR)
        else:
            return
        self._narrow(top, 0, FAR)
        if head.is_share:
            rest = (f"{head.denominator} − {head.numerator}", *place)
            self._narrow(rest, 0, FAR)
            self.sums.append((bottom, (top, rest)))
        if row["valeur"]:
            value = Fraction(row["valeur"])
            half = Fraction(1, 2 * 10**head.decimals)
            scale = 100 if head.is_share else 1
            self.shares.append((top, bottom, (value - half) / scale, (value + half) / scale))

    def _narrow(self, cell: Cell, low: float, high: float) -> bool:
        before = self.beliefs.get(cell, (0, FAR))
        after = (max(before[0], math.ceil(low)), min(before[1], math.floor(high)))
        assert after[0] <= after[1], f"{cell}: the report contradicts itself"
        self.beliefs[cell] = after
        return after != before

    def _totals(self, axis: int) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
        groups: dict[Cell, list[Cell]] = {}
        for cell in self.beliefs:
            if cell[axis]:
                whole = (*cell[:axis], "", *cell[axis + 1 :])
                groups.setdefault(whole, []).append(cell)  # type: ignore[arg-type]
        for whole, parts in groups.items():
            if whole in self.beliefs and self._holds(whole, parts):
                yield whole, tuple(parts)

    def _declared(self, known: Mapping[str, Indicator]) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
        places = {cell[1:] for cell in self.beliefs}
        labels = {v: label for head in known.values() for v, label in head.categories.items()}
        for text in {text for head in known.values() for text in head.relations}:
            *parts, whole = read_relation(text).terms
            for year, structure, category in places:
                named = [
                    (measure, year, structure, labels.get(own, own) or category)
                    for measure, own, _ in (whole, *parts)
                ]
                if all(cell in self.beliefs for cell in named) and self._holds(named[0], named[1:]):
                    yield named[0], tuple(named[1:])

    def _holds(self, whole: Cell, parts: list[Cell]) -> bool:
        if any(cell not in self.truth for cell in (whole, *parts)):
            return False
        return self.truth[whole] == sum(self.truth[part] for part in parts)

    def think(self) -> None:
        """Narrow every interval as far as arithmetic goes."""
        while any([*map(self._by_sum, self.sums), *map(self._by_share, self.shares)]):
            pass

    def _by_sum(self, one: tuple[Cell, tuple[Cell, ...]]) -> bool:
        whole, parts = one
        low = sum(self.beliefs[part][0] for part in parts)
        high = sum(self.beliefs[part][1] for part in parts)
        moved = self._narrow(whole, low, high)
        least, most = self.beliefs[whole]
        for part in parts:
            own = self.beliefs[part]
            moved |= self._narrow(part, least - (high - own[1]), most - (low - own[0]))
        return moved

    def _by_share(self, one: tuple[Cell, Cell, Fraction, Fraction]) -> bool:
        top, bottom, low, high = one
        people = self.beliefs[bottom]
        moved = self._narrow(top, math.ceil(low * people[0]), math.floor(high * people[1]))
        own = self.beliefs[top]
        least = math.ceil(own[0] / high) if high else people[0]
        most = math.floor(own[1] / low) if low > 0 else people[1]
        return self._narrow(bottom, least, most) or moved

    def found(self, threshold: int = 5, width: int = 3) -> dict[Cell, Interval]:
        """The small counts that the reader has found, within less than `width`."""
        return {
            cell: belief
            for cell, belief in self.beliefs.items()
            if 1 <= self.truth.get(cell, 0) < threshold and belief[1] - belief[0] < width
        }
