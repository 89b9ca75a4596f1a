"""Whatever a network sends: a report that is safe to show, or PayloadError, and nothing else."""

import json
from functools import cache
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Put
from livefeed.sources.base import load_source
from livefeed.sources.html import html_to_text
from livefeed.sources.text import MAX_TEXT, clean_name, clean_text, safe_url
from tests.parsing import T
from tests.sources.test_mastodon_wire import frame, status
from tests.sources.test_nostr_wire import note
from tests.sources.test_wires import GIVEN, RSS, commit

SOURCES = ("bluesky", "feed", "mastodon", "nostr", "post")
GOOD = {
    "mastodon": frame("update", status()),
    "bluesky": commit({"text": "été #demo", "createdAt": "2026-10-02T12:00:00Z"}),
    "nostr": ["EVENT", "s", note()],
    "post": GIVEN,
    "feed": {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "N",
        "items": [{"id": "1", "content_html": "<p>x"}],
    },
}
NEVER = set("\x00\x07\u202e\u2066\ud800")


source_of = cache(lambda name: load_source(name)())
"""Finding a source takes longer than parsing a frame."""


def take(source: str, payload) -> list:
    """Parse; PayloadError is an answer too. What comes out is safe to show."""
    try:
        reports = source_of(source).parse(Frame(t=T, stream=f"{source}:x.example", source=source, payload=payload))
    except PayloadError:
        return []
    for report in reports:
        if isinstance(report, Put):
            is_safe(report.post)
    return reports


def is_safe(post) -> None:
    """Bounds, characters, links."""
    assert len(post.text) <= MAX_TEXT
    assert not NEVER & set(post.text + post.author.name + (post.warning or "") + post.title)
    position = 0
    for span in post.spans:
        assert position <= span.start < span.end <= len(post.text)
        position = span.end
    for link in (*(span.href for span in post.spans), *post.links, *filter(None, [post.url, post.author.url])):
        assert urlsplit(link).scheme in ("http", "https")
    assert len(post.media) <= 8
    assert len(post.hashtags) <= 30
    assert post.lang is None or post.lang.replace("-", "").isalnum()
    post.text.encode()


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=150, deadline=None)
@given(payload=st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_any_payload_is_read_or_refused(source, payload):
    take(source, payload)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(value, path=()):
    """All places within a JSON value."""
    yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from places(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from places(part, (*path, number))


def changed(value, path, new):
    """A JSON value with another one at a place."""
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = changed(value[path[0]], path[1:], new)
    return copied


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_good_payload_with_anything_in_any_place_is_read_or_refused(source, data):
    good = GOOD[source]
    if source == "mastodon":
        inner = json.loads(good["payload"])
        path = data.draw(st.sampled_from(list(places(inner))))
        payload = frame("update", changed(inner, path, data.draw(json_values)) or {})
    else:
        path = data.draw(st.sampled_from(list(places(good))))
        payload = changed(good, path, data.draw(json_values))
    take(source, json.dumps(payload))


MARKUP = [*"<>/apb=\"'&;![]- \n#@x.", "<a href=", "https://a.example/", "&amp;", "<![", "<!--", "<p>", "</p>"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKUP), max_size=60).map("".join))
def test_any_markup_becomes_text_with_spans_that_fit(html):
    text, spans = html_to_text(html)

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert text == text.strip()


@given(st.text(st.characters(exclude_categories=[]), max_size=200))
def test_clean_text_stays_clean(text):
    once = clean_text(text)

    assert clean_text(once) == once
    assert clean_name(text) == clean_name(clean_name(text))
    once.encode()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.example",
        "https://",
        "https://u:p@a.example/",
        "https://a.example/\u202e",
        "https://a b.example",
        "http://[::1",
        "https://a.example:99999/",
        "ftp://a.example",
        7,
        None,
        "https://a.example/" + "x" * 3000,
    ],
)
def test_links_that_may_not_stand_on_a_page(url):
    assert safe_url(url) is None


def test_very_much_of_everything_is_cut():
    post = take(
        "mastodon", json.dumps(status(content="<p>" + "mot " * 9000, tags=[{"name": f"t{n}"} for n in range(500)]))
    )[0].post

    assert post.text.endswith("…")
    assert len(post.hashtags) == 30


def test_too_large_and_too_deep_payloads_are_refused():
    for source in SOURCES:
        assert take(source, "x" * (3 * 1024 * 1024)) == []
        assert take(source, "[" * 100_000) == []


# Real inputs


def lines(path):
    """Lines of a file."""
    return path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()


def test_production_lines_of_jetstream_are_read(shared_data):
    found = [take("bluesky", line) for line in lines(shared_data / "bluesky" / "jetstream_v1_20260704.jsonl")]

    puts = [report for reports in found for report in reports if isinstance(report, Put)]
    assert len([put for put in puts if put.post.boost_of is None]) == 17
    assert len([put for put in puts if put.post.boost_of is not None]) == 15


def test_production_messages_of_nostr_are_read(shared_data):
    """All ids hold; the five broken lines are refused."""
    refused = 0
    for line in lines(shared_data / "nostr" / "relay_messages_20250307.jsonl"):
        try:
            source_of("nostr").parse(Frame(t=T, stream="nostr:x", source="nostr", payload=line))
        except PayloadError:
            refused += 1

    assert refused == 5


def test_statuses_of_mastodons_documentation_are_read(shared_data):
    found = [take("mastodon", line) for line in lines(shared_data / "mastodon" / "docs_statuses.jsonl")]

    assert sum(map(len, found)) >= 6


def test_feeds_of_all_kinds_are_read(shared_data):
    paths = [p for p in (shared_data / "feeds").rglob("*") if p.is_file() and not p.name.endswith(".serde.json")]
    found = [take("feed", path.read_bytes()) for path in paths]

    assert len(paths) >= 65
    assert sum(map(bool, found)) >= 55


def test_hostile_strings_are_only_text(shared_data):
    for line in lines(shared_data / "hostile" / "strings.jsonl"):
        hostile = json.loads(line)["payload"]
        account = {"acct": "z", "url": "https://a.example/@z", "display_name": hostile}
        take("mastodon", json.dumps(status(content=hostile, spoiler_text=hostile, account=account)))
        take("bluesky", json.dumps(commit({"text": hostile, "createdAt": hostile})))
        take("post", json.dumps(GIVEN | {"text": hostile, "url": hostile, "lang": hostile}))


def test_a_hostile_title_of_a_feed_is_only_text():
    assert "<script>" not in take("feed", RSS.replace("Marche", "&lt;script&gt;alert(1)&lt;/script&gt;"))[0].post.title


@pytest.mark.parametrize(
    ("written", "tag"),
    [("fr", "fr"), ("fr_CA", "fr-CA"), (" en-US ", "en-US"), ("zh-Hant-TW", "zh-Hant-TW"), ("", None), ("f", None)]
    + [(odd, None) for odd in ('fr" onload="x', "fr\r\nx", "français", "fr-", "a" * 36, "en-" + "x-" * 20)],
)
def test_a_language_is_one_or_none(written, tag):
    from livefeed.sources.text import language_tag

    assert language_tag(written) == tag
