"""Which cells the audit judges, for which reader, and what it calls a disclosure."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.secrecy import tables as module
from pipeline.secrecy.audit import audit
from pipeline.secrecy.solver import Optimum, Programme

S = {"s": ["A", "B"]}
B = {"name": "B", "dims": {"s": "B"}}


def cell(published: object, true: int | None = None, **more: Any) -> dict[str, Any]:
    return {"published": published, "true": true, **more}


def found(**description: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(f.reader, f.kind, f.cells) for f in audit(description).findings]


def exactly(**description: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(f.reader, f.kind, f.cells) for f in audit(description, exact=True).findings]


# --- what is judged -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("women", "is_found"),
    [(12, True), (5, False), ("10-13", False), ("10-12", True), (14, False)],
)
def test_without_the_truth_a_cell_that_is_small_for_sure_is_found(
    women: int | str, *, is_found: bool
) -> None:
    # 14 in all: 2 men; 9; 1 to 4, three apart; 2 to 4; none
    cells = [cell(14), cell(women, dims={"s": "A"})]
    assert found(hierarchies=S, cells=cells) == [("public", "déduit", ("n s=B",))] * is_found


def test_what_is_sensitive_may_not_be_found_whatever_its_size() -> None:
    cells = [cell(14), cell(2, dims={"s": "A"}), cell("s", dims={"s": "B"}, sensitive=True)]
    assert found(hierarchies=S, cells=cells) == [("public", "déduit", ("n s=B",))]


def test_what_tells_nothing_is_not_judged_and_never_a_disclosure() -> None:
    cells = [cell(14), cell(12, dims={"s": "A"}), cell("s", dims={"s": "B"}, sensitive=False)]
    assert audit({"hierarchies": S, "cells": cells}).intervals == ()
    assert exactly(hierarchies=S, cells=cells) == []


def test_a_large_count_may_be_found() -> None:
    cells = [cell(30, 30), cell(12, 12, dims={"s": "A"}), cell("s", 18, dims={"s": "B"})]
    assert exactly(hierarchies=S, cells=cells) == []


# --- small groups ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "terms", "bounds", "is_found"),
    [
        ({}, [1, 1], {"rhs": 4}, True),
        ({}, [1, -1], {"rhs": 4}, False),  # a difference
        ({}, [1, 1], {"op": "<=", "rhs": 4}, False),
        ({}, [1, 1], {"op": ">=", "rhs": 4}, False),
        ({"sensitive": False}, [1, 1], {"rhs": 4}, False),
        ({"kind": "real"}, [1, 1], {"rhs": 4}, False),
    ],
)
def test_a_small_group_is_a_sum_of_persons_that_is_told(
    more: dict[str, Any], terms: list[int], bounds: dict[str, Any], *, is_found: bool
) -> None:
    cells = [cell("s", id="a", measure="a", **more), cell("s", id="b", measure="b", **more)]
    relation = {"terms": list(zip("ab", terms, strict=True)), **bounds}
    told = found(cells=cells, relations=[relation])
    assert ("public", "petit groupe", ("a", "b")) in told or not is_found
    assert is_found or "petit groupe" not in {kind for _, kind, _ in told}


# --- insiders -------------------------------------------------------------------------------


def test_what_the_public_finds_is_told_once() -> None:
    cells = [cell(14, 14), cell(12, 12, dims={"s": "A"}), cell("s", 2, dims={"s": "B"})]
    other = {"name": "C", "dims": {"s": "C"}}
    assert found(hierarchies=S, cells=cells, insiders=[other]) == [("public", "déduit", ("n s=B",))]


def test_a_member_does_not_know_what_it_did_not_count_itself() -> None:
    cells = [cell("s", dims={"s": "B"})]
    assert found(cells=cells, insiders=[B]) == []


def test_all_the_people_of_a_cell_may_be_a_member_s_own() -> None:
    cells = [cell("s", 3), cell(0, 0, dims={"s": "A"}), cell("s", 3, dims={"s": "B"})]
    assert found(hierarchies=S, cells=cells, insiders=[B]) == []


@pytest.mark.parametrize(
    ("cells", "terms"),
    [
        # the 2 of B are not all of the 3
        ([cell("s", 2, dims={"s": "B"}, id="b"), cell("s", 1, dims={"s": "A"}, id="a")],
         [["a", 1], ["b", 1], ["n", -1]]),
        # none of the 3 is of B
        ([cell("s", 0, dims={"s": "B"}, id="b"), cell("s", 3, dims={"s": "A"}, id="a")],
         [["a", 1], ["b", 1], ["n", -1]]),
        # as many, but among others
        ([cell("s", 3, dims={"s": "B"}, id="b"), cell("s", 6, measure="m", id="m")],
         [["n", 1], ["b", 1], ["m", -1]]),
    ],
)  # fmt: skip
def test_a_member_that_knows_some_of_the_people_still_finds_the_others(
    cells: list[dict[str, Any]], terms: list[list[Any]]
) -> None:
    both = [*cells, cell("s", 3, id="n")]
    near = {"terms": [["n", 1]], "op": "between", "low": 3, "high": 4}
    told = found(cells=both, relations=[{"terms": terms}, near], insiders=[B])
    assert ("B", "déduit", ("n",)) in told


def test_a_member_that_knows_there_are_three_at_least_finds_that_there_are_no_more() -> None:
    cells = [cell("s", 3, dims={"s": "B"}, id="b"), cell("s", 3, id="n", high=4)]
    relation = {"terms": [["b", 1], ["n", -1]], "op": "<="}
    assert found(cells=cells, relations=[relation], insiders=[B]) == [("B", "déduit", ("n",))]


def test_a_member_s_people_are_others_than_those_of_another_place() -> None:
    cells = [cell("s", 3, dims={"s": "B"}, id="b"), cell("s", 3, dims={"c": "x"}, id="x")]
    relation = {"terms": [["b", 1], ["x", -1]]}
    assert found(cells=cells, relations=[relation], insiders=[B]) == [("B", "déduit", ("n c=x",))]


def test_that_a_group_has_none_is_found_by_whoever_has_none() -> None:
    cells = [
        cell("s", 0, sensitive=True),
        cell("s", 0, dims={"s": "A"}, high=1, sensitive=False),
        cell("s", 0, dims={"s": "B"}),
    ]
    assert found(hierarchies=S, cells=cells, insiders=[B]) == [("B", "déduit", ("n",))]


# --- contradictions -------------------------------------------------------------------------


def test_publications_that_no_table_explains_are_refused() -> None:
    relations = [{"terms": [["a", 1]], "op": op, "rhs": n} for op, n in ((">=", 9), ("<=", 4))]
    with pytest.raises(ValueError, match="n: publications contradictoires"):
        audit({"cells": [cell("s", 3, id="a")], "relations": relations})


def test_amounts_are_whole_in_their_smallest_unit() -> None:
    # twice the amount is the number of persons, at most 7: never 3,5
    cells = [cell("s", id="a", kind="real", measure="a"), cell("s", 3, id="n", high=7)]
    relation = {"terms": [["a", 2], ["n", -1]]}
    report = audit({"cells": cells, "relations": [relation]}, exact=True)
    assert {i.cell: (i.low, i.high) for i in report.intervals} == {"a": (0, 3), "n": (0, 6)}


def test_a_solver_that_errs_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong(Programme):
        def solve(self, whole: Any = (), nodes: int | None = None) -> Optimum | None:
            found = super().solve(whole, nodes)
            return found and Optimum(found.values + 1, found.bound)

    monkeypatch.setattr(module, "Programme", Wrong)
    cells = [cell(14), cell("s", 9, dims={"s": "A"}), cell("s", 5, dims={"s": "B"})]
    with pytest.raises(ValueError, match="table témoin fausse"):
        audit({"hierarchies": S, "cells": cells}, exact=True)


def test_the_solver_writes_nothing_on_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    assert Programme([0.0], [1.0], []).solve((0,)) is not None
    assert capfd.readouterr() == ("", "")
