"""Tables of a chapter: the year by structure or category, then five years of its core figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.compose.early import first_told, unsent
from pipeline.compose.kept import explained
from pipeline.compose.material import Source
from pipeline.compose.page import Row, Table
from pipeline.french import figure_text, target_text
from pipeline.model import Figure, Indicator, State
from pipeline.plan import ChapterPlan
from pipeline.proof import marks

NOTHING = (State.MISSING, State.NOT_APPLICABLE)
TOTALS = frozenset({"charges", "produits"})  # categories that hold others
NARROW = 6  # characters of a cell, for five years to fit in half a page
FEWEST_PLACES = 2  # a structure and the pole
FEW = 3  # columns, that of the names included
BREAK = "‖"  # after the title of a series that is broken
AVOIDED = "{} : une quantité évitée s'écrit en négatif, comme dans la Base Carbone."
GOAL = -2  # place of the target among the cells of the years
HEADING = 3  # rows that a caption and a header take


Columns = tuple[tuple[Table, ...], ...]


def compose_tables(plan: ChapterPlan, source: Source) -> tuple[Columns, tuple[Table, ...]]:
    """From the detail to the whole: the narrow tables in columns, then those that are wide."""
    heads = (source.figures.indicators[i] for i in plan.tableaux.modalites)
    crossed = [_crossed_table(plan, source)] if plan.tableaux.croises else []
    made = (*(_category_table(head, source) for head in heads), *crossed)
    details = [table for table in made if table.rows]
    narrow = [table for table in details if _is_narrow(table)]
    wide = [table for table in details if table not in narrow]
    return side_by_side(narrow), (*_by_place(plan, source), *wide, *_whole(plan, source))


def _is_narrow(table: Table) -> bool:
    """Whether half the width of a page is enough: for five years, or for two titles."""
    is_of_years = all(name.isdigit() for name in table.header[1:])
    cells = (marks.plain(cell) for row in table.rows for cell in row.cells)
    return (is_of_years or len(table.header) <= FEW) and all(len(c) <= NARROW for c in cells)


def side_by_side(tables: Sequence[Table]) -> Columns:
    """The tables in their order, in two columns as even as can be."""
    heights = [len(table.rows) + HEADING for table in tables]
    cuts = range(1, len(tables) + 1)
    cut = min(cuts, key=lambda n: max(sum(heights[:n]), sum(heights[n:])), default=0)
    return tuple(column for column in (tuple(tables[:cut]), tuple(tables[cut:])) if column)


def _by_place(plan: ChapterPlan, source: Source) -> Iterator[Table]:
    figures = source.figures
    heads = [figures.indicators[i] for i in plan.tableaux.structures if figures.is_by_structure(i)]
    table = _structure_table(plan, heads, source)
    if heads and len(table.rows) > FEWEST_PLACES:  # one structure alone is the pole
        yield table


def _whole(plan: ChapterPlan, source: Source) -> Iterator[Table]:
    if plan.tableaux.annees and not unsent(plan, source):
        lines = [line.partition(".") for line in plan.tableaux.annees]
        first = first_told(source.figures.series(i, category=c) for i, _, c in lines)
        years = source.figures.years[first:]
        span = f"de {years[0]} à {years[-1]}" if len(years) > 1 else f"de {years[0]}"
        rows = tuple(_year_row(i, first, source) for i in plan.tableaux.annees)
        aimed = any(row.cells[GOAL] for row in rows)
        yield Table(
            caption=_caption(plan, f"les chiffres {span}"),
            header=("Indicateur", *map(str, years), *(["Objectif"] if aimed else []), "Structures"),
            rows=rows if aimed else tuple(map(_without_goal, rows)),
            notes=(
                *_breaks(plan.tableaux.annees, years, source),
                *_avoided(plan.tableaux.annees, source),
            ),
        )


def _without_goal(row: Row) -> Row:
    return replace(row, cells=(*row.cells[:GOAL], *row.cells[GOAL + 1 :]))


def _breaks(lines: tuple[str, ...], years: tuple[int, ...], source: Source) -> Iterator[str]:
    """Each break in series of the years shown, told once for all the figures that it touches."""
    told: dict[tuple[str, str], None] = {}
    for line in lines:
        head = source.figures.indicators[line.partition(".")[0]]
        if head.is_broken(years[0], years[-1]):
            told |= dict.fromkeys(head.breaks.items())
    for year, text in told:
        yield f"{BREAK} Rupture de série en {year} : {text}."


def _avoided(lines: tuple[str, ...], source: Source) -> Iterator[str]:
    """How to read a quantity of gas under zero, when the year has one."""
    for line in lines:
        head = source.figures.indicators[line.partition(".")[0]]
        value = source.figures.get(head.id, source.year).value
        if head.unit == "tCO2e" and value is not None and value < 0:
            yield AVOIDED.format(head.code)


def _unit_header(head: Indicator) -> str:
    return "En nombre" if head.unit in {"nb", "pers."} else f"En {head.unit}"


def _unit(head: Indicator) -> str:
    """The unit after a title, so that the digits of a column line up; a share keeps its sign."""
    return "" if head.unit in {"nb", "%"} else f" ({head.unit})"


def _column(head: Indicator) -> str:
    return f"{head.title}{_unit(head)}"


def _cell(figure: Figure, head: Indicator) -> str:
    return figure_text(figure, head, unit=head.is_share)


def _caption(plan: ChapterPlan, what: str) -> str:
    """The chapter, then what the table shows; one colon at most."""
    return f"{plan.surtitre.replace(' : ', ', ')} : {what}"


def _year_row(line: str, first: int, source: Source) -> Row:
    indicator, _, category = line.partition(".")
    head = source.figures.indicators[indicator]
    target = None if category else source.target(indicator)
    title = f"{head.title} : {head.categories[category].lower()}" if category else head.title
    title += f" {BREAK}" if head.is_broken(source.figures.years[first], source.year) else ""
    unit = _unit(head)
    cells = (_cell(f, head) for f in source.figures.series(indicator, category=category)[first:])
    goal = target_text(target, head.unit if head.is_share else "") if target else ""
    received, expected = source.figures.perimeters.get((indicator, source.year), (0, 0))
    shares = marks.of(f"{received} / {expected}", f"perimetre/{indicator}|{source.year}")
    covered = "pôle" if received == expected <= 1 else shares
    return Row(f"{title}{unit}", head.code, (*cells, goal, covered))


def _crossed_table(plan: ChapterPlan, source: Source) -> Table:
    """The categories of a year, an indicator a column."""
    heads = [source.figures.indicators[i] for i in plan.tableaux.croises]
    rows, every = [], []
    for category, label in source.figures.categories(heads[0].id).items():
        figures = [source.figures.get(h.id, source.year, category=category) for h in heads]
        if any(f.state is not State.MISSING for f in figures):
            texts = (_cell(f, h) for f, h in zip(figures, heads, strict=True))
            rows.append(Row(label, "", tuple(texts), is_total=category in TOTALS))
            every += figures
    table = Table(
        caption=f"{plan.tableaux.croises_titre} en {source.year}",
        header=("Détail", *map(_column, heads)),
        rows=tuple(rows),
        codes=tuple(head.code for head in heads),
        notes=tuple(filter(None, (plan.tableaux.croises_note,))),
    )
    return explained(table, heads, every)


def _category_table(head: Indicator, source: Source) -> Table:
    rows = {
        label: series
        for category, label in source.figures.categories(head.id).items()
        if _says(head, series := source.figures.series(head.id, category=category))
    }
    if _repeats_the_total(rows.values(), source.figures.series(head.id)):
        rows = {}
    first = first_told(rows.values())
    texts = ((label, tuple(_bare(f, head) for f in row[first:])) for label, row in rows.items())
    table = Table(
        caption=head.title,
        header=(_unit_header(head), *map(str, source.figures.years[first:])),
        rows=tuple(Row(label, "", cells) for label, cells in texts),
        codes=(head.code,),
    )
    return explained(table, (head,), (figure for row in rows.values() for figure in row[first:]))


def _repeats_the_total(rows: Iterable[Sequence[Figure]], whole: Sequence[Figure]) -> bool:
    """Whether there is one category, that says what the pole's line says."""
    values = [[figure.value for figure in row] for row in rows]
    return values == [[figure.value for figure in whole]]


def _says(head: Indicator, series: tuple[Figure, ...]) -> bool:
    """Whether a category had something: none of a kind is no row, a share of zero is one."""
    return any(f.state not in NOTHING and (head.is_share or f.value != 0) for f in series)


def _bare(figure: Figure, head: Indicator) -> str:
    return figure_text(figure, head, unit=False)


def _structure_table(plan: ChapterPlan, heads: Sequence[Indicator], source: Source) -> Table:
    is_distinct = any(head.aggregation == "distinct" for head in heads)
    whole = "Pôle, chaque personne une fois" if is_distinct else "Pôle"
    places = [("", whole), *source.structures.items()]
    rows = []
    for structure, name in places:
        figures = [source.figures.get(h.id, source.year, structure) for h in heads]
        if structure and all(f.state is State.MISSING for f in figures):
            continue
        texts = (_cell(f, h) for f, h in zip(figures, heads, strict=True))
        rows.append(Row(name, "", tuple(texts), is_total=not structure))
    return Table(
        caption=_caption(plan, f"les structures en {source.year}"),
        header=("Structure", *map(_column, heads)),
        rows=tuple(rows[1:] + rows[:1]),
        codes=tuple(head.code for head in heads),
    )
