"""What a cell of a column should be, in words."""

from __future__ import annotations

from decimal import Decimal

from pipeline.contracts import Field
from pipeline.reading.cells.choices import listed
from pipeline.reading.cells.units import ELSEWHERE, unit_of

OUTSIDE_FORMS = {  # of the types that only a Table Schema from elsewhere has
    "time": "une heure HH:MM:SS",
    "datetime": "une date et une heure AAAA-MM-JJTHH:MM:SS",
    "duration": "une durée ISO 8601",
    "array": "un tableau JSON",
    "object": "un objet JSON",
    "geojson": "un objet GeoJSON",
    "geopoint": "une longitude puis une latitude",
    "list": "une liste de valeurs",
}


def expected(field: Field) -> str:
    """What a cell of that column should be, for people; says nothing of what it is."""
    unit = unit_of(field) if field.type in ("number", "integer") else ""
    forms = {
        "number": "un nombre, par exemple 1234,5",
        "integer": "un nombre entier",
        "date": "une date JJ/MM/AAAA",
        "yearmonth": "un mois AAAA-MM",
        "year": "une année à quatre chiffres",
        "boolean": "oui ou non",
    }
    form = forms.get(field.type, f"un texte de la forme {field.pattern}" if field.pattern else "")
    if field.outside:
        form = OUTSIDE_FORMS.get(field.outside.kind, form)
    if field.enum:
        form = f"l'une des valeurs {listed(field.enum)}"
    elif field.pattern and field.example:
        form = f"un code comme {field.example}"
    measure = f", en {unit}" if unit not in ("", ELSEWHERE) else ""
    return f"{form or 'un texte'}{measure}{_bounds(field)}"


def _bounds(field: Field) -> str:
    low, high = field.minimum, field.maximum
    if low is None:
        return "" if high is None else f", au plus {french(high)}"
    return f", au moins {french(low)}" if high is None else f", de {french(low)} à {french(high)}"


def french(value: Decimal) -> str:
    """A bound of the contract as people write it."""
    return f"{value:f}".replace(".", ",")
