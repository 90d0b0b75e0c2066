"""What the members share, do together and decide together."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from cast import CARRIER, MEMBERS, YEARS, Book, Value, money, month, stream


class Resource(NamedTuple):
    """Something shared, from its first year on."""

    label: str
    kind: str
    unit: str | None
    area: int | None
    price: str  # invoiced per unit
    alone: str | None  # what one would pay without the pole, when an estimate or a rate shows it
    since: int
    users: int  # in 2021; one more about every two years


OPEN_HOURS = 160  # of a room, in a month
# fmt: off
RESOURCES = (
    Resource("Salle de réunion polyvalente", "salle", "h", 85, "9", "22", 2021, 5),
    Resource("Atelier partagé du rez-de-chaussée", "local", "m2", 220, "6.5", "9.8", 2021, 3),
    Resource("Fourgon 12 m³", "vehicule", "km", None, "0.42", "0.71", 2021, 4),
    Resource("Logiciel de paie", "logiciel", "licence", None, "38", "61", 2021, 5),
    Resource("Comptabilité et social", "fonction_support", "h", None, "34", "48", 2021, 4),
    Resource("Achat groupé d'électricité", "achat_groupe", None, None, "0.19", None, 2021, 4),
    Resource("Accompagnement socioprofessionnel partagé", "poste_partage", "h", None, "31", "39",
             2021, 2),
    Resource("Photocopieur et reliure", "materiel", "jour", None, "3.2", "5.1", 2021, 5),
    Resource("Formation des encadrants", "formation", "h", None, "18", "29", 2022, 3),
    Resource("Local de stockage fermé", "local", "m2", 140, "5", "8.4", 2022, 3),
    Resource("Vélo cargo électrique", "vehicule", "jour", None, "7", "19", 2023, 3),
    Resource("Logiciel de suivi des parcours", "logiciel", "licence", None, "24", "36", 2024, 4),
    Resource("Broyeur de végétaux", "materiel", "jour", None, "46", "95", 2024, 2),
    Resource("Référente numérique partagée", "poste_partage", "h", None, "30", None, 2025, 4),
)
# fmt: on


def write_structures(book: Book) -> None:
    """The register of the members."""
    for m in MEMBERS:
        book.add(
            "structures",
            CARRIER,
            None,
            structure_id=m.id,
            nom=m.name,
            siret=m.siret,
            forme_juridique=m.legal,
            categorie_art9=m.category,
            type_siae=m.siae,
            residente=m.resident,
            societaire=True,
            date_entree=m.joined,
            date_sortie=m.left,
            surface_occupee_m2=Decimal(m.area),
            code_commune=m.commune,
            naf=m.naf,
            creee_avec_pole=m.born_here,
            date_creation=m.created,
        )


def write_sharing(book: Book) -> None:
    """Who used which shared resource, month by month, and for how much."""
    rng = stream("mutualisation")
    amounts = {"h": 14, "m2": 60, "km": 310, "licence": 3, "jour": 4}
    for rank, res in enumerate(RESOURCES):
        capacity = {"salle": OPEN_HOURS, "local": res.area}.get(res.kind)
        order = sorted(MEMBERS, key=lambda m: stream(f"{m.id}/{res.label}").random())
        for year in (y for y in YEARS if y >= res.since):
            users = [m for m in order if year in m.years][: res.users + (year - 2020) // 2]
            for user in users:
                usual = amounts.get(res.unit or "", 1400) * rng.randrange(70, 130) // 100 or 1
                if res.kind == "local":  # a seventh of the place each, more or less
                    usual = usual * (res.area or 0) // 420
                for number in range(1, 13):
                    if res.unit in ("jour", "h") and rng.randrange(10) < 2:
                        continue
                    steady = res.unit in ("m2", "licence")
                    qty = Decimal(
                        usual if steady else max(1, usual * rng.randrange(80, 121) // 100)
                    )
                    alone = (
                        {}
                        if res.alone is None
                        else {
                            "cout_reference_seul_eur": money(qty * Decimal(res.alone)),
                            "source_reference": ("devis", "tarif_public", "historique")[rank % 3],
                        }
                    )
                    values: dict[str, Value] = dict(alone)
                    book.add(
                        "mutualisation",
                        CARRIER,
                        year,
                        ressource_id=f"R{rank + 1:02d}",
                        libelle=res.label,
                        type=res.kind,
                        structure_id=user.id,
                        mois=month(year, number),
                        quantite=qty if res.unit else None,
                        unite=res.unit,
                        surface_m2=None if res.area is None else Decimal(res.area),
                        cout_facture_eur=money(qty * Decimal(res.price)),
                        capacite=Decimal(capacity) if capacity else None,
                        **values,
                    )
