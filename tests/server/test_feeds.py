"""Feeds of a coverage: valid, safe, read back by feedparser, and without what was deleted."""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from uuid import UUID
from xml.etree import ElementTree as ET

import feedparser
import pytest

from livefeed.engine.board import Board
from livefeed.model.change import DropEntry
from livefeed.model.post import Card, Media, Poll, PollOption, Quote, Span, Standing
from livefeed.runtime.hub import Hub
from livefeed.server.feeds import MOST
from livefeed.server.lately import REMEMBERED, Lately
from livefeed.server.xml import element, words
from tests.making import HOUR, MINUTE, NOON, SECOND, Run, make_coverage, make_post
from tests.server.conftest import serve
from tests.server.html import HOSTILE, Page

PUBLIC = "https://live.example"
HUB = "https://hub.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
FORMATS = ("atom", "rss", "json")


@pytest.fixture
async def served(tmp_path):
    """A coverage that the world reaches under an address, with a hub."""
    async with serve(tmp_path / "journal.sqlite3", public_url=PUBLIC, hub=HUB) as one:
        yield one


async def fetch(session, served, name: str, status: int = 200, **headers):
    """A feed as it is, with its headers."""
    async with session.get(f"{served.url}/demo/feed.{name}", headers=headers) as answer:
        assert answer.status == status
        return await answer.text(), answer.headers


async def atom(session, served, query: str = "") -> ET.Element:
    """The Atom feed, read."""
    return ET.fromstring((await fetch(session, served, f"atom{query}"))[0])


async def items(session, served, query: str = "") -> dict[str, list[dict]]:
    """What each format's items say, in the same words."""
    read = {}
    for name in ("atom", "rss"):
        parsed = feedparser.parse((await fetch(session, served, name + query))[0])
        assert not parsed.bozo, parsed.bozo_exception
        read[name] = [
            {
                "id": one.id,
                "url": one.link,
                "title": one.title,
                "html": one.content[0].value,
            }
            for one in parsed.entries
        ]
    async with session.get(f"{served.url}/demo/feed.json{query}") as answer:
        document = await answer.json(content_type="application/feed+json")
    read["json"] = [
        {"id": one["id"], "url": one["url"], "title": one["title"], "html": one["content_html"]}
        for one in document["items"]
    ]
    return read


def check_atom(feed: ET.Element) -> None:
    """What RFC 4287 demands, rule by rule (4.1.1, 4.1.2, 3.3, 4.2.7), and RFC 6721 (3)."""

    def once(element, *names):
        for name in names:
            assert len(element.findall(ATOM + name)) == 1, name

    def dated(text):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text)

    once(feed, "id", "title", "updated", "subtitle" if feed.find(ATOM + "subtitle") is not None else "title")
    dated(feed.findtext(ATOM + "updated"))
    assert len(feed.findall(f"{ATOM}link[@rel='self']")) == 1
    assert len(feed.findall(f"{ATOM}link[@rel='alternate']")) == 1
    ids = [entry.findtext(ATOM + "id") for entry in feed.findall(ATOM + "entry")]
    assert len(set(ids)) == len(ids)
    for entry in feed.findall(ATOM + "entry"):
        once(entry, "id", "title", "updated", "published", "author", "content")
        assert UUID(entry.findtext(ATOM + "id").removeprefix("urn:uuid:"))
        dated(entry.findtext(ATOM + "updated"))
        dated(entry.findtext(ATOM + "published"))
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1
        assert entry.find(ATOM + "content").get("type") == "html"
        assert len(entry.find(ATOM + "content")) == 0
    for gone in feed.findall(GONE):
        assert gone.get("ref") not in ids
        dated(gone.get("when"))


async def test_all_formats_say_the_same_of_the_same_entries(served, session):
    await served.put(make_post("p1", url="https://a.example/@zoe/1", lang="fr"))
    await served.put(make_post("p2", "Route fermée #demo", by="omar", created_at=NOON + MINUTE))
    read = await items(session, served, "?lang=fr")

    assert read["atom"] == read["rss"] == read["json"]
    assert [one["title"] for one in read["json"]] == [
        "Omar\u00a0: Route fermée #demo",
        "Zoe\u00a0: Le café solidaire ouvre ses portes à midi #demo",
    ]
    entry = served.run.page[0]
    assert read["json"][0]["url"] == f"{PUBLIC}/fr/demo/e/{entry.id.removeprefix('e:')}"
    assert "<p>Route fermée #demo</p>" in read["json"][0]["html"]


async def test_atom_is_as_its_rfc_demands(served, session):
    check_atom(await atom(session, served))
    await served.put(make_post("p1", url="https://a.example/@zoe/1", lang="fr", hashtags=("demo",)))
    await served.put(make_post("p2", "Autre chose #demo", by="omar"))
    await served.delete("p2")
    feed = await atom(session, served, "?lang=fr")
    check_atom(feed)

    (entry,) = feed.findall(ATOM + "entry")
    assert [link.get("href") for link in feed.findall(ATOM + "link")] == [
        f"{PUBLIC}/demo/feed.atom?lang=fr",
        f"{PUBLIC}/fr/demo",
        HUB,
    ]
    assert entry.find(f"{ATOM}link[@rel='via']").get("href") == "https://a.example/@zoe/1"
    assert entry.findtext(ATOM + "published") == "2026-10-02T12:00:00.000Z"
    assert [tag.get("term") for tag in entry.findall(ATOM + "category")] == ["demo"]


async def test_rss_and_json_feed_are_as_theirs_demand(served, session):
    await served.put(make_post("p1", url="https://a.example/@zoe/1", lang="fr", hashtags=("demo",)))
    text, headers = await fetch(session, served, "rss")
    channel = ET.fromstring(text).find("channel")
    async with session.get(f"{served.url}/demo/feed.json?lang=en") as answer:
        document = await answer.json(content_type="application/feed+json")

    assert headers["Content-Type"].startswith("application/rss+xml")
    assert headers["Link"] == f'<{PUBLIC}/demo/feed.rss?lang=en>; rel="self", <{HUB}>; rel="hub"'
    assert [channel.findtext(name) for name in ("title", "link", "language")] == ["Demo", f"{PUBLIC}/en/demo", "en"]
    assert channel.findtext("description")
    assert channel.find("item/guid").get("isPermaLink") == "false"
    assert parsedate_to_datetime(channel.findtext("item/pubDate")) == datetime.fromtimestamp(NOON / 1000, UTC)
    assert [link.get("rel") for link in channel.findall(f"{ATOM}link")] == ["self", "hub"]
    assert {name: document[name] for name in ("version", "language", "hubs", "feed_url", "home_page_url")} == {
        "version": "https://jsonfeed.org/version/1.1",
        "language": "en",
        "hubs": [{"type": "WebSub", "url": HUB}],
        "feed_url": f"{PUBLIC}/demo/feed.json?lang=en",
        "home_page_url": f"{PUBLIC}/en/demo",
    }
    (item,) = document["items"]
    assert item["language"] == "fr"
    assert item["external_url"] == "https://a.example/@zoe/1"
    assert item["tags"] == ["demo"]


async def test_each_format_has_the_whole_and_a_line_of_it(served, session):
    """In RSS the line is HTML: what looks like markup in a post stays what the post says."""
    await served.put(make_post(text="1 < 2 & <b>fett</b>\n\nPuis autre chose #demo"))
    said = "1 < 2 & <b>fett</b> Puis autre chose #demo"
    channel = ET.fromstring((await fetch(session, served, "rss"))[0]).find("channel")
    (entry,) = (await atom(session, served)).findall(ATOM + "entry")
    document = json.loads((await fetch(session, served, "json"))[0])

    assert Page(channel.findtext("item/description")).text == said
    assert not Page(channel.findtext("item/description")).elements
    assert entry.findtext(ATOM + "summary") == document["items"][0]["summary"] == said
    assert (
        channel.findtext("item/{http://purl.org/rss/1.0/modules/content/}encoded")
        == entry.findtext(ATOM + "content")
        == document["items"][0]["content_html"]
    )


async def test_an_edit_moves_updated_and_keeps_the_id(served, session):
    await served.put(make_post())
    (before,) = (await atom(session, served)).findall(ATOM + "entry")
    await served.put(make_post(text="Autrement #demo", edited_at=NOON + HOUR))
    (after,) = (await atom(session, served)).findall(ATOM + "entry")

    assert before.findtext(ATOM + "id") == after.findtext(ATOM + "id")
    assert before.findtext(ATOM + "updated") == "2026-10-02T12:00:00.000Z"
    assert after.findtext(ATOM + "updated") == "2026-10-02T13:00:00.000Z"
    assert after.findtext(ATOM + "published") == before.findtext(ATOM + "published")


async def test_a_deletion_travels(served, session):
    await served.put(make_post())
    (item,) = (await items(session, served))["json"]
    await served.delete("https://a.example/1")
    feed = await atom(session, served)

    assert await items(session, served) == {"atom": [], "rss": [], "json": []}
    assert [gone.get("ref") for gone in feed.findall(GONE)] == [item["id"]]
    for name in FORMATS:
        assert "café" not in (await fetch(session, served, name))[0]


async def test_who_hides_for_now_goes_and_comes_back_as_a_new_entry(served, session):
    await served.put(make_post())
    (before,) = (await items(session, served))["json"]
    author, shown = make_post().author.id, []
    for state in ("hidden", "active"):
        await served.write(served.run.report(Standing(author=author, state=state, until=NOON + HOUR)))
        await served.running.writer.settled()
        shown.append((await items(session, served))["json"])
    feed = await atom(session, served)

    check_atom(feed)
    assert list(map(len, shown)) == [0, 1]
    assert [gone.get("ref") for gone in feed.findall(GONE)] == [before["id"]]
    assert shown[1][0]["id"] != before["id"]


def test_an_entry_that_is_there_again_is_not_told_of_as_gone():
    hub, run = Hub(epoch="e", board=Board()), Run()
    lately = Lately(hub, lambda: NOON)
    run.put(make_post())
    (put,) = run.changes
    hub.publish([(1, put)])
    hub.publish([(2, DropEntry(id=put.entry_id, ordinal=0, why="hidden"))])
    assert lately.gone == [(put.entry_id, NOON)]
    hub.publish([(3, put)])
    assert lately.gone == []


async def test_who_does_not_want_to_be_found_any_more_goes_from_feeds_and_is_told_of_as_gone(served, session):
    await served.put(make_post(indexable=False))
    await served.put(make_post("p2", "Autre chose #demo", by="omar", created_at=NOON + MINUTE))
    assert not (await atom(session, served)).findall(GONE), "it never was in a feed"
    (item,) = (await items(session, served))["json"]
    shown = []
    for indexable in (False, True):
        edited = {"indexable": indexable, "edited_at": NOON + (2 + indexable) * MINUTE}
        await served.put(make_post("p2", f"Autrement {indexable} #demo", by="omar", created_at=NOON + MINUTE, **edited))
        feed = await atom(session, served)
        check_atom(feed)
        shown.append([gone.get("ref") for gone in feed.findall(GONE)])

    assert shown == [[item["id"]], []]
    assert [one["id"] for one in (await items(session, served))["json"]] == [item["id"]]


async def test_a_feed_is_updated_by_what_comes_late(served, session):
    await served.put(make_post("p1"))
    await served.put(make_post("p2", "Autre chose #demo", by="omar", created_at=NOON - HOUR), received_at=NOON + MINUTE)

    assert (await atom(session, served)).findtext(ATOM + "updated") == "2026-10-02T12:01:00.000Z"


async def test_pictures_come_through_us_or_are_described(tmp_path, session):
    picture = Media(kind="image", url="https://media.example/1.png", description="Une rue barrée")
    film = Media(kind="audio", url="https://media.example/1.ogg", description="Une sirène")
    async with serve(tmp_path / "journal.sqlite3", public_url=PUBLIC, media=True) as served:
        await served.put(make_post(media=(picture, film)))
        (item,) = (await items(session, served))["json"]
    (shown,) = Page(item["html"]).all("img")

    assert re.fullmatch(re.escape(PUBLIC) + r"/media/demo/[\w-]+\.webp", shown["src"])
    assert shown["alt"] == "Une rue barrée"
    assert "[Sound: Une sirène]" in item["html"]
    assert "media.example" not in item["html"]


@pytest.mark.parametrize(
    ("post", "title", "said"),
    [
        ({"media": (Media(kind="image", description="Une rue barrée"),)}, "Zoe: Picture: Une rue barrée", "[Picture: Une rue barrée]"),
        ({"media": (Media(kind="video"),)}, "Zoe: Film, without description", "[Film, without description]"),
        ({"card": Card(url="https://a.example/x", title="Le pont")}, "Zoe: Le pont", ">Le pont</a>"),
        ({}, "Zoe", "@zoe@mastodon.example"),
        ({"sensitive": True}, "Zoe: Sensitive content", "Sensitive content"),
    ],
)  # fmt: skip
async def test_a_post_without_words_is_titled_by_what_it_carries(served, session, post, title, said):
    """And is called sensitive only where its author says so; an empty summary is left out."""
    await served.put(make_post("p1", "", hashtags=("demo",), **post))
    read = await items(session, served)

    assert [read[name][0]["title"] for name in ("atom", "rss", "json")] == [title] * 3
    assert said in read["json"][0]["html"]
    async with session.get(f"{served.url}/demo/feed.json") as answer:
        assert "summary" not in (await answer.json(content_type="application/feed+json"))["items"][0]


async def test_words_from_right_to_left_say_so_in_every_feed(served, session):
    tag = Span(start=6, end=11, href="https://a.example/tags/demo", kind="tag")
    await served.put(make_post("p1", "مرحبا #demo", lang="ar", spans=(tag,)))
    for name, each in (await items(session, served)).items():
        assert '<div dir="auto" lang="ar">' in each[0]["html"], name
        assert ">#demo</a>" in each[0]["html"]
        assert "class=" not in each[0]["html"]


async def test_a_deletion_is_still_told_after_a_restart(tmp_path, session):
    async with serve(tmp_path / "journal.sqlite3") as served:
        await served.put(make_post("p1"))
        await served.put(make_post("p2", "Autre chose #demo", by="omar"))
        await served.delete("p1")
    async with serve(tmp_path / "journal.sqlite3") as served:
        feed = await atom(session, served)
        assert len(feed.findall(GONE)) == 1
        assert len(feed.findall(ATOM + "entry")) == 1


async def test_so_many_that_went_are_told_of_and_no_more(served, session):
    for number in range(REMEMBERED + 3):
        await served.put(make_post(f"p{number}", f"mot {number} #demo", by=f"omar{number}"))
        await served.delete(f"p{number}")

    assert len((await atom(session, served)).findall(GONE)) == REMEMBERED


async def test_a_feed_has_the_newest_entries_and_no_more(served, session):
    for number in range(MOST + 2):
        await served.put(
            make_post(f"p{number}", f"mot {number} #demo", by=f"omar{number}", created_at=NOON + number * MINUTE)
        )
    read = (await items(session, served))["json"]

    assert len(read) == MOST
    assert read[0]["title"] == f"Omar{MOST + 1}: mot {MOST + 1} #demo"


async def test_who_does_not_want_to_be_found_is_not_in_feeds(served, session):
    await served.put(make_post(indexable=False))

    assert await items(session, served) == {"atom": [], "rss": [], "json": []}


async def test_what_its_author_warns_of_is_not_in_feeds(served, session):
    await served.put(make_post("p1", "Du sang partout #demo", warning="Accident"))
    await served.put(make_post("p2", "Un genou ouvert #demo", by="omar", sensitive=True, created_at=NOON + MINUTE))
    for name, read in (await items(session, served, "?lang=en")).items():
        assert [one["title"] for one in read] == ["Omar: Sensitive content", "Zoe: Accident"], name
        assert "sang" not in str(read)
        assert "genou" not in str(read)


async def test_whatever_a_post_says_a_feed_stays_well_formed_and_nothing_of_it_is_markup(served, session):
    wild = HOSTILE + "]]>\x0b\x00\ufffe\u202e <b>fett</b> #demo"
    quote = Quote(names=("q",), author="x", handle="@x", name=wild, text=wild)
    poll = Poll(options=(PollOption(text=wild, votes=1), PollOption(text="non")))
    await served.put(make_post("p1", wild, title=wild, quote=quote, poll=poll, hashtags=('"><x',)))
    await served.put(
        make_post(
            "p2",
            "voir https://a.example/?a=1&b=2 #demo",
            by="omar",
            spans=(Span(start=5, end=31, href="https://a.example/?a=1&b=2"),),
        )
    )
    read = await items(session, served)

    assert {len(each) for each in read.values()} == {2}
    for each in read.values():
        for one in each:
            tags = {tag for tag, _ in Page(one["html"]).elements}
            assert tags <= {"div", "p", "a", "b", "br", "ul", "li", "blockquote"}, tags
        linked = Page(next(one["html"] for one in each if "Omar" in one["title"]))
        assert linked.all("a", href="https://a.example/?a=1&b=2")
    for name in ("atom", "rss"):
        text, _ = await fetch(session, served, name)
        assert not set("\x0b\x00\ufffe\u202e") & set(text)


async def test_a_lane_has_a_feed_and_a_hub_is_named_for_whole_feeds_alone(served, session):
    await served.put(make_post("p1", network="bluesky"))
    await served.put(make_post("p2", "Autre chose #demo", by="omar"))
    feed = await atom(session, served, "?network=bluesky&lang=en")
    whole = await atom(session, served, "?lang=en")

    assert len(feed.findall(ATOM + "entry")) == 1
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"{PUBLIC}/demo/feed.atom?network=bluesky&lang=en"
    assert feed.find(f"{ATOM}link[@rel='hub']") is None
    assert feed.findtext(ATOM + "title") == "Demo, Bluesky"
    assert feed.findtext(ATOM + "id") != whole.findtext(ATOM + "id")
    assert await items(session, served, "?lane=nothing") == {"atom": [], "rss": [], "json": []}


@pytest.mark.parametrize("query", ["?q=café", "?before=0000000000000000", "?above=x", f"?lane={'x' * 101}"])
async def test_a_question_that_no_feed_answers_is_refused(served, session, query):
    async with session.get(f"{served.url}/demo/feed.atom{query}") as answer:
        assert answer.status == 400
        assert "error" in await answer.json()


async def test_it_is_not_sent_again_until_something_changes(served, session):
    await served.put(make_post())
    await served.clock.advance(SECOND)
    for name in FORMATS:
        _, headers = await fetch(session, served, name)
        assert headers["Cache-Control"] == "no-cache", "a hub that asks must not be given what a cache has kept"
        await fetch(session, served, name, 304, **{"If-None-Match": headers["ETag"]})
        await fetch(session, served, name, 304, **{"If-Modified-Since": headers["Last-Modified"]})
    await served.put(make_post("p2", "Autre chose #demo", by="omar"))
    await fetch(
        session, served, "atom", **{"If-None-Match": headers["ETag"], "If-Modified-Since": headers["Last-Modified"]}
    )
    await fetch(session, served, "atom", **{"If-Modified-Since": headers["Last-Modified"]})


async def test_what_changes_twice_in_a_second_is_not_missed_by_who_asks_by_time(served, session):
    await served.put(make_post())
    _, headers = await fetch(session, served, "atom")
    await served.put(make_post("p2", "Autre chose #demo", by="omar"))
    await served.clock.advance(SECOND)
    text, _ = await fetch(session, served, "atom", **{"If-Modified-Since": headers["Last-Modified"]})

    assert "Autre chose" in text


async def test_without_a_public_address_a_feed_is_what_was_asked_for(tmp_path, session):
    async with serve(tmp_path / "journal.sqlite3", coverage=make_coverage(title={"fr": "Démo & <cie>"})) as served:
        await served.put(make_post())
        feed = await atom(session, served, "?lang=en")
        assert (await fetch(session, served, "atom"))[1]["Cache-Control"] == "public, max-age=15"

    assert feed.findtext(ATOM + "title") == "Démo & <cie>"
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"{served.url}/demo/feed.atom?lang=en"
    assert feed.find(f"{ATOM}link[@rel='hub']") is None


def test_what_xml_cannot_carry_is_left_out():
    assert words("a\x00\x0b\ud800\ufffe\u202eb ]]> <c>") == "ab ]]&gt; &lt;c&gt;"
    assert element("a", b="\x01\"'<&") == '<a b="&quot;\'&lt;&amp;"/>'
