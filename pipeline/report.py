"""The whole flow: from a pole's raw files to its printed report, in six steps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from pipeline.aggregate import aggregate
from pipeline.charts.workshop import draw_all
from pipeline.closing import closing_lines
from pipeline.compose import Source, Targets, compose
from pipeline.contracts import load_contracts, load_references
from pipeline.counting.queries import load_queries
from pipeline.exports import attachments
from pipeline.ingest import ingest
from pipeline.lookups import list_members, official_targets
from pipeline.model import Figures, Quality
from pipeline.plan import load_plan
from pipeline.printing.pdf import prepare_engine
from pipeline.progress import Progress
from pipeline.protect import protect
from pipeline.render import render
from pipeline.settings import Settings, check_indicators
from pipeline.validate import choose_edition, validate

QUERIES = Path(__file__).resolve().parents[1] / "queries"


@dataclass(frozen=True, slots=True)
class Edition:
    """What one run produced."""

    year: int
    pdf: Path
    figures: Figures
    quality: Quality


def build_report(settings: Settings, progress: Progress) -> Edition:
    """Turn a pole's raw files into a report that loses no row and identifies nobody."""
    contracts = load_contracts()
    with duckdb.connect(":memory:") as db:
        references = load_references(db)
        queries = load_queries(QUERIES, contracts, references)
        plan = load_plan(settings.funder, queries.indicators)
        check_indicators(settings, queries.indicators)
        with progress.step("ingest"):
            intake = ingest(settings.pole_dir, contracts, db)
        with progress.step("validate"):
            quality = validate(intake, db, contracts, settings.pole)
            year = choose_edition(quality, settings.edition, contracts)
        with progress.step("aggregate"):
            aggregates = aggregate(db, queries, contracts, quality, year)
        members = list_members(db, year)
        targets = Targets(settings.targets, official_targets(db))
    with progress.step("protect"):
        figures = protect(aggregates, settings.threshold)
    titles = {name: contract.title for name, contract in contracts.items()}
    source = Source(figures, targets, settings.events, quality.structures, titles)
    report = compose(settings.pole, settings.pole_dir, plan, source, quality, members)
    with progress.step("chart"):
        prepare = partial(prepare_engine, plain=settings.plain)
        drawings = draw_all(report.charts(), prepare, alone=settings.plain)
    with progress.step("render"):
        data = attachments(figures, quality, plan.indicators())
        folder = settings.output_root / settings.slug / str(year)
        name = _pdf_name(year, settings.funder)
        pdf = render(report, drawings, data, quality, folder / name, plain=settings.plain)
    edition = Edition(year, pdf, figures, quality)
    progress.summary(closing_lines(pdf, year, quality))
    return edition


def _pdf_name(year: int, funder: str) -> str:
    """`rapport-2025.pdf`, or `rapport-2025-fabrique-de-territoire.pdf` for a funder's own."""
    return f"rapport-{year}.pdf" if funder == "general" else f"rapport-{year}-{funder}.pdf"
