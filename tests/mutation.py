"""`make mutation`: take away each line of the disclosure control in turn; a test must fail.

A statement becomes `pass`; a condition of a test or of a comprehension is taken as met. The
tests run in a fork that sees the shortened module only. Survivors are printed; the exit code is
1 unless each of them is in EQUIVALENT, with the reason why no test could tell.
"""

from __future__ import annotations

import ast
import importlib
import importlib.abc
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "pipeline" / "secrecy"
TESTS = (
    "tests/test_secrecy_rules.py",
    "tests/test_vintages.py",
    "tests/test_known_answers.py",
    "tests/test_secrecy.py",
    "tests/test_secrecy_audit.py",
)
OF_AUDIT = {"audit", "facts", "reading", "witness"}
WARM = ("highspy", "numpy", "pulp")  # imported once, before the forks
NOT_LOGIC = {"__init__", "synthetic", "cells", "publication", "solver"}
SECONDS = 90  # a mutant that never ends is found out too
EQUIVALENT = {
    (
        "suppress",
        "search.library.add(part.search.library.export(part.piece.ranks), place)",
    ): "moves already met are found again by the solver: only slower",
    (
        "suppress",
        (
            "for i in part.outcome.hidden.nonzero()[0].tolist():\n"
            "    tried[place[part.piece.ranks[i]]] = True"
        ),
    ): "the search starts again from nothing: only slower",
}
EXTRACT = {  # what `make test` takes away: one line of each stage
    "rules": "found[name] = Need(SMALL, down, policy.room_above, is_wish=policy.zeros_printed)",
    "heuristic": "done[task] = move",
    "vintages": "links.append(Link(terms, why='révision'))",
    "audit": "findings += _groups(facts, reader, known, threshold)",
    "witness": "if not all((agrees(facts, known, table) for table in pair)):\n    return -1",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with something less; `where` is what was taken away."""

    module: str
    line: int
    where: str
    tree: ast.Module


def mutants(path: Path) -> Iterator[Mutant]:
    """Every module that is one line shorter, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for rank, node in enumerate(ast.walk(tree)):
        for change in range(_changes(node)):
            copy = deepcopy(tree)
            twin = next(n for i, n in enumerate(ast.walk(copy)) if i == rank)
            gone = _shorten(twin, change)
            where = ast.unparse(gone)
            yield Mutant(path.stem, gone.lineno, where, ast.fix_missing_locations(copy))


def _changes(node: ast.AST) -> int:
    """In how many ways something may be taken away directly under the node."""
    if isinstance(node, ast.BoolOp):
        return len(node.values)
    if isinstance(node, ast.comprehension):
        return len(node.ifs)
    if isinstance(node, ast.If) and len(node.body) == 1 and not node.orelse:
        return 0  # its only statement goes with it
    if isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.If):
        return len(_removable(node))
    return 0


def _shorten(node: ast.AST, change: int) -> ast.expr | ast.stmt:
    if isinstance(node, ast.BoolOp):
        return node.values.pop(change)
    if isinstance(node, ast.comprehension):
        return node.ifs.pop(change)
    assert isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.If)
    body, rank = _removable(node)[change]
    gone, body[rank] = body[rank], ast.copy_location(ast.Pass(), body[rank])
    return gone


def _removable(
    node: ast.FunctionDef | ast.For | ast.While | ast.If,
) -> list[tuple[list[ast.stmt], int]]:
    """The statements of its blocks, but docstrings and inner functions."""
    blocks = [node.body, *([] if isinstance(node, ast.FunctionDef) else [node.orelse])]
    return [
        (block, rank)
        for block in blocks
        for rank, one in enumerate(block)
        if not isinstance(one, ast.FunctionDef | ast.Pass)
        and not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
    ]


class _Shortened(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Gives the mutant's code in place of the module's."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant, self.name = mutant, f"pipeline.secrecy.{mutant.module}"

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.name else None

    def get_source(self, fullname: str) -> None:
        raise ImportError(fullname)

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.mutant.tree, fullname, "exec")


def survives(mutant: Mutant) -> bool:
    """Whether every test passes all the same."""
    tests = TESTS[::-1] if mutant.module in OF_AUDIT else TESTS
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        for name in [name for name in sys.modules if name.startswith("pipeline.")]:
            del sys.modules[name]
        sys.meta_path.insert(0, _Shortened(mutant))
        os._exit(int(pytest.main(["-x", "-q", "-p", "no:xdist", "-p", "no:warnings", *tests])))
    _, status = os.waitpid(child, 0)
    return status == 0


def main() -> int:
    """Try all modules, those that are named, or `--extrait`; print what survives."""
    names = sys.argv[1:]
    for name in WARM:
        importlib.import_module(name)
    paths = [p for p in sorted(PACKAGE.glob("*.py")) if p.stem not in NOT_LOGIC]
    todo = [m for path in paths if not names or path.stem in names for m in mutants(path)]
    if names == ["--extrait"]:
        todo = [m for path in paths for m in mutants(path) if m.where == EXTRACT.get(m.module)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = zip(todo, pool.map(survives, todo), strict=True)
        alive = []
        for mutant, is_alive in results:
            if is_alive:
                known = (mutant.module, mutant.where) in EQUIVALENT
                alive += [] if known else [mutant]
                sign = "équivalent" if known else "SURVIT"
                print(f"{sign} {mutant.module}:{mutant.line} {mutant.where}", flush=True)  # noqa: T201
    print(f"{len(todo)} lignes retirées, {len(alive)} sans qu'un test échoue.")  # noqa: T201
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
