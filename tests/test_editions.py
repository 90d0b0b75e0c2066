"""What is published stays said: the ledger cannot be touched, a change is explained or refused."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from itertools import cycle
from pathlib import Path

import pytest

import pipeline
from pipeline.answers import CHANGES_FILE, Cause, Explanation, read_answers
from pipeline.comparison import USUAL_ATTENTION
from pipeline.compose.changes import compose_changes
from pipeline.compose.material import Source, Targets
from pipeline.editions.changes import compare, publication_of
from pipeline.editions.ledger import LEDGER, Printed, Publication, append, read_ledger
from pipeline.editions.refusal import refuse_unexplained
from pipeline.errors import DataError, MachineError
from pipeline.model import CellKey, Figure, Figures, State
from pipeline.plan import FunderPlan, Plan
from pipeline.received import Quality, SourceFile
from tests.builders import indicator

ROOT = Path(__file__).resolve().parent.parent
HEAD = indicator("insertion/personnes", raw_tables=("contrats",), sha256="b" * 64)
PLAN = Plan(FunderPlan("general", "", "", (), (HEAD.id,)), ())
NAMES = {"velo": "Le Vélo"}


def figures(year: int, values: Mapping[tuple[int, str], str | None], threshold: int = 5) -> Figures:
    """An edition from {(year, structure): persons}; None is a hidden figure."""
    cells = {}
    for (of_year, structure), value in values.items():
        key = CellKey(HEAD.id, of_year, structure)
        state = State.HIDDEN if value is None else State.VALUE
        cells[key] = Figure(key, state, None if value is None else Decimal(value))
    return Figures({HEAD.id: HEAD}, cells, tuple(range(year - 4, year + 1)), {}, threshold)


def quality(**files: str) -> Quality:
    """A delivery of contracts of 2024, from the hash of each file."""
    read = tuple(
        SourceFile(f"depots/{name}.csv", "contrats", None, 2024, sha256, 1, "utf-8", ";")
        for name, sha256 in files.items()
    )
    return Quality(read, (), (), (), (), {}, NAMES)


def edition(year: int, values: Mapping[tuple[int, str], str | None], **files: str) -> Publication:
    return publication_of(figures(year, values), quality(**files), USUAL_ATTENTION)


FIRST = edition(2024, {(2023, ""): "100", (2024, ""): "120", (2024, "velo"): None}, a="1" * 64)
SECOND = edition(2025, {(2024, ""): "121", (2025, ""): "140"}, a="2" * 64)


# --- the ledger -----------------------------------------------------------------------------


def test_what_is_published_is_read_again(tmp_path: Path) -> None:
    assert read_ledger(tmp_path) == ()
    assert append(tmp_path, FIRST) == 1
    assert append(tmp_path, SECOND) == 2
    assert read_ledger(tmp_path) == (FIRST, SECOND)
    assert [path.name for path in tmp_path.iterdir()] == [LEDGER]


def test_a_hidden_figure_is_kept_without_its_number(tmp_path: Path) -> None:
    append(tmp_path, FIRST)
    line = json.loads((tmp_path / LEDGER).read_text(encoding="utf-8").split("\n")[0])
    assert line["chiffres"][HEAD.id] == [
        [2023, "", "", "valeur", "100\u202fpers."],
        [2024, "", "", "valeur", "120\u202fpers."],
        [2024, "velo", "", "masqué", "s"],
    ]
    assert line["regles"]["seuil"] == 5
    assert line["fichiers"] == {"depots/a.csv": "1" * 64}


def test_each_line_holds_the_hash_of_the_line_before(tmp_path: Path) -> None:
    append(tmp_path, FIRST)
    append(tmp_path, SECOND)
    lines = (tmp_path / LEDGER).read_bytes().splitlines()
    held = [json.loads(line)["precedent"] for line in lines]
    assert held == ["0" * 64, *(hashlib.sha256(line).hexdigest() for line in lines[:2])]


def test_publishing_twice_the_same_adds_nothing(tmp_path: Path) -> None:
    append(tmp_path, FIRST)
    append(tmp_path, SECOND)
    before = (tmp_path / LEDGER).read_bytes()
    assert append(tmp_path, FIRST) == 0
    assert (tmp_path / LEDGER).read_bytes() == before


def test_a_ledger_with_any_byte_changed_is_refused_and_left_alone(tmp_path: Path) -> None:
    append(tmp_path, FIRST)
    append(tmp_path, SECOND)
    path = tmp_path / LEDGER
    whole = path.read_bytes()
    for place, flip in zip(range(0, len(whole), 5), cycle((0x01, 0x20, 0x80)), strict=False):
        touched = whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :]
        path.write_bytes(touched)
        with pytest.raises(DataError, match="n'est plus tel que l'outil l'a écrit"):
            read_ledger(tmp_path)
        assert path.read_bytes() == touched


def test_a_ledger_cut_anywhere_or_continued_is_refused(tmp_path: Path) -> None:
    append(tmp_path, FIRST)
    append(tmp_path, SECOND)
    path = tmp_path / LEDGER
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    others = [whole + b"\n", whole + whole, b"".join(lines[1:]), b"".join([*lines[:1], lines[2]])]
    for touched in [*(whole[:n] for n in range(0, len(whole), 7)), *others]:
        path.write_bytes(touched)
        with pytest.raises(DataError):
            read_ledger(tmp_path)
        with pytest.raises(DataError):
            append(tmp_path, FIRST)
        assert path.read_bytes() == touched


def test_a_ledger_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(tmp_path, FIRST)
    before = (tmp_path / LEDGER).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(
        MachineError, match=r"l'édition n'est pas enregistrée.*\(le disque est plein\)"
    ):
        append(tmp_path, SECOND)
    assert (tmp_path / LEDGER).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [LEDGER]


def test_the_version_written_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert FIRST.tool == f"ptce-impact {pipeline.VERSION}" == f"ptce-impact {project['version']}"


# --- what changed ---------------------------------------------------------------------------

WHY = Explanation(1, (HEAD.id,), (2024,), Cause.LATE, "Un contrat est arrivé tard.")


def test_a_past_value_that_changed_is_found_with_its_explanation() -> None:
    now = figures(2025, {(2023, ""): "100", (2024, ""): "121", (2024, "velo"): None})
    (found,) = compare(now, (FIRST,), (WHY,)).changed
    assert (found.key.year, found.edition, found.publication) == (2024, 2024, 1)
    assert found.before == Printed(State.VALUE, "120\u202fpers.")
    assert found.after == Printed(State.VALUE, "121\u202fpers.")
    assert found.explanation == WHY


@pytest.mark.parametrize(
    ("values", "changed"),
    [
        ({(2023, ""): "100", (2024, ""): "120", (2024, "velo"): None, (2025, ""): "9"}, []),
        ({(2023, ""): "100", (2024, ""): None, (2024, "velo"): None}, [(2024, "", "masqué")]),
        ({(2023, ""): "100", (2024, ""): "120", (2024, "velo"): "7"}, [(2024, "velo", "valeur")]),
        ({(2023, ""): "100", (2024, ""): "120"}, [(2024, "velo", "non transmis")]),
    ],
    ids=["a new year is no change", "hidden now", "shown now", "absent now"],
)
def test_a_figure_hidden_shown_or_lost_is_a_change(
    values: Mapping[tuple[int, str], str | None], changed: list[tuple[int, str, str]]
) -> None:
    found = compare(figures(2025, values), (FIRST,), ()).changed
    assert [(o.key.year, o.key.structure, o.after.state.value) for o in found] == changed


def test_the_last_publication_of_a_figure_is_the_one_compared() -> None:
    now = figures(2026, {(2023, ""): "100", (2024, ""): "121", (2025, ""): "139"})
    late = edition(2025, {(2024, ""): "121", (2024, "velo"): None, (2025, ""): "140"})
    found = compare(now, (FIRST, late), (WHY,)).changed
    assert [(o.key.year, o.key.structure, o.publication) for o in found] == [
        (2024, "velo", 2),
        (2025, "", 2),
    ]
    assert all(one.explanation is None for one in found)  # explained for publication 1 only


def test_an_edition_already_published_prints_again_as_it_was() -> None:
    again = figures(2025, {(2024, ""): "121", (2025, ""): "140"})
    before = compare(again, (FIRST,), (WHY,))
    assert compare(again, (FIRST, SECOND), (WHY,)) == before


@pytest.mark.parametrize(
    ("structure", "covered"), [("", ["", "velo"]), ('structure = "velo"', ["velo"])]
)
def test_an_explanation_may_be_of_one_structure_only(
    tmp_path: Path, structure: str, covered: list[str]
) -> None:
    (tmp_path / CHANGES_FILE).write_text(
        f'[[changements]]\npublication = 1\nindicateurs = ["{HEAD.id}"]\nannees = [2024]\n'
        f'cause = "source corrigée"\nphrase = "Un doublon."\n{structure}\n',
        encoding="utf-8",
    )
    why = read_answers(tmp_path, [HEAD.id]).explanations
    now = figures(2024, {(2023, ""): "100", (2024, ""): "1", (2024, "velo"): "7"})
    found = compare(now, (FIRST,), why).changed
    assert [one.key.structure for one in found if one.explanation] == covered


# --- unexplained ----------------------------------------------------------------------------


def refusal(now: Figures, delivery: Quality) -> str:
    restated = compare(now, (FIRST,), ())
    with pytest.raises(DataError) as caught:
        refuse_unexplained(restated, (FIRST,), now, delivery, "mon pôle/changements.toml")
    return str(caught.value)


def test_an_unexplained_change_names_figure_values_and_files() -> None:
    now = figures(2025, {(2023, ""): "100", (2024, ""): "121", (2024, "velo"): "7"})
    said = refusal(now, quality(b="3" * 64))
    assert said.startswith("2 chiffres publiés ont changé sans explication")
    assert (
        "- INS-01 Personnes, 2024 : 120\u202fpers. dans l'édition 2024, 121\u202fpers. maintenant"
    ) in said
    assert "- INS-01 Personnes, 2024, Le Vélo : masqué dans l'édition 2024, 7\u202fpers." in said
    assert "depots/a.csv (retiré) ; depots/b.csv (ajouté)." in said


@pytest.mark.parametrize(
    ("files", "cause", "told"),
    [
        ({"a": "1" * 64, "b": "3" * 64}, Cause.LATE, "depots/b.csv (ajouté)."),
        ({"a": "3" * 64}, Cause.CORRECTED, "depots/a.csv (modifié)."),
        ({"a": "1" * 64}, Cause.METHOD, "aucun de ceux que ces chiffres lisent."),
    ],
)
def test_the_lines_to_paste_are_read_once_completed(
    tmp_path: Path, files: dict[str, str], cause: Cause, told: str
) -> None:
    now = figures(2025, {(2023, ""): "99", (2024, ""): "121", (2024, "velo"): None})
    said = refusal(now, quality(**files))
    assert told in said
    pasted = said[said.index("[[changements]]") :].replace('phrase = ""', 'phrase = "Ainsi."')
    (tmp_path / CHANGES_FILE).write_text(pasted, encoding="utf-8")
    why = read_answers(tmp_path, [HEAD.id]).explanations
    assert [(one.cause, one.text) for one in why] == [(cause, "Ainsi.")]
    assert compare(now, (FIRST,), why).unexplained() == ()


# --- the page -------------------------------------------------------------------------------


def annex_source(now: Figures, published: tuple[Publication, ...]) -> Source:
    restated = compare(now, published, (WHY,))
    return Source(now, Targets((), ()), (), NAMES, {}, restated=restated)


def test_the_page_shows_the_two_values_under_their_cause() -> None:
    now = figures(2025, {(2023, ""): "100", (2024, ""): "121", (2024, "velo"): "7"})
    annex = compose_changes(annex_source(now, (FIRST,)))
    assert annex is not None
    (table,) = annex.tables
    assert table.caption == "Données tardives. Un contrat est arrivé tard."
    assert [(row.label, row.code, row.cells) for row in table.rows] == [
        ("Personnes", "INS-01", ("2024", "120\u202fpers.", "121\u202fpers.")),
        ("Personnes, Le Vélo", "INS-01", ("2024", "masqué", "7\u202fpers.")),
    ]


def test_there_is_no_page_before_the_first_publication() -> None:
    assert compose_changes(annex_source(figures(2025, {(2024, ""): "9"}), ())) is None


def test_the_page_says_when_nothing_changed() -> None:
    same = figures(2025, {(2023, ""): "100", (2024, ""): "120", (2024, "velo"): None})
    annex = compose_changes(annex_source(same, (FIRST,)))
    assert annex is not None
    assert annex.statement.endswith("Aucun chiffre déjà publié n'a changé.")
