"""What an outside generator of dirty files found: recovered whole, or told at its own line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.reading.books.sheets import join_cells
from pipeline.reading.frames.decoding import decode
from tests.test_read_command import Schema, cells, field, read

NOTED: Schema = {"fields": [{"name": "id"}, {"name": "note"}, {"name": "n", "type": "integer"}]}


def test_a_text_keeps_its_line_breaks_and_a_key_has_none(tmp_path: Path) -> None:
    schema = {**NOTED, "primaryKey": "id"}
    done = read(tmp_path, 'id;note;n\n"A\n1";"un \ndeux";3\n', schema)
    assert done.rows == 'id,note,n\nA 1,"un\ndeux",3\n'


def test_rules_read_texts_that_have_line_breaks(tmp_path: Path) -> None:
    rule = {"code": "trop", "condition": "n < 5", "colonne": "n", "motif": "trop", "remede": "-"}
    schema = {**NOTED, "x-regles": [{**rule, "gravite": "mis de côté"}]}
    done = read(tmp_path, 'id;note;n\nA;"un\ndeux";3\nB;"x\ny";9\n', schema)
    assert done.rows == 'id,note,n\nA,"un\ndeux",3\n'
    assert done.of("error") == [(4, "n", "trop")]


def test_a_tabulation_in_a_sheet_is_told_as_anywhere_else() -> None:
    assert join_cells(["a\tb", "c"]) == '"a\tb"\tc'


@pytest.mark.parametrize(
    ("typed", "text"), [("'rec-01", "rec-01"), ("'été'", "'été'"), ("’t Hof", "’t Hof")]
)
def test_the_apostrophe_of_a_text_is_no_part_of_it(tmp_path: Path, typed: str, text: str) -> None:
    assert cells(tmp_path, field("string"), typed) == [text]


def test_double_encoding_is_mended_through_bytes_that_windows_does_not_have(
    tmp_path: Path,
) -> None:
    spoilt = "".join(
        char if (char := bytes((byte,)).decode("cp1252", "ignore")) else chr(byte)
        for byte in "crèche “été”\u200c".encode()
    )
    assert cells(tmp_path, field("string"), spoilt) == ["crèche “été”"]


def test_a_soft_hyphen_does_not_pass_for_a_macintosh() -> None:
    assert decode("20\xad25;8\xad0;x\xady\n".encode("cp1252"))[1] == "Windows-1252"


def test_a_year_without_its_century_is_no_date_under_a_format(tmp_path: Path) -> None:
    schema = field("date", format="%d/%m/%Y")
    assert cells(tmp_path, schema, "03/02/0024", "03/02/2024") == ["!", "2024-02-03"]


def test_a_format_settles_which_comes_first_whatever_one_cell_holds(tmp_path: Path) -> None:
    schema = field("date", format="%d/%m/%Y")
    assert cells(tmp_path, schema, "12/25/2025", "02/09/2025") == ["!", "2025-09-02"]


def test_a_bound_of_the_schema_settles_the_calendar_of_a_number(tmp_path: Path) -> None:
    within = field("date", constraints={"maximum": "2023-12-31"})
    assert cells(tmp_path, within, "45292", "44927") == ["!", "2023-01-01"]


def test_a_key_is_judged_on_rows_that_a_rule_sets_aside_too(tmp_path: Path) -> None:
    rule = {"code": "trop", "condition": "n < 5", "colonne": "n", "motif": "trop", "remede": "-"}
    schema = {**NOTED, "primaryKey": "id", "x-regles": [{**rule, "gravite": "mis de côté"}]}
    done = read(tmp_path, "id;note;n\nA;x;3\nA;y;9\nB;z;1\n", schema)
    assert done.rows == "id,note,n\nB,z,1\n"
    assert (2, "id", "cle_en_double") in done.of("error")


def test_an_open_quote_leaves_alone_the_row_whose_quotes_close_it(tmp_path: Path) -> None:
    done = read(tmp_path, 'id;note;n\nA;"oui;1\nB;"c;d";2\nC;x;3\n', NOTED)
    assert done.rows == "id,note,n\nB,c;d,2\nC,x,3\n"
    assert done.of("error") == [(2, None, "guillemet_non_ferme")]


def test_a_row_as_long_as_the_header_line_is_not_longer_than_it(tmp_path: Path) -> None:
    done = read(tmp_path, "id;note;n;\nA;;1;\n", NOTED)
    assert done.rows == "id,note,n\nA,,1\n"
    assert not done.of("error")


def test_a_note_is_no_row_where_only_an_identifier_is_required(tmp_path: Path) -> None:
    schema = {**NOTED, "primaryKey": "id"}
    done = read(tmp_path, "id;note;n\nSource;;\nA;x;1\nSource : logiciel de paie;;\n", schema)
    assert done.rows == "id,note,n\nSource,,\nA,x,1\n"
    assert done.of("info") == [(4, None, "ligne_ignoree")]


def test_a_header_that_comes_back_with_the_spaces_it_had_is_no_row(tmp_path: Path) -> None:
    schema: Schema = {"fields": [{"name": "n", "type": "integer"}, {"name": "id"}]}
    done = read(tmp_path, "  n  ;id\n1;A\n  n  ;id\n2;B\n", schema)
    assert done.rows == "n,id\n1,A\n2,B\n"
    assert not done.of("error")


def test_one_column_is_cut_by_no_mark_of_its_texts(tmp_path: Path) -> None:
    schema: Schema = {"fields": [{"name": "adresse"}]}
    done = read(tmp_path, "adresse\n1 rue A,Paris\nprêt; don\n", schema)
    assert done.rows == 'adresse\n"1 rue A,Paris"\nprêt; don\n'
    ended = read(tmp_path, "adresse\n1 rue A,\n2 rue B,\n", schema)
    assert ended.rows == "adresse\n1 rue A\n2 rue B\n"


def test_without_contract_one_row_makes_no_delimiter_of_its_comma(tmp_path: Path) -> None:
    assert read(tmp_path, "adresse\n1 rue A,Paris\n").rows == 'adresse\n"1 rue A,Paris"\n'


@pytest.mark.parametrize("schema", [NOTED, None])
def test_an_open_quote_in_the_header_is_told_with_its_line_and_column(
    tmp_path: Path, schema: Schema | None
) -> None:
    done = read(tmp_path, 'id;"note;n\nA;x;1\nB;y;2\n', schema)
    assert (done.code, done.rows) == (1, None)
    (told,) = done.records
    assert (told["code"], told["line"], told["column_source"]) == ("guillemet_non_ferme", 1, "note")


def test_a_message_calls_a_file_by_its_french_title(tmp_path: Path) -> None:
    done = read(tmp_path, "contrat_id;structure_id\nC1;recyclerie\n", "contrats_insertion")
    (told,) = [record for record in done.records if record["code"] == "colonne_absente"]
    assert "pour « Contrats d'insertion » :" in told["reason"]


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ("{", "JSON lisible (ligne 1, caractère 2)"),
        ("[]", "ce n'est pas un objet avec une liste « fields »"),
        ('{"fields": [{"name": "a"}, {}]}', "colonne 2 de « fields » : il lui manque un « name »"),
        ('{"fields": [{"name": "a", "constraints": {"pattern": "("}}]}', "expression régulière"),
    ],
)
def test_a_schema_that_cannot_be_read_is_told_in_french_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], schema: str, told: str
) -> None:
    (tmp_path / "s.json").write_text(schema, encoding="utf-8")
    assert read(tmp_path, "a\n1\n", str(tmp_path / "s.json")).code == 2
    assert told in capsys.readouterr().err


def test_what_cannot_be_written_or_is_an_address_is_told_in_french(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "envoi.csv"
    there.write_text("a;b\n1;2\n", encoding="utf-8")
    places = ("--output", str(tmp_path / "nulle" / "o.csv"), "--faults", str(tmp_path / "f"))
    assert main(("read", str(there), *places)) == 4
    assert "ce chemin n'existe pas" in capsys.readouterr().err
    assert main(("read", str(there), "--contract", "https://x.fr/s.json", *places)) == 2
    assert "rien n'est lu sur internet" in capsys.readouterr().err
