"""Each network's frames become the reports that its documentation promises."""

import json

import pytest

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Delete, Post, Profile, Put, Standing
from livefeed.sources.base import installed_sources, load_source
from tests.signing import public_key, signed

T = 1_790_942_400_000_000
"""2026-10-02T12:00:00Z, microseconds."""


def parse(source: str, payload, stream: str = "x.example"):
    """What a source makes of a payload."""
    text = payload if isinstance(payload, str | bytes) else json.dumps(payload)
    return load_source(source)().parse(Frame(t=T, stream=f"{source}:{stream}", source=source, payload=text))


def one(source: str, payload, **how) -> Post:
    """The one post of a payload."""
    (report,) = parse(source, payload, **how)
    assert isinstance(report, Put)
    return report.post


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


# Mastodon


def status(**parts):
    """A status as a server writes it."""
    account = {
        "acct": "zoe",
        "url": "https://a.example/@zoe",
        "display_name": "Zoé",
        "bot": False,
        "followers_count": 3,
    }
    return {
        "id": "1093",
        "uri": "https://a.example/users/zoe/statuses/1093",
        "url": "https://a.example/@zoe/1093",
        "created_at": "2026-10-02T11:59:58.000Z",
        "visibility": "public",
        "language": "fr",
        "content": "<p>Bonjour</p>",
        "account": account,
    } | parts


def frame(event: str, payload) -> dict:
    """A streaming frame; its payload is a string."""
    return {
        "stream": ["hashtag", "demo"],
        "event": event,
        "payload": payload if isinstance(payload, str) else json.dumps(payload),
    }


def test_a_mastodon_update_is_a_post_under_its_uri_and_its_servers_number():
    post = one("mastodon", frame("update", status()), stream="a.example")

    assert post.id == "https://a.example/users/zoe/statuses/1093"
    assert post.aliases == ("mastodon:a.example:1093", "https://a.example/@zoe/1093")
    assert (post.author.handle, post.author.name, post.lang) == ("@zoe@a.example", "Zoé", "fr")
    assert post.created_at == T // 1000 - 2000


def test_a_mastodon_deletion_comes_under_its_servers_number():
    assert parse("mastodon", frame("delete", "1093"), stream="a.example") == [Delete(id="mastodon:a.example:1093")]


def test_a_mastodon_edit_says_when():
    post = one("mastodon", frame("status.update", status(edited_at="2026-10-02T12:00:05.000Z")))

    assert post.edited_at == T // 1000 + 5000


def test_mastodon_markup_becomes_text_with_whole_links():
    """Hidden and shortened parts of addresses are whole again; tags and mentions lead somewhere."""
    html = (
        '<p>Lire <a href="https://b.example/un/long/chemin?x=1" rel="nofollow"><span class="invisible">https://</span>'
        '<span class="ellipsis">b.example/un/lo</span><span class="invisible">ng/chemin?x=1</span></a><br>avec '
        '<span class="h-card"><a href="https://c.example/@omar" class="u-url mention">@<span>omar</span></a></span></p>'
        '<p><a href="https://a.example/tags/demo" class="mention hashtag" rel="tag">#<span>demo</span></a> &amp; fin</p>'
    )
    post = one("mastodon", frame("update", status(content=html, tags=[{"name": "demo"}])))

    assert post.text == "Lire https://b.example/un/long/chemin?x=1\navec @omar\n\n#demo & fin"
    assert [(post.text[s.start : s.end], s.kind) for s in post.spans] == [
        ("https://b.example/un/long/chemin?x=1", "link"),
        ("@omar", "mention"),
        ("#demo", "tag"),
    ]
    assert post.links == ("https://b.example/un/long/chemin?x=1",)
    assert post.hashtags == ("demo",)


@pytest.mark.parametrize("visibility", ["unlisted", "private", "direct"])
def test_what_is_not_public_on_mastodon_is_not_shown(visibility):
    assert parse("mastodon", frame("update", status(visibility=visibility))) == []


def test_a_mastodon_boost_brings_what_it_boosts():
    boost = status(id="7", uri="https://b.example/7/activity", reblog=status(), content="")
    original, boosted = parse("mastodon", frame("update", boost))

    assert boosted.post.boost_of == original.post.id


def test_warnings_pictures_polls_and_quotes_are_kept():
    post = one(
        "mastodon",
        status(
            spoiler_text="Nourriture",
            sensitive=True,
            media_attachments=[{"type": "gifv", "url": "https://a.example/1.mp4", "description": "Un gâteau"}],
            poll={"options": [{"title": "Oui"}, {"title": "Non"}]},
            quote={"state": "accepted", "quoted_status": status(uri="https://q.example/1")},
            in_reply_to_id="99",
        ),
        stream="a.example",
    )

    assert (post.warning, post.sensitive) == ("Nourriture", True)
    assert (post.media[0].kind, post.media[0].description) == ("gif", "Un gâteau")
    assert post.text == "Bonjour\n○ Oui\n○ Non"
    assert post.quote_of == "https://q.example/1"
    assert post.reply_to == "mastodon:a.example:99"


def test_a_server_that_complains_is_heard():
    with pytest.raises(PayloadError, match="required scopes"):
        parse("mastodon", {"error": "Access token does not have the required scopes", "status": 401})


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

    assert parse("bluesky", commit({"text": "x", "createdAt": "z", "labels": labels})) == []


def test_the_second_wire_of_jetstream_gives_the_same_post():
    record = {"text": "x", "createdAt": "2026-10-02T12:00:00Z"}
    payload = {
        "$type": "network.bsky.jetstream.subscribeEvents#commit", "seq": 1, "did": "did:plc:zoe",
        "time": "2026-10-02T12:00:00.000000Z", "operation": "create", "collection": "app.bsky.feed.post", "rkey": "3k",
        "record": record,
    }  # fmt: skip

    assert parse("bluesky", {"$type": "message", "payload": payload}) == parse("bluesky", commit(record))


# Nostr


def note(kind: int = 1, content: str = "Bonjour #demo", tags=()) -> dict:
    """A note with its true id and signature."""
    return signed(kind, content, tags)


def test_a_nostr_note_is_a_post():
    post = one("nostr", ["EVENT", "sub", note(tags=[["t", "Demo"], ["e", "cd" * 32, "", "root"]])])

    assert post.network == "nostr"
    assert post.reply_to == "nostr:" + "cd" * 32
    assert post.hashtags == ("Demo",)
    assert post.url.startswith("https://njump.me/nevent1")
    assert post.created_at == T // 1000


def test_a_nostr_id_that_is_not_that_of_the_contents_is_refused():
    with pytest.raises(PayloadError, match="not that of the contents"):
        parse("nostr", ["EVENT", "sub", note() | {"content": "forged"}])


def test_a_nostr_signature_of_somebody_else_is_refused():
    other = signed(1, "Bonjour #demo", secret=bytes([8]) * 32)
    with pytest.raises(PayloadError, match="not that of the author"):
        parse("nostr", ["EVENT", "sub", note() | {"sig": other["sig"]}])


def test_a_nostr_deletion_says_who_asks():
    reports = parse("nostr", ["EVENT", "sub", note(5, "", [["e", "cd" * 32], ["e", "short"]])])

    assert reports == [Delete(id="nostr:" + "cd" * 32, author=f"nostr:{public_key()}")]


def test_nostr_profiles_reposts_expiry_and_the_rest():
    about = json.dumps({"name": "zoe", "display_name": "Zoé", "nip05": "zoe@a.example"})
    assert parse("nostr", ["EVENT", "s", note(0, about)]) == [
        Profile(author=f"nostr:{public_key()}", handle="@zoe@a.example", name="Zoé", claims=())
    ]
    original = note()
    put, boost = parse("nostr", ["EVENT", "s", note(6, json.dumps(original), [["e", original["id"]]])])
    assert boost.post.boost_of == put.post.id
    assert one("nostr", ["EVENT", "s", note(tags=[["expiration", "1790942399"]])]).expires_at == 1_790_942_399_000
    assert parse("nostr", ["EVENT", "s", note(62, "", [["relay", "ALL_RELAYS"]])]) == [
        Standing(author=f"nostr:{public_key()}", state="gone", until=T // 1000)
    ]
    assert parse("nostr", ["EOSE", "s"]) == parse("nostr", ["NOTICE", "slow down"]) == []


def test_names_of_nip19_are_as_the_nip_gives_them():
    """The example of NIP-19."""
    from livefeed.sources import nip19

    key = "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e"
    name = nip19.npub(key)
    assert nip19.decode(name) == ("npub", bytes.fromhex(key))
    assert name == "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg"
    with pytest.raises(ValueError, match="checksum"):
        nip19.decode(name[:-1] + "q")


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
