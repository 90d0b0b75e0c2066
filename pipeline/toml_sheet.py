"""TOML files that a coordinator fills: each key read by a rule, all the faults told at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError, did_you_mean, plain_path

REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Key:
    """How one key of the file is read, and an example that a coordinator can copy."""

    read: Callable[[object], Any]
    example: str
    default: object = REQUIRED


def text_value(value: object) -> str:
    """A text without control characters."""
    if isinstance(value, str) and value.strip():
        return "".join(c for c in value if unicodedata.category(c) != "Cc").strip()
    raise ValueError("un texte entre guillemets droits")


def year_value(value: object) -> int:
    """A year of this century."""
    if type(value) is int and 2000 <= value < 2100:
        return value
    raise ValueError("une année sur quatre chiffres, sans guillemets")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of the file, to say at which line a key stands, and the faults found so far."""

    text: str
    faults: list[str]

    def read_list(self, listed: object, name: str, keys: Mapping[str, Key]) -> list[dict[str, Any]]:
        """The values of each section of a repeated kind, such as `[[objectifs]]`."""
        if not isinstance(listed, list):
            self.faults.append(f"[{name}] : écrivez [[{name}]], avec deux crochets, pour chacun.")
            return []
        return [
            self.read(one, keys, f"[[{name}]]", rank) for rank, one in enumerate(listed, start=1)
        ]

    def read(
        self, table: object, keys: Mapping[str, Key], section: str, rank: int = 1
    ) -> dict[str, Any]:
        """The values of one section under their keys; what does not fit is added to the faults."""
        if not isinstance(table, dict):
            self.faults.append(f"{section} : ce doit être une section, seule sur sa ligne.")
            return {}
        for name in table:
            if name not in keys:
                where = self._place(section, rank, name)
                self.faults.append(
                    f"{where} : « {name} » n'est pas un réglage.{did_you_mean(name, keys)}"
                )
        return {name: self._value(table, name, key, section, rank) for name, key in keys.items()}

    def _value(
        self, table: dict[str, object], name: str, key: Key, section: str, rank: int
    ) -> object:
        where = self._place(section, rank, name)
        if name not in table:
            if key.default is REQUIRED:
                self.faults.append(
                    f"{where} : il manque « {name} ». Ajoutez {name} = {key.example}"
                )
            return key.default
        try:
            return key.read(table[name])
        except ValueError as error:
            self.faults.append(
                f"{where} : « {name} » attend {error}. Exemple : {name} = {key.example}"
            )
            return None

    def _place(self, section: str, rank: int, name: str) -> str:
        """`ligne 7, [pole]`; without the line when the key is not written on its own."""
        seen, inside = 0, False
        for number, line in enumerate(self.text.split("\n"), start=1):
            header = re.fullmatch(r"\s*(\[\[?[\w-]+\]\]?)\s*(#.*)?", line)
            if header:
                inside = header[1] == section
                seen += inside
            elif inside and seen == rank and re.match(rf"\s*{re.escape(name)}\s*=", line):
                return f"ligne {number}, {section}"
        return f"{section} n° {rank}" if section.startswith("[[") else section


def refuse_faults(path: Path, faults: list[str]) -> None:
    """Tell in one message all that is wrong in the file."""
    if faults:
        raise SettingsError(
            "\n- ".join([f"{plain_path(path)} est à corriger, puis relancez :", *faults])
        )


def unknown_sections(content: Mapping[str, Any], sections: tuple[str, ...]) -> list[str]:
    """A fault for each section that the file should not have."""
    return [
        f"[{name}] : cette section n'existe pas.{did_you_mean(name, sections)}"
        for name in content
        if name not in sections
    ]
