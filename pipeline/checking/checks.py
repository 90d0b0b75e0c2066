"""Rows at fault by a rule: those of the contracts, and those of queries/checks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.contracts import Contract, RowRule, quote
from pipeline.counting.heads import CLOSING, OPENING
from pipeline.errors import SettingsError, plain_path
from pipeline.reading.words import sentence
from pipeline.received import Fault, Severity

CHECKS = Path(__file__).resolve().parents[2] / "queries" / "checks"
_HEAD_KEYS = {"code", "motif", "remede", "gravite"}
_ORIGIN = "_fichier, _ligne, _ligne_fin"


@dataclass(frozen=True, slots=True)
class Check:
    """One file of queries/checks: a SELECT that should return no row, and what to say of one."""

    code: str
    reason: str
    remedy: str
    severity: Severity
    sql: str


def load_checks(folder: Path = CHECKS) -> tuple[Check, ...]:
    """Every check, in alphabetical order of file; a head that is not as agreed is refused."""
    return tuple(_read_check(path) for path in sorted(folder.glob("*.sql")))


def _read_check(path: Path) -> Check:
    text = path.read_text(encoding="utf-8")
    head, _, sql = text.removeprefix(OPENING).partition(CLOSING)
    try:
        keys = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{plain_path(path)} : l'en-tête n'est pas du TOML valide.") from error
    severities = [severity.value for severity in Severity]
    if set(keys) != _HEAD_KEYS or keys["gravite"] not in severities:
        raise SettingsError(
            f"{plain_path(path)} : l'en-tête donne code, motif, remede et gravite "
            f"({', '.join(severities)}), et rien d'autre."
        )
    severity = Severity(keys["gravite"])
    return Check(keys["code"], keys["motif"], keys["remede"], severity, sql.strip())


def run_check(db: duckdb.DuckDBPyConnection, check: Check) -> list[Fault]:
    """The rows that a check returns, as faults."""
    rows = db.execute(check.sql).fetchall()
    texts = (check.code, sentence(check.reason), sentence(check.remedy), check.severity)
    return [Fault(file, line, end, column or "", *texts) for file, line, end, column in rows]


def broken_rules(
    db: duckdb.DuckDBPyConnection, contracts: Iterable[Contract], *severities: Severity
) -> dict[str, list[Fault]]:
    """Rows for which a rule of these severities is false, by contract; a NULL one says nothing.

    One statement for all the rules: on small tables, its cost is that of asking.
    """
    rules = [
        (contract.name, rule)
        for contract in contracts
        for rule in contract.rules
        if rule.severity in severities
    ]
    if not rules:
        return {}
    sql = " union all ".join(
        f"select {place}, {_ORIGIN} from {quote(name)} where not ({rule.condition})"  # noqa: S608
        for place, (name, rule) in enumerate(rules)
    )
    found: dict[str, list[Fault]] = {}
    for place, *origin in db.execute(sql).fetchall():
        name, rule = rules[place]
        found.setdefault(name, []).append(_broken(rule, *origin))
    return found


def _broken(rule: RowRule, file: str, line: int, end: int) -> Fault:
    texts = (rule.code, sentence(rule.reason), sentence(rule.remedy), rule.severity)
    return Fault(file, line, end, rule.column, *texts)
