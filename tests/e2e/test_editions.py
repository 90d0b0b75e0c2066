"""A pole publishes, a file changes, the next run stops; once explained, it prints what changed."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.command import Ended, run
from tests.e2e.paper import pages

PURCHASES = "depots/berges/2025/achats.csv"
TITLE = "Ce qui a changé depuis la dernière édition"


def test_a_restatement_stops_then_prints_once_explained(project: Path, pole: Path) -> None:
    def command(name: str) -> Ended:
        return run(project, "--pole", pole, "--sortie", pole / ".sortie", name=name)

    def paper() -> Path:
        return next((pole / ".sortie").rglob("rapport-2025.pdf"))

    first = command("publish")
    assert (first.code, "publication n° 1" in first.out) == (0, True), first.said
    published, ledger = paper().read_bytes(), (pole / "editions.jsonl").read_bytes()

    again = command("publish")
    assert (again.code, "déjà publiée à l'identique" in again.out) == (0, True), again.said
    assert (pole / "editions.jsonl").read_bytes() == ledger
    assert paper().read_bytes() == published
    assert not any(TITLE in page for page in pages(paper()))

    purchases = pole / PURCHASES
    purchases.write_bytes(purchases.read_bytes().replace(b"21 591,07", b"29 591,07"))
    refused = command("report")
    assert refused.code == 1
    assert "changé sans explication" in refused.err
    assert f"{PURCHASES} (modifié)" in refused.err
    assert paper().read_bytes() == published

    asked = refused.err[refused.err.index("[[changements]]") :]
    answer = asked.replace('phrase = ""', 'phrase = "Une facture mal saisie."')
    (pole / "changements.toml").write_text(answer, encoding="utf-8")
    explained = command("publish")
    assert (explained.code, "publication n° 2" in explained.out) == (0, True), explained.said
    pages.cache_clear()
    (page,) = (p for p in pages(paper()) if TITLE in p and "Empreinte du registre" in p)
    assert "Source corrigée. Une facture mal saisie." in page
    restated = paper().read_bytes()
    assert command("report").code == 0
    assert paper().read_bytes() == restated
