"""Exports over HTTP: all of a coverage, of one moment, resumed where a download was cut, without what was deleted."""

import asyncio
import contextlib
import csv
import io
import json

import aiohttp
import pytest

from livefeed.server.export import download
from tests.making import MINUTE, NOON, make_post


async def get(session, url, *, status=200, **headers) -> tuple[bytes, dict]:
    """An answer's body and headers."""
    async with session.get(url, headers=headers) as answer:
        assert answer.status == status
        return await answer.read(), answer.headers


@pytest.fixture
async def filled(served):
    """Thirty posts, a minute apart; every third of them in Bluesky, every second in English; one copied, one deleted."""
    for n in range(30):
        await served.put(
            make_post(
                f"https://a.example/{n}",
                f"mot {n} de la matinée au café #demo",
                created_at=NOON + n * MINUTE,
                network="mastodon" if n % 3 else "bluesky",
                lang="fr-CA" if n % 2 else "en",
            )
        )
    text = "mot 20 de la matinée au café #demo"
    await served.put(make_post("https://b.example/1", text, by="ana", created_at=NOON + 40 * MINUTE))
    await served.delete("https://a.example/5")
    return served


def numbers(lines: bytes) -> list[int]:
    """Which posts lines are about, in order."""
    return [int(json.loads(line)["entry"]["post"]["text"].split()[1]) for line in lines.splitlines()]


async def test_ndjson_is_the_protocol_each_entry_once_the_oldest_first(filled, session):
    body, headers = await get(session, f"{filled.url}/demo/export.ndjson")

    assert numbers(body) == [n for n in range(30) if n != 5]
    assert headers["Content-Type"] == "application/x-ndjson"
    assert headers["Content-Disposition"] == 'attachment; filename="demo.ndjson"'
    assert headers["Cache-Control"] == "no-store"
    lines = {line["entry"]["id"]: line for line in map(json.loads, body.splitlines())}
    journal = filled.running.journal
    for seq, change in journal.changes(0, 1000):
        if getattr(change, "entry", None) and journal.last(change.entry_id) == change:
            assert lines.pop(change.entry.id)["seq"] == seq
    assert lines == {}


async def test_all_changes_come_as_the_journal_has_them(filled, session):
    body, _ = await get(session, f"{filled.url}/demo/export.ndjson?changes=1")

    assert [json.loads(line)["seq"] for line in body.splitlines()] == [
        seq for seq, _ in filled.running.journal.changes(0, 1000)
    ]
    assert [json.loads(line)["op"] for line in body.splitlines()].count("drop") == 1


async def test_an_export_is_of_what_the_page_lets_one_choose(filled, session):
    async def chosen(query: str) -> list[int]:
        return numbers((await get(session, f"{filled.url}/demo/export.ndjson{query}"))[0])

    assert await chosen("?network=bluesky") == [n for n in range(0, 30, 3) if n != 5]
    assert await chosen("?language=fr&network=mastodon") == [n for n in range(30) if n % 2 and n % 3 and n != 5]
    assert await chosen("?from=2026-10-02T12:10:00Z&to=2026-10-02T08:12:00-04:00") == [10, 11]
    assert await chosen("?lane=question") == []


async def test_what_makes_no_sense_is_refused(filled, session):
    for query in (
        "csv?from=yesterday",
        "csv?changes=1",
        "ndjson?changes=1&network=feed",
        f"csv?lane={'x' * 101}",
        "csv?from=2026-10-02T12:10:00Z&to=2026-10-02T12:10:00Z",
    ):
        body, _ = await get(session, f"{filled.url}/demo/export.{query}", status=400)
        assert json.loads(body)["error"]
    for path in ("demo/export.pdf", "other/export.csv"):
        await get(session, f"{filled.url}/{path}", status=404)


async def test_a_csv_has_a_row_for_each_post(filled, session):
    body, headers = await get(session, f"{filled.url}/demo/export.csv")

    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert [row["role"] for row in rows].count("lead") == 29
    [copy] = [row for row in rows if row["role"] == "copy"]
    assert (copy["why"], copy["author"], copy["url"], copy["text"]) == ("text", "ana@mastodon.example", "", "")
    assert copy["entry"] == next(row["entry"] for row in rows if row["text"].startswith("mot 20 "))


@pytest.mark.parametrize("form", ["ndjson", "csv", "md", "html"])
async def test_what_is_cut_goes_on_byte_for_byte_from_anywhere(filled, session, form, monkeypatch):
    """Whichever piece it was cut in."""
    monkeypatch.setattr("livefeed.server.export.making._PIECE", 500)
    url = f"{filled.url}/demo/export.{form}?lang=fr"
    whole, headers = await get(session, url)
    for begin in (0, 1, 499, 500, 3000, len(whole) - 1):
        rest, given = await get(
            session, url, status=206 if begin else 200, **{"Range": f"bytes={begin}-", "If-Range": headers["ETag"]}
        )
        assert rest == whole[begin:]
        assert given["ETag"] == headers["ETag"]
        if begin:
            assert given["Content-Range"] == f"bytes {begin}-{len(whole) - 1}/{len(whole)}"
    beyond = {"Range": f"bytes={len(whole)}-", "If-Range": headers["ETag"]}
    _, given = await get(session, url, status=416, **beyond)
    assert given["Content-Range"] == f"bytes */{len(whole)}"


async def test_what_is_cut_goes_on_while_others_post_until_something_is_deleted(filled, session):
    """Then the whole comes anew, without what was deleted."""
    url = f"{filled.url}/demo/export.ndjson"
    whole, headers = await get(session, url)
    resume = {"Range": "bytes=1000-", "If-Range": headers["ETag"]}
    await filled.put(make_post("https://a.example/50", "mot 50 #demo", created_at=NOON + 50 * MINUTE))

    rest, given = await get(session, url, status=206, **resume)
    assert (rest, given["ETag"]) == (whole[1000:], headers["ETag"])

    await filled.delete("https://a.example/20")
    anew, given = await get(session, url, **resume)
    assert given["ETag"] != headers["ETag"]
    assert numbers(anew) == [*(n for n in range(30) if n not in (5, 20)), 20, 50]
    assert b"https://a.example/20" not in anew


async def test_a_range_alone_never_puts_two_moments_together(filled, session):
    """Unless the address says which moment is meant; one that cannot be had again is gone.

    The whole is no answer to it: `wget --continue` would put what follows of it behind the beginning of another.
    """
    url = f"{filled.url}/demo/export.ndjson"
    whole, headers = await get(session, url)
    cursor = headers["ETag"].strip('"').partition("-")[0]
    said, _ = await get(session, url, status=428, Range="bytes=1000-")
    assert b"If-Range" in said
    assert (await get(session, url, Range="bytes=0-"))[0] == whole
    assert (await get(session, url, Range="bytes=5-9", **{"If-Range": headers["ETag"]}))[0] == whole
    assert (await get(session, url, Range="bytes=1000-", **{"If-Range": '"other.3-abc.ndjson"'}))[0] == whole
    other = f"{url}?network=bluesky"
    assert len((await get(session, other, Range="bytes=9-", **{"If-Range": headers["ETag"]}))[0]) < len(whole)

    await filled.put(make_post("https://a.example/50", "mot 50 #demo", created_at=NOON + 50 * MINUTE))
    assert (await get(session, f"{url}?moment={cursor}"))[0] == whole
    assert (await get(session, f"{url}?moment={cursor}", status=206, Range="bytes=1000-"))[0] == whole[1000:]
    await filled.delete("https://a.example/7")
    await get(session, f"{url}?moment={cursor}", status=410)


async def test_who_has_it_is_told_so(filled, session):
    url = f"{filled.url}/demo/export.csv"
    _, headers = await get(session, url)

    await get(session, url, status=304, **{"If-None-Match": headers["ETag"]})
    await filled.delete("https://a.example/7")
    await get(session, url, **{"If-None-Match": headers["ETag"]})
    async with session.head(url) as answer:
        assert (answer.status, await answer.read()) == (200, b"")
        assert answer.headers["Accept-Ranges"] == "bytes"


async def test_what_is_deleted_while_somebody_downloads_does_not_come(served, session, monkeypatch):
    """However slowly they read, nothing is held open: the log of the journal can be emptied meanwhile."""
    monkeypatch.setattr("livefeed.server.export.making._PIECE", 2_000)
    for n in range(600):
        await served.write(
            served.run.put(make_post(f"https://a.example/{n}", f"mot {n} {'x' * 30_000} #demo", created_at=NOON + n))
        )
    await served.running.writer.settled()
    async with session.get(f"{served.url}/demo/export.ndjson") as answer:
        first = await answer.content.readline()
        await served.delete("https://a.example/599")
        assert not served.running.journal.untidy
        rest = await answer.content.read()

    assert numbers(first + rest) == list(range(599))


async def test_who_reads_nothing_is_cut_and_others_are_served_meanwhile(served, monkeypatch):
    monkeypatch.setattr(download, "_PATIENCE", 0.3)
    for n in range(600):
        await served.write(
            served.run.put(make_post(f"https://a.example/{n}", f"mot {n} {'x' * 30_000} #demo", created_at=NOON + n))
        )
    await served.running.writer.settled()
    readers = [await asyncio.open_connection("127.0.0.1", served.port, limit=1) for _ in range(download.MOST)]
    for _, write in readers:
        write.write(b"GET /demo/export.ndjson HTTP/1.1\r\nHost: x\r\n\r\n")
    exports = served.running_exports
    async with asyncio.timeout(30):
        while exports._running < download.MOST:  # noqa: ASYNC110 - what is awaited is a download's beginning
            await asyncio.sleep(0.01)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{served.url}/demo/export.csv") as answer:
                assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
            async with session.get(f"{served.url}/demo/entries.json?limit=1") as answer:
                assert answer.status == 200
        while exports._running:  # noqa: ASYNC110 - and its end
            await asyncio.sleep(0.01)
    for _, write in readers:
        write.transport.abort()
        with contextlib.suppress(ConnectionError):
            await write.wait_closed()


async def test_entries_that_have_left_the_page_are_in_an_export(served, session):
    """The board forgets the lowest; the journal does not."""
    served.running.hub.board._limit = 8
    for n in range(30):
        await served.put(make_post(f"https://a.example/{n}", f"mot {n} #demo", created_at=NOON + n))
    assert len(served.running.hub.board) <= 8

    assert numbers((await get(session, f"{served.url}/demo/export.ndjson"))[0]) == list(range(30))
