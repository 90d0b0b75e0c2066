"""The files behind a figure: the fate of their lines, and what was left out of them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.received import Fault, Severity
from pipeline.tracing.case import Case, wrapped

MOST_PLACES = 20  # of one cause; the others are in anomalies.csv
FATES = ("lues", "gardées", "réparées", "ignorées", "de côté")  # lines of a file


def rows_by_contract(case: Case) -> Iterator[str]:
    """The files behind the year's figure and the fate of their lines."""
    yield ""
    if not case.head.raw_tables:
        yield "Aucune ligne de fichier : ce chiffre compte les fichiers attendus et reçus."
        return
    yield f"Fichiers lus pour {case.year} :"
    yield f"{''.join(f'{fate:>9}' for fate in FATES)}  fichier"
    for contract in case.head.raw_tables:
        yield f"  {case.contracts[contract].title} ({contract})"
        for path, b in case.files_of(contract).items():
            kept = b.counted + b.repaired
            of_persons = case.contracts[contract].is_personal
            counts = (b.lines, kept, b.repaired, b.ignored, b.set_aside)
            texts = [case.masked(n, of_persons=of_persons and n != b.ignored) for n in counts]
            yield f"{''.join(f'{text:>9}' for text in texts)}  {path}"


def exclusions(case: Case) -> Iterator[str]:
    """What was left out or is in doubt, by cause, with its places and no value."""
    files = {path for name in case.head.raw_tables for path in case.files_of(name)}
    causes: dict[tuple[Severity, str, str], list[Fault]] = {}
    for fault in case.quality.faults:
        if fault.file in files:
            causes.setdefault((fault.severity, fault.code, fault.column), []).append(fault)
    yield ""
    yield "Lignes écartées ou à vérifier, par cause :" if causes else "Aucune ligne écartée."
    for (severity, code, column), faults in causes.items():
        place = f" ({column})" if column else ""
        yield from wrapped(f"{severity.value}, {code}{place} : {faults[0].reason}", "  ")
        for fault in faults[:MOST_PLACES]:
            yield f"    {fault.file}, {f'ligne {fault.line}' if fault.line else 'fichier entier'}"
        if len(faults) > MOST_PLACES:
            yield f"    … et {len(faults) - MOST_PLACES} autres, dans anomalies.csv"
