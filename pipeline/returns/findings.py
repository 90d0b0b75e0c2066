"""One fault in the words of the person who sent the row: where, what was typed, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.contracts import Contract
from pipeline.reading.books.sheets import letter
from pipeline.reading.words import printable
from pipeline.received import Fault, Severity
from pipeline.returns.describe import expected
from pipeline.returns.model import Finding
from pipeline.returns.sent import Sent
from pipeline.table_schema import Field

_BETWEEN_ROWS = frozenset(
    (
        "doublon_exact",
        "cle_en_double",
        "version_anterieure",
        "ligne_dependante",
        "reference_inconnue",
    )
)
LISTED = "valeurs admises"  # the remedy gives them
_ORDER = {Severity.BLOCKING: 0, Severity.SET_ASIDE: 1, Severity.CHECK: 2}


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts the faults of one table in words. `names` says what to call each file for the reader."""

    contract: Contract | None
    sent: Sent | None
    names: Mapping[str, str]

    def tell(self, fault: Fault) -> Finding:
        """The finding, without the value of a column about persons."""
        place = self.sent.position(fault.column) if self.sent and fault.line else None
        typed = self.sent.cell(fault.line, fault.column) if self.sent else ""
        field = self._fields().get(fault.column)
        is_hidden = field is not None and field.is_personal
        return Finding(
            line=fault.line,
            line_end=fault.line_end,
            position=place,
            letter=fault.letter or ("" if place is None else letter(place)),
            title=self._title(fault, place, field),
            value=None if is_hidden else fault.value or printable(typed),
            reason=self._renamed(fault.reason),
            expected=self._expected(fault, field),
            remedy=self._renamed(fault.remedy),
            suggestion="" if is_hidden else fault.suggestion,
            severity=fault.severity,
        )

    def _fields(self) -> Mapping[str, Field]:
        return {field.name: field for field in self.contract.fields} if self.contract else {}

    def _title(self, fault: Fault, place: int | None, field: Field | None) -> str:
        typed = self.sent.layout.cells[place].strip() if self.sent and place is not None else ""
        named = field.title if field and fault.line else ""
        return fault.source_column or typed or named

    def _expected(self, fault: Fault, field: Field | None) -> str:
        """What the column holds; a doubt, a list or a fault between rows or columns says it all."""
        if fault.remedy.casefold().startswith(LISTED):
            return ""
        is_doubt = fault.severity is Severity.CHECK
        if fault.expected or field is None or self.contract is None or not fault.line or is_doubt:
            return fault.expected
        rules = {rule.code for rule in self.contract.rules}
        return "" if fault.code in rules | _BETWEEN_ROWS else expected(field)

    def _renamed(self, text: str) -> str:
        """The sentence with no path but as the reader knows it."""
        if "/" in text:
            for path, name in self.names.items():
                text = text.replace(path, name)
        return text


def finding_order(finding: Finding) -> tuple[int, int, int]:
    """In the order of the rows, then of the columns."""
    return finding.line, finding.position or 0, _ORDER[finding.severity]
