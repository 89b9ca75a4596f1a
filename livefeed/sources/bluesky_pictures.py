"""Pictures of a Bluesky post, by the addresses under which Bluesky's own server for pictures gives them.

A record names only a blob (app.bsky.embed.images, app.bsky.embed.video); the addresses are those that
app.bsky.embed.images#view and app.bsky.embed.video#view give for it.
"""

import re
from typing import Any

from livefeed.model.post import Media
from livefeed.sources.reading import items, table, text
from livefeed.sources.shape import read_shape
from livefeed.sources.text import MAX_MEDIA, clean_text

__all__ = ["read_film", "read_pictures"]

_CID = re.compile(r"[a-zA-Z0-9]{8,128}")
_DID = re.compile(r"did:[a-z]+:[a-zA-Z0-9._:%-]{1,256}")
_PICTURE = "https://cdn.bsky.app/img/feed_fullsize/plain/{did}/{cid}@jpeg"
_FILM = "https://video.bsky.app/watch/{did}/{cid}/thumbnail.jpg"


def read_pictures(did: str, embed: dict[str, Any]) -> list[Media]:
    """Read the pictures of an embed."""
    return [
        Media(
            kind="image",
            url=_address(_PICTURE, did, table(image, "image")),
            description=clean_text(text(image, "alt"), 1500),
            shape=read_shape(table(image, "aspectRatio")),
        )
        for image in items(embed, "images", MAX_MEDIA)
    ]


def read_film(did: str, embed: dict[str, Any]) -> Media:
    """Read the film of an embed."""
    return Media(
        kind="video",
        preview=_address(_FILM, did, table(embed, "video")),
        description=clean_text(text(embed, "alt"), 1500),
        shape=read_shape(table(embed, "aspectRatio")),
    )


def _address(form: str, did: str, blob: dict[str, Any]) -> str | None:
    cid = text(table(blob, "ref"), "$link")
    return form.format(did=did, cid=cid) if _CID.fullmatch(cid) and _DID.fullmatch(did) else None
