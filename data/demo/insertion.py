"""The insertion files that follow from the pathways: contracts, hours, annexes, exits."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cast import CLOSING, SIAE, YEARS, Book, money, stream
from people import CLOSED, Stay, siae_of

KINDS = {"ACI": "CDDI", "EI": "CDDI", "ETTI": "CTI"}
WEEKLY = {"ACI": 26, "EI": 30, "ETTI": 24}  # usual hours in the contract
FULL_YEAR = {"ACI": 1820, "EI": 1505, "ETTI": 1600}  # hours of one full-time post (ETP)


@dataclass
class Contract:
    """One signed contract or renewal of a stay."""

    id: str
    stay: Stay
    first: bool
    start: date
    planned: date
    actual: date | None
    weekly: int


def _later(start: date, months: int) -> date:
    """The same day some months later, minus one: the last day of a contract of that length."""
    total = start.month - 1 + months
    year, number = start.year + total // 12, total % 12 + 1
    day = min(start.day, calendar.monthrange(year, number)[1])
    return date(year, number, day) - timedelta(days=1)


def contracts(stays: list[Stay]) -> list[Contract]:
    """Cut each stay into contracts of four to six months, numbered by structure and year."""
    rng = stream("contrats")
    signed: list[Contract] = []
    for stay in stays:
        kind = siae_of(stay.member)
        weekly = WEEKLY[kind] + rng.choice((0, 0, 0, -2, 2, 4))
        start = stay.start
        while start <= (stay.end or CLOSING):
            planned = _later(start, rng.choice((3, 4)) if kind == "ETTI" else rng.choice((4, 6, 6)))
            over = min(planned, stay.end or planned)
            actual = over if over <= CLOSING else None
            signed.append(Contract("", stay, start == stay.start, start, planned, actual, weekly))
            start = planned + timedelta(days=1)
    signed.sort(key=lambda c: (c.start, c.stay.member, c.stay.person.key))
    ranks: dict[tuple[str, int], int] = {}
    for contract in signed:
        place = (contract.stay.member, contract.start.year)
        ranks[place] = ranks.get(place, 0) + 1
        initials = contract.stay.member[:3].upper()
        contract.id = f"{initials}-{contract.start.year}-{ranks[place]:03d}"
    return signed


def write_contracts(book: Book, signed: list[Contract]) -> None:
    """One row for each contract, in one register a structure, in the order of signature."""
    for contract in signed:
        member = contract.stay.member
        kind = siae_of(member)
        book.add(
            "contrats_insertion",
            member,
            None,
            contrat_id=contract.id,
            structure_id=member,
            salarie_key=contract.stay.person.key,
            type_siae=kind,
            type_contrat=KINDS[kind],
            type_mouvement="initial" if contract.first else "renouvellement",
            date_debut=contract.start,
            date_fin_prevue=contract.planned,
            date_fin_reelle=contract.actual,
            heures_hebdo_contrat=Decimal(contract.weekly),
            **contract.stay.person.traits,
        )


def write_hours(book: Book, signed: list[Contract]) -> dict[tuple[str, int], Decimal]:
    """One row for each contract and month; gives back the ETP realised by member and year."""
    rng = stream("heures")
    etp: dict[tuple[str, int], Decimal] = {}
    for contract in signed:
        member = contract.stay.member
        kind = siae_of(member)
        last = min(contract.actual or CLOSING, CLOSING)
        day = max(contract.start, date(YEARS[0], 1, 1))
        while day <= last:
            length = calendar.monthrange(day.year, day.month)[1]
            until = min(last, day.replace(day=length))
            share = Decimal((until - day).days + 1) / length
            paid = money(contract.weekly * Decimal(52) / 12 * share)
            if kind == "ETTI":
                paid = money(paid * rng.randrange(70, 112) / 100)
            absent = money(paid * rng.choice((0, 0, 0, 0, 2, 5, 9, 16)) / 100)
            worked = money((paid - absent) * rng.randrange(83, 92) / 100)
            if member == CLOSED[0] and CLOSED[1] <= day <= CLOSED[2]:
                paid, worked, absent = money(paid * 35 / 100), money(worked / 10), Decimal(0)
            book.add(
                "heures_insertion",
                member,
                day.year,
                contrat_id=contract.id,
                mois=day.replace(day=1),
                heures_payees=paid,
                heures_travaillees=worked,
                dont_absence=absent,
            )
            counted = paid if kind == "ACI" else worked
            place = (member, day.year)
            etp[place] = etp.get(place, Decimal(0)) + counted / FULL_YEAR[kind]
            day = until + timedelta(days=1)
    return etp


def write_annexes(book: Book, etp: dict[tuple[str, int], Decimal]) -> None:
    """What the State agreed each year: a little more than was done, but for the closed months."""
    for rank, member in enumerate(SIAE):
        for year in member.years:
            done = etp[member.id, year]
            if (member.id, year) == (CLOSED[0], CLOSED[1].year):
                done = etp[member.id, year - 1]
            agreed = money(done * (104 + (rank * 5 + year * 3) % 9) / 100, "0.5")
            durable, dynamic = (25, 60) if year > 2022 else (22, 57)
            frame = {"ACI": 10, "EI": 16, "ETTI": 24}[member.siae or ""]
            state = money(
                agreed * {"ACI": 22900, "EI": 12100, "ETTI": 4600}[member.siae or ""], "1"
            )
            book.add(
                "annexes_financieres",
                member.id,
                None,
                annexe_id=f"AF-{member.id[:3].upper()}-{year}",
                structure_id=member.id,
                mesure=f"{member.siae}_DC",
                date_debut=date(year, 1, 1),
                date_fin=date(year, 12, 31),
                etat="VALIDE" if year == max(YEARS) else "CLOTURE",
                etp_conventionnes=agreed,
                nb_prev_sorties=int(agreed) or 1,
                taux_prev_dynamiques=Decimal(dynamic),
                taux_prev_durable=Decimal(durable),
                taux_prev_transition=Decimal(20),
                taux_prev_positives=Decimal(dynamic - durable - 20),
                etat_eur=state,
                fse_eur=Decimal(0),
                departement_eur=money(agreed * 1900, "1"),
                region_eur=Decimal(0),
                intercommunalite_eur=money(agreed * 420, "1"),
                part_ventes_pct=Decimal({"ACI": 27, "EI": 48, "ETTI": 82}[member.siae or ""]),
                etp_encadrement_technique=money(agreed / frame, "0.1"),
                etp_accompagnement=money(agreed / (frame * 3), "0.1"),
            )
