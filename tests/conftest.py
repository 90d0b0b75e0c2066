"""What several test files ask for."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.secrecy import suppress
from pipeline.secrecy.solver import Optimum, Programme

suppress.THREADS = 1  # the two workers of a run take both cores already: one more only waits


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each question put to the solver."""
    questions: list[int] = []
    solve = Programme.solve

    def counted(programme: Programme, *args: Any, **named: Any) -> Optimum | None:
        questions.append(programme.width)
        return solve(programme, *args, **named)

    monkeypatch.setattr(Programme, "solve", counted)
    return questions
