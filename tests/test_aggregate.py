"""Results of the queries become cells; what a head does not announce is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipeline.aggregate import aggregate, perimeter
from pipeline.contracts import create_tables, load_contracts, load_references
from pipeline.counting.context import create_context, lock_down
from pipeline.counting.queries import load_queries
from pipeline.errors import SettingsError
from pipeline.model import Aggregate, Aggregates, CellKey
from pipeline.received import Delivery, LineBalance, Quality, SourceFile
from tests.cases import queries as real_queries
from tests.test_queries import HEAD

RECEIVED, MISSING, NONE = Delivery.RECEIVED, Delivery.MISSING, Delivery.NOT_EXPECTED
NO_QUALITY = Quality((), (), (), (), (), {}, {})


def run(root: Path, sql: str, head: str = "") -> Aggregates:
    """Aggregate a single indicator, `insertion/essai`, whose head gains the lines of `head`."""
    path = root / "indicators" / "insertion" / "essai.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = HEAD.format(code="INS-01", sql=sql).replace("---*/", f"{head}\n---*/")
    path.write_text(text, encoding="utf-8")
    contracts = load_contracts()
    queries = load_queries(root, contracts, [])
    return aggregate(duckdb.connect(), queries, contracts, NO_QUALITY, 2025)


def refusal(root: Path, sql: str, head: str = "") -> str:
    with pytest.raises(SettingsError) as caught:
        run(root, sql, head)
    return str(caught.value)


def test_a_cell_has_its_place_and_its_exact_value(tmp_path: Path) -> None:
    cells = run(
        tmp_path,
        "select 2025 as annee, null as structure_id, 0.1 + 0.2 as valeur "
        "union all select 2024, 'alpha', 0.10",
    ).cells
    assert list(cells) == [
        CellKey("insertion/essai", 2024, "alpha"),
        CellKey("insertion/essai", 2025),
    ]
    assert [cell.value for cell in cells.values()] == [Decimal("0.1"), Decimal("0.3")]


def test_a_float_keeps_the_digits_that_it_shows(tmp_path: Path) -> None:
    (cell,) = run(tmp_path, "select 2025 as annee, 0.1::double as valeur").cells.values()
    assert cell.value == Decimal("0.1")


def test_a_ratio_keeps_both_its_terms_and_its_unknown(tmp_path: Path) -> None:
    head = 'numerateur = "femmes"\ndenominateur = "connus"'
    sql = "select 2025 as annee, 6 as femmes, 9 as connus, 1 as inconnus"
    (cell,) = run(tmp_path, sql, head).cells.values()
    six, nine = Decimal(6), Decimal(9)
    assert cell == Aggregate(cell.key, numerator=six, denominator=nine, unknown=1)


def test_the_median_of_nobody_is_empty(tmp_path: Path) -> None:
    sql = "select 2025 as annee, null::double as valeur, 0 as personnes"
    (cell,) = run(tmp_path, sql).cells.values()
    assert (cell.value, cell.persons) == (None, 0)


def test_the_five_years_end_with_the_edition(tmp_path: Path) -> None:
    aggregates = run(tmp_path, "select annee, 0 as valeur from annees")
    assert aggregates.years == (2021, 2022, 2023, 2024, 2025)
    assert [key.year for key in aggregates.cells] == [2021, 2022, 2023, 2024, 2025]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select 2025 as annee, 1 as valuer", "la colonne « valeur » manque au résultat"),
        ("select 1 as valeur", "la colonne « annee » manque au résultat"),
        (
            "select 2025 as annee, 1 as valeur, 'a' as structure",
            "colonne inattendue « structure ». Vouliez-vous dire « structure_id » ?",
        ),
        ("select 2025 as annee, 1 as valeur, 'a' as modalite", "colonne inattendue « modalite »"),
        ("select 2025 as annee, unnest([1, 2]) as valeur", "deux lignes pour 2025, tout le pôle"),
        ("select 2019 as annee, 1 as valeur", "2019, tout le pôle est hors des années"),
        ("select 2025 as annee, null as valeur", "« valeur » est vide pour 2025, tout le pôle"),
        ("select 2025 as annee, 1 / 0 as valeur", "n'est pas un nombre fini"),
        ("select 2025 as annee, 'nan'::double as valeur", "n'est pas un nombre fini"),
        ("select 2025 as annee, 'dix' as valeur", "un nombre est attendu"),
        ("select 2025 as annee, true as valeur", "un nombre est attendu"),
        (
            "select 2025 as annee, 1 as valeur, -1 as personnes",
            "« personnes » compte des personnes",
        ),
        ("select annee, 1 as valeur, x from annees", "DuckDB refuse la requête"),
    ],
)
def test_an_unforeseen_result_is_refused_by_file(tmp_path: Path, sql: str, message: str) -> None:
    text = refusal(tmp_path, sql)
    assert text.startswith("indicators/insertion/essai.sql : ")
    assert message in text


def test_a_failing_conversion_tells_no_value(tmp_path: Path) -> None:
    sql = "select 2025 as annee, cast(concat('cle-', annee) as integer) as valeur from annees"
    text = refusal(tmp_path, sql)
    assert text.endswith("DuckDB refuse la requête (ConversionException).")
    assert "cle-20" not in text


def test_an_undeclared_category_is_refused(tmp_path: Path) -> None:
    text = refusal(
        tmp_path,
        "select 2025 as annee, 'durables' as modalite, 1 as valeur",
        '[modalites]\ndurable = "Emploi durable"',
    )
    assert "la modalité « durables » n'est pas déclarée" in text
    assert "Vouliez-vous dire « durable » ?" in text


def test_categories_may_be_the_structures_themselves(tmp_path: Path) -> None:
    sql = "select 2025 as annee, 'alpha' as structure_id, 'beta' as modalite, 1 as valeur"
    (key,) = run(tmp_path, sql, 'modalites_libres = "structure"').cells
    assert key == CellKey("insertion/essai", 2025, "alpha", "beta")


def test_a_share_of_persons_above_the_whole_is_refused(tmp_path: Path) -> None:
    sql = "select 2025 as annee, 10 as femmes, 9 as connus"
    head = 'numerateur = "femmes"\ndenominateur = "connus"\nrelations = []'
    path = tmp_path / "queries"
    assert run(path, sql, head).cells
    text = HEAD.replace('"nb"', '"%"').replace("sensibilite  = 0", "sensibilite  = 1")
    file = path / "indicators" / "insertion" / "essai.sql"
    file.write_text(
        text.format(code="INS-01", sql=sql).replace("---*/", f"{head}\n---*/"), encoding="utf-8"
    )
    queries = load_queries(path, [], [])
    with pytest.raises(SettingsError, match=r"« femmes » \(10\) dépasse « connus » \(9\)"):
        aggregate(duckdb.connect(), queries, load_contracts(), NO_QUALITY, 2025)


def test_queries_find_the_edition_the_deliveries_and_the_fate_of_lines() -> None:
    db = duckdb.connect()
    file = SourceFile("depots/a/2025/sorties.csv", "sorties", "a", 2025, "", 9, "utf-8", ",")
    quality = Quality(
        (file,),
        (),
        (),
        (),
        (LineBalance(file.path, 9, 5, 2, 1, 1),),
        {("a", "sorties", 2025): RECEIVED},
        {},
    )
    create_context(db, quality, 2025)
    assert db.execute("from edition").fetchall() == [(2025, 2021)]
    assert db.execute("from annees").fetchall() == [(year,) for year in range(2021, 2026)]
    assert db.execute("from livraisons").fetchall() == [("a", "sorties", 2025, "reçu")]
    assert db.execute("from bilan_fichiers").fetchall() == [
        (file.path, "sorties", "a", 2025, 9, 5, 2, 1, 1)
    ]


def test_all_the_real_queries_run_as_they_stand_on_empty_tables() -> None:
    db, contracts = duckdb.connect(), load_contracts()
    create_tables(db, contracts)
    load_references(db)
    aggregates = aggregate(db, real_queries(), contracts, NO_QUALITY, 2025)
    assert aggregates.cells == {}
    assert "insertion/taux_sorties_dynamiques" in aggregates.indicators
    assert aggregates.perimeters[("insertion/taux_sorties_dynamiques", 2025)] == (0, 0)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{path}')",
        "copy (select 1) to '{path}'",
        "attach '{path}'",
        "install httpfs",
        "set enable_external_access = true",
        "set threads = 2",
    ],
)
def test_once_shut_in_a_query_can_neither_read_nor_write_a_file(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    db = duckdb.connect()
    lock_down(db)
    lock_down(db)
    with pytest.raises(duckdb.Error, match=r"disabled|locked"):
        db.execute(sql.format(path=path))
    assert path.read_text(encoding="utf-8") == "a\n1\n"


DELIVERIES = {
    ("a", "sorties", 2025): RECEIVED,
    ("a", "budget", 2025): RECEIVED,
    ("b", "sorties", 2025): RECEIVED,
    ("b", "budget", 2025): MISSING,
    ("c", "sorties", 2025): NONE,
    ("c", "budget", 2025): NONE,
    ("a", "sorties", 2024): MISSING,
    ("p", "structures", 2025): MISSING,
}


@pytest.mark.parametrize(
    ("tables", "year", "expected"),
    [
        (("sorties",), 2025, (2, 2)),
        (("budget", "sorties"), 2025, (1, 2)),
        (("sorties", "structures"), 2025, (2, 2)),
        (("structures",), 2025, (0, 1)),
        (("sorties",), 2024, (0, 1)),
        (("sorties",), 2023, (0, 0)),
        ((), 2025, (3, 3)),
    ],
)
def test_the_perimeter_counts_structures_that_sent_every_useful_file(
    tables: tuple[str, ...], year: int, expected: tuple[int, int]
) -> None:
    assert perimeter(tables, year, DELIVERIES, {"structures"}) == expected
