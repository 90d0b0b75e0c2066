"""The figures and the files as open data: CSV and its Table Schema, made from what is printed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

from pipeline.model import Figures, Indicator
from pipeline.printing.pdf import AttachedFile
from pipeline.received import Fault, Quality

INDICATOR_FIELDS = (
    ("code", "string", "Code de l'indicateur, stable d'une année à l'autre"),
    ("indicateur", "string", "Identifiant : thème/nom"),
    ("titre", "string", "Titre de l'indicateur"),
    ("annee", "year", "Année du chiffre"),
    ("structure", "string", "Structure ; vide pour le pôle entier"),
    ("modalite", "string", "Modalité ; vide pour le total"),
    ("valeur", "number", "Valeur publiée, dans l'unité ; vide si elle n'est pas publiée"),
    ("unite", "string", "Unité de la valeur"),
    ("etat", "string", "valeur, masqué, non significatif, non transmis ou sans objet"),
    ("structures_recues", "integer", "Structures dont les fichiers nécessaires sont reçus"),
    ("structures_attendues", "integer", "Structures attendues pour ce chiffre"),
)
FILE_FIELDS = (
    ("fichier", "string", "Chemin du fichier dans le dossier du pôle"),
    ("contrat", "string", "Contrat sous lequel il a été lu ; vide si aucun"),
    ("structure", "string", "Structure"),
    ("annee", "year", "Année du dossier"),
    ("sha256", "string", "Empreinte SHA-256 des octets lus ; vide pour un fichier de personnes"),
    (
        "sceau",
        "string",
        "Empreinte d'un fichier de personnes parmi tous ceux du pôle",
    ),
)
DICTIONARY_FIELDS = (
    ("code", "string", "Code de l'indicateur"),
    ("indicateur", "string", "Identifiant : thème/nom, et fichier SQL de queries/indicators"),
    ("titre", "string", "Titre"),
    ("question", "string", "Question à laquelle il répond"),
    ("definition", "string", "Définition et formule"),
    ("numerateur", "string", "Ce qui est divisé ; vide quand ce n'est pas un rapport"),
    ("denominateur", "string", "Ce par quoi il est divisé"),
    ("modalites", "string", "Modalités du détail, dans l'ordre"),
    ("unite", "string", "Unité"),
    ("agregation", "string", "somme, ratio, stock, distinct, pole ou mediane : ce qu'est un total"),
    ("sens", "string", "hausse, baisse, neutre ou conformite : quand le chiffre est bon"),
    ("niveau", "string", "moyen, realisation, resultat ou impact"),
    ("source", "string", "Source de la définition"),
    ("limites", "string", "Limites de lecture"),
    ("repere", "string", "Point de comparaison, avec son périmètre"),
    ("ruptures", "string", "Années où la série est rompue, et ce qui a changé"),
    ("odd", "string", "Cibles des objectifs de développement durable"),
    ("iris", "string", "Indicateur IRIS+ proche"),
    ("sensibilite", "integer", "0 : aucune personne ; 1 : des personnes ; 2 : données sensibles"),
    ("sha256", "string", "Empreinte du fichier SQL"),
)
FORMULA_STARTS = "=+-@\t\r"  # a spreadsheet would run a text that starts so


def attachments(figures: Figures, quality: Quality) -> tuple[AttachedFile, ...]:
    """The files carried inside the PDF: the same whatever the funder, whose PDFs share a folder."""
    rows = _indicator_rows(figures, quality.structures)
    files = sorted(
        (f.path, f.contract or "", f.structure or "", f.year, f.sha256, f.seal)
        for f in quality.files
    )
    return (
        AttachedFile("indicateurs.csv", _csv(INDICATOR_FIELDS, rows), "Tous les chiffres publiés"),
        AttachedFile(
            "indicateurs.schema.json",
            _schema("indicateurs", "Chiffres publiés du rapport", INDICATOR_FIELDS),
            "Description des colonnes de indicateurs.csv (Table Schema)",
        ),
        AttachedFile(
            "dictionnaire.csv",
            dictionary_csv(figures.indicators.values()),
            "Définition, source et limites de chaque indicateur",
        ),
        AttachedFile(
            "fichiers.csv",
            _csv(FILE_FIELDS, files),
            "Fichiers lus et leurs empreintes",
        ),
    )


def _indicator_rows(figures: Figures, structures: Mapping[str, str]) -> Iterable[Sequence[object]]:
    for key in sorted(figures.cells):
        figure, head = figures.cells[key], figures.indicators[key.indicator]
        received, expected = figures.perimeters.get((key.indicator, key.year), ("", ""))
        yield (
            head.code, key.indicator, head.title, key.year,
            structures.get(key.structure, key.structure),
            head.categories.get(key.category, structures.get(key.category, key.category)),
            "" if figure.value is None else figure.value, head.unit, figure.state.value,
            received, expected,
        )  # fmt: skip


def dictionary_csv(indicators: Iterable[Indicator]) -> bytes:
    """What each indicator means, one a row."""
    return _csv(DICTIONARY_FIELDS, map(dictionary_row, indicators))


def dictionary_row(head: Indicator) -> Sequence[object]:
    """One indicator under DICTIONARY_FIELDS."""
    return (
        head.code, head.id, head.title, head.question, head.definition, head.numerator or "",
        head.denominator or "", " ; ".join(head.categories.values()), head.unit, head.aggregation,
        head.direction, head.level, head.source, head.limits, head.benchmark,
        " ; ".join(f"{year} : {text}" for year, text in head.breaks.items()),
        " ".join(head.sdg), head.iris, head.sensitivity, head.sha256,
    )  # fmt: skip


def fingerprints_csv(quality: Quality) -> bytes:
    """The SHA-256 of every file read, for the coordinator alone."""
    return rows_csv(("fichier", "sha256"), sorted((f.path, f.sha256) for f in quality.files))


def faults_csv(faults: Iterable[Fault]) -> bytes:
    """Every fault with its place and remedy, for the coordinator alone."""
    columns = {
        "gravite": "severity", "fichier": "file", "feuille": "sheet", "ligne": "shown_line",
        "ligne_fin": "line_end", "lettre": "letter", "colonne": "column",
        "titre": "source_column", "valeur": "value", "motif": "reason", "attendu": "expected",
        "remede": "remedy", "suggestion": "suggestion", "code": "code",
    }  # fmt: skip
    ordered = sorted(faults, key=lambda f: (f.file, f.line, f.column, f.code))
    rows = ([getattr(fault, name) for name in columns.values()] for fault in ordered)
    return rows_csv(list(columns), rows)


def rows_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV of plain columns, in the same dialect as the attached ones."""
    return _csv([(name, "string", "") for name in header], rows)


def _csv(fields: Sequence[tuple[str, str, str]], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8, commas, LF, decimal point; a text that looks like a formula is made inert."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name, _, _ in fields])
    for row in rows:
        writer.writerow([_inert(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode()


def _inert(text: str) -> str:
    return f"'{text}" if text[:1] and text[0] in FORMULA_STARTS else text


def _schema(name: str, title: str, fields: Sequence[tuple[str, str, str]]) -> bytes:
    document = {
        "name": name,
        "title": title,
        "fields": [{"name": n, "type": t, "description": d} for n, t, d in fields],
        "missingValues": [""],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
