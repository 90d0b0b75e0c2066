"""Dialects: delimiters, quotes, line ends, and records that do not close."""

from __future__ import annotations

from tests.dirt.cases import Operator
from tests.dirt.draft import Draft, Line, Unfit, is_open_text


def _delimit(draft: Draft, delimiter: str) -> None:
    draft.take("delimiter")
    draft.delimiter = delimiter


def comma(draft: Draft) -> None:
    _delimit(draft, ",")


def tab(draft: Draft) -> None:
    _delimit(draft, "\t")


def bar(draft: Draft) -> None:
    _delimit(draft, "|")


def separator_line(draft: Draft) -> None:
    """`sep=;` before anything else, as Excel understands it."""
    draft.take("first line")
    draft.above.insert(0, Line(["sep="], reshape=[lambda text: text.strip('"') + draft.delimiter]))
    draft.told.append("sépar")


def everything_quoted(draft: Draft) -> None:
    draft.take("quotes")
    draft.quotes_all = True


def line_break_in_a_cell(draft: Draft) -> None:
    line, place, _, value = draft.pick(lambda f, v: f.type == "string" and " " in str(v))
    line.cells[place] = str(value).replace(" ", draft.choose(["\n", " \n", "\n\n"]), 1)
    draft.told.append("espaces|retour")


def doubled_quotes(draft: Draft) -> None:
    _speak(draft)
    draft.take("quotes")


def backslashed_quotes(draft: Draft) -> None:
    _speak(draft)
    draft.take("quotes")
    draft.quote = '\\"'


def _speak(draft: Draft) -> None:
    """A text that says something between quotes."""
    line, place, field, _ = draft.pick(is_open_text)
    assert line.row is not None
    text = draft.choose(['Café "Le Phare" du quai', 'Dit "Jo"', '"Le Phare", quai', '3" de tube'])
    draft.rows[line.row][field.name] = line.cells[place] = text


def lone_quote_in_a_text(draft: Draft) -> None:
    """`tube de 3" en acier`, not quoted: the mark is part of the text."""
    draft.take("quotes")
    line, place, field, _ = draft.pick(is_open_text)
    assert line.row is not None
    draft.rows[line.row][field.name] = 'Tube de 3" en acier'
    line.cells[place] = "Tube de 3@ en acier"
    line.reshape.append(lambda text: text.replace("@", '"'))


def windows_line_ends(draft: Draft) -> None:
    draft.take("newlines")
    draft.newlines = ("\r\n",)


def old_mac_line_ends(draft: Draft) -> None:
    draft.take("newlines")
    draft.newlines = ("\r",)


def mixed_line_ends(draft: Draft) -> None:
    draft.take("newlines")
    draft.newlines = tuple(draft.rng.choices(["\r\n", "\n", "\r"], k=7))


def no_last_line_end(draft: Draft) -> None:
    draft.take("end")
    draft.last_newline = False


def trailing_delimiters(draft: Draft) -> None:
    """On every line, as a spreadsheet whose sheet was once wider."""
    draft.take("right edge")
    extra = draft.choose([1, 3])
    for line in draft.lines():
        line.reshape.append(lambda text: text + draft.delimiter * extra)


def trailing_delimiter_on_data_only(draft: Draft) -> None:
    draft.take("right edge")
    for line in draft.data_lines():
        line.reshape.append(lambda text: text + draft.delimiter)


def old_end_of_file_mark(draft: Draft) -> None:
    """The 0x1A with which MS-DOS closed a text."""
    draft.take("end")
    draft.body.append(Line(["\x1a"]))
    draft.last_newline = False


def two_delimiters_alike(draft: Draft) -> None:
    """`a;b,c` on every line: both marks split each line in two."""
    draft.take("encoding", "delimiter", "columns", "header", "writer")
    first, *_ = (f.name for f in draft.contract.fields if f.required and f.name != "structure_id")
    lines = [f"{first};Vu par,{first}", *(f"x{n};y,x{n}" for n in range(5))]
    draft.on_bytes.append(lambda _: "\n".join([*lines, ""]).encode())
    draft.refuse(None, "", "separateur_ambigu")


def truncated_file(draft: Draft) -> None:
    """Cut in the middle of its last row."""
    draft.take("end", "right edge", "quotes")
    line = draft.body[-1]
    if line.row is None:
        raise Unfit
    draft.take_line(line)
    draft.last_newline = False
    del line.cells[draft.rng.randrange(1, draft.width - 1) :]
    draft.refuse(line, "", "fichier_coupe")


def unclosed_quote(draft: Draft) -> None:
    """A quote opens at the start of a cell and never closes: its line alone is lost."""
    draft.take("quotes", "delimiter")
    if any('"' in cell or ";" in cell or "\n" in cell for o in draft.lines() for cell in o.cells):
        raise Unfit
    line = draft.pick_line()
    place = draft.rng.randrange(draft.width)
    line.cells[place] = f"@{line.cells[place] or 'x'}"
    line.reshape.append(lambda text: text.replace("@", '"'))
    draft.refuse(line, "", "guillemet_non_ferme")


def row_too_long(draft: Draft) -> None:
    draft.take("right edge")
    line = draft.pick_line()
    line.cells += ["12 345"]  # in words, it might be a note
    draft.refuse(line, "", "ligne_trop_longue")


def delimiter_in_an_unquoted_text(draft: Draft) -> None:
    """`Lefèvre; fils` without quotes: every cell after it is shifted."""
    draft.take("right edge", "quotes")
    line, place, _, value = draft.pick_alone(lambda f, v: is_open_text(f, v) and '"' not in str(v))
    line.cells[place] = f"{value}@ fils"
    line.cells[-1] = line.cells[-1] or "x"
    line.reshape.append(lambda text: text.replace("@", draft.delimiter))
    draft.refuse(line, "", "ligne_trop_longue")


def row_too_short(draft: Draft) -> None:
    draft.take("right edge", "end")
    line = draft.pick_line()
    if not line.cells[0]:
        raise Unfit
    del line.cells[1:]
    draft.refuse(line, "", "ligne_trop_courte")


RECOVERED = tuple(
    Operator("Dialects", dirty)
    for dirty in (
        comma,
        tab,
        bar,
        separator_line,
        everything_quoted,
        line_break_in_a_cell,
        doubled_quotes,
        backslashed_quotes,
        lone_quote_in_a_text,
        windows_line_ends,
        old_mac_line_ends,
        mixed_line_ends,
        no_last_line_end,
        trailing_delimiters,
        trailing_delimiter_on_data_only,
        old_end_of_file_mark,
    )
)
REFUSED = tuple(
    Operator("truncated files, unclosed quotes, ragged rows", dirty, refuses=True)
    for dirty in (
        two_delimiters_alike,
        truncated_file,
        unclosed_quote,
        row_too_long,
        delimiter_in_an_unquoted_text,
        row_too_short,
    )
)
