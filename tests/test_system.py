"""The machine is checked before anything is installed, and the way out is one command."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pipeline import system
from pipeline.system import LIBRARIES, Machine, complaint, prepare

SOURCE = Path(system.__file__).read_text(encoding="utf-8")


class Desk:
    """A machine that lacks some things, whose package tool may bring them, and what it ran."""

    def __init__(self, *lacking: str, repairs: bool = True) -> None:
        """Say what is lacking, and whether an installation brings it."""
        self.lacking = set(lacking)
        self.repairs = repairs
        self.commands: list[str] = []

    def machine(
        self, name: str, *, is_root: bool = False, python: tuple[int, ...] = (3, 12, 1)
    ) -> Machine:
        """The same desk under that system."""
        return Machine(name, python, is_root, lambda _, need: need not in self.lacking, self.run)

    def run(self, command: tuple[str, ...]) -> bool:
        """Remember the command; an installation brings all that was lacking."""
        self.commands.append(" ".join(command))
        if self.repairs and "install" in command:
            self.lacking.clear()
        return True


PANGO = tuple(name for need in LIBRARIES[:2] for name in need.names)
SUBSET = LIBRARIES[3].names


def test_a_complete_machine_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk()
    assert prepare(desk.machine("debian", is_root=True), with_tests=True) == 0
    assert desk.commands == []
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("debian", "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"),
        ("fedora", "sudo dnf install pango"),
        ("macos", "brew install pango"),
    ],
)
def test_without_pango_one_command_is_given_for_this_system(
    name: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(*PANGO)
    assert prepare(desk.machine(name), with_tests=False) == 4
    said = capsys.readouterr().err
    assert said.endswith(f"Tapez cette commande, puis recommencez : {command}\n")
    assert "Il manque à cette machine : libpango-1.0.so.0, libpangoft2-1.0.so.0." in said
    assert desk.commands == []


def test_under_windows_the_way_out_is_wsl() -> None:
    assert "wsl --install" in complaint(LIBRARIES, Desk(*PANGO).machine("windows"))


def test_another_linux_is_told_what_to_look_for() -> None:
    assert "Installez Pango" in complaint(LIBRARIES, Desk(*PANGO).machine(""))


def test_one_missing_library_names_its_package_only() -> None:
    sentence = complaint(LIBRARIES, Desk(*SUBSET).machine("debian"))
    assert sentence.endswith("sudo apt-get install libharfbuzz-subset0")


def test_root_on_debian_gets_it_installed(capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(*PANGO, "ensurepip")
    packages = "libpango-1.0-0 libpangoft2-1.0-0 python3-venv"
    assert prepare(desk.machine("debian", is_root=True), with_tests=False) == 0
    assert desk.commands == [
        "apt-get update -qq",
        f"apt-get install -qq -y --no-install-recommends {packages}",
    ]
    assert "Installation, une seule fois, de : libpango-1.0-0" in capsys.readouterr().err


def test_an_installation_that_fails_ends_on_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    desk = Desk(*PANGO, repairs=False)
    assert prepare(desk.machine("debian", is_root=True), with_tests=False) == 4
    assert "sudo apt-get install libpango-1.0-0" in capsys.readouterr().err


def test_the_tools_of_the_tests_are_asked_for_only_with_the_tests() -> None:
    desk = Desk("qpdf")
    assert prepare(desk.machine("debian", is_root=True), with_tests=False) == 0
    assert desk.commands == []
    assert prepare(desk.machine("debian", is_root=True), with_tests=True) == 0
    assert desk.commands[-1].endswith(" qpdf")


def test_without_the_tools_of_the_tests_one_goes_on_and_knows_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert prepare(Desk("javac").machine("fedora"), with_tests=True) == 0
    said = capsys.readouterr().err
    assert "sudo dnf install java-devel" in said
    assert "des tests sont passés" in said


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 6, 15)])
def test_an_old_python_is_told_in_one_sentence(
    version: tuple[int, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert prepare(Desk().machine("debian", python=version), with_tests=False) == 4
    said = capsys.readouterr().err
    assert said.startswith("Il faut Python 3.11 ou plus récent ; celui-ci est le 3.")
    assert "make report PYTHON=" in said


def test_an_old_python_can_read_the_module() -> None:
    ast.parse(SOURCE, feature_version=(3, 6))
    assert "from __future__" not in SOURCE  # unknown to Python 3.6 for annotations


def test_only_the_standard_library_is_imported() -> None:
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.ImportFrom)
    }
    assert imported <= {
        *("collections", "ctypes", "importlib", "os", "pathlib", "platform"),
        *("shutil", "subprocess", "sys", "typing"),
    }


@pytest.mark.parametrize(
    ("kernel", "os_release", "name"),
    [
        ("Linux", 'ID=debian\nVERSION_ID="12"\n', "debian"),
        ("Linux", "ID=linuxmint\nID_LIKE=ubuntu\n", "debian"),
        ("Linux", 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', "fedora"),
        ("Linux", "ID=arch\n", ""),
        ("Darwin", "", "macos"),
        ("Windows", "", "windows"),
    ],
)
def test_systems_are_recognised_by_family(kernel: str, os_release: str, name: str) -> None:
    assert system.system_name(kernel, os_release) == name
