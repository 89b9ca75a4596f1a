"""Every recorded line of real networks is read as their documentation says."""

import json

import pytest

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Delete, Put
from livefeed.sources.base import load_source

T = 1_790_942_400_000_000


def parse(source: str, line: str):
    """What a source makes of a line."""
    return load_source(source)().parse(Frame(t=T, stream=f"{source}:x", source=source, payload=line))


def test_real_nostr_events_hold_their_ids_and_signatures(shared_data):
    lines = (shared_data / "nostr" / "relay_messages_20250307.jsonl").read_text(encoding="utf-8").splitlines()
    deletions, events, broken = 0, 0, 0
    for line in lines:
        try:
            message = json.loads(line)
        except ValueError:
            broken += 1
            with pytest.raises(PayloadError):
                parse("nostr", line)
            continue
        reports = parse("nostr", line)
        if message[0] == "EVENT":
            events += 1
            kind = message[-1]["kind"]
            deletions += kind == 5
            if kind == 1:
                assert [type(report) for report in reports] == [Put]
            if kind == 5:
                assert all(isinstance(report, Delete) for report in reports)
            forged = [*message[:-1], message[-1] | {"content": message[-1]["content"] + "!"}]
            with pytest.raises(PayloadError):
                parse("nostr", json.dumps(forged))

    assert (events, deletions, broken) == (532, 40, 5)


def test_real_mastodon_statuses_are_whole(shared_data):
    lines = (shared_data / "mastodon" / "docs_statuses.jsonl").read_text(encoding="utf-8").splitlines()
    public = [json.loads(line)["visibility"] == "public" for line in lines]
    posts = [report.post for line in lines for report in parse("mastodon", line)]

    assert len(lines) == 9
    assert len(posts) == sum(public) == 6
    assert all(post.edited_at is None or post.edited_at > post.created_at for post in posts)
    assert all(post.author.handle.count("@") == 2 and post.url for post in posts)


def test_real_jetstream_lines_are_read(shared_data):
    for name in ("jetstream_v1_20260704.jsonl", "jetstream_v1_golden.jsonl"):
        lines = (shared_data / "bluesky" / name).read_text(encoding="utf-8").splitlines()
        for line in filter(None, lines):
            message = json.loads(line)
            reports = parse("bluesky", line)
            commit = message.get("commit", {})
            if commit.get("collection") == "app.bsky.feed.post":
                assert [type(report) for report in reports] == [Delete if commit["operation"] == "delete" else Put]
