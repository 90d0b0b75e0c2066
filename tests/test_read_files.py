"""The page and the attached files, as a reader's tools see them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from pipeline.errors import ConfidentialityError
from pipeline.model import CellKey
from pipeline.published.files import (
    drawn_texts,
    figures_of_csv,
    figures_of_record,
    texts_by_place,
)
from pipeline.published.page import read_page
from pipeline.published.seen import Reading, Seen, cell_of, plain, readings
from tests.builders import YEAR, indicator

HEAD = indicator(categories={"x": "Un an"})
NAME = f"{HEAD.id}|{YEAR}|a|"


# --- indicateurs.csv, preuves.json ----------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "name", "text"),
    [
        ("2025,,,12.5,valeur", "2025||", "12,5"),
        ("2025,Les Ateliers,Un an,3,valeur", "2025|a|x", "3"),
        ("2025,Les Ateliers,La Boucle,3,valeur", "2025|a|b", "3"),  # what one sold to the other
        ("2025,Ailleurs,Autre,3,valeur", "2025|Ailleurs|Autre", "3"),
        ("2025,,,,masqué", "2025||", "s"),
        ("2025,,,,non significatif", "2025||", "n.s."),
        ("2025,,,,non transmis", "2025||", "n.d."),
        ("2025,,,,sans objet", "2025||", "–"),
        ("2025,,,,à suivre", "2025||", "à suivre"),
    ],
)
def test_a_row_of_the_csv_is_a_cell_and_its_text(row: str, name: str, text: str) -> None:
    content = f"indicateur,annee,structure,modalite,valeur,etat\n{HEAD.id},{row}\n".encode()
    names = {"a": "Les Ateliers", "b": "La Boucle"}
    (seen,) = figures_of_csv(content, {HEAD.id: HEAD}, names)
    assert seen == Seen((f"{HEAD.id}|{name}",), text, "indicateurs.csv")


RECORD = {
    "chiffres": [
        {"cellule": NAME, "texte": "−2,5\u202f%", "imprime": {"−3\u202f%": ["g1", "t1"]},
         "valeur": "-2.5"},
        {"cellule": NAME, "texte": "s", "imprime": {"s": ["g1"]}, "valeur": None},
        {"cellule": NAME, "texte": "s", "imprime": {"s": ["g1"]}, "valeur": None},
    ],
    "autres_nombres": [
        {"origine": [NAME, NAME], "texte": "+4", "imprime": ["g1"]},
        {"origine": [NAME], "texte": "+4", "imprime": ["g1"]},
        {"origine": ["pages/total"], "texte": "12", "imprime": ["g1"]},
    ],
}  # fmt: skip


def test_the_proofs_tell_every_text_of_each_figure() -> None:
    seen = list(figures_of_record(json.dumps(RECORD).encode()))
    assert [one.text for one in seen] == [
        *("−2,5\u202f%", "−3\u202f%", "−2,5"),
        *("s", "s", "s", "s"),
        *("+4", "+4", "12"),
    ]
    assert {one.origins for one in seen[:7]} == {(NAME,)}
    assert [one.origins for one in seen[7:]] == [(NAME, NAME), (NAME,), ("pages/total",)]
    assert {one.where for one in seen} == {"preuves.json"}


def test_a_drawing_takes_a_text_as_often_as_figures_have_it() -> None:
    assert drawn_texts(json.dumps(RECORD).encode()) == {
        "g1": {"−3\u202f%": 1, "s": 2, "+4": 3},
        "t1": {"−3\u202f%": 1},
    }


def test_the_words_of_a_place_are_those_of_its_figures_and_of_what_is_computed() -> None:
    free = {"origine": ["graphique/mot"], "texte": "99", "imprime": ["g1"]}
    record: dict[str, Any] = json.loads(json.dumps(RECORD))
    record["autres_nombres"].append(free)
    assert texts_by_place(json.dumps(record).encode()) == {
        "g1": {"−3\u202f%", "s", "+4", "12"},
        "t1": {"−3\u202f%"},
    }


# --- what a cell says -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "key"),
    [
        (NAME, CellKey(HEAD.id, YEAR, "a")),
        ("a|2025|b", None),
        ("a|2025|b|c|d", None),
        ("a|avant|b|c", None),
    ],
)
def test_an_origin_names_a_cell_or_something_else(origin: str, key: CellKey | None) -> None:
    assert cell_of(origin) == key


def said(*texts: str) -> Reading:
    seen = [Seen((NAME,), text, f"p. {page}") for page, text in enumerate(texts, 1)]
    (one,) = readings(seen).values()
    return one


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("s", "s"), Reading(None, "s", "p. 2")),  # the same text is read once
        (("12", "12,0"), Reading(Decimal("12.0"), "", "p. 2")),
        (("12,0", "12"), Reading(Decimal("12.0"), "", "p. 1")),
        (("12,4", "12"), Reading(Decimal("12.4"), "", "p. 1")),
        (("12\u202fpers.", "12"), Reading(Decimal(12), "", "p. 1")),
    ],
)
def test_the_finest_number_is_kept(texts: tuple[str, ...], expected: Reading) -> None:
    assert said(*texts) == expected


@pytest.mark.parametrize(
    "texts", [("s", "12"), ("12", "s"), ("s", "n.s."), ("12", "13"), ("12,6", "12")]
)
def test_two_texts_that_do_not_agree_say_too_much(texts: tuple[str, str]) -> None:
    with pytest.raises(ConfidentialityError, match=r"\(2025, a\) ne se lit pas pareil"):
        said(*texts)


def test_what_names_no_cell_or_several_is_no_reading() -> None:
    assert readings([Seen((NAME, NAME), "12", "p. 1"), Seen(("pages/total",), "12", "p. 1")]) == {}


def test_a_number_is_written_whole_when_it_is() -> None:
    assert [plain(Decimal(text)) for text in ("12.0", "12.5")] == [12, 12.5]
    assert isinstance(plain(Decimal("12.0")), int)


# --- the page -------------------------------------------------------------------------------

PAGE = f"""<html lang="fr"><head><title>Rapport 2025</title><meta name="a" content="deux">
<style>p {{ top: 1 }}</style></head><body>
<section id="s1"><h1>Titre <em>1</em></h1>
<p>avant <data value="{NAME}">12</data> entre <data value="{NAME} {NAME}">+4</data>
<data value="pages/le total">7</data> après</p>
<svg id="dedans" aria-label="De 1 à 2"><g id="g"><text>3</text><text><tspan>4</tspan></text>
<title>muet</title><desc>5</desc></g></svg><img alt="une image"><br><data value="{NAME}">8</data>
</section><table><thead><tr><th>2024</th></tr></thead><tbody><tr><td>6</td></tr></tbody></table>
<data value="{NAME}">9</data>
<nav class="haut sommaire"><a href="#a">A</a><a href="#b">B</a></nav><a href="#c">C</a>
<a class="page" href="#d">D</a><p title="dit">fin</p></body></html>""".encode()


def test_numbers_are_read_with_their_origins_and_their_place() -> None:
    page = read_page(PAGE)
    assert page.seen == [
        Seen((NAME,), "12", "la page HTML (#s1)"),
        Seen((NAME, NAME), "+4", "la page HTML (#s1)"),
        Seen(("pages/le total",), "7", "la page HTML (#s1)"),
        Seen((NAME,), "8", "la page HTML (#s1)"),
        Seen((NAME,), "9", "la page HTML"),
    ]
    assert page.ids == {"", "s1", "dedans"}


def test_a_drawing_is_read_with_the_words_that_stand_for_it() -> None:
    (drawing,) = read_page(PAGE).drawings
    assert (drawing.place, drawing.alternative) == ("s1", "De 1 à 2")
    assert drawing.texts == ["3", "4"]


def test_words_headers_and_what_is_read_out_are_told_apart() -> None:
    page = read_page(PAGE)
    words = " ".join(page.text.split())
    assert words == "Titre 1 avant 12 entre +4 7 après 3 4 5 8 2024 6 9 A B C D fin"
    assert page.headers == ["2024"]
    assert {"deux", "muet", "5", "une image", "dit", "haut sommaire"} <= {
        one.text for one in page.asides
    }
    assert page.references == 3, "two of the contents, one that says its page"


def test_the_texts_that_paper_repeats_are_kept_without_their_spaces() -> None:
    texts = read_page(PAGE).texts
    assert texts["h1"] == {"Titre1"}
    assert texts["p"] == {"avant12entre+47après", "fin"}
    assert texts["title"] == {"Rapport2025"}
    assert set(texts) == {"h1", "p", "title", "a"}


def test_an_element_left_open_ends_with_the_one_around() -> None:
    page = read_page(f'<div id="a"><p>un<b>deux</div><data value="{NAME}">3</data></i>'.encode())
    assert [one.where for one in page.seen] == ["la page HTML"]
    assert page.texts == {"p": {"undeux"}}


def test_a_sentence_ends_where_an_element_that_stands_apart_does() -> None:
    lines = read_page(b"<div>un <b>deux</b><p>trois</p>quatre</div>").lines
    assert "".join(lines[""]) == "\nun deux\ntrois\nquatre\n"


def test_all_attributes_are_said_aside_save_places_links_and_the_measures_of_drawings() -> None:
    page = read_page(
        b"<a href='#bas' title='#haut'>A</a><a href='3'>B</a><br hidden/><p width='4'>C</p>"
        b"<svg width='5'><path d='M 6 7'/><title>huit</title><text>neuf</text></svg>"
        b"<script>dix</script><p>onze</p>"
    )
    said = [(one.name, one.text) for one in page.asides]
    assert said == [
        ("title", "#haut"), ("href", "3"), ("hidden", ""), ("width", "4"),
        ("title", "huit"), ("script", "dix"),
    ]  # fmt: skip
    told = "".join(page.lines[""])
    assert ("huit" in told, "neuf" in told, "onze" in told) == (True, False, True)
