"""TOML files written by people: what cannot be read is told with its line and the way out."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.causes import cause_of
from pipeline.errors import SettingsError, plain_path


def read_text_file(path: Path) -> str:
    """The text of a file in UTF-8, whatever editor saved it."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        cause = cause_of(error)
        raise SettingsError(
            f"{plain_path(path)} ne peut pas être lu : {cause.reason}.\n"
            f"{cause.remedy}, puis relancez."
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(
            f"{plain_path(path)}, ligne {line} : un caractère n'est pas en UTF-8.\n"
            "Enregistrez le fichier en UTF-8 depuis votre éditeur de texte, puis relancez."
        ) from error


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """The tables of a TOML text, decimals kept exact; `path` is how the message names it."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        lines = text.rstrip().split("\n")
        number = min(int(found[1]) if found else len(lines), len(lines))
        line = lines[number - 1].strip()
        raise SettingsError(
            f"{plain_path(path)}, ligne {number} : la ligne ne se lit pas (« {line[:80]} »).\n"
            f"{_hint(line)}"
        ) from error


def _hint(line: str) -> str:
    if re.search("[“”«»]", line):
        return 'Remplacez les guillemets courbes ou français par des guillemets droits (").'
    if not line.partition("=")[0].isascii():
        return "Les noms des sections et des réglages s'écrivent sans accent."
    return 'Chaque ligne s\'écrit : nom = "texte", avec des guillemets droits fermés.'
