"""A cheap look at Jetstream's messages: which of them matter, before any is parsed.

The whole network comes, about 50 posts a second, and nearly none is ours. The first look is at bytes; only what passes
it is decoded. It never stops what a parser and the coverage's rules would take (a property test holds it to that).
"""

import re
from collections.abc import Callable, Iterable

from livefeed.engine.text import tag_key, text_tags
from livefeed.model.errors import PayloadError
from livefeed.sources.reading import items, load, table, text

__all__ = ["Sieve", "uri_of"]

_POST = b'"app.bsky.feed.post"'
_REPOST = b'"app.bsky.feed.repost"'
_URI = re.compile(rb'"uri"\s*:\s*"(at://[^"\\]{1,1024})"')
_KEY = re.compile(rb'"(did|rkey|collection)"\s*:\s*"([^"\\]{1,512})"')
_OF_FORM = (b"facet#", b"#main")
"""Number signs that Bluesky's own types carry."""
_ESCAPED_ANYWAY = (b"\\u003c", b"\\u003e", b"\\u0026", b"\\u2028", b"\\u2029")
"""What Go's encoder escapes in any text; none of it is part of a hashtag."""
_APART = bytes(point for point in range(128) if not chr(point).isalnum() and point != ord("_"))


class Sieve:
    """What one coverage looks for.

    Args:
        hashtags: any of these makes a post matter.
        accounts: DIDs whose posts matter whatever their hashtags.
        knows: tells whether a post of this at-uri was taken in.
        knows_author: tells whether a DID's posts were taken in.
        everything: all posts matter.
    """

    def __init__(
        self,
        hashtags: Iterable[str],
        accounts: Iterable[str],
        knows: Callable[[str], bool],
        knows_author: Callable[[str], bool],
        *,
        everything: bool = False,
    ) -> None:
        self._keys = frozenset(tag_key(tag) for tag in hashtags) - {""}
        self._plain = tuple(key.encode() for key in self._keys if key.isascii())
        self._accounts = tuple(account.encode() for account in accounts)
        self._knows = knows
        self._knows_author = knows_author
        self._everything = everything

    def matters(self, message: bytes) -> bool:
        """Look at a message of either wire."""
        if b'"record"' in message:
            if _REPOST in message:
                found = _URI.search(message)
                return found is None or self._knows(found[1].decode("utf-8", "replace"))
            if _POST in message:
                return self._post_matters(message)
        return self._rest_matters(message)

    def may_have_tag(self, message: bytes) -> bool:
        """Look whether one of the hashtags may stand in a post, without decoding it."""
        if message.isascii() and not _escapes(message):
            low = message.lower()
            for key in self._plain:
                if key in low:
                    return True
            # A marked or hidden tag may hold signs that do not count: "Open Causes" is #opencauses.
            if b"facet#tag" in message or b'"tags"' in message:
                squeezed = low.translate(None, _APART)
                return any(key in squeezed for key in self._plain)
            return False
        return (
            b"facet#tag" in message
            or b'"tags"' in message
            or b"\xef\xbc\x83" in message  # the wide number sign
            or _escapes(message)
            or message.count(b"#") > sum(message.count(form) for form in _OF_FORM)
        )

    def _post_matters(self, message: bytes) -> bool:
        if self._everything or any(account in message for account in self._accounts):
            return True
        if self._keys and self.may_have_tag(message) and not self._keys.isdisjoint(_tags(message)):
            return True
        return b'"update"' in message and self._is_known(message)  # an edit may take the hashtag away

    def _rest_matters(self, message: bytes) -> bool:
        if b'"collection"' in message and b'"delete"' in message:
            return self._is_known(message)
        did = next((value for name, value in _KEY.findall(message) if name == b"did"), None)
        # Names and standing count for people whom we show; what cannot be read is left to the parser to count.
        return did is None or self._knows_author(did.decode("utf-8", "replace"))

    def _is_known(self, message: bytes) -> bool:
        uri = uri_of(message)
        return uri is None or self._knows(uri)


def uri_of(message: bytes) -> str | None:
    """Give the at-uri of the record that a commit is about, or None."""
    found: dict[bytes, bytes] = {}
    for name, value in _KEY.findall(message):
        found.setdefault(name, value)
    if len(found) < 3:
        return None
    return (b"at://%s/%s/%s" % (found[b"did"], found[b"collection"], found[b"rkey"])).decode("utf-8", "replace")


def _escapes(message: bytes) -> bool:
    """Tell whether letters may be written as escapes."""
    count = message.count(b"\\u")
    return count > 0 and count > sum(message.count(known) for known in _ESCAPED_ANYWAY)


def _tags(message: bytes) -> set[str]:
    """List all hashtags that a post may be said to have, in the form of `tag_key`."""
    try:
        decoded = table(load(message))
    except PayloadError:
        return set()
    payload = table(decoded, "payload") or decoded
    record = table(table(payload, "commit") or payload, "record")
    body = text(record, "text")
    found = set(text_tags(body))
    found.update(tag_key(tag) for tag in items(record, "tags") if isinstance(tag, str))
    encoded = body.encode("utf-8", "surrogatepass")
    for facet in items(record, "facets"):
        index = table(facet, "index")
        start, end = index.get("byteStart"), index.get("byteEnd")
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(encoded):
            found.add(tag_key(encoded[start:end].decode("utf-8", "replace")))
    return found
