"""The published PDFs keep their two promises: an archive (PDF/A-3a), accessible (PDF/UA-1)."""

from __future__ import annotations

import pytest

from tests.e2e.command import Printed
from tests.verapdf import failed_rules


@pytest.mark.parametrize("name", ["demo", "fabrique"])
def test_the_report_conforms(name: str, request: pytest.FixtureRequest) -> None:
    printed: Printed = request.getfixturevalue(name)
    assert failed_rules(printed.pdf) == {"ua1": [], "3a": []}
