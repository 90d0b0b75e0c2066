"""All the operators, by family: what is recovered, what is refused."""

from __future__ import annotations

from tests.dirt import bytes_, cells, dialects, doubts, files, frames, headers, rules
from tests.dirt.harness import Operator

RECOVERED: dict[str, tuple[Operator, ...]] = {
    "encodings": bytes_.RECOVERED,
    "dialects": dialects.RECOVERED,
    "frames": frames.RECOVERED,
    "headers": headers.RECOVERED,
    "cells": cells.RECOVERED,
    "files": files.RECOVERED,
}
REFUSED: dict[str, tuple[Operator, ...]] = {
    "encodings": bytes_.REFUSED,
    "dialects": dialects.REFUSED,
    "frames": frames.REFUSED,
    "headers": headers.REFUSED,
    "cells": doubts.REFUSED,
    "rules": rules.REFUSED,
    "files": files.REFUSED,
}


def everything(families: dict[str, tuple[Operator, ...]]) -> list[Operator]:
    """The operators of every family, in a stable order."""
    return [operator for family in families.values() for operator in family]
