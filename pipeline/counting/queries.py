"""The SQL files of `queries/`: what each reads, hence the order in which they run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import traverse_scope

from pipeline.counting.heads import CODE_PREFIXES, read_head
from pipeline.errors import SettingsError, did_you_mean
from pipeline.model import WITHDRAWN, Indicator

CONTEXT_TABLES = ("edition", "annees", "livraisons", "bilan_fichiers")


@dataclass(frozen=True, slots=True)
class Query:
    """One SQL file: it creates the table `name`; staging files have no indicator."""

    name: str
    path: str  # relative to the folder of queries, with forward slashes
    sql: str
    reads: tuple[str, ...]
    indicator: Indicator | None = None
    categories_are_structures: bool = False
    categories_of: str = ""  # the indicator whose categories are its own too


@dataclass(frozen=True, slots=True)
class Queries:
    """All the files, in an order in which each finds the tables that it reads."""

    steps: tuple[Query, ...]

    @property
    def indicators(self) -> dict[str, Indicator]:
        """The indicators by id, in alphabetical order."""
        found = [step.indicator for step in self.steps if step.indicator]
        return {indicator.id: indicator for indicator in sorted(found, key=lambda i: i.id)}

    def withdrawing(self, codes: Collection[str]) -> Queries:
        """The same, with the indicators of these codes told nowhere: others may read their rows."""
        return Queries(
            tuple(
                replace(step, indicator=replace(step.indicator, kept=WITHDRAWN))
                if step.indicator and step.indicator.code in codes and not step.indicator.kept
                else step
                for step in self.steps
            )
        )

    def needed_for(self, name: str) -> tuple[Query, ...]:
        """The steps that lead to one table, itself last: enough to compute it alone."""
        wanted = {name}
        for step in reversed(self.steps):
            if step.name in wanted:
                wanted.update(step.reads)
        return tuple(step for step in self.steps if step.name in wanted)


def load_queries(root: Path, contracts: Collection[str], references: Collection[str]) -> Queries:
    """Read `staging` and `indicators`; any file that could mislead is refused by name.

    `contracts` and `references` are the tables that exist before the first query.
    """
    found = [*_staging(root), *_indicators(root)]
    known = {*contracts, *references, *CONTEXT_TABLES}
    _refuse_twins(found, known)
    names = [*known, *(query.name for query in found)]
    for query in found:
        _refuse_unknown(query, names)
    ordered = _ordered(found)
    steps = _with_sources(ordered, set(contracts), set(references))
    _refuse_unknown_measures([step.indicator for step in steps if step.indicator])
    return Queries(steps)


def _staging(root: Path) -> list[Query]:
    return [_query(root, path) for path in sorted((root / "staging").glob("*.sql"))]


def _indicators(root: Path) -> list[Query]:
    queries = []
    for path in sorted((root / "indicators").glob("**/*.sql")):
        name, theme = path.relative_to(root).as_posix(), path.parent.name
        if theme not in CODE_PREFIXES or path.parent.parent != root / "indicators":
            themes = ", ".join(CODE_PREFIXES)
            raise SettingsError(f"{name} : ce dossier n'est pas un thème ({themes}).")
        head = read_head(path.read_text(encoding="utf-8"), f"{theme}/{path.stem}", name)
        queries.append(replace(_query(root, path), **head._asdict()))
    known = {query.indicator.id: query.indicator for query in queries if query.indicator}
    for query in queries:
        _refuse_gap_of_no_share(query, known)
    return [_labelled(query, known) for query in queries]


def _refuse_gap_of_no_share(query: Query, known: Mapping[str, Indicator]) -> None:
    """A gap has the noise of a share: it must name one."""
    named = query.indicator.gap_of if query.indicator else ""
    if named and not (named in known and known[named].is_share):
        shares = [name for name, one in known.items() if one.is_share]
        raise SettingsError(
            f"{query.path}, en-tête : « ecart_de = {named} » ne nomme pas un indicateur en %."
            f"{did_you_mean(named, shares)}"
        )


def _labelled(query: Query, known: Mapping[str, Indicator]) -> Query:
    """The query, with the categories that its head takes from another."""
    if not query.categories_of:
        return query
    lender = known.get(query.categories_of)
    if lender is None or not lender.categories:
        lenders = [name for name, one in known.items() if one.categories]
        raise SettingsError(
            f"{query.path}, en-tête : « modalites_de = {query.categories_of} » ne nomme pas un "
            f"indicateur qui donne ses modalités.{did_you_mean(query.categories_of, lenders)}"
        )
    own = query.indicator and replace(query.indicator, categories=lender.categories)
    return replace(query, indicator=own)


def _query(root: Path, path: Path) -> Query:
    name, sql = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
    return Query(path.stem, name, sql, tables_read(sql, name))


def tables_read(sql: str, path: str) -> tuple[str, ...]:
    """Tables that a SELECT reads, in alphabetical order; `path` names the file in messages.

    Scopes tell a table from a CTE of the same name. What opens no scope (PIVOT, SUMMARIZE…)
    would be missed: the tables literally written tell so, and the file is refused.
    """
    tree = _single_select(sql, path)
    literal = list(tree.find_all(exp.Table))
    for table in literal:
        _refuse_foreign(table, path)
    written = {table.name for table in literal if table.name}
    written -= {cte.alias for cte in tree.find_all(exp.CTE)}
    seen = {
        source.name
        for scope in traverse_scope(tree)
        for source in scope.sources.values()
        if isinstance(source, exp.Table) and source.name
    }
    if written != seen:
        raise SettingsError(
            f"{path} : impossible de suivre la lecture de « {min(written ^ seen)} ». Remplacez "
            "PIVOT, UNPIVOT ou SUMMARIZE par group by et case when, et ne donnez pas à une "
            "clause with le nom d'une table."
        )
    return tuple(sorted(seen))


def _single_select(sql: str, path: str) -> exp.Query:
    try:
        statements = [tree for tree in sqlglot.parse(sql, dialect="duckdb") if tree]
    except SqlglotError as error:
        reason = str(error).splitlines()[0]
        raise SettingsError(f"{path} : le SQL n'est pas compris ({reason}).") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise SettingsError(f"{path} : le fichier doit contenir un seul SELECT, et rien d'autre.")
    return statements[0]


def _refuse_foreign(table: exp.Table, path: str) -> None:
    """Files, system tables and table functions would let a query read outside the database."""
    if isinstance(table.this, exp.GenerateSeries):
        return
    if table.db or not isinstance(table.this, exp.Identifier):
        raise SettingsError(
            f"{path} : « {table.sql(dialect='duckdb')} » n'est pas une table du rapport. Une "
            "requête ne lit que les contrats, les tables de référence et les autres requêtes."
        )


def _refuse_twins(queries: Iterable[Query], known: Collection[str]) -> None:
    names: dict[str, str] = dict.fromkeys(known, "une table du rapport")
    codes: dict[str, str] = {}
    for query in queries:
        if query.name in names:
            raise SettingsError(
                f"{query.path} : le nom « {query.name} » est déjà pris par {names[query.name]}. "
                "Renommez le fichier."
            )
        names[query.name] = query.path
        code = query.indicator.code if query.indicator else ""
        if code in codes:
            raise SettingsError(
                f"{query.path} : le code « {code} » est déjà pris par {codes[code]}."
            )
        if code:
            codes[code] = query.path


def _refuse_unknown(query: Query, names: list[str]) -> None:
    for table in query.reads:
        if table not in names:
            raise SettingsError(
                f"{query.path} : la table « {table} » n'existe pas.{did_you_mean(table, names)}"
            )


def _ordered(queries: Iterable[Query]) -> list[Query]:
    """Sort so that each file comes after those that it reads; the same order at every run."""
    by_name = {query.name: query for query in sorted(queries, key=lambda q: q.name)}
    graph = {
        name: tuple(table for table in query.reads if table in by_name)
        for name, query in by_name.items()
    }
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = " → ".join(by_name[name].path for name in error.args[1])
        raise SettingsError(f"Ces requêtes se lisent l'une l'autre en rond : {circle}.") from error


def _with_sources(
    ordered: Iterable[Query], contracts: Collection[str], references: Collection[str]
) -> tuple[Query, ...]:
    """Tell each indicator the tables of data that it depends on, through the other files too."""
    origins: dict[str, set[str]] = {name: {name} for name in (*contracts, *references)}
    steps = []
    for query in ordered:
        own = set().union(*(origins.get(table, set()) for table in query.reads))
        origins[query.name] = own if query.indicator else {*own, query.name}
        indicator = query.indicator and replace(
            query.indicator,
            raw_tables=tuple(sorted(own.intersection(contracts))),
            references=tuple(sorted(own.intersection(references))),
            staging=tuple(sorted(own.difference(contracts, references))),
        )
        steps.append(replace(query, indicator=indicator))
    return tuple(steps)


def _refuse_unknown_measures(indicators: list[Indicator]) -> None:
    """A relation names counts that some indicator gives; otherwise protection would miss it."""
    measures = {name for indicator in indicators for name in _measures(indicator)}
    for indicator in indicators:
        named = indicator.behind, indicator.at_most
        for relation in (*indicator.relations, *indicator.crossings, *named):
            for name in _named(relation):
                if name not in measures:
                    hint = did_you_mean(name, measures)
                    raise SettingsError(
                        f"indicators/{indicator.id}.sql : la relation « {relation} » cite "
                        f"« {name} », qu'aucun indicateur ne donne.{hint}"
                    )


def _named(relation: str) -> Iterator[str]:
    """The counts that a relation or a crossing names."""
    bare = re.sub(r"\((N-1|en double|non révisé)\)", "", relation)
    yield from (name.strip() for name in re.split(r"<=|[<=+]", bare) if bare)


def _measures(indicator: Indicator) -> list[str]:
    stem = indicator.id.rpartition("/")[2]
    bases = [indicator.numerator, indicator.denominator] if indicator.numerator else [stem]
    names = [base for base in bases if base]
    return [*names, *(f"{name}.{value}" for name in names for value in indicator.categories)]
