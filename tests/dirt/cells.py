"""Cells: numbers, dates, words and codes as people and their software write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from pipeline.contracts import Field
from tests.dirt.draft import Draft, Unfit, Value, is_open_text, plain
from tests.dirt.harness import Operator

MISSING = ("n.c.", "NC", "-", "s.o.", "#N/A", "néant", "N/A", "n.d.")
_UNITS = {"_eur": ["€", "euros", "EUR"], "_kg": ["kg"], "_m2": ["m²", "m2"], "heures": ["h", "heures"]}


def _retype(
    draft: Draft, wanted: Callable[[Field, Value], bool], write: Callable[[str], str], told: str
) -> None:
    """Write one cell, or the whole column as software does, in another way."""
    line, place, column, _ = draft.pick(wanted)
    lines = [line]
    if draft.rng.random() < 0.5:
        lines = [
            other
            for other, where, _, value in draft.cells()
            if where == place and wanted(column, value)
        ] + lines
    for other in lines:
        draft.taken.add((other, column.name))
        other.cells[place] = write(other.cells[place])
    if told:
        draft.told.append(told)


def _is_number(column: Field, value: Value) -> bool:
    return column.type == "number" and isinstance(value, Decimal)


def _is_large(column: Field, value: Value) -> bool:
    return _is_number(column, value) and isinstance(value, Decimal) and abs(value) >= 1000


def _grouped(text: str, mark: str) -> str:
    """1234567,89 with a mark every three digits."""
    whole, comma, rest = text.partition(",")
    return f"{int(whole):,}".replace(",", mark) + comma + rest


def decimal_point(draft: Draft) -> None:
    _retype(draft, _is_number, lambda text: text.replace(",", "."), "")


def thousands_space(draft: Draft) -> None:
    _retype(draft, _is_large, lambda text: _grouped(text, " "), "")


def thousands_no_break_space(draft: Draft) -> None:
    _retype(draft, _is_large, lambda text: _grouped(text, "\xa0"), "")


def thousands_narrow_space(draft: Draft) -> None:
    _retype(draft, _is_large, lambda text: _grouped(text, "\u202f"), "")


def thousands_thin_space(draft: Draft) -> None:
    _retype(draft, _is_large, lambda text: _grouped(text, "\u2009"), "")


def thousands_apostrophe(draft: Draft) -> None:
    mark = draft.rng.choice(["'", "’"])
    _retype(draft, _is_large, lambda text: _grouped(text, mark), "")


def thousands_dot(draft: Draft) -> None:
    """`1.234,50`: the comma says which is which."""

    def is_cents(column: Field, value: Value) -> bool:
        return _is_large(column, value) and "," in plain(value, column)

    _retype(draft, is_cents, lambda text: _grouped(text, "."), "point des milliers")


def english_number(draft: Draft) -> None:
    """`1,234.50`."""

    def write(text: str) -> str:
        return _grouped(text, "@").replace(",", ".").replace("@", ",")

    _retype(draft, lambda f, v: _is_large(f, v) and "," in plain(v, f), write, "anglaise")


def glued_unit(draft: Draft) -> None:
    def units(column: Field) -> list[str]:
        return next((units for mark, units in _UNITS.items() if mark in column.name), [])

    line, place, column, _ = draft.pick(lambda f, v: _is_number(f, v) and bool(units(f)))
    space = draft.rng.choice(["", " ", "\xa0", "\u202f"])
    line.cells[place] += space + draft.rng.choice(units(column))
    draft.told.append("symbole|unité")


def per_cent(draft: Draft) -> None:
    line, place, _, _ = draft.pick(lambda f, v: f.name.endswith("_pct") and v is not None)
    line.cells[place] += draft.rng.choice(["%", " %", "\u202f%"])
    draft.told.append("symbole|unité")


def _is_negative(column: Field, value: Value) -> bool:
    return _is_number(column, value) and isinstance(value, Decimal) and value < 0


def parentheses(draft: Draft) -> None:
    _retype(draft, _is_negative, lambda text: f"({text[1:]})", "parenthèses")


def trailing_minus(draft: Draft) -> None:
    _retype(draft, _is_negative, lambda text: f"{text[1:]}-", "(?i)moins|signe")


def true_minus(draft: Draft) -> None:
    _retype(draft, _is_negative, lambda text: f"−{text[1:]}", "")


def plus_sign(draft: Draft) -> None:
    _retype(draft, lambda f, v: _is_number(f, v) and not _is_negative(f, v), lambda t: f"+{t}", "")


def scientific_number(draft: Draft) -> None:
    """`1,23456E+03`, with all its digits."""
    line, place, _, value = draft.pick(_is_number)
    assert isinstance(value, Decimal)
    digits = f"{value:.{max(len(value.normalize().as_tuple().digits) - 1, 1)}E}"
    mark = draft.rng.choice([",", "."])
    line.cells[place] = digits.replace(".", mark)
    draft.told.append("scientifique")


def _is_day(column: Field, value: Value) -> bool:
    return column.type == "date" and isinstance(value, date)


def _redate(draft: Draft, write: Callable[[date], str], told: str) -> None:
    """The whole column in the same form: people do not change in the middle."""
    _, place, column, _ = draft.pick(_is_day)
    draft.take(column.name)
    for line in draft.data_lines():
        assert line.row is not None
        value = draft.rows[line.row][column.name]
        if isinstance(value, date):
            line.cells[place] = write(value)
    if told:
        draft.told.append(told)


def short_day(draft: Draft) -> None:
    _redate(draft, lambda d: f"{d.day}/{d.month}/{d:%Y}", "")


def two_digit_year(draft: Draft) -> None:
    _redate(draft, lambda d: f"{d.day}/{d.month}/{d:%y}", "deux chiffres")


def iso_day(draft: Draft) -> None:
    _redate(draft, lambda d: d.isoformat(), "")


def dots_or_dashes(draft: Draft) -> None:
    mark = draft.rng.choice([".", "-"])
    _redate(draft, lambda d: f"{d:%d/%m/%Y}".replace("/", mark), "séparateurs")


_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_SHORT = "janv févr mars avr mai juin juil août sept oct nov déc"


def _month(day: date, names: str = _MONTHS) -> str:
    return names.split()[day.month - 1]


def day_in_words(draft: Draft) -> None:
    _redate(draft, lambda d: f"{d.day if d.day > 1 else '1er'} {_month(d)} {d.year}", "lettres")


def weekday_and_day_in_words(draft: Draft) -> None:
    days = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
    _redate(draft, lambda d: f"{days[d.weekday()]} {d.day} {_month(d)} {d.year}", "lettres")


def short_month_in_words(draft: Draft) -> None:
    _redate(draft, lambda d: f"{d:%d}-{_month(d, _SHORT)}-{d:%y}", "lettres")


def spreadsheet_day_1900(draft: Draft) -> None:
    _redate(draft, lambda d: str((d - date(1899, 12, 30)).days), "tableur")


def day_with_a_time(draft: Draft) -> None:
    form = draft.rng.choice(["%d/%m/%Y 00:00", "%Y-%m-%d 00:00:00", "%Y-%m-%dT09:30:00"])
    _redate(draft, lambda d: d.strftime(form), "heure")


def month_in_words(draft: Draft) -> None:
    def write(day: date) -> str:
        texts = [f"{_month(day, _SHORT)}-{day:%y}", f"{_month(day)} {day.year}"]
        return draft.rng.choice([*texts, f"{_month(day, _SHORT)}. {day.year}"])

    _remonth(draft, write, "lettres")


def month_in_digits(draft: Draft) -> None:
    form = draft.rng.choice(["%m/%Y", "%m-%Y", "%Y/%m"])
    _remonth(draft, lambda d: d.strftime(form), "")


def month_as_its_first_day(draft: Draft) -> None:
    _remonth(draft, lambda d: f"{d:%d/%m/%Y}", "")


def _remonth(draft: Draft, write: Callable[[date], str], told: str) -> None:
    line, place, _, value = draft.pick(lambda f, v: f.type == "yearmonth" and v is not None)
    assert isinstance(value, date)
    line.cells[place] = write(value)
    if told:
        draft.told.append(told)


def clock_hours(draft: Draft) -> None:
    """35:00, 35h30, 7 h 15."""

    def is_minutes(column: Field, value: Value) -> bool:
        return "heures" in column.name and isinstance(value, Decimal)

    line, place, column, _ = draft.pick(is_minutes)
    assert line.row is not None
    hours, minutes = draft.rng.randrange(1, 150), draft.rng.choice([0, 15, 30, 45])
    if column.name == "heures_payees" and "dont_absence" in draft.columns:
        hours = 149
    draft.rows[line.row][column.name] = Decimal(hours) + Decimal(minutes) / 60
    form = draft.rng.choice(["{}:{:02}", "{}h{:02}", "{} h {:02}", "{}:{:02}:00"])
    line.cells[place] = form.format(hours, minutes)
    draft.told.append("heures et minutes")


def yes_and_no(draft: Draft) -> None:
    pairs = [("Oui", "Non"), ("OUI", "NON"), ("O", "N"), ("1", "0"), ("VRAI", "FAUX")]
    pairs += [("true", "false"), ("x", "n"), ("Vrai", "Faux"), ("Y", "N"), ("✓", "non")]
    _say(draft, draft.rng.choice(pairs))


def _say(draft: Draft, words: tuple[str, str]) -> None:
    _, place, column, _ = draft.pick(lambda f, v: f.type == "boolean" and v is not None)
    draft.take(column.name)
    for line in draft.data_lines():
        assert line.row is not None
        value = draft.rows[line.row][column.name]
        if value is not None:
            line.cells[place] = words[0] if value else words[1]


def missing_marks(draft: Draft) -> None:
    line, place, _, _ = draft.pick(lambda f, v: v is None and not f.required)
    line.cells[place] = draft.rng.choice(MISSING)
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
    space = draft.rng.choice([" ", "\xa0", "\u202f"])
    line.cells[place] = space.join([text[:3], text[3:6], text[6:9], text[9:]])
    draft.told.append("espaces")


def invisible_characters(draft: Draft) -> None:
    line, place, _, _ = draft.pick(lambda _, v: len(str(v)) > 2 and v is not None)
    text, mark = line.cells[place], draft.rng.choice("\xad\u200b\u200d\u2060\ufeff\u200e")
    cut = draft.rng.randrange(len(text) + 1)
    line.cells[place] = text[:cut] + mark + text[cut:]
    draft.told.append("invisible")


def control_characters(draft: Draft) -> None:
    line, place, _, _ = draft.pick(lambda _, v: len(str(v)) > 2 and v is not None)
    text, mark = line.cells[place], draft.rng.choice("\x01\x07\x0e\x7f")
    cut = draft.rng.randrange(len(text) + 1)
    line.cells[place] = text[:cut] + mark + text[cut:]
    draft.told.append("invisible|contrôle")


def stray_spaces(draft: Draft) -> None:
    line, place, _, _ = draft.pick(lambda _, v: v is not None)
    space = draft.rng.choice(["  ", "\xa0", " ", "\u202f "])
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
    """One letter dropped, doubled or swapped in a word of six letters or more."""
    line, place, _, value = draft.pick(lambda f, v: _is_listed(f, v) and len(str(v)) > 6)
    text = str(value)
    cut = draft.rng.randrange(1, len(text) - 2)
    forms = [text[:cut] + text[cut + 1 :], text[:cut] + text[cut] + text[cut:]]
    line.cells[place] = draft.rng.choice(forms)
    draft.told.append("(?i)faute|lettre|coquille|proche|frappe")


RECOVERED = tuple(
    Operator("Cells", dirty)
    for dirty in (
        decimal_point,
        thousands_space,
        thousands_no_break_space,
        thousands_narrow_space,
        thousands_thin_space,
        thousands_apostrophe,
        thousands_dot,
        english_number,
        glued_unit,
        per_cent,
        parentheses,
        trailing_minus,
        true_minus,
        plus_sign,
        scientific_number,
        short_day,
        two_digit_year,
        iso_day,
        dots_or_dashes,
        day_in_words,
        weekday_and_day_in_words,
        short_month_in_words,
        spreadsheet_day_1900,
        day_with_a_time,
        month_in_words,
        month_in_digits,
        month_as_its_first_day,
        clock_hours,
        yes_and_no,
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
