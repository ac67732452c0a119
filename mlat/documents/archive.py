"""One file under two standards: what WeasyPrint writes as PDF/A-3a also says that it is written as PDF/UA-1.

Both ask for tags, language, title and embedded fonts; what is missing is the second identification. PDF/A wants
every property of the metadata that it does not know itself to be described, so the description goes in as well.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

VARIANT = "pdf/a-3a"
"""What WeasyPrint writes; the rest is added here."""
INTENT = "sRGB"
"""Name of the output intent."""

_UA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file is written to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_END = b"</rdf:RDF>"


class Colours:
    """The colours that the paper is meant for, in the shape that WeasyPrint expects, as the file has them.

    WeasyPrint's own class writes the profile anew, and not always the same bytes.
    """

    name = "sRGB2014"
    components = ("r", "g", "b")
    pdf_reference: object = None
    """Where WeasyPrint notes the object of the file at hand."""

    def __init__(self) -> None:
        self.content = _profile()


@lru_cache(maxsize=1)
def _profile() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def identify(_document: object, pdf: Any) -> None:
    """Add the second identification to the metadata of `pdf`, a pydyf file before it is written (a finisher)."""
    if "AF" in pdf.catalog:  # WeasyPrint names each attached file twice
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    stream = next(each for each in pdf.objects if getattr(each, "extra", {}).get("Type") == "/Metadata")
    (written,) = stream.stream
    head, found, tail = written.rpartition(_END)
    if not found:
        raise ValueError("the metadata holds no RDF")
    stream.stream = [head + _UA + _END + tail]
    stream.compress = False  # a program that knows no PDF finds it as plain text
