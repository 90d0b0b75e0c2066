"""No fingerprint of a file of persons: of its few possible contents, it says which is the true one.

A fingerprint of several such files together is one too, when they are few.
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


def of_persons(quality: Quality, contracts: Mapping[str, Contract]) -> frozenset[str]:
    """What nothing may tell: the fingerprint of each such file, of a contract's, of them all."""
    of_nobody = {name for name, contract in contracts.items() if not contract.is_personal}
    by_contract: dict[str | None, list[SourceFile]] = {}
    for file in quality.files:
        if file.contract not in of_nobody:
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
                f"{name} donne l'empreinte d'un fichier de personnes : qui en essaie les contenus "
                "possibles saurait lequel est le vrai"
            )
