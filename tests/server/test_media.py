"""Avatars and pictures as browsers meet them: addresses in the page, answers with the right headers, nothing to abuse."""

import re
from io import BytesIO

import msgspec
import pytest
from PIL import Image

from livefeed.model.post import Media
from tests.making import MINUTE, make_coverage, make_post
from tests.peers.picture_server import PictureServer, draw
from tests.server.conftest import serve
from tests.server.html import Page

BLANK = b'<svg xmlns="http://www.w3.org/2000/svg" width="1"/>'
ADDRESS = re.compile(r"/media/demo/[A-Za-z0-9_-]{20}\.webp\Z")


@pytest.fixture
async def site():
    """A site with an avatar and a picture."""
    async with PictureServer() as one:
        one.files |= {"/a": draw("JPEG", (400, 400)), "/1": draw(size=(1600, 800))}
        yield one


@pytest.fixture
async def served(site, tmp_path):
    """A coverage that fetches, and may dial the site."""
    coverage = make_coverage(allow=(f"127.0.0.1:{site.port}",))
    async with serve(tmp_path / "journal.sqlite3", coverage=coverage, media=True) as one:
        yield one


def pictured(site, post_id: str = "p1", *media: Media, **parts):
    """A post with a picture, by somebody with an avatar."""
    media = media or (Media(kind="image", url=f"{site.url}/1", description="La salle, pleine", shape=(1600, 800)),)
    post = make_post(post_id, f"mot {post_id} #demo", media=media, **parts)
    return msgspec.structs.replace(post, author=msgspec.structs.replace(post.author, avatar=f"{site.url}/a"))


async def page(served, session, lang: str = "en") -> Page:
    """The briefing, taken apart."""
    async with session.get(f"{served.url}/{lang}/demo") as answer:
        return Page(await answer.text())


async def images(served, session) -> list[str]:
    """Addresses of the pictures in the page, avatar first."""
    return [image["src"] for image in (await page(served, session)).all("img", loading="lazy")]


async def test_a_page_names_pictures_by_addresses_of_ours(served, site, session):
    await served.put(pictured(site))
    read = await page(served, session)
    avatar, picture = read.all("img", loading="lazy")

    assert ADDRESS.match(avatar["src"])
    assert avatar["alt"] == ""
    assert ADDRESS.match(picture["src"])
    assert (picture["alt"], picture["width"], picture["height"]) == ("La salle, pleine", "1600", "800")
    assert site.url not in str(read.elements)
    assert read.all("a", **{"data-picture": None})[0]["href"] == f"{picture['src']}?asked"
    assert "La salle, pleine" in read.text
    assert [script["src"].partition("?")[0] for script in read.all("script", type="module")][
        -1
    ] == "/static/pictures.js"


async def test_a_picture_comes_as_a_picture_and_as_nothing_else(served, site, session):
    await served.put(pictured(site))
    avatar, picture = await images(served, session)
    for address, size in ((avatar, (96, 96)), (picture, (1280, 640))):
        async with session.get(served.url + address) as answer:
            body = await answer.read()

            assert answer.status == 200
            assert Image.open(BytesIO(body)).size == size
            assert answer.headers["Content-Type"] == "image/webp"
            assert answer.headers["Cache-Control"] == "public, max-age=3600"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert answer.headers["Vary"] == "Save-Data"
            assert "Set-Cookie" not in answer.headers


async def test_a_reader_of_feeds_in_a_browser_may_show_it_even_where_nobody_may_show_the_widget(
    tmp_path, site, session
):
    coverage = make_coverage(allow=(f"127.0.0.1:{site.port}",), embed=())
    async with serve(tmp_path / "journal.sqlite3", coverage=coverage, media=True) as served:
        await served.put(pictured(site))
        async with session.get(f"{served.url}/demo/feed.json") as answer:
            (item,) = (await answer.json(content_type="application/feed+json"))["items"]
        (picture,) = Page(item["content_html"]).all("img")
        async with session.get(picture["src"]) as answer:
            assert answer.content_type == "image/webp"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


async def test_who_has_it_is_told_so_and_who_asks_for_a_part_gets_it_whole(served, site, session):
    await served.put(pictured(site))
    address = served.url + (await images(served, session))[1]
    async with session.get(address) as answer:
        whole, tag = await answer.read(), answer.headers["ETag"]

    async with session.get(address, headers={"If-None-Match": tag}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
    async with session.get(address, headers={"If-None-Match": '"other"'}) as answer:
        assert answer.status == 200
    async with session.head(address) as answer:
        assert (answer.status, int(answer.headers["Content-Length"])) == (200, len(whole))
    async with session.get(address, headers={"Range": "bytes=0-9"}) as answer:
        assert (answer.status, await answer.read()) == (200, whole)


async def test_an_address_that_nobody_gave_out_leads_nowhere(served, site, session):
    await served.put(pictured(site))
    address = (await images(served, session))[1]
    name = address.removesuffix(".webp")[-20:]
    for forged in (
        address.replace(name, name[::-1]),
        address.replace(name, "A" * 20),
        address.replace("demo", "other"),
        f"/media/demo/{site.url}/1.webp",
        f"/media/demo/..%2F..%2Fjournal.webp?url={site.url}/1",
        "/media/demo/key.webp",
        "/media/demo/.webp",
    ):
        async with session.get(served.url + forged) as answer:
            assert answer.status == 404, forged
    assert not site.asked


async def test_what_is_deleted_answers_no_more_here_and_after_a_restart(site, session, tmp_path):
    coverage = make_coverage(allow=(f"127.0.0.1:{site.port}",))
    async with serve(tmp_path / "journal.sqlite3", coverage=coverage, media=True) as served:
        await served.put(pictured(site))
        addresses = await images(served, session)
        for address in addresses:
            async with session.get(served.url + address) as answer:
                assert answer.status == 200
        assert len(list((tmp_path / "demo" / "media").glob("*.webp"))) == 2

        await served.delete("p1")

        assert not list((tmp_path / "demo" / "media").glob("*.webp"))
        await _gone(served, session, addresses)
    async with serve(tmp_path / "journal.sqlite3", coverage=coverage, media=True) as served:
        await _gone(served, session, addresses)
        assert site.asked.total() == 2


async def _gone(served, session, addresses: list[str]) -> None:
    for address in addresses:
        async with session.get(served.url + address) as answer:
            assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")
            assert await answer.read() == BLANK


async def test_after_a_restart_addresses_are_the_same(site, session, tmp_path):
    coverage = make_coverage(allow=(f"127.0.0.1:{site.port}",))
    async with serve(tmp_path / "journal.sqlite3", coverage=coverage, media=True) as served:
        await served.put(pictured(site))
        before = await images(served, session)
    async with serve(tmp_path / "journal.sqlite3", coverage=coverage, media=True) as served:
        assert await images(served, session) == before
        async with session.get(served.url + before[0]) as answer:
            assert answer.status == 200


async def test_who_saves_data_gets_nothing_unasked(served, site, session):
    await served.put(pictured(site))
    avatar, picture = await images(served, session)
    saving = {"Save-Data": "on"}
    for address in (avatar, picture):
        async with session.get(served.url + address, headers=saving) as answer:
            assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
            assert await answer.read() == BLANK
    assert not site.asked
    async with session.get(f"{served.url}{picture}?asked", headers=saving) as answer:
        assert (answer.status, answer.headers["Content-Type"]) == (200, "image/webp")


async def test_what_cannot_be_had_is_said_and_may_be_asked_for_again_soon(served, site, session):
    site.status = 500
    await served.put(pictured(site))
    address = (await images(served, session))[1]
    async with session.get(served.url + address) as answer:
        assert (answer.status, answer.headers["Cache-Control"]) == (404, "public, max-age=60")

    served.running.media._patience = 0.01
    site.status, _ = 200, site.gate.clear()
    await served.clock.advance(MINUTE)
    async with session.get(served.url + address) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        assert answer.headers["Cache-Control"] == "no-store"
    site.gate.set()
    async with session.get(f"{served.url}/healthz") as answer:
        assert (await answer.json())["coverages"]["demo"]["media_failed"] == 1


async def test_behind_a_warning_there_is_a_link_and_no_picture(served, site, session):
    """What is in the page may be asked for by some browser, closed or not."""
    await served.put(pictured(site, warning="Sang", sensitive=True))
    read = await page(served, session)

    assert len(read.all("img", loading="lazy")) == 1  # the avatar
    (link,) = read.all("a", **{"data-picture": None})
    assert (link["data-width"], link["data-height"]) == ("1600", "800")
    async with session.get(served.url + link["href"]) as answer:
        assert answer.headers["Content-Type"] == "image/webp"


async def test_film_and_sound_are_links_to_their_network(served, site, session):
    film = Media(kind="video", url=f"{site.url}/film.mp4", preview=f"{site.url}/1", description="La marche")
    sound = Media(kind="audio", url=f"{site.url}/sound.mp3")
    await served.put(pictured(site, "p1", film, sound, url="https://mastodon.example/@zoe/1"))
    read = await page(served, session, "fr")

    assert not read.all("video") + read.all("audio") + read.all("source")
    assert len(read.all("figure")) == 1
    assert "Film\N{NO-BREAK SPACE}: La marche" in read.text
    assert "Son, sans description" in read.text
    links = [link["href"] for link in read.all("a", rel="nofollow noopener ugc")]
    wanted = ["film", "sound", "the network", "open it there"]
    assert links.count("https://mastodon.example/@zoe/1") == len(wanted)


async def test_more_than_four_pictures_are_described(served, site, session):
    media = [Media(kind="image", url=f"{site.url}/{n}", description=f"Vue {n}") for n in range(6)]
    await served.put(pictured(site, "p1", *media))
    read = await page(served, session)

    assert len(read.all("figure")) == 4
    assert len(read.all("ul", class_="media")) == 1
    assert all(f"Vue {n}" in read.text for n in range(6))


async def test_without_a_proxy_pictures_are_described_and_nothing_is_asked_for(site, session, tmp_path):
    async with serve(tmp_path / "journal.sqlite3") as served:
        await served.put(pictured(site))
        read = await page(served, session)

        assert not read.all("img", loading="lazy") + read.all("figure")
        assert "Picture: La salle, pleine" in read.text
        assert "pictures.js" not in str(read.elements)
        async with session.get(f"{served.url}/media/demo/{'A' * 20}.webp") as answer:
            assert answer.status == 404
    assert not site.asked


async def test_a_live_change_brings_pictures_like_the_first_load(served, site, session):
    await served.put(pictured(site))
    first = await images(served, session)
    (entry,) = served.running.hub.board
    html = served.running_room.rendered(entry, "html-en")["html"]

    assert [image["src"] for image in Page(html).all("img")] == first


async def test_a_description_cannot_leave_its_attribute(served, site, session):
    hostile = "\"'><script>alert(1)</script>"
    await served.put(pictured(site, "p1", Media(kind="image", url=f"{site.url}/1", description=hostile)))
    read = await page(served, session)

    assert read.all("img", loading="lazy")[1]["alt"] == hostile
    assert all("src" in script for script in read.all("script") if script["type"] != "application/ld+json")
