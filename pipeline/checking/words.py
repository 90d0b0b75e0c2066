"""Small groups in the words that the pole types: nothing masks them, so it is told of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.answers import CHANGES_FILE, COMMENTS_FILE
from pipeline.pole_file import POLE_FILE
from pipeline.toml_file import read_text_file

WORDS = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
PEOPLE = (
    "personnes?", "salariée?s?", "femmes?", "hommes?", "jeunes", "bénéficiaires?", "stagiaires?",
    "réfugiée?s?", "détenue?s?", "allocataires?", "travailleu(?:r|se)s? handicapée?s?",
    "sortante?s?", "demandeu(?:r|se)s? d.emploi", "anciens? salariés?", "anciennes? salariées?",
)  # fmt: skip
GROUP = re.compile(
    rf"(?<![\w,.])(\d+|{'|'.join(WORDS)}|une? seule?)\s+(?:{'|'.join(PEOPLE)})\b", re.IGNORECASE
)


def small_groups(pole_dir: Path, threshold: int) -> Iterator[str]:
    """`textes/insertion.md, ligne 3 : « deux personnes »`, for each one below the threshold."""
    settings = (POLE_FILE, COMMENTS_FILE, CHANGES_FILE)
    paths = [*sorted((pole_dir / "textes").glob("*.md")), *(pole_dir / name for name in settings)]
    for path in filter(Path.is_file, paths):
        for rank, line in enumerate(read_text_file(path).splitlines(), start=1):
            for found in GROUP.finditer(line):
                if 0 < _count(found[1]) < threshold:
                    place = path.relative_to(pole_dir).as_posix()
                    yield f"{place}, ligne {rank} : « {found[0]} »"


def _count(word: str) -> int:
    """The number that a word or digits say; one for « une seule »."""
    if word.isdigit():
        return int(word)
    return WORDS.index(word.lower()) + 2 if word.lower() in WORDS else 1
