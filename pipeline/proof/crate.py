"""ro-crate-metadata.json: the same provenance as preuves.json, in the words of research archives.

A Process Run Crate (https://w3id.org/ro/wfrun/process): the program made the published files out
of the pole's files. Those stay with the pole, so they are described and not enclosed.
"""
# ruff: noqa: PLC0415, the library is loaded while the press prints

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from pipeline.compose.page import Report

NAME = "ro-crate-metadata.json"
PROFILE, VERSION = "https://w3id.org/ro/wfrun/process", "0.5"
TERMS = "https://w3id.org/ro/terms/workflow-run/context"
PROGRAM, RUN, POLE = "#ptce-impact", "#fabrication", "#pole"


@dataclass(frozen=True, slots=True)
class Crate:
    """A crate that waits for the files that its run published."""

    name: str  # the one that archives know, or that of a crate beside it for a funder's own report
    content: Any

    def closed(self, published: Mapping[str, bytes]) -> dict[str, bytes]:
        """The file itself under its name: the same bytes for the same run."""
        self.content.dereference(RUN)["result"] = list(_results(self.content, published))
        document = self.content.metadata.generate()
        document["@graph"].sort(key=lambda entity: entity["@id"])
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
        return {self.name: text.encode() + b"\n"}


def open_crate(report: Report, record: bytes, funder: str) -> Crate:
    """The crate of a run: the program, its parts and libraries, the files that it read."""
    from rocrate.rocrate import ROCrate

    crate, proofs = ROCrate(), json.loads(record)
    crate.metadata.extra_contexts.append(TERMS)
    crate.name = f"{report.pole.name} – Rapport d’impact {report.year}"
    crate.description = report.pole.tagline
    crate.datePublished = f"{report.year}-12-31"  # as in the PDF: nothing reads the clock
    profile = _add(crate, f"{PROFILE}/{VERSION}", "CreativeWork", name="Process Run Crate")
    profile["version"] = VERSION
    crate.root_dataset["conformsTo"] = profile
    pole = _add(crate, POLE, "Organization", name=report.pole.name, address=report.pole.address)
    program = _add(crate, PROGRAM, "SoftwareApplication", name="ptce-impact")
    program["hasPart"] = [
        _file(crate, "programme", one, "SoftwareSourceCode")
        for one in (*proofs["requetes"], *proofs["programme"])
    ]
    program["softwareRequirements"] = [
        _add(crate, f"#bibliotheque/{name}", "SoftwareApplication", name=name, version=version)
        for name, version in sorted(proofs["bibliotheques"].items())
    ]
    run = _add(crate, RUN, "CreateAction", name=f"Fabrication du rapport {report.year}")
    run["instrument"], run["agent"] = program, pole
    run["object"] = [
        _file(crate, "entree", one, "DigitalDocument")
        for one in (*proofs["fichiers"], *proofs["pole"])
    ]
    run["actionStatus"] = "http://schema.org/CompletedActionStatus"
    crate.root_dataset["mentions"] = run
    return Crate(NAME if funder == "general" else f"{funder}-{NAME}", crate)


def _results(crate: Any, published: Mapping[str, bytes]) -> Iterator[Any]:
    for name, content in sorted(published.items()):
        kind, _ = mimetypes.guess_type(name)
        described = {
            "name": name,
            "encodingFormat": kind or "application/octet-stream",
            "contentSize": str(len(content)),
            "sha256": sha256(content).hexdigest(),
        }
        yield crate.add_file(dest_path=name, properties=described)


def _file(crate: Any, group: str, one: Mapping[str, Any], kind: str) -> Any:
    """A file of the proofs, by its path and hash; its size would count the persons in it."""
    path, seal = one["chemin"], one.get("sceau")
    hashed = {"identifier": f"sceau:{seal}"} if seal else {"sha256": one["sha256"]}
    return _add(crate, f"#{group}/{quote(path)}", kind, name=path, **hashed)


def _add(crate: Any, identifier: str, kind: str, /, **properties: str) -> Any:
    from rocrate.model.contextentity import ContextEntity

    return crate.add(ContextEntity(crate, identifier, {"@type": kind, **properties}))
