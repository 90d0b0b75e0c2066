"""The long run over invented histories: what it holds, and that a stop loses nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.bench import record
from pipeline.bench.poles import HARD, Person, Pole, hard_cases, pole
from pipeline.bench.record import fingerprint, judged
from pipeline.bench.secrecy import told


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The histories judged, each with as many deductions as its number."""
    seeds: list[int] = []

    def judge(seed: int, *, is_strict: bool) -> Counter[str]:
        seeds.append(seed)
        return Counter({"déductions": seed, "éditions": 5, "strict": is_strict})

    monkeypatch.setattr(record, "judge", judge)
    return seeds


def test_a_run_that_was_stopped_takes_up_where_it_was(tmp_path: Path, asked: list[int]) -> None:
    path = tmp_path / "build" / "histoires.jsonl"
    first = [one.tally["déductions"] for one in judged(path, 2, is_strict=False)]
    with path.open("a", encoding="utf-8") as lines:
        lines.write('\n{"seed": 2, "mode": "pub')  # cut while writing
    again = [one.tally["déductions"] for one in judged(path, 3, is_strict=False)]
    assert (first, again, asked) == ([0, 1], [0, 1, 2], [0, 1, 2])
    assert [one.tally["déductions"] for one in judged(path, 3, is_strict=False)] == [0, 1, 2]
    assert asked == [0, 1, 2], "nothing is judged twice"


def test_neither_another_reader_nor_another_code_is_taken_for_this_one(
    tmp_path: Path, asked: list[int]
) -> None:
    path = tmp_path / "histoires.jsonl"
    list(judged(path, 1, is_strict=False))
    list(judged(path, 1, is_strict=True))
    path.write_text(path.read_text(encoding="utf-8").replace(fingerprint(), "autre"), "utf-8")
    list(judged(path, 1, is_strict=True))
    assert asked == [0, 0, 0]


def test_the_hard_cases_of_a_history_are_counted() -> None:
    def people(year: int, structure: str, size: int, trait: int) -> tuple[Person, ...]:
        return tuple(Person(year, structure, (0, trait), year) for _ in range(size))

    def found(*groups: tuple[Person, ...]) -> list[int]:
        tally = hard_cases(Pole(sum(groups, ()), ("A", "B"), (2, 2)))
        return [tally[name] for name in HARD]

    calm = tuple(people(year, "A", 9, year % 2) for year in range(2021, 2026))
    assert found(*calm) == [0, 0, 0, 0, 0, 0]
    late = (Person(2022, "A", (0, 0), 2023),)
    corrected = (Person(2022, "A", (0, 0), 2022, until=2023),)
    assert found(*calm, people(2025, "B", 4, 1), late) == [1, 0, 1, 0, 1, 0]
    assert found(*calm, people(2021, "B", 5, 0), corrected) == [0, 0, 0, 1, 0, 1]
    assert found(*calm, people(2021, "A", 1, 0))[1] == 1


def test_most_invented_poles_are_hard_in_every_way() -> None:
    tallies = [hard_cases(pole(seed)) for seed in range(6)]
    assert all(sum(tally[name] for tally in tallies) > 2 for name in HARD)


def test_what_the_run_says() -> None:
    tally = Counter({"éditions": 10, "jugées": 1200, "déductions": 1, "masquées": 30, "cases": 90})
    said = told(2, tally + Counter({HARD[1]: 2}), is_strict=True)
    assert "2 histoires, 10 éditions, lecteurs : public et chaque structure : 1 effectif" in said
    assert "déduit sur 1 200 jugés (but : 0)" in said.replace("\u202f", " ")
    assert "modalité d'une seule personne 2" in said.replace("’", "'")
