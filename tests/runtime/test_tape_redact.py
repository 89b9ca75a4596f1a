"""Taking deleted posts out of tapes: gone are they, all of them, and nothing that others have said."""

import json
from collections import Counter

import pytest

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.times import iso
from livefeed.runtime.tape_redact import Gone, find_gone, redacted
from livefeed.sources.base import load_source
from tests.making import NOON
from tests.signing import signed


def parser(frame: Frame):
    """What parses a frame."""
    return load_source(frame.source)().parse


def redact(*frames: Frame, posts=(), accounts=()) -> tuple[list[Frame], Counter]:
    """Redact a tape of frames."""
    gone, counters = Gone(posts, accounts), Counter()
    find_gone(frames, parser, gone)
    left = [redacted(frame, parser(frame), gone, counters) for frame in frames]
    return [frame for frame in left if frame is not None], counters


def sent(number: int, text: str = "", by: str = "@zoe@a.example", **parts) -> Frame:
    """A post sent in."""
    payload = {
        "op": "put", "id": f"https://a.example/{number}", "created_at": iso(NOON), "author": {"handle": by},
        "text": text or f"mot {number}",
    }  # fmt: skip
    return Frame(t=number, stream="post:inbox", source="post", payload=json.dumps(payload | parts))


def deleted(number: int) -> Frame:
    """A deletion sent in."""
    payload = json.dumps({"op": "delete", "id": f"https://a.example/{number}"})
    return Frame(t=1_000 + number, stream="post:inbox", source="post", payload=payload)


def status(number: int, text: str) -> dict:
    """A post as Mastodon has it."""
    account = {"acct": "zoe", "url": "https://a.example/@zoe", "display_name": "Zoé"}
    return {
        "id": str(number), "uri": f"https://a.example/{number}", "url": f"https://a.example/@zoe/{number}",
        "created_at": iso(NOON), "visibility": "public", "account": account, "content": f"<p>{text}</p>",
    }  # fmt: skip


def page(t: int, *statuses: dict) -> Frame:
    """A page of a timeline."""
    return Frame(t=t, stream="mastodon:a.example", source="mastodon", payload=json.dumps(statuses))


def feed(t: int, *items: tuple[str, str]) -> Frame:
    """A feed with items."""
    listed = "".join(f"<item><guid>{guid}</guid><title>{title}</title></item>" for guid, title in items)
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Radio</title>{listed}</channel></rss>'
    return Frame(t=t, stream="feed:radio", source="feed", payload=text)


def test_what_is_deleted_later_is_gone_and_its_deletion_stays():
    left, counters = redact(sent(1, "secret"), sent(2), deleted(1))

    assert [frame.t for frame in left] == [2, 1_001]
    assert "secret" not in "".join(frame.payload for frame in left)
    assert counters == {"kept": 2, "removed": 1}


def test_a_page_of_a_timeline_keeps_what_others_said():
    """Deletions come under the server's own number."""
    gone = Frame(
        t=9, stream="mastodon:a.example", source="mastodon", payload=json.dumps({"event": "delete", "payload": "2"})
    )
    left, counters = redact(page(1, status(1, "eins"), status(2, "zwei"), status(3, "drei")), gone)

    assert [one["id"] for one in json.loads(left[0].payload)] == ["1", "3"]
    assert "zwei" not in left[0].payload
    assert counters["cut"] == 1


def test_a_feed_keeps_its_other_items_and_stays_a_feed():
    left, counters = redact(feed(1, ("urn:a", "erstes"), ("urn:b", "zweites")), posts=[guid_of("urn:b")])

    assert "zweites" not in left[0].payload
    (kept,) = parser(left[0])(left[0])
    assert "erstes" in kept.post.title + kept.post.text
    assert counters["cut"] == 1


def guid_of(guid: str) -> str:
    """The id that the source gives to an item."""
    one = feed(1, (guid, "x"))
    return parser(one)(one)[0].post.id


def test_a_boost_goes_with_what_it_passes_on():
    left, _ = redact(sent(1), sent(2, text="", boost_of="https://a.example/1", by="@max@b.example"), deleted(1))

    assert [frame.t for frame in left] == [1_001]


def test_an_account_is_taken_out_by_its_handle():
    left, _ = redact(sent(1), sent(2, by="@max@b.example"), accounts=["@zoe@a.example"])

    assert [frame.t for frame in left] == [2]


@pytest.mark.parametrize("name", ["zoe@A.example", "@ZOE@a.example"])
def test_an_account_is_known_however_its_handle_is_written(name):
    left, _ = redact(sent(1), sent(2, by="@max@b.example"), accounts=[name])

    assert [frame.t for frame in left] == [2]


def jetstream(t: int, did: str, **parts) -> Frame:
    """What Bluesky's stream says of an account."""
    payload = {"did": did, "time_us": (NOON + t) * 1_000} | parts
    return Frame(t=t, stream="bluesky:jetstream", source="bluesky", payload=json.dumps(payload))


def wrote(t: int, did: str, collection: str = "app.bsky.feed.post", **record) -> Frame:
    """A record of an account."""
    commit = {"operation": "create", "collection": collection, "rkey": f"3k{t:010}", "record": record}
    return jetstream(t, did, kind="commit", commit=commit)


def test_an_account_is_known_by_a_handle_that_is_told_apart_from_its_posts():
    """Bluesky's posts say nothing of it."""
    zoe = "did:plc:zoezoezoezoezoezoezoezoe"
    identity = jetstream(1, zoe, kind="identity", identity={"did": zoe, "handle": "zoe.example"})
    post = wrote(2, zoe, text="mot", createdAt=iso(NOON))
    left, _ = redact(identity, post, sent(3), accounts=["zoe.example"])

    assert [frame.t for frame in left] == [3]


def test_what_a_deleted_account_says_of_itself_goes_too():
    zoe = "did:plc:zoezoezoezoezoezoezoezoe"
    profile = wrote(1, zoe, "app.bsky.actor.profile", displayName="Zoé Tremblay", description="Née ici")
    gone = jetstream(2, zoe, kind="account", account={"did": zoe, "active": False, "status": "deleted"})
    left, _ = redact(profile, gone)

    assert [frame.t for frame in left] == [2]


def test_a_frame_that_nobody_reads_goes_where_it_names_what_is_gone():
    """It may have the words of what it names."""
    zoe = "did:plc:zoezoezoezoezoezoezoezoe"
    unread = wrote(1, zoe, "app.example.draft", text="mot caché")
    other = wrote(2, "did:plc:maxmaxmaxmaxmaxmaxmaxmax", "app.example.draft", text="mot caché")
    gone = jetstream(3, zoe, kind="account", account={"did": zoe, "active": False, "status": "deleted"})
    left, _ = redact(unread, other, gone)

    assert [frame.t for frame in left] == [2, 3]


def test_a_note_of_a_kind_that_nobody_reads_goes_with_its_author():
    """Who asks Nostr to vanish (NIP-62) asks it for all of theirs."""
    draft, vanish = signed(30_024, "mot caché"), signed(62, "", tags=[["relay", "ALL_RELAYS"]])
    notes = [json.dumps(["EVENT", "x", note]) for note in (draft, vanish)]
    frames = [Frame(t=t, stream="nostr:r.example", source="nostr", payload=note) for t, note in enumerate(notes, 1)]
    left, _ = redact(*frames)

    assert [frame.t for frame in left] == [2]


def test_what_is_named_and_not_there_is_said():
    gone = Gone(["https://a.example/1", "https://a.example/9"], ["@zoe@a.example", "@nobody@a.example"])
    find_gone([sent(1)], parser, gone)

    assert [gone.unmet(name) for name in ("https://a.example/1", "https://a.example/9")] == [False, True]
    assert [gone.unmet(name) for name in ("@zoe@a.example", "@nobody@a.example")] == [False, True]


def test_only_the_author_may_delete_where_the_network_does_not_check():
    """A key may ask for anything; its own posts only go."""
    gone = Gone()
    from livefeed.model.post import Delete
    from tests.making import make_post

    gone.learn(Delete(id="nostr:1", author="nostr:somebody"))
    assert not gone.has(make_post("nostr:1"))
    gone.learn(Delete(id="nostr:1", author=make_post().author.id))
    assert gone.has(make_post("nostr:1"))


def test_what_cannot_be_parsed_is_left_out():
    left, counters = redact(Frame(t=1, stream="post:inbox", source="post", payload="{nonsense, secret"))

    assert left == []
    assert counters == {"unreadable": 1}


def test_what_cannot_be_taken_apart_goes_whole():
    """Better too much than one word of it."""

    def parse(frame):
        if frame.payload != "both":
            raise PayloadError("no")
        return [report for one in (sent(1), sent(2)) for report in parser(one)(one)]

    counters = Counter()
    whole = Frame(t=1, stream="x:y", source="x", payload="both")
    assert redacted(whole, parse, Gone(["https://a.example/1"]), counters) is None
    assert counters == {"removed_whole": 1}


@pytest.mark.parametrize("order", [(1, 0), (0, 1)])
def test_a_deletion_counts_wherever_it_stands_on_the_tape(order):
    frames = (sent(1, "secret"), deleted(1))
    left, _ = redact(*(frames[n] for n in order))

    assert [frame.t for frame in left] == [1_001]


def test_what_a_bridge_made_of_a_deleted_post_goes_with_it():
    """The tape has it under the bridge's name, and its author's own network says that it is gone."""
    record = {"did": "did:plc:abc", "time_us": 5, "kind": "commit", "commit": {
        "operation": "delete", "collection": "app.bsky.feed.post", "rkey": "3kxyz", "rev": "1"}}  # fmt: skip
    deletion = Frame(t=5, stream="bluesky:", source="bluesky", payload=json.dumps(record))
    bridged = status(1, "secret") | {"uri": "https://bsky.brid.gy/convert/ap/at://did:plc:abc/app.bsky.feed.post/3kxyz"}
    left, _ = redact(page(1, bridged, status(2, "mot")), deletion)

    assert [len(json.loads(frame.payload)) for frame in left[:1]] == [1]
    assert "secret" not in left[0].payload
