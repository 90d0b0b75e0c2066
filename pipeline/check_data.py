"""check-data: the intake alone, in seconds: what arrived, what is wrong, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap

import duckdb

from pipeline.checking.arrivals import Arrival, list_arrivals
from pipeline.checking.checks import load_checks
from pipeline.contracts import Contract, load_contracts, load_references
from pipeline.errors import DataError, plain_path
from pipeline.exports import faults_csv
from pipeline.french import number, plural
from pipeline.ingest import ingest
from pipeline.printing.publish import publish
from pipeline.progress import Progress
from pipeline.reading.words import fold
from pipeline.received import Fault, Quality, Severity
from pipeline.returns.slips import write_slips
from pipeline.settings import Settings
from pipeline.validate import choose_edition, examine

FOLDER, RETURNS = "controle", "retours"
WIDTH = 100  # columns of a terminal
NAME_WIDTH = 46
MOST_ROWS = 200  # beyond, the table keeps the rows that call for something
MOST_PLACES = 3
ORDER = tuple(Severity)
INDENT = " " * 7
UNKNOWN_STRUCTURE, UNKNOWN_CONTRACT = "Sans structure connue", "fichier non reconnu"


def check_data(settings: Settings, progress: Progress) -> bool:
    """Read and check every file; whether nothing is blocking nor set aside.

    Counts of rows of a single structure go to the coordinator's terminal only.
    """
    contracts = load_contracts()
    with duckdb.connect(":memory:") as db:
        load_references(db, used_in=" ".join(check.sql for check in load_checks()))
        intake = ingest(
            settings.pole_dir,
            contracts,
            db,
            replace_corrected=settings.replace_corrected,
            limits=settings.limits,
        )
        quality = examine(intake, db, contracts, settings.pole)
        arrivals = list_arrivals(db, contracts, quality, settings.pole.carrier)
    folder = settings.output_root / settings.slug / FOLDER
    slips = _slips(quality, contracts, settings)
    private = {f"{RETURNS}/{name}": content for name, content in slips.items()}
    publish(folder, {}, private | {"anomalies.csv": faults_csv(quality.faults)})
    for line in _arrival_lines(arrivals, quality):
        progress.say(line)
    progress.summary(_fault_lines(quality.faults))
    if quality.faults:
        progress.say(f"Le détail, ligne par ligne : {plain_path(folder / 'anomalies.csv')}")
    if slips:
        progress.say(f"Une fiche de retour par structure : {plain_path(folder / RETURNS)}")
    return all(fault.severity is Severity.CHECK for fault in quality.faults)


def _slips(
    quality: Quality, contracts: Mapping[str, Contract], settings: Settings
) -> dict[str, bytes]:
    """The return slips of the year that would be published; none when there is no such year."""
    try:
        year = choose_edition(quality, settings.edition, contracts)
    except DataError:
        return {}
    return write_slips(quality, settings.pole_dir, contracts, settings.pole, year, settings.limits)


def _arrival_lines(arrivals: Sequence[Arrival], quality: Quality) -> Iterator[str]:
    """A row for each structure, then one for each of its contracts."""
    shown = [a for a in arrivals if len(arrivals) <= MOST_ROWS or _calls(a)]
    yield _row("Structure, fichier", "Reçus", "Lignes", "De côté", "Manquants")
    for structure in dict.fromkeys(arrival.structure for arrival in arrivals):
        name = quality.structures.get(structure, structure) or UNKNOWN_STRUCTURE
        yield _total_row(name, [a for a in arrivals if a.structure == structure])
        for a in (a for a in shown if a.structure == structure):
            counts = (_count(a.files), _count(a.lines), _count(a.set_aside))
            yield _row(f"  {a.contract or UNKNOWN_CONTRACT}", *counts, _years(a.missing))
    yield _total_row("Ensemble", arrivals)
    if len(shown) < len(arrivals):
        yield "Les fichiers reçus et sans rien de côté sont comptés dans la ligne de la structure."


def _calls(arrival: Arrival) -> bool:
    return bool(arrival.set_aside or arrival.missing or not arrival.contract)


def _total_row(name: str, arrivals: Sequence[Arrival]) -> str:
    files, lines, aside, missing = (
        sum(amounts)
        for amounts in zip(
            *((a.files, a.lines, a.set_aside, len(a.missing)) for a in arrivals), strict=True
        )
    )
    return _row(name, _count(files), _count(lines), _count(aside), _count(missing))


def _count(amount: int) -> str:
    return number(amount) if amount else "-"


def _years(years: Sequence[int]) -> str:
    """`2021-2023, 2025`: neighbours are joined."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    texts = (f"{s[0]}-{s[-1]}" if len(s) > 1 else str(s[0]) for s in spans)
    return ", ".join(texts) or "-"


def _row(name: str, files: str, lines: str, aside: str, missing: str) -> str:
    cut = name if len(name) <= NAME_WIDTH else f"{name[: NAME_WIDTH - 1]}…"
    return f"{cut:<{NAME_WIDTH}}{files:>7}{lines:>10}{aside:>9}  {missing}"


def _fault_lines(faults: Iterable[Fault]) -> Iterator[str]:
    """One paragraph a cause, the gravest first, then the most frequent."""
    groups: dict[tuple[int, str, str, str], list[Fault]] = {}
    for fault in faults:
        key = (ORDER.index(fault.severity), fault.code, _plain(fault.reason), _plain(fault.remedy))
        groups.setdefault(key, []).append(fault)
    if not groups:
        yield "Aucune anomalie."
    heading = -1
    for key, same in sorted(groups.items(), key=lambda g: (g[0][0], -len(g[1]), g[0][1:])):
        if key[0] != heading:
            heading = key[0]
            yield f"{ORDER[heading].value.capitalize()} :"
        yield from _paragraph(same)


def _plain(text: str) -> str:
    """The text without what belongs to one place only: a parenthesis, the nearest name."""
    return re.sub(r" ?\((?:[^()]|\([^()]*\))*\)| Vouliez-vous dire .*", "", text)


def _paragraph(same: Sequence[Fault]) -> Iterator[str]:
    """How many times, the cause, the first places, the remedy."""
    reasons = {fault.reason for fault in same}
    remedies = {fault.remedy for fault in same}
    cause = reasons.pop() if len(reasons) == 1 else _plain(same[0].reason)
    remedy = remedies.pop() if len(remedies) == 1 else _plain(same[0].remedy)
    more = len(same) - MOST_PLACES
    places = [_place(fault) for fault in same[:MOST_PLACES]]
    places += [f"et {number(more)} {plural(more, 'autre')}"] if more > 0 else []
    yield from _wrapped(f"{number(len(same)):>5}  ", cause)
    yield from _wrapped(INDENT, " ; ".join(places))
    yield from _wrapped(INDENT, f"Remède : {remedy}")


def _wrapped(start: str, text: str) -> list[str]:
    return wrap(
        re.sub(r" (?=[:;»])|(?<=«) ", "\xa0", text),
        WIDTH,
        initial_indent=start,
        subsequent_indent=INDENT,
        break_on_hyphens=False,
    )


def _place(fault: Fault) -> str:
    line = f", ligne {fault.shown_line}" if fault.shown_line else ""
    title = fold(fault.source_column) != fold(fault.column) and fault.source_column
    column = " ".join(part for part in (fault.letter, fault.column) if part)
    typed = f" (« {title} »)" if title else ""
    meant = f", sans doute {fault.suggestion}" if fault.suggestion else ""
    return f"{fault.file}{line}{f', colonne {column}{typed}' if column else ''}{meant}"
