"""Write the demonstration pole's deliveries again, the same to the byte every time.

The pole, its members, its people and its figures are invented. `story` is the truth of the
five years; `plant` adds known mistakes; the members' habits turn both into messy files.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from actions import write_actions
from cast import Book
from cooperation import write_sharing, write_structures
from departures import write_exits
from economy import write_budgets, write_funding
from environment import write_reuse, write_waste
from faults import STRAY, STRAY_TEXT, plant
from governance import write_meetings, write_members, write_partners
from habits import HABITS, file_bytes, file_name
from insertion import contracts, write_annexes, write_contracts, write_hours
from people import pathways
from places import write_energy, write_green
from public_life import write_activities, write_volunteers
from purchases import write_clauses, write_purchases
from support import write_support, write_training
from teams import write_teams

from pipeline.contracts import load_contracts

DEPOSITS = Path(__file__).parent / "depots"


def story() -> Book:
    """Five years of the pole, as if everybody had filled everything in without a mistake."""
    book = Book()
    stays = pathways()
    signed = contracts(stays)
    write_structures(book)
    write_contracts(book, signed)
    write_annexes(book, write_hours(book, signed))
    write_exits(book, signed)
    write_support(book, stays)
    write_training(book, stays)
    for write in (
        write_teams,
        write_sharing,
        write_actions,
        write_members,
        write_meetings,
        write_partners,
        write_activities,
        write_volunteers,
        write_purchases,
        write_budgets,
        write_funding,
        write_clauses,
        write_waste,
        write_reuse,
        write_energy,
        write_green,
    ):
        write(book)
    return book


def write_deposits(folder: Path) -> int:
    """Replace the folder by the members' files; gives back how many there are."""
    book = story()
    plant(book)
    shutil.rmtree(folder, ignore_errors=True)
    known = load_contracts()
    for (contract, structure, year), rows in book.items():
        place = folder / structure / (str(year) if year else "")
        place.mkdir(parents=True, exist_ok=True)
        path = place / file_name(HABITS[structure], contract, year)
        path.write_bytes(file_bytes(known[contract], structure, year, rows))
    (folder / STRAY).write_bytes(STRAY_TEXT.encode("cp1252"))
    return len(book) + 1


if __name__ == "__main__":
    sys.stdout.write(f"{write_deposits(DEPOSITS)} fichiers écrits dans {DEPOSITS.name}/\n")
