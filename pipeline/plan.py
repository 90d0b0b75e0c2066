"""What a report contains, read from data: `chapitres/*.toml` and `funders/*.toml`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from pipeline.charts.model import Kind
from pipeline.errors import SettingsError, did_you_mean, plain_path
from pipeline.toml_file import parse_toml, read_text_file

T = TypeVar("T")

TEMPLATES = Path(__file__).parent.parent / "report_templates"
BARS = ("structure", "modalite")  # what `par` may say


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
    constat: str = ""  # indicator told in the title: not the first drawn, or a total, not a part
    premier: str = "En tête"  # of bars by category: what the title calls the longest one

    def heads(self) -> tuple[str, ...]:
        """The indicators drawn, without their categories, once each."""
        return tuple(dict.fromkeys(line.partition(".")[0] for line in self.indicateurs))

    @property
    def is_by_category(self) -> bool:
        """Whether its lines are categories, whose total is not drawn."""
        return all("." in line for line in self.indicateurs)


@dataclass(frozen=True, slots=True)
class TablesPlan:
    """The tables of a chapter: five years, by category, and the year by structure or category.

    A line of `annees` is an indicator, or one category of it: `theme/nom.modalite`. What would
    make them too long to be read is told in the annex alone, under the chapter's theme.
    """

    annees: tuple[str, ...] = ()
    modalites: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    croises: tuple[str, ...] = ()  # of the same categories, side by side for the year
    croises_titre: str = "Le détail"
    croises_note: str = ""  # under that table
    annexe: tuple[str, ...] = ()


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
        """Every indicator that the chapter prints or sends to the annex, once, in order."""
        drawn = (i for chart in self.graphiques for i in (*chart.heads(), chart.constat) if i)
        lines = (line.partition(".")[0] for line in self.tableaux.annees)
        listed = self.tableaux
        tables = (*lines, *listed.modalites, *listed.structures, *listed.croises)
        return tuple(dict.fromkeys((self.titre, *self.accroche, *drawn, *tables, *listed.annexe)))


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

    def without(self, gone: Collection[str]) -> Plan:
        """The plan less some indicators, and less the charts that draw one of them.

        The criteria of a funder still name them: what is not told of them is missing.
        """
        kept = tuple(filter(None, (_chapter_without(c, gone) for c in self.chapters)))
        keys = tuple(name for name in self.funder.chiffres_cles if name not in gone)
        return Plan(replace(self.funder, chiffres_cles=keys), kept)

    def chapter_of(self, indicator: str) -> str:
        """Id of the first chapter that prints the indicator, "" when none does."""
        return next((c.id for c in self.chapters if indicator in c.indicators()), "")


def _chapter_without(chapter: ChapterPlan, gone: Collection[str]) -> ChapterPlan | None:
    """What is left of a chapter; its title is then its next figure. None when it has none."""
    told = [name for name in (chapter.titre, *chapter.accroche) if name not in gone]
    if not told:
        return None
    listed: dict[str, Any] = {
        field.name: tuple(x for x in lines if x.partition(".")[0] not in gone)
        for field in fields(chapter.tableaux)
        if isinstance(lines := getattr(chapter.tableaux, field.name), tuple)
    }
    return replace(
        chapter,
        titre=told[0],
        accroche=tuple(told[1:]),
        graphiques=tuple(c for c in chapter.graphiques if not _draws(c, gone)),
        tableaux=replace(chapter.tableaux, **listed),
    )


def _draws(chart: ChartPlan, names: Collection[str]) -> bool:
    return any(name in names for name in (*chart.heads(), chart.constat))


def load_plan(funder: str, known: Iterable[str], root: Path = TEMPLATES) -> Plan:
    """Read a funder's profile and its chapters; `known` are the ids of the catalogue.

    Raises SettingsError, naming the file and the key, for whatever it does not know.
    """
    catalogue = frozenset(known)
    path = root / "funders" / f"{funder}.toml"
    raw = _read(path)
    criteria = tuple(_build(Criterion, c, path) for c in _tables(raw, "criteres", path))
    profile = _build(FunderPlan, raw | {"id": funder, "criteres": criteria}, path)
    asked = [*profile.chiffres_cles, *(i for c in profile.criteres for i in c.indicateurs)]
    _refuse_unknown(path, "l'indicateur", asked, catalogue)
    files = {file.stem: file for file in (root / "chapitres").glob("*.toml")}
    _refuse_unknown(path, "le chapitre", profile.chapitres, files)
    chapters = tuple(_chapter(files[name], catalogue) for name in profile.chapitres)
    return Plan(profile, chapters)


def _chapter(path: Path, catalogue: Collection[str]) -> ChapterPlan:
    raw = _read(path)
    tables = raw.pop("tableaux", {})
    if not isinstance(tables, dict):
        raise SettingsError(f"{plain_path(path)} : « tableaux » s'écrit [tableaux].")
    charts = tuple(_chart(chart, path) for chart in _tables(raw, "graphiques", path))
    parts = {"id": path.stem, "graphiques": charts, "tableaux": _build(TablesPlan, tables, path)}
    chapter = _build(ChapterPlan, raw | parts, path)
    _refuse_unknown(path, "l'indicateur", chapter.indicators(), catalogue)
    return chapter


def _chart(raw: dict[str, Any], path: Path) -> ChartPlan:
    for key, allowed in (("sorte", [*Kind]), ("par", BARS)):
        if key in raw and raw[key] not in allowed:
            raise SettingsError(
                f"{plain_path(path)} : « {key} = {raw[key]} » n'est pas permis "
                f"({', '.join(allowed)}).{did_you_mean(str(raw[key]), allowed)}"
            )
    return _build(ChartPlan, raw | ({"sorte": Kind(raw["sorte"])} if "sorte" in raw else {}), path)


def _refuse_unknown(path: Path, what: str, asked: Iterable[str], known: Collection[str]) -> None:
    for name in asked:
        if name not in known:
            hint = did_you_mean(name, known)
            raise SettingsError(f"{plain_path(path)} : {what} « {name} » n'existe pas.{hint}")


def _read(path: Path) -> dict[str, Any]:
    return parse_toml(path, read_text_file(path))


def _tables(raw: dict[str, Any], key: str, path: Path) -> list[dict[str, Any]]:
    """The tables written under [[key]], taken out of `raw`."""
    tables = raw.pop(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SettingsError(f"{plain_path(path)} : « {key} » s'écrit [[{key}]], pour chacun.")
    return tables


def _build(kind: type[T], raw: Mapping[str, Any], path: Path) -> T:
    """An instance from a TOML table: lists become tuples; what does not fit is refused."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    for key in raw:
        if key not in known:
            hint = did_you_mean(key, known)
            raise SettingsError(f"{plain_path(path)} : clé inconnue « {key} ».{hint}")
    for key, field in known.items():
        if key not in raw and field.default is MISSING:
            raise SettingsError(f"{plain_path(path)} : clé « {key} » absente.")
        if key in raw and not _fits(raw[key], field.type):
            wanted = "un texte" if field.type == "str" else "une liste de textes"
            raise SettingsError(f"{plain_path(path)} : la clé « {key} » attend {wanted}.")
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()})


def _fits(value: object, annotation: object) -> bool:
    if annotation == "tuple[str, ...]":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return annotation != "str" or isinstance(value, str)
