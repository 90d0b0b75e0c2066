"""Outside its figures, the page says no number that the data alone could tell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.editions.ledger import Printed, Publication
from pipeline.errors import ConfidentialityError
from pipeline.model import Aggregate, CellKey, State
from pipeline.published.origins import check_origins
from pipeline.published.outside import check_outside
from pipeline.published.page import read_page
from pipeline.published.seen import Seen
from pipeline.published.written import written
from tests.builders import YEAR, gathered, indicator

SAYS = ["Trois ateliers et 12 mois au plus", "quatre-vingts ans"]


def is_refused(page: str) -> str:
    """The words of the refusal, if there is one."""
    try:
        check_outside(read_page(page.encode()), written(SAYS))
    except ConfidentialityError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>et 12 mois au</p>", ""),
        ("<p>et 13 mois au</p>", "la page HTML dit, hors de ses chiffres"),
        ('<p id="ici">et 13 mois au</p>', "la page HTML (#ici) dit"),
        ('<p title="13 personnes">A</p>', "un attribut de la page HTML, que les outils"),
        ('<p title="13">13</p><p>A</p>', "la page HTML dit"),
        ('<svg viewbox="0 0 9 9" width="9"><circle cx="3" cy="3" r="2" fill="#111111"/></svg>', ""),
        ("<p>•••</p>", "la page HTML dit"),
        ("<p>●●●</p>", ""),  # the files of three years
        ("<p>●●●</p><p>●○·</p>", ""),
        ('<td>●○●</td><td id="ici">●●</td>', "dit, hors de ses chiffres"),
        ('<td id="ici">La Boucle ●●●</td>', "la page HTML (#ici) dit"),
        ('<p width="13">A</p>', "lisent à voix haute, dit un nombre"),
    ],
)
def test_a_number_that_nobody_wrote_is_refused_wherever_it_stands(page: str, words: str) -> None:
    assert (words in is_refused(page)) if words else not is_refused(page)


@pytest.mark.parametrize(
    ("origin", "text", "is_known"),
    [
        ("reglage/seuil", "5", True),
        ("reglage/seuil", "6", False),
        ("reglage/seuil", "5 trois", False),
        (f"objectif/{indicator().id}|{YEAR}", "6", True),
        (f"objectif/{indicator().id}|", "6", True),
        (f"objectif/{indicator().id}|2099", "6", True),
        (f"repere/{indicator().id}", "12 % pour deux ans", True),
        (f"bruit/{indicator().id}|1999", "6", False),
        ("objectif/ailleurs|2025", "2 sur 4", False),
        ("bilan/x", "3", False),
        ("bilan/fichiers lus", "3", True),
        ("bilan/mises de côté", "7", True),  # counted again
        ("bilan/mises de côté", "3", False),
        ("bilan/Réparations/autre", "3", True),
        ("contrat/sorties/lignes lues", "3", False),  # of persons: not counted again
        ("contrat/sorties/x", "3", False),
        ("fichiers/INS-99", "3", False),
        (f"fichiers/{indicator().code}", "3", False),
        ("graphique/x", "3", False),
        ("", "3", False),
        ("registre/éditions", "3", True),
        ("registre/velo|2024", "3", False),
        (f"registre/{indicator().id}|{YEAR}", "9\u202f876", True),  # of an edition that is out
        (f"registre/{indicator().id}|{YEAR}", "3", False),
        (f"inconnus/{indicator().id}|{YEAR}", "4 non renseignés", True),
        (f"inconnus/{indicator().id}|{YEAR}", "12\u202f%", True),
        (f"inconnus/{indicator().id}|{YEAR}", "7", False),
        (f"{indicator().id}|{YEAR}||", "12 pers.", True),
        (f"{indicator().id}|{YEAR}||", "12 pers. 3", False),
        (f"{indicator().id}|{YEAR}||", "12 pers., trois", False),
        (f"velo/nada|{YEAR}||", "12", False),
        (f"perimetre/{indicator().id}|{YEAR}", "3 structures sur 4", True),
        (f"perimetre/{indicator().id}|{YEAR}", "2 structures sur 4", False),
        ("inconnue/seuil", "5", False),
        (f"inconnus/{indicator().id}|{YEAR}", "4", True),
        (f"inconnus/{indicator().id}|{YEAR}", "9", False),  # those of a structure
    ],
)
def test_a_number_is_what_its_origin_says(origin: str, text: str, *, is_known: bool) -> None:
    perimeters = {(indicator().id, YEAR): (3, 4)}
    cell = Aggregate(CellKey(indicator().id, YEAR), denominator=Decimal(30), unknown=4)
    own = replace(cell, key=CellKey(indicator().id, YEAR, "A"), unknown=9)
    aggregates = replace(gathered([indicator()], [cell, own]), perimeters=perimeters)
    figures = {cell.key: Printed(State.VALUE, "9\u202f876")}
    out = Publication(YEAR, figures, {}, {}, {}, "essai")
    counts = {"bilan/mises de côté": {"7"}}
    try:
        seen = [Seen((origin,), text, "ici")]
        check_origins(seen, aggregates, 5, counts=counts, publications=[out])
    except ConfidentialityError:
        assert not is_known
    else:
        assert is_known


def test_an_origin_tells_one_number_wherever_it_stands() -> None:
    aggregates = gathered([indicator()], [])
    for origin, is_refused in (("bilan/fichiers lus", True), ("facteur/gaz", False)):
        texts = [Seen((origin,), text, "ici") for text in ("12", "12", "0,3")]
        check_origins(texts[:2], aggregates, 5)
        if is_refused:
            with pytest.raises(ConfidentialityError, match="une origine"):
                check_origins(texts, aggregates, 5)
        else:
            check_origins(texts, aggregates, 5)


def test_without_counts_the_names_of_what_is_counted_are_known() -> None:
    for origin, is_known in (
        ("contrat/sorties/fichiers", True),
        (f"fichiers/{indicator().code}", True),
        ("contrat/sorties/x", False),
        ("fichiers/INS-99", False),
    ):
        try:
            check_origins([Seen((origin,), "3", "ici")], gathered([indicator()], []), 5)
        except ConfidentialityError:
            assert not is_known
        else:
            assert is_known


@pytest.mark.parametrize(
    ("origins", "unit", "text", "is_told"),
    [
        (1, "pers.", "12\u202fpers.", True),
        (1, "pers.", "12 et 3", False),
        (1, "kg CO2e", "12 kg CO2e", True),  # a digit of the unit
        (1, "kg CO2e", "12 kg CO3e", False),
        (2, "pers.", "de 12 à 3", True),  # of two figures
    ],
)
def test_a_figure_is_one_number_with_its_unit(
    origins: int, unit: str, text: str, *, is_told: bool
) -> None:
    head = indicator(unit=unit)
    names = tuple(f"{head.id}|{YEAR - rank}||" for rank in range(origins))
    try:
        check_origins([Seen(names, text, "ici")], gathered([head], []), 5)
    except ConfidentialityError:
        assert not is_told
    else:
        assert is_told


@pytest.mark.parametrize(
    ("name", "threshold", "text"),
    [("seuil", 5, "5"), ("effectif significatif", 5, "10"), ("effectif significatif", 11, "22")],
)
def test_the_settings_that_are_told_are_those_in_force(
    name: str, threshold: int, text: str
) -> None:
    for told, is_right in ((text, True), (f"{text}1", False)):
        try:
            check_origins(
                [Seen((f"reglage/{name}",), told, "ici")], gathered([indicator()], []), threshold
            )
        except ConfidentialityError:
            assert not is_right
        else:
            assert is_right
