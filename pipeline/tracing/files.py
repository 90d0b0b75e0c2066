"""The files behind a figure: the fate of their lines, and what was left out of them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.french import number
from pipeline.received import Fault, LineBalance, Severity
from pipeline.tracing.case import MASK, Case, wrapped
from pipeline.tracing.rows import files_behind

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
        for path, balance in _files(case, contract).items():
            texts = _fates(balance, case, of_persons=case.contracts[contract].is_personal)
            yield f"{''.join(f'{text:>9}' for text in texts)}  {path}"
    yield "Ignorées : titres, notes, totaux, lignes vides. De côté : leur motif est plus bas."


def _files(case: Case, contract: str) -> dict[str, LineBalance]:
    """The files of a contract that the year reads: its own, and those that hold its rows."""
    used = files_behind(case, contract)
    own = [
        file.path
        for file in case.quality.files
        if file.contract == contract and (file.year == case.year or file.path in used)
    ]
    balances = {balance.file: balance for balance in case.quality.balances}
    return {path: balances[path] for path in own if path in balances}


def _fates(b: LineBalance, case: Case, *, of_persons: bool) -> list[str]:
    """The counts of a file; where few persons are kept, what gives their number back is masked."""
    kept = b.counted + b.repaired
    shown = case.masked(kept, of_persons=of_persons)
    lines = shown if shown == MASK else number(b.lines)
    repaired, aside = (case.masked(n, of_persons=of_persons) for n in (b.repaired, b.set_aside))
    return [lines, shown, repaired, number(b.ignored), aside]


def exclusions(case: Case) -> Iterator[str]:
    """What was left out or is in doubt, by cause, with its places and no value."""
    files = {path for name in case.head.raw_tables for path in _files(case, name)}
    causes: dict[tuple[Severity, str, str], list[Fault]] = {}
    for fault in case.quality.faults:
        if fault.file in files:
            causes.setdefault((fault.severity, fault.code, fault.column), []).append(fault)
    yield ""
    yield (
        "Lignes mises de côté ou à vérifier, par cause :"
        if causes
        else "Aucune ligne mise de côté ni à vérifier."
    )
    for (severity, code, column), faults in causes.items():
        place = f" ({column})" if column else ""
        yield from wrapped(f"{severity.value}, {code}{place} : {faults[0].reason}", "  ")
        for fault in faults[:MOST_PLACES]:
            yield f"    {fault.file}, {f'ligne {fault.line}' if fault.line else 'fichier entier'}"
        if len(faults) > MOST_PLACES:
            yield f"    … et {len(faults) - MOST_PLACES} autres, dans anomalies.csv"
