"""Columns of text: each laid out once, not once to find its height and once for good.

WeasyPrint 70 renders the columns of a page to know how high they are, then renders them again at
that height; where they fill the page, as the entries do, the second rendering is the first one
over again. This wraps the private function `weasyprint.layout.block.block_box_layout`: the version
is pinned for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

LayOut = Callable[..., tuple[Any, ...]]


def with_kept_columns(lay_out: LayOut) -> LayOut:
    """The layout of a block; a column just rendered at the same height is moved to its place.

    Footnotes and what is placed apart from the text are left to WeasyPrint: it takes them back.
    """
    kept: dict[object, tuple[Any, ...]] = {}
    first: list[
        Any
    ] = []  # of the boxes shared out in columns: WeasyPrint copies them for each page

    @wraps(lay_out)
    def once(
        context: Any, box: Any, bottom: float, start: Any, around: Any, is_free: Any,
        absolute: list[Any], fixed: list[Any], *more: Any, **options: Any,
    ) -> tuple[Any, ...]:  # fmt: skip
        arguments = context, box, bottom, start, around, is_free, absolute, fixed, *more
        if not box.is_column or not box.children:
            return lay_out(*arguments, **options)
        if not first or first[0] is not box.children[0]:
            kept.clear()
            first[:] = box.children[:1]
        place = repr(start), round(bottom, 3), round(box.position_y, 3), bool(is_free)
        if place in kept:
            column, *rest = kept.pop(place)
            column.translate(box.position_x - column.position_x)
            return column, *rest
        done = lay_out(*arguments, **options)
        is_all = not (absolute or fixed or context.current_page_footnotes)
        if done[0] is not None and is_all:
            kept[place] = done
        return done

    return once
