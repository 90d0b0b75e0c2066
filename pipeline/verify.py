"""verify: is this PDF what the files make? Rebuilt from them, compared byte for byte."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2

from pipeline.errors import ReportError, SettingsError, plain_path
from pipeline.french import plural
from pipeline.progress import Progress
from pipeline.proof.fingerprints import libraries, pole_files, program_files, sha256_of
from pipeline.proof.seals import FINGERPRINTS, seals_of
from pipeline.purge import PRIVATE
from pipeline.reading.parts import INSIDE
from pipeline.settings import Settings

MOST_NAMED = 20  # of one kind; beyond, how many others
Record = Mapping[str, Any]


class Finding(IntEnum):
    """What a verification found, as the exit code that says it."""

    IDENTICAL = 0
    INPUTS = 5
    PROGRAM = 6
    DOCUMENT = 7


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF as published: its bytes, the files that it carries, the text of its pages."""

    content: bytes
    attached: Mapping[str, bytes]
    pages: tuple[str, ...]


def verify(file: Path, load: Callable[[str, str], Settings], progress: Progress) -> Finding:
    """Say « identique », or what differs; `load` gives the settings of an edition and a funder."""
    given = _open(file)
    record = _record(given, file)
    edition = record["edition"]
    settings = load(str(edition["annee"]), edition["financeur"])
    inputs, program = list(_inputs(record, file, settings)), list(_program(record))
    with TemporaryDirectory() as place:
        try:
            made = _rebuilt(settings, Path(place))
        except ReportError as error:
            if not inputs and not program:
                raise
            progress.say(f"Le rapport ne peut plus être refait : {error}")
            return _end(inputs, program, [], progress)
        rebuilt = _open(made)
        if rebuilt.content == given.content:
            document = list(_beside(file, made))
            if not document:
                progress.say(f"Identique : {plain_path(file)}, octet pour octet.")
                return Finding.IDENTICAL
            return _end([], [], document, progress)
        again = json.loads(_proofs(rebuilt))
        document = [*_contents(given, rebuilt), *_beside(file, made)]
    inputs += [line for line in _listed(record, again, file, made) if line not in inputs]
    figures = list(_figures(record, again))
    if inputs or program:
        return _end(inputs, program, figures, progress)
    return _end([], [], document, progress)


def _open(file: Path) -> Document:
    if not file.is_file():
        raise SettingsError(f"{plain_path(file)} n'existe pas : donnez le chemin d'un rapport PDF.")
    content = file.read_bytes()
    attached: dict[str, bytes] = {}
    pages: list[str] = []
    with suppress(pypdfium2.PdfiumError):
        pdf = pypdfium2.PdfDocument(content)
        pages += [page.get_textpage().get_text_range() for page in pdf]
        for rank in range(pdf.count_attachments()):
            one = pdf.get_attachment(rank)
            attached[one.get_name()] = bytes(one.get_data())
    return Document(content, attached, tuple(pages))


def _proofs(document: Document) -> bytes:
    return next((d for n, d in document.attached.items() if n.startswith("preuves")), b"")


def _record(given: Document, file: Path) -> Record:
    """The proofs that the PDF carries or, when they are unreadable, those beside it."""
    suffix = re.sub(r"^rapport-\d+", "", file.stem)
    beside = file.with_name(f"preuves{suffix}.json")
    for data in (_proofs(given), beside.read_bytes() if beside.is_file() else b""):
        with suppress(ValueError, KeyError, TypeError):
            record: Record = json.loads(data)
            if record["edition"]["annee"]:
                return record
    raise SettingsError(
        f"{plain_path(file)} ne porte pas de preuves lisibles : ce n'est pas un rapport de "
        "ptce-impact, ou il a été modifié. Placez son fichier preuves.json à côté, puis relancez."
    )


def _inputs(record: Record, file: Path, settings: Settings) -> Iterator[str]:
    """The pole's own files that are no longer those of the report."""
    for name, digest in _fingerprints(record, file).items():
        path = settings.pole_dir / name.partition(INSIDE)[0]
        now = {name: sha256_of(path)} if path.is_file() else {}
        is_sheet = path.name != Path(name).name  # read again, further on, like a sealed file
        if not (now and (is_sheet or not digest)):
            yield from _changed("fichier", {name: digest}, now)
    before = {one["chemin"]: one["sha256"] for one in record["pole"]}
    yield from _changed("fichier", before, pole_files(settings.pole_dir))


def _program(record: Record) -> Iterator[str]:
    """The queries, templates, modules, reference tables and libraries that differ."""
    before = {one["chemin"]: one["sha256"] for one in record["requetes"] + record["programme"]}
    now = program_files()
    kinds = {"queries": "requête", "report_templates": "gabarit", "data": "référence"}
    for path in sorted({*before, *now}):
        own = {p: h for p, h in before.items() if p == path}
        kind = kinds.get(path.partition("/")[0], "programme")
        yield from _changed(kind, own, {p: h for p, h in now.items() if p == path})
    yield from _changed("bibliothèque", record["bibliotheques"], libraries(), shown=True)


def _changed(
    kind: str, before: Mapping[str, str], now: Mapping[str, str], *, shown: bool = False
) -> Iterator[str]:
    for name in sorted({*before, *now}):
        if name not in now:
            yield f"{kind} {name} : manque"
        elif name not in before:
            yield f"{kind} {name} : en plus"
        elif before[name] != now[name]:
            values = f" ({before[name]} → {now[name]})" if shown else ""
            yield f"{kind} {name} : a changé{values}"


def _fingerprints(record: Record, file: Path) -> dict[str, str]:
    """Path → SHA-256 of each file read; of a sealed one by the private list, "" without it."""
    told = {one["chemin"]: one.get("sha256", "") for one in record["fichiers"]}
    seals = {one["chemin"]: one["sceau"] for one in record["fichiers"] if "sceau" in one}
    place = file.with_name(FINGERPRINTS)
    if seals and place.is_file():
        rows = csv.DictReader(place.read_text("utf-8").splitlines())
        kept = {row["fichier"]: row["sha256"] for row in rows if row["fichier"] in seals}
        told |= kept if seals_of(kept) == seals else {}
    return told


def _listed(record: Record, again: Record, file: Path, made: Path) -> Iterator[str]:
    """The files read that are not those of the report, by the lists of both."""
    before, now = _fingerprints(record, file), _fingerprints(again, made)
    known = {name: digest for name, digest in before.items() if digest}
    yield from _changed("fichier", known, {n: d for n, d in now.items() if before.get(n) != ""})
    if known != before and _seals(record) != _seals(again):
        yield (
            "fichiers de personnes ou de structures hors accord : un au moins a changé (leur liste "
            "privée, qui dirait lequel, n'est plus là)"
        )


def _seals(record: Record) -> list[tuple[str, str | None]]:
    return [(one["chemin"], one.get("sceau")) for one in record["fichiers"]]


def _figures(record: Record, again: Record) -> Iterator[str]:
    """The figures that are no longer printed alike, with both texts."""
    before, now = ({c["cellule"]: c for c in one["chiffres"]} for one in (record, again))
    for name in sorted({*before, *now}):
        old, new = (cells.get(name, {}).get("texte", "absent") for cells in (before, now))
        if old != new:
            code = (before.get(name) or now[name])["code"]
            yield f"chiffre {code} ({name}) : {old} → {new}"


def _rebuilt(settings: Settings, place: Path) -> Path:
    from pipeline.report import build_report  # noqa: PLC0415

    silent = Progress(io.StringIO())
    return build_report(replace(settings, output_root=place), silent).pdf


def _contents(given: Document, rebuilt: Document) -> Iterator[str]:
    """Where two PDFs made from the same files differ."""
    found = False
    for name in sorted({*given.attached, *rebuilt.attached}):
        if given.attached.get(name) != rebuilt.attached.get(name):
            found = True
            yield f"pièce jointe {name} : a changé"
    for rank in range(max(len(given.pages), len(rebuilt.pages))):
        if given.pages[rank : rank + 1] != rebuilt.pages[rank : rank + 1]:
            found = True
            yield f"page {rank + 1} du PDF : le texte a changé"
    if not found:
        pairs = zip(given.content, rebuilt.content, strict=False)
        shorter = min(len(given.content), len(rebuilt.content))
        place = next((i for i, (a, b) in enumerate(pairs) if a != b), shorter)
        yield f"PDF : a changé à l'octet {place + 1}, hors des textes et des pièces jointes"


def _beside(file: Path, made: Path) -> Iterator[str]:
    """The published twins beside the PDF that are not those it was published with."""
    for path in sorted(made.parent.glob("*")):
        own = file.with_name(path.name)
        is_public = path.is_file() and path.name not in {made.name, *PRIVATE}
        if is_public and own.is_file() and own.read_bytes() != path.read_bytes():
            yield f"fichier joint {plain_path(own)} : a changé"


def _end(inputs: list[str], program: list[str], rest: list[str], progress: Progress) -> Finding:
    finding = Finding.INPUTS if inputs else Finding.PROGRAM if program else Finding.DOCUMENT
    progress.say("Différent : ce PDF n'est pas celui que font ces fichiers et ce programme.")
    for lines in (inputs, program, rest):
        for line in lines[:MOST_NAMED]:
            progress.say(f"- {line}")
        if (more := len(lines) - MOST_NAMED) > 0:
            progress.say(f"- … et {more} {plural(more, 'autre')}")
    return finding
