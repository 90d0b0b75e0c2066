"""The structure tree of the PDF: what a screen reader reads, in place of WeasyPrint's own.

WeasyPrint 70 tags boxes, so an element cut by a page becomes two, a repeated table head is read
again and a last page with the total alone breaks PDF/UA. Here one HTML element makes at most
one structure element, whatever the number of its boxes; what decorates the page (running
heads, leader dots, images with `alt=""`, `aria-hidden`) is an artifact.

This replaces the private function `weasyprint.pdf.add_tags`: the version is pinned for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from pipeline.printing.structure import Node, write_structure

if TYPE_CHECKING:
    from collections.abc import Sequence

PDF_POINTS = 0.75  # in a CSS pixel
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {
    "article": "Art", "aside": "Sect", "blockquote": "BlockQuote", "caption": "Caption",
    "code": "Code", "dl": "L", "figcaption": "Caption", "figure": "Div", "h1": "H1", "h2": "H2",
    "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6", "ol": "L", "p": "P", "q": "Quote",
    "section": "Sect", "table": "Table", "tbody": "TBody", "td": "TD", "tfoot": "TBody",
    "th": "TH", "thead": "THead", "tr": "TR", "ul": "L",
}  # fmt: skip
TABLE_PARTS = ("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
GROUPS = {"Art", "BlockQuote", "Div", "Document", "Sect"}  # their text needs a paragraph
SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}


@dataclass(slots=True)
class _Tree:
    """What is known so far, and the page being read."""

    root: Node
    inside: dict[tuple[Any, str], Node] = field(default_factory=dict)  # element → its content
    images: dict[Any, Node] = field(default_factory=dict)
    captioned: dict[Any, Any] = field(default_factory=dict)  # figcaption → the image it names
    contents: set[Any] = field(default_factory=set)  # all that a <nav> holds
    plain: set[Any] = field(default_factory=set)  # parts of tables that only lay out
    heads: dict[Any, int] = field(default_factory=dict)  # table head → first page that has it
    notes: int = 0
    number: int = 0
    height: float = 0
    tags: dict[Any, Any] = field(default_factory=dict)  # box → its content id
    operators: dict[int, tuple[list[Any], int]] = field(default_factory=dict)


def add_tags(pdf: Any, document: Any, _version: object, page_streams: Sequence[Any]) -> None:
    """Write the structure tree; the signature is that of the function it replaces."""
    tree = _Tree(Node("Document"))
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        tree.number, tree.height, tree.tags = number, page.height, stream._tags  # noqa: SLF001
        tree.operators = {
            item["MCID"]: (stream.stream, place)
            for place, item in enumerate(stream.stream)
            if isinstance(item, pydyf.Dictionary) and "MCID" in item
        }
        _read(tree, page._page_box, tree.root, "")  # noqa: SLF001
        if tree.tags:
            raise RuntimeError(f"page {number + 1}: content that no box of the page holds")
    write_structure(pdf, tree.root)


def _read(tree: _Tree, box: Any, node: Node, artifact: str) -> None:
    """Hand the content of a box to its node, or to no one when it is an `artifact`."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001
    artifact = artifact or _artifact(tree, box)
    if not artifact:
        node = _enter(tree, box, node)
    if box.link_annotation:
        _add_link(tree, box, node, artifact)
    if box in tree.tags:
        content = tree.tags.pop(box)["mcid"]
        if content not in tree.operators:
            raise RuntimeError("text or image under `opacity`: it cannot be tagged")
        is_blank = not node.kids and not getattr(box, "text", "image").strip()
        if artifact or is_blank:
            operators, place = tree.operators[content]
            operators[place - 1 : place + 1] = (
                "/Artifact",
                pydyf.Dictionary({"Type": artifact or "/Layout"}),
            )
        else:
            node.kids.append((tree.number, content))
    for child in getattr(box, "children", ()):
        _read(tree, child, node, artifact)


def _artifact(tree: _Tree, box: Any) -> str:
    """The type of artifact a box is, if any."""
    if isinstance(box, boxes.MarginBox):
        return "/Pagination"
    if box.is_leader:
        return "/Layout"
    if box.element is None:
        return ""
    is_image = isinstance(box, boxes.ReplacedBox)
    if box.element.get("aria-hidden") == "true" or (is_image and box.element.get("alt") == ""):
        return "/Layout"
    if isinstance(box, boxes.TableRowGroupBox) and box.is_header:
        is_repeated = tree.heads.setdefault(box.element, tree.number) != tree.number
        return "/Pagination" if is_repeated else ""
    return ""


def _enter(tree: _Tree, box: Any, node: Node) -> Node:
    """The node for the content of a box: the same for all the boxes of one element."""
    if isinstance(box, boxes.TextBox):
        return node
    if isinstance(box, boxes.LineBox):
        if node.tag not in GROUPS:
            return node
        key = (box.element, "paragraph")
        if key not in tree.inside or node.kids[-1] is not tree.inside[key]:
            tree.inside[key] = node.add("P")  # a block that stands between cuts the paragraph
        return tree.inside[key]
    if box.element is None:
        return node
    key = (box.element, box.element_tag)
    if key not in tree.inside:
        made = _make(tree, box, node)
        language = box.element.get("lang")
        if language and box.element_tag != "html" and "::" not in box.element_tag:
            if made is node:
                made = node.add("Span" if isinstance(box, boxes.InlineBox) else "Div")
            made.entries["Lang"] = pydyf.String(language)
        tree.inside[key] = made
    return tree.inside[key]


def _make(tree: _Tree, box: Any, node: Node) -> Node:
    """The node of an element or pseudo-element met for the first time; often its parent's."""
    name, _, pseudo = box.element_tag.partition("::")
    if pseudo:
        return _make_pseudo(tree, box.element, name, pseudo, node)
    if isinstance(box, boxes.ReplacedBox):
        return _make_image(tree, box, node)
    if name in {"li", "dt", "dd"}:
        return _make_item(name, node)
    if name == "a" and box.element.get("href"):
        return (node.add("Reference") if box.element in tree.contents else node).add("Link")
    _foresee(tree, box.element, name)
    if name not in TAGS or box.element in tree.plain:
        return node
    return _make_block(tree, box, name, node)


def _foresee(tree: _Tree, element: Any, name: str) -> None:
    """Remember what an element says of those inside it."""
    if name == "nav":
        tree.contents.update(element.iter())
    elif name == "table" and element.get("role") == "presentation":
        tree.plain.update(part for part in element.iter() if part.tag in TABLE_PARTS)
    elif name == "figure":
        images = [item for tag in ("img", f"{SVG}svg") for item in element.iter(tag)]
        shown = [image for image in images if image.get("alt") != ""]
        caption = element.find(".//figcaption")
        if caption is not None and len(shown) == 1:
            tree.captioned[caption] = shown[0]


def _make_block(tree: _Tree, box: Any, name: str, node: Node) -> Node:
    element = box.element
    if element in tree.captioned:  # a figcaption comes first in the figure that it names
        return _figure(tree, tree.captioned[element], node).add("Caption", at=0)
    made = node.add("TOC" if TAGS[name] == "L" and element in tree.contents else TAGS[name])
    if isinstance(box, boxes.TableCellBox):
        made.entries["A"] = _cell_attributes(box, made)
    return made


def _figure(tree: _Tree, image: Any, node: Node) -> Node:
    if image not in tree.images:
        tree.images[image] = node.add("Figure")
    return tree.images[image]


def _make_pseudo(tree: _Tree, element: Any, name: str, pseudo: str, node: Node) -> Node:
    if pseudo == "marker":
        body = tree.inside[element, name]
        item = body.parent if body.tag == "LBody" and body.parent else body
        return item.add("Lbl", at=0)
    if pseudo == "footnote-call":  # the note is read where it is called
        call, note = node.add("Reference"), node.add("Note")
        tree.notes += 1
        note.entries["ID"] = pydyf.String(f"note-{tree.notes:04}")
        tree.inside[element, name] = note
        return call
    return node.add("Lbl") if pseudo == "footnote-marker" else node


def _make_item(name: str, node: Node) -> Node:
    """An item of a list; a definition joins the item of its term."""
    if node.tag == "TOC":
        return node.add("TOCI")
    last = node.kids[-1] if node.kids else None
    if name == "dd" and isinstance(last, Node) and last.tag == "LI":
        return last.add("LBody")
    return node.add("LI").add("Lbl" if name == "dt" else "LBody")


def _make_image(tree: _Tree, box: Any, node: Node) -> Node:
    element = box.element
    title = element.find(f"{SVG}title")
    text = element.get("alt") if title is None else title.text
    if not text:
        raise RuntimeError(f"image without alternative text: {element.get('src', element.tag)}")
    figure = _figure(tree, element, node)
    left, top = box.content_box_x(), box.content_box_y()
    corners = (left, tree.height - top - box.height, left + box.width, tree.height - top)
    bounds = pydyf.Array([round(corner * PDF_POINTS, 3) for corner in corners])
    figure.entries["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": bounds})
    figure.entries["Alt"] = pydyf.String(text)
    return figure


def _cell_attributes(box: Any, cell: Node) -> Any:
    attributes = pydyf.Dictionary({"O": "/Table"})
    if box.colspan != 1:
        attributes["ColSpan"] = box.colspan
    if box.rowspan != 1:
        attributes["RowSpan"] = box.rowspan
    if cell.tag == "TH":
        row = cell.parent
        is_head = row is not None and row.parent is not None and row.parent.tag == "THead"
        attributes["Scope"] = SCOPES.get(box.element.get("scope"), "/Column" if is_head else "/Row")
    return attributes


def _add_link(tree: _Tree, box: Any, node: Node, artifact: str) -> None:
    """Tie the clickable area to its link, described by the words of the link."""
    link: Node | None = node
    while link is not None and link.tag != "Link":
        link = link.parent
    if link is None or artifact == "/Pagination":
        raise RuntimeError("link in a running head or a repeated table head")
    if words := " ".join("".join(box.element.itertext()).split()):
        box.link_annotation["Contents"] = pydyf.String(words)
    link.kids.append((tree.number, box.link_annotation))
