"""Files: archives, files sent twice, and what only looks like a table."""

from __future__ import annotations

from collections.abc import Callable

from tests.dirt.cases import Operator
from tests.dirt.draft import Draft, render
from tests.dirt.workbook_bytes import Oddities, Table, xlsx, zipped
from tests.dirt.workbooks import SHEET, saved_as_xlsx


def in_an_archive(draft: Draft) -> None:
    """A ZIP of one CSV, in a folder of its own."""
    draft.take("archive")
    _wrap(draft, lambda data, name: zipped({f"Envoi/{name}": data}), " › Envoi/")


def _wrap(draft: Draft, wrap: Callable[[bytes, str], bytes], inside: str) -> None:
    """Put the file, whatever it is by then, inside another."""

    def write(draft: Draft) -> bytes:
        draft.write, suffix = before, draft.suffix
        name = f"{draft.contract.name}{suffix}"
        data = render(draft)
        draft.suffix, draft.inside = ".zip", f"{inside}{name}{draft.inside}"
        return wrap(data, name)

    before = draft.write
    draft.take("writer")
    draft.write = write


def workbook_in_an_archive(draft: Draft) -> None:
    saved_as_xlsx(draft)
    draft.taken.discard("writer")
    in_an_archive(draft)


def archive_in_an_archive(draft: Draft) -> None:
    """One inside another, no deeper."""
    draft.take("archive")
    inner = "envoi.zip"
    _wrap(draft, lambda data, name: zipped({inner: zipped({name: data})}), f" › {inner} › ")


def sent_twice(draft: Draft) -> None:
    """The same bytes under another name: counted once, and told."""
    draft.take("writer")
    draft.copies.append("zz copie")
    draft.beside.append(("copie", "fichier_en_double"))


def page_named_as_a_table(draft: Draft) -> None:
    _instead(
        draft, b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "format_non_lu"
    )


def broken_archive(draft: Draft) -> None:
    _instead(draft, b"PK\x03\x04" + bytes(60), "archive_illisible")
    draft.suffix = ".zip"


def archive_that_swells(draft: Draft) -> None:
    """A thousand times its size once unpacked."""
    _instead(draft, zipped({"a.csv": b"0" * 4_000_000}), "archive_trop_lourde")
    draft.suffix = ".zip"


def archives_too_deep(draft: Draft) -> None:
    inner = zipped({"b.zip": zipped({"c.zip": zipped({"a.csv": b"a;b\n1;2\n"})})})
    _instead(draft, inner, "archive_imbriquee")
    draft.suffix, draft.inside = ".zip", " › b.zip › c.zip"


def workbook_cut_short(draft: Draft) -> None:
    data = xlsx([Table(SHEET, [["a"], ["b"]])], Oddities())
    _instead(draft, data[: len(data) // 2], "classeur_illisible")
    draft.suffix = ".xlsx"


def _instead(draft: Draft, data: bytes, code: str) -> None:
    draft.take("writer", "encoding")
    draft.on_bytes.append(lambda _: data)
    draft.refuse(None, "", code)


RECOVERED = tuple(
    Operator("Files", dirty)
    for dirty in (
        in_an_archive,
        workbook_in_an_archive,
        archive_in_an_archive,
        sent_twice,
    )
)
REFUSED = tuple(
    Operator("Files that cannot be read", dirty, refuses=True)
    for dirty in (
        page_named_as_a_table,
        broken_archive,
        archive_that_swells,
        archives_too_deep,
        workbook_cut_short,
    )
)
