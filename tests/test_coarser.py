"""A table that opens stays one level up where no mask protects its detail beside what is out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest

from pipeline.editions.changes import compare
from pipeline.editions.ledger import Printed, Publication
from pipeline.errors import ConfidentialityError
from pipeline.model import Aggregate, Aggregates, CellKey, Figures, Indicator, State, Table
from pipeline.protect import protect
from pipeline.protecting.coarser import coarser
from pipeline.protecting.merging import merged, merges
from pipeline.protecting.persons import measures_in
from pipeline.secrecy.cells import Key, NoSafePatternError, Pattern, key
from tests.builders import YEAR, counts, gathered, indicator, share, shares

Counts = Mapping[tuple[str, str], int]

EXITS = indicator(
    "insertion/sorties",
    code="INS-02",
    categories={"cdi": "CDI", "cdd": "CDD", "emploi": "Emploi", "autre": "Autre"},
    relations=(
        "sorties = sorties.cdi + sorties.cdd + sorties.autre",
        "sorties.emploi = sorties.cdi + sorties.cdd",
    ),
)
PERSONS = indicator(categories={"x": "X", "y": "Y"})
# Of the 9 of B, 3 are x: the zero of A would say so, as 10 of the 13 x are then in A.
ZERO_TELLS: Counts = {
    ("", ""): 19, ("", "x"): 13, ("", "y"): 6,
    ("A", ""): 10, ("A", "x"): 10, ("A", "y"): 0,
    ("B", ""): 9, ("B", "x"): 3, ("B", "y"): 6,
}  # fmt: skip
OUT = [place for place in ZERO_TELLS if not all(place)]


def by(head: Indicator, *, structure: bool = True, category: bool = False) -> Table:
    return Table(head.id, structure, category)


def out(head: Indicator, table: Counts, state: State = State.VALUE) -> Publication:
    """An edition that printed these counts."""
    said = {
        CellKey(head.id, YEAR, *place): Printed(
            state, f"{n}\u202fpers." if state is State.VALUE else "s"
        )
        for place, n in table.items()
    }
    return Publication(YEAR, said, {}, {}, {"seuil": 5}, "essai")


def second_year(*published: Publication) -> Figures:
    return protect(
        merged(gathered([PERSONS], counts(PERSONS, ZERO_TELLS)), 5, published),
        5,
        published=published,
    )


def test_detail_that_no_mask_protects_is_not_told_and_what_is_out_stays() -> None:
    earlier = out(PERSONS, {place: ZERO_TELLS[place] for place in OUT})
    figures = second_year(earlier)
    assert figures.told == {by(PERSONS, category=True): frozenset()}
    assert {(k.structure, k.category): f.value for k, f in figures.cells.items()} == {
        place: ZERO_TELLS[place] for place in OUT
    }
    assert not figures.unsafe
    assert not compare(figures, [earlier], ()).changed
    (one,) = merges(figures.indicators, figures.told)
    assert (one.place, one.way) == ("INS-01 par structure", "sans ses modalités")


def test_detail_that_masks_protect_opens() -> None:
    """The total of A is not out: hidden with that of B, it leaves the zero alone."""
    places = [place for place in OUT if not place[0]]
    figures = second_year(out(PERSONS, {place: ZERO_TELLS[place] for place in places}))
    assert not figures.told
    assert figures.get(PERSONS.id, YEAR, "A", "y").value == 0
    assert figures.get(PERSONS.id, YEAR, "B", "x").state is State.HIDDEN


def test_where_the_detail_is_out_already_the_run_still_says_that_nothing_is_safe() -> None:
    """A second table could go up, and would not help: it is told as if nothing were out."""
    known = {place: ZERO_TELLS[place] for place in [*OUT, ("A", "x")]}
    figures = second_year(out(PERSONS, known))
    assert "INS-01 « Personnes », 2025, B, X" in figures.unsafe
    assert not figures.told


def levels(
    aggregates: Aggregates, blocked: Sequence[Key], *published: Publication
) -> Iterator[Mapping[Table, frozenset[str]]]:
    """What is told after each table that goes up."""
    while told := coarser(aggregates, blocked, published):
        aggregates = told
        yield told.told


def exits() -> list[Aggregate]:
    """Of two structures, and of the pole."""
    own = {"cdi": 13, "cdd": 14, "emploi": 27, "autre": 18, "": 45}
    parts = {(s, category): n for s in "AB" for category, n in own.items()}
    return counts(EXITS, parts | {("", category): 2 * n for category, n in own.items()})


COUNT = key("sorties", annee=YEAR, structure="A")
OTHER = key("sorties", annee=YEAR, structure="B")


def test_a_table_goes_up_level_by_level_and_the_pole_last() -> None:
    """By groups, then not at all; the structures next, the pole's categories when none is left."""
    crossed, whole, pole = (
        by(EXITS, category=True),
        by(EXITS),
        by(EXITS, structure=False, category=True),
    )
    told = merged(gathered([EXITS], exits()), 5)
    groups, none = frozenset({"emploi", "autre"}), frozenset[str]()
    assert set(told.told.values()) == {frozenset({"cdi", "cdd", "autre"})}
    steps = [dict(one) for one in levels(told, [COUNT])]
    assert [one[crossed] for one in steps] == [groups, none, none, none, none]
    assert [one.get(whole) for one in steps] == [None, None, none, none, none]
    assert [one[pole] == told.told[pole] for one in steps] == [True, True, True, False, False]
    assert [one[pole] for one in steps[3:]] == [groups, none]


def test_what_an_edition_printed_never_goes_up() -> None:
    told = merged(gathered([EXITS], exits()), 5)
    published = out(EXITS, {("A", "cdi"): 8, ("", "cdi"): 8})
    assert not list(levels(told, [COUNT], published))
    masked = out(EXITS, {("A", "cdi"): 8, ("", "cdi"): 8}, State.HIDDEN)
    assert len(list(levels(told, [COUNT], masked))) == 5, "a mask tells no detail"


def test_what_counts_no_persons_and_what_is_not_told_never_go_up() -> None:
    trees = indicator("environnement/arbres", sensitivity=0)
    cells = counts(trees, {("", ""): 9, ("A", ""): 4, ("B", ""): 5})
    assert coarser(gathered([trees], cells), [COUNT], ()) is None
    people = gathered([PERSONS], counts(PERSONS, {("", ""): 20, ("A", ""): 20}))
    assert len(list(levels(people, [COUNT]))) == 1


@pytest.mark.parametrize(
    ("blocked", "first"),
    [
        (key("sorties", structure="A"), "insertion/sorties"),
        (key("oui", structure="A"), "insertion/part"),
        (key("connus − oui", structure="A"), "insertion/part"),
        (key("dans deux structures : sorties"), "insertion/sorties"),
        (key("révision de sorties", "publication 1"), "insertion/sorties"),
        (key("autre chose"), "insertion/entrees"),  # the cheapest
    ],
)
def test_a_table_that_tells_the_count_goes_first_else_the_cheapest(
    blocked: Key, first: str
) -> None:
    """Two structures have exits and a share, one has entries."""
    part, other = share(), indicator("insertion/entrees")
    table = {("", ""): 30, ("A", ""): 14, ("B", ""): 16}
    cells = [*counts(EXITS, table), *counts(other, {("A", ""): 9})]
    cells += shares(part, {"": (20, 40), "A": (10, 20), "B": (10, 20)})
    told = next(levels(gathered([EXITS, part, other], cells), [blocked]))
    assert [table.indicator for table in told] == [first]


def test_a_figure_of_the_pole_is_dearer_than_those_of_many_structures() -> None:
    other = indicator("insertion/entrees", categories={"x": "X"})
    many = {("", ""): 300} | {(f"S{n}", ""): 10 for n in range(9)}
    cells = [*counts(EXITS, many), *counts(other, {("", ""): 9, ("", "x"): 9})]
    assert list(next(levels(gathered([EXITS, other], cells), []))) == [by(EXITS)]
    fewer = counts(other, {("A", ""): 9})
    told = next(levels(gathered([EXITS, other], [*counts(EXITS, many), *fewer]), []))
    assert list(told) == [by(other)]


def test_the_values_of_persons_go_with_their_count_and_cost_as_much() -> None:
    """Exits alone would be as dear as entries; their months go with them."""
    other = indicator("insertion/autres")
    months = indicator("insertion/duree", unit="mois", behind="sorties")
    table = {("", ""): 20, ("A", ""): 20}
    heads = [EXITS, months, other]
    cells = [one for head in heads for one in counts(head, table)]
    first, second, *_ = levels(gathered(heads, cells), [])
    assert list(first) == [by(other)]
    assert set(second) == {by(other), by(months)}
    exits_first = next(levels(gathered(heads, cells), [COUNT]))
    assert set(exits_first) == {by(EXITS), by(months)}


def test_the_measures_of_a_count_are_its_own_or_those_it_is_what_is_left_of() -> None:
    assert measures_in(key("connus − non − oui")) == ["connus", "non", "oui"]
    assert measures_in(key("révision de sorties", "publication 1")) == ["sorties"]


@pytest.mark.parametrize(("blocked", "tries"), [((COUNT,), 6), ((COUNT, OTHER), 14)])
def test_tables_that_protect_nothing_more_are_not_tried_one_after_another(
    monkeypatch: pytest.MonkeyPatch, blocked: Sequence[Key], tries: int
) -> None:
    """Twelve tables could go up, each at the price of a whole choice: the first and four more."""
    heads = [indicator(f"insertion/t{n:02}") for n in range(12)]
    table = {("", ""): 30, ("A", ""): 14, ("B", ""): 16}
    met = 0

    def never(*_: object) -> Pattern:
        nonlocal met
        met += 1
        raise NoSafePatternError((blocked[met % len(blocked)],), ())

    monkeypatch.setattr("pipeline.protect.suppress", never)
    known = gathered(heads, [cell for head in heads for cell in counts(head, table)])
    with pytest.raises(ConfidentialityError):
        protect(known)
    assert met == tries
