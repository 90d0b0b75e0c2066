"""All that an edition says beside its figures: each text, number and drawing of each file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.published.drawings import check_drawings, check_words
from pipeline.published.enclosed import check_enclosed, check_perimeters, check_record
from pipeline.published.files import (
    cell_name,
    drawn_texts,
    published_by_place,
    texts_by_place,
    values_by_place,
)
from pipeline.published.markup import check_markup
from pipeline.published.outside import check_outside
from pipeline.published.shapes import check_shapes

if TYPE_CHECKING:
    from pipeline.model import Aggregates
    from pipeline.printing.pdf import AttachedFile
    from pipeline.published.page import Page
    from pipeline.published.written import Written


def check_beside(
    page: Page,
    files: Sequence[AttachedFile],
    aggregates: Aggregates,
    threshold: int,
    written: Written,
) -> None:
    """Refuse a number that is no figure and that nobody wrote, wherever a file tells it."""
    record = next(file.content for file in files if file.name.startswith("preuves"))
    check_markup(page, {head.code for head in aggregates.indicators.values()})
    check_drawings(page, drawn_texts(record))
    check_words(page, texts_by_place(record), written)
    check_shapes(page, values_by_place(record), published_by_place(record))
    check_outside(page, written)
    names = page.ids | set(map(cell_name, aggregates.cells))
    for file in files:
        check_enclosed(file, written, names)
        if file.name == "indicateurs.csv":
            check_perimeters(file.content, aggregates)
    check_record(record, page, aggregates, threshold)
