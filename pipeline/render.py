"""render: one `Report` → HTML → PDF and its twins. The only writer of published files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.charts.style import THEMES
from pipeline.compose import Report
from pipeline.exports import faults_csv
from pipeline.french import typo
from pipeline.model import Quality
from pipeline.narrative import Verdict
from pipeline.plan import TEMPLATES
from pipeline.printing.pdf import AttachedFile, print_pdf
from pipeline.printing.publish import publish

SIGNS = {Verdict.REACHED: "● ", Verdict.NEAR: "◉ ", Verdict.MISSED: "○ ", Verdict.NONE: ""}


def render(
    report: Report,
    drawings: Mapping[str, bytes],
    attachments: tuple[AttachedFile, ...],
    quality: Quality,
    path: Path,
    *,
    plain: bool = False,
) -> Path:
    """Write the PDF at `path` and its twins beside it, all or none; return the PDF's path.

    The PDF bears the last day of its year as its date: nothing in it reads the clock.
    """
    pdf = print_pdf(
        page_html(report),
        assets=_assets(report, drawings),
        attachments=attachments,
        fixed_date=datetime(report.year, 12, 31, tzinfo=UTC),
        base=TEMPLATES,
        plain=plain,
    )
    published = {path.name: pdf}
    published |= {file.name: file.content for file in attachments}
    publish(path.parent, published, {"anomalies.csv": faults_csv(quality.faults)})
    return path


def _assets(report: Report, drawings: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every drawing under the URL by which the templates call it."""
    sparks = {f"spark-{card.code}": card.spark.encode() for card in report.summary.cards}
    return {f"chart:{name}": svg for name, svg in {**drawings, **sparks}.items()}


def page_html(report: Report) -> str:
    """The HTML of the whole report, as WeasyPrint receives it."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters["typo"] = typo
    template = jinja.get_template("report.html.j2")
    return template.render(report=report, colours=THEMES, signs=SIGNS)
