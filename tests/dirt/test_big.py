"""The path of big files, on small ones: dirt gives there what it gives on the careful path."""

from __future__ import annotations

import pytest

from pipeline.reading import bulk_scan
from tests.dirt.cases import Operator
from tests.dirt.harness import failures
from tests.dirt.operators import RECOVERED, REFUSED, everything
from tests.dirt.test_pairs import random_pairs


@pytest.mark.parametrize("families", [RECOVERED, REFUSED], ids=["recovered", "refused"])
def test_big_files_are_read_as_small_ones(
    families: dict[str, tuple[Operator, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_scan, "BIG", 0)
    cases = random_pairs(everything(families), 2000, 80)
    problems = failures(cases)
    assert not problems, "\n".join(problems)
