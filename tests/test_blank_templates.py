"""The blank workbooks say what the contracts say, and what is typed in them is read as typed."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from pipeline.contracts import Contract, Field, load_contracts, quote
from pipeline.ingest import ingest
from pipeline.received import Intake
from pipeline.returns.blank import blank_workbook
from pipeline.returns.guide import guide_page, write_models

CONTRACTS = load_contracts()
every_contract = pytest.mark.parametrize("name", sorted(CONTRACTS))


def opened(contract: Contract) -> Any:
    return openpyxl.load_workbook(io.BytesIO(blank_workbook(contract)))


def typed(field: Field) -> object:
    """The example as a spreadsheet keeps what a person types."""
    if field.type == "date":
        return date.fromisoformat(field.example)
    if field.type in {"number", "integer", "year"}:
        return float(field.example)
    return field.example


def read(folder: Path, name: str, rows: list[list[object]]) -> tuple[Intake, list[tuple[Any, ...]]]:
    """What is read of a blank workbook once these rows are typed under its titles."""
    book = opened(CONTRACTS[name])
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            book.worksheets[0].cell(number, column).value = value
    path = folder / "depots" / "recyclerie" / f"{name}.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    with duckdb.connect() as db:
        intake = ingest(folder, CONTRACTS, db)
        columns = ", ".join(quote(field.name) for field in CONTRACTS[name].fields)
        return intake, db.execute(f"select {columns} from {quote(name)}").fetchall()  # noqa: S608


@every_contract
def test_a_filled_row_is_read_without_fault_or_repair(tmp_path: Path, name: str) -> None:
    fields = CONTRACTS[name].fields
    intake, rows = read(tmp_path, name, [[typed(field) for field in fields]])
    assert [fault.reason for fault in intake.faults] == []
    assert [repair.name for repair in intake.repairs] == []
    assert len(rows) == 1
    for field, stored in zip(fields, rows[0], strict=True):
        expected = typed(field)
        if field.type == "boolean":
            expected = field.example in field.true_values
        elif field.type == "yearmonth":
            expected = date.fromisoformat(f"{field.example}-01")
        value = float(stored) if isinstance(expected, float) else stored
        assert value == expected, field.name


@every_contract
def test_a_template_sent_back_empty_is_a_file_received_without_row(
    tmp_path: Path, name: str
) -> None:
    intake, rows = read(tmp_path, name, [])
    assert not rows
    assert not intake.faults
    assert {file.contract for file in intake.files} == {name, None}
    assert {line.rule for line in intake.ignored} == {"en-tête", "feuille d'explications"}


@every_contract
def test_titles_come_in_order_with_a_note_that_explains_them(name: str) -> None:
    contract = CONTRACTS[name]
    sheet = opened(contract).worksheets[0]
    titles = next(sheet.iter_rows(min_row=1, max_row=1))
    assert [cell.value for cell in titles] == [field.title for field in contract.fields]
    for cell, field in zip(titles, contract.fields, strict=True):
        assert field.description in cell.comment.text
        assert ("Obligatoire." in cell.comment.text) is field.required
        assert cell.font.bold is field.required
    assert sheet.freeze_panes == "A2"


@every_contract
def test_every_list_offers_the_values_of_the_contract_and_tells_their_meaning(name: str) -> None:
    contract = CONTRACTS[name]
    book = opened(contract)
    sheet = book.worksheets[0]
    checks = {
        str(check.sqref).split(":")[0][:-1]: check
        for check in sheet.data_validations.dataValidation
    }
    for place, field in enumerate(contract.fields, 1):
        check: Any = checks.get(openpyxl.utils.get_column_letter(place))
        if field.enum:
            first, last = re.findall(r"\$B\$(\d+)", check.formula1)
            listed = book["Listes"].iter_rows(
                min_row=int(first), max_row=int(last), min_col=1, max_col=3, values_only=True
            )
            assert list(listed) == [
                (field.title, value, label) for value, label in field.labels.items()
            ]
            assert field.enum[0] in check.prompt
        elif field.type == "boolean":
            assert check.formula1 == '"oui,non"'


def test_formats_keep_the_zeros_of_codes_and_the_hyphen_of_months() -> None:
    sheet = opened(CONTRACTS["activites_publics"]).worksheets[0]
    fields = CONTRACTS["activites_publics"].fields
    formats = {
        field.type: sheet.column_dimensions[openpyxl.utils.get_column_letter(n)].number_format
        for n, field in enumerate(fields, 1)
    }
    assert formats["string"] == formats["yearmonth"] == "@"
    assert formats["date"] == "dd/mm/yyyy"
    assert formats["integer"] == "0"


@every_contract
def test_nothing_in_a_template_runs_or_links_and_its_bytes_never_vary(name: str) -> None:
    data = blank_workbook(CONTRACTS[name])
    assert data == blank_workbook(CONTRACTS[name])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/s" in n]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)


def test_the_guide_tells_every_column_value_and_rule() -> None:
    page = guide_page(CONTRACTS)
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for contract in CONTRACTS.values():
        assert f'id="{contract.name}"' in page
        for field in contract.fields:
            assert f"<code>{field.name}</code>" in page
            assert all(f"<kbd>{_escaped(value)}</kbd>" in page for value in field.enum)
    assert "Reconnue aussi sous" in shown
    assert shown.count("→") >= sum(len(contract.rules) for contract in CONTRACTS.values())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_the_guide_needs_nothing_from_outside() -> None:
    page = guide_page(CONTRACTS)
    assert '<html lang="fr">' in page
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)


def test_all_is_written_at_once_with_the_schemas(tmp_path: Path) -> None:
    count = write_models(tmp_path / "modeles", CONTRACTS)
    names = {path.name for path in (tmp_path / "modeles").iterdir()}
    assert count == len(CONTRACTS)
    assert names == {f"{n}.xlsx" for n in CONTRACTS} | {"guide-de-remplissage.html", "schemas"}
    assert len(list((tmp_path / "modeles" / "schemas").iterdir())) == count
