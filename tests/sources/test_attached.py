"""Polls, quoted words and cards, from every network that tells of them."""

import pytest

from livefeed.model.post import Card, PollOption
from livefeed.model.wire import post_to_wire
from livefeed.sources.attached import MAX_OPTIONS
from tests.parsing import one, parse
from tests.sources.test_mastodon_wire import status


def quoted(**parts):
    """A status that another one quotes."""
    return {"state": "accepted", "quoted_status": status(id="9", uri="https://q.example/9", language="en") | parts}


def test_mastodon_tells_votes_and_the_end_of_a_poll():
    poll = {
        "expires_at": "2026-10-02T14:00:00.000Z", "multiple": True, "votes_count": 12, "voters_count": 9,
        "options": [{"title": "Oui\nsans doute", "votes_count": 7}, {"title": "", "votes_count": 1}, {"title": "Non", "votes_count": None}],
    }  # fmt: skip
    post = one("mastodon", status(poll=poll), stream="a.example")

    assert post.poll.options == (PollOption(text="Oui sans doute", votes=7), PollOption(text="Non"))
    assert (post.poll.multiple, post.poll.voters, post.poll.closes_at) == (True, 9, 1_790_949_600_000)
    assert post.text.endswith("\n○ Oui sans doute\n○ Non")


@pytest.mark.parametrize("poll", [None, [], {"options": "x"}, {"options": [{"title": 7}]}, {"options": []}])
def test_a_poll_of_nothing_is_none(poll):
    post = one("mastodon", status(poll=poll), stream="a.example")

    assert (post.poll, post.text) == (None, "Bonjour")


def test_a_poll_is_bounded():
    poll = {"options": [{"title": f"{n} {'x' * 5000}"} for n in range(90)], "voters_count": -5, "expires_at": "soon"}
    post = one("mastodon", status(poll=poll), stream="a.example")

    assert len(post.poll.options) == MAX_OPTIONS
    assert max(len(option.text) for option in post.poll.options) == 200
    assert (post.poll.voters, post.poll.closes_at) == (None, None)


def test_mastodon_gives_the_quoted_words():
    post = one("mastodon", status(quote=quoted(spoiler_text="Blood")), stream="a.example")

    assert post.quote.names[:2] == ("https://q.example/9", "mastodon:a.example:9")
    assert (post.quote.text, post.quote.lang, post.quote.warning) == ("Bonjour", "en", "Blood")
    assert post.quote.handle.startswith("@")


@pytest.mark.parametrize(
    "quote",
    [
        {"state": "revoked", "quoted_status": status()},
        quoted(visibility="private"),
        quoted(account={}),
        quoted(content=""),
        {"state": "accepted", "quoted_status": "x"},
    ],
)
def test_words_that_may_not_be_shown_are_not_quoted(quote):
    """The post that quotes them is taken all the same."""
    assert one("mastodon", status(quote=quote), stream="a.example").quote is None


LINK = '<a href="https://q.example/9"><span class="invisible">https://</span>q.example/9</a>'


@pytest.mark.parametrize(
    "line",
    [
        f'<p class="quote-inline">RE: {LINK}</p><p>{{}}</p>',
        f'<p>{{}}<span class="quote-inline"><br>RE: {LINK}</span></p>',
    ],
)
@pytest.mark.parametrize("words", ["Bien dit", ""])
def test_the_line_that_stands_for_a_quote_is_no_part_of_the_words(line, words):
    """Some servers take it off, so the same post would be edited by each; and who adds no words passes on."""
    content = line.format(words)

    assert one("mastodon", status(content=content, quote=quoted()), stream="a.example").text == words
    assert "RE: https://q.example/9" in one("mastodon", status(content=content), stream="a.example").text


def test_who_wants_no_programs_is_not_quoted():
    quote = quoted()
    quote["quoted_status"]["account"] = {**quote["quoted_status"]["account"], "note": "<p>#nobot</p>"}

    assert one("mastodon", status(quote=quote), stream="a.example").quote is None


def test_mastodon_gives_a_links_card():
    card = {"url": "https://b.example/plan", "title": "Le plan", "provider_name": "B", "description": "Salle par salle"}
    hostile = card | {"url": "javascript:alert(1)"}

    assert one("mastodon", status(card=card), stream="a.example").card == Card(
        url="https://b.example/plan", title="Le plan", site="B", description="Salle par salle"
    )
    assert one("mastodon", status(card=hostile), stream="a.example").card is None
    assert one("mastodon", status(card=card | {"title": ""}), stream="a.example").card is None


def found(author=None, **view):
    """A post as Bluesky's search gives it, which quotes another."""
    quote = {
        "$type": "app.bsky.embed.record#viewRecord",
        "uri": "at://did:plc:omar/app.bsky.feed.post/3q",
        "author": {"did": "did:plc:omar", "handle": "omar.example", "displayName": "Omar", **(author or {})},
        "value": {"text": "The bridge is closed", "langs": ["en"]},
    } | view
    record = {"text": "Vraiment ?", "createdAt": "2026-10-02T12:00:00Z", "embed": {"record": {"uri": quote["uri"]}}}
    return {
        "posts": [
            {
                "uri": "at://did:plc:zoe/app.bsky.feed.post/3k",
                "author": {"did": "did:plc:zoe", "handle": "zoe.example"},
                "record": record,
                "indexedAt": "2026-10-02T12:00:01Z",
                "embed": {"record": {"record": quote}} if view.get("deep") else {"record": quote},
            }
        ]
    }


def bluesky(message):
    (post,) = [report.post for report in parse("bluesky", message) if hasattr(report, "post")]
    return post


@pytest.mark.parametrize("deep", [False, True])
def test_bluesky_gives_the_quoted_words(deep):
    """Also beside pictures, where the record lies one level deeper."""
    quote = bluesky(found(deep=deep)).quote

    assert quote.names == ("at://did:plc:omar/app.bsky.feed.post/3q",)
    assert (quote.handle, quote.name, quote.text, quote.lang) == ("@omar.example", "Omar", "The bridge is closed", "en")
    assert quote.url == "https://bsky.app/profile/did:plc:omar/post/3q"
    assert quote.warning is None


def test_bluesky_quotes_nobody_who_wants_to_be_shown_to_members_only():
    hidden = {"labels": [{"val": "!no-unauthenticated"}]}

    assert bluesky(found(author=hidden)).quote is None
    assert bluesky(found(value={})).quote is None
    assert bluesky(found(labels=[{"val": "graphic-media"}])).quote.warning == ""


def test_a_program_sends_back_what_it_got():
    """The form on the wire is the form of the inbox; options are not written twice."""
    poll = {"options": [{"title": "Oui", "votes_count": 3}, {"title": "Non"}], "expires_at": "2026-10-02T14:00:00.000Z"}
    card = {"url": "https://b.example/plan", "title": "Le plan"}
    first = one("mastodon", status(poll=poll, quote=quoted(), card=card), stream="a.example")
    second = one("post", {"op": "put", **post_to_wire(first)}, stream="inbox")

    assert (second.poll, second.card, second.text) == (first.poll, first.card, first.text)
    assert second.quote.names == first.quote.names[:1]
    assert (second.quote.text, second.quote.author) == (first.quote.text, first.quote.author)


@pytest.mark.parametrize(
    "quote", [{}, {"id": "q"}, {"id": "q", "text": "words"}, {"text": "w", "author": {"handle": "@a"}}, 7]
)
def test_an_inbox_quote_that_nobody_could_delete_is_left_out(quote):
    given = {"op": "put", "id": "1", "created_at": "2026-10-02T12:00:00Z", "author": {"handle": "@a"}, "text": "x"}

    assert one("post", given | {"quote": quote}, stream="inbox").quote is None
