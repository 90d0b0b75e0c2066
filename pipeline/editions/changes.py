"""The figures of a run against those published: what changed, and whether somebody said why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline import VERSION
from pipeline.answers import Explanation
from pipeline.comparison import Attention
from pipeline.editions.ledger import Printed, Publication, fingerprint
from pipeline.french import STATE_TEXT, figure_text
from pipeline.model import CellKey, Figures, State
from pipeline.proof.fingerprints import method_files
from pipeline.received import Quality

ABSENT, UNTOLD = (Printed(one, STATE_TEXT[one]) for one in (State.MISSING, State.HIDDEN))


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that no longer says what was published."""

    key: CellKey
    publication: int  # rank, from 1, of the last one that printed it
    edition: int
    before: Printed
    after: Printed
    explanation: Explanation | None


@dataclass(frozen=True, slots=True)
class Restatement:
    """What this run changes in what was published before it."""

    publications: int = 0
    fingerprint: str = ""
    changed: tuple[Changed, ...] = ()

    def unexplained(self) -> tuple[Changed, ...]:
        """What nobody explained."""
        return tuple(one for one in self.changed if one.explanation is None)


def publication_of(figures: Figures, quality: Quality, attention: Attention) -> Publication:
    """The edition to freeze: protected figures only, as printed."""
    return Publication(
        edition=figures.years[-1],
        figures=_printed(figures),
        files={file.path: file.sha256 for file in quality.files},
        queries={head.id: head.sha256 for head in figures.indicators.values()} | method_files(),
        policy={
            "seuil": figures.threshold,
            "inconnus": attention.unknown_percent,
            "variation": attention.change_percent,
            "variation_points": attention.change_points,
        },
        tool=f"ptce-impact {VERSION}",
    )


def _printed(figures: Figures) -> dict[CellKey, Printed]:
    return {
        key: Printed(figure.state, figure_text(figure, figures.indicators[key.indicator]))
        for key, figure in figures.cells.items()
    }


def compare(
    figures: Figures, publications: Sequence[Publication], explanations: Sequence[Explanation]
) -> Restatement:
    """Every figure published before that reads otherwise now, with its explanation if any.

    Each is compared with the last publication that printed it. An edition already published and
    unchanged is compared with what came before it, so that it can be printed again as it was.
    Indicators that are no longer in the catalogue or that the pole keeps, as the report says, are
    not compared, nor are masks of tables that are now told at a coarser level.
    """
    now = _printed(figures)
    earlier = _before(figures.years[-1], now, publications)
    changed = []
    for key, (rank, edition, before) in sorted(_last_printed(earlier).items()):
        after = now.get(key, ABSENT if key.is_in(figures.told) else UNTOLD)
        head = figures.indicators.get(key.indicator)
        is_shown = key.year in figures.years and head is not None and not head.kept
        is_left = before.state is not State.VALUE and not key.is_in(figures.told)
        if is_shown and not is_left and before != after:
            why = next((e for e in explanations if e.covers(rank, key)), None)
            changed.append(Changed(key, rank, edition, before, after, why))
    return Restatement(len(earlier), fingerprint(earlier) if earlier else "", tuple(changed))


def _before(
    year: int, now: Mapping[CellKey, Printed], publications: Sequence[Publication]
) -> Sequence[Publication]:
    same = [n for n, one in enumerate(publications) if one.edition == year]
    if same and publications[same[-1]].figures == now:
        return publications[: same[-1]]
    return publications


def _last_printed(
    publications: Sequence[Publication],
) -> dict[CellKey, tuple[int, int, Printed]]:
    last = {}
    for rank, publication in enumerate(publications, start=1):
        for key, printed in publication.figures.items():
            last[key] = (rank, publication.edition, printed)
    return last
