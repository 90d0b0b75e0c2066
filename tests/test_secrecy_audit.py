"""The audit reads what was published, and finds what a patient reader would."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from pipeline.secrecy.audit import Report, audit
from pipeline.secrecy.facts import expand
from pipeline.secrecy.reading import printed_bounds
from pipeline.secrecy.witness import agrees, proves


def cell(published: object, true: int | None = None, **more: Any) -> dict[str, Any]:
    return {"published": published, "true": true, **more}


def kinds(report: Report) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(f.reader, f.kind, f.cells) for f in report.findings]


def test_a_lone_hidden_cell_of_a_line_is_deduced() -> None:
    report = audit(
        {
            "hierarchies": {"sexe": ["F", "H"]},
            "cells": [
                cell(14, 14),
                cell(12, 12, dims={"sexe": "F"}),
                cell("s", 2, dims={"sexe": "H"}),
            ],
        }
    )
    assert kinds(report) == [("public", "déduit", ("n sexe=H",))]


def test_a_child_that_no_table_mentions_is_deduced_too() -> None:
    cells = [cell(14, 14), cell(12, 12, dims={"sexe": "F"})]
    report = audit({"hierarchies": {"sexe": ["F", "H"]}, "cells": cells})
    assert kinds(report) == [("public", "déduit", ("n sexe=H",))]


def test_two_tables_that_share_a_margin_are_one_system() -> None:
    both = {
        "hierarchies": {"s": ["A", "B"], "v": {"root": "T", "children": {"T": ["x", "y"]}}},
        "tables": [
            {
                "row": "s",
                "col": "v",
                "rows": ["A", "B", "Total"],
                "cols": ["x", "y", "T"],
                "published": [["s", "s", 12], ["s", "s", 20], [10, 22, 32]],
                "true": [[3, 9, 12], [7, 13, 20], [10, 22, 32]],
            }
        ],
    }
    assert kinds(audit(both)) == []
    both["cells"] = [cell(7, 7, dims={"s": "B", "v": "x"})]
    assert ("public", "déduit", ("n s=A v=x",)) in kinds(audit(both))


def test_hidden_cells_of_a_line_that_sum_to_a_small_group() -> None:
    line: dict[str, Any] = {
        "hierarchies": {"v": ["x", "y", "z"]},
        "cells": [
            cell(18, 18),
            cell(15, 15, dims={"v": "x"}),
            cell("s", 1, dims={"v": "y"}),
            cell("s", 2, dims={"v": "z"}),
        ],
    }
    assert ("public", "petit groupe", ("n v=y", "n v=z")) in kinds(audit(line))
    line["width"] = 1
    assert [kind for _, kind, _ in kinds(audit(line))] == ["petit groupe"]


def test_a_percentage_gives_a_hidden_count_back() -> None:
    cells = [cell("s", 3, id="top"), cell(40, 40, id="all", measure="tous")]
    ratio = {"num": "top", "den": "all", "published": 7.5, "decimals": 1, "scale": 100}
    assert kinds(audit({"cells": cells})) == []
    assert kinds(audit({"cells": cells, "ratios": [ratio]})) == [("public", "déduit", ("n",))]


def test_half_up_rounding_excludes_its_upper_edge() -> None:
    # 1 of 40 is 2,5 %, which only rounding half to even would print as 2
    cells = [cell("s", id="top"), cell(40, 40, id="all", measure="tous")]
    ratio = {"num": "top", "den": "all", "published": 2, "scale": 100}
    (found,) = audit({"cells": cells, "ratios": [ratio]}, exact=True).intervals
    assert (found.low, found.high) == (1, 1)
    with pytest.raises(ValueError, match="contradictoires"):
        audit({"cells": cells, "ratios": [{**ratio, "rounding": "half_up"}]})


def test_stock_and_flows_and_subsets_are_facts() -> None:
    cells = [
        cell("s", 3, id="a"),
        cell(9, 9, id="b", measure="m"),
        cell(12, 12, id="c", measure="t"),
    ]
    relation = {"terms": [["a", 1], ["b", 1], ["c", -1]], "op": "=", "rhs": 0}
    assert kinds(audit({"cells": cells})) == []
    assert kinds(audit({"cells": cells, "relations": [relation]})) == [("public", "déduit", ("n",))]
    near = {"terms": [["a", 1]], "op": "between", "low": 2, "high": 4}
    assert kinds(audit({"cells": cells, "relations": [near]})) == [("public", "déduit", ("n",))]
    part = [cell("s", 3), cell("s", 4, measure="m"), cell("<5", 4, measure="m")]
    assert kinds(audit({"cells": part, "subsets": [["n", "m"]], "width": 5})) == [
        ("public", "déduit", ("n",)),
        ("public", "déduit", ("m",)),
    ]


def test_an_insider_deduces_what_the_public_cannot() -> None:
    published = {
        "hierarchies": {"s": ["A", "B"]},
        "cells": [
            cell(12, 12),
            cell("s", 3, dims={"s": "A"}, id="A's"),
            cell("s", 9, dims={"s": "B"}),
        ],
        "insiders": [{"name": "structure B", "dims": {"s": "B"}}],
    }
    assert kinds(audit(published)) == [("structure B", "déduit", ("n s=A",))]
    assert kinds(audit(published, insiders=False)) == []
    assert kinds(audit(published, among=["A's"])) == [("structure B", "déduit", ("n s=A",))]
    assert [one.reader for one in audit(published, among=[]).intervals] == ["public"]


def test_two_vintages_that_differ_by_one_are_one_system() -> None:
    first, second = {"edition": "1"}, {"edition": "2"}
    cells = [
        cell(9, 9, id="a1", dims=first),
        cell(10, 10, id="a2", dims=second),
        cell("s", 1, id="late", measure="tardifs"),
    ]
    late = {"terms": [["a2", 1], ["a1", -1], ["late", -1]]}
    assert kinds(audit({"cells": cells, "relations": [late]})) == [
        ("public", "déduit", ("tardifs",))
    ]


def test_whole_numbers_are_narrower_than_fractions() -> None:
    # 2x + 3y = 12 and x <= 5: x is 0 or 3, whatever the fractions in between
    cells = [cell("s", 3, id="x", high=5), cell("s", 2, id="y", measure="m")]
    relation = {"terms": [["x", 2], ["y", 3]], "rhs": 12}
    report = audit({"cells": cells, "relations": [relation]}, exact=True)
    assert {i.cell: (i.low, i.high) for i in report.intervals} == {"n": (0, 3), "m": (2, 4)}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"published": 12}, (12, 12)),
        ({"published": 12, "decimals": 0}, (12, 12)),
        ({"published": 12, "kind": "real"}, (12, 12)),
        ({"published": None}, (0, None)),
        ({"published": "n.d."}, (0, None)),
        ({"published": "<5"}, (1, 4)),
        ({"published": "<=4"}, (1, 4)),
        ({"published": ">=20"}, (20, None)),
        ({"published": ">10"}, (11, None)),
        ({"published": "5-9"}, (5, 9)),
        ({"published": "[5,9]"}, (5, 9)),
        ({"published": "hidden"}, (None, None)),
        ({"published": 10, "rounded_to": 5}, (Fraction(15, 2), Fraction(25, 2))),
        ({"published": 1.2, "kind": "real", "decimals": 1}, (Fraction(23, 20), Fraction(5, 4))),
    ],
)
def test_what_is_printed_gives_bounds(raw: dict[str, Any], expected: tuple[object, object]) -> None:
    found: tuple[object, object] = printed_bounds(raw, {})
    assert found == expected


def test_zeros_and_masks_as_the_document_says() -> None:
    below: tuple[object, object] = printed_bounds({"published": "<5"}, {"zero_shown": False})
    masked: tuple[object, object] = printed_bounds({"published": "s"}, {"suppressed_min": 1})
    assert (below, masked) == ((0, 4), (1, None))
    with pytest.raises(ValueError, match="illisible"):
        printed_bounds({"published": "beaucoup"}, {})


def test_documents_that_contradict_one_another_are_refused() -> None:
    with pytest.raises(ValueError, match="se contredisent"):
        expand({"cells": [cell(12), cell(13)]})
    with pytest.raises(ValueError, match="deux valeurs"):
        expand({"cells": [cell("s", 3), cell("s", 4)]})


def test_latent_crossings_tie_the_margins_of_one_file() -> None:
    facts = expand(
        {
            "hierarchies": {"sexe": ["F", "H"], "qpv": ["oui", "non"]},
            "latent": [{"dims": ["sexe", "qpv"], "fixed": {"annee": "2024"}}],
        }
    )
    assert len(facts.cells) == 4 + 2 + 2 + 1
    assert len(facts.rows) == 3 + 3


def test_the_witnesses_are_checked_without_a_solver() -> None:
    facts = expand(
        {
            "hierarchies": {"v": ["x", "y"]},
            "cells": [cell(12), cell("s", dims={"v": "x"}), cell("s", dims={"v": "y"})],
        }
    )
    x, y = (facts.place["n", (("v", v),)] for v in "xy")

    def apart(*pair: Mapping[int, int]) -> int:
        return next(proves(facts, {}, pair, [(x, (0, 1))]))

    assert apart({x: 0, y: 12}, {x: 5, y: 7}) == 5
    assert apart({x: 0, y: 12}, {x: 5, y: 8}) == -1, "5 + 8 is not 12"
    assert apart({x: 5, y: 6}, {x: 0, y: 12}) == -1, "nor is 5 + 6"
    assert apart({x: -1, y: 13}, {x: 5, y: 7}) == -1, "no count is negative"
    assert apart({x: 0}, {x: 5}) == -1, "a cell is missing"
    assert apart({x: 12}, {x: 0, y: 12}) == -1, "missing, and not told to be zero"
    assert not agrees(facts, {y: 9}, {x: 4})
    facts.cells[x].high = 9
    assert apart({x: 0, y: 12}, {x: 9, y: 3}) == 9
    assert apart({x: 0, y: 12}, {x: 10, y: 2}) == -1, "everybody knows of 9"
