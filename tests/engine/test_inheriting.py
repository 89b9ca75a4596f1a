"""What an entry keeps when another post leads it, and what is the lead's alone."""

import pytest
from msgspec.structs import replace

from livefeed.model.entry import Entry
from tests.making import HOUR, MINUTE, NOON, SECOND, WORDS, Run, make_post

ELSEWHERE = "La marche est annulée ce soir, dit la ville #demo"


@pytest.fixture
def run() -> Run:
    """A lead that was edited, whose clock lies, and that one person has posted on two networks; two copies."""
    run = Run()
    lead = make_post("lead", created_at=NOON + HOUR)
    run.put(lead, received_at=NOON, stream="mastodon:b.example")
    run.put(replace(lead, text=f"{WORDS} ! #demo", edited_at=NOON + SECOND), NOON + SECOND, "mastodon:b.example")
    bluesky = make_post("at://zoe/1", network="bluesky", created_at=NOON + MINUTE, links=("https://a.example/x",))
    run.put(bluesky, stream="bluesky:")
    run.put(make_post("copy", by="omar", created_at=NOON + 2 * MINUTE))
    run.put(make_post("boost", "", by="ines", boost_of="lead", created_at=NOON + 3 * MINUTE))
    return run


def shown(entry: Entry) -> tuple:
    return entry.post.id, entry.at, entry.clock, entry.edited, entry.via, entry.links, entry.first_seen


def test_before_anything_goes_all_is_the_leads(run):
    assert shown(run.only) == ("lead", NOON, "ahead", True, ("mastodon:b.example",), (), NOON)
    assert [(copy.id, copy.why, copy.evidence) for copy in run.only.copies] == [
        ("at://zoe/1", "cross-post", "name"),
        ("copy", "text", None),
        ("boost", "boost", None),
    ]


def test_the_copy_that_takes_over_brings_its_own_time_clock_streams_and_links(run):
    """And nothing of the post that is gone, but its entry's name."""
    name = run.only.id
    run.delete("lead")

    received = NOON + MINUTE + SECOND
    links = ("https://a.example/x",)
    assert shown(run.only) == ("at://zoe/1", NOON + MINUTE, "ok", False, ("bluesky:",), links, received)
    assert run.only.id == name
    assert [(copy.id, copy.why) for copy in run.only.copies] == [("copy", "text"), ("boost", "boost")]


def test_an_earlier_post_that_takes_over_is_what_it_was(run):
    """Not edited, since a copy was; and evidence is asked anew: someone else's post of the same words was never hers."""
    run.put(make_post("first", by="omar", created_at=NOON - MINUTE), received_at=NOON + 4 * MINUTE)

    assert (run.only.post.id, run.only.edited, run.only.clock) == ("first", False, "ok")
    assert {copy.id: (copy.why, copy.evidence) for copy in run.only.copies} == {
        "lead": ("text", None),
        "at://zoe/1": ("text", None),
        "copy": ("text", None),
        "boost": ("boost", None),
    }


def test_nothing_that_happens_verifies_an_entry(run):
    """Not a copy whose account is proved, not an editor who joins, and not whoever takes over."""
    run.put(make_post("other", ELSEWHERE, by="lea"))
    run.rule("together", "lead", "other")
    run.rule("apart", "lead", "copy")
    run.put(make_post("at://zoe/1", ELSEWHERE, network="bluesky", edited_at=NOON + HOUR), received_at=NOON + HOUR)
    run.delete("lead")
    run.delete("other")

    puts = [change.entry for change in run.changes if hasattr(change, "entry")]
    assert len({entry.post.id for entry in puts}) == 4
    assert {(entry.state, entry.pinned, entry.lanes) for entry in puts} == {("unverified", False, ())}
