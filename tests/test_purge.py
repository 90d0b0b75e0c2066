"""A purge takes what tells of people, keeps what tells of the pole, and says what it took."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.purge import purge


def an_edition(folder: Path) -> Path:
    (folder / "retours" / "velo").mkdir(parents=True)
    names = ("rapport-2025.pdf", "indicateurs.csv", "ro-crate-metadata.json", "anomalies.csv")
    for name in (*names, "retours/velo/fiche.html"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def left(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_private_files_go_and_published_ones_stay(tmp_path: Path) -> None:
    folder = an_edition(tmp_path / "2025")
    assert purge(folder) == ("anomalies.csv", "retours/velo/fiche.html")
    kept = ["indicateurs.csv", "purge.csv", "rapport-2025.pdf", "ro-crate-metadata.json"]
    assert left(folder) == kept


def test_the_digests_of_what_went_stay_over_several_purges(tmp_path: Path) -> None:
    folder = an_edition(tmp_path / "2025")
    purge(folder)
    (folder / "anomalies.csv").write_text("encore", encoding="utf-8")
    purge(folder)
    assert (folder / "purge.csv").read_text(encoding="utf-8").splitlines() == [
        "fichier,sha256",
        f"anomalies.csv,{sha256(b'anomalies.csv').hexdigest()}",
        f"retours/velo/fiche.html,{sha256(b'retours/velo/fiche.html').hexdigest()}",
        f"anomalies.csv,{sha256(b'encore').hexdigest()}",
    ]


def test_the_digests_are_for_the_owner_alone(tmp_path: Path) -> None:
    """Few hidden counts: each guess of them makes a file, and the digest says which is right."""
    folder = an_edition(tmp_path / "2025")
    for _ in range(2):
        purge(folder)
        assert (folder / "purge.csv").stat().st_mode & 0o777 == 0o600


def test_a_second_purge_finds_nothing(tmp_path: Path) -> None:
    folder = an_edition(tmp_path / "2025")
    purge(folder)
    assert purge(folder) == ()


def test_a_folder_without_report_is_refused_and_untouched(tmp_path: Path) -> None:
    folder = an_edition(tmp_path / "2025")
    (folder / "rapport-2025.pdf").unlink()
    with pytest.raises(SettingsError, match="Aucun rapport dans"):
        purge(folder)
    assert "anomalies.csv" in left(folder)
