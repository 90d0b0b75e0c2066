"""Numbers that are no figures: each stands, with the words around it, in a text written before.

The program, its definitions, the pole's own texts and the names that it gives may be repeated. A
number that they do not say, between the same words, comes from the data: a page gives it an
origin, and it is judged as a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.published.words import JOINT, numbers, tells, words

if TYPE_CHECKING:
    from pipeline.model import Aggregates, Pole
    from pipeline.received import Quality

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (
    "pipeline/**/*.py", "queries/**/*.sql", "report_templates/**/*.j2",
    "report_templates/**/*.toml", "report_templates/**/*.css", "data/contracts/*.json",
    "data/reference/*", "requirements.lock",
)  # fmt: skip
BENCH = ROOT / "pipeline" / "bench"  # tells of its own poles, and no report repeats it
POLE = ("*.toml", "textes/**/*.md")
NEAR = 3  # words in a row, the number one of them

Window = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What may be repeated: three words in a row around each number, and the last two.

    A name that holds a number may stand anywhere, whatever is said around it: « Régie 93 ».
    """

    windows: frozenset[Window] = frozenset()
    name: re.Pattern[str] | None = None  # any of those with a number

    def without_names(self, text: str) -> str:
        """The text without the names that hold a number."""
        return self.name.sub(" ", text) if self.name else text

    def strangers(self, text: str) -> Iterator[str]:
        """The numbers of a text that nobody wrote beforehand."""
        told = words(self.without_names(text))
        for rank in numbers(told):
            if not any(window in self.windows for window in _around(told, rank)):
                yield told[rank]


def written(texts: Iterable[str]) -> Written:
    """Read texts written beforehand."""
    return Written(frozenset(window for text in texts for window in _windows(text)))


def of_program() -> Written:
    """What the program says by itself, whatever the pole."""
    return _read(ROOT, PROGRAM)


def of_edition(folder: Path, pole: Pole, quality: Quality, aggregates: Aggregates) -> Written:
    """What the program says, with the pole's own texts, its names and what is said of its files."""
    names = {pole.name, pole.territory, *quality.structures.values()}
    names |= {cell.category for cell in aggregates.cells}
    own_names = _any_of(names)
    names |= {f"modalites: {c}" for head in aggregates.indicators.values() for c in head.categories}
    names |= {text for head in aggregates.indicators.values() for text in (head.id, head.iris)}
    names |= {text for file in quality.files for text in (file.path, file.sheet)}
    names |= {text for one in quality.faults for text in (one.file, one.cause, one.remedy)}
    own = written(names).windows | _read(folder, POLE).windows
    return Written(own | of_program().windows, own_names)


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Those with a number, or a year, beside a word: a number by itself is no name."""
    told = [name for name in names if re.search(r"\d", name) or tells(name)]
    own = [name for name in told if re.search(r"[^\W\d]", name)]
    own.sort(key=lambda name: (-len(name), name))
    spaced = (r"\s+".join(map(re.escape, name.split())) for name in own)
    apart = "|".join(re.sub("['’]", "['’]", name) for name in spaced)
    return re.compile(rf"(?<!\w)(?:{apart})(?!\w)") if own else None


@cache
def _read(folder: Path, patterns: tuple[str, ...]) -> Written:
    paths = (path for pattern in patterns for path in folder.glob(pattern) if path.is_file())
    return written(path.read_text("utf-8") for path in paths if path.parent != BENCH)


def _windows(text: str) -> Iterator[Window]:
    told = [word for word in words(text) if word != JOINT]
    for rank in numbers(told):
        yield from _all(told, rank)
        yield tuple(told[max(rank - 1, 0) : rank + 1])
        yield (told[rank],)  # by itself: a name such as `jinja2`, see `_around`


def _all(told: list[str], rank: int) -> Iterator[Window]:
    starts = range(max(rank - NEAR + 1, 0), rank + 1)
    yield from (tuple(told[n : n + NEAR]) for n in starts if len(told) >= n + NEAR)


def _around(told: list[str], rank: int) -> Iterator[Window]:
    """Three words of its own sentence; with too few of them, the end of the one before."""
    first = last = rank
    while first and told[first - 1] != JOINT:
        first -= 1
    while last + 1 < len(told) and told[last + 1] != JOINT:
        last += 1
    own = told[first : last + 1]
    if len(own) >= NEAR:
        yield from _all(own, rank - first)
        return
    if any(map(str.isalpha, told[rank])) and any(map(str.isdigit, told[rank])):
        yield (told[rank],)
    before = [word for word in told[max(0, first - 9) : first] if word != JOINT][-2:]
    until = len(before) + rank - first + 1
    if len(own) > 1 and rank == first:
        yield tuple([*before, *own][-NEAR:])
    elif until > 1:
        yield tuple([*before, *own][until - 2 : until])
