"""The quality annex: no count of a few persons among what is to be checked."""

from __future__ import annotations

from dataclasses import replace

from pipeline.compose.annexes import compose_provenance
from pipeline.compose.lines import about
from pipeline.compose.material import Source, Targets
from pipeline.compose.page import QualityAnnex
from pipeline.compose.quality import compose_quality
from pipeline.model import Figures
from pipeline.received import Delivery, Fault, LineBalance, Quality, Repair, Severity, SourceFile
from tests.test_compose import plan


def fault(code: str, line: int, severity: Severity = Severity.CHECK) -> Fault:
    return Fault("a/sorties.csv", line, line, "date_sortie", code, code, "Relisez.", severity)


def quality(*faults: Fault) -> Quality:
    file = SourceFile("a/sorties.csv", "sorties", "a", 2025, "0" * 64, 12, "utf-8", ";")
    return Quality(
        (file,),
        (),
        (),
        faults,
        (LineBalance("a/sorties.csv", 12, 6, 3, 2, 1),),
        {("a", "sorties", 2025): Delivery.RECEIVED, ("b", "sorties", 2025): Delivery.MISSING},
        {"a": "Alpha", "b": "Bêta", "c": "Gamma"},
    )


def annex_source() -> Source:
    figures = Figures({}, {}, (2024, 2025), {}, 5)
    structures = {"a": "Alpha", "b": "Bêta", "c": "Gamma"}
    return Source(figures, Targets((), ()), (), structures, {"sorties": "Sorties"})


def test_a_few_cases_to_check_bear_the_mask() -> None:
    rare = [fault("rare", line) for line in range(4)]
    frequent = [fault("fréquent", line) for line in range(5)]
    table = compose_quality(quality(*rare, *frequent), annex_source()).to_check
    assert {row.label: row.cells[0] for row in table.rows} == {"rare": "s", "fréquent": "5"}


def test_no_reason_tells_a_line_nor_how_many_in_a_page_that_is_published() -> None:
    texts = (
        "La ligne de « Contrats » dont elle dépend est mise de côté (a/c (1).csv, ligne 148).",
        "Des lignes sont d'une autre année que le dossier 2025 (3 lignes).",
        "Remplacé par « b.csv », plus récent, sans toutes ses lignes (lignes absentes : 2).",
    )
    told = [replace(fault("x", 3, Severity.SET_ASIDE), code=text, reason=text) for text in texts]
    annex = compose_quality(
        quality(*told, *(replace(one, severity=Severity.CHECK) for one in told)), annex_source()
    )
    printed = [row.cells[2] for row in annex.set_aside.rows]
    assert printed == [row.label for row in annex.to_check.rows]
    assert printed == [
        "La ligne de « Contrats » dont elle dépend est mise de côté.",
        "Des lignes sont d'une autre année que le dossier 2025.",
        "Remplacé par « b.csv », plus récent, sans toutes ses lignes.",
    ]


def test_the_balance_adds_up_in_the_page() -> None:
    table = compose_quality(quality(), annex_source()).balance
    assert [row.cells[0] for row in table.rows] == ["12", "6", "3", "2", "1"]


def of_persons(lines: int, *faults: Fault) -> QualityAnnex:
    """The annex of the exits, a file of persons of so many lines, beside purchases and notes."""
    given, source = quality(*faults), replace(annex_source(), of_persons=frozenset({"sorties"}))
    other = replace(given.files[0], path="a/achats.csv", contract="achats")
    unknown = replace(given.files[0], path="a/notes.csv", contract=None)
    balances = (
        LineBalance("a/sorties.csv", lines, lines - 5, 3, 1, 1),
        LineBalance("a/achats.csv", 21, 15, 4, 1, 1),
        LineBalance("a/notes.csv", 4, 0, 0, 0, 4),
    )
    files = (*given.files, other, unknown)
    repairs = (Repair("a/sorties.csv", 2, 2, "date_sortie", "mois en toutes lettres", lines),)
    return compose_quality(replace(given, files=files, balances=balances, repairs=repairs), source)


def test_a_file_of_persons_that_comes_late_adds_no_line_that_can_be_counted() -> None:
    """Two exits more from one edition to the next: nothing moves."""
    annex = of_persons(2230)
    assert {row.label: row.cells for row in annex.balance.rows} == {
        "Lignes lues": ("21", "≈\u00a02\u202f200"),
        "comptées telles quelles": ("15", "≈\u00a02\u202f200"),
        "réparées et comptées": ("4", "<\u00a0100"),
        "ignorées par règle": ("1", "<\u00a0100"),
        "mises de côté": ("1", "<\u00a0100"),
    }
    assert annex.repairs.rows[0].cells == ("≈\u00a02\u202f200",)
    assert of_persons(2232) == annex


def test_lines_are_rounded_to_the_nearest_hundred_and_none_is_none() -> None:
    assert [about(n) for n in (0, 1, 99, 100, 149, 150)] == [
        "0", "<\u00a0100", "<\u00a0100", "≈\u00a0100", "≈\u00a0100", "≈\u00a0200",
    ]  # fmt: skip


def test_a_file_that_was_not_recognised_is_one_file_not_so_many_lines() -> None:
    """It may be one of persons, whose titles are missing."""
    assert "≈\u00a02\u202f300 lignes lues" in of_persons(2230).statement
    assert of_persons(2230).statement.endswith("(2 lignes et 1 fichier).")
    assert compose_quality(quality(), annex_source()).statement.endswith("(1 ligne).")


def test_cases_in_files_of_persons_are_told_to_the_ten() -> None:
    def told(count: int) -> str:
        faults = [fault("court", line) for line in range(count)]
        return of_persons(2230, *faults).to_check.rows[0].cells[0]

    assert [told(n) for n in (4, 5, 24, 25)] == ["s", "<\u00a010", "≈\u00a020", "≈\u00a030"]


def test_coverage_has_a_sign_a_year_and_names_what_is_missing() -> None:
    annex = compose_quality(quality(), annex_source())
    assert annex.coverage.rows[0].cells == ("·●", "·○", "")
    assert annex.missing == ("Bêta (sorties), 2025",)
    assert annex.absent == "Fichier attendu et non reçu en 2025 : Bêta (sorties)."


def test_many_structures_have_their_names_written_upwards() -> None:
    def classes(*names: str) -> str:
        source = replace(annex_source(), structures={str(i): n for i, n in enumerate(names)})
        return compose_quality(quality(), source).coverage.standing

    assert classes(*["Alpha"] * 6) == ""
    assert classes(*["La Ressourcerie des Écluses"] * 7) == "debout"
    assert classes(*["Alpha"] * 6, "Entreprise départementale d’insertion") == "debout haut"


def test_the_summary_names_few_missing_files_counts_many_and_says_when_none_is() -> None:
    def absent(count: int) -> str:
        states = {(f"s{i}", "sorties", 2025): Delivery.MISSING for i in range(count)}
        return compose_quality(replace(quality(), deliveries=states), annex_source()).absent

    assert absent(0) == "Tous les fichiers attendus pour 2025 sont arrivés."
    assert absent(2) == "Fichiers attendus et non reçus en 2025 : s0 (sorties) ; s1 (sorties)."
    assert absent(4) == "4 fichiers attendus pour 2025 ne sont pas arrivés."


def test_set_aside_lines_say_where_and_how_but_never_the_value() -> None:
    annex = compose_quality(quality(fault("x", 7, Severity.SET_ASIDE)), annex_source())
    assert annex.set_aside.rows[0].cells == ("7", "date_sortie", "x", "Relisez.")


def test_the_line_of_a_file_of_persons_is_told_to_its_structure_alone() -> None:
    """Line 7 of the exits of a structure says that it had six of them at least."""
    source = replace(annex_source(), of_persons=frozenset({"sorties"}))
    annex = compose_quality(quality(fault("x", 7, Severity.SET_ASIDE)), source)
    assert annex.set_aside.rows[0].cells == ("s", "date_sortie", "x", "Relisez.")


def test_the_lines_of_files_of_persons_are_told_together() -> None:
    """Nine exits kept over all years, less those printed: the year that is masked."""
    given = quality()
    files = [replace(given.files[0], path=name, contract=name) for name in ("pmsmp", "achats")]
    balances = (*given.balances, *(LineBalance(f.path, 30, 20, 0, 10, 0) for f in files))
    titles = {"sorties": "Sorties", "pmsmp": "PMSMP", "achats": "Achats"}
    source = replace(
        annex_source(), contract_titles=titles, of_persons=frozenset({"sorties", "pmsmp"})
    )
    provenance = compose_provenance(
        plan(), replace(given, files=(*given.files, *files), balances=balances), source
    )
    assert {row.label: row.cells[:3] for row in provenance.sources.rows} == {
        "S1 Sorties": ("1", "s", "s"),
        "S2 PMSMP": ("1", "s", "s"),
        "S3 Achats": ("1", "30", "20"),
        "Fichiers de personnes, réunis": ("2", "<\u00a0100", "<\u00a0100"),
    }


def test_what_a_file_repeats_is_told_once_with_its_lines() -> None:
    same = [fault("clé en double", line, Severity.SET_ASIDE) for line in range(17, 29, 2)]
    rows = compose_quality(quality(*same, fault("autre", 9, Severity.SET_ASIDE)), annex_source())
    assert [row.cells[0] for row in rows.set_aside.rows] == ["17, 19, 21, 23, 25, 27", "9"]
    hushed = of_persons(20, *same).set_aside.rows  # nor how many they are
    assert [row.cells[0] for row in hushed] == ["s"]
