"""Two kinds of dirt in one file: each is still seen for what it is."""

from __future__ import annotations

from random import Random

import pytest

from tests.dirt.cases import Case, Operator, make_case
from tests.dirt.harness import failures
from tests.dirt.operators import RECOVERED, REFUSED, everything
from tests.dirt.tables import BUILDERS

PAIRS = 60  # in each delivery
DELIVERIES = 3


FOUND = (  # pairs in which a random search once found a bug
    ("achats", "trailing_delimiters", "backslashed_quotes"),
    ("budget", "year_told_by_the_folder", "unclosed_quote"),
    ("sorties", "mixed_encodings", "contract_titles"),
    ("achats", "backslashed_quotes", "same_key_other_content"),
    ("emplois", "one_letter_slip", "row_too_short"),
    ("activites_publics", "decomposed_accents", "utf16_without_mark"),
    ("structures", "doubly_encoded", "spaces_around"),
    ("dechets", "doubly_encoded", "lost_letters"),
)


def test_pairs_that_were_found_by_chance() -> None:
    known = {o.name: o for o in everything(RECOVERED) + everything(REFUSED)}
    made = [make_case(n, c, [known[a], known[b]]) for n, (c, a, b) in enumerate(FOUND * 3)]
    problems = failures([case for case in made if case])
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("seed", range(DELIVERIES))
@pytest.mark.parametrize("others", [RECOVERED, REFUSED], ids=["recovered", "refused"])
def test_pairs(others: dict[str, tuple[Operator, ...]], seed: int) -> None:
    cases = random_pairs(everything(others), seed, PAIRS)
    problems = failures(cases)
    assert not problems, "\n".join(problems)


def random_pairs(others: list[Operator], seed: int, count: int) -> list[Case]:
    """Files dirtied by a recovery and one of the others, in any contract that suits both."""
    rng = Random(f"pairs {seed} {len(others)}")  # noqa: S311  # repeatable, not secret
    recoveries = everything(RECOVERED)
    cases: list[Case] = []
    while len(cases) < count:
        pair = [rng.choice(recoveries), rng.choice(others)]
        case = make_case(len(cases), rng.choice(list(BUILDERS)), pair)
        if case and pair[0] != pair[1]:
            cases.append(case)
    return cases
