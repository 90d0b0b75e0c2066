"""The return slips: what each structure gets back, and what comes back once mended."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.printing.publish import publish
from pipeline.received import Quality, Severity, one_by_one
from pipeline.returns.page import slip_page
from pipeline.returns.slips import find_slips, write_slips
from tests.intake import CONTRACTS, POLE, checked

STRUCTURES = """\
structure_id;nom;siret;forme_juridique;categorie_art9;type_siae;residente;societaire;date_entree;date_sortie;code_commune
semaphore;Le Sémaphore;12345678200002;SCIC;ESS;;oui;oui;01/01/2019;;93066
recyclerie;La Recyclerie du canal;12345678200002;association;ESS;ACI;oui;oui;01/01/2024;;93066
velo;Vélo & Cie;12345678200002;association;ESS;;oui;oui;01/01/2024;;93066
"""
BUYS = """\
Achats de l'année;;;
;;;
Identifiant de l'achat;Fournisseur;Montant hors taxes;Notes internes
A1;Quincaillerie;1 250,40 €;ok
A2;=1+1;douze euros;à revoir
A3;<script>alert(1)</script>;12,5 %;
A3;Autre;30,00;
TOTAL;;9999;
"""
HOURS = """\
Identifiant du contrat;Mois;Heures payées
C1;01/2025;120,00
C1;02/2025;999,00
C2;03/2025;80,00
"""
JOBS = """\
contrat_id;salarie_key;type_siae;type_contrat;type_mouvement;date_debut;date_fin_reelle;annee_naissance
C1;k1;ACI;CDDI;initial;01/01/2025;;1990
C2;marie.curie@exemple.fr;ACI;CDDI;initial;01/03/2025;31/08/2025;1985
C3;k3;ACI;CDDI;initial;31/02/2025;;1985
"""
SHARED = """\
Structure;Année;Identifiant de l'achat;Fournisseur;Montant hors taxes
La Recyclerie du canal;2025;R-SECRET;Zinguerie;cent
velo;2025;V-SECRET;Pneus du Nord;deux cents
velo;2025;V-BON;Rustines;20
"""
BUY_TITLES = "structure_id;annee;achat_id;fournisseur_nom;montant_ht_eur"
HERE = "depots/recyclerie/2025"
FILES: dict[str, str | bytes] = {
    "structures.csv": STRUCTURES,
    f"{HERE}/achats.csv": BUYS.encode("cp1252"),
    f"{HERE}/heures_insertion.csv": HOURS,
    f"{HERE}/contrats_insertion.csv": JOBS,
}


BIG_BUYS: dict[str, str | bytes] = {
    f"{HERE}/achats.csv": "\n".join(
        [
            BUY_TITLES,
            *(f"recyclerie;2025;A{n};Vis;{'trop' if n < 400 else '1'}" for n in range(1000)),
            "",
        ]
    )
}


def slips(folder: Path, files: dict[str, str | bytes]) -> tuple[Quality, dict[str, bytes]]:
    quality = checked(folder, files)
    return quality, write_slips(quality, folder, CONTRACTS, POLE, 2025)


def page(files: dict[str, bytes], structure: str) -> str:
    return files[f"{structure}/retour-{structure}-2025.html"].decode()


def text(html: str) -> str:
    """What a reader of the page sees on a wide screen, spaces made plain."""
    html = re.sub(r'<span class="titre">[^<]*</span>', "", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def workbook(files: dict[str, bytes], structure: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(files[f"{structure}/retour-{structure}-2025.xlsx"]))


def every_text(files: dict[str, bytes], structure: str) -> str:
    """All that stands in the three files of a slip, the workbook's notes included."""
    parts = [page(files, structure), files[f"{structure}/message.txt"].decode()]
    data = files[f"{structure}/retour-{structure}-2025.xlsx"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts += [archive.read(name).decode() for name in archive.namelist()]
    return "\n".join(parts)


def test_every_structure_gets_a_page_a_workbook_and_a_message(tmp_path: Path) -> None:
    _, files = slips(tmp_path, FILES)
    assert set(files) == {
        f"{name}/{file}"
        for name in ("semaphore", "recyclerie", "velo")
        for file in (f"retour-{name}-2025.html", f"retour-{name}-2025.xlsx", "message.txt")
    }


def test_the_page_tells_each_fault_on_its_line_with_what_was_typed(tmp_path: Path) -> None:
    _, files = slips(tmp_path, FILES)
    seen = text(page(files, "recyclerie"))
    assert re.search(r"5 ■ à corriger Montant hors taxes colonne C douze euros", seen)
    assert "Attendu" in seen
    assert "2025/achats.csv" in seen
    assert "depots/" not in seen


def test_what_is_missing_is_said_even_when_all_that_came_is_read(tmp_path: Path) -> None:
    found = find_slips(checked(tmp_path, FILES), tmp_path, CONTRACTS, POLE, 2025)
    good = replace(found[0], extracts=(), receipts=found[1].receipts)
    late, whole = replace(good, missing=((2025, "Achats"),)), replace(good, missing=())
    told = "tout est lu, il n’y a rien à corriger. Il nous manque encore 1 fichier de 2025."
    assert [told in text(slip_page(one, "x.xlsx")) for one in (late, whole)] == [True, False]


def test_only_a_fault_of_form_says_what_the_cell_should_hold(tmp_path: Path) -> None:
    files = {**FILES, f"{HERE}/heures_insertion.csv": f"{HOURS}C9;03/2025;8,00\n"}
    found = find_slips(checked(tmp_path, files), tmp_path, CONTRACTS, POLE, 2025)
    findings = (f for slip in found for extract in slip.extracts for f in extract.findings)
    told = {finding.reason: finding.expected for finding in findings}
    assert told["Ce n'est pas un nombre."].startswith("un nombre")
    assert told["Cet identifiant n'existe pas dans « Contrats d'insertion »."] == ""


def test_a_list_is_given_once_and_files_to_mend_come_before_doubts(tmp_path: Path) -> None:
    jobs = f"{HERE}/contrats_insertion.csv"
    quality = checked(tmp_path, {**FILES, jobs: JOBS.replace("k1;ACI", "k1;ACY")})
    doubts = tuple(
        replace(fault, severity=Severity.CHECK) if "achats" in fault.file else fault
        for fault in quality.faults
    )
    found = find_slips(replace(quality, faults=doubts), tmp_path, CONTRACTS, POLE, 2025)
    (mine,) = (slip.extracts for slip in found if slip.structure == "recyclerie")
    assert [one.is_doubt for one in mine] == [False, False, True]
    told = {f.reason: f for extract in mine for f in extract.findings}
    listed = told["Valeur absente de la liste."]
    assert (listed.remedy[:16], listed.expected) == ("Valeurs admises ", "")


def test_a_value_about_a_person_is_in_the_workbook_alone(tmp_path: Path) -> None:
    _, files = slips(tmp_path, FILES)
    assert "999,00" not in page(files, "recyclerie")
    assert "999,00" not in files["recyclerie/message.txt"].decode()
    assert "concerne une personne" in page(files, "recyclerie")
    cells = [c.value for row in sheet_of(files, "heures").iter_rows() for c in row]
    assert "999,00" in cells


def sheet_of(files: dict[str, bytes], word: str, structure: str = "recyclerie") -> Any:
    book = workbook(files, structure)
    return book[next(name for name in book.sheetnames if word in name.lower())]


def test_an_address_in_place_of_a_pseudonym_does_not_travel_again(tmp_path: Path) -> None:
    _, files = slips(tmp_path, FILES)
    assert "marie.curie" not in every_text(files, "recyclerie")
    sheet = sheet_of(files, "contrats")
    assert [cell.value for cell in sheet["C"]] == ["salarie_key", "k1", None, "k3"]


def test_rows_come_back_in_their_order_and_wording_with_the_cell_marked(tmp_path: Path) -> None:
    _, files = slips(tmp_path, FILES)
    sheet = sheet_of(files, "achats")
    given = [[cell.value or "" for cell in row[1:5]] for row in sheet.iter_rows()]
    assert given == [line.split(";") for line in BUYS.splitlines()]
    marked = {
        cell.coordinate: cell
        for row in sheet.iter_rows(min_row=4)
        for cell in row
        if cell.fill.fill_type == "solid"
    }
    assert "D5" in marked
    assert marked["D5"].border.left.style == "medium"
    assert "À faire" in marked["D5"].comment.text
    assert sheet["A3"].value == "À corriger"
    assert "nombre" in sheet["A5"].value
    assert sheet["A4"].value is None


def test_nothing_in_a_workbook_runs_or_links(tmp_path: Path) -> None:
    _, files = slips(tmp_path, FILES)
    data = files["recyclerie/retour-recyclerie-2025.xlsx"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/s" in n]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    assert sheet_of(files, "achats")["C5"].value == "=1+1"
    assert sheet_of(files, "achats")["C5"].data_type != "f" or "<f>" not in "".join(sheets)


class Outline(HTMLParser):
    """The start tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        """Read the whole page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))


def test_the_page_is_accessible_and_needs_nothing_from_outside(tmp_path: Path) -> None:
    _, files = slips(tmp_path, FILES)
    for structure in ("recyclerie", "velo", "semaphore"):
        tags = Outline(page(files, structure)).tags
        names = [tag for tag, _ in tags]
        attributes = [attribute for _, attribute in tags]
        assert tags[0] == ("html", {"lang": "fr"})
        assert names.count("h1") == names.count("main") == names.count("title") == 1
        assert all("scope" in attribute for tag, attribute in tags if tag == "th")
        assert names.count("table") == names.count("caption")
        assert not {"script", "img", "link", "iframe", "form"} & set(names)
        assert all((a.get("href") or "#")[0] == "#" and "src" not in a for a in attributes)
        policy = next(a for a in attributes if a.get("http-equiv") == "Content-Security-Policy")
        assert (policy["content"] or "").startswith("default-src 'none'")
        levels = [int(name[1]) for name in names if re.fullmatch(r"h[1-6]", name)]
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_was_typed_is_text_whatever_it_looks_like(tmp_path: Path) -> None:
    name = '<img src=x onerror="alert(1)">.csv'
    _, files = slips(tmp_path, {**FILES, f"{HERE}/{name}": "rien;du;tout\n1;2;3\n"})
    assert "&lt;img src=x" in page(files, "recyclerie")
    assert "<img" not in page(files, "recyclerie")


def test_nobody_reads_the_rows_of_another(tmp_path: Path) -> None:
    """The carrier's file holds the rows of two structures: each gets its own."""
    shared: dict[str, str | bytes] = {"depots/semaphore/2025/achats.csv": SHARED}
    _, files = slips(tmp_path, {**FILES, **shared})
    for own, other in (("recyclerie", "velo"), ("velo", "recyclerie")):
        mark = {"recyclerie": "R-SECRET", "velo": "V-SECRET"}
        seen = every_text(files, own)
        assert mark[own] in seen
        assert mark[other] not in seen
        assert "envoyé par Le Sémaphore" in text(page(files, own))
    assert "V-BON" in every_text(files, "velo")
    assert "SECRET" not in every_text(files, "semaphore")


def test_a_row_sent_in_the_name_of_another_goes_to_the_carrier(tmp_path: Path) -> None:
    stray: dict[str, str | bytes] = {
        "depots/velo/2025/achats.csv": f"{BUY_TITLES}\n"
        "recyclerie;2025;R-EGARE;Zinguerie;cent\n"
        "velo;2025;V1;Pneus;trop\n"
        "velot;2025;V2;Pneus;10\n"
    }
    _, files = slips(tmp_path, {**FILES, **stray})
    assert "R-EGARE" in every_text(files, "semaphore")
    assert "envoyé par Vélo & Cie" in text(page(files, "semaphore")).replace("&amp;", "&")
    assert "R-EGARE" not in every_text(files, "velo")
    assert "R-EGARE" not in every_text(files, "recyclerie")
    assert {"V1", "V2"} <= {cell.value for cell in sheet_of(files, "achats", "velo")["D"]}


def test_the_file_of_another_is_not_named(tmp_path: Path) -> None:
    """A row that depends on one of another structure says so without its path."""
    quality, _ = slips(tmp_path, FILES)
    fault = next(f for f in quality.faults if f.file.startswith(HERE))
    told = replace(fault, reason="La ligne dont elle dépend (depots/velo/2025/x.csv, ligne 3).")
    other = replace(quality.files[0], path="depots/velo/2025/x.csv", structure="velo")
    balance = replace(quality.balances[0], file=other.path)
    quality = replace(
        quality,
        faults=(told,),
        files=(*quality.files, other),
        balances=(*quality.balances, balance),
    )
    files = write_slips(quality, tmp_path, CONTRACTS, POLE, 2025)
    assert "velo/2025/x.csv" not in every_text(files, "recyclerie")
    assert "un fichier d’une autre structure" in page(files, "recyclerie")


def returned(tmp_path: Path, mend: Callable[[Any], None]) -> tuple[Quality, Quality]:
    """The quality of a delivery, and that of its returned workbook put in its place."""
    quality, files = slips(tmp_path / "avant", FILES)
    book = workbook(files, "recyclerie")
    mend(book)
    after = tmp_path / "après"
    (after / "depots" / "recyclerie").mkdir(parents=True)
    book.save(after / "depots" / "recyclerie" / "retour-recyclerie-2025.xlsx")
    return quality, checked(after, {"structures.csv": STRUCTURES})


def counts(quality: Quality) -> list[tuple[str, str, Severity]]:
    return sorted((fault.code, fault.column, fault.severity) for fault in quality.faults)


def test_a_workbook_sent_back_as_it_is_is_read_as_the_files_were(tmp_path: Path) -> None:
    before, after = returned(tmp_path, lambda _: None)
    lost = ("cle_personnelle", "salarie_key")  # the cell was emptied
    assert [c for c in counts(before) if c[:2] != lost] == [
        c for c in counts(after) if c[1] != "salarie_key"
    ]
    assert sorted(r.name for r in one_by_one(before.repairs)) == sorted(
        r.name for r in one_by_one(after.repairs)
    )
    assert {file.year for file in after.files if file.contract and file.structure} == {2025}


def test_a_workbook_sent_back_mended_has_no_fault(tmp_path: Path) -> None:
    def mend(book: Any) -> None:
        for name in book.sheetnames:
            sheet = book[name]
            if "Achats" in name:
                sheet["D5"], sheet["D6"], sheet["D8"] = "12,00", "12,50", "1304,90"
                sheet["B7"] = "A4"
                sheet.delete_cols(5)
            elif "Heures" in name:
                sheet["D3"] = "99,00"
            elif "Contrats" in name:
                sheet["C3"], sheet["G4"] = "k2", "28/02/2025"

    before, after = returned(tmp_path, mend)
    assert len(before.faults) > 5
    assert [(f.file, f.line, f.column, f.reason) for f in after.faults] == []
    contracts = {"achats", "heures_insertion", "contrats_insertion", "structures", None}
    assert {file.contract for file in after.files} == contracts


def test_a_sheet_saved_as_csv_is_read_too(tmp_path: Path) -> None:
    """The added column holds no data, on a total row no more than on another."""
    before, files = slips(tmp_path / "avant", FILES)
    rows = sheet_of(files, "achats").iter_rows(values_only=True)
    lines = [";".join(f'"{cell or ""}"' for cell in row) for row in rows]
    quality = checked(
        tmp_path / "après",
        {"structures.csv": STRUCTURES, f"{HERE}/achats.csv": "\n".join(lines) + "\n"},
    )
    told = {(f.line, f.code) for f in before.faults if f.file.endswith("achats.csv")}
    assert {(f.line, f.code) for f in quality.faults} == told
    assert "À corriger" not in "".join(f.reason for f in quality.faults)
    assert "ligne de total" in {line.rule for line in quality.ignored}


def test_a_wrong_total_is_still_a_total_when_it_comes_back(tmp_path: Path) -> None:
    rows = f"{BUY_TITLES}\nrecyclerie;2025;A1;Vis;10\nrecyclerie;2025;A2;Clous;20\nTOTAL;;;;99\n"
    before, files = slips(tmp_path / "avant", {**FILES, f"{HERE}/achats.csv": rows})
    sheet = sheet_of(files, "achats")
    assert "total" in sheet["A4"].value
    given = [";".join(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]
    back = {**FILES, f"{HERE}/achats.csv": "\n".join(given) + "\n"}
    assert counts(checked(tmp_path / "après", back)) == counts(before)


def test_aucune_anomalie_is_said_everywhere_when_there_is_none(tmp_path: Path) -> None:
    good: dict[str, str | bytes] = {
        "structures.csv": STRUCTURES,
        f"{HERE}/achats.csv": "achat_id;fournisseur_nom;montant_ht_eur\nA1;Vis;12,00\n",
    }
    _, files = slips(tmp_path, good)
    assert "Aucune anomalie" in text(page(files, "recyclerie"))
    assert "Aucune anomalie" in files["recyclerie/message.txt"].decode()
    assert "Aucune anomalie" in every_text(files, "recyclerie").split("PK")[-1]
    assert workbook(files, "recyclerie").sheetnames == ["À lire"]


def test_what_is_missing_is_said_by_name(tmp_path: Path) -> None:
    quality, files = slips(tmp_path, FILES)
    slip = next(
        s
        for s in find_slips(quality, tmp_path, CONTRACTS, POLE, 2025)
        if s.structure == "recyclerie"
    )
    assert "Budget" in slip.late
    assert "Achats" not in slip.late
    assert "Budget" in text(page(files, "recyclerie"))
    assert "- Budget" in files["recyclerie/message.txt"].decode()


def test_the_message_has_a_subject_and_names_what_is_attached(tmp_path: Path) -> None:
    _, files = slips(tmp_path, FILES)
    lines = files["recyclerie/message.txt"].decode().splitlines()
    assert re.fullmatch(r"Objet : Vos fichiers 2025 : \d+ points à corriger", lines[0])
    assert lines[2] == "Bonjour,"
    assert any("retour-recyclerie-2025.xlsx" in line for line in lines)
    assert lines[-1] == "L’équipe du pôle Le Sémaphore"


def test_a_file_refused_for_a_name_of_person_gives_no_row_back(tmp_path: Path) -> None:
    named: dict[str, str | bytes] = {
        f"{HERE}/achats.csv": f"{BUY_TITLES};Nom du salarié\nrecyclerie;2025;A1;V;12;DURAND\n"
    }
    _, files = slips(tmp_path, {**FILES, **named})
    assert "DURAND" not in every_text(files, "recyclerie")
    assert "Nom du salarié" in text(page(files, "recyclerie"))


def test_a_file_too_big_for_a_workbook_is_mended_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.reading.bulk_scan.BIG", 10_000)
    monkeypatch.setattr("pipeline.returns.sent.MOST_GIVEN_BACK", 1000)
    _, files = slips(tmp_path, {**FILES, **BIG_BUYS})
    seen = text(page(files, "recyclerie"))
    assert "001 lignes est trop grand pour un classeur" in seen
    assert "400 anomalies" in seen
    assert "2, 3, 4, 5" in seen  # one cause, told once
    assert "301… (400 en tout)" in seen
    assert seen.count("Ce n’est pas un nombre") == 1
    assert not any("Achats" in name for name in workbook(files, "recyclerie").sheetnames)
    assert "Achats" in files["recyclerie/message.txt"].decode()


def test_the_rows_of_a_big_file_go_back_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.reading.bulk_scan.BIG", 10_000)
    monkeypatch.setattr("pipeline.reading.bulk_scan.HEAD", 1_000)
    _, files = slips(tmp_path, {**FILES, **BIG_BUYS})
    assert "trop grand pour un classeur" not in text(page(files, "recyclerie"))
    book = workbook(files, "recyclerie")
    (name,) = [name for name in book.sheetnames if "Achats" in name]
    ids = [str(row[3].value) for row in book[name].iter_rows(min_row=2)]
    assert ids == [f"A{n}" for n in range(1000)]


def test_same_delivery_same_bytes(tmp_path: Path) -> None:
    quality, files = slips(tmp_path, FILES)
    assert write_slips(quality, tmp_path, CONTRACTS, POLE, 2025) == files


def test_a_file_that_changed_since_is_not_given_back(tmp_path: Path) -> None:
    quality, _ = slips(tmp_path, FILES)
    (tmp_path / HERE / "achats.csv").write_text("achat_id;montant_ht_eur\nX;1\n")
    files = write_slips(quality, tmp_path, CONTRACTS, POLE, 2025)
    assert not any("Achats" in name for name in workbook(files, "recyclerie").sheetnames)
    assert "à corriger" in text(page(files, "recyclerie"))


@pytest.mark.parametrize("name", ["../../etc", "con/aux", "a\\b", "Été 2025", "…"])
def test_no_identifier_is_a_path(tmp_path: Path, name: str) -> None:
    quality, _ = slips(tmp_path, FILES)
    twice = {name: "Une", f"{name} ": "Autre"}
    files = write_slips(replace(quality, structures=twice), tmp_path, CONTRACTS, POLE, 2025)
    folders = {path.split("/")[0] for path in files}
    assert len(folders) == 2
    assert all(re.fullmatch(r"[a-z0-9_-]+", folder) for folder in folders)
    assert all(path.count("/") == 1 for path in files)


def test_the_slips_are_private_files(tmp_path: Path) -> None:
    _, files = slips(tmp_path / "pole", FILES)
    publish(tmp_path / "2025", {}, {f"retours/{name}": data for name, data in files.items()})
    written = [path for path in (tmp_path / "2025").rglob("*") if path.is_file()]
    assert len(written) == len(files)
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
