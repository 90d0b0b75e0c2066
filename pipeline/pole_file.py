"""`pole.toml`: the identity of a pole, its threshold and its own targets, read and checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from pipeline.errors import SettingsError, did_you_mean, plain_path
from pipeline.model import Event, Pole, Target
from pipeline.protect import LOWEST_THRESHOLD
from pipeline.reading.limits import CAPS, USUAL, Limits, default
from pipeline.toml_file import parse_toml, read_text_file

POLE_FILE = "pole.toml"
TARGET_KINDS = ("officiel", "conventionné", "propre")


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return "".join(c for c in value if unicodedata.category(c) != "Cc").strip()
    raise ValueError("un texte entre guillemets droits")


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("true ou false, sans guillemets")


def _year(value: object) -> int:
    if type(value) is int and 2000 <= value < 2100:
        return value
    raise ValueError("une année sur quatre chiffres, sans guillemets")


def _number(value: object) -> Decimal:
    if type(value) in (int, Decimal) and Decimal(cast("int", value)).is_finite():
        return Decimal(cast("int", value))
    raise ValueError("un nombre, avec un point pour les décimales et sans guillemets")


def _threshold(value: object) -> int:
    if type(value) is int and value >= LOWEST_THRESHOLD:
        return value
    raise ValueError(
        f"un nombre entier d'au moins {LOWEST_THRESHOLD} (le seuil ne peut qu'augmenter)"
    )


def _target_kind(value: object) -> str:
    if value in TARGET_KINDS:
        return str(value)
    raise ValueError(f"l'un de ces mots : {', '.join(TARGET_KINDS)}")


def _corrections(value: object) -> bool:
    if value == "remplacer":
        return True
    raise ValueError("le mot « remplacer » (sinon, retirez cette ligne)")


def _facts(value: object) -> tuple[tuple[str, str], ...]:
    try:
        return tuple((_text(label), _text(fact)) for label, fact in cast("list[Any]", value))
    except (TypeError, ValueError):
        raise ValueError("une liste de paires [date, phrase], entre guillemets") from None


_REQUIRED = object()


@dataclass(frozen=True, slots=True)
class _Key:
    """How one key of the file is read, and an example that a coordinator can copy."""

    read: Callable[[object], Any]
    example: str
    default: object = _REQUIRED


_POLE = {
    "nom": _Key(_text, '"Le Sémaphore"'),
    "forme_juridique": _Key(_text, '"SCIC SA"'),
    "territoire": _Key(_text, '"Plaine Commune"'),
    "adresse": _Key(_text, '"1 rue du Port, 93200 Saint-Denis"'),
    "accroche": _Key(_text, '"Une phrase pour la couverture."'),
    "porteuse": _Key(_text, '"semaphore"'),
    "fictif": _Key(_flag, "false", default=False),
    "reperes": _Key(_facts, '[["2014", "Création de la coopérative."]]', default=()),
}
_CONFIDENTIALITY = {"seuil": _Key(_threshold, "5", default=LOWEST_THRESHOLD)}
_RECEPTION = {"corrections": _Key(_corrections, '"remplacer"', default=False)}
_LIMITS = {
    name: _Key(cap.read, str(default(name)), default=default(name)) for name, cap in CAPS.items()
}
_TARGET = {
    "indicateur": _Key(_text, '"cooperation/actions_croisees_nombre"'),
    "annee": _Key(_year, "2025", default=None),
    "valeur": _Key(_number, "20"),
    "source": _Key(_text, '"Projet du pôle 2024-2026"'),
    "nature": _Key(_target_kind, '"propre"'),
}
_EVENT = {
    "indicateur": _Key(_text, '"insertion/taux_sorties_dynamiques"'),
    "annee": _Key(_year, "2023"),
    "texte": _Key(_text, '"fermeture de l\'atelier"'),
}
_LISTS = {"objectifs": _TARGET, "evenements": _EVENT}
_SECTIONS = ("pole", "confidentialite", "reception", "limites", *_LISTS)


@dataclass(frozen=True, slots=True)
class PoleFile:
    """What a `pole.toml` says."""

    pole: Pole
    threshold: int
    targets: tuple[Target, ...]
    events: tuple[Event, ...]
    replace_corrected: bool = False  # of two versions of one file, the newer counts
    limits: Limits = USUAL


def read_pole_file(path: Path) -> PoleFile:
    """The sections of the file; all that is wrong in it is told in one message."""
    text = read_text_file(path)
    content = parse_toml(path, text)
    faults = [
        f"[{name}] : cette section n'existe pas.{did_you_mean(name, _SECTIONS)}"
        for name in content
        if name not in _SECTIONS
    ]
    sheet = _Sheet(text, faults)
    pole = sheet.read(content.get("pole", {}), _POLE, "[pole]")
    secrecy = sheet.read(content.get("confidentialite", {}), _CONFIDENTIALITY, "[confidentialite]")
    reception = sheet.read(content.get("reception", {}), _RECEPTION, "[reception]")
    limits = sheet.read(content.get("limites", {}), _LIMITS, "[limites]")
    lists = {name: sheet.read_list(content.get(name, []), name) for name in _LISTS}
    if faults:
        raise SettingsError(
            "\n- ".join([f"{plain_path(path)} est à corriger, puis relancez :", *faults])
        )
    return PoleFile(
        _pole(pole),
        secrecy["seuil"],
        tuple(_target(one) for one in lists["objectifs"]),
        tuple(Event(e["indicateur"], e["annee"], e["texte"]) for e in lists["evenements"]),
        reception["corrections"],
        Limits(**{cap.field: limits[name] for name, cap in CAPS.items()}),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The text of the file, to say at which line a key stands, and the faults found so far."""

    text: str
    faults: list[str]

    def read_list(self, listed: object, name: str) -> list[dict[str, Any]]:
        """The values of each section of a repeated kind, such as `[[objectifs]]`."""
        if not isinstance(listed, list):
            self.faults.append(f"[{name}] : écrivez [[{name}]], avec deux crochets, pour chacun.")
            return []
        return [
            self.read(one, _LISTS[name], f"[[{name}]]", rank)
            for rank, one in enumerate(listed, start=1)
        ]

    def read(
        self, table: object, keys: Mapping[str, _Key], section: str, rank: int = 1
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
        self, table: dict[str, object], name: str, key: _Key, section: str, rank: int
    ) -> object:
        where = self._place(section, rank, name)
        if name not in table:
            if key.default is _REQUIRED:
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


def _pole(read: Mapping[str, Any]) -> Pole:
    return Pole(
        name=read["nom"],
        legal_form=read["forme_juridique"],
        territory=read["territoire"],
        address=read["adresse"],
        tagline=read["accroche"],
        carrier=read["porteuse"],
        is_fictional=read["fictif"],
        facts=read["reperes"],
    )


def _target(read: Mapping[str, Any]) -> Target:
    return Target(read["indicateur"], read["annee"], read["valeur"], read["source"], read["nature"])
