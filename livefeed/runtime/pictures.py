"""Make a picture from anywhere one of ours: small, WebP, and nothing in it but what it shows.

`shrink` runs in a limited process, since it hands a stranger's bytes to decoders. What comes out is encoded anew from
pixels: no metadata, no second frame, nothing that hid behind the picture.
"""

import warnings
from io import BytesIO
from typing import Literal, NamedTuple

from PIL import Image, ImageCms, ImageOps

from livefeed.model.errors import PictureError

__all__ = ["MOST_PIXELS", "MOST_SIDE", "Kind", "is_whole", "kind_of_file", "shrink"]

Kind = Literal["avatar", "picture"]

MOST_PIXELS = 40_000_000
"""Of a picture as it comes, told by its header; decoded it takes four bytes for each."""
MOST_SIDE = 16_384
"""Pixels of its longer side."""
_MOST_PROFILE = 1024 * 1024
"""Bytes of a colour profile that is looked at."""


class _Shape(NamedTuple):
    side: int
    most_bytes: int


_SHAPES: dict[Kind, _Shape] = {"avatar": _Shape(96, 8_000), "picture": _Shape(1_280, 400_000)}
"""Pixels of the longer side, and bytes. An avatar is square."""
_QUALITIES = (80, 65, 50, 35)
_PAPER = (255, 255, 255)
"""Behind what is transparent: drawings on nothing are made for white pages."""

_FILES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"GIF87a": "GIF", b"GIF89a": "GIF"}


def kind_of_file(data: bytes) -> str | None:
    """Tell by its first bytes what a file is, whatever its name and its sender say; None for all that we refuse."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return next((name for start, name in _FILES.items() if data.startswith(start)), None)


def is_whole(webp: bytes) -> bool:
    """Tell whether a file that we wrote is there from its first to its last byte."""
    return kind_of_file(webp) == "WEBP" and int.from_bytes(webp[4:8], "little") + 8 == len(webp)


def shrink(data: bytes, kind: Kind) -> bytes:
    """Make a WebP of at most the size of its kind: upright, sRGB, the first frame of an animation.

    Raises:
        PictureError: it is no picture, too large, cut off, or broken.
    """
    file = kind_of_file(data)
    if file is None:
        raise PictureError("it is no JPEG, PNG, GIF or WebP")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=[file]) as image:
                _measure(image)
                return _encode(_plain(image, kind), _SHAPES[kind].most_bytes)
    except (PictureError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - decoders raise whatever they stumble over
        raise PictureError(f"it cannot be decoded: {type(error).__name__}") from None


def _measure(image: Image.Image) -> None:
    """Refuse by the header alone what would be too large."""
    width, height = image.size
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise PictureError(f"it has {width} × {height} pixels")


def _plain(image: Image.Image, kind: Kind) -> Image.Image:
    """Give the pixels alone: small before anything that costs by the pixel."""
    side = _SHAPES[kind].side
    profile = image.info.get("icc_profile")
    if image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        _measure(image)  # a frame may be larger than its file says at first
    reduced = 2 * side if kind == "avatar" else side
    image.thumbnail((reduced, reduced), Image.Resampling.LANCZOS)  # a JPEG is not even decoded at full size
    image = _in_srgb(_on_paper(ImageOps.exif_transpose(image)), profile)
    if kind == "avatar":
        edge = min(side, *image.size)
        image = ImageOps.fit(image, (edge, edge), Image.Resampling.LANCZOS)
    return image


def _on_paper(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    image = image.convert("RGBA")
    paper = Image.new("RGB", image.size, _PAPER)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Show the colours that were meant, without carrying the profile along; one that is broken is not heeded."""
    if isinstance(profile, bytes) and 0 < len(profile) <= _MOST_PROFILE:
        try:
            meant = ImageCms.ImageCmsProfile(BytesIO(profile))
            found = ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            found = None
        if found is not None:
            return found
    return image.convert("RGB")


def _encode(image: Image.Image, most: int) -> bytes:
    """Write as well as the bytes allow; where even the poorest quality takes too many, smaller."""
    while True:
        for quality in _QUALITIES:
            out = BytesIO()
            # Some releases of Pillow write what the file had along, unless they are told not to.
            image.save(out, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b"", xmp=b"")
            if out.tell() <= most:
                return out.getvalue()
        image = image.reduce(2)
