"""The profile of a funder: its criteria, what answers each, at which page, and what does not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.e2e.command import ROOT, Printed
from tests.e2e.paper import pages

PROFILE = ROOT / "report_templates" / "funders" / "fabrique-de-territoire.toml"


def profile() -> dict[str, Any]:
    return tomllib.loads(PROFILE.read_text(encoding="utf-8"))


def plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def annex(pdf: Path) -> tuple[str, list[int]]:
    """The words of the annex from its first criterion on, and the ranks of its pages."""
    texts = [plain(text) for text in pages(pdf)]
    titles = [criterion["intitule"] for criterion in profile()["criteres"]]
    first = next(n for n, text in enumerate(texts) if f"1. {plain(titles[0])}" in text)
    last = next(n for n, text in enumerate(texts) if f"{len(titles)}. {plain(titles[-1])}" in text)
    return " ".join(texts[first : last + 1]), list(range(first, last + 1))


@pytest.fixture(scope="module")
def blocks(fabrique: Printed) -> list[str]:
    """The words of each criterion, in order."""
    words, _ = annex(fabrique.pdf)
    titles = [plain(criterion["intitule"]) for criterion in profile()["criteres"]]
    starts = [words.index(f"{rank}. {title}") for rank, title in enumerate(titles, start=1)]
    assert starts == sorted(starts)
    return [words[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]


def test_the_run_ends_well_with_the_mention_of_the_funder(fabrique: Printed) -> None:
    assert fabrique.ended.code == 0, fabrique.ended.err
    assert plain(profile()["mention"]) in plain(pages(fabrique.pdf)[0])


def test_each_criterion_has_its_question_and_a_page_where_it_is_answered(
    blocks: list[str], fabrique: Printed
) -> None:
    for block, criterion in zip(blocks, profile()["criteres"], strict=True):
        assert plain(criterion["question"]) in block
        cited = [int(page) for page in re.findall(r"\bp\. ?(\d+)", block)]
        assert cited, block
        assert set(cited) <= set(range(2, len(pages(fabrique.pdf)) + 1))


def test_the_pages_told_are_those_where_the_links_lead(fabrique: Printed) -> None:
    words, ranks = annex(fabrique.pdf)
    told = {int(page) for page in re.findall(r"\bp\. ?(\d+)", words)}
    reached = {place for rank in ranks for place in linked_pages(fabrique.pdf, rank)}
    assert told <= reached


def linked_pages(pdf: Path, rank: int) -> set[int]:
    """The numbers of the pages to which the links of one page lead."""
    with pikepdf.open(pdf) as opened:
        numbers = {page.objgen: number for number, page in enumerate(opened.pages, start=1)}
        names = list(opened.Root.Names.Dests.Names)
        places: dict[str, Any] = dict(zip(map(str, names[::2]), names[1::2], strict=True))
        links: list[Any] = [note.get("/Dest") for note in opened.pages[rank].get("/Annots", [])]
        return {numbers[places[str(link)][0].objgen] for link in links if link is not None}


def test_what_the_pole_did_not_write_is_told(blocks: list[str]) -> None:
    last = profile()["criteres"][-1]
    assert last["textes"] == ["poste"]
    assert "textes/poste.md" in blocks[-1]
    assert not any("« poste »" in block for block in blocks[:-1])


def test_the_general_report_has_no_criteria(demo: Printed) -> None:
    words = plain(" ".join(pages(demo.pdf)))
    assert f"1. {plain(profile()['criteres'][0]['intitule'])}" not in words
