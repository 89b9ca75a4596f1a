"""The sitemap, what search engines may list, and a coverage as an ActivityStreams collection."""

from xml.etree import ElementTree as ET

import pytest

from livefeed.server.outbox import PAGE
from livefeed.server.sitemap import PINNED
from tests.making import DAY, HOUR, MINUTE, NOON, make_post
from tests.server.conftest import pin, serve

PUBLIC = "https://live.example"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture
async def served(tmp_path):
    """A coverage that the world reaches under an address."""
    async with serve(tmp_path / "journal.sqlite3", public_url=f"{PUBLIC}/") as one:
        yield one


async def sitemap(session, served) -> dict[str, dict]:
    """The pages that the sitemap names, each with its alternates and when it changed."""
    async with session.get(f"{served.url}/sitemap.xml") as answer:
        assert answer.status == 200
        assert answer.content_type == "application/xml"
        assert "X-Robots-Tag" not in answer.headers
        root = ET.fromstring(await answer.text())
    return {
        url.findtext(f"{SITEMAP}loc"): {
            "changed": url.findtext(f"{SITEMAP}lastmod"),
            **{link.get("hreflang"): link.get("href") for link in url.findall(LINK)},
        }
        for url in root
    }


async def test_the_sitemap_names_each_page_in_both_languages(served, session):
    await served.put(make_post())
    found = await sitemap(session, served)

    assert list(found) == [f"{PUBLIC}/{lang}/{path}" for path in ("", "privacy", "demo") for lang in ("en", "fr")]
    assert found[f"{PUBLIC}/fr/demo"] == {
        "changed": "2026-10-02T12:00:01.000Z",
        "en": f"{PUBLIC}/en/demo",
        "fr": f"{PUBLIC}/fr/demo",
        "x-default": f"{PUBLIC}/demo",
    }
    for address in found:
        async with session.get(served.url + address.removeprefix(PUBLIC)) as answer:
            assert answer.status == 200


async def test_of_entries_it_names_those_that_an_editor_keeps_on_top(served, session):
    await served.put(make_post("p1", indexable=False))
    await served.put(make_post("p2", "Route fermée #demo", by="omar", created_at=NOON + MINUTE))
    await served.put(make_post("p3", "Autre chose #demo", by="ana", created_at=NOON + HOUR))
    pin(served, *(entry for entry in served.run.page if entry.post.id != "p3"))
    named = [address for address in await sitemap(session, served) if "/e/" in address]

    (entry,) = [entry for entry in served.run.page if entry.post.id == "p2"]
    assert named == [f"{PUBLIC}/{lang}/demo/e/{entry.id.removeprefix('e:')}" for lang in ("en", "fr")]


async def test_it_names_so_many_entries_and_no_more(served, session):
    for number in range(PINNED + 2):
        await served.put(make_post(f"p{number}", f"mot {number} #demo", by=f"omar{number}"))
    pin(served, *served.run.page)

    assert len([address for address in await sitemap(session, served) if "/e/" in address]) == 2 * PINNED


async def test_a_page_changes_with_what_goes_from_it(tmp_path, session):
    """A restart is no change."""
    async with serve(tmp_path / "journal.sqlite3", public_url=PUBLIC) as served:
        await served.put(make_post("p1"))
        await served.put(make_post("p2", "Autre chose #demo", by="omar", created_at=NOON + MINUTE))
        await served.clock.advance(HOUR)
        before = (await sitemap(session, served))[f"{PUBLIC}/en/demo"]["changed"]
        await served.delete("p1")
        after = (await sitemap(session, served))[f"{PUBLIC}/en/demo"]["changed"]
    async with serve(tmp_path / "journal.sqlite3", public_url=PUBLIC) as served:
        await served.clock.advance(DAY)
        restarted = (await sitemap(session, served))[f"{PUBLIC}/en/demo"]["changed"]

    assert (before, after, restarted) == (
        "2026-10-02T12:01:01.000Z",
        "2026-10-02T13:00:00.000Z",
        "2026-10-02T12:01:01.000Z",
    )


async def test_it_has_no_more_addresses_than_its_protocol_allows_and_names_coverages_before_entries(
    served, session, monkeypatch
):
    await served.put(make_post())
    pin(served, *served.run.page)
    monkeypatch.setattr("livefeed.server.sitemap._MOST", 7)
    found = list(await sitemap(session, served))

    assert len(found) == 7
    assert found[5] == f"{PUBLIC}/fr/demo"


async def test_robots_are_let_in_and_told_where_the_sitemap_is(served, session):
    async with session.get(f"{served.url}/robots.txt") as answer:
        assert answer.content_type == "text/plain"
        assert await answer.text() == f"User-agent: *\nAllow: /\n\nSitemap: {PUBLIC}/sitemap.xml\n"


DATA = ["/demo/entries.json", "/coverages.json", "/healthz", "/demo/feed.atom", "/demo/feed.rss", "/demo/feed.json"]
DATA += ["/demo/outbox.json", "/demo/manifest.webmanifest"]
SHOWN = [
    "/en/demo",
    "/fr/privacy",
    "/demo/card.png",
    "/static/livefeed.css",
    "/static/live-feed.js",
    "/static/icon.svg",
]


@pytest.mark.parametrize(("path", "indexed"), [*((path, False) for path in DATA), *((path, True) for path in SHOWN)])
async def test_data_is_not_listed_and_pages_are(served, session, path, indexed):
    async with session.get(served.url + path) as answer:
        assert answer.status == 200
        assert ("X-Robots-Tag" not in answer.headers) == indexed


async def test_a_page_that_a_browser_has_is_not_marked_when_it_is_asked_for_again(served, session):
    async with session.get(f"{served.url}/en/demo") as answer:
        etag = answer.headers["ETag"]
    async with session.get(f"{served.url}/en/demo", headers={"If-None-Match": etag}) as again:
        assert again.status == 304
        assert "X-Robots-Tag" not in again.headers


async def outbox(session, served, query: str = "", status: int = 200) -> dict:
    """The collection, or a page of it."""
    async with session.get(f"{served.url}/demo/outbox.json{query}") as answer:
        assert answer.status == status
        if status == 200:
            assert answer.content_type == "application/activity+json"
        return await answer.json(content_type=None)


def check_collection(said: dict) -> None:
    """What ActivityStreams 2.0 demands of a collection and its pages (Core, 5)."""
    assert said["@context"] == "https://www.w3.org/ns/activitystreams"
    assert said["id"].startswith("https://")
    if said["type"] == "OrderedCollection":
        assert isinstance(said["totalItems"], int)
        assert said["first"] != said["last"]
        assert said["attributedTo"]["id"] == f"{said['id']}#coverage"
    else:
        assert said["type"] == "OrderedCollectionPage"
        assert said["partOf"]
        for item in said["orderedItems"]:
            assert item["type"] == "Announce"
            assert isinstance(item["object"], str)
            assert item["actor"] == f"{said['partOf']}#coverage"


async def test_a_coverage_is_a_collection_of_names_and_of_nobodys_words(served, session):
    await served.put(make_post("https://a.example/1"))
    await served.put(
        make_post("4711", "Route fermée #demo", by="radio", url="https://radio.example/4711", created_at=NOON + MINUTE)
    )
    await served.put(
        make_post("at://did:plc:x/app.bsky.feed.post/1", "Autre chose #demo", by="ana", created_at=NOON + HOUR)
    )
    await served.put(make_post("p4", "Ne me cherchez pas #demo", by="omar", indexable=False))
    whole = await outbox(session, served, "?lang=fr")
    page = await outbox(session, served, whole["first"].removeprefix(f"{PUBLIC}/demo/outbox.json"))
    check_collection(whole)
    check_collection(page)

    assert (whole["name"], whole["totalItems"], whole["id"]) == ("Démo", 3, f"{PUBLIC}/demo/outbox.json")
    assert [item["object"] for item in page["orderedItems"]] == [
        "at://did:plc:x/app.bsky.feed.post/1",
        "https://radio.example/4711",
        "https://a.example/1",
    ]
    assert "café" not in str(page) + str(whole)
    assert "next" not in page


async def test_a_cache_tells_its_languages_apart(served, session):
    for lang, name in (("fr", "Démo"), ("en", "Demo")):
        async with session.get(f"{served.url}/demo/outbox.json", headers={"Accept-Language": lang}) as answer:
            assert "Accept-Language" in answer.headers["Vary"]
            assert answer.headers["Content-Language"] == lang
            assert (await answer.json(content_type=None))["name"] == name


async def test_its_pages_lead_to_every_entry_once_in_both_directions(served, session):
    for number in range(2 * PAGE + 3):
        await served.put(
            make_post(
                f"https://a.example/{number}", f"mot {number} #demo", by=f"o{number}", created_at=NOON + number * MINUTE
            )
        )
    whole = await outbox(session, served)
    expected = [entry.post.id for entry in served.run.page]
    for begin, onward, turned in (("first", "next", False), ("last", "prev", True)):
        pages, address = [], whole[begin]
        while address:
            page = await outbox(session, served, address.removeprefix(f"{PUBLIC}/demo/outbox.json"))
            check_collection(page)
            assert len(page["orderedItems"]) <= PAGE
            pages.append([item["object"] for item in page["orderedItems"]])
            address = page.get(onward)
        walked = [name for page in (reversed(pages) if turned else pages) for name in page]
        assert walked == expected


async def test_a_page_of_it_that_makes_no_sense_is_refused(served, session):
    assert "error" in await outbox(session, served, "?before=x", status=400)
