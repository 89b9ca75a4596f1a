"""A moment of a journal as the bytes of an export, in pieces, from any of them on."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from livefeed.assets import Assets
from livefeed.model.coverage import Coverage
from livefeed.runtime.journal import Moment
from livefeed.server.export.asked import Asked
from livefeed.server.export.feed import Feed
from livefeed.server.export.lines import Lines, line
from livefeed.server.export.markdown import Markdown
from livefeed.server.export.page import Page
from livefeed.server.export.table import Table
from livefeed.server.export.writer import Writer
from livefeed.server.words import Speech

__all__ = ["made", "skipped"]

_PIECE = 64 * 1024
"""Bytes that go together, at least."""

Watch = Callable[[Iterable[Any]], Iterable[Any]]


def made(moment: Moment, coverage: Coverage, assets: Assets, asked: Asked, watch: Watch = iter) -> Iterator[bytes]:
    """Write an export piece by piece; the same bytes for the same moment, other than for what is deleted meanwhile.

    Args:
        moment: what is exported.
        coverage: whose it is.
        assets: templates and translations.
        asked: in which form, and which part.
        watch: is handed what is gone through, for who shows progress.

    Raises:
        JournalError: the journal is damaged.
    """
    gathered = bytearray()
    for one in _parts(moment, coverage, assets, asked, watch):
        gathered += one
        if len(gathered) >= _PIECE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


def _parts(moment: Moment, coverage: Coverage, assets: Assets, asked: Asked, watch: Watch) -> Iterator[bytes]:
    if asked.changes:
        yield from (line(seq, change) for seq, change in watch(moment.changes()))
        return
    writer = _writer(moment, coverage, assets, asked)
    yield writer.head()
    for seq, entry in watch(moment.entries(asked.begin, asked.end)):
        if asked.choice.takes(entry):
            yield writer.entry(seq, entry)
    yield writer.foot()


def _writer(moment: Moment, coverage: Coverage, assets: Assets, asked: Asked) -> Writer:
    if asked.form == "ndjson":
        return Lines()
    if asked.form == "csv":
        return Table(coverage.time_zone)
    speech = Speech(assets.web, asked.lang, coverage.time_zone)
    if asked.form == "atom":
        return Feed(coverage, assets, speech, asked.origin, moment.updated, moment.drops())
    return Markdown(coverage, speech) if asked.form == "md" else Page(coverage, assets, speech, asked.origin)


def skipped(pieces: Iterable[bytes], count: int) -> Iterator[bytes]:
    """Leave the first bytes out; pieces of which nothing is left come as empty ones, so that nobody waits for long."""
    for piece in pieces:
        yield piece[count:]
        count = max(0, count - len(piece))
