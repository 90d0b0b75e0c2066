"""XLSX: one pass over each sheet gives the values with their formats, the errors and the merges."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.reading.books.sheets import (
    BUILT_IN,
    PLAIN,
    UNCOMPUTED,
    Format,
    Sheet,
    number_text,
    read_format,
    truth,
)
from pipeline.reading.books.xml_events import Attributes, attribute, unreadable, walk

_ROOT, _BOOK, _STYLES, _STRINGS = "", "officeDocument", "styles", "sharedStrings"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")  # later ones: #VALEUR!
)


@dataclass(slots=True)
class _Book:
    """What the sheets share."""

    strings: list[str] = field(default_factory=list)
    formats: list[Format] = field(default_factory=list)
    is_1904: bool = False


def read_xlsx(files: Mapping[str, bytes]) -> list[Sheet]:
    """The sheets of cells in the order of the tabs; Refused when the workbook is damaged."""
    path = next((p for kind, p in _links(files, _ROOT).values() if kind == _BOOK), "")
    book, tabs = _Book(), _tabs(_required(files, path))
    links = _links(files, path)
    targets = {kind: files[target] for kind, target in links.values() if target in files}
    book.is_1904 = tabs.is_1904
    book.formats = _formats(targets[_STYLES]) if _STYLES in targets else []
    book.strings = _strings(targets[_STRINGS]) if _STRINGS in targets else []
    sheets = []
    for name, identifier, is_hidden in tabs.sheets:
        kind, target = links.get(identifier, ("", ""))
        if kind == "worksheet":
            sheets.append(_Reader(Sheet(name, is_hidden), book).read(_required(files, target)))
    return sheets


def _required(files: Mapping[str, bytes], path: str) -> bytes:
    if path not in files:
        raise unreadable()
    return files[path]


def _links(files: Mapping[str, bytes], path: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: kind and path of the target, by identifier."""
    folder, name = posixpath.split(path)
    links = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
            kind = attributes["Type"].rpartition("/")[2]
            links[attributes["Id"]] = (kind, target.lstrip("/"))

    walk(_required(files, posixpath.join(folder, "_rels", f"{name}.rels")), start)
    return links


@dataclass(slots=True)
class _Tabs:
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    is_1904: bool = False


def _tabs(data: bytes) -> _Tabs:
    found = _Tabs()

    def start(element: str, attributes: Attributes) -> None:
        if element == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            found.sheets.append((attributes["name"], attribute(attributes, "id"), is_hidden))
        elif element == "workbookPr":
            found.is_1904 = truth(attributes.get("date1904", "0")) == "oui"

    walk(data, start)
    return found


def _formats(data: bytes) -> list[Format]:
    """The meaning of each style that a cell may name."""
    own: dict[int, Format] = {}
    formats: list[Format] = []
    inside = False

    def start(element: str, attributes: Attributes) -> None:
        nonlocal inside
        if element == "numFmt" and "formatCode" in attributes:
            own[int(attributes["numFmtId"])] = read_format(attributes["formatCode"])
        elif element == "cellXfs":
            inside = True
        elif element == "xf" and inside:
            number = int(attributes.get("numFmtId", "0"))
            formats.append(own.get(number) or BUILT_IN.get(number, PLAIN))

    def end(element: str) -> None:
        nonlocal inside
        inside = inside and element != "cellXfs"

    walk(data, start, end)
    return formats


def _strings(data: bytes) -> list[str]:
    """The texts that cells share, without what tells how to pronounce them."""
    strings: list[str] = []
    parts: list[str] = []
    is_text = is_phonetic = False

    def start(element: str, _: Attributes) -> None:
        nonlocal is_text, is_phonetic
        if element == "si":
            parts.clear()
        is_phonetic = is_phonetic or element == "rPh"
        is_text = element == "t" and not is_phonetic

    def end(element: str) -> None:
        nonlocal is_text, is_phonetic
        is_text = False
        if element == "rPh":
            is_phonetic = False
        elif element == "si":
            strings.append(_unescaped("".join(parts)))

    def text(content: str) -> None:
        if is_text:
            parts.append(content)

    walk(data, start, end, text)
    return strings


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class _Reader:
    """The cells of one sheet, one event after the other."""

    def __init__(self, sheet: Sheet, book: _Book) -> None:
        self.sheet, self.book = sheet, book
        self.row, self.column = 0, -1
        self.kind, self.style = "", PLAIN
        self.value: list[str] = []
        self.has_value = self.has_formula = self.is_value = False

    def read(self, data: bytes) -> Sheet:
        """The sheet, filled."""
        walk(data, self.start, self.end, self.text)
        return self.sheet

    def start(self, element: str, attributes: Attributes) -> None:
        if element == "c":
            self._move(attributes.get("r", ""))
            self.kind = attributes.get("t", "n")
            style = int(attributes.get("s", "0"))
            self.style = self.book.formats[style] if style < len(self.book.formats) else PLAIN
            self.has_value = self.has_formula = False
            self.value = []
        elif element in {"v", "t"}:
            self.is_value = self.has_value = True
        elif element == "f":
            self.has_formula = True
        elif element == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), -1
        elif element == "mergeCell":
            self.sheet.merged.append(_corners(attributes["ref"].split(":")))

    def end(self, element: str) -> None:
        if element in {"v", "t"}:
            self.is_value = False
        elif element == "c" and (self.has_value or self.has_formula):
            self.sheet.put(self.row, self.column, self._text())

    def text(self, content: str) -> None:
        if self.is_value:
            self.value.append(content)

    def _move(self, reference: str) -> None:
        if reference:
            self.row, self.column = _place(reference)
        else:
            self.column += 1

    def _text(self) -> str:
        raw = "".join(self.value)
        if self.kind == "s":
            return self.book.strings[int(raw)]
        if self.kind in {"str", "inlineStr"}:
            return _unescaped(raw)
        if not raw:
            return UNCOMPUTED if self.has_formula else ""
        if self.kind == "n":
            return number_text(raw, self.style, is_1904=self.book.is_1904)
        others = {
            "b": truth(raw),
            "d": raw.replace("T00:00:00", ""),
            "e": raw if raw in _ERRORS else UNCOMPUTED,
        }
        return others.get(self.kind, raw)


def _place(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise unreadable()
    column = 0
    for character in found[1]:
        column = 26 * column + ord(character) - ord("A") + 1
    return int(found[2]), column - 1


def _corners(references: Sequence[str]) -> tuple[int, int, int, int]:
    (top, left), (bottom, right) = _place(references[0]), _place(references[-1])
    return top, bottom, left, right
