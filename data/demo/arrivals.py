"""The people who arrive: a pseudonym, and the traits a structure writes down on that day."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from cast import Row, commune_of


@dataclass(frozen=True)
class Person:
    """A pseudonymous key and what the contract file says of somebody on arrival."""

    key: str
    traits: Row


def _weighted(rng: random.Random, *choices: tuple[str, int]) -> str:
    """One of the values, each with its weight."""
    return rng.choices([value for value, _ in choices], [weight for _, weight in choices])[0]


def _yes(rng: random.Random, percent: int) -> bool | None:
    """A yes in so many per cent of cases; now and then the box was left empty."""
    draw = rng.randrange(1000)
    return None if draw >= 985 else draw < percent * 10


def _in_qpv(rank: int, year: int) -> str:
    """Evenly spread over the arrivals, so that the share rises slowly and without noise."""
    if rank % 23 == 0:
        return "inconnu"
    return "oui" if rank * 618 % 1000 < 425 + 12 * (year - 2021) else "non"


def new_person(rng: random.Random, member: str, start: date, rank: int) -> Person:
    """Somebody who arrives, with the traits their structure usually welcomes."""
    women = {"atelier-fil": 68, "berges": 22, "cuisine": 55}.get(member, 40)
    age = rng.choice((19, 21, 23, 24, 25, 27, 29, 31, 34, 36, 38, 41, 44, 47, 49, 52, 54, 57, 60))
    traits: Row = {
        "sexe": _weighted(rng, ("F", women), ("M", 98 - women), ("", 2)) or None,
        "annee_naissance": start.year - age,
        "code_commune": commune_of(rng, start.year),
        "adresse_qpv": _in_qpv(rank, start.year),
        "rsa": _weighted(rng, ("OUI-M", 9), ("OUI-NM", 33), ("NON", 54), ("", 4)) or None,
        "ass": _yes(rng, 6),
        "aah": _yes(rng, 3),
        "duree_de": _weighted(rng, ("<6", 17), ("6-11", 19), ("12-23", 28), ("24+", 33), ("", 3))
        or None,
        "rqth": _yes(rng, 8),
        "parent_isole": _yes(rng, 13),
        "critere_ase": _yes(rng, 3),
        "critere_refugie": _yes(rng, 11),
        "critere_justice": _yes(rng, 5),
        "critere_zrr": False,
        "critere_fle": _yes(rng, 21),
        "hebergement": _weighted(
            rng, ("sans_hebergement", 4), ("heberge", 23), ("logement", 66), ("", 7)
        )
        or None,
        "niveau_formation": _weighted(
            rng,
            ("60", 30),
            ("70", 14),
            ("50", 22),
            ("51", 9),
            ("40", 9),
            ("41", 3),
            ("30", 3),
            ("20", 1),
            ("0", 3),
            ("10", 1),
            ("", 3),
        )
        or None,
        "prescripteur_type": _weighted(
            rng,
            ("Service public de l'emploi", 46),
            ("Mission locale", 15),
            ("Service social départemental", 17),
            ("PLIE", 9),
            ("CCAS", 5),
            ("candidature spontanée", 8),
        ),
    }
    return Person(f"{rng.getrandbits(64):016x}", traits)
