"""Files that must not be guessed, recognised by a seal: their own fingerprint stays with the pole.

A small file has few possible contents. Whoever knows its form tries them one after the other
against its SHA-256, and reads the pay of the only employee, or the one amount of a structure that
did not agree to show its own. A seal is made from all such files together: only who holds them all
finds it again.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from dataclasses import replace
from hashlib import pbkdf2_hmac

from pipeline.received import Quality, SourceFile

FINGERPRINTS = "empreintes.csv"  # private, beside the report: `verify` names what changed by it
ROUNDS = 100_000  # a pole of one such file: each guess then costs some hundredths of a second


def sealed(
    quality: Quality, of_persons: Collection[str], agreed: Collection[str] | None = None
) -> Quality:
    """What may be said of the files read: some bear a seal and no SHA-256.

    Those of persons, and those of the structures that are not `agreed` (None: all are).
    """
    hushed = _hushed(quality, of_persons, agreed)
    seals = seals_of({file.path: file.sha256 for file in hushed})
    files = (
        replace(file, sha256="", seal=seals[file.path]) if file.path in seals else file
        for file in quality.files
    )
    return replace(quality, files=tuple(files))


def seals_of(fingerprints: Mapping[str, str]) -> dict[str, str]:
    """Path → seal, for all the files of a pole that bear one."""
    lines = {path: f"{digest}  {path}\n".encode() for path, digest in fingerprints.items()}
    key = pbkdf2_hmac("sha256", b"".join(lines[path] for path in sorted(lines)), b"", ROUNDS)
    return {path: hmac.digest(key, line, "sha256").hex() for path, line in lines.items()}


def _hushed(
    quality: Quality, of_persons: Collection[str], agreed: Collection[str] | None
) -> list[SourceFile]:
    """Theirs and those not recognised, with the other sheets of the same workbook."""
    kinds = {*of_persons, None}
    digests = {
        file.sha256
        for file in quality.files
        if file.contract in kinds or (agreed is not None and file.structure not in agreed)
    }
    return [file for file in quality.files if file.sha256 in digests]
