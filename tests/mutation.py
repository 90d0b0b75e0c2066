"""`make mutation`: take away each line of the disclosure control in turn; a test must fail.

Each time a fork of this process runs the tests that go through the line, the quickest first, until
one fails, once more when it runs alone, or takes far longer than it should. Survivors are printed;
the exit code is 1 unless each is in EQUIVALENT, with the reason why no test could tell. `make
mutation MODULE="protect secrecy/rules"` tries these modules only.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.mutants import EQUIVALENT, PIPELINE, Lines, Mutant, headless, mutants

TESTS = Path(__file__).resolve().parent
ROOMS = ("secrecy", "protecting", "published")
NOT_LOGIC = {"synthetic", "__init__"}  # the first invents histories for the tests
FILES = (
    *("secrecy_rules", "secrecy_facts", "secrecy_findings", "secrecy_audit", "secrecy"),
    *("secrecy_effort", "secrecy_search", "moves", "solver"),
    *("secrecy_note", "vintages", "remedies", "known_answers"),
    *("twice", "thresholds", "withdrawn"),
    *("linking", "settled", "amounts", "states", "described", "known_links", "read_files"),
    *(
        "protect",
        "merging",
        "coarser",
        "refused",
        "ways",
        "published",
        "judged",
        "on_paper",
        "masks",
        "editions",
        "unseen",
        "crossings",
        "derived",
        "sums",
        "brought",
        "enclosed",
        "outside",
        "written",
        "shapes",
        "inks",
        "markup",
        "counted",
        "room",
        "silent",
        "seals",
    ),
)
MORE_TIME, AT_LEAST = 10, 2.0  # a test may take ten times its own time of processor, and 2 s
FAILED, BROKEN = 1, 70  # the exit codes of a test that fails, of a trial that could not be made
EXTRACT = {  # what `make test` takes away: one line of each stage, and the test that sees it
    "secrecy/rules": (
        "found[name] = Need(SMALL, down, room, is_wish=policy.zeros_printed)",
        "secrecy_rules::test_the_room_below_is_a_wish_only_where_zeros_are_printed",
    ),
    "secrecy/heuristic": (
        "done[task] = way",
        "secrecy_rules::test_an_amount_may_be_zero",
    ),
    "secrecy/vintages": (
        "links.append(Link(terms, why='révision'))",
        "vintages::test_fewer_people_are_counted_too",
    ),
    "secrecy/audit": (
        "findings += _groups(facts, reader, known, threshold)",
        "secrecy_audit::test_hidden_cells_of_a_line_that_sum_to_a_small_group",
    ),
    "secrecy/witness": (
        "return all((_holds(facts, row, table) for row in facts.rows_of(own)))",
        "secrecy_audit::test_the_witnesses_are_checked_without_a_solver",
    ),
}

Seen = tuple[float, Lines]  # seconds of processor of a test, and the lines it goes through


class Trials:
    """A plugin of pytest: the tests it has gathered judge each mutant."""

    def __init__(self, todo: Sequence[Mutant], told: Path) -> None:
        """Nothing is tried yet. A fork writes in `told` which test failed."""
        self.todo, self.alive, self.endless, self.process = todo, 0, 0, os.getpid()
        self.told, self.seen, self.sound = told, dict[str, Seen](), set[str]()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Print the mutants that every test lets pass, and those that do not end."""
        self.seen = _baseline(session.items)
        for mutant in self.todo:
            gone, function = mutant.lines
            tests = self._through(gone, session.items) or self._through(function, session.items)
            self._tell(mutant, self._judged(mutant, tests))
        return True

    def _through(self, lines: Lines, tests: Sequence[pytest.Item]) -> list[pytest.Item]:
        """The tests that go through these lines, the quickest first."""
        own = (test for test in tests if self.seen[test.nodeid][1] & lines)
        return sorted(own, key=lambda test: self.seen[test.nodeid][0])

    def _judged(self, mutant: Mutant, tests: list[pytest.Item]) -> int:
        """How they end. The one that fails must do so alone too: chance is no judge."""
        code = _in_fork(lambda: self._try(mutant, tests))
        if code != FAILED:
            return code
        failed = self.told.read_text()
        rank = next(rank for rank, test in enumerate(tests) if test.nodeid == failed)
        alone = tests[rank : rank + 1]
        if failed not in self.sound:
            assert not _in_fork(lambda: self._run(alone)), f"{failed} leans on another test"
            self.sound.add(failed)
        return _in_fork(lambda: self._try(mutant, alone)) or self._judged(mutant, tests[rank + 1 :])

    def _tell(self, mutant: Mutant, code: int) -> None:
        """One line for what no test lets fail, and for what none lets end."""
        is_alive, is_endless = code == 0, code == -signal.SIGPROF
        is_known = mutant.name in EQUIVALENT
        self.endless += is_endless
        self.alive += is_alive and not is_known
        if is_alive or is_endless:
            sign = "sans fin" if is_endless else "équivalent" if is_known else "SURVIT"
            line = min(line for _, line in mutant.lines[0])
            print(f"{sign} {mutant.module}:{line} {mutant.gone}", flush=True)  # noqa: T201

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The first failure settles it."""
        if report.failed and os.getpid() != self.process:
            self.told.write_text(report.nodeid)
            os._exit(FAILED)

    def _try(self, mutant: Mutant, tests: list[pytest.Item]) -> None:
        name = f"pipeline.{mutant.module.replace('/', '.')}", mutant.function
        every = [f for f in gc.get_objects() if isinstance(f, FunctionType)]
        own = [f for f in every if (f.__module__, f.__qualname__) == name]
        assert own, f"{name} is nowhere to be replaced"
        code = mutant.code()
        for function in own:
            free = function.__code__.co_freevars  # super() may have gone: it held one
            function.__code__ = code.replace(co_freevars=free)
        self._run(tests)

    def _run(self, tests: list[pytest.Item]) -> None:
        for test, following in zip(tests, [*tests[1:], None], strict=False):
            signal.setitimer(signal.ITIMER_PROF, AT_LEAST + MORE_TIME * self.seen[test.nodeid][0])
            test.config.hook.pytest_runtest_protocol(item=test, nextitem=following)


def _baseline(tests: Sequence[pytest.Item]) -> dict[str, Seen]:
    """What each test goes through, and how long it takes."""
    with tempfile.NamedTemporaryFile() as told:
        if _in_fork(lambda: Path(told.name).write_bytes(pickle.dumps(_traced(tests)))):
            sys.exit("Les tests échouent déjà, toutes les lignes en place.")
        found: dict[str, Seen] = pickle.load(told)  # noqa: S301
    return found


def _traced(tests: Sequence[pytest.Item]) -> dict[str, Seen]:
    found: dict[str, Seen] = {}
    lines: set[tuple[str, int]] = set()
    rooms = tuple(str(PIPELINE / room) for room in (*ROOMS, "protect.py"))

    def enter(frame: FrameType, _event: str, _told: object) -> Callable[..., Any] | None:
        return step if frame.f_code.co_filename.startswith(rooms) else None

    def step(frame: FrameType, _event: str, _told: object) -> Callable[..., Any]:
        lines.add((frame.f_code.co_filename, frame.f_lineno))
        return step

    threading.settrace(enter)
    for test, following in zip(tests, [*tests[1:], None], strict=True):
        lines.clear()
        start = time.process_time()
        sys.settrace(enter)
        test.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
        sys.settrace(None)
        found[test.nodeid] = time.process_time() - start, frozenset(lines)
    return found


def _in_fork(act: Callable[[], object]) -> int:
    """0 when nothing stopped the act."""
    child = os.fork()
    if child == 0:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        try:
            act()
        except BaseException:  # noqa: BLE001 - whatever it is, the fork ends here
            traceback.print_exc()
            os._exit(BROKEN)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code not in {BROKEN, -signal.SIGKILL}, "the trial itself is at fault"
    return code


def judge(todo: Sequence[Mutant], names: Sequence[str]) -> Trials:
    """Try each mutant on these tests: `vintages` for a whole file, `vintages::test_…` for one."""
    settings.register_profile(
        "mutation", database=None, deadline=None, derandomize=True, phases=[Phase.generate]
    )
    settings.load_profile("mutation")
    silent = [f"-pno:{name}" for name in ("cacheprovider", "xdist", "warnings", "terminal")]
    split = [name.partition("::") for name in names]
    paths = [f"{TESTS}/test_{file}.py{sign}{test}" for file, sign, test in split]
    with tempfile.TemporaryDirectory() as own:  # others may be running tests meanwhile
        trials = Trials(todo, Path(own, "failed"))
        options = ["-s", "-oaddopts=", f"--basetemp={own}/tests"]
        code = pytest.main([*options, *silent, *paths], plugins=[trials])
    assert code == 0, code
    return trials


def main() -> int:
    """Try all modules, those that are named, or `--extrait`; print what survives."""
    if sys.argv[1:] == ["--extrait"]:
        todo = [m for name, (gone, _) in EXTRACT.items() for m in mutants(name) if m.gone == gone]
        trials = judge(todo, [test for _, test in EXTRACT.values()])
    else:
        names = sys.argv[1:] or _modules()
        todo = [m for name in names for m in (*mutants(name), *headless(name))]
        trials = judge(todo, FILES)
    print(  # noqa: T201
        f"{len(todo)} lignes retirées, dont {trials.endless} sans fin ; "
        f"{trials.alive} sans qu'un test échoue."
    )
    return 1 if trials.alive else 0


def _modules() -> list[str]:
    paths = [path for room in ROOMS for path in sorted((PIPELINE / room).glob("*.py"))]
    own = [path for path in paths if path.stem not in NOT_LOGIC]
    return ["protect", *(str(path.relative_to(PIPELINE).with_suffix("")) for path in own)]


if __name__ == "__main__":
    sys.exit(main())
