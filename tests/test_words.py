"""What the pole types is its own: it is told where its words speak of a few persons."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.checking.words import small_groups
from pipeline.closing import closing_lines
from pipeline.received import Quality


def found(place: Path, text: str, threshold: int = 5) -> list[str]:
    (place / "textes").mkdir()
    (place / "textes" / "insertion.md").write_text(f"# Titre\n{text}\n", encoding="utf-8")
    return list(small_groups(place, threshold))


@pytest.mark.parametrize(
    "words",
    ["3 personnes", "Deux salariées", "une seule femme", "quatre sortants", "1 réfugié"],
)
def test_a_small_group_is_told_with_its_place(tmp_path: Path, words: str) -> None:
    said = f"textes/insertion.md, ligne 2 : « {words} »"
    assert found(tmp_path, f"En 2025, {words} à Saint-Denis.") == [said]


@pytest.mark.parametrize(
    "text",
    [
        "5 personnes", "cinq femmes", "trois structures", "13 salariés", "0 personne", "1,3 femmes",
        '{{ valeur("insertion/salaries_en_insertion") }} personnes', "une personne qui travaille",
    ],
)  # fmt: skip
def test_what_is_no_small_group_is_left_alone(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, f"En 2025, {text}.") == []


def test_the_threshold_is_that_of_the_pole(tmp_path: Path) -> None:
    assert found(tmp_path, "dix jeunes", 11) == ["textes/insertion.md, ligne 2 : « dix jeunes »"]


def test_the_run_ends_by_naming_them() -> None:
    nothing = Quality((), (), (), (), (), {}, {})
    lines = closing_lines(Path("r.pdf"), 2025, nothing, typed=("textes/a.md, ligne 1 : « x »",))
    assert "que rien ne masque : textes/a.md, ligne 1 : « x »." in "\n".join(lines)
    assert "Petits groupes" not in "\n".join(closing_lines(Path("r.pdf"), 2025, nothing))
