"""Whatever is doubtful is set aside with its place, and nothing else is."""

from __future__ import annotations

import pytest

from tests.dirt.cases import make_cases
from tests.dirt.harness import failures
from tests.dirt.operators import REFUSED


@pytest.mark.parametrize("family", REFUSED)
def test_each_doubt_is_named_with_file_line_and_column(family: str) -> None:
    cases, unused = make_cases(REFUSED[family])
    assert unused == []
    problems = failures(cases)
    assert not problems, "\n".join(problems)
