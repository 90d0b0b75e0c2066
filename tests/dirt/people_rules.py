"""Rules about persons: hours, contracts and exits that contradict one another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.dirt.breaking import break_row, only, rewrite
from tests.dirt.cases import Operator
from tests.dirt.draft import YEAR, Draft, Row
from tests.dirt.tables import person


def unknown_contract(draft: Draft) -> None:
    only(draft, "heures_insertion", "sorties")
    break_row(
        draft,
        "contrat_id",
        "reference_inconnue",
        lambda _: {"contrat_id": f"c-inconnu-{draft.case}"},
    )


def too_many_hours(draft: Draft) -> None:
    """Over 250 in a month."""
    only(draft, "heures_insertion")
    break_row(
        draft, "heures_payees", "valeur_trop_grande", lambda _: {"heures_payees": Decimal(251)}
    )


def too_many_hours_over_two_contracts(draft: Draft) -> None:
    """Each of them is possible; both in the month of one person are not."""
    only(draft, "heures_insertion")
    _, contract = person(draft.case, 0)
    for name, hours in ((contract, 150), (f"{contract}-bis", 140)):
        line = draft.pick_line()
        paid = {"heures_payees": Decimal(hours), "dont_absence": None}
        rewrite(draft, line, contrat_id=name, mois=date(YEAR - 1, 12, 1), **paid)
        draft.refuse(line, "heures_payees", "trop_d_heures_dans_le_mois", lenient=True)
    draft.refuse(None, "mois", "annee_autre_que_dossier", lenient=True)


def no_hours_at_all(draft: Draft) -> None:
    only(draft, "heures_insertion")
    break_row(
        draft,
        "heures_payees",
        "heures_absentes",
        lambda _: {"heures_payees": None, "heures_travaillees": None, "dont_absence": None},
    )


def hours_before_the_contract(draft: Draft) -> None:
    only(draft, "heures_insertion")
    break_row(draft, "mois", "heures_hors_contrat", lambda _: {"mois": date(YEAR - 2, 5, 1)})


def exit_without_contract(draft: Draft) -> None:
    only(draft, "sorties")
    nobody = {"salarie_key": "p-inconnue", "contrat_id": None}
    break_row(draft, "salarie_key", "sortie_sans_contrat", lambda _: dict(nobody))


def exit_before_the_contract(draft: Draft) -> None:
    only(draft, "sorties")
    break_row(
        draft, "date_sortie", "sortie_avant_contrat", lambda _: {"date_sortie": date(2024, 5, 31)}
    )


def contract_of_another_person(draft: Draft) -> None:
    only(draft, "sorties")

    def swap(row: Row) -> Row:
        others = (person(draft.case, rank) for rank in range(2))
        return {"contrat_id": next(c for key, c in others if key != row["salarie_key"])}

    break_row(draft, "contrat_id", "contrat_d_une_autre_personne", swap)


def category_against_motive(draft: Draft) -> None:
    only(draft, "sorties")
    wrong = {"motif": "cdi", "categorie": "positive", "duree_contrat_mois": None}
    break_row(draft, "categorie", "categorie_contraire_au_motif", lambda _: dict(wrong))


def length_against_motive(draft: Draft) -> None:
    only(draft, "sorties")
    wrong = {"motif": "cdd_moins_6_mois", "categorie": None, "duree_contrat_mois": 9}
    break_row(draft, "duree_contrat_mois", "duree_contraire_au_motif", lambda _: dict(wrong))


def social_security_number_as_key(draft: Draft) -> None:
    only(draft, "sorties")
    nobody = {"salarie_key": "185017512345678", "contrat_id": None}
    line = draft.pick_line()
    rewrite(draft, line, **nobody)
    draft.refuse(line, "salarie_key", "cle_personnelle")


def too_young(draft: Draft) -> None:
    only(draft, "emplois")
    break_row(
        draft, "annee_naissance", "age_invraisemblable", lambda _: {"annee_naissance": YEAR - 3}
    )


REFUSED = tuple(
    Operator("Hours, contracts and exits", dirty, refuses=True)
    for dirty in (
        unknown_contract,
        too_many_hours,
        too_many_hours_over_two_contracts,
        no_hours_at_all,
        hours_before_the_contract,
        exit_without_contract,
        exit_before_the_contract,
        contract_of_another_person,
        category_against_motive,
        length_against_motive,
        social_security_number_as_key,
        too_young,
    )
)
