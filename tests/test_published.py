"""What the final files show is judged as a reader would read them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.editions.ledger import Printed, Publication
from pipeline.errors import ConfidentialityError
from pipeline.model import CellKey, State
from pipeline.printing.pdf import AttachedFile
from pipeline.published.drawings import check_drawings, check_words
from pipeline.published.judge import Case, judge, judge_crate, judge_paper
from pipeline.published.page import Page, read_page
from pipeline.published.seen import Seen, number_in, readings
from pipeline.published.written import Written
from pipeline.received import Quality
from pipeline.render import render
from pipeline.secrecy.audit import Report, audit
from tests.builders import YEAR, counts, gathered, indicator, share, shares

PERSONS = indicator()
NAMES = {"a": "Les Ateliers", "b": "La Boucle", "c": "Le Canal", "d": "Les Docks"}
TRUE = {("", ""): 23, ("a", ""): 3, ("b", ""): 9, ("c", ""): 11}
SAFE = {"": "23", "a": "s", "b": "s", "c": "11"}

Texts = Mapping[str, str]  # structure → what is printed of it


def name(structure: str, indicator_id: str = PERSONS.id) -> str:
    return f"{indicator_id}|{YEAR}|{structure}|"


def html(texts: Texts, more: str = "") -> bytes:
    cells = "".join(f'<td><data value="{name(s)}">{t}</data></td>' for s, t in texts.items())
    return f"<html><body><table id='pole'><tr>{cells}</tr></table>{more}</body></html>".encode()


def files(texts: Texts, other: Iterable[dict[str, object]] = ()) -> list[AttachedFile]:
    header = "indicateur,annee,structure,modalite,valeur,etat\n"
    rows = "".join(
        f"{PERSONS.id},{YEAR},{NAMES.get(s, '')},,{'' if t == 's' else t},"
        f"{'masqué' if t == 's' else 'valeur'}\n"
        for s, t in texts.items()
    )
    record = {"chiffres": [], "autres_nombres": list(other)}
    return [
        AttachedFile("indicateurs.csv", (header + rows).encode(), ""),
        AttachedFile("preuves.json", json.dumps(record).encode(), ""),
    ]


def case(**changes: object) -> Case:
    aggregates = gathered([PERSONS], counts(PERSONS, TRUE))
    return replace(Case(aggregates, NAMES, (), 5, None, is_strict=False), **changes)  # type: ignore[arg-type]


def published(texts: Texts) -> Publication:
    figures = {
        CellKey(PERSONS.id, YEAR, s): Printed(State.HIDDEN if t == "s" else State.VALUE, t)
        for s, t in texts.items()
    }
    return Publication(YEAR, figures, {}, {}, {}, "essai")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1\u202f234,5\u202f%", "1234.5"),
        ("−5\u202f%", "-5"),
        ("+11\u202f%", "11"),
        ("186\u00a0personnes", "186"),
        ("s", None),
        ("n.s.", None),
        ("–", None),
    ],
)
def test_a_number_is_read_as_it_is_written_in_french(text: str, number: str | None) -> None:
    assert number_in(text) == (None if number is None else Decimal(number))


def test_a_mask_in_one_file_and_a_number_in_another_is_refused() -> None:
    texts = [Seen((name("a"),), "s", "la page"), Seen((name("a"),), "3", "indicateurs.csv")]
    with pytest.raises(ConfidentialityError, match=r"la page et dans indicateurs\.csv") as error:
        readings(texts)
    assert "3" not in str(error.value)


def test_two_precisions_of_one_number_agree_and_the_finest_is_kept() -> None:
    texts = [Seen((name(""),), "62\u202f%", "p"), Seen((name(""),), "61,8\u202f%", "q")]
    assert next(iter(readings(texts).values())).value == Decimal("61.8")


def test_the_fingerprint_of_a_file_of_persons_is_refused_wherever_it_stands() -> None:
    unsaid, told = frozenset({"0123456789abcdef" * 4}), "<p>0123456789abcdef</p>"
    with pytest.raises(ConfidentialityError, match="la page HTML donne l'empreinte"):
        judge(case(fingerprints=unsaid), html(SAFE, told), files(SAFE))
    judged = judge(case(fingerprints=unsaid), html(SAFE), files(SAFE))
    with pytest.raises(ConfidentialityError, match=r"r\.json donne l'empreinte"):
        judge_crate(judged, {"r.json": json.dumps({"a": min(unsaid)}).encode()}, {})


def test_two_hidden_counts_that_may_trade_places_are_safe_and_proven() -> None:
    private = judge(case(), html(SAFE), files(SAFE)).private
    description = json.loads(private["publication.json"])
    cells = {cell["id"]: cell for cell in description["cells"]}
    assert cells["personnes|2025|a|"]["published"] == "s"
    assert cells["personnes|2025|a|"]["true"] == 3
    witnesses = json.loads(private["temoins.json"])
    (one,) = witnesses["cases"]
    low, high = (witnesses["tables"][rank][one["case"]] for rank in one["tables"])
    assert abs(high - low) >= 3


def test_a_proof_that_contradicts_what_is_printed_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def mistaken(description: Any, *, among: Any) -> Report:
        report = audit(description, among=among, insiders=False)
        (one,) = report.intervals
        tables = tuple({name: value + 1 for name, value in table.items()} for table in one.tables)
        return Report((replace(one, tables=(tables[0], tables[1])),), ())

    monkeypatch.setattr("pipeline.published.judge.audit", mistaken)
    with pytest.raises(ConfidentialityError, match="ne tient pas"):
        judge(case(), html(SAFE), files(SAFE))


def test_a_count_that_a_subtraction_gives_back_is_refused_and_not_told() -> None:
    shown = {**SAFE, "b": "9"}  # 23 − 9 − 11 = 3
    with pytest.raises(ConfidentialityError) as error:
        judge(case(), html(shown), files(shown))
    assert error.value.exit_code == 3
    assert str(error.value).count("INS-01 « Personnes », 2025, Les Ateliers") == 1
    assert " 3" not in str(error.value)


def test_a_number_that_only_the_csv_shows_is_read_too() -> None:
    page = {place: text for place, text in SAFE.items() if place != "b"}
    with pytest.raises(ConfidentialityError, match="Les Ateliers"):
        judge(case(), html(page), files({**SAFE, "b": "9"}))


def test_a_share_gives_its_count_back() -> None:
    """45 % of 11 persons can only be 5; 5 of the 9 known elsewhere leave 4 in the other place."""
    head = share("insertion/part")
    cells = shares(head, {"": (9, 22), "a": (4, 11), "b": (5, 11)})
    plain = indicator("insertion/connus", code="INS-02")
    whole = counts(plain, {("", ""): 22, ("a", ""): 11, ("b", ""): 11})
    own = Case(gathered([head, plain], [*cells, *whole]), NAMES, (), 5, None, is_strict=False)
    texts = {"connus": {"": "22", "a": "11", "b": "11"}, "part": {"": "41", "a": "s", "b": "45"}}
    page = "".join(
        f'<data value="{name(s, f"insertion/{stem}")}">{t}</data>'
        for stem, row in texts.items()
        for s, t in row.items()
    )
    with pytest.raises(ConfidentialityError, match="Les Ateliers"):
        judge(own, f"<p>{page}</p>".encode(), files({}))


def computed(text: str, *structures: str) -> str:
    """A number about a structure in 2024, where B had 10 persons, and then about others."""
    then = f'<data value="{PERSONS.id}|2024|b|">10</data>'
    origins = " ".join([f"{PERSONS.id}|2024|b|", *map(name, structures)])
    return f'{then}<p id="essentiel"><data value="{origins}">{text}</data></p>'


def two_years() -> Case:
    known = counts(PERSONS, TRUE) + counts(PERSONS, {("b", ""): 10}, 2024)
    return case(aggregates=gathered([PERSONS], known))


def test_a_growth_is_a_fact_about_its_two_counts() -> None:
    """B went from 10 to 9 persons: −10 % gives 9, and 23 − 9 − 11 the 3 of A."""
    with pytest.raises(ConfidentialityError, match="Personnes"):
        judge(two_years(), html(SAFE, computed("−10\u202f%", "b")), files(SAFE))
    shown = {"c": "11"}
    page = html(shown, computed("−10\u202f%", "b"))
    description = json.loads(judge(two_years(), page, files(shown)).private["publication.json"])
    (ratio,) = description["ratios"]
    assert (ratio["published"], ratio["decimals"], ratio["scale"]) == (90, 0, 100)
    assert (ratio["num"], ratio["den"]) == ("personnes|2025|b|", "personnes|2024|b|")


@pytest.mark.parametrize("text", ["−1", "1\u202fpers.", "−0,5\u202fpts", "53\u202f%"])
def test_another_number_computed_from_a_hidden_figure_is_refused(text: str) -> None:
    judge(two_years(), html(SAFE, computed(text, "c")), files(SAFE))
    with pytest.raises(ConfidentialityError, match=r"#essentiel.* calculé sur un chiffre") as error:
        judge(two_years(), html(SAFE, computed(text, "b")), files(SAFE))
    assert text not in str(error.value)


def test_a_growth_that_the_proofs_alone_tell_is_read_too() -> None:
    origins = [f"{PERSONS.id}|2024|b|", name("b")]
    other: dict[str, object] = {"origine": origins, "texte": "−10\u202f%", "imprime": []}
    page = html(SAFE, computed("+10\u202f%", "c"))
    judge(two_years(), page, files(SAFE))
    with pytest.raises(ConfidentialityError, match="Personnes"):
        judge(two_years(), page, files(SAFE, [other]))


def test_an_earlier_edition_is_read_beside_this_one() -> None:
    """Each edition alone is safe: the earlier showed « La Boucle », this one « Le Canal »."""
    earlier = published({"": "23", "a": "s", "b": "9", "c": "s"})
    with pytest.raises(ConfidentialityError, match="Les Ateliers"):
        judge(case(publications=(earlier,)), html(SAFE), files(SAFE))


def test_what_an_earlier_edition_told_by_itself_stops_nothing() -> None:
    earlier = published({"": "23", "a": "s", "b": "9", "c": "11"})
    assert judge(case(publications=(earlier,)), html(SAFE), files(SAFE)).private


def test_a_revised_count_is_another_count() -> None:
    """The earlier 17 counted another « Le Canal »: nothing can be subtracted from today's."""
    earlier = published({"": "17", "a": "s", "b": "s", "c": "5"})
    private = judge(case(publications=(earlier,)), html(SAFE), files(SAFE)).private
    versions = [c["dims"].get("version") for c in json.loads(private["publication.json"])["cells"]]
    assert "publication 1" in versions


def test_a_revision_of_one_person_is_found_by_subtraction() -> None:
    earlier = published({"": "22", "a": "s", "b": "s", "c": "10"})
    with pytest.raises(ConfidentialityError, match="Le Canal"):
        judge(case(publications=(earlier,)), html(SAFE), files(SAFE))


def test_a_large_count_that_an_earlier_edition_lets_find_is_no_disclosure() -> None:
    """Of 22 persons then, 59 % were 13; today they are 40, of which 20."""
    plain = indicator("insertion/connus", code="INS-02")
    head = share("insertion/part")
    known = gathered([head, plain], [*shares(head, {"": (20, 40)}), *counts(plain, {("", ""): 40})])
    texts = {CellKey(plain.id, YEAR): "22 pers.", CellKey(head.id, YEAR): "59 %"}
    said = {key: Printed(State.VALUE, text) for key, text in texts.items()}
    earlier = Publication(YEAR, said, {}, {}, {}, "essai")
    told = {plain.id: "40", head.id: "50"}
    page = "".join(f'<data value="{name("", i)}">{text}</data>' for i, text in told.items())
    own = case(aggregates=known, publications=(earlier,))
    private = judge(own, f"<p>{page}</p>".encode(), files({})).private
    proofs = json.loads(private["temoins.json"])
    (one,) = [c for c in proofs["cases"] if c["case"] == "oui annee=2025 version=publication 1"]
    assert {proofs["tables"][rank][one["case"]] for rank in one["tables"]} == {13}


@pytest.mark.parametrize(
    ("earlier", "ratio"), [("45,5 %", (45.5, 1)), ("s", (45, 0)), ("45,0 %", (45, 0))]
)
def test_a_share_printed_with_more_decimals_by_an_earlier_edition_is_read_so(
    earlier: str, ratio: tuple[float, int]
) -> None:
    """Ten of 22: 45,5 then, 45 today. It was revised since if it was 45,0."""
    head = share("insertion/part")
    said = {CellKey(head.id, YEAR): Printed(State.VALUE, earlier)}
    own = case(
        aggregates=gathered([head], shares(head, {"": (10, 22)})),
        publications=(Publication(YEAR, said, {}, {}, {}, "essai"),),
    )
    page = f'<p><data value="{name("", head.id)}">45</data></p>'.encode()
    description = json.loads(judge(own, page, files({})).private["publication.json"])
    told = {one["num"]: (one["published"], one["decimals"]) for one in description["ratios"]}
    assert told["oui|2025||"] == ratio
    assert told.get("oui|2025|||publication 1") == ((45, 1) if earlier == "45,0 %" else None)


def test_a_member_that_knows_its_own_count_is_stopped_in_strict_mode_only() -> None:
    """« La Boucle » knows its 9: two hidden counts of a known sum are one too few."""
    assert judge(case(), html(SAFE), files(SAFE)).open_tables == ("INS-01",)
    with pytest.raises(ConfidentialityError, match="par La Boucle"):
        judge(case(is_strict=True), html(SAFE), files(SAFE))


def test_three_hidden_counts_withstand_each_member_that_knows_its_own() -> None:
    """50 = 3 + 18 + 18 + 11: whoever knows one of them is left with two, 10 persons at least."""
    table = {("", ""): 50, ("a", ""): 3, ("b", ""): 18, ("d", ""): 18, ("c", ""): 11}
    known = gathered([PERSONS], counts(PERSONS, table))
    hidden = {"": "50", "a": "s", "b": "s", "c": "11"}
    four = {**hidden, "d": "s"}
    one = case(aggregates=known)
    assert judge(one, html(four), files(four)).open_tables == ()
    strict = replace(one, is_strict=True)
    assert judge(strict, html(four), files(four)).open_tables is None


def test_members_leave_no_proof_in_an_edition_that_does_not_withstand_them() -> None:
    proofs = json.loads(judge(case(), html(SAFE), files(SAFE)).private["temoins.json"])
    assert {one["lecteur"] for one in proofs["cases"]} == {"public"}


def drawing(*texts: str) -> Page:
    words = "".join(f"<text>{text}</text>" for text in texts)
    return read_page(f'<div id="graphique-1"><svg>{words}</svg></div>'.encode())


def test_the_figures_the_axis_and_the_years_of_a_drawing_are_expected() -> None:
    known = {"graphique-1": {"12": 1, "s": 1}}
    check_drawings(drawing("0", "25", "50", "75\u202fpers.", "2024", "12", "s"), known)


@pytest.mark.parametrize("leak", ["3", "3\u202fpers."])
def test_the_value_of_a_hidden_bar_written_in_a_drawing_is_refused(leak: str) -> None:
    known = {"graphique-1": {"12": 1, "s": 1}}
    with pytest.raises(ConfidentialityError, match=r"graphique-1 .* ses chiffres publiés"):
        check_drawings(drawing("0", "25", "50", "12", leak), known)


SAID = "De 8\u202fpers. en 2024 à 9\u202fpers. en 2025, en hausse de 1\u202fpers."
OWN = {"g": {"8\u202fpers.", "9\u202fpers.", "1\u202fpers."}}


@pytest.mark.parametrize(
    "more",
    ["", " Canal 3.", " Canal\u00a0: trois personnes.", " Canal ³.", " 18\u202fpers.", " 8,5"],
)
def test_the_words_for_a_drawing_say_its_own_numbers_only(more: str) -> None:
    page = read_page(f"<div id='g'><svg aria-label='{SAID}{more}'></svg></div>".encode())
    if not more:
        check_words(page, OWN, Written())
        return
    with pytest.raises(ConfidentialityError, match="texte de remplacement de g") as caught:
        check_words(page, OWN, Written())
    assert "Canal" not in str(caught.value)


def test_a_name_that_holds_a_number_stands_beside_the_value_of_its_bar() -> None:
    page = read_page(
        "<div id='g'><svg aria-label='Le plus haut : Régie 93 8, un'></svg></div>".encode()
    )
    known = Written(name=re.compile("Régie 93"))
    check_words(page, {"g": {"8"}}, known)
    with pytest.raises(ConfidentialityError, match="texte de remplacement de g"):
        check_words(page, {"g": {"9"}}, known)


def test_the_words_inside_a_drawing_say_its_own_numbers_only() -> None:
    check_words(
        drawing("objectif 60\u202f%", "2023", "12"), {"graphique-1": {"60\u202f%"}}, Written()
    )
    for own in ({"12"}, {"s"}, set[str]()):  # no figure, or its sign, hides the words of another
        for leak in ("Canal\u00a0: 3", "trois personnes"):
            with pytest.raises(ConfidentialityError, match="dessin graphique-1 dit un nombre"):
                check_words(drawing("12", leak), {"graphique-1": own}, Written())


def pdf(text: str) -> bytes:
    """A page of text, as short as a PDF can be."""
    stream = f"BT /F1 12 Tf 1 0 0 1 9 50 Tm [<{text.encode().hex()}>] TJ ET"
    parts = (
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox 7 0 R/Contents 4 0 R/Resources 6 0 R>>endobj",
        f"4 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj",
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
        "6 0 obj<</Font<</F1 5 0 R>>>>endobj",
        "7 0 obj[0 0 400 200]endobj",
        "trailer<</Root 1 0 R>>",
    )
    return "\n".join(("%PDF-1.4", *parts, "%%EOF")).encode()


def test_a_number_that_only_the_paper_shows_is_refused() -> None:
    judgement = judge(case(), html(SAFE), files(SAFE))
    judge_paper(judgement, pdf("23 s s 11"), ())
    with pytest.raises(ConfidentialityError, match="la page 1 du PDF") as error:
        judge_paper(judgement, pdf("23 9 s 11"), ())
    assert "9" not in str(error.value)


def test_a_number_that_the_paper_says_and_does_not_show_is_refused() -> None:
    judgement = judge(case(), html(SAFE), files(SAFE))
    spoken = pdf("23 s s 11").replace(b"trailer", b"8 0 obj<</Alt(9 pers.)>>endobj trailer")
    with pytest.raises(ConfidentialityError, match="/Alt"):
        judge_paper(judgement, spoken, ())


class Printer:
    """A press that hands back what it was given to print."""

    is_plain = True

    def __init__(self, page: bytes, paper: bytes) -> None:
        """Keep the page and the paper."""
        self.made = {"screen_pages": page, "print_pages": paper}

    def start(self, work: Callable[..., bytes], *_: object, **__: object) -> Callable[[], bytes]:
        """As the press does."""
        return lambda: self.made[work.__name__]


class NoCrate:
    """A crate that encloses nothing."""

    def closed(self, _published: Mapping[str, bytes]) -> dict[str, bytes]:
        """Give no file."""
        return {}


def rendered(place: Path, texts: Texts, paper: str) -> None:
    folder = place / "2025"
    folder.mkdir(exist_ok=True)
    (folder / "rapport-2025.pdf").write_bytes(b"hier")
    press: Any = Printer(html(texts), pdf(paper))
    nothing: Any = None
    crate: Any = NoCrate
    kept = Quality((), (), (), (), (), {}, {})
    path = folder / "rapport-2025.pdf"
    render(press, nothing, tuple(files(texts)), kept, dict, case(), crate, path)


def test_a_report_that_tells_too_much_leaves_the_previous_one_alone(tmp_path: Path) -> None:
    """Once by the page (23 − 9 − 11 = 3), once by the paper alone."""
    for texts, paper in (({**SAFE, "b": "9"}, "23 s 9 11"), (SAFE, "23 s 9 11")):
        with pytest.raises(ConfidentialityError):
            rendered(tmp_path, texts, paper)
        assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["rapport-2025.pdf"]
        assert (tmp_path / "2025" / "rapport-2025.pdf").read_bytes() == b"hier"


def test_a_safe_report_is_published_with_its_private_proofs(tmp_path: Path) -> None:
    rendered(tmp_path, SAFE, "23 s s 11")
    modes = {p.name: p.stat().st_mode & 0o077 for p in (tmp_path / "2025").iterdir()}
    assert modes["publication.json"] == modes["temoins.json"] == 0
    assert modes["rapport-2025.pdf"]
