"""What the audit of the final files refuses, told in French: tables and places, never a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.errors import ConfidentialityError
from pipeline.model import Indicator
from pipeline.protecting.persons import TWICE
from pipeline.protecting.refused import withdrawal
from pipeline.published.room import PUBLIC
from pipeline.secrecy.audit import Finding

MOST_NAMED = 10
INTACT = (
    "make secrecy montre, pour vous seul, les tableaux et leurs masques. Le rapport précédent est "
    "intact."
)


def refusal(
    findings: Sequence[Finding], indicators: Mapping[str, Indicator], members: Mapping[str, str]
) -> ConfidentialityError:
    """The error that stops an edition: which tables, and the way out."""
    lines = [*dict.fromkeys(f"- {text}" for text in _told(findings, indicators, members))]
    more = [f"- et {len(lines) - MOST_NAMED} autres"] if len(lines) > MOST_NAMED else []
    told = ["Rien n'est publié : des effectifs masqués pourraient être retrouvés ou devinés."]
    cells = (cell for finding in findings for cell in finding.cells)
    codes = {code for code, title in (title_of(indicators, cell) for cell in cells) if title}
    return ConfidentialityError(
        "\n".join([*told, *lines[:MOST_NAMED], *more, *withdrawal(codes), INTACT])
    )


def _told(
    findings: Sequence[Finding], indicators: Mapping[str, Indicator], members: Mapping[str, str]
) -> Iterator[str]:
    """Each table concerned with its year and place."""
    for finding in findings:
        reader = "" if finding.reader == PUBLIC else f", par {finding.reader}"
        for cell in finding.cells:
            yield f"{_title(cell, indicators, members)} ({finding.kind}{reader})"


def _title(label: str, indicators: Mapping[str, Indicator], members: Mapping[str, str]) -> str:
    """`INS-12 « Part des femmes », 2025, Les Berges` from the name of a cell in the audit."""
    code, title = title_of(indicators, label)
    _, _, where = label.partition(" annee=")
    values = (part.rpartition("=")[2] for part in where.split(" "))
    place = ", ".join(members.get(value, value) for value in values)
    return f"{code} « {title} », {place}" if title else f"{code}, {place}"


def title_of(indicators: Mapping[str, Indicator], label: str) -> tuple[str, str]:
    """Code and title of the indicator that prints a count; the name of the count without any."""
    measure = label.partition(" annee=")[0]
    names = set(measure.removeprefix(TWICE).split(" − "))
    for head in indicators.values():
        if head.sensitivity and {head.id.split("/")[1], head.numerator, head.denominator} & names:
            return head.code, head.title
    return measure, ""
