"""Rendered pages taken apart, for tests of what is in them."""

import re
from html.parser import HTMLParser

from livefeed.assets import Assets
from livefeed.model.entry import Entry
from livefeed.server.render import Renderer
from tests.making import NOON, SECOND, make_coverage, make_post

__all__ = ["ASSETS", "HOSTILE", "RENDERER", "Page", "make_entry"]

ASSETS = Assets()
RENDERER = Renderer(make_coverage(time_zone="America/Montreal"), assets=ASSETS)

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}&amp;</article>"


class Page(HTMLParser):
    """HTML, taken apart: elements with their attributes, and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        """Keep a piece of text."""
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All text, with whitespace as a browser shows it; no-break spaces stay."""
        return re.sub(r"[ \n\t]+", " ", "".join(self.texts)).strip()

    def all(self, tag: str, **attributes) -> list[dict[str, str | None]]:
        """Attributes of all elements of a tag that have these; `class_` for `class`."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [has for name, has in self.elements if name == tag and wanted.items() <= has.items()]


def make_entry(**parts) -> Entry:
    """An entry of Zoé's post, seen a second after it was written."""
    parts = {"id": "e:1", "ordinal": 0, "at": NOON, "late": False, "first_seen": NOON + SECOND, "edited": False} | parts
    return Entry(**{"post": make_post(url="https://a.example/@zoe/1", lang="fr")} | parts)
