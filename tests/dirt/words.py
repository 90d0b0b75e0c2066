"""Words: yes and no, lists, codes, absences, and characters nobody meant to type."""

from __future__ import annotations

from difflib import SequenceMatcher

from pipeline.contracts import Field
from tests.dirt.cases import Operator
from tests.dirt.draft import Draft, Unfit, Value, plain

MISSING = ("n.c.", "NC", "-", "s.o.", "#N/A", "néant", "N/A", "n.d.")


def yes_and_no(draft: Draft) -> None:
    pairs = [("Oui", "Non"), ("OUI", "NON"), ("O", "N"), ("1", "0"), ("VRAI", "FAUX")]
    pairs += [("true", "false"), ("x", "n"), ("Vrai", "Faux"), ("Y", "N"), ("✓", "non")]
    _say(draft, draft.choose(pairs))


def _say(draft: Draft, words: tuple[str, str]) -> None:
    place, column = draft.pick_column(lambda f, v: f.type == "boolean" and v is not None)
    for line in draft.data_lines():
        assert line.row is not None
        value = draft.rows[line.row][column.name]
        if value is not None:
            line.cells[place] = words[0] if value else words[1]


def crosses_and_blanks(draft: Draft) -> None:
    """A column where a cross is yes and a blank is no."""
    place, column = draft.pick_column(lambda f, v: f.type == "boolean" and v is True)
    cross = draft.choose(["x", "X", "✓"])
    for line in draft.data_lines():
        assert line.row is not None
        row = draft.rows[line.row]
        row[column.name] = bool(row[column.name])
        line.cells[place] = cross if row[column.name] else ""
    draft.told.append("croix")


def missing_marks(draft: Draft) -> None:
    line, place, _, _ = draft.pick(lambda f, v: v is None and not f.required)
    line.cells[place] = draft.choose(MISSING)
    draft.told.append("absence")


def leading_apostrophe(draft: Draft) -> None:
    line, place, _, _ = draft.pick(lambda f, v: v is not None and plain(v, f)[:1].isdigit())
    line.cells[place] = f"'{line.cells[place]}"
    draft.told.append("apostrophe")


def text_formula(draft: Draft) -> None:
    line, place, _, _ = draft.pick(lambda f, v: f.pattern is not None and v is not None)
    line.cells[place] = f'="{line.cells[place]}"'
    draft.told.append("formule")


def lost_leading_zero(draft: Draft) -> None:
    line, place, _, _ = draft.pick(
        lambda f, v: f.name in ("code_commune", "code_postal") and str(v).startswith("0")
    )
    line.cells[place] = line.cells[place].lstrip("0").zfill(4)
    draft.told.append("zéro")


def spaced_siret(draft: Draft) -> None:
    line, place, _, value = draft.pick(lambda f, v: "siret" in f.name and v is not None)
    text = str(value)
    space = draft.choose([" ", "\xa0", "\u202f"])
    line.cells[place] = space.join([text[:3], text[3:6], text[6:9], text[9:]])
    draft.told.append("espaces")


def invisible_characters(draft: Draft) -> None:
    line, place, _, _ = draft.pick(lambda _, v: len(str(v)) > 2 and v is not None)
    text, mark = line.cells[place], draft.choose("\xad\u200b\u200d\u2060\ufeff\u200e")
    cut = draft.rng.randrange(len(text) + 1)
    line.cells[place] = text[:cut] + mark + text[cut:]
    draft.told.append("invisible")


def control_characters(draft: Draft) -> None:
    line, place, _, _ = draft.pick(lambda _, v: len(str(v)) > 2 and v is not None)
    text, mark = line.cells[place], draft.choose("\x01\x07\x0e\x7f")
    cut = draft.rng.randrange(len(text) + 1)
    line.cells[place] = text[:cut] + mark + text[cut:]
    draft.told.append("invisible|contrôle")


def stray_spaces(draft: Draft) -> None:
    line, place, _, _ = draft.pick(lambda _, v: v is not None)
    space = draft.choose(["  ", "\xa0", " ", "\u202f "])
    line.cells[place] = draft.rng.choice(["", space]) + line.cells[place] + space
    draft.told.append("espaces")


def _is_listed(column: Field, value: Value) -> bool:
    return bool(column.enum) and value is not None


def list_in_capitals(draft: Draft) -> None:
    line, place, _, value = draft.pick(lambda f, v: _is_listed(f, v) and str(v) != str(v).upper())
    line.cells[place] = str(value).upper()
    draft.told.append("majuscules")


def list_with_accents(draft: Draft) -> None:
    """`Réalisé` for `realise`: the label of the contract."""
    line, place, column, value = draft.pick(
        lambda f, v: _is_listed(f, v) and f.labels[str(v)] != str(v)
    )
    line.cells[place] = column.labels[str(value)]
    draft.told.append("majuscules|libellé")


def list_with_a_slip(draft: Draft) -> None:
    """One letter dropped or doubled, so that only one value of the list is near."""
    line, place, column, value = draft.pick(lambda f, v: _is_listed(f, v) and len(str(v)) > 6)
    text = str(value)
    cut = draft.rng.randrange(1, len(text) - 2)
    forms = [text[:cut] + text[cut + 1 :], text[: cut + 1] + text[cut:]]
    line.cells[place] = slip = draft.rng.choice(forms)
    if not text[cut].isalpha() or any(_is_near(slip, o) for o in column.enum if o != text):
        raise Unfit
    draft.told.append("(?i)faute|lettre|coquille|proche|frappe")


def _is_near(text: str, other: str) -> bool:
    """Whether two letters at most tell them apart."""
    ratio = SequenceMatcher(None, text.lower(), other.lower()).ratio()
    return ratio * (len(text) + len(other)) >= max(len(text), len(other)) * 2 - 4


RECOVERED = tuple(
    Operator("Cells", dirty)
    for dirty in (
        yes_and_no,
        crosses_and_blanks,
        missing_marks,
        leading_apostrophe,
        text_formula,
        lost_leading_zero,
        spaced_siret,
        invisible_characters,
        control_characters,
        stray_spaces,
        list_in_capitals,
        list_with_accents,
        list_with_a_slip,
    )
)
