"""The sources: what was read under each contract, numbered once so that entries can refer to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.compose.lines import about
from pipeline.compose.material import Source
from pipeline.compose.page import Row, Table
from pipeline.french import STATE_TEXT, number
from pipeline.model import State
from pipeline.proof import marks
from pipeline.tallies import OF_PERSONS, Tally, together

SHORT_HASH = 16  # signs; the whole is in preuves.json


def source_numbers(source: Source, read: Mapping[str, Tally]) -> Mapping[str, str]:
    """Contract → `S3`, for each contract that has a file, in the order of the table."""
    found = (contract for contract in source.contract_titles if contract in read)
    return {contract: f"S{rank}" for rank, contract in enumerate(found, start=1)}


def compose_sources(source: Source, read: Mapping[str, Tally]) -> Table:
    """Files, fate of their lines and one hash for each contract."""
    return Table(
        "Les sources : fichiers lus, par contrat",
        ("Source", "Fichiers", "Lignes lues", "Comptées", "Mises de côté", "Empreinte SHA-256"),
        tuple(_rows(source, read)),
    )


def _rows(source: Source, read: Mapping[str, Tally]) -> Iterator[Row]:
    """The lines of files of persons are told together: of one contract, they count its persons."""
    for contract, rank in source_numbers(source, read).items():
        title = f"{rank} {source.contract_titles[contract]}"
        own, hidden = read[contract], STATE_TEXT[State.HIDDEN]
        told = (number(own.read), number(own.kept), number(own.set_aside))
        is_hushed = contract in source.of_persons
        yield _row(contract, title, own, (hidden,) * len(told) if is_hushed else told)
    if persons := [own for name, own in read.items() if name in source.of_persons]:
        every = together(persons)
        told = (about(every.read), about(every.kept), number(every.set_aside))
        yield _row(OF_PERSONS, OF_PERSONS, every, told)


def _row(contract: str, title: str, own: Tally, lines: tuple[str, ...]) -> Row:
    hidden = STATE_TEXT[State.HIDDEN]
    names = ("lignes lues", "lignes comptées", "mises de côté")
    told = (
        marks.of(text, f"contrat/{contract}/{name}") if text != hidden else text
        for name, text in zip(names, lines, strict=True)
    )
    files = marks.of(number(len(own.files)), f"contrat/{contract}/fichiers")
    return Row(title, "", (files, *told, own.sha256[:SHORT_HASH]))
