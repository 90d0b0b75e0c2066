"""The invented pole: its twelve members, their communes, their suppliers, its calendar."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

YEARS = (2021, 2022, 2023, 2024, 2025)
CLOSING = date(2025, 12, 31)
CARRIER = "semaphore"
BUILDING = 1450  # m² of the shared building

Value = str | int | bool | Decimal | date | None
Row = dict[str, Value]


class Book(dict[tuple[str, str, int | None], list[Row]]):
    """What each member would send: (contract, structure, year or None) → rows."""

    def add(self, contract: str, structure: str, year: int | None, **row: Value) -> None:
        """Write one more row at the end of that file."""
        self.setdefault((contract, structure, year), []).append(row)

    def of(self, contract: str) -> Iterator[tuple[str, int | None, Row]]:
        """All rows of a contract, with the structure and the year of their file."""
        for (name, structure, year), rows in self.items():
            if name == contract:
                for row in rows:
                    yield structure, year, row


@dataclass(frozen=True)
class Member:
    """A structure of the pole. `siae` is its kind of insertion measure, None without one."""

    id: str
    name: str
    legal: str
    category: str
    siae: str | None
    commune: str
    joined: date
    left: date | None
    area: int
    naf: str
    created: date
    resident: bool = True
    born_here: bool = False

    @property
    def siret(self) -> str:
        """An invented SIRET that passes the checks; no real SIREN starts with 000."""
        return invented_siret(1 + MEMBERS.index(self))

    @property
    def years(self) -> tuple[int, ...]:
        """Years of membership within the five years of the story."""
        last = self.left or CLOSING
        return tuple(y for y in YEARS if self.joined.year <= y <= last.year)


def _luhn(digits: str) -> str:
    """`digits` followed by its Luhn key."""
    doubled = (int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return digits + str(-sum(n - 9 * (n > 9) for n in doubled) % 10)


def invented_siret(number: int) -> str:
    """A SIRET whose SIREN and whole both pass Luhn, different for each number."""
    return _luhn(_luhn(f"000{number * 37 + 10000:05d}") + "0001")


# fmt: off
MEMBERS = (
    Member(CARRIER, "Le Sémaphore", "SCIC", "ESS", None, "93066",
           date(2014, 6, 2), None, 310, "82.11Z", date(2014, 6, 2)),
    Member("berges", "Les Berges en commun", "association", "ESS", "ACI", "93031",
           date(2014, 6, 2), None, 240, "81.30Z", date(2006, 3, 14)),
    Member("atelier-fil", "L'Atelier du Fil", "association", "ESS", "ACI", "93001",
           date(2015, 1, 5), None, 280, "13.92Z", date(2010, 9, 1)),
    Member("ressourcerie", "La Ressourcerie des Écluses", "association", "ESS", "EI", "93066",
           date(2016, 4, 1), None, 420, "38.32Z", date(2012, 5, 21)),
    Member("jardins", "Les Jardins de la Boucle", "association", "ESS", "ACI", "93072",
           date(2017, 3, 1), None, 90, "01.13Z", date(2013, 2, 11)),
    Member("coop-services", "Coop Services du Fleuve", "SCOP", "ESS", "ETTI", "93027",
           date(2014, 6, 2), None, 85, "78.20Z", date(2009, 10, 5)),
    Member("cuisine", "La Cuisine des Voisins", "SAS", "entreprise", "EI", "93001",
           date(2023, 1, 1), None, 160, "56.21Z", date(2022, 6, 15), born_here=True),
    Member("declic", "Déclic numérique", "association", "ESS", None, "93027",
           date(2018, 9, 3), None, 70, "94.99Z", date(2015, 11, 9)),
    Member("velo", "Vélo Canal", "SARL", "entreprise", None, "93070",
           date(2019, 2, 4), None, 110, "95.29Z", date(2017, 4, 3)),
    Member("theatre", "Théâtre des Quais", "association", "ESS", None, "93079",
           date(2016, 9, 1), date(2024, 12, 31), 130, "90.01Z", date(2004, 1, 19)),
    Member("formation", "Cap Formation Nord", "association", "recherche_formation", None, "93066",
           date(2014, 6, 2), None, 190, "85.59A", date(2001, 7, 2), resident=False),
    Member("graine", "Graine d'initiatives", "association", "ESS", None, "93039",
           date(2019, 10, 1), None, 60, "94.99Z", date(2019, 10, 1), born_here=True),
)
# fmt: on
BY_ID = {member.id: member for member in MEMBERS}
SIAE = tuple(member for member in MEMBERS if member.siae)

# Communes of Plaine Commune, weighted by where the people of the story live; two beyond it.
# fmt: off
COMMUNES = (
    ("93066", 24), ("93001", 18), ("93031", 15), ("93072", 11), ("93027", 11), ("93070", 7),
    ("93059", 5), ("93079", 4), ("93039", 3), ("93008", 3), ("75118", 2),
)
# fmt: on


def stream(name: str) -> random.Random:
    """A source of chance of its own for each part of the story: parts change independently."""
    return random.Random(f"le-semaphore/{name}")  # noqa: S311 (a story, not a secret)


def money(amount: float | Decimal, step: str = "0.01") -> Decimal:
    """Round to the given step, in exact decimals from there on."""
    unit = Decimal(step)
    return (Decimal(str(amount)) / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def commune_of(rng: random.Random, year: int) -> str:
    """Where somebody lives; Pierrefitte (93059) became part of Saint-Denis in 2025."""
    code = rng.choices([c for c, _ in COMMUNES], [w for _, w in COMMUNES])[0]
    return "93066" if code == "93059" and year >= max(YEARS) else code


def month(year: int, number: int) -> date:
    """The first day of a month, which stands for the month itself."""
    return date(year, number, 1)
