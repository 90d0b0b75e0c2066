"""The published PDFs keep their two promises: an archive (PDF/A-3a), accessible (PDF/UA-1)."""

from __future__ import annotations

from tests.e2e.command import Printed
from tests.verapdf import verdicts


def test_the_reports_conform(demo: Printed, fabrique: Printed) -> None:
    assert verdicts([demo.pdf, fabrique.pdf]) == [{"ua1": [], "3a": []}] * 2
