"""What the machine must have before anything is installed: Python, venv, the Pango libraries.

Run by the system's own Python (`python3 -m pipeline.system`), so: standard library only, and a
syntax that Python 3.6 can read, in order to tell its user in one sentence that it is too old.
"""

import ctypes
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

EXIT_CODE = 4
OLDEST_PYTHON = (3, 11)


class Need(NamedTuple):
    """One thing that must be there: any of `names`, of one kind, and the packages that bring it."""

    kind: str  # "library", "module", "program" or "file"
    names: "tuple[str, ...]"
    debian: str
    fedora: str
    brew: str


def _library(stem: str, soname: str, debian: str, fedora: str, brew: str) -> Need:
    major = soname.rpartition(".")[2]
    names = (soname, f"lib{stem}.{major}.dylib", f"lib{stem}.dylib")
    return Need("library", names, debian, fedora, brew)


LIBRARIES = (
    _library("pango-1.0", "libpango-1.0.so.0", "libpango-1.0-0", "pango", "pango"),
    _library("pangoft2-1.0", "libpangoft2-1.0.so.0", "libpangoft2-1.0-0", "pango", "pango"),
    _library("harfbuzz", "libharfbuzz.so.0", "libharfbuzz0b", "harfbuzz", "harfbuzz"),
    _library(
        "harfbuzz-subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset0", "harfbuzz", "harfbuzz"
    ),
    _library("gobject-2.0", "libgobject-2.0.so.0", "libglib2.0-0", "glib2", "glib"),
    _library("fontconfig", "libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
)
VENV = (
    Need("module", ("venv",), "python3-venv", "python3", "python"),
    Need("module", ("ensurepip",), "python3-venv", "python3", "python"),
)
TEST_TOOLS = (
    Need("program", ("pdftotext",), "poppler-utils", "poppler-utils", "poppler"),
    Need("program", ("qpdf",), "qpdf", "qpdf", "qpdf"),
    Need("program", ("javac",), "default-jdk-headless", "java-devel", "openjdk"),
    Need("file", ("/usr/share/java/jaxb-runtime.jar",), "libjaxb-java", "", ""),
)


class Machine(NamedTuple):
    """What is asked of the machine; the tests give another one."""

    system: str  # "debian", "fedora", "macos", "windows" or ""
    python: "tuple[int, ...]"
    is_root: bool
    has: "Callable[[str, str], bool]"  # kind and name of a need
    run: "Callable[[tuple[str, ...]], bool]"  # a command; whether it succeeded


def this_machine() -> Machine:
    """The machine that runs this very line."""
    return Machine(
        system_name(platform.system(), _os_release()),
        tuple(sys.version_info[:3]),
        hasattr(os, "geteuid") and os.geteuid() == 0,
        _has,
        _run,
    )


def _os_release() -> str:
    try:
        return Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return ""


def system_name(kernel: str, os_release: str) -> str:
    """The family whose package tool is known, from the kernel's name and /etc/os-release."""
    if kernel in ("Darwin", "Windows"):
        return {"Darwin": "macos", "Windows": "windows"}[kernel]
    pairs = [line.partition("=") for line in os_release.splitlines()]
    families = " ".join(value.strip('"') for key, _, value in pairs if key in ("ID", "ID_LIKE"))
    for family, name in (("debian", "debian"), ("ubuntu", "debian"), ("fedora", "fedora")):
        if family in families.split():
            return name
    return ""


def _has(kind: str, name: str) -> bool:
    if kind == "library":
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True
    if kind == "module":
        return importlib.util.find_spec(name) is not None
    return shutil.which(name) is not None if kind == "program" else Path(name).exists()


def _run(command: "tuple[str, ...]") -> bool:
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    return subprocess.call(command, env=environment, stdout=subprocess.DEVNULL) == 0  # noqa: S603


def missing(needs: "tuple[Need, ...]", machine: Machine) -> "tuple[Need, ...]":
    """The needs that this machine does not meet, in order."""
    return tuple(
        need for need in needs if not any(machine.has(need.kind, name) for name in need.names)
    )


def packages(needs: "tuple[Need, ...]", system: str) -> "tuple[str, ...]":
    """The packages that bring these needs on that system, each once, in order."""
    column = {"debian": "debian", "fedora": "fedora", "macos": "brew"}[system]
    return tuple(dict.fromkeys(filter(None, (getattr(need, column) for need in needs))))


def complaint(needs: "tuple[Need, ...]", machine: Machine) -> str:
    """One French sentence with the one command to type, or nothing when all is there."""
    lacking = missing(needs, machine)
    if not lacking:
        return ""
    what = f"Il manque à cette machine : {', '.join(need.names[0] for need in lacking)}."
    return f"{what} {way_out(lacking, machine.system)}".rstrip()


def way_out(needs: "tuple[Need, ...]", system: str) -> str:
    """The French sentence that says how to install these needs on that system, if it is known."""
    if system == "windows":
        return "Sous Windows, tapez « wsl --install », puis recommencez dans Ubuntu."
    if not system:
        return "Installez Pango, HarfBuzz et venv avec l'outil de votre système."
    installer = {
        "debian": "sudo apt-get install",
        "fedora": "sudo dnf install",
        "macos": "brew install",
    }[system]
    names = packages(needs, system)
    command = " ".join((installer, *names))
    return f"Tapez cette commande, puis recommencez : {command}" if names else ""


def old_python(machine: Machine) -> str:
    """One French sentence when this Python is too old, or nothing."""
    if machine.python >= OLDEST_PYTHON:
        return ""
    version = ".".join(str(part) for part in machine.python)
    return (
        f"Il faut Python 3.11 ou plus récent ; celui-ci est le {version}. Installez-en un plus "
        "récent, puis indiquez-le, par exemple : make report PYTHON=python3.12"
    )


def prepare(machine: Machine, *, with_tests: bool) -> int:
    """Check everything, install what is missing when this is root on Debian; an exit code."""
    too_old = old_python(machine)
    if too_old:
        return _refuse(too_old)
    wanted = LIBRARIES + VENV + (TEST_TOOLS if with_tests else ())
    lacking = missing(wanted, machine)
    if lacking and machine.system == "debian" and machine.is_root:
        names = packages(lacking, "debian")
        _say(f"Installation, une seule fois, de : {', '.join(names)}.")
        machine.run(("apt-get", "update", "-qq"))
        machine.run(("apt-get", "install", "-qq", "-y", "--no-install-recommends", *names))
    sentence = complaint(LIBRARIES + VENV, machine)
    if sentence:
        return _refuse(sentence)
    if with_tests and missing(TEST_TOOLS, machine):
        _say(complaint(TEST_TOOLS, machine) + "\nSans cela, des tests sont passés : ils le disent.")
    return 0


def _refuse(sentence: str) -> int:
    _say(sentence)
    return EXIT_CODE


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    sys.exit(prepare(this_machine(), with_tests="--tests" in sys.argv[1:]))
