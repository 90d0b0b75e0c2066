"""Rows that are well written and cannot be true, alone or beside others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from tests.dirt.clean import YEAR, person
from tests.dirt.draft import Draft, Line, Row, Unfit, Value, plain
from tests.dirt.harness import Operator


def _rewrite(draft: Draft, line: Line, **values: Value) -> None:
    """Put other values in a row, plainly written."""
    assert line.row is not None
    for name, value in values.items():
        if name not in draft.columns:
            raise Unfit
        draft.rows[line.row][name] = value
        line.cells[draft.columns.index(name)] = plain(value, draft.contract.field(name))


def _row(draft: Draft, line: Line) -> Row:
    assert line.row is not None
    return draft.rows[line.row]


def _break(draft: Draft, column: str, code: str, change: Callable[[Row], Row]) -> None:
    """Make one row untrue and expect its fault."""
    if column not in draft.columns:
        raise Unfit
    line = draft.pick_line()
    _rewrite(draft, line, **change(_row(draft, line)))
    draft.refuse(line, column, code)


def _only(draft: Draft, *contracts: str) -> None:
    if draft.contract.name not in contracts:
        raise Unfit


def unknown_structure(draft: Draft) -> None:
    if draft.contract.name == "structures":
        raise Unfit
    _break(draft, "structure_id", "reference_inconnue", lambda _: {"structure_id": "inconnue"})


def unknown_contract(draft: Draft) -> None:
    _only(draft, "heures_insertion", "sorties")
    _break(draft, "contrat_id", "reference_inconnue", lambda _: {"contrat_id": "c-inconnu"})


def exact_copy(draft: Draft) -> None:
    """The same row twice: counted once, its copy told."""
    line = draft.pick_line()
    draft.take("end", "row order")
    copy = Line(list(line.cells), line.row)
    draft.body.append(copy)
    draft.refuse(copy, draft.contract.primary_key[0], "doublon_exact")


def same_key_other_content(draft: Draft) -> None:
    """Which of the two is right? Neither is kept."""
    first, second = draft.pick_line(), draft.pick_line()
    key = {name: _row(draft, first)[name] for name in draft.contract.primary_key}
    if len(_row(draft, first)) == len(key) or draft.contract.name == "energie":
        raise Unfit
    _rewrite(draft, second, **key)
    draft.refuse(first, draft.contract.primary_key[0], "cle_en_double")
    draft.taken.discard("rows")
    draft.refuse(second, draft.contract.primary_key[0], "cle_en_double")


def end_before_start(draft: Draft) -> None:
    pairs = {
        "emplois": ("date_debut", "date_fin"),
        "structures": ("date_entree", "date_sortie"),
        "energie": ("date_debut", "date_fin"),
        "annexes_financieres": ("date_debut", "date_fin"),
    }
    _only(draft, *pairs)
    start, end = pairs[draft.contract.name]

    def reverse(row: Row) -> Row:
        day = row[start]
        assert isinstance(day, date)
        return {end: day - timedelta(days=1)}

    _break(draft, end, "dates_inversees", reverse)


def too_many_hours(draft: Draft) -> None:
    """Over 250 in a month."""
    _only(draft, "heures_insertion")
    _break(draft, "heures_payees", "valeur_trop_grande", lambda _: {"heures_payees": Decimal(251)})


def no_hours_at_all(draft: Draft) -> None:
    _only(draft, "heures_insertion")
    _break(
        draft,
        "heures_payees",
        "heures_absentes",
        lambda _: {"heures_payees": None, "heures_travaillees": None, "dont_absence": None},
    )


def hours_before_the_contract(draft: Draft) -> None:
    _only(draft, "heures_insertion")
    _break(draft, "mois", "heures_hors_contrat", lambda _: {"mois": date(YEAR - 2, 5, 1)})


def exit_without_contract(draft: Draft) -> None:
    _only(draft, "sorties")
    nobody = {"salarie_key": "p-inconnue", "contrat_id": None}
    _break(draft, "salarie_key", "sortie_sans_contrat", lambda _: dict(nobody))


def exit_before_the_contract(draft: Draft) -> None:
    _only(draft, "sorties")
    _break(
        draft, "date_sortie", "sortie_avant_contrat", lambda _: {"date_sortie": date(2024, 5, 31)}
    )


def contract_of_another_person(draft: Draft) -> None:
    _only(draft, "sorties")

    def swap(row: Row) -> Row:
        others = (person(draft.case, rank) for rank in range(2))
        return {"contrat_id": next(c for key, c in others if key != row["salarie_key"])}

    _break(draft, "contrat_id", "contrat_d_une_autre_personne", swap)


def category_against_motive(draft: Draft) -> None:
    _only(draft, "sorties")
    wrong = {"motif": "cdi", "categorie": "positive", "duree_contrat_mois": None}
    _break(draft, "categorie", "categorie_contraire_au_motif", lambda _: dict(wrong))


def length_against_motive(draft: Draft) -> None:
    _only(draft, "sorties")
    wrong = {"motif": "cdd_moins_6_mois", "categorie": None, "duree_contrat_mois": 9}
    _break(draft, "duree_contrat_mois", "duree_contraire_au_motif", lambda _: dict(wrong))


def social_security_number_as_key(draft: Draft) -> None:
    _only(draft, "sorties")
    nobody = {"salarie_key": "185017512345678", "contrat_id": None}
    line = draft.pick_line()
    _rewrite(draft, line, **nobody)
    draft.refuse(line, "salarie_key", "cle_personnelle")


def parts_over_the_whole(draft: Draft) -> None:
    if draft.contract.name == "espaces_verts":
        return _break(
            draft, "nb_vivants_n1", "trop_de_vivants", lambda _: {"nb_vivants_n1": 9000}
        )
    _only(draft, "activites_publics")
    column, code = draft.rng.choice(
        [("nb_femmes", "trop_de_femmes"), ("nb_handicap", "trop_de_handicap")]
        + [("nb_moins_26", "trop_d_ages"), ("nb_qpv", "trop_de_qpv")]
    )

    def exceed(row: Row) -> Row:
        people = row["nb_personnes"]
        assert isinstance(people, int)
        return {column: people + 1}

    _break(draft, column, code, exceed)


def no_date_nor_month(draft: Draft) -> None:
    _only(draft, "activites_publics")
    _break(draft, "date", "date_absente", lambda _: {"date": None, "mois": None})


def date_of_another_month(draft: Draft) -> None:
    _only(draft, "activites_publics")
    wrong = {"date": date(YEAR, 3, 5), "mois": date(YEAR, 4, 1)}
    _break(draft, "mois", "date_et_mois", lambda _: dict(wrong))


def too_young(draft: Draft) -> None:
    _only(draft, "emplois")
    _break(
        draft, "annee_naissance", "age_invraisemblable", lambda _: {"annee_naissance": YEAR - 3}
    )


def overlapping_meters(draft: Draft) -> None:
    """Two readings of one meter share days: the same energy would count twice."""
    _only(draft, "energie")
    draft.take("row order")
    first, second = draft.data_lines()[:2]
    draft.take(first, second)
    same = {"site": "Halle", "fluide": "electricite", "unite": "kWh"}
    _rewrite(draft, first, date_debut=date(2024, 1, 1), date_fin=date(2024, 2, 1), **same)
    _rewrite(draft, second, date_debut=date(2024, 1, 20), date_fin=date(2024, 3, 1), **same)
    draft.refuse(first, "date_debut", "periodes_qui_se_chevauchent")
    draft.taken.discard("rows")
    draft.refuse(second, "date_debut", "periodes_qui_se_chevauchent")


def unit_of_another_fluid(draft: Draft) -> None:
    _only(draft, "energie")
    _break(draft, "unite", "unite_incompatible", lambda _: {"unite": "m3"})


def false_siret(draft: Draft) -> None:
    """A digit miscopied: the key of control is wrong, the row stays and is told."""
    _only(draft, "structures")
    line = draft.pick_line()
    _rewrite(draft, line, siret="12345678200003")
    draft.refuse(line, "siret", "siret_cle", lenient=True)


def more_people_than_visits(draft: Draft) -> None:
    _only(draft, "activites_publics")
    line = draft.pick_line()
    _rewrite(draft, line, nb_passages=1)
    draft.refuse(line, "nb_passages", "moins_de_passages", lenient=True)


def one_site_of_two_structures(draft: Draft) -> None:
    """Its surface would count twice: both rows are told."""
    _only(draft, "espaces_verts")
    first, second = draft.pick_line(), draft.pick_line()
    site = _row(draft, first)["site"]
    _rewrite(draft, second, site=site, structure_id="semaphore")
    for line in (first, second):
        draft.refuse(line, "site", "site_de_deux_structures", lenient=True)


def year_of_another_folder(draft: Draft) -> None:
    """One row of last year in this year's file: kept, and the file is told."""
    column = draft.contract.year_column
    if column is None or draft.contract.name == "heures_insertion" or column not in draft.columns:
        raise Unfit
    line = draft.pick_line()
    value = _row(draft, line)[column]
    earlier = YEAR - 1 if isinstance(value, int) else date(YEAR - 1, 12, 30)
    changes: Row = {column: earlier}
    if draft.contract.name == "activites_publics":
        changes["mois"] = None
    if draft.contract.name == "energie":
        changes["date_debut"] = date(YEAR - 1, 12, 1)
    _rewrite(draft, line, **changes)
    draft.refuse(None, column, "annee_autre_que_dossier", lenient=True)


REFUSED = tuple(
    Operator("Rules of rows and across rows", dirty, refuses=True)
    for dirty in (
        unknown_structure,
        unknown_contract,
        exact_copy,
        same_key_other_content,
        end_before_start,
        too_many_hours,
        no_hours_at_all,
        hours_before_the_contract,
        exit_without_contract,
        exit_before_the_contract,
        contract_of_another_person,
        category_against_motive,
        length_against_motive,
        social_security_number_as_key,
        parts_over_the_whole,
        no_date_nor_month,
        date_of_another_month,
        too_young,
        overlapping_meters,
        unit_of_another_fluid,
        false_siret,
        more_people_than_visits,
        one_site_of_two_structures,
        year_of_another_folder,
    )
)
