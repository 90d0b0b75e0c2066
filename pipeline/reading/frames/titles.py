"""The many names of a column: by which field of a contract a title is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from pipeline.contracts import Contract, Field
from pipeline.reading.books.sheets import letter
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold, printable, unaccented

CLOSE_ENOUGH = 0.86
CLEARLY_CLOSER = 0.05  # what parts the likeness of the meant title from that of the next one
_EXACT = "="  # before a name kept as written: no folded text has this sign
CUT_TITLE = range(60, 65)  # characters: databases cut longer titles about there

FEWEST_TITLES = 3  # that make a header of a line, of a part of one, or of a column
APART = "mettez chaque tableau dans son propre fichier, ou sur sa propre feuille"

Index = Mapping[str, Sequence[tuple[str, str]]]  # folded name → (contract, field)

_ASIDE = re.compile(r"\s*[(\[][^)\]]*(?:[)\]]|\Z)")
_MEASURE = re.compile(r"\s+en (?:euros?|€|kg|kilos?|heures?|h|m2|m²|%|jours?|mois)\b.*", re.DOTALL)
_DIGITS = re.compile(r"\d+")
_NO_LETTER = re.compile(r"[\W_]")


def index_names(contracts: Mapping[str, Contract]) -> Index:
    """Every name, title and synonym of every contract, folded; a name wins over a synonym.

    Those of a schema from elsewhere are also kept as written: two of them may fold alike.
    """
    index: dict[str, list[tuple[str, str]]] = {}
    for contract in contracts.values():
        seen: dict[str, str] = {}
        for rank in range(3):
            for field in contract.fields:
                for name in _known(field)[rank]:
                    seen.setdefault(fold(name), field.name)
        for folded, column in seen.items():
            if folded:
                index.setdefault(folded, []).append((contract.name, column))
        for field in (field for field in contract.fields if field.outside):
            index.setdefault(_EXACT + field.name, []).append((contract.name, field.name))
    return index


def _known(field: Field) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """By decreasing authority."""
    return (field.name,), (field.title,), field.synonyms


def meanings(title: str, index: Index) -> Sequence[tuple[str, str]]:
    """The fields, of any contract, that the title names; its asides count only if needed."""
    if found := index.get(_EXACT + title.strip()):
        return found
    for form in dict.fromkeys((title, _ASIDE.sub("", title), _MEASURE.sub("", title))):
        if found := index.get(fold(form)):
            return found
    return ()


def name_columns(
    titles: Sequence[str], contract: Contract, index: Index
) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    """The field of each title, "" when none, and the titles read although misspelt.

    Two titles of the same authority for one field, or one title as close to two fields, are
    refused: a title of less authority is left as one more column.
    """
    claims: dict[str, list[tuple[int, int]]] = {}
    for place, title in enumerate(titles):
        column = next((name for of, name in meanings(title, index) if of == contract.name), "")
        if column:
            rank = _rank(title, contract.field(column))
            claims.setdefault(column, []).append((rank, place))
    columns = [""] * len(titles)
    twins: list[tuple[int, int, str]] = []
    for column, found in claims.items():
        best = min(found)[0]
        first, *others = sorted(place for rank, place in found if rank == best)
        twins += [(first, other, column) for other in others[:1]]
        columns[first] = column
    _refuse_twins(titles, twins, contract)
    claimed = {place for found in claims.values() for _, place in found}
    _refuse_glued(titles, columns, contract, claimed)
    return columns, _name_close(titles, columns, contract, claimed)


def _refuse_twins(
    titles: Sequence[str], twins: Sequence[tuple[int, int, str]], contract: Contract
) -> None:
    """Refuse columns that come twice: several of them, one set after the other, are two tables."""
    if not twins:
        return
    first, second, column = twins[0]
    start = min(other for _, other, _ in twins)
    if len(twins) > 1 and max(place for place, _, _ in twins) < start:
        raise side_by_side(titles, start)
    raise _twins(titles, (first, second), contract.field(column))


def _refuse_glued(
    titles: Sequence[str], columns: Sequence[str], contract: Contract, claimed: set[int]
) -> None:
    """Refuse a title that is those of two absent columns: the cells below are one place off."""
    free = {
        _bare(name): field.name
        for field in contract.fields
        if field.name not in columns
        for name in (field.name, field.title)
        if _bare(name)
    }
    for place, title in enumerate(titles):
        bare = "" if place in claimed else _bare(title)
        for first, column in free.items():
            other = free.get(bare.removeprefix(first)) if bare.startswith(first) else None
            if other and other != column:
                raise Refused(
                    "titres_colles",
                    f"la colonne « {printable(title.strip())} » porte les noms de deux colonnes : "
                    f"« {column} » et « {other} »",
                    "un séparateur manque sans doute entre les deux : remettez-le",
                ).at(letter(place), title)


def _bare(text: str) -> str:
    return _NO_LETTER.sub("", unaccented(text))


def _rank(title: str, field: Field) -> int:
    """0 for the name of the field, 1 for its title, 2 for a synonym, 3 with an aside less."""
    folded = fold(title)
    for rank, names in enumerate(_known(field)):
        if folded in map(fold, names):
            return rank
    return 3


def _name_close(
    titles: Sequence[str], columns: list[str], contract: Contract, claimed: set[int]
) -> tuple[tuple[str, str], ...]:
    """Fill `columns` with the fields of cut or misspelt titles."""
    free = [field for field in contract.fields if field.name not in columns]
    meant: dict[str, list[int]] = {}
    for place, title in enumerate(titles):
        if place not in claimed and (field := _closest(place, title, free)):
            meant.setdefault(field.name, []).append(place)
    for column, places in meant.items():
        if len(places) > 1:
            raise _twins(titles, (places[0], places[1]), contract.field(column))
        columns[places[0]] = column
    return tuple(
        (printable(titles[place].strip()), column)
        for place, column in sorted((places[0], column) for column, places in meant.items())
    )


def _closest(place: int, title: str, fields: Sequence[Field]) -> Field | None:
    name = fold(title)
    if not name:
        return None
    cut = [field for field in fields if _is_cut(title, name, field)]
    scores = sorted(((_likeness(name, field), n) for n, field in enumerate(fields)), reverse=True)
    close = [(score, fields[n]) for score, n in scores if score >= CLOSE_ENOUGH]
    if len(cut) == 1:
        return cut[0]
    if len(close) > 1 and close[0][0] - close[1][0] < CLEARLY_CLOSER:
        first, second = close[0][1], close[1][1]
        raise Refused(
            "colonne_ambigue",
            f"la colonne « {printable(title.strip())} » peut se lire comme « {first.name} » "
            f"({first.title}) ou comme « {second.name} » ({second.title})",
            "reprenez le nom du modèle",
        ).at(letter(place), title)
    return close[0][1] if close else None


def _is_cut(title: str, name: str, field: Field) -> bool:
    if len(title.strip().rstrip("…")) not in CUT_TITLE:
        return False
    return any(fold(known).startswith(name) for names in _known(field) for known in names)


def _likeness(name: str, field: Field) -> float:
    """How alike the title and the closest name of the field are; digits must be the same."""
    known = {fold(other) for names in _known(field) for other in names}
    alike = [other for other in known if _DIGITS.findall(other) == _DIGITS.findall(name)]
    return max((SequenceMatcher(None, name, other).ratio() for other in alike), default=0.0)


def _twins(titles: Sequence[str], places: tuple[int, int], field: Field) -> Refused:
    first, second = (
        f"« {printable(titles[place].strip())} » (colonne {letter(place)})" for place in places
    )
    return Refused(
        "colonne_en_double",
        f"la colonne « {field.name} » ({field.title}) est présente plusieurs fois : "
        f"{first} et {second}",
        "n'en gardez qu'une",
    ).at(letter(places[0]), titles[places[0]], field.name)


def side_by_side(cells: Sequence[str], place: int) -> Refused:
    """The refusal of two tables of which one starts at that place of the header."""
    return Refused(
        "tableaux_cote_a_cote",
        f"deux tableaux sont côte à côte : l'un d'eux commence à la colonne {letter(place)}",
        APART,
    ).at(letter(place), cells[place])
