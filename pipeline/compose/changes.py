"""The page « Ce qui a changé depuis la dernière édition »: each change under its cause."""

from __future__ import annotations

from pipeline.answers import Explanation
from pipeline.compose.page import ChangesAnnex, Row, Source, Table
from pipeline.editions.changes import Changed
from pipeline.french import number, plural
from pipeline.model import State
from pipeline.plan import Plan


def compose_changes(plan: Plan, source: Source) -> ChangesAnnex | None:
    """None while no earlier edition exists."""
    restated = source.restated
    if not restated.publications:
        return None
    printed = frozenset(plan.indicators())
    groups: dict[Explanation, list[Changed]] = {}
    for one in restated.changed:
        if one.explanation:
            groups.setdefault(one.explanation, []).append(one)
    return ChangesAnnex(
        _statement(len(restated.changed), source),
        tuple(_table(why, group, printed, source) for why, group in groups.items()),
        restated.fingerprint,
    )


def _statement(count: int, source: Source) -> str:
    publications = source.restated.publications
    since = (
        f"{number(publications)} {plural(publications, 'édition publiée', 'éditions publiées')} "
        f"avant celle-ci {plural(publications, 'est conservée', 'sont conservées')} dans le "
        "registre du pôle."
    )
    if not count:
        return f"{since} Aucun chiffre déjà publié n'a changé."
    verb = plural(count, "chiffre déjà publié a", "chiffres déjà publiés ont")
    return f"{since} {number(count)} {verb} changé ; chacun figure ici avec sa cause."


def _table(
    why: Explanation, group: list[Changed], printed: frozenset[str], source: Source
) -> Table:
    rows = tuple(_row(one, one.key.indicator in printed, source) for one in group)
    caption = f"{why.cause.capitalize()}. {why.text}"
    return Table(caption, ("Chiffre", "Année", "Publié", "Maintenant"), rows)


def _row(one: Changed, is_linked: bool, source: Source) -> Row:  # noqa: FBT001
    head = source.figures.indicators[one.key.indicator]
    structures = source.structures
    place = (
        structures.get(one.key.structure, one.key.structure),
        head.categories.get(one.key.category, structures.get(one.key.category, one.key.category)),
    )
    label = ", ".join((head.title, *filter(None, place)))
    texts = (
        printed.text if printed.state is State.VALUE else printed.state.value
        for printed in (one.before, one.after)
    )
    code = head.code if is_linked else ""
    return Row(label if is_linked else f"{label} ({head.code})", code, (str(one.key.year), *texts))
