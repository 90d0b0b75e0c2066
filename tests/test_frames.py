"""Rows and what stands around them: totals, group keys, units, commas, ragged rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.reading.cells.readers import cell_reader
from pipeline.reading.plain import plain_form
from pipeline.received import Fault, Intake, Severity, one_by_one
from tests.intake import BUYS, CONTRACTS, STRUCTURES, delivery

HEADER = "achat_id;fournisseur_nom;montant_ht_eur;groupe\n"
SHARED = "mutualisation.csv"
SHARED_HEADER = "ressource_id;libelle;type;structure_id;mois;quantite;unite\n"

Fate = dict[int, str]


def read(
    folder: Path, content: str, name: str = BUYS
) -> tuple[list[tuple[object, ...]], Fate, Intake]:
    """The first three columns of the rows, what became of the other lines, and the intake."""
    table = "achats" if name == BUYS else "mutualisation"
    wanted = (
        "achat_id, fournisseur_nom, montant_ht_eur" if name == BUYS else "ressource_id, mois, type"
    )
    with delivery(folder, {name: content}) as (intake, db):
        rows = db.execute(f"select {wanted} from {table} order by _ligne").fetchall()  # noqa: S608
    fate = {skipped.line: skipped.rule for skipped in intake.ignored if skipped.file == name}
    fate |= {r.line: r.name for r in one_by_one(intake.repairs) if r.file == name}
    fate |= {fault.line: fault.code for fault in intake.faults if fault.file == name}
    return rows, fate, intake


def faults(intake: Intake, code: str) -> list[Fault]:
    return [fault for fault in intake.faults if fault.code == code]


# --- totals ---------------------------------------------------------------------------------


def test_totals_of_parts_and_of_all_are_verified_then_dropped(tmp_path: Path) -> None:
    content = (
        f"{HEADER}A1;x;10;oui\nA2;x;20;non\nSous-total x;;30;\nA3;y;5;oui\nSous-total y;;5;\n"
        "TOTAL GÉNÉRAL;;35 €;\n"
    )
    rows, fate, intake = read(tmp_path, content)
    assert [row[0] for row in rows] == ["A1", "A2", "A3"]
    assert {fate[line] for line in (4, 6, 7)} == {"ligne de total"}
    assert not intake.faults


def test_a_total_that_differs_gives_both_figures(tmp_path: Path) -> None:
    _, _, intake = read(tmp_path, f"{HEADER}A1;x;10;\nA2;x;20,5;\nTotal;;130,50;\n")
    (fault,) = faults(intake, "total_different")
    assert (fault.line, fault.column, fault.letter) == (4, "montant_ht_eur", "C")
    assert (fault.value, fault.expected) == ("130,50", "30,5")


def test_no_total_is_doubted_over_a_line_that_could_not_be_read(tmp_path: Path) -> None:
    _, fate, intake = read(tmp_path, f"{HEADER}A1;x;10;\nA2;x;1.234;\nTotal;;1244;\n")
    assert fate[3] == "nombre_ambigu"
    assert not faults(intake, "total_different")


def test_a_supplier_called_total_is_a_row_unless_the_sums_say_otherwise(tmp_path: Path) -> None:
    header = "fournisseur_nom;achat_id;montant_ht_eur\n"
    rows, _, _ = read(tmp_path, f"{header}Total;A1;10\nBois;A2;20\nTotal;A3;7\n")
    assert [row[0] for row in rows] == ["A1", "A2", "A3"]


def test_a_total_where_a_key_stands_is_dropped_only_if_its_sums_are_right(tmp_path: Path) -> None:
    _, fate, _ = read(tmp_path, f"{HEADER}A1;x;10;\nA2;x;20;\nTotal bois;;30;\nTotal vis;;31;\n")
    assert (fate[4], fate[5]) == ("ligne de total", "total_douteux")


@pytest.mark.parametrize("label", ["2;Total;30;", "2;TOTAL GÉNÉRAL;30;", ";;30;Total"])
def test_a_total_told_beside_a_figure_is_verified_too(tmp_path: Path, label: str) -> None:
    titles = "achat_id;fournisseur_nom;montant_ht_eur;structure_id\n"
    content = f"{titles}A1;x;10;recyclerie\nA2;Total;20;recyclerie\n{label}\n"
    rows, fate, intake = read(tmp_path, content)
    assert [row[0] for row in rows] == ["A1", "A2"]
    assert fate[4] == "ligne de total"
    assert not intake.faults


def test_a_row_that_says_total_and_adds_up_nothing_is_set_aside_as_any_row(tmp_path: Path) -> None:
    titles = "achat_id;fournisseur_nom;montant_ht_eur;structure_id\n"
    content = f"{titles}A1;x;10;recyclerie\nA2;y;20;recyclerie\nA3;Total;31;\n"
    _, fate, _ = read(tmp_path, content)
    assert fate[4] == "valeur_absente"


def test_a_total_above_its_rows_is_verified_with_those_below(tmp_path: Path) -> None:
    content = (
        f"{HEADER}Total;;35;\nSous-total x;;30;\nA1;x;10;\nA2;x;20;\nSous-total y;;5;\nA3;y;5;\n"
    )
    rows, fate, intake = read(tmp_path, content)
    assert [row[0] for row in rows] == ["A1", "A2", "A3"]
    assert {fate[line] for line in (2, 3, 6)} == {"ligne de total"}
    assert not intake.faults


def test_a_total_above_its_rows_that_differs_gives_their_sum(tmp_path: Path) -> None:
    _, _, intake = read(tmp_path, f"{HEADER}Total;;37;\nA1;x;10;\nA2;x;25,5;\n")
    (fault,) = faults(intake, "total_different")
    assert (fault.line, fault.value, fault.expected) == (2, "37", "35,5")
    assert "du dessous" in fault.reason


def test_a_total_between_rows_is_doubted_when_neither_side_adds_up_to_it(tmp_path: Path) -> None:
    _, _, intake = read(tmp_path, f"{HEADER}A1;x;10;\nA2;x;20;\nTotal;;36;\nA3;y;5;\n")
    (fault,) = faults(intake, "total_different")
    assert (fault.line, fault.expected) == (4, "30")


def test_no_total_above_rows_is_doubted_when_one_of_them_is_not_read(tmp_path: Path) -> None:
    _, fate, intake = read(tmp_path, f"{HEADER}Total;;36;\nA1;x;10;\nA2;x;1.234;\n")
    assert fate[4] == "nombre_ambigu"
    assert not faults(intake, "total_different")


def test_an_identifier_that_starts_like_a_total_is_that_of_a_whole_row(tmp_path: Path) -> None:
    row = "total-bois;Total Bois;12345678200002;association;ESS;;oui;oui;01/01/2024;;93066\n"
    with delivery(tmp_path, {"structures.csv": STRUCTURES + row}) as (intake, db):
        found = db.execute("select count(*) from structures where nom = 'Total Bois'").fetchall()
    assert (found, intake.faults) == ([(1,)], ())


# --- group keys -----------------------------------------------------------------------------


def test_group_keys_of_merged_cells_are_carried_down_and_listed(tmp_path: Path) -> None:
    content = (
        f"{SHARED_HEADER}camion-1;Camion;vehicule;recyclerie;2025-01;1;jour\n"
        ";;;semaphore;2025-01;2;jour\n;;;recyclerie;2025-02;3;jour\n"
        "salle-1;Salle;salle;recyclerie;2025-01;4;jour\n;;;semaphore;2025-01;5;jour\n"
    )
    rows, fate, intake = read(tmp_path, content, SHARED)
    assert [row[0] for row in rows] == ["camion-1"] * 3 + ["salle-1"] * 2
    assert fate[3] == "valeur reportée de la ligne du dessus"
    assert {repair.column for repair in intake.repairs} == {"ressource_id", "libelle", "type"}


@pytest.mark.parametrize(
    "below",
    [
        "camion-1;Camion;vehicule;semaphore;2025-01;2;jour\n;;;recyclerie;2025-02;3;jour\n",
        ";Salle;salle;semaphore;2025-01;2;jour\n",
        "Total;;;;;1;\n;;;semaphore;2025-02;2;jour\n",
        "salle-1;Salle;salle;recyclerie\n;;;semaphore;2025-02;2;jour\n",
    ],
)
def test_a_blank_key_is_missing_where_keys_are_repeated_changed_or_closed(
    tmp_path: Path, below: str
) -> None:
    content = f"{SHARED_HEADER}camion-1;Camion;vehicule;recyclerie;2025-01;1;jour\n{below}"
    _, fate, _ = read(tmp_path, content, SHARED)
    assert fate[len(content.splitlines())] == "valeur_absente"


def test_a_key_that_the_contract_does_not_carry_stays_missing(tmp_path: Path) -> None:
    _, fate, _ = read(tmp_path, f"{HEADER}A1;x;10;\n;x;20;\n")
    assert fate[3] == "valeur_absente"


# --- lines without data ---------------------------------------------------------------------


def test_a_line_of_units_and_notes_are_ignored(tmp_path: Path) -> None:
    content = (
        f"{HEADER};;(€);oui/non\nA1;x;10;\nSource : logiciel; édité par la comptabilité\n"
        "Document généré le 12/01/2026\n(*) hors taxes\nPage 1/1;;;\n"
    )
    rows, fate, intake = read(tmp_path, content)
    assert len(rows) == 1
    assert fate[2] == "ligne d'unités"
    assert {fate[line] for line in (4, 5, 6, 7)} == {"note de bas de tableau"}
    assert not intake.faults


def test_a_header_on_two_lines_repeated_on_each_page(tmp_path: Path) -> None:
    header = "N°;Fournisseur;Montant\nfacture;;HT\n"
    rows, fate, _ = read(tmp_path, f"{header}A1;x;10\n{header}A2;y;20\n")
    assert len(rows) == 2
    assert (fate[1], fate[4], fate[5]) == ("en-tête", "en-tête répété", "en-tête répété")


def test_a_repeated_header_may_be_spelt_otherwise(tmp_path: Path) -> None:
    titles = "Écheance;achat_id;fournisseur_nom;montant_ht_eur"
    again = "ECHEANCE;Achat ID;FOURNISSEUR NOM;Montant HT eur"
    rows, fate, _ = read(tmp_path, f"{titles}\n1;A1;x;10\n{again}\n2;A2;y;20\n")
    assert (len(rows), fate[3]) == (2, "en-tête répété")


def test_a_repeated_header_may_lack_the_title_of_a_column(tmp_path: Path) -> None:
    again = "achat_id;fournisseur_nom;montant_ht_eur;"
    rows, fate, _ = read(tmp_path, f"{HEADER}A1;x;10;\n{again}\nA2;y;20;\n")
    assert (len(rows), fate[3]) == (2, "en-tête répété")


# --- notes ----------------------------------------------------------------------------------


def test_a_note_beside_the_columns_is_told_and_its_row_kept(tmp_path: Path) -> None:
    titles = "achat_id;fournisseur_nom;montant_ht_eur\n"
    rows, _, intake = read(tmp_path, f"{titles}A1;x;10\nA2;Bois;20;vu avec Mme Dupont\n;;;fin\n")
    assert [row[0] for row in rows] == ["A1", "A2"]
    (fault,) = (fault for fault in intake.faults if fault.severity is Severity.CHECK)
    assert (fault.code, fault.line, fault.letter) == ("note_hors_colonnes", 3, "D")
    assert (fault.value, "Dupont" in repr(fault)) == (None, False)


@pytest.mark.parametrize(
    "row",
    [
        "A2;20;Bois;vis",  # a supplier cut in two
        "A2;;20;Bois",  # a blank put in
        "A2;20;Bois;30",  # a figure is no note
        "A2;20;Bois;vu;revu",
        "A2;vingt;Bois;vu",
    ],
)
def test_a_cell_too_many_that_may_be_of_a_column_sets_its_row_aside(
    tmp_path: Path, row: str
) -> None:
    titles = "achat_id;montant_ht_eur;fournisseur_nom\n"
    rows, fate, _ = read(tmp_path, f"{titles}A1;10;x\n{row}\n")
    assert (len(rows), fate[3]) == (1, "ligne_trop_longue")


def test_a_delimiter_too_many_at_the_end_of_the_only_row_says_both_ways_out(tmp_path: Path) -> None:
    titles = "achat_id;montant_ht_eur;fournisseur_nom;categorie\n"
    _, _, intake = read(tmp_path, f"{titles}A1;10;Bois;vis;\n")
    (fault,) = faults(intake, "ligne_trop_longue")
    assert "finit par un séparateur de trop" in fault.reason
    assert "dernier séparateur" in fault.remedy
    assert "guillemets" in fault.remedy


# --- ragged rows ----------------------------------------------------------------------------


def commas(row: str) -> str:
    return f"achat_id,fournisseur_nom,montant_ht_eur,code_postal\n{row}\n"


@pytest.mark.parametrize(
    ("row", "amount"),
    [
        ("A1,x,12,50,93200", "12.5"),
        ("A1,x,1 234,5,93200", "1234.5"),
        ("A1,x,-7,05,93200", "-7.05"),
        ("A1,x,12,50,", "12.5"),
    ],
)
def test_a_decimal_comma_is_glued_when_only_one_way_fits(
    tmp_path: Path, row: str, amount: str
) -> None:
    rows, fate, _ = read(tmp_path, commas(row) if row[-1] != "," else commas(row + "93200"))
    assert rows == [("A1", "x", Decimal(amount))]
    assert fate[2] == "virgule décimale non protégée recollée"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A1,x,12,50,4,20,93200", "ligne_trop_longue"),
        ("A1,x,douze,50,93200", "ligne_trop_longue"),
        ("A1,x,12,500,93200", "ligne_trop_longue"),
    ],
)
def test_a_comma_that_is_no_decimal_is_refused(tmp_path: Path, row: str, code: str) -> None:
    rows, fate, _ = read(tmp_path, commas(row))
    assert (rows, fate[2]) == ([], code)


def test_two_ways_of_gluing_are_refused(tmp_path: Path) -> None:
    content = f"{SHARED_HEADER},surface_m2".replace("\n", "").replace(";", ",")
    row = "camion-1,Camion,vehicule,recyclerie,2025-01,1,5,jour,2"
    _, fate, _ = read(tmp_path, f"{content}\n{row}\n", SHARED)
    assert fate[2] == "virgule décimale non protégée recollée"
    content = content.replace("unite", "cout_facture_eur")
    _, fate, _ = read(tmp_path, f"{content}\n{row.replace('jour', '3')}\n", SHARED)
    assert fate[2] == "virgule_ambigue"


# --- quotes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text", "repair"),
    [
        ('"dit ""Jo"""', 'dit "Jo"', None),
        (r'"dit \"Jo\""', 'dit "Jo"', "guillemets échappés par une barre oblique"),
        (r'"dit \"Jo\"; ici"', 'dit "Jo"; ici', "guillemets échappés par une barre oblique"),
        ('"dit "Jo" ici"', 'dit "Jo" ici', "guillemets intérieurs non doublés"),
        ('"C:\\"', "C:\\", None),
        ('"x" ', "x", None),
        ('tube de 3"', 'tube de 3"', None),
    ],
)
def test_quotes_inside_a_text(tmp_path: Path, cell: str, text: str, repair: str | None) -> None:
    rows, fate, _ = read(tmp_path, f"{HEADER}A1;{cell};10;oui\n")
    assert rows == [("A1", text, Decimal(10))]
    assert fate.get(2) == repair


def test_a_quote_that_swallows_rows_sets_them_all_aside(tmp_path: Path) -> None:
    content = f'{HEADER}A1;x;10;"oui\nA2;x;20;non\nA3;x;30;oui"\nA4;x;40;oui\n'
    rows, _, intake = read(tmp_path, content)
    (fault,) = faults(intake, "guillemet_douteux")
    assert (fault.line, fault.line_end) == (2, 4)
    assert [row[0] for row in rows] == ["A4"]


# --- speed changes nothing ------------------------------------------------------------------

TEXT = st.text(alphabet="aAeE1290,.- €é°'=#\xa0\u202fœnc", max_size=16)


@example("12,50", "montant_ht_eur", None)
@example("99,9", "montant_ht_eur", 100)
@example("100,01", "montant_ht_eur", 100)
@given(
    TEXT,
    st.sampled_from(["montant_ht_eur", "fournisseur_nom", "achat_id"]),
    st.sampled_from([None, 100]),
)
def test_the_bulk_reading_says_what_the_reader_says(
    text: str, column: str, most: int | None
) -> None:
    contract = CONTRACTS["achats"]
    field = replace(contract.field(column), maximum=None if most is None else Decimal(most))
    form = plain_form(field, contract)
    if form and form.match(text):
        cell = cell_reader(field, contract.missing_values)(text)
        assert (cell.text, cell.repairs, cell.refusal) == (form.canonical([text])[0], (), None)


def test_many_rows_are_read_as_few_are(tmp_path: Path) -> None:
    lines = [f"A{n};Fournisseur n° {n};{n},{n % 100:02d};oui" for n in range(3000)]
    lines[2500] = "A2500; deux  espaces ;1 234,50 €;oui"
    lines[2600] = "A2600;x;1.234;oui"
    rows, fate, _ = read(tmp_path, HEADER + "\n".join(lines) + "\n")
    assert len(rows) == 2999
    assert rows[2499] == ("A2499", "Fournisseur n° 2499", Decimal("2499.99"))
    assert rows[2500] == ("A2500", "deux espaces", Decimal("1234.5"))
    assert fate[2602] == "nombre_ambigu"
    assert sum(1 for rule in fate.values() if rule == "en-tête") == 1
