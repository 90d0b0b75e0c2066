"""The catalogue of the indicators, made from their heads: a page, a CSV and a JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from pipeline.compose.factors import value_text
from pipeline.contracts import load_contracts, load_references
from pipeline.counting.heads import CODE_PREFIXES
from pipeline.counting.queries import load_queries
from pipeline.exports import DICTIONARY_FIELDS, dictionary_csv, dictionary_row
from pipeline.lookups import Factor, emission_factors, official_targets
from pipeline.model import Indicator, Target
from pipeline.narrative import goal_text
from pipeline.plan import TEMPLATES
from pipeline.printing.publish import publish
from pipeline.returns.page import environment
from pipeline.toml_file import parse_toml, read_text_file

PAGE = "catalogue.html"
DIRECTIONS = {
    "hausse": "une hausse est favorable",
    "baisse": "une baisse est favorable",
    "neutre": "ni hausse ni baisse n'est favorable en soi",
    "conformite": "une obligation, respectée ou non",
}
LEVELS = {
    "moyen": "moyen mis en œuvre",
    "realisation": "réalisation",
    "resultat": "résultat",
    "impact": "impact",
}
AGGREGATIONS = {
    "somme": "flux de l'année, additionné entre structures",
    "ratio": "rapport des sommes, jamais moyenne des taux",
    "stock": "état au 31 décembre, jamais additionné entre années",
    "distinct": "personnes différentes, chacune une fois pour le pôle",
    "pole": "une seule valeur, celle du pôle",
    "mediane": "médiane sur les personnes",
}
SENSITIVITIES = (
    "aucune donnée de personne",
    "petits effectifs masqués",
    "données sensibles, petits effectifs masqués",
)


def write_catalogue(folder: Path, queries: Path) -> int:
    """Publish the three files in `folder`; how many indicators they describe."""
    contracts = load_contracts()
    with duckdb.connect() as db:
        indicators = load_queries(queries, contracts, load_references(db)).indicators
        factors, targets = emission_factors(db), official_targets(db)
    titles = {name: contract.title for name, contract in contracts.items()}
    files = {
        PAGE: catalogue_page(indicators, titles, factors, targets).encode(),
        "catalogue.csv": dictionary_csv(_by_code(indicators)),
        "catalogue.json": catalogue_json(indicators),
    }
    publish(folder, files)
    return len(indicators)


def catalogue_page(
    indicators: Mapping[str, Indicator],
    files: Mapping[str, str],
    factors: Sequence[Factor],
    targets: Sequence[Target],
) -> str:
    """The HTML; `files` gives the title of each contract."""
    ordered = _by_code(indicators)
    themes = [
        (_theme_title(theme), theme, [head for head in ordered if head.theme == theme])
        for theme in CODE_PREFIXES
    ]
    goals = {
        target.indicator: ", ".join(
            (goal_text(indicators[target.indicator], target), target.kind, target.source)
        )
        for target in targets
        if target.indicator in indicators
    }
    template = environment().get_template("catalogue.html.j2")
    return template.render(
        themes=themes,
        count=len(indicators),
        goals=goals,
        files=files,
        factors=[(factor, value_text(factor)) for factor in factors],
        directions=DIRECTIONS,
        levels=LEVELS,
        aggregations=AGGREGATIONS,
        sensitivities=SENSITIVITIES,
    )


def catalogue_json(indicators: Mapping[str, Indicator]) -> bytes:
    """The same columns as the CSV, with what each one means."""
    names = [name for name, _, _ in DICTIONARY_FIELDS]
    document = {
        "colonnes": {name: meaning for name, _, meaning in DICTIONARY_FIELDS},
        "indicateurs": [
            dict(zip(names, dictionary_row(head), strict=True)) for head in _by_code(indicators)
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _theme_title(theme: str) -> str:
    path = TEMPLATES / "chapitres" / f"{theme}.toml"
    title: str = parse_toml(path, read_text_file(path))["surtitre"]
    return title


def _by_code(indicators: Mapping[str, Indicator]) -> list[Indicator]:
    """By theme, then by number: the order of the codes once they pass 99 too."""
    return sorted(indicators.values(), key=lambda head: (head.theme, len(head.code), head.code))
