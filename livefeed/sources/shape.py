"""Width and height of a picture, as far as a network says them."""

from typing import Any

from livefeed.sources.reading import number

__all__ = ["read_shape"]

_MOST = 100_000


def read_shape(given: Any) -> tuple[int, int] | None:
    """Read `width` and `height` of an object; None unless both are believable."""
    width, height = number(given, "width"), number(given, "height")
    return (width, height) if 0 < width <= _MOST and 0 < height <= _MOST else None
