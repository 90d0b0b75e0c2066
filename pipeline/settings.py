"""What one run is asked to do: the options of the command, checked, with the pole's file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.comparison import USUAL_ATTENTION, Attention
from pipeline.errors import SettingsError, did_you_mean, plain_path
from pipeline.model import Event, Indicator, Pole, Target
from pipeline.pole_file import POLE_FILE, read_pole_file
from pipeline.reading.limits import USUAL, Limits

RAW_FOLDER = Path("data/raw")
DEMO_FOLDER = Path("data/demo")
FUNDERS_FOLDER = Path("report_templates/funders")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a run depends on, save the files themselves."""

    pole_dir: Path
    pole: Pole
    edition: int | None  # None: the newest complete year of the files
    threshold: int  # a count of persons below it is never printed; 5 at least
    funder: str  # stem of a file of report_templates/funders
    targets: tuple[Target, ...]  # the pole's own; the official ones are in ref_cibles
    events: tuple[Event, ...]
    output_root: Path
    is_demo: bool  # no pole in data/raw: the demonstration stands in
    replace_corrected: bool = False  # of two versions of one file, the newer counts
    limits: Limits = USUAL
    plain: bool = False  # without the levers of speed: what `make bench` compares with
    attention: Attention = USUAL_ATTENTION
    is_strict: bool = False  # a member structure must find out no more than the public
    agreed: frozenset[str] | None = frozenset()  # whose amounts may be shown; None: all
    withdrawn: frozenset[str] = frozenset()  # codes that no page and no file tells

    @property
    def slug(self) -> str:
        """The pole's name as a folder name: `le-semaphore`."""
        ascii_name = unicodedata.normalize("NFKD", self.pole.name).encode("ascii", "ignore")
        return re.sub(r"[^a-z0-9]+", "-", ascii_name.decode().lower()).strip("-") or "pole"

    def insiders(self, structures: Iterable[str]) -> tuple[str, ...]:
        """The structures that must find out no more than the public."""
        return tuple(structures) if self.is_strict else ()


def load_settings(
    root: Path,
    *,
    pole: str | None = None,
    edition: str | None = None,
    funder: str = "",
    output: str | None = None,
    plain: bool = False,
) -> Settings:
    """Read and check every setting; an empty option counts as not given."""
    year, profile = _edition(edition), _funder(root, funder or "general")
    pole_dir, is_demo = _pole_folder(root, pole)
    sheet = read_pole_file(pole_dir / POLE_FILE)
    return Settings(
        pole_dir=pole_dir,
        pole=sheet.pole,
        edition=year,
        threshold=sheet.threshold,
        funder=profile,
        targets=sheet.targets,
        events=sheet.events,
        output_root=_output_root(Path(output).expanduser() if output else root / "build"),
        is_demo=is_demo,
        replace_corrected=sheet.replace_corrected,
        limits=sheet.limits,
        plain=plain,
        attention=sheet.attention,
        is_strict=sheet.is_strict,
        agreed=sheet.agreed,
        withdrawn=sheet.withdrawn,
    )


def check_indicators(settings: Settings, known: Mapping[str, Indicator]) -> None:
    """Refuse a target, an event or a withdrawal of an indicator that does not exist."""
    named = [(target.indicator, known) for target in settings.targets]
    named += [(event.indicator, known) for event in settings.events]
    codes = {head.code: head for head in known.values()}
    named += [(code, codes) for code in sorted(settings.withdrawn)]
    for name, catalogue in named:
        if name not in catalogue:
            raise SettingsError(
                f"{plain_path(settings.pole_dir / POLE_FILE)} : l'indicateur "
                f"« {name} » n'existe pas.{did_you_mean(name, catalogue)}"
            )


def _pole_folder(root: Path, asked: str | None) -> tuple[Path, bool]:
    folder = Path(asked).expanduser() if asked else root / RAW_FOLDER
    if (folder / POLE_FILE).is_file():
        return folder, False
    start = "copiez-y celui de data/starters/le-phares pour commencer."
    if asked:
        near = _misnamed(folder) or f"Donnez le chemin du dossier d'un pôle, ou {start}"
        raise SettingsError(
            f"POLE={asked} : ce dossier ne contient pas de fichier {POLE_FILE}."
            f"{_beside(folder)}\n{near}"
        )
    if _visible(folder):  # the demonstration would be taken for what these files say
        near = _misnamed(folder) or f"Pour votre pôle, {start}"
        raise SettingsError(
            f"{RAW_FOLDER} contient des fichiers, mais pas de fichier {POLE_FILE}.\n{near}\n"
            "Pour voir le pôle de démonstration, tapez make demo."
        )
    return root / DEMO_FOLDER, True


def _visible(folder: Path) -> list[Path]:
    """What a person sees in a folder."""
    if not folder.is_dir():
        return []
    return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))


def _misnamed(folder: Path) -> str:
    """The file that is meant, as an editor of texts or a copy may have named it."""
    alike = re.compile(r"p[oô]le.*\.toml(\.txt)?|pole\.txt", re.IGNORECASE)
    names = (unicodedata.normalize("NFC", entry.name) for entry in _visible(folder))
    found = next((name for name in names if alike.fullmatch(name)), "")
    return found and f"Renommez « {found} » en {POLE_FILE}, puis relancez."


def _beside(folder: Path) -> str:
    poles = [entry.name for entry in _visible(folder.parent) if (entry / POLE_FILE).is_file()]
    return did_you_mean(folder.name, poles)


def _edition(asked: str | None) -> int | None:
    if not asked:
        return None
    if not re.fullmatch(r"20[0-9]{2}", asked):
        raise SettingsError(
            f"EDITION={asked} : ce n'est pas une année.\n"
            "Écrivez quatre chiffres, par exemple EDITION=2024, "
            "ou retirez l'option pour prendre la dernière année complète."
        )
    return int(asked)


def _funder(root: Path, asked: str) -> str:
    known = sorted(path.stem for path in (root / FUNDERS_FOLDER).glob("*.toml"))
    if asked not in known:
        raise SettingsError(
            f"FINANCEUR={asked} : ce financeur est inconnu.{did_you_mean(asked, known)}\n"
            f"Financeurs disponibles : {', '.join(known)}."
        )
    return asked


def _output_root(folder: Path) -> Path:
    standing = next(place for place in (folder, *folder.parents) if place.exists())
    if not standing.is_dir():
        raise SettingsError(
            f"{plain_path(standing)} est un fichier ; le rapport s'écrit dans un dossier.\n"
            "Donnez un autre dossier avec l'option --sortie, ou déplacez ce fichier."
        )
    return folder
