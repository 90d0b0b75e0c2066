"""The description while it is written: cells, relations, ratios, as one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.model import Indicator
from pipeline.published.links import Known, Spot, Truth
from pipeline.published.truth import Amount

WIDTH = 3  # a small count must be left at least three apart from another


@dataclass(frozen=True, slots=True)
class Rules:
    """The public rules of a report: readers use them too."""

    threshold: int
    heads: Mapping[str, Indicator]
    members: Mapping[str, str]  # structure → name: each knows its own counts
    thresholds: Mapping[int, int] = field(default_factory=dict)  # of the years already published

    def threshold_of(self, year: int) -> int:
        """The threshold of a year."""
        return self.thresholds.get(year, self.threshold)


@dataclass(slots=True)
class Book:
    """The description while it is written; `vintage` names an earlier edition, or nothing."""

    rules: Rules
    truth: Truth
    vintage: str = ""
    amounts: Mapping[Spot, Amount] = field(default_factory=dict)
    cells: dict[str, dict[str, Any]] = field(default_factory=dict)
    relations: list[dict[str, Any]] = field(default_factory=list)
    ratios: list[dict[str, Any]] = field(default_factory=list)

    def name(self, spot: Spot) -> str:
        """The id of a count in this vintage."""
        return f"{spot.name}|{self.vintage}" if self.vintage else spot.name

    def cell(self, spot: Spot) -> dict[str, Any]:
        """The cell of a count, made hidden when nothing spoke of it yet."""
        name = self.name(spot)
        if name not in self.cells:
            where = {"annee": spot.year, "structure": spot.structure, "modalite": spot.category}
            dims = {d: str(value) for d, value in where.items() if value}
            dims |= {"version": self.vintage} if self.vintage else {}
            cell: dict[str, Any] = {
                "id": name,
                "measure": spot.measure,
                "dims": dims,
                "published": "hidden",
            }
            cell |= {"true": self.truth[spot]} if spot in self.truth else {}
            self.cells[name] = cell
        return self.cells[name]

    def tells(self, spot: Spot) -> bool:
        """Whether anything yet speaks of a count."""
        return self.name(spot) in self.cells

    def sign(self, spot: Spot) -> int:
        """−1 for a deficit."""
        return -1 if spot in self.amounts and self.amounts[spot].value < 0 else 1

    def bound(self, spot: Spot, low: int, high: int | None = None) -> None:
        """What a sign tells of a count."""
        cell = self.cell(spot)
        cell["low"] = max(low, cell.get("low", 0))
        if high is not None:
            cell["high"] = min(high, cell.get("high", high))


def relation(book: Book, known: Known) -> dict[str, Any]:
    """A link in the format of the description."""
    for spot, _ in known.terms:
        book.cell(spot)
    terms = [[book.name(spot), number * book.sign(spot)] for spot, number in known.terms]
    if known.room:
        ends = {"low": -known.room, "high": known.room}
        return {"terms": terms, "op": "between", **ends, "why": known.why}
    return {"terms": terms, "op": known.op, "rhs": known.rhs, "why": known.why}


def is_told(book: Book, known: Known) -> bool:
    """Whether the files speak of one of the counts that a link ties."""
    return any(book.tells(spot) for spot, _ in known.terms)


def document(books: Sequence[Book]) -> dict[str, Any]:
    """The description of all vintages, in the format of publication.json."""
    rules = books[0].rules
    others = {y: own for y, own in rules.thresholds.items() if own != rules.threshold}
    return {
        "threshold": rules.threshold,
        "thresholds": {str(year): own for year, own in others.items()},
        "width": min(WIDTH, rules.threshold - 1),
        "zero_shown": True,
        "suppressed_min": 0,
        "cells": [_of_its_year(cell, others) for book in books for cell in book.cells.values()],
        "relations": [one for book in books for one in book.relations],
        "ratios": [one for book in books for one in book.ratios],
        "insiders": [
            {"name": name, "dims": {"structure": structure}}
            for structure, name in rules.members.items()
        ],
    }


def _of_its_year(cell: dict[str, Any], thresholds: Mapping[int, int]) -> dict[str, Any]:
    """The cell; whether it is small is said of a year that came out under another threshold."""
    own = thresholds.get(int(cell["dims"]["annee"]))
    if own is None or "true" not in cell or "sensitive" in cell:
        return cell
    return cell | {"sensitive": 1 <= cell["true"] < own}
