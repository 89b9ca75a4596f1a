"""Spaces that French does not let a line break at: before : ; ! ? and inside guillemets."""

import re

__all__ = ["spaced"]

_NARROW = "\N{NARROW NO-BREAK SPACE}"
_WIDE = "\N{NO-BREAK SPACE}"

_BEFORE_COLON = re.compile(r"[ \u00a0\u202f]+(?=:(?:\s|$))")
_BEFORE_HIGH = re.compile(r"[ \u00a0\u202f]+(?=[;!?])")
_INSIDE = re.compile(r"(?<=«)[ \u00a0\u202f]+|[ \u00a0\u202f]+(?=»)")
_HOUR = re.compile(r"(?<=\d)[ \u00a0\u202f]+(?=h\b)|(?<=\bh)[ \u00a0\u202f]+(?=\d\d\b)")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f]+(?=\d{3}\b)")
_UNIT = re.compile(r"(?<=\d)[ \u00a0\u202f]+(?=[$%€])")


def spaced(text: str, lang: str) -> str:
    """Make spaces that a writer typed in French unbreakable; none is added where the writer put none.

    Quebec writes `Quoi?`, France `Quoi ?`: both stay as they are.
    """
    if lang != "fr":
        return text
    for pattern, space in (
        (_BEFORE_COLON, _WIDE),
        (_BEFORE_HIGH, _NARROW),
        (_INSIDE, _NARROW),
        (_HOUR, _WIDE),
        (_THOUSANDS, _NARROW),
        (_UNIT, _WIDE),
    ):
        text = pattern.sub(space, text)
    return text
