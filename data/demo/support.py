"""What surrounds the work: support for difficulties, training, immersions, the permanent team."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from cast import CLOSING, MEMBERS, YEARS, Book, Value, invented_siret, stream
from people import Stay

# fmt: off
DIFFICULTIES = (
    ("illettrisme_fle", 18), ("demarches_droits", 24), ("hebergement_logement", 17),
    ("mobilite", 15), ("sante", 12), ("justice", 3), ("surendettement_finances", 8),
    ("manque_disponibilite", 9),
)
# fmt: on
# kind: (title, hours, organiser inside or outside the pole, certification aimed at)
# fmt: off
COURSES: dict[str, tuple[str, int, str, str | None]] = {
    "FLE": ("Français langue étrangère, parcours court", 60, "formation", None),
    "pre_qualifiante": ("Remise à niveau et projet", 70, "formation", "CléA"),
    "qualifiante": ("Bloc de compétences du titre professionnel", 140, "externe", "titre"),
    "CACES_habilitation": ("Habilitation électrique ou CACES", 21, "externe", "CACES"),
    "permis": ("Permis B, préparation au code et conduite", 35, "externe", "permis B"),
    "numerique": ("Compétences numériques de base", 14, "declic", None),
    "interne": ("Gestes et postures au poste de travail", 7, "interne", None),
}
# fmt: on


def present(stays: list[Stay], member: str, year: int) -> list[Stay]:
    """The stays that touch a year in a structure."""
    return [
        s
        for s in stays
        if s.member == member and s.start.year <= year and (not s.end or s.end.year >= year)
    ]


def _window(stay: Stay, year: int) -> tuple[date, date]:
    """The part of a stay that falls in a year."""
    return max(stay.start, date(year, 1, 1)), min(stay.end or CLOSING, date(year, 12, 31))


def write_support(book: Book, stays: list[Stay]) -> None:
    """Difficulties worked upon, one row a person, year and difficulty."""
    rng = stream("accompagnement")
    names, weights = [n for n, _ in DIFFICULTIES], [w for _, w in DIFFICULTIES]
    for stay in stays:
        years = range(max(stay.start.year, YEARS[0]), (stay.end or CLOSING).year + 1)
        mine = dict.fromkeys(rng.choices(names, weights, k=rng.choice((0, 1, 1, 2, 2, 3))))
        for year in years:
            over = stay.end is not None and stay.end.year == year
            for name in mine:
                closed = ("leve", "leve", "reduit", "persiste", "leve")
                book.add(
                    "accompagnement",
                    stay.member,
                    year,
                    salarie_key=stay.person.key,
                    structure_id=stay.member,
                    annee=year,
                    frein=name,
                    mode=rng.choice(("interne", "interne", "externe", "interne_externe")),
                    statut_sortie=rng.choice(closed) if over else "en_cours",
                    type_acc_pro=rng.choice(
                        ("techniques_recherche_emploi", "projet_professionnel", None)
                    ),
                )


def write_training(book: Book, stays: list[Stay]) -> None:
    """Courses and immersions; more of both as the years go by."""
    rng = stream("formations")
    for member in MEMBERS:
        for year in member.years if member.siae else ():
            courses, immersions = 0, 0
            book.setdefault(("formations", member.id, year), [])
            book.setdefault(("pmsmp", member.id, year), [])  # sent even when nobody went
            for stay in present(stays, member.id, year):
                start, end = _window(stay, year)
                if (end - start).days > 60 and rng.randrange(100) < 30 + 3 * (year - 2020):
                    courses += 1
                    _course(book, stay, start + timedelta(days=25 + rng.randrange(20)), courses)
                if (end - start).days > 90 and rng.randrange(100) < 11 + 2 * (year - 2020):
                    immersions += 1
                    _immersion(
                        book, stay, start + timedelta(days=50 + rng.randrange(15)), immersions
                    )


def _course(book: Book, stay: Stay, start: date, rank: int) -> None:
    """One course followed by one person, sometimes cut short."""
    rng = stream(f"formation/{stay.person.key}/{start}")
    kind = rng.choice(list(COURSES))
    title, hours, by, aim = COURSES[kind]
    done = hours if rng.randrange(4) else hours * rng.choice((4, 6, 8)) // 10
    success = {"certification_obtenue": rng.randrange(10) < 7 and done == hours} if aim else {}
    organiser = {"formation": "Cap Formation Nord", "declic": "Déclic numérique"}
    values: dict[str, Value] = dict(success)
    book.add(
        "formations",
        stay.member,
        start.year,
        formation_id=f"F-{stay.member[:3].upper()}-{start.year}-{rank:02d}",
        structure_id=stay.member,
        salarie_key=stay.person.key,
        intitule=title,
        type=kind,
        date_debut=start,
        date_fin=start + timedelta(days=max(1, hours // 4)),
        heures_prevues=Decimal(hours),
        heures_realisees=Decimal(done),
        organisme=organiser.get(by, "en interne" if by == "interne" else "organisme extérieur"),
        financeur=rng.choice(("OPCO", "Région", "fonds propres", "OPCO")),
        certification_visee=aim,
        **values,
    )


def _immersion(book: Book, stay: Stay, start: date, rank: int) -> None:
    """A fortnight in another workplace (PMSMP)."""
    rng = stream(f"pmsmp/{stay.person.key}/{start}")
    days = rng.choice((4, 9, 11, 18))
    book.add(
        "pmsmp",
        stay.member,
        start.year,
        pmsmp_id=f"P-{stay.member[:3].upper()}-{start.year}-{rank:02d}",
        structure_id=stay.member,
        salarie_key=stay.person.key,
        date_debut=start,
        date_fin=start + timedelta(days=days),
        objet=rng.choice(("decouvrir_metier", "confirmer_projet", "initier_recrutement")),
        accueil_siret=invented_siret(200 + rng.randrange(30)),
        heures=Decimal((days + 1) * 5),
        suite=rng.choice(("embauche", "formation", "aucune", "aucune", "aucune")),
    )
