"""JSON for programs, pages for people, and the headers of both."""

import pytest

from livefeed.engine.board import Board
from livefeed.runtime import reading
from livefeed.server.headers import POLICY
from tests.making import MINUTE, NOON, SECOND, make_post

XSS = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>"


def post(number: int, text: str | None = None, **parts):
    """One of many posts with words of its own."""
    return make_post(f"p{number}", text or f"mot {number} #demo", created_at=NOON + number * SECOND, **parts)


async def get(session, served, path, status=200, **headers):
    """An answer's JSON."""
    async with session.get(served.url + path, headers=headers) as answer:
        assert answer.status == status, await answer.text()
        return await answer.json()


async def test_pages_of_entries_lead_to_each_other_until_the_end(served, session):
    for number in range(7):
        await served.put(post(number))
    seen, older = [], None
    while True:
        page = await get(session, served, "/demo/entries.json?limit=3" + (f"&before={older}" if older else ""))
        seen += [entry["post"]["id"] for entry in page["entries"]]
        older = page["older"]
        if older is None:
            break

    assert seen == [f"p{number}" for number in (6, 5, 4, 3, 2, 1, 0)]


async def test_late_posts_between_two_pages_do_not_move_them(served, session):
    """They come at the very times of those that are on the pages, and above and below."""
    for number in range(7):
        await served.put(post(number))
    seen, older, late = [], None, 7
    while True:
        page = await get(session, served, "/demo/entries.json?limit=2" + (f"&before={older}" if older else ""))
        seen += [entry["post"]["id"] for entry in page["entries"]]
        older = page["older"]
        if older is None:
            break
        for number in range(7):
            at = NOON + number * SECOND
            await served.put(make_post(f"late{late}", f"retard {late} #demo", created_at=at), received_at=NOON + MINUTE)
            late += 1

    assert [one for one in seen if not one.startswith("late")] == [f"p{number}" for number in (6, 5, 4, 3, 2, 1, 0)]
    assert len(seen) == len(set(seen))


async def test_what_follows_a_cursor_comes_as_changes(served, session):
    await served.put(post(1))
    cursor = served.running.hub.cursor()
    await served.put(post(2))
    answer = await get(session, served, f"/demo/entries.json?after={cursor}")

    assert [change["seq"] for change in answer["changes"]] == [2]
    assert answer["cursor"] == served.running.hub.cursor()


async def test_an_answer_that_has_not_changed_is_not_sent_again(served, session):
    await served.put(post(1))
    async with session.get(f"{served.url}/demo/entries.json") as first:
        etag = first.headers["ETag"]
    async with session.get(f"{served.url}/demo/entries.json", headers={"If-None-Match": etag}) as second:
        assert second.status == 304
    await served.put(post(2))
    async with session.get(f"{served.url}/demo/entries.json", headers={"If-None-Match": etag}) as third:
        assert third.status == 200


async def test_words_are_found_without_case_or_accents(served, session):
    await served.put(post(1, "Le café est prêt #demo"))
    await served.put(post(2, "La marche part #demo"))
    answer = await get(session, served, "/demo/entries.json?q=CAFE")

    assert [entry["post"]["id"] for entry in answer["entries"]] == ["p1"]


async def test_a_search_finds_what_has_left_the_board(served, session):
    """A page after the other, the newest first."""
    served.running.hub.board = Board(limit=8)
    for number in range(1, 31):
        await served.put(post(number, f"mot {number} #demo"))
    assert len(served.running.hub.board) < 9
    first = await get(session, served, "/demo/entries.json?q=MOT&limit=20")
    rest = await get(session, served, f"/demo/entries.json?q=MOT&limit=20&before={first['older']}")

    assert [entry["post"]["id"] for entry in first["entries"]] == [f"p{n}" for n in range(30, 10, -1)]
    assert [entry["post"]["id"] for entry in rest["entries"]] == [f"p{n}" for n in range(10, 0, -1)]
    assert rest["older"] is None
    assert (await get(session, served, "/demo/entries.json?q=MOT&limit=30"))["older"] is None
    assert (await get(session, served, "/demo/entries.json?q=MOT&lane=none"))["entries"] == []
    assert len((await get(session, served, f"/demo/entries.json?q=MOT&before={'f' * 16}"))["entries"]) == 30


async def test_pages_upwards_lead_back_to_the_top(served, session):
    for number in range(7):
        await served.put(post(number))
    keys = [entry["key"] for entry in (await get(session, served, "/demo/entries.json"))["entries"]]
    page = await get(session, served, f"/demo/entries.json?limit=3&above={keys[-1]}")

    assert [entry["key"] for entry in page["entries"]] == keys[3:6]
    assert (page["newer"], page["older"]) == (keys[3], keys[5])
    page = await get(session, served, f"/demo/entries.json?limit=3&above={page['newer']}")
    assert ([entry["key"] for entry in page["entries"]], page["newer"]) == (keys[:3], None)
    page = await get(session, served, f"/demo/entries.json?limit=3&before={keys[2]}")
    assert (page["newer"], page["older"]) == (keys[3], keys[5])
    page = await get(session, served, f"/demo/entries.json?above={keys[0]}")
    assert (page["entries"], page["newer"], page["older"]) == ([], None, None)


async def test_network_and_language_choose_the_entries_of_a_page(served, session):
    """By what stands on the entry; a language with all its regions."""
    await served.put(post(1, network="bluesky", lang="fr"))
    await served.put(post(2, network="mastodon", lang="fr-CA"))
    await served.put(post(3, network="mastodon", lang="en"))
    await served.put(post(4, network="bluesky"))

    async def chosen(query: str) -> list[str]:
        page = await get(session, served, f"/demo/entries.json?{query}")
        return [entry["post"]["id"] for entry in page["entries"]]

    assert await chosen("network=mastodon") == ["p3", "p2"]
    assert await chosen("language=fr") == ["p2", "p1"]
    assert await chosen("language=FR&network=bluesky") == ["p1"]
    assert await chosen("language=&network=&lane=") == ["p4", "p3", "p2", "p1"]
    assert await chosen("network=nostr") == []
    page = await get(session, served, "/demo/entries.json?network=mastodon&limit=1")
    assert await chosen(f"network=mastodon&before={page['older']}") == ["p2"]
    assert await chosen("q=mot&language=fr&network=mastodon") == ["p2"]


@pytest.mark.parametrize("query", ["before=0000000000000001", "q=mot"])
async def test_above_goes_with_nothing_that_contradicts_it(served, session, query):
    await get(session, served, f"/demo/entries.json?above=0000000000000001&{query}", status=400)


async def test_names_that_are_made_up_are_not_kept_ready(served, session):
    """Who asks for a thousand networks that are none pushes no page of others out."""
    await served.put(post(1))
    await get(session, served, "/demo/entries.json")
    kept = len(served.running_room.bodies._bodies)
    for number in range(3):
        await get(session, served, f"/demo/entries.json?network=none{number}")

    assert len(served.running_room.bodies._bodies) == kept


async def test_too_many_searches_are_told_to_come_back(served, session, monkeypatch):
    """And no other request is."""
    monkeypatch.setattr(reading, "SEARCHES", 0)
    async with session.get(f"{served.url}/demo/entries.json?q=mot") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    await get(session, served, "/demo/entries.json")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=x",
        "limit=201",
        "limit=-1",
        "limit=٣",
        "before=zz",
        "before=' OR 1=1",
        "above=1",
        f"network={'x' * 101}",
    ],
)
async def test_a_parameter_that_makes_no_sense_is_refused_in_words(served, session, query):
    answer = await get(session, served, f"/demo/entries.json?{query}", status=400)

    assert answer["error"].startswith(query.partition("=")[0])


async def test_coverages_are_listed(served, session):
    await served.put(post(1))
    (card,) = (await get(session, served, "/coverages.json"))["coverages"]

    assert (card["slug"], card["state"]) == ("demo", "live")
    assert card["updated"] == "2026-10-02T12:00:02.000Z"


@pytest.mark.parametrize(
    "path", ["/", "/demo", "/fr/demo", "/demo/entries.json", "/nowhere", "/coverages.json", "/healthz"]
)
async def test_every_answer_carries_the_policy_and_no_cookie(served, session, path):
    async with session.get(served.url + path) as answer:
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers


async def test_a_hostile_post_is_text_on_the_page(served, session):
    await served.put(post(1, f"{XSS} #demo", warning=XSS, title=XSS, lang='en" onload="x'))
    async with session.get(f"{served.url}/demo") as answer:
        page = await answer.text()

    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert 'onload="x' not in page


@pytest.mark.parametrize(
    ("accept", "path", "lang"),
    [
        ("", "/demo", "en"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "/demo", "fr"),
        ("de, en;q=0.5", "/demo", "en"),
        ("fr;q=0, en", "/demo", "en"),
        (";;;,q=x", "/demo", "en"),
        ("en", "/fr/demo", "fr"),
        ("fr", "/en/demo", "en"),
        ("en", "/fr", "fr"),
        ("en", "/fr/", "fr"),
        ("fr", "/", "fr"),
    ],
)
async def test_the_language_is_that_of_the_address_or_of_the_browser(served, session, accept, path, lang):
    async with session.get(served.url + path, headers={"Accept-Language": accept}) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Language"] == lang
        assert f'<html lang="{lang}' in await answer.text()


async def test_what_goes_wrong_is_said_in_the_language_of_the_address(served, session):
    async with session.get(f"{served.url}/fr/nowhere", headers={"Accept-Language": "en"}) as answer:
        assert answer.status == 404
        assert answer.headers["Content-Language"] == "fr"


@pytest.mark.parametrize(
    "path", ["/nowhere", "/nowhere/live", "/static/none.js", "/static/..%2f..%2fpyproject.toml", "/demo/x/y/z"]
)
async def test_what_is_not_there_is_said_in_words(served, session, path):
    async with session.get(served.url + path, headers={"Accept-Language": "fr"}) as answer:
        assert answer.status == 404
        assert "[project]" not in await answer.text()


async def test_static_files_can_be_kept_for_ever_by_their_hash(served, session):
    async with session.get(f"{served.url}/demo") as answer:
        page = await answer.text()
    name = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    async with session.get(served.url + name) as answer:
        assert answer.headers["Cache-Control"].endswith("immutable")
        assert answer.content_type == "text/css"


async def test_a_module_that_has_not_changed_is_not_sent_again(served, session):
    """Modules import each other by bare names, so their addresses do not change with their content."""
    async with session.get(f"{served.url}/static/placing.js") as first:
        etag = first.headers["ETag"]
        assert first.content_type == "text/javascript"
    async with session.get(f"{served.url}/static/placing.js", headers={"If-None-Match": etag}) as second:
        assert second.status == 304


def test_the_policy_lets_a_page_load_nothing_but_ours():
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules.pop("require-trusted-types-for") == "'script'"
    assert rules.pop("trusted-types") == "livefeed"
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert set(rules.values()) == {"'none'", "'self'"}


async def test_the_page_below_is_reached_by_a_link(served, session):
    for number in range(45):
        await served.put(post(number))
    async with session.get(f"{served.url}/demo") as answer:
        first = await answer.text()
    older = first.partition("before=")[2][:16]
    async with session.get(f"{served.url}/demo?before={older}") as answer:
        second = await answer.text()

    assert "mot 44 " in first
    assert "mot 4 " not in first
    assert "mot 4 " in second
    assert "mot 44 " not in second


@pytest.mark.parametrize("before", ["zz", "-", "1" * 40])
async def test_a_page_below_nothing_is_not_there(served, session, before):
    async with session.get(f"{served.url}/demo", params={"before": before}) as answer:
        assert answer.status == 404


async def test_health_counts(served, session):
    health = await get(session, served, "/healthz")

    assert health["coverages"]["demo"]["readers"] == 0
