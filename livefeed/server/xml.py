"""XML, written: whatever stands in a text, the document stays well-formed and reads in the order in which it is written."""

import re
from xml.sax.saxutils import escape, quoteattr

__all__ = ["DECLARATION", "element", "words"]

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

_NEVER = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""What XML 1.0 (2.2, Char) does not allow or discourages, and what turns the direction of other people's words around."""


def words(text: str) -> str:
    """Give a text as it may stand between tags."""
    return escape(_NEVER.sub("", text))


def element(name: str, *content: str, **attributes: str | None) -> str:
    """Write an element.

    Args:
        name: with its prefix, if it has one.
        content: XML already; see `words`.
        attributes: those that are None are left out; `xml_lang` is `xml:lang`, and `type_` is `type`.
    """
    named = ((key.rstrip("_").replace("_", ":"), value) for key, value in attributes.items() if value is not None)
    head = "".join(f" {key}={quoteattr(_NEVER.sub('', value))}" for key, value in named)
    body = "".join(content)
    return f"<{name}{head}>{body}</{name}>" if body else f"<{name}{head}/>"
