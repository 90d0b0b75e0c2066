"""The drawings inside the page: each number that they write is a shown figure, or no figure."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from pipeline.errors import LeakError
from pipeline.published.page import Drawing, Page
from pipeline.published.seen import number_in
from pipeline.published.written import Written

_VALUE = re.compile(r"[+−-]?\d[\d\u202f\u00a0 ]*(,\d+)?[\u202f\u00a0 ]?[^\W\d]{0,6}\.?[%€]?$")


def check_drawings(page: Page, texts: Mapping[str, Mapping[str, int]]) -> None:
    """Refuse a drawing that writes a value which is not one of its figures.

    `texts`: for each drawing, the texts that its figures may take, and how many take them.
    Years, targets and the even steps of an axis are no figures.
    """
    for drawing in page.drawings:
        own = texts.get(drawing.place, {})
        strangers = set(_strangers(drawing, own))
        if strangers and not _is_axis(strangers, drawing):
            raise LeakError(
                f"le dessin {drawing.place} écrit un nombre qui n'est celui d'aucun de ses "
                "chiffres publiés"
            )


def check_words(page: Page, texts: Mapping[str, Collection[str]], written: Written) -> None:
    """Refuse words, in a drawing or in its stead, with a number that is none of its own.

    `texts`: for each drawing, those of its figures, of what is computed from them, of its targets.
    """
    for drawing in page.drawings:
        own = texts.get(drawing.place, ())
        inside = [text for text in drawing.texts if not _VALUE.match(text)]
        for told, what in (
            (" ".join(inside), "dessin"),
            (drawing.alternative, "texte de remplacement de"),
        ):
            if any(written.strangers(_without(written.without_names(told), own))):
                raise LeakError(
                    f"le {what} {drawing.place} dit un nombre qui n'est imprimé nulle part"
                )


def _without(told: str, texts: Collection[str]) -> str:
    """The words without the figures that they repeat, each whole."""
    known = sorted((text for text in texts if re.search(r"\d", text)), key=len, reverse=True)
    if not known:
        return told
    one = "|".join(map(re.escape, known))
    return re.sub(
        rf"(?<![\d,.+−-])(?<!\d[\u202f\u00a0 ])(?:{one})(?![\d]|,\d|[\u202f\u00a0]\d)", "\n", told
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
