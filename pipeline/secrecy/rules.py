"""Which cells must be hidden for themselves, and which ratios cannot be printed at all."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.secrecy.cells import Cell, Key, Link, Need, Policy, Problem, Ratio, Status, total

SMALL, UNIFORM, FEW, DOMINANT = (
    "effectif sous le seuil",
    "groupe uniforme",
    "trop peu de contributeurs",
    "un contributeur domine",
)


def complement(ratio: Ratio) -> Key:
    """The people of `bottom` who are not in `top`: a reader subtracts."""
    if ratio.rest:
        return ratio.rest
    name = f"{ratio.bottom.measure} − {ratio.top.measure}"
    return Key(name, ratio.top.dims, max(ratio.top.vintage, ratio.bottom.vintage))


def completed(problem: Problem) -> Problem:
    """The problem with what readers add to it: complements of shares, subsets as inequalities."""
    cells, links = dict(problem.cells), list(problem.links)
    for ratio in problem.ratios:
        rest = complement(ratio)
        if ratio.is_share and rest not in cells:
            bottom = cells[ratio.bottom]
            left, own = bottom.value - cells[ratio.top].value, bottom.threshold
            cells[rest] = Cell(rest, left, status=Status.UNPRINTED, threshold=own)
            links.append(total(ratio.bottom, (ratio.top, rest), "complément d'une part"))
    for subset in problem.subsets:
        for part in problem.cells:
            whole = part._replace(measure=subset.whole)
            if part.measure == subset.part and whole in problem.cells:
                links.append(Link(((part, 1), (whole, -1)), "<=", why="sous-ensemble"))
    return Problem(cells, tuple(links), problem.ratios, moves=problem.moves)


def floor_of(cell: Cell, problem: Problem, policy: Policy) -> int:
    """The least value that a reader may believe once the cell is hidden."""
    if cell.low is not None:
        return cell.low
    may_be_zero = cell.status is Status.UNPRINTED or cell.is_real or not cell.value
    return 0 if may_be_zero or not policy.zeros_printed or _tells(cell, problem) else 1


def may_hide(cell: Cell, problem: Problem, policy: Policy) -> bool:
    """Whether the cell may be hidden to protect another."""
    is_fixed_zero = not cell.value and policy.zeros_printed and not _tells(cell, problem)
    return cell.status is Status.FREE and not is_fixed_zero


def needs(problem: Problem, policy: Policy) -> dict[Key, Need]:
    """Every cell to hide for itself, with its first reason."""
    found = dict(_uniform(problem, policy))
    for name, cell in problem.cells.items():
        if not cell.sensitive:
            continue
        if reason := _concentrated(cell, policy):
            left = 1 - policy.dominance
            room = -(-abs(cell.value) * left.numerator // left.denominator)
            found[name] = Need(reason, room, room)
        elif not cell.is_real and 1 <= cell.value < policy.threshold_of(cell) and cell.room:
            found[name] = Need(SMALL, *cell.room)
        elif not cell.is_real and 1 <= cell.value < policy.threshold_of(cell):
            down = min(1, cell.value - floor_of(cell, problem, policy))
            room = policy.threshold_of(cell) - 1  # what can be excluded begins beyond it
            found[name] = Need(SMALL, down, room, is_wish=policy.zeros_printed)
    return found


def withheld(problem: Problem, policy: Policy, hidden: frozenset[Key]) -> frozenset[Ratio]:
    """The ratios that cannot be printed: on too few people, or about a hidden cell."""
    return frozenset(
        ratio
        for ratio in problem.ratios
        if problem.cells[ratio.bottom].value < policy.rate_floor
        or not hidden.isdisjoint((ratio.top, ratio.bottom, complement(ratio)))
    )


def _concentrated(cell: Cell, policy: Policy) -> str:
    """The rule on amounts that the cell breaks, if any: a count has no contributors."""
    shares = [abs(share) for share in cell.contributors if share]
    if not shares:
        return ""
    if len(shares) < policy.contributors:
        return FEW
    return DOMINANT if max(shares) > policy.dominance * sum(shares) else ""


def _uniform(problem: Problem, policy: Policy) -> Iterator[tuple[Key, Need]]:
    """Groups of which all, or none, have a sensitive characteristic."""
    for ratio in problem.ratios:
        top, bottom = problem.cells[ratio.top], problem.cells[ratio.bottom]
        if not ratio.uniform_tells or not bottom.value or not top.sensitive:
            continue
        room = min(policy.threshold_of(top) - 1, bottom.value)
        if not top.value:
            yield ratio.top, Need(UNIFORM, 0, room)
        elif top.value == bottom.value:
            yield ratio.top, Need(UNIFORM, room, 0)


def _tells(cell: Cell, problem: Problem) -> bool:
    return cell.key.measure in problem.telling
