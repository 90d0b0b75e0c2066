"""The way back: from the entry of a figure to every place of the report where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from pipeline.french import NBSP
from pipeline.proof.places import Printed

LEDGER = "registre/"  # before `theme/nom|année`: its text in an earlier edition
ENTRY = "ind-"  # the anchors of the entries, where a figure is not cited
_SLOT = re.compile(r"<!-- cité (\S+) -->")
_WHERE = re.compile(r"<!-- où (\S+) -->")
_ID = re.compile(r'\sid="([^"]*)"')
_ROW = re.compile(r"-ligne-\d+$")
_WORDS = (  # what stands at an anchor, as its link says it; a chapter's own anchor is its name
    (re.compile(r"essentiel"), "l’essentiel"),
    (re.compile(r"carte-.+"), "chiffre clé"),
    (re.compile(r"pole"), "le pôle"),
    (re.compile(r"graphique-(\d+)"), r"graphique \1"),
    (re.compile(r".+-annees-\d+"), "tableau"),
    (re.compile(r".+-large-\d+"), "détail de l’année"),
    (re.compile(r".+-detail-\d+-\d+"), "détail"),
    (re.compile(r".+-parole"), "parole du pôle"),
    (re.compile(r".+-perspectives"), "perspectives"),
    (re.compile(r".+-commentaires"), "commentaire"),
    (re.compile(r"critere-(\d+)"), r"critère \1"),
    (re.compile(r"donnees-(\d+)"), r"données du graphique \1"),
    (re.compile(r"changements-\d+"), "ce qui a changé"),
    (re.compile(rf"{ENTRY}.+"), "fiche"),
    (re.compile(r"[a-z_]+"), "chapitre"),
)
_EVIDENCE = re.compile(r"^graphique-|-(annees|large|detail)-\d")


def cited_places(
    numbers: Iterable[Printed], codes: Mapping[str, str]
) -> Mapping[str, tuple[str, ...]]:
    """Code → anchors under which a figure of it is printed; `codes` is by id."""
    places: dict[str, dict[str, None]] = {}
    for one in numbers:
        for origin in one.origins:
            code = codes.get(origin.partition("|")[0].removeprefix(LEDGER), "")
            if code and one.place and not one.place.startswith(ENTRY):
                places.setdefault(code, {})[one.place] = None
    return {code: tuple(anchors) for code, anchors in places.items()}


def with_citations(marked: str, places: Mapping[str, tuple[str, ...]]) -> str:
    """The page with, in the slot of each entry, a link to each place; CSS adds its page.

    The slot of a criterion has one: the first chart or table that tells the figure, else its entry.
    """
    order = {anchor: rank for rank, anchor in enumerate(_ID.findall(marked))}

    def found(code: str) -> list[str]:
        return list(_one_each(sorted(places.get(code, ()), key=order.__getitem__)))

    def links(slot: re.Match[str]) -> str:
        told = ", ".join(f'<a href="#{escape(a)}">{words_for(a)}</a>' for a in found(slot[1]))
        return f" Cité{NBSP}: {told}." if told else ""

    def link(slot: re.Match[str]) -> str:
        anchor = next(filter(_EVIDENCE.search, found(slot[1])), f"{ENTRY}{slot[1]}")
        return f'<a class="page" href="#{escape(anchor)}">{words_for(anchor)}</a>'

    return _WHERE.sub(link, _SLOT.sub(links, marked))


def _one_each(anchors: Iterable[str]) -> Iterator[str]:
    """The first row alone of those that a code has in one table."""
    seen = set()
    for anchor in anchors:
        table = _ROW.sub("", anchor)
        if table not in seen:
            seen.add(table)
            yield anchor


def words_for(anchor: str) -> str:
    """What a link to an anchor says: `graphique 3`, `tableau`."""
    name = _ROW.sub("", anchor)
    for pattern, words in _WORDS:
        if found := pattern.fullmatch(name):
            return found.expand(words)
    return "page"
