"""Each network's frames become the reports that its documentation promises."""

import pytest

from livefeed.model.errors import PayloadError
from livefeed.model.post import Delete, Profile
from livefeed.sources.base import installed_sources, load_source
from tests.parsing import T, one, parse


def test_all_sources_come_through_the_entry_points():
    assert installed_sources() == [
        "bluesky",
        "editor",
        "feed",
        "hazards",
        "mastodon",
        "nostr",
        "post",
        "wikipedia",
        "x",
    ]
    assert load_source("none") is None


# Bluesky


def commit(record, operation="create", collection="app.bsky.feed.post"):
    """A Jetstream v1 commit."""
    body = {"operation": operation, "collection": collection, "rkey": "3k", "rev": "r"}
    return {
        "did": "did:plc:zoe",
        "time_us": T,
        "kind": "commit",
        "commit": body | ({"record": record} if record else {}),
    }


def test_a_bluesky_post_has_facets_counted_in_bytes():
    text = "Été à b.example/un... #démo"
    link, tag = text.index("b.example"), text.index("#")
    facets = [
        {
            "index": _bytes(text, link, link + 15),
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://b.example/un/long"}],
        },
        {"index": _bytes(text, tag, len(text)), "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "démo"}]},
    ]
    post = one(
        "bluesky", commit({"text": text, "createdAt": "2026-10-02T12:00:00Z", "langs": ["fr"], "facets": facets})
    )

    assert post.text == "Été à https://b.example/un/long #démo"
    assert [post.text[s.start : s.end] for s in post.spans] == ["https://b.example/un/long", "#démo"]
    assert post.hashtags == ("démo",)
    assert post.id == "at://did:plc:zoe/app.bsky.feed.post/3k"
    assert post.network_at == T // 1_000, "the relay's clock, whatever the author's says"


def _bytes(text: str, start: int, end: int) -> dict:
    return {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:end].encode())}


@pytest.mark.parametrize(
    "index",
    [
        {"byteStart": 1, "byteEnd": 4},
        {"byteStart": -1, "byteEnd": 3},
        {"byteStart": 0, "byteEnd": 999},
        {"byteStart": 5, "byteEnd": 2},
        {},
    ],
)
def test_facets_that_are_wrong_are_left_out(index):
    """In the middle of a character, before the beginning, past the end, the wrong way round, missing."""
    facet = {"index": index, "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "x"}]}
    post = one("bluesky", commit({"text": "été", "createdAt": "2026-10-02T12:00:00Z", "facets": [facet]}))

    assert post.spans == ()


def test_bluesky_hidden_tags_and_pictures_are_kept():
    embed = {"$type": "app.bsky.embed.images", "images": [{"alt": "Un chat"}]}
    post = one("bluesky", commit({"text": "x", "createdAt": "z", "tags": ["demo"], "embed": embed}))

    assert post.hashtags == ("demo",)
    assert post.media[0].description == "Un chat"
    assert post.created_at == T // 1000


def test_bluesky_deletions_reposts_names_and_the_rest():
    subject = {"uri": "at://did:plc:omar/app.bsky.feed.post/9"}
    assert parse("bluesky", commit(None, "delete")) == [Delete(id="at://did:plc:zoe/app.bsky.feed.post/3k")]
    assert one("bluesky", commit({"subject": subject}, collection="app.bsky.feed.repost")).boost_of == subject["uri"]
    identity = {"did": "did:plc:zoe", "time_us": T, "kind": "identity", "identity": {"handle": "zoe.example"}}
    assert parse("bluesky", identity) == [Profile(author="did:plc:zoe", handle="@zoe.example")]
    profile = commit({"displayName": "Zoé"}, "update", "app.bsky.actor.profile")
    assert parse("bluesky", profile)[0] == Profile(author="did:plc:zoe", name="Zoé")
    assert parse("bluesky", commit({"subject": subject}, collection="app.bsky.feed.like")) == []


def test_a_handle_whose_domain_does_not_answer_for_it_is_never_shown():
    """Such an event says `handle.invalid`; the name that was shown stays."""
    identity = {"did": "did:plc:zoe", "time_us": T, "kind": "identity", "identity": {"handle": "handle.invalid"}}

    assert parse("bluesky", identity) == []


def test_what_is_only_for_who_is_signed_in_is_not_shown():
    labels = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "!no-unauthenticated"}]}

    record = {"text": "x", "createdAt": "z", "labels": labels}

    assert parse("bluesky", commit(record)) == []
    (withdrawn,) = parse("bluesky", commit(record, "update"))
    assert withdrawn == Delete(id="at://did:plc:zoe/app.bsky.feed.post/3k")


def test_the_second_wire_of_jetstream_gives_the_same_post():
    record = {"text": "x", "createdAt": "2026-10-02T12:00:00Z"}
    payload = {
        "$type": "network.bsky.jetstream.subscribeEvents#commit", "seq": 1, "did": "did:plc:zoe",
        "time": "2026-10-02T12:00:00.000000Z", "operation": "create", "collection": "app.bsky.feed.post", "rkey": "3k",
        "record": record,
    }  # fmt: skip

    assert parse("bluesky", {"$type": "message", "payload": payload}) == parse("bluesky", commit(record))


# Feeds

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Radio</title><link>https://radio.example/</link>
<language>fr</language><item><title>Marche &amp; soupe</title><link>https://radio.example/1</link>
<guid isPermaLink="false">1</guid><pubDate>Fri, 02 Oct 2026 14:00:00 CEST</pubDate>
<description>&lt;p&gt;Marche &amp;amp; soupe. La suite &lt;b&gt;ici&lt;/b&gt;.&lt;/p&gt;</description></item></channel></rss>"""


def test_an_item_of_rss_is_a_post_with_a_title():
    post = one("feed", RSS, stream="radio")

    assert post.id == "feed:radio#1"
    assert (post.title, post.text) == ("Marche & soupe", "Marche & soupe\n\nLa suite ici.")
    assert post.created_at == T // 1000
    assert (post.author.name, post.author.handle, post.lang) == ("Radio", "radio.example", "fr")
    assert post.links == ("https://radio.example/1",)


def test_an_atom_entry_that_was_deleted_is_deleted():
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>B</title>'
        '<at:deleted-entry ref="tag:b.example,2026:1" when="2026-10-02T12:00:00Z"/><entry><id>tag:b.example,2026:2</id>'
        "<title>T</title><published>2026-10-02T11:00:00Z</published><updated>2026-10-02T11:30:00Z</updated></entry></feed>"
    )
    deleted, put = parse("feed", atom)

    assert deleted == Delete(id="tag:b.example,2026:1", author=put.post.author.id)
    assert put.post.id == "tag:b.example,2026:2"
    assert put.post.edited_at == put.post.created_at + 1_800_000


def test_a_json_feed_is_read():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "N",
        "items": [
            {"id": "https://n.example/1", "content_html": "<p>Salut</p>", "date_published": "2026-10-02T12:00:00Z"}
        ],
    }

    assert one("feed", feed).text == "Salut"


@pytest.mark.parametrize(
    ("item", "aliases"),
    [
        ({"id": "http://n.example/?p=1", "url": "https://n.example/marche"}, ("https://n.example/marche",)),
        ({"id": "https://n.example/1", "url": "https://news.example/pont"}, ()),
        ({"id": "tag:n.example,2026:1", "url": "https://news.example/pont"}, ()),
    ],
)
def test_an_item_has_the_name_of_a_page_only_where_that_is_its_own(item, aliases):
    """Two blogs that link to one article have written two things about it."""
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "N", "items": [item | {"content_text": "Salut"}]}

    assert one("feed", feed).aliases == aliases


def test_what_is_no_feed_is_refused():
    for payload in ("<html><body>Maintenance</body></html>", "", "{}", "[1]"):
        with pytest.raises(PayloadError):
            parse("feed", payload)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Mon, 23 Nov 2026 14:00:00 GMT", "2026-11-23T14:00:00"),
        ("Mon, 23 Nov 2026 14:00:00 CEST", "2026-11-23T12:00:00"),
        ("23 Nov 2026 14:00 EDT", "2026-11-23T18:00:00"),
        ("lun., 23 nov. 2026 14:00:00 +0100", "2026-11-23T13:00:00"),
        ("1er août 2026 à 9 h 30", "2026-08-01T09:30:00"),
        ("Mon, 23 Nov 2026 24:00:00 +0000", "2026-11-24T00:00:00"),
        ("2026-11-23T14:00:00.5+01:00", "2026-11-23T13:00:00.5"),
        ("2026-11-23", "2026-11-23T00:00:00"),
        ("yesterday", None),
        ("", None),
        ("99 Foo 2026", None),
    ],
)
def test_dates_are_read_as_people_write_them(written, iso):
    from livefeed.model.times import parse_iso
    from livefeed.sources.dates import parse_date

    assert parse_date(written) == (None if iso is None else parse_iso(iso))


# Posts that are normalised already

GIVEN = {
    "op": "put",
    "id": "https://a.example/1",
    "created_at": "2026-10-02T12:00:00.5Z",
    "author": {"handle": "@zoe@a.example"},
    "text": "Voir https://b.example/x. #demo",
}


def test_a_normalised_post_is_taken_as_it_is():
    post = one("post", GIVEN)

    assert post.created_at == T // 1000 + 500
    assert post.hashtags == ("demo",)
    assert post.links == ("https://b.example/x",)


@pytest.mark.parametrize("key", ["op", "id", "created_at", "text"])
def test_a_missing_key_is_named(key):
    with pytest.raises(PayloadError, match=key):
        parse("post", {k: v for k, v in GIVEN.items() if k != key})


def test_html_will_do_instead_of_text_and_a_deletion_needs_only_its_id():
    html = {k: v for k, v in GIVEN.items() if k != "text"} | {"html": "<p>Un<br>deux<script>x</script></p>"}
    assert one("post", html).text == "Un\ndeux"
    assert parse("post", {"op": "delete", "id": "x"}) == [Delete(id="x")]
