"""Avatars and pictures of an archive: those that the server has kept, as they are. None is fetched."""

from livefeed.model.entry import Entry
from livefeed.model.post import Author, Media, Post
from livefeed.runtime.picture_store import KeptPictures
from livefeed.runtime.pictures import Kind
from livefeed.runtime.shown import Shown, pictures_of
from livefeed.server.archive.shards import Write

__all__ = ["FolderMedia"]


class FolderMedia:
    """Where the pages of an archive find what its entries carry; a picture is written when it is first linked to.

    Args:
        kept: the pictures.
        write: takes a file.
    """

    def __init__(self, kept: KeptPictures, write: Write) -> None:
        self._kept = kept
        self._names = Shown(kept.key)
        self._write = write
        self._known: dict[str, bool] = {}

    def look_at(self, entry: Entry) -> None:
        """Nobody waits for a picture here."""

    def avatar(self, author: Author) -> str | None:
        """Give the address of an author's picture; None where there is none."""
        return self._address("avatar", author.avatar) if author.avatar else None

    def pictures(self, post: Post) -> list[tuple[Media, str]]:
        """List what of a post is shown as pictures, each with its address."""
        found = [(media, self._address("picture", url)) for media, url in pictures_of(post)]
        return [(media, address) for media, address in found if address is not None]

    def described(self, post: Post) -> list[Media]:
        """List what of a post is only described."""
        shown = {id(media) for media, _ in self.pictures(post)}
        return [media for media in post.media if id(media) not in shown]

    def _address(self, kind: Kind, url: str) -> str | None:
        name = self._names.name(kind, url)
        if name not in self._known:
            data = self._kept.read(name) if self._kept.key else None
            if data is not None:
                self._write(f"media/{name}.webp", data)
            self._known[name] = data is not None
        return f"../media/{name}.webp" if self._known[name] else None
