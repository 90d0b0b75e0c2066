"""What the judge of the final files looks at, and what it tells when it refuses them."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.errors import ConfidentialityError
from pipeline.model import Aggregate, CellKey
from pipeline.published.judge import Judgement, judge, judge_crate
from pipeline.published.page import read_page
from pipeline.published.refusal import title_of
from pipeline.published.written import Written
from pipeline.secrecy.audit import Finding, Report
from tests.builders import YEAR, counts, gathered, indicator, share
from tests.test_published import NAMES, PERSONS, SAFE, TRUE, case, files, html, name, published

TOLD = f'<data value="{name("c")}">11</data>'


def leaves_nothing(more: str) -> None:
    judge(case(), html(SAFE, more), files(SAFE))


SET = "style=\"font-size: 8px; font-family: 'Source Sans 3'; fill: #1b2430\""
WORD = f'<text {SET} transform="translate(9 9)">A</text>'


@pytest.mark.parametrize(
    ("leak", "words"),
    [
        ('<div id="graphique-1"><svg aria-label="{}">' + WORD + "</svg></div>", "3\u202fpers."),
        ('<div id="graphique-1"><svg>' + WORD.replace(">A", ">A{}") + "</svg></div>", "3"),
        ('<a title="{}">A</a>', "3"),
        ('<div id="graphique-1"><svg><title>{}</title></svg></div>', "3"),
        ("<!--{}-->", "3"),
        ("<p>Canal {}</p>", "3"),
        ("<p>Canal {}</p>", "③"),
        ("<p>Canal {}</p>", "Ⅲ"),
        ("<p>Canal {}</p>", "tr\u200bois personnes"),
        ("<title>Canal {}</title>", "3"),
        ('<svg aria-label="Canal {}">' + WORD + "</svg>", "trois"),
        ('<a href="?n={}">A</a>', "3"),
        ("<?{}?>", "3"),
        ("<![CDATA[{}]]>", "3"),
        ("<!--{}-->", "trois"),
        (
            "<svg>" + WORD + "{}</svg>",
            '<path d="M 0 0 L 9 0 L 9 3 L 0 3 z" style="fill: #2b4c7e"/>',
        ),
        ("<svg>" + WORD + "{}</svg>", WORD.replace("A", "3\u202fpers.")),  # of a masked bar
    ],
)
def test_drawings_and_what_is_read_out_are_judged_too(leak: str, words: str) -> None:
    leaves_nothing(leak.format(""))
    with pytest.raises(ConfidentialityError):
        leaves_nothing(leak.format(words))


@pytest.mark.parametrize(
    ("leak", "words"),
    [
        ('<script type="application/json">{}</script>', "3"),
        ('<div id="graphique-1"><svg><desc>{}</desc></svg></div>', "3"),
        ('<input value="{}">', "3"),
        ('<p hidden style="display:none">Canal {}</p>', "trois personnes"),
        ("<template>{}</template>", "une seule personne"),
        ('<p title="{}">A</p>', "3"),
        ('<p aria-label="Canal {}">A</p>', "trois"),
        ('<p class="n{}">A</p>', "3"),
        ('<p id="n{}">A</p>', "3"),
        ('<i style="width:{}%"></i>', "3"),
        ('<i style="--n:{}"></i>', "3"),
        ('<td rowspan="{}">A</td>', "3"),
        ('<img alt="{}"/>', "3"),
        ("<svg><metadata>{}</metadata></svg>", "trois"),
        ('<svg><g aria-label="{}">' + WORD + "</g></svg>", "3"),
        ("<style>\n.canal::after{{content:'{}'}}</style>", "trois"),
        ("<style>\n.canal{{width:{}mm}}</style>", "3"),
    ],
)
def test_what_the_report_is_not_made_of_is_refused_whatever_it_says(leak: str, words: str) -> None:
    for told in ("", words):
        with pytest.raises(ConfidentialityError):
            leaves_nothing(leak.format(told))


def test_the_words_of_a_drawing_may_say_what_is_printed() -> None:
    said = f'<div id="graphique-1"><svg aria-label="11\u202fpers.">{WORD}</svg></div>'
    told: dict[str, object] = {
        "origine": [name("c")],
        "texte": "11\u202fpers.",
        "imprime": ["graphique-1"],
    }
    judge(case(), html(SAFE, said), files(SAFE, [told]))
    with pytest.raises(ConfidentialityError, match="texte de remplacement de g"):
        leaves_nothing(said)


@pytest.mark.parametrize(
    ("origin", "right", "wrong"),
    [
        ("reglage/seuil", "5", "3"),
        (f"perimetre/{PERSONS.id}|{YEAR}", "2 structures sur 4", "3 / 4"),
        ("bilan/fichiers lus", "3", ""),
        ("autre/chose", "", "3"),
    ],
)
def test_an_origin_that_is_no_figure_is_known_and_agrees(
    origin: str, right: str, wrong: str
) -> None:
    own = replace(case().aggregates, perimeters={(PERSONS.id, YEAR): (2, 4)})
    for text, is_refused in ((right, False), (wrong, True)):
        page = html(SAFE, f'<data value="{origin}">{text}</data>')
        if text and is_refused:
            with pytest.raises(ConfidentialityError, match="une origine"):
                judge(case(aggregates=own), page, files(SAFE))
        elif text:
            judge(case(aggregates=own), page, files(SAFE))


def test_what_a_revision_changed_is_told_as_the_edition_that_is_out_printed_it() -> None:
    earlier = published({"": "17", "a": "s", "b": "s", "c": "5"})
    before = f'<p><data value="registre/{PERSONS.id}|{YEAR}">{{}}\u202fpers.</data></p>'
    own = case(publications=(earlier,))
    judge(own, html(SAFE, before.format(17)), files(SAFE))
    with pytest.raises(ConfidentialityError, match=r"une origine \(registre\)"):
        judge(own, html(SAFE, before.format(3)), files(SAFE))


EUROS = indicator("finances/subvention", unit="€", sensitivity=0, aggregation="somme")
WASTE = indicator("environnement/tonnes", unit="t", sensitivity=0, aggregation="somme")
CARBON = replace(WASTE, id="environnement/co2e", unit="tCO2e", behind="tonnes")


def test_no_other_figure_stands_for_a_count_in_the_words_of_a_drawing() -> None:
    """Five euros are printed; five persons are not."""
    cells = [*counts(PERSONS, TRUE), *counts(EUROS, {("", ""): 5})]
    own = case(aggregates=gathered([PERSONS, EUROS], cells))
    said = f'<div id="graphique-1"><svg aria-label="11\u202fpers. {{}}">{WORD}</svg></div>'
    more = f'<data value="{name("", EUROS.id)}">5\u202f€</data>{said}'
    of_g: list[dict[str, object]] = [
        {"origine": [name("c")], "texte": "11\u202fpers.", "imprime": ["graphique-1"]},
        {"origine": [name("", EUROS.id)], "texte": "5\u202f€", "imprime": ["graphique-1"]},
    ]
    judge(own, html(SAFE, more.format("et 5\u202f€")), files(SAFE, of_g))
    with pytest.raises(ConfidentialityError, match="texte de remplacement"):
        judge(own, html(SAFE, more.format("5\u202fpers.")), files(SAFE, of_g))


def test_the_emissions_of_a_tonnage_kept_secret_are_looked_for() -> None:
    cells = [*counts(WASTE, {("a", ""): 30}), *counts(CARBON, {("a", ""): 60})]
    own = case(aggregates=gathered([WASTE, CARBON], cells), agreed=frozenset())
    page = '<p><data value="' + name("a", CARBON.id) + '">{}</data></p>'
    judge(own, page.format("s").encode(), files({}))
    with pytest.raises(ConfidentialityError, match="redonnerait un montant"):
        judge(own, page.format("60").encode(), files({}))


def test_the_persons_without_an_answer_are_part_of_the_description() -> None:
    cells = [replace(c, unknown=4) for c in counts(PERSONS, TRUE)]
    own = case(aggregates=gathered([PERSONS], cells))
    unknown = f'<data value="inconnus/{PERSONS.id}|{YEAR}">4</data>'
    private = judge(own, html(SAFE, unknown), files(SAFE)).private
    names = [cell["id"] for cell in json.loads(private["publication.json"])["cells"]]
    assert f"sans réponse, {PERSONS.id}|{YEAR}||" in names


def test_those_who_answered_are_some_of_all_once_a_figure_says_so() -> None:
    """Of 23 persons 20 answered; nothing ties what no file speaks of."""
    part, own = share("insertion/part"), Aggregate(CellKey("insertion/part", YEAR))
    answered = replace(own, numerator=Decimal(12), denominator=Decimal(20), unknown=3)
    aggregates = gathered([part, PERSONS], [answered, *counts(PERSONS, {("", ""): 23})])
    tie = {"terms": [["connus|2025||", 1], ["personnes|2025||", -1]], "op": "<=", "rhs": 0}
    for text, ties in ({name("", part.id): "60"}, [tie]), ({}, []):
        page = "".join(f'<data value="{origin}">{share}</data>' for origin, share in text.items())
        private = judge(case(aggregates=aggregates), f"<p>A{page}</p>".encode(), files({})).private
        told = json.loads(private["publication.json"])
        answers = [one for one in told["relations"] if one["why"] == "réponses connues"]
        assert answers == [{**one, "why": "réponses connues"} for one in ties]
        assert bool(told["cells"]) == bool(text)


@pytest.mark.parametrize("text", ["3 non renseignés", "13 %", "s"])
def test_those_who_did_not_answer_say_how_many_there_are_in_all(text: str) -> None:
    """Twenty answered: with three more, or 13 % of all, they are 23, printed or not."""
    part, own = share("insertion/part"), Aggregate(CellKey("insertion/part", YEAR))
    answered = replace(own, numerator=Decimal(12), denominator=Decimal(20), unknown=3)
    aggregates = gathered([part, PERSONS], [answered, *counts(PERSONS, {("", ""): 23})])
    page = f'<data value="{name("", part.id)}">60</data>'
    page += f'<data value="inconnus/{part.id}|{YEAR}">{text}</data>'
    private = judge(case(aggregates=aggregates), f"<p>A{page}</p>".encode(), files({})).private
    told = json.loads(private["publication.json"])["relations"]
    ties = [one for one in told if one["why"] == "réponses du pôle"]
    terms = [["connus|2025||", 1], ["personnes|2025||", -1]]
    tie = {"terms": terms, "op": "=", "rhs": -3, "why": "réponses du pôle"}
    assert ties == ([] if text == "s" else [tie])


def test_publications_that_contradict_one_another_are_not_published(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def confused(*_: object, **__: object) -> Report:
        raise ValueError("personnes annee=2025: publications contradictoires")

    monkeypatch.setattr("pipeline.published.judge.audit", confused)
    with pytest.raises(ConfidentialityError, match=r"contredisent \(personnes annee=2025\)"):
        judge(case(), html(SAFE), files(SAFE))


def refusal(monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> str:
    def told(*_: object, **__: object) -> Report:
        return Report((), findings)

    monkeypatch.setattr("pipeline.published.judge.audit", told)
    with pytest.raises(ConfidentialityError) as caught:
        judge(case(is_strict=True), html(SAFE), files(SAFE))
    return str(caught.value)


def found(cell: str, reader: str = "public") -> Finding:
    return Finding(reader, "déduit", (cell,), 3, 3)


def test_ten_places_are_named_once_each_and_the_others_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = [found(f"personnes annee={year}") for year in range(2000, 2012)]
    said = refusal(monkeypatch, *lines, lines[0])
    assert said.count("- INS-01 « Personnes », ") == 10
    assert "\n- INS-01 « Personnes », 2000 (déduit)\n" in said
    assert "\n- et 2 autres\n" in said
    assert 'écrivez retires = ["INS-01"] sous [confidentialite], dans pole.toml.' in said
    assert "make secrecy montre, pour vous seul, les tableaux et leurs masques" in said
    assert said.endswith("Le rapport précédent est intact.")
    assert "- et" not in refusal(monkeypatch, *lines[:10])
    assert "retires" not in refusal(monkeypatch, found("inconnu annee=2025")), "no code to write"


def test_a_place_is_named_by_its_structure_its_category_and_its_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = refusal(
        monkeypatch,
        found("personnes annee=2025 modalite=femmes structure=a", "La Boucle"),
        found("autre chose annee=2025"),
        found("autre chose"),
    )
    assert "- INS-01 « Personnes », 2025, femmes, Les Ateliers (déduit, par La Boucle)" in said
    assert "- autre chose, 2025 (déduit)" in said


def test_a_count_is_named_by_the_indicator_that_prints_it() -> None:
    trees = indicator("environnement/oui", code="ENV-01", title="Arbres", sensitivity=0)
    part = share(code="INS-02", title="Part")
    heads = {head.id: head for head in (trees, PERSONS, part)}
    for count in ("oui", "connus", "connus − oui", "part"):
        assert title_of(heads, f"{count} annee=2025") == ("INS-02", "Part")
    assert title_of(heads, "personnes") == ("INS-01", "Personnes")
    assert title_of(heads, "inconnu annee=2025") == ("inconnu", "")


def test_the_tables_of_two_counts_are_written_once() -> None:
    private: Any = judge(case(), html(SAFE), files(SAFE)).private["temoins.json"]
    witnesses = json.loads(private)
    assert witnesses["cases"][0].keys() == {"lecteur", "case", "tables"}
    assert len(witnesses["tables"]) == 2


def test_the_tables_open_to_a_member_are_told_by_their_codes() -> None:
    assert judge(case(), html(SAFE), files(SAFE)).open_tables == ("INS-01",)
    plenty = {("", ""): 40, ("a", ""): 20, ("b", ""): 20}
    aggregates = gathered([PERSONS], counts(PERSONS, plenty))
    texts = {"": "40", "a": "20", "b": "20"}
    assert judge(case(aggregates=aggregates), html(texts), files(texts)).open_tables == ()


def test_what_the_public_has_found_already_opens_nothing_to_members() -> None:
    earlier = published({"": "23", "a": "s", "b": "9", "c": "11"})
    judged = judge(case(publications=(earlier,), members={}), html(SAFE), files(SAFE))
    assert judged.open_tables == ()


def test_an_edition_that_withstands_its_members_proves_it() -> None:
    aggregates = gathered([PERSONS], counts(PERSONS, {**TRUE, ("", ""): 29, ("d", ""): 6}))
    texts = {"": "29", **dict.fromkeys("abcd", "s")}
    own = case(aggregates=aggregates, is_strict=True)
    proofs = json.loads(judge(own, html(texts), files(texts)).private["temoins.json"])
    others = {name for structure, name in NAMES.items() if structure != "a"}
    assert {one["lecteur"] for one in proofs["cases"]} == {"public", *others}, "a counts the few"


def test_the_crate_tells_the_sizes_of_the_published_files_and_no_other_number() -> None:
    judgement = Judgement(read_page(b""), Written(), {})
    crate = b'{"contentSize": "%d", "name": "rapport"}'
    judge_crate(judgement, {"crate.json": crate % 12}, {"a.csv": b"x" * 12})
    with pytest.raises(ConfidentialityError, match=r"crate\.json"):
        judge_crate(judgement, {"crate.json": crate % 13}, {"a.csv": b"x" * 12})


def test_the_money_that_one_structure_brings_is_refused() -> None:
    money = indicator(
        "finances/produits", unit="€", aggregation="somme", sensitivity=0, brought="structures"
    )
    cells = [Aggregate(CellKey(money.id, YEAR, s), value=Decimal(900)) for s in ("", "a")]
    known = gathered([PERSONS, money], [*counts(PERSONS, TRUE), *cells])
    page = html(SAFE, f'<data value="{name("", money.id)}">900\u202f€</data>')
    judge(case(aggregates=known, agreed=frozenset({"a"})), page, files(SAFE))
    with pytest.raises(ConfidentialityError, match="structure qui n'accepte pas de le montrer"):
        judge(case(aggregates=known, agreed=frozenset()), page, files(SAFE))


FEW = {("", ""): 18, ("a", ""): 3, ("b", ""): 4, ("c", ""): 11}
CLOSE = {"": "18", "a": "s", "b": "s", "c": "11"}  # a and b: 7 together, so 1 to 6 each


def test_a_count_with_less_room_than_promised_is_refused() -> None:
    """3 should reach 7 and 4 should reach 8; five apart, they are not found all the same."""
    few = case(aggregates=gathered([PERSONS], counts(PERSONS, FEW)))
    with pytest.raises(ConfidentialityError) as caught:
        judge(few, html(CLOSE), files(CLOSE))
    assert "- INS-01 « Personnes », 2025, Les Ateliers (cerné de trop près)" in str(caught.value)
    assert "- INS-01 « Personnes », 2025, La Boucle (cerné de trop près)" in str(caught.value)


def test_what_editions_already_out_leave_too_little_room_stops_nothing_but_its_return() -> None:
    out = case(
        aggregates=gathered([PERSONS], counts(PERSONS, FEW)), publications=(published(CLOSE),)
    )
    judge(out, html(CLOSE), files(CLOSE))
    worse = CLOSE | {"b": "4"}
    with pytest.raises(ConfidentialityError, match=r"Les Ateliers \(déduit\)") as caught:
        judge(out, html(worse), files(worse))
    assert "près" not in str(caught.value), "told once, for the worse"
    gone = replace(out, publications=(published(worse),))
    judge(gone, html(CLOSE), files(CLOSE))
