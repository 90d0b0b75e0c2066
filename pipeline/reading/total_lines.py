"""A line that adds up others, met among the rows: verified against them, then ignored."""

from __future__ import annotations

from dataclasses import replace

from pipeline.reading.frames.framing import Record
from pipeline.reading.frames.totals import (
    TOTAL_LINE,
    Likeness,
    find_label,
    is_row_of,
    is_shown,
    kind_of,
    told_figures,
    wrong_total,
)
from pipeline.reading.refusals import Refused
from pipeline.reading.settling import Reading, flush
from pipeline.reading.words import printable
from pipeline.received import IgnoredLine, Severity


def is_total(reading: Reading, record: Record, place: int) -> bool:
    """Whether the record is a total; then it is verified, and ignored."""
    table, sums, cells = reading.table, reading.sums, record.cells or []
    place, like = find_label(cells, place, table.layout)
    if like is Likeness.NONE:
        return False
    flush(reading)
    sums.settle()
    reading.leading.look(sums)
    told = told_figures(cells, table.layout, sums, place)
    if like is Likeness.DOUBTFUL and not is_shown(told, sums):
        is_key = table.layout.columns[place] in table.layout.contract.primary_key
        if is_key and not is_row_of(cells, place, table.layout):
            raise _DOUBTFUL_TOTAL
        return False
    reading.ledger.ignored.append(IgnoredLine(table.path, *record[:2], TOTAL_LINE))
    for figure in told:
        if figure.is_wrong:
            fault = table.fault(record, wrong_total(figure), figure.column.name)
            value = None if figure.column.is_personal else printable(figure.text)
            fault = replace(fault, severity=Severity.CHECK, value=value)
            reading.leading.wait(figure, fault, figure.slot, sums)
    sums.close(kind_of(cells[place]))
    reading.carrier.forget()
    return True


_DOUBTFUL_TOTAL = Refused(
    "total_douteux",
    "cette ligne semble un total, mais ses chiffres ne sont pas la somme des lignes du dessus",
    "supprimez-la si c'est un total ; sinon changez son identifiant",
)
