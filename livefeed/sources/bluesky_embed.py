"""What hangs on a post of Bluesky: pictures, film, the card of a link, another post.

Sources: lexicons `app.bsky.embed.images`, `.video`, `.external`, `.record`, `.recordWithMedia`; their views.
"""

from typing import Any

from livefeed.model.post import Card, Media, Quote
from livefeed.sources.attached import fit_quote, make_card
from livefeed.sources.bluesky_pictures import read_film, read_pictures
from livefeed.sources.reading import items, table, text
from livefeed.sources.text import MAX_MEDIA, clean_name, safe_url

__all__ = ["NOT_SHOWN", "SENSITIVE", "SITE", "Embed", "labels_of", "read_quote"]

SITE = "https://bsky.app"
NOT_SHOWN = "!no-unauthenticated"
"""Label of those who want to be shown to people who are signed in only."""
SENSITIVE = frozenset({"porn", "sexual", "nudity", "graphic-media", "gore"})


class Embed:
    """A record's embed, by the account of a DID: that is where its pictures are."""

    def __init__(self, did: str, embed: dict[str, Any]) -> None:
        self.links: list[str] = []
        self.quote_of: str | None = None
        self.card: Card | None = None
        media: list[Media] = []
        for part in (embed, table(embed, "media")):
            kind = text(part, "$type")
            if kind.startswith("app.bsky.embed.images"):
                media += read_pictures(did, part)
            elif kind.startswith("app.bsky.embed.video"):
                media.append(read_film(did, part))
            elif kind.startswith("app.bsky.embed.external"):
                external = table(part, "external")
                link = safe_url(external.get("uri"))
                self.links += [link] if link else []
                self.card = make_card(link, text(external, "title"), "", text(external, "description"))
        record = table(embed, "record")
        self.quote_of = (text(record, "uri") or text(table(record, "record"), "uri"))[:1024] or None
        self.media = tuple(media[:MAX_MEDIA])


def read_quote(embed: dict[str, Any]) -> Quote | None:
    """Read the quoted post's words in the view of an embed, where their author shows them to everybody."""
    record = table(embed, "record")
    view = record if isinstance(record.get("value"), dict) else table(record, "record")
    author, value = table(view, "author"), table(view, "value")
    did, handle = text(author, "did")[:300], clean_name(text(author, "handle"))
    said = {text(label, "val") for label in (*items(view, "labels"), *items(author, "labels"))} | labels_of(value)
    if not did.startswith("did:") or NOT_SHOWN in said:
        return None
    uri = text(view, "uri")
    langs = [lang for lang in items(value, "langs", 3) if isinstance(lang, str)]
    return fit_quote(
        Quote(
            names=(uri,),
            author=did,
            handle=f"@{did}" if handle in ("", "handle.invalid") else f"@{handle}",
            name=clean_name(text(author, "displayName")),
            url=f"{SITE}/profile/{did}/post/{uri.rpartition('/')[2]}",
            text=text(value, "text"),
            lang=langs[0] if langs else None,
            warning="" if said & SENSITIVE else None,
        )
    )


def labels_of(record: dict[str, Any]) -> frozenset[str]:
    """Give the labels that an author has put on a record."""
    return frozenset(text(label, "val") for label in items(table(record, "labels"), "values"))
