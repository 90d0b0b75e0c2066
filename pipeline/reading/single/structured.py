"""Values made of several, under a Table Schema from elsewhere: JSON, places, durations."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from pipeline.reading.cells.cleaning import Repairs
from pipeline.reading.cells.expectations import OUTSIDE_FORMS
from pipeline.reading.refusals import Refused

_DURATION = re.compile(
    r"-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?"
    r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:[.,]\d+)?S)?)?",
    re.ASCII,
)
_HOURS = re.compile(r"(\d{1,4}) ?h(?: ?([0-5]\d)(?: ?min)?)?", re.ASCII | re.IGNORECASE)
_GEOMETRIES = (
    *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
    *("GeometryCollection", "Feature", "FeatureCollection"),
)

Read = Callable[[str, str], tuple[str, Repairs]]  # the text and the format of its column


def _array(text: str, _: str) -> tuple[str, Repairs]:
    if not isinstance(_json(text), list):
        raise _refused("tableau_json_illisible", "array", '["a", "b"]')
    return text, ()


def _object(text: str, _: str) -> tuple[str, Repairs]:
    if not isinstance(_json(text), dict):
        raise _refused("objet_json_illisible", "object", '{"nom": "valeur"}')
    return text, ()


def _geojson(text: str, form: str) -> tuple[str, Repairs]:
    found = _json(text)
    kinds = ("Topology",) if form == "topojson" else _GEOMETRIES
    if not (isinstance(found, dict) and found.get("type") in kinds):
        raise _refused("geojson_illisible", "geojson", '{"type": "Point", "coordinates": [2, 48]}')
    return text, ()


def _geopoint(text: str, form: str) -> tuple[str, Repairs]:
    """Longitude then latitude, as the format says: two numbers, a JSON array or object."""
    found: Any = text.split(",")
    if form in ("array", "object"):
        found = _json(text)
        if form == "object" and isinstance(found, dict) and found.keys() == {"lon", "lat"}:
            found = [found["lon"], found["lat"]]
    try:
        longitude, latitude = (float(one) for one in found)
    except (TypeError, ValueError):
        longitude = latitude = float("nan")
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        raise _refused("point_illisible", "geopoint", "2.35, 48.85")
    return text, ()


def _duration(text: str, _: str) -> tuple[str, Repairs]:
    if _DURATION.fullmatch(text):
        return text, ()
    if found := _HOURS.fullmatch(text):
        minutes = f"{int(found[2])}M" if found[2] else ""
        return f"PT{int(found[1])}H{minutes}", ("durée réécrite",)
    raise _refused("duree_illisible", "duration", "P3M ou PT1H30M")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _refused(code: str, kind: str, example: str) -> Refused:
    wanted = OUTSIDE_FORMS[kind]
    raise Refused(
        code, f"ce n'est pas {wanted}", f"écrivez {wanted}, par exemple {example}", wanted
    )


def size(text: str, kind: str) -> int:
    """How long a value is: its parts where it has some, else its characters."""
    return len(_json(text)) if kind in ("array", "object") else len(text)


STRUCTURED: Mapping[str, Read] = {
    "array": _array,
    "object": _object,
    "geojson": _geojson,
    "geopoint": _geopoint,
    "duration": _duration,
}
