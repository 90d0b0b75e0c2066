"""The drawings inside the page: each number that they write is a shown figure, or no figure."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from pipeline.errors import ConfidentialityError
from pipeline.published.page import Drawing, Page
from pipeline.published.seen import number_in

_VALUE = re.compile(r"[+−-]?\d[\d\u202f\u00a0 ]*(,\d+)?[\u202f\u00a0 ]?[^\W\d]{0,6}\.?[%€]?$")

OF_PAGE = {"width=device-width, initial-scale=1"}  # asked of browsers

_TOLD = re.compile(
    r"(?<!hausse de )(?<!baisse de )(?<!objectif )(?<![\d,.\u202f\u00a0+−-])"
    r"(\d+(?:[\u202f\u00a0]\d{3})*(?:,\d+)?)[\u202f\u00a0 ](pers\.|personnes?\b|%)"
)


def check_drawings(page: Page, texts: Mapping[str, Mapping[str, int]]) -> None:
    """Refuse a drawing that writes a value which is not one of its figures.

    `texts`: for each drawing, the texts that its figures may take, and how many take them.
    Years, targets and the even steps of an axis are no figures.
    """
    for drawing in page.drawings:
        own = texts.get(drawing.place, {})
        strangers = set(_strangers(drawing, own))
        if strangers and not _is_axis(strangers, drawing):
            raise ConfidentialityError(
                f"Rien n'est publié : le dessin {drawing.place} écrit un nombre qui n'est celui "
                "d'aucun de ses chiffres publiés. C'est un défaut du programme : signalez-le. "
                "Le rapport précédent est intact."
            )


def check_alternatives(
    page: Page, persons: Collection[Decimal | None], shares: Collection[Decimal | None]
) -> None:
    """Refuse the words for a drawing that say a count of persons or a share printed nowhere.

    Growths and targets are no figures.
    """
    for drawing in page.drawings:
        for found in _TOLD.finditer(drawing.alternative):
            if number_in(found[1]) in (shares if found[2] == "%" else persons):
                continue
            raise ConfidentialityError(
                f"Rien n'est publié : le texte de remplacement de {drawing.place} dit un nombre "
                "qui n'est imprimé nulle part. C'est un défaut du programme : signalez-le. "
                "Le rapport précédent est intact."
            )


def check_asides(page: Page) -> None:
    """Refuse a number in what software reads out beside the text, save the page's own words."""
    words = [text for tag in ("title", "h1", "p") for text in page.texts.get(tag, ())]
    titles = re.findall(r"\d+", " ".join(page.texts.get("title", ())))
    for text in page.asides:
        is_own = "".join(text.split()) in words or text in OF_PAGE
        if not is_own and not set(re.findall(r"\d+", text)) <= set(titles):
            raise ConfidentialityError(
                "Rien n'est publié : un attribut de la page HTML, que les outils d'accès lisent à "
                "voix haute, dit un nombre. C'est un défaut du programme : signalez-le. Le rapport "
                "précédent est intact."
            )


def _strangers(drawing: Drawing, own: Mapping[str, int]) -> Iterator[Decimal | None]:
    """The values written more often than shown figures have them, years apart."""
    for text, count in Counter(drawing.texts).items():
        value = number_in(text)
        if not _VALUE.match(text) or re.fullmatch(r"20\d\d", text):
            continue
        if count > own.get(text, 0):
            yield value


def _is_axis(values: set[Decimal | None], drawing: Drawing) -> bool:
    """Whether the numbers stand on one scale of equal steps, from zero, written whole."""
    written = {value for text in drawing.texts if (value := number_in(text)) is not None}
    return any(values <= _scale(step, written) for step in written if step > 0)


def _scale(step: Decimal, written: set[Decimal]) -> set[Decimal]:
    """The multiples of a step from zero up, as far as they are written."""
    ranks = itertools.takewhile(lambda rank: rank * step in written, itertools.count())
    return {rank * step for rank in ranks}
