"""Whatever is recoverable without doubt gives the clean table again, and is named."""

from __future__ import annotations

import pytest

from tests.dirt.clean import BUILDERS
from tests.dirt.harness import failures, make_case, make_cases
from tests.dirt.operators import RECOVERED


def test_a_clean_file_is_read_without_a_word() -> None:
    cases = [make_case(number, contract, []) for number, contract in enumerate(BUILDERS)]
    assert failures([case for case in cases if case]) == []


@pytest.mark.parametrize("family", RECOVERED)
def test_each_recovery_gives_the_clean_table(family: str) -> None:
    cases, unused = make_cases(RECOVERED[family])
    assert unused == []
    assert failures(cases) == []
