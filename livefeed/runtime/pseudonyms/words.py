"""Texts with everybody in them under another name: plain, in HTML, and with Bluesky's facets."""

import html
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from livefeed.runtime.pseudonyms.known import Known
from livefeed.runtime.pseudonyms.names import Pseudonyms
from livefeed.sources.reading import items, table, text
from livefeed.sources.text import find_spans

__all__ = ["Texts"]

_TAIL = r"[/?#][^\s<>«»\"“”]*[\w/=]"
_NAMED = re.compile(
    r"(?P<pointer>(?<!\w)(?:npub|nprofile|note|nevent|naddr|nrelay|nsec)1[02-9ac-hj-np-z]{20,400})"
    r"|(?P<at>at://[\w.:%/~-]+\w)"
    r"|(?P<address>(?<!\w)[a-z][a-z0-9+.-]*://[^\s<>«»\"“”]*[\w/=])"
    r"|(?P<did>did:[a-z0-9]+:[\w.:%-]*\w)"
    r"|(?P<key>(?<!\w)[0-9a-f]{64}(?!\w))"
    r"|(?P<account>(?<!\w)@?\w(?:[\w.+-]*[\w+-])?(?:@|＠|%40)\w[\w-]*(?:\.[\w-]+)*)"
    r"|(?P<mention>[@＠]\w(?:[\w.-]*\w)?)"
    r"|(?P<user>(?<![\w/])/?u/\w[\w-]+)"
    rf"|(?P<domain>(?<![\w-])(?:(?:[\w-]+\.)+(?-i:[a-z]{{2,24}})(?:{_TAIL})"
    r"|(?:[\w-]+\.)*[\w-]{2,}\.(?:com|org|net|ca|fr|qc|(?-i:[a-z]{2,24})))(?![\w-]))",
    re.IGNORECASE,
)
_KEPT_WORDS = frozenset({"rt", "via", "mt", "nobot", "nobots"})
"""Words that say that something is passed on."""
_TAG = re.compile(r"[#＃]?\w+")
_NO_TAG = re.compile("[@＠/:.]")
_FACET = "app.bsky.richtext.facet"
_BLOCK = 64
_SHOWN_TAGS = frozenset(["blockquote", "br", "div", "h1", "h2", "h3", "h4", "li", "ol", "p", "pre", "ul"])
"""Those that part words; others may stand in the middle of a name, and go."""
_NOT_SHOWN = frozenset(["script", "style"])


class Texts:
    """Rewrites what people wrote.

    Args:
        names: the pseudonyms.
        known: names that people bear, also looked for where they stand as words.
        words: whether words are replaced too, by others of the same length and script.
    """

    def __init__(self, names: Pseudonyms, known: Known | None = None, *, words: bool = False) -> None:
        self._names = names
        self._known = known or Known()
        self._words = words

    def plain(self, written: str) -> str:
        """Rewrite a plain text: addresses, mentions, mail addresses and domains in it, and words where that is wished."""
        out = ""
        rest = written
        while spans := find_spans(rest):
            at = 0
            for span in spans:
                out += self._around(rest[at : span.start]) + self._names.url(span.href)
                at = span.end
            rest = rest[at:]
        return out + self._around(rest)

    def tag(self, written: str) -> str:
        """Leave a hashtag; addresses and handles are none."""
        return self.plain(written) if _NO_TAG.search(written) else written

    def html(self, markup: str) -> str:
        """Rewrite HTML: the tags that a page shows, links under other addresses, and the text."""
        reader = _Rewriter(self)
        reader.feed(markup)
        reader.close()
        return reader.written()

    def link(self, shown: str, href: str, kind: str) -> tuple[str, str]:
        """Rewrite a link: what is shown, and where it leads."""
        leads = self._names.url(href) if href.startswith(("https://", "http://")) else ""
        if ("hashtag" in kind.split() or shown.startswith(("#", "＃"))) and _TAG.fullmatch(shown):
            return shown, leads
        if shown.startswith("@"):
            return self._names.handle(shown), leads
        return (leads if _is_address(shown, href) else self.plain(shown)), leads

    def facets(self, record: dict[str, Any]) -> dict[str, Any]:
        """Rewrite text and facets of a record of Bluesky together; facets count bytes of UTF-8."""
        encoded = text(record, "text").encode("utf-8", "surrogatepass")
        out = b""
        at = 0
        facets: list[dict[str, Any]] = []
        for start, end, feature in sorted(_placed(record, len(encoded)), key=lambda one: one[:2]):
            if start < at:
                continue
            try:
                before, shown = encoded[at:start].decode(), encoded[start:end].decode()
            except UnicodeDecodeError:
                continue
            out += self.plain(before).encode()
            written, given = self._feature(shown, feature)
            index = {"byteStart": len(out), "byteEnd": len(out) + len(written.encode())}
            facets.append({"$type": _FACET, "index": index, "features": [given]})
            out += written.encode()
            at = end
        out += self.plain(encoded[at:].decode("utf-8", "replace")).encode()
        return {"text": out.decode()} | ({"facets": facets} if facets else {})

    def _feature(self, shown: str, feature: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        kind = text(feature, "$type")
        if kind.endswith("#tag"):
            return self.plain(shown), {"$type": f"{_FACET}#tag", "tag": self.tag(text(feature, "tag"))}
        if kind.endswith("#mention"):
            did = self._names.did(text(feature, "did"))
            return self._names.handle(shown), {"$type": f"{_FACET}#mention", "did": did}
        if not kind.endswith("#link"):
            return self.plain(shown), {"$type": f"{_FACET}#other"}
        uri = text(feature, "uri")
        leads = self._names.url(uri)
        whole = shown if "://" in shown else f"https://{shown}"
        written = self._names.url(whole).removeprefix("" if "://" in shown else "https://")
        cut = uri.removeprefix("https://").startswith(shown.rstrip(".…").removeprefix("https://"))
        if cut:  # a text that hints at its address does so afterwards too
            written = leads if "://" in shown else leads.partition("://")[2]
        return written if cut or "." in shown else self.plain(shown), {"$type": f"{_FACET}#link", "uri": leads}

    def _around(self, written: str) -> str:
        out = ""
        at = 0
        for found in _NAMED.finditer(written):
            out += self._said(written[at : found.start()]) + self._renamed(found)
            at = found.end()
        return out + self._said(written[at:])

    def _renamed(self, found: re.Match[str]) -> str:
        rename: dict[str, Callable[[str], str]] = {
            "pointer": self._names.pointer,
            "at": self._names.at_uri,
            "address": self._names.url,
            "did": self._names.did,
            "key": self._names.key,
            "account": self._account,
            "mention": lambda written: self._names.handle(f"@{written[1:]}"),
            "user": lambda written: (
                f"{written[: written.index('u/') + 2]}{self._names.user(written.rpartition('/')[2])}"
            ),
        }
        kind, written = found.lastgroup or "", found.group()
        if kind in rename:
            return rename[kind](written)
        return self._names.url(f"https://{written}").removeprefix("https://")

    def _account(self, written: str) -> str:
        written = written.replace("＠", "@").replace("%40", "@")
        who, _, home = written.rpartition("@")
        return (
            f"{who}{self._names.handle(f'@{home}')}" if who.casefold() in _KEPT_WORDS else self._names.handle(written)
        )

    def _said(self, written: str) -> str:
        word = self.word if self._words else str
        return self._known.replaced(written, self._names.name, self._names.user, word)

    def word(self, word: str) -> str:
        """Replace a word by one of as many letters, each of the same script and case."""
        if word.casefold() in _KEPT_WORDS:
            return word
        drawn = self._names.secret("word", word.casefold())
        return "".join(_letter(sign)[drawn[at % len(drawn)] % len(_letter(sign))] for at, sign in enumerate(word))


@lru_cache(maxsize=4_096)
def _letter(sign: str) -> str:
    """The signs that may stand for one: of its neighbourhood in Unicode, and of its kind."""
    kind = unicodedata.category(sign)
    base = ord(sign) // _BLOCK * _BLOCK
    alike = (chr(code) for code in range(base, base + _BLOCK))
    return "".join(one for one in alike if unicodedata.category(one) == kind) or sign


def _placed(record: dict[str, Any], length: int) -> list[tuple[int, int, dict[str, Any]]]:
    found = []
    for facet in items(record, "facets"):
        index = table(facet, "index")
        start, end = index.get("byteStart"), index.get("byteEnd")
        features = items(facet, "features", 1)
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length and features:
            found.append((start, end, table(features[0])))
    return found


def _is_address(shown: str, href: str) -> bool:
    bare = shown.rstrip("…").partition("://")[2] or shown.rstrip("…")
    return bool(bare) and href.partition("://")[2].removeprefix("www.").startswith(bare.removeprefix("www."))


class _Rewriter(HTMLParser):
    """Walks over markup and writes it anew."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(convert_charrefs=True)
        self._texts = texts
        self._out: list[str] = []
        self._said = ""
        """Text that is not rewritten yet: the next element may go on with the same word."""
        self._hidden = ""
        self._link: list[str] | None = None
        self._href = self._kind = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _NOT_SHOWN:
            self._hidden = tag
        elif tag == "a":
            self._end()
            self._link, self._href, self._kind = [], given.get("href") or "", given.get("class") or ""
        elif tag in _SHOWN_TAGS and self._link is None:
            self._end()
            self._out.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden:
            self._hidden = ""
        elif tag == "a":
            self._end()
        elif tag in _SHOWN_TAGS and tag != "br" and self._link is None:
            self._end()
            self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._link is not None:
            self._link.append(data)
        else:
            self._said += data

    def _end(self) -> None:
        """Rewrite the text or the link that ends here."""
        if self._said:
            self._out.append(html.escape(self._texts.plain(self._said), quote=False))
            self._said = ""
        if self._link is None:
            return
        shown, href = self._texts.link("".join(self._link).strip(), self._href, self._kind)
        kind = " ".join(word for word in self._kind.split() if word in ("mention", "hashtag"))
        named = f' class="{kind}"' if kind else ""
        self._out.append(f'<a href="{html.escape(href)}"{named}>{html.escape(shown, quote=False)}</a>')
        self._link = None

    def written(self) -> str:
        """All of it."""
        self._end()
        return "".join(self._out)
