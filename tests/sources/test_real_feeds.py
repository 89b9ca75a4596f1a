"""Real feeds give what another parser's authors expect of them, or the difference is written down with its reason."""

import html
import json
import re
from pathlib import Path

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.times import iso, parse_iso
from livefeed.sources.feed import MAX_ITEMS, Feed

DIFFERENT = {
    "rss_0.91_encoding_1.xml: link": "the host is as the feed writes it; the other parser writes it in small letters",
}
"""File and part: why ours is otherwise."""

T = 1_790_942_400_000_000


def fixtures(folder: Path):
    """Each feed with what is expected of it."""
    for expected in sorted(folder.rglob("*.serde.json")):
        for suffix in (".xml", ".json", ".rss", ".atom", ""):
            feed = expected.with_name(expected.name.removesuffix(".serde.json") + suffix)
            if feed.is_file() and feed != expected:
                yield feed, json.loads(expected.read_text(encoding="utf-8"))
                break


def plain(text: str) -> str:
    """Words alone."""
    return " ".join(re.sub(r"<[^>]*>", " ", html.unescape(html.unescape(text))).split())


def differences(feed: Path, expected: dict) -> set[str]:
    """Name the parts in which ours is otherwise."""
    frame = Frame(t=T, stream="feed:f", source="feed", payload=feed.read_bytes())
    try:
        posts = [report.post for report in Feed().parse(frame) if hasattr(report, "post")]
    except PayloadError as error:
        return {f"refused: {error}"}
    entries = expected["entries"][:MAX_ITEMS]
    if len(posts) != len(entries):
        return {f"count: {len(posts)} for {len(entries)}"}
    found = set()
    for post, entry in zip(posts, entries, strict=True):
        title = plain((entry["title"] or {}).get("content") or "")
        if plain(post.title)[:250] != title[:250]:
            found.add("title")
        links = {link["href"] for link in entry["links"]}
        if links and post.url is not None and post.url.rstrip("/") not in {link.rstrip("/") for link in links}:
            found.add("link")
        claimed = entry["published"] or entry["updated"]
        if claimed and abs(post.created_at - parse_iso(claimed)) >= 1000:
            found.add("date")
        if claimed is None and post.created_at != T // 1000:
            found.add(f"date made up: {iso(post.created_at)}")
    return found


def test_all_real_feeds_are_read_as_expected(shared_data):
    read = 0
    otherwise = {}
    for feed, expected in fixtures(shared_data / "feeds"):
        read += 1
        for part in differences(feed, expected):
            otherwise[f"{feed.name}: {part}"] = True

    assert read >= 60
    assert sorted(otherwise) == sorted(DIFFERENT)
