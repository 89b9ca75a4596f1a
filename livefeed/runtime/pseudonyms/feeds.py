"""Feeds under other names: a document stays a document, with its items in their order."""

import orjson

from livefeed.model.errors import PayloadError
from livefeed.runtime.pseudonyms.markup import Markup
from livefeed.runtime.pseudonyms.names import Pseudonyms
from livefeed.runtime.pseudonyms.shapes import keep, language, shaped, texts
from livefeed.runtime.pseudonyms.words import Texts
from livefeed.sources.reading import load

__all__ = ["Feeds"]


class Feeds:
    """Rewrites RSS, Atom and JSON Feed.

    Args:
        names: the pseudonyms.
        words: rewrites what people wrote.
    """

    def __init__(self, names: Pseudonyms, words: Texts) -> None:
        self._names = names
        self._words = words
        self._markup = Markup(names, words)

    def rewrite(self, payload: str | bytes) -> str:
        """Rewrite a document.

        Raises:
            PayloadError: it is none that can be taken apart.
        """
        if isinstance(payload, bytes):
            raise PayloadError("cannot be taken apart")
        return self._json(payload) if payload.lstrip().startswith("{") else self._markup.rewrite(payload)

    def _json(self, payload: str) -> str:
        names, words = self._names, self._words
        url = texts(names.url)
        item = {
            "id": texts(names.ident),
            **dict.fromkeys(("url", "external_url", "image"), url),
            **dict.fromkeys(("title", "content_text", "summary"), texts(words.plain)),
            "content_html": texts(words.html),
            "tags": [texts(words.tag)],
            **dict.fromkeys(("date_published", "date_modified"), keep),
            "language": language,
        }
        shape = {
            **dict.fromkeys(("home_page_url", "feed_url"), url),
            "version": lambda version: version if "jsonfeed.org/version" in str(version) else None,
            "title": texts(names.name),
            "language": language,
            "items": [item],
        }
        return orjson.dumps(shaped(load(payload), shape)).decode()
