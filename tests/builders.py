"""Short ways to write indicators and cells in tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pipeline.model import Aggregate, Aggregates, CellKey, Indicator

YEAR = 2025


def indicator(identifier: str = "insertion/personnes", **changes: object) -> Indicator:
    """An indicator that counts persons, unless `changes` says otherwise."""
    fields: dict[str, object] = {
        "id": identifier,
        "code": "INS-01",
        "title": "Personnes",
        "question": "Combien ?",
        "subject": "le nombre de personnes",
        "agreement": "ms",
        "unit": "pers.",
        "decimals": 0,
        "direction": "hausse",
        "level": "realisation",
        "aggregation": "distinct",
        "definition": "Nombre de personnes.",
        "source": "essai",
        "sensitivity": 1,
    }
    return Indicator(**(fields | changes))  # type: ignore[arg-type]


def share(identifier: str = "insertion/part", **changes: object) -> Indicator:
    """An indicator that is a share of persons."""
    ratio = {"unit": "%", "numerator": "oui", "denominator": "connus"}
    return indicator(identifier, **(ratio | changes))


def counts(
    head: Indicator, table: Mapping[tuple[str, str], int], year: int = YEAR
) -> list[Aggregate]:
    """Cells from {(structure, category): persons}."""
    return [
        Aggregate(CellKey(head.id, year, structure, category), value=Decimal(n))
        for (structure, category), n in table.items()
    ]


def shares(head: Indicator, table: Mapping[str, tuple[int, int]]) -> list[Aggregate]:
    """Cells from {structure: (numerator, denominator)}, in the year of the tests."""
    return [
        Aggregate(CellKey(head.id, YEAR, s), numerator=Decimal(top), denominator=Decimal(bottom))
        for s, (top, bottom) in table.items()
    ]


def gathered(heads: Iterable[Indicator], cells: Iterable[Aggregate]) -> Aggregates:
    """An edition of one year."""
    return Aggregates({h.id: h for h in heads}, {c.key: c for c in cells}, (YEAR,), {})
