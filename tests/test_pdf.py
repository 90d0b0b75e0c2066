"""The printed report: conforming, accessible, the same anywhere, and deaf to the outside."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from pipeline import system
from pipeline.errors import DataError, MachineError
from pipeline.printing import engine
from pipeline.printing.columns import with_kept_columns
from pipeline.printing.pdf import AttachedFile, print_pdf
from tests.verapdf import unavailable, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATES = Path(__file__).parent.parent / "report_templates"
SAMPLE = Path(__file__).with_name("sample_report.html").read_text(encoding="utf-8")
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="340pt" height="113pt" viewBox="0 0 340 113">'
    '<path d="M0 100 L340 10" fill="none" stroke="#2b4c7e"/>'
    '<text x="10" y="20" font-family="Source Sans 3" font-size="9">41\u202f%</text></svg>'
).encode()
DATE = datetime(2026, 3, 31, 8, 0, tzinfo=UTC)
FILES = (
    AttachedFile("figures.csv", b"indicateur;valeur\nINS-01;42\n", "Les chiffres du rapport"),
    AttachedFile("catalogue.csv", b"code;titre\nINS-01;Heures\n", "Le sens des chiffres"),
)


def sample(rows: int = 60) -> bytes:
    """The sample report, with an annex of that many rows."""
    row = '<tr><th scope="row">Structure {}</th><td>1\u202f000</td><td></td></tr>'
    lines = "".join(row.format(number) for number in range(rows))
    prose = "Une phrase de plus pour que ce paragraphe passe à la page suivante. " * 60
    return print_pdf(
        SAMPLE.replace("@@LIGNES@@", lines).replace("@@PROSE@@", prose),
        assets={"chart:sorties": CHART, "chart:decor": CHART},
        attachments=FILES,
        fixed_date=DATE,
        base=TEMPLATES,
    )


def short(body: str, style: str = "", head: str = "", base: Path = TEMPLATES) -> bytes:
    """A page of a few words."""
    return print_pdf(
        f'<html lang="fr"><head><title>Essai</title>{head}<style>'
        f'body {{ font-family: "Source Sans 3" }} {style}</style></head><body>{body}</body></html>',
        assets={"chart:bon": CHART, "chart:casse": b"<svg><g></svg>"},
        attachments=(),
        fixed_date=DATE,
        base=base,
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample report, printed once."""
    path = tmp_path_factory.mktemp("pdf") / "rapport.pdf"
    path.write_bytes(sample())
    return path


def run(*command: str | Path) -> str:
    """What a Poppler tool prints."""
    if not shutil.which(command[0]):
        unavailable(f"{command[0]} (paquet Debian poppler-utils)")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


# --- what the file claims ---------------------------------------------------------------------


def test_long_and_empty_reports_conform_and_one_without_tags_does_not(
    report: Path, tmp_path: Path
) -> None:
    """Archives and accessible, but for the last: else the validator would see nothing."""
    reports = [report]
    assert "Structure 59" not in run("pdftotext", "-f", "7", report, "-")  # the total alone
    for rows in (0, 1, 12):
        reports.append(tmp_path / f"{rows}.pdf")
        reports[-1].write_bytes(sample(rows))
    untagged = tmp_path / "sans-balises.pdf"
    with pikepdf.open(report) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(untagged)
    *broken, without = verdicts([*reports, untagged])
    assert broken == [{"ua1": [], "3a": []}] * len(reports)
    assert all(without.values())


def test_title_language_dates_and_both_claims_are_in_the_file(report: Path) -> None:
    with pikepdf.open(report) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.PageMode == "/UseOutlines"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260331080000Z"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Rapport d’essai"
            assert metadata["dc:language"] == {"fr"}
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["pdfuaid:part"] == "1"


def test_each_attached_file_is_listed_once_as_data(report: Path) -> None:
    with pikepdf.open(report) as pdf:
        listed = [(str(file.UF), str(file.AFRelationship)) for file in pdf.Root.AF]
        assert listed == [("catalogue.csv", "/Data"), ("figures.csv", "/Data")]
        for file in FILES:
            attached = pdf.attachments[file.name]
            assert attached.description == file.description
            assert attached.get_file().read_bytes() == file.content
            assert attached.get_file().creation_date == DATE


# --- what a reader sees and hears -------------------------------------------------------------


def test_numbers_keep_their_narrow_spaces(report: Path) -> None:
    text = run("pdftotext", report, "-")  # which shows any kind of space as a plain one
    assert "123 456 heures" in text
    assert "12,5 %" in text
    with pikepdf.open(report) as pdf:
        maps = [font.ToUnicode.read_bytes() for font in pdf.pages[1].Resources.Font.values()]
    assert any(b"<202f>" in table.lower() for table in maps)


def test_fonts_are_the_vendored_ones_embedded_in_part(report: Path) -> None:
    lines = run("pdffonts", report).splitlines()[2:]
    assert len(lines) == 4
    for line in lines:
        assert re.fullmatch(r"[A-Z]{6}\+Source-Sans-3\S* .* yes yes yes .*", line)


def test_a_note_is_printed_on_the_page_of_its_call(report: Path) -> None:
    page = run("pdftotext", "-f", "2", "-l", "2", report, "-")
    assert "interinstitutionnel des demandeurs" in page
    assert "Deuxième note de la page." in page


def test_a_total_is_printed_once_and_the_head_on_each_page(report: Path) -> None:
    text = run("pdftotext", "-f", "4", report, "-")
    pages = text.count("\f")
    assert pages > 2
    assert text.count("Total du pôle") == 1
    assert text.count("Travaillées") == pages


def elements(node: Any) -> Iterator[Any]:
    """All structure elements under a node of the tree."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def contents(element: Any) -> Iterator[tuple[Any, int]]:
    """The (page, content id) that an element holds itself."""
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            yield element.Pg, int(kid)
        elif "/MCID" in kid:
            yield kid.Pg, int(kid.MCID)


def test_one_element_of_the_page_is_one_element_of_the_tree(report: Path) -> None:
    with pikepdf.open(report) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot))
        tags = Counter(str(element.S)[1:] for element in found)
        heads = [element.A.Scope for element in found if element.S == "/TH"]
        figures = [element for element in found if element.S == "/Figure"]
        notes = [str(element.ID) for element in found if element.S == "/Note"]
        assert str(figures[0].Alt).startswith("Courbe des sorties dynamiques")
        assert figures[0].K[0].S == "/Caption"
    assert {"Span", "NonStruct"}.isdisjoint(tags)
    expected = {"Table": 2, "THead": 2, "TBody": 4, "TR": 67, "Sect": 2, "Figure": 1, "TOC": 1}
    assert expected.items() <= tags.items()
    assert tags["TOCI"] == 2
    assert tags["Reference"] == 4  # two lines of the contents, two calls of notes
    assert (tags["L"], tags["LI"], tags["Lbl"]) == (2, 4, 6)
    assert heads.count("/Column") == 7
    assert heads.count("/Row") == 64
    assert notes == ["note-0001", "note-0002"]


def test_repeated_heads_and_leader_dots_are_not_read_aloud(report: Path) -> None:
    with pikepdf.open(report) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot))
        heads = [len(element.K) for element in found if element.S == "/TH"]
        links = [element.K for element in found if element.S == "/Link"]
        spoken = [sum(isinstance(kid, int) for kid in kids) for kids in links]
    assert set(heads) == {1}
    assert spoken == [2, 2, 1]  # words and page number, twice; words


def test_all_that_is_printed_is_read_once_or_marked_as_decoration(report: Path) -> None:
    with pikepdf.open(report) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        owners = numbers[1::2]  # pages come first, in their order
        heard = [
            (pages[owner.objgen], content)
            for element in elements(pdf.Root.StructTreeRoot)
            for owner, content in contents(element)
        ]
        printed = []
        for number, page in enumerate(pdf.pages):
            names = [
                (item.operands[0], item.operands[1].get("/MCID"))
                for item in pikepdf.parse_content_stream(page, "BDC")
            ]
            assert any(name == "/Artifact" for name, _ in names)  # the running head
            assert all((content is None) == (name == "/Artifact") for name, content in names)
            printed += [(number, int(content)) for _, content in names if content is not None]
        for number, content in printed:
            assert owners[number][content] is not None
    assert sorted(heard) == sorted(printed)


def test_text_around_a_block_is_read_in_its_order(tmp_path: Path) -> None:
    (tmp_path / "blocs.pdf").write_bytes(
        short("<div>avant <em>tout</em><p>au milieu</p>après</div>")
    )
    with pikepdf.open(tmp_path / "blocs.pdf") as pdf:
        paragraphs = [len(element.K) for element in elements(pdf.Root.StructTreeRoot.K[0])]
    assert paragraphs == [2, 1, 1]


def test_a_link_is_described_by_its_words(report: Path) -> None:
    with pikepdf.open(report) as pdf:
        links = [note for page in pdf.pages for note in page.get("/Annots", [])]
        assert {str(link.Contents) for link in links} == {"Insertion", "Annexe", "la circulaire"}


# --- what must stop the edition ---------------------------------------------------------------


def test_a_sign_that_the_font_lacks_is_named() -> None:
    with pytest.raises(DataError, match=r"« 字 » \(U\+5B57\)"):
        short("<p>Bilan 字</p>")


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="http://192.0.2.1/x.png">',
        '<img alt="x" src="file:///etc/hostname">',
        '<img alt="x" src="../pyproject.toml">',
        '<img alt="x" src="%2e%2e/README.md">',
        '<img alt="x" src="//hote/x.png">',
        '<img alt="x" src="chart:inconnu">',
        '<img alt="x" src="data:text/plain,bonjour">',
        '<img alt="x" src="fonts/OFL.md">',
        '<style>@import "http://192.0.2.1/x.css";</style>',
        "<style>p { background: url(file:///etc/hostname) }</style>",
        "<style>@font-face { font-family: X; src: url(http://192.0.2.1/x.ttf) }</style>",
        '<link rel="stylesheet" href="https://192.0.2.1/x.css">',
        '<link rel="attachment" href="fonts/SourceSans3-It.ttf">',
        '<a rel="attachment" href="fonts/SourceSans3-It.ttf">fichier</a>',
        '<a href="autre.html">page</a>',
        '<a href="javascript:alert(1)">page</a>',
        '<svg><title>x</title><image href="file:///etc/hostname" width="9" height="9"/></svg>',
    ],
)
def test_nothing_is_read_from_outside_the_report(body: str) -> None:
    with pytest.raises(RuntimeError):
        short(f"<p>Texte</p>{body}")


@pytest.mark.parametrize(
    ("body", "style", "complaint"),
    [
        ("", "p { colour: red }", "colour"),
        ('<img alt="Courbe" src="chart:casse">', "", "chart:casse"),
        ('<img src="chart:bon">', "", "alternative text"),
        ("<p>Voir <a href='#rien'>plus loin</a></p>", "", "No anchor #rien"),
        ("<p style='opacity: .5'>Pâle</p>", "", "opacity"),
    ],
)
def test_what_the_engine_would_pass_over_stops_the_edition(
    body: str, style: str, complaint: str
) -> None:
    with pytest.raises(RuntimeError, match=complaint):
        short(f"<p>Texte</p>{body}", style)


def test_a_link_on_the_disk_does_not_lead_out_of_the_templates(tmp_path: Path) -> None:
    base = tmp_path / "modeles"
    base.mkdir()
    (tmp_path / "secret.svg").write_bytes(CHART)
    (base / "secret.svg").symlink_to(tmp_path / "secret.svg")
    with pytest.raises(RuntimeError, match="not a file of the templates"):
        short('<img alt="x" src="secret.svg">', base=base)


def test_images_of_the_templates_of_memory_and_of_data_are_printed(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(CHART)
    data = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
    sources = ("logo.svg", "chart:bon", data)
    body = "".join(f'<img alt="Image" src="{source}">' for source in sources)
    assert short(body, base=tmp_path).count(b"/S /Figure") <= len(sources)


def test_without_pango_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(**_: bool) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(engine, "_direct_libraries", missing)
    monkeypatch.setattr(system, "system_name", lambda *_: "debian")
    with pytest.raises(MachineError, match="apt-get install libpango"):
        engine.prepare_engine.__wrapped__()


# --- the same file everywhere -----------------------------------------------------------------


def test_the_same_report_has_the_same_bytes_anywhere(report: Path, tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    code = (
        f"import sys; sys.path.insert(0, {str(root)!r})\n"
        "from tests.test_pdf import sample\n"
        "sys.stdout.buffer.write(sample())"
    )
    places = [
        {"PYTHONHASHSEED": "0", "TZ": "Asia/Tokyo", "LANG": "C", "HOME": str(tmp_path / "vide")},
        {"PYTHONHASHSEED": "7", "TZ": "America/New_York", "LANG": "fr_FR.UTF-8"},
    ]
    printed = {hashlib.sha256(report.read_bytes()).hexdigest()}
    for place in places:
        environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **place}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path, env=environment, check=True, capture_output=True,
        )  # fmt: skip
        assert done.stderr == b""
        printed.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(printed) == 1


def test_the_date_is_written_in_universal_time() -> None:
    paris = DATE.astimezone(timezone(timedelta(hours=2)))
    naive = DATE.replace(tzinfo=None)
    arguments: dict[str, Any] = {"assets": {}, "attachments": FILES, "base": TEMPLATES}
    html = '<html lang="fr"><title>Essai</title><p>Texte'
    files = {print_pdf(html, fixed_date=date, **arguments) for date in (DATE, paris, naive)}
    assert len(files) == 1


def test_columns_are_laid_out_once_and_print_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    engine.prepare_engine()
    from weasyprint.layout import block  # noqa: PLC0415, once its fonts are shut in

    columns: list[float] = []

    def spy(context: Any, box: Any, *more: Any, **options: Any) -> Any:
        columns.extend([box.position_x] if box.is_column else [])
        return plain(context, box, *more, **options)

    def printed(lay_out: Any) -> tuple[bytes, int]:
        columns.clear()
        monkeypatch.setattr(block, "block_box_layout", lay_out)
        style = ".deux { columns: 2; column-fill: auto } b { float: right }"
        entry = "<h3>Un titre<b>42</b></h3><p>{}</p>".format("Une phrase pour remplir. " * 20)
        return short(f'<h1>Fiches</h1><div class="deux">{entry * 40}</div>', style), len(columns)

    plain: Any = getattr(block.block_box_layout, "__wrapped__")  # noqa: B009, mypy knows none
    (kept, fewer), (again, more) = printed(with_kept_columns(spy)), printed(spy)
    assert kept == again
    pages = len(pikepdf.open(io.BytesIO(kept)).pages)
    assert pages > 3
    assert more - fewer == 2 * (pages - 1)  # the first page has a heading above its columns
