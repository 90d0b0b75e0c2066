"""XML of a workbook read as events, in one pass, with nothing in it that could act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from pipeline.reading.refusals import Refused

Attributes = Mapping[str, str]


def walk(
    data: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call back for each element, by its name without prefix, and each text.

    A document type, the door to entity bombs and outside files, is refused; so is broken XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    names: dict[str, str] = {}

    def local(name: str) -> str:
        return names.setdefault(name, name.rpartition(":")[2])

    def refuse(*_: object) -> None:
        raise unreadable()

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(local(name), attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)  # noqa: FBT003  # the C function takes no keyword
    except (expat.ExpatError, ValueError, LookupError, ArithmeticError) as error:
        raise unreadable() from error


def attribute(attributes: Attributes, name: str) -> str:
    """The value of an attribute whatever its prefix; "" when absent."""
    if name in attributes:
        return attributes[name]
    return next((v for key, v in attributes.items() if key.rpartition(":")[2] == name), "")


def unreadable() -> Refused:
    """The refusal of a workbook that no spreadsheet program would have written."""
    return Refused(
        "classeur_illisible",
        "classeur abîmé ou incomplet",
        "ouvrez-le dans le tableur, enregistrez-le à nouveau en .xlsx, puis déposez-le",
    )
