"""The HTML twin of the PDF: one file that calls nothing, with each number keyed to its origin."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.proof.marks import Origins
from pipeline.proof.places import keyed

STYLES = Path(__file__).resolve().parents[2] / "report_templates" / "styles"
POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
)
SHEETS = ("rapport.css", "ecran.css")  # fonts fall back to those of the reader
_CALLED = re.compile(r'<link rel="stylesheet" href="styles/[a-z]+\.css">\n')
_DRAWING = re.compile(r'<img ([^>]*?)src="chart:([^"]+)" alt="([^"]*)"([^>]*)>')
_SVG = re.compile(r"<svg\b([^>]*)>", re.DOTALL)
_SVG_ID = re.compile(r'(?<=<g) id="[^"]*"')


def make_twin(marked: str, origins: Sequence[Origins], drawings: Mapping[str, bytes]) -> bytes:
    """The page as one HTML file: styles and drawings inside, no script, no call outside."""
    html = keyed(marked, origins)
    html = _CALLED.sub("", html)
    sheets = "\n".join((STYLES / name).read_text(encoding="utf-8") for name in SHEETS)
    html = html.replace('<meta charset="utf-8">\n', f'<meta charset="utf-8">\n{POLICY}', 1)
    html = html.replace("</head>", f"<style>\n{sheets}</style>\n</head>", 1)
    return _DRAWING.sub(lambda image: _inline(image, drawings), html).encode()


def _inline(image: re.Match[str], drawings: Mapping[str, bytes]) -> str:
    """The drawing in place of its call, without the ids of its shapes: its texts can be read."""
    svg = _SVG_ID.sub("", drawings[f"chart:{image[2]}"].decode())
    attributes = f"{image[1]}{image[4]}".strip()
    return _SVG.sub(
        lambda tag: f'<svg{tag[1]} {attributes} role="img" aria-label="{image[3]}">', svg, count=1
    )
