"""Whatever is recoverable without doubt gives the clean table again, and is named."""

from __future__ import annotations

import pytest

from tests.dirt.cases import make_case, make_cases
from tests.dirt.harness import failures
from tests.dirt.operators import RECOVERED
from tests.dirt.tables import BUILDERS


def test_a_clean_file_is_read_without_a_word() -> None:
    drafts = [make_case(number, contract, []) for number, contract in enumerate(BUILDERS)]
    problems = failures([case for case in drafts if case])
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("family", RECOVERED)
def test_each_recovery_gives_the_clean_table(family: str) -> None:
    cases, unused = make_cases(RECOVERED[family])
    assert unused == []
    problems = failures(cases)
    assert not problems, "\n".join(problems)
