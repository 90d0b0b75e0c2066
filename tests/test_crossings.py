"""Stocks and flows, ages, populations inside others: whoever knows the trade crosses them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.counting.heads import read_head
from pipeline.editions.ledger import Printed, Publication
from pipeline.errors import ConfidentialityError
from pipeline.model import Aggregate, Aggregates, CellKey, State
from pipeline.protect import print_with, protect
from pipeline.protecting.answers import all_unsaid
from pipeline.protecting.frozen import Settled
from pipeline.protecting.linking import problem_of
from pipeline.protecting.persons import TWICE, Count
from pipeline.published.book import Rules
from pipeline.published.crossings import known_crossings, with_others
from pipeline.published.describe import describe
from pipeline.published.judge import Case, judge
from pipeline.published.links import Spot
from pipeline.published.seen import Reading, number_in
from pipeline.published.truth import known_answers, true_counts
from pipeline.secrecy.cells import Key, Pattern, Problem, Status
from tests.builders import YEAR, counts, gathered, indicator, share
from tests.numbers import ROOT
from tests.test_published import files, html, name

ALL = indicator()
INSIDE, ENTERED = "presents < personnes", "presents (N-1) + entrees = personnes"


def here(*crossings: str) -> Aggregates:
    """Fourteen persons in the year at A, ten still there: four have left. Nine the year before."""
    heads = (
        ALL,
        indicator("insertion/presents", crossings=crossings),
        indicator("insertion/entrees"),
    )
    cells = [
        *counts(heads[0], {("", ""): 60, ("A", ""): 14, ("B", ""): 46}),
        *counts(heads[1], {("", ""): 45, ("A", ""): 10, ("B", ""): 35}),
        *counts(heads[1], {("A", ""): 9, ("B", ""): 30}, YEAR - 1),
        *counts(heads[2], {("A", ""): 5, ("B", ""): 12}),
    ]
    return gathered(heads, cells)


def at(measure: str, structure: str = "A", year: int = YEAR) -> Key:
    return Count(measure, year, structure, "").key


def found(problem: Problem, why: str) -> list[tuple[dict[Key, int], str]]:
    return [(dict(link.terms), link.op) for link in problem.links if link.why == why]


# --- what must be hidden ----------------------------------------------------------------------


def test_those_of_a_whole_who_are_not_in_its_part_are_a_count() -> None:
    problem = problem_of(here(INSIDE))
    others = problem.cells[at("personnes − presents")]
    assert (others.value, others.status, others.sensitive) == (4, Status.UNPRINTED, True)
    terms = {at("presents"): 1, at("personnes"): -1, at("personnes − presents"): 1}
    assert (terms, "=") in found(problem, INSIDE)


def test_fourteen_and_ten_are_not_printed_together() -> None:
    def hidden(aggregates: Aggregates) -> set[tuple[str, str]]:
        cells = protect(aggregates).cells.values()
        return {(c.key.indicator, c.key.structure) for c in cells if c.state is State.HIDDEN}

    assert hidden(here()) == set()
    assert hidden(here(INSIDE)) & {(ALL.id, "A"), ("insertion/presents", "A")}


def test_those_who_left_without_an_exit_that_counts_are_not_told() -> None:
    """58 in the year, 34 still there, 20 exits: four stayed too short, died or were jailed."""
    present = "insertion/presents_31_12"
    text = (ROOT / "queries" / "indicators" / f"{present}.sql").read_text(encoding="utf-8")
    heads = (
        indicator("insertion/salaries_en_insertion"),
        read_head(text, present, present).indicator,
        indicator("insertion/sorties_examinees_par_categorie"),
    )
    tables = (110, 58, 52), (64, 34, 30), (32, 20, 12)
    cells = [
        cell
        for head, numbers in zip(heads, tables, strict=True)
        for cell in counts(head, dict(zip((("", ""), ("A", ""), ("B", "")), numbers, strict=True)))
    ]
    figures = protect(gathered(heads, cells)).cells.values()
    assert [c for c in figures if c.key.structure == "A" and c.state is State.HIDDEN]


def test_a_flow_ties_two_years_where_it_is_true() -> None:
    """At A 9 + 5 = 14; at B 30 + 12 is not 46, so a reader who counts on it is mistaken."""
    (only,) = found(problem_of(here(ENTERED)), ENTERED)
    assert only == ({at("presents", year=YEAR - 1): 1, at("entrees"): 1, at("personnes"): -1}, "=")


def test_those_left_by_one_of_two_parts_are_the_other_part_and_no_third_count() -> None:
    """At A five came and nine were there: 14 − 5 are these nine; at B the flow is not true."""
    inside = "entrees < personnes"
    edition = here(ENTERED, inside)
    problem, truth = problem_of(edition), true_counts(edition)
    assert at("personnes − entrees") not in problem.cells
    assert at("personnes − entrees", "B") in problem.cells
    assert [at("entrees", "B") in terms for terms, _ in found(problem, inside)] == [True]
    known = [one for one in known_crossings(truth, edition.indicators) if one.why == inside]
    assert [one.terms[0][0].structure for one in known] == ["B"]
    others = with_others(truth, edition.indicators)
    assert {spot.structure for spot in others if "−" in spot.measure} == {"B"}


@pytest.mark.parametrize("op", ["<=", "<"])
def test_two_parts_that_do_not_make_a_whole_up_leave_a_count_of_each(op: str) -> None:
    both, inside = f"entrees + presents (N-1) {op} personnes", "presents (N-1) < personnes"
    edition = here(both, inside)
    assert at("personnes − presents") in problem_of(edition).cells
    others = with_others(true_counts(edition), edition.indicators)
    assert Spot("personnes − presents", YEAR, "A") in others


@pytest.mark.parametrize(
    ("text", "places"), [("presents <= personnes", 3), ("personnes <= presents", 0)]
)
def test_a_bound_holds_where_it_is_true(text: str, places: int) -> None:
    told = found(problem_of(here(text)), text)
    assert [op for _, op in told] == ["<="] * places


def test_those_counted_twice_may_be_told_by_another_name() -> None:
    text = "personnes (en double) = passages"
    heads = ALL, indicator("insertion/passages", crossings=(text,))
    table = {("", ""): 57, ("A", ""): 14, ("B", ""): 46}
    cells = [*counts(heads[0], table), *counts(heads[1], {("", ""): 3})]
    (only,) = found(problem_of(gathered(heads, cells)), text)
    assert only == ({at(f"{TWICE}personnes", ""): 1, at("passages", ""): -1}, "=")


def test_what_editions_already_out_tell_is_protected_no_more() -> None:
    out = {Count(m, YEAR, "A", ""): Status.SHOWN for m in ("personnes", "presents")}
    for known, is_sensitive in ((out, False), (dict([*out.items()][:1]), True)):
        cells = problem_of(here(INSIDE), settled=Settled(known)).cells
        assert cells[at("personnes − presents")].sensitive is is_sensitive


def test_what_is_left_is_no_count_once_a_late_file_has_revised_a_part_of_it() -> None:
    text = "presents (non révisé) < personnes"
    for revised, is_count in ((("presents", YEAR), False), (("presents", YEAR - 1), True)):
        edition = here(text)
        problem = problem_of(edition, settled=Settled({}, revised=frozenset({revised})))
        assert (at("personnes − presents") in problem.cells) is is_count
        assert {op for _, op in found(problem, text)} == {"=" if is_count else "<="}
        known = known_crossings(true_counts(edition), edition.indicators, {revised})
        assert {one.op for one in known} == {"=" if is_count else "<="}
        others = with_others(true_counts(edition), edition.indicators, {revised})
        assert any("−" in spot.measure for spot in others) is is_count
    plain = problem_of(here(INSIDE), settled=Settled({}, revised=frozenset({("presents", YEAR)})))
    assert at("personnes − presents") in plain.cells, "only what is said to stand is shaken"


# --- what the audit of the final files knows --------------------------------------------------

TRUTH = {
    Spot("personnes", YEAR, "A"): 14,
    Spot("presents", YEAR, "A"): 10,
    Spot("presents", YEAR - 1, "A"): 9,
    Spot("entrees", YEAR, "A"): 5,
    Spot("personnes", YEAR, "B"): 46,
    Spot("presents", YEAR, "B"): 47,
}
OTHERS = Spot("personnes − presents", YEAR, "A")


def test_the_audit_counts_the_others_where_there_are_some() -> None:
    """At B 47 of 46: no part of it."""
    assert with_others(TRUTH, here(INSIDE).indicators) == TRUTH | {OTHERS: 4}
    assert with_others(TRUTH, here(ENTERED).indicators) == TRUTH, "the parts are all of them"


def test_the_audit_ties_the_others_and_the_year_before() -> None:
    terms = {
        known.why: (dict(known.terms), known.op)
        for known in known_crossings(TRUTH, here(INSIDE, ENTERED).indicators)
    }
    assert terms == {
        INSIDE: (
            {Spot("presents", YEAR, "A"): 1, Spot("personnes", YEAR, "A"): -1, OTHERS: 1},
            "=",
        ),
        ENTERED: (
            {
                Spot("presents", YEAR - 1, "A"): 1,
                Spot("entrees", YEAR, "A"): 1,
                Spot("personnes", YEAR, "A"): -1,
            },
            "=",
        ),
    }


def test_the_audit_leans_on_no_flow_that_is_not_true() -> None:
    short = TRUTH | {Spot("entrees", YEAR, "A"): 4}
    assert list(known_crossings(short, here(ENTERED).indicators)) == []


def test_the_audit_knows_who_is_counted_twice_by_another_name() -> None:
    twice, named = Spot(f"{TWICE}personnes", YEAR), Spot("passages", YEAR)
    heads = {
        "insertion/passages": indicator(
            "insertion/passages", crossings=("personnes (en double) = passages",)
        )
    }
    (known,) = known_crossings({twice: 3, named: 3}, heads)
    assert dict(known.terms) == {twice: 1, named: -1}


def test_the_audit_knows_that_those_of_a_category_are_some_of_all() -> None:
    heads = here("presents.femmes <= personnes").indicators
    women = Spot("presents", YEAR, "A", "femmes")
    (known,) = known_crossings(TRUTH | {women: 6}, heads)
    assert (dict(known.terms), known.op) == ({women: 1, Spot("personnes", YEAR, "A"): -1}, "<=")


def test_the_judge_knows_which_counts_an_earlier_edition_told_otherwise() -> None:
    """40 were present, it said; 45 today: those who left are a bound, and no count."""
    standing = "presents (non révisé) < personnes"
    aggregates, present = here(standing), "insertion/presents"
    said = {CellKey(present, YEAR): Printed(State.VALUE, "40 pers.")}
    page = f'<p><data value="{name("", present)}">45</data></p>'.encode()
    for earlier, op in (((), "="), ((Publication(YEAR, said, {}, {}, {}, "essai"),), "<=")):
        own = Case(aggregates, {}, earlier, 5, None, is_strict=False)
        told = json.loads(judge(own, page, files({})).private["publication.json"])
        assert {one["op"] for one in told["relations"] if one["why"] == standing} == {op}


def test_no_person_no_crossing() -> None:
    trees = indicator("insertion/presents", sensitivity=0, crossings=(INSIDE,))
    assert list(known_crossings(TRUTH, {trees.id: trees})) == []
    assert with_others(TRUTH, {trees.id: trees}) == TRUTH


PRESENT = indicator("insertion/presents", crossings=(INSIDE,))
NINE = {"": "23", "a": "s", "b": "9", "c": "s"}


def crossed(published: Sequence[Publication] = ()) -> Case:
    """Nine persons at b, seven of whom are still there; the other three structures hide two."""
    cells = [*counts(ALL, {("", ""): 23, ("a", ""): 3, ("b", ""): 9, ("c", ""): 11})]
    cells += counts(PRESENT, {("b", ""): 7})
    cells += [*counts(ALL, {("b", ""): 8}, YEAR - 1), *counts(PRESENT, {("b", ""): 5}, YEAR - 1)]
    names = {"a": "Les Ateliers", "b": "La Boucle", "c": "Le Canal"}
    return Case(gathered([ALL, PRESENT], cells), names, published, 5, None, is_strict=False)


def beside(text: str) -> bytes:
    return html(NINE, f'<p><data value="{name("b", PRESENT.id)}">{text}</data></p>')


def test_files_that_tell_how_many_left_are_refused() -> None:
    judge(crossed(), beside("s"), files(NINE))
    with pytest.raises(ConfidentialityError, match=r"« Personnes », 2025, La Boucle"):
        judge(crossed(), beside("7"), files(NINE))


def test_those_who_left_are_described_where_the_files_speak_of_them() -> None:
    private = judge(crossed(), beside("s"), files(NINE)).private["publication.json"]
    cells = json.loads(private)["cells"]
    left = [(c["dims"], c["true"]) for c in cells if c["measure"] == "personnes − presents"]
    assert left == [({"annee": "2025", "structure": "b"}, 2)]


def test_what_editions_already_out_tell_of_those_who_left_stops_nothing() -> None:
    figures = {
        CellKey(ALL.id, YEAR, "b"): Printed(State.VALUE, "9"),
        CellKey(PRESENT.id, YEAR, "b"): Printed(State.VALUE, "7"),
    }
    judge(crossed([Publication(YEAR, figures, {}, {}, {}, "essai")]), beside("7"), files(NINE))


# --- what counts nobody but stands for somebody -----------------------------------------------

MONTHS = indicator("insertion/duree", unit="mois", aggregation="mediane", behind="personnes")


def medians(persons: Mapping[str, int]) -> dict[str, State]:
    """The states of the medians of structures of so many persons each."""
    told = {("", ""): sum(persons.values())} | {(s, ""): n for s, n in persons.items()}
    cells = [
        Aggregate(CellKey(MONTHS.id, YEAR, s), value=Decimal(12), persons=n)
        for s, n in persons.items()
    ]
    figures = protect(gathered([ALL, MONTHS], [*counts(ALL, told), *cells]))
    return {
        key.structure: c.state for key, c in figures.cells.items() if key.indicator == MONTHS.id
    }


def test_a_median_is_hidden_with_the_count_of_those_behind_it() -> None:
    """Else its sign would say which of two hidden counts is the small one."""
    assert medians({"A": 40, "B": 17, "C": 3}) == {
        "A": State.VALUE,
        "B": State.HIDDEN,
        "C": State.HIDDEN,
    }


@pytest.mark.parametrize(
    ("text", "true", "low"), [("12", 7, 5), ("12", 5, 5), ("s", 7, None), ("0", 0, None)]
)
@pytest.mark.parametrize("sensitivity", [0, 1])
def test_a_printed_median_is_of_as_many_persons_as_the_threshold(
    text: str, true: int, low: int | None, sensitivity: int
) -> None:
    head = replace(MONTHS, sensitivity=sensitivity)
    rules = Rules(5, {ALL.id: ALL, head.id: head}, {})
    truth = {Spot("personnes", YEAR, "A"): true}
    reading = Reading(number_in(text), "" if number_in(text) is not None else text, "p")
    book = describe({CellKey(head.id, YEAR, "A"): reading}, (), truth, rules)
    assert book.cells.get("personnes|2025|A|", {}).get("low") == low


# --- full times: nobody works more than one ----------------------------------------------------

TIMES = indicator("insertion/etp", unit="ETP", decimals=1, sensitivity=0, at_most="personnes")


@pytest.mark.parametrize(("times", "low"), [("2.71", 3), ("3.04", 3), ("3.05", 4), ("14.2", None)])
def test_full_times_say_how_many_persons_there_are_at_least(times: str, low: int | None) -> None:
    """3.05 is printed 3,1 and may be no less than 3.05; 14.2 are more than the twelve there are."""
    cell = Aggregate(CellKey(TIMES.id, YEAR, "A"), value=Decimal(times))
    cells = [*counts(ALL, {("", ""): 60, ("A", ""): 12}), cell]
    aggregates = gathered([ALL, TIMES], cells)
    assert problem_of(aggregates).cells[at("personnes")].low == low
    untold = replace(aggregates, told={cell.key.table: frozenset()})
    assert problem_of(untold).cells[at("personnes")].low is None


@pytest.mark.parametrize(
    ("text", "true", "low"), [("2.7", 12, 3), ("3.0", 12, 3), ("3.1", 12, 4), ("14.2", 12, None)]
)
def test_the_audit_takes_full_times_for_persons(text: str, true: int, low: int | None) -> None:
    rules = Rules(5, {ALL.id: ALL, TIMES.id: TIMES}, {})
    shown = {CellKey(TIMES.id, YEAR, "A"): Reading(Decimal(text), "", "p")}
    book = describe(shown, (), {Spot("personnes", YEAR, "A"): true}, rules)
    assert book.cells.get("personnes|2025|A|", {}).get("low") == low


def test_full_times_of_nobody_known_bound_nothing() -> None:
    rules = Rules(5, {TIMES.id: TIMES}, {})
    shown = {CellKey(TIMES.id, YEAR, "A"): Reading(Decimal("2.7"), "", "p")}
    assert describe(shown, (), {}, rules).cells == {}
    hidden = {CellKey(TIMES.id, YEAR, "A"): Reading(None, "s", "p")}
    assert describe(hidden, (), {Spot("personnes", YEAR, "A"): 3}, rules).cells == {}


# --- answers that lack --------------------------------------------------------------------------

AGED = share("insertion/part_jeunes", numerator="jeunes", denominator="ages")


def answered(missing: int) -> Aggregates:
    """Of the 60 persons `missing` gave no age, all at A; two are at A and at B."""
    cells = counts(ALL, {("", ""): 60, ("A", ""): 14, ("B", ""): 48})
    for structure, jeunes, every, unknown in (
        ("", 20, 60, missing),
        ("A", 6, 14, missing),
        ("B", 14, 48, 0),
    ):
        key = CellKey(AGED.id, YEAR, structure)
        cells.append(
            Aggregate(key, None, Decimal(jeunes), Decimal(every - unknown), unknown=unknown)
        )
    return gathered([ALL, AGED], cells)


@pytest.mark.parametrize("missing", [0, 3])
def test_no_structure_lacks_more_answers_than_the_pole(missing: int) -> None:
    """Where the pole lacks none, those under the share of A are all its persons."""
    aggregates = answered(missing)
    terms = {at("personnes"): 1, at("ages"): -1, at("personnes", ""): -1, at("ages", ""): 1}
    assert (terms, "<=") in found(problem_of(aggregates), "réponses manquantes")
    known = known_answers(aggregates, true_counts(aggregates))
    lacking = [dict(one.terms) for one in known if one.why == "réponses manquantes"]
    assert lacking[0] == {
        Spot("personnes", YEAR, "A"): 1,
        Spot("ages", YEAR, "A"): -1,
        Spot("personnes", YEAR): -1,
        Spot("ages", YEAR): 1,
    }
    assert len(lacking) == len(found(problem_of(aggregates), "réponses manquantes")) == 2


def test_the_answers_that_the_pole_lacks_are_not_those_that_a_structure_lacks() -> None:
    """« 3 sans âge » is said of the pole: nothing says how many of them are at A."""
    aggregates = answered(3)
    known = known_answers(aggregates, true_counts(aggregates), {("ages", YEAR)})
    told = [(dict(one.terms), one.rhs) for one in known if one.why == "réponses du pôle"]
    assert told == [({Spot("ages", YEAR): 1, Spot("personnes", YEAR): -1}, -3)]


@pytest.mark.parametrize(("hidden", "told"), [("personnes", None), ("presents", 3)])
def test_a_total_that_is_masked_is_not_told_by_the_answers_that_lack(
    hidden: str, told: int | None
) -> None:
    """57 ages known and three missing would say that there were sixty persons."""
    aggregates = answered(3)
    aggregates = gathered(
        [ALL, AGED, PRESENT],
        [*aggregates.cells.values(), *counts(PRESENT, {("", ""): 50})],
    )
    pattern = Pattern({}, frozenset({at(hidden, "")}), frozenset(), frozenset(), 0, 0)
    cells = print_with(aggregates, pattern, 5).cells
    assert cells[CellKey(ALL.id, YEAR)].state is (State.VALUE if told else State.HIDDEN)
    assert cells[CellKey(AGED.id, YEAR)].unknown == told


def test_only_a_total_of_persons_of_the_pole_may_be_unsaid() -> None:
    """Neither a structure's, nor a category's, nor tons, nor a share."""
    tons = indicator("environnement/tonnes", sensitivity=0, unit="t")
    cells = counts(ALL, {("", ""): 60, ("A", ""): 14, ("", "x"): 7})
    cells += [*counts(tons, {("", ""): 9}), Aggregate(CellKey(AGED.id, YEAR))]
    assert all_unsaid(gathered([ALL, tons, AGED], cells), {}) == {(YEAR, Decimal(60))}


def test_a_structure_that_lacks_more_than_the_pole_bounds_nothing() -> None:
    """Somebody without age at A gave it at B."""
    aggregates = answered(0)
    key = CellKey(AGED.id, YEAR, "A")
    lacking = replace(aggregates.cells[key], denominator=Decimal(13), unknown=1)
    aggregates = replace(aggregates, cells={**aggregates.cells, key: lacking})
    assert len(found(problem_of(aggregates), "réponses manquantes")) == 1
    known = known_answers(aggregates, true_counts(aggregates))
    assert sum(one.why == "réponses manquantes" for one in known) == 1


@pytest.mark.parametrize("threshold", [5, 6, 11])
def test_where_no_answer_lacks_the_sign_of_few_does_not_tell_who_left(threshold: int) -> None:
    """Nine persons at A, six still there: "n.s." says ten at most at 6, so six is not printed.

    Else three have left, four at most, where a reader must believe in eight.
    """
    cells = [*counts(ALL, {("", ""): 60, ("A", ""): 9, ("B", ""): 51})]
    cells += counts(PRESENT, {("", ""): 47, ("A", ""): 6, ("B", ""): 41})
    for structure, jeunes, every in (("", 20, 60), ("A", 4, 9), ("B", 16, 51)):
        key = CellKey(AGED.id, YEAR, structure)
        cells.append(Aggregate(key, None, Decimal(jeunes), Decimal(every), unknown=0))
    figures = protect(gathered([ALL, PRESENT, AGED], cells), threshold).cells
    assert figures[CellKey(AGED.id, YEAR, "A")].state is State.NOT_SIGNIFICANT
    assert figures[CellKey(PRESENT.id, YEAR, "A")].state is State.HIDDEN


def test_full_times_that_were_not_delivered_bound_nothing() -> None:
    missing = Aggregate(CellKey(TIMES.id, YEAR, "A"))
    aggregates = gathered([ALL, TIMES], [*counts(ALL, {("A", ""): 12}), missing])
    assert problem_of(aggregates).cells[at("personnes")].low is None


@pytest.mark.parametrize("lost", [ALL.id, AGED.id])
def test_a_pole_that_tells_nothing_lacks_nothing(lost: str) -> None:
    aggregates = answered(0)
    cells = {k: c for k, c in aggregates.cells.items() if k != CellKey(lost, YEAR)}
    assert found(problem_of(replace(aggregates, cells=cells)), "réponses manquantes") == []


def test_a_pole_that_tells_only_its_answers_lacks_nothing() -> None:
    aggregates = answered(0)
    mute = replace(aggregates.cells[CellKey(AGED.id, YEAR)], unknown=None)
    cells = {k: c for k, c in aggregates.cells.items() if k != CellKey(ALL.id, YEAR)}
    cells |= {mute.key: mute}
    assert found(problem_of(replace(aggregates, cells=cells)), "réponses manquantes") == []


def test_full_times_bound_no_lower_than_a_printed_rate_does() -> None:
    """A rate is printed on ten persons at least, whatever 2.7 full times say of them."""
    aggregates = answered(0)
    times = replace(TIMES, at_most="ages")
    cell = Aggregate(CellKey(times.id, YEAR, "A"), value=Decimal("2.7"))
    heads = {**aggregates.indicators, times.id: times}
    both = Aggregates(heads, {**aggregates.cells, cell.key: cell}, (YEAR,), {})
    assert problem_of(both).cells[at("ages")].low == 10
