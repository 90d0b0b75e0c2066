"""The process that makes paper: forked before a row is read, it is sent protected figures only.

Whatever a page, a font or a drawing does, it does it where there is no database. The process
loads its libraries while the files are being read, so it costs no time either.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import ParamSpec, TypeVar

from pipeline.errors import MachineError
from pipeline.printing.engine import isolate_fonts, prepare_engine

P = ParamSpec("P")
T = TypeVar("T")


class Press:
    """Where pages are made: another process, or this one when `executor` is None."""

    def __init__(self, executor: Executor | None) -> None:
        """Keep the process."""
        self._executor = executor

    @property
    def is_plain(self) -> bool:
        """Whether the levers of speed are left out."""
        return self._executor is None

    def start(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
        """Begin `work`, a function of a module; call the answer to wait for what it returns.

        Its errors come back as they are. In this process, nothing begins before that call.
        """
        if self._executor is None:
            return lambda: work(*args, **kwargs)
        try:
            answer = self._executor.submit(work, *args, **kwargs)
        except BrokenProcessPool:
            raise _stopped() from None
        return lambda: _result(answer)


def _result(answer: Future[T]) -> T:
    try:
        return answer.result()
    except BrokenProcessPool:
        raise _stopped() from None


def _stopped() -> MachineError:
    return MachineError(
        "La mise en page s'est arrêtée d'un coup, sans doute faute de mémoire. "
        "Fermez des programmes, puis relancez."
    )


@contextmanager
def open_press(*, plain: bool = False) -> Iterator[Press]:
    """Start the process and warm it up; `plain` does everything in this one, in turn."""
    isolate_fonts()
    if plain:
        yield Press(None)
        return
    start = "fork" if sys.platform.startswith("linux") else "spawn"
    context = multiprocessing.get_context(start)
    with ProcessPoolExecutor(1, mp_context=context, initializer=_settle) as executor:
        executor.submit(_warm_up)
        yield Press(executor)


def _settle() -> None:
    """End with the process that reads the data, even if it is killed: no press stays behind.

    Nor do its fonts: WeasyPrint forgets them on the disk of a process that ends this way.
    """
    tempfile.tempdir = str(isolate_fonts())
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _warm_up() -> None:
    """Load what composing, drawing and printing need; a fault here comes again with its use."""
    prepare_engine()
    import pipeline.charts.drawing  # noqa: PLC0415
    import pipeline.compose.whole  # noqa: F401, PLC0415
