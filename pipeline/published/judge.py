"""The independent audit of the final files: refused, or described and proven in private files."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.editions.ledger import Publication
from pipeline.errors import LeakError
from pipeline.model import Aggregates, CellKey, Indicator
from pipeline.printing.pdf import AttachedFile
from pipeline.published.beside import check_beside
from pipeline.published.book import Book, Rules, document, is_told, relation
from pipeline.published.brought import check_brought
from pipeline.published.counted import Counts
from pipeline.published.crossings import known_crossings, with_others
from pipeline.published.derived import check_derived
from pipeline.published.describe import describe, told_missing
from pipeline.published.earlier import Slice, as_read, first_thresholds, merged, restated, revised
from pipeline.published.enclosed import check_leaves
from pipeline.published.files import figures_of_csv, figures_of_record
from pipeline.published.fingerprints import check_fingerprints
from pipeline.published.links import Spot, known_links
from pipeline.published.origins import check_origins
from pipeline.published.page import Page, read_page
from pipeline.published.paper import check_paper
from pipeline.published.refusal import refusal, title_of
from pipeline.published.room import PUBLIC, without_room
from pipeline.published.seen import readings
from pipeline.published.truth import (
    amount_spot,
    known_answers,
    known_silence,
    spots,
    true_amounts,
    true_counts,
)
from pipeline.published.written import Written
from pipeline.secrecy.audit import Finding, Report, audit
from pipeline.secrecy.facts import Facts, expand, label
from pipeline.secrecy.witness import proves

NEAR = "cerné de trop près"
Told = tuple[str, tuple[str, ...], bool]  # reader, cells, whether only known too closely
DESCRIPTION, WITNESSES = "publication.json", "temoins.json"


@dataclass(frozen=True, slots=True)
class Case:
    """What the files are judged with: the true counts never leave this process."""

    aggregates: Aggregates
    members: Mapping[str, str]  # structure → name
    publications: Sequence[Publication]
    threshold: int
    agreed: Collection[str] | None  # structures whose amounts may be shown; None: all
    is_strict: bool  # a member structure must not find out more than the public
    written: Callable[[], Written] = Written  # what may be said beside the figures
    fingerprints: Collection[str] = ()  # of files of persons, that nothing may tell
    counts: Callable[[], Counts] = dict  # of files and lines, by the origin that tells them


@dataclass(frozen=True, slots=True)
class Judgement:
    """The page as read, the private files that prove it safe, what members could deduce.

    `open_tables` are the codes of the tables of counts in which a member structure, with its own,
    would find a small one of another; None when that is refused (`strict`).
    """

    page: Page
    written: Written
    private: Mapping[str, bytes]
    open_tables: tuple[str, ...] | None = None
    fingerprints: Collection[str] = ()


def judge(case: Case, html: bytes, files: Sequence[AttachedFile]) -> Judgement:
    """Judge all that is published save the paper itself: see `judge_paper`.

    Raises ConfidentialityError when a reader could work out a small count.
    """
    page = read_page(html)
    content = {file.name: file.content for file in files}
    record = next(data for name, data in content.items() if name.startswith("preuves"))
    written = case.written()
    check_fingerprints({"la page HTML": html, **content}, case.fingerprints)
    check_beside(page, files, case.aggregates, case.threshold, written)
    books, names = _books(case, page, content["indicateurs.csv"], record)
    description = document(books)
    report = _audited(description, among=None if case.is_strict else names)
    facts = expand(description)
    enforced = _enforced(case, facts, report, description["thresholds"])
    told = _already_out(case) if enforced else set()
    if fresh := [one for one in enforced if _as_told(one) not in told]:
        raise refusal(fresh, case.aggregates.indicators, case.members)
    _prove(facts, description["width"], report)
    private = {DESCRIPTION: _json(description), WITNESSES: _json(_witnesses(case, report))}
    by_members = (one for one in report.findings if one.reader != PUBLIC)
    rest = {title_of(case.aggregates.indicators, one.cells[0])[0] for one in by_members}
    open_tables = None if case.is_strict else tuple(sorted(rest))
    return Judgement(page, written, private, open_tables, case.fingerprints)


def judge_paper(judgement: Judgement, pdf: bytes, files: Sequence[AttachedFile]) -> None:
    """Refuse a PDF that shows more than the files already judged."""
    check_paper(pdf, judgement.page, files)


def judge_crate(
    judgement: Judgement, crate: Mapping[str, bytes], published: Mapping[str, bytes]
) -> None:
    """Refuse a crate that tells a number besides the sizes of the published files."""
    check_fingerprints(crate, judgement.fingerprints)
    sizes = {str(len(content)) for content in published.values()}
    for name, content in crate.items():
        check_leaves(name, content, judgement.written, sizes)


def _books(case: Case, page: Page, table: bytes, record: bytes) -> tuple[list[Book], set[str]]:
    """The description of each vintage, and the names of the counts that have a place in it."""
    rules, truth = _rules(case), true_counts(case.aggregates)
    heads = rules.heads
    texts = [*page.seen, *figures_of_csv(table, heads, case.members), *figures_of_record(record)]
    check_origins(
        texts,
        case.aggregates,
        case.threshold,
        rules.thresholds,
        case.counts(),
        case.publications,
    )
    shown = readings(texts)
    amounts = true_amounts(case.aggregates, case.threshold, case.agreed, rules.thresholds)
    check_derived(shown, case.aggregates, amounts)
    check_brought(shown, case.aggregates, case.agreed)
    tied, apart, told_otherwise = known_links(truth, heads), [], set[Slice]()
    for rank, publication in enumerate(case.publications, start=1):
        before = as_read(publication, rank, heads)
        changed = revised(before, truth, heads)
        shown, told_otherwise = merged(shown, before, changed), told_otherwise | changed
        apart.append(restated(before, changed, rank, tied, rules, truth))
    lacking = told_missing(texts, heads)
    book = describe(shown, texts, truth, rules, amounts)
    book = _crossed(book, case.aggregates, told_otherwise, lacking)
    return [book, *apart], {spot.name for key in shown for spot in _counted(key, heads)}


def _rules(case: Case) -> Rules:
    thresholds = first_thresholds(case.publications)
    return Rules(case.threshold, case.aggregates.indicators, case.members, thresholds)


def _crossed(
    book: Book,
    aggregates: Aggregates,
    changed: Collection[Slice],
    lacking: Collection[tuple[str, int]] = (),
) -> Book:
    """The description, with what a reader of the trade adds to it."""
    revised = {(indicator.rpartition("/")[2], year) for indicator, year in changed}
    known = list(known_crossings(book.truth, book.rules.heads, revised))
    known += [
        *known_answers(aggregates, book.truth, lacking),
        *known_silence(aggregates, book.truth),
    ]
    book.truth = with_others(book.truth, book.rules.heads, revised)
    book.relations += [relation(book, one) for one in known if is_told(book, one)]
    return book


def _counted(key: CellKey, heads: Mapping[str, Indicator]) -> tuple[Spot, ...]:
    """The count or the amount of a figure; nothing for a share, which takes long to judge."""
    counted = spots(heads[key.indicator], key)
    return () if len(counted) == 2 else (*counted, amount_spot(key))


def _audited(description: Mapping[str, Any], *, among: Collection[str] | None) -> Report:
    try:
        return audit(description, among=among)
    except ValueError as error:
        raise LeakError(
            "les chiffres de cette édition et des éditions déjà publiées se contredisent "
            f"({str(error).partition(':')[0]}), et le contrôle du secret ne peut aboutir"
        ) from error


def _enforced(case: Case, facts: Facts, report: Report, others: Mapping[str, int]) -> list[Finding]:
    """What must not be published: small counts that come back, or with less room than promised."""
    found = [one for one in report.findings if case.is_strict or one.reader == PUBLIC]
    known = {(one.reader, one.cells) for one in found}
    short = without_room(facts, report.intervals, case.threshold, thresholds=others)
    near = [Finding(PUBLIC, NEAR, (cell,), 0, 0) for cell in short]
    return [*found, *(one for one in near if (one.reader, one.cells) not in known)]


def _as_told(one: Finding) -> Told:
    """To whom, of what, and whether it came back: one that had too little room may not do so."""
    return one.reader, one.cells, one.kind == NEAR


def _prove(facts: Facts, width: int, report: Report) -> None:
    """Check the tables of each hidden count in exact arithmetic: they agree with all that is said.

    Those of members, who know more than is said, were checked as they were made.
    """
    place = {label(cell.name): rank for rank, cell in enumerate(facts.cells)}
    own = [one for one in report.intervals if one.reader == PUBLIC]
    met = {id(table): table for one in own for table in one.tables}
    ranks = {table: rank for rank, table in enumerate(met)}
    tables = [{place[name]: value for name, value in table.items()} for table in met.values()]
    cases = [(place[one.cell], [ranks[id(table)] for table in one.tables]) for one in own]
    for one, apart in zip(own, proves(facts, {}, tables, cases), strict=True):
        # less: no small count, so no leak
        if apart < min(width, one.high - one.low):
            raise LeakError(f"la preuve de {one.cell} ne tient pas")


def _already_out(case: Case) -> set[Told]:
    """What the editions already published tell by themselves: nothing can take it back."""
    rules, truth = _rules(case), true_counts(case.aggregates)
    heads = rules.heads
    found: set[Told] = set()
    for rank, publication in enumerate(case.publications, start=1):
        before = as_read(publication, rank, heads)
        changed = revised(before, truth, heads)
        same = merged({}, before, changed)
        book = _crossed(describe(same, (), truth, rules), case.aggregates, changed)
        among = None if case.is_strict else ()
        description = document([book])
        report = _audited(description, among=among)
        told = _enforced(case, expand(description), report, description["thresholds"])
        found |= set(map(_as_told, told))
    return found


def _witnesses(case: Case, report: Report) -> dict[str, Any]:
    """For each hidden count two whole tables that agree with all that is published.

    Tables are written once: a count names its two by their ranks. Those of members prove
    something when the edition withstands them only.
    """
    ranks: dict[tuple[tuple[str, int], ...], int] = {}
    cases = [
        {
            "lecteur": one.reader,
            "case": one.cell,
            "tables": [ranks.setdefault(tuple(table.items()), len(ranks)) for table in one.tables],
        }
        for one in report.intervals
        if case.is_strict or one.reader == PUBLIC
    ]
    return {"cases": cases, "tables": [dict(table) for table in ranks]}


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
