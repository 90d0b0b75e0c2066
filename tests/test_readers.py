"""What a person types in a cell, and what is read from it."""

from __future__ import annotations

import time
from decimal import Decimal

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.contracts import Field, sql_type
from pipeline.reading.cells.numerals import number_text, read_number
from pipeline.reading.cells.readers import cell_reader
from pipeline.reading.refusals import Refused

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
    "typed", ["(1 234,50 €)", "(1 234,50) €", "−1 234,50€", "1 234,50 €-", "1 234,50- €"]
)
def test_a_sign_and_a_unit_stand_in_any_order(typed: str) -> None:
    assert read(typed, field("number", "montant_eur")) == "-1234.5"


@pytest.mark.parametrize(
    ("typed", "column", "expected", "repair"),
    [
        ("1 234,50 €", "montant_eur", "1234.5", "symbole € retiré"),
        ("€12", "montant_eur", "12", "symbole € retiré"),
        ("12 EUR", "montant_eur", "12", "symbole € retiré"),
        ("12€50", "montant_eur", "12.5", "symbole € au milieu d'un nombre"),
        ("1\u202f234\u202f€", "montant_eur", "1234", "symbole € retiré"),
        ("12,5 %", "taux_prev_durable", "12.5", "symbole % retiré"),
        ("12 kg", "poids_kg", "12", "unité kg retirée"),
        ("12kgs.", "poids_kg", "12", "unité kg retirée"),
        ("1,2 t", "poids_t", "1.2", "unité t retirée"),
        ("40 m²", "surface_m2", "40", "unité m² retirée"),
        ("40 m2", "surface_m2", "40", "unité m² retirée"),
        ("3 m³", "volume_m3", "3", "unité m³ retirée"),
        ("12 km", "distance_km", "12", "unité km retirée"),
        ("12 kWh", "conso_kwh", "12", "unité kWh retirée"),
        ("35 h", "heures_payees", "35", "unité h retirée"),
        ("0,8 ETP", "etp", "0.8", "unité ETP retirée"),
        ("1.234,5", "montant_eur", "1234.5", "point des milliers retiré"),
        ("1.234.567", "montant_eur", "1234567", "point des milliers retiré"),
        ("1,234.5", "montant_eur", "1234.5", "forme anglaise d'un nombre"),
        ("(12,5)", "montant_eur", "-12.5", "parenthèses lues comme un signe moins"),
        ("12,5-", "montant_eur", "-12.5", "signe moins final"),
        ("−12", "montant_eur", "-12", "tiret long lu comme un signe moins"),
        ("€ -12,5", "montant_eur", "-12.5", "symbole € retiré"),
        ("–12", "montant_eur", "-12", "tiret long lu comme un signe moins"),
        ("—12", "montant_eur", "-12", "tiret long lu comme un signe moins"),
        ("1'234,5", "montant_eur", "1234.5", "apostrophe des milliers retirée"),
        ("1’234’567", "montant_eur", "1234567", "apostrophe des milliers retirée"),
        (",5", "montant_eur", "0.5", "zéro rétabli avant la virgule"),
        ("1,2E+05", "montant_eur", "120000", "notation scientifique développée"),
        ("1.234560e+03", "montant_eur", "1234.56", "notation scientifique développée"),
        ("12\u200b,5", "montant_eur", "12.5", "caractère invisible retiré"),
        ("1\xad2", "montant_eur", "12", "caractère invisible retiré"),
        ("12\x07", "montant_eur", "12", "caractère de contrôle retiré"),
        ("35:30:36", "heures_payees", "35.51", "heures et minutes converties"),
        ("35 h 30 min", "heures_payees", "35.5", "heures et minutes converties"),
        ("35:30", "heures_payees", "35.5", "heures et minutes converties"),
        ("35h30", "heures_payees", "35.5", "heures et minutes converties"),
        ("35:00", "heures_hebdo_contrat", "35", "heures et minutes converties"),
        ("33,33333333", "montant_eur", "33.3333", "arrondi à quatre décimales"),
        (" 12 ", "montant_eur", "12", "espaces superflus"),
        ("'12", "montant_eur", "12", "apostrophe initiale retirée"),
        ("NC", "montant_eur", "", "absence notée NC"),
        ("n.c.", "montant_eur", "", "absence notée n.c."),
        ("Néant", "montant_eur", "", "absence notée Néant"),
        ("s.o.", "montant_eur", "", "absence notée s.o."),
        ("—", "montant_eur", "", "absence notée —"),
        ("#N/D", "montant_eur", "", "absence notée #N/A"),
        ("non communiqué", "montant_eur", "", "absence notée non communiqué"),
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
        ("12.345 kg", "nombre_ambigu"),
        ("1,2 t", "unite_inattendue"),
        ("1 234'567", "nombre_illisible"),
        ("12,", "nombre_illisible"),
        ("1,2 €", "unite_inattendue"),
        ("12 €-", "unite_inattendue"),
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
        ("1er mars 2024", "2024-03-01", ("date en toutes lettres",)),
        ("12-févr-25", "2025-02-12", ("date en toutes lettres", "date à deux chiffres d'année")),
        ("12 Feb 2025", "2025-02-12", ("date en toutes lettres",)),
        (
            "lundi 13 janvier 2025",
            "2025-01-13",
            ("jour de la semaine retiré", "date en toutes lettres"),
        ),
        ("31.01.2025", "2025-01-31", ("séparateurs d'une date",)),
        ("31 / 01 / 2025", "2025-01-31", ("séparateurs d'une date",)),
        ("20250131", "2025-01-31", ("séparateurs d'une date",)),
        ("31/01/2025 14h30", "2025-01-31", ("heure retirée d'une date",)),
        ("2025-01-31T10:00:00Z", "2025-01-31", ("heure retirée d'une date",)),
        ("'31/01/2025", "2025-01-31", ("apostrophe initiale retirée",)),
        ("45292", "2024-01-01", ("numéro de date d'un tableur converti",)),
        (
            "45292,5",
            "2024-01-01",
            ("numéro de date d'un tableur converti", "heure retirée d'une date"),
        ),
        ("2025-01-31T22:30:00Z", "fuseau_horaire", ()),
        ("mardi 13 janvier 2025", "date_impossible", ()),
        ("janv-25", "date_illisible", ()),
        ("31/01/2025 25:00", "date_illisible", ()),
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
        ("03/25", "2025-03-01"),
        ("03/04", "mois_ambigu"),
        ("25/03", "mois_ambigu"),
        ("mars", "mois_illisible"),
        ("2025", "mois_illisible"),
    ],
)
def test_months(typed: str, expected: str) -> None:
    assert read(typed, field("yearmonth")) == expected


@pytest.mark.parametrize("typed", ["mars", "Févr.", "3", "03", "12"])
def test_a_month_without_its_year_is_told_as_such(typed: str) -> None:
    refusal = cell_reader(field("yearmonth"), MISSING)(typed).refusal
    assert refusal
    assert refusal.reason == "Il manque l'année de ce mois."


def test_yes_and_no_have_many_spellings() -> None:
    answer = field(
        "boolean", true_values=("oui", "o", "x", "1", "vrai"), false_values=("non", "n", "0")
    )
    assert [read(t, answer) for t in ("oui", "OUI", "O", "X", "1")] == ["true"] * 5
    assert [read(t, answer) for t in ("non", "N", "0")] == ["false"] * 3
    assert [read(t, answer) for t in ("Yes", "✓", "TRUE", "1.0", "Vrai")] == ["true"] * 5
    assert [read(t, answer) for t in ("no", "FAUX", "false", "0,0")] == ["false"] * 4
    assert repairs("✓", answer) == ("oui ou non écrit autrement",)
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
    assert read("12345678200002.0", siret) == "12345678200002"
    assert read("1234567820000", siret) == "forme_inattendue"
    postcode = field("string", "code_postal", pattern="^[0-9]{5}$")
    assert read("1004,0", postcode) == "01004"
    assert read("1004", field("string", "numero", pattern="^[0-9]{5}$")) == "forme_inattendue"


def test_an_absent_required_value_is_refused() -> None:
    assert read("", field("string", required=True)) == "valeur_absente"
    assert read("NC", field("string", required=True)) == "valeur_absente"
    assert read("nc", field("string", enum=("nc", "autre"))) == "nc"
    assert cell_reader(field("string"), ("",))("—").text == "—"
    assert (read("", field("string")), repairs("", field("string"))) == ("", ())


def test_text_is_tidied() -> None:
    text = field("string")
    assert read("  Plaine   Commune\u00a0", text) == "Plaine Commune"
    assert repairs("  Plaine   Commune\u00a0", text) == ("espaces superflus",)
    assert repairs("12\u00a0rue", text) == ("espaces insécables remplacés",)
    assert repairs("e\u0301te\u0301", text) == ("accents recomposés",)
    assert repairs("jar\u200bdin", text) == ("caractère invisible retiré",)
    assert (read("l\x92eau", text), repairs("l\x92eau", text)) == (
        "l’eau",
        ("caractère Windows rétabli",),
    )
    assert (read('="01004"', text), repairs('="01004"', text)) == (
        "01004",
        ("formule de texte retirée",),
    )


def test_lists_that_are_everywhere_know_the_habits_of_everyone() -> None:
    qpv = field("string", enum=("oui", "non", "inconnu"))
    assert [read(t, qpv) for t in ("O", "VRAI", "1", "x", "N", "0")] == ["oui"] * 4 + ["non"] * 2
    assert repairs("VRAI", qpv) == ("oui ou non écrit autrement",)
    sex = field("string", enum=("F", "M"))
    assert [read(t, sex) for t in ("H", "homme", "Féminin", "m")] == ["M", "M", "F", "M"]
    assert [read(t, sex) for t in ("Mme", "Madame", "M.", "Monsieur")] == ["F", "F", "M", "M"]
    assert read("H", field("string", enum=("F", "M", "autre"))) == "valeur_inconnue"


def test_a_very_long_cell_is_refused_at_once() -> None:
    long = "interne " * 4000
    start = time.perf_counter()
    for of in (
        field("string", enum=tuple(f"interne_{number}" for number in range(50))),
        field("boolean"),
        field("date"),
        field("yearmonth"),
        field("number", "poids_kg"),
        field("string", "siret", pattern="^[0-9]{14}$"),
    ):
        assert cell_reader(of, MISSING)(long).refusal
    assert time.perf_counter() - start < 0.5


def test_one_wrong_letter_is_mended_when_one_value_alone_is_near() -> None:
    output = field(
        "string", enum=("interne", "externe", "recyclage", "6-11", "6-12", "CDD6+", "CDD6-")
    )
    slip = ("faute de frappe d'une lettre dans une valeur",)
    assert (read("recylage", output), repairs("recylage", output)) == ("recyclage", slip)
    assert (read("Recylcage", output), repairs("Recylcage", output)) == ("recyclage", slip)
    assert (read("recyclages", output), repairs("recyclages", output)) == (
        "recyclage",
        ("singulier ou pluriel d'une valeur",),
    )
    assert read("enterne", output) == "valeur_inconnue"
    assert read("6-13", output) == "valeur_inconnue"
    assert read("CDE6+", output) == "valeur_inconnue"
    assert read("lot-13", field("string", enum=("lot-12", "autre"))) == "valeur_inconnue"


def refusal(text: str, of: Field) -> tuple[str, str]:
    cell = cell_reader(of, MISSING)(text)
    assert cell.refusal
    return cell.refusal.expected, cell.refusal.suggestion


def test_a_refusal_says_what_was_expected_and_what_to_type_when_it_is_known() -> None:
    weight = field("number", "poids_kg", minimum=Decimal(0))
    told = "un nombre, par exemple 1234,5, en kg, au moins 0"
    assert refusal("1,2 t", weight) == (told, "1200")
    assert refusal("abc", weight) == (told, "")
    assert refusal("1.234", weight) == (told, "1234 ou 1,234")
    assert refusal("2 k€", field("number", "montant_eur"))[1] == "2000"
    assert refusal("12/31/2025", field("date")) == ("une date JJ/MM/AAAA", "31/12/2025")
    assert refusal("31/02/2025", field("date")) == ("une date JJ/MM/AAAA", "")
    assert refusal("1,234", field("integer", "nb")) == ("un nombre entier", "1234")
    assert refusal("1,000", field("integer", "nb")) == ("un nombre entier", "")
    assert refusal("exercice 2025", field("year")) == ("une année à quatre chiffres", "2025")
    side = field("string", enum=("interne", "externe"))
    assert refusal("enterne", side) == ("l'une des valeurs interne, externe", "externe ou interne")
    assert refusal("zzz", side)[1] == ""
    funder = field("string", enum=("Etat", "Region", "service_public_emploi", "autre", "non"))
    assert refusal("Etat (DREETS)", funder)[1] == "Etat"
    assert refusal("Région Île-de-France, Etat", funder)[1] == "Etat ou Region"
    assert refusal("Service public de l'emploi", funder)[1] == "service_public_emploi"
    assert refusal("Entrée", field("string", enum=("entrant", "sortant")))[1] == "entrant"
    assert refusal("25", field("year"))[1] == "2025"
    assert refusal("non précisé ici", funder)[1] == "", (
        "a short word says another thing in a sentence"
    )


NUMBERS = st.from_regex(r"[-(]?[0-9 .,'h:]{1,20}[0-9)€%]?", fullmatch=True)
DATES = st.from_regex(r"[0-9]{1,4}[-/. ]([0-9]{1,2}|mars|mai)[-/. ][0-9]{1,4}", fullmatch=True)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["string", "integer", "number", "date", "yearmonth", "year", "boolean"]),
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


@settings(max_examples=300, deadline=None)
@given(st.from_regex(r"-?[0-9]{1,13}( [0-9]{3}){0,3}(,[0-9]{1,5})?", fullmatch=True))
@example("1,500")
@example("1,0010")
@example("1,2300")
@example("-0,0")
@example("0012,5")
def test_the_short_way_of_reading_numbers_is_the_long_way(typed: str) -> None:
    number = field("number", "montant_eur")
    cell = cell_reader(number, MISSING)(typed)
    if cell.refusal:
        with pytest.raises(Refused, match=str(cell.refusal)):
            read_number(typed, "€")
    else:
        value, names = read_number(typed, "€")
        assert (cell.text, cell.repairs) == (number_text(value), names)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["number", "integer", "date", "yearmonth", "year", "boolean"]),
    st.text("0123456789/-,. '\u202f", max_size=14),
)
def test_what_is_read_reads_back_as_itself_without_repair(kind: str, typed: str) -> None:
    read_cell = cell_reader(field(kind), MISSING)
    cell = read_cell(typed)
    if not cell.refusal:
        assert read_cell(cell.text) == (cell.text, (), None)
