"""An edition counted again without paper, for whoever asks what stands behind its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from pipeline.aggregate import aggregate
from pipeline.contracts import Contract
from pipeline.counting.queries import Queries
from pipeline.editions.ledger import Publication, read_ledger
from pipeline.ingest import ingest
from pipeline.model import Aggregates
from pipeline.protecting.merging import merged
from pipeline.received import Quality
from pipeline.settings import Settings
from pipeline.validate import choose_edition, validate


@dataclass(frozen=True, slots=True)
class Recount:
    """What a report is made from, before protection: private."""

    year: int
    quality: Quality
    aggregates: Aggregates
    published: tuple[Publication, ...]


def recount(
    settings: Settings,
    contracts: Mapping[str, Contract],
    queries: Queries,
    db: duckdb.DuckDBPyConnection,
) -> Recount:
    """The same files, rules and queries as the report, in a database that stays open.

    Raises what the report would.
    """
    intake = ingest(
        settings.pole_dir, contracts, db,
        replace_corrected=settings.replace_corrected, limits=settings.limits,
    )  # fmt: skip
    quality = validate(intake, db, contracts, settings.pole)
    year = choose_edition(quality, settings.edition, contracts)
    published = read_ledger(settings.pole_dir)
    counted = aggregate(db, queries, contracts, quality, year)
    aggregates = merged(counted, settings.threshold, published)
    return Recount(year, quality, aggregates, tuple(published))
