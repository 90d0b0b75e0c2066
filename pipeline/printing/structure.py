"""The logical structure of a PDF: its nodes, and how they are written in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pydyf


@dataclass(slots=True, eq=False)
class Node:
    """One structure element. A kid is a node, or (page, content id), or (page, annotation)."""

    tag: str
    parent: Node | None = None
    kids: list[Any] = field(default_factory=list)
    entries: dict[str, Any] = field(default_factory=dict)

    def add(self, tag: str, at: int | None = None) -> Node:
        """A new kid, the last one unless `at` says otherwise."""
        made = Node(tag, self)
        self.kids.insert(len(self.kids) if at is None else at, made)
        return made

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing; an empty cell still holds its place in the table."""
        is_cell = self.tag in {"TD", "TH"}
        return not is_cell and all(isinstance(kid, Node) and kid.is_empty for kid in self.kids)


@dataclass(slots=True)
class _Writer:
    pdf: Any
    pages: tuple[bytes, ...]  # references of the pages
    owners: list[dict[int, bytes]]  # by page: content id → reference of its element
    annotations: list[tuple[Any, bytes]] = field(default_factory=list)
    named: list[Any] = field(default_factory=list)  # ID, reference, ID, reference…


def write_structure(pdf: Any, document: Node) -> None:
    """Write the tree under `document`, and the way back from each content to its element."""
    pages = pdf.page_references
    writer = _Writer(pdf, pages, [{} for _ in pages])
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    root["K"] = pydyf.Array([_write(writer, document, root.reference)])
    root["ParentTree"] = _parent_tree(writer)
    if writer.named:
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(writer.named)})
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _write(writer: _Writer, node: Node, parent: bytes) -> bytes:
    element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.tag}", "P": parent})
    element.update(node.entries)
    writer.pdf.add_object(element)
    contents = [kid for kid in node.kids if not isinstance(kid, Node)]
    home = contents[0][0] if contents else None
    if home is not None:
        element["Pg"] = writer.pages[home]
    if "ID" in node.entries:
        writer.named += [node.entries["ID"], element.reference]
    element["K"] = pydyf.Array()
    for kid in node.kids:
        if not isinstance(kid, Node):
            element["K"].append(_write_content(writer, kid, home, element.reference))
        elif not kid.is_empty:
            element["K"].append(_write(writer, kid, element.reference))
    return bytes(element.reference)


def _write_content(writer: _Writer, kid: tuple[int, Any], home: int | None, owner: bytes) -> Any:
    """What an element holds itself: a marked content of a page, or a link's clickable area."""
    page, content = kid
    if isinstance(content, int):
        writer.owners[page][content] = owner
        if page == home:
            return content
        return pydyf.Dictionary({"Type": "/MCR", "Pg": writer.pages[page], "MCID": content})
    writer.annotations.append((content, owner))
    return pydyf.Dictionary({"Type": "/OBJR", "Pg": writer.pages[page], "Obj": content.reference})


def _parent_tree(writer: _Writer) -> bytes:
    numbers = pydyf.Array()
    for page, owners in enumerate(writer.owners):
        last = max(owners, default=-1)
        numbers += [page, pydyf.Array([owners.get(item, "null") for item in range(last + 1)])]
    for number, (annotation, owner) in enumerate(writer.annotations, start=len(writer.pages)):
        annotation["StructParent"] = number
        numbers += [number, owner]
    tree = pydyf.Dictionary({"Nums": numbers})
    writer.pdf.add_object(tree)
    return bytes(tree.reference)
