"""The command `python -m pipeline report`, and how a run ends when it does not end well."""

from __future__ import annotations

import errno
import gc
import getopt
import json
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import NoReturn

from pipeline import system
from pipeline.errors import MachineError, ReportError, SettingsError, did_you_mean
from pipeline.progress import Progress, printable_lines
from pipeline.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent

HELP = """Usage : python -m pipeline report [options]

Construit le rapport d'impact du pôle de data/raw, ou à défaut celui du pôle de démonstration.

  --pole DOSSIER      dossier d'un autre pôle (celui qui contient pole.toml)
  --edition ANNÉE     année du rapport (par défaut : la dernière année complète des fichiers)
  --financeur NOM     profil de report_templates/funders (par défaut : general)
  --sortie DOSSIER    dossier où écrire (par défaut : build)
  --mesure            écrit à la fin la durée de chaque étape, en JSON
  --simple            sans les accélérations (sert de comparaison à make bench)
  --aide              affiche ces lignes

Codes de sortie : 0 rapport écrit, 1 données, 2 réglages, 3 confidentialité, 4 machine,
70 défaut du programme, 130 interruption."""

OPTIONS = ("pole=", "edition=", "financeur=", "sortie=", "mesure", "simple", "aide", "help")

INTACT = "Le rapport précédent est intact."
BUG_EXIT_CODE, INTERRUPTED_EXIT_CODE = 70, 130

MACHINE_FAULTS = {
    errno.ENOSPC: "il n'y a plus de place sur le disque. Libérez-en, puis relancez",
    errno.EDQUOT: "votre quota de disque est atteint. Libérez de la place, puis relancez",
    errno.EROFS: "le disque est en lecture seule. Choisissez un autre dossier avec --sortie",
    errno.EACCES: "le droit d'accès manque. Demandez-le, ou choisissez un autre dossier",
    errno.EPERM: "le droit d'accès manque. Demandez-le, ou choisissez un autre dossier",
    errno.EIO: "le disque ne répond pas correctement. Vérifiez-le, puis relancez",
    errno.EMFILE: "trop de fichiers sont ouverts. Fermez des programmes, puis relancez",
    errno.ENOMEM: "la mémoire manque. Fermez des programmes, puis relancez",
    errno.EPIPE: "la sortie du programme a été fermée avant la fin. Relancez sans la couper",
}


def main(arguments: Sequence[str]) -> int:
    """Run the command; its exit code. Every foreseen end is one French message."""
    _prepare_process()
    progress = Progress(sys.stdout)
    try:
        _run(arguments, progress)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 (WeasyPrint's fatal errors are not Exceptions)
        message, exit_code = _foreseen(error) or _bug(error)
        _end(progress, message)
        return exit_code
    return 0


def _run(arguments: Sequence[str], progress: Progress) -> None:
    options = _options(arguments)
    if options.keys() & {"aide", "help"}:
        progress.say(HELP)
        return
    settings = load_settings(
        ROOT,
        pole=options.get("pole"),
        edition=options.get("edition"),
        funder=options.get("financeur", ""),
        output=options.get("sortie"),
        plain="simple" in options,
    )
    lacking = system.complaint(system.LIBRARIES, system.this_machine())
    if lacking:
        raise MachineError(lacking)
    if not settings.plain:
        gc.disable()  # one report, then the process ends: nothing is worth collecting
    if settings.is_demo:
        progress.say(
            "Aucun pôle dans data/raw (pas de fichier pole.toml) : voici le pôle de "
            "démonstration, données fictives."
        )
    from pipeline.report import build_report  # noqa: PLC0415 (a wrong setting is told at once)

    build_report(settings, progress)
    if "mesure" in options:
        progress.say(json.dumps({step: asdict(d) for step, d in progress.durations.items()}))


def _options(arguments: Sequence[str]) -> dict[str, str]:
    try:
        pairs, commands = getopt.gnu_getopt(list(arguments), "h", list(OPTIONS))
    except getopt.GetoptError as error:
        names = [name.rstrip("=") for name in OPTIONS]
        reason = (
            "attend une valeur"
            if f"{error.opt}=" in OPTIONS
            else f"n'est pas une option.{did_you_mean(error.opt, names)}"
        )
        raise SettingsError(f"--{error.opt} {reason}\n\n{HELP}") from error
    options = {name.lstrip("-"): value for name, value in pairs}
    if "h" in options or not (commands or options):
        return {"aide": ""}
    if commands not in (["report"], []):
        raise SettingsError(f"« {' '.join(commands)} » n'est pas une commande.\n\n{HELP}")
    return options


def _foreseen(error: BaseException) -> tuple[str, int] | None:
    """The message and the exit code of an end that has a cause outside the program."""
    match error:
        case ReportError():
            return str(error), error.exit_code
        case KeyboardInterrupt():
            return f"Interrompu. {INTACT}", INTERRUPTED_EXIT_CODE
        case MemoryError():
            return f"Arrêt : {MACHINE_FAULTS[errno.ENOMEM]}. {INTACT}", MachineError.exit_code
        case OSError(errno=number, filename=name) if number in MACHINE_FAULTS:
            place = f"{name} : " if name else ""
            return f"Arrêt : {place}{MACHINE_FAULTS[number]}. {INTACT}", MachineError.exit_code
        case ModuleNotFoundError(name=name) if name and not name.startswith("pipeline"):
            return (
                f"L'installation est incomplète : {name} manque. Tapez « make clean », puis "
                f"« make report ». {INTACT}"
            ), MachineError.exit_code
    return None


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
