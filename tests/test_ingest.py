"""Files as members send them: which rows are read, and what becomes of every other line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.ingest import ingest
from pipeline.received import Severity, one_by_one
from tests.intake import BUYS, CONTRACTS, CONTRATS, HOURS, JOBS, STRUCTURES, delivery, write

BUYS_TEXT = "achat_id;fournisseur_nom;montant_ht_eur\nA1;Papeterie;12,50\nA2;Menuiserie;30\n"


def amounts(folder: Path, content: str | bytes, name: str = BUYS) -> dict[str, Decimal]:
    with delivery(folder, {name: content}) as (_, db):
        return dict(db.execute("select achat_id, montant_ht_eur from achats").fetchall())


def fate(folder: Path, content: str | bytes, name: str = BUYS) -> dict[int, str]:
    """What became of each line that is no plain row: rule, fault code or repair."""
    with delivery(folder, {name: content}) as (intake, _):
        told = {skipped.line: skipped.rule for skipped in intake.ignored if skipped.file == name}
        told |= {r.line: r.name for r in one_by_one(intake.repairs) if r.file == name}
        return told | {fault.line: fault.code for fault in intake.faults if fault.file == name}


EXPECTED = {"A1": Decimal("12.5"), "A2": Decimal(30)}


@pytest.mark.parametrize(
    "content",
    [
        BUYS_TEXT,
        BUYS_TEXT.encode("utf-8-sig"),
        BUYS_TEXT.replace("Papeterie", "Café").encode("cp1252"),
        BUYS_TEXT.encode("utf-16"),
        BUYS_TEXT.replace("\n", "\r\n"),
        BUYS_TEXT.replace("\n", "\r"),
        BUYS_TEXT.removesuffix("\n"),
        BUYS_TEXT.replace(";", "\t"),
        BUYS_TEXT.replace(";", "|"),
        BUYS_TEXT.replace("12,50", '"12,50"').replace(";", ","),
        BUYS_TEXT.replace("\n", ";;;\n"),
        "sep=;\n" + BUYS_TEXT,
        "Achats 2025;;\n;;\n" + BUYS_TEXT,
        BUYS_TEXT + ";;\n\nTotal;;42,50\n",
        BUYS_TEXT.replace("A2", "achat_id;fournisseur_nom;montant_ht_eur\nA2"),
        "N° facture;Fournisseurs ;MONTANT H.T. (€)\n" + BUYS_TEXT.partition("\n")[2],
        BUYS_TEXT.replace("montant_ht_eur", "montant_ht_eurs"),
        BUYS_TEXT.replace("montant_ht_eur", '"montant\nht eur"'),
        BUYS_TEXT + "Source : export du logiciel;;\n",
    ],
)
def test_the_same_purchases_are_read_however_they_are_dressed(
    tmp_path: Path, content: str | bytes
) -> None:
    assert amounts(tmp_path, content) == EXPECTED


def test_structure_and_year_come_from_the_folders(tmp_path: Path) -> None:
    with delivery(tmp_path, {"depots/La Recyclerie du Canal/2025/x.csv": BUYS_TEXT}) as (_, db):
        found = db.execute("select distinct structure_id, annee, _annee from achats").fetchall()
    assert found == [("recyclerie", 2025, 2025)]


def test_every_line_that_is_no_row_has_its_rule(tmp_path: Path) -> None:
    content = (
        "sep=;\nAchats de l'année;;\n\n" + BUYS_TEXT + ";;\nachat_id;fournisseur_nom;montant_ht_eur"
        "\n----;----;----\nSous-total;;42,50\nTOTAL;;42,50\n* hors taxes;;\n"
    )
    assert fate(tmp_path, content) == {
        1: "ligne de séparateurs",
        2: "ligne de titre",
        3: "ligne vide",
        4: "en-tête",
        7: "ligne vide",
        8: "en-tête répété",
        9: "ligne de séparateurs",
        10: "ligne de total",
        11: "ligne de total",
        12: "note de bas de tableau",
    }


def test_a_total_that_is_not_the_sum_is_told(tmp_path: Path) -> None:
    assert fate(tmp_path, BUYS_TEXT + "Total;;99\n")[4] == "total_different"


def test_a_supplier_named_total_is_a_row(tmp_path: Path) -> None:
    content = (
        "fournisseur_nom;achat_id;montant_ht_eur\n"
        "Total Énergies;A1;12,5\nMenuiserie;A2;30\nTotal général;;42,5\n"
    )
    assert amounts(tmp_path, content) == EXPECTED


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A3;Trop;1;2", "ligne_trop_longue"),
        ("A3;Court", "ligne_trop_courte"),
        ('A3;"ouvert;12', "guillemet_non_ferme"),
        ("A3;Ambigu;1.234", "nombre_ambigu"),
        (";Sans clé;12", "valeur_absente"),
        ("A3;Formule;#REF!", "erreur_de_tableur"),
    ],
)
def test_a_doubtful_row_is_set_aside_alone(tmp_path: Path, row: str, code: str) -> None:
    content = BUYS_TEXT.replace("A2;", f"{row}\nA2;")
    assert fate(tmp_path, content)[3] == code
    assert amounts(tmp_path, content) == EXPECTED


def test_a_short_last_line_without_its_end_may_be_cut(tmp_path: Path) -> None:
    content = "achat_id;montant_ht_eur;categorie\nA1;12,5;x\nA2;30"
    assert fate(tmp_path, content)[3] == "fichier_coupe"
    assert fate(tmp_path, content + "\n")[3] == "ligne_trop_courte"


def test_a_software_that_leaves_last_blanks_out_is_understood(tmp_path: Path) -> None:
    content = "achat_id;montant_ht_eur;categorie\nA1;12,5;x\nA2;30\nA3;31\nA4;32\n"
    assert fate(tmp_path, content)[4] == "cellules finales absentes"
    assert fate(tmp_path, content + "A5;33;\n")[4] == "ligne_trop_courte"


def test_rows_above_the_header_are_not_taken_for_titles(tmp_path: Path) -> None:
    assert fate(tmp_path, "A0;Papeterie;99\n" + BUYS_TEXT)[1] == "ligne_avant_entete"


WHOLE = {
    "empty": (b"", "Fichier vide."),
    "no header": (
        b"A1;Papeterie;12\n",
        "La ligne d'en-tête manque : la première ligne porte déjà des données.",
    ),
    "binary": (b"a;b\n\0\0\0", "Ce fichier n'est pas du texte"),
    "workbook": (b"PK\x03\x04", "C'est une archive ou un classeur, malgré son nom."),
    "scan": (b"%PDF-1.7", "C'est un PDF, malgré son nom."),
    "unknown": (b"structure_id;annee;couleur\nx;2025;bleu\n", "Aucun contrat reconnu"),
    "column lost": (
        b"contrat_id;salarie_key;type_siae;date_debut;type_contrat\nC1;k1;ACI;01/01/2025;CDDI\n",
        "Colonne obligatoire absente pour « Contrats d'insertion » : « type_mouvement »",
    ),
    "column twice": (
        b"achat_id;montant_ht_eur;Montant HT EUR\nA1;1;2\n",
        "La colonne « montant_ht_eur »",
    ),
    "name of people": (
        b"achat_id;montant_ht_eur;Pr\xc3\xa9nom\nA1;1;Zo\xc3\xa9\n",
        "La colonne « Prénom » désigne des personnes",
    ),
    "e-mail": (b"achat_id;montant_ht_eur;E-mail\nA1;1;z@x\n", "La colonne « E-mail »"),
    "too many columns": (
        b"achat_id;montant_ht_eur" + b";c" * 200 + b"\n",
        "Plus de 200 colonnes.",
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_many_ways_to_break_a_file(tmp_path: Path, name: str) -> None:
    content, message = WHOLE[name]
    with delivery(tmp_path, {BUYS: content}) as (intake, db):
        (fault,) = [fault for fault in intake.faults if fault.file == BUYS]
        assert (fault.line, fault.severity) == (0, Severity.SET_ASIDE)
        assert fault.reason.startswith(message)
        assert fault.remedy.endswith(".")
        assert "Zoé" not in str(fault)
        assert db.execute("select count(*) from achats").fetchall() == [(0,)]


WRAPPED = {
    "all its lines": '"achat_id,montant_ht_eur"\n"A1,""12,5"""\n"A2,""1,5"""\n',
    "those that had quotes": 'achat_id,montant_ht_eur\n"A1,""12,5"""\n"A2,""1,5"""\n',
}


@pytest.mark.parametrize("content", WRAPPED.values(), ids=WRAPPED)
def test_lines_that_a_spreadsheet_quoted_whole_are_read_and_told(
    tmp_path: Path, content: str
) -> None:
    with delivery(tmp_path, {BUYS: content}) as (intake, db):
        rows = db.execute("select achat_id, montant_ht_eur from achats order by all").fetchall()
    assert rows == [("A1", Decimal("12.5")), ("A2", Decimal("1.5"))]
    told = {r.line for r in intake.repairs if "autour de toute la ligne" in r.name}
    assert {2, 3} <= told
    assert not intake.faults


def test_a_file_that_is_no_table_is_named_with_the_way_out(tmp_path: Path) -> None:
    with delivery(tmp_path, {"depots/recyclerie/2025/achats.pdf": b"%PDF"}) as (intake, _):
        (fault,) = intake.faults
    assert fault.reason == "C'est un document, non un tableau."
    assert fault.remedy.startswith("S'il contient des données, déposez-les en .xlsx")


def test_files_that_are_no_data_are_left_alone(tmp_path: Path) -> None:
    apart = ("pole.toml", "textes/a.csv", "LISEZ-MOI.txt", ".x.csv", "a.md")
    with delivery(tmp_path, dict.fromkeys(apart, "x")) as (intake, _):
        assert [file.path for file in intake.files] == ["structures.csv"]


def test_a_link_is_told_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "ailleurs.csv").symlink_to(__file__)
    with delivery(tmp_path, {}) as (intake, _):
        assert [fault.code for fault in intake.faults] == ["lien_non_suivi"]


def test_an_extra_column_is_told_and_the_rows_are_read(tmp_path: Path) -> None:
    content = BUYS_TEXT.replace("\n", ";vu\n").replace("montant_ht_eur;vu", "montant_ht_eur;avis")
    with delivery(tmp_path, {BUYS: content}) as (intake, _):
        (fault,) = intake.faults
    assert (fault.code, fault.severity) == ("colonne_inconnue", Severity.CHECK)
    assert "« avis »" in fault.reason
    assert amounts(tmp_path, content) == EXPECTED


def test_the_value_of_a_personal_cell_is_never_in_a_fault(tmp_path: Path) -> None:
    jobs = CONTRATS.replace("1990", "mille neuf cent")
    with delivery(tmp_path, {JOBS: jobs, HOURS: "contrat_id;mois\nC1;mars\n"}) as (intake, _):
        told = {fault.column: fault.value for fault in intake.faults}
    assert told == {"annee_naissance": None, "mois": "mars"}


CELLS = st.sampled_from(
    ["A1", "12,5", '"', '"x;y"', "Total", "", ";", "\n", "\r", "\r\n", "achat_id", "\x00", "é"]
)
HEADER = b"achat_id;fournisseur_nom;montant_ht_eur\n"


@settings(max_examples=80, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=200).map(HEADER.__add__),
        st.lists(CELLS, max_size=40).map(lambda cells: HEADER + ";".join(cells).encode()),
        st.text(max_size=200).map(lambda text: (HEADER.decode() + text).encode("utf-16")),
    )
)
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(HEADER + b'A1;"x\r\ry";2\r\n\n\r')
def test_no_bytes_ever_stop_the_reading_and_each_line_ends_once(data: bytes) -> None:
    contracts = {name: CONTRACTS[name] for name in ("structures", "achats")}
    with TemporaryDirectory() as folder, duckdb.connect() as db:
        intake = ingest(
            write(Path(folder), {BUYS: data, "structures.csv": STRUCTURES}), contracts, db
        )
        spans = db.execute("select _ligne, _ligne_fin from achats").fetchall()
    aside = {(f.line, f.line_end) for f in intake.faults if f.severity is Severity.SET_ASIDE}
    ends = [*spans, *aside, *((s.line, s.line_end) for s in intake.ignored if s.file == BUYS)]
    lines = next(file.lines for file in intake.files if file.path == BUYS)
    if (0, 0) in aside:
        assert ends == [(0, 0)]
    else:
        covered = sorted(line for start, end in ends for line in range(start, end + 1))
        assert covered == list(range(1, lines + 1))
