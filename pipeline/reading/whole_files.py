"""What is told of a file as a whole: why it is refused, what its header leaves in doubt."""

from __future__ import annotations

from pipeline.reading.frames.headers import Layout
from pipeline.reading.refusals import Refused
from pipeline.received import Fault, Severity

UNKNOWN_COLUMNS = "colonne_inconnue"


def whole_file(path: str, refused: Refused, severity: Severity) -> Fault:
    """The fault of a file, with the line and the column that show it, where there are some."""
    return Fault(
        file=path,
        line=0,
        line_end=0,
        column=refused.column,
        code=refused.code,
        reason=refused.reason,
        remedy=refused.remedy,
        severity=severity,
        source_column=refused.title,
        letter=refused.letter,
        seen_on=refused.line,
    )


def header_faults(path: str, layout: Layout) -> list[Fault]:
    """The columns read although misspelt, and those that are not read."""
    found = [
        Refused(
            "colonne_proche",
            f"la colonne « {typed} » est lue comme « {column} »",
            "reprenez le nom du modèle",
        ).at("", typed, column)
        for typed, column in layout.approximate
    ]
    if layout.extras:
        names = ", ".join(f"« {name} »" for name in layout.extras)
        found.append(
            Refused(
                UNKNOWN_COLUMNS,
                f"colonnes non lues, absentes du contrat {layout.contract.shown} : {names}",
                "supprimez-les, ou reprenez les noms du modèle si elles en font partie",
            )
        )
    line = layout.header.line
    return [whole_file(path, refused.on(line), Severity.CHECK) for refused in found]
