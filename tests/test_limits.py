"""How big a delivery may be: each cap is told by name, and lifted by the setting it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from tests.test_read_command import PLAIN, read
from tests.workbooks import xlsx, zipped

TWO_ROWS = "code;valeur\nA;1\nB;2\n"
SHEET = [["code", "valeur"], ["A", "1"], ["B", "2"]]
HEAVY = "code;valeur\n" + "".join(f"article numéro {n};{n}\n" for n in range(60_000))
LONG = f"code;valeur\n{'x' * 40_000};1\nB;2\n"


@pytest.mark.parametrize(
    ("name", "content", "low", "cap"),
    [
        ("a.csv", TWO_ROWS, "lignes=2", "plus de 2 lignes"),
        ("a.csv", HEAVY, "texte_mo=1", "plus de 1 Mo"),
        ("a.csv", HEAVY, "gros_texte_mo=1", "plus de 1 Mo"),
        ("a.xlsx", xlsx({"Un": SHEET}), "lignes_par_feuille=2", "plus de 2 lignes"),
        ("a.zip", zipped({"a.csv": TWO_ROWS, "b.txt": "x"}), "fichiers_par_archive=1", "plus de 1"),
        ("a.zip", zipped({"a.csv": HEAVY}), "decompresse_mo=1", "plus de 1 Mo"),
        ("a.zip", zipped({"a.csv": HEAVY}), "classeur_mo=1", "plus de 1 Mo"),
    ],
)
def test_a_cap_refuses_the_file_and_names_the_setting_that_lifts_it(
    tmp_path: Path, name: str, content: str | bytes, low: str, cap: str
) -> None:
    refused = read(tmp_path, content, PLAIN, "--limites", low, name=name)
    (record,) = refused.records
    assert (refused.code, refused.rows) == (1, None)
    assert cap in record["reason"].lower().replace("mo", "Mo")
    assert f"--limites {low.split('=', maxsplit=1)[0]}=" in record["suggestion"]
    assert read(tmp_path, content, PLAIN, name=name).code == 0


def test_a_table_of_more_columns_than_the_cap_is_refused_until_it_is_raised(tmp_path: Path) -> None:
    extra = ";".join(f"c{n}" for n in range(250))
    content = f"code;valeur;{extra}\nA;1{';' * 250}\n"
    refused = read(tmp_path, content, PLAIN)
    assert [r["reason"] for r in refused.records] == ["Plus de 200 colonnes."]
    assert "« colonnes »" in refused.records[0]["suggestion"]
    assert read(tmp_path, content, PLAIN, "--limites", "colonnes=300").rows == "code,valeur\nA,1\n"


@pytest.mark.parametrize("contract", [PLAIN, None])
def test_a_cell_longer_than_the_cap_sets_its_row_aside_until_it_is_raised(
    tmp_path: Path, contract: dict[str, object] | None
) -> None:
    short = read(tmp_path, LONG, contract)
    assert short.rows == "code,valeur\nB,2\n"
    (record,) = [r for r in short.records if r["severity"] == "error"]
    assert (record["line"], record["code"]) == (2, "cellule_trop_longue")
    assert "« caracteres »" in record["suggestion"]
    whole = read(tmp_path, LONG, contract, "--limites", "caracteres=50000")
    assert whole.rows == f"code,valeur\n{'x' * 40_000},1\nB,2\n"


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ("colonne=3", "Vouliez-vous dire « colonnes » ?"),
        ("colonnes", "attend un nombre entier, de 1 à 2\u202f000"),
        ("colonnes=0", "attend un nombre entier, de 1 à 2\u202f000"),
        ("lignes=deux", "Exemple : --limites lignes=2000000"),
        ("caracteres=10", "de 32\u202f768 à 1\u202f000\u202f000"),
    ],
)
def test_a_wrong_limit_is_one_french_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], limits: str, message: str
) -> None:
    source = tmp_path / "a.csv"
    source.write_text(TWO_ROWS, encoding="utf-8")
    places = ("--output", str(tmp_path / "o"), "--faults", str(tmp_path / "f"))
    assert main(("read", str(source), *places, "--limites", limits)) == 2
    assert message in capsys.readouterr().err
