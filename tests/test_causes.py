"""Why the system refused, said in French wherever a file or a folder is met."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pipeline.causes import cause_of
from pipeline.editions.ledger import LEDGER, read_ledger
from pipeline.errors import MachineError, SettingsError
from pipeline.reading.sources import find_files
from pipeline.toml_file import read_text_file
from tests.intake import BUYS, delivery, write

USUAL = (
    *("EACCES", "EPERM", "ENOSPC", "EDQUOT", "EROFS", "EISDIR", "ENOTDIR", "EEXIST", "ENOENT"),
    *("ENAMETOOLONG", "EBUSY", "ETXTBSY", "EIO", "ELOOP", "EFBIG", "EMFILE", "ESTALE", "ENOMEM"),
)


@pytest.mark.parametrize("name", USUAL)
def test_no_usual_cause_is_told_in_the_words_of_the_system(name: str) -> None:
    number = getattr(errno, name)
    told = cause_of(OSError(number, os.strerror(number)))
    assert os.strerror(number) not in f"{told.reason} {told.remedy}"


def test_a_cause_that_nobody_foresaw_is_quoted() -> None:
    assert cause_of(OSError(errno.EPROTO, "Protocol error")).reason == (
        "le système répond « Protocol error »"
    )


def test_a_folder_where_a_file_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / LEDGER).mkdir()
    with pytest.raises(MachineError, match="ne peut pas être lu : c'est un dossier"):
        read_ledger(tmp_path)
    with pytest.raises(SettingsError, match="ne peut pas être lu : c'est un dossier"):
        read_text_file(tmp_path)


def test_a_file_held_by_excel_is_set_aside_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.read_bytes

    def held(path: Path) -> bytes:
        if path.name == "achats.csv":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", held)
    with delivery(tmp_path, {BUYS: "achat_id;montant_ht_eur\nA1;10\n"}) as (intake, db):
        assert db.execute("select count(*) from structures").fetchall() == [(2,)]
    (fault,) = intake.faults
    assert (fault.file, fault.code) == (BUYS, "fichier_ferme")
    assert "Excel" in fault.reason
    assert fault.remedy.startswith("Fermez-le")


def test_a_closed_folder_is_never_taken_for_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {BUYS: "achat_id;montant_ht_eur\nA1;10\n"})
    whole = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("2025"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return whole(path)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(PermissionError, match="2025"):
        find_files(tmp_path)
