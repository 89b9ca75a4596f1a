"""RSS and Atom, taken apart: elements and attributes that are not listed are left out, with all that is in them."""

import html
import re
from bisect import bisect_left
from collections import defaultdict

from livefeed.model.times import iso
from livefeed.runtime.pseudonyms.names import Pseudonyms
from livefeed.runtime.pseudonyms.words import Texts
from livefeed.sources.dates import parse_date
from livefeed.sources.text import language_tag

__all__ = ["Markup"]

_TOKEN = re.compile(
    r"(?P<data><!\[CDATA\[.*?\]\]>)|<!--.*?-->|<\?.*?\?>|<![^>]*>"
    r"|<(?P<end>/?)(?P<tag>[\w:.-]+)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(?P<empty>/?)>|[^<]+|<",
    re.DOTALL,
)
_END = re.compile(r"</([\w:.-]+)\s*>")
_DECLARATION = re.compile(r"\s*<\?xml [\w\s=\"'.-]*\?>")
_CDATA = re.compile(r"\s*<!\[CDATA\[(.*)\]\]>\s*\Z", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_KIND = re.compile(r"[A-Za-z0-9/.+-]{0,40}")

_PREFIXES = frozenset(["", "a10", "at", "atom", "content", "dc", "dcterms", "media", "rdf", "rss"])
"""What names of elements may begin with; others are made up by whoever writes the feed."""
_NAMESPACES = ("http://www.w3.org/", "http://purl.org/", "http://search.yahoo.com/mrss", "http://backend.userland.com/")
_WITHIN = frozenset(["rss", "rdf", "channel", "feed", "item", "entry", "group", "deleted-entry"])
"""Elements that have others in them."""
_ITEMS = frozenset(["item", "entry"])
_DATES = frozenset(["pubdate", "published", "updated", "date", "issued", "created", "modified"])
_GUID = frozenset(["guid", "id"])
_LINKS = frozenset(["link", "comments"])
_WORDS = frozenset(["title", "description", "summary", "encoded", "content", "subtitle", "tagline", "text"])
_TAGS = frozenset(["category", "subject"])
_EMPTY = frozenset(["enclosure", "link", "category", "content"])
"""Elements that may say what they say in attributes alone."""
_ADDRESSES = frozenset(["href", "url", "src", "about", "base", "resource"])
_KINDS = frozenset(["type", "rel", "medium", "ispermalink", "version", "length", "width", "height", "mode"])


class Markup:
    """Rewrites documents.

    Args:
        names: the pseudonyms.
        words: rewrites what people wrote.
    """

    def __init__(self, names: Pseudonyms, words: Texts) -> None:
        self._names = names
        self._words = words

    def rewrite(self, document: str) -> str:
        """Write a document anew, with what is listed of it."""
        ends: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for found in _END.finditer(document):
            ends[found[1]].append(found.span())
        declared = _DECLARATION.match(document)
        out = [declared.group() if declared else ""]
        at, is_head = 0, True
        while (token := _TOKEN.match(document, at)) is not None:
            at = token.end()
            tag = token["tag"]
            if tag is None:
                continue
            kind = _kind(tag)
            is_head = is_head and kind not in _ITEMS
            if kind in _WITHIN:
                given = "" if token["end"] else self._attributes(token["attributes"])
                out.append(f"<{token['end']}{tag}{given}{token['empty']}>")
            elif not token["end"] and not token["empty"]:
                stops = ends.get(tag, [])
                place = bisect_left(stops, (at, at))
                if place < len(stops):
                    inner, at = document[at : stops[place][0]], stops[place][1]
                    out.append(self._element(tag, kind, token["attributes"], inner, is_head=is_head))
            elif token["empty"] and kind in _EMPTY:
                out.append(f"<{tag}{self._attributes(token['attributes'])}/>")
        return "".join(out)

    def _element(self, tag: str, kind: str, attributes: str, inner: str, *, is_head: bool) -> str:
        if kind not in _DATES | _GUID | _LINKS | _WORDS | _TAGS | _EMPTY | {"language"}:
            return ""
        return f"<{tag}{self._attributes(attributes)}>{self._text(kind, inner, is_head=is_head)}</{tag}>"

    def _text(self, kind: str, inner: str, *, is_head: bool) -> str:
        data = _CDATA.match(inner)
        if data is None and "<" in inner:  # elements of another kind in it: xhtml
            return self._words.html(inner) if kind in _WORDS and not is_head else ""
        plain = data[1] if data is not None else html.unescape(inner)
        return html.escape(self._rewritten(kind, plain, is_head=is_head), quote=False)

    def _rewritten(self, kind: str, plain: str, *, is_head: bool) -> str:  # noqa: PLR0911 - one kind a line
        bare = plain.strip()
        if kind in _DATES:
            at = parse_date(bare)
            return "" if at is None else iso(at)
        if kind == "language":
            return language_tag(bare) or ""
        if kind in _GUID:
            return self._names.ident(bare)
        if kind in _LINKS:
            return self._names.url(bare) if bare else ""
        if kind in _TAGS:
            return self._words.tag(plain)
        if is_head:
            return self._names.name(plain) if kind == "title" else ""
        if kind in _WORDS:
            return self._words.html(plain) if "<" in plain else self._words.plain(plain)
        return ""

    def _attributes(self, written: str) -> str:
        kept = [
            f' {one[1]}="{value}"' for one in _ATTRIBUTE.finditer(written) if (value := self._value(one)) is not None
        ]
        return "".join(kept)

    def _value(self, attribute: re.Match[str]) -> str | None:  # noqa: PLR0911 - one kind a line
        """Rewrite what an attribute says; what declares a namespace names nobody."""
        name, raw = attribute[1], attribute[2] or attribute[3] or ""
        kind = name.rpartition(":")[2].lower()
        if name == "xmlns" or name.startswith("xmlns:"):
            return raw if raw.startswith(_NAMESPACES) and (name == "xmlns" or kind in _PREFIXES) else None
        value = html.unescape(raw)
        if kind in _ADDRESSES:
            return html.escape(self._names.url(value)) if value.startswith(("https://", "http://")) else None
        if kind == "lang":
            return language_tag(value)
        if kind == "when":
            at = parse_date(value)
            return None if at is None else iso(at)
        if kind == "ref":
            return html.escape(self._names.ident(value))
        if kind == "term":
            return html.escape(self._words.tag(value))
        return value if kind in _KINDS and _KIND.fullmatch(value) else None


def _kind(tag: str) -> str:
    """Give the name of an element without its prefix; nothing for one that no feed has."""
    prefix, _, name = tag.lower().rpartition(":")
    if (prefix, name) == ("media", "content"):
        return "group"  # a picture, with elements that describe it
    return name if prefix in _PREFIXES else ""
