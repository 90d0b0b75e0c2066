"""`make bench`, second table: what reading costs, against DuckDB that checks nothing.

The yardstick is `read_csv` with known types, on the canonical form, into a database file; the
measured thing is the whole contract, into a database file too. Each run is a process of its own
and the two alternate: what counts is the ratio of the medians. One size alone:
`python -m pipeline.bench.reading --lignes 1000000 --seul`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median

from pipeline.bench.files import make_pole, write_alone, write_rows
from pipeline.bench.runs import Measure
from pipeline.french import number

RUNS = 5
MILLION, TEN_MILLIONS = 1_000_000, 10_000_000
SMALL, FILES, COMPARED = 10_000, 200, 1_000_000
MOST_MEMORY = 500  # megabytes, for ten million rows
ONE_FAULT_IN = 250  # rows, where some are at fault


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was measured, what was asked."""

    label: str
    wall: Decimal
    cpu: Decimal | None
    peak: int | None
    target: str
    is_met: bool


def main() -> None:
    """Measure what the options ask for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.bench.reading")
    parser.add_argument("--lignes", type=int, help="lignes du gros fichier, d'une seule taille")
    parser.add_argument("--passages", type=int, default=RUNS, help="mesures de chaque sorte")
    parser.add_argument("--seul", action="store_true", help="les gros fichiers seulement")
    options = parser.parse_args()
    parts: list[Callable[[Path], list[Line]]] = [
        partial(_big, count=count, passes=options.passages)
        for count in ([options.lignes] if options.lignes else [MILLION, TEN_MILLIONS])
    ]
    if not options.seul:
        parts.append(partial(_others, passes=options.passages))
    _say(table([]))
    for part in parts:  # told as they come: the whole takes a quarter of an hour
        with tempfile.TemporaryDirectory(prefix="ptce-") as folder:
            _say(table(part(Path(folder)))[1:])
    load = ", ".join(_french(Decimal(str(average))) for average in os.getloadavg())
    _say([f"Charge de la machine ({os.cpu_count()} cœurs, 1, 5 et 15 minutes) : {load}."])


def _say(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def table(lines: Sequence[Line]) -> list[str]:
    """What to print, in French."""
    rows = [f"{'Mesure':<44}{'durée':>9}{'processeur':>12}{'mémoire':>10}   objectif"]
    for line in lines:
        cpu = _french(line.cpu) if line.cpu is not None else ""
        peak = f"{line.peak} Mo" if line.peak is not None else ""
        verdict = "atteint" if line.is_met else "manqué"
        figures = f"{_french(line.wall):>9}{cpu:>12}{peak:>10}"
        rows.append(f"{line.label:<44}{figures}   {line.target} : {verdict}")
    return rows


def ratio(
    label: str,
    runs: Sequence[Measure],
    base: Sequence[Measure],
    most: str,
    memory: int = sys.maxsize,
) -> Line:
    """How many times the yardstick, in duration and in processor time; the highest memory."""
    wall, cpu = _times(runs, base, "wall"), _times(runs, base, "cpu")
    peak = max(run.peak for run in runs)
    target = f"au plus {most.replace('.', ',')} fois la lecture seule"
    if memory < sys.maxsize:
        target += f" et {memory} Mo"
    return Line(label, wall, cpu, peak, target, max(wall, cpu) <= Decimal(most) and peak <= memory)


def seconds(label: str, runs: Sequence[Measure], most: str) -> Line:
    """A duration in seconds."""
    wall, cpu = (
        Decimal(str(median(getattr(run, name) for run in runs))) for name in ("wall", "cpu")
    )
    target = f"au plus {most.replace('.', ',')} s"
    return Line(label, wall, cpu, None, target, wall <= Decimal(most))


def _times(runs: Sequence[Measure], base: Sequence[Measure], name: str) -> Decimal:
    one, other = (median(getattr(run, name) for run in each) for each in (runs, base))
    return Decimal(str(one / other))


def _french(value: Decimal) -> str:
    return number(value.quantize(Decimal("0.01")), 2)


def _big(folder: Path, count: int, passes: int) -> list[Line]:
    """The yardstick, then the same rows in each way, in turn."""
    pole, odd, canonical = folder / "gros", folder / "fautif", folder / "canonique.csv"
    write_rows(make_pole(pole), canonical, count)
    ways = {"temoin": ("temoin", canonical), "rapide": ("rapide", pole)}
    if count <= MILLION:
        write_rows(make_pole(odd), folder / "inutile.csv", count, one_fault_in=ONE_FAULT_IN)
        ways |= {"fautif": ("rapide", odd), "soigneux": ("soigneux", pole)}
    runs: dict[str, list[Measure]] = {name: [] for name in ways}
    for rank in range(1, passes + 1):
        sys.stderr.write(f"{_thousands(count)} lignes, mesure {rank} sur {passes}…\n")
        for name, (way, path) in ways.items():
            runs[name].append(_run(way, path, count))
    base, label = runs["temoin"], f"{_thousands(count)} lignes de 15 colonnes"
    if count > MILLION:
        return [ratio(label, runs["rapide"], base, "2.5", MOST_MEMORY)]
    return [
        ratio(label, runs["rapide"], base, "2.0"),
        ratio("les mêmes, 0,4 % de lignes fautives", runs["fautif"], base, "2.0"),
        ratio("les mêmes, chemin soigneux", runs["soigneux"], base, "6.0"),
    ]


def _others(folder: Path, passes: int) -> list[Line]:
    small, many, compared = folder / "petit", folder / "livraison", folder / "compare"
    alone = folder / "seul.csv"
    write_rows(make_pole(small), folder / "petit.csv", SMALL)
    whole = make_pole(many)
    write_rows(whole, folder / "livraison.csv", FILES * 50)
    _cut(whole, FILES)
    write_rows(make_pole(compared), folder / "compare.csv", COMPARED)
    write_alone(alone, SMALL)
    runs: dict[str, list[Measure]] = {
        "commande": [],
        "petit": [],
        "livraison": [],
        "compare": [],
        "frictionless": [],
    }
    for rank in range(1, passes + 1):
        sys.stderr.write(f"Petits fichiers et comparaison, mesure {rank} sur {passes}…\n")
        runs["commande"].append(_run("commande", alone, SMALL))
        runs["petit"].append(_run("tiede", small, SMALL))
        runs["livraison"].append(_run("tiede", many, FILES))
        runs["compare"].append(_run("rapide", compared, COMPARED))
        if rank == 1:  # more than a minute
            runs["frictionless"].append(_run("frictionless", compared, COMPARED))
    faster = _times(runs["frictionless"], runs["compare"], "wall")
    return [
        seconds(f"commande read, {_thousands(SMALL)} lignes", runs["commande"], "0.3"),
        seconds(f"fichier de {_thousands(SMALL)} lignes, à chaud", runs["petit"], "0.3"),
        seconds(f"livraison de {FILES} fichiers", runs["livraison"], "3.0"),
        Line(
            f"frictionless, {_thousands(COMPARED)} lignes : fois plus",
            faster,
            _times(runs["frictionless"], runs["compare"], "cpu"),
            None,
            "au moins 20 fois notre durée",
            faster >= Decimal(20),
        ),
    ]


def _cut(path: Path, parts: int) -> None:
    """Replace a file by as many small ones, in the folders of the structures."""
    header, *lines = path.read_text("utf-8").splitlines(keepends=True)
    path.unlink()
    size = len(lines) // parts
    for part in range(parts):
        place = path.parent / f"envoi {part:03d}.csv"
        place.write_text(header + "".join(lines[part * size : (part + 1) * size]), "utf-8")


def _run(way: str, path: Path, count: int) -> Measure:
    """One measure in a process of its own, whose last line is its result."""
    command = [sys.executable, "-m", "pipeline.bench.runs", way, str(path), str(count)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return Measure(**json.loads(done.stdout.splitlines()[-1]))


def _thousands(count: int) -> str:
    return number(Decimal(count), 0)


if __name__ == "__main__":
    main()
