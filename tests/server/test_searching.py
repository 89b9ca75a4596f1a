"""Searches as programs and pages ask for them: what is found, when it happened, where its words stand."""

import asyncio
import threading
from zoneinfo import ZoneInfo

import pytest

from livefeed.engine.board import Board
from livefeed.engine.tally import PART, Tally
from livefeed.model.times import iso, parse_iso
from livefeed.runtime import reading, sqlite_search
from livefeed.server.histogram import BARS, histogram
from tests.making import DAY, HOUR, MINUTE, NOON, make_post
from tests.server.html import HOSTILE, RENDERER, Page, make_entry


async def get(session, served, path: str, status: int = 200, **parameters) -> dict:
    async with session.get(served.url + path, params=parameters) as answer:
        assert answer.status == status
        return await answer.json()


async def found(session, served, **parameters) -> list[str]:
    answer = await get(session, served, "/demo/entries.json", **{name.rstrip("_"): v for name, v in parameters.items()})
    return [entry["post"]["id"] for entry in answer["entries"]]


async def fill(served) -> None:
    """Nine posts, ten minutes apart from 11:30 on, of which few stay on the board."""
    served.running.hub.board = Board(limit=8)
    for number in range(9):
        how = {"by": "omar", "network": "bluesky", "lang": "fr"} if number % 2 else {"lang": "en"}
        link = (f"https://{'b' if number % 2 else 'c'}.example/{number}",)
        at = NOON + (number - 3) * 10 * MINUTE
        await served.put(make_post(f"p{number}", f"Le mot {number} est là #demo", created_at=at, links=link, **how))


async def test_a_search_counts_what_it_finds_by_the_hour(served, session):
    """All of it, on the first page; hours are whole ones of the coverage's zone."""
    await fill(served)
    first = await get(session, served, "/demo/entries.json", q="MOT", limit=4)

    assert (first["total"], first["at_least"], first["unread"]) == (9, False, [])
    assert first["hours"] == [[iso(NOON - HOUR), 3], [iso(NOON), 6]]
    second = await get(session, served, "/demo/entries.json", q="mot", limit=4, before=first["older"])
    assert (second["total"], second["hours"], len(second["entries"])) == (None, None, 4)
    assert "total" not in await get(session, served, "/demo/entries.json")


async def test_more_hits_than_are_counted_are_at_least_so_many(served, session, monkeypatch):
    """The newest are counted."""
    await fill(served)
    monkeypatch.setattr(sqlite_search, "COUNTED", 7)
    answer = await get(session, served, "/demo/entries.json", q="mot", limit=4)

    assert (answer["total"], answer["at_least"]) == (7, True)
    assert answer["hours"] == [[iso(NOON - HOUR), 1], [iso(NOON), 6]]
    whole = await get(session, served, "/demo/entries.json", q="mot")
    assert (whole["total"], whole["at_least"], len(whole["entries"])) == (9, False, 9)


async def test_hits_say_where_the_words_stand(served, session):
    """In characters for programs, marked on the page; HTML of users is text."""
    await served.put(make_post("a", f"Un café, deux cafés {HOSTILE} café #demo"))
    answer = await get(session, served, "/demo/entries.json", q="cafe")
    (entry,) = answer["entries"]

    assert [entry["post"]["text"][start:end] for start, end in entry["marks"]] == ["café", "café"]
    rendered = await get(session, served, "/demo/entries.json", **{"q": "cafe", "as": "html"})
    (put,) = rendered["entries"]
    assert put["html"].count("<mark>café</mark>") == 2
    assert "<script>" not in put["html"]
    assert ">1 hit</b>" in rendered["found"]


async def test_parameters_need_no_operators(served, session):
    await fill(served)

    assert await found(session, served, from_="@omar") == ["p7", "p5", "p3", "p1"]
    assert await found(session, served, from_="omar", link="b.example/3") == ["p3"]
    assert await found(session, served, since="2026-10-02T12:00:00Z", until=str(NOON + 10 * MINUTE)) == ["p3"]
    assert await found(session, served, network="bluesky", q="mot 5") == ["p5"]
    assert await found(session, served, language="en", link="c.example", since=iso(NOON + 20 * MINUTE)) == ["p8", "p6"]
    assert await found(session, served, tag="#demo", lane="none") == []
    for name, value in (("since", "hier"), ("until", "25:00"), ("link", "?"), ("from", "x" * 301)):
        assert name in (await get(session, served, "/demo/entries.json", 400, **{name: value}))["error"]


async def test_operators_in_the_field_work_on_the_page(served, session):
    """With a line that counts, bars that lead to their hours, and what was not understood."""
    await fill(served)
    async with session.get(f"{served.url}/en/demo", params={"q": "mot from:omar after:hier"}) as answer:
        assert Page(await answer.text()).text.count("Searched for as words: after:hier") == 1
    async with session.get(f"{served.url}/en/demo", params={"q": "mot -from:zoe"}) as answer:
        page = Page(await answer.text())

    assert "4 hits, most at 12\u00a0p.m." in page.text
    links = [link["href"] for link in page.all("a") if "after" in link.get("href", "")]
    assert len(links) == 2
    async with session.get(served.url + links[0]) as answer:
        assert (await answer.text()).count("<article") == 1
    async with session.get(served.url + links[1]) as answer:
        assert (await answer.text()).count("<article") == 3


@pytest.mark.parametrize(
    "q", ['"', "'", "a:b:c", "from:", "-", "link:%", "NEAR(a b)", "a*", "^a", "{a}", "a AND", "\x00", "after:"]
)
async def test_no_text_is_an_error(served, session, q):
    await served.put(make_post())
    for path in ("/demo/entries.json", "/en/demo", "/"):
        async with session.get(served.url + path, params={"q": q}) as answer:
            assert answer.status == 200


async def test_what_is_deleted_while_it_is_searched_for_is_in_no_answer(served, session, monkeypatch):
    """The journal is read, then the post goes, then the answer is written: without it."""
    await served.put(make_post("a", "un colibri #demo"))
    await served.put(make_post("b", "un autre colibri #demo", created_at=NOON + MINUTE))
    read, gone = asyncio.Event(), threading.Event()
    loop, search, times = asyncio.get_running_loop(), served.running.journal.search, []

    def slow(query, before, limit):
        result = search(query, before, limit)
        times.append(len(result))
        loop.call_soon_threadsafe(read.set)
        assert gone.wait(10)
        return result

    monkeypatch.setattr(served.running.journal, "search", slow)
    asking = asyncio.create_task(get(session, served, "/demo/entries.json", q="colibri"))
    await read.wait()
    await served.delete("a")
    gone.set()
    answer = await asking

    assert [entry["post"]["id"] for entry in answer["entries"]] == ["b"]
    assert (answer["total"], times) == (1, [2, 1])


async def test_all_coverages_are_searched_at_once(served, session):
    """Grouped by coverage; for programs, and as short lists that lead on."""
    await fill(served)
    await served.put(make_post("w", "mot à cacher #demo", warning="Images dures", created_at=NOON + 2 * HOUR))
    (group,) = (await get(session, served, "/search.json", q='"le mot"'))["coverages"]
    assert (group["slug"], group["total"], len(group["entries"])) == ("demo", 9, 5)
    assert group["entries"][0]["marks"] == [[0, 6]]
    async with session.get(f"{served.url}/fr/", params={"q": "mot"}) as answer:
        text = await answer.text()
        page = Page(text)

    assert "10 résultats" in page.text
    assert "<mark>mot</mark>" in text
    assert "cacher" not in page.text
    assert "Images dures" in page.text
    assert page.all("a", href="/fr/demo?q=mot")
    assert (await get(session, served, "/search.json", q="colibri"))["coverages"] == []
    await get(session, served, "/search.json", 400, q="!")


async def test_too_many_searches_are_told_to_come_back(served, session, monkeypatch):
    monkeypatch.setattr(reading, "SEARCHES", 0)
    for path in ("/search.json?q=mot", "/?q=mot"):
        async with session.get(served.url + path) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


def test_a_mark_in_what_is_folded_unfolds_it():
    entry = make_entry(post=make_post(text="mot " * 400 + "colibri"))
    whole = RENDERER.entry(entry, "en")
    marked = RENDERER.entry(entry, "en", [(1600, 1607)])

    assert '<details class="more">' in whole
    assert '<details class="more" open>' in marked
    assert "<mark>colibri</mark>" in marked
    assert RENDERER.entry(entry, "en") == whole


def test_bars_are_hours_without_a_gap_then_days():
    """Days begin at midnight of the zone, also where clocks change: 25 hours of November 1, 2026 in Montréal."""
    zone = ZoneInfo("America/Montreal")
    hours = histogram(Tally(parts={NOON // PART: 2, (NOON + 3 * HOUR) // PART: 5}), zone)
    assert [bar.count for bar in hours.bars] == [2, 0, 0, 5]
    assert (hours.of_days, hours.most.start) == (False, NOON + 3 * HOUR)

    first = parse_iso("2026-10-31T12:00Z")
    days = histogram(Tally(parts={(first + n * DAY) // PART: n + 1 for n in (0, 1, 3)}), zone)
    assert [bar.count for bar in days.bars] == [1, 2, 0, 4]
    assert [(bar.end - bar.start) // HOUR for bar in days.bars] == [24, 25, 24, 24]
    assert iso(days.bars[0].start) == "2026-10-31T04:00:00.000Z"
    many = histogram(Tally(parts={(first + n * DAY) // PART: 1 for n in range(0, 900, 3)}), zone)
    assert len(many.bars) == BARS
    assert many.bars[-1].count == 1
    assert histogram(Tally(parts={}), zone) is None
