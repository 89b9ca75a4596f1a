"""One valid frame of each source and kind, for a fuzzer to begin from."""

import json
from collections.abc import Sequence
from pathlib import Path

from tests.sources.test_hazards import alert, quake
from tests.sources.test_mastodon_wire import frame, status
from tests.sources.test_nostr_wire import note
from tests.sources.test_wikipedia import change
from tests.sources.test_wires import GIVEN, RSS, commit
from tests.sources.test_x import USERS, tweet

__all__ = ["SEEDS", "named_by", "write_seeds"]

_FACET = {"index": {"byteStart": 5, "byteEnd": 10}, "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "x"}]}
_RECORD = {"text": "été #demo", "createdAt": "2026-10-02T12:00:00Z", "facets": [_FACET], "langs": ["fr"]}
_PROFILES = {"profiles": [{"did": "did:plc:zoe", "handle": "zoe.example", "displayName": "Zoé", "labels": []}]}
_JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "N",
    "items": [{"id": "1", "content_html": "<p>x"}],
}

SEEDS = {
    "bluesky": [commit(_RECORD), _PROFILES],
    "editor": [{"op": "join", "posts": ["https://a.example/1", "https://a.example/2"]}],
    "feed": [RSS, _JSON_FEED],
    "hazards": [quake(), alert()],
    "mastodon": [frame("update", status()), status()],
    "nostr": [["EVENT", "sub", note(tags=[["t", "demo"]])]],
    "post": [GIVEN],
    "wikipedia": [change(7)],
    "x": [{"data": tweet(1), "includes": USERS}],
}
"""Payloads by their source; what is no text is JSON."""


def named_by(data: bytes, names: Sequence[str]) -> str:
    """Give the source that the first byte of a fuzzer's data means; the rest is the payload."""
    return names[data[0] % len(names) if data else 0]


def write_seeds(folder: Path, names: Sequence[str]) -> None:
    """Write the seeds of these sources as files of a corpus, so that `named_by` finds them."""
    folder.mkdir(parents=True, exist_ok=True)
    for first, name in enumerate(names):
        for number, payload in enumerate(SEEDS.get(name, [])):
            text = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
            (folder / f"seed-{name}-{number}").write_bytes(bytes([first]) + text.encode())
