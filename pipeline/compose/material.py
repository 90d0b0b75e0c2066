"""What the pages are composed from: all that they may say, and nothing that is not protected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.answers import Answers
from pipeline.comparison import USUAL_ATTENTION, Attention
from pipeline.editions.changes import Restatement
from pipeline.lookups import Factor
from pipeline.model import Event, Figures, Target


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of an edition: the pole's own win over the official ones."""

    own: tuple[Target, ...]
    official: tuple[Target, ...]

    def of(self, indicator: str, year: int) -> Target | None:
        """The target of that year, None when nobody set one."""
        for target in (*self.own, *self.official):
            if target.indicator == indicator and target.year in {year, None}:
                return target
        return None


@dataclass(frozen=True, slots=True)
class Source:
    """All that a page may say: protected figures, targets, names of structures and of files."""

    figures: Figures
    targets: Targets
    events: tuple[Event, ...]
    structures: Mapping[str, str]  # structure_id → name
    contract_titles: Mapping[str, str]
    attention: Attention = USUAL_ATTENTION
    answers: Answers = field(default_factory=Answers)
    restated: Restatement = field(default_factory=Restatement)
    factors: tuple[Factor, ...] = ()
    of_persons: frozenset[str] = frozenset()  # contracts that say something about one person

    @property
    def year(self) -> int:
        """The edition."""
        return self.figures.years[-1]

    def target(self, indicator: str) -> Target | None:
        """The target of the edition's year."""
        return self.targets.of(indicator, self.year)
