"""One file alone, as the command reads it: canonical rows, one record a fault, never a crash."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.cli import main

Schema = Mapping[str, Any]

PLAIN: Schema = {"fields": [{"name": "code"}, {"name": "valeur", "type": "number"}]}
KEYS = (
    *("severity", "line", "line_end", "column", "column_source"),
    *("value", "code", "reason", "expected", "suggestion"),
)


@dataclass(frozen=True)
class Read:
    """How the command ended and what it wrote; `rows` None when it wrote none."""

    code: int
    rows: str | None
    records: list[dict[str, Any]]

    def of(self, severity: str) -> list[tuple[int, str | None, str]]:
        """Line, column and code of the records of one severity."""
        found = [r for r in self.records if r["severity"] == severity]
        return [(r["line"], r["column"], r["code"]) for r in found]


def read(
    folder: Path,
    content: str | bytes,
    contract: Schema | str | None = None,
    *options: str,
    name: str = "envoi.csv",
) -> Read:
    source, output, faults = folder / name, folder / "propre.csv", folder / "anomalies.jsonl"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    if isinstance(contract, Mapping):
        (folder / "schema.json").write_text(json.dumps(contract), encoding="utf-8")
        contract = str(folder / "schema.json")
    chosen = ("--contract", contract) if contract else ()
    places = ("--output", str(output), "--faults", str(faults))
    code = main(("read", str(source), *chosen, *places, *options))
    lines = faults.read_text("utf-8").splitlines() if faults.exists() else []
    rows = output.read_bytes().decode("utf-8") if output.exists() else None
    return Read(code, rows, [json.loads(line) for line in lines])


def field(kind: str, **more: Any) -> Schema:
    """A schema with a key and one column to look at."""
    return {"fields": [{"name": "id"}, {"name": "x", "type": kind, **more}]}


def cells(folder: Path, schema: Schema, *typed: str) -> list[str]:
    """The cells of the column x as they come out, "!" for a row that was set aside."""
    rows = "".join(f"{n};{text}\n" for n, text in enumerate(typed))
    done = read(folder, f"id;x\n{rows}", schema)
    assert done.rows is not None
    found = {row[0]: row[1] for row in csv.reader(done.rows.splitlines()[1:])}
    refused = [line for line, column, _ in done.of("error") if column == "x"]
    assert len(found) + len(refused) == len(typed)
    return [found.get(str(n), "!") for n in range(len(typed))]


BUYS = """\
Achats de l'année;;
Achat ID;Montant HT;Fournisseur
A1;1 234,50;Papeterie
A2;12,5 €;"Menuiserie; Cie"
A3;beaucoup;Garage
TOTAL;1 247,00;
"""


def test_a_members_file_comes_out_as_canonical_csv(tmp_path: Path) -> None:
    deposit = "depots/velo/2025/achats.csv"
    done = read(tmp_path, BUYS.encode("cp1252"), "achats", name=deposit)
    assert done.code == 0
    assert done.rows is not None
    header, *rows = done.rows.split("\n")
    assert header.startswith("achat_id,structure_id,annee,fournisseur_nom,")
    assert [row.split(",")[:3] for row in rows[:2]] == [
        ["A1", "velo", "2025"],
        ["A2", "velo", "2025"],
    ]
    assert rows[0].endswith(",Papeterie,,,,1234.5,,,,,")
    assert '"' not in rows[1], "a semicolon needs no quote between commas"
    assert rows[2] == ""
    assert done.of("error") == [(5, "montant_ht_eur", "nombre_illisible")]
    assert (0, None, "encodage") in done.of("info")
    assert (4, "montant_ht_eur", "symbole_retire") in done.of("info")


def test_a_record_says_where_what_and_the_way_out(tmp_path: Path) -> None:
    done = read(tmp_path, BUYS, "achats", name="depots/velo/2025/achats.csv")
    (record,) = [r for r in done.records if r["severity"] == "error"]
    assert tuple(record) == KEYS
    assert record["line"] == record["line_end"] == 5
    assert record["column_source"] == "Montant HT"
    assert record["value"] == "beaucoup"
    assert "nombre" in record["reason"]
    assert "nombre" in record["expected"]
    assert record["suggestion"]


def test_a_repair_tells_the_text_typed_and_the_value_read(tmp_path: Path) -> None:
    done = read(tmp_path, "code;valeur\nA;(12,5)\n", PLAIN)
    assert done.rows == "code,valeur\nA,-12.5\n"
    (record,) = done.records
    assert (record["value"], record["suggestion"]) == ("(12,5)", "-12.5")


def test_a_value_about_a_person_is_in_no_record(tmp_path: Path) -> None:
    hours = "contrat_id;mois;heures payées\nC-secret;mars 2025;999\nC-secret;2025-04;77,5 h\n"
    done = read(tmp_path, hours, "heures_insertion")
    assert done.of("error")[0][:2] == (2, "heures_payees")
    assert done.of("info")[-1][:2] == (3, "heures_payees"), "the repair is told"
    told = (tmp_path / "anomalies.jsonl").read_text("utf-8")
    assert "secret" not in told
    assert "999" not in told
    assert "77" not in told


def test_a_link_to_another_file_is_said_not_to_be_checked(tmp_path: Path) -> None:
    done = read(tmp_path, "contrat_id;mois;heures_payees\nC1;2025-03;10\n", "heures_insertion")
    assert done.rows == (
        "contrat_id,mois,heures_payees,heures_travaillees,dont_absence\nC1,2025-03,10,,\n"
    )
    assert done.of("info") == [(0, "contrat_id", "lien_non_verifie")]


def test_the_rules_of_the_contract_hold_between_columns(tmp_path: Path) -> None:
    hours = "contrat_id;mois;heures_payees;dont_absence\nC1;2025-03;;\nC2;2025-03;10;12\n"
    done = read(tmp_path, hours, "heures_insertion")
    assert done.of("error") == [(2, "heures_payees", "heures_absentes")]
    assert done.of("warning") == [(3, "dont_absence", "absence_trop_longue")]


@pytest.mark.parametrize(
    ("schema", "typed", "expected"),
    [
        (
            field("number"),
            ("12,50", "1 234", "48,8566141", "1e3"),
            ["12.5", "1234", "48.8566141", "1000"],
        ),
        (field("number"), ("1.234",), ["!"]),
        (field("number"), ("1.234", "12.5"), ["1.234", "12.5"]),
        (field("number", decimalChar=".", groupChar=","), ("1.234", "1,234"), ["1.234", "1234"]),
        (field("number", decimalChar="."), ("1,234",), ["!"]),
        (field("number", bareNumber=False), ("~ 12,5 ?",), ["12.5"]),
        (field("integer"), ("12,0", "12,5", "007"), ["12", "!", "7"]),
        (field("boolean"), ("oui", "FALSE", "peut-être"), ["true", "false", "!"]),
        (field("boolean", trueValues=["N"], falseValues=["O"]), ("N", "O"), ["true", "false"]),
        (
            field("date"),
            ("31/12/2025", "2025-12-31", "1789-07-14"),
            ["2025-12-31"] * 2 + ["1789-07-14"],
        ),
        (field("date", format="%m/%d/%Y"), ("12/31/2025", "31/12/2025"), ["2025-12-31", "!"]),
        (field("yearmonth"), ("mars 2025",), ["2025-03"]),
        (field("year"), ("1789", "89"), ["1789", "!"]),
        (
            field("time"),
            ("10:30:00", "9h05", "10h", "25:00", "midi"),
            ["10:30:00", "09:05:00", "10:00:00", "!", "!"],
        ),
        (field("time", format="%H.%M"), ("09.05", "09.75"), ["09:05:00", "!"]),
        (
            field("datetime"),
            ("31/12/2025 10:30", "2025-12-31 10:30:15", "31/02/2025 10:30", "31/12/2025"),
            ["2025-12-31T10:30:00", "2025-12-31T10:30:15", "!", "!"],
        ),
        (
            field("number", constraints={"exclusiveMinimum": 0, "exclusiveMaximum": 2.5}),
            ("0", "0,1", "2,5"),
            ["!", "0.1", "!"],
        ),
        (
            field("date", constraints={"exclusiveMaximum": "2025-12-31"}),
            ("30/12/2025", "31/12/2025"),
            ["2025-12-30", "!"],
        ),
        (field("string", format="email"), ("a@b.fr", "a.b.fr"), ["a@b.fr", "!"]),
        (field("integer", missingValues=["-9"]), ("-9", "9", ""), ["", "9", ""]),
        (field("datetime"), ("2025-01-01T10:30:00Z",), ["2025-01-01T10:30:00Z"]),
        (field("any"), ("x",), ["x"]),
        (
            field("datetime"),
            ("45658,5", "45658"),
            ["2025-01-01T12:00:00", "2025-01-01T00:00:00"],
        ),
        (field("number"), ("12 €", "€ 1 234,5", "—4,5", "12 %"), ["12", "1234.5", "-4.5", "!"]),
        (field("integer"), ("1,234", "1 234"), ["!", "1234"]),
        (field("array"), ("[1, 2]", "[1", '{"a": 1}'), ["[1, 2]", "!", "!"]),
        (field("array", constraints={"maxLength": 1}), ("[12]", "[1, 2]"), ["[12]", "!"]),
        (field("object"), ('{"a": 1}', "[1]"), ['{"a": 1}', "!"]),
        (
            field("geojson"),
            ('{"type": "Point", "coordinates": [2, 48]}', '{"type": "Paris"}'),
            ['{"type": "Point", "coordinates": [2, 48]}', "!"],
        ),
        (field("geopoint"), ("2.35, 48.85", "48.85, 235", "Paris"), ["2.35, 48.85", "!", "!"]),
        (field("geopoint", format="array"), ("[2.35, 48.85]", "2, 48"), ["[2.35, 48.85]", "!"]),
        (field("duration"), ("P3M", "1h30", "2 h", "P"), ["P3M", "PT1H30M", "PT2H", "!"]),
        (field("list"), ("a,b", "a"), ["a,b", "a"]),
        (
            field("list", itemType="date", delimiter="/"),
            ("1-2-2025/2025-02-03", "2025-02-03/x"),
            ["2025-02-01/2025-02-03", "!"],
        ),
        (field("string", categories=["été", "hiver"]), ("ETE", "automne"), ["été", "!"]),
        (
            field("integer", categories=[{"value": 1, "label": "un"}, {"value": 2}]),
            ("1", "3"),
            ["1", "!"],
        ),
        (field("time", constraints={"enum": ["10:00:00"]}), ("10h", "11h"), ["10:00:00", "!"]),
        (field("string", constraints={"required": True}), ("a", "", "-"), ["a", "!", "!"]),
        (
            field("string", constraints={"minLength": 2, "maxLength": 3}),
            ("a", "ab", "abcd"),
            ["!", "ab", "!"],
        ),
        (field("string", constraints={"pattern": "[A-Z]\\d"}), ("A1", "11"), ["A1", "!"]),
        (field("string", constraints={"enum": ["été", "hiver"]}), ("ETE", "automne"), ["été", "!"]),
        (field("integer", constraints={"enum": [1, 2]}), ("1", "3"), ["1", "!"]),
        (
            field("number", constraints={"minimum": 0, "maximum": 2.5}),
            ("-1", "2,5", "3"),
            ["!", "2.5", "!"],
        ),
        (
            field("date", constraints={"minimum": "2025-01-01", "maximum": "2025-12-31"}),
            ("31/12/2024", "01/01/2025", "01/01/2026"),
            ["!", "2025-01-01", "!"],
        ),
        (
            field("string", constraints={"unique": True}),
            ("a", "b", "a", "", ""),
            ["!", "b", "!", "", ""],
        ),
    ],
)
def test_any_table_schema_is_obeyed(
    tmp_path: Path, schema: Schema, typed: tuple[str, ...], expected: list[str]
) -> None:
    assert cells(tmp_path, schema, *typed) == expected


def test_missing_values_are_those_of_the_schema(tmp_path: Path) -> None:
    schema = {**PLAIN, "missingValues": ["", "-999"]}
    done = read(tmp_path, "code;valeur\nNC;-999\n", schema)
    assert done.rows == "code,valeur\nNC,\n"
    assert read(tmp_path, "code;valeur\nNC;NC\n", PLAIN).rows == "code,valeur\n,\n"


def test_a_missing_value_may_have_a_label(tmp_path: Path) -> None:
    schema = {**PLAIN, "missingValues": [{"value": "-999", "label": "refus"}]}
    assert read(tmp_path, "code;valeur\nA;-999\n", schema).rows == "code,valeur\nA,\n"


def test_every_unique_key_of_a_schema_is_looked_at(tmp_path: Path) -> None:
    schema = {**PLAIN, "uniqueKeys": [["code", "valeur"], ["valeur"]]}
    done = read(tmp_path, "code;valeur\nA;1\nA;2\nA;2\nB;1\nC;\nD;\n", schema)
    assert done.rows == "code,valeur\nA,2\nC,\nD,\n"
    assert sorted(done.of("error")) == [
        (2, "valeur", "cle_en_double"),
        (4, "code", "doublon_exact"),
        (5, "valeur", "cle_en_double"),
    ]


@pytest.mark.parametrize("resource", [{"resource": ""}, {}])
def test_a_row_may_refer_to_another_of_the_same_file(
    tmp_path: Path, resource: dict[str, str]
) -> None:
    link = {"fields": "parent", "reference": {**resource, "fields": "code"}}
    schema = {"fields": [{"name": "code"}, {"name": "parent"}], "foreignKeys": [link]}
    done = read(tmp_path, "code;parent\nA;\nB;A\nC;Z\n", schema)
    assert done.rows == "code,parent\nA,\nB,A\n"
    assert done.of("error") == [(4, "parent", "reference_inconnue")]
    assert done.of("info") == []


def test_a_link_of_a_schema_to_another_file_is_said_not_to_be_checked(tmp_path: Path) -> None:
    link = {"fields": "code", "reference": {"resource": "ailleurs", "fields": "id"}}
    done = read(tmp_path, "code;valeur\nA;1\n", {**PLAIN, "foreignKeys": [link]})
    assert done.rows == "code,valeur\nA,1\n"
    assert done.of("info") == [(0, "code", "lien_non_verifie")]


def test_a_key_given_twice_sets_its_rows_aside_and_a_copy_is_kept_once(tmp_path: Path) -> None:
    content = "code;valeur\nA;1\nA;1\nB;1\nB;2\n"
    done = read(tmp_path, content, {**PLAIN, "primaryKey": "code"})
    assert done.rows == "code,valeur\nA,1\n"
    assert done.of("error") == [
        (3, "code", "doublon_exact"),
        (4, "code", "cle_en_double"),
        (5, "code", "cle_en_double"),
    ]


def test_a_key_left_blank_sets_its_row_aside(tmp_path: Path) -> None:
    done = read(tmp_path, "code;valeur\n;1\nA;2\n", {**PLAIN, "primaryKey": ["code"]})
    assert done.rows == "code,valeur\nA,2\n"
    assert done.of("error") == [(2, "code", "valeur_absente")]


def test_no_row_of_a_big_file_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.reading.bulk_scan.BIG", 10_000)
    monkeypatch.setattr("pipeline.reading.bulk_scan.HEAD", 1_000)
    rows = [f"article numéro {n};{n},5" for n in range(2_000)]
    rows[1_500] = "article;beaucoup"
    content = "\n".join(["code;valeur", *rows, ""])
    bound, free = read(tmp_path, content, PLAIN), read(tmp_path, content)
    assert bound.rows is not None
    assert free.rows is not None
    assert bound.of("error") == [(1_502, "valeur", "nombre_illisible")]
    assert bound.rows.count("\n") == 2_000
    assert free.rows.count("\n") == 2_001


def test_no_constraint_is_forgotten_in_the_middle_of_a_big_file(tmp_path: Path) -> None:
    bound = {"exclusiveMinimum": 0}
    number = {"name": "n", "type": "number", "constraints": bound}
    schema = {"fields": [{"name": "mail", "format": "email"}, number]}
    rows = [f"u{rank}@x.fr;{rank},5" for rank in range(2_000)]
    rows[1_500], rows[1_600] = "u1500.x.fr;1,5", "u1600@x.fr;0"
    done = read(tmp_path, "\n".join(["mail;n", *rows, ""]), schema)
    assert done.of("error") == [
        (1_502, "mail", "forme_inattendue"),
        (1_602, "n", "valeur_trop_petite"),
    ]


@pytest.mark.parametrize(
    ("last", "is_cut"),
    [("03/02/20", True), ("03/02/202", True), ("03/02/2025", False), ("3/2/25", False)],
)
def test_a_date_that_the_end_of_the_file_cuts_is_no_date(
    tmp_path: Path, last: str, *, is_cut: bool
) -> None:
    schema = {"fields": [{"name": "code"}, {"name": "jour", "type": "date"}]}
    done = read(tmp_path, f"code;jour\nA;02/02/2025\nB;{last}", schema)
    assert done.of("error") == ([(3, None, "fichier_coupe")] if is_cut else [])


def test_a_type_that_nobody_knows_is_read_as_text_and_told(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "code", "type": "couleur"}]}
    done = read(tmp_path, "code\nbleu\n", schema)
    assert done.rows == "code\nbleu\n"
    assert done.of("warning") == [(0, "code", "type_non_pris_en_charge")]


def test_columns_come_out_in_the_order_of_the_contract(tmp_path: Path) -> None:
    done = read(tmp_path, "VALEUR ;autre;Code\n1;x;A\n", PLAIN)
    assert done.rows == "code,valeur\nA,1\n"
    assert done.of("warning") == [(1, None, "colonne_inconnue")]


def test_names_that_look_alike_or_have_no_letter_are_told_apart(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "note"}, {"name": "notes"}, {"name": "Note"}, {"name": "価格"}]}
    done = read(tmp_path, "Note;価格;notes;note\na;b;c;d\n", schema)
    assert done.rows == "note,notes,Note,価格\nd,c,a,b\n"


def test_a_header_alone_is_a_file_with_nothing_to_declare(tmp_path: Path) -> None:
    done = read(tmp_path, "code;valeur\n", PLAIN)
    assert (done.code, done.rows) == (0, "code,valeur\n")


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("code\nA\nB\n", "A\nB\n"),
        ("code\nA,\nB,\n", "A\nB\n"),  # every row ends on a delimiter
        ('code\nA; B\n"C, D"\n', 'A; B\n"C, D"\n'),  # written with commas
        ('code\nA, B\n"C; D"\n', '"A, B"\nC; D\n'),  # and with semicolons
    ],
)
def test_a_schema_of_one_column_needs_no_delimiter(tmp_path: Path, content: str, rows: str) -> None:
    done = read(tmp_path, content, {"fields": [{"name": "code"}]})
    assert (done.rows, done.of("error")) == (f"code\n{rows}", [])


def test_a_no_break_space_in_a_text_is_told(tmp_path: Path) -> None:
    done = read(tmp_path, 'code;valeur\n12\u00a0rue;1\n"a\u202fb\nc";2\n', PLAIN)
    assert done.rows == 'code,valeur\n12 rue,1\n"a b\nc",2\n'
    told = [(line, "code", "espaces_insecables_remplaces") for line in (2, 3)]
    assert done.of("info") == told


def test_a_usual_form_is_told_once_a_column(tmp_path: Path) -> None:
    fields = [{"name": "code"}, {"name": "valeur", "type": "number"}, {"name": "j", "type": "date"}]
    content = "code;valeur;j\n1,5;1 234,5;03/04/2025\n2,5;7;2025-01-02\nA;8,5;04/04/2025\n"
    done = read(tmp_path, content, {"fields": fields})
    told = [(r["line"], r["column"], r["value"], r["suggestion"]) for r in done.records]
    assert told == [(0, "j", "03/04/2025", "2025-04-03"), (0, "valeur", "1 234,5", "1234.5")]
    assert {r["reason"] for r in done.records} == {"Écriture usuelle convertie dans 2 cellules."}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "fichier_vide"),
        (b"\x00\x01\x02" * 99, "fichier_binaire"),
        ("rien;à voir\n1;2\n", "en_tete_absent"),
        ("code;valeur;email\nA;1;x@y.fr\n", "colonne_personnelle"),
    ],
)
def test_a_refused_file_says_why_and_writes_no_row(
    tmp_path: Path, content: str | bytes, code: str
) -> None:
    done = read(tmp_path, content, PLAIN)
    assert (done.code, done.rows) == (1, None)
    assert [r["code"] for r in done.records if r["severity"] == "error"] == [code]


@pytest.mark.parametrize(
    ("content", "code", "line", "column", "title"),
    [
        ("Envoi\n\ncode;E-mail;valeur\nA;x;1\n", "colonne_personnelle", 3, None, "E-mail"),
        ("\ncode;valeur;Valeur \nA;1;2\n", "colonne_en_double", 2, "valeur", "valeur"),
        ("A;1\nB;2\n", "en_tete_absent", 1, None, None),
        ("code;valeur\nA;1\nB;\0\n", "fichier_binaire", 3, None, None),
    ],
)
def test_a_refused_file_says_on_which_line_and_column(
    tmp_path: Path, content: str, code: str, line: int, column: str | None, title: str | None
) -> None:
    (record,) = read(tmp_path, content, PLAIN).records
    found = [record[key] for key in ("code", "line", "line_end", "column", "column_source")]
    assert found == [code, line, line, column, title]


def test_columns_that_are_not_read_are_told_one_by_one(tmp_path: Path) -> None:
    done = read(tmp_path, "Envoi\ncode;vu;valeur;note\nA;x;1;y\n", PLAIN)
    told = [(r["line"], r["column_source"], r["code"]) for r in done.records[1:]]
    assert told == [(2, "vu", "colonne_inconnue"), (2, "note", "colonne_inconnue")]


def test_a_missing_required_column_refuses_the_file_at_its_header(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "code"}, {"name": "x", "constraints": {"required": True}}]}
    done = read(tmp_path, "Titre\ncode;y\nA;1\n", schema)
    assert done.code == 1
    assert done.of("error") == [(2, None, "colonne_absente")]


def test_formulas_are_made_inert_only_for_a_spreadsheet(tmp_path: Path) -> None:
    content = "code;valeur\n=cmd();-5\n@x;1\n"
    assert read(tmp_path, content, PLAIN).rows == "code,valeur\n=cmd(),-5\n@x,1\n"
    done = read(tmp_path, content, PLAIN, "--for-spreadsheet")
    assert done.rows == "code,valeur\n'=cmd(),-5\n'@x,1\n"


# --- without a contract ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("a;b\n1,5;2,5\n", 'a,b\n"1,5","2,5"\n'),
        ("a\tb\n1;2\t3\n", "a,b\n1;2,3\n"),
        ("sep=|\na|b;c\nx|y;z\n", "a,b;c\nx,y;z\n"),
        ("12;34\nNom;Âge\nZoé;12\n", "Nom,Âge\nZoé,12\n"),
        ("Export\n\nNom;Âge\nZoé;12\n".encode("cp1252"), "Nom,Âge\nZoé,12\n"),
        ("a;b;\n1;2;\n", "a,b\n1,2\n"),
        ('a;b\n"x\ny";"dit ""oui"""\n', 'a,b\n"x\ny","dit ""oui"""\n'),
        ("x\n1\n2\n", "x\n1\n2\n"),
        ("x\n1 rue A, Lyon\n2 rue B, Lyon\n", 'x\n"1 rue A, Lyon"\n"2 rue B, Lyon"\n'),
        ("x\nmerci ; à bientôt\n", "x\nmerci ; à bientôt\n"),
        ("Villes\nnom, code\nParis, 75\nLyon, 69\n", "nom,code\nParis, 75\nLyon, 69\n"),
        ("x\n1 234,5\n0,5\n3\n", 'x\n"1 234,5"\n"0,5"\n3\n'),
        ("x\nun;deux\ntrois\nquatre\n", "x\nun;deux\ntrois\nquatre\n"),
        ('a;b\n"x\ny";"z\nt"\n', 'a,b\n"x\ny","z\nt"\n'),
        ("a;b\n1;2\n\n3;4\na;b\n5;6\n", "a,b\n1,2\n3,4\n5,6\n"),
        ("a;b\n 007 ;NC\n", "a,b\n 007 ,NC\n"),
    ],
)
def test_without_contract_the_table_comes_out_as_it_stands(
    tmp_path: Path, content: str | bytes, rows: str
) -> None:
    done = read(tmp_path, content)
    assert (done.code, done.rows) == (0, rows)
    assert done.of("error") == []


def test_without_contract_a_declared_delimiter_outweighs_what_lines_look_like(
    tmp_path: Path,
) -> None:
    done = read(tmp_path, "sep=;\na;b\n1,x;2\n3,y\n4,z\n5,t\n")
    assert done.rows == 'a,b\n"1,x",2\n'
    assert [line for line, _, _ in done.of("error")] == [4, 5, 6]


def test_without_contract_two_delimiters_that_cut_as_well_are_refused(tmp_path: Path) -> None:
    done = read(tmp_path, "a;b,c\nx;y,z\n")
    assert (done.code, done.rows) == (1, None)
    assert done.of("error") == [(0, None, "separateur_ambigu")]


def test_without_contract_ragged_rows_are_set_aside(tmp_path: Path) -> None:
    done = read(tmp_path, "a;b\n1;2\n3\n4;5;6\n7;8\n9")
    assert done.rows == "a,b\n1,2\n7,8\n"
    assert done.of("error") == [
        (3, None, "ligne_trop_courte"),
        (4, None, "ligne_trop_longue"),
        (6, None, "fichier_coupe"),
    ]


def test_without_contract_doubts_are_told(tmp_path: Path) -> None:
    assert read(tmp_path, "1;2\n3;4\n").of("warning") == [(1, None, "en_tete_douteux")]
    assert read(tmp_path, "a;a;\n1;2;3\n").of("warning") == [(1, None, "titres_completes")]
    assert read(tmp_path, "a;b\nx;1\nTotal;1\n").of("warning") == [(3, None, "total_probable")]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("2025-01-02;A;4,5\n2025-01-03;B;6\n", "2025-01-02,A,4,5\n"),
        ("Total;2024;2025\nFemmes;3;4\nHommes;5;6\n", None),
        ("Site;1;2;3\nRive;10;20;30\nQuai;11;21;31\n", None),
        ("Site;01/01/2025;01/02/2025\nRive;10;20\nQuai;11;21\n", None),
    ],
)
def test_without_contract_a_first_line_like_the_others_is_a_row(
    tmp_path: Path, content: str, rows: str | None
) -> None:
    done = read(tmp_path, content)
    assert done.rows is not None
    if rows is None:  # years, numbers in order, dates over amounts are titles
        assert len(done.rows.splitlines()) == len(content.splitlines())
        assert done.of("warning") == [(1, None, "en_tete_douteux")]
    else:
        assert done.rows == 'colonne_1,colonne_2,colonne_3\n2025-01-02,A,"4,5"\n2025-01-03,B,6\n'
        assert done.of("warning") == [(1, None, "titres_absents")]


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        # a title line cut by its own comma, wider than the table
        ("Relevé du lundi, site Rive, été\ncle,kWh\na,1.5\nb,2.5\n", "cle,kWh"),
        # merged cells above titles that repeat
        ("Rive;;Quai;\nX;Y;X;Y\n1;2;3;4\n", "Rive X,Rive Y,Quai X,Quai Y"),
        # titles below a merged cell, and nowhere else
        (
            "Date;Trajet;;Total\n;Train;Bus;\n2025-01-02;1;2;3\n",
            "Date,Trajet Train,Trajet Bus,Total",
        ),
        # the same shape, but a row of words
        ("Nom;Ville;\n;Rive;x\nA;Quai;y\n", "Nom,Ville,colonne_3"),
        # most columns have no title and few cells
        ("Rencontres;;;;\nQui;Date;;;\nA;mai-25;;;\n;juin-25;;;\n", "Qui,Date"),
        # R writes no title over the names of its rows
        ('"x";"y"\n"r1";1;2\n"r2";3;4\n', "colonne_1,x,y"),
        # figures above, as full as the header
        ("Année;2025\nSite;kWh\nRive;12\nQuai;13\n", "Site,kWh"),
        # words among rows of figures are no header
        ("3;2,5\n4;2,6\n5;2,7\nfin;NC\n", "colonne_1,colonne_2"),
    ],
)
def test_without_contract_the_header_is_found(tmp_path: Path, content: str, titles: str) -> None:
    done = read(tmp_path, content)
    assert done.rows is not None
    assert done.rows.splitlines()[0] == titles


def test_without_contract_what_was_mended_is_told(tmp_path: Path) -> None:
    done = read(tmp_path, 'nom;note;\nZoÃ©;1;\nIda; "a;b";\nAnna;"dit "oui" ici";\n')
    assert done.rows == 'nom,note\nZoé,1\nIda,a;b\nAnna,"dit ""oui"" ici"\n'
    assert done.of("info") == [
        (1, None, "colonnes_vides_en_fin_de_ligne_retirees"),
        (2, None, "texte_doublement_encode_retabli"),
        (3, None, "espaces_avant_des_guillemets_retires"),
        (4, None, "guillemets_interieurs_non_doubles"),
    ]


@pytest.mark.parametrize("contract", [None, {"fields": [{"name": "a"}, {"name": "b"}]}])
def test_spaces_before_a_quote_do_not_open_the_cell(
    tmp_path: Path, contract: Schema | None
) -> None:
    done = read(tmp_path, 'a, b\n1, "x, y"\n2, "z"\n3, tube de 3" et 4"\n4, " seul\n', contract)
    assert done.rows is not None
    assert [row[1].strip() for row in csv.reader(done.rows.splitlines()[1:])] == [
        "x, y", "z", 'tube de 3" et 4"', '" seul',
    ]  # fmt: skip


def test_a_long_text_between_quotes_may_hold_quotes_of_its_own(tmp_path: Path) -> None:
    text = "\n".join([f"ligne {n}" for n in range(7)] + ['dit ""non""', "fin"])
    done = read(tmp_path, f'a;b;c\n1;"{text}";"suite\nfin"\n' + "2;x;y\n" * 12)
    assert done.rows is not None
    rows = list(csv.reader(io.StringIO(done.rows)))
    assert rows[1] == ["1", text.replace('""', '"'), "suite\nfin"]
    assert (len(rows), done.of("error")) == (14, [])


TEXTS = {"fields": [{"name": name} for name in ("cle", "nom", "rue", "note")]}


def test_a_delimiter_too_many_in_a_row_is_not_taken_for_its_end(tmp_path: Path) -> None:
    done = read(tmp_path, "cle;nom;rue;note\n1;A;Rive;\n2;B;C;Quai;\n3;D;Pont;vu\n", TEXTS)
    assert done.rows == "cle,nom,rue,note\n1,A,Rive,\n3,D,Pont,vu\n"
    assert done.of("error") == [(3, None, "ligne_trop_longue")]
    done = read(tmp_path, "cle;nom;rue;note\n1;A;Rive;x;\n2;B;Quai;;\n3;D;Pont;vu\n", TEXTS)
    assert done.rows == "cle,nom,rue,note\n1,A,Rive,x\n2,B,Quai,\n3,D,Pont,vu\n"
    typed = {"fields": [{"name": "cle"}, {"name": "jour", "type": "date"}, {"name": "note"}]}
    done = read(tmp_path, "cle;jour;note\n1;02/03/2025;x;\n2;03/03/2025;y\n", typed)
    assert done.of("error") == []  # no other place of a delimiter leaves a date in its column


@pytest.mark.parametrize("title", ["nomrue", "NomRue", "nom rue"])
def test_a_delimiter_that_lacks_between_two_titles_refuses_the_file(
    tmp_path: Path, title: str
) -> None:
    done = read(tmp_path, f"cle;{title};note\n1;A;Rive;\n2;B;Quai;\n", TEXTS)
    assert (done.code, done.rows) == (1, None)
    assert [code for _, _, code in done.of("error")] == ["titres_colles"]


@pytest.mark.parametrize("contract", [None, TEXTS])
def test_a_quote_that_opens_inside_a_cell_sets_the_row_aside(
    tmp_path: Path, contract: Schema | None
) -> None:
    content = 'cle;nom;rue;note\n1;A;"Rive; est";x\n2;B"Quai; dit ""le quai""";y\n3;L"as;D;z\n'
    done = read(tmp_path, content, contract)
    assert done.of("error") == [(3, None, "guillemet_non_ferme")]
    assert done.rows == 'cle,nom,rue,note\n1,A,Rive; est,x\n3,"L""as",D,z\n'


def test_a_stray_quote_among_the_titles_swallows_no_row(tmp_path: Path) -> None:
    done = read(tmp_path, 'cle;"nom"x\n1;"A"\n2;"B"\n')
    assert done.rows is not None
    assert [row[1] for row in csv.reader(done.rows.splitlines()) if row[0] in "12"] == ["A", "B"]


def test_without_contract_rows_longer_than_the_titles_are_told(tmp_path: Path) -> None:
    done = read(tmp_path, "nomrue;note\nA;Rive;\nB;Quai;\n")
    assert done.of("warning") == [(1, None, "titres_moins_nombreux")]
    done = read(tmp_path, "nom;note\nA;x\nB;y\nC;z;\nD;t\n")
    assert done.rows == "nom,note\nA,x\nB,y\nD,t\n"
    assert done.of("error") == [(4, None, "ligne_trop_longue")]


# --- the command ----------------------------------------------------------------------------


def test_a_file_of_an_archive_is_named_in_its_records(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "envoi.zip", "w") as archive:
        archive.writestr("a.csv", "code;valeur\nA;1\nB;x\n")
        archive.writestr("suite/b.csv", "code;valeur\nC;3\nD;y\n")
    done = read(tmp_path, (tmp_path / "envoi.zip").read_bytes(), PLAIN, name="envoi.zip")
    assert done.rows == "code,valeur\nA,1\nC,3\n"
    assert [(r["sheet"], r["line"]) for r in done.records] == [("a.csv", 3), ("suite/b.csv", 3)]


def test_a_sheet_of_a_workbook_is_named_in_its_records(tmp_path: Path) -> None:
    done = read(tmp_path, _workbook(tmp_path), PLAIN, name="envoi.xlsx")
    assert done.rows == "code,valeur\nA,1.5\n"
    (record,) = [r for r in done.records if r["severity"] == "error"]
    assert (record["sheet"], record["line"], record["column"]) == ("Achats", 3, "valeur")


def _workbook(folder: Path) -> bytes:
    texts = (("code", "valeur"), ("A", "1,5"), ("B", "x"))
    rows = "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{letter}{n}" t="inlineStr"><is><t>{text}</t></is></c>'
            for letter, text in zip("AB", row, strict=True)
        )
        + "</row>"
        for n, row in enumerate(texts, 1)
    )
    main_ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    path = folder / "classeur.xlsx"
    with ZipFile(path, "w") as book:
        book.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships {package}><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook {main_ns} xmlns:r="{office}"><sheets>'
            '<sheet name="Achats" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships {package}><Relationship Id="r1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {main_ns}><sheetData>{rows}</sheetData></worksheet>",
        )
    return path.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("read",), 2, "attend un seul FICHIER"),
        (("read", "x.csv", "--output", "o.csv"), 2, "L'option --faults manque."),
        (("read", "x.csv", "--outptu", "o"), 2, "Vouliez-vous dire « output » ?"),
        (
            ("read", "absent.csv", "--output", "o", "--faults", "f"),
            1,
            "« absent.csv » n'existe pas.",
        ),
        (("read", ".", "--output", "o", "--faults", "f"), 1, "est un dossier"),
        (("read", "x.csv", "--output", "x.csv", "--faults", "f"), 2, "trois fichiers différents"),
        (("read", "x.csv", "--output", "o", "--faults", "nulle/part"), 4, "Impossible d'écrire"),
        (
            ("read", "x.csv", "--contract", "achat", "--output", "o", "--faults", "f"),
            2,
            "« achats »",
        ),
        (("read", "x.csv", "--contract", "x.csv", "--output", "o", "--faults", "f"), 2, "JSON"),
        (("raed", "x.csv"), 2, "Vouliez-vous dire « read » ?"),
    ],
)
def test_a_wrong_command_is_one_french_message(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    assert main(arguments) == code
    told = capsys.readouterr().err
    assert message in told
    assert "Traceback" not in told
    assert Path("x.csv").read_text("utf-8") == "a;b\n1;2\n"


@pytest.mark.parametrize(
    "schema",
    [
        [],
        {},
        {"fields": []},
        {"fields": [{"type": "string"}]},
        {"fields": [{"name": "a"}, {"name": "a"}]},
        {"fields": [{"name": "a"}], "primaryKey": "b"},
        {"fields": [{"name": "a"}], "uniqueKeys": [["b"]]},
        {"fields": [{"name": "a"}], "foreignKeys": [{"fields": "a"}]},
        {"fields": [{"name": "a", "constraints": {"pattern": "("}}]},
        {"fields": [{"name": "a", "type": "number", "constraints": {"minimum": "x"}}]},
        {"fields": [{"name": "a", "constraints": {"maxLength": "x"}}]},
        {"fields": "a", "missingValues": 3},
    ],
)
def test_a_schema_that_is_none_is_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], schema: Any
) -> None:
    (tmp_path / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    assert read(tmp_path, "a;b\n1;2\n", str(tmp_path / "schema.json")).code == 2
    assert "Table Schema" in capsys.readouterr().err


MESSY = st.one_of(
    st.binary(max_size=300),
    st.text("abcode;valeur,\"'\t\n\r|=0123456789 .-€é\x00\u202f\ufeff", max_size=300).map(
        lambda text: f"code;valeur\n{text}".encode()
    ),
    st.text(max_size=200).map(lambda text: text.encode("utf-16", errors="replace")),
)


@settings(max_examples=150, deadline=None)
@given(content=MESSY, is_bound=st.booleans())
@example(content=b'"', is_bound=False)
@example(content=b"code;valeur\n" + b'"' * 50, is_bound=True)
@example(content=b"PK\x03\x04", is_bound=True)
@example(content=b"\xd0\xcf\x11\xe0", is_bound=False)
def test_no_bytes_crash_the_command_nor_lose_a_line(content: bytes, *, is_bound: bool) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        done = read(folder, content, PLAIN if is_bound else None)
        assert done.code in (0, 1)
        assert (done.rows is None) == (done.code == 1)
        assert done.code == 0 or done.of("error")
        assert all(tuple(record)[: len(KEYS)] == KEYS for record in done.records)


def test_reading_one_file_starts_without_what_only_reports_need() -> None:
    script = (
        "import sys, pipeline.cli, pipeline.commands, pipeline.read_file; "
        "print(*sorted({'numpy', 'matplotlib', 'weasyprint', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True)
    assert done.stdout.strip() == b""
