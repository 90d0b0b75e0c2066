"""Closed lists and yes or no: one value of a few, however it was spelt."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from pipeline.contracts import Field
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold, unaccented

MOST_VALUES = 6  # of a list, in a message
SHORTEST_SLIP = 4  # letters: a shorter word is too near to the others
SPELLING = "majuscules ou accents d'une valeur"
TICKS = frozenset(("x", "✓", "✔", "☑"))

_HABIT = "oui ou non écrit autrement"
_YES = ("o", "yes", "y", "vrai", "1", "1.0", "1,0", *TICKS)
_NO = ("n", "no", "faux", "0", "0.0", "0,0", "☐")

Parser = Callable[[str], tuple[str, tuple[str, ...]]]


def yes_or_no(field: Field) -> Parser:
    """The habits of the contract first, then those of everyone."""
    told = {"oui": "true", "non": "false", "true": "true", "false": "false"}
    told |= dict.fromkeys(field.true_values, "true") | dict.fromkeys(field.false_values, "false")
    blurred = {blur(text): value for text, value in told.items()}
    habits = dict.fromkeys(_YES, "true") | dict.fromkeys(_NO, "false")

    def read(text: str) -> tuple[str, tuple[str, ...]]:
        found = told.get(text) or blurred.get(blur(text))
        if found:
            return found, ()
        if habit := habits.get(blur(text)):
            return habit, (_HABIT,)
        raise Refused(
            "valeur_inconnue",
            "ce n'est ni oui ni non",
            "écrivez oui ou non",
            suggestion=" ou ".join(_nearest(blur(text), {"oui": "oui", "non": "non"})),
        )

    return read


def one_of(values: Sequence[str], labels: Mapping[str, str]) -> Parser:
    """A closed list, compared without case, accents nor kind of space, then for one slip.

    Spellings that two values share (`CDD6+`, `cdd6 +`) are left out of the comparison.
    """
    spellings = [(value, value) for value in values]
    spellings += [(labels[value], value) for value in values if labels.get(value)]
    alike, plural = _gathered(spellings, blur), _gathered(spellings, fold)
    known = {typed: min(found) for typed, found in alike.items() if len(found) == 1}
    exact, habits = frozenset(values), _habits(values)
    remedy = f"valeurs admises : {listed(values)}"

    def read(text: str) -> tuple[str, tuple[str, ...]]:
        if text in exact:
            return text, ()
        blurred = blur(text)
        found = alike.get(blurred, set())
        if len(found) == 1:
            result = min(found)
            return result, (SPELLING if blurred == blur(result) else "libellé codé",)
        if habit := habits.get(blurred):
            return habit, (_HABIT if habit in ("oui", "non") else "libellé codé",)
        refused = Refused("valeur_inconnue", "valeur absente de la liste", remedy)
        if not found:
            same = plural.get(fold(text), set()) if _is_word(text) else set()
            if len(same) == 1:
                return min(same), ("singulier ou pluriel d'une valeur",)
            if slip := _slip(blurred, known):
                return slip, ("faute de frappe d'une lettre dans une valeur",)
            found = _nearest(blurred, known)
        refused.suggestion = " ou ".join(sorted(found))
        raise refused

    return read


def _habits(values: Collection[str]) -> dict[str, str]:
    """What everyone writes for the lists that are everywhere: yes or no, woman or man."""
    habits = {}
    if {"oui", "non"} <= set(values):
        habits = dict.fromkeys(_YES, "oui") | dict.fromkeys(_NO, "non")
    if set(values) == {"F", "M"}:
        habits = dict.fromkeys(("femme", "feminin", "mme", "madame"), "F")
        habits |= dict.fromkeys(("h", "homme", "masculin", "mr", "monsieur"), "M")
    taken = {blur(value) for value in values}
    return {typed: value for typed, value in habits.items() if typed not in taken}


def listed(values: Sequence[str]) -> str:
    """All the values when they are few, else the first ones: the blank model has the others."""
    shown = ", ".join(values[:MOST_VALUES])
    return shown if len(values) <= MOST_VALUES else f"{shown}… ({len(values)} dans le modèle)"


def blur(text: str) -> str:
    """What two spellings of one value have in common."""
    return re.sub(r"[\s_'’/-]+", "_", unaccented(text).rstrip(" .,;:!"))


def _gathered(
    spellings: Collection[tuple[str, str]], form: Callable[[str], str]
) -> dict[str, set[str]]:
    gathered: dict[str, set[str]] = {}
    for typed, value in spellings:
        gathered.setdefault(form(typed), set()).add(value)
    return gathered


def _is_word(text: str) -> bool:
    """Whether nothing but letters and spaces: marks and digits tell codes apart."""
    return bool(re.fullmatch(r"[^\W\d]+(?:[ _'’-][^\W\d]+)*", text)) and len(text) >= SHORTEST_SLIP


def _slip(typed: str, known: Mapping[str, str]) -> str:
    """The value of which one letter is wrong, when no other value is nearly as near."""
    if len(typed) < SHORTEST_SLIP:
        return ""
    near = {name: distance(typed, name) for name in known if abs(len(name) - len(typed)) <= 2}
    values = {known[name] for name, steps in near.items() if steps <= 2}
    slips = [name for name, steps in near.items() if steps == 1 and _differ_by_letters(typed, name)]
    return values.pop() if slips and len(values) == 1 else ""


def _differ_by_letters(first: str, second: str) -> bool:
    """Whether the digits and marks are the same: 6-11 is no slip for 6-12."""
    return re.sub("[a-z_]", "", first) == re.sub("[a-z_]", "", second)


def _nearest(typed: str, known: Mapping[str, str]) -> set[str]:
    """The values that were perhaps meant: at most three, else by their words."""
    if len(typed) < SHORTEST_SLIP - 1:
        return set()
    alike = [name for name in known if abs(len(name) - len(typed)) <= 2]
    near = {known[name] for name in alike if distance(typed, name) <= 2}
    for alike_in in (_is_said, _starts_alike):
        near = near or {value for name, value in known.items() if alike_in(name, typed)}
    return near if len(near) <= 3 else set()


def _starts_alike(name: str, typed: str) -> bool:
    """Whether two words have their first letters in common: `entrée` and `entrant`."""
    return len(typed) >= SHORTEST_SLIP and name[:SHORTEST_SLIP] == typed[:SHORTEST_SLIP]


def _is_said(name: str, typed: str) -> bool:
    """Whether a value stands whole among the words typed: `Etat` in `Etat (DREETS)`."""
    said, words = (f"_{fold(text)}_" for text in (name, typed))
    return len(name) >= SHORTEST_SLIP and said in words


def distance(first: str, second: str) -> int:
    """Letters to add, drop, change or swap with the next one to make the second word."""
    before, above = [0] * (len(second) + 1), list(range(len(second) + 1))
    for i, char in enumerate(first, 1):
        row = [i]
        for j, other in enumerate(second, 1):
            steps = min(above[j] + 1, row[-1] + 1, above[j - 1] + (char != other))
            if i > 1 < j and char == second[j - 2] and first[i - 2] == other:
                steps = min(steps, before[j - 2] + 1)
            row.append(steps)
        before, above = above, row
    return above[-1]
