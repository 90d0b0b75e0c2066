"""Page numbers of references back: written before their own page is laid out, not after.

WeasyPrint 70 lays a page out with an empty place for each `target-counter`, then again with the
number, even when the target stands on an earlier page: the entries, which cite the whole report,
would all be laid out twice. This wraps the private function `weasyprint.layout.page.remake_page`:
the version is pinned for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MakePage = Callable[[int, Any, Any, Any], Any]


def with_known_pages(make_page: MakePage) -> MakePage:
    """A page made once the references that it may hold know the pages already made."""
    if make_page.__module__ == __name__:
        return make_page

    def make(index: int, context: Any, root_box: Any, html: Any) -> Any:
        _tell_known_pages(context.target_collector)
        return make_page(index, context, root_box, html)

    return make


def _tell_known_pages(collector: Any) -> None:
    for (box, place), reference in collector.counter_lookup_items.items():
        is_ahead = place == "content" and reference.page_maker_index is None
        if is_ahead and reference.missing_counters and box.element is not None:
            target = collector.target_lookup_items.get(box.element.get("href", "").lstrip("#"))
            if target is not None and target.page_maker_index is not None:
                reference.parse_again()
                reference.missing_counters = []
