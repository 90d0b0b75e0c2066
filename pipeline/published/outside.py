"""What the page says outside its figures: sentences, attributes, names of places, styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.errors import LeakError
from pipeline.published.page import Page
from pipeline.published.words import tells
from pipeline.published.written import ROOT, Written

STYLES = ROOT / "report_templates" / "styles"

_COLOURS = re.compile(r":root \{ (?:--[a-z_]+: #[0-9A-F]{6}; )+ \}")  # of the themes


def check_outside(page: Page, written: Written) -> None:
    """Refuse a number that the data alone could tell, wherever a reader or a tool may find it."""
    for place, lines in page.lines.items():
        if any(written.strangers("".join(lines))):
            where = f"la page HTML (#{place})" if place else "la page HTML"
            raise LeakError(f"{where} dit, hors de ses chiffres, un nombre que personne n'a écrit")
    check_asides(page, written)
    if any(tells(line) for line in _strange(page.styles)):
        raise LeakError("la mise en forme de la page HTML dit un nombre")


def check_asides(page: Page, written: Written) -> None:
    """Refuse a number in an attribute or a comment, save the page's own words."""
    own = {text for tag in ("title", "h1", "p") for text in page.texts.get(tag, ())}
    for name, text in dict.fromkeys(page.asides):
        if "".join(text.split()) not in own and any(written.strangers(f"{name}: {text}")):
            raise LeakError(
                "un attribut de la page HTML, que les outils d'accès lisent à voix haute, dit un "
                "nombre"
            )


def _strange(styles: Iterable[str]) -> Iterator[str]:
    """The lines of the styles that are not in the program's own sheets."""
    own = {
        line
        for path in sorted(STYLES.glob("*.css"))
        for line in path.read_text("utf-8").splitlines()
    }
    for line in "\n".join(styles).splitlines():
        if line not in own and not _COLOURS.fullmatch(line):
            yield line
