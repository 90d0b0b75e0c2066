"""A run stopped dead while it prints: yesterday's report is whole, and a rerun heals."""

from __future__ import annotations

import signal

from tests.e2e.command import LAST_STEP, Resumed, content
from tests.e2e.conftest import FABRIQUE, YESTERDAY
from tests.e2e.paper import pages


def test_a_killed_run_leaves_the_earlier_report_whole(last_year: Resumed) -> None:
    assert last_year.killed.code == -signal.SIGKILL
    assert LAST_STEP in last_year.killed.out
    assert "Rapport 2024" not in last_year.killed.out
    assert content(last_year.files / "le-semaphore" / "2024") == YESTERDAY


def test_a_killed_run_leaves_no_process_behind(last_year: Resumed) -> None:
    """The press holds no row, but it would hold the memory of the machine."""
    assert last_year.processes == ""


def test_the_next_run_prints_the_report_and_clears_what_was_left(last_year: Resumed) -> None:
    printed = last_year.printed
    assert printed.ended.code == 0, printed.ended.err
    assert len(pages(printed.pdf)) > 15
    files = content(printed.folder)
    assert files["notes.txt"] == YESTERDAY["notes.txt"]
    assert files[FABRIQUE].startswith(b"%PDF-")
    beside = [path.name for path in printed.folder.parent.iterdir()]
    assert beside == ["2024"]
