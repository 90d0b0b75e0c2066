"""From protected figures to paper: composed and drawn, then printed; run by the press.

The same page is read on paper and on a screen: `proof.twin` makes the other one.

The libraries are imported inside: the process that reads the data never loads them.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pipeline.comparison import Verdict
from pipeline.compose.material import Source
from pipeline.compose.page import Report
from pipeline.french import typo
from pipeline.lookups import Member
from pipeline.model import Pole
from pipeline.plan import TEMPLATES, Plan
from pipeline.printing.pdf import AttachedFile, print_pdf
from pipeline.proof import marks
from pipeline.proof.citations import cited_places, with_citations
from pipeline.proof.places import Printed, printed_numbers
from pipeline.proof.twin import make_twin
from pipeline.received import Quality
from pipeline.toml_file import parse_toml, read_text_file

ACRONYMS = TEMPLATES / "sigles.toml"
SIGNS = {Verdict.REACHED: "● ", Verdict.NEAR: "◉ ", Verdict.MISSED: "○ ", Verdict.NONE: ""}


@dataclass(frozen=True, slots=True)
class Pages:
    """A composed report, its HTML with its numbers marked, its drawings as SVG by chart id."""

    report: Report
    drawings: Mapping[str, bytes]
    marked: str
    origins: tuple[marks.Origins, ...]
    numbers: tuple[Printed, ...]  # all those of the page and of the drawings


def make_pages(
    pole: Pole,
    folder: Path,
    plan: Plan,
    source: Source,
    quality: Quality,
    members: tuple[Member, ...],
) -> Pages:
    """Write and draw the report for one funder; `folder` is the pole's, for its texts."""
    from pipeline.charts.drawing import draw
    from pipeline.compose.whole import compose
    from pipeline.proof.drawn import drawn_numbers

    with marks.marking() as origins:
        report = compose(pole, folder, plan, source, quality, members)
        marked = page_html(report)
    drawings = {chart.id: draw(chart).encode() for chart in report.charts()}
    drawn = drawn_numbers(report.charts(), drawings)
    numbers = (*printed_numbers(marked, origins), *drawn)
    marked = with_citations(marked, cited_places(numbers, _codes(report)))
    return Pages(report, drawings, marked, tuple(origins), numbers)


def _codes(report: Report) -> dict[str, str]:
    return {entry.head.id: entry.head.code for entry in report.entries}


def _codes_in(text: str, known: Mapping[str, str]) -> list[str]:
    """The codes of the figures that a text says, in its order."""
    cells = (origin for origins in marks.origins_in(text) for origin in origins)
    names = (cell.partition("|")[0] for cell in cells)
    return list(dict.fromkeys(known[name] for name in names if name in known))


def print_pages(
    pages: Pages, attachments: tuple[AttachedFile, ...], *, plain: bool = False
) -> bytes:
    """The PDF, dated the last day of its year: nothing in it reads the clock.

    `plain` gives the engine the charts as SVG, as it takes any image.
    """
    from pipeline.charts.drawing import record

    inked = () if plain else pages.report.charts()
    return print_pdf(
        marks.plain(pages.marked),
        assets=_assets(pages),
        drawings={f"chart:{chart.id}": record(chart) for chart in inked},
        attachments=attachments,
        fixed_date=datetime(pages.report.year, 12, 31, tzinfo=UTC),
        base=TEMPLATES,
        plain=plain,
    )


def screen_pages(pages: Pages) -> bytes:
    """The HTML twin: one file, each number with its origin."""
    return make_twin(pages.marked, pages.origins, _assets(pages))


def _assets(pages: Pages) -> dict[str, bytes]:
    """Every drawing under the URL by which the templates call it."""
    sparks = {f"spark-{card.code}": card.spark.encode() for card in pages.report.summary.cards}
    return {f"chart:{name}": svg for name, svg in {**pages.drawings, **sparks}.items()}


def page_html(report: Report) -> str:
    """The HTML of the whole report; its numbers are marked as those of `report` are."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from pipeline.charts.colours import THEMES

    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters["typo"] = typo
    jinja.filters["codes"] = partial(_codes_in, known=_codes(report))
    jinja.filters["origine"] = lambda value, origin: marks.of(str(value), origin)
    template = jinja.get_template("report.html.j2")
    acronyms = parse_toml(ACRONYMS, read_text_file(ACRONYMS))
    return template.render(report=report, colours=THEMES, signs=SIGNS, acronyms=acronyms)
