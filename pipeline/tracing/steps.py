"""The queries that lead to a figure: what each read and gave, and its text as it was run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.contracts import quote
from pipeline.counting.queries import Query
from pipeline.french import number, plural
from pipeline.tracing.case import MASK, Case

POLE_ROW = "structure_id is null"  # of tables that hold a row for each place


def chain(case: Case) -> tuple[Query, ...]:
    """The queries in the order of their run, the indicator's last."""
    return case.queries.needed_for(case.head.id.rpartition("/")[2])


def steps(case: Case) -> Iterator[str]:
    """Each query of the chain and its rows."""
    yield ""
    yield f"Étapes du calcul, dans l'ordre, et leurs lignes (celles de {case.year} si datées ;"
    yield f"pour celles d'une autre année : EDITION={case.year - 1}) :"
    for step in chain(case):
        yield f"  queries/{step.path} ← {', '.join(step.reads)} : {_count(case, step.name)}"


def texts(case: Case) -> Iterator[str]:
    """Each query as it was run."""
    for step in chain(case):
        yield ""
        yield f"-- queries/{step.path}"
        yield step.sql.rstrip()


def columns_of(case: Case, table: str) -> tuple[str, ...]:
    """The columns of a step's table, in order."""
    return tuple(row[0] for row in case.db.execute(f"describe {quote(table)}").fetchall())


def of_the_year(case: Case, columns: tuple[str, ...]) -> str:
    """The condition that keeps the rows of the edition, when the rows bear a year."""
    return f"t.annee = {case.year}" if "annee" in columns else "true"


def _count(case: Case, table: str) -> str:
    """Rows of a step's table; those of the whole pole apart, and by category when it has one."""
    columns = columns_of(case, table)
    of_persons, where = case.is_about_persons(columns), of_the_year(case, columns)
    rows = _rows(case, table, where)
    text = f"{case.masked(rows, of_persons=of_persons)} {plural(rows, 'ligne')}"
    own = _rows(case, table, f"{where} and {POLE_ROW}") if "structure_id" in columns else 0
    if own:
        where += f" and {POLE_ROW}"
    if "categorie" in columns:
        place = "pour le pôle entier, " if own else ""
        counts = _by_category(case, table, where)
        return f"{text} ({place}{', '.join(_categories(case, counts, of_persons=of_persons))})"
    return f"{text}, dont {case.masked(own, of_persons=of_persons)} du pôle entier" if own else text


def _rows(case: Case, table: str, where: str) -> int:
    sql = f"select count(*) from {quote(table)} as t where {where}"  # noqa: S608
    ((rows,),) = case.db.execute(sql).fetchall()
    return int(rows)


def _by_category(case: Case, table: str, where: str) -> dict[str, int]:
    sql = (
        f"select categorie, count(*) from {quote(table)} as t where {where} "  # noqa: S608
        "group by all order by all"
    )
    return dict(case.db.execute(sql).fetchall())


def _categories(case: Case, counts: Mapping[str, int], *, of_persons: bool) -> Iterator[str]:
    """Counts by category; a single hidden one takes the next smallest with it."""
    hidden = [name for name, n in counts.items() if case.masked(n, of_persons=of_persons) == MASK]
    shown = sorted((n, str(name)) for name, n in counts.items() if name not in hidden)
    if len(hidden) == 1 and shown:
        hidden.append(shown[0][1])
    for name, n in counts.items():
        yield f"{name} {MASK if name in hidden else number(n)}"
