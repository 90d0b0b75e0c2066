"""Rows at fault by a rule: those of the contracts, and those of queries/checks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.contracts import Contract, RowRule, quote
from pipeline.counting.heads import CLOSING, OPENING
from pipeline.errors import SettingsError, plain_path
from pipeline.french import plural
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
    db: duckdb.DuckDBPyConnection, contract: Contract, severity: Severity
) -> list[Fault]:
    """Rows for which a rule of that severity is false; a rule that is NULL says nothing."""
    rules = [rule for rule in contract.rules if rule.severity is severity]
    if not rules:
        return []
    sql = " union all ".join(
        f"select {place}, {_ORIGIN} from {quote(contract.name)} where not ({rule.condition})"  # noqa: S608
        for place, rule in enumerate(rules)
    )
    rows = db.execute(sql).fetchall()
    return [_broken(rules[place], *origin) for place, *origin in rows]


def _broken(rule: RowRule, file: str, line: int, end: int) -> Fault:
    texts = (rule.code, sentence(rule.reason), sentence(rule.remedy), rule.severity)
    return Fault(file, line, end, rule.column, *texts)


def other_years(db: duckdb.DuckDBPyConnection, contract: Contract) -> list[Fault]:
    """Files with rows of another year than their folder: a wrong file, or a cumulated one."""
    if contract.year_column is None:
        return []
    column = quote(contract.year_column)
    is_year = contract.field(contract.year_column).type == "year"
    year = column if is_year else f"year({column})"
    sql = (
        f"select _fichier, _annee, count(*) from {quote(contract.name)} "  # noqa: S608
        f"where {year} <> _annee group by all"
    )
    return [
        Fault(
            file=file,
            line=0,
            line_end=0,
            column=contract.year_column,
            code="annee_autre_que_dossier",
            reason=f"{count} {plural(count, 'ligne')} d'une autre année que le dossier ({folder}).",
            remedy="Vérifiez que le bon fichier est dans le bon dossier.",
            severity=Severity.CHECK,
        )
        for file, folder, count in db.execute(sql).fetchall()
    ]
