"""Files that come twice: the same content, or a corrected one."""

from __future__ import annotations

from pipeline.reading.drafts import Draft
from pipeline.reading.refusals import Refused

SAME_FILE = "fichier déjà reçu à l'identique"


def already_received(draft: Draft, first: str) -> Draft:
    """The same part, of which no line counts again."""
    doubt = Refused(
        "fichier_en_double",
        f"fichier identique à « {first} », déjà lu : il n'est pas compté une seconde fois",
        "supprimez l'un des deux",
    )
    return Draft(draft.part, rule=SAME_FILE, doubt=doubt)
