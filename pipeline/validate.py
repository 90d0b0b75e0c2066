"""validate: typed tables → every fault, every line's fate, what arrived and what did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import duckdb

from pipeline.checking.balances import balances, kept_repairs, repairs_of_columns
from pipeline.checking.blocking import listed, refuse_blocking, sentence_of, unusable
from pipeline.checking.checks import Check, broken_rules, load_checks, run_check
from pipeline.checking.deliveries import Member, find_deliveries, read_members
from pipeline.checking.keys import duplicates, orphans, remove, superseded
from pipeline.checking.strays import other_structures, other_years
from pipeline.contracts import Contract
from pipeline.errors import DataError
from pipeline.ingest import fault_order
from pipeline.model import Pole
from pipeline.reading.placing import place_faults
from pipeline.reading.words import unaccented
from pipeline.received import Delivery, Fault, Intake, Quality, Severity

COMPLETE_ENOUGH = 0.8  # share of the expected files from which a year makes an edition
NOTHING_DATED = "Vérifiez que les fichiers annuels des structures sont dans depots/, puis relancez."


def validate(
    intake: Intake, db: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], pole: Pole
) -> Quality:
    """Take every row at fault out of the typed tables and say why; needs the references.

    Raises DataError once, with all that prevents the delivery from being used.
    """
    quality = examine(intake, db, contracts, pole)
    refuse_blocking(quality)
    return quality


def examine(
    intake: Intake, db: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], pole: Pole
) -> Quality:
    """The same, with what is blocking among the faults; DataError only when there is no file.

    A line that ends nowhere, or twice, is a bug of this program: RuntimeError.
    """
    if not intake.files:
        raise DataError(
            "Aucun fichier de données dans le dossier du pôle.\n"
            "Déposez les fichiers CSV des structures dans depots/<structure>/<année>/, et "
            "structures.csv à côté ; les modèles vierges donnent les colonnes."
        )
    checks = load_checks()
    received = {file.contract for file in intake.files}
    filled = {name: contract for name, contract in contracts.items() if name in received}
    faults = [*intake.faults, *_clean(db, filled, intake, checks)]
    faults += _doubts(db, filled, checks)
    faults += other_years(db, filled.values())
    faults += other_structures(db, filled.values(), intake.files, pole.carrier)
    members = sorted(read_members(db), key=lambda m: (unaccented(m.name), m.id))
    aside = [fault for fault in faults if fault.severity is Severity.SET_ASIDE]
    repairs = [*kept_repairs(intake, aside), *repairs_of_columns(db)]
    refused = {fault.file for fault in aside if not fault.line}
    read = [file for file in intake.files if file.path not in refused]
    told = [*faults, *unusable([member.id for member in members], pole)]
    quality = Quality(
        files=intake.files,
        repairs=tuple(sorted(repairs)),
        ignored=intake.ignored,
        faults=tuple(sorted(place_faults(told, intake.files), key=fault_order)),
        balances=balances(db, filled, intake, faults),
        deliveries=find_deliveries(db, contracts, read, pole.carrier),
        structures=told_apart(members),
    )
    _refuse_lost_lines(quality)
    return quality


def told_apart(members: Iterable[Member]) -> dict[str, str]:
    """Their names, with the identifiers of those that bear the same one: no reader could."""
    known = list(members)
    bearers = Counter(member.name for member in known)
    return {m.id: m.name if bearers[m.name] == 1 else f"{m.name} ({m.id})" for m in known}


def choose_edition(
    quality: Quality, requested: int | None, contracts: Mapping[str, Contract]
) -> int:
    """The year asked for, else the newest for which most expected files came.

    Raises DataError, with the years there are, when the year asked for has no data.
    """
    dated = {name for name, contract in contracts.items() if contract.year_column}
    states: dict[int, Counter[Delivery]] = {}
    for (_, name, year), state in quality.deliveries.items():
        if name in dated:
            states.setdefault(year, Counter())[state] += 1
    received = {year: count[Delivery.RECEIVED] for year, count in states.items()}
    years = sorted(year for year, count in received.items() if count)
    if not years:
        raise DataError(
            "Aucune année à publier : les fichiers lus ne contiennent aucune ligne datée.\n"
            + (listed([sentence_of(fault) for fault in quality.faults]) or NOTHING_DATED)
        )
    if requested is not None:
        return _available(requested, years)
    shares = {y: received[y] / (received[y] + states[y][Delivery.MISSING]) for y in years}
    complete = [year for year in years if shares[year] >= COMPLETE_ENOUGH]
    return max(complete) if complete else max(years, key=lambda year: (shares[year], year))


def _available(requested: int, years: Sequence[int]) -> int:
    if requested in years:
        return requested
    listed = ", ".join(str(year) for year in years)
    raise DataError(
        f"Aucune donnée pour {requested}. Années disponibles : {listed}.\n"
        "Choisissez l'une d'elles, ou déposez les fichiers de cette année."
    )


def _clean(
    db: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    intake: Intake,
    checks: Iterable[Check],
) -> list[Fault]:
    """Remove rows at fault until no row depends on one that was removed."""
    found = []
    for search in (_bad_rows, superseded, duplicates):
        for name, faults in search(db, contracts).items():
            remove(db, contracts[name], faults)
            found += faults
    contract_of = {file.path: file.contract for file in intake.files}
    strict = [check for check in checks if check.severity is not Severity.CHECK]
    lost = set(contracts)  # tables to look at: all of them, then those that lost rows since
    while lost:
        before, lost = lost, set()
        for contract in contracts.values():
            for key in contract.foreign_keys:
                if key.contract in before | lost:
                    faults = orphans(db, contract, key, contracts[key.contract])
                    lost |= {contract.name} if remove(db, contract, faults) else set()
                    found += faults
        for check in strict:
            if any(name in check.sql for name in before | lost):
                faults = run_check(db, check)
                files = {contract_of[fault.file] for fault in faults}
                for contract in (contracts[name] for name in sorted(filter(None, files))):
                    own = [f for f in faults if contract_of[f.file] == contract.name]
                    lost |= {contract.name} if remove(db, contract, own) else set()
                found += faults
    return found


def _bad_rows(
    db: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]
) -> dict[str, list[Fault]]:
    return broken_rules(db, contracts.values(), Severity.SET_ASIDE, Severity.BLOCKING)


def _doubts(
    db: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], checks: Iterable[Check]
) -> list[Fault]:
    """What the rows that stay leave to be checked by a person; a check of empty tables is none."""
    checks = [check for check in checks if check.severity is Severity.CHECK]
    told = [check for check in checks if any(name in check.sql for name in contracts)]
    found = [fault for check in told for fault in run_check(db, check)]
    for faults in broken_rules(db, contracts.values(), Severity.CHECK).values():
        found += faults
    return found


def _refuse_lost_lines(quality: Quality) -> None:
    for balance in quality.balances:
        if not balance.is_exact:
            raise RuntimeError(f"lines lost or counted twice, to be reported as a bug: {balance}")
