"""What each part is before its rows are read: a table of a contract, a rule, or a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.contracts import Contract
from pipeline.reading.books.own_marks import is_own_notice
from pipeline.reading.books.workbooks import HIDDEN_SHEET
from pipeline.reading.frames.headers import Index, Layout, recognise
from pipeline.reading.frames.personal_columns import PERSONAL
from pipeline.reading.frames.wrapping import unwrap
from pipeline.reading.parts import Part
from pipeline.reading.refusals import Refused

STRANGE_SHEET = "feuille hors contrat"

_OF_NO_CONTRACT = frozenset(("en_tete_absent", "contrat_inconnu"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A part as far as its header tells. Exactly one of `layout`, `rule`, `refusal` is set.

    `rule` says why none of its lines is data; `doubt` is what a person should look at.
    """

    part: Part
    layout: Layout | None = None
    rule: str = ""
    refusal: Refused | None = None
    doubt: Refused | None = None


def draft_all(
    parts: Iterable[Part], contracts: Mapping[str, Contract], index: Index
) -> list[Draft]:
    """One draft for each part; the sheets of one workbook are judged together."""
    drafts: list[Draft] = []
    for workbook, group in groupby(parts, key=lambda part: part.workbook):
        found = [_draft(part, contracts, index) for part in group]
        drafts += _settled(found) if workbook else found
    return drafts


def _draft(part: Part, contracts: Mapping[str, Contract], index: Index) -> Draft:
    if part.refusal:
        return Draft(part, refusal=part.refusal)
    if part.rule and is_own_notice(part.lines):
        return Draft(part, rule=part.rule)
    lines, wrapped = unwrap(part.lines)
    if wrapped:
        again = replace(part, lines=lines, mended={**part.mended, **wrapped})
        found = _recognised(again, contracts, index)
        if found.layout and len(found.layout.cells) > 1:  # of one column, the quotes are its own
            return found
    return _recognised(part, contracts, index)


def _recognised(part: Part, contracts: Mapping[str, Contract], index: Index) -> Draft:
    try:
        layout = recognise(part.lines, contracts, index, part.stem, part.limits.columns)
    except Refused as refused:
        return Draft(part, refusal=refused.with_traceback(None))
    return Draft(part, layout)


def _settled(drafts: list[Draft]) -> list[Draft]:
    """A column of persons in any sheet refuses them all; a sheet of no contract refuses none."""
    for one in drafts:
        if one.refusal and one.refusal.code == PERSONAL:
            apart = Refused(one.refusal.code, one.refusal.reason, one.refusal.remedy)
            return [
                Draft(other.part, refusal=one.refusal if other is one else apart)
                for other in drafts
            ]
    read = [one for one in drafts if one.layout and one.part.rule != HIDDEN_SHEET]
    settled = [_settled_sheet(one, read) for one in drafts]
    if all(one.rule for one in settled):
        settled[0] = Draft(settled[0].part, refusal=_NO_TABLE)
    return settled


def _settled_sheet(draft: Draft, read: list[Draft]) -> Draft:
    part, refusal = draft.part, draft.refusal
    if draft.rule:
        return draft
    if part.rule == HIDDEN_SHEET:
        return Draft(part, rule=part.rule, doubt=_hidden_table(draft) if draft.layout else None)
    if not refusal or refusal.code not in _OF_NO_CONTRACT:
        return draft
    if part.rule:
        return Draft(part, rule=part.rule)
    if not read:
        return draft
    names = ", ".join(f"« {one.part.sheet} » ({_contract(one)})" for one in read)
    doubt = Refused(
        "feuille_non_lue",
        f"feuille d'aucun contrat, non lue ; feuilles lues de ce classeur : {names}",
        "si elle contient des données à compter, reprenez les noms de colonnes du modèle",
    )
    return Draft(part, rule=STRANGE_SHEET, doubt=doubt)


def _hidden_table(draft: Draft) -> Refused:
    return Refused(
        "feuille_masquee",
        f"feuille masquée, non lue, alors qu'elle suit le modèle {_contract(draft)}",
        "affichez-la si elle doit être comptée, sinon supprimez-la",
    )


def _contract(draft: Draft) -> str:
    return draft.layout.contract.shown if draft.layout else ""


_NO_TABLE = Refused(
    "classeur_sans_tableau",
    "aucune feuille visible du classeur ne contient de tableau",
    "affichez la feuille de données, ou reprenez les noms de colonnes du modèle",
)
