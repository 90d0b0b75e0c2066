"""The whole flow: from a pole's raw files to its printed report, in six steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from pipeline.aggregate import aggregate
from pipeline.answers import CHANGES_FILE, COMMENTS_FILE, Answers, read_answers
from pipeline.checking.words import small_groups
from pipeline.closing import closing_lines
from pipeline.compose.comparisons import unanswered
from pipeline.compose.material import Source, Targets
from pipeline.contracts import Contract, load_contracts, load_references
from pipeline.counting.queries import load_queries
from pipeline.editions.changes import Restatement, compare
from pipeline.editions.ledger import read_ledger
from pipeline.editions.refusal import refuse_unexplained
from pipeline.errors import plain_path
from pipeline.exports import attachments
from pipeline.ingest import ingest
from pipeline.lookups import factors_of_use, list_members, official_targets
from pipeline.model import Figures
from pipeline.pages import make_pages
from pipeline.plan import Plan, load_plan
from pipeline.printing.press import open_press
from pipeline.progress import Progress
from pipeline.proof.crate import open_crate
from pipeline.proof.record import Evidence, make_record
from pipeline.proof.seals import sealed
from pipeline.protect import protect
from pipeline.protecting.merging import merged
from pipeline.published.counted import counted
from pipeline.published.fingerprints import never_told
from pipeline.published.judge import Case
from pipeline.published.written import of_edition
from pipeline.received import Quality
from pipeline.render import render
from pipeline.returns.slips import write_slips
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
    with open_press(plain=settings.plain) as press, duckdb.connect(":memory:") as db:
        references = load_references(db)
        read = press.start(load_queries, QUERIES, contracts, references)
        with progress.step("ingest"):
            intake = ingest(
                settings.pole_dir, contracts, db,
                replace_corrected=settings.replace_corrected, limits=settings.limits,
            )  # fmt: skip
        queries = read().withdrawing(settings.withdrawn)
        plan = load_plan(settings.funder, queries.indicators)
        plan = plan.without({name for name, head in queries.indicators.items() if head.kept})
        check_indicators(settings, queries.indicators)
        answers = read_answers(settings.pole_dir, queries.indicators)
        published = read_ledger(settings.pole_dir)
        with progress.step("validate"):
            quality = validate(intake, db, contracts, settings.pole)
            year = choose_edition(quality, settings.edition, contracts)
        with progress.step("aggregate"):
            aggregates = aggregate(db, queries, contracts, quality, year)
        with progress.step("protect"):
            aggregates = merged(aggregates, settings.threshold, published)
            insiders = settings.insiders(quality.structures)
            figures = protect(aggregates, settings.threshold, insiders, settings.agreed, published)
        restated = compare(figures, published, answers.explanations)
        causes = plain_path(settings.pole_dir / CHANGES_FILE)
        refuse_unexplained(restated, published, figures, quality, causes)
        source = _source(settings, db, contracts, quality, figures, answers, restated)
        told = sealed(quality, source.of_persons, settings.agreed)
        with progress.step("chart"):
            who = settings.pole, settings.pole_dir, plan, source, told, list_members(db, year)
            made = press.start(make_pages, *who)
            tables = attachments(figures, told)
            pages = made()
        with progress.step("render"):
            pole_dir, funder = settings.pole_dir, settings.funder
            evidence = Evidence(figures, told, queries, contracts, pole_dir, funder, pages.numbers)
            record = make_record(evidence, tables)
            crate = partial(open_crate, pages.report, record.content, funder)
            slips = partial(
                write_slips, quality, pole_dir, contracts, settings.pole, year, settings.limits
            )
            case = Case(
                aggregates, quality.structures, published, settings.threshold,
                settings.agreed, settings.is_strict,
                partial(of_edition, pole_dir, settings.pole, quality, aggregates),
                never_told(quality, contracts, settings.agreed),
                partial(counted, quality, contracts, aggregates),
            )  # fmt: skip
            path = settings.output_root / settings.slug / str(year) / _pdf_name(year, plan)
            judged = render(press, pages, (*tables, record), quality, slips, case, crate, path)
    asked, place = unanswered(plan, source), plain_path(settings.pole_dir / COMMENTS_FILE)
    typed = tuple(small_groups(settings.pole_dir, settings.threshold))
    cut = tuple(f"textes/{name}.md" for name in pages.report.cut)
    progress.summary(
        closing_lines(path, year, quality, judged.open_tables, asked, place, typed, cut)
    )
    return Edition(year, path, figures, quality)


def _source(
    settings: Settings,
    db: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    quality: Quality,
    figures: Figures,
    answers: Answers,
    restated: Restatement,
) -> Source:
    """All that the pages are composed from."""
    return Source(
        figures,
        Targets(settings.targets, official_targets(db)),
        settings.events,
        quality.structures,
        {name: contract.title for name, contract in contracts.items()},
        settings.attention,
        answers,
        restated,
        factors_of_use(db),
        frozenset(name for name, contract in contracts.items() if contract.is_personal),
    )


def _pdf_name(year: int, plan: Plan) -> str:
    """`rapport-2025.pdf`, or `rapport-2025-fabrique-de-territoire.pdf` for a funder's own."""
    suffix = "" if plan.funder.id == "general" else f"-{plan.funder.id}"
    return f"rapport-{year}{suffix}.pdf"
