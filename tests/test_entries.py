"""The entries: files and lines behind a figure, and the way back to its places."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

from pipeline.compose.entries import compose_entries, frameworks
from pipeline.compose.material import Source, Targets
from pipeline.compose.page import Entry, Table
from pipeline.compose.sources import compose_sources
from pipeline.model import CellKey, Figure, Figures, State
from pipeline.plan import FunderPlan, Plan
from pipeline.proof import marks
from pipeline.proof.citations import cited_places, with_citations, words_for
from pipeline.proof.places import printed_numbers
from pipeline.received import LineBalance, Quality, SourceFile
from pipeline.tallies import tallies
from tests.builders import YEAR, indicator

HEAD = replace(indicator(), raw_tables=("sorties", "structures"))
OTHER = replace(indicator("insertion/autre", code="INS-02"), raw_tables=())
PLAN = Plan(FunderPlan("general", "", "", (), (HEAD.id,)), ())
TITLES = {"sorties": "Sorties du parcours", "structures": "Structures du pôle"}


def source_file(path: str, contract: str) -> SourceFile:
    return SourceFile(path, contract, "a", YEAR, "0" * 64, 12, "utf-8", ";")


def delivery(kept: int, of_persons: frozenset[str]) -> tuple[Source, Quality]:
    """One file of each contract; all the lines of `sorties` but one title are read."""
    files = (source_file("a/sorties.csv", "sorties"), source_file("s.csv", "structures"))
    balances = (
        LineBalance("a/sorties.csv", kept + 3, kept - 2, 2, 1, 2),
        LineBalance("s.csv", 9, 8, 0, 1, 0),
    )
    cells = {CellKey(HEAD.id, YEAR): Figure(CellKey(HEAD.id, YEAR), State.VALUE, Decimal(7))}
    figures = Figures({HEAD.id: HEAD, OTHER.id: OTHER}, cells, (YEAR - 1, YEAR), {}, 5)
    source = Source(figures, Targets((), ()), (), {}, TITLES, of_persons=of_persons)
    return source, Quality(files, (), (), (), balances, {}, {})


def entries(kept: int, of_persons: frozenset[str] = frozenset()) -> tuple[Entry, ...]:
    return compose_entries(PLAN, *delivery(kept, of_persons))


def table_of_sources(kept: int) -> Table:
    source, quality = delivery(kept, frozenset())
    return compose_sources(source, tallies(quality))


def test_an_entry_refers_to_its_sources_and_tells_the_fate_of_their_lines() -> None:
    (first, other) = entries(kept=20)
    assert first.sources == "S1, S2"
    assert first.made_from == "2\u00a0fichiers, 28\u00a0lignes gardées sur\u00a032"
    assert (other.sources, other.made_from) == ("", "Journal de réception")


def test_each_source_has_its_files_the_fate_of_their_lines_and_a_hash() -> None:
    first, second = table_of_sources(kept=20).rows
    alone = sha256(f"{'0' * 64}  a/sorties.csv\n".encode()).hexdigest()
    assert first.label == "S1 Sorties du parcours"
    assert first.cells == ("1", "23", "20", "2", alone[:16])
    assert (second.label, second.cells[:4]) == ("S2 Structures du pôle", ("1", "9", "8", "0"))


def test_an_entry_names_the_frameworks_of_others_where_there_are() -> None:
    both = replace(HEAD, sdg=("8.5", "10.2"), iris="≈ OI9028")
    assert frameworks(both) == "ODD\u00a08.5, 10.2, IRIS+\u00a0≈\u00a0OI9028"
    assert frameworks(replace(both, sdg=())) == "IRIS+\u00a0≈\u00a0OI9028"
    assert frameworks(replace(both, iris="")) == "ODD\u00a08.5, 10.2"
    assert frameworks(HEAD) == ""


def test_what_has_a_detail_and_no_total_is_not_said_undelivered() -> None:
    key = CellKey(HEAD.id, YEAR, category="a")
    figures = Figures({HEAD.id: HEAD}, {key: Figure(key, State.VALUE)}, (YEAR - 1, YEAR), {}, 5)
    source = Source(figures, Targets((), ()), (), {}, TITLES)
    (entry,) = compose_entries(PLAN, source, Quality((), (), (), (), (), {}, {}))
    assert entry.value == "sans total"
    assert "Non transmis en" in entry.compared, "nothing at all the year before"


def entry_of(*values: int | State) -> str:
    """What an entry compares, for the values of successive years up to the report's."""
    years = range(YEAR - len(values) + 1, YEAR + 1)
    cells = {}
    for year, value in zip(years, values, strict=True):
        key = CellKey(HEAD.id, year)
        if isinstance(value, State):
            cells[key] = Figure(key, value)
        else:
            cells[key] = Figure(key, State.VALUE, Decimal(value))
    figures = Figures({HEAD.id: replace(HEAD, sensitivity=1)}, cells, tuple(years), {}, 5)
    source = Source(figures, Targets((), ()), (), {}, TITLES)
    (entry,) = compose_entries(PLAN, source, Quality((), (), (), (), (), {}, {}))
    return entry.compared


def test_a_series_masked_this_year_tells_the_years_that_are_published() -> None:
    first, second = YEAR - 2, YEAR - 1
    told = entry_of(7, 9, State.HIDDEN)
    assert told == f"Publié\u00a0: 7\u202fpers. en {first} et 9\u202fpers. en {second}."
    assert entry_of(State.HIDDEN, State.HIDDEN) == (
        "Masqué chaque année pour protéger les personnes."
    )
    assert entry_of(State.HIDDEN, 7) == f"Masqué en {second}."


def test_the_lines_of_files_of_persons_are_not_told() -> None:
    """26 exits kept over all years, less those printed for each: the year that is masked."""
    first = entries(20, frozenset({"sorties"}))[0]
    assert (first.sources, first.made_from) == ("S1, S2", "2\u00a0fichiers")


def test_an_indicator_that_no_page_shows_has_a_short_entry() -> None:
    first, other = entries(kept=20)
    assert (first.value, other.value) == ("7\u202fpers.", "fichier joint")
    assert (other.compared, other.made_from) == ("", "Journal de réception")


def test_what_is_for_the_pole_alone_has_its_definition_and_no_figure() -> None:
    inside = replace(HEAD, kept="interne", definition="Sortis de détention.")
    figures = Figures({HEAD.id: inside}, {}, (YEAR - 1, YEAR), {}, 5)
    source = Source(figures, Targets((), ()), (), {}, TITLES)
    (entry,) = compose_entries(PLAN, source, Quality((), (), (), (), (), {}, {}))
    assert (entry.value, entry.compared) == ("usage interne", "")


def test_an_entry_links_to_each_place_once_and_not_to_itself() -> None:
    with marks.marking() as origins:
        now = marks.of("7", f"{HEAD.id}|{YEAR}||")
        gap = marks.of("+2", f"{HEAD.id}|{YEAR - 1}||", f"{HEAD.id}|{YEAR}||")
        page = (
            f'<div id="carte-INS-01">{now}</div><table><tr id="insertion-annees-1-ligne-2">'
            f'<td>{now}</td></tr><tr id="insertion-annees-1-ligne-3"><td>{now}</td></tr></table>'
            f'<div id="graphique-4">{gap}</div><div id="ind-INS-01">{now}<!-- cité INS-01 --></div>'
        )
    places = cited_places(printed_numbers(page, origins), {HEAD.id: HEAD.code})
    assert with_citations(page, places).endswith(
        '<a href="#carte-INS-01">chiffre clé</a>, '
        '<a href="#insertion-annees-1-ligne-2">tableau</a>, '
        '<a href="#graphique-4">graphique 4</a>.</div>'
    )


def test_a_criterion_leads_to_the_first_chart_or_table_that_tells_it_else_to_its_entry() -> None:
    with marks.marking() as origins:
        now = marks.of("7", f"{HEAD.id}|{YEAR}||")
        page = (
            f'<div id="carte-INS-01">{now}</div><p id="critere-1">{now}<!-- où INS-01 --></p>'
            f'<p><!-- où INS-02 --></p><p id="pole">{now}</p><p id="graphique-4">{now}</p>'
            f'<p id="insertion-annees-1-ligne-2">{now}</p>'
        )
    places = cited_places(printed_numbers(page, origins), {HEAD.id: HEAD.code})
    found = re.findall(r'<a class="page" href="(.*?)">(.*?)</a>', with_citations(page, places))
    assert found == [("#graphique-4", "graphique 4"), ("#ind-INS-02", "fiche")]


def test_links_say_what_stands_at_each_kind_of_place() -> None:
    said = {
        "essentiel": "l’essentiel", "insertion": "chapitre", "insertion-parole": "parole du pôle",
        "insertion-detail-2-1": "détail", "insertion-large-1": "détail de l’année",
        "critere-3": "critère 3", "donnees-6": "données du graphique 6",
        "changements-1": "ce qui a changé", "insertion-perspectives": "perspectives",
        "developpement_local": "chapitre", "pole": "le pôle",
    }  # fmt: skip
    assert {anchor: words_for(anchor) for anchor in said} == said
