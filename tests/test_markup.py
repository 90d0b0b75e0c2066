"""The elements of the page, their attributes and its styles are those of the report, no others."""

from __future__ import annotations

import pytest

from pipeline.charts.colours import THEMES
from pipeline.errors import ConfidentialityError
from pipeline.published.markup import STYLES, check_markup
from pipeline.published.page import read_page

CODES = {"INS-01", "ENV-12"}
ROOT = ":root { " + "".join(f"--{name}: {colour}; " for name, colour in THEMES.items()) + " }"
SHEETS = "\n".join((STYLES / name).read_text("utf-8") for name in ("rapport.css", "ecran.css"))
DRAWN = "*{stroke-linejoin: round; stroke-linecap: butt}"
SVG = (
    '<svg width="360.0pt" height="72.0pt" viewBox="0 0 360.0 72.0" version="1.1" role="img" '
    'style="width: 127.0mm; height: 25.4mm"><g><path d="M 0 0 z" style=""/></g></svg>'
)
SPARK = "<svg width='15mm' height='5.4mm' viewBox='0 0 15 5.4' class='ligne'><g><path/></g></svg>"

TABLE = "<table><tr><th>A</th><td></td></tr><tr><th>B</th><td>B</td></tr></table>"
CHANGES = """<table id="changements-1"><thead><tr><th>A</th></tr></thead><tbody>
<tr><th>B</th></tr><tr id="changements-1-ligne-2"><th>C</th></tr></tbody></table>"""


def anchored(*names: str) -> str:
    return "".join(f'<div id="{name}">A</div>' for name in names)


def refusal(page: str) -> str:
    """The words of the refusal, if there is one."""
    try:
        check_markup(read_page(page.encode()), CODES)
    except ConfidentialityError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "page",
    [
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"></head></html>',
        '<div class="carte" id="carte-INS-01" style="--teinte: var(--finances)">A</div>',
        '<p class="petite-note"><a class="page" href="#pole">ici</a><span class="cite"></span></p>'
        + anchored("pole"),
        '<ol start="3"><li>A<br></li></ol><blockquote><pre><code>A</code></pre></blockquote>',
        TABLE + "<table><tr><th>C</th></tr></table>",
        "<p>A</p><table><td>C</td></table>",
        "<p></p><div></div>" + 2 * "<p>A<span></span></p>",
        "<blockquote><blockquote><blockquote>A</blockquote></blockquote></blockquote>",
        SVG,
        SPARK,
        f"<style>{ROOT}</style><style>\n{SHEETS}</style>",
        f"<svg><defs><style type='text/css'>{DRAWN}</style></defs></svg>" * 2,
        anchored("insertion", "insertion-parole", "insertion-detail-1-1", "insertion-detail-2-1"),
        anchored("finances-large-1", "finances-annees-2", "ind-ENV-12", "carte-ENV-12"),
        anchored("graphique-1", "graphique-2", "donnees-2", "critere-1", "qualite-donnees"),
        CHANGES,
    ],
)
def test_what_the_report_is_made_of_is_let_through(page: str) -> None:
    assert not refusal(page)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<i>A</i>", "un élément ou un attribut"),
        ("<progress>A</progress>", "un élément ou un attribut"),
        ("<p n3>A</p>", "un élément ou un attribut"),
        ("<p hidden>A</p>", "un élément ou un attribut"),
        ('<p style="width: 3mm">A</p>', "un élément ou un attribut"),
        ('<p data-x="trois">A</p>', "un élément ou un attribut"),
        ('<p charset="3">A</p>', "un élément ou un attribut"),
        ('<html lang="fr-c">A</html>', "un élément ou un attribut"),
        ('<div style="--teinte: var(--trois)">A</div>', "un élément ou un attribut"),
        ('<p class="trois-voisins">A</p>', "un élément ou un attribut"),
        ('<p class="carte carte carte">A</p>', "un élément ou un attribut"),
        ('<p class="carte" class="trois">A</p>', "un élément ou un attribut"),
        (SVG.replace("360", "363", 1), "un élément ou un attribut"),
        (SVG.replace("72.0pt", "73.0pt"), "un élément ou un attribut"),
        (SVG.replace("127.0mm", "30.0mm"), "un élément ou un attribut"),
        (SVG.replace("25.4mm", "30.0mm"), "un élément ou un attribut"),
        (SVG.replace("0 0 360", "3 0 360"), "un élément ou un attribut"),
        (SVG.replace('version="1.1"', 'version="1.3"'), "un élément ou un attribut"),
        (SVG.replace('version="1.1"', 'fill="#000003"'), "un élément ou un attribut"),
        (SVG.replace("<g>", '<g id="trois">'), "un élément ou un attribut"),
        (SVG.replace("pt", "em"), "un élément ou un attribut"),
        ('<svg width="3pt">A</svg>', "un élément ou un attribut"),
        ('<svg style="width: 3mm; height: 3mm">A</svg>', "un élément ou un attribut"),
        ('<svg class="carte">A</svg>', "un élément ou un attribut"),
        ("<p>A<span></span><span> </span></p>", "des éléments vides"),
        ('<data value="3"></data>', "des éléments vides"),
        ("<svg><g></g><g></g></svg>", "des éléments vides"),
        ("<p/><p/>", "des éléments vides"),
        (anchored("essentiel-3"), "une ancre"),
        (anchored("trois"), "une ancre"),
        (anchored("ind-INS-03"), "une ancre"),
        (anchored("ind-INS-01-3"), "une ancre"),
        (anchored("autre-INS-01"), "une ancre"),
        (anchored("graphique-1", "graphique-1"), "une ancre"),
        (anchored("graphique-1", "graphique-3"), "une ancre"),
        (anchored("donnees-2"), "une ancre"),
        (anchored("insertion-detail-1-2"), "une ancre"),
        (anchored("insertion-detail-2-1"), "une ancre"),
        (anchored("finances-annees-2"), "une ancre"),
        (anchored("insertion-large-1", "finances-annees-2"), "une ancre"),
        (anchored("changements-1-ligne-3"), "une ancre"),
        (anchored("critere-0"), "une ancre"),
        (anchored("critere-x"), "une ancre"),
        ('<tbody><tr><td>A</td></tr><tr id="changements-1-ligne-3"><td>A</td></tr>', "une ancre"),
        (
            "<table><tr><td></td></tr><tr><td></td><td></td></tr></table>",
            "un tableau aux lignes inégales",
        ),
        (
            "<table><tr><td></td></tr><tr><th></th><th></th></tr></table>A",
            "un tableau aux lignes inégales",
        ),
        (
            "<table><tr><td></td></tr><tr><td></td><td></td></tr></table>" + TABLE,
            "un tableau aux lignes inégales",
        ),
        ('<a href="#trois">A</a>', "un lien"),
        ('<!doctype html SYSTEM "3">', "une déclaration"),
        ("<!doctype html><!doctype html>", "une déclaration"),
        ("<style>b { width: 13% }</style>", "une mise en forme"),
        (f"<style>{SHEETS.splitlines()[9]}</style>", "une mise en forme"),
        (f"<style>{ROOT}{ROOT}</style>", "une mise en forme"),
        (f"<style>{ROOT.replace(THEMES['finances'], '#000003')}</style>", "une mise en forme"),
    ],
)
def test_anything_else_is_refused(page: str, words: str) -> None:
    assert f"la page HTML porte {words}" in refusal(page)
