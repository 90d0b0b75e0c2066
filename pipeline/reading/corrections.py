"""Files that come twice: the same content, or one that corrects another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import duckdb

from pipeline.contracts import Contract, quote
from pipeline.reading.drafts import Draft
from pipeline.reading.loading import LOST, REPAIRED, WITH_CARE
from pipeline.reading.parts import INSIDE
from pipeline.reading.refusals import Refused
from pipeline.received import SourceFile

SAME_FILE = "fichier déjà reçu à l'identique"
REPLACED_FILE = "fichier remplacé par sa correction"
CORRECTION_SHARE = 0.5  # of the rows of the smaller file: below, the keys are at fault

_ISO = re.compile(r"(?<!\d)(20\d\d)[-_. ]?([01]\d)[-_. ]?([0-3]\d)(?!\d)")
_FRENCH = re.compile(r"(?<!\d)([0-3]?\d)[-_. ]([01]?\d)[-_. ](20\d\d)(?!\d)")
_VERSION = re.compile(r"(?<![a-z])v(?:ersion)?[-_. ]?(\d{1,2})(?!\d)|\((\d{1,2})\)$", re.IGNORECASE)
_CORRECTED = re.compile(r"corrig|rectif|d[ée]finitif|modifi", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Correction:
    """Two files of one structure, contract and year that give rows of one key two contents."""

    older: str
    newer: str
    is_sure: bool  # the names say which is the newer, and it holds most rows of the older
    lost: int  # rows of the older whose key the newer does not have

    @property
    def blocking(self) -> Refused:
        """What stops the run, with the two ways out."""
        way = (
            'ou écrivez corrections = "remplacer" sous [reception] dans pole.toml pour garder '
            "le plus récent"
            if self.is_sure
            else "ou mettez la date d'envoi dans le nom de chacun, si le plus récent est complet"
        )
        return Refused(
            "fichier_corrige",
            f"« {self.newer} » donne d'autres valeurs aux mêmes lignes que « {self.older} »",
            f"retirez celui des deux qui ne vaut plus, {way}",
        )

    @property
    def replaced(self) -> Refused:
        """What is said of the older file once it counts no more."""
        rest = f", sans toutes ses lignes (lignes absentes : {self.lost})" if self.lost else ""
        return Refused(
            "fichier_remplace",
            f"remplacé par « {self.newer} », plus récent{rest}",
            "vérifiez que le plus récent est complet, puis supprimez l'ancien",
        )


def already_received(draft: Draft, first: str) -> Draft:
    """The same part, of which no line counts again."""
    doubt = Refused(
        "fichier_en_double",
        f"fichier identique à « {first} », déjà lu : il n'est pas compté une seconde fois",
        "supprimez l'un des deux",
    )
    return Draft(draft.part, rule=SAME_FILE, doubt=doubt)


def find_corrections(
    db: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    files: Iterable[SourceFile],
) -> list[Correction]:
    """The pairs of files of which one corrects the other; files that complete each other are none.

    Sheets of one workbook are sent together: neither corrects the other.
    """
    groups: dict[tuple[str, str | None, int | None], list[SourceFile]] = {}
    for file in sorted(files, key=lambda file: file.path):
        if file.contract:
            groups.setdefault((file.contract, file.structure, file.year), []).append(file)
    several = {name for (name, *_), group in groups.items() if len(group) > 1}
    sharing = {pair for name in sorted(several) for pair in _sharing(db, contracts[name])}
    found = []
    for (name, *_), group in groups.items():
        for one, other in combinations(group, 2):
            is_one_book = one.sheet and other.sheet and _book(one.path) == _book(other.path)
            if (one.path, other.path) in sharing and not is_one_book:
                found += _compared(db, contracts[name], one.path, other.path)
    return found


def _sharing(db: duckdb.DuckDBPyConnection, contract: Contract) -> list[tuple[str, str]]:
    """The pairs of files that have a key in common, in order of paths: most have none."""
    keys, table = ", ".join(quote(name) for name in contract.primary_key), quote(contract.name)
    return db.execute(
        f"with twice as (select row({keys}) as key from {table} group by {keys} "  # noqa: S608
        "having min(_fichier) < max(_fichier)), "
        f"held as (select distinct key, _fichier from (select row({keys}) as key, _fichier "
        f"from {table}) semi join twice using (key)) "
        "select distinct a._fichier, b._fichier from held as a join held as b "
        "using (key) where a._fichier < b._fichier"
    ).fetchall()


def _compared(
    db: duckdb.DuckDBPyConnection, contract: Contract, one: str, other: str
) -> list[Correction]:
    keys = ", ".join(quote(name) for name in contract.primary_key)
    sides = (
        f"{side} as (select row({keys}) as key, any_value(t)::varchar as content from "  # noqa: S608
        "(select * exclude (_fichier, _ligne, _ligne_fin, _annee) "
        f"from {quote(contract.name)} where _fichier = ?) as t group by {keys})"
        for side in ("a", "b")
    )
    sql = (
        f"with {', '.join(sides)} select (select count(*) from a), (select count(*) from b), "  # noqa: S608
        f"count(*), count(*) filter (a.content <> b.content) from a join b using (key)"
    )
    ((first, second, shared, changed),) = db.execute(sql, [one, other]).fetchall()
    if not changed or shared < CORRECTION_SHARE * min(first, second):
        return []
    newest = _newest(one, other)
    older, newer = (other, one) if newest == one else (one, other)
    count = second if newest == one else first
    is_sure = bool(newest) and shared >= CORRECTION_SHARE * count
    return [Correction(older, newer, is_sure, count - shared)]


def forget_file(db: duckdb.DuckDBPyConnection, contract: str, path: str) -> None:
    """Take every row of a file out of its table, and of the memory of those set aside."""
    db.execute(f"delete from {quote(contract)} where _fichier = ?", [path])  # noqa: S608
    for kept in (LOST, REPAIRED, WITH_CARE):
        db.execute(f"delete from {kept} where fichier = ?", [path])  # noqa: S608


def _book(path: str) -> str:
    return path.rpartition(INSIDE)[0]


def _levels(path: str) -> list[str]:
    """The names of a path that may carry a date: its own, then those of its archives."""
    return [level.rpartition("/")[2] for level in reversed(path.split(INSIDE))]


def _newest(one: str, other: str) -> str:
    """The path whose name says that it came later; "" when the names do not tell."""
    for names in zip(_levels(one), _levels(other), strict=False):
        stems = [name.rpartition(".")[0] or name for name in names]
        for read in (_sent, _version, _is_corrected):
            first, second = (read(stem) for stem in stems)
            if first is not None and second is not None and first != second:
                return one if first > second else other
            if (first is None) != (second is None):
                return ""
    return ""


def _sent(name: str) -> int | None:
    """The only date of a name; two dates are a period, which says nothing of the sending."""
    found = [match.group(1, 2, 3) for match in _ISO.finditer(name)]
    found += [match.group(3, 2, 1) for match in _FRENCH.finditer(name)]
    if len(found) != 1:
        return None
    try:
        return date(*(int(part) for part in found[0])).toordinal()
    except ValueError:
        return None


def _version(name: str) -> int:
    found = _VERSION.search(name)
    return int(found[1] or found[2]) if found else 1


def _is_corrected(name: str) -> int:
    return 1 if _CORRECTED.search(name) else 0
