"""How each member fills and saves its files: the same hands, the same habits, every year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cast import BY_ID, Row, Value

from pipeline.contracts import Contract, Field

SHORT_MONTHS = (
    "janv",
    "févr",
    "mars",
    "avr",
    "mai",
    "juin",
    "juil",
    "août",
    "sept",
    "oct",
    "nov",
    "déc",
)
SUMMED = {  # contracts that people close with a TOTAL row, and the columns they add up
    "heures_insertion": ("heures_payees", "heures_travaillees", "dont_absence"),
    "achats": ("montant_ht_eur",),
    "financements": ("montant_demande_eur", "montant_notifie_eur", "montant_verse_eur"),
    "benevolat": ("heures",),
}
NEVER_IMPLIED = ("structures", "societaires", "mutualisation", "actions_croisees")


@dataclass(frozen=True)
class Habit:
    """The way of one member."""

    file: str  # pattern of the file names
    encoding: str = "utf-8-sig"
    delimiter: str = ";"
    newline: str = "\r\n"
    quotes_all: bool = False
    header: str = "titre"  # titre, nom or MAJUSCULES
    thousands: str = ""
    yes_no: tuple[str, str] = ("oui", "non")
    day: str = "%d/%m/%Y"
    month: str = "%Y-%m"  # or "court": janv-25
    absent: str = ""  # written in empty cells that are neither dates nor texts
    euro: str = ""
    labels: bool = False  # lists of values written out in full
    implied: bool = False  # structure and year left to the folders
    title: bool = False
    total: bool = False
    trailing: int = 0  # delimiters after the last column
    blank_every: int = 0
    clock: bool = False  # weekly hours as 26:00


# fmt: off
HABITS = {
    "semaphore": Habit("{Nom} {annee}.csv", thousands="\u202f", title=True),
    "berges": Habit("{nom}.csv", "cp1252", thousands=" ", yes_no=("O", "N"), labels=True,
                    implied=True, total=True),
    "atelier-fil": Habit("{NOM}.CSV", "cp1252", header="MAJUSCULES", thousands="\xa0",
                         yes_no=("x", "n"), clock=True, trailing=2),
    "ressourcerie": Habit("{Mots} {annee}.csv", "utf-8", ",", quotes_all=True, header="nom",
                          yes_no=("Oui", "Non"), day="%Y-%m-%d"),
    "jardins": Habit("{mots}.csv", yes_no=("1", "0"), absent="NC", trailing=1, blank_every=15),
    "coop-services": Habit("{nom}_{annee}.csv", "cp1252", "\t", header="nom",
                           yes_no=("vrai", "faux"), month="court", total=True, thousands=" "),
    "cuisine": Habit("{Mots}.csv", thousands="\u202f", euro="\u202f€", yes_no=("OUI", "NON"),
                     month="%m/%Y", title=True),
    "declic": Habit("{nom}.csv", newline="\n", header="nom"),
    "velo": Habit("{Nom} {annee}.csv", "cp1252", thousands=" ", euro=" €", total=True, labels=True,
                  blank_every=9),
    "theatre": Habit("{mots} {annee}.csv", "cp1252", thousands="\xa0", yes_no=("Oui", "Non"),
                     absent="-", title=True, implied=True),
    "formation": Habit("{nom}-{annee}.csv", header="MAJUSCULES", thousands="\xa0", absent="n.c."),
    "graine": Habit("{Mots}.csv", implied=True, yes_no=("o", "n"), trailing=3),
}
# fmt: on


def file_name(habit: Habit, contract: str, year: int | None) -> str:
    """The name under which a member saves one kind of file."""
    words = contract.replace("_", " ")
    pattern = habit.file if year else habit.file.replace("{annee}", "").replace(" .", ".")
    pattern = pattern if year else pattern.replace("_.", ".").replace("-.", ".")
    return pattern.format(
        nom=contract,
        Nom=contract.capitalize(),
        NOM=contract.upper(),
        mots=words,
        Mots=words.capitalize(),
        annee=year,
    )


def file_bytes(contract: Contract, member: str, year: int | None, rows: Sequence[Row]) -> bytes:
    """One file as the member saves it."""
    habit = HABITS[member]
    fields = _columns(contract, habit, member, year, rows)
    table = [[_heading(field, habit) for field in fields]]
    for rank, row in enumerate(rows, start=1):
        table.append([cell(row.get(field.name), field, habit) for field in fields])
        if habit.blank_every and rank % habit.blank_every == 0:
            table.append([])
    if habit.total and contract.name in SUMMED:
        table.append(_total(contract, fields, rows, habit))
    width = len(fields) + habit.trailing
    if habit.title:
        place = f"{BY_ID[member].name} – {contract.title}" + (f" – {year}" if year else "")
        table = [[place], [""], *table]
    lines = [_line(cells, width, habit) for cells in table]
    return (habit.newline.join(lines) + habit.newline).encode(habit.encoding)


def _columns(
    contract: Contract, habit: Habit, member: str, year: int | None, rows: Sequence[Row]
) -> list[Field]:
    """The contract's columns, less those nobody fills and those the folders tell."""

    def keeps(field: Field) -> bool:
        values = {row.get(field.name) for row in rows}
        told = {"structure_id": {member}, "annee": {year}}.get(field.name)
        if habit.implied and contract.name not in NEVER_IMPLIED and values == told:
            return False
        return field.required or values != {None}

    return [field for field in contract.fields if keeps(field)]


def _heading(field: Field, habit: Habit) -> str:
    """A column's name as this member writes it."""
    styles = {"titre": field.title, "nom": field.name, "MAJUSCULES": field.title.upper()}
    return styles[habit.header]


def cell(value: Value, field: Field, habit: Habit) -> str:
    """One value as this member types it; a text in a column of another type stays as it is."""
    match value:
        case None:
            text = "" if field.type in ("date", "string") else habit.absent
        case bool():
            text = habit.yes_no[0 if value else 1]
        case date():
            text = _day(value, field, habit)
        case str():
            text = field.labels.get(value, value) if habit.labels else value
        case _ if field.type == "year" or field.name.startswith("annee"):
            text = str(value)
        case _ if habit.clock and field.name == "heures_hebdo_contrat":
            text = f"{value}:00"
        case _:
            text = _number(value, habit) + (habit.euro if field.name.endswith("_eur") else "")
    return text


def _day(value: date, field: Field, habit: Habit) -> str:
    """A day, or the month that its first day stands for."""
    if field.type != "yearmonth":
        return value.strftime(habit.day)
    if habit.month == "court":
        return f"{SHORT_MONTHS[value.month - 1]}-{value:%y}"
    return value.strftime(habit.month)


def _number(value: Decimal | int, habit: Habit) -> str:
    """A number with a decimal comma and the member's own mark for thousands."""
    text = f"{value:,}".replace(",", habit.thousands or "")
    return text.replace(".", ",")


def _total(
    contract: Contract, fields: Sequence[Field], rows: Sequence[Row], habit: Habit
) -> list[str]:
    """The last row, which adds up what stands above it."""
    cells = ["TOTAL" if rank == 0 else "" for rank in range(len(fields))]
    for rank, field in enumerate(fields):
        if field.name in SUMMED[contract.name]:
            values = [row.get(field.name) for row in rows]
            amounts = [v for v in values if isinstance(v, Decimal | int) and v is not True]
            cells[rank] = cell(sum(amounts, Decimal(0)), field, habit)
    return cells


def _line(cells: Sequence[str], width: int, habit: Habit) -> str:
    """The cells of one line, padded to the width of the table."""
    padded = [*cells, *[""] * (width - len(cells))]
    return habit.delimiter.join(_quoted(text, habit) for text in padded)


def _quoted(text: str, habit: Habit) -> str:
    """A cell between quotes where this member's software puts some."""
    if habit.quotes_all or habit.delimiter in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text
