"""Rules of rows and across rows: what is well written and cannot be true."""

from __future__ import annotations

from datetime import date, timedelta

from tests.dirt.breaking import break_row, only, rewrite, row_of
from tests.dirt.cases import Operator
from tests.dirt.draft import YEAR, Draft, Line, Row, Unfit


def unknown_structure(draft: Draft) -> None:
    if draft.contract.name == "structures":
        raise Unfit
    break_row(draft, "structure_id", "reference_inconnue", lambda _: {"structure_id": "inconnue"})


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
    key = {name: row_of(draft, first)[name] for name in draft.contract.primary_key}
    if len(row_of(draft, first)) == len(key) or draft.contract.name == "energie":
        raise Unfit
    rewrite(draft, second, **key)
    draft.refuse(first, draft.contract.primary_key[0], "cle_en_double")
    draft.refuse(second, draft.contract.primary_key[0], "cle_en_double")


def end_before_start(draft: Draft) -> None:
    pairs = {
        "emplois": ("date_debut", "date_fin"),
        "structures": ("date_entree", "date_sortie"),
        "energie": ("date_debut", "date_fin"),
        "annexes_financieres": ("date_debut", "date_fin"),
    }
    only(draft, *pairs)
    start, end = pairs[draft.contract.name]

    def reverse(row: Row) -> Row:
        day = row[start]
        assert isinstance(day, date)
        return {end: day - timedelta(days=1)}

    break_row(draft, end, "dates_inversees", reverse)


def more_plants_alive_than_planted(draft: Draft) -> None:
    only(draft, "espaces_verts")
    break_row(draft, "nb_vivants_n1", "trop_de_vivants", lambda _: {"nb_vivants_n1": 9000})


def parts_over_the_whole(draft: Draft) -> None:
    only(draft, "activites_publics")
    column, code = draft.rng.choice(
        (
            ("nb_femmes", "trop_de_femmes"),
            ("nb_handicap", "trop_de_handicap"),
            ("nb_moins_26", "trop_d_ages"),
            ("nb_qpv", "trop_de_qpv"),
        )
    )

    def exceed(row: Row) -> Row:
        people = row["nb_personnes"]
        assert isinstance(people, int)
        return {column: people + 1}

    break_row(draft, column, code, exceed)


def no_date_nor_month(draft: Draft) -> None:
    only(draft, "activites_publics")
    break_row(draft, "date", "date_absente", lambda _: {"date": None, "mois": None})


def date_of_another_month(draft: Draft) -> None:
    only(draft, "activites_publics")
    wrong = {"date": date(YEAR, 3, 5), "mois": date(YEAR, 4, 1)}
    break_row(draft, "mois", "date_et_mois", lambda _: dict(wrong))


def overlapping_meters(draft: Draft) -> None:
    """Two readings of one meter share days: the same energy would count twice."""
    only(draft, "energie")
    draft.take("row order")
    first, second = draft.data_lines()[:2]
    draft.take_line(first)
    draft.take_line(second)
    same = {"site": "Halle", "fluide": "electricite", "unite": "kWh"}
    rewrite(draft, first, date_debut=date(2024, 1, 1), date_fin=date(2024, 2, 1), **same)
    rewrite(draft, second, date_debut=date(2024, 1, 20), date_fin=date(2024, 3, 1), **same)
    draft.refuse(first, "date_debut", "periodes_qui_se_chevauchent")
    draft.refuse(second, "date_debut", "periodes_qui_se_chevauchent")


def unit_of_another_fluid(draft: Draft) -> None:
    only(draft, "energie")
    break_row(draft, "unite", "unite_incompatible", lambda _: {"unite": "m3"})


def false_siret(draft: Draft) -> None:
    """A digit miscopied: the key of control is wrong, the row stays and is told."""
    only(draft, "structures")
    line = draft.pick_line()
    rewrite(draft, line, siret="12345678200003")
    draft.refuse(line, "siret", "siret_cle", lenient=True)


def false_siret_of_a_supplier(draft: Draft) -> None:
    only(draft, "achats")
    line = draft.pick_line()
    rewrite(draft, line, fournisseur_siret="12345678200003")
    draft.refuse(line, "fournisseur_siret", "siret_cle", lenient=True)


def day_to_come(draft: Draft) -> None:
    """Years after the last delivery: a slip."""
    changes: dict[str, Row] = {
        "dechets": {"date": date(2031, 1, 5)},
        "sorties": {"date_sortie": date(2031, 1, 5)},
        "emplois": {"date_debut": date(2031, 1, 5), "date_fin": None},
        "structures": {"date_entree": date(2031, 1, 5), "date_sortie": None},
        "achats": {"annee": 2031},
        "heures_insertion": {"mois": date(2031, 1, 1)},
    }
    only(draft, *changes)
    wrong = changes[draft.contract.name]
    break_row(draft, next(iter(wrong)), "date_future", lambda _: dict(wrong))


def more_people_than_visits(draft: Draft) -> None:
    only(draft, "activites_publics")
    line = draft.pick_line()
    rewrite(draft, line, nb_passages=1)
    draft.refuse(line, "nb_passages", "moins_de_passages", lenient=True)


def one_site_of_two_structures(draft: Draft) -> None:
    """Its surface would count twice: both rows are told."""
    only(draft, "espaces_verts")
    first, second = draft.pick_line(), draft.pick_line()
    site = row_of(draft, first)["site"]
    rewrite(draft, second, site=site, structure_id="semaphore")
    for line in (first, second):
        draft.refuse(line, "site", "site_de_deux_structures", lenient=True)
    draft.refuse(None, "structure_id", "structure_autre_que_dossier", lenient=True)


def year_of_another_folder(draft: Draft) -> None:
    """One row of last year in this year's file: kept, and the file is told."""
    column = draft.contract.year_column
    if column is None or draft.contract.name == "heures_insertion" or column not in draft.columns:
        raise Unfit
    line = draft.pick_line()
    value = row_of(draft, line)[column]
    earlier = YEAR - 1 if isinstance(value, int) else date(YEAR - 1, 12, 30)
    changes: Row = {column: earlier}
    if draft.contract.name == "activites_publics":
        changes["mois"] = None
    if draft.contract.name == "energie":
        changes["date_debut"] = date(YEAR - 1, 12, 1)
    rewrite(draft, line, **changes)
    draft.refuse(None, column, "annee_autre_que_dossier", lenient=True)


REFUSED = tuple(
    Operator("Rules of rows and across rows", dirty, refuses=True)
    for dirty in (
        unknown_structure,
        exact_copy,
        same_key_other_content,
        end_before_start,
        more_plants_alive_than_planted,
        parts_over_the_whole,
        no_date_nor_month,
        date_of_another_month,
        overlapping_meters,
        unit_of_another_fluid,
        false_siret,
        false_siret_of_a_supplier,
        day_to_come,
        more_people_than_visits,
        one_site_of_two_structures,
        year_of_another_folder,
    )
)
