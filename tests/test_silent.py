"""What structures bring to a count of the pole: those who sent nothing, those counted twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.model import Aggregate, Aggregates, CellKey, State, Table
from pipeline.protect import protect
from pipeline.protecting.linking import problem_of
from pipeline.protecting.merging import telling
from pipeline.protecting.persons import TWICE, Count
from pipeline.published.judge import judge
from pipeline.published.links import Spot
from pipeline.published.truth import known_silence, true_counts
from tests.builders import YEAR, counts, gathered, indicator, share
from tests.test_published import case, files, name

ALL = indicator()
TRAINED = share("insertion/part_formes", code="INS-22", brought="structures")
SIZES = {"A": 3, "B": 12, "C": 25}  # persons; the pole has forty, and nobody is in two places


def silent(*structures: str, known: int = 0, sizes: Mapping[str, int] = SIZES) -> Aggregates:
    """The pole, where these sent no register; `known` of their persons stand in another's."""
    lost, every = {s: sizes[s] - known for s in structures}, sum(sizes.values())
    cells = counts(ALL, {("", ""): every, **{(s, ""): n for s, n in sizes.items()}})
    rows = {"": (12, every - sum(lost.values()), sum(lost.values()))}
    rows |= {s: (0, known, n) for s, n in lost.items()}
    cells += [
        Aggregate(CellKey(TRAINED.id, YEAR, s), None, Decimal(top), Decimal(bottom), unknown=n)
        for s, (top, bottom, n) in rows.items()
    ]
    aggregates = gathered([ALL, TRAINED], cells)
    return telling(aggregates, {})


def of(why: str, aggregates: Aggregates) -> list[tuple[dict[str, int], str]]:
    links = [link for link in problem_of(aggregates).links if link.why == why]
    return [({f"{k.measure}{k.dims[1:]}": n for k, n in one.terms}, one.op) for one in links]


def test_the_share_of_the_pole_does_not_tell_the_persons_of_a_silent_structure() -> None:
    """37 known of 40: the three others are those of A, which the annex names."""
    cells = protect(silent("A")).cells
    states = {s: cells[CellKey(ALL.id, YEAR, s)].state for s in ("", "A")}
    shown = cells[CellKey(TRAINED.id, YEAR)].state is State.VALUE and states[""] is State.VALUE
    assert (states["A"], shown) == (State.HIDDEN, False)


def test_it_is_printed_where_those_unknown_are_not_few() -> None:
    figures = protect(silent("A", sizes=SIZES | {"A": 9}))
    assert figures.cells[CellKey(TRAINED.id, YEAR)].state is State.VALUE


def test_no_answer_of_a_silent_structure_is_known_and_anybody_knows_it() -> None:
    cell = problem_of(silent("A")).cells[Count("connus", YEAR, "A", "").key]
    assert (cell.low, cell.high) == (0, 0)
    cell = problem_of(silent("A", known=1)).cells[Count("connus", YEAR, "A", "").key]
    assert (cell.low, cell.high) == (None, None)


@pytest.mark.parametrize(("places", "op"), [("A", "="), ("AB", "=")])
def test_those_unknown_are_the_persons_of_the_silent_structures(places: str, op: str) -> None:
    ((terms, told),) = of("structures sans fichier", silent(*places))
    assert told == op
    assert len(terms) == 2 * (1 + len(places))


def test_where_they_share_persons_those_unknown_are_fewer() -> None:
    aggregates = silent("A", "B")
    key = CellKey(TRAINED.id, YEAR)
    fewer = replace(aggregates.cells[key], denominator=Decimal(26), unknown=14)
    aggregates = replace(aggregates, cells={**aggregates.cells, key: fewer})
    assert [op for _, op in of("structures sans fichier", aggregates)] == ["<="]
    told = known_silence(aggregates, true_counts(aggregates))
    assert [one.op for one in told if len(one.terms) > 1] == ["<="]


def test_the_audit_knows_it_by_itself() -> None:
    aggregates = silent("A")
    told = list(known_silence(aggregates, true_counts(aggregates)))
    assert ({Spot("connus", YEAR, "A"): 1}, "=", 0) in [(dict(o.terms), o.op, o.rhs) for o in told]
    assert {
        Spot("personnes", YEAR): 1, Spot("connus", YEAR): -1,
        Spot("personnes", YEAR, "A"): -1, Spot("connus", YEAR, "A"): 1,
    } in [dict(one.terms) for one in told]  # fmt: skip
    assert list(known_silence(silent(), true_counts(silent()))) == []


def test_the_judge_of_the_files_knows_it_too() -> None:
    """The page prints the share of the pole, and its annex that A sent nothing."""
    aggregates = silent("A", sizes=SIZES | {"A": 9})
    page = f'<data value="{name("", TRAINED.id)}">32</data>'
    private = judge(case(aggregates=aggregates), f"<p>{page}</p>".encode(), files({})).private
    whys = [one["why"] for one in json.loads(private["publication.json"])["relations"]]
    assert "structures sans fichier" in whys


def test_only_what_the_annex_lists_beside_a_printed_figure_says_who_is_silent() -> None:
    aggregates, connus = silent("A"), Count("connus", YEAR, "A", "").key
    usual = {ALL.id: ALL, TRAINED.id: replace(TRAINED, brought="")}
    whole = Table(TRAINED.id, by_structure=False, by_category=False)
    untold = replace(aggregates, told={**aggregates.told, whole: frozenset[str]()})
    for one in (replace(aggregates, indicators=usual), untold):
        cell = problem_of(one).cells[connus]
        assert (cell.low, cell.high) == (None, None)
    assert not of("structures sans fichier", replace(aggregates, indicators=usual))


def test_only_the_share_of_the_pole_is_a_ratio() -> None:
    ratios = problem_of(silent("A", known=1)).ratios
    assert [ratio.bottom for ratio in ratios] == [Count("connus", YEAR, "", "").key]


def test_each_year_has_its_own_silent_structures() -> None:
    now, before = silent("A"), replace(CellKey(TRAINED.id, YEAR), year=YEAR - 1)
    whole = replace(before, indicator=ALL.id)
    more = {
        before: Aggregate(before, None, Decimal(12), Decimal(40), unknown=0),
        whole: Aggregate(whole, Decimal(40)),
    }
    ((terms, _),) = of("structures sans fichier", replace(now, cells={**now.cells, **more}))
    assert len(terms) == 4


def test_where_others_lack_answers_too_the_silent_are_only_some_of_those_unknown() -> None:
    """35 known of 40, 3 persons in A: two more elsewhere, and nobody knows where."""
    aggregates, key = silent("A"), CellKey(TRAINED.id, YEAR)
    fewer = replace(aggregates.cells[key], denominator=Decimal(35), unknown=5)
    aggregates = replace(aggregates, cells={**aggregates.cells, key: fewer})
    assert not of("structures sans fichier", aggregates)
    told = known_silence(aggregates, true_counts(aggregates))
    assert [one.why for one in told] == ["fichier non reçu"]


def test_the_audit_knows_it_of_files_that_lack_only() -> None:
    """Not of an answer that lacks in a file, of money, of a pole, nor of one who is known."""
    sex = share("insertion/part_femmes", denominator="sexe")
    spent = share("finances/part_achats", brought="structures", unit="%", sensitivity=0)
    rows = (sex, "A", 0, 0, 3), (TRAINED, "B", 6, 12, None), (TRAINED, "C", 6, 25, 0)
    cells = {
        key: Aggregate(key, None, Decimal(top), Decimal(bottom), unknown=n)
        for head, s, top, bottom, n in rows
        if (key := CellKey(head.id, YEAR, s))
    }
    empty = CellKey(TRAINED.id, YEAR - 1)
    cells[empty] = Aggregate(empty, None, Decimal(0), Decimal(0), unknown=40)
    bought = CellKey(spent.id, YEAR)
    cells[bought] = Aggregate(bought, None, Decimal(9), Decimal(30), unknown=2)
    base = silent("A")
    aggregates = replace(
        base,
        indicators={**base.indicators, sex.id: sex, spent.id: spent},
        cells={**base.cells, **cells},
    )
    told = list(known_silence(aggregates, true_counts(aggregates)))
    assert [(one.why, len(one.terms)) for one in told] == [
        ("fichier non reçu", 1),
        ("structures sans fichier", 6),
    ]


def test_nothing_says_that_no_answer_of_a_structure_is_known() -> None:
    """« sans objet » would say that all its persons are among those whose sex is unknown."""
    sex = share("insertion/part_femmes", code="INS-08")
    rows = {"": (16, 37, 3), "A": (0, 0, 3), "B": (6, 12, 0), "C": (10, 25, 0)}
    cells = [
        Aggregate(CellKey(sex.id, YEAR, s), None, Decimal(top), Decimal(bottom), unknown=n)
        for s, (top, bottom, n) in rows.items()
    ]
    cells += counts(ALL, {("", ""): 40, **{(s, ""): n for s, n in SIZES.items()}})
    aggregates = gathered([ALL, sex], cells)
    key = CellKey(sex.id, YEAR, "A")
    assert protect(aggregates).cells[key].state is State.NOT_SIGNIFICANT
    cell = problem_of(aggregates).cells[Count("connus", YEAR, "A", "").key]
    assert (cell.low, cell.high) == (0, 9)
    nobody = replace(aggregates.cells[key], unknown=0)
    empty = replace(aggregates, cells={**aggregates.cells, key: nobody})
    assert protect(empty).cells[key].state is State.NOT_APPLICABLE


def test_those_counted_twice_in_a_category_are_protected() -> None:
    """13 and 11 exits in the two enterprises, by another table: 24 beside the 23 of the pole."""
    exits = indicator("insertion/sorties", relations=("examinees = sorties",))
    kinds = share(
        "insertion/par_mesure", denominator="examinees", brought="structures",
        categories={"EI": "Entreprises"},
    )  # fmt: skip
    cells = counts(exits, {("", ""): 39, ("A", ""): 13, ("B", ""): 11, ("C", ""): 16})
    cells += [
        Aggregate(CellKey(kinds.id, YEAR, s, "EI"), None, Decimal(top), Decimal(bottom))
        for s, top, bottom in (("", 12, 23), ("A", 7, 13), ("B", 6, 11))
    ]
    problem = problem_of(telling(gathered([exits, kinds], cells), {}))
    twice = Count(f"{TWICE}examinees", YEAR, "", "EI").key
    assert [cell.value for name, cell in problem.cells.items() if name == twice] == [1]
