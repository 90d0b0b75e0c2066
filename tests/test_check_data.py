"""The intake alone: what the coordinator sees of it, and how it ends."""

from __future__ import annotations

import csv
import re
from itertools import takewhile
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.dirt.workbook_bytes import Oddities, Table, xlsx
from tests.intake import BUYS, CONTRATS, JOBS, STRUCTURES, write

POLE = """\
[pole]
nom = "Essai"
forme_juridique = "SCIC SA"
territoire = "Plaine Commune"
adresse = "1 rue du Port"
accroche = "Un essai."
porteuse = "semaphore"
"""
GOOD = "achat_id;montant_ht_eur\nA1;10\nA2;20\n"
LATER = BUYS.replace("2025", "2024")


class Checked:
    """How the command ended, what it printed, and the file that it wrote."""

    def __init__(self, code: int, out: str, err: str, folder: Path) -> None:
        """Keep all of it."""
        self.code, self.out, self.err = code, out, err
        self.file = folder / "sortie" / "essai" / "controle" / "anomalies.csv"

    def total(self, name: str) -> list[str]:
        """The numbers of a structure, or of the whole."""
        (line,) = [line for line in self.out.splitlines() if line.startswith(f"{name}  ")]
        return line.removeprefix(name).split()

    def row(self, contract: str, structure: str = "La Recyclerie du canal") -> list[str]:
        """The numbers of a contract of one structure; none when it has no row."""
        below = self.out[self.out.index(f"\n{structure}  ") + 1 :].splitlines()[1:]
        own = takewhile(lambda line: line.startswith("  "), below)
        found = [line.strip() for line in own if line.strip().startswith(contract)]
        return found[0].removeprefix(contract).split() if found else []


class Check:
    """Run the command on a small pole."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Where the pole is made, and what listens."""
        self.folder, self.capsys = folder, capsys

    def __call__(self, files: dict[str, str | bytes], structures: str = STRUCTURES) -> Checked:
        """Files beside the two structures."""
        write(self.folder, {"pole.toml": POLE, "structures.csv": structures, **files})
        out = str(self.folder / "sortie")
        code = main(("check-data", "--pole", str(self.folder), "--sortie", out))
        return Checked(code, *self.capsys.readouterr(), self.folder)


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    return Check(tmp_path, capsys)


def test_a_sound_delivery_ends_on_zero_and_says_so(check: Check) -> None:
    done = check({BUYS: GOOD})
    assert done.code == 0
    assert "Aucune anomalie." in done.out
    assert done.row("achats") == ["1", "2", "-", "-"]
    assert done.row("achats", "Le Sémaphore") == ["-", "-", "-", "2025"]
    assert done.row("structures", "Le Sémaphore") == ["1", "2", "-", "-"], "it carries the pole"
    assert done.total("La Recyclerie du canal")[:3] == ["1", "2", "-"]
    assert done.total("Ensemble")[:3] == ["2", "4", "-"]
    assert done.file.read_text("utf-8").count("\n") == 1


def test_what_is_missing_is_told_by_year(check: Check) -> None:
    done = check({BUYS: GOOD, LATER.replace("2024", "2022"): GOOD.replace("A", "B")})
    assert done.code == 0, "a file that did not come is no fault"
    assert done.row("achats") == ["2", "4", "-", "2024"], "it is a member since 2024"
    assert done.row("achats", "Le Sémaphore") == ["-", "-", "-", "2022-2025"]


def test_faults_are_grouped_by_cause_with_places_and_remedy(check: Check) -> None:
    rows = "".join(f"A{n};beaucoup\n" for n in range(5)) + "A9;1.234\n"
    done = check({BUYS: f"achat_id;Montant HT\n{rows}"})
    assert done.code == 1
    assert done.row("achats")[1:3] == ["-", "6"]
    text = " ".join(done.out.split())
    assert re.search(r"Mis de côté : 5 Ce n'est pas un nombre\.", text)
    assert f"{BUYS}, ligne 2, colonne B montant_ht_eur (« Montant HT »)" in text
    assert "ligne 4" in text
    assert "ligne 5" not in text, "three places are enough"
    assert "et 2 autres" in text
    assert text.count("Remède : Écrivez un nombre") == 1
    assert "beaucoup" not in text


def test_what_was_meant_is_told_with_the_place_unless_about_a_person(check: Check) -> None:
    content = "achat_id;montant_ht_eur\nA1;1.234\n"
    done = check({BUYS: content, JOBS: CONTRATS.replace("CDDI", "CDDI (été)")})
    assert "colonne B montant_ht_eur, sans doute 1234 ou 1,234" in " ".join(done.out.split())
    assert "sans doute CDDI" not in done.out


def test_a_file_name_in_parentheses_parts_no_cause_in_two(check: Check) -> None:
    rows = "achat_id;montant_ht_eur\nA1;10\nA2;20\n"
    again: dict[str, str | bytes] = {
        "depots/recyclerie/2025/achats (1).csv": rows,
        BUYS: rows.replace(";", ","),
    }
    text = " ".join(check(again).out.split())
    assert "2 Doublon exact d'une autre ligne, comptée une seule fois." in text


def test_a_doubt_alone_is_told_and_ends_on_zero(check: Check) -> None:
    done = check({BUYS: "achat_id;montant_ht_eur;couleur\nA1;10;vert\n"})
    assert done.code == 0
    assert "À vérifier :" in done.out
    assert "couleur" in done.out


def test_the_gravest_comes_first_and_a_blocking_fault_is_a_line_of_the_table(check: Check) -> None:
    done = check({BUYS: GOOD + "A3;x\n"}, STRUCTURES.replace("semaphore;", "autre;"))
    assert done.code == 1
    assert "Traceback" not in done.err
    headings = [line for line in done.out.splitlines() if line.endswith(" :")]
    assert headings[:2] == ["Bloquant :", "Mis de côté :"]
    assert "«\xa0semaphore\xa0» (pole.toml) n'est pas dans structures.csv" in done.out


def test_without_any_structure_the_table_still_comes(check: Check) -> None:
    done = check({BUYS: GOOD}, "nom;siret\nx;1\n")
    assert done.code == 1
    assert "Aucune structure n'a pu être lue." in done.out
    assert "Bloquant :" in done.out


def test_a_file_of_no_contract_has_its_row(check: Check) -> None:
    done = check({BUYS: GOOD, "depots/recyclerie/2025/notes.csv": "rien;à voir\n1;2\n"})
    assert done.row("fichier non reconnu") == ["1", "-", "2", "-"]


def test_a_sheet_of_explanations_is_no_file(check: Check) -> None:
    rows = [line.split(";") for line in GOOD.splitlines()]
    book = xlsx([Table("Lisez-moi", [["Comment remplir"]]), Table("Achats", rows)], Oddities())
    done = check({"depots/recyclerie/2025/achats.xlsx": book})
    assert done.row("achats") == ["1", "2", "-", "-"]
    assert done.row("fichier non reconnu") == []
    assert done.total("La Recyclerie du canal")[0] == "1"


def test_an_empty_folder_says_where_to_put_the_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"pole.toml": POLE})
    assert main(("check-data", "--pole", str(tmp_path), "--sortie", str(tmp_path / "b"))) == 1
    assert "Aucun fichier de données" in capsys.readouterr().err


def test_every_line_fits_a_terminal_and_is_plain_when_piped(check: Check) -> None:
    long = "depots/recyclerie/2025/un nom de fichier vraiment très long pour un terminal.csv"
    done = check({long: "achat_id;montant_ht_eur\nA1;x\n", BUYS: GOOD})
    lines = [line for line in done.out.splitlines() if str(done.file.parent) not in line]
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in done.out


def test_a_fault_found_between_rows_has_its_column_letter_too(check: Check) -> None:
    done = check({BUYS: "montant_ht_eur;Achat ID\n10;A1\n12;A1\n"})
    assert f"{BUYS}, ligne 2, colonne B achat_id ;" in done.out.replace("\xa0", " ")


def test_the_list_of_faults_is_private(check: Check) -> None:
    done = check({BUYS: "achat_id;montant_ht_eur\nA1;x\n"})
    assert done.file.stat().st_mode & 0o777 == 0o600
    (fault,) = csv.DictReader(done.file.read_text("utf-8").splitlines())
    assert (fault["fichier"], fault["ligne"], fault["colonne"]) == (BUYS, "2", "montant_ht_eur")
    assert str(done.file)[-20:] in done.out.replace("\n", "")


def test_a_large_pole_keeps_the_rows_that_call_for_something(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.check_data.MOST_ROWS", 1)
    done = check({BUYS: GOOD, LATER: "achat_id;montant_ht_eur\nA1;x\n"})
    assert done.row("achats") == ["2", "2", "1", "-"]
    assert done.row("structures", "Le Sémaphore") == []
    assert "sont comptés dans la ligne de la structure" in done.out
