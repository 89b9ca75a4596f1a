"""Feeds under other names: a document stays a document, with its items in their order."""

import html
import re

import orjson

from livefeed.model.errors import PayloadError
from livefeed.runtime.pseudonyms.names import Pseudonyms
from livefeed.runtime.pseudonyms.shapes import keep, shaped, tag, texts
from livefeed.runtime.pseudonyms.words import Texts
from livefeed.sources.reading import load

__all__ = ["Feeds"]

_PERSONS = re.compile(
    r"<(?P<tag>(?:\w+:)?(?:author|creator|contributor|managingEditor|webMaster|owner|credit|publisher|copyright|rights|"
    r"generator|logo|icon|image))\b(?:[^>]*/>|.*?</(?P=tag)\s*>)",
    re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?-->|<\?xml-stylesheet.*?\?>", re.DOTALL)
_FIRST_ITEM = re.compile(r"<(?:\w+:)?(?:item|entry)\b")
_PART = re.compile(
    r"<(?P<tag>(?:\w+:)?(?P<name>title|description|summary|encoded|content|subtitle|tagline|guid|id|link|comments|text|"
    r"category))\b(?P<attributes>[^>]*[^/>]|)>(?P<text>.*?)</(?P=tag)\s*>",
    re.DOTALL,
)
_ADDRESS = re.compile(r"""(?<==)(["'])(https?://[^"']*)\1""")
_NAMESPACE = re.compile(r"""xmlns(?::\w+)?\s*=\s*("[^"]*"|'[^']*')|<!DOCTYPE[^>]*>""")
_DELETED = re.compile(r"""(?<=\bref=)(["'])([^"']*)\1""")
_CDATA = re.compile(r"\s*<!\[CDATA\[(.*)\]\]>\s*\Z", re.DOTALL)
_GUID = ("guid", "id")
_WORDS = ("description", "summary", "encoded", "content", "title", "subtitle", "tagline", "text")


class Feeds:
    """Rewrites RSS, Atom and JSON Feed.

    Args:
        names: the pseudonyms.
        words: rewrites what people wrote.
    """

    def __init__(self, names: Pseudonyms, words: Texts) -> None:
        self._names = names
        self._words = words

    def rewrite(self, payload: str | bytes) -> str:
        """Rewrite a document.

        Raises:
            PayloadError: it is none that can be taken apart.
        """
        if isinstance(payload, bytes):
            raise PayloadError("cannot be taken apart")
        return self._json(payload) if payload.lstrip().startswith("{") else self._markup(payload)

    def _json(self, payload: str) -> str:
        names, words = self._names, self._words
        url = texts(names.url)
        item = {
            "id": texts(names.ident),
            **dict.fromkeys(("url", "external_url", "image"), url),
            **dict.fromkeys(("title", "content_text", "summary"), texts(words.plain)),
            "content_html": texts(words.html),
            "tags": [tag],
            **dict.fromkeys(("date_published", "date_modified", "language"), keep),
        }
        shape = {
            **dict.fromkeys(("home_page_url", "feed_url"), url),
            "version": lambda version: version if "jsonfeed.org/version" in str(version) else None,
            "title": texts(names.name),
            "language": keep,
            "items": [item],
        }
        return orjson.dumps(shaped(load(payload), shape)).decode()

    def _markup(self, payload: str) -> str:
        bare = _PERSONS.sub("", _COMMENT.sub("", payload))
        first = _FIRST_ITEM.search(bare)
        head, rest = (bare[: first.start()], bare[first.start() :]) if first else (bare, "")
        return self._part_of(head, is_head=True) + self._part_of(rest, is_head=False)

    def _part_of(self, markup: str, *, is_head: bool) -> str:
        """Rewrite texts and attributes; what declares a namespace names nobody."""
        out, at = "", 0
        for found in _PART.finditer(markup):
            out += self._attributes(markup[at : found.start()])
            opened = f"<{found['tag']}{self._attributes(found['attributes'])}>"
            out += f"{opened}{self._text(found['name'], found['text'], is_head=is_head)}</{found['tag']}>"
            at = found.end()
        return out + self._attributes(markup[at:])

    def _attributes(self, markup: str) -> str:
        kept: list[str] = []

        def aside(found: re.Match[str]) -> str:
            kept.append(found.group())
            return f"\0{len(kept) - 1}\0"

        rewritten = _NAMESPACE.sub(aside, markup)
        rewritten = _ADDRESS.sub(lambda one: f"{one[1]}{self._escaped(self._names.url, one[2])}{one[1]}", rewritten)
        rewritten = _DELETED.sub(
            lambda one: one.group() if one[2].startswith("http") else f"{one[1]}{self._names.ident(one[2])}{one[1]}",
            rewritten,
        )
        return re.sub(r"\0(\d+)\0", lambda one: kept[int(one[1])], rewritten)

    @staticmethod
    def _escaped(rewrite: "object", written: str) -> str:
        return html.escape(rewrite(html.unescape(written)))  # type: ignore[operator]

    def _text(self, name: str, inner: str, *, is_head: bool) -> str:
        inside = _CDATA.match(inner)
        if inside is None and "<" in inner:  # elements of another kind in it: xhtml
            return self._words.html(inner)
        plain = inside[1] if inside is not None else html.unescape(inner)
        return html.escape(self._rewritten(name, plain, is_head=is_head), quote=False)

    def _rewritten(self, name: str, plain: str, *, is_head: bool) -> str:
        if name in _GUID:
            return self._names.ident(plain.strip())
        if name in ("link", "comments"):
            return self._names.url(plain.strip()) if plain.strip() else ""
        if name == "title" and is_head:
            return self._names.name(plain)
        if is_head and name in _WORDS:
            return ""
        if name in _WORDS:
            return self._words.html(plain) if "<" in plain else self._words.plain(plain)
        return plain
