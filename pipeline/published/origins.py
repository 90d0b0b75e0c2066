"""Numbers of the page that give themselves an origin: only those that are known, and what they say.

What is counted is counted again (`counted`), settings and perimeters are compared; any other origin
has a name that exists and tells one number, the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from pipeline.editions.ledger import Publication
from pipeline.errors import LeakError
from pipeline.model import Aggregates, CellKey
from pipeline.published.seen import Seen, cell_of
from pipeline.published.truth import fewest
from pipeline.published.words import numbers, words

NO_OTHER: Mapping[int, int] = MappingProxyType({})
NOTHING: Mapping[str, frozenset[str]] = MappingProxyType({})
_OF_INDICATORS = {"bruit", "objectif", "repere"}  # `theme/nom|année`, or without a year
_AIMED = "objectif"  # at any year, to come or past
_OF_CODES = {"fichiers", "lignes gardées", "lignes lues"}
_OTHERS = {  # kind → the other names that it knows
    "bilan": r"fichiers (?:lus|non reconnus|non reçus)|structures membres"
    r"|(?:personnes/)?(?:Lignes lues|comptées telles quelles|réparées et comptées)"
    r"|(?:personnes/)?(?:ignorées par règle|mises de côté)|(?:Réparations|Lignes ignorées)/.+"
    r"|objectifs (?:fixés|atteint|proche|non atteint)|(?:chiffres tus|part tue)(?: du pôle)?"
    r"|chiffres (?:du pôle|sur des personnes)|masques/.+"
    r"|(?:valeur|masqué|non significatif|part tue)/(?:[A-Z]{3}-\d\d|fichier joint)",
    "contrat": r"[^/\d]+/(?:fichiers|lignes lues|lignes comptées|mises de côté)",
    "constat": r"[\w-]+", "facteur": r"\S+(?: facteur/\S+)*", "facteurs": "incertitude",
    "graphique": "colonne|objectif|graduation|légende", "ligne": r".+",
    "registre": "éditions|chiffres changés", "regle": "proche|bruit|uniforme",
    "reglage": "accords",
}  # fmt: skip
_COUNTED = {*_OF_CODES, "contrat"}  # each of these is counted again
_SEVERAL = {"facteur", "regle", "graphique", "ligne"}  # kinds that tell more than one number
_NUMBER = re.compile(r"\d[\d\u202f\u00a0]*(?:,\d+)?")


def check_origins(
    texts: Iterable[Seen],
    aggregates: Aggregates,
    threshold: int,
    thresholds: Mapping[int, int] = NO_OTHER,
    counts: Mapping[str, Collection[str]] = NOTHING,
    publications: Iterable[Publication] = (),
) -> None:
    """Refuse a number whose origin nobody knows, or which its origin contradicts.

    `thresholds` are those of the years that came out under another one, `counts` what is counted.
    """
    known = dict(counts) | dict(_settings(threshold, thresholds)) | _unknown(aggregates)
    known |= _earlier(publications)
    met: dict[str, list[str]] = {}
    for one in dict.fromkeys(texts):
        told = _numbers(one.text)
        spelt = words(_NUMBER.sub(" ", one.text))
        is_written = one.origins[0].startswith("repere/")  # by the head of its indicator
        if not is_written and any(spelt[rank].isalpha() for rank in numbers(spelt)):
            raise _refusal(one, "en lettres")
        for origin in one.origins:
            kind, _, name = origin.partition("/")
            if key := cell_of(origin):
                head = aggregates.indicators.get(key.indicator)
                is_alone = len(one.origins) > 1 or told[1:] in (
                    [],
                    _numbers(head.unit if head else ""),
                )
                is_told = head is not None and is_alone
            elif kind == "perimetre":
                is_told = list(map(int, told)) == list(aggregates.perimeters.get(_place(name), ()))
            elif origin in known:
                is_told = set(told) <= set(known[origin])
            else:
                is_told = _is_named(kind, name, aggregates) and not (counts and kind in _COUNTED)
                is_told &= kind in _SEVERAL or met.setdefault(origin, told) == told
            if not is_told:
                raise _refusal(one, kind)


def _numbers(text: str) -> list[str]:
    return [re.sub(r"\D", "", number) for number in _NUMBER.findall(text)]


def _refusal(one: Seen, kind: str) -> LeakError:
    return LeakError(f"{one.where} donne à un nombre une origine ({kind}) qui ne le dit pas")


def _place(name: str) -> tuple[str, int]:
    identifier, _, year = name.partition("|")
    return identifier, int(year) if year.isdigit() else 0


def _is_named(kind: str, name: str, aggregates: Aggregates) -> bool:
    indicator, year = _place(name)
    if kind in _OF_INDICATORS:
        return indicator in aggregates.indicators and (
            kind == _AIMED or year in {0, *aggregates.years}
        )
    if kind in _OF_CODES:
        return name in {head.code for head in aggregates.indicators.values()}
    return bool(re.fullmatch(_OTHERS.get(kind, "(?!)"), name))


def _settings(
    threshold: int, thresholds: Mapping[int, int]
) -> Iterator[tuple[str, Collection[str]]]:
    yield "reglage/seuil", {str(threshold)}
    yield "reglage/effectif significatif", {str(fewest(threshold))}
    for since, own in thresholds.items():
        yield f"reglage/seuil de {since}", {str(own)}
        yield f"reglage/effectif significatif de {since}", {str(fewest(own))}


def _unknown(aggregates: Aggregates) -> dict[str, Collection[str]]:
    """How many answers the pole lacks, or in per cent of all."""
    found: dict[str, Collection[str]] = {}
    for key, cell in aggregates.cells.items():
        if key == CellKey(key.indicator, key.year) and cell.unknown is not None:
            everybody = cell.unknown + (cell.denominator or 0)
            part = Decimal(100) * cell.unknown / everybody if everybody else Decimal(0)
            told = {str(cell.unknown), str(int(part)), str(int(part) + 1)}
            found[f"inconnus/{key.indicator}|{key.year}"] = told
    return found


def _earlier(publications: Iterable[Publication]) -> dict[str, set[str]]:
    """What an edition that is out told of an indicator in a year."""
    found: dict[str, set[str]] = {}
    for publication in publications:
        for key, printed in publication.figures.items():
            told = found.setdefault(f"registre/{key.indicator}|{key.year}", set())
            told.update(_numbers(printed.text))
    return found
