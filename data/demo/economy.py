"""Money: budgets, funders, purchases, social clauses. A year's files agree with one another."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cast import MEMBERS, Book, Member, money, stream
from public_life import volunteering


class Economy(NamedTuple):
    """Size of a member's budget in 2021, and the parts of it that are sales and rents."""

    income: int
    sales: int  # per thousand
    rents: int


# fmt: off
ECONOMIES = {
    "semaphore": Economy(372000, 120, 350), "berges": Economy(790000, 262, 8),
    "atelier-fil": Economy(478000, 224, 10), "ressourcerie": Economy(452000, 482, 12),
    "jardins": Economy(228000, 206, 14), "coop-services": Economy(338000, 806, 5),
    "cuisine": Economy(281000, 548, 6), "declic": Economy(188000, 142, 12),
    "velo": Economy(112000, 588, 20), "theatre": Economy(134000, 318, 15),
    "formation": Economy(316000, 486, 16), "graine": Economy(108000, 92, 30),
}
# fmt: on
GROWTH = {2021: 1000, 2022: 1048, 2023: 1072, 2024: 1131, 2025: 1187}  # per thousand
OWN = {2021: 965, 2022: 992, 2023: 968, 2024: 1058, 2025: 1112}  # sales against 2021
# fmt: off
CHARGES = (  # account, label, per thousand of the charges
    ("60", "Achats", 172), ("61", "Services extérieurs", 88),
    ("62", "Autres services extérieurs", 86),
    ("63", "Impôts et taxes", 24), ("64", "Charges de personnel", 574),
    ("65", "Autres charges de gestion courante", 19), ("66", "Charges financières", 4),
    ("67", "Charges exceptionnelles", 5), ("68", "Dotations aux amortissements", 28),
)
# fmt: on
INCOMES = {
    "70": "Ventes et prestations",
    "74": "Subventions d'exploitation",
    "75": "Loyers, cotisations et autres produits",
    "76": "Produits financiers",
    "78": "Reprises sur provisions",
}
LABELS = {account: label for account, label, _ in CHARGES} | INCOMES
# funder: (type, scheme, purpose, first year, last year)
# fmt: off
FUNDERS = {
    "État, services de l'emploi": ("Etat", "Aide au poste", "aide_poste", 2021, 2025),
    "État, politique de la ville": ("Etat", "Contrat de ville", "projet", 2021, 2025),
    "État, tiers-lieux": ("Etat", "Soutien aux tiers-lieux", "fonctionnement", 2021, 2024),
    "Conseil régional": ("Region", "Soutien à l'économie sociale", "projet", 2021, 2025),
    "Conseil départemental": ("Departement", "Insertion des allocataires", "fonctionnement", 2021,
                              2025),
    "Établissement public territorial": ("EPT", "Appel à initiatives", "projet", 2021, 2025),
    "Commune d'implantation": ("commune", "Subvention annuelle", "fonctionnement", 2021, 2025),
    "Fondation des Deux Rives": ("fondation", "Aide au démarrage", "projet", 2022, 2024),
    "Fondation Horizon commun": ("fondation", "Transition et mobilité", "projet", 2024, 2025),
}
# fmt: on
_NAMES = list(FUNDERS)
# fmt: off
SHARES = {  # member: weight of each funder above, in the same order
    "semaphore": (0, 18, 32, 20, 8, 16, 6, 0, 0), "berges": (74, 0, 0, 6, 14, 5, 1, 0, 0),
    "atelier-fil": (76, 2, 0, 5, 11, 5, 1, 0, 0), "ressourcerie": (62, 0, 0, 12, 8, 14, 4, 0, 0),
    "jardins": (66, 4, 0, 6, 10, 6, 8, 0, 0), "coop-services": (76, 0, 0, 8, 8, 8, 0, 0, 0),
    "cuisine": (56, 4, 0, 10, 6, 8, 2, 14, 0), "declic": (0, 34, 8, 12, 18, 14, 14, 0, 0),
    "velo": (0, 22, 0, 18, 0, 24, 12, 0, 24), "theatre": (0, 28, 0, 22, 22, 6, 22, 0, 0),
    "formation": (0, 12, 0, 62, 10, 14, 2, 0, 0), "graine": (0, 12, 12, 20, 8, 26, 4, 18, 0),
}
# fmt: on
FUNDED_ACTION = ("formation", "État, politique de la ville")  # pays for language at work
PAYING = {"Etat": 6, "Region": 4}  # month in which the notification usually arrives; others: 3


def _income(member: Member, year: int) -> dict[str, Decimal]:
    """The year's accounts 70 to 78, in whole euros."""
    economy = ECONOMIES[member.id]
    total = economy.income * GROWTH[year] // 1000
    setback = 640 if (member.id, year) == ("atelier-fil", 2023) else 1000
    sales = total * economy.sales * OWN[year] // 1000 * setback // 1000000
    rents = total * economy.rents // 1000
    small = {"76": total // 2500, "78": total // 140}
    grants = total - sales - rents - sum(small.values())
    return {k: Decimal(v) for k, v in {"70": sales, "74": grants, "75": rents, **small}.items()}


def write_budgets(book: Book) -> None:
    """Forecast and accounts of each member; the year's result is what is left."""
    for rank, member in enumerate(MEMBERS):
        for year in member.years:
            realised = _income(member, year)
            total = int(sum(realised.values()))
            margin = (-9, 12, 4, 18, -14, 7, 1)[(rank * 3 + year) % 7]  # per thousand
            if (member.id, year) == ("atelier-fil", 2023):
                margin = -38
            charges = _charges(total * (1000 - margin) // 1000, rank)
            _write_accounts(book, member.id, year, "realise", charges | realised)
            planned = {
                k: money(v * (94 + (rank + year + int(k) % 70 * 4) % 9) / 100, "100")
                for k, v in realised.items()
            }
            forecast = _charges(int(sum(planned.values())), rank + 1 + year % 5)
            _write_accounts(book, member.id, year, "previsionnel", forecast | planned)


def _charges(total: int, rank: int) -> dict[str, Decimal]:
    """Split the charges over the accounts; wages take the rest."""
    parts = {
        account: Decimal(total * (weight + (rank * 7) % 11) // 1050)
        for account, _, weight in CHARGES
    }
    parts["64"] += total - sum(parts.values())
    return parts


def _write_accounts(
    book: Book, member: str, year: int, nature: str, amounts: dict[str, Decimal]
) -> None:
    """The rows of one budget, with voluntary work on both sides when there is some."""
    labels = LABELS
    gift = volunteering(member, year)
    if gift:
        amounts = amounts | {"86": gift, "87": gift}
        labels = labels | {
            "86": "Emplois des contributions volontaires",
            "87": "Contributions volontaires en nature",
        }
    for account in sorted(amounts):
        book.add(
            "budget",
            member,
            year,
            structure_id=member,
            annee=year,
            compte=account,
            libelle=labels[account],
            nature=nature,
            montant_eur=amounts[account],
        )


def write_funding(book: Book) -> None:
    """Public and private grants; what was paid adds up to account 74 of the budget."""
    rng = stream("financements")
    for member in MEMBERS:
        for year in member.years:
            left = grants = int(_income(member, year)["74"])
            lines = [
                (n, w)
                for n, w in zip(_NAMES, SHARES[member.id], strict=True)
                if w and FUNDERS[n][3] <= year <= FUNDERS[n][4]
            ]
            weights = sum(weight for _, weight in lines)
            for rank, (name, weight) in enumerate(lines):
                paid = left if rank == len(lines) - 1 else grants * weight // weights // 100 * 100
                left -= paid
                funded = (member.id, name) == FUNDED_ACTION
                action = f"AC-{year}-06" if funded else None
                _fund(book, rng, member.id, year, rank, name, paid, action)
                if action:
                    _write_action(book, member.id, year, action, paid)


def _fund(
    book: Book,
    rng: random.Random,
    member: str,
    year: int,
    rank: int,
    name: str,
    paid: int,
    action: str | None,
) -> None:
    """One grant of one year, with its notification and the date the account is due."""
    kind, scheme, purpose, _, _ = FUNDERS[name]
    known = date(year, PAYING.get(kind, 3), 4 + (rank * 7 + year) % 20)
    asked = paid if purpose == "aide_poste" else paid * rng.randrange(100, 131) // 100
    book.add(
        "financements",
        member,
        None,
        financement_id=f"FI-{member[:3].upper()}-{year}-{rank + 1:02d}",
        structure_id=member,
        financeur=name,
        type_financeur=kind,
        dispositif=scheme,
        annee=year,
        objet=purpose,
        montant_demande_eur=Decimal(asked),
        montant_notifie_eur=Decimal(paid),
        montant_verse_eur=Decimal(paid),
        date_notification=known,
        date_limite_compte_rendu=date(year + 1, 6, 30),
        ref_convention=f"{year}-{kind[:3].upper()}-{100 + rank * 7 + len(member)}",
        action_id=action,
    )


def _write_action(book: Book, member: str, year: int, action: str, grant: int) -> None:
    """The account of one funded action: the grant, and what the pole and others put beside it."""
    own = 14 + 4 * (year - min(GROWTH))  # per cent of the grant, higher every year
    for nature, size in (("previsionnel", 96), ("realise", 100)):
        amounts = {"70": grant * own * size, "74": grant * 130 * size, "75": grant * 9 * size}
        amounts = {account: amount // 10000 for account, amount in amounts.items()}
        total = sum(amounts.values())
        amounts |= {"60": total * 28 // 100, "62": total * 33 // 100}
        amounts["64"] = total - amounts["60"] - amounts["62"]
        for account in sorted(amounts):
            book.add(
                "budget",
                member,
                year,
                structure_id=member,
                annee=year,
                compte=account,
                libelle=LABELS[account],
                nature=nature,
                montant_eur=Decimal(amounts[account]),
                action_id=action,
            )
