"""The files beside the page, leaf by leaf: what is no figure in them was written beforehand.

A file of a kind that nobody reads here is not published. Figures are judged elsewhere, as read by
`files`; perimeters, the threshold and counts of lines are compared with what they repeat.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pipeline.errors import LeakError
from pipeline.published.page import Page
from pipeline.published.words import tells
from pipeline.published.written import Written

if TYPE_CHECKING:
    from pipeline.model import Aggregates
    from pipeline.printing.pdf import AttachedFile

FIGURES = {  # judged as figures, or compared below
    "chiffres/texte", "chiffres/valeur", "autres_nombres/texte", "valeur",
    "structures_recues", "structures_attendues", "indicateurs/perimetres", "politique/seuil",
    "contrats/fichiers", "contrats/lignes_lues", "contrats/lignes_gardees",
    "contrats/lignes_ecartees",
}  # fmt: skip

PLACES = "chiffres/imprime"  # under each text of a figure, where it stands

Leaf = tuple[str, str]  # the keys or the column that lead to a text or a number, and what it says


def check_enclosed(file: AttachedFile, written: Written, names: Collection[str]) -> None:
    """Refuse an attached file that tells a number which is no figure and which nobody wrote.

    `names` are the anchors of the page and the cells of figures, which it may name.
    """
    if any(written.strangers(f"{file.name}\n{file.description}")):
        raise _refusal(file.name, "nom et description")
    check_leaves(file.name, file.content, written, names)


def check_leaves(name: str, content: bytes, written: Written, names: Collection[str]) -> None:
    """The same of each text and number of a file."""
    for path, text in dict.fromkeys(_leaves(name, content)):
        if text not in names and any(written.strangers(f"{_called(path)}: {text}")):
            raise _refusal(name, path)


def _called(path: str) -> str:
    """The last key that is a word: those with numbers were judged as texts."""
    return next((key for key in reversed(path.split("/")) if not re.search(r"\d", key)), "")


def check_record(content: bytes, page: Page, aggregates: Aggregates, threshold: int) -> None:
    """Refuse proofs with a threshold, a perimeter or a count of lines that says something else."""
    record, name = json.loads(content), "preuves.json"
    if record.get("politique", {}).get("seuil", threshold) != threshold:
        raise _refusal(name, "politique/seuil")
    for one in record.get("indicateurs", ()):
        for year, told in one["perimetres"].items():
            if tuple(told) != aggregates.perimeters.get((one["indicateur"], int(year))):
                raise _refusal(name, "indicateurs/perimetres")
    for one in record.get("contrats", ()):
        kind = f"contrat/{one['contrat']}/"
        told = (seen.text for seen in page.seen if seen.origins[0].startswith(kind))
        known = {re.sub(r"\D", "", text) for text in told}
        counts = [one[f"lignes_{fate}"] for fate in ("lues", "gardees", "ecartees")]
        others = [one["fichiers"], *counts[:2]]
        if not {str(n) for n in others if n is not None} <= known:
            raise _refusal(name, "contrats")


def check_perimeters(content: bytes, aggregates: Aggregates) -> None:
    """Refuse a row of figures with another number of structures than its indicator has."""
    for row in csv.DictReader(io.StringIO(content.decode())):
        told = row.get("structures_recues"), row.get("structures_attendues")
        known = aggregates.perimeters.get((row["indicateur"], int(row["annee"])), ("", ""))
        if "structures_recues" in row and told != (str(known[0]), str(known[1])):
            raise _refusal("indicateurs.csv", "structures_recues")


def _leaves(name: str, content: bytes) -> Iterator[Leaf]:
    if name.endswith(".json"):
        yield from _of_json(json.loads(content), "")
    elif name.endswith(".csv"):
        yield from _of_csv(name, content)
    else:
        raise _refusal(name, "un format que rien ne relit")


def _of_json(node: Any, path: str) -> Iterator[Leaf]:
    """Every key and every value, at any depth; the places of figures without their texts."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if path == PLACES:
                yield from _of_json(value, "imprime")
                continue
            yield path, key
            if (below := f"{path}/{key}".lstrip("/")) not in FIGURES:
                yield from _of_json(value, below)
    elif isinstance(node, list):
        for value in node:
            yield from _of_json(value, path)
    elif node is not None:
        text = str(node).replace(".", ",") if isinstance(node, float) else str(node)
        yield path, unquote(text)


def _of_csv(name: str, content: bytes) -> Iterator[Leaf]:
    header, *rows = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    yield from (("colonne", column) for column in header)
    for row in rows:
        if len(row) != len(header):
            raise _refusal(name, "une ligne plus courte ou plus longue que les autres")
        yield from (one for one in zip(header, row, strict=True) if one[0] not in FIGURES)


def _refusal(name: str, where: str) -> LeakError:
    """The keys that lead there are named, unless one of them is what tells."""
    where = "…" if tells(where) else where
    return LeakError(
        f"{name} ({where}) dit un nombre que personne n'a écrit et qui n'est pas un chiffre "
        "contrôlé, ou ne peut être relu"
    )
