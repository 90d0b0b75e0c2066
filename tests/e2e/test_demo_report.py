"""`make report` on a fresh clone: the demonstration pole, told step by step, and its pages."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.e2e.command import ROOT, Printed, Resumed, Watched
from tests.e2e.paper import pages

VERBS = ("ingérer", "valider", "agréger", "protéger", "tracer", "imprimer")
NUMBER = r"(\d[\d\u202f\xa0 ]*)"


def whole(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_the_run_ends_well_and_says_first_that_the_data_are_fictitious(demo: Printed) -> None:
    assert demo.ended.code == 0, demo.ended.err
    assert demo.ended.err == ""
    first = demo.ended.out.splitlines()[0]
    assert "Aucun pôle" in first
    assert "données fictives" in first


def test_six_steps_are_told_in_order_with_their_durations(demo: Printed) -> None:
    found = re.findall(
        r"^Étape (\d) sur 6 · (\w+) : .* … \d+,\d\d s$", demo.ended.out, flags=re.MULTILINE
    )
    assert found == [(str(rank), verb) for rank, verb in enumerate(VERBS, start=1)]


def test_the_closing_lines_name_the_report_and_balance_the_lines(
    demo: Printed, elsewhere: Watched
) -> None:
    closing = demo.ended.out.partition("\n\n")[2]
    told = re.search(r"Rapport 2025 : (\S+\.pdf)", closing)
    assert told
    project = demo.folder.parents[2]
    assert (project / told[1]).samefile(demo.pdf)
    numbers = re.search(
        rf"{NUMBER} fichiers, {NUMBER} lignes lues : {NUMBER} comptées, {NUMBER} réparées"
        rf".*, {NUMBER} ignorées.*, {NUMBER} mises de côté",
        closing,
    )
    assert numbers
    files, *lines = map(whole, numbers.groups())
    balance = json.loads((elsewhere.kept / "bilan.json").read_text(encoding="utf-8"))
    fates = ("lines", "counted", "repaired", "ignored", "set_aside")
    assert [sum(file[fate] for file in balance) for fate in fates] == lines
    assert len(balance) == files
    assert lines[0] == sum(lines[1:])
    assert min(lines) > 0


def test_the_printed_balance_is_that_of_the_terminal_to_the_hundred(demo: Printed) -> None:
    told = re.search(rf"{NUMBER} lignes lues", demo.ended.out)
    assert told
    rounded = f"{round(whole(told[1]), -2):,}".replace(",", " ")
    assert any(f"≈ {rounded}" in page and "remis par les" in page for page in pages(demo.pdf))


def test_the_report_has_less_than_forty_pages_numbered_and_marked(demo: Printed) -> None:
    texts = pages(demo.pdf)
    assert 20 <= len(texts) < 40
    assert "2025" in texts[0]
    for number, text in enumerate(texts, start=1):
        assert "données fictives" in text.lower(), f"page {number}"
        assert number == 1 or re.search(rf"\b{number} / {len(texts)}\b", text), f"page {number}"


def test_nothing_of_the_machinery_is_printed(demo: Printed, fabrique: Printed) -> None:
    for text in (*pages(demo.pdf), *pages(fabrique.pdf)):
        assert not re.search(r"\{\{|\}\}|\bNone\b|\bnan\b|\binf\b|Undefined|<[a-z]+>", text), text


@pytest.mark.parametrize("profile", ["general", "fabrique-de-territoire"])
def test_the_summary_shows_the_twelve_key_figures(
    profile: str, demo: Printed, fabrique: Printed
) -> None:
    printed, year = (demo, 2025) if profile == "general" else (fabrique, 2024)
    funder = ROOT / "report_templates" / "funders" / f"{profile}.toml"
    chosen = tomllib.loads(funder.read_text(encoding="utf-8"))["chiffres_cles"]
    assert len(set(chosen)) == 12
    codes = {row["indicateur"]: row["code"] for row in table(printed.folder / "dictionnaire.csv")}
    published = values(printed.folder / "indicateurs.csv", year)
    assert published.keys() >= {*chosen} or profile != "general"  # the small pole sent few files
    summary = " ".join(pages(printed.pdf)[1:3])
    for indicator in chosen:
        assert codes[indicator] in summary, indicator
        value = published.get(indicator, "")
        assert re.search(rf"(?<![\d,]){value}(?![\d,])", summary), (indicator, value)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values(path: Path, year: int) -> dict[str, str]:
    """Value in French of each indicator published for the whole pole."""
    found = {}
    for row in table(path):
        place = row["annee"], row["structure"], row["modalite"]
        if place == (str(year), "", "") and row["valeur"]:
            whole_part, _, decimals = row["valeur"].partition(".")
            french = f"{int(whole_part):,}".replace(",", " ")
            decimals = decimals.rstrip("0")
            found[row["indicateur"]] = french + (decimals and f",{decimals}")
    return found


def test_another_edition_is_the_report_of_its_year(last_year: Resumed, demo: Printed) -> None:
    printed = last_year.printed
    assert printed.ended.code == 0, printed.ended.err
    assert f"Rapport 2024 : reprise/le-semaphore/2024/{printed.pdf.name}" in printed.ended.out
    texts = pages(printed.pdf)
    assert "2024" in texts[0]
    assert "2025" not in texts[0]
    assert values(printed.folder / "indicateurs.csv", 2025) == {}
    before = values(printed.folder / "indicateurs.csv", 2024)
    summary = " ".join(texts[1:3])
    assert before["insertion/salaries_en_insertion"] in summary
    assert before != values(demo.folder / "indicateurs.csv", 2025)


def test_a_run_leaves_nothing_in_the_temporary_folder(demo: Printed, shared: Path) -> None:
    assert demo.ended.code == 0
    assert [*(shared / "brouillons").iterdir()] == []
