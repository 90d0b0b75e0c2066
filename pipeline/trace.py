"""trace: one code of the report followed from its printed values back to the raw rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from pipeline.aggregate import run
from pipeline.contracts import load_contracts, load_references
from pipeline.counting.queries import Queries, load_queries
from pipeline.errors import SettingsError, did_you_mean, plain_path
from pipeline.exports import rows_csv
from pipeline.french import number, plural
from pipeline.model import Indicator
from pipeline.printing.publish import publish
from pipeline.progress import Progress
from pipeline.proof.fingerprints import ROOT
from pipeline.protect import protect
from pipeline.recount import recount
from pipeline.settings import Settings
from pipeline.tracing.case import Case
from pipeline.tracing.files import exclusions, rows_by_contract
from pipeline.tracing.rows import ROW, rows_behind, tables
from pipeline.tracing.steps import chain, steps, texts
from pipeline.tracing.values import meaning, values

QUERIES = ROOT / "queries"
FOLDER = "traces"
_TYPED = re.compile(r"([a-zA-Z]{3})[ _-]?([0-9]{1,3})")  # INS-07 as people recall it: ins7, INS 07


def trace(settings: Settings, code: str, progress: Progress) -> Path:
    """Tell all about a code on the terminal; the path of the private list of rows behind it."""
    contracts = load_contracts()
    with duckdb.connect(":memory:") as db:
        queries = load_queries(QUERIES, contracts, load_references(db))
        queries = queries.withdrawing(settings.withdrawn)
        head = find_code(code, queries)
        again = recount(settings, contracts, queries, db)
        insiders = settings.insiders(again.quality.structures)
        figures = protect(
            again.aggregates, settings.threshold, insiders, settings.agreed, again.published
        )
        case = Case(head, again.year, figures, again.quality, queries, contracts, db)
        run(db, chain(case)[-1])  # the others, read by it, are tables already
        for line in told(case):
            progress.say(line)
        rows = list(rows_behind(case))
        private = dict(tables(case))
    folder = settings.output_root / settings.slug / str(again.year)
    path = f"{FOLDER}/{head.code}"
    details = {f"{path}/{name}": content for name, content in private.items()}
    publish(folder, {}, {f"{path}.csv": rows_csv(ROW, rows), **details})
    progress.summary(_closing(folder, head.code, len(rows), len(private)))
    return folder / f"{path}.csv"


def find_code(code: str, queries: Queries) -> Indicator:
    """The indicator of that code, or of that id; SettingsError when there is none."""
    known = {head.code: head for head in queries.indicators.values()}
    known |= queries.indicators
    typed = _TYPED.fullmatch(code.strip())
    whole = f"{typed[1].upper()}-{int(typed[2]):02d}" if typed else code
    for name in (code, code.lower(), whole):
        if name in known:
            return known[name]
    raise SettingsError(
        f"CODE={code} : ce code n'existe pas.{did_you_mean(code, known)}\n"
        "Les codes sont imprimés à côté de chaque chiffre et ont chacun leur fiche en annexe."
    )


def told(case: Case) -> Iterator[str]:
    """The lines of the terminal, from what is printed to what was read, then the queries."""
    yield from meaning(case)
    yield from values(case)
    yield from steps(case)
    yield from rows_by_contract(case)
    yield from exclusions(case)
    yield from texts(case)


def _closing(folder: Path, code: str, rows: int, private: int) -> Iterator[str]:
    yield "Fichiers privés, à ne montrer qu'au contrôleur :"
    yield (
        f"  {plain_path(folder / FOLDER / code)}.csv : {number(rows)} {plural(rows, 'ligne')} "
        "des fichiers reçus"
    )
    yield (
        f"  {plain_path(folder / FOLDER / code)}/ : {number(private)} tableaux, ces lignes telles "
        "que lues (0-…) puis celles de chaque étape"
    )
