"""The whole report, from its parts."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from pipeline.compose.annexes import compose_answers, compose_provenance
from pipeline.compose.changes import compose_changes
from pipeline.compose.chapters import compose_chapters, outlook_name
from pipeline.compose.entries import compose_entries
from pipeline.compose.material import Source
from pipeline.compose.page import Report, Row, Table
from pipeline.compose.quality import compose_quality
from pipeline.compose.summary import compose_summary
from pipeline.lookups import Member
from pipeline.model import Pole
from pipeline.plan import Plan
from pipeline.received import Quality
from pipeline.texts import read_text
from pipeline.unsaid import CUT

TEXTS_OF_THE_POLE = ("pole", "projets")


def compose(
    pole: Pole,
    folder: Path,
    plan: Plan,
    source: Source,
    quality: Quality,
    members: tuple[Member, ...],
) -> Report:
    """Write the report for one funder; `folder` is the pole's, for its texts."""
    answering = (text for criterion in plan.funder.criteres for text in criterion.textes)
    of_chapters = (n for c in plan.chapters for n in (c.id, outlook_name(c.id)))
    named = dict.fromkeys((*TEXTS_OF_THE_POLE, *of_chapters, *answering))
    words = {name: read_text(folder, name, source.figures) for name in named}
    return Report(
        pole=pole,
        year=source.year,
        structures=len(members),
        funder_title=plan.funder.titre,
        mention=plan.funder.mention,
        summary=compose_summary(plan, source),
        introduction=words.get("pole", Markup("")),
        projects=words.get("projets", Markup("")),
        membership=_membership(members),
        chapters=compose_chapters(plan, source, words),
        answers=compose_answers(plan, source, words),
        entries=compose_entries(plan, source, quality),
        quality=compose_quality(quality, source),
        provenance=compose_provenance(plan, quality, source),
        changes=compose_changes(source),
        cut=tuple(name for name, text in words.items() if CUT in text),
    )


def _membership(members: tuple[Member, ...]) -> Table:
    rows = tuple(
        Row(
            m.name,
            "",
            (m.legal_form, m.siae or "–", f"{m.since}" + (f"–{m.until}" if m.until else "")),
        )
        for m in members
    )
    return Table("Les structures membres", ("Structure", "Statut", "SIAE", "Membre depuis"), rows)
