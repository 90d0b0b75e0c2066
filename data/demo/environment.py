"""What is weighed, metered, planted and given a second life."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from cast import YEARS, Book, Value, money, month, stream
from people import CLOSED


class Flow(NamedTuple):
    """Matter handled by a member: kg a month in 2021 and where it went, in per cent."""

    member: str
    stream: str
    code: str
    monthly: int
    first: tuple[tuple[str, str, int], ...]  # destination, treatment, share in 2021
    last: tuple[int, ...]  # the same shares in 2025
    every: int = 1  # weighed every so many months
    since: int = 2021


# fmt: off
FLOWS = (
    Flow("ressourcerie", "DEA_meubles", "20 01 38", 5200,
         (("reemploi", "", 40), ("recyclage", "R3", 31), ("incineration", "R1", 18),
          ("stockage", "D1", 11)), (50, 34, 11, 5)),
    Flow("ressourcerie", "DEEE", "20 01 36", 2100,
         (("reemploi", "", 26), ("recyclage", "R4", 54), ("stockage", "D1", 20)), (37, 52, 11)),
    Flow("ressourcerie", "textiles", "20 01 11", 1500,
         (("reemploi", "", 33), ("recyclage", "R3", 40), ("incineration", "R1", 27)), (42, 41, 17)),
    Flow("ressourcerie", "livres", "20 01 01", 620, (("reemploi", "", 40), ("recyclage", "R3", 60)),
         (48, 52), 2),
    Flow("ressourcerie", "DIB", "20 03 01", 950, (("incineration", "R1", 60),
                                                   ("stockage", "D1", 40)), (70, 30)),
    Flow("atelier-fil", "textiles", "20 01 10", 640,
         (("reutilisation", "", 52), ("recyclage", "R3", 30), ("incineration", "R1", 18)),
         (61, 29, 10)),
    Flow("jardins", "biodechets", "20 01 08", 430, (("compostage", "R3", 100),), (100,)),
    Flow("berges", "vegetaux", "20 02 01", 2900,
         (("compostage", "R3", 80), ("incineration", "R1", 20)), (91, 9)),
    Flow("berges", "OMR", "20 03 01", 480, (("incineration", "R1", 100),), (100,), 2),
    Flow("cuisine", "biodechets", "20 01 08", 380, (("methanisation", "R3", 86),
                                                    ("incineration", "R1", 14)), (94, 6), 1, 2023),
    Flow("velo", "velos", "20 01 40", 240,
         (("reemploi", "", 58), ("recyclage", "R4", 42)), (66, 34), 2),
)
# fmt: on
VOLUME = {2021: 100, 2022: 108, 2023: 111, 2024: 119, 2025: 127}
# member: object, number a month, what became of it, weight, income from one
# fmt: off
OBJECTS: tuple[tuple[str, str, int, str, str, str], ...] = (
    ("ressourcerie", "chaise_bois", 46, "vendu", "4.5", "7"),
    ("ressourcerie", "table_bois", 17, "vendu", "22", "24"),
    ("ressourcerie", "armoire", 6, "vendu", "48", "38"),
    ("ressourcerie", "canape_textile", 5, "donne", "42", "0"),
    ("ressourcerie", "lave_linge", 7, "vendu", "65", "85"),
    ("ressourcerie", "refrigerateur", 4, "vendu", "52", "90"),
    ("ressourcerie", "ordinateur_portable", 9, "vendu", "2.3", "95"),
    ("ressourcerie", "smartphone", 6, "vendu", "0.2", "25"),
    ("ressourcerie", "jean", 58, "vendu", "0.6", "4"),
    ("atelier-fil", "tshirt_coton", 120, "vendu", "0.2", "2"),
    ("atelier-fil", "jean", 35, "repare", "0.6", "9"),
    ("atelier-fil", "pull_laine", 40, "donne", "0.5", "0"),
)
# fmt: on


def write_waste(book: Book) -> None:
    """What came in and what went out, weighing by weighing; little is left in stock."""
    rng = stream("dechets")
    ranks: dict[tuple[str, int], int] = {}
    for flow in FLOWS:
        for year in (y for y in YEARS if y >= flow.since):
            for number in range(flow.every, 13, flow.every):
                day = date(year, number, 24 + (number + len(flow.stream)) % 5)
                stopped = flow.member == CLOSED[0] and CLOSED[1] <= day <= CLOSED[2]
                usual = flow.monthly * flow.every * VOLUME[year] // 100 // (8 if stopped else 1)
                weight = money(usual * rng.randrange(860, 1140) / 1000, "0.5")
                _weigh(book, ranks, flow, day, "entrant", weight, None)
                shares = _shares(flow, year)
                sent = weight * (990 - number) / 1000
                for (place, treatment, _), share in zip(flow.first, shares, strict=True):
                    _weigh(
                        book,
                        ranks,
                        flow,
                        day + timedelta(days=2),
                        "sortant",
                        money(sent * share / 100, "0.5"),
                        (place, treatment),
                    )


def _shares(flow: Flow, year: int) -> list[Decimal]:
    """Destinations slide from their shares of 2021 to those of 2025, with a dip in 2023."""
    step = {2021: 0, 2022: 28, 2023: 38, 2024: 74, 2025: 100}[year]
    return [
        Decimal(first * (100 - step) + last * step) / 100
        for (_, _, first), last in zip(flow.first, flow.last, strict=True)
    ]


def _weigh(
    book: Book,
    ranks: dict[tuple[str, int], int],
    flow: Flow,
    day: date,
    way: str,
    weight: Decimal,
    gone: tuple[str, str] | None,
) -> None:
    """One weighing."""
    place = (flow.member, day.year)
    ranks[place] = ranks.get(place, 0) + 1
    outlet = {"reemploi": "boutique", "reutilisation": "atelier"}
    out: dict[str, Value] = (
        {}
        if gone is None
        else {
            "destination": gone[0],
            "code_traitement": gone[1] or None,
            "exutoire": outlet.get(gone[0], "prestataire"),
        }
    )
    book.add(
        "dechets",
        flow.member,
        day.year,
        mouvement_id=f"D-{flow.member[:3].upper()}-{day.year}-{ranks[place]:03d}",
        structure_id=flow.member,
        date=day,
        sens=way,
        flux=flow.stream,
        code_dechet=flow.code,
        poids_kg=weight,
        methode_pesee="pesee" if flow.member == "ressourcerie" else "bon",
        **out,
    )


def write_reuse(book: Book) -> None:
    """Objects given a second life, by month and by kind."""
    rng = stream("reemploi")
    for member, thing, usual, fate, weight, price in OBJECTS:
        for year in YEARS:
            for number in range(1, 13):
                stopped = member == CLOSED[0] and CLOSED[1] <= month(year, number) <= CLOSED[2]
                if stopped:
                    continue
                count = usual * VOLUME[year] * rng.randrange(78, 124) // 10000
                book.add(
                    "reemploi",
                    member,
                    year,
                    structure_id=member,
                    mois=month(year, number),
                    objet=thing,
                    nb_objets=count,
                    issue=fate,
                    poids_moyen_kg=Decimal(weight),
                    recette_eur=count * Decimal(price),
                )
