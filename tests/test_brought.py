"""The pole's own amounts: hidden when too few structures make them, and the files read for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from pipeline.counting.cells import read_cells
from pipeline.counting.queries import Query
from pipeline.errors import ConfidentialityError, SettingsError
from pipeline.model import Aggregate, Aggregates, CellKey, Indicator, Table
from pipeline.protect import protect
from pipeline.protecting.amounts import amounts_of
from pipeline.protecting.linking import problem_of
from pipeline.protecting.merging import merged, merges
from pipeline.published.book import Rules, document
from pipeline.published.brought import check_brought
from pipeline.published.describe import describe
from pipeline.published.seen import Reading
from pipeline.published.truth import true_amounts
from pipeline.secrecy.audit import audit
from tests.builders import YEAR, gathered, indicator, share

MONEY: dict[str, Any] = {"unit": "€", "sensitivity": 0, "aggregation": "somme"}
ACCOUNTS = ("a", "b", "c", "d")
REAL = replace(
    indicator("finances/realise", **MONEY),
    brought="structures",
    categories={name: name for name in (*ACCOUNTS, "tout")},
    relations=(f"realise.tout = {' + '.join(f'realise.{name}' for name in ACCOUNTS)}",),
)
PLAN = replace(
    REAL,
    id="finances/prevu",
    relations=tuple(text.replace("realise", "prevu") for text in REAL.relations),
)
GAP = replace(
    indicator("finances/ecart", **MONEY),
    brought="relations",
    categories=REAL.categories,
    relations=("realise = prevu + ecart",),
)
RATE = replace(
    share("finances/execution", sensitivity=0),
    brought="structures",
    numerator="realise",
    denominator="prevu",
    categories=REAL.categories,
)
SHARE = replace(
    share("finances/part", sensitivity=0), brought="structures",
    numerator="aides", denominator="produits",
)  # fmt: skip
HEADS = (REAL, PLAN, GAP, RATE, SHARE)
Lines = Mapping[str, Mapping[str, int]]  # account → what each structure brings
THREE = {"A": 400, "B": 350, "C": 250}


def rows(head: Indicator, lines: Lines) -> list[Aggregate]:
    """What each structure brings, and the sums of the pole, as a query gives them."""
    found: dict[tuple[str, str], int] = {}
    for account, parts in lines.items():
        for structure, amount in parts.items():
            for place in ((structure, account), ("", account)):
                found[place] = found.get(place, 0) + amount
    return [Aggregate(CellKey(head.id, YEAR, *at), value=Decimal(n)) for at, n in found.items()]


def one(parts: Mapping[str, int]) -> Aggregates:
    return gathered([REAL], rows(REAL, {"": parts}))


def printed(aggregates: Aggregates, agreed: str = "", head: Indicator = REAL) -> dict[str, int]:
    """By category, what a reader sees of one indicator."""
    figures = protect(aggregates, 5, agreed=frozenset(agreed)).cells
    assert not any(key.structure for key in figures), "what each brings is never printed"
    return {
        key.category: int(figure.value)
        for key, figure in figures.items()
        if key.indicator == head.id and figure.value is not None
    }


@pytest.mark.parametrize(
    ("parts", "agreed", "is_told"),
    [
        ({"A": 1000}, "", False),
        ({"A": 500, "B": 500}, "", False),
        ({"A": 900, "B": 60, "C": 40}, "", False),
        ({"A": 850, "B": 100, "C": 50}, "", True),  # 85 %, not over
        (THREE, "", True),
        ({"A": 500, "B": 500, "C": 0}, "", False),  # C brings nothing
        ({"A": 1000}, "A", True),
        ({"A": 500, "B": 500}, "AB", True),
        ({"A": 500, "B": 500}, "B", False),  # B, who agreed, knows A's
        ({"A": 900, "B": 60, "C": 40}, "A", True),
        ({"A": 900, "B": 60, "C": 40}, "BC", False),
        ({"A": 60, "B": 900, "C": 1}, "B", True),
        ({"A": -900, "B": 60, "C": 40}, "", False),  # a deficit is an amount
        ({"A": -400, "B": -350, "C": 250}, "", True),
    ],
)
def test_a_sum_is_told_when_three_make_it_and_none_nearly_all(
    parts: dict[str, int], agreed: str, *, is_told: bool
) -> None:
    """On both sides: what is chosen, and what the final files are judged by."""
    aggregates = one(parts)
    assert printed(aggregates, agreed) == ({"": sum(parts.values())} if is_told else {})
    told = {CellKey(REAL.id, YEAR): Reading(Decimal(sum(parts.values())), "", "ici")}
    secret = true_amounts(aggregates, 5, agreed).values()
    assert any(amount.is_secret for amount in secret) != is_told
    if is_told:
        check_brought(told, aggregates, set(agreed))
    else:
        with pytest.raises(ConfidentialityError, match=r"INS-01 .* \(2025\) dirait le montant"):
            check_brought(told, aggregates, set(agreed))
        check_brought({CellKey(REAL.id, YEAR): Reading(None, "s", "ici")}, aggregates, set(agreed))


def test_where_all_agreed_nothing_is_looked_at() -> None:
    aggregates = one({"A": 1000})
    assert amounts_of(aggregates, 5, None) == {}
    assert true_amounts(aggregates, 5, None) == {}
    check_brought({CellKey(REAL.id, YEAR): Reading(Decimal(1000), "", "ici")}, aggregates, None)


def described(*shown: tuple[Indicator, int | None]) -> Any:
    """The amount of one account, of which 1 000 € is true, as the files say it."""
    told = {
        CellKey(head.id, YEAR): Reading(None if n is None else Decimal(n), "" if n else "s", "ici")
        for head, n in shown
    }
    aggregates, rules = one({"A": 1000}), Rules(5, {REAL.id: REAL, RATE.id: RATE}, {})
    book = describe(told, (), {}, rules, true_amounts(aggregates, 5, ""))
    return next(cell["published"] for name, cell in book.cells.items() if "realise" in name)


def test_an_amount_is_described_as_printed_and_stays_told_by_its_rate() -> None:
    assert described((REAL, 999)) == 999
    assert described((REAL, None)) == "s"
    assert described((RATE, 80), (REAL, None)) == 1000


def test_what_each_structure_brings_is_told_nowhere_and_listed_nowhere() -> None:
    told = merged(one(THREE), 5)
    figures = protect(told, agreed=frozenset())
    assert not figures.is_by_structure(REAL.id)
    assert figures.get(REAL.id, YEAR, "A").value is None
    assert set(told.told) == {Table(REAL.id, True, False), Table(REAL.id, True, True)}  # noqa: FBT003
    assert list(merges(told.indicators, told.told)) == []


BUDGET: dict[str, Mapping[str, int]] = {
    "a": THREE,
    "b": {"A": 300, "B": 300, "C": 300},
    "c": {"A": 90},
    "d": {"A": 200, "B": 210, "C": 190},
}


def budget(real: Lines, plan: Lines) -> Aggregates:
    """Accounts with their total, the gap between both, and the rate."""
    cells = []
    for head, lines in ((REAL, real), (PLAN, plan)):
        every: dict[str, int] = {}
        for parts in lines.values():
            for structure, amount in parts.items():
                every[structure] = every.get(structure, 0) + amount
        cells += rows(head, {**lines, "tout": every})
    values = {cell.key: cell.value for cell in cells}
    for key, value in list(values.items()):
        if key.indicator == REAL.id and value is not None:
            planned = values[replace(key, indicator=PLAN.id)] or Decimal()
            rate = replace(key, indicator=RATE.id)
            cells.append(Aggregate(rate, numerator=value, denominator=planned))
            if not key.structure:
                cells.append(Aggregate(replace(key, indicator=GAP.id), value=value - planned))
    return gathered(HEADS, cells)


def times(lines: Lines, factor: int) -> dict[str, dict[str, int]]:
    return {account: {s: n * factor for s, n in parts.items()} for account, parts in lines.items()}


def test_an_account_that_one_makes_goes_with_another_its_gap_and_its_rate() -> None:
    """Account c is A's; the total less a, b and d would give it back: one more is hidden."""
    aggregates = budget(times(BUDGET, 2), BUDGET)
    seen = {head.id: printed(aggregates, head=head) for head in (REAL, PLAN, GAP, RATE)}
    assert seen[REAL.id]["tout"] == 2 * 2590
    assert "c" not in seen[REAL.id]
    assert len(seen[REAL.id]) == len(seen[PLAN.id]) == 3
    both = seen[REAL.id].keys() & seen[PLAN.id].keys()
    assert seen[GAP.id].keys() == seen[RATE.id].keys() == both
    assert printed(aggregates, "A", GAP)["c"] == 90
    assert printed(aggregates, "A", RATE)["c"] == 200


def test_accounts_that_one_makes_are_not_told_together() -> None:
    """Both c and d are A's: side by side they would be safe, and the total would tell their sum."""
    aggregates = budget({**BUDGET, "d": {"A": 80}}, {**BUDGET, "d": {"A": 80}})
    seen = printed(aggregates)
    assert {"a", "b"} - seen.keys(), "a third account is hidden with them"
    assert not {"c", "d"} & seen.keys()
    told = {
        CellKey(REAL.id, YEAR, "", account): Reading(Decimal(1), "", "ici")
        for account in ("a", "b", "tout")
    }
    with pytest.raises(ConfidentialityError, match=r"\(2025, tout\) dirait"):
        check_brought(told, aggregates, set())
    told.popitem()
    check_brought(told, aggregates, set())


def part(tops: Mapping[str, int], bottoms: Mapping[str, int]) -> Aggregates:
    cells = [
        Aggregate(CellKey(SHARE.id, YEAR, s), numerator=Decimal(tops[s]), denominator=Decimal(n))
        for s, n in bottoms.items()
    ]
    top, bottom = Decimal(sum(tops.values())), Decimal(sum(bottoms.values()))
    pole = Aggregate(CellKey(SHARE.id, YEAR), numerator=top, denominator=bottom)
    return gathered([SHARE], [*cells, pole])


@pytest.mark.parametrize(
    ("tops", "bottoms", "is_told"),
    [
        ({"A": 100, "B": 120, "C": 80}, THREE, True),
        ({"A": 100, "B": 0, "C": 0}, THREE, False),  # the aids are A's
        ({"A": 400, "B": 350, "C": 100}, THREE, False),  # what is not aid is C's
        ({"A": 0, "B": 0, "C": 0}, THREE, True),  # nobody's
        ({"A": 30, "B": 3, "C": 2}, {"A": 3000, "B": 10, "C": 9}, False),
    ],
)
def test_a_share_is_told_with_both_its_amounts_and_what_it_leaves(
    tops: dict[str, int], bottoms: dict[str, int], *, is_told: bool
) -> None:
    aggregates = part(tops, bottoms)
    rate = CellKey(SHARE.id, YEAR)
    figure = protect(aggregates, 5, agreed=frozenset()).cells[rate]
    assert (figure.value is not None) == is_told
    if is_told:
        check_brought({rate: Reading(Decimal(1), "", "ici")}, aggregates, set())
    else:
        with pytest.raises(ConfidentialityError, match="dirait le montant"):
            check_brought({rate: Reading(Decimal(1), "", "ici")}, aggregates, set())


def test_a_gap_is_not_told_beside_accounts_of_which_it_tells_the_difference() -> None:
    aggregates = budget(times(BUDGET, 2), BUDGET)
    gap = CellKey(GAP.id, YEAR, "", "c")
    with pytest.raises(ConfidentialityError, match=r"\(2025, c\) dirait"):
        check_brought({gap: Reading(Decimal(90), "", "ici")}, aggregates, set())


def test_a_difference_that_has_a_name_is_no_amount_of_its_own() -> None:
    """A alone spends more than planned: both budgets are printed, and anybody subtracts."""
    real = {**BUDGET, "a": {"A": 500, "B": 350, "C": 250}, "c": {}}
    aggregates = budget(real, {**BUDGET, "c": {}})
    assert printed(aggregates, head=GAP)["a"] == 100
    assert printed(aggregates, head=RATE)["a"] == 110
    rate = CellKey(RATE.id, YEAR, "", "a")
    check_brought({rate: Reading(Decimal(110), "", "ici")}, aggregates, set())


def leaks(aggregates: Aggregates, hidden: Mapping[str, set[str]]) -> set[str]:
    """What the audit finds when all is printed but these categories."""
    shown = {}
    for key, cell in aggregates.cells.items():
        if not key.structure:
            value = cell.value if cell.value is not None else Decimal(200)
            is_hidden = key.category in hidden.get(key.indicator, ())
            shown[key] = Reading(None if is_hidden else value, "s" if is_hidden else "", "ici")
    rules = Rules(5, aggregates.indicators, {})
    amounts = true_amounts(aggregates, 5, set())
    report = audit(document([describe(shown, (), {}, rules, amounts)]))
    return {cell for finding in report.findings for cell in finding.cells}


def test_the_audit_finds_an_account_back_by_subtraction_and_by_the_gap() -> None:
    """C spends less than planned in d: a deficit is described by its opposite."""
    real = {**BUDGET, "d": {"A": 20, "B": 21, "C": 19}}
    aggregates = budget(real, BUDGET)
    alone = {name: {"c"} for name in aggregates.indicators}
    account = "realise annee=2025 modalite=c"
    assert account in leaks(aggregates, alone)
    both = {name: {"c", "d"} for name in aggregates.indicators}
    assert leaks(aggregates, both) == set()
    assert account in leaks(aggregates, both | {REAL.id: {"c"}})
    assert account in leaks(aggregates, both | {RATE.id: set()}), "a rate tells its two amounts"


def test_the_audit_takes_an_amount_away_from_its_whole() -> None:
    """The share is hidden, not the two amounts: what is not aid is C's."""
    aids = replace(REAL, id="finances/aides", relations=())
    income = replace(REAL, id="finances/produits", relations=())
    tops = {"A": 400, "B": 350, "C": 300}
    cells = [*part(tops, {**THREE, "C": 400}).cells.values()]
    cells += [*rows(aids, {"": tops}), *rows(income, {"": {**THREE, "C": 400}})]
    aggregates = gathered([SHARE, aids, income], cells)
    rest = "produits − aides annee=2025"
    assert leaks(aggregates, {}) == {rest}
    assert leaks(aggregates, {SHARE.id: {""}}) == {rest}
    assert leaks(aggregates, {SHARE.id: {""}, aids.id: {""}}) == set()


def test_the_amounts_of_the_pole_are_cells_and_what_each_brings_is_none() -> None:
    problem = problem_of(budget(BUDGET, BUDGET), agreed=frozenset())
    assert not any(dict(key.dims).get("structure") for key in problem.cells)
    kept = {dict(key.dims).get("modalite") for key, c in problem.cells.items() if c.contributors}
    assert kept == {*ACCOUNTS, "tout"}


@pytest.mark.parametrize(
    ("brought", "columns", "words"),
    [
        ("", "", "ce montant ne dit pas qui l'apporte. Ajoutez la colonne « structure_id »"),
        ("structures", "", "« apports = structures » et la colonne « structure_id » vont ensemble"),
        ("pole", "'A' as structure_id, ", "« apports = pole » et la colonne « structure_id » se c"),
        ("", "'A' as structure_id, ", ""),
        ("structures", "'A' as structure_id, ", ""),
        ("pole", "", ""),
        ("relations", "", ""),
    ],
)
def test_money_says_who_brings_it_or_is_refused(brought: str, columns: str, words: str) -> None:
    head = replace(REAL, brought=brought, categories={})
    query = Query("realise", "realise.sql", "", (), head)
    result = duckdb.connect().execute(f"select {YEAR} as annee, {columns}5 as valeur")
    if not words:
        assert len(read_cells(result, query, (YEAR,))) == 1
        return
    with pytest.raises(SettingsError, match=re.escape(f"realise.sql : {words}")):
        read_cells(result, query, (YEAR,))


def test_a_year_in_which_no_amount_of_the_pole_is_secret_is_not_described() -> None:
    """With one secret account the others of its year tell it; those of another year do not."""
    lines = {"a": {"A": 400}, "b": THREE}
    before = [
        replace(cell, key=replace(cell.key, year=YEAR - 1)) for cell in rows(REAL, {"b": THREE})
    ]
    found = true_amounts(gathered([REAL], [*rows(REAL, lines), *before]), 5, set())
    told = {(spot.year, spot.category): amount.is_secret for spot, amount in found.items()}
    assert told == {(YEAR, "a"): True, (YEAR, "b"): False}


BY_STRUCTURE = share("insertion/taux", sensitivity=1)
BY_TYPE = replace(
    share("insertion/taux_par_type", sensitivity=1),
    brought="structures",
    categories={"aci": "Chantiers", "autres": "Autres"},
)
EXITS = {"A": (3, 20), "B": (30, 60), "C": (12, 40)}  # positive ones of all; C is no chantier


def test_a_rate_by_type_does_not_tell_the_structure_that_is_alone_in_its_own() -> None:
    """A, whose three are masked, is what B and C leave of the pole; « autres » is C."""

    def row(head: Indicator, names: str, structure: str = "", category: str = "") -> Aggregate:
        top, bottom = (Decimal(sum(EXITS[name][n] for name in names)) for n in (0, 1))
        key = CellKey(head.id, YEAR, structure, category)
        return Aggregate(key, numerator=top, denominator=bottom)

    rows = [row(BY_STRUCTURE, "ABC"), row(BY_TYPE, "ABC")]
    for names, category in (("AB", "aci"), ("C", "autres")):
        rows.append(row(BY_TYPE, names, category=category))
        for name in names:
            rows += [row(BY_STRUCTURE, name, name), row(BY_TYPE, name, name, category)]
    aggregates = gathered([BY_STRUCTURE, BY_TYPE], rows)
    figures = protect(aggregates, 5)
    told = {name for name in EXITS if figures.get(BY_STRUCTURE.id, YEAR, name).value is not None}
    told |= {"C"} if figures.get(BY_TYPE.id, YEAR, category="autres").value is not None else set()
    assert figures.get(BY_STRUCTURE.id, YEAR).value is not None
    assert "A" not in told
    assert not {"B", "C"} <= told
    assert not figures.is_by_structure(BY_TYPE.id)
