"""No fingerprint of a file of persons, nor of one whose amounts are its structure's own.

Of the few possible contents of such a file, it says which is the true one; a fingerprint of several
together is one too, when they are few.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from pipeline.errors import LeakError
from pipeline.tallies import combined_sha256

if TYPE_CHECKING:
    from pipeline.contracts import Contract
    from pipeline.received import Quality, SourceFile

_RUN = re.compile(rb"[0-9a-f]{16,}")
SHORT = 16  # signs of the shortest fingerprint that a page prints


def never_told(
    quality: Quality, contracts: Mapping[str, Contract], agreed: Collection[str] | None = None
) -> frozenset[str]:
    """What nothing may tell: the fingerprint of each such file, of a contract's, of them all.

    `agreed` are the structures whose amounts may be shown (None: all).
    """
    of_nobody = {name for name, contract in contracts.items() if not contract.is_personal}
    by_contract: dict[str | None, list[SourceFile]] = {}
    for file in quality.files:
        is_its_own = agreed is not None and file.structure not in agreed
        if is_its_own or file.contract not in of_nobody:
            by_contract.setdefault(file.contract, []).append(file)
    every = [file for own in by_contract.values() for file in own]
    sets = (*by_contract.values(), every, quality.files) if every else ()
    return frozenset((*(file.sha256 for file in every), *map(combined_sha256, sets)))


def check_fingerprints(content: Mapping[str, bytes], unsaid: Collection[str]) -> None:
    """Refuse a file that tells one of them, whole or by its first signs."""
    first = {digest[:SHORT].encode() for digest in unsaid}
    for name, data in content.items():
        if any(run[:SHORT] in first for run in _RUN.findall(data)):
            raise LeakError(
                f"{name} donne l'empreinte d'un fichier de personnes, ou d'une structure qui garde "
                "ses montants pour elle : qui en essaie les contenus possibles saurait lequel est "
                "le vrai"
            )
