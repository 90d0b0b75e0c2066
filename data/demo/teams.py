"""The permanent teams: who leads, supervises, supports, and for how long."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from cast import CLOSING, MEMBERS, Book, commune_of, money, stream

# fmt: off
# member: team in 2021 as (function, share of a post, contract), then those who joined later
# fmt: off
TEAMS: dict[str, tuple[tuple[str, str, str, int], ...]] = {
    "semaphore": (("direction", "1", "CDI", 2014), ("support", "0.8", "CDI", 2017),
                  ("animation", "1", "CDI", 2019), ("support", "1", "CDD", 2024)),
    "berges": (("direction", "1", "CDI", 2012), ("ETI", "1", "CDI", 2015),
               ("ETI", "1", "CDI", 2018),
               ("CIP", "1", "CDI", 2019), ("ETI", "1", "CDI", 2024)),
    "atelier-fil": (("direction", "0.8", "CDI", 2011), ("ETI", "1", "CDI", 2016),
                    ("CIP", "0.8", "CDI", 2020), ("production", "1", "CDI", 2022)),
    "ressourcerie": (("direction", "1", "CDI", 2013), ("ETI", "1", "CDI", 2017),
                     ("production", "1", "CDI", 2019), ("CIP", "0.6", "CDI", 2022)),
    "jardins": (("ETI", "1", "CDI", 2015), ("animation", "0.8", "CDI", 2019)),
    "coop-services": (("direction", "1", "CDI", 2010), ("CIP", "1", "CDI", 2016),
                      ("support", "1", "CDI", 2021)),
    "cuisine": (("direction", "1", "CDI", 2023), ("ETI", "1", "CDI", 2023)),
    "declic": (("animation", "1", "CDI", 2016), ("animation", "0.8", "CDI", 2022),
               ("animation", "1", "CDD", 2025)),
    "velo": (("production", "1", "CDI", 2017),),
    "theatre": (("direction", "0.6", "CDI", 2008), ("animation", "0.5", "CDI", 2018)),
    "formation": (("direction", "1", "CDI", 2005), ("animation", "1", "CDI", 2012),
                  ("animation", "0.8", "CDI", 2020), ("support", "0.6", "CDI", 2023)),
    "graine": (("animation", "1", "CDI", 2020),),
}
# fmt: on
SHARED = {  # member: (rank in the team, users of the post)
    "semaphore": (1, "semaphore+declic+velo+graine"),
    "berges": (3, "berges+jardins"),
    "ressourcerie": (3, "ressourcerie+cuisine"),
}
LEAVERS = {("berges", 1): date(2024, 8, 31), ("formation", 1): date(2022, 6, 30)}
PASSING = (("stage", 3), ("service_civique", 8), ("alternance", 12))  # and their months


def write_teams(book: Book) -> None:
    """The register of the permanent team of each member, one file for all the years."""
    rng = stream("emplois")
    pay = {"direction": 39000, "CIP": 28800, "ETI": 27900, "support": 26700}
    for member in MEMBERS:
        for rank, (function, share, kind, since) in enumerate(TEAMS[member.id]):
            start = date(since, rng.choice((1, 2, 3, 5, 9, 10)), rng.choice((1, 2, 15)))
            gone = LEAVERS.get((member.id, rank), member.left)
            users = SHARED.get(member.id, (-1, None))
            salary = pay.get(function, 25200) + 60 * rng.randrange(30)
            _job(
                book,
                member.id,
                rank + 1,
                kind,
                function,
                Decimal(share),
                start,
                gone,
                users[1] if users[0] == rank else None,
                money(salary, "10"),
            )
            if (member.id, rank) in LEAVERS and gone:
                follower = gone + timedelta(days=1)
                _job(
                    book,
                    member.id,
                    rank + 81,
                    kind,
                    function,
                    Decimal(share),
                    follower,
                    None,
                    None,
                    money(salary - 900, "10"),
                )
        for year in member.years:
            kind, months = PASSING[(year + len(member.id)) % 3]
            if (year * 7 + len(member.name)) % 3:
                start = date(year, 1 + (year + len(member.name)) % 9, 3)
                end = min(start + timedelta(days=30 * months), member.left or date.max)
                _job(
                    book,
                    member.id,
                    year % 100 + 20,
                    kind,
                    "animation",
                    Decimal(1),
                    start,
                    end if end <= CLOSING else None,
                    None,
                    None,
                )


def _job(
    book: Book,
    member: str,
    rank: int,
    kind: str,
    function: str,
    share: Decimal,
    start: date,
    end: date | None,
    users: str | None,
    salary: Decimal | None,
) -> None:
    """One post of the permanent team and who holds it."""
    rng = stream(f"emploi/{member}/{rank}")
    book.add(
        "emplois",
        member,
        None,
        emploi_id=f"E-{member[:3].upper()}-{rank:02d}",
        structure_id=member,
        type_contrat=kind,
        fonction=function,
        etp=share,
        date_debut=start,
        date_fin=end,
        sexe=rng.choice(("F", "F", "M", "M", "F")),
        annee_naissance=(1999 if salary is None else rng.randrange(1965, 1995)),
        qpv=rng.choice(("oui", "non", "non", "inconnu", "oui")),
        code_commune=commune_of(rng, 2024),
        partage_entre=users,
        salaire_brut_annuel_etp=salary,
    )
