"""The coordinator's Markdown: live figures, French spacing, and nothing that could act."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.model import CellKey, Figure, Figures, State
from pipeline.texts import read_text
from tests.builders import share

HEAD = share("insertion/taux")
HIDDEN = share("insertion/caché")
TOLD, SECRET, UNSENT = (
    '{{ valeur("insertion/taux") }}',
    '{{ valeur("insertion/caché") }}',
    '{{ valeur("insertion/caché", 2024) }}',
)
YEARS = (2024, 2025)


def figures() -> Figures:
    values = {2024: Decimal(57), 2025: Decimal(62)}
    cells = {
        (key := CellKey(HEAD.id, year)): Figure(key, State.VALUE, value)
        for year, value in values.items()
    }
    hidden = CellKey(HIDDEN.id, 2025)
    cells |= {hidden: Figure(hidden, State.HIDDEN)}
    return Figures({HEAD.id: HEAD, HIDDEN.id: HIDDEN}, cells, YEARS, {}, 5)


def written(folder: Path, text: str, name: str = "textes/insertion.md") -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(read_text(folder, "insertion", figures()))


def test_live_figures_and_french_spacing(tmp_path: Path) -> None:
    html = written(
        tmp_path,
        'En {{ annee }} : {{ valeur("insertion/taux") }}, '
        '{{ valeur("insertion/taux", 2024) }} avant.',
    )
    assert html == "<p>En 2025\u00a0: 62\u202f%, 57\u202f% avant.</p>\n"


def test_the_text_of_the_year_wins(tmp_path: Path) -> None:
    written(tmp_path, "toujours")
    assert written(tmp_path, "cette année", "textes/2025/insertion.md") == "<p>cette année</p>\n"


def test_no_text_is_no_text(tmp_path: Path) -> None:
    assert str(read_text(tmp_path, "insertion", figures())) == ""


def test_headings_stay_below_those_of_the_chapter(tmp_path: Path) -> None:
    assert written(tmp_path, "# Grand titre") == "<h4>Grand titre</h4>\n"


def test_html_and_pictures_are_shown_as_text(tmp_path: Path) -> None:
    html = written(
        tmp_path, "<img src=x onerror=alert(1)> ![x](file:///etc/passwd) [y](javascript:a)"
    )
    assert "<img" not in html
    assert "href" not in html


@pytest.mark.parametrize(
    "target",
    ["https://exemple.fr", "HTTP://exemple.fr/a.pdf", "mailto:pole@exemple.fr", "tel:+33100000000"],
)
def test_an_address_that_a_reader_can_follow_is_a_link(tmp_path: Path, target: str) -> None:
    assert f'<a href="{target}">' in written(tmp_path, f"Voir [le site]({target}).")


@pytest.mark.parametrize(
    ("text", "line", "target"),
    [
        ("Voir [la charte](charte.pdf).", 1, "charte.pdf"),
        ("Un\n\nDeux\n[plus loin](#suite)", 4, "#suite"),
        ("- a\n- [b](../textes/b.md)", 2, "../textes/b.md"),
        ("[a]\n\n[a]: //exemple.fr", 1, "//exemple.fr"),
        ("[a](ftp://exemple.fr)", 1, "ftp://exemple.fr"),
        ("<ftp://exemple.fr>", 1, "ftp://exemple.fr"),
        ("[a]()", 1, ""),
    ],
)
def test_a_link_that_leads_nowhere_is_refused_at_its_line(
    tmp_path: Path, text: str, line: int, target: str
) -> None:
    with pytest.raises(SettingsError, match=rf"insertion\.md, ligne {line} : le lien") as raised:
        written(tmp_path, text)
    assert f"« {target} »" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('{{ valeur("insertion/tau") }}', 1, "Vouliez-vous dire « insertion/taux »"),
        ('a\n\nb {{ valeur("insertion/taux", 1999) }}', 3, "l'année 1999 est hors de l'édition"),
        ("a\n\n{{ valeur(", 3, "« {{ valeur( »"),
        ("a\n{{ valleur('x') }} b", 2, "« {{ valleur('x') }} b »"),
        ("{{ open('/etc/passwd') }}", 1, "seuls valeur et annee"),
        ("{{ ''.__class__.__mro__ }}", 1, "seuls valeur et annee"),
        ("{% include 'x' %}", 1, "seuls valeur et annee"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", 1, "seuls valeur et annee"),
    ],
)
def test_a_wrong_call_says_where_and_how(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    with pytest.raises(SettingsError, match=rf"insertion\.md, ligne {line} : ") as raised:
        written(tmp_path, text)
    assert message in str(raised.value)


@pytest.mark.parametrize("text", ["x" * 60_000, "{{ 'x' * 60000 }}"])
def test_a_text_as_long_as_a_book_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"insertion\.md dépasse 50000 signes"):
        written(tmp_path, text)


def test_a_text_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "textes").mkdir()
    (tmp_path / "textes" / "insertion.md").write_bytes("été".encode("cp1252"))
    with pytest.raises(SettingsError, match=r"insertion\.md n'est pas en UTF-8"):
        read_text(tmp_path, "insertion", figures())


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"Avant. Ils sont {SECRET} ici. Après.", "Avant. […] Après."),
        (f"Ils sont {UNSENT} ici. Après.", "[…] Après."),
        (f"Avant. {SECRET} des sorties, M. Roux le dit. Après.", "Avant. […] Après."),
        (f"Avant. On en compte {SECRET}. Et {UNSENT} avant. Après.", "Avant. […] Après."),
        (f"« Bien. {SECRET} ! » dit-il. Après.", "[…] Après."),
        (f"Un. **Ils sont {SECRET}. Ou plus.** Après.", "Un. […] Après."),
        (f"En tout, {TOLD} ici, contre {UNSENT} en 2024.", "En tout, 62\u202f% ici."),
        (f"En tout, {SECRET} ici, contre {TOLD} en 2024. Après.", "[…] Après."),
    ],
)
def test_a_sentence_whose_figure_has_no_value_is_cut(tmp_path: Path, text: str, read: str) -> None:
    assert written(tmp_path, text) == f"<p>{read}</p>\n"


def test_a_cut_stays_in_its_paragraph_and_in_its_point(tmp_path: Path) -> None:
    html = written(tmp_path, f"Un.\n\nIls sont {SECRET}.\n\n- a\n- {SECRET} b")
    assert html == "<p>Un.</p>\n<p>[…]</p>\n<ul>\n<li>a</li>\n<li>[…]</li>\n</ul>\n"


def test_a_text_of_which_all_is_cut_is_no_text(tmp_path: Path) -> None:
    assert written(tmp_path, f"Ils sont {SECRET}.\n\nEt {SECRET}.") == ""
