"""Numbers of the page that are no figures and name another origin: only those that are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.errors import LeakError
from pipeline.model import Aggregates
from pipeline.published.seen import Seen, cell_of
from pipeline.published.truth import NO_OTHER, fewest

KINDS = {  # counts of files, lines and tables, settings, and what is looked up
    "bilan", "bruit", "constat", "contrat", "facteur", "facteurs", "fichiers", "graphique",
    "inconnus", "ligne", "lignes gardées", "lignes lues", "objectif", "perimetre", "registre",
    "regle", "reglage", "repere",
}  # fmt: skip


def check_origins(
    texts: Iterable[Seen],
    aggregates: Aggregates,
    threshold: int,
    thresholds: Mapping[int, int] = NO_OTHER,
) -> None:
    """Refuse a number whose origin nobody knows, or which its origin contradicts.

    `thresholds` are those of the years that came out under another one.
    """
    settings = {"seuil": [threshold], "effectif significatif": [fewest(threshold)]}
    for since, own in thresholds.items():
        settings[f"seuil de {since}"] = [own]
        settings[f"effectif significatif de {since}"] = [fewest(own)]
    for one in texts:
        for origin in one.origins:
            if cell_of(origin):
                continue
            kind, _, name = origin.partition("/")
            told = [int(digits) for digits in re.findall(r"\d+", one.text)]
            identifier, _, year = name.partition("|")
            place = identifier, int(year) if year.isdigit() else 0
            if (
                kind not in KINDS
                or (kind == "reglage" and told != settings.get(name, told))
                or (kind == "perimetre" and told != list(aggregates.perimeters.get(place, ())))
            ):
                raise LeakError(
                    f"{one.where} donne à un nombre une origine ({kind}) qui ne le dit pas"
                )
