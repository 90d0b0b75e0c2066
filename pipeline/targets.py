"""What `make` is asked and does not know, told in French by the system's own Python."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Sequence

from pipeline.errors import did_you_mean


def complaint(word: str, targets: Collection[str], options: Collection[str]) -> str:
    """Why this word of `make …` is refused: a target, or the name of an option with its « = »."""
    if word.endswith("="):
        close = did_you_mean(word[:-1], options) or f" Options : {', '.join(options)}."
        return f"« {word} » n'est pas une option.{close}"
    if word.upper() in options:
        return (
            f"« {word} » est une option : écrivez {word.upper()}=, suivi de sa valeur, sans espace."
        )
    if re.fullmatch(r"20[0-9]{2}", word):
        return f"« {word} » n'est pas une commande. Pour cette année : make report EDITION={word}"
    return f"« {word} » n'est pas une commande.{did_you_mean(word, targets)}"


def main(known: str, options: str, asked: Sequence[str]) -> None:
    """Write a line for each unknown word, then how to see them all."""
    lines = [complaint(word, known.split(), options.split()) for word in asked]
    sys.stderr.write("\n".join([*lines, "Toutes les commandes : tapez make, seul.\n"]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
