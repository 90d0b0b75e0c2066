"""The ways out when nothing is safe: which cells to merge, to leave unrevised, or to withhold."""

from __future__ import annotations

from pipeline.secrecy.cells import Cell, Key, Link, Need, Problem, Remedy, Status, key, total
from pipeline.secrecy.remedies import remedies

A, B, C, WHOLE = key("n", c="a"), key("n", c="b"), key("n", c="d"), key("n")
SMALL, ALL = Need("effectif sous le seuil", 1, 4), Need("groupe uniforme", 4, 0)
SHOWN, HIDDEN = Status.SHOWN, Status.HIDDEN


def ways(links: tuple[Link, ...], *cells: Cell, need: Need = SMALL) -> tuple[Remedy, ...]:
    """For the first cell."""
    name = cells[0].key
    return remedies(Problem({cell.key: cell for cell in cells}, links), (name,), {name: need})


def test_a_cell_tied_to_nothing_is_withheld_itself() -> None:
    assert ways((), Cell(A, 3)) == (Remedy("retirer", (A,)),)


def test_what_holds_a_cell_in_place_is_withheld_and_no_mask() -> None:
    cells = Cell(A, 3, status=HIDDEN), Cell(B, 9, status=HIDDEN), Cell(WHOLE, 12, status=SHOWN)
    assert ways((total(WHOLE, (A, B)),), *cells) == (Remedy("retirer", (WHOLE,)),)


def test_a_cell_is_merged_with_its_sisters_never_with_its_total() -> None:
    line = (total(WHOLE, (A, B)),)
    cells = Cell(A, 3), Cell(B, 9), Cell(WHOLE, 12)
    assert ways(line, *cells) == (Remedy("regrouper", (A, B)),)
    assert ways(line, Cell(A, 3), Cell(B, 0), Cell(WHOLE, 9)) == (Remedy("retirer", (A,)),)


def test_sisters_that_are_too_few_together_are_no_way_out() -> None:
    line = (total(WHOLE, (A, B)),)
    cells = Cell(A, 3), Cell(B, 1), Cell(WHOLE, 4, status=SHOWN)
    assert ways(line, *cells) == (Remedy("retirer", (WHOLE,)),)


def test_all_of_a_group_are_merged_with_somebody_else() -> None:
    alone = (total(WHOLE, (A,)),)
    shown = Cell(WHOLE, 12, status=SHOWN)
    assert ways(alone, Cell(A, 12), shown, need=ALL) == (Remedy("retirer", (WHOLE,)),)
    line = (total(WHOLE, (A, B)),)
    cells = Cell(A, 12), Cell(B, 9), Cell(WHOLE, 21, status=SHOWN)
    assert ways(line, *cells, need=ALL) == (Remedy("regrouper", (A, B)),)


def again(name: Key, edition: str = "2025") -> Key:
    return name._replace(vintage=edition)


def revised(name: Key, edition: str = "2025") -> Link:
    return Link(((again(name, edition), 1), (name, -1), (key("gap", c=name.dims[0][1]), -1)))


def test_only_what_was_said_again_around_the_cell_need_not_be_revised() -> None:
    # a's revision is told with b's total, and b was revised too, but nothing ties that to a
    gap = key("gap", c="a")
    cells = [Cell(name, 40) for name in (A, B, C, again(A), again(B), again(C, "2026"))]
    cells += [Cell(key("gap", c=c), 1, status=Status.UNPRINTED) for c in "bd"]
    links = revised(A), revised(B), revised(C, "2026"), Link(((A, 1), (B, 1)), rhs=80)
    first = Cell(gap, 1, status=Status.UNPRINTED)
    assert ways(links, first, *cells) == (Remedy("ne pas réviser", (again(A),)),)
    assert ways(links, Cell(A, 40), first, *cells[1:]) == (Remedy("ne pas réviser", (again(A),)),)


def test_what_is_out_already_can_not_be_left_unrevised() -> None:
    cells = Cell(A, 3), Cell(again(A), 4, status=SHOWN), Cell(key("gap", c="a"), 1)
    assert ways((revised(A),), *cells)[0].action != "ne pas réviser"
