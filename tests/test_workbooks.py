"""Workbooks as members send them: each visible sheet is read as a file would be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from pipeline.reading.books.archives import Budget
from pipeline.reading.books.biff import Record, read_texts
from pipeline.reading.books.workbooks import read_workbook
from pipeline.reading.limits import USUAL
from pipeline.received import Fault, Intake, Severity
from tests.intake import checked, delivery
from tests.workbooks import BUYS, Cells, changed, ods, xlsx

FOLDER = "depots/recyclerie/2025"
BOOK = f"{FOLDER}/classeur.xlsx"
TWO = [["A1", "Papeterie", 12.5], ["A2", "Menuiserie", 30]]
EXPECTED = {"A1": Decimal("12.5"), "A2": Decimal(30)}


def read(folder: Path, content: bytes, name: str = BOOK) -> tuple[dict[str, Decimal], Intake]:
    with delivery(folder, {name: content}) as (intake, db):
        rows = db.execute("select achat_id, montant_ht_eur from achats").fetchall()
    return dict(rows), intake


def only_fault(folder: Path, content: bytes, name: str = BOOK) -> Fault:
    (fault,) = [f for f in read(folder, content, name)[1].faults if f.file.startswith(name)]
    return fault


def shown(content: bytes) -> list[list[str]]:
    """The texts of the first sheet."""
    return [line.split("\t") for line in read_workbook(content, Budget(USUAL)).sheets[0].lines(100)]


def written(value: object, form: str = "General", *, is_1904: bool = False) -> str:
    """The text of one cell of that value and format."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.get_worksheet_by_name("Achats")
        sheet.write(0, 0, value, book.add_format({"num_format": form}))

    return shown(xlsx({"Achats": []}, fill, is_1904=is_1904))[0][0]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (12.5, "General", "12,5"),
        (0.1 + 0.2, "General", "0,3"),
        (1.234, "0.00", "1,234"),
        (1234567.891, "#,##0.00", "1234567,891"),
        (1e-7, "General", "0,0000001"),
        (-3.0, "#,##0.00 [$€-40C]", "-3"),
        (0.125, "0.0%", "12,5 %"),
        (0.07, "0%", "7 %"),
        (7, '0" jours"', "7"),
        (1000, "00000", "01000"),
        (12345678200002, "0", "12345678200002"),
        (12345678200002, "000 000 000 00000", "12345678200002"),
        (12345700000000, "0", "1,23457E+13"),
        (1234567890123456, "0", "1,23457E+15"),
        (35 / 24, "[h]:mm", "35:00"),
        (8.5 / 24, "hh:mm", "08:30"),
        (datetime(2025, 3, 12), "dd/mm/yyyy", "2025-03-12"),  # noqa: DTZ001
        (datetime(2025, 3, 1), "mmm-yy", "2025-03-01"),  # noqa: DTZ001
        (datetime(2025, 3, 12, 14, 30), "dd/mm/yyyy hh:mm", "2025-03-12 14:30"),  # noqa: DTZ001
        (datetime(2025, 3, 12), "[$-40C]d mmmm yyyy", "2025-03-12"),  # noqa: DTZ001
        (1, "dd/mm/yyyy", "1900-01-01"),
        (True, "General", "oui"),
        ('dit "Jo"', "General", '"dit ""Jo"""'),
    ],
)
def test_a_cell_is_the_text_that_its_format_shows(value: object, form: str, text: str) -> None:
    assert written(value, form) == text


def test_a_macintosh_date_is_not_four_years_off() -> None:
    day = datetime(2025, 3, 12)  # noqa: DTZ001
    assert written(day, "dd/mm/yyyy", is_1904=True) == "2025-03-12"


def test_each_sheet_is_read_under_its_contract(tmp_path: Path) -> None:
    members: Cells = [
        ["emploi_id", "type_contrat", "fonction", "etp", "date_debut"],
        ["E1", "CDI", "support", 1, "01/01/2024"],
    ]
    content = xlsx({"Lisez-moi": [["bonjour"]], "Achats": [BUYS, *TWO], "Équipe": members})
    rows, intake = read(tmp_path, content)
    assert rows == EXPECTED
    found = {file.path: (file.contract, file.sheet, file.year) for file in intake.files}
    assert found[f"{BOOK} › Achats"] == ("achats", "Achats", 2025)
    assert found[f"{BOOK} › Équipe"] == ("emplois", "Équipe", 2025)
    rules = {skipped.file: skipped.rule for skipped in intake.ignored if skipped.line == 1}
    assert rules[f"{BOOK} › Lisez-moi"] == "feuille d'explications"
    assert not intake.faults


def test_a_sheet_of_no_contract_is_told_with_those_that_were_read(tmp_path: Path) -> None:
    content = xlsx({"Achats": [BUYS, *TWO], "Brouillon": [["x", "y"], [1, 2], [3, 4]]})
    rows, intake = read(tmp_path, content)
    assert rows == EXPECTED
    (fault,) = intake.faults
    assert (fault.sheet, fault.severity) == ("Brouillon", Severity.CHECK)
    assert fault.reason.endswith("feuilles lues de ce classeur : « Achats » (« Achats »).")
    assert [(i.line, i.line_end) for i in intake.ignored if "Brouillon" in i.file] == [(1, 3)]


def test_a_hidden_sheet_is_not_read_and_told_when_it_looks_like_data(tmp_path: Path) -> None:
    def hide(book: xlsxwriter.Workbook) -> None:
        for name in ("Ancien", "Listes de choix"):
            book.get_worksheet_by_name(name).hide()

    sheets: dict[str, Cells] = {
        "Achats": [BUYS, *TWO],
        "Ancien": [BUYS, *TWO],
        "Listes de choix": [["oui"]],
    }
    rows, intake = read(tmp_path, xlsx(sheets, hide))
    assert rows == EXPECTED
    (fault,) = intake.faults
    assert fault.reason == "Feuille masquée, non lue, alors qu'elle suit le modèle « Achats »."
    hidden = {i.file for i in intake.ignored if i.rule == "feuille masquée"}
    assert hidden == {f"{BOOK} › Ancien", f"{BOOK} › Listes de choix"}


def test_a_column_of_persons_in_one_sheet_refuses_the_workbook(tmp_path: Path) -> None:
    persons: Cells = [[*BUYS, "Prénom"], ["A3", "x", 1, "Zoé"]]
    rows, intake = read(tmp_path, xlsx({"Achats": [BUYS, *TWO], "Autres": persons}))
    assert rows == {}
    assert {fault.code for fault in intake.faults} == {"colonne_personnelle"}
    assert "Zoé" not in str(intake.faults)


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#NAME?", "#SPILL!", None])
def test_an_error_is_a_fault_at_its_cell_and_never_a_blank(
    tmp_path: Path, error: str | None
) -> None:
    def add(book: xlsxwriter.Workbook) -> None:
        book.get_worksheet_by_name("Achats").write_formula(2, 2, "=1/0", None, error or 7)

    content = xlsx({"Achats": [BUYS, *TWO]}, add)
    if error is None:  # a program that never computed its formulas
        content = changed(content, "xl/worksheets/sheet1.xml", "<v>7</v>", "")
    rows, intake = read(tmp_path, content)
    assert rows == {"A1": Decimal("12.5")}
    (fault,) = intake.faults
    assert (fault.sheet, fault.letter, fault.line) == ("Achats", "C", 3)
    assert (fault.code, fault.source_column) == ("erreur_de_tableur", "montant_ht_eur")


def test_a_cell_far_to_the_right_is_no_matter_of_quotes(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [BUYS, *TWO, [None, None, None, None, None, "vu"]]
    _, intake = read(tmp_path, xlsx({"Achats": rows}))
    (fault,) = intake.faults
    assert (fault.line, fault.code) == (4, "ligne_trop_longue")
    assert "à droite des colonnes" in fault.reason
    assert "guillemets" not in fault.remedy


def test_the_value_that_a_formula_last_had_is_read(tmp_path: Path) -> None:
    def add(book: xlsxwriter.Workbook) -> None:
        book.get_worksheet_by_name("Achats").write_formula(2, 2, "=15*2", None, 30)

    assert read(tmp_path, xlsx({"Achats": [BUYS, *TWO]}, add))[0] == EXPECTED


def test_what_a_merged_cell_covers_is_set_aside(tmp_path: Path) -> None:
    def merge(book: xlsxwriter.Workbook) -> None:
        sheet = book.get_worksheet_by_name("Achats")
        sheet.merge_range(0, 0, 0, 2, "Achats de l'année")
        sheet.merge_range(2, 2, 3, 2, 42.5)
        sheet.merge_range(4, 0, 4, 2, "Source : comptabilité")

    content = xlsx({"Achats": [[], BUYS, ["A1", "x"], ["A2", "y"]]}, merge)
    rows, intake = read(tmp_path, content)
    assert rows == {"A1": Decimal("42.5")}
    (fault,) = intake.faults
    assert (fault.code, fault.letter, fault.line) == ("cellule_fusionnee", "C", 4)
    assert fault.remedy == "Défusionnez les cellules et écrivez la valeur sur chaque ligne."


def test_a_rounded_siret_is_refused_and_a_whole_one_read(tmp_path: Path) -> None:
    head = [*BUYS, "fournisseur_siret"]
    content = xlsx({"A": [head, [*TWO[0], 12345678200002], [*TWO[1], 12345700000000]]})
    rows, intake = read(tmp_path, content)
    assert rows == {"A1": Decimal("12.5")}
    (fault,) = intake.faults
    assert (fault.code, fault.letter, fault.line) == ("chiffres_perdus", "D", 3)


def test_every_row_of_the_sheet_is_in_the_balance(tmp_path: Path) -> None:
    rows: Cells = [["Achats 2025"], [], BUYS, *TWO, [], ["Total", None, 42.5]]
    quality = checked(tmp_path, {BOOK: xlsx({"Achats": rows, "Notes": [["x"]]})})
    balance = next(b for b in quality.balances if b.file.endswith("› Achats"))
    assert (balance.lines, balance.counted, balance.ignored) == (7, 2, 5)
    assert all(balance.is_exact for balance in quality.balances)


def cell(value: object) -> str:
    if isinstance(value, str):
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def row(*cells: str, repeat: int = 1) -> str:
    repeated = f' table:number-rows-repeated="{repeat}"' if repeat > 1 else ""
    return f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"


HEADER = row(*map(cell, BUYS))
EMPTY = '<table:table-cell table:number-columns-repeated="16000"/>'
NOTED = (
    'office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation>'
    "<text:p>a</text:p>"
)
ERROR = '<table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>{}</text:p>'


def test_an_ods_is_read_with_its_errors_and_without_its_empty_million(tmp_path: Path) -> None:
    content = ods(
        HEADER
        + row(cell("A1"), cell("Papeterie"), cell(12.5), EMPTY)
        + row(cell("A2"), cell("Menuiserie"), ERROR.format("#DIV/0 !") + "</table:table-cell>")
        + row(EMPTY, repeat=1_000_000)
    )
    rows, intake = read(tmp_path, content, f"{FOLDER}/achats.ods")
    assert rows == {"A1": Decimal("12.5")}
    (fault,) = intake.faults
    assert (fault.code, fault.letter, fault.line) == ("erreur_de_tableur", "C", 3)
    assert next(f.lines for f in intake.files if f.sheet) == 3


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('office:value-type="percentage" office:value="0.125"><text:p>13 %</text:p>', "12,5 %"),
        ('office:value-type="date" office:date-value="2025-03-12"><text:p>12/3</text:p>', None),
        ('office:value-type="time" office:time-value="PT35H00M00S"><text:p>x</text:p>', "35:00"),
        ('office:value-type="boolean" office:boolean-value="true"><text:p>V</text:p>', "oui"),
        ('office:value-type="float" office:value="1000"><text:p>01000</text:p>', "01000"),
        ('office:value-type="string"><text:p>a<text:s/>b</text:p>', "a b"),
        (NOTED, "a"),
    ],
)
def test_a_cell_of_an_ods_is_the_text_of_its_value(content: str, text: str | None) -> None:
    found = shown(ods(row(f"<table:table-cell {content}</table:table-cell>")))
    assert found == [[text or date(2025, 3, 12).isoformat()]]


def test_a_tabulation_in_an_ods_is_left_for_the_reader_of_the_cell() -> None:
    content = ods(row(cell("a<text:tab/>b")))
    assert [*read_workbook(content, Budget(USUAL)).sheets[0].lines(100)] == ['"a\tb"']


def test_a_hidden_sheet_of_an_ods_is_not_read(tmp_path: Path) -> None:
    style = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    content = ods(HEADER + row(*map(cell, TWO[0])), style, ' table:style-name="ta2"')
    fault = only_fault(tmp_path, content, f"{FOLDER}/achats.ods")
    assert fault.reason == "Aucune feuille visible du classeur ne contient de tableau."


def test_an_old_xls_is_read_with_its_errors(tmp_path: Path) -> None:
    content = (Path(__file__).parent / "workbooks/ancien.xls").read_bytes()
    rows, intake = read(tmp_path, content, f"{FOLDER}/ancien.xls")
    assert rows == EXPECTED
    (fault,) = intake.faults
    assert (fault.code, fault.letter, fault.line) == ("erreur_de_tableur", "C", 4)


def test_a_workbook_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    content = xlsx({"Achats": [BUYS, *TWO]})
    assert read(tmp_path, content, f"{FOLDER}/achats.csv")[0] == EXPECTED
    text = "achat_id\tfournisseur_nom\tmontant_ht_eur\nA1\tx\t12,5\n"
    assert read(tmp_path / "b", text.encode(), f"{FOLDER}/achats.xls")[0] == {"A1": Decimal("12.5")}


def _whole() -> bytes:
    return xlsx({"Achats": [BUYS, *TWO]})


def _entity() -> bytes:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    return changed(_whole(), "xl/sharedStrings.xml", "<sst", f"{bomb}<sst")


def _far_cell() -> bytes:
    return changed(_whole(), "xl/worksheets/sheet1.xml", 'r="C3"', 'r="XFD1048576"')


def _far_column() -> bytes:
    return xlsx({"A": [BUYS, *TWO]}, lambda book: book.worksheets()[0].write(60_000, 900, 1))


def _repeated() -> bytes:
    many = cell("x").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="9999"'
    )
    return ods(HEADER + row(many, repeat=1_000_000))


BROKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut": (lambda: _whole()[:3000], "Classeur abîmé ou incomplet."),
    "no zip": (lambda: b"PK\x03\x04 rien", "Classeur abîmé ou incomplet."),
    "bad xml": (
        lambda: changed(_whole(), "xl/workbook.xml", "</workbook>", ""),
        "Classeur abîmé ou incomplet.",
    ),
    "sheet lost": (
        lambda: changed(_whole(), "xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet9.xml"),
        "Classeur abîmé ou incomplet.",
    ),
    "entities": (_entity, "Classeur abîmé ou incomplet."),
    "locked": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "Fichier protégé par un mot de passe.",
    ),
    "old and cut": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Classeur abîmé"),
    "last cell of all": (_far_cell, "Plus de 200\u202f000 lignes."),
    "far cell": (_far_column, "Feuille démesurée"),
    "repeated cell": (_repeated, "Feuille démesurée"),
    "empty": (lambda: xlsx({"Achats": []}), "Fichier vide."),
    "web page": (lambda: b"<html><table><tr><td>achat_id", "C'est une page web ou du XML"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_twelve_ways_to_break_a_workbook(tmp_path: Path, name: str) -> None:
    make, message = BROKEN[name]
    fault = only_fault(tmp_path, make())
    assert fault.reason.startswith(message)
    assert (fault.severity, fault.remedy[-1]) == (Severity.SET_ASIDE, ".")


def test_a_text_of_an_old_workbook_may_run_over_two_records() -> None:
    narrow, wide = b"\x05\0\0abc", b"\x01" + "Ωé".encode("utf-16-le")
    start = bytes(8) + narrow
    record = Record(start + wide + b"\x02\0\0xy", [len(start)])
    assert read_texts(record) == ["abcΩé", "xy"]
