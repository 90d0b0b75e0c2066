"""The guides tell the truth: what they name exists, what exists is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SECRECY = ROOT / "pipeline" / "secrecy" / "README.md"
GUIDES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), SECRECY])
ROOMS = ("pipeline", "queries", "report_templates", "data", "tests", "docs", ".ci")
MADE_LATER = ("data/raw",)  # the coordinator's, ignored by git
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def named_paths(text: str) -> set[str]:
    """Paths of the project between back quotes or as link targets, without those to fill in."""
    quoted = re.findall(r"`([^`\s]+)`|\]\(([^)\s#]+)\)", text)
    return {
        path
        for path in (code or link for code, link in quoted)
        if path.split("/")[0] in ROOMS and not re.search(r"[<>*{]", path)
    }


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_path_named_in_a_guide_exists(guide: Path) -> None:
    named = {p for p in named_paths(guide.read_text("utf-8")) if not p.startswith(MADE_LATER)}
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_make_target_named_in_a_guide_exists(guide: Path) -> None:
    named = re.findall(r"(?:^|`|« )make ([a-z-]+)", guide.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= TARGETS


def test_the_readme_begins_with_the_two_commands() -> None:
    commands = re.findall(r"^make \w+", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert commands[:2] == ["make report", "make test"]


def test_decisions_are_numbered_in_order_and_have_the_same_three_parts() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        headings = re.findall(r"^## (.+)$", path.read_text("utf-8"), re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], path.name


def test_the_example_of_the_package_of_secrecy_runs_and_its_table_names_each_module() -> None:
    text = SECRECY.read_text("utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    exec(compile(example, SECRECY.name, "exec"), {})  # noqa: S102 - our own guide
    named = set(re.findall(r"`(\w+\.py)`", text))
    assert named == {path.name for path in SECRECY.parent.glob("[!_]*.py")}
