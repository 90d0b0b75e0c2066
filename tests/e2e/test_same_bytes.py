"""The same files give the same report, whoever prints it and wherever."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from tests.e2e.command import Printed, Watched, content
from tests.e2e.paper import laid_open


def digests(printed: Printed) -> dict[str, str]:
    return {name: sha256(data).hexdigest() for name, data in content(printed.folder).items()}


def test_every_published_file_has_the_same_bytes_elsewhere(
    demo: Printed, elsewhere: Watched
) -> None:
    ended = elsewhere.printed.ended
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith("Identique : l’édition/rapport-2025.pdf, octet pour octet.\n")
    assert digests(elsewhere.printed) == digests(demo)
    assert {
        "rapport-2025.pdf",
        "rapport-2025.html",
        "preuves.json",
        "ro-crate-metadata.json",
        "indicateurs.csv",
        "anomalies.csv",
    } <= digests(demo).keys()


def test_the_report_names_neither_the_machine_nor_the_place(
    demo: Printed, elsewhere: Watched, shared: Path
) -> None:
    for printed in (demo, elsewhere.printed):
        files = {**content(printed.folder), printed.pdf.name: laid_open(printed.pdf)}
        for name, data in files.items():
            assert str(shared).encode() not in data, name
            assert b"/home/" not in data, name
            if name == "ro-crate-metadata.json":  # names the templates on purpose, as do the proofs
                continue
            assert b"report_templates" not in data.replace(files["preuves.json"], b""), name
