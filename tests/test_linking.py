"""What the disclosure control is told of an edition: counts, what they cost, what ties them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.model import Aggregate, Aggregates, CellKey, Indicator, Table
from pipeline.protect import policy_of
from pipeline.protecting.frozen import Settled
from pipeline.protecting.linking import problem_of
from pipeline.protecting.persons import TWICE, Count
from pipeline.protecting.relations import groups_of
from pipeline.secrecy.cells import Cell, Key, Link, Problem, Status
from pipeline.secrecy.suppress import suppress
from tests.builders import YEAR, counts, gathered, indicator, share, shares

PERSONS = indicator()


def at(measure: str, structure: str = "", category: str = "") -> Key:
    return Count(measure, YEAR, structure, category).key


def links(problem: Problem) -> set[tuple[frozenset[tuple[Key, int]], str]]:
    return {(frozenset(link.terms), link.op) for link in problem.links}


def of(head: Indicator, **numbers: Decimal | int | None) -> Aggregates:
    """An edition of one figure of the pole."""
    return gathered([head], [Aggregate(CellKey(head.id, YEAR), **numbers)])  # type: ignore[arg-type]


# --- counts ---------------------------------------------------------------------------------


def test_a_total_of_the_pole_is_dear_and_details_are_cheap() -> None:
    table = {("", ""): 60, ("A", ""): 40, ("", "x"): 20, ("A", "x"): 10}
    cells = problem_of(gathered([PERSONS], counts(PERSONS, table))).cells.values()
    assert [(cell.weight, cell.dear) for cell in cells] == [
        (1 + 6 + 220, True),
        (1 + 4 + 20, False),
        (1 + 2 + 200, False),
        (1 + 1, False),
    ]


def test_a_count_behind_two_figures_costs_twice() -> None:
    one, other = share(), share("insertion/autre")
    cells = [*shares(one, {"": (20, 40)}), *shares(other, {"": (20, 40)})]
    weight = problem_of(gathered([one, other], cells)).cells[at("connus")].weight
    assert weight == 2 * (1 + 4 + 220)


def test_a_rate_on_few_prints_no_count_save_for_the_pole() -> None:
    head = share()
    table = {"": (5, 9), "A": (4, 9), "B": (6, 10)}
    cells = problem_of(gathered([head], shares(head, table))).cells
    free, unprinted = Status.FREE, Status.UNPRINTED
    assert [cells[at("oui", s)].status for s in table] == [free, unprinted, free]
    assert [cells[at("connus", s)].status for s in table] == [free, unprinted, free]


@pytest.mark.parametrize(("threshold", "floor"), [(5, 10), (6, 12), (11, 22)])
def test_the_sign_of_a_rate_on_few_bounds_the_persons_under_it(threshold: int, floor: int) -> None:
    """At 6, five persons beside one more may be ten of eleven; at 5, four may be eight of nine."""
    head = share()
    table = {"": (20, 41), "A": (3, 8), "B": (1, 3), "C": (16, floor)}
    cells = problem_of(gathered([head], shares(head, table)), threshold).cells
    bounds = {s: (cells[at("connus", s)].low, cells[at("connus", s)].high) for s in table}
    assert bounds == {
        "": (None, None),
        "A": (1, floor - 1),
        "B": (1, floor - 1),
        "C": (floor, None),
    }


def test_what_is_not_told_prints_nothing_and_has_no_ratio() -> None:
    head = share()
    edition = gathered([head], shares(head, {"": (20, 40), "A": (20, 40)}))
    told = replace(
        edition, told={Table(head.id, by_structure=True, by_category=False): frozenset()}
    )
    problem = problem_of(told)
    assert problem.cells[at("connus", "A")].status is Status.UNPRINTED
    assert problem.cells[at("connus", "A")].low is None
    assert [ratio.bottom for ratio in problem.ratios] == [at("connus")]


@pytest.mark.parametrize(
    "edition",
    [
        of(indicator(sensitivity=0), value=Decimal(3)),
        of(PERSONS),
        of(indicator(aggregation="mediane"), value=Decimal(3), persons=12),
        of(share(sensitivity=0), numerator=Decimal(3), denominator=Decimal(40)),
        of(share(), numerator=Decimal(3)),
        of(share(), denominator=Decimal(40)),
    ],
    ids=["trees", "not delivered", "median", "share of trees", "no denominator", "no numerator"],
)
def test_what_counts_no_persons_is_no_count(edition: Aggregates) -> None:
    problem = problem_of(edition)
    assert (dict(problem.cells), problem.ratios) == ({}, ())


def test_a_share_of_nobody_is_not_printed() -> None:
    assert problem_of(of(share(), numerator=Decimal(0), denominator=Decimal(0))).ratios == ()


def test_a_share_leaves_others_and_a_mean_does_not() -> None:
    for unit, scale, is_share in (("%", 100, True), ("h", 1, False)):
        head = share(unit=unit, decimals=1)
        (ratio,) = problem_of(gathered([head], shares(head, {"": (20, 40)}))).ratios
        assert (ratio.scale, ratio.decimals, ratio.is_share) == (scale, 1, is_share)


def test_all_or_none_tells_of_each_one_in_a_structure_only() -> None:
    head = share(sensitivity=2)
    ratios = problem_of(gathered([head], shares(head, {"": (20, 40), "A": (20, 40)}))).ratios
    assert [ratio.uniform_tells for ratio in ratios] == [False, True]
    plain = share()
    (ratio,) = problem_of(gathered([plain], shares(plain, {"A": (20, 40)}))).ratios
    assert not ratio.uniform_tells


def test_what_earlier_editions_settled_is_taken_over() -> None:
    # 3 were printed when the threshold was lower: protected no more; a revision added 2 persons
    added = Cell(at("personnes")._replace(vintage="publication 1"), 2)
    tie = Link(((at("personnes"), 1), (added.key, -1)), rhs=18, why="révision")
    out = Settled({Count("personnes", YEAR, "A", ""): Status.SHOWN}, (added,), (tie,))
    edition = gathered([PERSONS], counts(PERSONS, {("", ""): 20, ("A", ""): 3, ("B", ""): 17}))
    problem = problem_of(edition, settled=out)
    small, large = problem.cells[at("personnes", "A")], problem.cells[at("personnes", "B")]
    assert (small.status, small.sensitive) == (Status.SHOWN, False)
    assert (large.status, large.sensitive) == (Status.FREE, True)
    assert problem.cells[added.key] == added
    assert tie in problem.links


# --- what ties them -------------------------------------------------------------------------


def test_a_pole_is_the_sum_of_its_structures_or_less_when_some_work_in_two() -> None:
    a, b, pole = at("personnes", "A"), at("personnes", "B"), at("personnes")
    told = frozenset({(a, 1), (b, 1), (pole, -1)})

    def tied(whole: int) -> set[tuple[frozenset[tuple[Key, int]], str]]:
        table = {("", ""): whole, ("A", ""): 10, ("B", ""): 8}
        return links(problem_of(gathered([PERSONS], counts(PERSONS, table))))

    each = {(frozenset({(part, 1), (pole, -1)}), "<=") for part in (a, b)}
    twice = (frozenset({*told, (at(f"{TWICE}personnes"), -1)}), "=")
    assert tied(18) == {(told, "=")}
    assert tied(17) == {(told, ">="), twice, *each}
    assert tied(19) == {(told, "<=")}


def test_a_structure_may_have_more_than_the_pole() -> None:
    """A move between members ends a path at A, and none at the pole: 9 there, of 8."""
    table = {("", ""): 8, ("A", ""): 9, ("B", ""): 5}
    tied = links(problem_of(gathered([PERSONS], counts(PERSONS, table))))
    a, b, pole = at("personnes", "A"), at("personnes", "B"), at("personnes")
    assert (frozenset({(b, 1), (pole, -1)}), "<=") in tied
    assert (frozenset({(a, 1), (pole, -1)}), "<=") not in tied


def test_those_who_work_in_two_structures_are_a_count_of_persons() -> None:
    """Of 10 and 8, where the pole prints 17, anybody finds one person, and who it may be."""
    edition = gathered([PERSONS], counts(PERSONS, {("", ""): 17, ("A", ""): 10, ("B", ""): 8}))
    twice = problem_of(edition).cells[at(f"{TWICE}personnes")]
    assert (twice.value, twice.status, twice.sensitive) == (1, Status.UNPRINTED, True)
    assert at("personnes") not in suppress(problem_of(edition), policy_of(5)).hidden
    assert len(suppress(problem_of(edition), policy_of(5)).hidden - {twice.key}) == 1


def test_those_that_an_edition_already_out_tells_are_protected_no_more() -> None:
    edition = gathered([PERSONS], counts(PERSONS, {("", ""): 17, ("A", ""): 10, ("B", ""): 8}))
    out = {Count("personnes", YEAR, s, ""): Status.SHOWN for s in ("", "A", "B")}
    told = problem_of(edition, settled=Settled(out)).cells[at(f"{TWICE}personnes")]
    assert not told.sensitive
    part = problem_of(edition, settled=Settled(dict([*out.items()][:2])))
    assert part.cells[at(f"{TWICE}personnes")].sensitive


def test_shares_tell_too_who_works_in_two_structures() -> None:
    """30 + 9 are two more than 37, of whom one said yes, though B is "n.s."."""
    table = {"": (17, 37), "A": (10, 30), "B": (8, 9)}
    cells = problem_of(gathered([share()], shares(share(), table))).cells
    told = [cells[at(f"{TWICE}{measure}")] for measure in ("connus", "oui")]
    assert [(cell.value, cell.sensitive) for cell in told] == [(2, True), (1, True)]


def test_what_is_not_told_by_structure_tells_of_two_under_another_name() -> None:
    """Nobody is told the structures' rates; but those who left are their exits, which are."""
    exits = indicator("insertion/sorties")
    rate = replace(share(), relations=("connus = sorties",))
    table = {"": (9, 23), "A": (4, 13), "B": (6, 11)}
    printed = {(structure, ""): people for structure, (_, people) in table.items()}
    edition = gathered([exits, rate], [*counts(exits, printed), *shares(rate, table)])
    silent = {key.table: frozenset[str]() for key in edition.cells if key.indicator == rate.id}
    told = replace(edition, told=silent)
    twice = at(f"{TWICE}connus")
    out = {Count("sorties", YEAR, s, ""): Status.SHOWN for s in ("", "A", "B")}
    for settled, is_sensitive in ((out, False), (dict([*out.items()][:2]), True), ({}, True)):
        cell = problem_of(told, settled=Settled(settled)).cells[twice]
        assert (cell.value, cell.sensitive) == (1, is_sensitive)


def test_what_was_hidden_or_is_only_a_bound_is_not_out() -> None:
    """4 + 7 at most 12: another name would need the very same count."""
    table = {("", ""): 17, ("A", ""): 10, ("B", ""): 8}
    edition = gathered([PERSONS], counts(PERSONS, table))
    states = (Status.SHOWN, Status.SHOWN, Status.HIDDEN)
    places = (Count("personnes", YEAR, s, "") for s in ("", "A", "B"))
    out = dict(zip(places, states, strict=True))
    assert problem_of(edition, settled=Settled(out)).cells[at(f"{TWICE}personnes")].sensitive


def test_a_sum_of_two_counts_is_no_other_name_of_one() -> None:
    """Whoever is told those present and those gone together is told neither."""
    both = indicator("insertion/personnes", relations=("personnes = presents + partis",))
    stay, left = indicator("insertion/presents"), indicator("insertion/partis")
    tables = (both, (17, 10, 8)), (stay, (11, 6, 6)), (left, (6, 4, 2))
    cells = [
        cell
        for head, numbers in tables
        for cell in counts(head, dict(zip((("", ""), ("A", ""), ("B", "")), numbers, strict=True)))
    ]
    out = {Count("personnes", YEAR, s, ""): Status.SHOWN for s in ("", "A", "B")}
    problem = problem_of(gathered([both, stay, left], cells), settled=Settled(out))
    assert problem.cells[at(f"{TWICE}presents")].sensitive


def test_amounts_are_tied_as_counts_are() -> None:
    tons = indicator("environnement/tonnage", unit="t", aggregation="somme", sensitivity=0)
    table = {("", ""): 100, ("A", ""): 60, ("B", ""): 40}
    told = problem_of(gathered([tons], counts(tons, table)), agreed=frozenset())
    a, b, pole = at("tonnage", "A"), at("tonnage", "B"), at("tonnage")
    assert links(told) == {(frozenset({(a, 1), (b, 1), (pole, -1)}), "=")}


def test_categories_that_overlap_are_no_sum() -> None:
    x, y, whole = at("personnes", "", "x"), at("personnes", "", "y"), at("personnes")

    def tied(total: int) -> set[tuple[frozenset[tuple[Key, int]], str]]:
        table = {("", ""): total, ("", "x"): 10, ("", "y"): 8}
        return links(problem_of(gathered([PERSONS], counts(PERSONS, table))))

    assert tied(18) == {(frozenset({(x, 1), (y, 1), (whole, -1)}), "=")}
    parts = {(frozenset({(part, 1), (whole, -1)}), "<=") for part in (x, y)}
    assert tied(15) == parts, "each is a part of it"
    assert tied(9) == {(frozenset({(y, 1), (whole, -1)}), "<=")}, "10 of 9 is no part"
    assert tied(20) == set()


GROUPED = "personnes.g = personnes.x + personnes.y"


def test_a_group_of_categories_is_counted_once_in_the_total() -> None:
    head = indicator(categories=dict.fromkeys("xyzg", ""), relations=(GROUPED,))
    table = {("", ""): 25, ("", "x"): 10, ("", "y"): 8, ("", "z"): 7, ("", "g"): 18}
    name = {c: at("personnes", "", c) for c in ("", *"xyzg")}
    assert links(problem_of(gathered([head], counts(head, table)))) == {
        (frozenset({(name["x"], 1), (name["y"], 1), (name["z"], 1), (name[""], -1)}), "="),
        (frozenset({(name["x"], 1), (name["y"], 1), (name["g"], -1)}), "="),
    }


def test_a_relation_holds_wherever_all_its_counts_are_known() -> None:
    # in the pole by category; in A the others were not counted
    relation = "sorties = durables + autres"
    heads = [indicator(f"insertion/{name}") for name in ("sorties", "durables", "autres")]
    heads[0] = replace(heads[0], relations=(relation,))
    values = {"sorties": 20, "durables": 12, "autres": 8}
    cells = [
        cell
        for head in heads
        for cell in counts(head, {(s, "x"): values[head.id.split("/")[1]] for s in ("", "A")})
        if (head.id, cell.key.structure) != ("insertion/autres", "A")
    ]
    told = problem_of(gathered(heads, cells)).links
    (declared,) = [link for link in told if link.why == relation]
    assert declared.terms == (
        (at("durables", "", "x"), 1),
        (at("autres", "", "x"), 1),
        (at("sorties", "", "x"), -1),
    )


def test_a_relation_that_names_a_category_holds_for_totals_only() -> None:
    # 20 = 12 + 8, but of x there are 9, which are neither 12 nor 12 and 3 more
    heads = [indicator(f"insertion/{name}") for name in ("sorties", "durables", "autres")]
    heads[0] = replace(heads[0], relations=("sorties = durables.x + autres",))
    tables = {("", ""): 20, ("", "x"): 9}, {("", "x"): 12}, {("", ""): 8, ("", "x"): 3}
    cells = [one for head, table in zip(heads, tables, strict=True) for one in counts(head, table)]
    (link,) = problem_of(gathered(heads, cells)).links
    assert link.terms == ((at("durables", "", "x"), 1), (at("autres"), 1), (at("sorties"), -1))


def test_what_counts_no_persons_declares_nothing() -> None:
    trees = indicator("environnement/arbres", sensitivity=0, relations=("personnes = personnes",))
    edition = gathered([trees, PERSONS], counts(PERSONS, {("", ""): 20}))
    assert problem_of(edition).links == ()


@pytest.mark.parametrize(
    ("relation", "groups"),
    [
        ("s.g = s.x + s.y", {("s", "g"): frozenset("xy")}),
        ("s = s.x + s.y", {}),  # the total
        ("s.g = s.x + autre.y", {}),  # not categories of one measure
        ("s.g = s.x + s", {}),  # not only categories
    ],
)
def test_a_group_is_a_category_made_of_others(
    relation: str, groups: dict[tuple[str, str], frozenset[str]]
) -> None:
    assert groups_of(indicator(relations=(relation,))) == groups


def test_shares_by_category_are_of_the_same_persons() -> None:
    """30 % and 66 % printed of 100, their sum masked: 4 persons are in neither."""
    head = share(decimals=1, categories={"x": "X", "y": "Y"}, relations=("oui = oui.x + oui.y",))
    cells = [
        Aggregate(CellKey(head.id, YEAR, "", c), numerator=Decimal(n), denominator=Decimal(100))
        for c, n in (("", 96), ("x", 30), ("y", 66))
    ]
    problem = problem_of(gathered([head], cells))
    one, whole = at("connus", "", "x"), at("connus")
    assert (frozenset({(one, 1), (whole, -1)}), "=") in links(problem)
    hidden = suppress(problem, policy_of(5)).hidden
    assert hidden & {at("oui", "", "x"), at("oui", "", "y"), one, at("connus", "", "y")}


def test_shares_of_each_category_s_own_persons_are_not_tied() -> None:
    head = share(categories={"x": "X", "y": "Y"})
    cells = [
        Aggregate(CellKey(head.id, YEAR, "", c), numerator=Decimal(n), denominator=Decimal(of))
        for c, n, of in (("", 50, 100), ("x", 20, 40), ("y", 30, 60))
    ]
    one, whole = at("connus", "", "x"), at("connus")
    assert (frozenset({(one, 1), (whole, -1)}), "=") not in links(
        problem_of(gathered([head], cells))
    )


def answered(unknown: int, structure_unknown: int) -> Aggregates:
    """A share of those who answered, of 40 persons in the pole and 11 in A."""
    head, places = share(), {"": (16, 40 - unknown, unknown), "A": (4, 10, structure_unknown)}
    cells = [
        Aggregate(
            CellKey(head.id, YEAR, structure),
            numerator=Decimal(top), denominator=Decimal(bottom), unknown=missing,
        )
        for structure, (top, bottom, missing) in places.items()
    ]  # fmt: skip
    return gathered([head, PERSONS], [*cells, *counts(PERSONS, {("", ""): 40, ("A", ""): 11})])


def test_those_who_answered_are_some_of_all_that_a_count_prints() -> None:
    """40 % of ten persons or more are four, beside a structure of eleven."""
    within = (frozenset({(at("connus", "A"), 1), (at("personnes", "A"), -1)}), "<=")
    assert within in links(problem_of(answered(2, 1)))
    assert within not in links(problem_of(answered(2, 0))), "another group: 10 are not 11"


def test_what_else_was_asked_changes_nothing_to_those_who_answered() -> None:
    """Neither by category, nor of hours, nor where the answers themselves were not sent."""
    edition, hours = answered(2, 1), share("insertion/part_heures", sensitivity=0)
    head = edition.indicators[share().id]
    asked = [
        Aggregate(
            CellKey(head.id, YEAR, "A", "x"),
            numerator=Decimal(1),
            denominator=Decimal(3),
            unknown=1,
        ),
        Aggregate(CellKey(head.id, YEAR, "B"), unknown=4),
        Aggregate(
            CellKey(hours.id, YEAR, "A"), numerator=Decimal(1), denominator=Decimal(8), unknown=3
        ),
    ]
    hours = replace(hours, denominator="heures")
    every = gathered([*edition.indicators.values(), hours], [*edition.cells.values(), *asked])
    tied = links(problem_of(every))
    within = (frozenset({(at("connus", "A"), 1), (at("personnes", "A"), -1)}), "<=")
    assert within in tied
    assert not [terms for terms, _ in tied if at("heures", "A") in dict(terms)]


def test_a_category_that_holds_everybody_is_not_tied_to_their_total_for_that() -> None:
    edition = gathered([PERSONS], counts(PERSONS, {("", ""): 9, ("", "x"): 9, ("", "y"): 0}))
    tie = frozenset({(at("personnes", "", "x"), 1), (at("personnes"), -1)})
    assert (tie, "=") not in links(problem_of(edition))


def test_of_a_count_that_is_not_printed_nothing_is_known() -> None:
    edition = answered(2, 1)
    silent = {key.table: frozenset[str]() for key in edition.cells if key.indicator == PERSONS.id}
    tied = links(problem_of(replace(edition, told=silent)))
    within = (frozenset({(at("connus", "A"), 1), (at("personnes", "A"), -1)}), "<=")
    assert within not in tied
    by_category = counts(PERSONS, {("A", "x"): 11})
    parts = gathered(edition.indicators.values(), [*edition.cells.values(), *by_category])
    assert within not in links(problem_of(replace(parts, told=silent)))
