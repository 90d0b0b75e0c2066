"""What a person types in a cell, and what is read from it."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.contracts import Field, sql_type
from pipeline.reading.readers import cell_reader

MISSING = ("", "-", "NC", "#N/A")


def field(kind: str, name: str = "valeur", **more: object) -> Field:
    return Field(name, "Titre", "Description", kind, **more)  # type: ignore[arg-type]


def read(text: str, of: Field) -> str:
    cell = cell_reader(of, MISSING)(text)
    return cell.refusal.code if cell.refusal else cell.text


def repairs(text: str, of: Field) -> tuple[str, ...]:
    return cell_reader(of, MISSING)(text).repairs


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12", "12"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1 234,50", "1234.5"),
        ("1\u202f234,50", "1234.5"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1\u2009234,5", "1234.5"),
        ("-12", "-12"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("100", "100"),
    ],
)
def test_usual_numbers_are_read_without_repair(typed: str, expected: str) -> None:
    number = field("number", "montant_eur")
    assert read(typed, number) == expected
    assert repairs(typed, number) == ()


@pytest.mark.parametrize(
    ("typed", "column", "expected", "repair"),
    [
        ("1 234,50 €", "montant_eur", "1234.5", "symbole € retiré"),
        ("12,5 %", "taux_prev_durable", "12.5", "symbole % retiré"),
        ("12 kg", "poids_kg", "12", "unité kg retirée"),
        ("40 m²", "surface_m2", "40", "unité m² retirée"),
        ("1.234,5", "montant_eur", "1234.5", "point des milliers retiré"),
        ("1.234.567", "montant_eur", "1234567", "point des milliers retiré"),
        ("1,234.5", "montant_eur", "1234.5", "forme anglaise d'un nombre"),
        ("(12,5)", "montant_eur", "-12.5", "parenthèses lues comme un signe moins"),
        ("35:30", "heures_payees", "35.5", "heures et minutes converties"),
        ("35h30", "heures_payees", "35.5", "heures et minutes converties"),
        ("35:00", "heures_hebdo_contrat", "35", "heures et minutes converties"),
        ("33,33333333", "montant_eur", "33.3333", "arrondi à quatre décimales"),
        (" 12 ", "montant_eur", "12", "espaces superflus"),
        ("'12", "montant_eur", "12", "apostrophe initiale retirée"),
        ("NC", "montant_eur", "", "absence notée NC"),
    ],
)
def test_unusual_numbers_are_read_with_a_named_repair(
    typed: str, column: str, expected: str, repair: str
) -> None:
    number = field("number", column)
    assert (read(typed, number), repairs(typed, number)) == (expected, (repair,))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1.234", "nombre_ambigu"),
        ("1,2 t", "unite_inattendue"),
        ("12 environ", "unite_inattendue"),
        ("abc", "nombre_illisible"),
        ("12,5,3", "nombre_illisible"),
        ("12 34", "nombre_illisible"),
        ("0x1F", "nombre_illisible"),
        ("1_000", "nombre_illisible"),
        ("nan", "nombre_illisible"),
        ("٣", "nombre_illisible"),
        ("=A1+B1", "nombre_illisible"),
        ("1,23457E+12", "notation_scientifique"),
        ("1E-9", "nombre_trop_petit"),
        ("1\n234", "cellule_sur_deux_lignes"),
        ("-(12)", "nombre_illisible"),
        ("12-13", "nombre_illisible"),
        ("#REF!", "erreur_de_tableur"),
        ("#DIV/0!", "erreur_de_tableur"),
        ("9" * 40, "nombre_trop_grand"),
        ("12\x81", "caractere_de_controle"),
        ("caf\ufffd", "caractere_illisible"),
        ("1" * 40_000, "cellule_trop_longue"),
    ],
)
def test_a_doubtful_number_is_refused(typed: str, code: str) -> None:
    assert read(typed, field("number", "poids_kg")) == code


def test_bounds_of_the_contract_hold() -> None:
    hours = field("number", "heures", minimum=0, maximum=250)
    assert read("251", hours) == "valeur_trop_grande"
    assert read("-1", hours) == "valeur_trop_petite"
    assert read("250", hours) == "250"


def test_an_integer_has_no_decimals() -> None:
    count = field("integer", "nb_personnes")
    assert read("12,5", count) == "entier_attendu"
    assert (read("12,0", count), repairs("12,0", count)) == ("12", ("décimales nulles retirées",))


@pytest.mark.parametrize(
    ("typed", "expected", "repair"),
    [
        ("31/01/2025", "2025-01-31", ()),
        ("1/2/2025", "2025-02-01", ()),
        ("2025-01-31", "2025-01-31", ()),
        ("31/01/25", "2025-01-31", ("date à deux chiffres d'année",)),
        ("31/01/98", "1998-01-31", ("date à deux chiffres d'année",)),
        ("31-01-2025", "2025-01-31", ("séparateurs d'une date",)),
        ("2025-01-31 00:00:00", "2025-01-31", ("heure retirée d'une date",)),
        ("12 janvier 2025", "2025-01-12", ("date en toutes lettres",)),
        ("1er août 2025", "2025-08-01", ("date en toutes lettres",)),
        ("45292", "2024-01-01", ("numéro de date d'un tableur converti",)),
        ("31/02/2025", "date_impossible", ()),
        ("12/31/2025", "date_impossible", ()),
        ("03/02/0024", "date_impossible", ()),
        ("2025", "date_illisible", ()),
        ("le 12", "date_illisible", ()),
    ],
)
def test_dates(typed: str, expected: str, repair: tuple[str, ...]) -> None:
    day = field("date")
    assert (read(typed, day), repairs(typed, day)) == (expected, repair)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2025-03", "2025-03-01"),
        ("03/2025", "2025-03-01"),
        ("3/2025", "2025-03-01"),
        ("mars-25", "2025-03-01"),
        ("janv-25", "2025-01-01"),
        ("janv. 2025", "2025-01-01"),
        ("Décembre 2025", "2025-12-01"),
        ("01/03/2025", "2025-03-01"),
        ("31/03/2025", "2025-03-01"),
        ("13/2025", "date_impossible"),
        ("mars", "mois_illisible"),
        ("2025", "mois_illisible"),
    ],
)
def test_months(typed: str, expected: str) -> None:
    assert read(typed, field("yearmonth")) == expected


def test_yes_and_no_have_many_spellings() -> None:
    answer = field(
        "boolean", true_values=("oui", "o", "x", "1", "vrai"), false_values=("non", "n", "0")
    )
    assert [read(t, answer) for t in ("oui", "OUI", "O", "X", "1")] == ["true"] * 5
    assert [read(t, answer) for t in ("non", "N", "0")] == ["false"] * 3
    assert read("peut-être", answer) == "valeur_inconnue"
    assert repairs("OUI", answer) == ()


def test_a_closed_list_is_compared_without_case_nor_accents_but_never_guessed() -> None:
    frein = field(
        "string",
        enum=("leve", "en_cours", "CDD6+", "CDD6-"),
        labels={"leve": "Frein levé", "en_cours": "En cours", "CDD6+": "CDD long"},
    )
    assert read("Levé", frein) == "leve"
    assert read("En cours", frein) == "en_cours"
    assert read("frein leve", frein) == "leve"
    assert read("cdd6+", frein) == "CDD6+"
    assert read("cdd6", frein) == "valeur_inconnue"
    assert repairs("frein leve", frein) == ("libellé codé",)


def test_a_spelling_that_two_values_share_points_to_neither() -> None:
    side = field("string", enum=("Nord", "nord"))
    assert (read("nord", side), read("NORD", side)) == ("nord", "valeur_inconnue")


def test_a_lost_leading_zero_comes_back_and_a_lost_siret_does_not() -> None:
    commune = field("string", pattern="^([0-9]{5}|2[AB][0-9]{3})$")
    siret = field("string", pattern="^[0-9]{14}$")
    assert (read("1004", commune), repairs("1004", commune)) == ("01004", ("zéro initial rétabli",))
    assert read("2a004", commune) == "2A004"
    assert read("4,01161E+13", siret) == "chiffres_perdus"
    assert read("401 161 300 00012", siret) == "40116130000012"
    assert read("401", siret) == "forme_inattendue"


def test_an_absent_required_value_is_refused() -> None:
    assert read("", field("string", required=True)) == "valeur_absente"
    assert read("NC", field("string", required=True)) == "valeur_absente"
    assert (read("", field("string")), repairs("", field("string"))) == ("", ())


def test_text_is_tidied() -> None:
    text = field("string")
    assert read("  Plaine   Commune\u00a0", text) == "Plaine Commune"
    assert repairs("  Plaine   Commune\u00a0", text) == ("espaces superflus",)
    assert repairs("jar\u200bdin", text) == ("caractère invisible retiré",)
    assert (read('="01004"', text), repairs('="01004"', text)) == (
        "01004",
        ("formule de texte retirée",),
    )


NUMBERS = st.from_regex(r"[-(]?[0-9 .,'h:]{1,20}[0-9)€%]?", fullmatch=True)
DATES = st.from_regex(r"[0-9]{1,4}[-/. ]([0-9]{1,2}|mars|mai)[-/. ][0-9]{1,4}", fullmatch=True)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["string", "integer", "number", "date", "yearmonth", "year"]),
    st.one_of(st.text(max_size=40), NUMBERS, DATES),
)
@example("number", "99999999999999,99999")
def test_whatever_is_typed_is_refused_or_fits_its_type(kind: str, typed: str) -> None:
    of = field(kind, "heures_eur")
    cell = cell_reader(of, MISSING)(typed)
    if cell.refusal is None and cell.text:
        sql = f"select try_cast(? as {sql_type(of)}) is not null"
        assert duckdb.execute(sql, [cell.text]).fetchall() == [(True,)]


def test_a_structure_may_be_called_by_its_name() -> None:
    members = {"recyclerie": "recyclerie", "la_recyclerie_du_canal": "recyclerie"}
    cell = cell_reader(field("string"), MISSING, members)("La Recyclerie du Canal")
    assert cell.text == "recyclerie"
    assert cell.repairs == ("nom de structure remplacé par son identifiant",)
