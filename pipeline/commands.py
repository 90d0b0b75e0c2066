"""The commands of `python -m pipeline`: one table, their help, and what each one starts."""

from __future__ import annotations

import gc
import getopt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import system
from pipeline.errors import MachineError, SettingsError, did_you_mean, plain_path
from pipeline.french import plural
from pipeline.progress import Progress
from pipeline.settings import Settings, load_settings

if TYPE_CHECKING:
    from pipeline.report import Edition

ROOT = Path(__file__).resolve().parent.parent
NO_POLE = (
    "Aucun pôle dans data/raw (pas de fichier pole.toml) : voici le pôle de "
    "démonstration, données fictives."
)

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Command:
    """`options` by name as typed, with "=" when a value follows → its value's name, its help."""

    summary: str
    run: Callable[[Options, Progress], int]  # gives the exit code; the operand is option ""
    options: Mapping[str, tuple[str, str]]
    operand: str = ""
    needed: Sequence[str] = field(default_factory=tuple)


def run_command(arguments: Sequence[str], progress: Progress) -> int:
    """Read the arguments, start the command, give its exit code."""
    if not arguments or {"-h", "--help", "--aide"} & set(arguments):
        progress.say(help_text())
        return 0
    name = "report" if arguments[0].startswith("-") else arguments[0]
    if name not in COMMANDS:
        raise SettingsError(
            f"« {name} » n'est pas une commande.{did_you_mean(name, COMMANDS)}\n\n{help_text()}"
        )
    return COMMANDS[name].run(_options(name, arguments), progress)


def help_text() -> str:
    """Every command with its options, in French."""
    return "\n\n".join([*(_help(name) for name in COMMANDS), EXIT_CODES])


def _help(name: str) -> str:
    command = COMMANDS[name]
    needed = "".join(f" --{option} {command.options[f'{option}='][0]}" for option in command.needed)
    operand = f" {command.operand}" if command.operand else ""
    usage = f"python -m pipeline {name}{operand}{needed} [options]"
    rows = [
        (f"--{option.rstrip('=')} {value}".rstrip(), text)
        for option, (value, text) in command.options.items()
    ]
    listed = "\n".join(f"  {left:<20} {text}" for left, text in rows)
    return f"{usage}\n  {command.summary}\n{listed}"


def _options(name: str, arguments: Sequence[str]) -> dict[str, str]:
    """The options by name; the operand, where the command has one, under ""."""
    command = COMMANDS[name]
    try:
        pairs, words = getopt.gnu_getopt(list(arguments), "", list(command.options))
    except getopt.GetoptError as error:
        known = [option.rstrip("=") for option in command.options]
        is_cut = f"{error.opt}=" in command.options
        reason = "attend une valeur" if is_cut else "n'est pas une option."
        hint = "" if is_cut else did_you_mean(error.opt, known)
        raise SettingsError(f"--{error.opt} {reason}{hint}\n\n{_help(name)}") from error
    options = {option.removeprefix("--"): value for option, value in pairs}
    operands = words[1:] if words[:1] == [name] else words
    if len(operands) != bool(command.operand):
        told = f"attend un seul {command.operand}" if command.operand else "n'attend aucun fichier"
        raise SettingsError(f"La commande {name} {told}.\n\n{_help(name)}")
    for option in command.needed:
        if not options.get(option):
            raise SettingsError(f"L'option --{option} manque.\n\n{_help(name)}")
    return options | dict(zip(("",), operands, strict=False))


def _settings(options: Options, progress: Progress) -> Settings:
    settings = load_settings(
        ROOT,
        pole=options.get("pole"),
        edition=options.get("edition"),
        funder=options.get("financeur", ""),
        output=options.get("sortie"),
        plain="simple" in options,
    )
    if settings.is_demo:
        progress.say(NO_POLE)
    return settings


# What a command needs is imported when it runs: a wrong option is told at once.


def _report(options: Options, progress: Progress) -> int:
    _edition(_settings(options, progress), progress)
    if "mesure" in options:
        progress.say(json.dumps({step: asdict(d) for step, d in progress.durations.items()}))
    return 0


def _publish(options: Options, progress: Progress) -> int:
    settings = _settings(options, progress)
    edition = _edition(settings, progress)
    from pipeline.editions.changes import publication_of  # noqa: PLC0415
    from pipeline.editions.ledger import LEDGER, append  # noqa: PLC0415

    rank = append(
        settings.pole_dir, publication_of(edition.figures, edition.quality, settings.attention)
    )
    place = plain_path(settings.pole_dir / LEDGER)
    said = f"enregistrée dans {place}, publication n° {rank}. Gardez ce fichier avec vos données."
    if not rank:
        said = f"déjà publiée à l'identique : rien n'est ajouté à {place}."
    progress.say(f"Édition {edition.year} {said}")
    return 0


def _edition(settings: Settings, progress: Progress) -> Edition:
    """The report, built where the machine allows it."""
    lacking = system.complaint(system.LIBRARIES, system.this_machine())
    if lacking:
        raise MachineError(lacking)
    if not settings.plain:
        gc.disable()  # one report, then the process ends: nothing is worth collecting
    from pipeline.report import build_report  # noqa: PLC0415

    return build_report(settings, progress)


def _trace(options: Options, progress: Progress) -> int:
    settings = _settings(options, progress)
    from pipeline.trace import trace  # noqa: PLC0415

    trace(settings, options["code"], progress)
    return 0


def _verify(options: Options, progress: Progress) -> int:
    from pipeline.verify import verify  # noqa: PLC0415

    def load(edition: str, funder: str) -> Settings:
        asked = {**options, "edition": edition, "financeur": funder}
        return _settings(asked, progress)

    return int(verify(Path(options[""]), load, progress))


def _check_data(options: Options, progress: Progress) -> int:
    settings = _settings(options, progress)
    from pipeline.check_data import check_data  # noqa: PLC0415

    return 0 if check_data(settings, progress) else 1


def _models(options: Options, progress: Progress) -> int:
    from pipeline.contracts import load_contracts  # noqa: PLC0415
    from pipeline.returns.guide import GUIDE, write_models  # noqa: PLC0415

    folder = Path(options.get("sortie") or ROOT / "build").expanduser() / "modeles"
    count = write_models(folder, load_contracts())
    progress.say(f"{count} modèles vierges et leur guide : {plain_path(folder / GUIDE)}")
    return 0


def _catalogue(options: Options, progress: Progress) -> int:
    from pipeline.catalogue import PAGE, write_catalogue  # noqa: PLC0415

    folder = Path(options.get("sortie") or ROOT / "build").expanduser() / "catalogue"
    count = write_catalogue(folder, ROOT / "queries")
    progress.say(f"{count} indicateurs, en HTML, CSV et JSON : {plain_path(folder / PAGE)}")
    return 0


def _new_indicator(options: Options, progress: Progress) -> int:
    from pipeline.new_indicator import scaffold  # noqa: PLC0415

    path, case = scaffold(ROOT, options["id"])
    progress.say(
        f"À remplir : {plain_path(path)} et {plain_path(case)}/ (les CSV d'entrée, attendu.csv, "
        "lisez-moi.md). Tant que c'est vide, aucun rapport ne se construit : "
        "voir CONTRIBUTING.md."
    )
    return 0


def _read(options: Options, progress: Progress) -> int:
    gc.disable()  # one file, then the process ends
    from pipeline.read_file import read_command  # noqa: PLC0415
    from pipeline.reading.limits import read_limits  # noqa: PLC0415

    was_read = read_command(
        Path(options[""]),
        options.get("contract", ""),
        Path(options["output"]),
        Path(options["faults"]),
        for_spreadsheet="for-spreadsheet" in options,
        limits=read_limits(options.get("limites", "")),
        say=progress.say,
    )
    return 0 if was_read else 1


def _purge(options: Options, progress: Progress) -> int:
    settings = _settings(options, progress)
    from pipeline.purge import purge  # noqa: PLC0415

    folder = settings.output_root / settings.slug / str(options["edition"])
    removed = purge(folder)
    progress.say(
        f"{len(removed)} {plural(len(removed), 'fichier privé retiré', 'fichiers privés retirés')} "
        f"de {plain_path(folder)} ; le rapport, ses preuves et les empreintes restent."
    )
    progress.say(
        "Les fichiers bruts du pôle n'ont pas été touchés : à l'échéance convenue, retirez-les "
        f"vous-même de {plain_path(settings.pole_dir)}."
    )
    return 0


_POLE = {"pole=": ("DOSSIER", "dossier d'un autre pôle (celui qui contient pole.toml)")}
_EDITION = {
    "edition=": ("ANNÉE", "année du rapport (par défaut : la dernière année complète)"),
    "financeur=": ("NOM", "profil de report_templates/funders (par défaut : general)"),
}
_OUTPUT = {"sortie=": ("DOSSIER", "dossier où écrire (par défaut : build)")}

COMMANDS: Mapping[str, Command] = {
    "report": Command(
        "Construit le rapport d'impact du pôle de data/raw, ou à défaut celui de démonstration.",
        _report,
        {
            **_POLE,
            **_EDITION,
            **_OUTPUT,
            "mesure": ("", "écrit à la fin la durée de chaque étape, en JSON"),
            "simple": ("", "sans les accélérations (sert de comparaison à make bench)"),
        },
    ),
    "publish": Command(
        "Construit le rapport et fige ses chiffres dans le registre des éditions du pôle.",
        _publish,
        {**_POLE, **_EDITION, **_OUTPUT},
    ),
    "check-data": Command(
        "Lit et vérifie les fichiers du pôle, sans rapport : reçus, mis de côté, manquants.",
        _check_data,
        {**_POLE, **_OUTPUT},
    ),
    "trace": Command(
        "Remonte d'un code du rapport à ses requêtes, à ses fichiers et à ses lignes.",
        _trace,
        {
            "code=": ("CODE", "code imprimé à côté du chiffre, par exemple INS-07"),
            **_POLE,
            "edition=": _EDITION["edition="],
            **_OUTPUT,
        },
        needed=("code",),
    ),
    "verify": Command(
        "Refait un rapport PDF et dit s'il est identique, ou ce qui diffère.",
        _verify,
        {**_POLE},
        operand="FICHIER",
    ),
    "modeles": Command(
        "Écrit un modèle vierge par fichier attendu, et le guide de remplissage.",
        _models,
        _OUTPUT,
    ),
    "purge": Command(
        "Retire d'une édition tout ce qui touche aux personnes ; garde chiffres et empreintes.",
        _purge,
        {**_POLE, "edition=": ("ANNÉE", "année de l'édition"), **_OUTPUT},
        needed=("edition",),
    ),
    "catalogue": Command(
        "Écrit le catalogue des indicateurs : une page, un CSV et un JSON.",
        _catalogue,
        _OUTPUT,
    ),
    "new-indicator": Command(
        "Prépare un indicateur à remplir : son fichier SQL et son dossier de test.",
        _new_indicator,
        {"id=": ("THÈME/NOM", "thème et nom, par exemple insertion/part_femmes")},
        needed=("id",),
    ),
    "read": Command(
        "Relit un seul fichier : les lignes acceptées en CSV, les anomalies en JSON.",
        _read,
        {
            "contract=": ("NOM", "contrat de data/contracts, ou chemin d'un Table Schema"),
            "output=": ("CSV", "fichier des lignes acceptées"),
            "faults=": ("JSONL", "fichier des anomalies et des réparations, une par ligne"),
            "limites=": (
                "RÉGLAGES",
                "plafonds de [limites], par exemple colonnes=400,lignes=3000000",
            ),
            "for-spreadsheet": (
                "",
                "désarme les textes qu'un tableur prendrait pour une formule",
            ),
        },
        operand="FICHIER",
        needed=("output", "faults"),
    ),
}

EXIT_CODES = """Options communes : --aide affiche ces lignes.

Codes de sortie : 0 terminé (rien à corriger), 1 données, 2 réglages, 3 confidentialité,
4 machine ; verify : 5 fichier du pôle différent, 6 requête, gabarit, programme ou
bibliothèque, 7 PDF ou fichier joint ; 70 défaut du programme, 130 interruption."""
