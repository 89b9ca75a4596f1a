"""Mastodon's frames and statuses become the reports that its documentation promises."""

import itertools
import json

import pytest

from livefeed.model.errors import PayloadError
from livefeed.model.post import Delete
from livefeed.sources.mastodon_follow import same_channel
from tests.making import Run, make_coverage
from tests.parsing import T, one, parse


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


@pytest.mark.parametrize("order", list(itertools.permutations(["update", "first edit", "second edit", "delete"])))
def test_a_post_its_edits_and_its_deletion_end_the_same_in_any_order(order):
    """With the deletion nothing; without it the newest words."""
    frames = {
        "update": frame("update", status(content="<p>Une #demo</p>")),
        "first edit": frame("status.update", status(content="<p>Deux #demo</p>", edited_at="2026-10-02T12:00:05.000Z")),
        "second edit": frame(
            "status.update", status(content="<p>Trois #demo</p>", edited_at="2026-10-02T12:00:06.000Z")
        ),
        "delete": frame("delete", "1093"),
    }
    with_it, without_it = Run(make_coverage()), Run(make_coverage())
    for name in order:
        for report in parse("mastodon", frames[name], stream="a.example"):
            with_it.report(report)
            if name != "delete":
                without_it.report(report)

    assert with_it.page == []
    assert [entry.post.text for entry in without_it.page] == ["Trois #demo"]


def test_the_same_status_of_two_servers_is_one_post_and_each_server_can_take_its_own_back():
    """`uri` is the same everywhere; numbers are each server's own."""
    here = one("mastodon", status(), stream="a.example")
    there = one("mastodon", status(id="77", url="https://a.example/@zoe/1093"), stream="b.example")

    assert here.id == there.id
    assert "mastodon:b.example:77" in there.aliases
    assert parse("mastodon", frame("delete", "77"), stream="b.example") == [Delete(id="mastodon:b.example:77")]


def test_a_status_has_no_name_on_a_host_that_is_not_its_own():
    """Its server writes down as its address what it likes: under another's, its deletion would take that one along."""
    impostor = one(
        "mastodon", status(id="66", uri="https://evil.example/1", url="https://a.example/@zoe/1093"), stream="a.example"
    )

    assert impostor.aliases == ("mastodon:a.example:66",)


@pytest.mark.parametrize(
    ("kind", "kept"),
    [("image", "image"), ("video", "video"), ("audio", "audio"), ("gifv", "gif"), ("unknown", "other")],
)
def test_attachments_keep_what_they_show_and_its_description(kind, kept):
    attachment = {
        "type": kind,
        "url": "https://a.example/1",
        "preview_url": "https://a.example/1/small",
        "description": "La foule",
    }
    (media,) = one("mastodon", status(media_attachments=[attachment])).media

    assert (media.kind, media.url, media.preview) == (kept, attachment["url"], attachment["preview_url"])
    assert media.description == "La foule"


def test_a_card_is_a_link_and_programs_say_that_they_are():
    account = status()["account"] | {"bot": True}
    post = one("mastodon", status(card={"url": "https://b.example/article"}, account=account, language=None))

    assert post.links == ("https://b.example/article",)
    assert post.author.bot
    assert post.lang is None


@pytest.mark.parametrize(
    ("says", "indexable"),
    [
        ({}, True),
        ({"indexable": True}, True),
        ({"indexable": False}, False),
        ({"noindex": True}, False),
        ({"indexable": None}, True),
    ],
)
def test_who_does_not_want_to_be_found_by_searching_is_not(says, indexable):
    assert one("mastodon", status(account=status()["account"] | says)).indexable is indexable


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        ("<p>Journaliste</p>", True),
        ("<p>#nobot</p>", False),
        ("<p>Journaliste. #NoBots merci</p>", False),
        ('<p><a href="https://a.example/tags/nobot" class="mention hashtag">#<span>nobot</span></a></p>', False),
        ("<p>#nobotany, j'aime les plantes</p>", True),
    ],
)
def test_who_asks_programs_to_stay_away_is_left_alone(profile, shown):
    """Also where somebody else boosts them."""
    theirs = status(account=status()["account"] | {"note": profile})

    assert bool(parse("mastodon", frame("update", theirs))) is shown
    posts = [report.post for report in parse("mastodon", status(id="7", uri="https://b.example/7", reblog=theirs))]
    assert any(post.id == theirs["uri"] for post in posts) is shown


@pytest.mark.parametrize(
    ("one_way", "another", "same"),
    [
        ("Été", "ete", True),
        ("ＰｙＣｏｎ", "pycon", True),
        ("#Demo", "DEMO", True),
        ("dé-mo!", "demo", True),
        ("Straße", "strasse", False),  # the server folds no ß
        ("Київ", "Киів", False),  # nor the signs over letters of other alphabets
        ("l·l", "ll", False),
    ],
)
def test_hashtags_are_one_channel_where_the_server_has_one(one_way, another, same):
    """What it keeps apart is asked for apart: a channel that is not subscribed brings nothing."""
    assert (same_channel(one_way) == same_channel(another)) is same
