"""How big a delivery may be: settings of the pole, each with bounds that no setting passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import SettingsError, did_you_mean
from pipeline.french import number

MEGABYTE = 1024 * 1024
CELLS_A_ROW = 25  # of a full sheet, on average


@dataclass(frozen=True, slots=True)
class Limits:
    """The caps of one run; sizes in megabytes."""

    text_mb: int = 300  # of a text read in memory
    big_text_mb: int = 4096  # of a plain text, which is never whole in memory
    book_mb: int = 50  # of a workbook, an archive, a file in an archive
    inflated_mb: int = 100  # of a workbook or an archive once unpacked
    members: int = 1000  # files in an archive
    lines: int = 2_000_000  # of a text read in memory
    sheet_rows: int = 200_000
    columns: int = 200
    characters: int = 32 * 1024  # of a cell; the usual forms of cells rely on no less

    @property
    def sheet_cells(self) -> int:
        """The cells of a sheet, blank ones between full ones too."""
        return self.sheet_rows * CELLS_A_ROW


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Cap:
    """One setting: the field of `Limits` it fills, and what it may be."""

    field: str
    lowest: int
    highest: int

    def read(self, value: object) -> int:
        """The value; ValueError says in French what was expected."""
        if type(value) is int and self.lowest <= value <= self.highest:
            return value
        raise ValueError(
            f"un nombre entier, de {number(self.lowest)} à {number(self.highest)}, "
            "sans espace ni guillemets"
        )


CAPS: Mapping[str, Cap] = {
    "texte_mo": Cap("text_mb", 1, 2000),
    "gros_texte_mo": Cap("big_text_mb", 1, 100_000),
    "classeur_mo": Cap("book_mb", 1, 1000),
    "decompresse_mo": Cap("inflated_mb", 1, 2000),
    "fichiers_par_archive": Cap("members", 1, 10_000),
    "lignes": Cap("lines", 1, 20_000_000),
    "lignes_par_feuille": Cap("sheet_rows", 1, 1_048_576),
    "colonnes": Cap("columns", 1, 2000),
    "caracteres": Cap("characters", 32 * 1024, 1_000_000),
}


def default(name: str) -> int:
    """The value of a setting that nobody gave."""
    return int(getattr(USUAL, CAPS[name].field))


def read_limits(text: str) -> Limits:
    """Those of the option `--limites colonnes=400,lignes=3000000`; "" for none."""
    given: dict[str, int] = {}
    for pair in filter(None, text.split(",")):
        name, _, typed = pair.strip().partition("=")
        if name not in CAPS:
            raise SettingsError(
                f"--limites : « {name} » n'est pas un réglage.{did_you_mean(name, CAPS)}\n"
                f"Réglages : {', '.join(CAPS)}."
            )
        try:
            is_whole = typed.isascii() and typed.isdigit()
            given[CAPS[name].field] = CAPS[name].read(int(typed) if is_whole else None)
        except ValueError as error:
            raise SettingsError(
                f"--limites : « {name} » attend {error}.\n"
                f"Exemple : --limites {name}={default(name)}"
            ) from None
    return Limits(**given)


def how_to_raise(name: str) -> str:
    """The end of a remedy: the setting that lifts a cap."""
    return f"ou relevez « {name} » sous [limites] de pole.toml (commande read : --limites {name}=…)"
