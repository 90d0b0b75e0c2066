"""render: the pages → a PDF and its twins. The only writer of published files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.exports import faults_csv, fingerprints_csv
from pipeline.pages import Pages, print_pages, screen_pages
from pipeline.printing.pdf import AttachedFile
from pipeline.printing.press import Press
from pipeline.printing.publish import publish
from pipeline.proof.crate import Crate
from pipeline.proof.seals import FINGERPRINTS
from pipeline.published.judge import Case, Judgement, judge, judge_crate, judge_paper
from pipeline.received import Quality


def render(
    press: Press,
    pages: Pages,
    attachments: tuple[AttachedFile, ...],
    quality: Quality,
    slips: Callable[[], Mapping[str, bytes]],
    case: Case,
    enclose: Callable[[], Crate],
    path: Path,
) -> Judgement:
    """Write the PDF at `path` and its twins beside it, all or none; return how they were judged.

    While the press prints, `slips` makes the files of the return slips, `enclose` opens the
    research crate and the audit reads what is about to be published: it may refuse it all.
    Slips and audit leave private files, as do the faults and the files read.
    """
    twin = press.start(screen_pages, pages)
    pdf = press.start(print_pages, pages, attachments, plain=press.is_plain)
    private = {f"retours/{name}": content for name, content in slips().items()}
    private["anomalies.csv"] = faults_csv(quality.faults)
    private[FINGERPRINTS] = fingerprints_csv(quality)
    crate = enclose()
    judgement = judge(case, twin(), attachments)
    judge_paper(judgement, pdf(), attachments)
    private |= judgement.private
    published = {path.name: pdf(), path.with_suffix(".html").name: twin()}
    published |= {file.name: file.content for file in attachments}
    enclosed = crate.closed(published)
    judge_crate(judgement, enclosed, published)
    published |= enclosed
    publish(path.parent, published, private)
    return judgement
