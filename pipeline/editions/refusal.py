"""The message of a run that would change a published figure without saying why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.answers import Cause
from pipeline.editions.changes import Changed, Restatement
from pipeline.editions.ledger import Publication
from pipeline.errors import DataError
from pipeline.french import number, plural
from pipeline.model import Figures, State
from pipeline.proof.fingerprints import method_files
from pipeline.received import Quality

MOST_FIGURES, MOST_FILES = 12, 12


def refuse_unexplained(
    restated: Restatement,
    publications: Sequence[Publication],
    figures: Figures,
    quality: Quality,
    place: str,
) -> None:
    """Stop the run when a change has no cause in the file `place`."""
    unexplained = restated.unexplained()
    if not unexplained:
        return
    count = len(unexplained)
    several = plural(count, "chiffre publié a", "chiffres publiés ont")
    way_out = (
        f"Est-ce une erreur ? Corrigez-la. Sinon, ajoutez à {place} les lignes qui suivent, "
        "complétez les phrases, puis relancez :"
    )
    lines = [
        f"{number(count)} {several} changé sans explication : le rapport n'est pas imprimé.",
        *_figure_lines(unexplained, figures, quality.structures),
        *_secret_lines(unexplained, figures),
        *_cause_lines(unexplained, publications, figures, quality),
        way_out,
        *_answer_lines(unexplained, publications, figures, quality),
    ]
    raise DataError("\n".join(lines))


def _figure_lines(
    changed: Sequence[Changed], figures: Figures, structures: Mapping[str, str]
) -> Iterator[str]:
    for one in changed[:MOST_FIGURES]:
        head = figures.indicators[one.key.indicator]
        place = (
            structures.get(one.key.structure, one.key.structure),
            head.categories.get(one.key.category, one.key.category),
        )
        where = ", ".join((f"{head.code} {head.title}", str(one.key.year), *filter(None, place)))
        yield (
            f"- {where} : {_told(one.before.state.value, one.before.text)} dans l'édition "
            f"{one.edition}, {_told(one.after.state.value, one.after.text)} maintenant"
        )
    if (more := len(changed) - MOST_FIGURES) > 0:
        yield f"- … et {number(more)} {plural(more, 'autre')}"


def _secret_lines(changed: Sequence[Changed], figures: Figures) -> Iterator[str]:
    """Why published figures would now be hidden, and what would spare them."""
    now_hidden = any(
        one.before.state is State.VALUE and one.after.state is not State.VALUE for one in changed
    )
    if figures.unsafe and now_hidden:
        yield "Le secret : si les chiffres publiés restent imprimés, aucun masque ne protège :"
        yield figures.unsafe


def _told(state: str, text: str) -> str:
    """`62 %`, or `masqué` rather than its sign."""
    return text if state == "valeur" else state


def _cause_lines(
    changed: Sequence[Changed],
    publications: Sequence[Publication],
    figures: Figures,
    quality: Quality,
) -> Iterator[str]:
    """What differs since: files of the contracts that these figures read, queries, policy."""
    for rank in sorted({one.publication for one in changed}):
        of_rank = [one for one in changed if one.publication == rank]
        then = publications[rank - 1]
        files = list(_differing_files(of_rank, then, figures, quality))
        more = len(files) - MOST_FILES
        listed = files[:MOST_FILES] + ([f"et {number(more)} autres"] if more > 0 else [])
        yield (
            f"Fichiers qui diffèrent depuis l'édition {then.edition} : "
            f"{' ; '.join(listed) or 'aucun de ceux que ces chiffres lisent'}."
        )
        if queries := _differing_queries(of_rank, then, figures):
            yield f"Requêtes et tables de référence modifiées : {', '.join(queries)}."
        if then.policy["seuil"] != figures.threshold:
            yield f"Seuil du secret : {then.policy['seuil']} alors, {figures.threshold} maintenant."


def _differing_files(
    changed: Iterable[Changed], then: Publication, figures: Figures, quality: Quality
) -> Iterator[str]:
    """`path (ajouté)`: files of the years and contracts of these figures, and undated ones."""
    keys = {one.key for one in changed}
    tables = {table for k in keys for table in figures.indicators[k.indicator].raw_tables}
    years = {key.year for key in keys}
    now = {file.path: file for file in quality.files}
    for path in sorted({*now, *then.files}):
        file = now.get(path)
        if file is None:
            yield f"{path} (retiré)"
        elif file.sha256 != then.files.get(path) and (
            not tables or (file.contract in tables and _may_speak_of(file.year, years))
        ):
            yield f"{path} ({'modifié' if path in then.files else 'ajouté'})"


def _may_speak_of(year: int | None, years: set[int]) -> bool:
    """A file may hold lines of its own year, or of the end of the year before."""
    return not year or year in years or year - 1 in years


def _differing_queries(
    changed: Iterable[Changed], then: Publication, figures: Figures
) -> list[str]:
    """Of the indicators, then those that they share and the reference tables they read."""
    heads = [figures.indicators[i] for i in sorted({one.key.indicator for one in changed})]
    own = [head.id for head in heads if head.sha256 != then.queries.get(head.id)]
    now, shared = method_files(), {name for head in heads for name in head.methods()}
    return own + sorted(n for n in shared if then.queries.get(n, now.get(n)) != now.get(n))


def _answer_lines(
    changed: Sequence[Changed],
    publications: Sequence[Publication],
    figures: Figures,
    quality: Quality,
) -> Iterator[str]:
    """Blocks to paste: one a likely cause, publication and set of years."""
    years: dict[tuple[int, str], set[int]] = {}
    for one in changed:
        years.setdefault((one.publication, one.key.indicator), set()).add(one.key.year)
    blocks: dict[tuple[int, tuple[int, ...], Cause], list[str]] = {}
    for (rank, indicator), of_indicator in sorted(years.items()):
        own = [o for o in changed if (o.publication, o.key.indicator) == (rank, indicator)]
        cause = _likely(own, publications[rank - 1], figures, quality)
        blocks.setdefault((rank, tuple(sorted(of_indicator)), cause), []).append(indicator)
    for (rank, block_years, cause), indicators in blocks.items():
        yield ""
        yield "[[changements]]"
        yield f"publication = {rank}"
        listed = ", ".join(f'"{indicator}"' for indicator in indicators)
        yield f"indicateurs = [{listed}]"
        yield f"annees = [{', '.join(map(str, block_years))}]"
        yield f'cause = "{cause}"  # {", ".join(Cause)} : laquelle ?'
        yield 'phrase = ""'


def _likely(
    changed: Sequence[Changed], then: Publication, figures: Figures, quality: Quality
) -> Cause:
    if _differing_queries(changed, then, figures):
        return Cause.METHOD
    files = list(_differing_files(changed, then, figures, quality))
    if not files:
        return Cause.METHOD
    return Cause.LATE if all(f.endswith("(ajouté)") for f in files) else Cause.CORRECTED
