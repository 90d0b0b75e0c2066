"""XLS, the workbook of 1997: calamine gives the values, the records what it leaves out."""

from __future__ import annotations

from pipeline.reading.refusals import Refused
from pipeline.reading.sheets import Sheet


def read_xls(data: bytes) -> list[Sheet]:
    raise Refused("format_non_lu", "ancien format .xls", "enregistrez le classeur en .xlsx")
