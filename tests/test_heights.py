"""What a chapter is counted to stand for is what the style sheet says."""

from __future__ import annotations

import re

import pytest

from pipeline.compose import filling, heights
from pipeline.plan import TEMPLATES

SHEET = (TEMPLATES / "styles" / "rapport.css").read_text(encoding="utf-8")


def rule(selector: str) -> str:
    """What the sheet says of that selector, all its rules together."""
    found = re.findall(rf"(?m)^{re.escape(selector)} \{{([^}}]*)\}}", SHEET)
    assert found, selector
    return ";".join(found)


def said(selector: str, name: str) -> str:
    """The value of one property."""
    values = re.findall(rf"(?:^|[;\s]){name}:\s*([^;]+)", rule(selector))
    assert len(values) == 1, (selector, name)
    return str(values[0]).strip()


@pytest.mark.parametrize(
    ("selector", "kind"),
    [
        (".chapeau", heights.LEAD),
        (".chapitre h2, .annexe h2", heights.TITLE),
        ("h3", heights.HEADING),
        (".mesure, figcaption, .petite-note", heights.SMALL),
        (".notes", heights.SMALL),
        (".commentaires", heights.SMALL),
        (".attendus", heights.SMALL),
        ("figcaption, .petite-note", heights.TINY),
        ("table", heights.CELL),
        ("caption", heights.HEADING),
        (".colonnes caption", heights.IN_COLUMN),
        ("thead th", heights.HEAD),
    ],
)
def test_letters_have_the_size_and_the_line_of_the_sheet(
    selector: str, kind: tuple[float, float]
) -> None:
    size, line = (said(selector, name) for name in ("font-size", "line-height"))
    assert (float(size.removesuffix("pt")), float(line.removesuffix("pt"))) == kind


@pytest.mark.parametrize(
    ("selector", "name", "value"),
    [
        (".graphique", "width", "112mm"),
        (".notes", "margin-left", f"{heights.PAGE - heights.NOTES:g}mm"),
        (".voix .paroles", "margin-left", f"{heights.PAGE - heights.WORDS:g}mm"),
        (".colonnes > div", "width", f"{heights.COLUMN:g}mm"),
        (".chiffre tbody th", "width", f"{heights.LABEL:g}mm"),
        (".large thead th:first-child", "width", f"{heights.FIRST_OF_LARGE:g}mm"),
        (".chapitre .colonnes table:not(.ans) tbody th", "width", f"{heights.FIRST_OF_TWO:g}mm"),
        (".bloc", "margin-bottom", f"{heights.MARGIN:g}mm"),
        (".court", "margin-top", f"{filling.BETWEEN:g}mm"),
    ],
)
def test_widths_and_margins_are_those_of_the_sheet(selector: str, name: str, value: str) -> None:
    assert said(selector, name) == value
    assert said("@page", "margin") == "20mm 18mm 18mm"  # of 297 by 210: 259 by 174
    assert (heights.FOOT, heights.PAGE) == (297 - 20 - 18, 210 - 2 * 18)
