"""The coordinator sees which rule hides each figure, and nobody else does."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from pipeline.masks import Masked, of_readers, rows, told
from pipeline.model import Aggregate, CellKey
from pipeline.protect import choose, policy_of, print_with
from pipeline.protecting.reasons import PROTECTS, RATE, reasons_of
from pipeline.secrecy.rules import SMALL
from tests.builders import YEAR, counts, gathered, indicator, share
from tests.test_room import line

PERSONS = indicator()
PART = share(code="INS-02")
NAMES = {"A": "Les Ateliers", "B": "La Boucle", "C": "Le Canal"}


def masked() -> Masked:
    """60 persons, 3 of them in C; a rate on 7 persons of C."""
    table = {("", ""): 60, ("A", ""): 40, ("B", ""): 17, ("C", ""): 3}
    rate = Aggregate(CellKey(PART.id, YEAR, "C"), numerator=Decimal(5), denominator=Decimal(7))
    aggregates = gathered([PERSONS, PART], [*counts(PERSONS, table), rate])
    pattern = choose(aggregates, policy_of(5), None)
    reasons = {key: why for key, why in reasons_of(aggregates, pattern, 5).items() if why}
    return Masked(YEAR, aggregates, print_with(aggregates, pattern, 5), reasons, NAMES)


def test_each_hidden_figure_has_its_rule_and_its_value_in_the_private_file() -> None:
    assert list(rows(masked())) == [
        ("INS-02", PART.id, YEAR, "Le Canal", "", "n.s.", RATE, "5 / 7"),
        ("INS-01", PERSONS.id, YEAR, "La Boucle", "", "s", PROTECTS, "17"),
        ("INS-01", PERSONS.id, YEAR, "Le Canal", "", "s", SMALL, "3"),
    ]


def test_the_terminal_shows_masks_and_rules_but_no_hidden_value() -> None:
    lines = list(told(masked()))
    assert [line.split() for line in lines if "Boucle" in line] == [["La", "Boucle", "s", "b"]]
    assert [line.split() for line in lines if "Canal" in line] == [
        ["Le", "Canal", "n.s.", "c"],
        ["Le", "Canal", "s", "a"],
    ]
    assert "  b  protège un autre chiffre : 1" in lines
    assert not any("17" in line for line in lines)


def test_the_report_counts_the_masks_of_each_rule() -> None:
    assert masked().figures.masks == {SMALL: 1, PROTECTS: 1, RATE: 1}


def test_the_coordinator_is_told_which_counts_have_less_room_than_promised(tmp_path: Path) -> None:
    """Of 7, a and b are 1 to 6 each; of 3 and 20, c may be 7 but no less: e is 20 at most."""
    close, held = line(7, {"a": 3, "b": 4}), line(23, {"c": 3, "e": 20}, e={"high": 20, "low": 0})
    held["cells"][0] |= {"id": "q", "measure": "q"}
    held["relations"][0]["terms"][-1] = ["q", -1]
    told = {key: close[key] + held[key] for key in close} | {"threshold": 5, "insiders": []}
    (tmp_path / "publication.json").write_text(json.dumps(told), encoding="utf-8")
    lines = list(of_readers(tmp_path / "publication.json", {}))
    assert "  moins de 4 personnes au-dessus : 2 effectifs (a, b)" in lines
    assert "  aucune au-dessous : 1 effectif (c)" in lines
    assert "make report" in " ".join(of_readers(tmp_path / "absent.json", {}))
