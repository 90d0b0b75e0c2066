"""The entry of every command, and how a run ends when it does not end well."""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from types import FrameType
from typing import NoReturn

from pipeline.causes import MACHINE, Cause
from pipeline.commands import run_command
from pipeline.errors import MachineError, ReportError
from pipeline.progress import Progress, printable_lines

INTACT = "Le rapport précédent est intact."
BUG_EXIT_CODE, INTERRUPTED_EXIT_CODE = 70, 130


def main(arguments: Sequence[str]) -> int:
    """Run a command; its exit code. Every foreseen end is one French message."""
    _prepare_process()
    progress = Progress(sys.stdout)
    try:
        return run_command(arguments, progress)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 (WeasyPrint's fatal errors are not Exceptions)
        message, exit_code = _foreseen(error) or _bug(error)
        _end(progress, message)
        return exit_code


def _foreseen(error: BaseException) -> tuple[str, int] | None:
    """The message and the exit code of an end that has a cause outside the program."""
    match error:
        case ReportError():
            return str(error), error.exit_code
        case KeyboardInterrupt():
            return f"Interrompu. {INTACT}", INTERRUPTED_EXIT_CODE
        case MemoryError():
            return _stopped(MACHINE[errno.ENOMEM]), MachineError.exit_code
        case OSError(errno=number, filename=name) if number in MACHINE:
            return _stopped(MACHINE[number], f"{name} : " if name else ""), MachineError.exit_code
        case ModuleNotFoundError(name=name) if name and not name.startswith("pipeline"):
            return (
                f"L'installation est incomplète : {name} manque. Tapez « make clean », puis "
                f"« make report ». {INTACT}"
            ), MachineError.exit_code
    return None


def _stopped(cause: Cause, place: str = "") -> str:
    return f"Arrêt : {place}{cause.reason}. {cause.remedy}, puis relancez. {INTACT}"


def _bug(error: BaseException) -> tuple[str, int]:
    trace = "".join(traceback.format_exception(error)).rstrip()
    return (
        f"C'est un défaut du programme, pas de vos fichiers. {INTACT} Transmettez les lignes "
        "qui suivent à la personne qui maintient l'outil, après avoir vérifié qu'elles ne "
        f"nomment personne.\n{trace}"
    ), BUG_EXIT_CODE


def _end(progress: Progress, message: str) -> None:
    try:
        progress.close_line()
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads any more: let the interpreter flush into nothing
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.stderr.write(f"{printable_lines(message)}\n")


def _prepare_process() -> None:
    """Lines appear as they are written, and a stop asked by the system cleans up as Ctrl-C does."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(line_buffering=True, errors="replace")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)
