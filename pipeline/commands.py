"""The commands of `python -m pipeline`: one table of what is typed, told and started."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline import starting
from pipeline.command_line import Command, read_options, usage
from pipeline.errors import SettingsError, did_you_mean
from pipeline.progress import Progress


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
    command = COMMANDS[name]
    return command.run(read_options(name, command, arguments), progress)


def help_text() -> str:
    """Every command with its options, in French."""
    return "\n\n".join([*(usage(name, command) for name, command in COMMANDS.items()), EXIT_CODES])


_POLE = {"pole=": ("DOSSIER", "dossier d'un autre pôle (celui qui contient pole.toml)")}
_EDITION = {
    "edition=": ("ANNÉE", "année du rapport (par défaut : la dernière année complète)"),
    "financeur=": ("NOM", "profil de report_templates/funders (par défaut : general)"),
}
_OUTPUT = {"sortie=": ("DOSSIER", "dossier où écrire (par défaut : build)")}

COMMANDS: Mapping[str, Command] = {
    "report": Command(
        "Construit le rapport d'impact du pôle de data/raw, ou à défaut celui de démonstration.",
        starting.start_report,
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
        starting.start_publish,
        {**_POLE, **_EDITION, **_OUTPUT},
    ),
    "check-data": Command(
        "Lit et vérifie les fichiers du pôle, sans rapport : reçus, mis de côté, manquants.",
        starting.start_check_data,
        {**_POLE, **_OUTPUT},
    ),
    "trace": Command(
        "Remonte d'un code du rapport à ses requêtes, à ses fichiers et à ses lignes.",
        starting.start_trace,
        {
            "code=": ("CODE", "code imprimé à côté du chiffre, par exemple INS-07"),
            **_POLE,
            "edition=": _EDITION["edition="],
            **_OUTPUT,
        },
        needed=("code",),
    ),
    "secrecy": Command(
        "Montre, pour le coordinateur seul, ce que le secret masque et pourquoi.",
        starting.start_secrecy,
        {**_POLE, "edition=": _EDITION["edition="], **_OUTPUT},
    ),
    "verify": Command(
        "Refait un rapport PDF et dit s'il est identique, ou ce qui diffère.",
        starting.start_verify,
        {**_POLE},
        operand="FICHIER",
    ),
    "modeles": Command(
        "Écrit un modèle vierge par fichier attendu, et le guide de remplissage.",
        starting.start_models,
        _OUTPUT,
    ),
    "purge": Command(
        "Retire d'une édition tout ce qui touche aux personnes ; garde chiffres et empreintes.",
        starting.start_purge,
        {**_POLE, "edition=": ("ANNÉE", "année de l'édition"), **_OUTPUT},
        needed=("edition",),
    ),
    "catalogue": Command(
        "Écrit le catalogue des indicateurs : une page, un CSV et un JSON.",
        starting.start_catalogue,
        _OUTPUT,
    ),
    "new-indicator": Command(
        "Prépare un indicateur à remplir : son fichier SQL et son dossier de test.",
        starting.start_new_indicator,
        {"id=": ("THÈME/NOM", "thème et nom, par exemple insertion/part_femmes")},
        needed=("id",),
    ),
    "read": Command(
        "Relit un seul fichier : les lignes acceptées en CSV, les anomalies en JSON.",
        starting.start_read,
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
