"""What search engines and shared links are told in a page's head, and that nothing a post says gets out of there."""

import asyncio
import json
import re
from datetime import datetime

import pytest

from livefeed.model.post import Media
from livefeed.server.showing import path_of
from livefeed.server.structured import UPDATES
from tests.making import DAY, HOUR, MINUTE, NOON, make_coverage, make_post
from tests.server import schema_org
from tests.server.conftest import pin, serve
from tests.server.html import HOSTILE, Page

PUBLIC = "https://live.example"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
async def served(tmp_path):
    """A coverage in Montréal that the world reaches under an address."""
    coverage = make_coverage(time_zone="America/Montreal", summary={"fr": "Ce qui se passe"})
    async with serve(tmp_path / "journal.sqlite3", coverage=coverage, public_url=PUBLIC) as one:
        yield one


async def get(session, served, path: str = "/fr/demo") -> str:
    """A page."""
    async with session.get(served.url + path) as answer:
        assert answer.status == 200
        return await answer.text()


async def described(session, served, path: str = "/fr/demo") -> dict:
    """What a page says to search engines."""
    (block,) = BLOCK.findall(await get(session, served, path))
    return json.loads(block)


async def test_it_is_a_live_blog_with_its_updates(served, session):
    await served.put(make_post(url="https://a.example/@zoe/1", lang="fr"))
    await served.put(
        make_post(
            "p2", "Route fermée #demo", by="radio", network="feed", title="Route fermée", created_at=NOON + MINUTE
        )
    )
    said = await described(session, served)
    schema_org.check(said)

    newest, first = said["liveBlogUpdate"]
    entry = served.run.page[1]
    assert said["@type"] == "LiveBlogPosting"
    assert said["url"] == said["@id"] == f"{PUBLIC}/fr/demo"
    assert said["image"] == [f"{PUBLIC}/demo/card.png?lang=fr"]
    assert (said["coverageStartTime"], said["coverageEndTime"]) == (
        "2026-10-02T08:00:00-04:00",
        "2026-10-03T08:01:00-04:00",
    )
    assert first["url"] == f"{PUBLIC}/fr/demo/e/{entry.id.removeprefix('e:')}"
    assert first["articleBody"] == "Le café solidaire ouvre ses portes à midi #demo"
    assert first["author"] == {"@type": "Person", "name": "Zoe"}
    assert (newest["headline"], newest["author"]["@type"]) == ("Route fermée", "Organization")


async def test_an_empty_coverage_is_described_and_one_that_ends_says_when(tmp_path, session):
    coverage = make_coverage(starts=NOON - HOUR, ends=NOON + 2 * DAY)
    async with serve(tmp_path / "journal.sqlite3", coverage=coverage) as served:
        said = await described(session, served, "/en/demo")
    schema_org.check(said)

    assert said["about"]["startDate"] == said["coverageStartTime"] == "2026-10-02T11:00:00+00:00"
    assert said["coverageEndTime"] == "2026-10-04T12:00:00+00:00"
    assert said["url"] == f"{served.url}/en/demo"
    assert said["liveBlogUpdate"] == []


async def test_an_edit_moves_what_is_modified(served, session):
    await served.put(make_post())
    await served.put(make_post(text="Autrement #demo", edited_at=NOON + HOUR))
    said = await described(session, served)

    assert said["dateModified"] == said["liveBlogUpdate"][0]["dateModified"] == "2026-10-02T09:00:00-04:00"
    assert datetime.fromisoformat(said["coverageEndTime"]) > datetime.fromisoformat(said["dateModified"])


async def test_who_does_not_want_to_be_found_is_not_told_of_nor_what_an_author_warns_of(served, session):
    await served.put(make_post("p1", "Ne me cherchez pas #demo", indexable=False))
    await served.put(make_post("p2", "Du sang partout #demo", by="omar", warning="Accident"))
    said = await described(session, served)

    assert [update["articleBody"] for update in said["liveBlogUpdate"]] == ["Accident"]
    assert "sang" not in json.dumps(said)


async def test_a_post_without_words_is_told_of_by_what_it_carries(served, session):
    """In structured data, in the head of its page, and among the pinned; none of these stays empty."""
    picture = Media(kind="image", description="Une rue barrée")
    await served.put(make_post("p1", "", hashtags=("demo",), media=(picture,)))
    await served.put(make_post("p2", "", by="omar", hashtags=("demo",), created_at=NOON + MINUTE))
    pin(served, *served.run.page)
    nothing, carried = served.run.page
    said = {update["url"]: update for update in (await described(session, served))["liveBlogUpdate"]}
    page = Page(await get(session, served, path := f"/fr/demo/{path_of(carried)}"))

    assert said[f"{PUBLIC}{path}"]["articleBody"] == "Photo\u00a0: Une rue barrée"
    assert "articleBody" not in said[f"{PUBLIC}/fr/demo/{path_of(nothing)}"]
    for meta in ({"name": "description"}, {"property": "og:description"}):
        assert page.all("meta", **meta)[0]["content"] == "Photo\u00a0: Une rue barrée"
    assert "Zoe Photo\u00a0: Une rue barrée" in Page(await get(session, served)).text
    assert "Contenu sensible" not in await get(session, served, "/fr/demo/print")
    nameless = Page(await get(session, served, f"/fr/demo/{path_of(nothing)}"))
    assert nameless.all("meta", name="description")[0]["content"] == "Démo"


async def test_the_newest_are_told_of_and_on_the_newest_page_alone(served, session):
    for number in range(UPDATES + 25):
        await served.put(
            make_post(f"p{number}", f"mot {number} #demo", by=f"omar{number}", created_at=NOON + number * MINUTE)
        )
    said = await described(session, served)
    older = await get(session, served, f"/fr/demo?before={served.run.page[5].key}")
    chosen = await get(session, served, "/fr/demo?network=mastodon")

    assert [update["articleBody"] for update in said["liveBlogUpdate"]] == [
        f"mot {number} #demo" for number in range(UPDATES + 24, 24, -1)
    ]
    assert not BLOCK.findall(older)
    assert not BLOCK.findall(chosen)


async def test_no_post_gets_out_of_its_block(served, session):
    wild = HOSTILE + "<!--<script> ]]> \u2028 #demo"
    await served.put(make_post(text=wild))
    text = await get(session, served)
    (block,) = BLOCK.findall(text)

    assert not set("<>&") & set(block)
    assert json.loads(block)["liveBlogUpdate"][0]["articleBody"] == " ".join(wild.split())
    assert len(Page(text).all("script", type="application/ld+json")) == 1


async def test_a_link_to_a_coverage_says_what_it_is(served, session):
    await served.put(make_post())
    page = Page(await get(session, served))
    said = {meta["property"]: meta["content"] for meta in page.all("meta") if "property" in meta}

    assert said == {
        "og:type": "article",
        "og:title": "Démo",
        "og:description": "Ce qui se passe",
        "og:url": f"{PUBLIC}/fr/demo",
        "og:image": f"{PUBLIC}/demo/card.png?lang=fr",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Démo",
        "og:locale": "fr_CA",
        "og:locale:alternate": "en_CA",
        "article:modified_time": "2026-10-02T12:00:00.000Z",
    }
    assert page.all("meta", name="twitter:card", content="summary_large_image")


async def test_a_page_that_search_engines_may_list_names_itself_and_its_other_language_by_whole_addresses(
    served, session
):
    """As Google wants alternates; and as the sitemap names them."""
    await served.put(make_post())
    for path in ("", "demo", f"demo/{path_of(served.run.only)}", "demo/replay", "privacy", "demo?network=mastodon"):
        page = Page(await get(session, served, f"/fr/{path}"))
        assert page.all("link", rel="canonical")[0]["href"] == f"{PUBLIC}/fr/{path}"
        alternates = {link["hreflang"]: link["href"] for link in page.all("link") if "hreflang" in link}
        assert alternates == {
            lang: f"{PUBLIC}/{place}"
            for lang, place in (("en", f"en/{path}"), ("fr", f"fr/{path}"), ("x-default", path))
        }


async def test_a_link_to_an_entry_says_whose_it_is(served, session):
    await served.put(make_post())
    await served.put(make_post(text="Autrement #demo", edited_at=NOON + HOUR))
    path = f"demo/e/{served.run.only.id.removeprefix('e:')}"
    page = Page(await get(session, served, f"/en/{path}"))
    said = {meta["property"]: meta["content"] for meta in page.all("meta") if "property" in meta}

    assert said["og:image"] == f"{PUBLIC}/{path}/card.png?lang=en"
    assert said["og:url"] == f"{PUBLIC}/en/{path}"
    assert said["og:description"] == "Autrement #demo"
    assert said["article:published_time"] == "2026-10-02T12:00:00.000Z"
    assert said["article:modified_time"] == "2026-10-02T13:00:00.000Z"


async def test_a_link_to_a_moment_of_the_replay_says_when_it_was(served, session):
    await served.put(make_post())
    path = "/en/demo/replay?at=2026-10-02T12:00:01Z"
    page = Page(await get(session, served, path))
    said = {meta["property"]: meta["content"] for meta in page.all("meta") if "property" in meta}

    assert said["og:image"] == f"{PUBLIC}/demo/replay/card.png?at=08%3A00%3A01&lang=en"
    assert said["og:url"].startswith(f"{PUBLIC}/en/demo/replay?at=")
    assert said["og:title"].startswith("What was known at ")
    assert said["og:description"] == page.all("meta", name="description")[0]["content"]
    assert len(page.all("footer", class_="foot")) == 1


async def test_pages_say_where_their_feeds_are(served, session):
    await served.put(make_post())
    for path in ("/fr/demo", f"/fr/demo/e/{served.run.only.id.removeprefix('e:')}"):
        page = Page(await get(session, served, path))
        feeds = [link for link in page.all("link", rel="alternate") if "oembed" not in link.get("type", "oembed")]
        assert [(link["type"], link["title"], link["href"]) for link in feeds] == [
            ("application/atom+xml", "Démo · Atom", "/demo/feed.atom?lang=fr"),
            ("application/rss+xml", "Démo · RSS", "/demo/feed.rss?lang=fr"),
            ("application/feed+json", "Démo · JSON Feed", "/demo/feed.json?lang=fr"),
        ]
        for link in feeds:
            async with session.get(served.url + link["href"]) as answer:
                assert answer.content_type == link["type"]
    footer = Page(await get(session, served))
    assert footer.all("a", href="/demo/feed.atom?lang=fr")


async def test_what_a_search_finds_is_not_for_search_engines(served, session):
    await served.put(make_post())

    for path in ("/fr/demo?q=café", "/fr/?q=café"):
        assert Page(await get(session, served, path)).all("meta", name="robots", content="noindex")
    assert not Page(await get(session, served)).all("meta", name="robots")


@pytest.mark.parametrize("path", ["/en/demo", "/demo/feed.atom", "/sitemap.xml", "/en/demo/wall", "/demo/outbox.json"])
async def test_a_host_that_cannot_be_breaks_nothing_and_stands_nowhere(tmp_path, path):
    impossible = (b"odd host", b"odd:y", b'odd"><script>', b"odd/b?c", b"odd:p@h", b"odd\xc3\xbc", b"")
    async with serve(tmp_path / "journal.sqlite3") as served:
        await served.put(make_post())
        for host in (b"odd.example", b"odd.example:8080", b"odd:99999", *impossible):
            reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
            asked = b"GET %b HTTP/1.1\r\nHost: %b\r\nConnection: close\r\n\r\n" % (path.encode(), host)
            writer.write(asked)
            answer = await reader.read()
            writer.close()
            assert answer.startswith(b"HTTP/1.1 200 "), host
            assert (b"odd" in answer) == (host not in impossible), host


async def test_who_says_no_host_gets_a_page(tmp_path):
    async with serve(tmp_path / "journal.sqlite3") as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(b"GET /en/demo HTTP/1.0\r\n\r\n")
        assert b" 200 " in await reader.readline()
        writer.close()
