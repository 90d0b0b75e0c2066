"""The catalogue of the indicators, and `make new-indicator`, as a contributor meets them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from pipeline.catalogue import write_catalogue
from pipeline.counting.heads import read_head
from pipeline.counting.queries import load_queries
from pipeline.errors import SettingsError
from pipeline.new_indicator import scaffold
from tests.cases import ROOT, queries


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("build") / "catalogue"
    assert write_catalogue(folder, ROOT / "queries") == len(queries().indicators)
    return {path.name: path.read_bytes().decode() for path in sorted(folder.iterdir())}


def test_the_three_files_tell_every_indicator_once(written: dict[str, str]) -> None:
    codes = sorted(head.code for head in queries().indicators.values())
    rows = list(csv.DictReader(io.StringIO(written["catalogue.csv"])))
    assert sorted(row["code"] for row in rows) == codes
    told = json.loads(written["catalogue.json"])
    assert sorted(item["code"] for item in told["indicateurs"]) == codes
    assert set(told["indicateurs"][0]) == set(told["colonnes"]) == set(rows[0])
    assert sorted(re.findall(r'<h3 id="([A-Z]+-\d+)">', written["catalogue.html"])) == codes


def test_the_page_tells_an_indicator_in_words(written: dict[str, str]) -> None:
    entry = written["catalogue.html"].split('<h3 id="DEV-18">')[1].split("</article>")[0]
    for words in (
        "Part des salariés permanents habitant un quartier prioritaire",
        "ODD 10.2 · IRIS+ OI8266",
        "petits effectifs masqués",
        "jamais moyenne des taux",
        "Emplois permanents",
        "queries/indicators/developpement_local/part_salaries_qpv.sql",
    ):
        assert words in entry


def test_an_official_target_and_a_break_in_series_are_told(written: dict[str, str]) -> None:
    page = written["catalogue.html"].replace("\xa0", "\u202f")
    exits = page.split('<h3 id="INS-16">')[1].split("</article>")[0]
    assert "<dt>Objectif</dt><dd>60\u202f%, officiel, circulaire DGEFP 2008-21" in exits
    district = page.split('<h3 id="INS-13">')[1].split("</article>")[0]
    assert re.search("<dt>Rupture</dt><dd>2024 : la liste des quartiers prioritaires", district)


def test_the_page_asks_nothing_of_the_network_and_its_links_lead_somewhere(
    written: dict[str, str],
) -> None:
    page = written["catalogue.html"]
    assert '<html lang="fr">' in page
    assert not re.search(r"<script|<img|<link|https?://|src=", page)
    identifiers = re.findall(r'\bid="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers))
    wanted = re.findall(r'(?:href="#|aria-labelledby=")([^"]+)"', page)
    assert set(wanted) <= set(identifiers)


def test_each_emission_factor_stands_with_its_identifier_and_its_year(
    written: dict[str, str],
) -> None:
    rows = re.findall(r"<tr><th scope=\"row\">.+?</tr>", written["catalogue.html"])
    [electricity] = [row for row in rows if ">43642<" in row]
    for words in ("émis", "0,0519", "kgCO2e/kWh", ">2024<", ">n.p.<"):
        assert words in electricity.replace("\xa0", "\u202f")
    assert any("évité" in row and ">−25\u202f107<" in row for row in rows)
    assert any("Lave-linge" in row and ">513<" in row for row in rows)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of a contract, a reference and two indicators, whose codes leave a hole."""
    for table in ("contracts/sorties.json", "reference/ref_ept.csv"):
        path = tmp_path / "data" / table
        path.parent.mkdir(parents=True)
        path.touch()
    for name, code in (("premier", "DEV-01"), ("dernier", "DEV-09")):
        path = tmp_path / "queries" / "indicators" / "developpement_local" / f"{name}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'/*---\ncode         = "{code}"\n---*/\n', encoding="utf-8")
    return tmp_path


def test_a_new_indicator_takes_the_next_code_and_is_refused_until_filled(project: Path) -> None:
    path, case = scaffold(project, "developpement_local/jardins_ouverts")
    assert 'code         = "DEV-10"' in path.read_text(encoding="utf-8")
    assert sorted(file.name for file in case.iterdir()) == ["attendu.csv", "lisez-moi.md"]
    alone = project / "seul" / "indicators" / "developpement_local"
    alone.mkdir(parents=True)
    path.rename(alone / path.name)
    with pytest.raises(SettingsError) as refused:
        load_queries(project / "seul", ["emplois"], [])
    for words in ("jardins_ouverts.sql", "« titre » est vide", "« source » est vide"):
        assert words in str(refused.value)
    assert "sensibilite = -1" in str(refused.value), "nobody inherits a level of secrecy"


def test_a_filled_head_still_lacks_its_query(project: Path) -> None:
    path, _ = scaffold(project, "insertion/essai")
    text = path.read_text(encoding="utf-8").replace('= ""', '= "à dire"')
    for key, value in (
        ("accord", '"ms"'), ("sens", '"hausse"'), ("niveau", '"moyen"'),
        ("agregation", '"somme"'), ("sensibilite", "1"),
    ):  # fmt: skip
        text = re.sub(rf"^({key} +=).*$", rf"\1 {value}", text, flags=re.MULTILINE)
    assert read_head(text, "insertion/essai", path.name).indicator.code == "INS-01"
    alone = project / "seul" / "indicators" / "insertion"
    alone.mkdir(parents=True)
    (alone / path.name).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="la table « a_remplir » n'existe pas"):
        load_queries(project / "seul", ["emplois"], [])


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("developement_local/essai", "Vouliez-vous dire « developpement_local » ?"),
        ("essai", "Écrivez ID=theme/nom"),
        ("insertion/Part Élevée", "n'est pas un nom possible"),
        ("insertion/../../dehors", "n'est pas un nom possible"),
        ("insertion/", "le nom manque"),
        ("insertion/livraisons", "n'est pas un nom possible"),
        ("insertion/sorties", "data/contracts/sorties.json existe déjà"),
        ("insertion/ref_ept", "data/reference/ref_ept.csv existe déjà"),
        ("insertion/premier", "developpement_local/premier.sql existe déjà"),
    ],
)
def test_a_bad_or_taken_name_is_refused_and_nothing_is_written(
    project: Path, wanted: str, message: str
) -> None:
    before = sorted(project.rglob("*"))
    with pytest.raises(SettingsError) as refused:
        scaffold(project, wanted)
    assert message in str(refused.value)
    assert sorted(project.rglob("*")) == before
