"""What a report contains, read from data: `chapitres/*.toml` and `funders/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pipeline.charts import Kind
from pipeline.errors import SettingsError

T = TypeVar("T")

TEMPLATES = Path(__file__).parent.parent / "report_templates"


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """One chart of a chapter. `par` is what the bars are: structures or categories.

    A line of a trend is an indicator, or one category of it: `theme/nom.modalite`.
    """

    sorte: Kind
    sous_titre: str
    indicateurs: tuple[str, ...]
    etiquettes: tuple[str, ...] = ()
    par: str = "structure"
    constat: str = ""  # indicator whose headline is the title, when not the first one drawn
    titre: str = ""  # a title of its own, for what no single figure sums up

    def heads(self) -> tuple[str, ...]:
        """The indicators drawn, without their categories, once each."""
        return tuple(dict.fromkeys(line.partition(".")[0] for line in self.indicateurs))


@dataclass(frozen=True, slots=True)
class TablesPlan:
    """The tables of a chapter: five years, by category, and the year by structure.

    A line of `annees` is an indicator, or one category of it: `theme/nom.modalite`.
    """

    annees: tuple[str, ...] = ()
    modalites: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterPlan:
    """One chapter; its id is the file's name and the theme of its colour."""

    id: str
    surtitre: str
    question: str
    titre: str  # indicator whose headline is the chapter's title
    accroche: tuple[str, ...]  # indicators told in the lead after it
    graphiques: tuple[ChartPlan, ...]
    tableaux: TablesPlan

    def indicators(self) -> tuple[str, ...]:
        """Every indicator that the chapter prints, once, in reading order."""
        drawn = (i for chart in self.graphiques for i in (*chart.heads(), chart.constat) if i)
        lines = (line.partition(".")[0] for line in self.tableaux.annees)
        tables = (*lines, *self.tableaux.modalites, *self.tableaux.structures)
        return tuple(dict.fromkeys((self.titre, *self.accroche, *drawn, *tables)))


@dataclass(frozen=True, slots=True)
class Criterion:
    """A funder's own question, with the figures and texts that answer it."""

    intitule: str
    question: str
    indicateurs: tuple[str, ...]
    textes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FunderPlan:
    """A funder's profile: which chapters in which order, its key figures, its criteria."""

    id: str
    titre: str
    mention: str
    chapitres: tuple[str, ...]
    chiffres_cles: tuple[str, ...]
    criteres: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole report for one funder."""

    funder: FunderPlan
    chapters: tuple[ChapterPlan, ...]

    def indicators(self) -> tuple[str, ...]:
        """Every indicator that is printed somewhere, once, in reading order."""
        ids = [*self.funder.chiffres_cles]
        for chapter in self.chapters:
            ids += chapter.indicators()
        for criterion in self.funder.criteres:
            ids += criterion.indicateurs
        return tuple(dict.fromkeys(ids))

    def chapter_of(self, indicator: str) -> str:
        """Id of the first chapter that prints the indicator, "" when none does."""
        return next((c.id for c in self.chapters if indicator in c.indicators()), "")


def load_plan(funder: str, known: Iterable[str], root: Path = TEMPLATES) -> Plan:
    """Read a funder's profile and its chapters; `known` are the ids of the catalogue.

    Raises SettingsError, naming the file and the key, for an unknown key or indicator.
    """
    path = root / "funders" / f"{funder}.toml"
    profile = _read(path)
    criteria = tuple(_build(Criterion, c, path) for c in profile.pop("criteres", []))
    plan_of_funder = _build(FunderPlan, profile | {"id": funder, "criteres": criteria}, path)
    chapters = tuple(_chapter(root / "chapitres" / f"{c}.toml") for c in plan_of_funder.chapitres)
    plan = Plan(plan_of_funder, chapters)
    catalogue = set(known)
    for identifier in plan.indicators():
        if identifier not in catalogue:
            near = get_close_matches(identifier, sorted(catalogue), 1)
            hint = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
            raise SettingsError(f"{path.name} : l'indicateur « {identifier} » n'existe pas.{hint}")
    return plan


def _chapter(path: Path) -> ChapterPlan:
    raw = _read(path)
    charts = tuple(
        _build(ChartPlan, chart | {"sorte": Kind(chart["sorte"])}, path)
        for chart in raw.pop("graphiques", [])
    )
    tables = _build(TablesPlan, raw.pop("tableaux", {}), path)
    return _build(
        ChapterPlan, raw | {"id": path.stem, "graphiques": charts, "tableaux": tables}, path
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"Le fichier {path.parent.name}/{path.name} n'existe pas.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path.parent.name}/{path.name} est illisible : {error}.") from None


def _build(kind: type[T], raw: Mapping[str, Any], path: Path) -> T:
    """An instance from a TOML table: lists become tuples; unknown or missing keys are refused."""
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(set(raw) - names):
        raise SettingsError(f"{path.name} : clé inconnue « {unknown[0]} ».")
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise SettingsError(f"{path.name} : clé manquante ({error}).") from None
