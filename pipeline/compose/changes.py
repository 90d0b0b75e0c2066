"""The page « Ce qui a changé depuis la dernière édition »: each change under its cause."""

from __future__ import annotations

from pipeline.answers import Explanation
from pipeline.compose.material import Source
from pipeline.compose.page import ChangesAnnex, Row, Table
from pipeline.editions.changes import Changed
from pipeline.editions.ledger import Printed
from pipeline.french import number, plural
from pipeline.model import State
from pipeline.proof import marks
from pipeline.proof.citations import LEDGER
from pipeline.proof.marks import cell_name


def compose_changes(source: Source) -> ChangesAnnex | None:
    """None while no earlier edition exists."""
    restated = source.restated
    if not restated.publications:
        return None
    groups: dict[Explanation, list[Changed]] = {}
    for one in restated.changed:
        if one.explanation:
            groups.setdefault(one.explanation, []).append(one)
    return ChangesAnnex(
        _statement(len(restated.changed), source),
        tuple(_table(why, group, source) for why, group in groups.items()),
        restated.fingerprint,
    )


def _statement(count: int, source: Source) -> str:
    publications = source.restated.publications
    known = "Une" if publications == 1 else marks.of(number(publications), "registre/éditions")
    since = (
        f"{known} {plural(publications, 'édition publiée', 'éditions publiées')} "
        f"avant celle-ci {plural(publications, 'est conservée', 'sont conservées')} dans le "
        "registre du pôle."
    )
    if not count:
        return f"{since} Aucun chiffre déjà publié n'a changé."
    verb = plural(count, "chiffre déjà publié a", "chiffres déjà publiés ont")
    told = marks.of(number(count), "registre/chiffres changés")
    return f"{since} {told} {verb} changé ; chacun figure ici avec sa cause."


def _table(why: Explanation, group: list[Changed], source: Source) -> Table:
    rows = tuple(_row(one, source) for one in group)
    caption = f"{why.cause.capitalize()}. {why.text}"
    return Table(caption, ("Chiffre", "Année", "Publié", "Maintenant"), rows)


def _row(one: Changed, source: Source) -> Row:
    head = source.figures.indicators[one.key.indicator]
    structures = source.structures
    place = (
        structures.get(one.key.structure, one.key.structure),
        head.categories.get(one.key.category, structures.get(one.key.category, one.key.category)),
    )
    label = ", ".join((head.title, *filter(None, place)))
    before = f"{LEDGER}{one.key.indicator}|{one.key.year}"
    now = cell_name(one.key) if one.after.state is State.VALUE else before
    texts = marks.of(_text(one.before), before), marks.of(_text(one.after), now)
    return Row(label, head.code, (str(one.key.year), *texts))


def _text(printed: Printed) -> str:
    return printed.text if printed.state is State.VALUE else printed.state.value
