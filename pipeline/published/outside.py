"""What the page says outside its figures: sentences, attributes, names of places."""

from __future__ import annotations

import re

from pipeline.errors import LeakError
from pipeline.published.page import Page
from pipeline.published.written import Written

_COVERAGE = re.compile(r"(?m)^[●○·]{2,}$")  # of the files of a source: a sign for each year


def check_outside(page: Page, written: Written) -> None:
    """Refuse a number that the data alone could tell, wherever a reader or a tool may find it."""
    said = {place: "".join(lines) for place, lines in page.lines.items()}
    years = {len(signs) for text in said.values() for signs in _COVERAGE.findall(text)}
    for place, text in said.items():
        told = _COVERAGE.sub("", text) if len(years) == 1 else text
        if any(written.strangers(told)):
            where = f"la page HTML (#{place})" if place else "la page HTML"
            raise LeakError(f"{where} dit, hors de ses chiffres, un nombre que personne n'a écrit")
    check_asides(page, written)


def check_asides(page: Page, written: Written) -> None:
    """Refuse a number in an attribute or a comment, save the page's own words."""
    own = {text for tag in ("title", "h1", "p") for text in page.texts.get(tag, ())}
    for name, text in dict.fromkeys(page.asides):
        if "".join(text.split()) not in own and any(written.strangers(f"{name}: {text}")):
            raise LeakError(
                "un attribut de la page HTML, que les outils d'accès lisent à voix haute, dit un "
                "nombre"
            )
