"""What a PDF of the report is made of; anything else is a place where a text may hide.

The names are those that WeasyPrint and our tags write. An entry of another name, an operator that
draws nothing known, bytes around the objects, a file that was not judged: refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pipeline.errors import LeakError
from pipeline.published.unseen import IN_PAGES, LITERAL, STREAM, inflated

_NAMES = frozenset(
    b"""
    A AF AFRelationship Alt ActualText Annot Annots Art Artifact Ascent Author BBox BS BaseFont
    BleedBox Bounds C0 C1 CA CIDFontType2 CIDSystemInfo CIDToGIDMap CS CapHeight Caption Catalog
    CheckSum ColorSpace Column Columns Contents Coords Count CreationDate Creator D Data DecodeParms
    Desc DescendantFonts Descent Dest DestOutputProfile Dests DisplayDocTitle Div Document Domain E
    EF EmbeddedFile EmbeddedFiles Encode Encoding ExtGState Extend F Figure Filespec Filter First
    Flags FlateDecode Font FontBBox FontDescriptor FontFamily FontFile2 FontName Form Function
    FunctionType Functions GTS_PDFA1 Group H1 H2 H3 H4 H5 H6 Headers Height I ICCBased ID Identity
    Identity-H Image Index Info ItalicAngle K Keywords Kids L LBody LI Lab Lang Last Layout Lbl
    Length Length1 Link MCID MCR MarkInfo Marked Matrix MediaBox Metadata ModDate N Names Next
    NonStruct Note Nums O OBJR Obj ObjStm Ordering Outlines OutputConditionIdentifier OutputIntent
    OutputIntents P Page PageMode Pages Pagination PaintType Params Parent ParentTree Pattern
    PatternType Pg Predictor Prev Producer Range Rect Reference Registry Resources Root Row S SMask
    Scope Sect Shading ShadingType Size Span StemH StemV StructElem StructParent StructParents
    StructTreeRoot Subject Subtype Supplement TBody TD TFoot TH THead TOC TOCI TR Table Tabs
    TilingType Title ToUnicode Transparency TrimBox Type Type0 Type1 UF URI UseOutlines
    ViewerPreferences W WhitePoint Width XML XObject XRef XStep XYZ YStep ca lab-d50 lab-d65 srgb
    application#2fjson text#2fcsv Helvetica Unspecified Fit
    """.split()
)  # a standard font and any kind of file are among them
_RESOURCE = re.compile(rb"[aAFpsx]\d[\d.]*|[A-Z]{6}(?:\+[\w,-]+)?")  # fonts, states, patterns
_OPERATORS = frozenset(
    b"""b B b* B* BDC BMC BT c cm CS cs d Do EMC ET f f* gs h j J l m M n q Q re rg RG s S SCN scn
    sh Tf TJ Tm Tr Ts w W W*""".split()
)
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
_NAME = re.compile(rb"/([^\s/<>\[\](){}%]*)")
_NAMED = re.compile(rb"(?:" + b"|".join(IN_PAGES) + rb")\s*" + LITERAL, re.DOTALL)  # judged
_STRING = re.compile(LITERAL + rb"|(?<!<)<[0-9A-Fa-f\s]*>", re.DOTALL)
_OBJECT = re.compile(rb"\d+ \d+ obj\b.*?\bendobj", re.DOTALL)
_AROUND = re.compile(rb"%PDF-1\.\d|%[\x80-\xff]+|xref|trailer|startxref|%%EOF|[\d\s]+[fn]?|<<|>>|R")
_UNDRAWN = re.compile(rb"/Type\s*/(ObjStm|XRef|Metadata|EmbeddedFile)\b|/Length1\b|/N\b")


def check_syntax(pdf: bytes, files: Collection[bytes]) -> None:
    """Refuse a PDF that holds more than pages, their tags and the `files` judged."""
    opened = _STRING.sub(b" ", STREAM.sub(b" ", pdf))
    if not pdf.startswith(b"%PDF-") or not pdf.rstrip().endswith(b"%%EOF"):
        raise _refusal("des octets hors de ses objets")
    around = _NAME.sub(b" ", _OBJECT.sub(b" ", opened))
    if _AROUND.sub(b"", around).strip(b"[] \r\n\t"):
        raise _refusal("des octets hors de ses objets")
    _check_names(opened)
    if b"%" in b"".join(_OBJECT.findall(opened)):
        raise _refusal("un commentaire")
    for head, content in _streams(pdf):
        if b"/EmbeddedFile" in head:
            if content not in files:
                raise _refusal("un fichier joint qui n'est pas un fichier contrôlé")
        elif re.search(rb"/Type\s*/ObjStm", head):
            _check_names(_STRING.sub(b" ", content))
        elif not _UNDRAWN.search(head) and b"begincmap" not in content[:200]:
            _check_drawn(content)


def _streams(pdf: bytes) -> Iterator[tuple[bytes, bytes]]:
    start = 0
    for found in STREAM.finditer(pdf):
        head, start = pdf[start : found.start()].rpartition(b" obj")[2], found.end()
        yield head, inflated(head, found[1])


def _check_drawn(content: bytes) -> None:
    """Only operators, their numbers and the names that they call: letters are told by codes."""
    bare = _NAMED.sub(b" ", content)
    if b"(" in bare:
        raise _refusal("un texte en clair dans un dessin")
    bare = _STRING.sub(b" ", bare)
    _check_names(bare)
    for word in set(re.sub(rb"[\[\]<>]", b" ", _NAME.sub(b" ", bare)).split()):
        if word not in _OPERATORS and not _NUMBER.fullmatch(word):
            raise _refusal("un dessin illisible")


def _check_names(objects: bytes) -> None:
    for name in set(_NAME.findall(objects)):
        if name not in _NAMES and not _RESOURCE.fullmatch(name):
            raise _refusal("une entrée d'un genre que le rapport n'emploie pas")


def _refusal(what: str) -> LeakError:
    return LeakError(f"le PDF porte {what}, où un nombre se cacherait")
