"""Building XML from text that anybody may have written."""

import re
from typing import Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

OAI: Final = "http://www.openarchives.org/OAI/2.0/"
OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC: Final = "http://purl.org/dc/elements/1.1/"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
YZ: Final = "urn:yizhan:standard:1.0"
# What no XML 1.0 document may hold, escaped or not.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

for _prefix, _space in (("oai_dc", OAI_DC), ("dc", DC), ("xsi", XSI), ("yz", YZ), ("", OAI)):
    ET.register_namespace(_prefix, _space)


def clean(text: object) -> str:
    """Return the text without what XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", str(text))


def add(parent: Element, space: str, name: str, text: object = "", /, **marks: str) -> Element:
    """Append an element with a text and attributes."""
    made = SubElement(parent, f"{{{space}}}{name}", {k: clean(v) for k, v in marks.items()})
    made.text = clean(text) or None
    return made


def written(root: Element) -> bytes:
    """Write the document."""
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body
