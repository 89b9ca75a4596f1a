"""Other names for everybody: the same for the same one, wherever they stand, and none of the old ones left."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefeed.model.frame import Frame
from livefeed.model.post import Delete, Put
from livefeed.runtime.pseudonyms.names import Pseudonyms
from livefeed.runtime.pseudonyms.words import Texts
from livefeed.runtime.tape_anonymise import Anonymiser
from livefeed.runtime.tape_clean import Parsers
from tests.signing import signed

NAMES = Pseudonyms(b"key")
TEXTS = Texts(NAMES)


def anonymised(*frames: Frame, words: bool = False):
    """The frames, rewritten, and what was counted."""
    made = Anonymiser(b"key", words=words)
    parsers = Parsers()
    made.learn(frames, parsers.of)
    return list(made.frames(frames, parsers.of)), made.counters


def reports(frame: Frame) -> list:
    return Parsers().of(frame)(frame)


def sent(**parts) -> Frame:
    payload = {
        "op": "put", "id": "https://a.example/1", "created_at": "2026-10-02T12:00:00Z", "text": "mot",
        "author": {"id": "https://a.example/@zoe", "handle": "@zoe@a.example", "name": "Zoé Roy"},
    }  # fmt: skip
    return Frame(t=1, stream="post:x", source="post", payload=json.dumps(payload | parts))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (NAMES.handle("@zoe@a.example"), f"@{NAMES.user('zoe')}@{NAMES.host('a.example')}"),
        (NAMES.handle("zoe.example"), NAMES.host("zoe.example")),
        (NAMES.url("https://zoe.example/"), f"https://{NAMES.host('zoe.example')}/"),
        (NAMES.url("https://www.zoe.example/a"), NAMES.url("https://zoe.example/a").replace("://", "://www.")),
        (NAMES.name("Zoé ROY ✓"), NAMES.name("zoe roy")),
        (NAMES.url("https://a.example/tags/Demo"), f"https://{NAMES.host('a.example')}/tags/Demo"),
        (NAMES.handle("zoe.a.example.ap.brid.gy"), f"{NAMES.user('zoe')}.{NAMES.host('a.example')}.ap.brid.gy"),
        (NAMES.handle("@zoe.example@bsky.brid.gy"), f"@{NAMES.host('zoe.example')}@bsky.brid.gy"),
    ],
)
def test_who_is_one_stays_one_wherever_the_name_stands(one, other):
    assert one == other


@pytest.mark.parametrize(("one", "other"), [("a_b", "ab"), ("zoe", "zoe1")])
def test_who_are_two_stay_two(one, other):
    assert NAMES.user(one) != NAMES.user(other)


def test_another_key_gives_other_names():
    assert Pseudonyms(b"other").user("zoe") != NAMES.user("zoe")


@pytest.mark.parametrize("name", ["Info", "news", "☕", "7"])
def test_what_is_no_name_does_not_become_one(name):
    """Or two who are called Info would be taken for one."""
    from livefeed.engine.persons import bare, tells

    assert not tells(bare(NAMES.name(name)))


@pytest.mark.parametrize(
    "text",
    [
        "Merci @zoe@a.example !",
        "via @zoe.",
        "RT @zoe.example: oui",
        "voir https://zoe.example/photos?x=1#y, et (https://zoe.example)",
        "écrire à zoe@zoe.example",
        "nostr:npub10xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqpkge6d",
        "at://did:plc:zoe/app.bsky.feed.post/3k et did:plc:zoe",
        "sur zoe.org/blog demain",
        "a@b.zoe.example" * 3,
        ".@zoe a raison",
        "RT@zoe oui, @@zoe, ＠zoe, et /@zoe",
        "instagram.com/@zoe et facebook.com/profile.php?id=zoe",
        "t.me/zoe_r, zoe.ninja, reddit: u/zoe",
        "https://a.example/?@zoe et https://a.example/?zoe=1",
        "https://zoe:zoe@a.example/ et gemini://zoe.example/~zoe",
        "zoe%40a.example, zoe@localhost",
        "did:key:zoe6Mk",
        "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        "nsec10xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqpkge6d",
    ],
)
def test_nobody_is_left_in_a_text(text):
    written = TEXTS.plain(text).lower()

    assert "zoe" not in written
    assert "10xlxvl" not in written
    assert "79be667" not in written


@pytest.mark.parametrize(
    "markup",
    [
        "merci @<span>zoe</span>",
        "@z<em>oe</em>, z<b>oe</b>@a.example",
        '<a href="https://a.example/@zoe" title="zoe"><span>@</span>zoe</a><!-- zoe --><script>zoe</script>',
        '<a href="mailto:zoe@a.example">zoe@a.example</a>',
        '<img src="https://zoe.example/a.png" alt="zoe">',
    ],
)
def test_nobody_is_left_in_markup(markup):
    assert "zoe" not in TEXTS.html(markup)


def test_words_and_hashtags_stay():
    assert TEXTS.plain("Vent de 90 km/h, e.g. ici. #Tempête26 \u2615") == "Vent de 90 km/h, e.g. ici. #Tempête26 \u2615"


@given(st.text(max_size=200))
def test_other_words_have_the_same_length_and_kind_and_are_always_the_same(text):
    replaced = Texts(NAMES, words=True)._said(text)

    assert len(replaced) == len(text)
    assert replaced == Texts(NAMES, words=True)._said(text)
    assert [one.isspace() for one in replaced] == [one.isspace() for one in text]


def test_words_are_replaced_where_that_is_wished():
    (left,), _ = anonymised(sent(text="Le pont est fermé #demo", hashtags=["demo"]), words=True)
    post = reports(left)[0].post

    assert "pont" not in post.text
    assert "#demo" in post.text
    assert [len(word) for word in post.text.split()] == [2, 4, 3, 5, 5]


def test_what_is_not_known_is_left_out_of_a_payload():
    """A network may tell things of people tomorrow that nobody thought of today."""
    (left,), _ = anonymised(sent(phone="+1 555 0100", author={"handle": "@zoe@a.example", "birthday": "1 May"}))

    assert "555" not in left.payload
    assert "May" not in left.payload


def test_facets_fit_the_new_text():
    text = "Hé @zoe.example, vois zoe.example/a-long… #demo"
    data = text.encode()

    def facet(shown: str, **feature) -> dict:
        start = data.index(shown.encode())
        return {"index": {"byteStart": start, "byteEnd": start + len(shown.encode())}, "features": [feature]}

    record = {
        "$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-10-02T12:00:00Z",
        "facets": [
            facet("@zoe.example", **{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:zoe"}),
            facet("zoe.example/a-long…", **{"$type": "app.bsky.richtext.facet#link", "uri": "https://zoe.example/a-long-way"}),
            facet("#demo", **{"$type": "app.bsky.richtext.facet#tag", "tag": "demo"}),
        ],
    }  # fmt: skip
    commit = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "3k", "record": record}
    payload = {"did": "did:plc:zoe", "kind": "commit", "time_us": 1, "commit": commit}
    (left,), _ = anonymised(Frame(t=1, stream="bluesky:jetstream", source="bluesky", payload=json.dumps(payload)))
    post = reports(left)[0].post

    assert "zoe" not in left.payload
    assert [span.kind for span in post.spans] == ["mention", "link", "tag"]
    mention, link, tag = (post.text[span.start : span.end] for span in post.spans)
    assert mention == f"@{NAMES.host('zoe.example')}"
    assert link == NAMES.url("https://zoe.example/a-long-way")
    assert tag == "#demo"


def nostr(note: dict, t: int) -> Frame:
    return Frame(t=t, stream="nostr:r.example", source="nostr", payload=json.dumps(["EVENT", "x", note]))


def test_notes_are_signed_anew_and_still_name_each_other():
    """Also where a deletion or a boost is on the tape before what it means."""
    note = signed(1, "bonjour")
    gone = signed(5, "", tags=[["e", note["id"]]])
    left, counters = anonymised(nostr(gone, 1), nostr(note, 2))
    (deletion,), (put,) = reports(left[0]), reports(left[1])

    assert counters == {"rewritten": 2}
    assert isinstance(deletion, Delete)
    assert isinstance(put, Put)
    assert deletion.id == put.post.id != f"nostr:{note['id']}"
    assert deletion.author == put.post.author.id != f"nostr:{note['pubkey']}"


@pytest.mark.parametrize(
    "frame",
    [
        Frame(t=1, stream="x:y", source="nowhere", payload="{}"),
        Frame(t=1, stream="post:x", source="post", payload="no JSON"),
        Frame(t=1, stream="wikipedia:fr", source="wikipedia", payload="{}"),
        Frame(t=1, stream="feed:x", source="feed", payload="<rss"),
    ],
)
def test_what_cannot_be_taken_apart_is_left_out_and_counted(frame):
    assert anonymised(frame) == ([], {"untaken": 1})


def test_a_frame_in_which_a_name_would_be_left_is_left_out():
    """Whoever is called as a hashtag is."""
    frame = sent(author={"handle": "@montreal@a.example", "id": "montreal"}, text="À #montreal", hashtags=["montreal"])

    assert anonymised(frame) == ([], {"telling": 1})


BORNE = {"id": "https://a.example/@zoetremblay", "handle": "@ZoeTremblay@a.example", "name": "Zoé Tremblay"}


@pytest.mark.parametrize(
    "text",
    [
        "Zoé Tremblay parle.",
        "ZOE TREMBLAY parle",
        "zoé\u00a0tremblay, Zoé-Tremblay",
        "zoetremblay parle",
        "zoetremblay.bsky.social",
    ],
)
def test_a_name_is_found_where_others_write_it_as_words(text):
    left, _ = anonymised(sent(author=BORNE), sent(id="https://b.example/2", text=f"Salut, {text}"))

    assert "tremblay" not in "".join(frame.payload for frame in left).lower()
    assert "Salut, " in left[1].payload


def test_a_name_in_a_text_is_the_one_that_its_owner_has():
    left, _ = anonymised(sent(author=BORNE), sent(id="https://b.example/2", text="Merci, ZOE TREMBLAY #ZoeTremblay"))
    shown = reports(left[0])[0].post.author.name

    assert reports(left[1])[0].post.text == f"Merci, {shown} #ZoeTremblay"


def test_names_of_those_who_are_quoted_are_known_too():
    quote = {"id": "https://c.example/3", "author": BORNE, "text": "mot"}
    left, _ = anonymised(sent(quote=quote, text="Tremblay, Zoé Tremblay ?"))

    assert reports(left[0])[0].post.text.startswith("Tremblay, N")


@pytest.mark.parametrize("name", ["Info", "Ana", "2026 2027"])
def test_what_says_nothing_of_anybody_stays_a_word(name):
    left, _ = anonymised(sent(author=BORNE | {"name": name}), sent(id="https://b.example/2", text=f"{name} ici"))

    assert reports(left[1])[0].post.text == f"{name} ici"


FEED = """<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="https://zoe.example/a.xsl"?><!-- zoe -->
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:zoe="https://zoe.example/ns">
<channel zoe:by="zoe"><title>Blogue de Zoe</title><link>https://zoe.example/</link><language>fr</language>zoe
<managingEditor>zoe@zoe.example</managingEditor><copyright>Zoe</copyright><itunes:owner><name>Zoe</name></itunes:owner>
<item><title>Vent fort</title><link>https://zoe.example/1</link><guid isPermaLink="false">zoe-1</guid>
<pubDate>Fri, 02 Oct 2026 12:00:00 GMT (zoe)</pubDate><description>&lt;p&gt;Ici &lt;b&gt;vent&lt;/b&gt;&lt;/p&gt;</description>
<podcast:person>Zoe</podcast:person><source url="https://zoe.example/f">Zoe</source><zoe:title>Zoe</zoe:title>
<wfw:commentRss>https://zoe.example/c</wfw:commentRss><category domain="zoe">meteo</category><dc:creator>Zoe</dc:creator>
<media:content url="https://zoe.example/a.jpg" medium="image" label="zoe"><media:credit>zoe</media:credit></media:content>
<foo>zoe<bar>zoe</bar></foo></item></channel></rss>"""


def test_what_is_not_known_is_left_out_of_a_feed():
    (left,), counters = anonymised(Frame(t=1, stream="feed:zoe.example", source="feed", payload=FEED))
    post = reports(left)[0].post

    assert counters == {"rewritten": 1}
    assert "zoe" not in (left.stream + left.payload).lower()
    assert post.text == "Vent fort\n\nIci vent"
    assert (post.hashtags, post.lang, len(post.media)) == (("meteo",), "fr", 1)
    assert post.created_at == reports(Frame(t=1, stream="feed:x", source="feed", payload=FEED))[0].post.created_at


def test_a_feed_stays_under_the_name_that_its_coverage_gives_it():
    (left,), _ = anonymised(Frame(t=1, stream="feed:radio", source="feed", payload=FEED))
    assert left.stream == "feed:radio"


def test_values_of_a_networks_own_are_looked_at_too():
    """Anybody may put on a label, a language or a field of a profile what they like."""
    account = {
        "id": "7", "username": "zoe", "acct": "zoe", "display_name": "Zoe Tremblay", "url": "https://a.example/@zoe",
        "fields": [
            {"name": "Zoe", "value": "Zoe, 514 555-0100", "verified_at": None},
            {"name": "Site", "value": '<a href="https://zoe.example">zoe.example</a>', "verified_at": "2026-10-02T12:00:00Z"},
        ],
    }  # fmt: skip
    status = {
        "id": "11", "uri": "https://a.example/s/11", "url": "https://a.example/@zoe/11", "content": "<p>mot</p>",
        "created_at": "2026-10-02T12:00:00.000Z", "language": "zoe tremblay", "visibility": "public", "account": account,
        "quote": {"state": "zoe"}, "media_attachments": [{"type": "zoe", "url": "https://a.example/zoe.png"}],
    }  # fmt: skip
    frame = Frame(t=1, stream="mastodon:a.example", source="mastodon", payload=json.dumps(status))
    (left,), _ = anonymised(frame)

    assert "zoe" not in left.payload.lower()
    assert "555" not in left.payload
    assert reports(left)[0].post.author.links == (NAMES.url("https://zoe.example"),)


def test_labels_that_somebody_made_up_go():
    labels = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "zoe-tremblay"}, {"val": "porn"}]}
    record = {
        "$type": "app.bsky.feed.post", "text": "mot", "createdAt": "2026-10-02T12:00:00Z", "labels": labels,
        "langs": ["zoe tremblay"],
    }  # fmt: skip
    commit = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "3k", "record": record}
    payload = {"did": "did:plc:zoe", "kind": "commit", "time_us": 1, "commit": commit}
    (left,), _ = anonymised(Frame(t=1, stream="bluesky:jetstream", source="bluesky", payload=json.dumps(payload)))

    assert "zoe" not in left.payload
    assert reports(left)[0].post.sensitive


def test_tags_of_notes_say_nothing_that_is_not_known():
    tags = [
        ["i", "zoetremblay"],
        ["k", "zoe"],
        ["proxy", "https://zoe.example/1", "zoe"],
        ["imeta", "m zoe", "dim zoe"],
    ]
    (left,), _ = anonymised(nostr(signed(1, "mot", tags=[*tags, ["zoe", "zoe"]]), 1))

    assert "zoe" not in left.payload
