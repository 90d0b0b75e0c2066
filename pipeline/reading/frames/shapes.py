"""A table of another shape than one row a thing under its titles: seen, told, never guessed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from pipeline.contracts import Contract
from pipeline.reading.books.sheets import letter
from pipeline.reading.cells.dates import month_named, read_month
from pipeline.reading.frames.framing import DELIMITERS
from pipeline.reading.frames.header_lines import SEARCHED_LINES, is_figure, score
from pipeline.reading.frames.titles import FEWEST_TITLES, Index, meanings
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold, printable, unaccented

FEWEST_SPANS = {"mois": 3, "trimestres": 3, "années": 2}  # side by side, one after the other
FEWEST_CHOICES = 2
FIRST_COLUMNS = 2  # where titles one below the other may stand

_PIVOT = re.compile(r"(?:etiquettes? de (?:lignes?|colonnes?)|(?:row|column) labels)\b|somme - ")
_MARK = re.compile(r"  +|[^\w\s.'’()-]")
_QUARTER = re.compile(r"(?:t|trim(?:estre)?) ?([1-4])(?: .*)?|([1-4])(?:er|e|eme)? ?trim.*")
_YEAR = re.compile(r"(?:\D+ )?(20\d\d)", re.ASCII)


def misshapen(
    lines: Sequence[str], contracts: Collection[Contract], index: Index
) -> Refused | None:
    """Why no header fits, or lacks columns, where the shape of the table explains it."""
    first = lines[:SEARCHED_LINES]
    mark = max(DELIMITERS, key=lambda mark: sum(line.count(mark) for line in first))
    rows = [[cell.strip(' "') for cell in line.split(mark)] for line in first]
    if lying := _lying(rows, index):
        return lying
    for number, row in enumerate(rows, 1):
        found = _pivoted(row) or _periods(row, index) or _choices(row, contracts, index)
        if found := found or _otherwise_cut(first[number - 1], index):
            return found.on(number)
    return None


def _pivoted(row: Sequence[str]) -> Refused | None:
    """What spreadsheets write above the rows of a summary."""
    if not any(_PIVOT.match(unaccented(cell)) for cell in row):
        return None
    return Refused(
        "tableau_croise",
        "c'est un tableau croisé dynamique : il résume les lignes, il ne les donne pas",
        "déposez le tableau d'où il est tiré, une ligne par fait",
    )


def _otherwise_cut(line: str, index: Index) -> Refused | None:
    """Titles between which stands a mark that separates no columns here."""
    if any(mark in line for mark in DELIMITERS):
        return None
    for mark in dict.fromkeys(_MARK.findall(line)):
        cells = re.split("  +", line) if mark.isspace() else line.split(mark)
        if score(cells, index) >= FEWEST_TITLES:
            shown = "des espaces" if mark.isspace() else f"« {mark} »"
            return Refused(
                "separateur_inconnu",
                f"les colonnes sont séparées par {shown}, ce qui n'est pas lu",
                "refaites l'export avec le point-virgule comme séparateur",
            )
    return None


def _periods(row: Sequence[str], index: Index) -> Refused | None:
    """Months, quarters or years that stand side by side as titles."""
    for kind, fewest in FEWEST_SPANS.items():
        ranks = [None if meanings(cell, index) else _rank(kind, cell) for cell in row]
        if kind == "années" and any(
            is_figure(cell) for cell, rank in zip(row, ranks, strict=True) if rank is None
        ):
            continue  # a row of data may tell two years
        places = max(_runs(ranks), key=len, default=[])
        if len(places) >= fewest:
            return _in_columns(f"les {kind}", "période", row, places)
    return None


def _rank(kind: str, cell: str) -> int | None:
    text = " ".join(unaccented(cell).split())
    if kind == "mois":
        named = {found for word in re.split(r"[\W\d_]+", text) if (found := month_named(word))}
        if named:
            return named.pop() if len(named) == 1 else None
        try:
            return read_month(text)[0].month
        except Refused:
            return None
    told = (_QUARTER if kind == "trimestres" else _YEAR).fullmatch(text)
    return int(next(filter(None, told.groups()))) if told else None


def _runs(ranks: Sequence[int | None]) -> Iterator[list[int]]:
    """The places, side by side, of ranks that follow one another, upwards or downwards."""
    for step in (1, -1):
        run: list[int] = []
        for (place, rank), (_, after) in pairwise([*enumerate(ranks), (len(ranks), None)]):
            if rank is None:
                run = []
                continue
            run.append(place)
            if after is None or after - rank != step:
                yield run
                run = []


def _choices(row: Sequence[str], contracts: Collection[Contract], index: Index) -> Refused | None:
    """The values of one list that stand as titles, where each row must choose among them."""
    if any(map(is_figure, row)):
        return None
    for contract in contracts:
        told = {name for cell in row for of, name in meanings(cell, index) if of == contract.name}
        for field in (one for one in contract.fields if one.required and one.name not in told):
            known = {fold(one) for one in (*field.enum, *field.labels.values())}
            places = [n for n, cell in enumerate(row) if fold(cell) in known]
            if len({fold(row[n]) for n in places}) >= FEWEST_CHOICES:
                what = f"les valeurs de « {field.name} » ({field.title})"
                return _in_columns(what, "valeur", row, places)
    return None


def _in_columns(what: str, one: str, row: Sequence[str], places: Sequence[int]) -> Refused:
    first, last = places[0], places[-1]
    return Refused(
        "titres_en_colonnes",
        f"{what} sont en colonnes, de « {printable(row[first])} » (colonne {letter(first)}) à "
        f"« {printable(row[last])} » (colonne {letter(last)})",
        f"mettez-les en lignes : une ligne par {one}, la {one} dans une colonne, son nombre dans "
        "une autre, comme dans le modèle",
    )


def _lying(rows: Sequence[Sequence[str]], index: Index) -> Refused | None:
    """Titles one below the other: rows and columns are exchanged."""
    highest = max((score(row, index) for row in rows), default=0)
    for place in range(FIRST_COLUMNS):
        column = [row[place] if place < len(row) else "" for row in rows]
        named = score(column, index)
        if named >= FEWEST_TITLES and named > highest:
            line = next(n for n, cell in enumerate(column, 1) if meanings(cell, index))
            return Refused(
                "tableau_couche",
                "les titres sont les uns sous les autres, dans la colonne "
                f"{letter(place)} : lignes et colonnes sont échangées",
                "copiez le tableau, puis collez-le par « Collage spécial », « Transposer »",
            ).on(line)
    return None
