"""Codes that have a fixed form: SIRET, INSEE, postcode, NAF."""

from __future__ import annotations

import re

from pipeline.contracts import Field
from pipeline.reading.cells.choices import SPELLING, Parser
from pipeline.reading.refusals import Refused
from pipeline.reading.words import unaccented

INSEE_LENGTH = 5
SIREN_LENGTH = 9

_EXPONENT = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_PLACE = re.compile(r"commune|insee|postal|(?:^|_)(?:cp|cog)(?:_|$)")
_FLOAT = re.compile(r"(\d+)[.,]0{1,2}")

Repairs = tuple[str, ...]


def code_parser(field: Field) -> Parser:
    """Any text when the contract gives no form, else what has that form once mended."""
    if not field.pattern:
        return lambda text: (text, ())
    form = re.compile(field.pattern)
    return lambda text: _read(text, field, form)


def _read(text: str, field: Field, form: re.Pattern[str]) -> tuple[str, Repairs]:
    if form.fullmatch(text):
        return text, ()
    for candidate, repairs in _candidates(text, field):
        if form.fullmatch(candidate):
            return candidate, repairs
    if _EXPONENT.fullmatch(text):
        raise Refused(
            "chiffres_perdus",
            "identifiant en notation scientifique : des chiffres sont perdus",
            "mettez la colonne au format Texte dans le tableur et ressaisissez l'identifiant",
        )
    example = f", par exemple {field.example}" if field.example else ""
    hint = ""
    if text.isdigit() and form.fullmatch(f"0{text}"):
        hint = " ; un zéro initial a peut-être été perdu"
    elif len(text) == SIREN_LENGTH and text.isdigit() and form.fullmatch(f"{text}00000"):
        hint = " ; ces neuf chiffres sont un SIREN, il manque les cinq de l'établissement"
    raise Refused(
        "forme_inattendue",
        "forme inattendue",
        f"écrivez « {field.title} » en entier{example}{hint}",
    )


def _candidates(text: str, field: Field) -> list[tuple[str, Repairs]]:
    found: list[tuple[str, Repairs]] = []
    whole = text
    repairs: Repairs = ()
    if decimals := _FLOAT.fullmatch(text):
        whole, repairs = decimals[1], ("décimales nulles retirées",)
        found.append((whole, repairs))
    if len(whole) == INSEE_LENGTH - 1 and whole.isdigit() and _is_place(field):
        found.append((f"0{whole}", (*repairs, "zéro initial rétabli")))
    found += [(text.replace(" ", ""), ("espaces superflus",)), (text.upper(), (SPELLING,))]
    joined = re.sub(r"[ .\-]", "", text)
    if joined.isdigit() and len(joined) >= len("2A004"):
        found.append((joined, ("séparateurs retirés d'un code",)))
    found.append((text.replace(" ", "").upper(), ("espaces superflus", SPELLING)))
    return found


def _is_place(field: Field) -> bool:
    words = unaccented(f"{field.name} {field.title}".replace(" ", "_"))
    return "2[AB]" in (field.pattern or "") or bool(_PLACE.search(words))
