"""Columns that would tell who a person is: a file that has one is not read at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reading.refusals import Refused
from pipeline.reading.words import printable

# Titles about a person, whole words of the folded title; `_WEAK` ones only when nothing beside
# them says that they are about something else.
_STRONG = re.compile(
    r"(?:^|_)(?:prenom|nir|secu|securite_sociale|e_?mail|mail|courriel|telephone|tel|naissance"
    r"|nee?_(?:e_)?le|iban|rib)(?:_|$)|^(?:salarie|identite)$"
)
_WEAK = re.compile(r"(?:^|_)(?:nom|adresse|portable|mobile)(?:_|$)")
_NOT_A_PERSON = re.compile(
    r"(?:^|_)(?:structure|fournisseur|site|action|organisme|financeur|association|entreprise"
    r"|employeur|projet|commune|ville|marche|ressource|pole|etablissement|lieu|fichier|ordre"
    r"|partenaire|evenement|activite|atelier|qpv|ordinateur)(?:_|$)"
)


def refuse_personal(cells: Sequence[str], folded: Sequence[str], columns: Sequence[str]) -> None:
    """Refuse the file when a column of no contract tells who a person is; quotes its title."""
    for cell, name, column in zip(cells, folded, columns, strict=True):
        if not column and _is_personal(name):
            raise Refused(
                "colonne_personnelle",
                f"la colonne « {printable(cell.strip())} » désigne des personnes : "
                "le fichier n'est pas lu",
                "supprimez cette colonne avant de déposer le fichier ; seule la clé salarié "
                "(pseudonyme) est admise",
            )


def _is_personal(name: str) -> bool:
    is_weak = _WEAK.search(name) and not _NOT_A_PERSON.search(name)
    return bool(_STRONG.search(name) or is_weak)
