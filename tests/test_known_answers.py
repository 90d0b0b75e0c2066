"""Published examples with their published answers: τ-ARGUS, sdcTable, Insee."""

from __future__ import annotations

from typing import Any

from pipeline.secrecy.audit import audit
from pipeline.secrecy.cells import Cell, Key, Link, Pattern, Policy, Problem, key, total
from pipeline.secrecy.publication import describe
from pipeline.secrecy.rules import FEW
from pipeline.secrecy.suppress import suppress


def regions(values: dict[str, tuple[int, int]], **changes: Any) -> Problem:
    """Region by gender, men first; only the women of region A are at risk."""
    cells: dict[Key, Cell] = {}
    links: list[Link] = []

    def put(value: int, **dims: str) -> Key:
        name = key("n", **dims)
        weight = value + 10_000_000 * (2 - len(dims))
        is_at_risk = dims == {"region": "A", "gender": "female"}
        more = changes if is_at_risk else {**changes, "contributors": ()}
        cells[name] = Cell(name, value, weight, sensitive=is_at_risk, **more)
        return name

    for region, (men, women) in values.items():
        line = put(men + women, region=region)
        links.append(
            total(line, (put(men, region=region, gender="male"),
                         put(women, region=region, gender="female")))
        )  # fmt: skip
    for rank, gender in enumerate(("male", "female")):
        column = put(sum(pair[rank] for pair in values.values()), gender=gender)
        links.append(total(column, tuple(key("n", region=r, gender=gender) for r in values)))
    whole = put(sum(map(sum, values.values())))
    links.append(total(whole, tuple(key("n", gender=g) for g in ("male", "female"))))
    return Problem(cells, tuple(links))


def places(pattern: Pattern) -> set[str]:
    return {"/".join(value for _, value in name.dims) for name in pattern.hidden}


FOUR = {"male/A", "female/A", "male/C", "female/C"}


def test_the_first_batch_example_of_tau_argus_hides_the_same_four_cells() -> None:
    # checkTauArgus, tests/Batch/ex1; sdcTable's protectTable has the same answer
    values = {"A": (895, 137), "B": (753, 973), "C": (569, 486), "D": (540, 793)}
    pattern = suppress(regions(values), Policy(threshold=138, effort=5000))
    assert places(pattern) == FOUR
    assert (pattern.cost, pattern.gap) == (895 + 569 + 486, 0)


def test_the_second_batch_example_of_tau_argus_hides_the_same_four_amounts() -> None:
    # checkTauArgus, tests/Batch/ex2: sums of num1 over its hundred records, in cents. Two women
    # of region A make up 112.02 + 77.38; the expected signs are "s s s s x u s s s s x x s s s".
    values = {
        "A": (193879, 18940), "B": (147606, 199880), "C": (119216, 105736), "D": (111806, 151432),
    }  # fmt: skip
    problem = regions(values, is_real=True, contributors=(11202, 7738))
    assert problem.cells[key("n")].value == 1_048_495
    pattern = suppress(problem, Policy(effort=5000))
    assert [need.reason for need in pattern.primary.values()] == [FEW]
    assert places(pattern) == FOUR
    assert (pattern.cost, pattern.gap) == (193879 + 119216 + 105736, 0)


# sdcTable, testthat/test-linked-tables.r: one list of towns, by county and by size
TOWNS = {"A": 2, "B": 2, "I": 8, "J": 8, "K": 3, "L": 3, "M": 3, "N": 7}
GROUPINGS = {"county-1": "ABIJ", "county-2": "KLMN", "big": "LM", "small": "ABIJKN"}


def towns(*groupings: str) -> Problem:
    cells = {key("n", c=town): Cell(key("n", c=town), n, n) for town, n in TOWNS.items()}
    links = []
    for group in groupings:
        parts = tuple(key("n", c=town) for town in GROUPINGS[group])
        whole = key("n", c=group)
        cells[whole] = Cell(whole, sum(cells[p].value for p in parts), 500, dear=True)
        links.append(total(whole, parts))
    return Problem(cells, tuple(links))


def test_each_of_sdctable_s_tables_is_safe_and_the_two_are_not() -> None:
    # A + B = 4, and A may be 5: our room asks for I or J too, where sdcTable leaves 0 to 4
    policy, twins = Policy(threshold=4, zeros_printed=False), {key("n", c=town) for town in "IJ"}
    small = frozenset(key("n", c=town) for town in "ABKLM")
    one = suppress(towns("county-1", "county-2"), policy).hidden
    assert (one - twins, len(one)) == (small, 6)
    both = suppress(towns(*GROUPINGS), policy).hidden
    assert (both - twins, len(both)) == (small | {key("n", c="N")}, 7), "else K is 16 − 7 − 6"


def test_the_audit_sees_what_sdctable_s_two_tables_give_away() -> None:
    problem, policy = towns(*GROUPINGS), Policy(threshold=4, zeros_printed=False)
    document = describe(problem, suppress(problem, policy), policy)
    assert not audit(document).findings
    for cell in document["cells"]:
        if cell["dims"] == {"c": "N"}:
            cell["published"] = 7
    assert [(f.cells, f.low, f.high) for f in audit(document).findings] == [(("n c=K",), 3, 3)]


def test_the_three_linked_tables_of_insee_bound_their_common_crossing() -> None:
    # manuel de protection des tableaux: sexe × région, sexe × polluant, région × polluant.
    # Of the 31 firms of the South, 20 pollute and 12 have a man at their head: 8 women at least
    # head a firm that pollutes; 10 of the North and 19 of the South at most: 29.
    def two_ways(first: str, second: str, rows: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {"published": value, "dims": {first: row, second: column}}
            for row, line in rows.items()
            for column, value in line.items()
        ]

    cells = two_ways("sexe", "poll", {"F": {"oui": "s", "non": "s"}, "H": {"oui": "s"}})
    document: dict[str, Any] = {
        "hierarchies": {"sexe": ["F", "H"], "region": ["N", "S"], "poll": ["oui", "non"]},
        "latent": [{"dims": ["sexe", "region", "poll"]}],
        "cells": [
            *two_ways("region", "sexe", {"N": {"F": 16, "H": 20}, "S": {"F": 19, "H": 12}}),
            *two_ways("region", "poll", {"N": {"oui": 10, "non": 26}, "S": {"oui": 20, "non": 11}}),
            *cells,
        ],
    }
    found = {i.cell: (i.low, i.high) for i in audit(document, exact=True).intervals}
    assert found["n poll=oui sexe=F"] == (8, 29)
    assert found["n poll=non sexe=F"] == (35 - 29, 35 - 8)
    assert found["n poll=oui sexe=H"] == (30 - 29, 30 - 8)
    cells[-1]["published"] = 22
    found = {i.cell: (i.low, i.high) for i in audit(document, exact=True).intervals}
    assert found["n poll=oui sexe=F"] == (8, 8), "30 firms pollute"
