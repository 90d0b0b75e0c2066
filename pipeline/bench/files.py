"""What reading is measured on: a table of fifteen columns, in two forms, and its pole."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipeline.contracts import DATA, Contract, load_contracts, quote, sql_type
from pipeline.reading.bulk_sql import string

TABLE = "mouvements"
OWN = DATA / "bench"

_MEMBERS = ("semaphore", "recyclerie", "jardin", "cuisine")
_MEMBERS_HEADER = (
    "structure_id;nom;siret;forme_juridique;categorie_art9;type_siae;residente;societaire;"
    "date_entree;date_sortie;code_commune"
)
_SITES = ("Le Café de la Gare", "Ressourcerie du Périgord", "Atelier Hélène", "Entrepôt nord")
_COMMUNES = ("Saint-Étienne", "Aubervilliers", "Épinay-sur-Seine", "L'Île-Saint-Denis", "Bègles")
_CODES = ("93066", "93001", "93031", "2A004", "33039")
_NATURES = ("collecte", "vente", "don", "recyclage", "reparation", "stockage", "location")


def bench_contracts() -> dict[str, Contract]:
    """The contracts, and that of the measured table."""
    with TemporaryDirectory(prefix="ptce-") as folder:
        for path in (*(DATA / "contracts").glob("*.json"), *OWN.glob("*.json")):
            shutil.copy(path, folder)
        return load_contracts(Path(folder))


def make_pole(folder: Path) -> Path:
    """A pole with its structures; where its big file is to be written."""
    rows = (
        f"{name};{name.title()};12345678200002;association;ESS;ACI;oui;oui;01/01/2019;;93066"
        for name in _MEMBERS
    )
    folder.mkdir(parents=True)
    (folder / "structures.csv").write_text("\n".join([_MEMBERS_HEADER, *rows, ""]), "utf-8")
    (folder / "depots").mkdir()
    return folder / "depots" / f"{TABLE}.csv"


def write_rows(french: Path, canonical: Path, count: int, *, one_fault_in: int = 0) -> None:
    """The same rows as people write them and as DuckDB reads them best; always the same ones.

    `one_fault_in`: of so many rows, one has hours that nobody can read, in the first file only.
    """
    with duckdb.connect() as db:
        db.execute(f"create table t as {_rows(count)}")
        columns = _french_columns(one_fault_in)
        db.execute(
            f"copy (select {columns} from t) to {string(str(french))} "  # noqa: S608
            "(header, delim ';', quote '')"
        )
        db.execute(f"copy t to {string(str(canonical))} (header, delim ',')")


def write_alone(path: Path, count: int) -> None:
    """A member's file of hours; always the same one."""
    title = "contrat_id;mois;heures_payees;heures_travaillees;dont_absence"
    rows = (
        f"SEM-{rank // 12:04d};{rank % 12 + 1:02d}/2025;"
        f"{20 + hours // 100},{hours % 100:02d};{10 + hours // 100},{hours % 100:02d};10,00"
        for rank in range(count)
        for hours in (rank * 7919 % 13000,)
    )
    path.write_text("\n".join([title, *rows, ""]), "utf-8")


def known_types(contract: Contract) -> str:
    """The columns of the canonical form, as `read_csv` takes them."""
    pairs = (f"{string(field.name)}: {string(sql_type(field))}" for field in contract.fields)
    return f"{{{', '.join(pairs)}}}"


def _rows(count: int) -> str:
    def any_of(place: int, size: int) -> str:
        return f"(hash(i + {place}) % {size})::int"

    def one_of(place: int, values: tuple[str, ...]) -> str:
        return f"[{', '.join(map(string, values))}][1 + {any_of(place, len(values))}]"

    return f"""select
        'M' || lpad(i::varchar, 8, '0') as mouvement_id,
        {one_of(0, _MEMBERS)} as structure_id,
        'k' || substr(md5((i % 40000)::varchar), 1, 8) as salarie_key,
        {one_of(1, _SITES)} || ' ' || {any_of(2, 90)} as site,
        {one_of(3, _COMMUNES)} as commune,
        {one_of(4, _CODES)} as code_commune,
        {one_of(5, _NATURES)} as nature,
        date '2024-01-01' + {any_of(6, 700)} as date_debut,
        case when {any_of(7, 10)} < 7 then date '2026-01-01' + {any_of(8, 300)} end as date_fin,
        date '2023-01-01' + {any_of(9, 1000)} as date_facture,
        {any_of(10, 2)} = 0 as est_renouvele,
        ({any_of(11, 9000000)} / 100)::decimal(18, 4) as montant_eur,
        ({any_of(12, 1000)} / 10)::decimal(18, 4) as taux_pct,
        ({any_of(13, 15000)} / 100)::decimal(18, 4) as heures,
        {any_of(14, 3000)}::bigint as nb_objets
        from range({count}) as r(i)"""  # noqa: S608


def _french_columns(one_fault_in: int) -> str:
    """The day first, decimal commas, thin spaces between thousands, per cent signs."""
    columns = {
        field: quote(field)
        for field in ("mouvement_id", "structure_id", "salarie_key", "site", "commune")
    }
    columns |= {"code_commune": "code_commune", "nature": "nature"}
    for field in ("date_debut", "date_fin", "date_facture"):
        columns[field] = f"strftime({field}, '%d/%m/%Y')"
    columns["est_renouvele"] = "case when est_renouvele then 'oui' else 'non' end"
    thin = "replace(format('{:,.2f}', montant_eur::double), ',', chr(8239))"
    columns["montant_eur"] = f"replace({thin}, '.', ',')"
    columns["taux_pct"] = "replace(format('{:.1f}', taux_pct::double), '.', ',') || ' %'"
    columns["heures"] = "replace(format('{:.2f}', heures::double), '.', ',')"
    if one_fault_in:
        is_wrong = f"substr(mouvement_id, 2)::int % {one_fault_in} = 7"
        columns["heures"] = f"case when {is_wrong} then 'voir note' else {columns['heures']} end"
    columns["nb_objets"] = "nb_objets"
    return ", ".join(f"{sql} as {name}" for name, sql in columns.items())
