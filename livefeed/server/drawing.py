"""The picture that goes with a link: 1200 by 630 pixels of words, drawn from fonts that we bring along.

The same words make the same bytes. No picture of anybody's is in it.
"""

import io
import threading
from bisect import bisect_right
from dataclasses import dataclass
from math import ceil
from typing import Literal, NamedTuple

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from livefeed.server.fonts import font, writable

__all__ = ["HEIGHT", "WIDTH", "CardWords", "draw_card"]

WIDTH, HEIGHT = 1200, 630
"""Pixels: what OpenGraph's readers show large (1.91 to 1)."""

_PAPER, _INK, _DIM, _LINE, _ACCENT, _LIVE = "#f8f6f1", "#17191c", "#4f565d", "#dbd6ca", "#0b5570", "#b01029"
_MARGIN = 72
_RIGHT = WIDTH - _MARGIN
_SIZES = (76, 64, 54, 46, 40)
"""Of the words in the middle, pixels; the largest in which they fit."""
_TOP, _BOTTOM = 168, 470
"""Between which heights these stand."""
_LEADING = 1.26
_BOLD = 700
_LONGEST_LINE = 300
_PEN = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """What stands on a card."""

    badge: str
    """What is said first: the state of a coverage, or the author of a post."""
    tone: Literal["live", "calm"] = "calm"
    beside: str = ""
    """What stands beside it."""
    words: str
    """In the middle, large; of these what fits."""
    instead: str = ""
    """Stands there where the words are in a script that we have no font for."""
    figures: str = ""
    foot: str = ""
    """Below: whose it is."""
    lang: str


def draw_card(card: CardWords) -> bytes:
    """Draw a card as PNG; one at a time, since a font can only be written with by one thread."""
    with _PEN:
        return _drawn(card)


def _drawn(card: CardWords) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    tone = _LIVE if card.tone == "live" else _ACCENT
    draw.rectangle((0, 0, 20, HEIGHT), fill=tone)
    _head(draw, card, tone)
    _middle(draw, card)
    if card.figures:
        _line(draw, card.figures, _Style(524, 34, 500, _ACCENT))
    draw.line((_MARGIN, 556, _RIGHT, 556), fill=_LINE, width=2)
    _line(draw, card.foot, _Style(602, 28, 400, _DIM), right=_RIGHT - 190)
    _mark(draw)
    return _encoded(image)


def _encoded(image: Image.Image) -> bytes:
    """Write few colours: words on paper need no more, and the file is a third as large."""
    out = io.BytesIO()
    image.quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _head(draw: ImageDraw.ImageDraw, card: CardWords, tone: str) -> None:
    left = _MARGIN
    if card.tone == "live":
        draw.ellipse((left, 77, left + 24, 101), fill=tone)
        left += 40
    end = _line(draw, card.badge, _Style(104, 40, 700, tone), left=left, right=_RIGHT - 40)
    _line(draw, card.beside, _Style(104, 32, 400, _DIM), left=end + 24 if end > left else left)


class _Style(NamedTuple):
    """How a line is written: the height of its baseline and its size in pixels, its weight, its colour."""

    baseline: int
    size: int
    weight: int
    fill: str


def _line(draw: ImageDraw.ImageDraw, text: str, style: _Style, *, left: int = _MARGIN, right: int = _RIGHT) -> int:
    """Write one line, cut where it must be; returns where it ends."""
    shown, family = writable(text)
    chosen = font(family, style.size, style.weight)
    if chosen.getlength(shown) > right - left:
        shown = _cut(shown, chosen, right - left)
    draw.text((left, style.baseline), shown, font=chosen, fill=style.fill, anchor="ls")
    return left + int(chosen.getlength(shown))


def _cut(text: str, chosen: FreeTypeFont, room: int) -> str:
    """Give as much of a text as fits with an ellipsis; nothing where there is no room for it."""
    end = bisect_right(range(1, len(text) + 1), room, key=lambda n: ceil(chosen.getlength(f"{text[:n]}…")))
    return f"{text[:end].rstrip()}…" if end else ""


def _middle(draw: ImageDraw.ImageDraw, card: CardWords) -> None:
    shown, family = writable(card.words)
    if not shown:
        shown, family = writable(card.instead)
    for size in _SIZES:
        lines, whole = _broken(shown, font(family, size, _BOLD), int((_BOTTOM - _TOP) // (size * _LEADING)))
        if whole:
            break
    chosen = font(family, size, _BOLD)
    top = _TOP + (_BOTTOM - _TOP - len(lines) * size * _LEADING) / 2
    for number, line in enumerate(lines):
        y = top + (number + 0.8) * size * _LEADING
        if family == "arabic":
            draw.text((_RIGHT, y), line, font=chosen, fill=_INK, anchor="rs", direction="rtl")
        else:
            draw.text((_MARGIN, y), line, font=chosen, fill=_INK, anchor="ls")


def _broken(text: str, chosen: FreeTypeFont, most: int) -> tuple[list[str], bool]:
    """Break a text into lines, so many at most; says whether it is there as a whole, no word broken."""
    room = _RIGHT - _MARGIN
    lines: list[str] = []
    line = ""
    torn = False
    words = [word for word in text.split(" ") if word][::-1]
    while words:
        word = words.pop()
        longer = f"{line} {word}" if line else word
        if chosen.getlength(longer) <= room:
            line = longer
            continue
        if len(lines) == most - 1:
            return [*lines, _cut(f"{longer} {' '.join(words[::-1])}"[:_LONGEST_LINE], chosen, room)], False
        if not line:  # one word is wider than a line: what fits of it stands alone
            torn = True
            end = max(1, bisect_right(range(1, len(word) + 1), room, key=lambda n: ceil(chosen.getlength(word[:n]))))
            line, word = word[:end], word[end:]
        words.append(word)
        lines.append(line)
        line = ""
    return [*lines, line] if line else lines, not torn


def _mark(draw: ImageDraw.ImageDraw) -> None:
    """Draw our sign and name, in the corner: the icon of the pages, from the same numbers."""
    left, top, scale = _RIGHT - 166, 572, 40 / 32
    draw.rounded_rectangle((left, top, left + 40, top + 40), radius=9, fill=_ACCENT)
    points = [(6, 20.5), (10.5, 20.5), (13.5, 11), (17.7, 23.5), (20.7, 16), (26, 16)]
    draw.line([(left + x * scale, top + y * scale) for x, y in points], fill=_PAPER, width=3, joint="curve")
    draw.text((left + 52, 602), "livefeed", font=font("sans", 29, 600), fill=_INK, anchor="ls")
