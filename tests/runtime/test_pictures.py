"""What comes out of a stranger's file is a small WebP of what it shows, or nothing."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from livefeed.model.errors import PictureError
from livefeed.runtime.pictures import MOST_PIXELS, MOST_SIDE, is_whole, shrink
from tests.peers.picture_server import draw

SVG = b"""<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"""
FORMS = ["PNG", "JPEG", "GIF", "WEBP"]


def opened(webp: bytes) -> Image.Image:
    """What a browser would show."""
    assert is_whole(webp)
    image = Image.open(BytesIO(webp), formats=["WEBP"])
    image.load()
    return image


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, rows: int) -> bytes:
    """A PNG that says it has so many pixels, with so many empty rows in it."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 + width * 3)) for _ in range(rows)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def gif_of(width: int, height: int) -> bytes:
    """A GIF that says it has so many pixels, of which the first frame has one."""
    data = bytearray(draw("GIF", (1, 1)))
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


def webp_of(width: int, height: int) -> bytes:
    """A WebP that says it has so many pixels."""
    head = struct.pack("<I", 0) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", len(head)) + head + draw("WEBP", (2, 2))[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("kind", "size"), [("avatar", (96, 96)), ("picture", (1280, 640))])
def test_a_picture_comes_out_small_whatever_it_was(form, kind, size):
    image = opened(shrink(draw(form, (2000, 1000)), kind))

    assert image.size == size
    assert all(abs(a - b) < 12 for a, b in zip(image.convert("RGB").getpixel((40, 40)), (184, 58, 46), strict=True))


def test_a_small_picture_is_not_blown_up():
    assert opened(shrink(draw(size=(40, 30)), "picture")).size == (40, 30)
    assert opened(shrink(draw(size=(40, 30)), "avatar")).size == (30, 30)


@pytest.mark.parametrize(("kind", "most"), [("avatar", 8_000), ("picture", 400_000)])
def test_even_noise_keeps_to_the_bytes_that_there_are(kind, most):
    out = BytesIO()
    noise = Image.merge("RGB", [Image.effect_noise((1400, 1400), 120) for _ in range(3)])
    noise.save(out, "JPEG", quality=95)

    assert len(out.getvalue()) > 1_000_000
    assert len(shrink(out.getvalue(), kind)) <= most


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode):
    assert opened(shrink(draw("PNG", (20, 20), mode, 1), "picture")).mode == "RGB"


def test_what_is_transparent_stands_on_white():
    seen = opened(shrink(draw("PNG", (20, 20), "RGBA", (0, 0, 0, 0)), "avatar")).getpixel((10, 10))

    assert min(seen) > 250


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("kind", ["avatar", "picture"])
def test_it_is_turned_as_its_camera_says_and_says_nothing_of_the_camera(form, kind):
    """Red on the left, to be turned right by a quarter: red is on top."""
    image = Image.new("RGB", (200, 200), "blue")
    ImageDraw.Draw(image).rectangle((0, 0, 99, 199), fill="red")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Zoe"
    exif.get_ifd(0x8825)[2] = (45.0, 30.0, 12.0)
    out = BytesIO()
    image.save(out, form, exif=exif, quality=95)

    webp = shrink(out.getvalue(), kind)

    assert b"Camera of Zoe" in out.getvalue()
    shown = opened(webp)
    half = shown.width // 2
    assert shown.getpixel((half, 10))[0] > 200
    assert shown.getpixel((half, shown.height - 10))[2] > 200
    assert not dict(shown.getexif())
    assert webp[12:16] == b"VP8 "  # the plain form, which has no room for anything but pixels


def test_colours_are_those_that_were_meant_and_the_profile_is_gone():
    """The profile of a screen whose colours are turned round: its red is our blue."""
    ours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, blue = ours.index(b"rXYZ"), ours.index(b"bXYZ")
    turned = bytearray(ours)
    turned[red : red + 4], turned[blue : blue + 4] = b"bXYZ", b"rXYZ"
    data = draw("PNG", (20, 20), "RGB", (255, 0, 0), icc_profile=bytes(turned))

    webp = shrink(data, "picture")

    assert opened(webp).getpixel((10, 10))[2] > 200
    assert b"ICCP" not in webp


@pytest.mark.parametrize("profile", [b"nonsense", bytes(128), b"\xff" * 4096, bytes(900_000)])
def test_a_broken_profile_is_not_heeded(profile):
    assert opened(shrink(draw("PNG", (20, 20), icc_profile=profile), "picture")).getpixel((10, 10))[0] > 150


def test_of_an_animation_the_first_frame_is_shown():
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue", "blue")]
    for form in ("GIF", "WEBP", "PNG"):
        out = BytesIO()
        frames[0].save(out, form, save_all=True, append_images=frames[1:])
        shown = opened(shrink(out.getvalue(), "picture"))

        assert shown.getpixel((25, 25))[0] > 200
        assert getattr(shown, "n_frames", 1) == 1


def test_what_hides_behind_a_picture_is_left_behind():
    """Pages, scripts and archives after the last byte, and in comments."""
    hidden = b"<script>alert('hidden')</script>PK\x03\x04"
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", hidden.decode("latin-1"))
    for data in (draw("JPEG", comment=hidden) + hidden, draw("PNG", pnginfo=info) + hidden, draw("GIF") + hidden):
        assert b"hidden" in data
        assert b"hidden" not in shrink(data, "picture")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(SVG, id="svg"),
        pytest.param(b"  \n" + SVG, id="svg-after-spaces"),
        pytest.param(b"<html><script>alert(1)</script>", id="page"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"GIF89a=1;alert(1)//", id="script-that-begins-like-a-gif"),
        pytest.param(draw("BMP"), id="bmp"),
        pytest.param(draw("TIFF"), id="tiff"),
        pytest.param(draw("ICO"), id="ico"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", id="postscript"),
        pytest.param(b"\x00\x00\x00\x1cftypavif", id="avif"),
        pytest.param(png_of(100_000, 1, 1), id="long-and-thin"),
        pytest.param(png_of(1, 100_000, 1), id="high-and-thin"),
        pytest.param(png_of(30_000, 30_000, 1), id="huge-png"),
        pytest.param(gif_of(60_000, 60_000), id="huge-gif"),
        pytest.param(webp_of(16_000, 16_000), id="huge-webp"),
        pytest.param(png_of(MOST_SIDE, MOST_PIXELS // MOST_SIDE + 1, 1), id="a-little-too-large"),
        pytest.param(draw("PNG")[:120], id="png-cut-short"),
        pytest.param(draw("JPEG", (900, 900))[:2_000], id="jpeg-cut-short"),
        pytest.param(draw("WEBP")[:60], id="webp-cut-short"),
        pytest.param(draw("GIF")[:30], id="gif-cut-short"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(5_000), id="jpeg-of-nothing"),
    ],
)
def test_what_is_no_picture_that_we_show_is_refused(data):
    with pytest.raises(PictureError):
        shrink(data, "picture")


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch):
    """A quarter of a gigabyte of pixels in a quarter of a megabyte: nothing but its header is looked at."""
    bomb = png_of(9_000, 9_000, 9_000)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _: pytest.fail("it was decoded"))

    assert len(bomb) < 300_000
    with pytest.raises(PictureError, match="9000 × 9000"):
        shrink(bomb, "picture")


@given(form=st.sampled_from(FORMS), places=st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=12))
def test_broken_bytes_are_a_picture_or_refused_and_nothing_else(form, places):
    data = bytearray(draw(form, (60, 40)))
    for place, value in places:
        data[place % len(data)] = value
    try:
        webp = shrink(bytes(data), "avatar")
    except PictureError:
        return
    assert opened(webp).width <= 96
