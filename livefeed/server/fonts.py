"""Fonts that we bring along, and which of them a text can be written in.

A server has no fonts, or others than the one beside it. Noto Sans (Latin, Greek, Cyrillic, Vietnamese) and Noto Sans
Arabic (which has Latin letters, too) come as packages, under the SIL Open Font License.
"""

import unicodedata
from functools import lru_cache
from importlib.resources import as_file, files

from PIL import ImageFont, features

__all__ = ["FAMILIES", "Family", "font", "writable"]

Family = str
"""`sans` or `arabic`."""

FAMILIES: dict[Family, tuple[str, str]] = {
    "sans": ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    "arabic": ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
}
"""By name: the package, and the file in it."""

_ENOUGH = 0.75
"""Of the letters of a text, which must be there for what is left of it to be understood."""
_WIDTH = 100
"""Of the letters, in percent of the usual: the fonts' second axis."""
_BLANKS = dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")
"""Of those that stay; fonts have the first."""
_NO_CHARACTER = "\U000ffffe"


@lru_cache(maxsize=32)
def font(family: Family, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Give a font in a size (pixels) and a weight (100 to 900)."""
    package, name = FAMILIES[family]
    shaped = features.check("raqm")
    layout = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    with as_file(files(package) / "files" / name) as path:
        opened = ImageFont.truetype(path, size, layout_engine=layout)
    opened.set_variation_by_axes([weight, _WIDTH])
    return opened


def writable(text: str) -> tuple[str, Family]:
    """Give what of a text can be written, without emoji and the like, and in which family; nothing where too little is left.

    Blanks at which no line is broken (French has them before its signs) come as no-break spaces.
    """
    letters = [c for c in text if c.isalpha()]
    family = max(_families(), key=lambda each: sum(_has(each, c) for c in letters))
    if sum(_has(family, c) for c in letters) < _ENOUGH * len(letters):
        return "", "sans"
    kept = "".join(_BLANKS.get(c, " ") if c.isspace() else c for c in text if c.isspace() or _has(family, c))
    return " ".join(part for part in kept.split(" ") if part.strip()), family


def _families() -> list[Family]:
    """List the families that can be written: Arabic letters change by their neighbours, which takes a shaper."""
    return [each for each in FAMILIES if each != "arabic" or (features.check("raqm") and features.check("fribidi"))]


@lru_cache(maxsize=8_192)
def _has(family: Family, c: str) -> bool:
    """Tell whether a font has a sign."""
    if unicodedata.category(c).startswith("C"):
        return False
    tried = font(family, 16, 400)
    return bytes(tried.getmask(c)) != bytes(tried.getmask(_NO_CHARACTER))
