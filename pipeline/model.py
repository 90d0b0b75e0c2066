"""What the six steps hand to one another: frozen, typed, in the order of the flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

# --- the pole -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pole:
    """Identity of the pole, as written in its `pole.toml`."""

    name: str
    legal_form: str
    territory: str
    address: str
    tagline: str
    carrier: str  # structure_id of the cooperative that carries the pole's own files
    is_fictional: bool
    facts: tuple[tuple[str, str], ...] = ()  # (date or label, sentence), in reading order


@dataclass(frozen=True, slots=True)
class Target:
    """A value to reach, with who set it. `year` None holds for every year."""

    indicator: str
    year: int | None
    value: Decimal
    source: str
    kind: str  # "officiel", "conventionné" or "propre"
    set_on: str = ""  # when it was set, as the pole or the reference writes it


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened and that a chart of the indicator writes at its year."""

    indicator: str
    year: int
    text: str


# --- ingest and validate --------------------------------------------------------------------


class Severity(StrEnum):
    """What a fault did to the data."""

    BLOCKING = "bloquant"
    SET_ASIDE = "mis de côté"
    CHECK = "à vérifier"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong, where it is and how to mend it.

    `line` counts physical lines (rows of a sheet) from 1; 0 means the whole file, of which
    `seen_on` is then the line that shows what is wrong. `value` is None when the column says
    something about a person: such a value never leaves the source file. `column` is the
    contract's name, `source_column` the header as it was typed and `letter` that of the
    spreadsheet column. `suggestion` is a value to type, when there is one.
    """

    file: str
    line: int
    line_end: int
    column: str
    code: str
    reason: str
    remedy: str
    severity: Severity
    value: str | None = None
    sheet: str = ""
    source_column: str = ""
    letter: str = ""
    expected: str = ""
    suggestion: str = ""
    seen_on: int = 0

    @property
    def shown_line(self) -> int:
        """The line to look at, 0 when there is none."""
        return self.line or self.seen_on


class Repair(NamedTuple):
    """A cell read without doubt although it was not written as the contract asks.

    Where a whole column of a big file is written so, one repair stands for all its `cells`.
    """

    file: str
    line: int
    line_end: int
    column: str
    name: str
    cells: int = 1


@dataclass(frozen=True, slots=True, order=True)
class IgnoredLine:
    """Physical lines that hold no data, and the rule that says so (blank, title, total…)."""

    file: str
    line: int
    line_end: int
    rule: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file found under the pole's folder; `contract` None when none matched."""

    path: str  # relative to the pole's folder, with forward slashes
    contract: str | None
    structure: str | None
    year: int | None
    sha256: str
    size: int
    lines: int
    encoding: str
    delimiter: str
    sheet: str = ""
    titles: tuple[tuple[str, str, str], ...] = ()  # column, its letter, its title as typed


@dataclass(frozen=True, slots=True)
class LineBalance:
    """Where every physical line of one file went; the four last add up to `lines`."""

    file: str
    lines: int
    counted: int
    repaired: int
    ignored: int
    set_aside: int

    @property
    def is_exact(self) -> bool:
        """Whether no line is lost nor counted twice."""
        return self.lines == self.counted + self.repaired + self.ignored + self.set_aside


class Delivery(StrEnum):
    """State of one expected file: structure × contract × year."""

    RECEIVED = "reçu"
    MISSING = "manquant"
    NOT_EXPECTED = "sans objet"


@dataclass(frozen=True, slots=True)
class Intake:
    """What ingest read; rows are in the database, with the repairs of whole columns."""

    files: tuple[SourceFile, ...]
    repairs: tuple[Repair, ...]
    ignored: tuple[IgnoredLine, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """The intake once checked: every fault, every line's fate, what arrived and what did not."""

    files: tuple[SourceFile, ...]
    repairs: tuple[Repair, ...]
    ignored: tuple[IgnoredLine, ...]
    faults: tuple[Fault, ...]
    balances: tuple[LineBalance, ...]
    deliveries: Mapping[tuple[str, str, int], Delivery]  # (structure_id, contract, year)
    structures: Mapping[str, str]  # structure_id → name, in alphabetical order of names


# --- aggregate ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Indicator:
    """The head of one SQL file in `queries/indicators`; `id` is its path: `theme/stem`."""

    id: str
    code: str  # stable receipt code, such as INS-07
    title: str
    question: str
    subject: str  # "le taux de sorties dynamiques": starts a sentence
    agreement: str  # "ms", "fs", "mp" or "fp": gender and number of the subject
    unit: str
    decimals: int
    direction: str  # "hausse", "baisse", "neutre" or "conformite"
    level: str  # "moyen", "realisation", "resultat" or "impact"
    aggregation: str  # "somme", "ratio", "stock", "distinct", "pole", "mediane"
    definition: str
    source: str
    sensitivity: int  # 0 no person, 1 persons, 2 sensitive data
    numerator: str | None = None
    denominator: str | None = None
    categories: Mapping[str, str] = field(default_factory=dict)  # value → French label, in order
    relations: tuple[str, ...] = ()
    sdg: tuple[str, ...] = ()
    iris: str = ""
    limits: str = ""
    benchmark: str = ""
    breaks: Mapping[str, str] = field(default_factory=dict)  # year → what changed from then on
    sql: str = ""
    sha256: str = ""
    raw_tables: tuple[str, ...] = ()  # contracts read, directly or not
    references: tuple[str, ...] = ()  # reference tables read, directly or not

    @property
    def theme(self) -> str:
        """Folder of the file: one of the seven themes."""
        return self.id.split("/")[0]

    def is_broken(self, first: int, last: int) -> bool:
        """Whether a break in series makes these two years no longer comparable."""
        return any(first < int(year) <= last for year in self.breaks)

    @property
    def is_share(self) -> bool:
        """Whether the value is a share printed in per cent."""
        return self.unit == "%"


@dataclass(frozen=True, slots=True, order=True)
class CellKey:
    """One number a reader can see. `structure` "" is the whole pole, `category` "" the total."""

    indicator: str
    year: int
    structure: str = ""
    category: str = ""


class Detail(NamedTuple):
    """The figures of an indicator structure by structure: their totals, or category by category."""

    indicator: str
    by_category: bool

    @classmethod
    def of(cls, key: CellKey) -> Detail | None:
        """The table by structure that holds the cell; None for a figure of the whole pole."""
        return cls(key.indicator, bool(key.category)) if key.structure else None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An unprotected cell, as SQL returned it. Never reaches a page: see `protect`.

    A ratio has numerator and denominator; anything else has `value`. `persons` is the number
    of people behind a value that does not count them (a median). `unknown` counts the people
    whose characteristic was not filled in.
    """

    key: CellKey
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    unknown: int | None = None
    persons: int | None = None


@dataclass(frozen=True, slots=True)
class Aggregates:
    """All cells of an edition, with the meaning of each indicator."""

    indicators: Mapping[str, Indicator]
    cells: Mapping[CellKey, Aggregate]
    years: tuple[int, ...]
    perimeters: Mapping[tuple[str, int], tuple[int, int]]  # (indicator, year) → received, expected
    merged: frozenset[Detail] = frozenset()  # told for the whole pole only: see `merging`

    def is_told(self, key: CellKey) -> bool:
        """Whether the cell belongs to a table that is printed."""
        return Detail.of(key) not in self.merged


# --- protect --------------------------------------------------------------------------------


class State(StrEnum):
    """A figure is in exactly one of these; only VALUE carries a number."""

    VALUE = "valeur"
    HIDDEN = "masqué"
    NOT_SIGNIFICANT = "non significatif"
    MISSING = "non transmis"
    NOT_APPLICABLE = "sans objet"


@dataclass(frozen=True, slots=True)
class Figure:
    """A protected cell: the only form in which a number reaches text, table, chart or export.

    `value` is in the indicator's unit (a share is in per cent) and None unless `state` is
    VALUE; `numerator`, `denominator` and `unknown` are None when printing them would tell
    more than `value` may.
    """

    key: CellKey
    state: State
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    unknown: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """All protected figures of an edition."""

    indicators: Mapping[str, Indicator]
    cells: Mapping[CellKey, Figure]
    years: tuple[int, ...]  # oldest first; the last is the edition
    perimeters: Mapping[tuple[str, int], tuple[int, int]]
    threshold: int
    masks: Mapping[str, int] = field(default_factory=dict)  # rule → figures not printed for it
    is_strict: bool = False  # each structure was taken to know its own counts
    agreed: frozenset[str] | None = None  # structures whose amounts may be shown; None: all
    merged: frozenset[Detail] = frozenset()  # told for the whole pole only

    def get(self, indicator: str, year: int, structure: str = "", category: str = "") -> Figure:
        """The figure of that cell; in state MISSING when no row of it was delivered."""
        key = CellKey(indicator, year, structure, category)
        absent = State.HIDDEN if Detail.of(key) in self.merged else State.MISSING
        return self.cells.get(key, Figure(key, absent))

    def series(self, indicator: str, structure: str = "", category: str = "") -> tuple[Figure, ...]:
        """The figures of all years, oldest first."""
        return tuple(self.get(indicator, year, structure, category) for year in self.years)
