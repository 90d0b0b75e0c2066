"""Writing an edition to disk so that a reader finds yesterday's report or today's, never a mix.

Everything is written beside the folder and forced to the disk; then the two folders change
places in one step of the file system. A run killed at any instant leaves one of them whole.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.causes import cause_of
from pipeline.errors import MachineError, SettingsError, plain_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PUBLIC_MODE = 0o666  # less what the umask takes away
PRIVATE_MODE = 0o600
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def publish(
    folder: Path, files: Mapping[str, bytes], private: Mapping[str, bytes] | None = None
) -> None:
    """Replace in `folder` the named files, all at once; whatever else it holds stays.

    Names are relative and may have sub-folders. `private` files can be read by their owner only.
    """
    folder = folder.absolute() if not folder.is_symlink() else folder.resolve()
    if Path.cwd().is_relative_to(folder):
        raise SettingsError(
            f"Le rapport remplace son dossier d'un coup : « {plain_path(folder)} » contient le "
            "dossier courant. Indiquez un sous-dossier réservé au rapport."
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists() and not folder.is_dir():
            raise FileExistsError(errno.EEXIST, "not a folder", str(folder))
        with _lock(folder):
            _replace(folder, files, private or {})
    except OSError as error:
        raise _as_machine_error(error, folder) from error


def _replace(folder: Path, files: Mapping[str, bytes], private: Mapping[str, bytes]) -> None:
    new = folder.with_name(f".{folder.name}.nouveau")
    old = folder.with_name(f".{folder.name}.ancien")
    if old.exists() and not folder.exists():  # killed between the two moves of `_swap`
        old.replace(folder)
    for remains in (new, old):
        if remains.exists():
            shutil.rmtree(remains)
    try:
        new.mkdir()
        for names, mode in ((files, PUBLIC_MODE), (private, PRIVATE_MODE)):
            for name, content in names.items():
                _write(_inside(new, name), content, mode)
        if folder.exists():
            _carry_over(folder, new)
        for place, _, _ in os.walk(new):
            _sync_folder(Path(place))
        _swap(new, folder, old)
    finally:
        for remains in (new, old):
            shutil.rmtree(remains, ignore_errors=True)
    _sync_folder(folder.parent)


def _inside(root: Path, name: str) -> Path:
    """The path of a file of the edition, its sub-folders made."""
    path = root / name
    if not name or ".." in path.parts or Path(name).is_absolute():
        raise ValueError(f"not a file name of the edition: {name!r}")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _carry_over(folder: Path, new: Path) -> None:
    """Give `new` what else is in `folder`: a second name for each file, not a second copy."""
    for place, folders, names in os.walk(folder):
        target = new / Path(place).relative_to(folder)
        target.mkdir(exist_ok=True)
        shutil.copymode(place, target)
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in [*names, *links]:
            if os.path.lexists(target / name):
                continue
            try:
                os.link(Path(place, name), target / name, follow_symlinks=False)
            except OSError:  # a file system without hard links
                shutil.copy2(Path(place, name), target / name, follow_symlinks=False)


def _swap(new: Path, folder: Path, old: Path) -> None:
    """Put `new` in the place of `folder`."""
    if not folder.exists():
        new.replace(folder)
    elif not exchange_folders(new, folder):
        folder.replace(old)
        try:
            new.replace(folder)
        except OSError:
            old.replace(folder)
            raise


def exchange_folders(new: Path, folder: Path) -> bool:
    """Swap two folders in one step; False where the system has no such call."""
    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(new), os.fsencode(folder)
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(*paths, 2)  # RENAME_SWAP
        else:
            failed = library.renameat2(-100, paths[0], -100, paths[1], 2)  # RENAME_EXCHANGE
    except AttributeError:
        return False
    code = ctypes.get_errno()
    if failed and code not in _NO_EXCHANGE:
        raise OSError(code, os.strerror(code), str(folder))
    return not failed


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Keep any other run away from `folder`, with a file beside it that goes at the end."""
    path = folder.with_name(f".{folder.name}.verrou")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, PRIVATE_MODE)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_ours = path.exists() and path.stat().st_ino == os.fstat(descriptor).st_ino
        except BlockingIOError:
            is_ours = False
        if not is_ours:
            raise MachineError(
                f"Un autre rapport s'écrit en ce moment dans « {plain_path(folder)} ». "
                "Attendez sa fin, puis relancez."
            )
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _as_machine_error(error: OSError, folder: Path) -> MachineError:
    cause = cause_of(error)
    return MachineError(
        f"Impossible d'écrire le rapport dans « {plain_path(folder)} » : {cause.reason}. "
        f"{cause.remedy}, ou indiquez un autre dossier avec --sortie, puis relancez. "
        "Aucun fichier n'y est resté à moitié écrit."
    )
