"""All the operators, by family: what is recovered, what is refused."""

from __future__ import annotations

from tests.dirt import (
    bytes_,
    days,
    dialects,
    doubts,
    files,
    frames,
    headers,
    numbers,
    people_rules,
    rules,
    words,
    workbook_cells,
    workbooks,
)
from tests.dirt.cases import Operator

RECOVERED: dict[str, tuple[Operator, ...]] = {
    "encodings": bytes_.RECOVERED,
    "dialects": dialects.RECOVERED,
    "frames": frames.RECOVERED,
    "headers": headers.RECOVERED,
    "numbers": numbers.RECOVERED,
    "days": days.RECOVERED,
    "words": words.RECOVERED,
    "workbooks": (*workbooks.RECOVERED, *workbook_cells.RECOVERED),
    "files": files.RECOVERED,
}
REFUSED: dict[str, tuple[Operator, ...]] = {
    "encodings": bytes_.REFUSED,
    "dialects": dialects.REFUSED,
    "frames": frames.REFUSED,
    "headers": headers.REFUSED,
    "cells": doubts.REFUSED,
    "rules": rules.REFUSED,
    "rules about persons": people_rules.REFUSED,
    "workbooks": workbook_cells.REFUSED,
    "files": files.REFUSED,
}


def everything(families: dict[str, tuple[Operator, ...]]) -> list[Operator]:
    """The operators of every family, in a stable order."""
    return [operator for family in families.values() for operator in family]
