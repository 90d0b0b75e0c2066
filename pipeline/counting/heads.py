"""The head of an indicator's SQL file: TOML in its leading comment, read into an `Indicator`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from pipeline.errors import SettingsError, nearest
from pipeline.model import Indicator

YEAR_DIGITS = 4
OPENING, CLOSING = "/*---", "---*/"

CODE_PREFIXES = {
    "insertion": "INS-",
    "cooperation": "COO-",
    "gouvernance": "GOV-",
    "developpement_local": "DEV-",
    "environnement": "ENV-",
    "finances": "FIN-",
    "qualite": "QUA-",
}

REQUIRED = {
    "code": ("code", str),
    "titre": ("title", str),
    "question": ("question", str),
    "sujet": ("subject", str),
    "accord": ("agreement", str),
    "unite": ("unit", str),
    "decimales": ("decimals", int),
    "sens": ("direction", str),
    "niveau": ("level", str),
    "agregation": ("aggregation", str),
    "definition": ("definition", str),
    "source": ("source", str),
    "sensibilite": ("sensitivity", int),
}
OPTIONAL = {
    "numerateur": ("numerator", str),
    "denominateur": ("denominator", str),
    "modalites": ("categories", dict),
    "modalites_de": ("", str),
    "modalites_libres": ("", str),
    "relations": ("relations", list),
    "recoupements": ("crossings", list),
    "fonde_sur": ("behind", str),
    "apports": ("brought", str),
    "plafond": ("at_most", str),
    "ecart_de": ("gap_of", str),
    "diffusion": ("kept", str),
    "odd": ("sdg", list),
    "iris": ("iris", str),
    "limites": ("limits", str),
    "repere": ("benchmark", str),
    "ruptures": ("breaks", dict),
}
KEYS: Mapping[str, tuple[str, type]] = REQUIRED | OPTIONAL

ALLOWED: Mapping[str, tuple[Any, ...]] = {
    "accord": ("ms", "fs", "mp", "fp"),
    "sens": ("hausse", "baisse", "neutre", "conformite"),
    "niveau": ("moyen", "realisation", "resultat", "impact"),
    "agregation": ("somme", "ratio", "stock", "distinct", "pole", "mediane"),
    "sensibilite": (0, 1, 2),
    "decimales": (0, 1, 2, 3, 4),
    "modalites_libres": ("structure",),
    "apports": ("structures", "pole", "relations"),
    "diffusion": ("interne",),
}

TYPE_NAMES = {str: "un texte", int: "un nombre entier", dict: "une table", list: "une liste"}


class Head(NamedTuple):
    """What a head says; its categories may be the structures, or those of another indicator."""

    indicator: Indicator
    categories_are_structures: bool
    categories_of: str


def read_head(text: str, indicator_id: str, path: str) -> Head:
    """Turn one file's head into an indicator; a doubtful head is refused, key by key.

    `path` is how the message names the file.
    """
    head = _toml(text, path)
    faults = [*_key_faults(head), *_value_faults(head)]
    if not faults:
        faults = list(_sense_faults(head, indicator_id.partition("/")[0]))
    if faults:
        raise SettingsError(f"{path}, en-tête : {' ; '.join(faults)}.")
    free = head.pop("modalites_libres", None) is not None
    lender = head.pop("modalites_de", "")
    values = {KEYS[key][0]: _frozen(value) for key, value in head.items()}
    digest = sha256(text.encode()).hexdigest()
    return Head(Indicator(id=indicator_id, sql=text, sha256=digest, **values), free, lender)


def _toml(text: str, path: str) -> dict[str, Any]:
    start, end = text.find(OPENING), text.find(CLOSING)
    if text[: max(start, 0)].strip() or start < 0 or end < 0:
        raise SettingsError(
            f"{path} : l'en-tête manque. Le fichier commence par {OPENING} et l'en-tête finit "
            f"par {CLOSING}."
        )
    try:
        return tomllib.loads(text[start + len(OPENING) : end])
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} : l'en-tête n'est pas du TOML valide ({error}).") from error


def _key_faults(head: Mapping[str, Any]) -> list[str]:
    unknown = []
    for key in head:
        if key not in KEYS:
            close = nearest(key, KEYS)
            unknown.append(f"clé inconnue « {key} »" + (f" (« {close} » ?)" if close else ""))
    return unknown + [f"clé « {key} » absente" for key in REQUIRED if key not in head]


def _value_faults(head: Mapping[str, Any]) -> list[str]:
    faults = []
    for key, value in head.items():
        kind: Any = KEYS[key][1] if key in KEYS else type(value)
        if type(value) is not kind:
            faults.append(f"la clé « {key} » attend {TYPE_NAMES[kind]}")
        elif kind in (list, dict) and not _holds_texts(value):
            faults.append(f"la clé « {key} » ne contient que des textes")
        elif kind is str and not value.strip():
            among = f" ({', '.join(ALLOWED[key])})" if key in ALLOWED else ""
            faults.append(f"la clé « {key} » est vide{among}")
        elif key in ALLOWED and value not in ALLOWED[key]:
            choices = ", ".join(str(choice) for choice in ALLOWED[key])
            faults.append(f"« {key} = {value} » n'est pas permis ({choices})")
    return faults


def _sense_faults(head: Mapping[str, Any], theme: str) -> list[str]:
    faults = []
    prefix = CODE_PREFIXES[theme]
    if not head["code"].startswith(prefix):
        faults.append(f"le code « {head['code']} » doit commencer par « {prefix} »")
    if ("numerateur" in head) != ("denominateur" in head):
        faults.append("« numerateur » et « denominateur » vont ensemble")
    if head["unite"] == "%" and "numerateur" not in head:
        faults.append("un pourcentage demande « numerateur » et « denominateur »")
    if not all(year.isdecimal() and len(year) == YEAR_DIGITS for year in head.get("ruptures", ())):
        faults.append('« ruptures » donne, pour une année, ce qui change : 2024 = "…"')
    if any(len(re.findall("<=|<|=", text)) != 1 for text in head.get("recoupements", ())):
        faults.append("« recoupements » s'écrit « a + b = c », « a + b < c » ou « a + b <= c »")
    ways = [f"« {key} »" for key in head if key.startswith("modalites")]
    if len(ways) > 1:
        faults.append(f"{' et '.join(ways)} s'excluent")
    return faults


def _holds_texts(value: Any) -> bool:
    items = value.values() if isinstance(value, dict) else value
    return all(isinstance(item, str) and item.strip() for item in items)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
