"""What the six steps hand to one another: frozen, typed, in the order of the flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

ENTERPRISE_UNITS = ("€", "t", "kg")  # what a structure sells or handles: money and tonnage
WITHDRAWN = "retiré"  # by the pole, of an indicator that no mask protects
LOWEST_THRESHOLD = 5  # the State's own rule for these persons; a pole may only raise it

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
    behind: str = ""  # the count of those behind a value that counts nobody: hidden with it
    brought: str = ""  # who makes an amount: "structures" (rows never printed), "pole", "relations"
    gap_of: str = ""  # the share that it is the gap of, whose noise it has
    kept: str = ""  # "interne" or "retiré" by the pole: on no page and in no file that leaves
    at_most: str = ""  # the count that the value never exceeds: nobody works more than full time
    crossings: tuple[str, ...] = ()  # what whoever knows the trade deduces, wherever it is true
    sdg: tuple[str, ...] = ()
    iris: str = ""
    limits: str = ""
    benchmark: str = ""
    breaks: Mapping[str, str] = field(default_factory=dict)  # year → what changed from then on
    sql: str = ""
    sha256: str = ""
    raw_tables: tuple[str, ...] = ()  # contracts read, directly or not
    references: tuple[str, ...] = ()  # reference tables read, directly or not
    staging: tuple[str, ...] = ()  # shared queries read, directly or not

    def methods(self) -> tuple[str, ...]:
        """What it is computed with besides its own query, as `fingerprints.method_files` says."""
        own = (("staging", self.staging), ("reference", self.references))
        return tuple(f"{place}/{name}" for place, names in own for name in names)

    @property
    def theme(self) -> str:
        """Folder of the file: one of the seven themes."""
        return self.id.split("/")[0]

    def is_broken(self, first: int, last: int) -> bool:
        """Whether a break in series makes these two years no longer comparable."""
        return any(first < int(year) <= last for year in self.breaks)

    @property
    def ratio(self) -> tuple[str, str] | None:
        """The measures of its numerator and of its denominator, when it has them."""
        return (self.numerator, self.denominator) if self.numerator and self.denominator else None

    @property
    def is_pole_only(self) -> bool:
        """Whether its rows by structure say what each brings to the pole's, and are not printed."""
        return self.brought == "structures"

    @property
    def is_pole_amount(self) -> bool:
        """Whether it is money or tonnage told for the pole only: the rule of enterprises holds."""
        return self.is_pole_only and not self.sensitivity

    @property
    def is_difference(self) -> bool:
        """Whether it repeats, in its relations, what others print: told only where they are."""
        return self.brought == "relations"

    @property
    def is_share(self) -> bool:
        """Whether the value is a share printed in per cent."""
        return self.unit == "%"


class Table(NamedTuple):
    """The cells of an indicator for the pole or by structure, in all or by category."""

    indicator: str
    by_structure: bool
    by_category: bool


Told = Mapping[Table, frozenset[str]]  # the categories printed, of the tables not printed whole


@dataclass(frozen=True, slots=True, order=True)
class CellKey:
    """One number a reader can see. `structure` "" is the whole pole, `category` "" the total."""

    indicator: str
    year: int
    structure: str = ""
    category: str = ""

    @property
    def table(self) -> Table:
        """The table that the cell belongs to, over all years."""
        return Table(self.indicator, bool(self.structure), bool(self.category))

    def is_in(self, told: Told) -> bool:
        """Whether its table prints it."""
        return self.table not in told or self.category in told[self.table]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An unprotected cell, as SQL returned it. Never reaches a page: see `protect`.

    A ratio has numerator and denominator; anything else has `value`. `persons` are those behind
    a value that does not count them (a median); `unknown`, those whose answer was not filled in.
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
    told: Told = field(default_factory=dict)  # see `merging`
    thresholds: Mapping[int, int] = field(default_factory=dict)  # of the years that are out

    def threshold(self, year: int, now: int) -> int:
        """The one of a year: `now`'s, or that under which it was first published."""
        return self.thresholds.get(year, now)


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

    `value`, in the indicator's unit (a share: in per cent), is None unless `state` is VALUE;
    the three after it are None when printing them would tell more than `value` may.
    """

    key: CellKey
    state: State
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    unknown: int | None = None
    share: Figure | None = None  # that a gap is measured from


@dataclass(frozen=True, slots=True)
class Figures:
    """All protected figures of an edition."""

    indicators: Mapping[str, Indicator]
    cells: Mapping[CellKey, Figure]
    years: tuple[int, ...]  # oldest first; the last is the edition
    perimeters: Mapping[tuple[str, int], tuple[int, int]]
    threshold: int
    thresholds: Mapping[int, int] = field(default_factory=dict)  # of the years that are out
    masks: Mapping[str, int] = field(default_factory=dict)  # rule → figures not printed for it
    is_strict: bool = False  # each structure was taken to know its own counts
    agreed: frozenset[str] | None = None  # structures whose amounts may be shown; None: all
    told: Told = field(default_factory=dict)  # the tables merged into a coarser one
    unsafe: str = ""  # what nothing protects beside the published editions, left as they are

    def get(self, indicator: str, year: int, structure: str = "", category: str = "") -> Figure:
        """The figure of that cell; in state MISSING when no row of it was delivered."""
        key = CellKey(indicator, year, structure, category)
        absent = State.MISSING if key.is_in(self.told) else State.HIDDEN
        return self.cells.get(key, Figure(key, absent))

    def is_by_structure(self, indicator: str) -> bool:
        """Whether its figures are printed structure by structure."""
        return Table(indicator, by_structure=True, by_category=False) not in self.told

    def categories(self, indicator: str) -> Mapping[str, str]:
        """Value → label of the categories that are printed for the pole, in their order."""
        labels = self.indicators[indicator].categories
        told = self.told.get(Table(indicator, by_structure=False, by_category=True), labels)
        return {value: label for value, label in labels.items() if value in told}

    def is_split(self, indicator: str, year: int) -> bool:
        """Whether that year has no total, its categories alone."""
        return self.get(indicator, year).state is State.MISSING and any(
            key.category and (key.indicator, key.year) == (indicator, year) for key in self.cells
        )

    def series(self, indicator: str, structure: str = "", category: str = "") -> tuple[Figure, ...]:
        """The figures of all years, oldest first."""
        return tuple(self.get(indicator, year, structure, category) for year in self.years)
