"""A table of posts (CSV) becomes frames of the source `post`: one row a post, columns by a mapping or by their names."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from livefeed.model.errors import PayloadError, TapeError
from livefeed.model.frame import Frame
from livefeed.model.times import iso
from livefeed.runtime.importing.moments import moment
from livefeed.runtime.importing.tables import Rows, open_rows
from livefeed.runtime.importing.taken import Taken, json_frame

__all__ = ["FIELDS", "row_frames"]

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
        "author.username",
        "user",
        "author",
    ),
    "name": ("name", "display_name", "from_user_name", "author_name", "user_name", "author.name"),
    "author_id": ("author_id", "author.id", "from_user_id_str", "user_id", "user_id_str"),
    "url": ("url", "status_url", "tweet_url", "permalink", "link"),
    "lang": ("lang", "language"),
    "avatar": ("avatar", "profile_image_url", "author.profile_image_url"),
    "followers": ("followers", "user_followers_count", "followers_count", "author.public_metrics.followers_count"),
    "hashtags": ("hashtags", "tags"),
    "links": ("links", "urls"),
    "reply_to": (
        "reply_to",
        "in_reply_to_status_id_str",
        "in_reply_to_status_id",
        "in_reply_to_id",
        "referenced_tweets.replied_to.id",
    ),
    "boost_of": ("boost_of", "retweeted_status_id"),
}
"""What can be mapped, and the names by which columns are found; TAGS, twarc-csv and common tables have these."""

_REQUIRED = ("text", "created_at")
_NAMES = ("id", "author_id", "reply_to", "boost_of")
_ROUNDED = re.compile(r"\d(?:[.,]\d*)?[eE]\+?\d{1,3}\Z", re.ASCII)
"""What a spreadsheet makes of a long number: the digits that told one post from another are gone."""
_SPOILT = "ids that a spreadsheet has rounded, so that they name nothing"


def row_frames(  # noqa: PLR0913 - what somebody says of a table, word by word
    path: Path,
    mapping: Mapping[str, str],
    taken: Taken,
    *,
    zone: str = "UTC",
    host: str = "import.invalid",
    encoding: str | None = None,
) -> Iterator[Frame]:
    """Read a table, whose first row names the columns.

    Args:
        path: of the table.
        mapping: column for each field; the others are found by their names.
        taken: counts.
        zone: of times that do not say theirs.
        host: of ids and handles that have none.
        encoding: of the file; without it `open_rows` finds it.

    Raises:
        TapeError: it cannot be read, or a column that is needed is missing.
    """
    with open_rows(path, taken, encoding) as rows:
        columns = _columns(path, next(rows, []), mapping)
        yield from _frames(rows, columns, taken, zone, host)


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


def _frames(rows: Rows, columns: dict[str, int], taken: Taken, zone: str, host: str) -> Iterator[Frame]:
    for row in rows:
        if not any(row):
            continue
        given = {field: row[place].strip() for field, place in columns.items() if place < len(row)}
        try:
            at = _checked(given, zone)
            for field in _NAMES:
                if _ROUNDED.match(given.get(field, "")):
                    taken.noted(_SPOILT, f"row {rows.number}, column {field}: found {given[field]!r}")
                    given[field] = ""
            yield json_frame(at, f"post:{host}", "post", _post(given, at, host))
        except PayloadError as error:
            field = str(error).partition(":")[0] if str(error).startswith("column ") else str(error)
            taken.left(f"rows: {field}", f"row {rows.number}, {error}")
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


def _post(given: dict[str, str], at: int, host: str) -> dict[str, Any]:
    who = given.get("handle", "").lstrip("@") or given.get("author_id") or "unknown"
    handle = f"@{who}" if "@" in who or "." in who else f"@{who}@{host}"
    followers = given.get("followers", "")
    return {
        "op": "put",
        "id": _name(given.get("id") or _own_name(given), host),
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


def _own_name(given: Mapping[str, str]) -> str:
    """Name a row that has no id by what it says, so that rows of two tables never have one name."""
    said = "\0".join(given.get(field, "") for field in ("created_at", "handle", "author_id", "text"))
    return f"row/{hashlib.blake2b(said.encode('utf-8', 'replace'), digest_size=9).hexdigest()}"
