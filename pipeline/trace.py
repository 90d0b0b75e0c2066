"""trace: one code of the report followed from its printed values back to the raw rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

import duckdb

from pipeline.aggregate import run
from pipeline.contracts import Contract, load_contracts, load_references, quote
from pipeline.counting.queries import Queries, load_queries
from pipeline.errors import SettingsError, did_you_mean, plain_path
from pipeline.exports import rows_csv
from pipeline.french import (
    NARROW,
    NBSP,
    STATE_TEXT,
    decimals_of,
    figure_text,
    number,
    plural,
)
from pipeline.model import Figure, Figures, Indicator, State
from pipeline.printing.publish import publish
from pipeline.progress import Progress
from pipeline.proof.fingerprints import ROOT
from pipeline.protect import protect
from pipeline.received import Fault, LineBalance, Quality, Severity
from pipeline.recount import recount
from pipeline.settings import Settings

QUERIES = ROOT / "queries"
FOLDER = "traces"
MOST_PLACES = 20  # of one cause; the others are in anomalies.csv
ROW = ("contrat", "fichier", "ligne", "ligne_fin", "cle")
FATES = ("lues", "gardées", "réparées", "ignorées", "de côté")  # lines of a file
WIDTH = 100  # signs of a line
MASK = STATE_TEXT[State.HIDDEN]


@dataclass(frozen=True, slots=True)
class Case:
    """One indicator in one edition, with the database in which it was computed."""

    head: Indicator
    year: int
    figures: Figures
    quality: Quality
    queries: Queries
    contracts: Mapping[str, Contract]
    db: duckdb.DuckDBPyConnection

    def masked(self, count: int, *, of_persons: bool) -> str:
        """A count of rows; a small one of persons bears the mask."""
        return MASK if of_persons and 0 < count < self.figures.threshold else number(count)

    def is_about_persons(self, columns: Collection[str]) -> bool:
        """Whether a table holds a column that says something about one person."""
        fields = (field for contract in self.contracts.values() for field in contract.fields)
        return any(field.is_personal and field.name in columns for field in fields)


def trace(settings: Settings, code: str, progress: Progress) -> Path:
    """Tell all about a code on the terminal; the path of the private list of rows behind it."""
    contracts = load_contracts()
    with duckdb.connect(":memory:") as db:
        queries = load_queries(QUERIES, contracts, load_references(db))
        head = find_code(code, queries)
        again = recount(settings, contracts, queries, db)
        insiders = settings.insiders(again.quality.structures)
        figures = protect(
            again.aggregates, settings.threshold, insiders, settings.agreed, again.published
        )
        case = Case(head, again.year, figures, again.quality, queries, contracts, db)
        for line in told(case):
            progress.say(line)
        rows = list(rows_behind(case))
    folder = settings.output_root / settings.slug / str(again.year)
    name = f"{FOLDER}/{head.code}.csv"
    publish(folder, {}, {name: rows_csv(ROW, rows)})
    closing = (
        f"Fichier privé, à ne montrer qu'au contrôleur : {plain_path(folder / name)} "
        f"({number(len(rows))} {plural(len(rows), 'ligne')} des fichiers reçus)."
    )
    progress.summary([closing])
    return folder / name


def find_code(code: str, queries: Queries) -> Indicator:
    """The indicator of that code, or of that id; SettingsError when there is none."""
    known = {head.code: head for head in queries.indicators.values()}
    known |= queries.indicators
    for name in (code, code.upper(), code.lower()):
        if name in known:
            return known[name]
    raise SettingsError(
        f"CODE={code} : ce code n'existe pas.{did_you_mean(code, known)}\n"
        "Les codes sont imprimés à côté de chaque chiffre et ont chacun leur fiche en annexe."
    )


def told(case: Case) -> Iterator[str]:
    """The lines of the terminal, from what is printed to what was read."""
    yield from _entry(case)
    yield from _steps(case)
    yield from rows_by_contract(case)
    yield from _exclusions(case)


def _entry(case: Case) -> Iterator[str]:
    head, figures = case.head, case.figures
    yield f"{head.code} · {head.title} ({head.id})"
    yield head.question
    yield from _wrapped(f"Définition : {head.definition}")
    if head.numerator:
        times = " × 100" if head.is_share else ""
        yield f"Formule : {head.numerator} ÷ {head.denominator}{times}, calculée une seule fois"
    yield from _wrapped(f"Source : {head.source}")
    if head.limits:
        yield from _wrapped(f"Limites : {head.limits}")
    received, expected = figures.perimeters.get((head.id, case.year), (0, 0))
    noun = plural(received, "structure")
    yield f"Périmètre {case.year} : {received} {noun} sur {expected}"
    yield ""
    yield "Valeurs publiées, pour le pôle entier :"
    for figure in figures.series(head.id):
        yield f"  {figure.key.year}  {figure_text(figure, head)}{_division(figure)}"


def _division(figure: Figure) -> str:
    """The two terms of a ratio, when they may be published."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    terms = (number(n, min(decimals_of(n), 2)) for n in (figure.numerator, figure.denominator))
    return f"  ({' ÷ '.join(terms)})"


def _wrapped(text: str, indent: str = "") -> list[str]:
    """The lines of a sentence on a terminal; it breaks at plain spaces only."""
    words = text.replace(NBSP, "\ue000").replace(NARROW, "\ue001")
    lines = wrap(words, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
    return [line.replace("\ue000", NBSP).replace("\ue001", NARROW) for line in lines]


def _steps(case: Case) -> Iterator[str]:
    """Each query of the chain: its rows, then its text as it was run."""
    steps = case.queries.needed_for(case.head.id.rpartition("/")[2])
    run(case.db, steps[-1])  # the others, read by it, are tables already
    yield ""
    yield f"Étapes du calcul, dans l'ordre, et leurs lignes (celles de {case.year} si datées) :"
    for step in steps:
        yield f"  queries/{step.path} ← {', '.join(step.reads)} : {_count(case, step.name)}"
    for step in steps:
        yield ""
        yield f"-- queries/{step.path}"
        yield step.sql.rstrip()


def _count(case: Case, table: str) -> str:
    """Rows of a step's table, with those of each category when it has one."""
    columns = {row[0] for row in case.db.execute(f"describe {quote(table)}").fetchall()}
    where = f" where annee = {case.year}" if "annee" in columns else ""
    sql = f"select count(*) from {quote(table)}{where}"  # noqa: S608
    ((rows,),) = case.db.execute(sql).fetchall()
    of_persons = case.is_about_persons(columns)
    text = f"{case.masked(rows, of_persons=of_persons)} {plural(rows, 'ligne')}"
    if "categorie" not in columns:
        return text
    sql = f"select categorie, count(*) from {quote(table)}{where} group by all order by all"  # noqa: S608
    counts = dict(case.db.execute(sql).fetchall())
    return f"{text} ({', '.join(_categories(case, counts, of_persons=of_persons))})"


def _categories(case: Case, counts: Mapping[str, int], *, of_persons: bool) -> Iterator[str]:
    """Counts by category; a single hidden one takes the next smallest with it."""
    hidden = [name for name, n in counts.items() if case.masked(n, of_persons=of_persons) == MASK]
    shown = sorted((n, str(name)) for name, n in counts.items() if name not in hidden)
    if len(hidden) == 1 and shown:
        hidden.append(shown[0][1])
    for name, n in counts.items():
        yield f"{name} {MASK if name in hidden else number(n)}"


def _files(case: Case, contract: str) -> dict[str, LineBalance]:
    """The files of a contract that the year reads: its own, and those without a year."""
    own = [
        file.path
        for file in case.quality.files
        if file.contract == contract and file.year in {None, case.year}
    ]
    balances = {balance.file: balance for balance in case.quality.balances}
    return {path: balances[path] for path in own if path in balances}


def rows_by_contract(case: Case) -> Iterator[str]:
    """The files behind the year's figure and the fate of their lines."""
    yield ""
    if not case.head.raw_tables:
        yield "Aucune ligne de fichier : ce chiffre compte les fichiers attendus et reçus."
        return
    yield f"Fichiers lus pour {case.year} :"
    yield f"{''.join(f'{fate:>9}' for fate in FATES)}  fichier"
    for contract in case.head.raw_tables:
        yield f"  {case.contracts[contract].title} ({contract})"
        for path, b in _files(case, contract).items():
            kept = b.counted + b.repaired
            of_persons = case.contracts[contract].is_personal
            counts = (b.lines, kept, b.repaired, b.ignored, b.set_aside)
            texts = [case.masked(n, of_persons=of_persons and n != b.ignored) for n in counts]
            yield f"{''.join(f'{text:>9}' for text in texts)}  {path}"


def _exclusions(case: Case) -> Iterator[str]:
    """What was left out or is in doubt, by cause, with its places and no value."""
    files = {path for name in case.head.raw_tables for path in _files(case, name)}
    causes: dict[tuple[Severity, str, str], list[Fault]] = {}
    for fault in case.quality.faults:
        if fault.file in files:
            causes.setdefault((fault.severity, fault.code, fault.column), []).append(fault)
    yield ""
    yield "Lignes écartées ou à vérifier, par cause :" if causes else "Aucune ligne écartée."
    for (severity, code, column), faults in causes.items():
        place = f" ({column})" if column else ""
        yield from _wrapped(f"{severity.value}, {code}{place} : {faults[0].reason}", "  ")
        for fault in faults[:MOST_PLACES]:
            yield f"    {fault.file}, {f'ligne {fault.line}' if fault.line else 'fichier entier'}"
        if len(faults) > MOST_PLACES:
            yield f"    … et {len(faults) - MOST_PLACES} autres, dans anomalies.csv"


def rows_behind(case: Case) -> Iterable[tuple[str, str, int, int, str]]:
    """The rows of the year in every contract read: where each stands, and its key."""
    for name in case.head.raw_tables:
        contract = case.contracts[name]
        keys = ", ".join(f"'{key}=' || {quote(key)}::varchar" for key in contract.primary_key)
        sql = (
            f"select _fichier, _ligne, _ligne_fin, concat_ws(' ', {keys}) "  # noqa: S608
            f"from {quote(name)}{_of_the_year(contract, case.year)} order by all"
        )
        for row in case.db.execute(sql).fetchall():
            yield (name, *row)


def _of_the_year(contract: Contract, year: int) -> str:
    if contract.year_column is None:
        return ""
    column = quote(contract.year_column)
    is_year = contract.field(contract.year_column).type == "year"
    return f" where {column if is_year else f'year({column})'} = {year}"
