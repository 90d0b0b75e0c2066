"""Write `editions.jsonl` again: the edition 2024 as the pole published it, before two late files.

To be run after a change of indicators, of protection or of deliveries:
`PYTHONPATH=. .venv/bin/python data/demo/first_publication.py`. The tool itself publishes, on a
copy of the pole without the files of 2025 and without the green spaces of Les Berges, which
came after the publication; `changements.toml` says so.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.answers import CHANGES_FILE
from pipeline.commands import run_command
from pipeline.editions.ledger import LEDGER
from pipeline.progress import Progress

DEMO = Path(__file__).resolve().parent
LATE = "depots/berges/2024/espaces_verts.csv"
EDITION = 2024


def write_ledger(target: Path) -> None:
    """Publish the edition on a copy and keep its ledger as `target`."""
    with TemporaryDirectory() as place:
        pole = Path(place) / "pole"
        shutil.copytree(DEMO, pole, ignore=shutil.ignore_patterns(LEDGER, CHANGES_FILE))
        for folder in pole.glob(f"depots/*/{EDITION + 1}"):
            shutil.rmtree(folder)
        (pole / LATE).unlink()
        options = ["--pole", str(pole), "--edition", str(EDITION), "--sortie", place]
        run_command(["publish", *options], Progress(sys.stdout))
        shutil.copy(pole / LEDGER, target)


if __name__ == "__main__":
    write_ledger(DEMO / LEDGER)
