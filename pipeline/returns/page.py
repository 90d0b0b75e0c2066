"""The pages handed to the structures: one self-contained HTML file each."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.french import number, plural, typo
from pipeline.plan import TEMPLATES
from pipeline.received import Severity
from pipeline.returns.model import Slip

SIGNS = {Severity.BLOCKING: "■", Severity.SET_ASIDE: "■", Severity.CHECK: "◇"}
MOST_SHOWN = 300  # causes of one file on the page
MOST_LINES = 40  # of one cause; the workbook marks them all
MOST_VALUES = 4
SHORT = 4  # causes of one file that stay on one sheet of paper
WORDS = {
    Severity.BLOCKING: "à corriger",
    Severity.SET_ASIDE: "à corriger",
    Severity.CHECK: "à vérifier",
}


@cache  # compiling a page costs more than filling it
def environment() -> Environment:
    """Everything is escaped, nothing is undefined: cells and names are not ours."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters.update(typo=typo, nombre=number)
    jinja.globals.update(accord=plural)
    return jinja


def slip_page(slip: Slip, workbook: str) -> str:
    """The page of a slip; `workbook` is the name of the file that goes with it."""
    template = environment().get_template("retours/retour.html.j2")
    totals = {
        name: sum(getattr(receipt.balance, name) for receipt in slip.receipts)
        for name in ("lines", "counted", "repaired", "ignored", "set_aside")
    }
    return template.render(
        slip=slip,
        workbook=workbook,
        totals=totals,
        signs=SIGNS,
        words=WORDS,
        most=MOST_SHOWN,
        lines=MOST_LINES,
        values=MOST_VALUES,
        short=SHORT,
    )
