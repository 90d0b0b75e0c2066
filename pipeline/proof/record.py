"""preuves.json: one record for each published figure, and all that it was made from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.contracts import Contract
from pipeline.counting.queries import Queries
from pipeline.french import figure_text
from pipeline.model import CellKey, Figure, Figures
from pipeline.printing.pdf import AttachedFile
from pipeline.proof.fingerprints import libraries, pole_files, program_files
from pipeline.proof.marks import cell_name
from pipeline.proof.places import Printed
from pipeline.received import Quality
from pipeline.tallies import OF_PERSONS, Tally, rounded, tallies, together

FORMAT = "ptce-impact/preuves/1"
POLICY = "pipeline/protect.py"


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the proofs of one report are read from; nothing unprotected."""

    figures: Figures
    quality: Quality
    queries: Queries
    contracts: Mapping[str, Contract]
    pole_dir: Path
    funder: str
    numbers: tuple[Printed, ...]


def make_record(evidence: Evidence, published: Iterable[AttachedFile]) -> AttachedFile:
    """The file itself: canonical JSON (sorted keys, no spaces), the same bytes for the same run."""
    figures, program = evidence.figures, program_files()
    printed = _printed_cells(evidence.numbers)
    record = {
        "format": FORMAT,
        "edition": {
            "annee": figures.years[-1],
            "premiere_annee": figures.years[0],
            "financeur": evidence.funder,
        },
        "politique": {"seuil": figures.threshold, "regles": POLICY, "sha256": program[POLICY]},
        "chiffres": [_cell(f, figures, printed) for f in _all_cells(figures, printed)],
        "autres_nombres": _others(evidence.numbers),
        "indicateurs": [_indicator(i, evidence) for i in sorted(figures.indicators)],
        "requetes": [_query(path, program) for path in sorted(program) if path.endswith(".sql")],
        "contrats": list(_contracts(evidence)),
        "fichiers": [
            {"chemin": f.path, "contrat": f.contract}
            | ({"sceau": f.seal} if f.seal else {"sha256": f.sha256})
            for f in evidence.quality.files
        ],
        "pole": _paths(pole_files(evidence.pole_dir)),
        "programme": _paths({p: h for p, h in program.items() if not p.endswith(".sql")}),
        "bibliotheques": libraries(),
        "publies": [
            {"nom": f.name, "sha256": sha256(f.content).hexdigest()}
            for f in sorted(published, key=lambda f: f.name)
        ],
    }
    return AttachedFile(
        record_name(evidence.funder), canonical(record), "Preuve de chaque nombre imprimé"
    )


def record_name(funder: str) -> str:
    """`preuves.json`, or with the name of the funder, whose report stands in the same folder."""
    return "preuves.json" if funder == "general" else f"preuves-{funder}.json"


def canonical(document: Any) -> bytes:
    """JSON with sorted keys and no space: equal documents have equal bytes."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _paths(hashes: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"chemin": path, "sha256": digest} for path, digest in sorted(hashes.items())]


def _printed_cells(numbers: Iterable[Printed]) -> dict[str, dict[str, set[str]]]:
    """Cell → text as printed → anchors of the page where it stands."""
    cells: dict[str, dict[str, set[str]]] = {}
    for one in numbers:
        if len(one.origins) == 1 and "|" in one.origins[0] and _is_cell(one.origins[0]):
            cells.setdefault(one.origins[0], {}).setdefault(one.text, set()).add(one.place)
    return cells


def _is_cell(origin: str) -> bool:
    return origin.count("|") == 3


def _all_cells(figures: Figures, printed: Iterable[str]) -> list[Figure]:
    """The published figures, with those printed as not delivered or not told, which have no row."""
    cells = dict(figures.cells)
    for name in printed:
        indicator, year, structure, category = name.split("|")
        key = CellKey(indicator, int(year), structure, category)
        cells.setdefault(key, figures.get(indicator, key.year, structure, category))
    return [cells[key] for key in sorted(cells)]


def _cell(
    figure: Figure, figures: Figures, printed: Mapping[str, Mapping[str, set[str]]]
) -> dict[str, Any]:
    head, name = figures.indicators[figure.key.indicator], cell_name(figure.key)
    places = printed.get(name, {})
    return {
        "cellule": name,
        "code": head.code,
        "etat": figure.state.value,
        "texte": figure_text(figure, head),
        "valeur": None if figure.value is None else f"{figure.value:f}",
        "imprime": {text: sorted(places[text]) for text in sorted(places)},
    }


def _others(numbers: Iterable[Printed]) -> list[dict[str, Any]]:
    """Printed numbers that are no single figure: computed from several, counts, targets."""
    found: dict[tuple[tuple[str, ...], str], set[str]] = {}
    for one in numbers:
        if len(one.origins) != 1 or not _is_cell(one.origins[0]):
            found.setdefault((one.origins, one.text), set()).add(one.place)
    return [
        {"origine": list(origins), "texte": text, "imprime": sorted(found[origins, text])}
        for origins, text in sorted(found)
    ]


def _indicator(identifier: str, evidence: Evidence) -> dict[str, Any]:
    head = evidence.figures.indicators[identifier]
    steps = evidence.queries.needed_for(identifier.rpartition("/")[2])
    return {
        "indicateur": identifier,
        "code": head.code,
        "titre": head.title,
        "definition": head.definition,
        "source": head.source,
        "limites": head.limits,
        "repere": head.benchmark,
        "odd": list(head.sdg),
        "iris": head.iris,
        "modalites": dict(head.categories),
        "ruptures": dict(head.breaks),
        "perimetres": _perimeters(identifier, evidence.figures),
        "requetes": [f"queries/{step.path}" for step in steps],
        "contrats": list(head.raw_tables),
    }


def _perimeters(identifier: str, figures: Figures) -> dict[str, list[int]]:
    """Year → structures that delivered what the figure needs, and those expected."""
    known = ((year, figures.perimeters.get((identifier, year))) for year in figures.years)
    return {str(year): list(perimeter) for year, perimeter in known if perimeter}


def _query(path: str, program: Mapping[str, str]) -> dict[str, str]:
    return {"chemin": path, "sha256": program[path]}


def _contracts(evidence: Evidence) -> Iterable[dict[str, Any]]:
    """Rows by contract, those of persons all together: of one contract, they count its persons."""
    read, persons = tallies(evidence.quality), []
    for name, contract in sorted(evidence.contracts.items()):
        if own := read.get(name):
            persons += [own] if contract.is_personal else []
            lines = own.read, own.kept, own.read - own.kept
            told = (None, None, None) if contract.is_personal else lines
            yield _contract(name, contract.title, own, told)
    if persons:
        every = together(persons)
        lines = every.read, every.kept, every.read - every.kept
        yield _contract(OF_PERSONS, OF_PERSONS, every, tuple(map(rounded, lines)))


def _contract(name: str, title: str, own: Tally, lines: Sequence[int | None]) -> dict[str, Any]:
    read, kept, others = lines
    return {
        "contrat": name,
        "titre": title,
        "fichiers": len(own.files),
        "lignes_lues": read,
        "lignes_gardees": kept,
        "lignes_ecartees": others,
        "sha256": own.sha256,
    }
