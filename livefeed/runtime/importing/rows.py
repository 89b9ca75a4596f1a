"""A table of posts (CSV) becomes frames of the source `post`: one row a post, columns by a mapping or by their names."""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from livefeed.model.errors import PayloadError, TapeError
from livefeed.model.frame import Frame
from livefeed.model.times import iso
from livefeed.runtime.importing.taken import Taken, json_frame
from livefeed.sources.dates import parse_date

__all__ = ["FIELDS", "MAX_CELL", "moment", "row_frames"]

MAX_CELL = 256 * 1024
"""Characters of a cell; a longer one ends the reading, as nobody can tell where the next row begins."""
MAX_LINE = 4 * 1024 * 1024
"""Characters of a line; a longer one ends the reading."""
MAX_COLUMNS = 1_000

FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id", "id_str", "tweet_id", "post_id", "status_id", "uri"),
    "text": ("text", "full_text", "tweet", "content", "body", "message", "post"),
    "created_at": ("created_at", "date", "time", "datetime", "timestamp", "published", "published_at"),
    "handle": (
        "handle",
        "from_user",
        "screen_name",
        "username",
        "user_screen_name",
        "author_username",
        "user",
        "author",
    ),
    "name": ("name", "display_name", "from_user_name", "author_name", "user_name", "author.name"),
    "author_id": ("author_id", "from_user_id_str", "user_id", "user_id_str"),
    "url": ("url", "status_url", "tweet_url", "permalink", "link"),
    "lang": ("lang", "language"),
    "avatar": ("avatar", "profile_image_url"),
    "followers": ("followers", "user_followers_count", "followers_count"),
    "hashtags": ("hashtags", "tags"),
    "links": ("links", "urls"),
    "reply_to": ("reply_to", "in_reply_to_status_id_str", "in_reply_to_status_id", "in_reply_to_id"),
    "boost_of": ("boost_of", "retweeted_status_id"),
}
"""What can be mapped, and the names by which columns are found; TAGS, twarc-csv and common tables have these."""

_REQUIRED = ("text", "created_at")
_TWITTER = "%a %b %d %H:%M:%S %z %Y"
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?\Z", re.ASCII)
_NUMBER = re.compile(r"\d{9,16}(?:\.\d+)?\Z", re.ASCII)
_MILLISECONDS = 10**11


def row_frames(
    path: Path, mapping: Mapping[str, str], taken: Taken, *, zone: str = "UTC", host: str = "import.invalid"
) -> Iterator[Frame]:
    """Read a table.

    Args:
        path: UTF-8, with or without a mark, separated by commas, semicolons or tabs; the first row names the columns.
        mapping: column for each field; the others are found by their names.
        taken: counts.
        zone: of times that do not say theirs.
        host: of ids and handles that have none.

    Raises:
        TapeError: it cannot be read, or a column that is needed is missing.
    """
    csv.field_size_limit(MAX_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
            dialect = _dialect(file.read(8_192))
            file.seek(0)
            rows = csv.reader(_lines(file), dialect)
            columns = _columns(path, next(rows, []), mapping)
            yield from _frames(rows, columns, taken, zone, host)
    except csv.Error as error:
        raise TapeError(f"{path}: row {rows.line_num}: {error}") from error
    except OSError as error:
        raise TapeError(f"{path}: {error.strerror or error}") from error


def _lines(file: TextIO) -> Iterator[str]:
    """Give the lines of a file; one that does not end is not read on for ever."""
    while line := file.readline(MAX_LINE):
        if len(line) == MAX_LINE and not line.endswith("\n"):
            raise csv.Error(f"a line is longer than {MAX_LINE:,} characters")
        yield line


def _dialect(beginning: str) -> type[csv.Dialect]:
    head = beginning.partition("\n")[0]

    class Found(csv.excel):
        delimiter = max(",;\t", key=head.count)

    return Found


def _columns(path: Path, names: list[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Find the column of each field."""
    names = [name.strip() for name in names[:MAX_COLUMNS]]
    listed = ", ".join(name for name in names if name)[:400] or "none"
    found: dict[str, int] = {}
    for field, wanted in mapping.items():
        if wanted not in names:
            raise TapeError(f"{path}: there is no column {wanted!r} for {field}\n  Its columns: {listed}")
        found[field] = names.index(wanted)
    lower = [name.casefold() for name in names]
    for field, known in FIELDS.items():
        if field not in found:
            place = next((lower.index(name) for name in known if name in lower), None)
            if place is not None and place not in found.values():
                found[field] = place
    for field in _REQUIRED:
        if field not in found:
            raise TapeError(
                f"{path}: no column looks like {field}\n  Name it: --map {field}=COLUMN; its columns: {listed}"
            )
    return found


def _frames(rows: Iterator[list[str]], columns: dict[str, int], taken: Taken, zone: str, host: str) -> Iterator[Frame]:
    for row in rows:
        if not any(row):
            continue
        given = {field: row[place].strip() for field, place in columns.items() if place < len(row)}
        number = getattr(rows, "line_num", 0)
        try:
            at = _checked(given, zone)
            yield json_frame(at, f"post:{host}", "post", _post(given, at, number, host))
        except PayloadError as error:
            field = str(error).partition(":")[0] if str(error).startswith("column ") else str(error)
            taken.left(f"rows: {field}", f"row {number}, {error}")
        else:
            taken.took()


def _checked(given: dict[str, str], zone: str) -> int:
    """Give the time of a row that can be taken."""
    at = moment(given.get("created_at", ""), zone)
    if at is None:
        raise PayloadError(f"column created_at: found {given.get('created_at', '')[:60]!r}, which is no date")
    if not given.get("text") and not given.get("boost_of"):
        raise PayloadError("column text: is empty")
    return at


def _post(given: dict[str, str], at: int, number: int, host: str) -> dict[str, Any]:
    who = given.get("handle", "").lstrip("@") or given.get("author_id") or "unknown"
    handle = f"@{who}" if "@" in who or "." in who else f"@{who}@{host}"
    followers = given.get("followers", "")
    return {
        "op": "put",
        "id": _name(given.get("id") or str(number), host),
        "url": given.get("url") or None,
        "created_at": iso(at),
        "author": {
            "id": _name(f"user/{given.get('author_id') or who}", host),
            "handle": handle,
            "name": given.get("name", ""),
            "avatar": given.get("avatar") or None,
            "followers": int(followers) if followers.isascii() and followers.isdigit() else None,
        },
        "text": given.get("text", ""),
        "lang": given.get("lang") or None,
        "hashtags": [tag.lstrip("#") for tag in re.split(r"[\s,;|]+", given.get("hashtags", "")) if tag.strip("#")],
        "links": [link for link in re.split(r"[\s;|]+", given.get("links", "")) if link.startswith("http")],
        "reply_to": _name(given["reply_to"], host) if given.get("reply_to") else None,
        "boost_of": _name(given["boost_of"], host) if given.get("boost_of") else None,
    }


def _name(given: str, host: str) -> str:
    return given if ":" in given else f"https://{host}/{given}"


def moment(written: str, zone: str = "UTC") -> int | None:
    """Read a time as tables have them, milliseconds since 1970 UTC; None where it is none.

    ISO 8601, RFC 822, Twitter's (`Wed Oct 02 13:04:05 +0000 2026`), days first (`02/10/2026 13:04:05`, as TAGS has), or
    seconds or milliseconds since 1970.
    """
    written = written.strip()
    if not written or len(written) > 100:
        return None
    if _NUMBER.match(written):
        whole = int(written.partition(".")[0])
        return whole if whole >= _MILLISECONDS else int(float(written) * 1_000)
    try:
        return int(datetime.strptime(written, _TWITTER).timestamp() * 1_000)  # noqa: DTZ007 - it has %z
    except (ValueError, OverflowError):
        pass
    try:
        if (found := _DAY_FIRST.match(written)) is not None:
            day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
            naive = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the zone comes next
        else:
            naive = datetime.fromisoformat(written)
        if naive.tzinfo is None:
            naive = naive.replace(tzinfo=ZoneInfo(zone))
        return int(naive.astimezone(UTC).timestamp() * 1_000)
    except (ValueError, OverflowError):
        return parse_date(written)
