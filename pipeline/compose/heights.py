"""How high what a chapter prints stands, in mm, as styles/rapport.css sets it (a test compares).

Lines are cut at spaces only. The page hyphenates, so that it may need less than is counted here,
never more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from markupsafe import Markup

from pipeline.charts import style
from pipeline.charts.model import Chart
from pipeline.compose.page import ChartBlock, Note, Row, Table
from pipeline.proof import marks

FOOT = 259.0  # of a page between its margins
PAGE, NOTES, WORDS, COLUMN = 174.0, 55.0, 134.0, 83.0  # widths
LABEL, FIRST_OF_LARGE, FIRST_OF_TWO, YEAR = 80.0, 56.0, 34.0, 8.4  # of the cells of tables
MARGIN = 4.5  # under a chart and its notes
BODY, LEAD, SMALL, TINY = (10.0, 14.2), (12.0, 16.8), (9.0, 12.0), (8.0, 11.0)  # size, leading
TITLE, HEADING, CELL, HEAD = (18.0, 22.0), (11.4, 14.5), (9.0, 11.4), (8.4, 10.5)
IN_COLUMN = (10.0, 12.5)  # a caption
BOLD, STRONG = 700, 600
CODES = " XXX-00, XXX-00, XXX-00"
_TAG = re.compile(r"<[^>]+>")
_END = re.compile(r"</(?:p|h\d|li)>")

Type = tuple[float, float]


def lines(text: str, width: float, kind: Type, weight: int = 400) -> float:
    """The height of a text without its margins."""
    size, leading = kind
    return len(style.wrap(marks.plain(text), width, size, weight)) * leading * style.MM_PER_PT


def opening(title: str, lead: str) -> float:
    """From the top of a chapter to its first chart."""
    fixed = 1.2 + 3 + lines("Surtitre", PAGE, BODY) + 1 + 2.5 + 4
    return fixed + lines(title, PAGE, TITLE, BOLD) + lines(lead + CODES, PAGE, LEAD)


def block_heading(block: ChartBlock) -> float:
    """The title of a chart and its measure."""
    chart = block.chart
    return 1.8 + lines(chart.title, PAGE, HEADING, STRONG) + lines(chart.subtitle, PAGE, SMALL)


def block_body(block: ChartBlock) -> float:
    """The drawing with its caption, and the notes at its right or under it."""
    drawn = block.height_mm + caption_height(block.chart)
    if block.is_low:
        return drawn + 2.5 + max(notes_height([note]) for note in block.notes)
    return max(drawn, notes_height(block.notes))


def notes_height(notes: Sequence[Note]) -> float:
    """The notes beside a chart."""
    told = [text for note in notes for text in note.paragraphs]
    headings = len(notes) * (lines("Titre", NOTES, SMALL) + 2.8)
    return headings + sum(lines(text, NOTES, SMALL) + 1.2 for text in told)


def caption_height(chart: Chart) -> float:
    """The source of a chart, under it."""
    source = f"Graphique 00. {marks.plain(chart.source)}. XXX-00, XXX-00"
    return 1.2 + lines(source, chart.width_mm, TINY)


def words_height(words: Markup) -> float:
    """A text of the pole between its two rules; 0 without one."""
    texts = [unescape(_TAG.sub("", block)).strip() for block in _END.split(words)]
    *others, last = filter(None, texts) if words else [""]
    told = (*others, last + CODES)
    return 9.2 + sum(lines(text, WORDS, BODY) + 2 for text in told) if words else 0.0


def comments_height(comments: Sequence[Row]) -> float:
    """The sentences on strong changes; 0 without one."""
    said = (f"{row.label} {row.code} {''.join(row.cells)} :" for row in comments)
    title = lines("Titre", PAGE, HEADING, STRONG) + 5
    return title + sum(lines(text, PAGE, SMALL) + 0.8 for text in said) if comments else 0.0


def unsent_height(rows: Sequence[Row]) -> float:
    """What was expected and never sent."""
    told = "".join(f"{row.label} {row.code} ({row.cells[0]}) ; " for row in rows)
    return lines(f"Attendus et non transmis : {told}", PAGE, SMALL) + 4


def last_note_height(codes: Sequence[str], *, has_masks: bool) -> float:
    """What the sign of a mask means, then the codes of what the annex alone tells."""
    sign = "s : masqué pour protéger personnes et structures. " if has_masks else ""
    return note_height(f"{sign}Autres indicateurs du thème, en annexe : {', '.join(codes)}.")


def note_height(text: str) -> float:
    """A note in small letters across the page."""
    return lines(text, PAGE, TINY) + 2


def table_height(table: Table) -> float:
    """A table across the page, with its notes."""
    first = FIRST_OF_LARGE if table.codes else LABEL
    caption = lines(f"{table.caption} · {', '.join(table.codes)}", PAGE, HEADING, STRONG)
    return _cells(table, PAGE, first) + caption + sum(map(note_height, table.notes))


def columns_height(columns: Sequence[Sequence[Table]]) -> float:
    """Narrow tables side by side: the higher column."""
    return max(sum(map(_narrow, column)) for column in columns)


def _narrow(table: Table) -> float:
    others = table.header[1:]
    is_of_years = others[0].isdigit()
    first = COLUMN - YEAR * len(others) if is_of_years else FIRST_OF_TWO
    caption = lines(f"{table.caption} · {', '.join(table.codes)}", COLUMN, IN_COLUMN, STRONG)
    return _cells(table, COLUMN, first) + caption + sum(map(note_height, table.notes))


def _cells(table: Table, width: float, first: float) -> float:
    """All but the caption; 4 mm under the table, 1,5 under its caption."""
    others = table.header[1:]
    rest = (width - first) / len(others) - 2.4 if table.codes else width
    heads = max(lines(title, rest, HEAD, STRONG) for title in others)
    rows = sum(lines(row.label, first - _width(row.code), CELL) + 1 for row in table.rows)
    return heads + 2 + rows + 5.5


def _width(code: str) -> float:
    return style.text_width(f" {code}", TINY[0]) if code else 0.0
