"""What a PDF says and no page shows: screen readers, bookmarks, notes and metadata are read too."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.errors import ConfidentialityError
from pipeline.published.outside import check_asides
from pipeline.published.page import read_page
from pipeline.published.syntax import check_syntax
from pipeline.published.unseen import check_unseen, unseen
from pipeline.published.written import Written

DRAWN = "De 8\u202fpers. à 11\u202fpers."
PAGE = read_page(
    f"""<html><head><title>Rapport 2025</title></head><body><h1>Le pôle en 2025</h1>
    <p class="accroche">11 voisins.</p><a id="ind-INS-01" href="#ind-INS-01">INS-01</a>
    <div id="g"><svg aria-label="{DRAWN}"></svg></div></body></html>""".encode()
)
Plant = Callable[[Pdf, str], None]


def described(pdf: Pdf, text: str) -> None:
    pdf.Root.StructTreeRoot = Dictionary(K=Array([Dictionary(S=Name.Figure, Alt=String(text))]))


def replaced(pdf: Pdf, text: str) -> None:
    pdf.Root.StructTreeRoot = Dictionary(K=Array([Dictionary(S=Name.TD, ActualText=String(text))]))


def replaced_where_it_is_drawn(pdf: Pdf, text: str) -> None:
    drawn = b"/Span <</ActualText (" + text.encode("latin-1") + b")>> BDC [<0013>] TJ EMC"
    pdf.pages[0].Contents = pdf.make_stream(drawn)


def named(pdf: Pdf, text: str) -> None:
    pdf.Root.StructTreeRoot = Dictionary(K=Array([Dictionary(S=Name.TH, ID=String(text))]))


def bookmarked(pdf: Pdf, text: str) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(text, 0))


def noted(pdf: Pdf, text: str) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents=String(text), Rect=[0, 0, 9, 9])
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def titled(pdf: Pdf, text: str) -> None:
    pdf.docinfo["/Title"] = String(text)


def pointed(pdf: Pdf, text: str) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Dest=String(text), Rect=[0, 0, 9, 9])
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


def told_in_xmp(pdf: Pdf, text: str) -> None:
    with pdf.open_metadata(update_docinfo=False) as metadata:
        metadata["dc:title"] = text


def signed(pdf: Pdf, text: str) -> None:
    pdf.docinfo["/Author"] = text


def planted(plant: Plant, text: str, **options: object) -> bytes:
    """The file as pikepdf writes it, its objects in the open or in compressed streams."""
    out = io.BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        plant(pdf, text)
        pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


OPEN: Mapping[str, object] = {"object_stream_mode": pikepdf.ObjectStreamMode.disable}
CLOSED: Mapping[str, object] = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


@pytest.mark.parametrize("options", [OPEN, CLOSED], ids=["open", "compressed"])
@pytest.mark.parametrize(
    "plant",
    [
        described,
        replaced,
        replaced_where_it_is_drawn,
        named,
        bookmarked,
        noted,
        titled,
        told_in_xmp,
    ],
)
@pytest.mark.parametrize("text", ["3", "La Boucle (\xe9t\xe9) : trois pers."])
def test_a_number_planted_where_no_page_shows_it_is_refused(
    plant: Plant, text: str, options: Mapping[str, object]
) -> None:
    content = planted(plant, text, **options)
    assert text in [one.text for one in unseen(content)]
    words = "qu'aucune page ne montre .* ne dit pas à cet endroit"
    with pytest.raises(ConfidentialityError, match=words) as caught:
        check_unseen(content, PAGE)
    assert "Boucle" not in str(caught.value)


@pytest.mark.parametrize(
    ("plant", "text"),
    [
        (described, DRAWN),
        (bookmarked, "Le pôle en\xa02025"),
        (noted, "INS-01"),
        (noted, "ind-INS-01"),
        (pointed, "ind-INS-01"),
        (named, "1472-0-3"),
        (titled, "Rapport 2025"),
        (told_in_xmp, "Rapport 2025"),
        (replaced, "sans nombre"),
    ],
)
def test_the_words_of_the_page_are_expected_in_their_place(plant: Plant, text: str) -> None:
    check_unseen(planted(plant, text, **CLOSED), PAGE)


def test_the_pole_that_the_title_names_is_the_author() -> None:
    page = read_page("<title>Pôle 93 – Rapport 2025</title>".encode())
    check_unseen(planted(signed, "Pôle 93"), page)
    with pytest.raises(ConfidentialityError):
        check_unseen(planted(signed, "Pôle 94"), page)
    with pytest.raises(ConfidentialityError):
        check_unseen(planted(noted, "Pôle 93"), page)


def test_the_words_of_one_place_are_not_those_of_another() -> None:
    """A link says INS-01; the text of a drawing that said it would say something else."""
    for plant, text in (
        (described, "INS-01"),
        (replaced, DRAWN),
        (replaced, "ind-INS-01"),
        (replaced, "1472-0-3"),
        (noted, "Le pôle en 2025"),
        (pointed, "Rapport 2025"),
    ):
        with pytest.raises(ConfidentialityError):
            check_unseen(planted(plant, text), PAGE)


def test_a_name_that_tells_is_not_repeated() -> None:
    told = b"1 0 obj <</trois (3)>> endobj", b"1 0 obj <</Note (3)>> endobj"
    for content, said in zip(told, ("/…", "/Note"), strict=True):
        with pytest.raises(ConfidentialityError, match=f"\\({said}\\)"):
            check_unseen(content, PAGE)


def test_attached_files_and_their_descriptions_are_judged_elsewhere() -> None:
    content = planted(described, "3 lignes", **CLOSED)
    check_unseen(content, PAGE, {"3 lignes"})

    def attached(pdf: Pdf, text: str) -> None:
        pdf.attachments["donnees.csv"] = f"/Alt ({text})".encode()

    check_unseen(planted(attached, "3"), PAGE)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"<</Alt (\063 pers.)>>", [("Alt", "3 pers.")]),
        (rb"<</Alt (\(3\))>>", [("Alt", "(3)")]),
        (b"<<>> stream\n/Span <</E (3) /Lang (x-4)>> BDC\nendstream", [("E", "3")]),
        (b"<</Note [(3) <33>]>>", [("", "3"), ("", "3")]),
        (b"<</Filter/FlateDecode>> stream\n/ActualText (3)\nendstream", [("ActualText", "3")]),
    ],
    ids=["octal", "escaped", "drawn", "in a list", "said to be compressed"],
)
def test_a_text_is_read_however_it_is_written(written: bytes, read: list[tuple[str, str]]) -> None:
    assert list(unseen(b"1 0 obj " + written)) == read


def stuffed(pdf: Pdf, _text: str) -> None:
    pdf.Root.PieceInfo = Dictionary(Canal=3)


def paged(pdf: Pdf, text: str) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(text))]))


def carried(pdf: Pdf, text: str) -> None:
    pdf.attachments["notes.csv"] = text.encode()


def commented(pdf: Pdf, text: str) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"q Q % " + text.encode())


def lettered(pdf: Pdf, text: str) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"BT [(" + text.encode() + b")] TJ ET")


def loose(pdf: Pdf, text: str) -> None:
    pdf.pages[0].Contents = pdf.make_stream(text.encode())


@pytest.mark.parametrize("options", [OPEN, CLOSED], ids=["open", "compressed"])
@pytest.mark.parametrize(
    ("plant", "what"),
    [
        (stuffed, "une entrée d'un genre"),
        (paged, "une entrée d'un genre"),
        (carried, "un fichier joint"),
        (commented, "un dessin illisible"),
        (loose, "un dessin illisible"),
        (lettered, "un texte en clair"),
    ],
)
def test_a_place_where_a_text_would_hide_is_refused(
    plant: Plant, what: str, options: Mapping[str, object]
) -> None:
    with pytest.raises(ConfidentialityError, match=what) as caught:
        check_syntax(planted(plant, "Canal trois", **options), {b"12"})
    assert "trois" not in str(caught.value)


@pytest.mark.parametrize("options", [OPEN, CLOSED], ids=["open", "compressed"])
def test_pages_their_tags_and_the_judged_files_are_expected(options: Mapping[str, object]) -> None:
    known = described, named, bookmarked, titled, pointed, carried, replaced_where_it_is_drawn
    for plant in known:
        check_syntax(planted(plant, "12", **options), {b"12"})


@pytest.mark.parametrize(
    "spoilt",
    [lambda pdf: pdf + b"3", lambda pdf: b"3 pers. " + pdf, lambda pdf: pdf + b"% Canal"],
    ids=["after", "before", "comment"],
)
def test_bytes_around_the_objects_are_refused(spoilt: Callable[[bytes], bytes]) -> None:
    content = planted(titled, "12", **OPEN)
    check_syntax(content, ())
    with pytest.raises(ConfidentialityError, match="hors de ses objets"):
        check_syntax(spoilt(content), ())


def test_a_comment_between_two_entries_is_refused() -> None:
    check_syntax(b"%PDF-1.4 1 0 obj <</Alt (%3)>> endobj %%EOF", ())
    with pytest.raises(ConfidentialityError, match="un commentaire"):
        check_syntax(b"%PDF-1.4 1 0 obj <</Alt (3)>> % trois\nendobj %%EOF", ())


@pytest.mark.parametrize("attribute", ["title", "alt", "aria-label", "data-valeur"])
def test_an_attribute_that_says_a_number_is_refused(attribute: str) -> None:
    page = '<html><head><title>Rapport 2025</title></head><body><p {}="{}">s</p></body></html>'
    check_asides(read_page(page.format(attribute, "en 2025").encode()), Written())
    with pytest.raises(ConfidentialityError, match="un attribut de la page"):
        check_asides(read_page(page.format(attribute, "3").encode()), Written())


def listed(pdf: Pdf, text: str) -> None:
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String(text)])))


def test_the_list_of_places_may_name_cells_as_the_press_does() -> None:
    check_unseen(planted(listed, "1472-0-3", **CLOSED), PAGE)
    for plant, text in ((listed, "3 pers."), (pointed, "1472-0-3")):
        with pytest.raises(ConfidentialityError, match="qu'aucune page ne montre"):
            check_unseen(planted(plant, text, **CLOSED), PAGE)


def test_what_letters_the_signs_of_a_font_stand_for_is_no_drawing() -> None:
    letters = b"%PDF-1.4 1 0 obj <</Length 22>>stream\nbegincmap <41> <0041>\nendstream "
    check_syntax(letters + b"endobj %%EOF", ())
    with pytest.raises(ConfidentialityError, match="un dessin illisible"):
        check_syntax(letters.replace(b"begincmap", b"beginnote") + b"endobj %%EOF", ())
