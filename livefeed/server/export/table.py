"""CSV: one row a post, for spreadsheets (RFC 4180, UTF-8 with a byte order mark, so that Excel knows its accents)."""

import csv
import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from livefeed.model.entry import Copy, Entry
from livefeed.model.times import iso
from livefeed.server.export.cells import cell

__all__ = ["COLUMNS", "Table"]

COLUMNS = (
    "entry", "role", "why", "evidence", "network", "author", "name", "time_utc", "time_local", "title", "text",
    "language", "hashtags", "links", "url", "id", "profile", "lanes", "state", "pinned", "late", "edited_utc",
    "first_seen_utc", "warning", "pictures", "quoted", "copies", "shares", "wave", "accounts",
    "boosts", "replies", "likes",
)  # fmt: skip
"""docs/export.md says what they mean."""

Value = str | int | None


class Table:
    """Entries as rows, each lead followed by its listed copies.

    Args:
        zone: the coverage's time zone.
    """

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)

    def head(self) -> bytes:
        """Name the columns."""
        return b"\xef\xbb\xbf" + _rows([dict(zip(COLUMNS, COLUMNS, strict=True))])

    def entry(self, seq: int, entry: Entry) -> bytes:  # noqa: ARG002 - a row says what is, not when it became so
        """Write the lead and the copies."""
        return _rows([self._lead(entry), *(self._copy(entry, copy) for copy in entry.copies)])

    def foot(self) -> bytes:
        """End with the last row."""
        return b""

    def _lead(self, entry: Entry) -> dict[str, Value]:
        post = entry.post
        warning = (post.warning or "sensitive") if post.warning or post.sensitive else None
        return {
            "entry": entry.id,
            "role": "lead",
            "network": post.network,
            "author": post.author.handle.lstrip("@"),
            "name": post.author.name,
            **self._times(entry.at),
            "title": post.title,
            "text": post.text,
            "language": post.lang,
            "hashtags": " ".join(post.hashtags),
            "links": " ".join(post.links),
            "url": post.url,
            "id": post.id,
            "profile": post.author.url,
            "lanes": " ".join(entry.lanes),
            "state": entry.state,
            "pinned": "yes" if entry.pinned else None,
            "late": "yes" if entry.late else None,
            "edited_utc": None if post.edited_at is None else iso(post.edited_at),
            "first_seen_utc": iso(entry.first_seen),
            "warning": warning,
            "pictures": len(post.media),
            "quoted": None if post.quote is None else post.quote.text,
            "copies": entry.copy_count,
            "shares": entry.shares,
            "wave": entry.wave,
            "accounts": entry.accounts,
            "boosts": post.counts.boosts,
            "replies": post.counts.replies,
            "likes": post.counts.likes,
        }

    def _copy(self, entry: Entry, copy: Copy) -> dict[str, Value]:
        return {
            "entry": entry.id,
            "role": "copy",
            "why": copy.why,
            "evidence": copy.evidence,
            "network": copy.network,
            "author": copy.author.lstrip("@"),
            **self._times(copy.at),
            "url": copy.url,
            "id": copy.id,
        }

    def _times(self, at: int) -> dict[str, Value]:
        """Write a time in UTC, and as a clock on the wall of the event showed it, without what spreadsheets do not read."""
        zone = self._zone if 0 <= at < _LATEST else UTC
        local = datetime.fromtimestamp(min(max(at, _EARLIEST), _LATEST) / 1000, zone)
        return {"time_utc": iso(at), "time_local": f"{local:%Y-%m-%d %H:%M:%S}"}


_EARLIEST, _LATEST = -62_135_596_800_000, 253_000_000_000_000
"""Beyond the ends of time that a calendar has, another zone may be in no year; before 1970 nobody posted."""


def _rows(rows: list[dict[str, Value]]) -> bytes:
    written = io.StringIO()
    out = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for row in rows:
        values = (row.get(column) for column in COLUMNS)
        out.writerow([cell(value) if isinstance(value, str) else "" if value is None else value for value in values])
    return written.getvalue().encode("utf-8", "replace")
