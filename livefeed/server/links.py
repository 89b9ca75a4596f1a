"""Where pages find each other and their files: on our server here, and in a folder for an archive."""

from typing import Protocol

from livefeed.assets import Assets
from livefeed.model.entry import Entry
from livefeed.model.post import Author, Media, Post

__all__ = ["Links", "MediaLinks", "ServerLinks"]


class Links(Protocol):
    """Writes the addresses that stand in pages."""

    policy: str
    """Content Security Policy that a page names itself; empty where the server does."""

    moment: str
    """What comes before a moment in the address of a replay."""

    def page(self, path: str, lang: str) -> str:
        """Lead to a page by its path on our server, in a language; empty where there is none. Without a language, to either."""

    def below(self, slug: str, key: str, lang: str) -> str:
        """Lead to what stands below a key on a coverage's page."""

    def static(self, name: str) -> str:
        """Lead to a static file."""


class MediaLinks(Protocol):
    """Where pages find what entries carry."""

    def look_at(self, entry: Entry) -> None:
        """Hear that an entry is looked at, and what it carries will be asked for."""

    def avatar(self, author: Author) -> str | None:
        """Give the address of an author's picture; None where they have none."""

    def pictures(self, post: Post) -> list[tuple[Media, str]]:
        """List what of a post is shown as pictures, each with its address."""

    def described(self, post: Post) -> list[Media]:
        """List what of a post is only described."""


class ServerLinks:
    """Addresses on our server."""

    policy = ""
    moment = "?at="

    def __init__(self, assets: Assets) -> None:
        self._assets = assets

    def page(self, path: str, lang: str) -> str:
        """Lead to a page."""
        return f"/{lang}/{path}" if lang else f"/{path}"

    def below(self, slug: str, key: str, lang: str) -> str:
        """Lead to what stands below a key."""
        return f"{self.page(slug, lang)}?before={key}"

    def static(self, name: str) -> str:
        """Lead to a static file."""
        return self._assets.static_url(name)
