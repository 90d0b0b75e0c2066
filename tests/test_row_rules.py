"""The rules of a contract on one row: which rows are at fault, which are not."""

from __future__ import annotations

from collections import Counter

import duckdb
import pytest

from pipeline.contracts import create_tables, load_contracts, quote
from pipeline.received import Severity

CONTRACTS = load_contracts()


def _database() -> duckdb.DuckDBPyConnection:
    base = duckdb.connect()
    create_tables(base, CONTRACTS)
    return base


def _at_fault(contract: str, code: str, values: dict[str, str]) -> bool:
    """Whether the rule finds the row at fault, its other cells being empty."""
    base = _database()
    columns = ", ".join(quote(name) for name in values)
    marks = ", ".join("?" for _ in values)
    base.execute(
        f"insert into {quote(contract)} ({columns}) values ({marks})",  # noqa: S608
        list(values.values()),
    )
    (rule,) = [rule for rule in CONTRACTS[contract].rules if rule.code == code]
    sql = f"select 1 from {quote(contract)} where not ({rule.condition})"  # noqa: S608
    return bool(base.execute(sql).fetchall())


RULE_CASES = [
    ("structures", "siret_cle", {"siret": "73282932000075"}, {"siret": "73282932000074"}),
    (
        "structures",
        "siret_cle",
        {"siret": "40116100000012"},
        {"siret": "35600000049837"},
    ),  # La Poste
    (
        "structures",
        "dates_inversees",
        {"date_entree": "2024-01-02", "date_sortie": "2024-01-01"},
        {"date_entree": "2024-01-01", "date_sortie": "2024-01-01"},
    ),
    (
        "contrats_insertion",
        "age_invraisemblable",
        {"date_debut": "2025-01-01", "annee_naissance": "2011"},
        {"date_debut": "2025-01-01", "annee_naissance": "2010"},
    ),
    (
        "contrats_insertion",
        "contrat_et_mesure",
        {"type_contrat": "CTI", "type_siae": "ACI"},
        {"type_contrat": "CTI", "type_siae": "ETTI"},
    ),
    ("heures_insertion", "heures_absentes", {"contrat_id": "c"}, {"heures_travaillees": "0"}),
    (
        "annexes_financieres",
        "taux_incoherents",
        {
            "taux_prev_durable": "25",
            "taux_prev_transition": "20",
            "taux_prev_positives": "14.8",
            "taux_prev_dynamiques": "60",
        },
        {
            "taux_prev_durable": "25",
            "taux_prev_transition": "20",
            "taux_prev_positives": "14.9",
            "taux_prev_dynamiques": "60",
        },
    ),
    (
        "sorties",
        "duree_contraire_au_motif",
        {"motif": "cdd_moins_6_mois", "duree_contrat_mois": "6"},
        {"motif": "cdd_6_mois_et_plus", "duree_contrat_mois": "6"},
    ),
    (
        "formations",
        "formation_trop_longue",
        {"heures_realisees": "1600"},
        {"heures_realisees": "1"},
    ),
    (
        "pmsmp",
        "pmsmp_trop_longue",
        {"date_debut": "2025-03-03", "date_fin": "2025-04-04"},
        {"date_debut": "2025-03-03", "date_fin": "2025-04-03"},
    ),
    (
        "instances",
        "trop_de_presents",
        {"votants": "10", "presents": "8", "representes": "3"},
        {"votants": "10", "presents": "8", "representes": "2"},
    ),
    ("activites_publics", "date_absente", {"activite_id": "a"}, {"mois": "2025-05-01"}),
    (
        "activites_publics",
        "trop_de_qpv",
        {"nb_personnes": "10", "nb_qpv": "6", "nb_inconnu_qpv": "5"},
        {"nb_personnes": "10", "nb_qpv": "6", "nb_inconnu_qpv": "4"},
    ),
    ("dechets", "poids_invraisemblable", {"poids_kg": "20000.5"}, {"poids_kg": "20000"}),
    (
        "energie",
        "unite_incompatible",
        {"fluide": "gaz", "unite": "kWh"},
        {"fluide": "gaz", "unite": "kWh_PCS"},
    ),
    (
        "financements",
        "verse_plus_que_notifie",
        {"montant_notifie_eur": "100", "montant_verse_eur": "100.01"},
        {"montant_notifie_eur": "100", "montant_verse_eur": "100"},
    ),
]


@pytest.mark.parametrize(("contract", "code", "wrong", "right"), RULE_CASES)
def test_a_rule_finds_the_wrong_row_and_lets_the_right_one(
    contract: str, code: str, wrong: dict[str, str], right: dict[str, str]
) -> None:
    assert _at_fault(contract, code, wrong)
    assert not _at_fault(contract, code, right)


def test_every_rule_runs_and_says_what_is_wrong_and_what_to_do() -> None:
    db = _database()
    for contract in CONTRACTS.values():
        codes = Counter(rule.code for rule in contract.rules)
        assert not [code for code, count in codes.items() if count > 1], contract.name
        for rule in contract.rules:
            db.execute(f"select 1 from {quote(contract.name)} where not ({rule.condition})")  # noqa: S608
            for text in (rule.reason, rule.remedy):
                assert text[0].islower(), rule.code
                assert not text.endswith("."), rule.code
            assert rule.severity in {Severity.SET_ASIDE, Severity.CHECK}, rule.code
