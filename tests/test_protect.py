"""No count of one to four persons leaves, nor what gives it back in the same table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.editions.ledger import Printed, Publication
from pipeline.errors import ConfidentialityError
from pipeline.exports import attachments
from pipeline.model import Aggregate, CellKey, Figures, State
from pipeline.protect import protect
from pipeline.received import Quality
from tests.builders import YEAR, counts, gathered, indicator, share, shares

PERSONS = indicator()


def printed(figures: Figures, head: str = PERSONS.id) -> dict[tuple[str, str], str]:
    """What a reader sees of one indicator."""
    return {
        (key.structure, key.category): figure.state.value
        if figure.value is None
        else str(figure.value)
        for key, figure in figures.cells.items()
        if key.indicator == head
    }


def protect_counts(table: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], str]:
    return printed(protect(gathered([PERSONS], counts(PERSONS, table))))


def test_a_small_count_takes_the_smallest_other_with_it() -> None:
    seen = protect_counts({("", ""): 60, ("A", ""): 40, ("B", ""): 17, ("C", ""): 3})
    assert seen == {("", ""): "60", ("A", ""): "40", ("B", ""): "masqué", ("C", ""): "masqué"}


def test_a_partner_that_knows_its_own_count_costs_one_more_mask() -> None:
    """B knows its 17: with only B and C hidden it would read 60 − 40 − 17 = 3."""
    table = {("", ""): 60, ("A", ""): 40, ("B", ""): 17, ("C", ""): 3}
    figures = protect(gathered([PERSONS], counts(PERSONS, table)), insiders=("A", "B", "C"))
    hidden = [place for place, text in printed(figures).items() if text == "masqué"]
    assert len(hidden) > 2
    assert figures.is_strict


def out(table: Mapping[str, str]) -> Publication:
    """An edition already published: structure → what it printed of the persons."""
    figures = {
        CellKey(PERSONS.id, YEAR, s): Printed(State.HIDDEN if t == "s" else State.VALUE, t)
        for s, t in table.items()
    }
    return Publication(YEAR, figures, {}, {}, {}, "essai")


@pytest.mark.parametrize(
    ("earlier", "hidden"),
    [
        ({"": "60 pers.", "A": "s", "B": "17 pers.", "C": "s"}, ["A", "C"]),
        ({"": "52 pers.", "A": "s", "B": "9 pers.", "C": "s"}, ["B", "C"]),  # revised since
    ],
)
def test_the_masks_of_an_edition_that_is_out_are_kept(
    earlier: Mapping[str, str], hidden: list[str]
) -> None:
    """B was printed: hiding it now with C, as a first edition would, would give C back."""
    table = {("", ""): 60, ("A", ""): 40, ("B", ""): 17, ("C", ""): 3}
    figures = protect(gathered([PERSONS], counts(PERSONS, table)), published=(out(earlier),))
    masked = [place for (place, _), text in printed(figures).items() if text == "masqué"]
    assert masked == hidden


def test_a_revision_of_one_person_is_not_told_by_subtraction() -> None:
    """B was 19: printing 20, or what gives it back, would say that one person came late."""
    table = {("", ""): 60, ("A", ""): 40, ("B", ""): 20}
    earlier = out({"": "59 pers.", "A": "40 pers.", "B": "19 pers."})
    figures = protect(gathered([PERSONS], counts(PERSONS, table)), published=(earlier,))
    assert printed(figures) == {("", ""): "60", ("A", ""): "masqué", ("B", ""): "masqué"}


def test_a_count_printed_under_a_lower_threshold_stays_out_and_stops_nothing() -> None:
    table = {("", ""): 60, ("A", ""): 53, ("B", ""): 7}
    earlier = out({"": "60 pers.", "A": "53 pers.", "B": "7 pers."})
    cells = counts(PERSONS, table)
    figures = protect(gathered([PERSONS], cells), threshold=11, published=(earlier,))
    assert "masqué" not in printed(figures).values()


def test_a_true_zero_stays_a_zero_and_protects_nobody() -> None:
    seen = protect_counts({("", ""): 12, ("A", ""): 9, ("B", ""): 3, ("C", ""): 0})
    assert seen == {("", ""): "12", ("A", ""): "masqué", ("B", ""): "masqué", ("C", ""): "0"}


def test_hidden_counts_of_a_line_sum_to_the_threshold_at_least() -> None:
    seen = protect_counts({("", ""): 30, ("A", ""): 27, ("B", ""): 1, ("C", ""): 2})
    assert seen == {
        ("", ""): "30",
        ("A", ""): "masqué",
        ("B", ""): "masqué",
        ("C", ""): "masqué",
    }


def test_nothing_is_hidden_without_a_small_count() -> None:
    table = {("", ""): 22, ("A", ""): 12, ("B", ""): 10}
    assert protect_counts(table) == {key: str(n) for key, n in table.items()}


def test_categories_are_protected_with_their_total() -> None:
    head = indicator(categories={"x": "X", "y": "Y", "z": "Z"})
    table = {("", ""): 30, ("", "x"): 20, ("", "y"): 8, ("", "z"): 2}
    seen = printed(protect(gathered([head], counts(head, table))))
    assert seen == {("", ""): "30", ("", "x"): "20", ("", "y"): "masqué", ("", "z"): "masqué"}


def test_golden_case_small_cell_three_of_forty() -> None:
    head = share()
    seen = printed(protect(gathered([head], shares(head, {"": (3, 40)}))), head.id)
    assert seen == {("", ""): "masqué"}


def test_a_share_is_hidden_when_its_complement_is_small() -> None:
    head = share()
    seen = printed(protect(gathered([head], shares(head, {"": (38, 40)}))), head.id)
    assert seen == {("", ""): "masqué"}


def test_a_whole_or_empty_share_is_printed() -> None:
    head = share()
    for top, expected in ((0, "0"), (40, "100")):
        seen = printed(protect(gathered([head], shares(head, {"": (top, 40)}))), head.id)
        assert seen == {("", ""): expected}


def test_a_structure_with_nine_persons_has_no_rate_and_gives_no_counts() -> None:
    head = share()
    figures = protect(gathered([head], shares(head, {"": (40, 80), "A": (0, 9), "B": (40, 71)})))
    assert printed(figures, head.id)["A", ""] == "non significatif"
    rate = figures.get(head.id, YEAR, "B")
    assert (rate.value, rate.numerator, rate.denominator) == (Decimal(56), None, None)


def test_a_rate_without_denominator_is_not_applicable_and_never_zero() -> None:
    head = share()
    figures = protect(gathered([head], shares(head, {"": (0, 0)})))
    assert figures.get(head.id, YEAR).state is State.NOT_APPLICABLE


def test_a_gap_goes_with_the_share_that_it_is_measured_from() -> None:
    """Its noise is that of the 40 persons of the share; another figure has none to go with."""
    head, gap = share(), indicator("insertion/ecart", unit="pts", sensitivity=0, gap_of=share().id)
    cells = [*shares(head, {"": (20, 40)}), *counts(gap, {("", ""): -3})]
    figures = protect(gathered([head, gap], cells))
    of_the_gap = figures.get(gap.id, YEAR).share
    assert of_the_gap is not None
    assert (of_the_gap.value, of_the_gap.denominator) == (Decimal(50), Decimal(40))
    assert figures.get(head.id, YEAR).share is None


def test_what_was_not_delivered_is_missing() -> None:
    figures = protect(gathered([PERSONS], []))
    assert figures.get(PERSONS.id, YEAR).state is State.MISSING


def test_a_declared_relation_hides_across_indicators() -> None:
    total = indicator("insertion/sorties", code="INS-15")
    part = indicator(
        "insertion/durables", code="INS-17", relations=("sorties = durables + autres",)
    )
    rest = indicator("insertion/autres", code="INS-18")
    cells = [
        *counts(total, {("", ""): 20}),
        *counts(part, {("", ""): 18}),
        *counts(rest, {("", ""): 2}),
    ]
    figures = protect(gathered([total, part, rest], cells))
    states = [figures.get(head.id, YEAR).state for head in (total, part, rest)]
    assert states == [State.VALUE, State.HIDDEN, State.HIDDEN]


def test_a_median_of_four_persons_is_hidden() -> None:
    head = indicator(unit="mois", aggregation="mediane")
    key = CellKey(head.id, YEAR)
    for persons, expected in ((4, State.HIDDEN), (5, State.VALUE)):
        cell = Aggregate(key, value=Decimal("11.5"), persons=persons)
        assert protect(gathered([head], [cell])).get(head.id, YEAR).state is expected


def test_no_digit_leaves_that_the_page_does_not_show() -> None:
    head = share()
    figures = protect(gathered([head], shares(head, {"": (10, 17)})))
    assert figures.get(head.id, YEAR).value == Decimal(59)


def test_the_threshold_can_only_be_raised() -> None:
    with pytest.raises(ConfidentialityError, match=r"\(4\) est inférieur .* qu'être relevé"):
        protect(gathered([PERSONS], []), threshold=4)
    table = {("", ""): 30, ("A", ""): 13, ("B", ""): 17}
    raised = protect(gathered([PERSONS], counts(PERSONS, table)), threshold=14)
    assert printed(raised) == {("", ""): "30", ("A", ""): "masqué", ("B", ""): "masqué"}


def unravel(
    table: dict[tuple[str, str], int], seen: Callable[[tuple[str, str]], bool]
) -> set[tuple[str, str]]:
    """Every hidden cell that additions and subtractions along lines and columns give back."""
    known = {key for key in table if seen(key)}
    lines = [[k for k in table if k[0] == s] for s in {k[0] for k in table}]
    lines += [[k for k in table if k[1] == c] for c in {k[1] for k in table}]
    before = -1
    while before != len(known):
        before = len(known)
        for line in lines:
            unknown = [key for key in line if key not in known]
            if len(unknown) == 1:
                known.add(unknown[0])
    return {key for key in known if not seen(key)}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=5))
def test_no_line_of_any_table_gives_a_hidden_count_back(rows: list[list[int]]) -> None:
    head = indicator(categories={"x": "X", "y": "Y", "z": "Z"})
    table = {(f"S{i}", c): n for i, row in enumerate(rows) for c, n in zip("xyz", row, strict=True)}
    table |= {(f"S{i}", ""): sum(row) for i, row in enumerate(rows)}
    table |= {("", c): sum(row[j] for row in rows) for j, c in enumerate("xyz")}
    table["", ""] = sum(map(sum, rows))
    figures = protect(gathered([head], counts(head, table)))

    def seen(key: tuple[str, str]) -> bool:
        return figures.get(head.id, YEAR, *key).state is State.VALUE

    assert not unravel(table, seen)
    assert not any(seen(key) for key, n in table.items() if 1 <= n < 5)
    assert all(seen(key) for key, n in table.items() if n == 0)


TONS = indicator("environnement/tonnage", unit="t", decimals=1, aggregation="somme", sensitivity=0)
HANDLED = {"": "100.0", "A": "40.0", "B": "35.0", "C": "25.0"}  # tonnes, by structure


def protect_tons(agreed: frozenset[str] | None) -> dict[tuple[str, str], str]:
    cells = [
        Aggregate(CellKey(TONS.id, YEAR, structure), value=Decimal(tons))
        for structure, tons in HANDLED.items()
    ]
    return printed(protect(gathered([TONS], cells), agreed=agreed), TONS.id)


def test_the_tonnage_of_a_structure_that_did_not_agree_is_hidden_with_another() -> None:
    """A alone would be 100 − 35 − 25: the cheapest other structure goes with it."""
    seen = protect_tons(frozenset({"B", "C"}))
    assert seen["A", ""] == "masqué"
    assert seen["", ""] == "100.0"
    assert sorted(text for (place, _), text in seen.items() if place in {"B", "C"}) in (
        ["25.0", "masqué"],
        ["35.0", "masqué"],
    )


def test_the_tonnage_of_structures_that_all_agreed_is_printed() -> None:
    shown = {(s, ""): tons for s, tons in HANDLED.items()}
    assert protect_tons(frozenset({"A", "B", "C"})) == shown
    assert protect_tons(None) == shown


def test_a_total_that_one_structure_makes_is_hidden_too() -> None:
    cells = [
        Aggregate(CellKey(TONS.id, YEAR, structure), value=Decimal(tons))
        for structure, tons in {"": "40.0", "A": "40.0"}.items()
    ]
    seen = printed(protect(gathered([TONS], cells), agreed=frozenset()), TONS.id)
    assert seen == {("", ""): "masqué", ("A", ""): "masqué"}


def test_the_hours_of_a_few_persons_are_not_found_by_subtraction() -> None:
    hours = indicator("insertion/heures", unit="h", aggregation="somme")
    table = {"": (900, 30), "A": (500, 15), "B": (310, 12), "C": (90, 3)}
    cells = [
        Aggregate(CellKey(hours.id, YEAR, s), value=Decimal(h), persons=n)
        for s, (h, n) in table.items()
    ]
    seen = printed(protect(gathered([hours], cells)), hours.id)
    assert seen["C", ""] == "masqué"
    assert "masqué" in {seen["A", ""], seen["B", ""]}


@pytest.mark.parametrize(
    ("top", "sensitivity", "expected"), [(0, 2, "masqué"), (20, 2, "masqué"), (0, 1, "0.0")]
)
def test_a_share_that_says_it_of_each_one_is_hidden_when_sensitive(
    top: int, sensitivity: int, expected: str
) -> None:
    """None, or all, of the 20 persons of A have the handicap: whoever works there is known."""
    head = share(sensitivity=sensitivity)
    cells = shares(head, {"": (top + 30, 80), "A": (top, 20)})
    seen = printed(protect(gathered([head], cells)), head.id)
    assert seen["A", ""] in {expected, expected.removesuffix(".0")}


def test_an_enterprise_that_makes_nearly_all_of_a_total_is_a_reader_too() -> None:
    """A knows its 95 t: the 5 t of B only stay its own if the total is hidden with them."""
    cells = [
        Aggregate(CellKey(TONS.id, YEAR, structure), value=Decimal(tons))
        for structure, tons in {"": "100.0", "A": "95.0", "B": "5.0"}.items()
    ]
    figures = protect(gathered([TONS], cells), insiders=("A", "B"), agreed=frozenset())
    assert set(printed(figures, TONS.id).values()) == {"masqué"}


def test_what_a_mask_covers_changes_no_byte_of_what_is_published() -> None:
    """3 + 9 or 4 + 8 under two masks: same figures, same order, same sizes."""
    files = []
    for few, others in ((3, 9), (4, 8)):
        table = {("", ""): 23, ("a", ""): few, ("b", ""): others, ("c", ""): 11}
        figures = protect(gathered([PERSONS], counts(PERSONS, table)))
        files.append(attachments(figures, Quality((), (), (), (), (), {}, {})))
    assert files[0] == files[1]
