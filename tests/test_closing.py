"""The last lines of a run: what a member structure would find is counted, never told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.closing import closing_lines
from pipeline.received import Quality


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (("INS-15", "INS-21"), "d'une autre dans 2 tableaux au moins (INS-15, INS-21). make sec"),
        (("INS-15",), "dans 1 tableau au moins (INS-15). make secrecy dit qui et combien ; strict"),
        ((), "ne retrouverait aucun des petits effectifs masqués d'une autre"),
    ],
)
def test_what_a_member_would_find_is_counted_by_table(tables: tuple[str, ...], said: str) -> None:
    lines = closing_lines(Path("r.pdf"), 2025, Quality((), (), (), (), (), {}, {}), tables)
    assert said in "\n".join(lines)


def test_an_edition_that_withstands_its_members_says_nothing_of_them() -> None:
    lines = closing_lines(Path("r.pdf"), 2025, Quality((), (), (), (), (), {}, {}), None)
    assert "Secret" not in "\n".join(lines)


def test_the_texts_that_lost_a_sentence_are_named() -> None:
    quality = Quality((), (), (), (), (), {}, {})
    lines = closing_lines(Path("r.pdf"), 2025, quality, cut=("textes/finances.md",))
    assert "à la place marquée […] : textes/finances.md." in "\n".join(lines)
