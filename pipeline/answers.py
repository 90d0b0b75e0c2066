"""What the coordinator answers: a word on a large change, the cause of a restatement.

`commentaires.toml` holds the sentences printed under a figure; `changements.toml` says why a
value published earlier is no longer the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.errors import did_you_mean
from pipeline.model import CellKey
from pipeline.toml_file import parse_toml, read_text_file
from pipeline.toml_sheet import Key, Sheet, refuse_faults, text_value, unknown_sections, year_value

COMMENTS_FILE, CHANGES_FILE = "commentaires.toml", "changements.toml"


class Cause(StrEnum):
    """Why a published value changed."""

    CORRECTED = "source corrigée"
    METHOD = "méthode changée"
    LATE = "données tardives"


@dataclass(frozen=True, slots=True)
class Comment:
    """The coordinator's sentence on one figure of one year."""

    indicator: str
    year: int
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The cause of changes since one publication; None means every structure, every category."""

    publication: int  # rank of the line in the ledger, from 1
    indicators: tuple[str, ...]
    years: tuple[int, ...]
    cause: Cause
    text: str
    structure: str | None = None
    category: str | None = None

    def covers(self, publication: int, key: CellKey) -> bool:
        """Whether it speaks of that figure, as that publication printed it."""
        return (
            publication == self.publication
            and key.indicator in self.indicators
            and key.year in self.years
            and self.structure in {None, key.structure}
            and self.category in {None, key.category}
        )


@dataclass(frozen=True, slots=True)
class Answers:
    """All that the coordinator wrote in the two files."""

    comments: tuple[Comment, ...] = ()
    explanations: tuple[Explanation, ...] = ()

    def comment(self, indicator: str, year: int) -> str:
        """The sentence on that figure, "" when there is none."""
        same = (c.text for c in self.comments if (c.indicator, c.year) == (indicator, year))
        return next(same, "")


def _rank(value: object) -> int:
    if type(value) is int and value >= 1:
        return value
    raise ValueError("le numéro de la publication, donné par le message")


def _cause(value: object) -> Cause:
    if isinstance(value, str) and value in [*Cause]:
        return Cause(value)
    raise ValueError(f"l'un de ces mots : {', '.join(Cause)}")


def _list_of(read: Callable[[object], Any], what: str) -> Callable[[object], tuple[Any, ...]]:
    def reader(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            raise ValueError(f"une liste {what}, entre crochets")
        return tuple(read(item) for item in value)

    return reader


_COMMENT = {
    "indicateur": Key(text_value, '"insertion/taux_sorties_dynamiques"'),
    "annee": Key(year_value, "2025"),
    "phrase": Key(text_value, '"Une phrase."'),
}
_EXPLANATION = {
    "publication": Key(_rank, "1"),
    "indicateurs": Key(_list_of(text_value, "d'indicateurs"), '["environnement/energie_kwh"]'),
    "annees": Key(_list_of(year_value, "d'années"), "[2024]"),
    "cause": Key(_cause, '"données tardives"'),
    "phrase": Key(text_value, '"La dernière facture est arrivée après la publication."'),
    "structure": Key(text_value, '"berges"', default=None),
    "modalite": Key(text_value, '"gaz_pcs"', default=None),
}


def read_answers(folder: Path, known: Collection[str]) -> Answers:
    """Both files, where the pole has them; `known` are the ids of the catalogue."""
    comments = _read(folder / COMMENTS_FILE, "commentaires", _COMMENT, known)
    explanations = _read(folder / CHANGES_FILE, "changements", _EXPLANATION, known)
    return Answers(
        tuple(Comment(*(one[key] for key in _COMMENT)) for one in comments),
        tuple(Explanation(*(one[key] for key in _EXPLANATION)) for one in explanations),
    )


def _read(
    path: Path, section: str, keys: Mapping[str, Key], known: Collection[str]
) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    text = read_text_file(path)
    content = parse_toml(path, text)
    sheet = Sheet(text, unknown_sections(content, (section,)))
    listed = sheet.read_list(content.get(section, []), section, keys)
    for one in listed:
        for name in one.get("indicateurs") or [one.get("indicateur")]:
            if name is not None and name not in known:
                hint = did_you_mean(name, known)
                sheet.faults.append(f"[[{section}]] : l'indicateur « {name} » n'existe pas.{hint}")
    refuse_faults(path, sheet.faults)
    return listed
