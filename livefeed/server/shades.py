"""Colours of an organisation, made legible: contrast as WCAG 2.2 counts it (1.4.3, "relative luminance")."""

import re

__all__ = ["ENOUGH", "contrast", "legible", "read_colour"]

ENOUGH = 4.5
"""Contrast of text with what is behind it, at least."""

_HEX = re.compile(r"#?(?:[0-9a-f]{3}|[0-9a-f]{6})\Z", re.IGNORECASE | re.ASCII)
_BLACK, _WHITE = "#000000", "#ffffff"
_STEPS = 50
_KNEE = 0.04045
"""Below it, sRGB is linear."""


def read_colour(text: str) -> str:
    """Give a colour as `#rrggbb`.

    Raises:
        ValueError: it is none.
    """
    if _HEX.match(text) is None:
        raise ValueError(f"{text[:20]!r} is no colour: write it as #0b5570")
    digits = text.removeprefix("#").lower()
    return "#" + (digits if len(digits) == len("rrggbb") else "".join(sign * 2 for sign in digits))


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def legible(ink: str, ground: str) -> str:
    """Give the shade nearest to a colour in which text can be read on a ground: darker or lighter, whichever that takes."""
    end = max((_BLACK, _WHITE), key=lambda each: contrast(each, ground))
    shades = (_mix(ink, end, step / _STEPS) for step in range(_STEPS + 1))
    return next((shade for shade in shades if contrast(shade, ground) >= ENOUGH), end)


def _parts(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [
        part / 255 / 12.92 if part / 255 <= _KNEE else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in _parts(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mix(one: str, other: str, share: float) -> str:
    """Mix so much of another colour into one."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
