"""The lines that end a run: where the report is, what became of every line, what needs care."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import plain_path
from pipeline.french import number, plural
from pipeline.received import Delivery, Fault, Quality

MOST_CAUSES = 8


def closing_lines(
    pdf: Path,
    year: int,
    quality: Quality,
    open_tables: Sequence[str] | None = None,
    unanswered: Sequence[str] = (),
    comments: str = "",
    typed: Sequence[str] = (),
    cut: Sequence[str] = (),
) -> Iterator[str]:
    """French lines for the terminal; no value of any cell.

    `open_tables` are those in which a member would find small counts of another (None: the
    edition withstands members), `unanswered` codes of figures that changed much, `comments` the
    file for the answers, `typed` the small groups that the pole's own words tell, `cut` its texts
    that lost a sentence.
    """
    yield f"Rapport {year} : {plain_path(pdf)}"
    yield _balance(quality)
    yield from _files_without_contract(quality)
    yield from _causes(quality)
    missing = [key for key, state in quality.deliveries.items() if state is Delivery.MISSING]
    if late := sorted(key for key in missing if key[2] == year):
        listed = ", ".join(f"{structure} ({contract})" for structure, contract, _ in late)
        yield f"Fichiers attendus pour {year} et non reçus : {listed}."
    if unanswered:
        yield (
            f"Variations fortes sans commentaire : {', '.join(unanswered)}. Écrivez une phrase "
            f"pour chacune dans {comments}."
        )
    yield from _of_members(open_tables)
    if typed:
        yield (
            f"Petits groupes dans vos propres textes, que rien ne masque : {' ; '.join(typed)}. "
            "Vérifiez que personne n'y est reconnaissable."
        )
    if cut:
        yield (
            "Phrases de vos textes non imprimées, leur chiffre étant masqué ou non transmis, à la "
            f"place marquée […] : {', '.join(cut)}. Récrivez-les sans ce chiffre."
        )
    anomalies = plain_path(pdf.with_name("anomalies.csv"))
    yield f"Le détail, ligne par ligne, est dans {anomalies}."
    returns = plain_path(pdf.with_name("retours"))
    yield f"Une fiche de retour par structure, à lui renvoyer, est dans {returns}."


def _of_members(open_tables: Sequence[str] | None) -> Iterator[str]:
    """What a member structure would find with its own counts; no value, nor whose."""
    if open_tables is None:
        return
    if not open_tables:
        yield (
            "Secret : avec ses propres chiffres, une structure membre ne retrouverait aucun des "
            "petits effectifs masqués d'une autre ; make secrecy le vérifie aussi pour les taux."
        )
        return
    count = len(open_tables)
    yield (
        "Secret : avec ses propres chiffres, une structure membre retrouverait de petits effectifs "
        f"d'une autre dans {number(count)} {plural(count, 'tableau', 'tableaux')} au moins "
        f"({', '.join(open_tables)}). make secrecy dit qui et combien ; strict = true, dans "
        "pole.toml, l'empêche."
    )


def _balance(quality: Quality) -> str:
    read, counted, repaired, ignored, aside = (
        number(sum(getattr(balance, name) for balance in quality.balances))
        for name in ("lines", "counted", "repaired", "ignored", "set_aside")
    )
    return (
        f"{len(quality.files)} fichiers, {read} lignes lues : {counted} comptées, "
        f"{repaired} réparées et comptées, {ignored} ignorées par règle, {aside} mises de côté."
    )


def _files_without_contract(quality: Quality) -> Iterator[str]:
    for file in quality.files:
        if file.contract is None:
            fault = next(f for f in quality.faults if f.file == file.path)
            yield f"Fichier non reconnu : {file.path}. {fault.reason} {fault.remedy}"


def _causes(quality: Quality) -> Iterator[str]:
    """One line a cause: how many times, the first place, what to do."""
    known = {file.path for file in quality.files if file.contract}
    faults = [f for f in quality.faults if f.file in known]
    causes = Counter((f.severity, f.reason) for f in faults)
    for (severity, reason), times in causes.most_common(MOST_CAUSES):
        first = min(f for f in faults if (f.severity, f.reason) == (severity, reason))
        heading = f"{severity.value.capitalize()}, {times} fois"
        yield f"{heading} : {reason.rstrip('.')} ({_place(first)}). {first.remedy}"
    if (more := len(causes) - MOST_CAUSES) > 0:
        yield f"… et {more} {plural(more, 'autre cause', 'autres causes')}."


def _place(fault: Fault) -> str:
    return f"{fault.file}, ligne {fault.line}" if fault.line else fault.file
