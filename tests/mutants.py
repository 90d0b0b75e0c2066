"""A module with one line less: every way to take something away from its functions.

A statement becomes `pass`; a condition joined to others, or that filters a comprehension, is taken
as met; an entry of a display of several lines, or a named argument, is left out. `headless` takes
away lines as they stand: what a condition or a loop leads to then happens always, or once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

PIPELINE = Path(__file__).resolve().parents[1] / "pipeline"

# (module:function, what is taken away) → why no test could tell
EQUIVALENT: dict[tuple[str, str], str] = {
    (
        "protecting/answers:within_counts",
        "not head.ratio",
    ): "for the types: only a share has a denominator",
    (
        "protecting/linking:_of_same_persons",
        "count.category",
    ): "a total tied to itself: nothing is learnt",
    (
        "protecting/merging:_is_small",
        "0",
    ): "for the types: what is counted is there",
    (
        "protecting/reasons:_of_ratio",
        "0",
    ): "for the types: whoever lacks an answer is asked one, so the answers are counted",
    (
        "published/brought:check_brought",
        "not (head.is_pole_amount or head.is_difference)",
    ): "no other figure is an amount of the pole: only the time to look for it is saved",
    (
        "published/paper:_without",
        "re.search('\\\\d', name)",
    ): "paper may repeat the words of a header anyway: only the time to look for it is saved",
    (
        "secrecy/audit:audit",
        "if not judged:\n    continue",
    ): "a part without question has no answer: only the time to prepare it is saved",
    (
        "secrecy/reading:exact",
        "if type(value) is int:\n    return value",
    ): "a whole number is read from its text all the same: slower",
    (
        "secrecy/heuristic:Search._without",
        "column in way.steps",
    ): "a task that does without the column already is asked again: slower",
    (
        "secrecy/heuristic:Search._without",
        "for task in asked:",
    ): "each task is asked at once: the same answers, later",
    (
        "secrecy/library:Library.find",
        "return None",
    ): "a function that ends without a word returns None all the same",
    (
        "secrecy/cuts:Attacker.cuts",
        "found is not None",
    ): "for the types: the table that does not move is always a solution",
    (
        "published/unseen:unseen",
        "any((name in content for name in IN_PAGES))",
    ): "without these names nothing is found: only the time to look into images and fonts is saved",
    (
        "secrecy/heuristic:Search._drop",
        "self.mover.price(np.where(hidden & ~self.always, self.weight, 0.0))",
    ): "a column is printed when the tasks can do without it, whatever their moves cost: slower",
    (
        "secrecy/heuristic:Search._hidden",
        "left &= best.hidden",
    ): "what is printed already is printed once more, for no gain: slower",
    (
        "secrecy/suppress:_solve_piece",
        "for part in earlier:\n    if part.piece == piece:\n        return part",
    ): "a piece that did not change is solved again, to the same pattern: a few more questions",
    (
        "secrecy/suppress:_solve_piece",
        "if part.piece == piece:\n    return part",
    ): "as above",
    (
        "secrecy/suppress:_dear_around",
        "return frozenset()",
    ): "for the types: None is as empty",
    (
        "secrecy/suppress:_dear_around",
        "c.dear",
    ): "a cell that is not dear is open already: releasing it changes nothing but the rounds",
    (
        "secrecy/system:pieces",
        "c.name not in still",
    ): "the first pieces are larger, and safe as well: a quarter slower",
    (
        "secrecy/system:_piece",
        "known.index(known[reader]) == reader",
    ): "the same questions asked twice for two readers who know as much: slower",
    (
        "secrecy/system:_piece",
        "column.name is not None",
    ): "for the types: what has no name is not among the names to protect",
    (
        "secrecy/system:pieces",
        "if any(columns[i].name in found for i in group):",
    ): "a piece where nothing is to be protected hides nothing: slower",
    (
        "secrecy/tables:Tables._whole",
        "np.any(np.abs(found.values - np.round(found.values)) > TINY)",
    ): "whole already: asking for whole numbers gives the same ends, ten times slower",
}

Lines = frozenset[tuple[str, int]]
LINE = -1  # in the place of a mutant: its other half is the number of a line


@dataclass(frozen=True, slots=True)
class Mutant:
    """A function with something less; `gone` is what was taken away."""

    module: str
    function: str
    gone: str
    lines: tuple[Lines, Lines]  # of what was taken away, and of the function
    source: str
    place: tuple[int, int]  # rank of the node in the function, rank of what it loses; or a LINE

    @property
    def name(self) -> tuple[str, str]:
        """As EQUIVALENT lists it."""
        return f"{self.module}:{self.function}", self.gone

    def code(self) -> CodeType:
        """What the function does without it."""
        rank, change = self.place
        tree = ast.parse(_short_of(self.source, rank) if change == LINE else self.source)
        if change != LINE:
            _take_away(list(ast.walk(dict(_functions(tree))[self.function]))[rank], change)
        whole = compile(ast.fix_missing_locations(tree), str(_path(self.module)), "exec")
        return _code_in(whole, self.function)


def mutants(module: str) -> Iterator[Mutant]:
    """The module with one line less, each time another one."""
    path = _path(module)
    source = path.read_text(encoding="utf-8")
    for name, function in _functions(ast.parse(source)):
        for rank, node in enumerate(ast.walk(function)):
            for change, (held, at) in enumerate(_removable(node)):
                gone = _entry(node, at) if isinstance(node, ast.Dict) else held[at]
                lines = _lines(path, gone), _lines(path, function)
                yield Mutant(module, name, ast.unparse(gone), lines, source, (rank, change))


def headless(module: str) -> Iterator[Mutant]:
    """The module without one of the lines that `mutants` leaves, where the rest is a program."""
    path = _path(module)
    source = path.read_text(encoding="utf-8")
    taken = {mutant.lines[0] for mutant in mutants(module)}
    for name, function in _functions(ast.parse(source)):
        whole = _lines(path, function)
        texts = [_lines(path, node) for node in ast.walk(function) if _is_text(node)]
        for line in sorted(whole.difference(*texts)):
            gone = source.splitlines()[line[1] - 1].strip()
            is_left = {line} not in taken or gone.partition("  #")[0].endswith(":")
            if line[1] < function.body[0].lineno or not is_left or gone[:1] in {"", "#"}:
                continue
            if _runs(source, line[1]):
                lines = frozenset({line}), whole
                yield Mutant(module, name, gone, lines, source, (line[1], LINE))


def _short_of(source: str, line: int) -> str:
    lines = source.splitlines(keepends=True)
    return "".join(lines[: line - 1] + lines[line:])


def _runs(source: str, line: int) -> bool:
    try:
        compile(_short_of(source, line), "", "exec")
    except SyntaxError:
        return False
    return True


def _path(module: str) -> Path:
    return PIPELINE / f"{module}.py"


def _entry(node: ast.Dict, rank: int) -> ast.Dict:
    key = node.keys[rank]
    assert key is not None, "a display that spreads another one has no entry there"
    return ast.copy_location(ast.Dict([key], [node.values[rank]]), key)


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        inside, prefix = ([node], "")
        if isinstance(node, ast.ClassDef):
            inside, prefix = node.body, f"{node.name}."
        for own in inside:
            if isinstance(own, ast.FunctionDef):
                yield prefix + own.name, own


def _removable(node: ast.AST) -> list[tuple[list[Any], int]]:
    """What may be taken away directly under the node: the list that holds it, and its rank."""
    names: Sequence[str] = ("body", "orelse", "finalbody")
    if isinstance(node, ast.If) and len(node.body) == 1 and not node.orelse:
        names = ()  # its only statement goes with it
    elif isinstance(node, ast.BoolOp | ast.comprehension):
        names = ("values", "ifs")
    elif isinstance(node, ast.Dict | ast.List | ast.Tuple | ast.Set | ast.Call):
        is_long = node.lineno != node.end_lineno
        names = ("keys", "elts", "keywords") if is_long else ()
    held = [own for name in names if isinstance(own := getattr(node, name, None), list)]
    return [(own, rank) for own in held for rank, one in enumerate(own) if _acts(one)]


def _acts(node: ast.AST | None) -> bool:
    is_other = _is_text(node) or isinstance(node, ast.FunctionDef | ast.Pass)
    return node is not None and not is_other


def _is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _take_away(node: ast.AST, change: int) -> None:
    held, rank = _removable(node)[change]
    gone = held.pop(rank)
    if isinstance(gone, ast.stmt):
        held.insert(rank, ast.copy_location(ast.Pass(), gone))
    elif isinstance(node, ast.BoolOp):  # Python does not compile one value alone
        held.insert(0, ast.Constant(value=isinstance(node.op, ast.And)))
    elif isinstance(node, ast.Dict):
        del node.values[rank]


def _lines(path: Path, node: ast.AST) -> Lines:
    first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    return frozenset((str(path), line) for line in range(first, last + 1))


def _code_in(code: CodeType, name: str) -> CodeType:
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    owner = next(one for one in inner if f"{name}.".startswith(f"{one.co_qualname}."))
    return owner if owner.co_qualname == name else _code_in(owner, name)
