"""What a description says, read as a patient reader would: trees, tables, relations, truth."""

from __future__ import annotations

from typing import Any

from pipeline.secrecy.audit import audit
from pipeline.secrecy.facts import expand

FRANCE = {"root": "France", "children": {"France": ["Nord", "Sud"], "Nord": ["n1", "n2"]}}


def cell(published: object, true: int | None = None, **more: Any) -> dict[str, Any]:
    return {"published": published, "true": true, **more}


def found(**description: Any) -> list[tuple[str, tuple[str, ...]]]:
    return [(f.kind, f.cells) for f in audit(description).findings]


def ends(**description: Any) -> dict[str, tuple[int, int]]:
    return {i.cell: (i.low, i.high) for i in audit(description, exact=True).intervals}


# --- trees ----------------------------------------------------------------------------------


def test_a_place_inside_another_is_found_from_floor_to_floor() -> None:
    # 30 − 16 in the Nord, of whom 12 in n1: 2 are left
    cells = [
        cell(12, dims={"t": "n1"}),
        cell(30, dims={"t": "France"}),
        cell(16, dims={"t": "Sud"}),
    ]
    assert found(hierarchies={"t": FRANCE}, cells=cells) == [("déduit", ("n t=n2",))]


def test_a_value_that_no_tree_knows_is_tied_to_nothing() -> None:
    cells = [cell(30), cell("s", 3, dims={"t": "Belgique"})]
    assert found(hierarchies={"t": FRANCE}, cells=cells) == []


def test_a_crossing_goes_down_to_the_leaves_only() -> None:
    facts = expand({"hierarchies": {"t": FRANCE}, "latent": [{"dims": ["t"]}]})
    assert {cell.name[1] for cell in facts.cells} == {
        *(((("t", place)),) for place in ("n1", "n2", "Sud", "Nord")),
        (),
    }
    leaves = [cell.name[1][0][1] for cell in facts.cells[:3]]
    assert sorted(leaves) == ["Sud", "n1", "n2"]


def test_the_truth_of_what_is_implied_follows_from_floor_to_floor() -> None:
    # 30 − 16 = 14 in the Nord, 13 in n1, one in n2: nobody prints 0 or 1, all the same it is
    cells = [
        cell(13, 13, dims={"t": "n1"}),
        cell(30, 30),
        cell("16-17", 16, dims={"t": "Sud"}),
    ]
    assert found(hierarchies={"t": FRANCE}, cells=cells) == [("déduit", ("n t=n2",))]


def test_a_bound_gives_no_truth() -> None:
    # at least 3 under a: that it is 3 is not said
    relation = {"terms": [["a", 1]], "op": ">=", "rhs": 3}
    facts = expand({"cells": [cell("s", id="a")], "relations": [relation]})
    assert facts.cells[0].true is None


# --- tables and cells -----------------------------------------------------------------------


def test_a_small_count_printed_in_a_table_is_found() -> None:
    table: dict[str, Any] = {"row": "s", "col": "v", "rows": ["A"], "cols": ["x", "y"]}
    table |= {"published": [[3, "s"]], "true": [[3, 4]]}
    assert found(tables=[table]) == [("imprimé", ("n s=A v=x",))]


def test_a_count_masked_in_a_table_and_printed_in_another_is_printed() -> None:
    for texts in ((3, "s"), ("s", 3)):
        assert found(cells=[cell(text, 3) for text in texts]) == [
            ("imprimé", ("n",)),
        ]


def test_a_range_prints_nothing() -> None:
    assert found(cells=[cell("1-4", 3)]) == []
    assert found(cells=[cell("2-4", 3)]) == [("déduit", ("n",))]


def test_what_is_sensitive_is_said_once_for_all_its_places() -> None:
    assert found(cells=[cell(40, sensitive=True)]) == [("imprimé", ("n",))]
    assert found(cells=[cell(40, sensitive=True), cell(40)]) == [("imprimé", ("n",))]
    assert found(cells=[cell(3, 3, sensitive=False), cell(3, 3)]) == []


def test_a_small_amount_says_nothing_of_anybody() -> None:
    euros = {"kind": "real"}
    assert found(cells=[cell(3, 3, **euros)]) == []
    assert found(cells=[cell("s", 3, **euros), cell("3-4", 3)]) == []


# --- relations and ratios -------------------------------------------------------------------


def test_a_relation_may_hold_a_cell_between_two_numbers() -> None:
    near = {"terms": [["a", 1]], "op": "between", "low": 2, "high": 4}
    assert ends(cells=[cell("s", 3, id="a")], relations=[near]) == {"n": (2, 4)}


def test_a_share_is_of_somebody() -> None:
    # 0 %: nobody of at least one
    cells = [cell(0, id="top"), cell("s", id="all", measure="tous", high=9)]
    ratio = {"num": "top", "den": "all", "published": 0, "scale": 100}
    assert ends(cells=cells, ratios=[ratio]) == {"tous": (1, 9)}


def test_the_upper_edge_of_a_mean_of_amounts_may_be_met() -> None:
    # 2 € each for 40: from 60 € to 100 €, which a float may have let round down; 99 persons
    for kind, highest in (("real", 100), ("count", 99)):
        cells = [cell("s", id="top", kind=kind), cell(40, id="all", measure="tous")]
        ratio = {"num": "top", "den": "all", "published": 2, "rounding": "half_up"}
        assert ends(cells=cells, ratios=[ratio]) == {"n": (60, highest)}
