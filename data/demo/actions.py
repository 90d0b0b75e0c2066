"""What the members do together, and the calls they answer together."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from cast import BY_ID, CARRIER, YEARS, Book, Value


class Action(NamedTuple):
    """Something done by several members, repeated from one year to the next."""

    label: str
    kind: str
    theme: str | None
    since: int
    until: int
    members: tuple[str, ...]  # the first one leads


# fmt: off
ACTIONS = (
    Action("Fête de la berge", "evenement", "local", 2019, 2025, ("semaphore", "theatre", "berges",
                                                                "velo")),
    Action("Chantier des rives d'Épinay", "chantier", "environnement", 2020, 2025,
           ("berges", "jardins")),
    Action("Collecte textile de quartier", "projet", "environnement", 2020, 2025,
           ("ressourcerie", "atelier-fil")),
    Action("Ateliers numériques des salariés", "formation_croisee", "insertion", 2021, 2025,
           ("declic", "berges", "atelier-fil")),
    Action("Paniers solidaires", "projet", "local", 2021, 2025, ("jardins", "graine")),
    Action("Parcours français et métier", "formation_croisee", "insertion", 2021, 2025,
           ("formation", "berges", "ressourcerie")),
    Action("Costumes de réemploi", "prestation_interne", "environnement", 2021, 2022,
           ("atelier-fil", "theatre")),
    Action("Vélos de fonction des chantiers", "prestation_interne", "environnement", 2021, 2025,
           ("velo", "berges")),
    Action("Forum emploi du pôle", "evenement", "insertion", 2022, 2025,
           ("coop-services", "formation", "ressourcerie", "berges", "semaphore")),
    Action("Compost des ateliers", "projet", "environnement", 2022, 2025, ("jardins", "semaphore")),
    Action("Accueil des porteurs de projet", "accompagnement_porteur", "local", 2022, 2025,
           ("graine", "semaphore", "formation")),
    Action("Formation croisée des encadrants", "formation_croisee", "insertion", 2022, 2025,
           ("formation", "berges", "atelier-fil", "ressourcerie")),
    Action("Atelier du Fil hébergé", "projet", "insertion", 2023, 2023,
           ("semaphore", "atelier-fil", "ressourcerie")),
    Action("Repas des chantiers", "prestation_interne", "insertion", 2023, 2025,
           ("cuisine", "berges", "coop-services")),
    Action("Passerelles entre employeurs", "projet", "insertion", 2024, 2025,
           ("coop-services", "cuisine", "ressourcerie")),
    Action("Déchets verts vers jardins", "projet", "environnement", 2024, 2025,
           ("berges", "jardins")),
    Action("Ordinateurs reconditionnés", "projet", "local", 2024, 2025,
           ("declic", "ressourcerie")),
    Action("Permis et mobilité", "projet", "insertion", 2024, 2025,
           ("velo", "formation", "coop-services")),
    Action("Visites croisées des ateliers", "evenement", "insertion", 2024, 2025,
           ("semaphore", "cuisine", "atelier-fil", "jardins")),
    Action("Buffets de saison", "prestation_interne", "local", 2025, 2025, ("cuisine", "jardins")),
    Action("Repair café du samedi", "evenement", "environnement", 2025, 2025,
           ("ressourcerie", "velo", "declic")),
    Action("Marché de Noël solidaire", "evenement", "local", 2025, 2025,
           ("semaphore", "atelier-fil", "cuisine", "graine")),
)
# fmt: on
# year, label, theme, members, outcome, what was asked for and what was obtained
# fmt: off
BIDS = (
    (2022, "Appel à projets économie circulaire", "environnement",
     ("ressourcerie", "atelier-fil"), "obtenu", 60000, 48000),
    (2023, "Marché d'entretien des berges", "insertion", ("berges", "coop-services"), "refuse",
     90000, None),
    (2024, "Appel à projets cohésion et mobilité", "insertion", ("velo", "semaphore"), "obtenu",
     35000, 30000),
    (2025, "Appel à projets alimentation locale", "local", ("cuisine", "jardins", "semaphore"),
     "obtenu", 52000, 45000),
    (2025, "Marché de réemploi de mobilier", "environnement", ("ressourcerie", "coop-services"),
     "en_attente", 80000, None),
)
# fmt: on


def _is_member(structure: str, year: int) -> bool:
    """Whether a structure belongs to the pole in a year."""
    return year in BY_ID[structure].years


def write_actions(book: Book) -> None:
    """Cross actions of each year; some are planned and given up."""
    for year in YEARS:
        running = [a for a in ACTIONS if a.since <= year <= a.until]
        for rank, action in enumerate(running):
            members = [m for m in action.members if _is_member(m, year)]
            if year >= 2024 and rank % 4 == 0 and "cuisine" not in members:
                members.append("cuisine")
            start = date(year, 1 + rank * 5 % 11, 4 + rank % 20)
            status = "abandonnee" if (year + rank) % 29 == 0 else "realisee"
            for place, member in enumerate(members):
                book.add(
                    "actions_croisees",
                    CARRIER,
                    year,
                    action_id=f"AC-{year}-{rank + 1:02d}",
                    annee=year,
                    structure_id=member,
                    libelle=action.label,
                    type=action.kind,
                    role="partenaire" if place else "pilote",
                    annee_debut=action.since,
                    date_debut=start,
                    date_fin=start + timedelta(days=1 + 37 * (rank % 4)),
                    statut=status,
                    theme=action.theme,
                )
        _write_bids(book, year, len(running))


def _write_bids(book: Book, year: int, after: int) -> None:
    """The year's joint answers to calls and public contracts."""
    for rank, bid in enumerate(b for b in BIDS if b[0] == year):
        _, label, theme, members, outcome, asked, obtained = bid
        for place, member in enumerate(members):
            lead: dict[str, Value] = (
                {}
                if place
                else {
                    "montant_demande_eur": Decimal(asked),
                    "montant_obtenu_eur": None if obtained is None else Decimal(obtained),
                }
            )
            book.add(
                "actions_croisees",
                CARRIER,
                year,
                action_id=f"AC-{year}-{after + rank + 1:02d}",
                annee=year,
                structure_id=member,
                libelle=label,
                type="reponse_commune",
                role="partenaire" if place else "pilote",
                annee_debut=year,
                date_debut=date(year, 2, 1),
                date_fin=date(year, 6, 30),
                statut="realisee",
                theme=theme,
                resultat=outcome,
                **lead,
            )
