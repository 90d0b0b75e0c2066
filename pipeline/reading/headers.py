"""The header of a file: where it is, which contract it follows, what each column is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.contracts import Contract, Field
from pipeline.reading.framing import DELIMITERS, Record, read_records
from pipeline.reading.own_marks import is_remedy_title
from pipeline.reading.personal_columns import refuse_personal
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold, printable

SEARCHED_LINES = 40
MOST_COLUMNS = 200
CLOSE_ENOUGH = 0.86
FROM_FOLDER = ("structure_id", "annee")  # what the folders can tell when no column does

Index = Mapping[str, Sequence[tuple[str, str]]]  # folded name → (contract, field)


@dataclass(frozen=True, slots=True)
class Layout:
    """How one file is laid out. `columns` goes by position, "" for a column of no contract."""

    contract: Contract
    delimiter: str
    header: Record
    cells: tuple[str, ...]
    columns: tuple[str, ...]
    approximate: tuple[tuple[str, str], ...]  # (as typed, column it is read as)
    header_rows: tuple[tuple[str, ...], ...] = ()  # each line of the header as delivered

    @property
    def extras(self) -> tuple[str, ...]:
        """Titles that no column of the contract answers to, safe to print."""
        pairs = zip(self.cells, self.columns, strict=True)
        unread = (cell for cell, name in pairs if not name and not is_remedy_title(cell))
        return tuple(printable(cell.strip()) or "(sans titre)" for cell in unread)

    @property
    def missing(self) -> tuple[Field, ...]:
        """The required columns that the file does not have."""
        return tuple(f for f in self.contract.fields if f.required and f.name not in self.columns)


def index_names(contracts: Mapping[str, Contract]) -> Index:
    """Every name, title and synonym of every contract, folded; a name wins over a synonym."""
    index: dict[str, list[tuple[str, str]]] = {}
    for contract in contracts.values():
        seen: dict[str, str] = {}
        for names in (_names, _titles, _synonyms):
            for field in contract.fields:
                for name in names(field):
                    seen.setdefault(fold(name), field.name)
        for folded, column in seen.items():
            index.setdefault(folded, []).append((contract.name, column))
    return index


def recognise(
    lines: Sequence[str], contracts: Mapping[str, Contract], index: Index, hint: str
) -> Layout:
    """Find the header and the contract it follows best; `hint` (the file's name) breaks ties.

    A contract that is alone is imposed: one column of it may be enough.
    Raises Refused when no contract fits, a column is there twice or tells who a person is.
    """
    is_imposed = len(contracts) == 1
    delimiter, header, cells = _find_header(lines, index, may_be_lone=is_imposed)
    folded = [fold(cell) for cell in cells]
    contract = _best_contract(folded, contracts, index, fold(hint))
    columns = _exact_columns(folded, contract.name, index)
    refuse_personal(cells, folded, columns)
    if not any(columns):
        raise _no_header()
    if len(cells) > MOST_COLUMNS:
        raise Refused(
            "trop_de_colonnes",
            f"plus de {MOST_COLUMNS} colonnes",
            "ne gardez que les colonnes du modèle",
        )
    approximate = _fill_approximate(cells, folded, columns, contract)
    _refuse_twins(columns, contract)
    layout = Layout(
        contract, delimiter, header, tuple(cells), tuple(columns), approximate, (tuple(cells),)
    )
    if not is_imposed:
        _refuse_stranger(layout)
    return layout


def missing_columns(fields: Sequence[Field], contract: Contract) -> Refused:
    """The refusal of a file in which required columns are absent."""
    names = ", ".join(f"« {field.name} » ({field.title})" for field in fields)
    if len(fields) > 1:
        reason = f"colonnes obligatoires absentes pour {contract.name} : {names}"
    else:
        reason = f"colonne obligatoire absente pour {contract.name} : {names}"
    advice = "ajoutez-les" if len(fields) > 1 else "ajoutez-la"
    if {field.name for field in fields} & set(FROM_FOLDER):
        advice += ", ou rangez le fichier dans un dossier <structure>/<année>"
    return Refused("colonne_absente", reason, f"{advice} ; le modèle vierge les a toutes")


def _names(field: Field) -> tuple[str, ...]:
    return (field.name,)


def _titles(field: Field) -> tuple[str, ...]:
    return (field.title,)


def _synonyms(field: Field) -> tuple[str, ...]:
    return field.synonyms


def _find_header(
    lines: Sequence[str], index: Index, *, may_be_lone: bool
) -> tuple[str, Record, list[str]]:
    """The line, among the first, in which most cells are names of one contract."""
    best: tuple[int, int] = (0, 0)
    found: tuple[str, Record, list[str]] | None = None
    lone = DELIMITERS[0] if may_be_lone else ""
    for position in range(min(SEARCHED_LINES, len(lines))):
        for delimiter in DELIMITERS:
            if delimiter not in lines[position] and delimiter != lone:
                continue
            record = next(read_records(lines, delimiter, position, None))
            cells = _trimmed(record.cells or [])
            score = _score(cells, index)
            if (score, len(cells)) > best and (score > best[0] or not best[0]):
                best, found = (score, len(cells)), (delimiter, record, cells)
            if score > 1 and score == len(cells):
                return delimiter, record, cells
    if found is None:
        raise _no_header()
    return found


def _no_header() -> Refused:
    return Refused(
        "en_tete_absent",
        "aucune ligne d'en-tête reconnue",
        "mettez les noms de colonnes du modèle sur la première ligne",
    )


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _score(cells: list[str], index: Index) -> int:
    counts: Counter[str] = Counter()
    for folded in {fold(cell) for cell in cells}:
        counts.update({contract for contract, _ in index.get(folded, ())})
    return max(counts.values(), default=0)


def _best_contract(
    folded: list[str], contracts: Mapping[str, Contract], index: Index, hint: str
) -> Contract:
    matched: dict[str, set[str]] = {name: set() for name in contracts}
    for name in folded:
        for contract, column in index.get(name, ()):
            matched[contract].add(column)

    def rank(contract: Contract) -> tuple[int, int, int, int]:
        needed = {field.name for field in contract.fields if field.required} - set(FROM_FOLDER)
        found = matched[contract.name]
        exact = sum(1 for field in contract.fields if fold(field.name) in folded)
        lacking = len(needed - found)
        return len(found) - lacking, int(fold(contract.name) in hint), exact, -lacking

    return max(contracts.values(), key=rank)


def _exact_columns(folded: list[str], contract: str, index: Index) -> list[str]:
    return [next((f for c, f in index.get(name, ()) if c == contract), "") for name in folded]


def _fill_approximate(
    cells: list[str], folded: list[str], columns: list[str], contract: Contract
) -> tuple[tuple[str, str], ...]:
    """Read a misspelt title as the one column of the contract that it resembles."""
    read = []
    for position, name in enumerate(folded):
        if columns[position] or not name:
            continue
        free = [field for field in contract.fields if field.name not in columns]
        close = [field.name for field in free if _resembles(name, field)]
        if len(close) == 1:
            columns[position] = close[0]
            read.append((printable(cells[position].strip()), close[0]))
    return tuple(read)


def _resembles(name: str, field: Field) -> bool:
    known = (fold(other) for other in (field.name, field.title, *field.synonyms))
    return any(SequenceMatcher(None, name, other).ratio() >= CLOSE_ENOUGH for other in known)


def _refuse_twins(columns: list[str], contract: Contract) -> None:
    for name, count in Counter(filter(None, columns)).items():
        if count > 1:
            raise Refused(
                "colonne_en_double",
                f"la colonne « {name} » ({contract.field(name).title}) est présente plusieurs fois",
                "n'en gardez qu'une",
            )


def _refuse_stranger(layout: Layout) -> None:
    """A file that lacks half of what its nearest contract requires is of no contract."""
    required = [f for f in layout.contract.fields if f.required and f.name not in FROM_FOLDER]
    lacking = [field for field in layout.missing if field.name not in FROM_FOLDER]
    if 2 * len(lacking) > len(required) or len(required) == len(lacking):
        names = ", ".join(f"« {field.name} »" for field in lacking)
        raise Refused(
            "contrat_inconnu",
            f"aucun contrat reconnu ; le plus proche est {layout.contract.name}, il manque {names}",
            f"renommez les colonnes d'après le modèle {layout.contract.name}.csv",
        )
