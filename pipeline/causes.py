"""Why the system refused a file or a folder, in French, with the way out: the only place for it."""

from __future__ import annotations

import errno
from typing import NamedTuple


class Cause(NamedTuple):
    """`reason` follows a colon; `remedy` is an order, to which « , puis relancez » is added."""

    reason: str
    remedy: str


_FULL = Cause("le disque est plein", "Libérez de la place")
_FORBIDDEN = Cause(
    "l'accès est interdit, ou un autre programme (Excel, par exemple) le tient ouvert",
    "Fermez-le ailleurs, ou demandez le droit d'y accéder",
)
_BUSY = Cause(
    "un autre programme s'en sert, ou c'est un point de montage",
    "Fermez-le ailleurs, ou choisissez un sous-dossier",
)
_FAR = Cause("le disque du réseau ne répond plus", "Rétablissez la connexion")
_TOO_MANY = Cause("trop de fichiers sont ouverts", "Fermez des programmes")

# What may stop any run at any moment.
MACHINE = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: Cause("votre quota de disque est atteint", "Libérez de la place"),
    errno.EFBIG: Cause("ce disque n'accepte pas un si gros fichier", "Choisissez un autre disque"),
    errno.EROFS: Cause("le disque est en lecture seule", "Rendez-le modifiable"),
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EBUSY: _BUSY,
    errno.ETXTBSY: _BUSY,
    errno.EIO: Cause("le disque ne répond pas correctement", "Vérifiez-le"),
    errno.ESTALE: _FAR,
    errno.ETIMEDOUT: _FAR,
    errno.ENOTCONN: _FAR,
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
    errno.ENOMEM: Cause("la mémoire manque", "Fermez des programmes"),
    errno.EPIPE: Cause("la sortie du programme a été fermée avant la fin", "Laissez-la ouverte"),
}
# What a path given by a person may meet; elsewhere, a defect of the program.
_PATHS = {
    errno.ENOENT: Cause("ce chemin n'existe pas", "Vérifiez-le"),
    errno.ENOTDIR: Cause("un fichier porte déjà le nom d'un dossier du chemin", "Déplacez-le"),
    errno.EEXIST: Cause("un fichier porte déjà ce nom", "Déplacez-le"),
    errno.EISDIR: Cause("c'est un dossier, et non un fichier", "Donnez le chemin d'un fichier"),
    errno.ELOOP: Cause("des raccourcis renvoient l'un à l'autre", "Retirez-les"),
    errno.ENAMETOOLONG: Cause("le nom est trop long", "Raccourcissez-le"),
}


def cause_of(error: OSError) -> Cause:
    """The cause in French; what is not foreseen is quoted as the system says it."""
    known = MACHINE.get(error.errno or 0) or _PATHS.get(error.errno or 0)
    said = error.strerror or type(error).__name__
    return known or Cause(f"le système répond « {said} »", "Vérifiez ce chemin")
