"""A cheap look at Jetstream's messages: which of them matter, before any is parsed.

The whole network comes, about 50 posts a second, and nearly none is ours. Decoding the JSON costs a microsecond, less
than any search of the bytes that would never lose a match; what costs is everything after. So the look decodes, and
asks only what decides (a property test holds it to losing nothing that the parser and the coverage's rules take).
"""

from collections.abc import Callable, Iterable
from typing import Any

import orjson

from livefeed.engine.text import tag_key, text_tags
from livefeed.sources.text import clean_text, is_clean

__all__ = ["Sieve"]

_POST = "app.bsky.feed.post"
_REPOST = "app.bsky.feed.repost"


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
        self._accounts = frozenset(accounts)
        self._knows = knows
        self._knows_author = knows_author
        self._everything = everything

    def matters(self, message: bytes) -> bool:
        """Look at a message of either wire; one that is not what it should be matters: the parser counts it."""
        try:
            told = orjson.loads(message)
            told = told.get("payload", told)
            commit = told.get("commit") or told
            collection = commit.get("collection")
            record = commit.get("record")
            if record is None:
                if collection is None or commit.get("operation") != "delete":
                    return self._knows_author(told["did"])
                return self._knows(_uri(told, commit))
            if collection == _POST:
                return self._post_matters(told, commit, record)
            if collection == _REPOST:
                return self._knows(record["subject"]["uri"])
            return self._knows_author(told["did"])
        except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError, RecursionError):
            return True

    def _post_matters(self, told: dict[str, Any], commit: dict[str, Any], record: dict[str, Any]) -> bool:
        if self._everything or told["did"] in self._accounts:
            return True
        if self._keys and not self._keys.isdisjoint(_tags(record)):
            return True
        # An edit may take the hashtag away from a post that we hold.
        return commit.get("operation") == "update" and self._knows(_uri(told, commit))


def _uri(told: dict[str, Any], commit: dict[str, Any]) -> str:
    return f"at://{told['did']}/{commit['collection']}/{commit['rkey']}"


def _tags(record: dict[str, Any]) -> set[str]:
    """List all hashtags that a post may be said to have, in the form of `tag_key`."""
    text = record.get("text", "")
    found: set[str] = set()
    if "#" in text or "＃" in text:
        found |= text_tags(text if is_clean(text) else clean_text(text))
    hidden, facets = record.get("tags"), record.get("facets")
    if hidden:
        found.update(tag_key(tag) for tag in hidden if isinstance(tag, str))
    if facets:
        encoded = text.encode("utf-8", "surrogatepass")
        for facet in facets:
            features = facet.get("features") if isinstance(facet, dict) else None
            if features and any("tag" in feature for feature in features if isinstance(feature, dict)):
                index = facet["index"]
                marked = encoded[index["byteStart"] : index["byteEnd"]]
                found.add(tag_key(marked.decode("utf-8", "replace")))
    return found
