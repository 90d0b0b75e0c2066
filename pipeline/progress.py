"""What the coordinator sees on the terminal while the report is made."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TextIO

from pipeline.french import number
from pipeline.reading.words import printable

STEPS: Mapping[str, str] = {
    "ingest": "ingérer : lire les fichiers du pôle",
    "validate": "valider : confronter les lignes aux règles",
    "aggregate": "agréger : calculer les indicateurs",
    "protect": "protéger : masquer ce qui désignerait quelqu'un",
    "chart": "tracer : dessiner les graphiques",
    "render": "imprimer : composer et écrire le PDF",
}


@dataclass(frozen=True, slots=True)
class Duration:
    """Seconds taken by one step: on the clock, and by the processors (children included)."""

    wall: float
    cpu: float


@dataclass(slots=True)
class Progress:
    """One line for each of the six steps, then the summary; remembers how long each took."""

    out: TextIO
    durations: dict[str, Duration] = field(default_factory=dict)
    is_line_open: bool = False

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Announce the step at once, and complete its line with its duration."""
        rank = list(STEPS).index(name) + 1
        self._write(f"Étape {rank} sur {len(STEPS)} · {STEPS[name]} … ", ends_line=False)
        start = _clock()
        yield
        end = _clock()
        self.durations[name] = Duration(end.wall - start.wall, end.cpu - start.cpu)
        lasted = f"{number(Decimal(self.durations[name].wall), 2)} s"
        self.out.write(f"{lasted}\n" if self.is_line_open else f"… {lasted}\n")
        self.is_line_open = False

    def say(self, line: str) -> None:
        """Write one line for the coordinator, on a line of its own even within a step."""
        self._write(line, ends_line=True)

    def summary(self, lines: Iterable[str]) -> None:
        """Write the lines that close a run, after a blank one."""
        for line in ("", *lines):
            self.say(line)

    def close_line(self) -> None:
        """End the line of a step that something interrupts, before anything else is written."""
        if self.is_line_open:
            self.out.write("\n")
            self.is_line_open = False

    def _write(self, line: str, *, ends_line: bool) -> None:
        self.close_line()
        self.out.write(printable_lines(line) + ("\n" if ends_line else ""))
        self.out.flush()
        self.is_line_open = not ends_line


def printable_lines(text: str) -> str:
    """The text with its line ends, but no other control nor direction mark: no name acts."""
    return "\n".join(printable(line, limit=sys.maxsize) for line in text.split("\n"))


def _clock() -> Duration:
    times = os.times()
    cpu = times.user + times.system + times.children_user + times.children_system
    return Duration(time.perf_counter(), cpu)
