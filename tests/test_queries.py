"""The SQL files: what is refused, and the order in which the rest runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.counting.queries import load_queries, tables_read
from pipeline.errors import SettingsError

HEAD = """/*---
code         = "{code}"
titre        = "Titre"
question     = "Combien ?"
sujet        = "le nombre"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "moyen"
agregation   = "somme"
definition   = "Définition."
source       = "Source"
sensibilite  = 0
---*/
{sql}
"""

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write one SQL file in a folder of queries."""

    def _write(path: str, sql: str, code: str = "INS-01", **changes: str) -> None:
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = HEAD.format(code=code, sql=sql) if path.startswith("indicators") else sql
        for old, new in changes.items():
            text = text.replace(old, new)
        target.write_text(text, encoding="utf-8")

    return _write


def load(root: Path) -> list[str]:
    return [q.name for q in load_queries(root, ["sorties", "budget"], ["ref_motif"]).steps]


def refusal(root: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        load(root)
    return str(caught.value)


def test_each_file_runs_after_those_it_reads(tmp_path: Path, write: Write) -> None:
    write("indicators/insertion/a.sql", "select annee, valeur from z", code="INS-01")
    write("indicators/insertion/z.sql", "select annee, 1 as valeur from m", code="INS-02")
    write("staging/m.sql", "select annee from sorties cross join ref_motif")
    assert load(tmp_path) == ["m", "z", "a"]


def test_an_indicator_knows_the_contracts_behind_the_files_it_reads(
    tmp_path: Path, write: Write
) -> None:
    write("indicators/insertion/a.sql", "select annee, 1 as valeur from m join budget using (x)")
    write("staging/m.sql", "select annee, x from sorties cross join ref_motif cross join edition")
    indicator = load_queries(tmp_path, ["sorties", "budget"], ["ref_motif"]).indicators
    assert indicator["insertion/a"].raw_tables == ("budget", "sorties")


def test_the_steps_of_one_indicator_leave_the_others_out(tmp_path: Path, write: Write) -> None:
    write("indicators/insertion/a.sql", "select annee, 1 as valeur from m")
    write("indicators/insertion/b.sql", "select annee, 1 as valeur from budget", code="INS-02")
    write("staging/m.sql", "select annee from sorties")
    queries = load_queries(tmp_path, ["sorties", "budget"], ["ref_motif"])
    assert [q.name for q in queries.needed_for("a")] == ["m", "a"]


def test_the_head_gives_its_meaning_to_the_indicator(tmp_path: Path, write: Write) -> None:
    modalites = 'sensibilite  = 0\n[modalites]\nb = "Deuxième"\na = "Premier"'
    write(
        "indicators/finances/a.sql",
        "select annee, modalite, 1 as valeur from budget",
        code="FIN-07",
        **{"sensibilite  = 0": modalites},
    )
    indicator = load_queries(tmp_path, ["budget"], []).indicators["finances/a"]
    assert (indicator.code, indicator.subject, indicator.direction) == (
        "FIN-07",
        "le nombre",
        "hausse",
    )
    assert list(indicator.categories.items()) == [("b", "Deuxième"), ("a", "Premier")]
    assert len(indicator.sha256) == 64
    assert indicator.sql.startswith("/*---")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("sens  ", "snes  ", "clé inconnue « snes » (« sens » ?)"),
        ('titre        = "Titre"', "", "clé « titre » absente"),
        ("decimales    = 0", 'decimales    = "0"', "la clé « decimales » attend un nombre entier"),
        ('"Définition."', '" "', "la clé « definition » est vide"),
        ('"hausse"', '"haut"', "« sens = haut » n'est pas permis"),
        ('"hausse"', '""', "« sens » est vide (hausse, baisse, neutre, conformite)"),
        ('unite        = "nb"', 'unite        = "%"', "un pourcentage demande « numerateur »"),
        ("sensibilite  = 0", "sensibilite  = 3", "« sensibilite = 3 » n'est pas permis"),
        ("INS-01", "GOV-01", "le code « GOV-01 » doit commencer par « INS- »"),
        ('"nb"', '"nb"\nnumerateur = "a"', "« numerateur » et « denominateur » vont ensemble"),
        ('"nb"', '"nb"\nodd = [8]', "la clé « odd » ne contient que des textes"),
        ('"nb"', "nb", "l'en-tête n'est pas du TOML valide"),
        ('"nb"', '"nb"\nruptures = { an = "x" }', "« ruptures » donne, pour une année"),
        ("/*---", "--", "l'en-tête manque"),
    ],
)
def test_a_doubtful_head_is_refused_by_file_and_key(
    tmp_path: Path, write: Write, old: str, new: str, message: str
) -> None:
    write("indicators/insertion/a.sql", "select annee, 1 as valeur from sorties", **{old: new})
    text = refusal(tmp_path)
    assert text.startswith("indicators/insertion/a.sql")
    assert message in text


def test_all_the_faults_of_a_head_are_told_at_once(tmp_path: Path, write: Write) -> None:
    changes = {"titre ": "titer ", '"ms"': '"masculin"'}
    write("indicators/insertion/a.sql", "select annee, 1 as valeur from sorties", **changes)
    text = refusal(tmp_path)
    for part in ("« titer »", "« titre » absente", "« accord = masculin »"):
        assert part in text


def test_an_unknown_table_is_refused_with_the_nearest_name(tmp_path: Path, write: Write) -> None:
    write("staging/m.sql", "select annee from sortie")
    assert refusal(tmp_path) == (
        "staging/m.sql : la table « sortie » n'existe pas. Vouliez-vous dire « sorties » ?"
    )


def test_a_theme_that_does_not_exist_is_refused(tmp_path: Path, write: Write) -> None:
    write("indicators/insertions/a.sql", "select annee, 1 as valeur from sorties")
    assert "ce dossier n'est pas un thème (insertion, " in refusal(tmp_path)


def test_two_files_of_the_same_name_are_refused(tmp_path: Path, write: Write) -> None:
    write("staging/a.sql", "select annee from sorties")
    write("indicators/insertion/a.sql", "select annee, 1 as valeur from sorties")
    assert "le nom « a » est déjà pris par staging/a.sql" in refusal(tmp_path)


def test_a_file_named_as_a_contract_is_refused(tmp_path: Path, write: Write) -> None:
    write("staging/budget.sql", "select annee from sorties")
    assert "le nom « budget » est déjà pris par une table du rapport" in refusal(tmp_path)


def test_two_indicators_of_the_same_code_are_refused(tmp_path: Path, write: Write) -> None:
    write("indicators/insertion/a.sql", "select annee, 1 as valeur from sorties")
    write("indicators/insertion/b.sql", "select annee, 1 as valeur from sorties")
    assert "le code « INS-01 » est déjà pris par indicators/insertion/a.sql" in refusal(tmp_path)


def test_files_that_read_one_another_are_refused(tmp_path: Path, write: Write) -> None:
    write("staging/a.sql", "select * from b")
    write("staging/b.sql", "select * from a")
    text = refusal(tmp_path)
    assert "l'une l'autre en rond" in text
    assert "staging/a.sql" in text


def test_a_relation_between_unknown_measures_is_refused(tmp_path: Path, write: Write) -> None:
    relation = 'sensibilite  = 0\nrelations = ["a = b + sortis"]'
    changes = {"sensibilite  = 0": relation}
    write("indicators/insertion/a.sql", "select annee, 1 as valeur from sorties", **changes)
    write("indicators/insertion/b.sql", "select annee, 1 as valeur from sorties", code="INS-02")
    text = refusal(tmp_path)
    assert "la relation « a = b + sortis » cite « sortis », qu'aucun indicateur ne donne" in text


@pytest.mark.parametrize(
    "line", ['recoupements = ["a + sortis (N-1) < a"]', 'fonde_sur = "sortis"'], ids=str.split
)
def test_what_a_reader_of_the_trade_knows_is_of_known_measures(
    tmp_path: Path, write: Write, line: str
) -> None:
    changes = {"sensibilite  = 0": f"sensibilite  = 0\n{line}"}
    write("indicators/insertion/a.sql", "select annee, 1 as valeur from sorties", **changes)
    assert "cite « sortis », qu'aucun indicateur ne donne" in refusal(tmp_path)


@pytest.mark.parametrize("text", ["a + b", "a < b = c"])
def test_a_crossing_says_one_thing(tmp_path: Path, write: Write, text: str) -> None:
    changes = {"sensibilite  = 0": f'sensibilite  = 0\nrecoupements = ["{text}"]'}
    write("indicators/insertion/a.sql", "select annee, 1 as valeur from sorties", **changes)
    assert "« recoupements » s'écrit « a + b = c »" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("with a as (select * from t) select * from a join u using (x)", ("t", "u")),
        ("with recursive r as (select 1 as n union all select n + 1 from r) from r", ()),
        ("select (select max(x) from z) from a where exists (select 1 from b)", ("a", "b", "z")),
        ("select * from a cross join lateral (select * from c where c.i = a.i)", ("a", "c")),
        ("select * from t pivot (sum(y) for x in ('a', 'b'))", ("t",)),
        ("select 1 union all select x from k", ("k",)),
        ("select i from range(5) as r(i), unnest([1, 2]) as u(x)", ()),
    ],
)
def test_tables_are_told_from_what_only_looks_like_one(sql: str, tables: tuple[str, ...]) -> None:
    assert tables_read(sql, "x.sql") == tables


@pytest.mark.parametrize(
    "sql",
    [
        "select * from (summarize t)",
        "select * from (pivot t on x using sum(y))",
        "with p as (pivot t on x using sum(y)) select * from p",
        "select * from (unpivot t on a, b into name n value v)",
        "with t as (select * from t) select * from t",
    ],
)
def test_a_reading_that_cannot_be_followed_is_refused(sql: str) -> None:
    with pytest.raises(SettingsError, match="impossible de suivre la lecture de"):
        tables_read(sql, "x.sql")


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('x.csv')",
        "select * from information_schema.tables",
        "select * from duckdb_settings()",
        "select * from query('select 1')",
    ],
)
def test_a_query_reads_only_the_tables_of_the_report(sql: str) -> None:
    with pytest.raises(SettingsError, match="n'est pas une table du rapport"):
        tables_read(sql, "x.sql")


@pytest.mark.parametrize(
    "sql",
    [
        "select 1; select 2",
        "copy t to 'x'",
        "create table x as select 1",
        "pivot t on x",
        "-- rien",
    ],
)
def test_a_file_holds_a_single_select(sql: str) -> None:
    with pytest.raises(SettingsError, match="un seul SELECT"):
        tables_read(sql, "x.sql")


def test_sql_that_does_not_parse_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match=r"^x\.sql : le SQL n'est pas compris"):
        tables_read("select from where", "x.sql")


def test_a_gap_names_a_share(tmp_path: Path, write: Write) -> None:
    gap = {"sensibilite  = 0": 'sensibilite  = 0\necart_de = "finances/prevu"'}
    write("indicators/finances/prevu.sql", "select 1 as annee", "FIN-01")
    write("indicators/finances/ecart.sql", "select 1 as annee", "FIN-02", **gap)
    said = refusal(tmp_path)
    assert said.startswith("indicators/finances/ecart.sql, en-tête : « ecart_de = finances/prevu »")


LENT = 'sensibilite  = 0\nmodalites_de = "finances/{}"'


def test_categories_may_be_those_of_another_indicator(tmp_path: Path, write: Write) -> None:
    own = 'sensibilite  = 0\nmodalites = {a = "Achats"}'
    bare = "sensibilite  = 0"
    write("indicators/finances/prevu.sql", "select 1 as annee", "FIN-01", **{bare: own})
    write(
        "indicators/finances/fait.sql",
        "select 1 as annee",
        "FIN-02",
        **{bare: LENT.format("prevu")},
    )
    indicators = load_queries(tmp_path, [], []).indicators
    assert indicators["finances/fait"].categories == {"a": "Achats"}
    write(
        "indicators/finances/fait.sql",
        "select 1 as annee",
        "FIN-02",
        **{bare: LENT.format("prevus")},
    )
    said = refusal(tmp_path)
    assert said.startswith(
        "indicators/finances/fait.sql, en-tête : « modalites_de = finances/prevus »"
    )
    assert "Vouliez-vous dire « finances/prevu » ?" in said
    both = f'{own}\nmodalites_libres = "structure"'
    write("indicators/finances/fait.sql", "select 1 as annee", "FIN-02", **{bare: both})
    assert "« modalites » et « modalites_libres » s'excluent" in refusal(tmp_path)
