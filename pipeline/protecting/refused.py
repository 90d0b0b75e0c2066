"""No pattern is safe: which figures stay bare, and the least costly way out, in French."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.model import Indicator
from pipeline.protecting.persons import TWICE, measures_in
from pipeline.secrecy.cells import Key, NoSafePatternError
from pipeline.secrecy.vintages import REVISED

MOST_NAMED, MOST_PLACES = 8, 4
WITHHOLD = "retirer"
WAYS = {
    "ne pas réviser": "redonner les chiffres de l'édition publiée, sans les réviser",
    "regrouper": "réunir en une seule ligne",
    WITHHOLD: "ne plus imprimer",
}


def refused(error: NoSafePatternError, indicators: Mapping[str, Indicator]) -> str:
    """The cells that no mask protects, then a way out for each; never a value."""
    lines = [f"- {name_of(cell, indicators)}" for cell in error.cells]
    ways = [f"- {WAYS[one.action]} : {_listed(one.cells, indicators)}" for one in error.remedies]
    return "\n".join((*_first(lines), "Pour chacun, la piste la moins coûteuse :", *_first(ways)))


def codes_of(error: NoSafePatternError, indicators: Mapping[str, Indicator]) -> set[str]:
    """The indicators to withdraw: those of what nothing protects, and of what is to be withheld."""
    gone = [cell for one in error.remedies if one.action == WITHHOLD for cell in one.cells]
    heads = (_head_of(cell, indicators) for cell in (*error.cells, *gone))
    return {head.code for head in heads if head and not head.kept}


def withdrawal(codes: Iterable[str]) -> Iterator[str]:
    """What to write so that these indicators are told nowhere; nothing without any."""
    if listed := ", ".join(f'"{code}"' for code in sorted(codes)):
        yield (
            f"Pour ne plus imprimer un indicateur, écrivez retires = [{listed}] sous "
            "[confidentialite], dans pole.toml."
        )


def _first(lines: Iterable[str]) -> Iterator[str]:
    """The first ones, once each, and how many others."""
    told = list(dict.fromkeys(lines))
    yield from told[:MOST_NAMED]
    if more := len(told[MOST_NAMED:]):
        yield f"- et {more} autre{'s' * (more > 1)}"


def _listed(cells: Iterable[Key], indicators: Mapping[str, Indicator]) -> str:
    """The cells of one table and year under its name, written once."""
    tables: dict[str, list[str]] = {}
    for cell in cells:
        table, place = _named(cell, indicators)
        tables.setdefault(table, []).append(place)
    return " ; ".join(_with_places(table, places) for table, places in tables.items())


def _with_places(table: str, places: Sequence[str]) -> str:
    told = [place or "le pôle" for place in places[:MOST_PLACES]]
    more = len(places) - MOST_PLACES
    told += [f"et {more} de plus"] if more > 0 else []
    return f"{table} ({' ; '.join(told)})" if any(places) else table


def name_of(cell: Key, indicators: Mapping[str, Indicator]) -> str:
    """`INS-15 « Sorties », 2025, berges, Emploi durable`; a count without title by its own name."""
    return ", ".join(filter(None, _named(cell, indicators)))


def _named(cell: Key, indicators: Mapping[str, Indicator]) -> tuple[str, str]:
    """The table with its year, then the place in it."""
    _, *parts = measures_in(cell)
    head = _head_of(cell, indicators)
    if head is None:
        return str(cell), ""
    dims = dict(cell.dims)
    category = dims.get("modalite", "")
    place = (
        dims.get("structure", ""),
        head.categories.get(category, category),
        "ce qu'une révision ajoute ou retire" if cell.measure.startswith(REVISED) else "",
        "les personnes comptées dans deux structures" if TWICE in cell.measure else "",
        "les autres personnes" if parts else "",
    )
    table = ", ".join(filter(None, (f"{head.code} « {head.title} »", dims.get("annee", ""))))
    return table, ", ".join(filter(None, place))


def _head_of(cell: Key, indicators: Mapping[str, Indicator]) -> Indicator | None:
    """The indicator that prints a count, or the share of which it is a part, by its categories."""
    measure, category = measures_in(cell)[-1], dict(cell.dims).get("modalite", "")
    own = [h for h in indicators.values() if measure == h.id.rpartition("/")[2]]
    own += [h for h in indicators.values() if measure in {h.numerator, h.denominator}]
    named = [head for head in own if category in head.categories] if category else []
    return next(iter(named or own), None)
