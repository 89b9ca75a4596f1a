"""What the page about privacy says is so: nothing is stored, nobody else is asked, nobody is written down."""

import logging
import re
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from livefeed.model.coverage import MediaRules
from livefeed.model.times import DAY
from livefeed.server import media, share_card
from livefeed.server.connected import Connected
from livefeed.server.feeds import MAX_AGE
from livefeed.server.quiet import LOG
from tests.making import make_coverage, make_post
from tests.server.conftest import serve
from tests.server.html import Page

STORING = re.compile(
    r"localStorage|sessionStorage|indexedDB|document\.cookie|cookieStore|sendBeacon|caches\.|navigator\.storage"
)
LOADS = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"), ("object", "data")}
FOR_BROWSERS = {"stylesheet", "icon", "modulepreload", "preload", "manifest", "preconnect", "dns-prefetch", "prefetch"}


@pytest.fixture
async def served(tmp_path):
    """A coverage that says where posts are reported."""
    coverage = make_coverage(contact="mailto:desk@live.example", title={"en": "Demo"})
    async with serve(
        tmp_path / "journal.sqlite3", coverage=coverage, media=True, public_url="https://live.example"
    ) as one:
        yield one


async def get(session, served, path: str) -> Page:
    """A page, taken apart."""
    async with session.get(served.url + path) as answer:
        assert answer.status == 200
        return Page(await answer.text())


async def test_it_says_so_in_both_languages_and_whom_to_ask(served, session):
    english, french = await get(session, served, "/en/privacy"), await get(session, served, "/fr/privacy")
    async with session.get(f"{served.url}/privacy", headers={"Accept-Language": "fr-CA"}) as answer:
        assert answer.headers["Content-Language"] == "fr"

    assert "There are no cookies, no accounts, no statistics, and no identifiers." in english.text
    assert "Pas de témoins (cookies), pas de comptes" in french.text
    assert "due to Law 25" in english.text
    assert "articles 8.1 et 9.1" in french.text
    assert english.all("a", href="mailto:desk@live.example")
    assert french.all("a", href="mailto:desk@live.example")[0] in french.all("a", lang="en")


async def test_without_a_contact_it_says_that_there_is_none(tmp_path, session):
    async with serve(tmp_path / "journal.sqlite3") as served:
        assert "They have given no address here." in (await get(session, served, "/en/privacy")).text


async def test_what_it_says_of_times_is_so(served, session):
    english, french = [(await get(session, served, f"/{lang}/privacy")).text for lang in ("en", "fr")]

    assert "for an hour more" in english
    assert "une heure encore" in french
    assert max(media._LASTS, share_card._ENTRY_LASTS, MAX_AGE) == 3_600, "seconds that a cache may keep what is deleted"
    assert "a week at most" in english
    assert "une semaine au plus" in french
    assert MediaRules().keep == 7 * DAY


async def every_address(served) -> list[str]:
    """An address of each route that somebody can read, with names that there are, else one that there is not."""
    entry = served.run.page[0].id.removeprefix("e:")
    known = {"slug": "demo", "id": entry, "name": "livefeed.css", "format": "atom", "lang": "fr", "token": "x"}
    known |= {"what": "facts", "form": "md"}
    found = set()
    for resource in served.app.router.resources():
        path = resource.canonical
        for each in re.findall(r"\{(\w+)\}", path):
            path = path.replace(f"{{{each}}}", known.get(each, "1"))
        found.add(path)
    return sorted(found)


async def test_no_address_sets_a_cookie(served, session):
    await served.put(make_post())
    addresses = await every_address(served)
    assert len(addresses) > 25
    for path in addresses:
        async with session.get(served.url + path, headers={"Cookie": "a=b"}) as answer:
            assert "Set-Cookie" not in answer.headers, path
            assert answer.headers["Referrer-Policy"] == "no-referrer" or answer.status == 101, path


async def test_every_page_leads_to_it_and_has_a_browser_load_nothing_from_elsewhere(served, session):
    await served.put(make_post(url="https://a.example/@zoe/1"))
    entry = served.run.page[0].id.removeprefix("e:")
    for path in ("/fr/", "/fr/demo", f"/fr/demo/e/{entry}", "/fr/demo/replay", "/fr/privacy"):
        page = await get(session, served, path)
        assert page.all("a", href="/fr/privacy"), path
        for tag, attributes in page.elements:
            if tag == "link" and not FOR_BROWSERS & set(attributes["rel"].split()):
                continue
            for name, value in attributes.items():
                if (tag, name) in LOADS:
                    assert re.match(r"/[^/]", value), f"{path}: {tag} {value}"


def test_scripts_store_nothing_but_where_a_reader_presses_for_it(root):
    storing = {
        path.name for path in (root / "web" / "static").glob("*.js") if STORING.search(path.read_text(encoding="utf-8"))
    }

    assert storing == {"keeping.js", "worker.js"}


def test_who_asks_is_looked_at_in_one_place(root):
    """For the count of connections from one address, which is in memory alone."""
    asking = {
        path.name
        for path in Path(root / "livefeed").rglob("*.py")
        if re.search(r"\.remote\b|peername|X-Forwarded-For|access_log=(?!None)", path.read_text(encoding="utf-8"))
        and "bench" not in path.parts
    }

    assert asking == {"connected.py"}


def test_an_address_is_counted_while_somebody_is_there_and_forgotten_then():
    async def goodbye(_delay):
        """Nobody is sent away here."""

    connected = Connected()
    with connected.stays(goodbye, "203.0.113.9"):
        assert dict(connected._at) == {"203.0.113.9": 1}
    assert not connected._at
    assert not connected.goodbyes


async def test_an_error_is_written_down_without_saying_whose_it_was(caplog):
    async def fail(_request):
        raise RuntimeError("a bug")

    app = web.Application()
    app.router.add_get("/", fail)
    runner = web.AppRunner(app, access_log=None, logger=LOG)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{runner.addresses[0][1]}/") as answer:
            assert answer.status == 500
    finally:
        await runner.cleanup()

    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "a bug" in caplog.text
    assert "127.0.0.1" not in record.getMessage()
