"""The command as a coordinator types it, in a process of its own, on a copy of the project."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "data" / "demo"
PROJECT = (
    "pipeline",
    "queries",
    "report_templates",
    "data/contracts",
    "data/reference",
    "data/demo",
)
LAST_STEP = "Étape 6 sur 6"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All that it wrote on the terminal."""
        return f"{self.out}\n{self.err}"


@dataclass(frozen=True, slots=True)
class Printed:
    """A run that had an edition to write, and the PDF that it was to write."""

    ended: Ended
    pdf: Path

    @property
    def folder(self) -> Path:
        """The folder of the edition."""
        return self.pdf.parent


@dataclass(frozen=True, slots=True)
class Watched:
    """An edition, and the folder of what its last step received."""

    printed: Printed
    kept: Path


@dataclass(frozen=True, slots=True)
class Resumed:
    """An edition printed by a second run, and what the first left behind when it was killed."""

    printed: Printed
    killed: Ended
    files: Path
    processes: str  # those that outlived it


def copy_project(place: Path) -> None:
    """What the command needs and no `data/raw`, as on a fresh clone."""
    for part in PROJECT:
        shutil.copytree(ROOT / part, place / part)
    shutil.copy(ROOT / "requirements.lock", place)


def start(
    project: Path,
    *options: str | Path,
    cwd: Path | None = None,
    program: Sequence[str] = ("-m", "pipeline"),
    name: str = "report",
    **variables: str,
) -> subprocess.Popen[bytes]:
    """The command begun, with nothing of the machine's habits but where programs are."""
    habits = {"PATH": os.environ["PATH"], "PYTHONPATH": str(project)}
    return subprocess.Popen(
        [sys.executable, *program, name, *map(str, options)],
        cwd=cwd or project,
        env=habits | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run(
    project: Path,
    *options: str | Path,
    cwd: Path | None = None,
    program: Sequence[str] = ("-m", "pipeline"),
    name: str = "report",
    **variables: str,
) -> Ended:
    """The command, to its end."""
    with start(project, *options, cwd=cwd, program=program, name=name, **variables) as process:
        out, err = process.communicate(timeout=300)
    return Ended(process.returncode, out.decode(), err.decode())


def children(process: int) -> list[int]:
    """The processes that it started; none where the system does not tell."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(number) for number in listed.read_text().split()] if listed.exists() else []


def lives(process: int) -> bool:
    """Whether it runs still: one that has ended and waits to be counted does not."""
    state = Path(f"/proc/{process}/stat")
    try:
        return state.read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def once(shared: Path, name: str, makers: Mapping[str, Callable[[Path], Ended | None]]) -> Ended:
    """What the maker of that name gives: done by the first worker that asks, told to the others.

    A worker that finds it under way does the others meanwhile rather than wait.
    """
    for other in (name, *makers):
        if (shared / f"{name}.json").exists():
            break
        _make(shared, other, makers[other], fcntl.LOCK_EX | fcntl.LOCK_NB)
    _make(shared, name, makers[name], fcntl.LOCK_EX)
    return Ended(**json.loads((shared / f"{name}.json").read_text(encoding="utf-8")))


def _make(shared: Path, name: str, make: Callable[[Path], Ended | None], how: int) -> None:
    told = shared / f"{name}.json"
    with told.with_suffix(".verrou").open("w") as lock, suppress(BlockingIOError):
        fcntl.flock(lock, how)
        if not told.exists():
            ended = make(shared) or Ended(0, "", "")
            draft = told.with_suffix(".brouillon")
            draft.write_text(json.dumps(asdict(ended)), encoding="utf-8")
            draft.replace(told)


def content(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, hidden ones included, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
