"""The errors a coordinator can act on. Anything else is a bug and keeps its traceback."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class ReportError(Exception):
    """A French message (what, where, the way out) that ends the run with `exit_code`."""

    exit_code = 1


class DataError(ReportError):
    """The delivered files cannot be used: no file, or a blocking fault."""

    exit_code = 1


class SettingsError(ReportError):
    """A command, an option or a `pole.toml` that cannot be honoured."""

    exit_code = 2


class ConfidentialityError(ReportError):
    """No safe way to publish was found: nothing is written."""

    exit_code = 3


class LeakError(ConfidentialityError):
    """The final files tell what nothing should: the program is at fault, not the coordinator."""

    def __init__(self, what: str) -> None:
        """`what` says which place tells too much, without the value, and has no final stop."""
        super().__init__(
            f"Rien n'est publié : {what}.\nC'est un défaut du programme : signalez-le. "
            "Le rapport précédent est intact."
        )


class MachineError(ReportError):
    """The machine lacks something: a system library, room on the disk, a right."""

    exit_code = 4


def plain_path(path: Path) -> str:
    """A path as the coordinator knows it: relative to where they stand when it can be."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that resembles this one, whatever its capitals; "" when none does."""
    names = {name.lower(): name for name in sorted(known)}
    return next((names[close] for close in get_close_matches(word.lower(), names, n=1)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word as a question (with its leading space), or nothing."""
    close = nearest(word, known)
    return f" Vouliez-vous dire « {close} » ?" if close else ""
