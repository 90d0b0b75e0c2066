"""A delivery once checked: rows that contradict one another, lines counted, files awaited."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.checking import keys
from pipeline.checking.checks import load_checks
from pipeline.checking.deliveries import Member
from pipeline.errors import DataError, SettingsError
from pipeline.ingest import ingest
from pipeline.model import Pole
from pipeline.received import Delivery, Quality, Severity
from pipeline.validate import choose_edition, examine, told_apart, validate
from tests.intake import (
    BUYS,
    CONTRACTS,
    CONTRATS,
    HOURS,
    JOBS,
    POLE,
    STRUCTURES,
    checked,
    delivery,
    refer,
    write,
)

EXITS = "depots/recyclerie/2025/sorties.csv"
ENERGY = "depots/recyclerie/2025/energie.csv"
HOURS_TEXT = "contrat_id;mois;heures_payees\nC1;2025-01;100\nC2;2025-03;90\n"
EXITS_TEXT = """\
sortie_id;salarie_key;contrat_id;date_sortie;motif;categorie
S1;k2;C2;31/08/2025;cdi;durable
"""


def told(quality: Quality) -> dict[tuple[str, int], str]:
    """File stem and line → code of every fault."""
    return {(Path(fault.file).stem, fault.line): fault.code for fault in quality.faults}


def test_a_sound_delivery_has_no_fault(tmp_path: Path) -> None:
    quality = checked(tmp_path, {JOBS: CONTRATS, HOURS: HOURS_TEXT, EXITS: EXITS_TEXT})
    assert quality.faults == ()
    assert quality.structures == {
        "recyclerie": "La Recyclerie du canal",
        "semaphore": "Le Sémaphore",
    }


def test_structures_of_one_name_are_told_apart_by_their_identifiers() -> None:
    names = {"a": "Les Jardins", "b": "Les Jardins", "c": "La Halle"}
    members = [Member(key, name, 2020, None, is_siae=True) for key, name in names.items()]
    assert told_apart(members) == {
        "a": "Les Jardins (a)", "b": "Les Jardins (b)", "c": "La Halle",
    }  # fmt: skip


def test_an_exact_copy_is_kept_once_and_two_contents_for_one_key_are_not(tmp_path: Path) -> None:
    content = "achat_id;montant_ht_eur\nA1;10\nA1;10\nA2;20\nA2;21\nA3;30\n"
    assert told(checked(tmp_path, {BUYS: content})) == {
        ("achats", 3): "doublon_exact",
        ("achats", 4): "cle_en_double",
        ("achats", 5): "cle_en_double",
    }


def test_the_budget_of_an_action_is_no_copy_of_that_of_its_structure(tmp_path: Path) -> None:
    header, row = "annee;compte;nature;montant_eur;action_id\n", "2025;74;realise;"
    content = f"{header}{row}900;\n{row}900;A1\n{row}900;A2\n{row}800;\n{row}900;A1\n"
    assert told(checked(tmp_path, {BUYS.replace("achats", "budget"): content})) == {
        ("budget", 2): "cle_en_double",
        ("budget", 5): "cle_en_double",
        ("budget", 6): "doublon_exact",
    }


def test_copies_are_found_in_a_table_too_big_for_its_keys_to_be_compared_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "KEYS_AT_ONCE", 2)
    buys = "".join(f"A{number};10\n" for number in [*range(9), 7])
    budget = "annee;compte;nature;montant_eur;action_id\n" + "2025;74;realise;900;\n" * 3
    files = {BUYS: f"achat_id;montant_ht_eur\n{buys}", BUYS.replace("achats", "budget"): budget}
    assert told(checked(tmp_path, dict(files))) == {
        ("achats", 11): "doublon_exact",
        ("budget", 3): "doublon_exact",
        ("budget", 4): "doublon_exact",
    }


def test_the_newest_version_of_a_contract_replaces_the_older(tmp_path: Path) -> None:
    older = CONTRATS.replace("01/01/2025;;", "01/01/2025;30/06/2025;")
    quality = checked(tmp_path, {JOBS.replace("2025", "2024"): older, JOBS: CONTRATS})
    codes = {(fault.file, fault.line): fault.code for fault in quality.faults}
    assert codes == {
        (JOBS.replace("2025", "2024"), 2): "version_anterieure",
        (JOBS, 3): "doublon_exact",
    }


def test_what_depends_on_a_row_set_aside_follows_it_and_says_so(tmp_path: Path) -> None:
    jobs = CONTRATS.replace("01/03/2025", "31/02/2025")
    quality = checked(tmp_path, {JOBS: jobs, HOURS: HOURS_TEXT, EXITS: EXITS_TEXT})
    assert told(quality) == {
        ("contrats_insertion", 3): "date_impossible",
        ("heures_insertion", 3): "ligne_dependante",
        ("sorties", 2): "ligne_dependante",
    }
    reason = next(f.reason for f in quality.faults if f.file == HOURS)
    assert f"({JOBS}, ligne 3)" in reason


def test_an_unknown_contract_is_told_without_its_number(tmp_path: Path) -> None:
    quality = checked(tmp_path, {JOBS: CONTRATS, HOURS: HOURS_TEXT.replace("C2", "SECRET")})
    (fault,) = quality.faults
    assert (fault.code, fault.value) == ("reference_inconnue", None)
    assert "SECRET" not in str(fault)


def test_an_unknown_structure_is_told_with_the_one_it_resembles(tmp_path: Path) -> None:
    content = "achat_id;structure_id;montant_ht_eur\nA1;recyclerei;10\n"
    (fault,) = checked(tmp_path, {BUYS: content}).faults
    assert fault.value == "recyclerei"
    assert "Vouliez-vous dire « recyclerie » ?" in fault.remedy


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({HOURS: HOURS_TEXT.replace("2025-03", "2025-09")}, "heures_hors_contrat"),
        ({HOURS: HOURS_TEXT.replace(";90", ";")}, "heures_absentes"),
        ({EXITS: EXITS_TEXT.replace("k2;C2", "k3;")}, "sortie_sans_contrat"),
        ({EXITS: EXITS_TEXT.replace("31/08", "01/02")}, "sortie_avant_contrat"),
        ({EXITS: EXITS_TEXT.replace("C2", "C1")}, "contrat_d_une_autre_personne"),
        ({EXITS: EXITS_TEXT.replace("durable", "positive")}, "categorie_contraire_au_motif"),
        ({JOBS: CONTRATS.replace(";k2", ";285059312345678")}, "cle_personnelle"),
        ({JOBS: CONTRATS.replace(";k2", ";LE GALL Zoé")}, "cle_personnelle"),
        ({JOBS: CONTRATS.replace(";k2", ";zoe.legall")}, "cle_personnelle"),
    ],
)
def test_rows_that_contradict_the_others_are_set_aside(
    tmp_path: Path, files: dict[str, str | bytes], code: str
) -> None:
    quality = checked(tmp_path, {JOBS: CONTRATS, **files})
    assert {fault.code for fault in quality.faults} == {code}
    assert {fault.severity for fault in quality.faults} == {Severity.SET_ASIDE}


def test_overlapping_meter_readings_are_set_aside_and_touching_ones_are_not(tmp_path: Path) -> None:
    head = "site;fluide;date_debut;date_fin;quantite;unite\n"
    rows = "A;bois;01/01/2025;31/01/2025;9;kWh\nA;bois;31/01/2025;28/02/2025;9;kWh\n"
    assert checked(tmp_path, {ENERGY: head + rows}).faults == ()
    quality = checked(tmp_path, {ENERGY: head + rows.replace("A;bois;31/01", "A;bois;15/01")})
    assert [fault.code for fault in quality.faults] == ["periodes_qui_se_chevauchent"] * 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        (
            "depots/semaphore/2025/actions.csv",
            (
                "action_id;libelle;type;structure_id;role;annee_debut;statut\n"
                "P1;Fête;evenement;semaphore;partenaire;2025;realisee\n"
                "P1;Fête;evenement;recyclerie;partenaire;2025;realisee\n"
            ),
            "action_sans_pilote_unique",
        ),
        (
            JOBS,
            CONTRATS.replace("C2;k2;ACI;CDDI;initial;01/03", "C2;k1;ACI;CDDI;initial;01/03"),
            "contrats_qui_se_chevauchent",
        ),
        (HOURS.replace("2025/", "2024/"), HOURS_TEXT, "annee_autre_que_dossier"),
        (
            BUYS,
            "achat_id;structure_id;montant_ht_eur\nA1;recyclerie;10\nA2;semaphore;20\n",
            "structure_autre_que_dossier",
        ),
    ],
)
def test_doubts_are_told_and_the_rows_stay(
    tmp_path: Path, name: str, content: str, code: str
) -> None:
    quality = checked(tmp_path, {JOBS: CONTRATS, name: content})
    assert {(fault.code, fault.severity) for fault in quality.faults} == {(code, Severity.CHECK)}
    balance = next(balance for balance in quality.balances if balance.file == name)
    assert balance.set_aside == 0


def test_rows_of_another_structure_are_told_with_their_first_line_save_by_the_carrier(
    tmp_path: Path,
) -> None:
    content = "achat_id;structure_id;montant_ht_eur\n{0}1;recyclerie;10\n{0}2;semaphore;20\n"
    common = "depots/semaphore/2025/achats.csv"
    quality = checked(tmp_path, {BUYS: content.format("A"), common: content.format("B")})
    (fault,) = quality.faults
    assert (fault.file, fault.shown_line, fault.letter) == (BUYS, 3, "B")
    assert fault.reason == (
        "Des lignes sont d'une autre structure, « semaphore », que le dossier « recyclerie » "
        "(1 ligne)."
    )


def test_an_exact_copy_says_of_which_line_it_is(tmp_path: Path) -> None:
    content = "achat_id;montant_ht_eur\nA1;10\nA2;20\nA1;10\n"
    (fault,) = checked(tmp_path, {BUYS: content}).faults
    assert (fault.line, fault.code) == (4, "doublon_exact")
    assert f"({BUYS}, ligne 2)" in fault.reason


def test_a_refused_correction_counts_each_line_once_too(tmp_path: Path) -> None:
    first = "achat_id;montant_ht_eur\nA1;10\nA2;20\nA3;30\n"
    files: dict[str, str | bytes] = {
        BUYS: first,
        BUYS.replace(".csv", " v2.csv"): first.replace("30", "31"),
    }
    with delivery(tmp_path, files) as (intake, db):
        refer(db)
        quality = examine(intake, db, CONTRACTS, POLE)
    assert Severity.BLOCKING in {fault.severity for fault in quality.faults}
    assert all(balance.is_exact for balance in quality.balances)


def test_each_line_is_in_one_column_of_the_balance(tmp_path: Path) -> None:
    content = (
        "Achats 2025;;\nachat_id;fournisseur_nom;montant_ht_eur\nA1;Bois;10\n"
        'A2;"Sur deux\nlignes";20\nA3;Euros;30 €\nA4;Vis;1.234\nA4b;Clous\n\nTotal;;60\n'
    )
    (balance,) = [b for b in checked(tmp_path, {BUYS: content}).balances if b.file == BUYS]
    assert (balance.lines, balance.counted, balance.repaired) == (10, 1, 3)
    assert (balance.ignored, balance.set_aside) == (4, 2)


def test_repairs_told_together_leave_the_table_row_by_row(tmp_path: Path) -> None:
    lines = [f"a{number};2025;{number} €" for number in range(1, 6)]
    lines[2:3] = ["a3;2025;3 €", "a3;2025;4 €"]  # lines 4 and 5: two contents for one key
    buys = "\n".join(["achat_id;annee;montant_ht_eur", *lines, ""])
    quality = checked(tmp_path, {BUYS: buys})
    (balance,) = (balance for balance in quality.balances if balance.file == BUYS)
    assert [repair[1:] for repair in quality.repairs if repair.file == BUYS] == [
        (2, 3, "montant_ht_eur", "symbole € retiré", 2),
        (6, 7, "montant_ht_eur", "symbole € retiré", 2),
    ]
    assert (balance.counted, balance.repaired, balance.set_aside) == (0, 4, 2)


def test_a_lost_line_stops_the_run(tmp_path: Path) -> None:
    write(tmp_path, {"structures.csv": STRUCTURES, BUYS: "achat_id;montant_ht_eur\nA1;1\n"})
    with duckdb.connect() as db:
        refer(db)
        intake = ingest(tmp_path, CONTRACTS, db)
        db.execute("delete from achats")
        with pytest.raises(RuntimeError, match=r"achats\.csv"):
            validate(intake, db, CONTRACTS, POLE)


def test_deliveries_follow_who_is_expected(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        JOBS: CONTRATS,
        EXITS: EXITS_TEXT.split("\n", maxsplit=1)[0] + "\n",
        BUYS.replace("2025", "2023"): "achat_id;montant_ht_eur\nA1;10\n",
        "depots/semaphore/2024/benevolat.csv": "mission;nb_benevoles;heures\nAccueil;6;80\n",
        "depots/recyclerie/benevolat.csv": (
            "annee;mission;nb_benevoles;heures\n2024;Tri;3;40\n2025;Tri;3;40\n"
        ),
        "depots/recyclerie/emplois.csv": (
            "emploi_id;type_contrat;fonction;etp;date_debut\nE1;CDI;direction;1;02/10/2008\n"
        ),
    }
    states = checked(tmp_path, files).deliveries
    received, missing, apart = Delivery
    assert states["recyclerie", "sorties", 2025] is received  # a header says: no exit
    assert states["recyclerie", "emplois", 2024] is received  # of no year: of all of them
    assert states["recyclerie", "emplois", 2023] is apart  # since it joined
    assert states["recyclerie", "sorties", 2024] is missing
    assert states["semaphore", "sorties", 2025] is apart  # no SIAE
    assert states["recyclerie", "achats", 2023] is received  # before it joined, but there
    assert states["recyclerie", "budget", 2023] is apart  # joined in 2024
    assert states["recyclerie", "budget", 2024] is missing
    assert states["recyclerie", "benevolat", 2024] is received
    assert states["semaphore", "benevolat", 2024] is received
    assert states["semaphore", "benevolat", 2023] is apart  # none before its first one
    assert states["semaphore", "benevolat", 2025] is missing
    assert states["semaphore", "energie", 2025] is apart  # never had any
    assert states["semaphore", "instances", 2025] is missing
    assert states["recyclerie", "instances", 2025] is apart  # the carrier's own file


def test_the_edition_is_the_newest_year_mostly_received(tmp_path: Path) -> None:
    quality = checked(tmp_path, {BUYS: "achat_id;montant_ht_eur\nA1;10\n"})
    assert choose_edition(quality, None, CONTRACTS) == 2025
    assert choose_edition(quality, 2025, CONTRACTS) == 2025
    with pytest.raises(DataError, match=r"Aucune donnée pour 2019\. Années disponibles : 2025"):
        choose_edition(quality, 2019, CONTRACTS)


def test_without_a_dated_line_the_faults_are_told_at_once(tmp_path: Path) -> None:
    quality = checked(tmp_path, {BUYS: "achat;somme\nA1;10\n"})
    with pytest.raises(DataError, match="aucune ligne datée") as caught:
        choose_edition(quality, None, CONTRACTS)
    assert f"\n- {BUYS}, ligne 1 : " in str(caught.value)


def test_structures_alone_make_no_edition(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"sont dans depots/, puis relancez\.$"):
        choose_edition(checked(tmp_path, {}), None, CONTRACTS)


def test_an_empty_folder_says_where_to_put_the_files(tmp_path: Path) -> None:
    with duckdb.connect() as db, pytest.raises(DataError, match="Aucun fichier de données") as e:
        validate(ingest(tmp_path, CONTRACTS, db), db, CONTRACTS, POLE)
    assert "depots/<structure>/<année>/" in str(e.value)


def test_a_delivery_without_structures_names_what_was_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        checked(tmp_path, {"structures.csv": "nom;siret\nx;1\n"})
    assert "Aucune structure n'a pu être lue" in str(caught.value)
    assert "structures.csv : " in str(caught.value)


def test_a_carrier_that_is_no_member_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"structures.csv": STRUCTURES})
    pole = Pole("x", "", "", "", "", "phares", is_fictional=True)
    with duckdb.connect() as db:
        refer(db)
        intake = ingest(tmp_path, CONTRACTS, db)
        with pytest.raises(DataError, match=r"« phares ».*recyclerie, semaphore"):
            validate(intake, db, CONTRACTS, pole)


def test_every_check_of_the_repository_is_well_formed() -> None:
    checks = load_checks()
    assert len({check.code for check in checks}) == len(checks) > 0


def test_a_check_with_a_faulty_head_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.sql").write_text('/*---\ncode = "x"\n---*/\nselect 1')
    with pytest.raises(SettingsError, match=r"x\.sql : l'en-tête donne code, motif"):
        load_checks(tmp_path)
