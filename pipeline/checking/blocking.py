"""What prevents a whole delivery from being used, and the one message that says so."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipeline.errors import DataError
from pipeline.french import plural
from pipeline.model import Pole
from pipeline.received import Fault, Quality, Severity

MOST_LISTED = 20
MEMBERS = "structures"  # the contract without which no other file can be placed


def unusable(members: Collection[str], pole: Pole) -> list[Fault]:
    """The faults of the delivery as a whole: nobody known, or not the one that carries it."""
    if not members:
        return [
            _fault(
                "structures.csv",
                "structures_absentes",
                "Aucune structure n'a pu être lue.",
                "Déposez structures.csv, une ligne par membre.",
            )
        ]
    if pole.carrier not in members:
        return [
            _fault(
                "pole.toml",
                "porteuse_inconnue",
                f"La structure porteuse « {pole.carrier} » (pole.toml) n'est pas dans "
                "structures.csv.",
                f"Structures connues : {', '.join(sorted(members))}.",
            )
        ]
    return []


def _fault(file: str, code: str, reason: str, remedy: str) -> Fault:
    return Fault(file, 0, 0, "", code, reason, remedy, Severity.BLOCKING)


def refuse_blocking(quality: Quality) -> None:
    """Raise DataError, once, with every fault that is blocking."""
    blocking = [fault for fault in quality.faults if fault.severity is Severity.BLOCKING]
    if not blocking:
        return
    if not quality.structures:
        suspects = {file.path for file in quality.files if file.contract in (None, MEMBERS)}
        blocking += [f for f in quality.faults if f.file in suspects and f not in blocking]
    count = len(blocking)
    defects = f"{count} {plural(count, 'défaut bloquant', 'défauts bloquants')}"
    sentences = listed([sentence_of(fault) for fault in blocking])
    raise DataError(f"La livraison ne peut pas être utilisée : {defects}.\n{sentences}")


def listed(sentences: Sequence[str]) -> str:
    """One line each, the first ones only when they are many."""
    hidden = len(sentences) - MOST_LISTED
    rest = [f"… et {hidden} de plus"] if hidden > 0 else []
    return "\n".join(f"- {line}" for line in (*sentences[:MOST_LISTED], *rest))


def sentence_of(fault: Fault) -> str:
    """Where, what and the way out, in one line."""
    line = f", ligne {fault.shown_line}" if fault.shown_line else ""
    column = f", colonne {fault.column}" if fault.column else ""
    return f"{fault.file}{line}{column} : {fault.reason} {fault.remedy}"
