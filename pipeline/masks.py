"""secrecy: the tables with their masks and the rule behind each one, for the coordinator alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.contracts import load_contracts, load_references
from pipeline.counting.queries import load_queries
from pipeline.errors import plain_path
from pipeline.exports import rows_csv
from pipeline.french import figure_text, number, plural
from pipeline.model import Aggregate, Aggregates, CellKey, Figures, Indicator
from pipeline.printing.publish import publish
from pipeline.progress import Progress
from pipeline.proof.fingerprints import ROOT
from pipeline.protect import choose_beside, policy_of, print_with
from pipeline.protecting.merging import merges
from pipeline.protecting.reasons import PROTECTS, RATE, reasons_of
from pipeline.published.judge import DESCRIPTION
from pipeline.published.refusal import title_of
from pipeline.published.room import ABOVE, BELOW, without_room
from pipeline.recount import recount
from pipeline.secrecy.audit import Report, audit
from pipeline.secrecy.facts import expand
from pipeline.secrecy.reading import Description
from pipeline.secrecy.rules import DOMINANT, FEW, SMALL, UNIFORM
from pipeline.settings import Settings

FILE = "secret.csv"
COLUMNS = ("code", "indicateur", "annee", "structure", "modalite", "imprime", "regle", "valeur")
SIGNS = {SMALL: "a", PROTECTS: "b", RATE: "c", UNIFORM: "d", FEW: "e", DOMINANT: "f"}


@dataclass(frozen=True, slots=True)
class Masked:
    """An edition with the rule that hides each of its hidden figures."""

    year: int
    aggregates: Aggregates
    figures: Figures
    reasons: Mapping[CellKey, str]
    names: Mapping[str, str]  # of structures


def show_masks(settings: Settings, progress: Progress) -> Path:
    """Tell the masks of an edition on the terminal; the path of the private list of them."""
    masked = _masked(settings)
    folder = settings.output_root / settings.slug / str(masked.year)
    for line in told(masked):
        progress.say(line)
    for line in of_readers(folder / DESCRIPTION, masked.aggregates.indicators):
        progress.say(line)
    publish(folder, {}, {FILE: rows_csv(COLUMNS, rows(masked))})
    progress.summary([f"Fichier privé, pour vous seul : {plain_path(folder / FILE)}."])
    return folder / FILE


def _masked(settings: Settings) -> Masked:
    contracts = load_contracts()
    with duckdb.connect(":memory:") as db:
        queries = load_queries(ROOT / "queries", contracts, load_references(db))
        queries = queries.withdrawing(settings.withdrawn)
        again = recount(settings, contracts, queries, db)
    aggregates, names = again.aggregates, again.quality.structures
    policy = policy_of(settings.threshold, settings.insiders(names))
    told, pattern, _ = choose_beside(aggregates, policy, settings.agreed, again.published)
    every = reasons_of(told, pattern, policy.threshold)
    reasons = {key: why for key, why in every.items() if why}
    figures = print_with(told, pattern, settings.threshold)
    return Masked(again.year, aggregates, figures, reasons, names)


def told(masked: Masked) -> Iterator[str]:
    """Each table that holds a mask: its lines that do, year by year, a letter for the rule."""
    by_indicator: dict[str, list[CellKey]] = {}
    yield from _merged(masked)
    for key in sorted(masked.reasons):
        by_indicator.setdefault(key.indicator, []).append(key)
    for indicator, keys in sorted(by_indicator.items()):
        yield from _table(masked, masked.figures.indicators[indicator], keys)
    yield ""
    yield "Règles :"
    counts = Counter(masked.reasons.values())
    for why, sign in SIGNS.items():
        yield f"  {sign}  {why} : {number(counts[why])}"


def _merged(masked: Masked) -> Iterator[str]:
    told, judged = masked.figures.told, masked.aggregates.told
    for one in merges(masked.figures.indicators, told):
        is_small = told[one.table] == judged.get(one.table)
        why = "le tableau serait masqué" if is_small else "aucun masque ne protégerait le détail"
        yield f"{one.place} · {one.head.title} : donné {one.way}, {why}."


def _table(masked: Masked, head: Indicator, keys: Iterable[CellKey]) -> Iterator[str]:
    lines = dict.fromkeys((key.structure, key.category) for key in keys)
    years = masked.figures.years
    yield ""
    yield f"{head.code} · {head.title}"
    yield f"  {'':<44}{''.join(f'{year:>14}' for year in years)}"
    for structure, category in lines:
        texts = (_text(masked, head, CellKey(head.id, y, structure, category)) for y in years)
        place = _place(masked, head, structure, category)
        yield f"  {place:<44}{''.join(f'{text:>14}' for text in texts)}"


def _text(masked: Masked, head: Indicator, key: CellKey) -> str:
    text = figure_text(masked.figures.get(*_parts(key)), head, unit=head.is_share)
    why = masked.reasons.get(key)
    return f"{text} {SIGNS[why]}" if why else text


def _parts(key: CellKey) -> tuple[str, int, str, str]:
    return key.indicator, key.year, key.structure, key.category


def _place(masked: Masked, head: Indicator, structure: str, category: str) -> str:
    where = masked.names.get(structure, structure) or "Pôle"
    label = head.categories.get(category, masked.names.get(category, category))
    return f"{where}, {label}"[:43] if label else where[:43]


def rows(masked: Masked) -> Iterator[tuple[object, ...]]:
    """Every hidden figure with its rule and its true value."""
    for key, why in sorted(masked.reasons.items()):
        head, cell = masked.figures.indicators[key.indicator], masked.aggregates.cells[key]
        yield (
            head.code, head.id, key.year, masked.names.get(key.structure, key.structure),
            head.categories.get(key.category, key.category),
            figure_text(masked.figures.cells[key], head), why, _value(cell),
        )  # fmt: skip


def _value(cell: Aggregate) -> str:
    if cell.numerator is not None:
        return f"{cell.numerator:f} / {cell.denominator:f}"
    return "" if cell.value is None else f"{cell.value:f}"


def of_readers(path: Path, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    """What readers could work out of the report: the public, then each member structure."""
    yield ""
    if not path.is_file():
        yield "Ce que vos lecteurs déduiraient du rapport : construisez-le d'abord (make report)."
        return
    description = json.loads(path.read_text(encoding="utf-8"))
    report = audit(description)
    yield from _of_public(description, report, indicators)
    yield ""
    yield "Ce qu'une structure retrouverait de petits effectifs avec ses propres chiffres :"
    found: dict[str, list[str]] = {member["name"]: [] for member in description["insiders"]}
    for finding in report.findings:
        if finding.reader in found:
            found[finding.reader].append(finding.cells[0])
    for name, cells in found.items():
        yield f"  {name} : {_counted(cells, indicators)}"


def _of_public(
    description: Description, report: Report, indicators: Mapping[str, Indicator]
) -> Iterator[str]:
    """The small counts with less room than promised: above, only what editions already out told."""
    facts, threshold = expand(description), description["threshold"]
    others = description.get("thresholds", {})
    above, below = (
        without_room(facts, report.intervals, threshold, side, others) for side in (ABOVE, BELOW)
    )
    yield "Place laissée à tout lecteur autour des petits effectifs masqués :"
    yield f"  moins de {threshold - 1} personnes au-dessus : {_counted(above, indicators)}"
    yield f"  aucune au-dessous : {_counted(below, indicators)}"


def _counted(cells: Collection[str], indicators: Mapping[str, Indicator]) -> str:
    codes = sorted({title_of(indicators, cell)[0] for cell in cells})
    where = f" ({', '.join(codes)})" if codes else ""
    return f"{number(len(cells))} {plural(len(cells), 'effectif')}{where}"
