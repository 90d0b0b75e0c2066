"""What the editions already out have settled: shown, hidden, or told again otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from pipeline.editions.ledger import Printed, Publication
from pipeline.model import Aggregate, Aggregates, CellKey, Indicator, State
from pipeline.protecting.frozen import Settled, frozen
from pipeline.protecting.persons import Count, stem
from pipeline.secrecy.cells import Status
from tests.builders import YEAR, counts, gathered, indicator, share, shares

PERSONS = indicator()
SHOWN, HIDDEN = Status.SHOWN, Status.HIDDEN
STATES = {"s": State.HIDDEN, "n.s.": State.NOT_SIGNIFICANT}


def out(head: Indicator, texts: Mapping[str, str]) -> Publication:
    """An edition that printed this of each structure."""
    figures = {
        CellKey(head.id, YEAR, s): Printed(STATES.get(text, State.VALUE), text)
        for s, text in texts.items()
    }
    return Publication(YEAR, figures, {}, {}, {}, "essai")


def statuses(settled: Settled) -> dict[str, Status]:
    return {
        f"{count.measure} {count.structure}".strip(): s for count, s in settled.statuses.items()
    }


def one(head: Indicator, structure: str = "", **numbers: object) -> Aggregates:
    cell = Aggregate(CellKey(head.id, YEAR, structure), **numbers)  # type: ignore[arg-type]
    return gathered([head], [cell])


def settled(edition: Aggregates, *earlier: Publication) -> Settled:
    return frozen(edition, earlier)


TABLE = {("", ""): 60, ("A", ""): 40, ("B", ""): 20}


def test_what_is_out_stays_shown_or_hidden() -> None:
    found = settled(
        gathered([PERSONS], counts(PERSONS, TABLE)), out(PERSONS, {"": "60 pers.", "A": "s"})
    )
    assert statuses(found) == {"personnes": SHOWN, "personnes A": HIDDEN}
    assert not found.cells


def test_once_shown_is_shown_for_good() -> None:
    edition = gathered([PERSONS], counts(PERSONS, TABLE))
    texts = [{"A": "s"}, {"A": "40 pers."}]
    for told in (texts, texts[::-1]):
        assert statuses(settled(edition, *(out(PERSONS, t) for t in told))) == {
            "personnes A": SHOWN
        }


def only_revised(head: Indicator) -> Settled:
    """Nothing is out of its table any more, but that it was told otherwise."""
    return Settled({}, revised=frozenset({(stem(head.id), YEAR)}))


@pytest.mark.parametrize(("now", "sign"), [(20, -1), (17, 1)])
def test_a_table_revised_is_tied_to_what_was_printed_by_the_persons_between(
    now: int, sign: int
) -> None:
    table = {("", ""): 41 + now, ("B", ""): now}
    earlier = out(PERSONS, {"": "60 pers.", "B": "19 pers.", "A": "s"})
    found = settled(gathered([PERSONS], counts(PERSONS, table)), earlier)
    assert statuses(found) == {}
    pole, gap = found.cells
    assert (gap.value, gap.sensitive, gap.status) == (abs(now - 19), True, Status.UNPRINTED)
    assert not pole.sensitive, "of the pole one person more tells of nobody"
    assert str(gap.key).startswith("révision de personnes (")
    count = Count("personnes", YEAR, "B", "").key
    assert found.links[1].terms == ((count, 1), (gap.key, sign))
    assert found.links[1].rhs == 19


@pytest.mark.parametrize(
    ("edition", "text"),
    [
        (one(indicator(sensitivity=0), value=Decimal(3)), "2 arbres"),
        (one(indicator(aggregation="mediane"), value=Decimal(12), persons=9), "11 mois"),
        (one(PERSONS), "11 pers."),
        (one(PERSONS, value=Decimal(12)), "onze"),
    ],
    ids=["trees", "median", "not delivered any more", "words"],
)
def test_what_is_revised_but_counts_no_persons_leaves_nothing_between(
    edition: Aggregates, text: str
) -> None:
    (head,) = edition.indicators.values()
    assert settled(edition, out(head, {"": text})) == only_revised(head)


def test_a_structure_or_an_indicator_that_has_left_is_settled_no_more() -> None:
    edition = gathered([PERSONS], counts(PERSONS, {("A", ""): 40}))
    gone = indicator("insertion/autrefois")
    assert statuses(settled(edition, out(gone, {"A": "4 pers."}), out(PERSONS, {"Z": "s"}))) == {}
    left = out(PERSONS, {"Z": "9 pers.", "A": "s"})
    assert statuses(settled(edition, left)) == {}, "its table is not the same any more"


def test_what_was_neither_shown_nor_hidden_settles_nothing() -> None:
    edition = gathered([PERSONS], counts(PERSONS, TABLE))
    assert statuses(settled(edition, out(PERSONS, {"A": "n.s."}))) == {}


def test_what_counts_no_persons_is_never_settled() -> None:
    assert statuses(settled(one(indicator(sensitivity=0), value=Decimal(3)), trees("3"))) == {}


def trees(text: str) -> Publication:
    return out(indicator(sensitivity=0), {"": text})


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"A": "33 %"}, {"oui A": SHOWN, "connus A": SHOWN}),
        ({"A": "s"}, {"oui A": HIDDEN}),  # which hides the same share again
        ({"A": "40 %", "B": "s"}, {}),  # revised since
    ],
)
def test_a_share_settles_its_counts(texts: dict[str, str], expected: Mapping[str, Status]) -> None:
    head = share()
    edition = gathered([head], shares(head, {"A": (10, 30), "B": (20, 30)}))
    assert statuses(settled(edition, out(head, texts))) == expected


def test_a_share_that_nobody_answers_any_more_is_revised() -> None:
    head = share()
    for top, bottom in ((Decimal(0), Decimal(0)), (None, Decimal(40)), (Decimal(9), None)):
        edition = one(head, "A", numerator=top, denominator=bottom)
        assert settled(edition, out(head, {"A": "33 %"})) == only_revised(head)


def test_a_mean_is_compared_as_it_is_printed() -> None:
    head = share(unit="h", decimals=1)
    edition = gathered([head], shares(head, {"A": (45, 30)}))
    assert statuses(settled(edition, out(head, {"A": "1,5 h"}))) != {}
    assert statuses(settled(edition, out(head, {"A": "1,6 h"}))) == {}
