"""What each command starts.

What it needs is imported when it runs: a wrong option is told at once.
"""

from __future__ import annotations

import gc
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import system
from pipeline.command_line import Options
from pipeline.errors import MachineError, plain_path
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


def start_report(options: Options, progress: Progress) -> int:
    """The report; with --mesure, the duration of each step as JSON."""
    _edition(_settings(options, progress), progress)
    if "mesure" in options:
        progress.say(json.dumps({step: asdict(d) for step, d in progress.durations.items()}))
    return 0


def start_publish(options: Options, progress: Progress) -> int:
    """The report, then its figures in the ledger of the pole."""
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


def start_trace(options: Options, progress: Progress) -> int:
    """A printed code back to its queries and its rows."""
    settings = _settings(options, progress)
    gc.disable()  # as for a report
    from pipeline.trace import trace  # noqa: PLC0415

    trace(settings, options["code"], progress)
    return 0


def start_secrecy(options: Options, progress: Progress) -> int:
    """The masks of an edition, privately."""
    settings = _settings(options, progress)
    gc.disable()  # as for a report
    from pipeline.masks import show_masks  # noqa: PLC0415

    show_masks(settings, progress)
    return 0


def start_verify(options: Options, progress: Progress) -> int:
    """A report made again and compared; its exit code tells what differs."""
    gc.disable()  # as for a report
    from pipeline.verify import verify  # noqa: PLC0415

    def load(edition: str, funder: str) -> Settings:
        asked = {**options, "edition": edition, "financeur": funder}
        return _settings(asked, progress)

    return int(verify(Path(options[""]), load, progress))


def start_check_data(options: Options, progress: Progress) -> int:
    """The intake alone; 1 when something needs the coordinator."""
    settings = _settings(options, progress)
    from pipeline.check_data import check_data  # noqa: PLC0415

    return 0 if check_data(settings, progress) else 1


def start_models(options: Options, progress: Progress) -> int:
    """Blank workbooks and the filling guide."""
    from pipeline.contracts import load_contracts  # noqa: PLC0415
    from pipeline.returns.guide import GUIDE, write_models  # noqa: PLC0415

    folder = Path(options.get("sortie") or ROOT / "build").expanduser() / "modeles"
    count = write_models(folder, load_contracts())
    progress.say(f"{count} modèles vierges et leur guide : {plain_path(folder / GUIDE)}")
    return 0


def start_catalogue(options: Options, progress: Progress) -> int:
    """The list of indicators."""
    from pipeline.catalogue import PAGE, write_catalogue  # noqa: PLC0415

    folder = Path(options.get("sortie") or ROOT / "build").expanduser() / "catalogue"
    count = write_catalogue(folder, ROOT / "queries")
    progress.say(f"{count} indicateurs, en HTML, CSV et JSON : {plain_path(folder / PAGE)}")
    return 0


def start_new_indicator(options: Options, progress: Progress) -> int:
    """A new indicator's files, to be filled."""
    from pipeline.new_indicator import scaffold  # noqa: PLC0415

    path, case = scaffold(ROOT, options["id"])
    progress.say(
        f"À remplir : {plain_path(path)} et {plain_path(case)}/ (les CSV d'entrée, attendu.csv, "
        "lisez-moi.md). Tant que c'est vide, aucun rapport ne se construit : "
        "voir CONTRIBUTING.md."
    )
    return 0


def start_read(options: Options, progress: Progress) -> int:
    """One file, read under one contract; 1 when it is refused whole."""
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


def start_purge(options: Options, progress: Progress) -> int:
    """What touches people goes from an edition."""
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
