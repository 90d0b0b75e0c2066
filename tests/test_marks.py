"""A sentence keeps the origin of its figures up to the page, and reads as before without it."""

from __future__ import annotations

from decimal import Decimal

from pipeline.comparison import change
from pipeline.french import figure_text, typo
from pipeline.model import CellKey, Figure, State
from pipeline.narrative import sentence
from pipeline.proof import marks
from pipeline.proof.places import Printed, keyed, printed_numbers
from tests.builders import indicator, share

RATE = share("insertion/taux", subject="le taux", decimals=1)
BEFORE = Figure(CellKey(RATE.id, 2024), State.VALUE, Decimal("57.1"))
AFTER = Figure(CellKey(RATE.id, 2025), State.VALUE, Decimal("61.8"))


def test_outside_marking_a_text_is_left_as_it_is() -> None:
    assert figure_text(AFTER, RATE) == "61,8\u202f%"
    with marks.marking(), marks.no_marking():
        assert figure_text(AFTER, RATE) == "61,8\u202f%"


def test_a_marked_sentence_reads_as_the_same_sentence() -> None:
    said = typo(sentence(RATE, (BEFORE, AFTER), None))
    with marks.marking() as origins:
        marked = typo(sentence(RATE, (BEFORE, AFTER), None))
    assert marks.plain(marked) == said
    assert set(origins) == {
        ("insertion/taux|2024||",),
        ("insertion/taux|2025||",),
        ("insertion/taux|2024||", "insertion/taux|2025||"),  # the change, measured for the verb
    }


def test_each_number_of_a_page_is_found_with_its_origin_and_its_anchor() -> None:
    with marks.marking() as origins:
        first, second = figure_text(BEFORE, RATE), figure_text(AFTER, RATE)
        moved = change(RATE, BEFORE, AFTER)
        assert moved
        page = (
            f'<section id="un"><p title="{first}">{second}</p><div id="deux"><br>{moved.text}'
            f"</div><p>{first}</p></section>"
        )
    both = ("insertion/taux|2024||", "insertion/taux|2025||")
    assert printed_numbers(page, origins) == (
        Printed(both[:1], "57,1\u202f%", "un"),
        Printed(both[1:], "61,8\u202f%", "un"),
        Printed(both, "+4,7\u202fpts", "deux"),
        Printed(both[:1], "57,1\u202f%", "un"),
    )
    assert keyed(page, origins) == (
        '<section id="un"><p title="57,1\u202f%"><data value="insertion/taux|2025||">61,8\u202f%'
        '</data></p><div id="deux"><br>'
        '<data value="insertion/taux|2024|| insertion/taux|2025||">+4,7\u202fpts</data></div>'
        '<p><data value="insertion/taux|2024||">57,1\u202f%</data></p></section>'
    )


def test_signs_that_a_pole_typed_itself_name_no_origin() -> None:
    with marks.marking() as origins:
        page = f"<p>\ue000\ue019\ue001faux\ue002 {marks.of('3', 'bilan/x')}</p>"
    assert keyed(page, origins) == '<p>faux <data value="bilan/x">3</data></p>'


def test_a_hidden_figure_is_keyed_by_its_sign() -> None:
    hidden = Figure(CellKey("insertion/personnes", 2025, "a", "b"), State.HIDDEN)
    with marks.marking() as origins:
        page = f"<td>{figure_text(hidden, indicator())}</td>"
    assert keyed(page, origins) == '<td><data value="insertion/personnes|2025|a|b">s</data></td>'
