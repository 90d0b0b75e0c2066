"""What a page is made of: texts ready to print. Templates place them and decide nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

from pipeline.charts.model import Chart
from pipeline.charts.table import DataTable
from pipeline.comparison import Verdict
from pipeline.french import STATE_TEXT
from pipeline.model import Indicator, Pole, State
from pipeline.proof.marks import plain

MASK = STATE_TEXT[State.HIDDEN]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One card of the summary."""

    theme: str
    title: str
    code: str
    value: str
    unit: str
    spark: str  # SVG
    spark_alt: str
    previous: str
    change: str
    target: str
    verdict: Verdict
    benchmark: str  # of a share, which alone compares with another territory's


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of the summary, and the chapter that supports it."""

    theme: str
    text: str
    chapter: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The two pages that an instructing officer reads."""

    lead: str
    findings: tuple[Finding, ...]
    cards: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A short text beside a chart."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart with all that the page says of it."""

    number: int
    chart: Chart
    height_mm: float
    is_low: bool  # its notes are so much higher that they stand under it
    alt: str
    table: DataTable
    is_tabled: bool  # the same figures stand in a table of the chapter
    codes: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; `code` is the receipt code of its figures, "" when there is none."""

    label: str
    code: str
    cells: tuple[str, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as printed; `codes` stand beside the caption when columns are indicators.

    `standing` is the class of titles written upwards, "" for titles written across.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    codes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # under the table
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: finding, lead, charts with their notes, the pole's words, tables.

    `columns` are its narrow tables, that stand side by side; `unsent` its core figures when none
    was ever delivered; `others` the codes of its theme that the annex alone tells.
    """

    id: str
    surtitle: str
    question: str
    title: str
    lead: str
    blocks: tuple[ChartBlock, ...]
    words: Markup
    outlook: Markup  # what the pole means to do next
    columns: tuple[tuple[Table, ...], ...]
    tables: tuple[Table, ...]
    others: tuple[str, ...] = ()
    comments: tuple[Row, ...] = ()  # cells: the change, the coordinator's sentence on it
    unsent: tuple[Row, ...] = ()  # cells: the target

    @property
    def has_masks(self) -> bool:
        """Whether a table bears the sign of a mask: its meaning is then said on the page."""
        every = chain(chain.from_iterable(self.columns), self.tables)
        return any(plain(c) == MASK for table in every for row in table.rows for c in row.cells)

    @property
    def is_short(self) -> bool:
        """Whether it may follow another chapter on its page, where it fits whole."""
        return len(self.blocks) <= 1


@dataclass(frozen=True, slots=True)
class Answer:
    """One criterion of a funder and what answers it; `missing` says what stays unanswered."""

    title: str
    question: str
    figures: tuple[Row, ...]  # cells: value, previous year, target with its verdict
    texts: tuple[tuple[str, str], ...]  # (chapter id, its surtitle)
    missing: tuple[str, ...]
    words: tuple[Markup, ...] = ()  # texts that stand in no chapter, printed here


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator in the annex of entries; `compared` is "" when no page shows it.

    `sources` are numbers of the table of sources, "" when it was made from no file.
    """

    head: Indicator
    value: str
    frameworks: str  # SDG targets and IRIS+ indicators
    compared: str
    perimeter: str
    sources: str
    made_from: str


@dataclass(frozen=True, slots=True)
class QualityAnnex:
    """What arrived, what was repaired, what was set aside, and the balance of all lines."""

    statement: str
    balance: Table
    coverage: Table
    missing: tuple[str, ...]
    absent: str  # the files of the year that did not come, in a sentence
    repairs: Table
    ignored: Table
    set_aside: Table
    set_aside_more: int
    to_check: Table


@dataclass(frozen=True, slots=True)
class Secrecy:
    """The rules in force, what they hid and what it cost."""

    policy: tuple[str, ...]
    short: str  # the cost, for the summary
    cost: str
    rules: str
    tables: Table


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the report was made and from what."""

    sources: Table
    versions: tuple[tuple[str, str], ...]
    threshold: int
    rate_floor: int  # persons under the rate of a structure, at least
    secrecy: Secrecy
    inputs_sha256: str
    factors: Table  # of energy and waste
    objects: Table  # what a new one emits


@dataclass(frozen=True, slots=True)
class ChangesAnnex:
    """Published figures that changed, a table for each cause."""

    statement: str
    tables: tuple[Table, ...]
    fingerprint: str  # of the ledger before this edition


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the templates need, and nothing else."""

    pole: Pole
    year: int
    structures: int
    funder_title: str
    mention: str
    summary: Summary
    introduction: Markup
    projects: Markup
    membership: Table
    chapters: tuple[Chapter, ...]
    answers: tuple[Answer, ...]
    entries: tuple[Entry, ...]
    quality: QualityAnnex
    provenance: Provenance
    changes: ChangesAnnex | None
    cut: tuple[str, ...] = ()  # names of the pole's texts that lost a sentence

    def charts(self) -> tuple[Chart, ...]:
        """The charts to draw, in reading order."""
        return tuple(block.chart for chapter in self.chapters for block in chapter.blocks)

    def untabled(self, *, wide: bool) -> tuple[ChartBlock, ...]:
        """Charts whose data stand in no table of their chapter: wide tables, or the others.

        Wide ones by length, so that the short ones fill what is left of a page.
        """
        blocks = (b for chapter in self.chapters for b in chapter.blocks if not b.is_tabled)
        found = [block for block in blocks if block.table.is_wide is wide]
        return tuple(sorted(found, key=lambda b: wide and len(b.table.rows)))
