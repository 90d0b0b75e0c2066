"""Who comes through the doors: activities, residents, volunteers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cast import BY_ID, YEARS, Book, Value, money, month, stream


class Activity(NamedTuple):
    """Something open to residents, so many times a year."""

    member: str
    kind: str
    theme: str
    times: int
    people: int  # each time, in 2021
    counting: str
    monthly: bool = False
    private: bool = False


# fmt: off
ACTIVITIES = (
    Activity("semaphore", "evenement", "local", 4, 90, "compteur"),
    Activity("semaphore", "accueil", "local", 12, 34, "compteur", monthly=True),
    Activity("declic", "mediation_numerique", "insertion", 12, 27, "registre", monthly=True),
    Activity("declic", "atelier", "local", 6, 9, "registre"),
    Activity("velo", "atelier", "environnement", 12, 16, "registre", monthly=True),
    Activity("theatre", "atelier", "local", 8, 11, "registre"),
    Activity("theatre", "evenement", "local", 5, 62, "billetterie"),
    Activity("jardins", "visite", "environnement", 7, 19, "estimation"),
    Activity("jardins", "atelier", "environnement", 6, 10, "registre"),
    Activity("ressourcerie", "atelier", "environnement", 9, 11, "registre"),
    Activity("ressourcerie", "vente", "environnement", 12, 0, "compteur", monthly=True),
    Activity("graine", "accompagnement", "local", 6, 5, "registre"),
    Activity("graine", "permanence", "local", 10, 4, "registre"),
    Activity("formation", "formation", "insertion", 6, 12, "registre"),
    Activity("cuisine", "atelier", "local", 8, 9, "registre"),
    Activity("berges", "visite", "environnement", 4, 22, "estimation"),
    Activity("coop-services", "permanence", "insertion", 6, 8, "registre", private=True),
)
# fmt: on
# year: public life as a percentage of a usual year; 2021 still had closed months
ATTENDANCE = {2021: 88, 2022: 100, 2023: 101, 2024: 112, 2025: 121}
# fmt: off
VOLUNTEERS = (
    ("semaphore", "Fête de la berge", 14, 130), ("theatre", "Accueil des spectacles", 9, 110),
    ("velo", "Atelier du samedi", 12, 340), ("jardins", "Chantiers participatifs", 16, 290),
    ("declic", "Permanences numériques", 7, 210), ("ressourcerie", "Tri et réparation", 19, 520),
)
# fmt: on
HOURLY = {2021: "10.25", 2022: "10.85", 2023: "11.27", 2024: "11.65", 2025: "11.88"}


def write_activities(book: Book) -> None:
    """One row an activity or a month, with what was counted of the people who came."""
    rng = stream("activites")
    ranks: dict[tuple[str, int], int] = {}
    for activity in ACTIVITIES:
        for year in BY_ID[activity.member].years:
            for turn in range(activity.times):
                place = (activity.member, year)
                ranks[place] = ranks.get(place, 0) + 1
                number = 1 + turn * 12 // activity.times
                day = date(year, number, 3 + (turn * 5 + len(activity.kind)) % 24)
                share = ATTENDANCE[year] * rng.randrange(82, 119)
                people = activity.people * share // 10000
                passages = people * rng.randrange(12, 19) // 10 or 260 * share // 10000
                when: dict[str, Value] = (
                    {"mois": month(year, number)} if activity.monthly else {"date": day}
                )
                if people and activity.counting == "registre":
                    when |= _register(rng.randrange(44, 58), people, year)
                book.add(
                    "activites_publics",
                    activity.member,
                    year,
                    activite_id=f"{activity.member[:3]}-{year}-{ranks[place]:03d}",
                    structure_id=activity.member,
                    type=activity.kind,
                    theme=activity.theme,
                    ouverture="prive" if activity.private else "public",
                    nb_passages=passages,
                    nb_personnes=people or None,
                    comptage=activity.counting,
                    heures=Decimal(rng.choice((2, 3, 3, 4, 7))),
                    **when,
                )


def _register(women: int, people: int, year: int) -> dict[str, Value]:
    """Sub-counts of an attendance list: some lines of it stay blank."""
    unknown = people * 14 // 100
    known = people - unknown
    return {
        "nb_femmes": people * women // 100,
        "nb_moins_26": people * (17 + women % 7) // 100,
        "nb_60_plus": people * (12 + women % 5) // 100,
        "nb_qpv": known * (46 + (year - min(YEARS)) + women % 4) // 100,
        "nb_inconnu_qpv": unknown,
        "nb_handicap": people * (women % 6) // 100,
    }


def volunteering(member: str, year: int) -> Decimal:
    """What the volunteers' hours are worth in a structure's accounts (86 and 87)."""
    for name, _, _, hours in VOLUNTEERS:
        if name == member:
            return money(_hours(hours, year) * Decimal(HOURLY[year]))
    return Decimal(0)


def _hours(usual: int, year: int) -> Decimal:
    """Volunteer hours follow public life, by whole hours."""
    return Decimal(usual * ATTENDANCE[year] // 100)


def write_volunteers(book: Book) -> None:
    """Volunteers of the six members that have some."""
    for member, mission, people, hours in VOLUNTEERS:
        for year in BY_ID[member].years:
            book.add(
                "benevolat",
                member,
                None,
                structure_id=member,
                annee=year,
                mission=mission,
                nb_benevoles=people * ATTENDANCE[year] // 100,
                heures=_hours(hours, year),
                valorisation_eur=volunteering(member, year),
                taux_horaire=Decimal(HOURLY[year]),
            )
