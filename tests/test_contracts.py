"""The contracts say what the files hold and what must stay unseen."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from pipeline.contracts import (
    Contract,
    Field,
    create_tables,
    load_contracts,
    quote,
)
from pipeline.reading.words import fold, unaccented

CONTRACTS = load_contracts()

COLUMNS = {
    "structures": "structure_id nom siret forme_juridique categorie_art9 type_siae residente "
    "societaire date_entree date_sortie surface_occupee_m2 code_commune naf creee_avec_pole "
    "date_creation",
    "contrats_insertion": "contrat_id structure_id salarie_key type_siae type_contrat "
    "type_mouvement date_debut date_fin_prevue date_fin_reelle heures_hebdo_contrat sexe "
    "annee_naissance code_commune adresse_qpv rsa ass aah duree_de rqth parent_isole critere_ase "
    "critere_refugie critere_justice critere_zrr critere_fle hebergement niveau_formation "
    "prescripteur_type",
    "heures_insertion": "contrat_id mois heures_payees heures_travaillees dont_absence",
    "annexes_financieres": "annexe_id structure_id mesure date_debut date_fin etat "
    "etp_conventionnes nb_prev_sorties taux_prev_dynamiques taux_prev_durable "
    "taux_prev_transition taux_prev_positives etat_eur fse_eur departement_eur region_eur "
    "intercommunalite_eur commune_eur plie_eur agefiph_eur fondation_eur autre_public_eur "
    "part_ventes_pct etp_encadrement_technique etp_accompagnement",
    "sorties": "sortie_id structure_id salarie_key contrat_id date_sortie motif categorie "
    "employeur_type duree_contrat_mois formation_type justificatif",
    "suivi_sorties": "salarie_key structure_id echeance date_contact joint situation",
    "accompagnement": "salarie_key structure_id annee frein mode statut_sortie type_acc_pro",
    "formations": "formation_id structure_id salarie_key intitule type date_debut date_fin "
    "heures_prevues heures_realisees organisme financeur certification_visee "
    "certification_obtenue",
    "pmsmp": "pmsmp_id structure_id salarie_key date_debut date_fin objet accueil_siret heures "
    "suite",
    "emplois": "emploi_id structure_id type_contrat fonction etp date_debut date_fin sexe "
    "annee_naissance qpv code_commune partage_entre salaire_brut_annuel_etp",
    "mutualisation": "ressource_id libelle type structure_id mois quantite unite surface_m2 "
    "cout_facture_eur cout_reference_seul_eur source_reference capacite",
    "actions_croisees": "action_id libelle type structure_id annee role annee_debut date_debut "
    "date_fin statut theme resultat montant_demande_eur montant_obtenu_eur partenaires_externes",
    "societaires": "societaire_id categorie type structure_id date_entree date_sortie parts_nb "
    "capital_eur",
    "instances": "instance_id type date votants presents representes mandats mandats_femmes "
    "transfert_solidarite_eur resultat_net_eur reserves_eur",
    "partenariats": "partenariat_id partenaire type objet convention date_debut date_fin "
    "structures contribution",
    "activites_publics": "activite_id structure_id type theme date mois ouverture nb_passages "
    "nb_personnes comptage nb_femmes nb_moins_26 nb_60_plus nb_qpv nb_inconnu_qpv nb_handicap "
    "heures",
    "benevolat": "structure_id annee mission nb_benevoles heures valorisation_eur taux_horaire",
    "achats": "achat_id structure_id annee fournisseur_nom fournisseur_siret code_postal "
    "code_commune montant_ht_eur categorie fournisseur_ess fournisseur_siae groupe "
    "label_environnemental",
    "budget": "structure_id annee compte libelle nature montant_eur action_id",
    "financements": "financement_id structure_id financeur type_financeur dispositif annee objet "
    "montant_demande_eur montant_notifie_eur montant_verse_eur date_notification "
    "date_limite_compte_rendu ref_convention action_id",
    "dechets": "mouvement_id structure_id date sens flux code_dechet poids_kg destination "
    "code_traitement exutoire methode_pesee",
    "reemploi": "structure_id mois objet nb_objets issue poids_moyen_kg recette_eur",
    "energie": "structure_id site surface_m2 fluide date_debut date_fin quantite unite "
    "renouvelable cout_eur type",
    "espaces_verts": "structure_id annee site code_commune surface_m2 gestion intervention phyto "
    "nb_plants nb_vivants_n1 production_qte production_unite",
    "clauses_sociales": "clause_id structure_id marche_ref donneur_ordre heures_prevues "
    "heures_realisees nb_personnes date_debut date_fin",
}


@pytest.fixture(scope="module")
def db() -> duckdb.DuckDBPyConnection:
    base = duckdb.connect()
    create_tables(base, CONTRACTS)
    return base


def _rows(db: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return db.execute(sql).fetchall()


# --- the 25 contracts -----------------------------------------------------------------------


def test_the_twenty_five_files_and_no_other_have_a_contract() -> None:
    assert sorted(CONTRACTS) == sorted(COLUMNS)


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda contract: contract.name)
def test_a_contract_has_its_columns_in_order(contract: Contract) -> None:
    assert [field.name for field in contract.fields] == COLUMNS[contract.name].split()


def test_a_contract_comes_after_those_it_refers_to() -> None:
    order = list(CONTRACTS)
    for contract in CONTRACTS.values():
        for key in contract.foreign_keys:
            assert order.index(key.contract) < order.index(contract.name)


def test_a_foreign_key_names_a_whole_primary_key_of_the_same_types() -> None:
    for contract in CONTRACTS.values():
        for key in contract.foreign_keys:
            target = CONTRACTS[key.contract]
            assert key.target_fields == target.primary_key
            mine = [contract.field(name).type for name in key.fields]
            assert mine == [target.field(name).type for name in key.target_fields]


def test_every_file_that_names_a_structure_refers_to_the_structures() -> None:
    for contract in CONTRACTS.values():
        names = {field.name for field in contract.fields}
        if "structure_id" in names and contract.name != "structures":
            assert ("structures", ("structure_id",)) in {
                (key.contract, key.fields) for key in contract.foreign_keys
            }, contract.name


def test_only_the_action_of_a_budget_may_be_empty_in_a_key() -> None:
    """Without it, the row is of the structure's whole budget."""
    for contract in CONTRACTS.values():
        assert contract.primary_key, contract.name
        empty = {name for name in contract.primary_key if not contract.field(name).required}
        assert empty == ({"action_id"} if contract.name == "budget" else set()), contract.name


def test_the_files_expected_from_everyone_are_few() -> None:
    expected: dict[str, set[str]] = {}
    for contract in CONTRACTS.values():
        expected.setdefault(contract.expected_from, set()).add(contract.name)
    assert expected["structure"] == {"emplois", "budget", "financements", "achats"}
    assert expected["siae"] == {
        "contrats_insertion",
        "heures_insertion",
        "annexes_financieres",
        "sorties",
    }
    assert expected["pole"] == {
        "structures",
        "societaires",
        "instances",
        "partenariats",
        "actions_croisees",
        "mutualisation",
    }


def test_the_year_of_a_row_comes_from_a_date_or_a_year() -> None:
    for contract in CONTRACTS.values():
        if contract.year_column is not None:
            assert contract.field(contract.year_column).type in {"date", "yearmonth", "year"}


# --- what people read and what must stay unseen ---------------------------------------------


def _all_fields() -> list[tuple[Contract, Field]]:
    return [(contract, field) for contract in CONTRACTS.values() for field in contract.fields]


def test_each_column_is_explained_in_a_sentence_with_an_example() -> None:
    for contract, field in _all_fields():
        where = f"{contract.name}.{field.name}"
        assert field.title, where
        assert re.match(r"[A-ZÀÉÊ].*\.$", field.description), where
        assert field.example, where
        assert field.synonyms, where


def test_an_example_is_a_value_that_the_column_accepts() -> None:
    for contract, field in _all_fields():
        where = f"{contract.name}.{field.name}"
        if field.enum:
            assert field.example in field.enum, where
        if field.pattern:
            assert re.fullmatch(field.pattern, field.example), where
        if field.type in {"number", "integer"}:
            value = Decimal(field.example.replace(",", "."))
            assert field.minimum is None or value >= field.minimum, where
            assert field.maximum is None or value <= field.maximum, where


def test_two_columns_of_a_file_never_answer_to_the_same_title() -> None:
    for contract in CONTRACTS.values():
        owners: dict[str, set[str]] = {}
        for field in contract.fields:
            for name in (field.name, field.title, *field.synonyms):
                owners.setdefault(fold(name), set()).add(field.name)
        shared = {name: sorted(cols) for name, cols in owners.items() if len(cols) > 1}
        assert not shared, contract.name


def test_a_list_has_one_french_label_for_each_value() -> None:
    for contract, field in _all_fields():
        labels = [unaccented(label) for label in field.labels.values()]
        assert len(set(labels)) == len(field.enum), f"{contract.name}.{field.name}"


def test_what_is_said_of_one_person_never_shows_in_a_message() -> None:
    one_person = {"contrats_insertion", "heures_insertion", "sorties", "suivi_sorties"}
    one_person |= {"accompagnement", "formations", "pmsmp", "emplois"}
    public = {"structure_id", "annee", "mois", "type_siae", "echeance"}
    for name in one_person:
        shown = {field.name for field in CONTRACTS[name].fields if not field.is_personal}
        assert shown <= public, name
        assert CONTRACTS[name].is_personal
    assert not CONTRACTS["budget"].is_personal


def test_no_file_asks_who_a_person_is() -> None:
    forbidden = {"prenom", "nir", "email", "mail", "telephone", "date_naissance"}
    for contract, field in _all_fields():
        names = {fold(name) for name in (field.name, field.title, *field.synonyms)}
        assert not names & forbidden, f"{contract.name}.{field.name}"


# --- the tables -----------------------------------------------------------------------------


def test_a_table_starts_with_where_a_row_came_from(db: duckdb.DuckDBPyConnection) -> None:
    described = [(row[0], row[1]) for row in _rows(db, "describe heures_insertion")]
    assert described == [
        ("_fichier", "VARCHAR"),
        ("_ligne", "INTEGER"),
        ("_ligne_fin", "INTEGER"),
        ("_annee", "INTEGER"),
        ("contrat_id", "VARCHAR"),
        ("mois", "DATE"),
        ("heures_payees", "DECIMAL(18,4)"),
        ("heures_travaillees", "DECIMAL(18,4)"),
        ("dont_absence", "DECIMAL(18,4)"),
    ]
    types = {row[0]: row[1] for row in _rows(db, "describe actions_croisees")}
    assert types["annee"] == "INTEGER"
    assert {row[0]: row[1] for row in _rows(db, "describe instances")}["votants"] == "BIGINT"
    assert {row[0]: row[1] for row in _rows(db, "describe partenariats")}["convention"] == "BOOLEAN"


def test_a_name_is_quoted_whatever_it_holds(db: duckdb.DuckDBPyConnection) -> None:
    awkward = 'a "b" ; drop table c'
    db.execute(f"create table {quote(awkward)} (x int)")
    assert (awkward,) in _rows(db, "select table_name from duckdb_tables()")
