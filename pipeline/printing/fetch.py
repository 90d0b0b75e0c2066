"""What the PDF engine may read: the bytes given to it and the files of the templates."""

from __future__ import annotations

import base64
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_FILE_BYTES = 5_000_000
MEDIA_TYPES = {
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}
_DATA_IMAGE = re.compile(r"data:(image/(?:png|jpeg|svg\+xml))(;base64)?,(.*)", re.DOTALL)


def closed_fetcher(assets: Mapping[str, bytes], base: Path) -> Any:
    """A WeasyPrint fetcher that answers from `read_url` alone and has no way to the network."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415, import is slow

    class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # untyped library
        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002, fixed signature
            content, media_type = read_url(url, assets, base)
            return URLFetcherResponse(url, content, {"Content-Type": media_type})

    return ClosedFetcher(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)


def read_url(url: str, assets: Mapping[str, bytes], base: Path) -> tuple[bytes, str]:
    """Content and media type of an allowed URL; anything else raises ValueError or OSError."""
    if url in assets:
        suffix = ".svg" if url.startswith("chart:") else PurePosixPath(url).suffix
        return assets[url], MEDIA_TYPES.get(suffix, "application/octet-stream")
    if image := _DATA_IMAGE.fullmatch(url):
        raw = unquote_to_bytes(image[3])
        return (base64.b64decode(raw, validate=True) if image[2] else raw), image[1]
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc or parts.query:
        raise ValueError(f"a report reads nothing from {url[:200]}")
    path = Path(unquote(parts.path)).resolve(strict=True)
    if not path.is_relative_to(base) or not path.is_file() or path.suffix not in MEDIA_TYPES:
        raise ValueError(f"not a file of the templates: {path}")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ValueError(f"more than {MAX_FILE_BYTES} bytes: {path}")
    return path.read_bytes(), MEDIA_TYPES[path.suffix]
