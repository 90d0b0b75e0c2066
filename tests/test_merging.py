"""A table that would be mostly masked is told at a coarser level, declared in the heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.editions.changes import compare
from pipeline.editions.ledger import Printed, Publication
from pipeline.model import Aggregate, CellKey, Figures, Indicator, State, Table
from pipeline.protect import protect
from pipeline.protecting.merging import Merge, merged, merges
from tests.builders import YEAR, counts, gathered, indicator, share, shares

PERSONS = indicator()
EXITS = indicator(
    "insertion/sorties",
    code="INS-02",
    categories={"cdi": "CDI", "cdd": "CDD", "emploi": "Emploi", "autre": "Autre"},
    relations=(
        "sorties = sorties.cdi + sorties.cdd + sorties.autre",
        "sorties.emploi = sorties.cdi + sorties.cdd",
    ),
)
Counts = Mapping[tuple[str, str], int]
TWELVE = "ABCDEFGHIJKL"

BY_STRUCTURE = Table(PERSONS.id, by_structure=True, by_category=False)
CROSSED = Table(EXITS.id, by_structure=True, by_category=True)
OF_POLE = Table(EXITS.id, by_structure=False, by_category=True)


def told(head: Indicator, table: Counts, published: Sequence[Publication] = ()) -> Figures:
    return protect(merged(gathered([head], counts(head, table)), 5, published))


def persons(pole: int) -> Counts:
    """Twelve structures: eleven of 3 persons, and one of all the others of the pole."""
    sizes = dict.fromkeys(TWELVE, 3) | {"L": pole - 33}
    return {("", ""): pole} | {(name, ""): n for name, n in sizes.items()}


SMALL = persons(59)  # less than five for each of the twelve


def exits(*people: tuple[str, int, int, int]) -> Counts:
    """(structure, CDI, CDD, others) → each with its group and its total."""
    table: dict[tuple[str, str], int] = {}
    for name, cdi, cdd, others in people:
        table |= {(name, "cdi"): cdi, (name, "cdd"): cdd, (name, "autre"): others}
        table |= {(name, "emploi"): cdi + cdd, (name, ""): cdi + cdd + others}
    return table


@pytest.mark.parametrize(("pole", "is_merged"), [(60, False), (59, True)])
def test_structures_go_when_the_pole_s_persons_make_less_than_five_in_each(
    pole: int, *, is_merged: bool
) -> None:
    figures = told(PERSONS, persons(pole))
    assert figures.is_by_structure(PERSONS.id) is not is_merged
    assert figures.get(PERSONS.id, YEAR).value == pole
    assert {key.structure for key in figures.cells} == ({""} if is_merged else {"", *TWELVE})


def test_a_table_goes_when_most_of_its_years_make_small_counts() -> None:
    def cells(*poles: int) -> list[Aggregate]:
        years = enumerate(poles, start=2020)
        return [one for year, pole in years for one in counts(PERSONS, persons(pole), year)]

    assert level_of(BY_STRUCTURE, PERSONS, cells(59, 60)) is None
    assert level_of(BY_STRUCTURE, PERSONS, cells(59, 60, 59)) == frozenset()


@pytest.mark.parametrize("sizes", [(14, 0, 0), (5, 5, 4), (12, 1, 1)])
def test_whether_a_table_goes_says_nothing_of_its_counts(sizes: tuple[int, ...]) -> None:
    """What decides is printed: 14 persons in three structures."""
    table = {("", ""): 14} | {(name, ""): n for name, n in zip("ABC", sizes, strict=True)}
    assert told(PERSONS, table).told == {BY_STRUCTURE: frozenset()}


def test_what_is_not_told_is_hidden_and_never_said_to_be_missing() -> None:
    figures = told(PERSONS, SMALL)
    assert figures.get(PERSONS.id, YEAR, "D").state is State.HIDDEN
    assert figures.get("autre/indicateur", YEAR, "D").state is State.MISSING


def test_a_zero_is_not_small() -> None:
    nobody = {(name, ""): 0 for name in TWELVE}
    assert not told(PERSONS, nobody | {("", ""): 0}).told


@pytest.mark.parametrize(
    ("pole", "is_merged"),
    [((20, 40), False), ((19, 40), True), ((21, 40), True), ((0, 39), True), ((0, 40), False)],
)
def test_a_rate_is_small_by_its_persons_or_by_either_of_its_two_parts(
    pole: tuple[int, int], *, is_merged: bool
) -> None:
    """Four structures: ten persons each, of whom five and five."""
    head, table = share(), {"": pole} | dict.fromkeys("ABCD", (6, 30))
    level = level_of(BY_STRUCTURE._replace(indicator=head.id), head, shares(head, table))
    assert (level == frozenset()) is is_merged


def test_a_mean_has_no_others_that_could_be_few() -> None:
    head, table = share(unit="h"), {"": (39, 40)} | dict.fromkeys("ABCD", (10, 10))
    assert merged(gathered([head], shares(head, table)), 5).told == {}


def test_categories_of_structures_are_told_by_their_group() -> None:
    """CDI and CDD are small everywhere; jobs and others are not."""
    table = exits(*((name, 4, 4, 8) for name in "ABCD"), ("", 16, 16, 32))
    figures = told(EXITS, table)
    assert figures.told[CROSSED] == {"emploi", "autre"}
    shown = {key.category for key, f in figures.cells.items() if key.structure == "A" and f.value}
    assert shown == {"", "emploi", "autre"}
    assert figures.get(EXITS.id, YEAR, "A", "emploi").value == 8
    assert figures.get(EXITS.id, YEAR, "A", "cdi").state is State.HIDDEN


def test_the_group_is_not_told_beside_its_categories() -> None:
    table = exits(*((name, 13, 14, 18) for name in "ABCD"), ("", 52, 56, 72))
    figures = told(EXITS, table)
    assert list(figures.categories(EXITS.id)) == ["cdi", "cdd", "autre"]
    assert not any(key.category == "emploi" for key in figures.cells)


def test_when_groups_are_small_too_the_totals_alone_are_told() -> None:
    """Jobs are 2 + 2, others 4: eight persons a structure."""
    table = exits(*((name, 2, 2, 4) for name in "ABCDEF"), ("", 12, 12, 24))
    figures = told(EXITS, table)
    assert figures.told[CROSSED] == frozenset()
    assert figures.get(EXITS.id, YEAR, "A").value == 8
    assert figures.get(EXITS.id, YEAR, "", "cdi").value == 12


def test_the_groups_of_the_pole_are_those_of_its_pages() -> None:
    """Fourteen exits are less than five of each of three kinds, and two of these are nine."""
    assert list(told(EXITS, exits(("", 5, 5, 5))).categories(EXITS.id)) == ["cdi", "cdd", "autre"]
    figures = told(EXITS, exits(("", 1, 6, 7)))
    assert figures.categories(EXITS.id) == {"emploi": "Emploi", "autre": "Autre"}


def test_a_table_already_published_stays() -> None:
    key = CellKey(PERSONS.id, YEAR, "L")
    earlier = Publication(YEAR, {key: Printed(State.VALUE, "10 pers.")}, {}, {}, {}, "essai")
    assert BY_STRUCTURE not in told(PERSONS, SMALL, [earlier]).told


def test_what_was_published_by_group_stays_by_group() -> None:
    """A year later the detail would be large enough."""
    table = exits(*((name, 13, 14, 18) for name in "ABCD"), ("", 52, 56, 72))
    key = CellKey(EXITS.id, YEAR, "A", "emploi")
    earlier = Publication(YEAR, {key: Printed(State.VALUE, "27 pers.")}, {}, {}, {}, "essai")
    assert told(EXITS, table, [earlier]).told[CROSSED] == {"emploi", "autre"}


def test_a_mask_published_before_is_no_change_once_its_table_is_merged() -> None:
    key = CellKey(PERSONS.id, YEAR, "A")
    earlier = Publication(YEAR, {key: Printed(State.NOT_SIGNIFICANT, "n.s.")}, {}, {}, {}, "essai")
    assert not compare(told(PERSONS, SMALL), [earlier], ()).changed
    assert compare(told(PERSONS, persons(60)), [earlier], ()).changed


def test_the_counts_that_are_not_told_are_still_protected() -> None:
    """Structures are not printed, but 2 persons of the pole are still 2 persons."""
    figures = told(PERSONS, {**SMALL, ("", "x"): 57, ("", "y"): 2})
    assert not figures.is_by_structure(PERSONS.id)
    assert figures.get(PERSONS.id, YEAR, "", "y").state is State.HIDDEN
    assert figures.get(PERSONS.id, YEAR, "", "x").state is State.HIDDEN


def test_what_was_merged_is_listed_once() -> None:
    """The categories of structures that are not told are not another merging."""
    table = exits(*((name, 1, 1, 1) for name in TWELVE), ("", 12, 12, 12))
    figures = told(EXITS, table)
    assert set(figures.told) == {OF_POLE, CROSSED, CROSSED._replace(by_category=False)}
    (one,) = merges(figures.indicators, figures.told)
    assert (one.head.code, one.table.by_category, one.groups) == ("INS-02", False, ())


def level_of(table: Table, head: Indicator, cells: Sequence[Aggregate]) -> frozenset[str] | None:
    """What is told of a table that is not told whole."""
    return merged(gathered([head], cells), 5).told.get(table)


def test_categories_are_not_told_of_structures_that_are_not() -> None:
    """Those of the category alone would stay."""
    cells = counts(PERSONS, {**SMALL, ("", "x"): 36, **{(name, "x"): 9 for name in "IJKL"}})
    assert level_of(BY_STRUCTURE._replace(by_category=True), PERSONS, cells) == frozenset()


def test_the_totals_of_the_pole_always_stay() -> None:
    cells = [one for year in range(2012, 2026) for one in counts(PERSONS, {("", ""): 3}, year)]
    assert merged(gathered([PERSONS], cells), 5).told == {}


@pytest.mark.parametrize(
    ("has_total", "level"), [(True, frozenset()), (False, frozenset({"cdi", "cdd", "autre"}))]
)
def test_categories_of_the_pole_go_when_their_total_is_left(
    level: frozenset[str] | None, *, has_total: bool
) -> None:
    """Seven exits: less than five even in the group of two kinds out of three."""
    table = {place: n for place, n in exits(("", 2, 2, 3)).items() if has_total or any(place)}
    assert level_of(OF_POLE, EXITS, counts(EXITS, table)) == level


def test_categories_that_overlap_are_never_merged() -> None:
    """Persons with several obstacles: an even share of them all would be too low."""
    table = {("", ""): 7, ("", "x"): 6, ("", "y"): 7}
    assert level_of(OF_POLE._replace(indicator=PERSONS.id), PERSONS, counts(PERSONS, table)) is None


@pytest.mark.parametrize(
    "relations",
    [
        ("sorties.emploi = sorties.cdi + sorties.cdd",),  # of a group
        ("sorties = sorties + sorties.cdi",),
        ("sorties = entrees.cdi + entrees.cdd",),
        ("entrees = sorties.cdi + sorties.cdd",),
    ],
)
def test_only_the_sum_of_its_own_categories_shares_a_total_out(relations: tuple[str, ...]) -> None:
    head = replace(EXITS, relations=relations)
    table = {("", ""): 7, ("", "cdi"): 3, ("", "cdd"): 4}
    assert level_of(OF_POLE, head, counts(head, table)) is None


def by_category(head: Indicator, top: int | None, bottom: int) -> list[Aggregate]:
    """A share in two categories that make up its total."""
    tops = {"": top, "x": top, "y": 0}
    return [
        Aggregate(
            CellKey(head.id, YEAR, "", category),
            numerator=None if n is None else Decimal(n), denominator=Decimal(bottom),
        )
        for category, n in tops.items()
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("top", "bottom", "is_merged"),
    [(9, 40, True), (10, 40, False), (12, 19, False), (18, 25, False), (None, 40, False)],
)
def test_a_share_by_category_is_small_by_its_persons_alone(
    top: int | None, bottom: int, *, is_merged: bool
) -> None:
    """Of the others there are as many under each category, and the rate is of the pole."""
    head = share(categories={"x": "X", "y": "Y"}, relations=("oui = oui.x + oui.y",))
    level = level_of(OF_POLE._replace(indicator=head.id), head, by_category(head, top, bottom))
    assert (level == frozenset()) is is_merged


def test_what_nobody_sent_is_neither_small_nor_large() -> None:
    cells = [
        replace(one, key=replace(one.key, year=year), value=one.value if year == YEAR else None)
        for year in (YEAR - 2, YEAR - 1, YEAR)
        for one in counts(PERSONS, SMALL)
    ]
    assert level_of(BY_STRUCTURE, PERSONS, cells) == frozenset()


def test_a_rate_of_nobody_is_neither_small_nor_large() -> None:
    head = share()
    many = {"": (20, 40)} | dict.fromkeys("ABCD", (5, 10))
    none = dict.fromkeys(many, (0, 0))
    cells = [
        replace(one, key=replace(one.key, year=year))
        for year, table in ((YEAR, many), (YEAR - 1, none), (YEAR - 2, none))
        for one in shares(head, table)
    ]
    assert level_of(BY_STRUCTURE._replace(indicator=head.id), head, cells) is None


def test_the_totals_above_a_category_that_is_out_stay() -> None:
    figures = {CellKey(PERSONS.id, YEAR, "L", "x"): Printed(State.VALUE, "10 pers.")}
    earlier = Publication(YEAR, figures, {}, {}, {}, "essai")
    assert BY_STRUCTURE not in told(PERSONS, SMALL, [earlier]).told


def test_what_counts_no_persons_is_never_merged() -> None:
    trees = indicator(sensitivity=0)
    assert merged(gathered([trees], counts(trees, SMALL)), 5).told == {}
    medians = [replace(cell, persons=12) for cell in counts(PERSONS, SMALL)]
    assert merged(gathered([PERSONS], medians), 5).told == {}


def test_a_rate_of_nobody_is_not_small_and_the_pole_s_is_told_however_few() -> None:
    head = share()
    nobody = shares(head, dict.fromkeys(TWELVE, (0, 0)))
    missing = [replace(cell, numerator=None, denominator=Decimal(9)) for cell in nobody]
    (pole,) = shares(head, {"": (0, 9)})
    years = [replace(pole, key=replace(pole.key, year=year)) for year in range(2012, 2026)]
    for cells in (nobody, missing, years):
        assert merged(gathered([head], cells), 5).told == {}


def test_each_merging_is_told_in_words() -> None:
    of_structures = Merge(EXITS, CROSSED._replace(by_category=False), ())
    assert (of_structures.place, of_structures.way) == ("INS-02", "pour le pôle seul")
    crossed = Merge(EXITS, CROSSED, ("Emploi", "Autre"))
    assert crossed.place == "INS-02 par structure"
    assert crossed.way == "par modalités réunies en « emploi », « autre »"
    of_pole = Merge(EXITS, OF_POLE, ())
    assert (of_pole.place, of_pole.way) == ("INS-02", "sans ses modalités")


@pytest.mark.parametrize(
    ("level", "listed"),
    [((), [()]), (("emploi", "autre"), [("Emploi",)]), (("cdi", "cdd", "autre"), [])],
)
def test_a_table_told_by_groups_or_not_at_all_is_listed(
    level: tuple[str, ...], listed: list[tuple[str, ...]]
) -> None:
    """All its categories but the groups is the finest that a table may tell."""
    found = merges({EXITS.id: EXITS}, {CROSSED: frozenset(level)})
    assert [one.groups for one in found] == listed


def test_a_rate_of_the_pole_on_few_persons_is_not_small_by_that_alone() -> None:
    """0 of 9 in each of twelve categories: one structure alone would be told on ten at least."""
    (one,) = shares(share(), {"": (0, 9)})
    cells = [replace(one, key=replace(one.key, category=name)) for name in ("", *TWELVE)]
    assert merged(gathered([share()], cells), 5).told == {}


@pytest.mark.parametrize(("pole", "is_merged"), [(60, False), (59, True)])
def test_a_median_goes_with_the_table_of_those_behind_it(pole: int, *, is_merged: bool) -> None:
    months = indicator("insertion/duree", unit="mois", behind="personnes")
    by_structure = Table(months.id, by_structure=True, by_category=False)
    cells = [
        Aggregate(CellKey(months.id, YEAR, s), value=Decimal(9), persons=n)
        for (s, _), n in persons(pole).items()
    ]
    aggregates = gathered([PERSONS, months], [*counts(PERSONS, persons(pole)), *cells])
    assert (merged(aggregates, 5).told.get(by_structure) == frozenset()) == is_merged
    of_pole = gathered([PERSONS, months], [*counts(PERSONS, persons(pole)), cells[0]])
    assert by_structure not in merged(of_pole, 5).told


def test_a_median_stays_where_the_structures_totals_alone_are_told() -> None:
    months = indicator("insertion/duree", unit="mois", behind="sorties")
    table = exits(("", 3, 3, 14), ("A", 1, 2, 7), ("B", 2, 1, 7))
    aggregates = gathered([EXITS, months], [*counts(EXITS, table), *counts(months, {("A", ""): 9})])
    assert set(merged(aggregates, 5).told) == {OF_POLE, CROSSED}


def test_what_is_for_the_pole_alone_is_told_nowhere_and_listed_nowhere() -> None:
    inside = share(kept="interne")
    figures = protect(gathered([inside], shares(inside, {"": (20, 60), "a": (10, 30)})))
    assert not figures.cells
    assert figures.get(inside.id, YEAR).state is State.HIDDEN
    assert figures.get(inside.id, YEAR, "a").state is State.HIDDEN
    assert not list(merges(figures.indicators, figures.told))
