"""What a site learns that pastes an address of ours (https://oembed.com), and what is refused."""

import html
import re
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from livefeed.sources.text import clean_name
from tests.making import make_coverage, make_post
from tests.server.conftest import serve
from tests.server.test_embed import get, items


async def oembed(session, served, url: str, more: str = "", status: int = 200):
    """The answer for an address."""
    async with session.get(f"{served.url}/oembed?url={quote(url, safe='')}{more}") as answer:
        assert answer.status == status, await answer.text()
        return await answer.json()


async def test_a_coverage_is_a_link_and_a_frame_without_script(served, session):
    told = await oembed(session, served, f"{served.url}/fr/demo")

    assert (told["type"], told["version"], told["title"]) == ("rich", "1.0", "Démo")
    assert (told["width"], told["height"]) == (600, 560)
    assert f'<a href="{served.url}/fr/demo">Démo</a></blockquote>' in told["html"]
    assert f'src="{served.url}/fr/demo/embed"' in told["html"]
    assert 'class="wp-embedded-content"' in told["html"]
    assert "<script" not in told["html"]


async def test_the_page_names_it_early_in_whole_addresses_that_work(served, session):
    await served.put(make_post())
    _, page = await get(session, served, "/en/demo")
    entry = re.search(r'href="(/en/demo/e/[0-9a-f]{16})"', page)[1]
    for path in ("/en/demo", entry):
        _, page = await get(session, served, path)
        head = page[:150_000].partition("</head>")[0]
        for kind in ("application/json+oembed", "text/xml+oembed"):
            (link,) = re.findall(rf'<link rel="alternate" type="{re.escape(kind)}"[^>]*href="([^"]+)"', head)
            answer, _ = await get(session, served, html.unescape(link).removeprefix(served.url))
            assert answer.status == 200


async def test_a_post_is_a_frame_of_its_own(served, session):
    await served.put(make_post())
    _, page = await get(session, served, "/demo/embed")
    name = items(page)[0].removeprefix("e:")
    told = await oembed(session, served, f"{served.url}/en/demo/e/{name}")

    assert told["author_name"] == "Zoe"
    assert f"/en/demo/embed?shape=entry&amp;entry={name}" in told["html"]
    await served.delete("https://a.example/1")
    await oembed(session, served, f"{served.url}/en/demo/e/{name}", status=404)


async def test_sizes_are_numbers_within_what_a_site_has_room_for(served, session):
    told = await oembed(session, served, f"{served.url}/demo", "&maxwidth=320&maxheight=400")
    assert (told["width"], told["height"]) == (320, 400)
    assert 'width="320" height="400"' in told["html"]
    assert "height=400" in told["html"].partition('src="')[2].partition('"')[0]
    told = await oembed(session, served, f"{served.url}/demo", "&maxwidth=5000&maxheight=5000")
    assert (told["width"], told["height"]) == (600, 560)


async def test_the_same_in_xml(served, session):
    _, text = await get(session, served, f"/oembed?format=xml&url={quote(served.url + '/demo', safe='')}")
    root = ET.fromstring(text)

    assert root.tag == "oembed"
    assert {child.tag for child in root} == set(await oembed(session, served, f"{served.url}/demo"))
    assert root.findtext("html").startswith("<blockquote")


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("", 400, "url: write the whole address"),
        ("url=", 400, "url: write the whole address"),
        ("url=http://[", 400, "url: that is no address"),
        (f"url=http://HOST/{'x' * 3000}", 400, "url: write the whole address"),
        ("url=http://other.example/demo", 404, "no address of a coverage here"),
        ("url=javascript://HOST/demo", 404, "no address of a coverage here"),
        ("url=http://HOST@other.example/demo", 404, "no address of a coverage here"),
        ("url=http://HOST/demo/../desk", 404, "no address of a coverage here"),
        ("url=http://HOST/nowhere", 404, "there is no such coverage"),
        ("url=http://HOST/demo/e/0123456789abcdef", 404, "that post is not here"),
        ("url=http://HOST/demo&format=php", 501, "format: found 'php'"),
        ("url=http://HOST/demo&maxwidth=wide", 400, "maxwidth: found 'wide'"),
        ("url=http://HOST/demo&maxwidth=-1", 400, "maxwidth: found '-1'"),
        ("url=http://HOST/demo&maxheight=%D9%A3", 400, "maxheight: found"),
        ("url=http://HOST/demo&maxwidth=20", 501, "maxwidth: less than 200 pixels"),
        ("url=http://HOST/demo&maxheight=1", 501, "maxheight: less than 120 pixels"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(served, session, query, status, words):
    _, text = await get(session, served, "/oembed?" + query.replace("HOST", f"127.0.0.1:{served.port}"), status)
    assert words in text


async def test_a_coverage_that_no_site_may_show_is_not_offered(tmp_path, session):
    async with serve(tmp_path / "journal.sqlite3", coverage=make_coverage(embed=())) as served:
        await oembed(session, served, f"{served.url}/demo", status=403)
        assert "oembed" not in (await get(session, served, "/demo"))[1]


async def test_a_title_stays_words(tmp_path, session):
    coverage = make_coverage(title={"en": '"><script>alert(1)</script>'})
    async with serve(tmp_path / "journal.sqlite3", coverage=coverage) as served:
        told = await oembed(session, served, f"{served.url}/en/demo")
        assert "<script" not in told["html"]
        assert 'title="&quot;&gt;&lt;script&gt;' in told["html"]


async def test_no_sign_that_xml_may_not_hold_comes_this_far(served, session):
    """Such a sign in a name would make the whole answer unreadable; sources take it out."""
    name = clean_name("a\ufffe\uffff\x0b\x00b")
    await served.put(make_post("p1", "mot #demo", by=name))
    entry = next(iter(served.running.hub.board)).id.removeprefix("e:")
    async with session.get(f"{served.url}/oembed?format=xml&url={served.url}/fr/demo/e/{entry}") as answer:
        assert ET.fromstring(await answer.read()).findtext("author_name").lower() == "ab"
