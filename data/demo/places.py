"""The places: their meters, and the green spaces looked after."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from cast import BUILDING, BY_ID, YEARS, Book, Value, money, stream
from environment import VOLUME


class Meter(NamedTuple):
    """A meter or a tank: what it counts every so many months."""

    member: str
    site: str
    area: int | None
    fluid: str
    unit: str
    months: int
    usual: int  # a month on average
    winter: int  # how much of it depends on the season, in per cent
    cents: int
    green: bool = False


# fmt: off
METERS = (
    Meter("semaphore", "Bâtiment principal", BUILDING, "electricite", "kWh", 2, 3350, 30, 21,
          green=True),
    Meter("semaphore", "Bâtiment principal", BUILDING, "gaz", "kWh_PCS", 2, 8200, 80, 11),
    Meter("semaphore", "Bâtiment principal", BUILDING, "eau", "m3", 6, 24, 0, 430),
    Meter("ressourcerie", "Hangar des Écluses", 620, "electricite", "kWh", 2, 1850, 25, 22),
    Meter("ressourcerie", "Fourgons", None, "gazole", "L", 3, 165, 0, 172),
    Meter("atelier-fil", "Atelier textile", 280, "electricite", "kWh", 3, 1450, 20, 22),
    Meter("cuisine", "Cuisine centrale", 160, "electricite", "kWh", 3, 2100, 10, 22),
    Meter("cuisine", "Cuisine centrale", 160, "gaz", "kWh_PCS", 3, 2600, 25, 11),
    Meter("berges", "Véhicules de chantier", None, "gazole", "L", 3, 310, -20, 172),
)
# fmt: on
# member, site, commune, m², management, first year, last year
# fmt: off
SITES = (
    ("berges", "Berge nord", "93031", 9800, "fauche_tardive", 2021, 2025),
    ("berges", "Berge sud", "93039", 6400, "fauche_tardive", 2021, 2025),
    ("berges", "Chemin de rive", "93031", 5200, "tonte", 2021, 2025),
    ("berges", "Pré des moutons", "93031", 7500, "ecopaturage", 2022, 2025),
    ("berges", "Talus de la gare", "93066", 2300, "foret_urbaine", 2023, 2025),
    ("berges", "Pieds d'immeuble des Rives", "93079", 3100, "tonte", 2024, 2025),
    ("jardins", "Jardin de la Boucle", "93072", 4200, "maraichage", 2021, 2025),
    ("jardins", "Serre et fleurs", "93072", 900, "horticulture", 2022, 2025),
    ("jardins", "Verger des écoles", "93001", 1300, "verger", 2023, 2025),
)
WORKS = (  # member, site, year, intervention, m², plants, alive a year later
    ("berges", "Berge nord", 2022, "renaturation", 1200, 340, 268),
    ("berges", "Talus de la gare", 2023, "plantation", 900, 620, 511),
    ("berges", "Berge sud", 2024, "renaturation", 1800, 480, 402),
    ("jardins", "Verger des écoles", 2024, "desimpermeabilisation", 350, 44, 41),
    ("berges", "Pieds d'immeuble des Rives", 2025, "desimpermeabilisation", 640, 210, None),
)
# fmt: on
HARVEST = {"maraichage": (5200, "kg"), "horticulture": (3100, "tige")}


def _periods(meter: Meter) -> list[tuple[date, date]]:
    """First and last days of the invoices.

    Those of the building start on the 16th, so that each winter one straddles two years.
    """
    two_months, lag = 2, 15
    shifted = meter.area == BUILDING and meter.months == two_months
    years = BY_ID[meter.member].years
    starts = [date(y, n, 1) for y in years for n in range(1, 13, meter.months)]
    if shifted:
        starts = [date(years[0] - 1, 11, 1), *starts]
        starts = [day + timedelta(days=lag) for day in starts]
    last = date(max(YEARS), 12, 31)
    ends = [day - timedelta(days=1) for day in starts[1:]] + [last]
    return list(zip(starts, ends, strict=True))


def write_energy(book: Book) -> None:
    """Readings of the meters, sent with the year in which they end."""
    rng = stream("energie")
    for meter in METERS:
        for start, end in _periods(meter):
            days = (end - start).days + 1
            middle = start + timedelta(days=days // 2)
            season = 100 + meter.winter * (abs(middle.month - 7) - 3) // 3
            saved = 100 - 3 * (end.year - min(YEARS))
            amount = Decimal(
                meter.usual * 12 * days * season * saved * rng.randrange(94, 107) // 365000000
            )
            book.add(
                "energie",
                meter.member,
                end.year,
                structure_id=meter.member,
                site=meter.site,
                surface_m2=None if meter.area is None else Decimal(meter.area),
                fluide=meter.fluid,
                date_debut=start,
                date_fin=end,
                quantite=amount,
                unite=meter.unit,
                renouvelable=meter.green,
                cout_eur=money(amount * meter.cents / 100),
                type="estimation" if rng.randrange(9) == 0 else "releve",
            )


def write_green(book: Book) -> None:
    """Sites looked after each year, and the works done on some of them."""
    for member, site, commune, area, care, since, until in SITES:
        for year in range(since, until + 1):
            crop: dict[str, Value] = {}
            if care in HARVEST:
                usual, unit = HARVEST[care]
                crop = {
                    "production_qte": Decimal(usual * VOLUME[year] // 100),
                    "production_unite": unit,
                }
            book.add(
                "espaces_verts",
                member,
                year,
                structure_id=member,
                annee=year,
                site=site,
                code_commune=commune,
                surface_m2=Decimal(area),
                gestion=care,
                intervention="entretien",
                phyto="biocontrole" if care == "verger" and year < until else "aucun",
                **crop,
            )
    for member, site, year, work, area, plants, alive in WORKS:
        row = next(s for s in SITES if s[1] == site)
        book.add(
            "espaces_verts",
            member,
            year,
            structure_id=member,
            annee=year,
            site=site,
            code_commune=row[2],
            surface_m2=Decimal(area),
            gestion=row[4],
            intervention=work,
            phyto="aucun",
            nb_plants=plants,
            nb_vivants_n1=alive,
        )
