"""Titles as people and software write them: which column each is, and when nobody can tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.contracts import load_contracts
from pipeline.reading.frames.headers import Layout, index_names, recognise
from pipeline.reading.frames.personal_columns import is_personal
from pipeline.reading.frames.shapes import misshapen
from pipeline.reading.refusals import Refused

CONTRACTS = load_contracts()
INDEX = index_names(CONTRACTS)


def layout(text: str, name: str = "achats") -> Layout:
    return recognise(text.splitlines(), CONTRACTS, INDEX, name)


def columns(header: str) -> tuple[str, ...]:
    return layout(f"{header}\nA1;Papeterie;12,50\n").columns


def refusal(text: str, name: str = "achats") -> Refused:
    with pytest.raises(Refused) as caught:
        layout(text, name)
    return caught.value


READ = ("achat_id", "fournisseur_nom", "montant_ht_eur")


@pytest.mark.parametrize(
    "header",
    [
        "achat_id;fournisseur_nom;montant_ht_eur",
        "ACHAT_ID;Fournisseur-Nom;Montant HT EUR",
        " achat_id ;\xa0fournisseur  nom;montant.ht.eur",
        "Identifiant de l'achat;Fournisseur;Montant hors taxes",
        "n° facture;Nom du fournisseur;Montant HT",
        "achat_id;fournisseurs_noms;montants_ht_eur",
        "achat_id;fournisseur_nom;Montant HT (en euros, sans les centimes)",
        "achat_id;fournisseur_nom;Montant HT en euros",
        "achat_id*;fournisseur_nom;Montant hors taxes (à remplir avant le 31 janvier, sans faute m",
    ],
)
def test_a_column_is_known_by_each_of_its_names(header: str) -> None:
    assert columns(header) == READ
    assert layout(f"{header}\nA1;Papeterie;12,50\n").approximate == ()


def test_titles_broken_in_quotes_are_one_header_however_many_lines_they_take() -> None:
    text = '"achat\nid"|"fournisseur\n\n\n\n\nnom"|"montant\n\n\n\nht\neur"\nA1|Papeterie|12,50\n'
    found = layout(text)
    assert (found.columns, found.header.line, found.header.line_end) == (READ, 1, 12)
    assert found.approximate == ()


def test_a_misspelt_title_of_the_contract_is_not_a_personal_one() -> None:
    header = "emploi_id;type_contrat;fonction;etp;date_debut;annnee_naissance"
    assert layout(f"{header}\n", "emplois").columns[-1] == "annee_naissance"


def test_a_slip_is_read_and_told() -> None:
    found = layout("achat_id;fournisseur_nom;montannt_ht_eur\n")
    assert found.columns == READ
    assert found.approximate == (("montannt_ht_eur", "montant_ht_eur"),)


def test_another_digit_is_another_column() -> None:
    text = "site;surface_m2;gestion;intervention;nb_plants;nb_vivants_n2\n"
    assert layout(text, "espaces_verts").extras == ("nb_vivants_n2",)


def test_the_name_of_the_contract_wins_over_a_synonym() -> None:
    found = layout("achat_id;montant_ht_eur;categorie;famille\n")
    assert found.columns == ("achat_id", "montant_ht_eur", "categorie", "")
    assert found.extras == ("famille",)


def test_two_columns_for_one_field_are_both_named() -> None:
    reason = refusal("achat_id;montant_ht_eur;Montant HT EUR\n").reason
    assert "« montant_ht_eur » (colonne B)" in reason
    assert "« Montant HT EUR » (colonne C)" in reason


def test_two_contracts_that_suit_as_well_are_both_named() -> None:
    twin = replace(CONTRACTS["achats"], name="commandes", title="Commandes")
    contracts = {"achats": CONTRACTS["achats"], "commandes": twin}
    lines = ["achat_id;montant_ht_eur", "A1;12"]
    with pytest.raises(Refused, match=r"« Achats » .* « Commandes »"):
        recognise(lines, contracts, index_names(contracts), "export")
    named = recognise(lines, contracts, index_names(contracts), "commandes 2025")
    assert named.contract.name == "commandes"


@pytest.mark.parametrize(
    "text",
    [
        "N°;Fournisseur;Montant\nfacture;;HT\nA1;Papeterie;12,50\n",
        "Achat;Fournisseur;\nN° facture;Nom;Montant HT\nA1;Papeterie;12,50\n",
        "Repérage;;Mesures\nachat_id;fournisseur_nom;montant_ht_eur\nA1;Papeterie;12,50\n",
    ],
)
def test_a_header_on_two_lines_or_under_merged_cells(text: str) -> None:
    found = layout(text)
    assert found.columns == READ
    assert found.header.line_end == 2


@pytest.mark.parametrize(
    ("text", "line_end"),
    [
        ("N°;Fournisseur;Montant\nde;;hors\nfacture;;taxes\nA1;Papeterie;12,50\n", 3),
        ("N° facture;Fournisseur;Sommes;\n;;Détail;\n;;payées;Montant HT\nA1;Bio;9;12\n", 3),
        ("N° facture;;\n;Nom;Montant\n;du;hors\n;fournisseur;taxes\nA1;P;1\n", 4),
    ],
)
def test_a_header_on_three_lines_is_read_as_one(text: str, line_end: int) -> None:
    found = layout(text)
    assert [name for name in found.columns if name] == list(READ)
    assert found.header.line_end == line_end


def shape(text: str) -> str:
    found = misshapen(text.splitlines(), CONTRACTS.values(), INDEX)
    return f"{found.reason} Ligne {found.line}." if found else ""


@pytest.mark.parametrize(
    ("text", "what", "first", "last", "line"),
    [
        ("Contrat;A;janv.;févr.;mars", "mois", "« janv. » (colonne C)", "« mars » (colonne E)", 1),
        ("C;Mars 25;Fév 25;Jan 25", "mois", "« Mars 25 » (colonne B)", "« Jan 25 » (colonne D)", 1),
        (
            "Heures, 2025\nQui;1/25;2/25;3/25",
            "mois",
            "« 1/25 » (colonne B)",
            "« 3/25 » (colonne D)",
            2,
        ),
        ("Nom;T1;T2;T3;T4", "trimestres", "« T1 » (colonne B)", "« T4 » (colonne E)", 1),
        ("compte;2024;Réel 2025", "années", "« 2024 » (colonne B)", "« Réel 2025 » (colonne C)", 1),
        (
            "compte;prévisionnel;réalisé",
            "valeurs de « nature » (Nature)",
            "« prévisionnel » (colonne B)",
            "« réalisé » (colonne C)",
            1,
        ),
    ],
)
def test_what_is_one_column_is_told_when_it_takes_several(
    text: str, what: str, first: str, last: str, line: int
) -> None:
    assert shape(text) == f"Les {what} sont en colonnes, de {first} à {last}. Ligne {line}."


@pytest.mark.parametrize(("blank", "letter"), [("", "A"), (";", "B")])
def test_rows_and_columns_that_are_exchanged_are_told(blank: str, letter: str) -> None:
    titles = ("achat_id", "Fournisseur", "Montant HT")
    said = shape("\n".join(f"{blank}{title};a;b" for title in titles))
    assert f"dans la colonne {letter} : lignes et colonnes sont échangées. Ligne 1." in said
    assert shape("achat_id;1\nFournisseur;a") == ""


@pytest.mark.parametrize(
    "text",
    [
        "A1;Bio;2024;2025;12",  # the years of a row
        "A1;Bio;12/01/2025;12/02/2025",
        "Contrat;janv.;févr.",  # two months alone may be something else
        "Contrat;mars;janv.;févr.",
        "A1;réalisé;prévisionnel;12",
        "A1;réalisé;réalisé",
    ],
)
def test_no_shape_is_told_of_what_may_be_a_row(text: str) -> None:
    assert shape(text) == ""


def test_the_first_row_is_never_taken_for_a_second_header_line() -> None:
    found = layout("achat_id;fournisseur_nom;montant_ht_eur\nA1;siret;categorie\n")
    assert (found.header.line, found.header.line_end) == (1, 1)


def test_blank_columns_are_silent_and_filled_ones_are_told() -> None:
    text = ";achat_id;;montant_ht_eur\n;A1;;12\n;A2;{};30\n"
    assert layout(text.format("")).extras == ()
    assert layout(text.format("") + "Source : paie\n\x1a\n").extras == ()
    assert layout(text.format("vu")).extras == ("sans titre, colonne C",)


def test_an_untitled_last_column_is_one_when_most_rows_fill_it() -> None:
    text = "achat_id;montant_ht_eur;\nA1;12;{}\nA2;30;{}\nA3;31;{}\n"
    assert layout(text.format("vu", "vu", "")).extras == ("sans titre, colonne C",)
    assert len(layout(text.format("vu", "", "")).cells) == 2


def test_two_delimiters_that_read_as_well_are_both_named() -> None:
    reason = refusal("achat_id;fournisseur_nom,montant_ht_eur\nA1;Papeterie,12\n").reason
    assert reason == "Le point-virgule et la virgule séparent aussi bien les colonnes."


def test_rows_or_the_first_line_tell_which_delimiter_is_meant() -> None:
    header = "achat_id;remarque,montant_ht_eur\n"
    assert layout(f"{header}A1;Papeterie\nA2;Bois\n").delimiter == ";"
    assert layout(f"sep=,\n{header}A1;Papeterie,12\n").delimiter == ","


def test_a_title_that_is_two_absent_columns_is_refused_whatever_parts_them() -> None:
    content = "achat_id;fournisseur_nom,montant_ht_eur\nA1;Papeterie\nA2;Bois\n"
    assert refusal(content).code == "titres_colles"


@pytest.mark.parametrize(
    "title",
    [
        "Nom", "NOM DE FAMILLE", "Nom d'usage", "Prénom", "Prénoms", "Nom/Prénom", "NomPrenom",
        "NIR", "N° SS", "N° sécu", "Numéro de sécurité sociale", "E-mail", "Adresse mail", "Mél",
        "Tél. portable", "Téléphone", "Mobile", "Adresse", "Adresse postale", "Domicile",
        "Date de naissance", "Né(e) le", "DDN", "Lieu de naissance", "Nationalité", "IBAN",
        "N° allocataire CAF", "Salarié", "Last name", "Nom du salarié",
    ],
)  # fmt: skip
def test_titles_that_tell_who_a_person_is(title: str) -> None:
    assert is_personal(title)
    assert title in refusal(f"achat_id;montant_ht_eur;{title}\nA1;12;Zoé Martin\n").reason


@pytest.mark.parametrize(
    "title",
    [
        "Nom du fournisseur", "Nom commercial", "Adresse du site", "Nombre", "Renom",
        "Dénomination", "Nom du logiciel", "Téléphonie", "Maternelle", "Rubrique", "Adresse IP",
        "Nom de la commune",
    ],
)  # fmt: skip
def test_titles_about_something_else(title: str) -> None:
    assert not is_personal(title)


def test_the_refusal_quotes_the_title_alone() -> None:
    refused = refusal("achat_id;montant_ht_eur;Prénom\nA1;12;Zoé\n")
    assert refused.code == "colonne_personnelle"
    assert "Zoé" not in refused.reason + refused.remedy


# --- a file without header ----------------------------------------------------------------------

EXITS = (
    "recyclerie-s-2024-01;recyclerie;k7f3a91c;recyclerie-c-2023-02;2024-05-31;{motive};oui;non\n"
    "recyclerie-s-2024-02;recyclerie;k7f3a91d;recyclerie-c-2023-04;2024-06-30;{motive};oui;non\n"
)


@pytest.mark.parametrize("motive", ["CDI", "formation", "Structure"])
def test_a_header_left_out_is_told_with_the_line_to_write(motive: str) -> None:
    """A value may be a title of some contract: it makes no header of a row."""
    refused = refusal(EXITS.format(motive=motive), "sorties 2024")
    assert refused.code == "en_tete_absent"
    assert refused.reason.startswith("La ligne d'en-tête manque : la première ligne porte déjà")
    assert "dans l'ordre de vos colonnes : sortie_id; structure_id; salarie_key;" in refused.remedy
    assert "k7f3a91c" not in refused.remedy


def test_titles_that_are_figures_leave_a_header_what_it_is() -> None:
    found = layout("achat_id;fournisseur_nom;montant_ht_eur;01/2024;02/2024;03/2024;04/2024\n")
    assert found.columns[:3] == ("achat_id", "fournisseur_nom", "montant_ht_eur")


def test_titles_that_none_knows_are_not_told_as_a_row() -> None:
    assert refusal("ref;qui;combien\nA;B;C\n").reason == "Aucun titre de colonne reconnu."
