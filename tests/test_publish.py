"""Publishing: at any instant the folder holds yesterday's report or today's, whole."""

from __future__ import annotations

import errno
import fcntl
import itertools
import os
import stat
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import MachineError, SettingsError
from pipeline.printing import publish as publishing
from pipeline.printing.publish import publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = "rapport-2025"
OLD = {"rapport.pdf": b"hier", "donnees/INS-01.csv": b"1\n", "audit.json": b"{}"}
NEW = {"rapport.pdf": b"aujourd'hui", "donnees/INS-01.csv": b"2\n", "audit.json": b"{1}"}
MINE = {"notes/mot.txt": b"ne pas perdre"}
SYSTEM_CALLS = ("open", "write", "fsync", "mkdir", "link", "replace", "rmdir", "unlink")


def write(folder: Path, files: dict[str, bytes]) -> None:
    public = {name: content for name, content in files.items() if name != "audit.json"}
    publish(folder, public, private={"audit.json": files["audit.json"]})


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with yesterday's report and a file of the coordinator's own."""
    place = tmp_path / NAME
    write(place, OLD)
    (place / "notes").mkdir()
    (place / "notes" / "mot.txt").write_bytes(MINE["notes/mot.txt"])
    return place


def neighbours(folder: Path) -> list[str]:
    """What stands beside the report, hidden files included."""
    return sorted(path.name for path in folder.parent.iterdir())


def break_call(
    monkeypatch: pytest.MonkeyPatch, number: int, failure: Callable[[], None]
) -> list[str]:
    """Make the `number`-th call to the file system run `failure` first; tells which it was."""
    calls = itertools.count(1)
    broken: list[str] = []

    def breaking(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def maybe_fail(*args: object, **options: object) -> object:
            if next(calls) == number:
                broken.append(name)
                failure()
            return call(*args, **options)

        return maybe_fail

    for name in SYSTEM_CALLS:
        monkeypatch.setattr(os, name, breaking(name, getattr(os, name)))
    exchange = breaking("exchange", publishing.exchange_folders)
    monkeypatch.setattr(publishing, "exchange_folders", exchange)
    return broken


def disk_full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_report_replaces_the_last_one_and_keeps_the_coordinators_own_files(folder: Path) -> None:
    write(folder, NEW)
    assert content(folder) == NEW | MINE
    assert neighbours(folder) == [NAME]


def test_private_files_are_for_their_owner_only(folder: Path) -> None:
    write(folder, NEW)
    assert stat.S_IMODE((folder / "audit.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "rapport.pdf").stat().st_mode) & 0o044


@pytest.fixture(params=["exchange", "two moves"])
def has_exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the file system can swap two folders in one call."""
    if request.param == "two moves":
        monkeypatch.setattr(publishing, "exchange_folders", lambda _new, _folder: False)
    return bool(request.param == "exchange")


@pytest.mark.usefixtures("has_exchange")
def test_each_failing_call_leaves_a_whole_report(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ["start"]
    for number in itertools.count(1):
        message = ""
        with monkeypatch.context() as patched:
            broken = break_call(patched, number, disk_full)
            try:
                write(folder, NEW)
            except MachineError as error:
                message = str(error)
        assert content(folder) in ([OLD | MINE, NEW | MINE] if message else [NEW | MINE])
        assert not message or (NAME in message and "disque est plein" in message)
        write(folder, OLD)  # a plain rerun heals and clears what was left
        assert content(folder) == OLD | MINE
        assert neighbours(folder) == [NAME]
        if not broken:
            break
    assert number > 25


def test_a_run_killed_at_each_call_leaves_a_whole_report(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, has_exchange: bool
) -> None:
    for number in itertools.count(1):
        child = os.fork()
        if child == 0:
            break_call(monkeypatch, number, lambda: os._exit(9))
            write(folder, NEW)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if has_exchange:  # without that call, the folder may be away until the next run
            assert content(folder) in ([OLD | MINE, NEW | MINE] if status else [NEW | MINE])
        write(folder, OLD)
        assert content(folder) == OLD | MINE
        assert neighbours(folder) == [NAME]
        if status == 0:
            break
    assert number > 25


def test_short_writes_lose_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, rest: whole(descriptor, rest[:3]))
    write(folder, NEW)
    assert content(folder) == NEW | MINE


def test_a_second_run_at_the_same_time_is_told_to_wait(folder: Path) -> None:
    lock = os.open(folder.with_name(f".{NAME}.verrou"), os.O_CREAT | os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with pytest.raises(MachineError, match="Un autre rapport s'écrit"):
        write(folder, NEW)
    os.close(lock)
    assert content(folder) == OLD | MINE


def test_a_lock_that_was_just_removed_is_not_taken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = fcntl.flock

    def late(descriptor: int, operation: int) -> None:
        folder.with_name(f".{NAME}.verrou").unlink()  # the other run ends in between
        lock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    with pytest.raises(MachineError, match="Un autre rapport s'écrit"):
        write(folder, NEW)


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("ma liste")
    with pytest.raises(MachineError, match="un fichier porte déjà ce nom"):
        write(tmp_path / NAME, NEW)
    assert (tmp_path / NAME).read_text() == "ma liste"


def test_a_link_to_a_folder_is_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "dernier").symlink_to(folder)
    write(tmp_path / "dernier", NEW)
    assert (tmp_path / "dernier").is_symlink()
    assert content(folder) == NEW | MINE


def test_the_current_folder_is_never_swapped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(SettingsError, match="sous-dossier"):
        write(folder, NEW)
    assert content(folder) == OLD | MINE


@pytest.mark.parametrize("name", ["../ailleurs.csv", "/ailleurs.csv", ""])
def test_a_name_cannot_leave_the_folder(folder: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a file name"):
        publish(folder, {name: b""})
    assert content(folder) == OLD | MINE


def test_a_read_only_disk_is_named_with_a_way_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    break_call(monkeypatch, 2, refuse)
    with pytest.raises(MachineError, match=r"lecture seule.*autre dossier"):
        write(folder, NEW)
