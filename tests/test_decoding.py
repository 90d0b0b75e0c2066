"""Which encoding the bytes are in, and text that was encoded twice."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.frames.decoding import decode
from pipeline.reading.frames.framing import split_lines
from pipeline.reading.frames.undoubling import DOUBLED, undouble
from pipeline.reading.refusals import Refused
from tests.intake import BUYS, delivery

TEXTS = (
    "fournisseur;montant\r\nCafé « Œuvre » à l’angle;12 €\r\n",
    "nom;prix\nCœur de pôle;5 €\n",
    "Société;x\nHôtel Noël;3\n",
    "ÉTÉ;À L'ÉCOLE\nx;y\n",
    "Bœuf;1\nprix;12 €\n",
    "½ journée;passé\n",
)
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "iso8859-15": "Latin-9 (ISO 8859-15)",
}


def pairs(texts: tuple[str, ...], encodings: Iterable[str]) -> list[tuple[str, str]]:
    """Those of which every character exists in the encoding."""
    return [
        (text, encoding)
        for text in texts
        for encoding in encodings
        if text.encode(encoding, "ignore").decode(encoding) == text
    ]


@pytest.mark.parametrize(("text", "encoding"), pairs(TEXTS, NAMES))
def test_no_letter_is_lost_whatever_the_encoding(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    found, name = decode(data)
    assert found == text
    same_bytes = encoding == "iso8859-15" and data.decode("cp1252") == text
    assert name == ("Windows-1252" if same_bytes else NAMES[encoding])


def test_a_line_of_another_encoding_is_read_in_its_own() -> None:
    data = b"\r\n".join(
        ["à;é".encode(), "été;ça".encode("cp1252"), "œ;ù".encode(), "Noël;€".encode("cp1252")]
    )
    assert decode(data) == ("à;é\r\nété;ça\r\nœ;ù\r\nNoël;€", "UTF-8 et Windows-1252 mêlés")


@pytest.mark.parametrize("read_as", ["cp1252", "latin-1", "mac_roman", "cp850"])
@pytest.mark.parametrize("text", ["Café", "L'été à 5 €", "Cœur « vif »", "n° 5 – où", "Ça déçoit"])
def test_text_encoded_twice_is_restored(text: str, read_as: str) -> None:
    twice = text.encode().decode(read_as)
    assert undouble(["plain", twice]) == (["plain", text], {2: DOUBLED})


@pytest.mark.parametrize(
    "text", ["Café", "« été »", "IRMÃ»", "SÃO PAULO", "5€", "«Â»", "LÂ°1", "Ã"]
)
def test_what_may_be_meant_is_left_alone(text: str) -> None:
    assert undouble([text]) == ([text], {})


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("nÂ° 12", "n° 12"),
        ("NÂ°12;x", "N°12;x"),
        ("12;1Â\xa0250,50", "12;1\xa0250,50"),
        ("1Â 250,50 â‚¬", "1 250,50 €"),
        ("1Â 250,50", "1 250,50"),
        ("surface : 40 mÂ²", "surface : 40 m²"),
        ("Atelier Â« vif Â»;3 mÂ²", "Atelier « vif »;3 m²"),
        ("n¬∞ 5", "n° 5"),
        ("n┬░ 5", "n° 5"),
    ],
)
def test_signs_that_no_text_holds_are_restored_without_any_letter(text: str, meant: str) -> None:
    assert undouble([text]) == ([meant], {1: DOUBLED})


def test_accents_apart_from_their_letter_are_restored_too() -> None:
    apart = "E\u0301lan de l'I\u0302lot, c\u0327a"
    assert undouble([apart.encode().decode("latin-1")]) == ([apart], {1: DOUBLED})


def test_one_line_beyond_doubt_settles_the_signs_of_the_others() -> None:
    lines = ["CafÃ©", "Â« VIF Â»", "«Â»", "LÂ°1"]
    assert undouble(lines)[0] == ["Café", "« VIF »", "«»", "L°1"]
    assert undouble(lines[1:]) == (lines[1:], {})


def test_capitals_before_a_doubly_encoded_space_are_a_title() -> None:
    line = "SIRET\xa0;Commune d'été".encode().decode("cp1252")
    assert undouble([line])[0] == ["SIRET\xa0;Commune d'été"]


def test_a_letter_lost_before_text_was_encoded_twice_is_still_lost() -> None:
    assert undouble(["Caf\ufffd".encode().decode("cp1252")])[0] == ["Caf\ufffd"]


@given(st.text(alphabet="aéÉœ’ Ââ€Ã©;«»°\xa0", max_size=12))
def test_a_text_without_double_encoding_never_changes(text: str) -> None:
    if "Ã" not in text and "â€" not in text and "Â" not in text:
        assert undouble([text])[0] == [text]


def test_the_lines_mended_are_listed(tmp_path: Path) -> None:
    content = "achat_id;fournisseur_nom;montant_ht_eur\nA1;Café;12\nA2;CafÃ©;30\n"
    with delivery(tmp_path, {BUYS: content}) as (intake, db):
        names = db.execute("select distinct fournisseur_nom from achats").fetchall()
    assert names == [("Café",)]
    assert [(repair.line, repair.name) for repair in intake.repairs] == [(3, DOUBLED)]


def test_a_nul_byte_refuses_the_file() -> None:
    with pytest.raises(Refused, match="octets nuls"):
        decode("a;b\n1;2\0\n".encode("utf-16"))


def test_splitting_keeps_every_line() -> None:
    assert split_lines("a\r\n\r\nb\rc\n\n") == ["a", "", "b", "c", ""]
