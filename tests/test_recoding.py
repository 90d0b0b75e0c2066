"""Categories are merged before they are masked, where a table would be mostly masked."""

from __future__ import annotations

from dataclasses import replace

from pipeline.secrecy.cells import Cell, Key, Link, Policy, Problem, Ratio, Status, key, total
from pipeline.secrecy.recoding import Recoding, recoded, recodings
from pipeline.secrecy.suppress import suppress

CDI, CDD, FORMATION, AUTRE = "cdi", "cdd", "formation", "autre"
LEVELS = {"motif": ({CDI: "durable", CDD: "durable"}, {CDI: "sortie", CDD: "sortie"})}
TABLE = ("sorties", ("motif", "s"))


def exits(rows: dict[str, dict[str, int]]) -> Problem:
    """Exits by structure and motive, the motives of the pole, the totals."""
    cells: dict[Key, Cell] = {}
    links = []
    motives = list(next(iter(rows.values())))
    for structure in ("", *rows):
        own = [rows[s] for s in rows if structure in ("", s)]
        line = key("sorties", s=structure)
        cells[line] = Cell(line, sum(sum(row.values()) for row in own), 20)
        parts = tuple(key("sorties", s=structure, motif=m) for m in motives)
        cells |= {
            p: Cell(p, sum(row[m] for row in own)) for p, m in zip(parts, motives, strict=True)
        }
        links.append(total(line, parts))
    for motive in ("", *motives):
        whole = key("sorties", motif=motive)
        links.append(total(whole, tuple(key("sorties", s=s, motif=motive) for s in rows)))
    return Problem(cells, tuple(links))


MOSTLY_SMALL = {
    "A": {CDI: 3, CDD: 4, FORMATION: 12, AUTRE: 9},
    "B": {CDI: 4, CDD: 2, FORMATION: 10, AUTRE: 8},
}


def test_small_motives_are_merged_at_the_finest_level_that_is_enough() -> None:
    problem = exits(MOSTLY_SMALL)
    chosen = recodings(problem, LEVELS, Policy())
    assert chosen == (Recoding(TABLE, "motif", LEVELS["motif"][0]),)
    merged = recoded(problem, chosen)
    durable = key("sorties", s="A", motif="durable")
    assert (merged.cells[durable].value, merged.cells[durable].weight) == (7, 2.0)
    assert key("sorties", s="A", motif=CDI) not in merged.cells
    assert merged.cells[key("sorties", motif=CDI)].value == 7, "the pole keeps its detail"
    assert suppress(problem, Policy()).hidden
    assert not suppress(merged, Policy()).hidden


def test_links_of_merged_cells_are_those_of_their_parts_added_up() -> None:
    chosen = (
        Recoding(TABLE, "motif", LEVELS["motif"][0]),
        Recoding(("sorties", ("motif",)), "motif", LEVELS["motif"][0]),
    )
    problem = exits(MOSTLY_SMALL)
    told = {frozenset(link.terms) for link in recoded(problem, chosen).links}
    a, b, whole = (key("sorties", s=s, motif="durable") for s in ("A", "B", ""))
    assert frozenset({(a, 1), (b, 1), (whole, -1)}) in told, "two columns as one"
    line = [(key("sorties", s="A", motif=m), 1) for m in ("durable", FORMATION, AUTRE)]
    assert frozenset({*line, (key("sorties", s="A"), -1)}) in told
    assert len(told) == 3 + 4, "three lines, three columns of motives, the structures"
    only = {frozenset(link.terms) for link in recoded(problem, chosen[:1]).links}
    assert len(only) == 3 + 3, "what the pole says of each motive ties no structure any more"


def test_bounds_of_each_part_do_not_bound_the_merged_cell() -> None:
    a, b, whole = key("n", c="a"), key("n", c="b"), key("n")
    cells = {a: Cell(a, 3), b: Cell(b, 4), whole: Cell(whole, 5)}
    links = (Link(((a, 1), (whole, -1)), "<="), Link(((b, 1), (whole, -1)), "<="))
    merged = recoded(Problem(cells, links), (Recoding(("n", ("c",)), "c", {"a": "x", "b": "x"}),))
    assert not merged.links


def test_a_table_that_no_level_saves_is_printed_one_level_up() -> None:
    tiny = {"A": {CDI: 1, CDD: 1, AUTRE: 1}, "B": {CDI: 1, CDD: 2, AUTRE: 1}}
    problem = exits(tiny)
    chosen = recodings(problem, LEVELS, Policy())
    assert Recoding(TABLE, "motif", {}) in chosen
    left = recoded(problem, chosen)
    assert not [name for name in left.cells if len(name.dims) == 2]
    assert not [link for link in left.links if any(len(n.dims) == 2 for n, _ in link.terms)]


def test_a_table_with_few_small_cells_or_already_out_stays_as_it_is() -> None:
    fine = exits({"A": {CDI: 3, CDD: 14, FORMATION: 12}, "B": {CDI: 14, CDD: 12, FORMATION: 10}})
    assert not recodings(fine, LEVELS, Policy()), "one of six"
    out = exits(MOSTLY_SMALL)
    cells = {n: replace(c, status=Status.SHOWN) if n.dims else c for n, c in out.cells.items()}
    assert not recodings(Problem(cells, out.links), LEVELS, Policy())
    assert not recodings(out, {"structure": ({"A": "x"},)}, Policy()), "no level of its own"
    fifth = exits({"A": {CDI: 3, CDD: 14, FORMATION: 12, "d": 9, "e": 9}})
    assert Recoding(TABLE, "motif", LEVELS["motif"][0]) in recodings(fifth, LEVELS, Policy())


def test_who_brings_an_amount_is_added_up() -> None:
    a, b = key("euros", c="a"), key("euros", c="b")
    cells = {
        a: Cell(a, 100, is_real=True, contributors=(90, 10, 0), high=100),
        b: Cell(b, 60, is_real=True, contributors=(10, 20, 30), sensitive=False, dear=True),
    }
    chosen = (Recoding(("euros", ("c",)), "c", {"a": "x", "b": "x"}),)
    (cell,) = recoded(Problem(cells), chosen).cells.values()
    assert (cell.value, cell.contributors, cell.high) == (160, (100, 30, 30), None)
    assert (cell.dear, cell.sensitive, cell.is_real) == (True, True, True)


def test_a_share_follows_its_cells_or_goes_with_them() -> None:
    a, b, c, whole = (key("n", c=v) for v in ("a", "b", "z", ""))
    cells = {n: Cell(n, 20) for n in (a, b, c, whole)}
    ratios = (Ratio(a, whole), Ratio(a, whole, rest=b), Ratio(c, whole))
    problem = Problem(cells, (), ratios)
    chosen = (Recoding(("n", ("c",)), "c", {"a": "x", "b": "x"}),)
    assert recoded(problem, chosen).ratios == (Ratio(key("n", c="x"), whole), Ratio(c, whole))
    gone = recoded(problem, (Recoding(("n", ("c",)), "c", {}),))
    assert (list(gone.cells), gone.ratios) == ([whole], ())
