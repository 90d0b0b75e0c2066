"""Bytes to text, text to lines, lines to records."""

from __future__ import annotations

import pytest

from pipeline.reading.frames.decoding import count_lines, decode
from pipeline.reading.frames.framing import plain_records, read_records, split_lines
from pipeline.reading.frames.quoting import split_cells
from pipeline.reading.refusals import Refused

FRENCH = "fournisseur;montant\r\nCafé « Œuvre » à l’angle;12 €\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (FRENCH.encode(), "UTF-8"),
        (FRENCH.encode("utf-8-sig"), "UTF-8"),
        (FRENCH.encode("cp1252"), "Windows-1252"),
        (FRENCH.encode("utf-16"), "UTF-16"),
        (FRENCH.encode("utf-16-le"), "UTF-16"),
        (FRENCH.encode("utf-16-be"), "UTF-16"),
        (FRENCH.encode("mac_roman"), "Mac Roman"),
    ],
)
def test_french_text_survives_every_usual_encoding(data: bytes, encoding: str) -> None:
    assert decode(data) == (FRENCH, encoding)
    assert count_lines(data) == 2


def test_a_file_glued_from_two_encodings_is_read_line_by_line() -> None:
    data = "à;é\nœ;ù\n".encode() + "été;ça\n".encode("cp1252")
    assert decode(data) == ("à;é\nœ;ù\nété;ça\n", "UTF-8 et Windows-1252 mêlés")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 a workbook", "format_non_lu"),
        (b"a;b\n1;\x002\n", "fichier_binaire"),
        (bytes(range(1, 32)) * 9, "fichier_binaire"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        decode(data)
    assert caught.value.code == code


def test_crlf_lf_and_lone_cr_end_a_line_and_nothing_else_does() -> None:
    text = "a\r\nb\rc\nd\x0b\x85\u2028e"
    assert split_lines(text) == ["a", "b", "c", "d\x0b\x85\u2028e"]
    assert count_lines(text.encode()) == 4
    assert count_lines(b"") == 0


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a;b", ["a", "b"]),
        ("a;", ["a", ""]),
        ('"a;b";c', ["a;b", "c"]),
        ('"dit ""Jo""";c', ['dit "Jo"', "c"]),
        ('"";c', ["", "c"]),
        ('tube de 3";c', ['tube de 3"', "c"]),
        ('"dit "Jo" ici";c', ['dit "Jo" ici', "c"]),
        ('"ouvert;c', None),
    ],
)
def test_quotes(text: str, cells: list[str] | None) -> None:
    assert split_cells(text, ";")[0] == cells


def lines_and_cells(text: str, width: int = 2) -> list[tuple[int, int, list[str] | None]]:
    records = read_records(split_lines(text), ";", 0, width)
    return [(record.line, record.line_end, record.cells) for record in records]


def test_a_quoted_cell_may_span_lines_and_physical_lines_are_kept() -> None:
    assert lines_and_cells('a;"b\nc"\nd;e\n') == [(1, 2, ["a", "b\nc"]), (3, 3, ["d", "e"])]


def test_two_cells_of_a_row_may_both_span_lines() -> None:
    text = '"a\nb";"c\nd"\n'
    assert lines_and_cells(text) == [(1, 3, ["a\nb", "c\nd"])]


def test_an_unclosed_quote_spoils_its_own_line_only() -> None:
    assert lines_and_cells('a;"b\nc;d\ne;f\n') == [
        (1, 1, None),
        (2, 2, ["c", "d"]),
        (3, 3, ["e", "f"]),
    ]


def test_a_quote_closed_on_another_row_spoils_its_own_line_only() -> None:
    assert lines_and_cells('"a;b\nc;"d"\n') == [(1, 1, None), (2, 2, ["c", "d"])]


def test_a_quoted_cell_spans_a_hundred_lines_at_most() -> None:
    assert lines_and_cells('a;"' + "\n" * 99 + '"')[0][:2] == (1, 100)
    assert lines_and_cells('a;"' + "\n" * 100 + '"')[0] == (1, 1, None)


def test_a_quoted_cell_of_more_than_eight_lines_holds_no_row() -> None:
    rows = "c;d\n" * 6
    assert lines_and_cells('a;"' + "\n" * 7 + rows + '"\n')[0] == (1, 1, None)


@pytest.mark.parametrize(
    ("lines", "is_plain"),
    [
        (['"a";"b"', '"";"c;d"', '"e ; ";""'], True),  # each cell between quotes
        (['"a";b', 'c;"d;e"', '"f""g";h'], True),
        (['"a;""b"";""c"";d"', '"e";"f"'], False),  # quotes enough, in other places
        (['"a";";"', '";";"b"'], True),
        (['"a";"', '"b";"c""'], False),
        (['"a";""', 'b";"c"'], True),
        (['1;12"Table; ronde"', "2;b"], False),
        (['1;deux"trois"', "2;b"], True),
        (['1; "a"', '2;"b"'], False),
    ],
)
def test_lines_read_together_are_read_as_one_by_one(lines: list[str], *, is_plain: bool) -> None:
    found = plain_records(lines, ";", 2)
    assert (found is not None) == is_plain
    if is_plain:
        assert found == [record.cells for record in read_records(lines, ";", 0, 2)]
