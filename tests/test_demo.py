"""The invented pole: the same bytes every time, a coherent story, and messy files as announced."""

from __future__ import annotations

import re
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipeline.contracts import load_contracts, load_references
from pipeline.ingest import ingest
from pipeline.pole_file import read_pole_file
from pipeline.received import Delivery
from pipeline.validate import validate

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "data" / "demo"
STARTER = ROOT / "data" / "starters" / "le-phares"
DEPOSITS = DEMO / "depots"
sys.path.insert(0, str(DEMO))

from cast import MEMBERS, YEARS, Book, Row  # noqa: E402
from faults import FAULTS, Planted  # noqa: E402
from generate import story, write_deposits  # noqa: E402
from habits import HABITS  # noqa: E402


@pytest.fixture(scope="module")
def book() -> Book:
    return story()


def rows_of(book: Book, contract: str) -> list[Row]:
    return [row for _, _, row in book.of(contract)]


def text_of(path: str) -> str:
    data = (DEPOSITS / path).read_bytes()
    return data.decode(HABITS[path.split("/", maxsplit=1)[0]].encoding)


def lines_of(path: str) -> list[str]:
    return text_of(path).splitlines()


def cells_of(line: str) -> list[str]:
    return line.split(";")


def amount(text: str) -> Decimal:
    return Decimal(re.sub("[\xa0\u202f €]", "", text).replace(",", "."))


def day(value: object) -> date:
    assert isinstance(value, date)
    return value


# --- the same files every time ---------------------------------------------------------------


def test_the_generator_writes_the_same_files_to_the_byte(tmp_path: Path) -> None:
    count = write_deposits(tmp_path / "depots")
    again = {p.relative_to(tmp_path / "depots"): p for p in (tmp_path / "depots").rglob("*.*")}
    here = {p.relative_to(DEPOSITS): p for p in DEPOSITS.rglob("*.*")}
    assert sorted(again) == sorted(here)
    assert len(again) == count
    assert [p for p in again if again[p].read_bytes() != here[p].read_bytes()] == []


def test_the_files_stay_few_and_small() -> None:
    files = [p for p in DEPOSITS.rglob("*") if p.is_file()]
    assert 350 <= len(files) <= 520
    assert sum(p.stat().st_size for p in files) < 3_000_000


# --- the story -------------------------------------------------------------------------------


def test_every_contract_has_data_in_each_of_the_five_years(book: Book) -> None:
    for name, contract in load_contracts().items():
        rows = rows_of(book, name)
        assert rows, name
        if contract.year_column:
            cells = [row.get(contract.year_column) or row.get("mois") for row in rows]
            years = {cell.year if isinstance(cell, date) else cell for cell in cells}
            assert set(YEARS) <= years, name


def test_people_at_work_grow_from_about_130_to_190(book: Book) -> None:
    person = {row["contrat_id"]: row["salarie_key"] for row in rows_of(book, "contrats_insertion")}
    at_work: dict[int, set[object]] = {}
    for row in rows_of(book, "heures_insertion"):
        at_work.setdefault(day(row["mois"]).year, set()).add(person[row["contrat_id"]])
    counts = [len(at_work[year]) for year in YEARS]
    assert counts == sorted(counts)
    assert 120 <= counts[0] <= 140
    assert 175 <= counts[-1] <= 200


@pytest.mark.parametrize(
    ("year", "dynamic", "durable"),
    [(2021, 51, 18), (2022, 55, 20), (2023, 46, 14), (2024, 57, 21), (2025, 62, 23)],
)
def test_exits_follow_the_story(book: Book, year: int, dynamic: int, durable: int) -> None:
    """Six weeks in a workshop is no exit, a passage to another member is none for the pole."""
    stays = rows_of(book, "contrats_insertion")
    first: dict[tuple[object, object], date] = {}
    for row in stays:
        place = (row["salarie_key"], row["structure_id"])
        first[place] = min(day(row["date_debut"]), first.get(place, date.max))
    counts: Counter[object] = Counter()
    for row in rows_of(book, "sorties"):
        left = day(row["date_sortie"])
        entered = first[row["salarie_key"], row["structure_id"]]
        moved = any(
            person == row["salarie_key"] and 0 < (start - left).days < 90
            for (person, _), start in first.items()
        )
        if left.year == year and (left - entered).days > 80 and not moved:
            counts[row["categorie"]] += 1
    examined = counts.total() - counts["retrait"]
    good = counts["durable"] + counts["transition"] + counts["positive"]
    assert 45 <= examined <= 75
    assert abs(100 * good / examined - dynamic) < 2
    assert abs(100 * counts["durable"] / examined - durable) < 2


def test_the_flooded_workshop_pays_few_hours_in_its_closed_months(book: Book) -> None:
    paid: Counter[int] = Counter()
    for structure, _, row in book.of("heures_insertion"):
        month = day(row["mois"])
        if structure == "atelier-fil" and month.year == 2023:
            paid[month.month] += int(str(row["heures_payees"]).split(".", maxsplit=1)[0])
    closed = [paid[month] for month in range(3, 8)]
    assert max(closed) < min(paid[1], paid[2]) / 2


def test_each_exit_has_its_contract_and_each_hour_falls_within_one(book: Book) -> None:
    signed = {row["contrat_id"]: row for row in rows_of(book, "contrats_insertion")}
    for row in rows_of(book, "sorties"):
        contract = signed[row["contrat_id"]]
        assert contract["salarie_key"] == row["salarie_key"]
        assert contract["date_fin_reelle"] == row["date_sortie"]
    for row in rows_of(book, "heures_insertion"):
        contract, month = signed[row["contrat_id"]], day(row["mois"])
        assert day(contract["date_debut"]).replace(day=1) <= month
        assert month <= (contract["date_fin_reelle"] or date.max)  # type: ignore[operator]
        assert 0 <= Decimal(str(row["heures_payees"])) <= 250


def test_calls_come_after_the_exit(book: Book) -> None:
    left = {
        (row["salarie_key"], row["structure_id"]): day(row["date_sortie"])
        for row in rows_of(book, "sorties")
    }
    for row in rows_of(book, "suivi_sorties"):
        assert day(row["date_contact"]) > left[row["salarie_key"], row["structure_id"]]


def test_grants_paid_add_up_to_account_74(book: Book) -> None:
    paid: Counter[tuple[object, object]] = Counter()
    for row in rows_of(book, "financements"):
        paid[row["structure_id"], row["annee"]] += int(str(row["montant_verse_eur"]))
    for row in rows_of(book, "budget"):
        if (row["compte"], row["nature"], row.get("action_id")) == ("74", "realise", None):
            assert paid[row["structure_id"], row["annee"]] == row["montant_eur"]


def test_an_invoice_straddles_two_years(book: Book) -> None:
    straddling = [
        row
        for row in rows_of(book, "energie")
        if day(row["date_debut"]).year < day(row["date_fin"]).year
    ]
    assert len(straddling) >= 5


def test_small_cells_and_unknown_values_occur(book: Book) -> None:
    contracts = rows_of(book, "contrats_insertion")
    assert any(row["sexe"] is None for row in contracts)
    assert any(row["adresse_qpv"] == "inconnu" for row in contracts)
    gardeners = {
        row["salarie_key"] for row in contracts if row["structure_id"] == "jardins" and row["rqth"]
    }
    assert 1 <= len(gardeners) <= 4
    kitchen = [r for s, year, r in book.of("sorties") if (s, year) == ("cuisine", 2023)]
    assert len(kitchen) == 2


def test_identifiers_are_unique_and_sirets_pass_while_plainly_invented(book: Book) -> None:
    for name in ("contrats_insertion", "sorties", "emplois", "dechets", "achats", "financements"):
        key = load_contracts()[name].primary_key[0]
        values = [row[key] for row in rows_of(book, name)]
        assert len(values) == len(set(values)), name
    for member in MEMBERS:
        digits = [int(d) for d in member.siret]
        doubled = [d * 2 - 9 * (d > 4) if i % 2 == 0 else d for i, d in enumerate(digits)]
        assert sum(doubled) % 10 == 0
        assert member.siret.startswith("000")


def test_one_structure_joins_in_2023_and_another_leaves_at_the_end_of_2024() -> None:
    joined = [m.id for m in MEMBERS if m.joined.year == 2023]
    left = [m.id for m in MEMBERS if m.left == date(2024, 12, 31)]
    assert (len(MEMBERS), joined, left) == (12, ["cuisine"], ["theatre"])
    assert not (DEPOSITS / "theatre" / "2025").exists()


# --- the mess --------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.what for fault in FAULTS])
def test_each_planted_fault_is_where_the_list_says(fault: Planted) -> None:
    if fault.code == "manquant":
        assert not (DEPOSITS / fault.file).exists()
        return
    places = [n for n, line in enumerate(lines_of(fault.file), start=1) if fault.marker in line]
    assert len(places) == (len(lines_of(fault.file)) if not fault.marker else fault.lines)


def test_the_pipeline_finds_the_planted_faults_and_no_other() -> None:
    contracts = load_contracts()
    pole = read_pole_file(DEMO / "pole.toml").pole
    with duckdb.connect(":memory:") as db:
        load_references(db)
        quality = validate(ingest(DEMO, contracts, db), db, contracts, pole)
    planted = {(fault.file, fault.code) for fault in FAULTS if fault.code != "manquant"}
    found = {
        (fault.file.removeprefix("depots/"), fault.code if fault.line else "fichier_non_lu")
        for fault in quality.faults
        if fault.code != "sejour_trop_court"  # some weeks in a workshop: no mistake, a story
    }
    assert found == planted
    missing = {key for key, state in quality.deliveries.items() if state is Delivery.MISSING}
    assert missing == {("velo", "dechets", 2025), ("theatre", "budget", 2024)}


def test_members_save_in_three_ways_with_three_delimiters() -> None:
    assert (DEPOSITS / "cuisine/2024/Achats.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with pytest.raises(UnicodeDecodeError):
        (DEPOSITS / "velo/2024/Achats 2024.csv").read_bytes().decode("utf-8")
    assert text_of("ressourcerie/2024/Achats 2024.csv").startswith('"achat_id","structure_id"')
    assert "\t" in lines_of("coop-services/2024/achats_2024.csv")[0]
    assert b"\r\n" not in (DEPOSITS / "declic/2024/achats.csv").read_bytes()
    assert b"\r\n" in (DEPOSITS / "berges/2024/achats.csv").read_bytes()


def test_thousands_are_spaced_in_three_ways_and_decimals_have_a_comma() -> None:
    assert re.search(r"\d \d{3},\d\d", text_of("berges/2024/achats.csv"))
    assert re.search(r"\d\xa0\d{3},\d\d", text_of("formation/2024/achats-2024.csv"))
    assert re.search(r"\d\u202f\d{3},\d\d\u202f€", text_of("cuisine/2024/Achats.csv"))


@pytest.mark.parametrize(
    ("path", "column"),
    [
        ("berges/2023/heures_insertion.csv", 2),
        ("velo/2024/Achats 2024.csv", 7),
        ("velo/Financements.csv", 9),
    ],
)
def test_a_total_row_closes_the_table_and_equals_the_sum(path: str, column: int) -> None:
    lines = [cells_of(line) for line in lines_of(path) if line.strip(";")]
    assert lines[-1][0] == "TOTAL"
    above = sum(amount(cells[column]) for cells in lines[1:-1])
    assert amount(lines[-1][column]) == above


def test_titles_blank_lines_trailing_delimiters_and_absent_values() -> None:
    title, blank, header = lines_of("semaphore/2024/Mutualisation 2024.csv")[:3]
    assert title.startswith("Le Sémaphore – Ressources mutualisées – 2024;;;")
    assert blank == ";" * header.count(";")
    assert lines_of("graine/2024/Achats.csv")[0].endswith(";;;")
    assert any(not line.strip(";") for line in lines_of("jardins/2024/heures insertion.csv"))
    assert ";NC;" in text_of("jardins/2024/sorties.csv")
    assert lines_of("atelier-fil/2024/SORTIES.CSV")[0].startswith("IDENTIFIANT DE LA SORTIE;")


def test_yes_is_written_in_many_ways_and_the_folder_may_tell_structure_and_year() -> None:
    assert {habit.yes_no[0] for habit in HABITS.values()} >= {"oui", "O", "x", "1", "vrai"}
    header = cells_of(lines_of("berges/2024/achats.csv")[0])
    assert "Identifiant de la structure" not in header
    assert "Année" not in header


# --- the words -------------------------------------------------------------------------------


def test_the_pole_files_are_read_and_name_their_carrier() -> None:
    demo, starter = read_pole_file(DEMO / "pole.toml"), read_pole_file(STARTER / "pole.toml")
    assert (demo.pole.carrier, demo.pole.is_fictional, demo.threshold) == ("semaphore", True, 5)
    assert {target.year for target in demo.targets} == set(YEARS)
    assert (starter.pole.carrier, starter.pole.is_fictional) == ("phares", False)
    assert starter.targets == ()


def test_texts_are_short_and_call_indicators_that_exist() -> None:
    texts = sorted((DEMO / "textes").glob("*.md"))
    assert len(texts) == 11
    for path in texts:
        text = path.read_text(encoding="utf-8")
        called = re.findall(r'valeur\("([^"]+)"', text)
        assert 1 <= len(set(called)) <= 3, path.name
        for indicator in called:
            assert (ROOT / "queries" / "indicators" / f"{indicator}.sql").is_file(), indicator
        assert 60 <= len(re.sub(r"\{\{.*?\}\}", "x", text).split()) <= 140, path.name


def test_targets_name_indicators_that_exist() -> None:
    for target in read_pole_file(DEMO / "pole.toml").targets:
        assert (ROOT / "queries" / "indicators" / f"{target.indicator}.sql").is_file()


def test_the_starter_gives_dates_and_an_address_but_no_figure() -> None:
    words = " ".join(p.read_text(encoding="utf-8") for p in STARTER.glob("textes/*.md"))
    assert set(re.findall(r"\d+", words)) == {"6", "1990", "2001", "2013", "2014", "2020"}
    assert "{{" not in words
