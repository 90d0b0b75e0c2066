"""Chapters and funders are data: what is wrong in them is told with its file and its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.plan import TEMPLATES, load_plan
from tests import cases

KNOWN = ("insertion/taux", "insertion/entrees")

FUNDER = """\
titre = "Essai"
mention = ""
chapitres = ["insertion"]
chiffres_cles = ["insertion/taux"]

[[criteres]]
intitule = "Insertion"
question = "Qui ?"
indicateurs = ["insertion/entrees"]
"""

CHAPTER = """\
surtitre = "Insertion"
question = "Que deviennent les personnes ?"
titre = "insertion/taux"
accroche = ["insertion/entrees"]

[[graphiques]]
sorte = "tendance"
sous_titre = "Part des sorties"
indicateurs = ["insertion/taux.durable"]

[tableaux]
annees = ["insertion/taux"]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The templates of one funder who prints one chapter."""
    for name, text in (("funders/essai.toml", FUNDER), ("chapitres/insertion.toml", CHAPTER)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def refusal(root: Path, name: str, written: str, wrong: str) -> str:
    """What is read when `wrong` stands in the place of `written` in that file."""
    text = (root / name).read_text(encoding="utf-8")
    assert written in text
    (root / name).write_text(text.replace(written, wrong, 1), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_plan("essai", KNOWN, root)
    return str(caught.value)


def test_a_plan_holds_every_indicator_that_is_printed_once(root: Path) -> None:
    plan = load_plan("essai", KNOWN, root)
    assert plan.indicators() == ("insertion/taux", "insertion/entrees")
    assert plan.chapter_of("insertion/taux") == "insertion"
    assert plan.chapters[0].graphiques[0].heads() == ("insertion/taux",)


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("funders/*.toml")), ids=lambda p: p.stem)
def test_the_funders_that_come_with_the_tool_are_read(path: Path) -> None:
    plan = load_plan(path.stem, cases.queries().indicators)
    assert len(plan.funder.chiffres_cles) == 12
    assert plan.chapters


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("funders/*.toml")), ids=lambda p: p.stem)
def test_what_is_for_internal_use_is_on_no_page(path: Path) -> None:
    known = cases.queries().indicators
    kept = {name for name, head in known.items() if head.kept}
    assert kept == {"insertion/part_justice", "insertion/sorties_et_retraits"}
    assert not kept & set(load_plan(path.stem, known).indicators())


@pytest.mark.parametrize(
    ("written", "wrong", "message"),
    [
        ("surtitre =", "surtitr =", "clé inconnue « surtitr ». Vouliez-vous dire « surtitre » ?"),
        ("surtitre =", "# surtitre =", "clé « surtitre » absente."),
        ("sous_titre =", "# ", "clé « sous_titre » absente."),
        ("sorte =", "# ", "clé « sorte » absente."),
        ("annees =", "mois =", "clé inconnue « mois »."),
        ('"Insertion"', "3", "la clé « surtitre » attend un texte."),
        ('["insertion/entrees"]', '"entrees"', "la clé « accroche » attend une liste de textes."),
        ('["insertion/entrees"]', "[3]", "la clé « accroche » attend une liste de textes."),
        ("[[graphiques]]", "[graphiques]", "« graphiques » s'écrit [[graphiques]]"),
        ("[tableaux]", "[[tableaux]]", "« tableaux » s'écrit [tableaux]."),
        (
            '"tendance"',
            '"tendence"',
            "composition, jauge, matrice). Vouliez-vous dire « tendance » ?",
        ),
        ('"tendance"', '"courbe"', "« sorte = courbe » n'est pas permis (tendance, barres,"),
        ('"tendance"', '"barres"\npar = "année"', "« par = année » n'est pas permis (structure,"),
        (
            "insertion/entrees",
            "insertion/entree",
            "« insertion/entree » n'existe pas. Vouliez-vous dire « insertion/entrees » ?",
        ),
        ("[tableaux]", "[tableaux", "ligne 11 : la ligne ne se lit pas (« [tableaux »)."),
    ],
)
def test_a_wrong_chapter_is_told_with_its_key(
    root: Path, written: str, wrong: str, message: str
) -> None:
    said = refusal(root, "chapitres/insertion.toml", written, wrong)
    assert "chapitres/insertion.toml" in said
    assert message in said


@pytest.mark.parametrize(
    ("written", "wrong", "message"),
    [
        ("mention =", "mentions =", "clé inconnue « mentions ». Vouliez-vous dire « mention » ?"),
        ("mention =", "# ", "clé « mention » absente."),
        ("intitule =", "# ", "clé « intitule » absente."),
        ("[[criteres]]", "[criteres]", "« criteres » s'écrit [[criteres]]"),
        (
            "insertion/taux",
            "insertion/tau",
            "l'indicateur « insertion/tau » n'existe pas. Vouliez-vous dire « insertion/taux » ?",
        ),
        (
            '["insertion"]',
            '["insertions"]',
            "le chapitre « insertions » n'existe pas. Vouliez-vous dire « insertion » ?",
        ),
        ('"Essai"', '"Essai', "ligne 1 : la ligne ne se lit pas"),
    ],
)
def test_a_wrong_profile_is_told_with_its_key(
    root: Path, written: str, wrong: str, message: str
) -> None:
    said = refusal(root, "funders/essai.toml", written, wrong)
    assert "funders/essai.toml" in said
    assert message in said
