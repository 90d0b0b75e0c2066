"""No key of a person, no value about a person, in anything that leaves the source files."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from tests.e2e.command import DEMO, ROOT, Printed, Resumed, Watched, content
from tests.e2e.deliveries import checked
from tests.e2e.paper import laid_open, pages

# What names a person in the demonstration files: a key of sixteen hexadecimal digits, the number
# of a contract, of an exit, of an employee.
KEY = re.compile(rb"(?<![0-9a-z])[0-9a-f]{16}(?![0-9a-z])")
NUMBER = re.compile(rb"\b[A-Z]{3}-20\d\d-\d{3}\b|\bS-[A-Z]{3}-20\d\d-\d\d\b|\bE-[A-Z]{3}-\d\d\b")
WIDE = re.compile(rb"(?:00[0-9a-fA-F]{2}){9,}")  # a text in UTF-16, as a PDF tells it in digits
SLIPS = "retours/"  # what goes back to each member shows its own rows
CANARY = "Zébulon"  # written in every cell about a person


def sources() -> bytes:
    return b"\n".join(path.read_bytes() for path in (DEMO / "depots").rglob("*.*"))


@pytest.fixture(scope="module")
def secrets() -> set[bytes]:
    data = sources()
    keys, numbers = set(KEY.findall(data)), set(NUMBER.findall(data))
    assert len(keys) > 400
    assert len(numbers) > 1000
    return keys | numbers


def revealed(secrets: set[bytes], *texts: bytes) -> set[bytes]:
    """The secrets found whole in one of the texts."""
    wide = [bytes.fromhex(found.decode())[1::2] for text in texts for found in WIDE.findall(text)]
    read = (*texts, *wide)
    seen = {found for text in read for rule in (KEY, NUMBER) for found in rule.findall(text)}
    return seen & secrets


def test_a_secret_would_be_seen(secrets: set[bytes]) -> None:
    one, two, *_, last = sorted(secrets)
    wide = b"<feff" + two.decode().encode("utf-16-be").hex().encode() + b"0020>"
    texts = (b"<p>" + one + b"</p>", wide, b'alt="' + last + b'"')
    assert revealed(secrets, *texts) == {one, two, last}


def test_no_person_is_in_the_report_nor_beside_it(
    secrets: set[bytes], demo: Printed, fabrique: Printed
) -> None:
    for printed in (demo, fabrique):
        words = " ".join(pages(printed.pdf)).encode()
        opened = laid_open(printed.pdf)
        files = {n: data for n, data in content(printed.folder).items() if not n.startswith(SLIPS)}
        assert "anomalies.csv" in files
        assert revealed(secrets, words, opened, *files.values()) == set()


def test_no_person_is_on_the_terminal(
    secrets: set[bytes], demo: Printed, elsewhere: Watched, last_year: Resumed
) -> None:
    runs = demo.ended, elsewhere.printed.ended, last_year.printed.ended, last_year.killed
    for ended in runs:
        assert revealed(secrets, ended.said.encode()) == set()


def test_no_person_is_in_the_page_before_it_is_printed(
    secrets: set[bytes], elsewhere: Watched
) -> None:
    received = content(elsewhere.kept)
    assert len(received) > 20
    assert revealed(secrets, *received.values()) == set()


def test_only_the_owner_reads_the_anomalies_and_what_goes_back_to_a_member(demo: Printed) -> None:
    private = [demo.folder / "anomalies.csv", *(demo.folder / SLIPS).rglob("*.*")]
    assert [path for path in private if path.stat().st_mode & 0o077] == []


def personal_columns() -> dict[str, set[str]]:
    """By contract, the columns marked as being about one person."""
    found = {}
    for path in (ROOT / "data" / "contracts").glob("*.json"):
        fields = json.loads(path.read_text(encoding="utf-8"))["fields"]
        found[path.stem] = {field["name"] for field in fields if field.get("x-personnel")}
    return found


def test_the_anomalies_quote_no_cell_about_a_person(demo: Printed) -> None:
    contracts = {}
    with (demo.folder / "fichiers.csv").open(encoding="utf-8", newline="") as file:
        contracts = {row["fichier"]: row["contrat"] for row in csv.DictReader(file)}
    personal = personal_columns()
    with (demo.folder / "anomalies.csv").open(encoding="utf-8", newline="") as file:
        anomalies = list(csv.DictReader(file))
    about = [a for a in anomalies if a["colonne"] in personal.get(contracts[a["fichier"]], set())]
    assert len(about) >= 3
    assert [a for a in about if a["valeur"]] == []
    assert [a for a in anomalies if a["valeur"]] != []  # the others do quote


@pytest.mark.parametrize(
    "name",
    [
        "depots/berges/contrats_insertion.csv",
        "depots/berges/2025/sorties.csv",
        "depots/berges/2025/suivi_sorties.csv",
        "depots/berges/2025/heures_insertion.csv",
        "depots/berges/2025/accompagnement.csv",
        "depots/berges/2025/formations.csv",
        "depots/berges/2025/pmsmp.csv",
        "depots/berges/emplois.csv",
    ],
)
def test_a_nonsense_cell_about_a_person_is_told_without_its_text(pole: Path, name: str) -> None:
    """Row n carries the canary in its n-th column: every column has its turn."""
    head, *lines = (pole / name).read_bytes().decode("cp1252").split("\r\n")
    rows = [line for line in lines if line and not line.startswith("TOTAL")]
    for number in range(head.count(";") + 1):
        cells = rows[number % len(rows)].split(";")
        cells[number] = f"{CANARY}{number}"
        rows.append(";".join(cells))
    lines = [*rows, ""]
    (pole / name).write_bytes("\r\n".join([head, *lines]).encode("cp1252"))
    quality, anomalies = checked(pole)
    told = [fault for fault in quality.faults if fault.file == name and fault.line]
    columns = personal_columns()[Path(name).stem]
    assert any(fault.column in columns for fault in told)
    quoted = {
        row["colonne"]
        for row in csv.DictReader(anomalies.splitlines())
        if CANARY in "".join(row.values())
    }
    assert quoted.isdisjoint(columns)
    assert not any(CANARY in fault.reason + fault.remedy for fault in told)
