"""Operators and the files they dirty, one case a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random

from tests.dirt.clean import clean_draft
from tests.dirt.draft import YEAR, Draft, Unfit, render
from tests.dirt.tables import BUILDERS

CASES_EACH = 4
MOST_TRIES = 60
SEEDS = 6  # tries at a table that an operator can dirty


@dataclass(frozen=True, slots=True)
class Operator:
    """One way to dirty a file. `item` is the words of the issue that it puts to the test."""

    item: str
    dirty: Callable[[Draft], None]
    refuses: bool = False

    @property
    def name(self) -> str:
        """How failures call it."""
        return self.dirty.__name__.strip("_")


@dataclass(frozen=True, slots=True)
class Case:
    """A dirtied file, its bytes, and by whom it was dirtied."""

    title: str
    draft: Draft
    data: bytes

    @property
    def folder(self) -> str:
        """That of its own member and year."""
        return f"depots/{self.draft.structure}/{YEAR}/"

    @property
    def path(self) -> str:
        """How the reader calls the table: a file, or what is in it."""
        draft = self.draft
        return f"{self.folder}{draft.contract.name}{draft.suffix}{draft.inside}"

    @property
    def files(self) -> dict[str, bytes]:
        """The file to lay, and its copies."""
        names = [self.draft.contract.name, *self.draft.copies]
        return {f"{self.folder}{name}{self.draft.suffix}": self.data for name in names}


def make_case(number: int, contract: str, operators: Sequence[Operator]) -> Case | None:
    """A clean file dirtied by these operators in turn; None when they do not go together."""
    for seed in range(SEEDS):
        draft = clean_draft(contract, number, Random(f"{contract} {number} {seed}"))  # noqa: S311
        try:
            for operator in operators:
                operator.dirty(draft)
            data = render(draft)
        except Unfit:
            continue
        names = " + ".join(operator.name for operator in operators)
        return Case(f"{contract}, {names or 'clean'}, seed {seed}", draft, data)
    return None


def make_cases(operators: Sequence[Operator]) -> tuple[list[Case], list[str]]:
    """Each operator on a few contracts that it suits; and the operators that suit none."""
    cases: list[Case] = []
    unused = []
    names = list(BUILDERS)
    for rank, operator in enumerate(operators):
        made = _cases_of(operator, names[rank % len(names) :] + names, len(cases))
        cases += made
        unused += [] if made else [operator.name]
    return cases, unused


def _cases_of(operator: Operator, contracts: Sequence[str], number: int) -> list[Case]:
    """A case for each way the operator has to write, and no fewer than a few."""
    made: list[Case] = []
    for contract in islice(cycle(contracts), MOST_TRIES):
        if case := make_case(number + len(made), contract, [operator]):
            made.append(case)
            if len(made) >= max(CASES_EACH, case.draft.options):
                break
    return made
