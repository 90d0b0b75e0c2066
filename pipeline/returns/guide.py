"""The filling guide: every contract on one page, in the words of the contracts themselves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.contracts import DATA, Contract
from pipeline.printing.publish import publish
from pipeline.reading.words import unaccented
from pipeline.returns.blank import blank_workbook
from pipeline.returns.describe import SHORT_TYPES, bounds, shown_example, who_and_when
from pipeline.returns.page import environment

GUIDE = "guide-de-remplissage.html"
SENDERS = {
    "structure": "Chaque structure",
    "siae": "Chaque structure d'insertion (SIAE)",
    "selon_activite": "Les structures que l'activité concerne",
    "pole": "La structure porteuse, pour le pôle",
}


def write_models(folder: Path, contracts: Mapping[str, Contract]) -> int:
    """Publish in `folder` the guide, a blank workbook and the Table Schema of each contract."""
    files = {GUIDE: guide_page(contracts).encode()}
    for name, contract in contracts.items():
        files[f"{name}.xlsx"] = blank_workbook(contract)
        files[f"schemas/{name}.json"] = (DATA / "contracts" / f"{name}.json").read_bytes()
    publish(folder, files)
    return len(contracts)


def guide_page(contracts: Mapping[str, Contract]) -> str:
    """The HTML of the guide."""
    by_title = sorted(contracts.values(), key=lambda contract: unaccented(contract.title))
    groups = {
        label: [contract for contract in by_title if contract.expected_from == sender]
        for sender, label in SENDERS.items()
    }
    return (
        environment()
        .get_template("retours/guide.html.j2")
        .render(
            groups=groups,
            count=len(contracts),
            titles={name: contract.title for name, contract in contracts.items()},
            types=SHORT_TYPES,
            bounds=bounds,
            example=shown_example,
            who=who_and_when,
            keys=_key_titles,
        )
    )


def _key_titles(contract: Contract) -> list[str]:
    """The titles of the columns that together make a row unique."""
    return [contract.field(name).title for name in contract.primary_key]
