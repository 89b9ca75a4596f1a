"""Atom: all entries as a feed has them, and which are gone, in one document (RFC 4287, RFC 6721)."""

from collections.abc import Iterable

from livefeed.assets import Assets
from livefeed.model.change import DropEntry
from livefeed.model.coverage import Coverage
from livefeed.model.entry import Entry
from livefeed.server import showing
from livefeed.server.atom import atom_deleted, atom_document, atom_entry
from livefeed.server.feed_items import FeedView, item_of, lasting_id
from livefeed.server.templates import bind, environment
from livefeed.server.words import Speech, wording

__all__ = ["Feed"]

_END = "</feed>"


class Feed:
    """Entries of whose authors anybody may know, as in the coverage's feeds, under the same ids.

    Args:
        coverage: what is exported.
        assets: templates.
        speech: of the reader.
        origin: where the coverage is served; without it entries lead to where their posts stand.
        updated: when the last change was received, milliseconds since 1970 UTC.
        drops: what said of entries that they are gone, with the time.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a feed says, part by part
        self,
        coverage: Coverage,
        assets: Assets,
        speech: Speech,
        origin: str | None,
        updated: int,
        drops: Iterable[tuple[int, DropEntry]],
    ) -> None:
        self._slug = coverage.slug
        self._speech = speech
        self._origin = origin
        self._gone = {drop.id: when for when, drop in drops}
        templates = environment(assets, speech)
        bind(templates, coverage)
        self._render = templates.get_template("_feed_entry.html").render
        home = f"{origin or ''}/{speech.lang}/{coverage.slug}"
        whole = atom_document(
            FeedView(
                id=lasting_id(coverage.slug, f"export/{speech.lang}"),
                title=wording(coverage.title, speech.lang)[0],
                summary=wording(coverage.summary, speech.lang)[0],
                lang=speech.lang,
                url=None if origin is None else f"{origin}/{coverage.slug}/export.atom?lang={speech.lang}",
                home=None if origin is None else home,
                hub=None,
                updated=updated,
                items=(),
            )
        )
        self._head = whole.removesuffix(_END)

    def head(self) -> bytes:
        """Begin the feed."""
        return self._head.encode()

    def entry(self, seq: int, entry: Entry) -> bytes:  # noqa: ARG002 - a feed says what is, not when it became so
        """Write an entry; nothing of whoever does not want to be found."""
        self._gone.pop(entry.id, None)  # it went and came back, with its author's account
        if not entry.post.indexable:
            return b""
        lang, origin = self._speech.lang, self._origin
        address = f"{origin}/{lang}/{self._slug}/{showing.path_of(entry)}" if origin else entry.post.url or ""
        html = self._render(entry=entry, base=origin or "", address=address)
        item = item_of(entry, slug=self._slug, url=address, html=html, speech=self._speech)
        return atom_entry(item).encode("utf-8", "replace")

    def foot(self) -> bytes:
        """Say what is gone, and end the feed."""
        gone = "".join(atom_deleted(lasting_id(self._slug, name), when) for name, when in self._gone.items())
        return f"{gone}{_END}".encode()
