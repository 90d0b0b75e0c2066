"""When no mask is safe, the message names the tables and the least costly way out."""

from __future__ import annotations

import pytest

from pipeline.editions.changes import compare
from pipeline.editions.ledger import Printed, Publication
from pipeline.editions.refusal import refuse_unexplained
from pipeline.errors import DataError
from pipeline.model import WITHDRAWN, CellKey, Figures, State
from pipeline.protect import protect
from pipeline.protecting.refused import codes_of, name_of, refused
from pipeline.received import Quality
from pipeline.secrecy.cells import NoSafePatternError, Remedy, key
from tests.builders import YEAR, counts, gathered, indicator, share

PERSONS = indicator(categories={"cdi": "CDI", "cdd": "CDD"})
SMALL = key("personnes", annee=YEAR, structure="A", modalite="cdi")
NOTHING = Quality((), (), (), (), (), {}, {})


def test_a_count_is_named_by_the_table_that_prints_it() -> None:
    part = share("insertion/part", code="INS-02", title="Part")
    heads = {PERSONS.id: PERSONS, part.id: part}
    assert name_of(SMALL, heads) == "INS-01 « Personnes », 2025, A, CDI"
    assert name_of(key("oui", annee=YEAR), heads) == "INS-02 « Part », 2025"
    gap = key("révision de personnes", "publication 1", annee=YEAR, structure="A")
    assert name_of(gap, heads).endswith("2025, A, ce qu'une révision ajoute ou retire")
    others = key("connus − oui", annee=YEAR)
    same_group = share("insertion/autre", code="INS-03", numerator="non")
    told = name_of(others, {same_group.id: same_group, **heads})
    assert told == "INS-02 « Part », 2025, les autres personnes"
    several = name_of(key("connus − non − oui", annee=YEAR), heads)
    assert several == "INS-02 « Part », 2025, les autres personnes"
    twice = key("dans deux structures : personnes", annee=YEAR)
    assert name_of(twice, heads).endswith("2025, les personnes comptées dans deux structures")
    assert name_of(key("inconnu", annee=YEAR), heads) == "inconnu (annee 2025)"


def test_what_is_withdrawn_already_is_not_to_be_withdrawn() -> None:
    gone = indicator(kept=WITHDRAWN, categories={"cdi": "CDI"})
    error = NoSafePatternError((SMALL,), (Remedy("retirer", (SMALL,)),))
    assert not codes_of(error, {gone.id: gone})


def test_a_count_of_a_category_is_named_by_the_table_that_has_it() -> None:
    part = share("insertion/part", code="INS-02", title="Part")
    by_measure = share("insertion/selon", code="INS-03", title="Selon", categories={"aci": "ACI"})
    heads = {part.id: part, by_measure.id: by_measure}
    told = {one: name_of(key("oui", annee=YEAR, modalite=one), heads) for one in ("aci", "ei", "")}
    assert told["aci"] == "INS-03 « Selon », 2025, ACI"
    assert told["ei"] == "INS-02 « Part », 2025, ei", "the first one, when none has it"
    assert told[""] == "INS-02 « Part », 2025"


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("ne pas réviser", "- redonner les chiffres de l'édition publiée, sans les réviser : INS"),
        ("regrouper", "- réunir en une seule ligne : INS-01 « Personnes », 2025 (A, CDI ; A, CDD)"),
        ("retirer", "- ne plus imprimer : INS-01 « Personnes », 2025 (A, CDI ; A, CDD)"),
    ],
)
def test_each_way_out_is_said_in_words(action: str, said: str) -> None:
    other = key("personnes", annee=YEAR, structure="A", modalite="cdd")
    error = NoSafePatternError((SMALL, SMALL), (Remedy(action, (SMALL, other)),))
    lines = refused(error, {PERSONS.id: PERSONS}).splitlines()
    assert lines[:2] == [
        "- INS-01 « Personnes », 2025, A, CDI",
        "Pour chacun, la piste la moins coûteuse :",
    ]
    assert lines[2].startswith(said)


def test_the_places_of_one_table_are_counted_after_the_first() -> None:
    cells = tuple(key("personnes", annee=YEAR, structure=name) for name in "ABCDEF")
    text = refused(NoSafePatternError((), (Remedy("retirer", cells),)), {PERSONS.id: PERSONS})
    assert "- ne plus imprimer : INS-01 « Personnes », 2025 (A ; B ; C ; D ; et 2 de plus)" in text


@pytest.mark.parametrize(
    ("action", "codes"), [("retirer", {"INS-01", "INS-02"}), ("regrouper", {"INS-02"})]
)
def test_what_nothing_protects_is_to_be_withdrawn_and_what_is_to_be_withheld(
    action: str, codes: set[str]
) -> None:
    """Of those to merge, the first is one."""
    part = share("insertion/part", code="INS-02", title="Part")
    heads = {PERSONS.id: PERSONS, part.id: part}
    error = NoSafePatternError((key("oui", annee=YEAR),), (Remedy(action, (SMALL,)),))
    assert codes_of(error, heads) == codes


def test_many_figures_are_counted_after_the_first() -> None:
    many = tuple(key("personnes", annee=YEAR, structure=f"{n:02}") for n in range(10))
    lines = refused(NoSafePatternError(many, ()), {PERSONS.id: PERSONS}).splitlines()
    assert lines[7:9] == ["- INS-01 « Personnes », 2025, 07", "- et 2 autres"]


def made_strict() -> tuple[Figures, Publication]:
    """23 = 3 + 9 + 11: with 11 and 23 printed for good, B that knows its 9 finds the 3 of A."""
    table = {("", ""): 23, ("A", ""): 3, ("B", ""): 9, ("C", ""): 11}
    texts = {"": "23 pers.", "A": "s", "B": "s", "C": "11 pers."}
    states = {s: State.HIDDEN if text == "s" else State.VALUE for s, text in texts.items()}
    said = {CellKey(PERSONS.id, YEAR, s): Printed(states[s], text) for s, text in texts.items()}
    earlier = Publication(YEAR, said, {}, {}, {"seuil": 5}, "essai")
    known = gathered([PERSONS], counts(PERSONS, table))
    return protect(known, insiders=("A", "B", "C"), published=[earlier]), earlier


def test_masking_what_is_out_stops_the_run_and_says_what_would_spare_it() -> None:
    figures, earlier = made_strict()
    assert figures.unsafe
    restated = compare(figures, [earlier], ())
    with pytest.raises(DataError) as caught:
        refuse_unexplained(restated, [earlier], figures, NOTHING, "changements.toml")
    said = str(caught.value)
    assert "si les chiffres publiés restent imprimés, aucun masque ne protège :\n- INS-01" in said
    assert "\n- ne plus imprimer : INS-01 « Personnes », 2025 (C ; le pôle)\n" in said


def test_nothing_is_said_of_the_secret_when_what_is_out_stays() -> None:
    figures, earlier = made_strict()
    calm = protect(
        gathered([PERSONS], counts(PERSONS, {("", ""): 23, ("C", ""): 11})), published=[earlier]
    )
    assert not calm.unsafe
    assert figures.cells != calm.cells
