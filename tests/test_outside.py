"""Outside its figures, the page says no number that the data alone could tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.errors import ConfidentialityError
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
        ("objectif/seuil", "6", True),
        (f"perimetre/{indicator().id}|{YEAR}", "3 structures sur 4", True),
        (f"perimetre/{indicator().id}|{YEAR}", "2 structures sur 4", False),
        ("objectif/ailleurs|2025", "2 sur 4", True),
        ("inconnue/seuil", "5", False),
    ],
)
def test_a_number_is_what_its_origin_says(origin: str, text: str, *, is_known: bool) -> None:
    perimeters = {(indicator().id, YEAR): (3, 4)}
    aggregates = replace(gathered([indicator()], []), perimeters=perimeters)
    try:
        check_origins([Seen((origin,), text, "ici")], aggregates, 5)
    except ConfidentialityError:
        assert not is_known
    else:
        assert is_known
