"""What a whole column says of its cells: nothing is read alone that the others make doubtful."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.contracts import Field
from pipeline.reading.cells.columns import BLANK_IS_NO, watch
from pipeline.reading.cells.readers import cell_reader
from pipeline.received import Repair
from tests.intake import BUYS, CONTRATS, JOBS, delivery


def read(kind: str, texts: list[str], year: int | None = None) -> list[str]:
    """What each cell becomes once the whole column was seen."""
    of = Field("valeur", "Titre", "Description", kind)
    watched = watch(of, cell_reader(of, ("", "NC")), year)
    assert watched
    cells = [watched(text) for text in texts]
    if again := watched.settled():
        cells = [again(text) for text in texts]
    return [cell.refusal.code if cell.refusal else cell.text for cell in cells]


def test_a_french_column_of_dates_has_no_doubt() -> None:
    assert read("date", ["03/04/25", "13/12/2025"]) == ["2025-04-03", "2025-12-13"]
    assert read("date", ["31/02/2025", "03/04/2025"]) == ["date_impossible", "2025-04-03"]


def test_where_one_date_has_its_month_first_those_that_may_be_either_are_refused() -> None:
    texts = ["25/12/2025", "12/25/2025", "03/04/2025", "05/05/2025", "2025-04-03", "4 mars 2025"]
    assert read("date", texts) == [
        "2025-12-25", "date_ambigue", "date_ambigue", "2025-05-05", "2025-04-03", "2025-03-04",
    ]  # fmt: skip
    assert read("yearmonth", ["12/25/2025", "03/04/2025"]) == ["date_ambigue"] * 2


@pytest.mark.parametrize(
    ("texts", "year", "first"),
    [
        (["45292"], None, "2024-01-01"),  # 2028 in the calendar of 1904
        (["45292", "15/03/2025"], None, "2024-01-01"),
        (["45292"], 2024, "2024-01-01"),
        (["43830"], None, "numero_de_date_ambigu"),  # 31/12/2019 or 01/01/2024
        (["43830", "15/03/2024"], None, "numero_de_date_ambigu"),
        ([" 43830 "], 2024, "numero_de_date_ambigu"),
        (["43830"], 2019, "2019-12-31"),
        (["45292 00:00:00"], None, "2024-01-01"),
        (["43830 00:00:00"], None, "numero_de_date_ambigu"),
    ],
)
def test_a_number_of_a_spreadsheet_is_a_date_when_one_calendar_explains_it(
    texts: list[str], year: int | None, first: str
) -> None:
    assert read("date", texts, year)[0] == first


def test_blanks_are_no_only_beside_nothing_but_ticks() -> None:
    assert read("boolean", ["x", "", "X", " "]) == ["true", "false", "true", "false"]
    assert read("boolean", ["✓", ""]) == ["true", "false"]
    assert read("boolean", ["x", "", "non"]) == ["true", "", "false"]
    assert read("boolean", ["x", "", "NC"]) == ["true", "", ""]
    assert read("boolean", ["", ""]) == ["", ""]
    assert read("boolean", ["oui", ""]) == ["true", ""]


def test_a_comma_is_decimal_unless_the_column_is_english() -> None:
    assert read("number", ["1,234", "12,5"]) == ["1.2340", "12.5"]
    assert read("number", ["1,234", "12,5", "12.5"]) == ["1.2340", "12.5", "12.5"]
    assert read("number", ["1,234", "1,234.5"]) == ["nombre_ambigu", "1234.5"]
    assert read("number", ["1,234", "12,345,678"]) == ["nombre_ambigu", "12345678"]
    assert read("number", ["1,234", "12.5", "0,125"]) == ["1.2340", "12.5", "0.125"]
    assert read("number", ["1,234", "12.5", "200"]) == ["nombre_ambigu", "12.5", "200"]


def test_a_file_is_read_again_when_a_column_calls_for_it(tmp_path: Path) -> None:
    buys = (
        "achat_id;annee;montant_ht_eur;groupe\r\n"
        "a1;2025;1,234;x\r\n"
        "a2;2025;1,234.50;\r\n"
        "a3;2025;12;\r\n"
    )
    with delivery(tmp_path, {BUYS: buys}) as (intake, db):
        rows = db.execute("select achat_id, groupe from achats order by all").fetchall()
    assert rows == [("a2", False), ("a3", False)]
    assert [(f.line, f.code, f.suggestion) for f in intake.faults] == [
        (2, "nombre_ambigu", "1234 ou 1,2340")
    ]
    assert Repair(BUYS, 3, 4, "groupe", BLANK_IS_NO, cells=2) in intake.repairs
    assert [line.line for line in intake.ignored if line.file == BUYS] == [1]


def test_a_cell_about_a_person_is_told_without_its_value(tmp_path: Path) -> None:
    jobs = CONTRATS.replace("01/01/2025", "12/31/2025")
    buys = "achat_id;annee;montant_ht_eur\r\na1;2025;1,2 k€\r\n"
    with delivery(tmp_path, {JOBS: jobs, BUYS: buys}) as (intake, _):
        told = [(f.column, f.value, f.expected, f.suggestion) for f in intake.faults]
    assert told == [
        ("montant_ht_eur", "1,2 k€", "un nombre, par exemple 1234,5, en €", "1200"),
        ("date_debut", None, "une date JJ/MM/AAAA", ""),
        ("date_debut", None, "une date JJ/MM/AAAA", ""),
    ]
