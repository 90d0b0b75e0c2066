"""The elements of the page, their attributes and its styles: a closed world, that tells no number.

An element, an attribute, a class or a style that the report does not use is refused, as is an
empty box; the numbers of anchors are ranks, one after the other, and codes. What attributes say in
words is judged by `outside`, what drawings measure by `shapes`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import pairwise

from pipeline.charts.colours import THEMES
from pipeline.errors import LeakError
from pipeline.published.page import Element, Page
from pipeline.published.written import ROOT

STYLES = ROOT / "report_templates" / "styles"
SHEETS = "rapport.css", "ecran.css"

_ANY = r"[\s\S]*"  # words, or a measure
_THEME = "|".join(THEMES)
_STYLE = rf"--teinte: var\(--(?:{_THEME})\)"
_BOX = {"id": _ANY, "class": _ANY}
_TINTED = _BOX | {"style": _STYLE}
_STROKED = {"fill": _ANY, "stroke": _ANY, "stroke-width": r"\.36"}
_STROKED |= {"stroke-linecap": "round", "stroke-linejoin": "round"}
_SHEET = {
    "xmlns": re.escape("http://www.w3.org/2000/svg"),
    "xmlns:xlink": re.escape("http://www.w3.org/1999/xlink"),
    "version": r"1\.1", "role": "img", "class": "ligne", "aria-label": _ANY,
    "viewbox": r"0 0 [\d.]+ [\d.]+", "width": _ANY, "height": _ANY,
    "style": r"width: [\d.]+mm; height: [\d.]+mm",
}  # fmt: skip
WORLD: Mapping[str, Mapping[str, str]] = {  # element → its attributes → what they may be
    "html": {"lang": "fr"}, "head": {}, "title": {}, "style": {"type": "text/css"},
    "meta": {
        "charset": "utf-8", "name": "viewport|author|description|generator",
        "http-equiv": "Content-Security-Policy", "content": _ANY,
    },
    "body": {"data-titre": _ANY, "data-fictif": _ANY},
    "section": _TINTED | {"data-rubrique": _ANY}, "article": _TINTED, "div": _TINTED,
    "nav": _BOX, "h1": {}, "h2": {"data-signet": _ANY}, "h3": _BOX, "h4": {}, "p": _BOX,
    "span": _BOX, "strong": _BOX, "a": _BOX | {"href": _ANY, "title": _ANY}, "abbr": {}, "em": {},
    "data": {"value": _ANY}, "dl": _BOX, "dt": {}, "dd": {}, "ul": {}, "li": {},
    "figure": {}, "figcaption": {}, "caption": {}, "thead": {}, "tbody": {},
    "table": _BOX, "tr": _BOX, "th": {"scope": "col|row"}, "td": {},
    # what the pole's own texts are made of
    "ol": {"start": _ANY}, "blockquote": {}, "pre": {}, "code": {}, "br": {}, "hr": {},
    # drawings
    "svg": _SHEET, "defs": {}, "g": {}, "path": {"d": _ANY, "style": _ANY},
    "polyline": {"points": _ANY, **_STROKED}, "text": {"transform": _ANY, "style": _ANY},
    "circle": {"cx": _ANY, "cy": _ANY, "r": r"0?\.62|0?\.36", "fill": _ANY},
}  # fmt: skip
_RANK = r"[1-9]\d?"
_PLACE = re.compile(
    rf"(?:{_THEME})(?:-(?:parole|perspectives|commentaires|detail-{_RANK}-{_RANK}"
    rf"|large-{_RANK}|annees-{_RANK}(?:-ligne-{_RANK})?))?"
    rf"|graphique-{_RANK}|donnees-{_RANK}|critere-{_RANK}|changements-{_RANK}(?:-ligne-{_RANK})?"
    r"|essentiel|chiffres|criteres|pole|donnees|qualite-donnees|provenance|sigles|sources"
    r"|facteurs|objets|changements|fiches"
)
_SAME_RANKS = (("-annees-", "-large-"), ("donnees-", "graphique-"))  # each counts with the other
_ROW = re.compile(rf"-ligne-({_RANK})$")
_SIZE = re.compile(r"[\d.]+(?=mm)")
MM, ROUNDED = 72 / 25.4, 0.01  # points in a millimetre; sizes in millimetres have two decimals
_EMPTY = {"td", "th", "meta", "br", "hr", "path", "circle", "polyline"}
_DRAWN = "*{stroke-linejoin: round; stroke-linecap: butt}"  # at the head of each drawing


def check_markup(page: Page, codes: Collection[str]) -> None:
    """Refuse what is made of other elements than the report's, or in other numbers.

    `codes` are those of the indicators.
    """
    for what in _strangers(page, codes):
        raise LeakError(f"la page HTML porte {what}, où un nombre se cacherait")


def _strangers(page: Page, codes: Collection[str]) -> Iterator[str]:
    if any(not _is_known(one) for one in page.elements):
        yield "un élément ou un attribut que le rapport n'emploie pas"
    if any(one.tag == "data" and one.is_empty for one in page.elements) or _is_tally(page):
        yield "des éléments vides"
    if not all(_anchors(page, codes)):
        yield "une ancre d'un autre genre que celles du rapport"
    if any(text[0] == "#" and text[1:] not in page.ids for text in _links(page)):
        yield "un lien qui ne mène nulle part"
    if any(len(set(row)) > 1 for row in _tables(page)):
        yield "un tableau aux lignes inégales"
    if page.declared not in {"", "doctype html"}:
        yield "une déclaration"
    if _others_than_sheets("".join(page.styles)).strip():
        yield "une mise en forme qui n'est pas celle du rapport"


def _is_known(one: Element) -> bool:
    world, named = WORLD.get(one.tag), dict(one.attributes)
    return (
        world is not None
        and len(named) == len(one.attributes)
        and all(name in world and re.fullmatch(world[name], text) for name, text in named.items())
        and _are_classes(named.get("class", "").split())
        and _is_to_scale(named)
    )


def _are_classes(names: list[str]) -> bool:
    return len(set(names)) == len(names) and set(names) <= _classes()


def _is_to_scale(named: Mapping[str, str]) -> bool:
    """Whether a drawing is as large in all that says its size; nothing else says one."""
    size = named.get("viewbox", "").split()[2:]
    unit = named.get("width", "")[-2:]
    said = _SIZE.findall(named.get("style", ""))
    wanted = [named[side] for side in ("width", "height") if side in named]
    return (
        wanted == [f"{side}{unit}" for side in size]
        and unit in {"pt", "mm", ""}
        and len(said) <= len(size)
        and all(abs(float(a) - float(b) / MM) < ROUNDED for a, b in zip(said, size, strict=False))
    )


def _is_tally(page: Page) -> bool:
    """Whether an empty box is followed by another such."""
    return any(
        one == other and one.is_empty and one.tag not in _EMPTY
        for one, other in pairwise(page.elements)
    )


def _anchors(page: Page, codes: Collection[str]) -> Iterator[bool]:
    """Of each anchor, whether it is one of the report's, for the first time, in its rank."""
    met, ranks, row = set[str](), set[tuple[str, int]](), 0
    for one in page.elements:
        row = 0 if one.tag == "tbody" else row + (one.tag == "tr")
        name = dict(one.attributes).get("id")
        if name is None:
            continue
        told = list(_ranks(name))
        is_next = all(n == 1 or (start, n - 1) in ranks for start, n in told)
        is_its_row = not (found := _ROW.search(name)) or int(found[1]) == row
        yield name not in met and _is_place(name, codes) and is_next and is_its_row
        met.add(name)
        ranks.update(told)


def _links(page: Page) -> Iterator[str]:
    named = (dict(one.attributes) for one in page.elements)
    yield from (text for attributes in named if (text := attributes.get("href")))


def _is_place(name: str, codes: Collection[str]) -> bool:
    start, _, code = name.partition("-")
    return (start in {"ind", "carte"} and code in codes) or bool(_PLACE.fullmatch(name))


def _ranks(name: str) -> Iterator[tuple[str, int]]:
    """The ranks that an anchor tells save that of its row, each with what is numbered."""
    if name.startswith(("ind-", "carte-")):
        return
    for one, other in _SAME_RANKS:
        name = name.replace(one, other)
    for found in re.finditer(rf"-({_RANK})(?=-|$)", _ROW.sub("", name)):
        yield name[: found.start()], int(found[1])


def _tables(page: Page) -> Iterator[list[int]]:
    """How many cells each row of each table has."""
    rows: list[int] = []
    for one in page.elements:
        if one.tag == "table":
            yield rows
            rows = []
        elif one.tag == "tr":
            rows.append(0)
        elif one.tag in {"td", "th"} and rows:
            rows[-1] += 1
    yield rows


@cache
def _sheets() -> str:
    return "\n".join((STYLES / name).read_text("utf-8") for name in SHEETS)


@cache
def _classes() -> frozenset[str]:
    """Those that the sheets know."""
    return frozenset(re.findall(r"\.([a-z][a-z-]*)", _sheets()))


def _others_than_sheets(told: str) -> str:
    """What the styles of a page say that the program's do not."""
    colours = "".join(f"--{theme}: {colour}; " for theme, colour in THEMES.items())
    for known in (_sheets(), f":root {{ {colours} }}"):
        told = told.replace(known, "", 1)
    return told.replace(_DRAWN, "")
