"""The independent audit of the final files: refused, or described and proven in private files."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.editions.ledger import Publication
from pipeline.errors import ConfidentialityError
from pipeline.model import Aggregates
from pipeline.printing.pdf import AttachedFile
from pipeline.published.describe import Book, Rules, describe, document
from pipeline.published.drawings import check_alternatives, check_asides, check_drawings
from pipeline.published.earlier import as_read, merged, restated, revised
from pipeline.published.files import drawn_texts, figures_of_csv, figures_of_record
from pipeline.published.links import known_links
from pipeline.published.page import Page, read_page
from pipeline.published.paper import check_paper
from pipeline.published.seen import cell_of, readings
from pipeline.published.truth import true_amounts, true_counts
from pipeline.secrecy.audit import Finding, Report, audit
from pipeline.secrecy.facts import expand, label
from pipeline.secrecy.witness import proves

DESCRIPTION, WITNESSES = "publication.json", "temoins.json"
MOST_NAMED = 10
WAY_OUT = (
    "Relevez [confidentialite] seuil dans pole.toml, ou regroupez les modalités de ces tableaux, "
    "puis relancez. make secrecy montre, pour vous seul, les tableaux et leurs masques. Le rapport "
    "précédent est intact."
)


@dataclass(frozen=True, slots=True)
class Case:
    """What the files are judged with: the true counts never leave this process."""

    aggregates: Aggregates
    members: Mapping[str, str]  # structure → name
    publications: Sequence[Publication]
    threshold: int
    agreed: Collection[str] | None  # structures whose amounts may be shown; None: all
    is_strict: bool  # a member structure must not find out more than the public


@dataclass(frozen=True, slots=True)
class Judgement:
    """The page as read, the private files that prove it safe, what members could deduce."""

    page: Page
    private: Mapping[str, bytes]


def judge(case: Case, html: bytes, files: Sequence[AttachedFile]) -> Judgement:
    """Judge all that is published save the paper itself: see `judge_paper`.

    Raises ConfidentialityError when a reader could work out a small count.
    """
    page = read_page(html)
    content = {file.name: file.content for file in files}
    record = next(data for name, data in content.items() if name.startswith("preuves"))
    check_drawings(page, drawn_texts(record))
    check_asides(page)
    books = _books(case, page, content["indicateurs.csv"], record)
    description = document(books)
    report = _audited(case, description)
    told = _already_out(case) if report.findings else set()
    if fresh := [one for one in report.findings if (one.reader, one.cells) not in told]:
        raise _refusal(case, fresh)
    _prove(description, report)
    private = {DESCRIPTION: _json(description), WITNESSES: _json(_witnesses(report))}
    return Judgement(page, private)


def judge_paper(judgement: Judgement, pdf: bytes, files: Sequence[AttachedFile]) -> None:
    """Refuse a PDF that shows more than the files already judged."""
    check_paper(pdf, judgement.page, files)


def _books(case: Case, page: Page, table: bytes, record: bytes) -> list[Book]:
    heads = case.aggregates.indicators
    rules = Rules(case.threshold, heads, case.members)
    truth = true_counts(case.aggregates)
    texts = [*page.seen, *figures_of_csv(table, heads, case.members), *figures_of_record(record)]
    shown = readings(texts)
    check_alternatives(page, {one.value for one in shown.values() if one.value is not None})
    others = [one for one in texts if len(one.origins) > 1 or not cell_of(one.origins[0])]
    tied, apart = known_links(truth, heads), []
    for rank, publication in enumerate(case.publications, start=1):
        before = as_read(publication, rank, heads)
        changed = revised(before, truth, heads)
        shown = merged(shown, before, changed)
        apart.append(restated(before, changed, rank, tied, rules, truth))
    amounts = true_amounts(case.aggregates, case.threshold, case.agreed)
    return [describe(shown, others, truth, rules, amounts), *apart]


def _audited(case: Case, description: Mapping[str, Any]) -> Report:
    try:
        return audit(description, insiders=case.is_strict)
    except ValueError as error:
        raise ConfidentialityError(
            "Rien n'est publié : les chiffres de cette édition et des éditions déjà publiées se "
            f"contredisent ({str(error).partition(':')[0]}), et le contrôle du secret ne peut "
            "aboutir.\nC'est un défaut du programme : signalez-le. Le rapport précédent est intact."
        ) from error


def _prove(description: Mapping[str, Any], report: Report) -> None:
    """Check the tables of each hidden count in exact arithmetic: they agree with all that is said.

    Those of members, who know more than is said, were checked as they were made.
    """
    facts = expand(description)
    place = {label(cell.name): rank for rank, cell in enumerate(facts.cells)}
    for one in report.intervals if not report.findings else ():
        pair = [{place[name]: value for name, value in table.items()} for table in one.tables]
        is_judged = one.reader == "public"
        if is_judged and proves(facts, {}, pair, place[one.cell]) < description["width"]:
            raise ConfidentialityError(
                f"Rien n'est publié : la preuve de {one.cell} ne tient pas. C'est un défaut du "
                "programme : signalez-le. Le rapport précédent est intact."
            )


def _already_out(case: Case) -> set[tuple[str, tuple[str, ...]]]:
    """What the editions already published tell by themselves: nothing can take it back."""
    heads = case.aggregates.indicators
    rules, truth = Rules(case.threshold, heads, case.members), true_counts(case.aggregates)
    found: set[tuple[str, tuple[str, ...]]] = set()
    for rank, publication in enumerate(case.publications, start=1):
        before = as_read(publication, rank, heads)
        same = merged({}, before, revised(before, truth, heads))
        report = _audited(case, document([describe(same, (), truth, rules)]))
        found |= {(one.reader, one.cells) for one in report.findings}
    return found


def _witnesses(report: Report) -> dict[str, Any]:
    """For each hidden count two whole tables that agree with all that is published.

    Tables are written once: a count names its two by their ranks.
    """
    ranks: dict[tuple[tuple[str, int], ...], int] = {}
    cases = [
        {
            "lecteur": one.reader,
            "case": one.cell,
            "tables": [ranks.setdefault(tuple(table.items()), len(ranks)) for table in one.tables],
        }
        for one in report.intervals
    ]
    return {"cases": cases, "tables": [dict(table) for table in ranks]}


def _refusal(case: Case, findings: Sequence[Finding]) -> ConfidentialityError:
    lines = [*dict.fromkeys(f"- {text}" for text in _told(case, findings))]
    more = [f"- et {len(lines) - MOST_NAMED} autres"] if len(lines) > MOST_NAMED else []
    told = ["Rien n'est publié : des effectifs masqués pourraient être retrouvés."]
    return ConfidentialityError("\n".join([*told, *lines[:MOST_NAMED], *more, WAY_OUT]))


def _told(case: Case, findings: Sequence[Finding]) -> Iterator[str]:
    """Each table concerned with its year and place; never a value."""
    for finding in findings:
        reader = "" if finding.reader == "public" else f", par {finding.reader}"
        for cell in finding.cells:
            yield f"{_title(case, cell)} ({finding.kind}{reader})"


def _title(case: Case, label: str) -> str:
    """`INS-12 Part des femmes, 2025, Les Berges` from the name of a cell in the audit."""
    measure, *rest = label.split(" annee=")
    where = f"annee={rest[0]}" if rest else ""
    heads = [
        f"{head.code} « {head.title} »"
        for head in case.aggregates.indicators.values()
        if head.sensitivity
        and {head.id.split("/")[1], head.numerator, head.denominator} & set(measure.split(" − "))
    ]
    place = ", ".join(
        case.members.get(value, value)
        for value in (part.partition("=")[2] for part in where.split(" "))
        if value
    )
    return f"{heads[0] if heads else measure}, {place}"


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
