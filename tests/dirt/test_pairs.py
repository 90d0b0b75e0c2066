"""Two kinds of dirt in one file: each is still seen for what it is."""

from __future__ import annotations

from random import Random

import pytest

from tests.dirt.cases import Case, Operator, make_case
from tests.dirt.harness import failures
from tests.dirt.operators import RECOVERED, REFUSED, everything
from tests.dirt.tables import BUILDERS

PAIRS = 60  # in each delivery
DELIVERIES = 4


@pytest.mark.parametrize("seed", range(DELIVERIES))
@pytest.mark.parametrize("others", [RECOVERED, REFUSED], ids=["recovered", "refused"])
def test_pairs(others: dict[str, tuple[Operator, ...]], seed: int) -> None:
    cases = random_pairs(everything(others), seed, PAIRS)
    problems = failures(cases)
    assert not problems, "\n".join(problems)


def random_pairs(others: list[Operator], seed: int, count: int) -> list[Case]:
    """Files dirtied by a recovery and one of the others, in any contract that suits both."""
    rng = Random(f"pairs {seed} {len(others)}")  # noqa: S311  # repeatable, not secret
    recoveries, cases = everything(RECOVERED), list[Case]()
    while len(cases) < count:
        pair = [rng.choice(recoveries), rng.choice(others)]
        case = make_case(len(cases), rng.choice(list(BUILDERS)), pair)
        if case and pair[0] != pair[1]:
            cases.append(case)
    return cases
