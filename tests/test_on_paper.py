"""The PDF beside its page: numbers that paper repeats, numbers it adds, files it carries."""

from __future__ import annotations

import io

import pytest
from pikepdf import AttachedFileSpec, Pdf

from pipeline.errors import ConfidentialityError
from pipeline.printing.pdf import AttachedFile
from pipeline.published.drawings import check_drawings
from pipeline.published.outside import check_asides
from pipeline.published.page import read_page
from pipeline.published.paper import check_paper
from pipeline.published.written import written
from tests.test_published import drawing, name


def paper(*pages: str, more: str = "") -> bytes:
    """A few pages of text, as short as a PDF can be; `more` operators draw something else."""
    kids = " ".join(f"{10 + n} 0 R" for n in range(len(pages)))
    parts = [
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>endobj",
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
        "6 0 obj<</Font<</F1 5 0 R>>>>endobj",
        "7 0 obj[0 0 400 200]endobj",
    ]
    for n, text in enumerate(pages):
        lines = enumerate(line.encode("latin-1").hex() for line in text.split("\n"))
        told = " ".join(f"1 0 0 1 9 {50 - 14 * rank} Tm [<{line}>] TJ" for rank, line in lines)
        drawn = f"BT /F1 12 Tf {told} {more} ET"
        sheet = f"/Type/Page/Parent 2 0 R/MediaBox 7 0 R/Contents {30 + n} 0 R/Resources 6 0 R"
        parts.append(f"{10 + n} 0 obj<<{sheet}>>endobj")
        parts.append(f"{30 + n} 0 obj<</Length {len(drawn)}>>stream\n{drawn}\nendstream endobj")
    return "\n".join(("%PDF-1.4", *parts, "trailer<</Root 1 0 R>>", "%%EOF")).encode()


SAYS = written(["width=device-width, initial-scale=1"])
TABLE = "<table><thead><tr><th>150 km</th><th>12 ans</th></tr></thead></table>"
PAGE = f'<body>{TABLE}<p>23 pers.</p><nav class="sommaire"><a href="#a">A</a></nav></body>'


def check(*pages: str) -> None:
    check_paper(paper(*pages), read_page(PAGE.encode()), ())


@pytest.mark.parametrize(
    "pages",
    [
        ("150 12 23",),
        ("150 12 23 150",),  # the header of a table that goes on
        ("150 12 23 2031 2032",),  # years
        ("150 12 23 1",),  # the page that a link leads to
        ("150 12 23 1 / 2", "2 / 2"),
        ("150 12 23 2", "2 / 2"),
        ("150 12 23 12 ans", "12  ans"),  # the whole name of a column
    ],
)
def test_paper_may_repeat_headers_and_count_its_pages(pages: tuple[str, ...]) -> None:
    check(*pages)


@pytest.mark.parametrize(
    ("pages", "place"),
    [
        (("150 12 23 12",), "la page 1"),  # a short number of a header may be a count
        (("150 12 23 12 ans 12 an",), "la page 1"),
        (("150 12 23 1 1",), "la page 1"),  # one link, two pages
        (("150 12 23 7",), "la page 1"),
        (("150 12 23 trois",), "la page 1"),
        (("150 12 23", "7"), "la page 2"),
        (("150 12 23", "23"), "la page"),
    ],
)
def test_paper_shows_no_other_number(pages: tuple[str, ...], place: str) -> None:
    with pytest.raises(ConfidentialityError, match=f"{place}.* du PDF montre un nombre"):
        check(*pages)


def test_a_column_named_by_a_number_alone_frees_no_number() -> None:
    page = read_page(PAGE.replace("150 km", "14").encode())
    check_paper(paper("14 12 23"), page, ())
    with pytest.raises(ConfidentialityError, match="du PDF montre un nombre"):
        check_paper(paper("14 12 23 14"), page, ())


def test_the_name_of_the_pole_stands_at_the_top_of_each_page() -> None:
    """« Pôle 93 » or « Les Deux Rives »; a number that the page lacks is refused there too."""
    page = read_page(PAGE.replace("<p>", "<p>93 ").encode())
    heading = "Pole {} \xb4 Rapport d'impact 2025 \xb4 Finances"
    for name_of_pole in ("93", "de 23"):
        heads = [heading.format(name_of_pole)] * 2
        check_paper(paper("150 12 23 93", *heads), page, ())
    with pytest.raises(ConfidentialityError, match=r"la page 2 du PDF .* ne montre pas"):
        check_paper(paper("150 12 23 93", heading.format("94")), page, ())


def carrying(content: bytes) -> bytes:
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(paper("150 12 23"))) as pdf:
        pdf.attachments["mesures-2025.csv"] = AttachedFileSpec(pdf, content, description="En 2025")
        pdf.save(out)
    return out.getvalue()


def test_the_files_that_paper_carries_are_those_that_were_judged() -> None:
    page, judged = read_page(PAGE.encode()), AttachedFile("mesures-2025.csv", b"12", "En 2025")
    check_paper(carrying(b"12"), page, [judged])
    with pytest.raises(ConfidentialityError, match=r"mesures-2025\.csv du PDF n'est pas"):
        check_paper(carrying(b"13"), page, [judged])
    with pytest.raises(ConfidentialityError, match="un texte du PDF qu'aucune page"):
        check_paper(carrying(b"12"), page, [])


# --- the page -------------------------------------------------------------------------------


def test_words_and_numbers_outside_any_element_are_read() -> None:
    page = read_page(
        f'avant <p class hidden title>dans</p><data value="{name("c")}">12 R&D'.encode()
    )
    assert page.text.split() == ["avant", "dans", "12", "R&D"]
    assert [one.text for one in page.seen] == ["12 R&D"]
    assert [one.text for one in page.asides] == ["", "", ""]


def test_what_is_not_drawn_is_no_text_of_a_drawing() -> None:
    page = read_page(b'<svg></svg><text>3</text><p id="b"><data value="x"> <b>4</b></data></p>')
    assert page.drawings[0].texts == []
    assert [(one.text, one.where) for one in page.seen] == [("4", "la page HTML (#b)")]


def test_links_that_say_their_page_are_counted_to_the_end_of_their_list() -> None:
    links = '<nav class="sommaire"><p class="page"><a>A</a></p><a>B</a></nav><a>C</a>'
    assert read_page(links.encode()).references == 2


def test_what_software_reads_out_may_be_the_words_of_the_page() -> None:
    own = (
        '<meta name="viewport" content="width=device-width, initial-scale=1"><p {}>11 voisins.</p>'
    )
    check_asides(read_page(own.format('title="11  voisins."').encode()), SAYS)
    with pytest.raises(ConfidentialityError):
        check_asides(read_page(own.format('title="12 voisins."').encode()), SAYS)


# --- drawings -------------------------------------------------------------------------------


def test_words_that_begin_with_a_number_are_no_figure_of_a_drawing() -> None:
    check_drawings(drawing("12 rue des Lilas en fleurs", "2024"), {})


def test_a_figure_is_drawn_as_often_as_it_is_told() -> None:
    known = {"graphique-1": {"12": 1}}
    check_drawings(drawing("12", "7"), {"graphique-1": {"12": 1, "7": 1}})
    for texts in (("12", "12"), ("12", "7")):
        with pytest.raises(ConfidentialityError):
            check_drawings(drawing(*texts), known)


def test_a_word_cut_at_the_end_of_a_line_tells_no_number() -> None:
    """« quar-tiers » is no third; the hyphen is what the press writes there."""
    page = read_page(b"<body><p>Les quartiers</p></body>")
    check_paper(paper("Les quar-\ntiers"), page, ())
    with pytest.raises(ConfidentialityError, match="montre un nombre"):
        check_paper(paper("Les quar tiers"), page, ())


def test_a_pdf_is_made_of_pages_alone() -> None:
    page = read_page(b"<body><p>23 pers.</p></body>")
    sheet = paper("23")
    check_paper(sheet, page, ())
    for spoilt in (sheet.replace(b"trailer", b"La Boucle trailer"), b"12 " + sheet):
        with pytest.raises(ConfidentialityError, match="des octets hors de ses objets"):
            check_paper(spoilt, page, ())
    with pytest.raises(ConfidentialityError, match="entrée d'un genre"):
        check_paper(paper("23", more="/LaBoucle gs"), page, ())
