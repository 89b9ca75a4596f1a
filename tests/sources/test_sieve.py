"""The cheap look at Jetstream never stops what the parser and the coverage's rules would take."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livefeed.engine.match import Matcher
from livefeed.model.frame import Frame
from livefeed.model.post import Put
from livefeed.sources.bluesky import Bluesky
from livefeed.sources.jetstream import Sieve
from tests.making import make_coverage

TAGS = ("demo", "Été", "Open_Causes", "東京", "ＷＩＤＥ", "straße")
MATCHER = Matcher(make_coverage(hashtags=TAGS))
SIEVE = Sieve(TAGS, (), lambda _: False, lambda _: False)

SPELLINGS = st.sampled_from(
    ["#demo", "#DEMO", "#démo", "＃demo", "#d\u0301emo", "#ete", "#ÉTÉ", "#e\u0301te\u0301", "#Open_Causes", "#東京",
     "#wide", "#ＤＥＭＯ", "#strasse", "#STRASSE", "demo", "#other", "#demonstration", "a#demo", "https://x.example/#demo"]
)  # fmt: skip
TEXTS = st.lists(SPELLINGS | st.text(max_size=12), max_size=6).map(" ".join)


def message(text: str, tags: list[str], facets: list[dict], *, ascii_only: bool, v2: bool) -> bytes:
    """A post on one of the wires, as one encoder or another writes it."""
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-10-02T12:00:00Z"}
    record |= {"tags": tags} if tags else {}
    record |= {"facets": facets} if facets else {}
    commit = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "3k", "record": record}
    told = {"did": "did:plc:zoe", "time_us": 1_790_942_400_000_000, "kind": "commit", "commit": commit}
    if v2:
        payload = {"$type": "x#commit", "seq": 1, "did": "did:plc:zoe", "time": "2026-10-02T12:00:00Z", **commit}
        told = {"$type": "message", "payload": payload}
    written = json.dumps(told, ensure_ascii=ascii_only, separators=(",", ":"))
    return written.encode("utf-8", "surrogatepass")


@st.composite
def messages(draw):
    """Posts with hashtags in the text, hidden, and marked by offsets that may be wrong."""
    text = draw(TEXTS)
    facets = [
        {
            "index": {"byteStart": draw(st.integers(0, 40)), "byteEnd": draw(st.integers(0, 60))},
            "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": draw(st.sampled_from(["demo", "x"]))}],
        }
        for _ in range(draw(st.integers(0, 2)))
    ]
    hidden = draw(st.lists(st.sampled_from(["demo", "De Mo", "été", "other", "Open_Causes"]), max_size=2))
    return message(text, hidden, facets, ascii_only=draw(st.booleans()), v2=draw(st.booleans()))


@settings(max_examples=400)
@given(messages())
def test_what_would_match_passes(written):
    try:
        text = written.decode()
    except UnicodeDecodeError:
        return
    frame = Frame(t=1_790_942_400_000_000, stream="bluesky:jetstream", source="bluesky", payload=text)
    matched = any(isinstance(r, Put) and MATCHER.matches(r.post, frame.stream) for r in Bluesky().parse(frame))

    assert SIEVE.matters(written) or not matched


def test_the_rest_is_stopped():
    """Else a sieve that lets everything through would do."""
    assert not SIEVE.matters(message("Good morning", [], [], ascii_only=False, v2=False))
    assert not SIEVE.matters(message("Grüße & <b> #other", ["x"], [], ascii_only=False, v2=True))
    assert SIEVE.matters(message("a #demo", [], [], ascii_only=True, v2=False))


@pytest.mark.parametrize(
    "record",
    [
        r'{"text":"a #d\u0065mo"}',
        r'{"t\u0065xt":"a #demo"}',
        '{"text":"nothing","text":"a #demo"}',
        '{"text":"\u200b#\u200bdemo","facets":[{"index":{"byteStart":3,"byteEnd":11},"features":[{"tag":"x"}]}]}',
        '{"text":"a #de\u200emo, written from the left to the right"}',
        '{"text":"une #e\u0301te\u0301"}',
        '{"text":"of the parser","tags":"demo"}',
        '{"text":"of the parser","facets":[{"features":[]}]}',
        '{"text":7}',
        "7",
    ],
)
def test_however_it_is_written(record):
    """Names and words with escapes, names that come twice, and what only the parser can make something of."""
    written = message("", [], [], ascii_only=False, v2=False).decode()
    begin = written.index('"record":') + len('"record":')
    end = begin + written[begin:].index("}") + 1

    assert SIEVE.matters((written[:begin] + record + written[end:]).encode())


@pytest.mark.parametrize(
    "broken", [b"", b"[]", b"{}", b'{"did":"\xff"}', b'{"did":7}', b'{"$type":"error"}', b"[" * 100_000]
)
def test_what_is_no_message_is_for_the_parser_to_count(broken):
    assert SIEVE.matters(broken)


KNOWN = "at://did:plc:zoe/app.bsky.feed.post/3k"


@pytest.mark.parametrize("v2", [False, True])
@pytest.mark.parametrize(
    ("commit", "matters"),
    [
        ({"operation": "delete", "collection": "app.bsky.feed.post", "rkey": "3k"}, True),
        ({"operation": "delete", "collection": "app.bsky.feed.post", "rkey": "3other"}, False),
        (
            {"operation": "update", "collection": "app.bsky.feed.post", "rkey": "3k", "record": {"text": "no more"}},
            True,
        ),
        ({"operation": "update", "collection": "app.bsky.feed.post", "rkey": "3o", "record": {"text": "no"}}, False),
        ({"operation": "create", "collection": "app.bsky.feed.repost", "record": {"subject": {"uri": KNOWN}}}, True),
        (
            {"operation": "create", "collection": "app.bsky.feed.repost", "record": {"subject": {"uri": "at://x"}}},
            False,
        ),
        ({"operation": "update", "collection": "app.bsky.actor.profile", "record": {"displayName": "Zoe"}}, False),
    ],
)
def test_what_is_about_posts_that_we_hold_passes(commit, matters, v2):
    """An edit may have taken the hashtag away; a deletion never has one."""
    told = {"did": "did:plc:zoe"} | ({"payload": {"did": "did:plc:zoe", **commit}} if v2 else {"commit": commit})
    sieve = Sieve(TAGS, (), lambda uri: uri == KNOWN, lambda _: False)

    assert sieve.matters(json.dumps(told).encode()) is matters


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "account", "account": {"active": False}},
        {"commit": {"operation": "update", "collection": "app.bsky.actor.profile", "record": {"displayName": "Zoe"}}},
    ],
)
def test_what_is_about_people_whose_posts_we_hold_passes(told):
    sieve = Sieve(TAGS, (), lambda _: False, lambda did: did == "did:plc:zoe")

    assert sieve.matters(json.dumps({"did": "did:plc:zoe"} | told).encode())
    assert not sieve.matters(json.dumps({"did": "did:plc:kim"} | told).encode())


def test_a_followed_account_needs_no_hashtag():
    untagged = message("Good morning", [], [], ascii_only=False, v2=False)

    assert Sieve((), ("did:plc:zoe",), lambda _: False, lambda _: False).matters(untagged)
    assert Sieve((), (), lambda _: False, lambda _: False, everything=True).matters(untagged)


def test_real_lines_pass_when_and_only_when_they_match(shared_data):
    lines = (shared_data / "bluesky" / "jetstream_v1_20260704.jsonl").read_bytes().splitlines()
    tags = ("IndieRebellion", "HowToTellAiToShutUp")
    sieve = Sieve(tags, (), lambda _: False, lambda _: False)

    passed = [line for line in lines if sieve.matters(line)]

    assert len(lines) > 100
    assert len(passed) == 1
    assert b"IndieRebellion" in passed[0]
