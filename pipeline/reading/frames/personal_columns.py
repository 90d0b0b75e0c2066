"""Columns that would tell who a person is: a file that has one is not read at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reading.books.sheets import letter
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold, printable

PERSONAL = "colonne_personnelle"

# Titles about a person, whole words of the folded title; `_WEAK` ones only when nothing beside
# them says that they are about something else.
_STRONG = re.compile(
    r"(?:^|_)(?:nir|n?_?s(?:ecu|s)|n_ss|secu|securite_sociale|e_?mail|mail|mel|courriel|telephone"
    r"|tel|gsm|naissance|naiss|ddn|nee?_(?:e_)?le|iban|rib|bic|patronyme|etat_civil|nationalite"
    r"|passeport|carte_(?:d_)?identite|titre_de_sejour|agdref|domicile|domiciliation|birth"
    r"|birthday|surname|firstname|first_name|lastname|last_name|phone|civilite|signature|photo"
    r"|allocataire)(?:_|$)"
    r"|prenom|^(?:salarie|identite|ss)$|nom_?prenom|naissance"
)
_WEAK = re.compile(r"(?:^|_)(?:nom|adresse|portable|mobile|rue|voie|address)(?:_|$)")
_NOT_A_PERSON = re.compile(
    r"(?:^|_)(?:structure|fournisseur|site|action|organisme|financeur|association|entreprise"
    r"|employeur|projet|commune|ville|marche|ressource|pole|etablissement|lieu|fichier|ordre"
    r"|partenaire|evenement|activite|atelier|qpv|ordinateur|logiciel|commercial|produit|article"
    r"|formation|machine|vehicule|batiment|local|salle|chantier|outil|document|ip|web|internet"
    r"|societe|siege|prestataire|exutoire|prescripteur|dispositif|quartier|poste)(?:_|$)"
)


_CIVILITY = re.compile(r"(?:m|mr|mme|mlle|monsieur|madame)\.? +\w", re.IGNORECASE)
_CAPITALS = 4  # letters: shorter words in capitals are units, codes or initials


def may_be_a_person(title: str) -> bool:
    """Whether a title may be somebody's name: `DUPONT Jean`, `Mme Martin`."""
    words = re.split(r"[\s-]+", title.strip())
    is_named = all(word.isalpha() and word[0].isupper() for word in words)
    has_capitals = any(word.isupper() and len(word) >= _CAPITALS for word in words)
    is_mixed = has_capitals and not all(map(str.isupper, words))
    return (is_named and is_mixed) or bool(_CIVILITY.match(title.strip()))


def refuse_personal(cells: Sequence[str], known: Sequence[bool]) -> None:
    """Refuse the file when a column of no contract tells who a person is; quotes its title.

    `known` says which titles are those of the contract.
    """
    for place, (cell, is_known) in enumerate(zip(cells, known, strict=True)):
        if not is_known and is_personal(cell):
            raise Refused(
                PERSONAL,
                f"la colonne « {printable(cell.strip())} » désigne des personnes : "
                "le fichier n'est pas lu",
                "supprimez cette colonne avant de déposer le fichier ; seule la clé salarié "
                "(pseudonyme) est admise",
            ).at(letter(place), cell)


def is_personal(title: str) -> bool:
    """Whether a title announces what tells who a person is."""
    name = fold(title)
    is_weak = _WEAK.search(name) and not _NOT_A_PERSON.search(name)
    return bool(_STRONG.search(name) or is_weak)
