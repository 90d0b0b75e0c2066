"""The cooperative's members, meetings and partners."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cast import CARRIER, MEMBERS, YEARS, Book, stream

# category: people and bodies that joined, by year of entry (2014 stands for the founders)
JOINED = {
    "salarie": {2015: 3, 2018: 2, 2021: 1, 2023: 2, 2024: 1, 2025: 2},
    "soutien": {2014: 6, 2019: 3, 2022: 2, 2024: 2, 2025: 1},
    "collectivite": {2016: 1, 2022: 1},
    "producteur": {2020: 1, 2023: 1, 2025: 1},
}
LEFT = {
    ("salarie", 1): date(2022, 9, 30),
    ("soutien", 2): date(2023, 6, 30),
    ("soutien", 5): date(2025, 5, 31),
    ("salarie", 3): date(2024, 12, 31),
}
# solidarity decided at each general meeting, between members, in euros
SOLIDARITY = {2021: 4500, 2022: 3000, 2023: 14000, 2024: 8000, 2025: 5000}
# net result of the year before and what went to reserves, in euros; the flood left a loss
RESULTS: dict[int, tuple[int, int | None]] = {
    2021: (9200, 5700),
    2022: (6400, 4000),
    2023: (7100, 4300),
    2024: (-3100, None),
    2025: (11800, 7400),
}
# kind, partner, object, signed, since, until, structures, contribution
# fmt: off
PARTNERS = (
    ("Etat", "Direction départementale de l'emploi", "Conventions d'insertion", True, 2014, None,
     "berges, atelier-fil, ressourcerie, jardins, coop-services, cuisine", "financiere"),
    ("Region", "Conseil régional", "Soutien à l'animation du pôle", True, 2016, None,
     "semaphore", "financiere"),
    ("Departement", "Conseil départemental", "Parcours des allocataires du RSA", True, 2015, None,
     "berges, atelier-fil, jardins", "financiere"),
    ("EPT", "Établissement public territorial", "Économie sociale et clauses", True, 2014, None,
     "semaphore, berges, coop-services", "financiere"),
    ("commune", "Ville des jardins", "Mise à disposition de terrains", True, 2018, None,
     "jardins", "nature"),
    ("commune", "Ville des berges", "Entretien des rives", True, 2019, None,
     "berges", "financiere"),
    ("commune", "Ville du canal", "Jardins partagés", False, 2022, None, "jardins", "nature"),
    ("bailleur", "Habitat des Rives", "Gestion des pieds d'immeuble", True, 2020, None,
     "berges, jardins", "financiere"),
    ("bailleur", "Logis de la Boucle", "Collecte des encombrants", True, 2023, None,
     "ressourcerie", "financiere"),
    ("entreprise", "Transports du Canal", "Immersions et embauches", False, 2021, 2023,
     "coop-services", "technique"),
    ("entreprise", "Bâtisseurs du Nord", "Clauses sociales", True, 2022, None,
     "coop-services", "technique"),
    ("entreprise", "Imprimerie des Docks", "Dons de papier", False, 2020, 2022,
     "theatre", "nature"),
    ("association_ESS", "Réseau des recycleries du Canal", "Échanges de pratiques", False, 2019,
     None, "ressourcerie, velo", "technique"),
    ("association_ESS", "Fédération des jardins solidaires", "Formation", False, 2021, None,
     "jardins", "technique"),
    ("association_ESS", "Entraide des Quais", "Orientation des habitants", True, 2023, None,
     "cuisine, declic", "technique"),
    ("recherche", "Laboratoire des villes fluviales", "Suivi des sols des rives", True, 2024, None,
     "berges, jardins", "technique"),
    ("formation", "Lycée professionnel des Écluses", "Accueil de stagiaires", True, 2021, None,
     "atelier-fil, velo", "technique"),
    ("fondation", "Fondation des Deux Rives", "Aide au démarrage", True, 2022, 2024,
     "cuisine, graine", "financiere"),
    ("fondation", "Fondation Horizon commun", "Mobilité", True, 2024, None, "velo", "financiere"),
    ("service_public_emploi", "Agence de l'emploi de Saint-Denis", "Prescription", False, 2014,
     None, "berges, ressourcerie, coop-services", "technique"),
    ("service_public_emploi", "Mission locale de la Boucle", "Prescription des jeunes", True, 2017,
     None, "atelier-fil, cuisine", "technique"),
    ("service_public_emploi", "Plan local pour l'insertion", "Parcours renforcés", True, 2022, None,
     "berges, coop-services", "technique"),
)
# fmt: on


def write_members(book: Book) -> None:
    """The register of the cooperative's associates: structures first, then people and bodies."""
    rank = 0
    for member in MEMBERS[1:]:
        rank += 1
        kind = "producteur" if member.category == "entreprise" else "beneficiaire"
        shares = 10 + 5 * (rank % 3)
        book.add(
            "societaires",
            CARRIER,
            None,
            societaire_id=f"SOC-{rank:03d}",
            categorie=kind,
            type="morale",
            structure_id=member.id,
            date_entree=member.joined,
            date_sortie=member.left,
            parts_nb=shares,
            capital_eur=Decimal(shares * 50),
        )
    for category, years in JOINED.items():
        place = 0
        for year, count in years.items():
            for _ in range(count):
                rank, place = rank + 1, place + 1
                person = category in ("salarie", "soutien") and place % 4 > 0
                shares = 2 if person else 20
                book.add(
                    "societaires",
                    CARRIER,
                    None,
                    societaire_id=f"SOC-{rank:03d}",
                    categorie=category,
                    type="physique" if person else "morale",
                    date_entree=date(year, 6, 12),
                    date_sortie=LEFT.get((category, place)),
                    parts_nb=shares,
                    capital_eur=Decimal(shares * 50),
                )


def write_meetings(book: Book) -> None:
    """A general meeting and four councils a year; solidarity is decided at the general meeting."""
    rng = stream("instances")
    for rank, year in enumerate(YEARS):
        voters = 24 + 3 * rank
        present = voters * (56 + 3 * rank) // 100
        result, reserves = RESULTS[year]
        book.add(
            "instances",
            CARRIER,
            year,
            instance_id=f"AG-{year}",
            type="AG",
            date=date(year, 6, 10 + rank),
            votants=voters,
            presents=present,
            representes=voters * 15 // 100,
            mandats=voters,
            mandats_femmes=voters * (43 + rank) // 100,
            transfert_solidarite_eur=Decimal(SOLIDARITY[year]),
            resultat_net_eur=Decimal(result),
            reserves_eur=None if reserves is None else Decimal(reserves),
        )
        for number in (2, 5, 9, 11):
            book.add(
                "instances",
                CARRIER,
                year,
                instance_id=f"CC-{year}-{number:02d}",
                type="conseil_cooperatif",
                date=date(year, number, 14),
                votants=12,
                presents=8 + rng.randrange(3),
                representes=1,
                mandats=12,
                mandats_femmes=5 + (rank > 1),
                transfert_solidarite_eur=None,
            )


def write_partners(book: Book) -> None:
    """The partners of the pole and of its members, over all the years."""
    for rank, partner in enumerate(PARTNERS):
        kind, name, matter, signed, since, until, structures, contribution = partner
        book.add(
            "partenariats",
            CARRIER,
            None,
            partenariat_id=f"PA-{rank + 1:02d}",
            partenaire=name,
            type=kind,
            objet=matter,
            convention=signed,
            date_debut=date(since, 1, 1),
            date_fin=None if until is None else date(until, 12, 31),
            structures=structures.replace(", ", "+"),
            contribution=contribution,
        )
