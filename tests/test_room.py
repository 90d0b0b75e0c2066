"""The room promised around a small count: threshold − 1 above it, one below, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.published import room as module
from pipeline.published.room import ABOVE, BELOW, MANY, goal_of, without_room
from pipeline.secrecy.facts import Fact, expand
from pipeline.secrecy.solver import Optimum, Programme
from pipeline.secrecy.tables import Interval

Numbers = dict[str, int]


def line(total: int, true: Numbers, **more: Any) -> dict[str, Any]:
    """Hidden counts, at least one each, that add up to a printed total."""
    hidden = [
        {"id": n, "measure": n, "published": "s", "true": v, "low": 1} for n, v in true.items()
    ]
    hidden = [cell | more.get(str(cell["id"]), {}) for cell in hidden]
    sums = {"terms": [*([n, 1] for n in true), ["pole", -1]], "op": "=", "rhs": 0}
    return {
        "cells": [{"id": "pole", "measure": "pole", "published": total, "true": total}, *hidden],
        "relations": [sums, *more.get("relations", ())],
    }


def seen(true: Numbers, *others: Numbers, reader: str = "public") -> list[Interval]:
    """What the audit met: the true table beside others."""
    pair = (true, others[0] if others else true)
    return [Interval(reader, name, 0, 0, pair) for name in true]


def short(
    description: dict[str, Any], true: Numbers, *others: Numbers, side: int = ABOVE
) -> list[str]:
    return without_room(expand(description), seen(true, *others), 5, side)


def test_a_small_count_may_be_as_many_more_as_the_threshold_less_one() -> None:
    """9 in all, at least one at b: 4 of a reaches 8; with 8 in all, 7 only."""
    assert short(line(9, {"a": 4, "b": 5}), {"a": 4, "b": 5}) == []
    assert short(line(8, {"a": 3, "b": 5}), {"a": 3, "b": 5}) == []
    assert short(line(8, {"a": 4, "b": 4}), {"a": 4, "b": 4}) == ["a", "b"]


def test_whole_persons_only() -> None:
    """2 of a, twice k, may be 7 at a threshold of 6: k is 4, for it cannot be 3.5."""
    true = {"k": 1, "r": 3}
    told = line(4, true, k={"sensitive": False}, r={"sensitive": False, "low": 0})
    told["cells"].append({"id": "a", "measure": "a", "published": "s", "true": 2})
    told["relations"].append({"terms": [["a", 1], ["k", -2]], "op": "=", "rhs": 0})
    judged = seen({"a": 2, **true})
    assert without_room(expand(told), judged, 6) == []
    told["relations"].append({"terms": [["k", 2]], "op": "<=", "rhs": 7})
    assert without_room(expand(told), judged, 6) == ["a"]


def test_a_count_that_bounds_hold_back_is_short_though_others_are_free() -> None:
    true = {"a": 3, "b": 3, "c": 20}
    assert short(line(26, true, a={"high": 6}), true) == ["a"]
    assert short(line(26, true, a={"high": 7}), true) == []


def test_one_less_where_signs_allow_it() -> None:
    """B is at most 3 of 6: a is 3 at least. Of one person the sign itself says that it is one."""
    free, held = {"a": 3, "b": 3}, {"a": 1, "b": 5}
    assert short(line(6, free, b={"high": 3}), free, side=BELOW) == ["a"]
    assert short(line(6, free, b={"high": 4}), free, side=BELOW) == []
    assert short(line(6, held), held, side=BELOW) == []
    assert short(line(6, held, a={"low": 0}, b={"high": 5}), held, side=BELOW) == ["a"]
    assert short(line(6, held, a={"low": 0}, b={"high": 6}), held, side=BELOW) == []


def test_what_the_audit_has_met_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    true, far, down = {"a": 3, "b": 4}, {"a": 7, "b": 8}, {"a": 2, "b": 3}
    monkeypatch.setattr(module, "Tables", None)  # whoever asks fails
    assert short(line(7, true), true, far) == []
    assert short(line(7, true), true, down, side=BELOW) == []
    with pytest.raises(TypeError):
        short(line(7, true), true, {"a": 6, "b": 8})


def test_members_are_not_judged_here() -> None:
    true = {"a": 3, "b": 4}
    assert without_room(expand(line(7, true)), seen(true, reader="A"), 5) == []


def test_two_lines_are_judged_apart() -> None:
    one, other = line(7, {"a": 3, "b": 4}), line(20, {"c": 4, "d": 16})
    other["cells"][0] |= {"id": "p2", "measure": "p2"}
    other["relations"][0]["terms"][-1] = ["p2", -1]
    both = {key: one[key] + other[key] for key in one}
    judged = [*seen({"c": 4, "d": 16}), *seen({"a": 3, "b": 4})]
    assert without_room(expand(both), judged, 5) == ["a", "b"]


@pytest.mark.parametrize(
    ("changes", "above", "below"),
    [
        ({"true": 3}, 7, 2),
        ({"true": 1}, 5, 0),
        ({"true": 1, "low": 1}, 5, 1),
        ({"true": 4, "low": 3}, 8, 3),
        ({"true": 4}, 8, 3),
        ({"true": 5}, None, None),
        ({"true": 0}, None, None),
        ({"true": None}, None, None),
        ({"true": 3, "is_real": True}, None, None),
        ({"true": 3, "sensitive": False}, None, None),
        ({"true": 3, "sensitive": True}, 7, 2),
    ],
)
def test_the_room_of_a_count(changes: dict[str, Any], above: int | None, below: int | None) -> None:
    fact = Fact(("n", ()), **changes)
    assert (goal_of(fact, 5, ABOVE), goal_of(fact, 5, BELOW)) == (above, below)
    if above is not None:
        assert goal_of(fact, 11, ABOVE) == above + 6


def test_of_those_in_two_structures_the_width_alone_is_asked() -> None:
    fact = Fact(("dans deux structures : oui", ()), true=3)
    assert goal_of(fact, 5, ABOVE) is None


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int | None]]:
    """Each question to the solver: how many columns in whole numbers, with how many nodes."""
    told: list[tuple[int, int | None]] = []
    solve = Programme.solve

    def noted(programme: Programme, whole: Any = (), nodes: int | None = None) -> Optimum | None:
        told.append((len(whole), nodes))
        return solve(programme, whole, nodes)

    monkeypatch.setattr(Programme, "solve", noted)
    return told


def test_one_table_is_sought_for_all_until_it_serves_none_then_one_for_each(
    asked: list[tuple[int, int | None]],
) -> None:
    """With 2 a + b at most 13, b goes to 6 first, and a no further than 3, though 6 alone."""
    true = {"a": 2, "b": 3}
    hidden = [{"id": n, "measure": n, "published": "s", "true": v} for n, v in true.items()]
    hidden[1] |= {"high": 6}
    ties = [{"terms": [["a", 2], ["b", 1]], "op": "<=", "rhs": 13}]
    assert short({"cells": hidden, "relations": ties}, true) == ["b"]
    assert asked == [(0, 1), (2, 1), (0, MANY), (0, MANY)]  # both, in whole persons; a; b


def test_a_table_for_all_keeps_within_what_is_known(asked: list[tuple[int, int | None]]) -> None:
    """Of a, 6 at most, 7 is not asked while b goes to its own."""
    true = {"a": 3, "b": 3, "c": 20}
    assert short(line(26, true, a={"high": 6}), true) == ["a"]
    assert asked == [(0, 1), (0, 1), (0, MANY)]  # all: b; a with others; a alone


def test_cells_go_together_no_further_than_each_needs(asked: list[tuple[int, int | None]]) -> None:
    """Of 16, 7 and 8 leave one; of 12 with 6 at most for c, a and b lose one in turn."""
    assert short(line(16, {"a": 3, "b": 4, "c": 9}), {"a": 3, "b": 4, "c": 9}) == []
    assert asked == [(0, 1)]
    asked.clear()
    true = {"a": 3, "b": 4, "c": 5}
    assert short(line(12, true, c={"high": 6}), true, side=BELOW) == []
    assert asked == [(0, 1), (0, 1)]
    asked.clear()
    assert short(line(12, true, c={"high": 7}), true, side=BELOW) == []
    assert asked == [(0, 1)]
