"""Rules that compare files: each fault has its file, its line and its column."""

from __future__ import annotations

from pathlib import Path

from pipeline.received import Severity
from tests.intake import BUYS, CONTRATS, HOURS, JOBS, checked

EXITS = "depots/recyclerie/2025/sorties.csv"
ENERGY = "depots/recyclerie/2025/energie.csv"
GREEN = "depots/{}/2025/espaces_verts.csv"


def told(folder: Path, files: dict[str, str | bytes], code: str) -> list[tuple[str, int, str]]:
    """Where the faults of that code are; none is told with a value."""
    quality = checked(folder, files)
    faults = [fault for fault in quality.faults if fault.code == code]
    assert all(fault.value is None for fault in faults)
    return [(fault.file, fault.line, fault.column) for fault in faults]


def test_a_date_a_year_after_the_newest_delivery_is_of_the_future(tmp_path: Path) -> None:
    exits = (
        "sortie_id;salarie_key;contrat_id;date_sortie;motif\r\n"
        "S1;k1;C1;31/12/2052;cdi\r\n"
        "S2;k2;C2;31/12/2026;cdi\r\n"
    )
    files: dict[str, str | bytes] = {JOBS: CONTRATS, EXITS: exits}
    assert told(tmp_path, files, "date_future") == [(EXITS, 2, "date_sortie")]


def test_a_year_of_the_future_is_told_too(tmp_path: Path) -> None:
    buys = "achat_id;annee;montant_ht_eur\r\na1;2052;12\r\na2;2025;12\r\n"
    assert told(tmp_path, {BUYS: buys}, "date_future") == [(BUYS, 2, "annee")]


def test_hours_of_one_month_are_added_over_the_contracts_of_a_person(tmp_path: Path) -> None:
    jobs = (
        "contrat_id;salarie_key;type_siae;type_contrat;type_mouvement;date_debut\r\n"
        "C1;k1;ACI;CDDI;initial;01/01/2025\r\n"
        "C2;k1;ACI;CDDI;initial;01/01/2025\r\n"
        "C3;k2;ACI;CDDI;initial;01/01/2025\r\n"
    )
    hours = (
        "contrat_id;mois;heures_payees\r\n"
        "C1;2025-03;130\r\nC2;2025-03;121\r\nC3;2025-03;250\r\nC1;2025-04;129\r\nC2;2025-04;121\r\n"
    )
    found = told(tmp_path, {JOBS: jobs, HOURS: hours}, "trop_d_heures_dans_le_mois")
    assert found == [(HOURS, 2, "heures_payees"), (HOURS, 3, "heures_payees")]


def test_the_key_of_a_siret_is_verified_but_for_the_post_office(tmp_path: Path) -> None:
    buys = (
        "achat_id;annee;montant_ht_eur;fournisseur_siret\r\n"
        "a1;2025;12;12345678200002\r\n"
        "a2;2025;12;12345678200003\r\n"
        "a3;2025;12;35600000012345\r\n"
        "a4;2025;12;\r\n"
    )
    assert told(tmp_path, {BUYS: buys}, "siret_cle") == [(BUYS, 3, "fournisseur_siret")]


def test_two_readings_of_one_meter_may_not_overlap(tmp_path: Path) -> None:
    energy = (
        "site;fluide;date_debut;date_fin;quantite;unite\r\n"
        "Bâtiment A;eau;01/01/2025;31/01/2025;3;m3\r\n"
        "batiment a;eau;15/01/2025;28/02/2025;3;m3\r\n"
        "Bâtiment B;eau;15/01/2025;28/02/2025;3;m3\r\n"
        "Bâtiment A;electricite;01/01/2025;31/01/2025;3;kWh\r\n"
    )
    quality = checked(tmp_path, {ENERGY: energy})
    overlaps = [f for f in quality.faults if f.code == "periodes_qui_se_chevauchent"]
    assert [(f.line, f.severity) for f in overlaps] == [
        (2, Severity.SET_ASIDE),
        (3, Severity.SET_ASIDE),
    ]


def test_one_site_belongs_to_one_structure(tmp_path: Path) -> None:
    green = (
        "site;annee;surface_m2;gestion;intervention;phyto\r\n"
        "Pointe de l'Île;2025;30;tonte;entretien;aucun\r\n"
    )
    files: dict[str, str | bytes] = {
        GREEN.format("recyclerie"): green,
        GREEN.format("semaphore"): green.replace("Pointe de l'Île", "POINTE DE L'ILE"),
    }
    assert told(tmp_path, files, "site_de_deux_structures") == [
        (GREEN.format("recyclerie"), 2, "site"),
        (GREEN.format("semaphore"), 2, "site"),
    ]


def test_an_exit_needs_a_contract(tmp_path: Path) -> None:
    exits = "sortie_id;salarie_key;date_sortie;motif\r\nS1;k9;31/12/2025;cdi\r\n"
    files: dict[str, str | bytes] = {JOBS: CONTRATS, EXITS: exits}
    assert told(tmp_path, files, "sortie_sans_contrat") == [(EXITS, 2, "salarie_key")]


def test_a_code_that_no_commune_has_is_a_postcode(tmp_path: Path) -> None:
    buys = "achat_id;montant_ht_eur;code_postal;code_commune\r\n" + "".join(
        f"a{n};12;;{code}\r\n"
        for n, code in enumerate(
            ("93066", "93200", "75118", "75018", "20000", "2A004", "94081", "94082", "69001", "")
        )
    )
    found = told(tmp_path, {BUYS: buys}, "code_commune_postal")
    assert found == [(BUYS, line, "code_commune") for line in (3, 5, 6, 9)]
