"""No mask is safe: what is advised was tried, and what the members cost is said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from pipeline.errors import ConfidentialityError
from pipeline.model import WITHDRAWN, Aggregates
from pipeline.protect import choose, policy_of, protect
from pipeline.secrecy.cells import NoSafePatternError, Pattern, Policy, Problem, key
from pipeline.secrecy.suppress import suppress
from tests.builders import YEAR, counts, gathered, indicator, share, shares

EXITS = indicator("insertion/sorties", categories={"positive": "Positive"})
RATE = share(
    "insertion/taux", code="INS-02", title="Taux", numerator="positives",
    relations=("positives = sorties.positive",),
)  # fmt: skip
GONE = replace(RATE, kept=WITHDRAWN)
OTHER = indicator("insertion/autres", code="INS-03")
WITHDRAW = (
    "Pour ne plus imprimer un indicateur, écrivez retires = [{}] sous [confidentialite], dans "
    "pole.toml."
)
ROOMS = ("pipeline.protect.suppress", "pipeline.protecting.ways.suppress")
ENOUGH = "Essayé : le secret est alors assuré."


def of_one_member() -> Aggregates:
    """Three positive exits, all in A: it knows what the rate of the pole is made of."""
    table = {("", "positive"): 3, ("A", "positive"): 3}
    rates = shares(RATE, {"": (3, 20)})
    return gathered([EXITS, RATE], [*counts(EXITS, table), *rates])


@pytest.fixture
def choices(monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """What a choice was asked for, in turn."""
    asked: list[Problem] = []

    def counted(problem: Problem, policy: Policy) -> Pattern:
        asked.append(problem)
        return suppress(problem, policy)

    for room in ROOMS:
        monkeypatch.setattr(room, counted)
    return asked


def told(aggregates: Aggregates, policy: Policy) -> str:
    with pytest.raises(ConfidentialityError) as caught:
        choose(aggregates, policy, None)
    return str(caught.value)


def test_members_who_would_deduce_are_said_to_be_in_the_way(choices: list[Problem]) -> None:
    assert protect(of_one_member()).cells, "the public deduces nothing"
    said = told(of_one_member(), policy_of(5, ("A", "B")))
    assert said.startswith("Rien n'est écrit : aucun masque ne protège ces petits effectifs.\n- ")
    assert "\nEssayé : ne plus imprimer INS-02 ne suffit pas.\nCe sont les structures memb" in said
    assert "Sans strict = true sous [confidentialite], dans pole.toml, le secret est assuré" in said
    assert "retires" not in said
    assert said.count("Essayé") == 1
    assert said.endswith("\nLe rapport précédent est intact.")
    assert len(choices) == 4, "the public's alone, the members', without INS-02, the public's again"


def blocking(*codes: str, needed: int) -> object:
    """A choice that protects nothing as long as `needed` of these indicators are told."""

    def choose_among(problem: Problem, policy: Policy) -> Pattern:
        cells = [key(name, annee=YEAR) for name in codes]
        bare = tuple(cell for cell in cells if problem.cells[cell].weight)
        if len(bare) > len(codes) - needed:
            raise NoSafePatternError(bare[:1], ())
        return suppress(problem, policy)

    return choose_among


def refusing(
    monkeypatch: pytest.MonkeyPatch, codes: Collection[str], needed: int, *members: str
) -> str:
    """What is said of an edition where those are in the way, one after the other."""
    for room in ROOMS:
        monkeypatch.setattr(room, blocking(*codes, needed=needed))
    heads = [
        replace(OTHER, id=f"insertion/{name}", code=f"INS-{rank:02}", categories={})
        for rank, name in enumerate(codes, start=10)
    ]
    cells = [cell for head in heads for cell in counts(head, {("", ""): 60})]
    return told(gathered(heads, cells), policy_of(5, members))


def test_what_is_advised_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusing(monkeypatch, ("a", "b", "c", "d"), needed=2).splitlines()
    assert said[-3:] == [
        WITHDRAW.format('"INS-10", "INS-11"'),
        ENOUGH,
        "Le rapport précédent est intact.",
    ]


def test_after_four_tries_nothing_is_advised(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("a", "b", "c", "d", "e", "f")
    assert ENOUGH in refusing(monkeypatch, names, needed=4)
    said = refusing(monkeypatch, names, needed=5)
    assert ENOUGH not in said
    assert "Essayé : ne plus imprimer INS-10, INS-11, INS-12, INS-13 ne suffit pas.\n" in said
    assert said.count("Essayé") == 1, "what was tried at last"
    assert "strict" not in said, "no member is read"
    assert "strict" not in refusing(monkeypatch, names, 5, "A", "B"), "the public is in the way too"


def test_where_there_is_nothing_to_withdraw_nothing_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing to withdraw: the public is not tried again, and no list is empty."""
    asked: list[Problem] = []

    def choose_nothing(problem: Problem, _: Policy) -> Pattern:
        asked.append(problem)
        raise NoSafePatternError((key("inconnu", annee=YEAR),), ())

    for room in ROOMS:
        monkeypatch.setattr(room, choose_nothing)
    said = told(of_one_member(), policy_of(5))
    assert "Essayé" not in said
    assert len(asked) == 1


def test_members_are_in_the_way_of_what_is_withdrawn_already() -> None:
    withdrawn = replace(of_one_member(), indicators={EXITS.id: EXITS, RATE.id: GONE})
    said = told(withdrawn, policy_of(5, ("A", "B")))
    assert "Ce sont les structures membres" in said
    assert "ne suffit pas" not in said
