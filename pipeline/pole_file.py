"""`pole.toml`: the identity of a pole, its threshold and its own targets, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from pipeline.comparison import USUAL_ATTENTION, Attention
from pipeline.model import LOWEST_THRESHOLD, Event, Pole, Target
from pipeline.reading.limits import CAPS, USUAL, Limits, default
from pipeline.toml_file import parse_toml, read_text_file
from pipeline.toml_sheet import Key, Sheet, refuse_faults, text_value, unknown_sections, year_value

POLE_FILE = "pole.toml"
TARGET_KINDS = ("officiel", "conventionné", "propre")


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("true ou false, sans guillemets")


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


def _agreed(value: object) -> frozenset[str] | None:
    if value == "toutes":
        return None
    if isinstance(value, list) and all(isinstance(one, str) and one for one in value):
        return frozenset(value)
    raise ValueError("le mot « toutes », ou une liste d'identifiants de structures")


def _codes(value: object) -> frozenset[str]:
    if isinstance(value, list) and all(isinstance(one, str) and one for one in value):
        return frozenset(value)
    raise ValueError("une liste de codes du rapport, entre guillemets")


def _percent(value: object) -> int:
    if type(value) is int and 1 <= value <= 100:
        return value
    raise ValueError("un nombre entier de 1 à 100, sans guillemets")


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
        pairs = cast("list[Any]", value)
        return tuple((text_value(label), text_value(fact)) for label, fact in pairs)
    except (TypeError, ValueError):
        raise ValueError("une liste de paires [date, phrase], entre guillemets") from None


_POLE = {
    "nom": Key(text_value, '"Le Sémaphore"'),
    "forme_juridique": Key(text_value, '"SCIC SA"'),
    "territoire": Key(text_value, '"Plaine Commune"'),
    "adresse": Key(text_value, '"1 rue du Port, 93200 Saint-Denis"'),
    "accroche": Key(text_value, '"Une phrase pour la couverture."'),
    "porteuse": Key(text_value, '"semaphore"'),
    "fictif": Key(_flag, "false", default=False),
    "reperes": Key(_facts, '[["2014", "Création de la coopérative."]]', default=()),
}
_CONFIDENTIALITY = {
    "seuil": Key(_threshold, "5", default=LOWEST_THRESHOLD),
    "strict": Key(_flag, "true", default=False),
    "accord": Key(_agreed, '"toutes"', default=frozenset()),
    "retires": Key(_codes, '["COO-13"]', default=frozenset()),
}
_RECEPTION = {"corrections": Key(_corrections, '"remplacer"', default=False)}
_COMPARISON = {
    "inconnus": Key(_percent, "20", default=USUAL_ATTENTION.unknown_percent),
    "variation": Key(_percent, "25", default=USUAL_ATTENTION.change_percent),
    "variation_points": Key(_percent, "10", default=USUAL_ATTENTION.change_points),
}
_LIMITS = {
    name: Key(cap.read, str(default(name)), default=default(name)) for name, cap in CAPS.items()
}
_TARGET = {
    "indicateur": Key(text_value, '"cooperation/actions_croisees_nombre"'),
    "annee": Key(year_value, "2025", default=None),
    "valeur": Key(_number, "20"),
    "source": Key(text_value, '"Projet du pôle 2024-2026"'),
    "nature": Key(_target_kind, '"propre"'),
    "date": Key(text_value, '"conseil du 12 mars 2024"', default=""),
}
_EVENT = {
    "indicateur": Key(text_value, '"insertion/taux_sorties_dynamiques"'),
    "annee": Key(year_value, "2023"),
    "texte": Key(text_value, '"fermeture de l\'atelier"'),
}
_LISTS = {"objectifs": _TARGET, "evenements": _EVENT}
_SECTIONS = ("pole", "confidentialite", "reception", "limites", "comparaison", *_LISTS)


@dataclass(frozen=True, slots=True)
class PoleFile:
    """What a `pole.toml` says."""

    pole: Pole
    threshold: int
    targets: tuple[Target, ...]
    events: tuple[Event, ...]
    replace_corrected: bool = False  # of two versions of one file, the newer counts
    limits: Limits = USUAL
    attention: Attention = USUAL_ATTENTION
    is_strict: bool = False  # a member structure must find out no more than the public
    agreed: frozenset[str] | None = frozenset()  # whose amounts may be shown; None: all
    withdrawn: frozenset[str] = frozenset()  # codes that no page and no file tells


def read_pole_file(path: Path) -> PoleFile:
    """The sections of the file; all that is wrong in it is told in one message."""
    text = read_text_file(path)
    content = parse_toml(path, text)
    faults = unknown_sections(content, _SECTIONS)
    sheet = Sheet(text, faults)
    pole = sheet.read(content.get("pole", {}), _POLE, "[pole]")
    secrecy = sheet.read(content.get("confidentialite", {}), _CONFIDENTIALITY, "[confidentialite]")
    reception = sheet.read(content.get("reception", {}), _RECEPTION, "[reception]")
    limits = sheet.read(content.get("limites", {}), _LIMITS, "[limites]")
    compared = sheet.read(content.get("comparaison", {}), _COMPARISON, "[comparaison]")
    lists = {
        name: sheet.read_list(content.get(name, []), name, keys) for name, keys in _LISTS.items()
    }
    refuse_faults(path, faults)
    return PoleFile(
        _pole(pole),
        secrecy["seuil"],
        tuple(_target(one) for one in lists["objectifs"]),
        tuple(Event(e["indicateur"], e["annee"], e["texte"]) for e in lists["evenements"]),
        reception["corrections"],
        Limits(**{cap.field: limits[name] for name, cap in CAPS.items()}),
        Attention(compared["inconnus"], compared["variation"], compared["variation_points"]),
        secrecy["strict"],
        secrecy["accord"],
        secrecy["retires"],
    )


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
    return Target(*(read[key] for key in _TARGET))
