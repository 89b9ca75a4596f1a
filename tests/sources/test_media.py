"""Where each network says that a picture is, and what shape it has; what is not believable is left out."""

import pytest

from tests.parsing import one
from tests.sources.test_mastodon_wire import status
from tests.sources.test_nostr_wire import note
from tests.sources.test_wires import commit

CID = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
BLOB = {"$type": "blob", "ref": {"$link": CID}, "mimeType": "image/jpeg", "size": 9}


def bluesky(embed: dict):
    """The media of a Bluesky post."""
    return one("bluesky", commit({"text": "x", "createdAt": "z", "embed": embed})).media


def test_mastodon_says_the_shape_of_the_original_or_of_what_announces_it():
    def media(meta):
        attachment = {"type": "image", "url": "https://a.example/1.jpg", "meta": meta}
        return one("mastodon", status(media_attachments=[attachment]), stream="a.example").media[0].shape

    small = {"width": 400, "height": 300}
    assert media({"original": {"width": 1600, "height": 900}, "small": small}) == (1600, 900)
    assert media({"original": {"frame_rate": "30/1"}, "small": small}) == (400, 300)
    assert media(None) is None


@pytest.mark.parametrize("width", [0, -1, "1600", 1.5, True, 10**9, None])
def test_a_shape_that_cannot_be_is_none(width):
    attachment = {"type": "image", "meta": {"original": {"width": width, "height": 900}}}

    assert one("mastodon", status(media_attachments=[attachment]), stream="a.example").media[0].shape is None


def test_bluesky_pictures_and_films_are_where_its_own_view_says():
    image = {"image": BLOB, "alt": "Un chat", "aspectRatio": {"width": 2000, "height": 1000}}
    (picture,) = bluesky({"$type": "app.bsky.embed.images", "images": [image]})
    (film,) = bluesky({"$type": "app.bsky.embed.video", "video": BLOB, "alt": "Un pont"})

    assert picture.url == f"https://cdn.bsky.app/img/feed_fullsize/plain/did:plc:zoe/{CID}@jpeg"
    assert (picture.description, picture.shape) == ("Un chat", (2000, 1000))
    assert (film.kind, film.url) == ("video", None)
    assert film.preview == f"https://video.bsky.app/watch/did:plc:zoe/{CID}/thumbnail.jpg"


@pytest.mark.parametrize("cid", ["", "../../etc/passwd", "a" * 200, f"{CID}@evil.example/", 7, None])
def test_a_blob_that_is_none_has_no_address(cid):
    image = {"image": {"ref": {"$link": cid}}, "alt": "Un chat"}
    (picture,) = bluesky({"$type": "app.bsky.embed.images", "images": [image]})

    assert (picture.url, picture.description) == (None, "Un chat")


@pytest.mark.parametrize(("dim", "shape"), [("1200x800", (1200, 800)), ("0x8", None), ("x", None), ("9" * 99, None)])
def test_nostr_says_the_shape_with_the_description(dim, shape):
    url = "https://a.example/1.jpg"
    post = one("nostr", ["EVENT", "s", note(content=url, tags=[["imeta", f"url {url}", f"dim {dim}"]])])

    assert (post.media[0].url, post.media[0].shape) == (url, shape)


def test_a_program_says_it_as_the_wire_does():
    media = [{"kind": "image", "url": "https://a.example/1.jpg", "width": 30, "height": 20}]
    author = {"handle": "@zoe@a.example"}
    given = {
        "op": "put",
        "id": "p1",
        "created_at": "2026-10-02T12:00:00Z",
        "author": author,
        "text": "x",
        "media": media,
    }

    assert one("post", given).media[0].shape == (30, 20)
