"""The files attached to the report, as a reader opens them: the CSV of figures, the proofs."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator, Mapping

from pipeline.model import CellKey, Indicator
from pipeline.published.seen import Seen, cell_of

STATE_SIGNS = {"masqué": "s", "non significatif": "n.s.", "non transmis": "n.d.", "sans objet": "–"}


def figures_of_csv(
    content: bytes, indicators: Mapping[str, Indicator], structures: Mapping[str, str]
) -> Iterator[Seen]:
    """Every row of indicateurs.csv; names of structures and labels are turned back to their ids."""
    ids = {name: structure for structure, name in structures.items()}
    for row in csv.DictReader(io.StringIO(content.decode())):
        head = indicators[row["indicateur"]]
        labels = {label: value for value, label in head.categories.items()}
        category = labels.get(row["modalite"]) or ids.get(row["modalite"], row["modalite"])
        structure = ids.get(row["structure"], row["structure"])
        text = row["valeur"].replace(".", ",") or STATE_SIGNS.get(row["etat"], row["etat"])
        name = cell_name(CellKey(head.id, int(row["annee"]), structure, category))
        yield Seen((name,), text, "indicateurs.csv")


def figures_of_record(content: bytes) -> Iterator[Seen]:
    """Every text of the proofs: of each figure, in all places, and of the other numbers."""
    record = json.loads(content)
    for one in record["chiffres"]:
        texts = [one["texte"], *one["imprime"]]
        texts += [one["valeur"].replace(".", ",").replace("-", "−")] if one["valeur"] else []
        yield from (Seen((one["cellule"],), text, "preuves.json") for text in texts)
    for one in record["autres_nombres"]:
        yield Seen(tuple(one["origine"]), one["texte"], "preuves.json")


def drawn_texts(content: bytes) -> dict[str, dict[str, int]]:
    """Place → text → how many figures take it there; the equal ones of a drawing share a text."""
    found: dict[str, dict[str, int]] = {}
    record = json.loads(content)
    for one in record["chiffres"]:
        for text, places in one["imprime"].items():
            _count(found, text, places, 1)
    for one in record["autres_nombres"]:
        if all(cell_of(origin) for origin in one["origine"]):
            _count(found, one["texte"], one["imprime"], len(one["origine"]))
    return found


def texts_by_place(content: bytes) -> dict[str, set[str]]:
    """Place → what its figures, what is computed from them, and their targets say there."""
    found: dict[str, set[str]] = {}
    record = json.loads(content)
    told = [(text, p) for one in record["chiffres"] for text, p in one["imprime"].items()]
    others = (one for one in record["autres_nombres"] if not _is_free(one["origine"][0]))
    told += [(one["texte"], one["imprime"]) for one in others]
    for text, places in told:
        for place in places:
            found.setdefault(place, set()).add(text)
    return found


def values_by_place(content: bytes) -> dict[str, list[float]]:
    """Place → the values of the figures that it tells, or from which it works something out."""
    record = json.loads(content)
    values = {one["cellule"]: float(one["valeur"]) for one in record["chiffres"] if one["valeur"]}
    told = {
        (place, one["cellule"])
        for one in record["chiffres"]
        for places in one["imprime"].values()
        for place in places
    }
    told |= {
        (place, origin)
        for one in record["autres_nombres"]
        for place in one["imprime"]
        for origin in one["origine"]
    }
    found: dict[str, list[float]] = {}
    for place, cell in sorted(told):
        if cell in values:
            found.setdefault(place, []).append(values[cell])
    return found


def published_by_place(content: bytes) -> dict[str, set[float]]:
    """Place → every published value of the indicators that it tells, wherever these are."""
    values: dict[str, set[float]] = {}
    told: dict[str, set[str]] = {}
    for one in json.loads(content)["chiffres"]:
        indicator = one["cellule"].partition("|")[0]
        if one["valeur"]:
            values.setdefault(indicator, set()).add(float(one["valeur"]))
        for place in itertools.chain(*one["imprime"].values()):
            told.setdefault(place, set()).add(indicator)
    return {
        place: set().union(*(values.get(indicator, ()) for indicator in indicators))
        for place, indicators in told.items()
    }


def _is_free(origin: str) -> bool:
    """Whether an origin tells no figure: any other word of a drawing with a number has it."""
    return origin.startswith("graphique/")


def _count(found: dict[str, dict[str, int]], text: str, places: list[str], figures: int) -> None:
    for place in places:
        texts = found.setdefault(place, {})
        texts[text] = texts.get(text, 0) + figures


def cell_name(key: CellKey) -> str:
    """The origin of a figure, as the files write it."""
    return f"{key.indicator}|{key.year}|{key.structure}|{key.category}"
