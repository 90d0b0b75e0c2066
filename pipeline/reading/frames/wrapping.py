"""Lines that a spreadsheet quoted whole: a CSV opened in one column, then saved again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.reading.frames.framing import DELIMITERS
from pipeline.reading.frames.quoting import QUOTE

WRAPPED = "guillemets autour de toute la ligne retirés"
FEWEST = 2  # lines: one alone may be a title

_WHOLE = re.compile(r'"((?:[^"]++|"")*+)"')


def unwrap(lines: Sequence[str]) -> tuple[Sequence[str], Mapping[int, str]]:
    """The lines without those quotes, and the name of the repair by line, from 1.

    Lines that needed no quote have none: any other quote says that cells are quoted, not lines.
    """
    found: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        if QUOTE not in line:
            continue
        whole = _WHOLE.fullmatch(line.strip())
        if not whole or not any(mark in whole[1] for mark in DELIMITERS):
            return lines, {}
        found[number] = whole[1].replace(QUOTE * 2, QUOTE)
    if len(found) < FEWEST:
        return lines, {}
    return [found.get(n, line) for n, line in enumerate(lines, 1)], dict.fromkeys(found, WRAPPED)
