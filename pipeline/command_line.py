"""A command as typed: its options, read and refused in French, and the lines of its help."""

from __future__ import annotations

import getopt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.errors import SettingsError, did_you_mean
from pipeline.progress import Progress

Options = Mapping[str, str]

# How what lacks is typed by those who only know `make`, by option or, for an operand, command.
_BY_MAKE = {
    "code": " (make trace CODE=INS-07)",
    "edition": " (make purge EDITION=2023)",
    "id": " (make new-indicator ID=insertion/part_femmes)",
    "verify": " (make verify FILE=rapport-2025.pdf)",
}


@dataclass(frozen=True, slots=True)
class Command:
    """`options` by name as typed, with "=" when a value follows → its value's name, its help."""

    summary: str
    run: Callable[[Options, Progress], int]  # gives the exit code; the operand is option ""
    options: Mapping[str, tuple[str, str]]
    operand: str = ""
    needed: Sequence[str] = field(default_factory=tuple)


def usage(name: str, command: Command) -> str:
    """How the command is typed, what it does, its options: one paragraph."""
    needed = "".join(f" --{option} {command.options[f'{option}='][0]}" for option in command.needed)
    operand = f" {command.operand}" if command.operand else ""
    typed = f"python -m pipeline {name}{operand}{needed} [options]"
    rows = [
        (f"--{option.rstrip('=')} {value}".rstrip(), text)
        for option, (value, text) in command.options.items()
    ]
    listed = "\n".join(f"  {left:<20} {text}" for left, text in rows)
    return f"{typed}\n  {command.summary}\n{listed}"


def read_options(name: str, command: Command, arguments: Sequence[str]) -> dict[str, str]:
    """The options by name; the operand, where the command has one, under "".

    Raises SettingsError for an unknown option, one cut short or lacking, a word too many.
    """
    try:
        pairs, words = getopt.gnu_getopt(list(arguments), "", list(command.options))
    except getopt.GetoptError as error:
        known = [option.rstrip("=") for option in command.options]
        is_cut = f"{error.opt}=" in command.options
        reason = "attend une valeur" if is_cut else "n'est pas une option."
        hint = "" if is_cut else did_you_mean(error.opt, known)
        raise _refused(f"--{error.opt} {reason}{hint}", name, command) from error
    options = {option.removeprefix("--"): value for option, value in pairs}
    operands = words[1:] if words[:1] == [name] else words
    if len(operands) != bool(command.operand):
        told = f"attend un seul {command.operand}" if command.operand else "n'attend aucun fichier"
        raise _refused(f"La commande {name} {told}.", name, command)
    if command.operand and not operands[0]:
        raise _refused(f"Il manque le {command.operand}{_BY_MAKE.get(name, '')}.", name, command)
    for option in command.needed:
        if not options.get(option):
            hint = _BY_MAKE.get(option, "")
            raise _refused(f"L'option --{option} manque{hint}.", name, command)
    return options | dict(zip(("",), operands, strict=False))


def _refused(reason: str, name: str, command: Command) -> SettingsError:
    return SettingsError(f"{reason}\n\n{usage(name, command)}")
