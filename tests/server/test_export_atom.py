"""Atom as an export: all entries under the ids of the feeds, and what is gone, for readers that others wrote."""

import feedparser
import pytest

from livefeed.assets import Assets
from livefeed.model.change import DropEntry
from livefeed.model.times import iso
from livefeed.server.export.feed import Feed
from livefeed.server.feed_items import lasting_id
from livefeed.server.words import Speech
from tests.making import NOON, Run, make_coverage, make_post

ORIGIN = "https://live.example"


def exported(*posts, origin=ORIGIN, drops=()) -> str:
    """An export of posts."""
    run, coverage, assets = Run(), make_coverage(), Assets()
    for post in posts:
        run.put(post)
    feed = Feed(coverage, assets, Speech(assets.web, "fr", coverage.time_zone), origin, NOON, drops)
    parts = [feed.head(), *(feed.entry(1, entry) for entry in run.page[::-1]), feed.foot()]
    return b"".join(parts).decode()


def test_a_reader_of_feeds_reads_it():
    read = feedparser.parse(
        exported(make_post("one", "Bonjour <b>tous</b> #demo"), make_post("two", "Et \x0b ]]> #demo"))
    )

    assert not read.bozo
    assert len(read.entries) == 2
    assert "&lt;b&gt;tous" in read.entries[0].content[0].value
    assert read.entries[0].link.startswith(f"{ORIGIN}/fr/demo/e/")
    assert read.feed.updated == iso(NOON)


def test_without_a_server_entries_lead_to_their_posts():
    read = feedparser.parse(exported(make_post("one", url="https://a.example/1"), origin=None))

    assert read.entries[0].link == "https://a.example/1"
    assert "/fr/demo" not in str(read.feed)


def test_what_is_gone_is_named_unless_it_came_back():
    run = Run()
    run.put(make_post("one"))
    drops = [(NOON, DropEntry(id=name, ordinal=0, why="deleted")) for name in (run.only.id, "e:other")]
    text = exported(make_post("one"), drops=drops)

    assert text.count("at:deleted-entry") == 1
    assert lasting_id("demo", "e:other") in text


@pytest.mark.parametrize("indexable", [True, False])
def test_who_does_not_want_to_be_found_is_not_in_it(indexable):
    text = exported(make_post("one", "le mot #demo", indexable=indexable))

    assert ("le mot" in text) is indexable
