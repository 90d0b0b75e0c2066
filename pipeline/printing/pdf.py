"""From HTML to one PDF that is both an archive (PDF/A-3a) and accessible (PDF/UA-1)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.printing.engine import nothing_wrong, prepare_engine
from pipeline.printing.fetch import closed_fetcher

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.charts.strokes import Strokes

__all__ = ["AttachedFile", "prepare_engine", "print_pdf"]

LINK_SCHEMES = {"http", "https", "mailto", "tel"}

# The claim of PDF/UA, and the description of its namespace that PDF/A asks for.
_SECOND_CLAIM = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file carried inside the PDF as the data behind the report."""

    name: str
    content: bytes
    description: str


def print_pdf(
    html: str,
    *,
    assets: Mapping[str, bytes],
    attachments: Sequence[AttachedFile],
    fixed_date: datetime,
    base: Path,
    drawings: Mapping[str, Strokes] = MappingProxyType({}),
    plain: bool = False,
) -> bytes:
    """Lay out `html` and return the PDF: the same bytes for the same arguments, anywhere.

    `assets` answers URLs of our own such as `chart:sorties`, `drawings` those that are drawn and
    not read; relative URLs and `file:` reach regular files under `base` only. A naive `fixed_date`
    is taken as UTC.
    """
    prepare_engine(plain=plain)
    date = fixed_date.replace(tzinfo=fixed_date.tzinfo or UTC).astimezone(UTC)
    with nothing_wrong():
        document = _lay_out(html, assets, drawings, base.resolve())
        document.metadata.created = document.metadata.modified = f"{date:%Y-%m-%dT%H:%M:%SZ}"
        _claim_both_standards(document.metadata)
        pdf = document.write_pdf(
            finisher=_finish,
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
            attachments=[_attachment(file, date) for file in sorted(attachments, key=_by_name)],
        )
    return bytes(pdf)


def _lay_out(
    html: str, assets: Mapping[str, bytes], drawings: Mapping[str, Strokes], base: Path
) -> Any:
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    from pipeline.printing.inked import Inked  # noqa: PLC0415

    images = {url: Inked(strokes) for url, strokes in drawings.items()}
    fetcher = closed_fetcher(assets, base)
    try:
        source = HTML(string=html, base_url=f"{base.as_uri()}/", url_fetcher=fetcher)
        document = source.render(cache=images, pdf_variant="pdf/a-3a", pdf_tags=True)
    except FatalURLFetchingError as error:  # a BaseException, so that nothing swallows it
        raise RuntimeError(f"{error}: {error.__cause__}") from error
    if not document.metadata.title or not document.metadata.lang:
        raise RuntimeError("PDF/UA asks for <title> and <html lang>")
    _refuse_links(document)
    return document


def _refuse_links(document: Any) -> None:
    """Stop on what would embed a file unasked, or print a path of this machine."""
    if document.metadata.attachments:
        raise RuntimeError("<link rel=attachment>: attach files through print_pdf only")
    for page in document.pages:
        for kind, target, *_ in page.links:
            outside = kind == "external" and urlsplit(target).scheme not in LINK_SCHEMES
            if outside or kind == "attachment":
                raise RuntimeError(f"link that a report must not hold ({kind}): {target}")


def _by_name(file: AttachedFile) -> str:
    return file.name  # the order that PDF asks of its name trees


def _attachment(file: AttachedFile, date: datetime) -> Any:
    from weasyprint import Attachment  # noqa: PLC0415

    return Attachment(
        file_obj=io.BytesIO(file.content),
        name=file.name,
        description=file.description,
        relationship="Data",
        created=date,  # without dates, the clock would enter the file
        modified=date,
    )


def _claim_both_standards(metadata: Any) -> None:
    """Add PDF/UA to the XMP packet of this document; WeasyPrint writes one claim only.

    Its public option `xmp_metadata` appends a second RDF block, which breaks PDF/UA.
    """
    generate = metadata.generate_rdf_metadata
    claim = _SECOND_CLAIM.format(language=escape(metadata.lang or "")).encode()

    def generate_with_claim(*arguments: object) -> bytes:
        head, tail, nothing = generate(*arguments).partition(b"</rdf:RDF>")
        if not tail or nothing:
            raise RuntimeError("the XMP packet of WeasyPrint is no longer what it was")
        return bytes(head + claim)

    metadata.generate_rdf_metadata = generate_with_claim


def _finish(_document: Any, pdf: Any) -> None:
    """Show outline and title; list each attachment once, where WeasyPrint lists it twice."""
    import pydyf  # noqa: PLC0415

    pdf.catalog["PageMode"] = "/UseOutlines"
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
