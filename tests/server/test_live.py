"""The socket: everything once, in order, across every cut."""

import asyncio
import contextlib
import json

import aiohttp
import pytest
import websockets

from livefeed.server import room
from tests.making import MINUTE, NOON, SECOND, make_post
from tests.server.conftest import serve

WITHIN = 20


async def hear(socket, kind: str) -> dict:
    """The next message of a kind."""
    while True:
        message = json.loads(await socket.receive_str(timeout=WITHIN))
        if message["type"] == kind:
            return message


async def hear_out(socket) -> tuple[list[dict], int]:
    """All messages until the server closes, and its close code."""
    heard = []
    while (message := await socket.receive(timeout=WITHIN)).type is aiohttp.WSMsgType.TEXT:
        heard.append(json.loads(message.data))
    return heard, message.data


@contextlib.asynccontextmanager
async def reader(session, served, after=None, **query):
    """A reader's socket, after its hello."""
    query |= {"after": after} if after else {}
    async with session.ws_connect(f"{served.url}/demo/live", params=query) as socket:
        yield socket, await hear(socket, "hello")


def post(number: int, **parts):
    """One of many posts with words of its own."""
    return make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * SECOND, **parts)


async def test_a_reader_is_greeted_and_hears_of_what_comes(served, session):
    async with reader(session, served) as (socket, hello):
        await served.put(post(1))
        changes = await hear(socket, "changes")

    assert hello["cursor"] == f"{served.running.hub.epoch}.0"
    assert hello["now"] == "2026-10-02T12:00:00.000Z"
    assert [change["entry"]["post"]["id"] for change in changes["changes"]] == ["p1"]
    assert changes["cursor"] == f"{served.running.hub.epoch}.1"


async def test_a_reader_of_the_page_gets_the_entry_as_the_page_shows_it(served, session):
    async with reader(session, served, **{"as": "html", "lang": "fr"}) as (socket, _):
        await served.put(post(1))
        (change,) = (await hear(socket, "changes"))["changes"]

    entry = served.running.hub.board.get(change["id"])
    assert change["key"] == entry.key
    assert "<article" in change["html"]
    assert "mot 1" in change["html"]
    async with session.get(f"{served.url}/fr/demo") as page:
        assert change["html"].strip() in await page.text()


async def test_after_a_cut_a_reader_gets_exactly_what_it_missed(served, session):
    async with reader(session, served) as (socket, _):
        await served.put(post(1))
        cursor = (await hear(socket, "changes"))["cursor"]
    for number in range(2, 6):
        await served.put(post(number))
    async with reader(session, served, after=cursor) as (socket, _):
        missed = await hear(socket, "changes")

    assert [change["seq"] for change in missed["changes"]] == [2, 3, 4, 5]


async def test_a_deletion_during_the_cut_brings_no_words(served, session):
    async with reader(session, served) as (_, hello):
        cursor = hello["cursor"]
    await served.put(post(1))
    await served.delete("p1")
    async with reader(session, served, after=cursor) as (socket, _):
        missed = await hear(socket, "changes")

    assert [change["op"] for change in missed["changes"]] == ["drop"]
    assert "mot 1" not in json.dumps(missed)


@pytest.mark.parametrize(
    ("cursor", "why"), [("feed.1", "another-journal"), ("nonsense", "unreadable"), ("x" * 900, "unreadable")]
)
async def test_a_cursor_that_cannot_be_continued_gets_a_fresh_board_and_is_told(served, session, cursor, why):
    await served.put(post(1))
    await served.put(post(2))
    async with reader(session, served, after=cursor) as (socket, _):
        board = await hear(socket, "board")

    assert board["why"] == why
    assert [put["entry"]["post"]["id"] for put in board["entries"]] == ["p2", "p1"]
    assert board["cursor"] == served.running.hub.cursor()


async def test_who_is_behind_what_is_in_memory_is_served_from_the_journal(served, session):
    served.running.hub._size = 3
    cursor = served.running.hub.cursor()
    for number in range(6):
        await served.put(post(number))
    seen = []
    async with reader(session, served, after=cursor) as (socket, hello):
        while len(seen) < 6:
            seen += [change["seq"] for change in (await hear(socket, "changes"))["changes"]]

    assert hello["resumed"] is True
    assert seen == [1, 2, 3, 4, 5, 6]


async def test_a_reader_too_far_behind_gets_a_fresh_board(served, session, monkeypatch):
    """All or nothing: never a part of what was missed."""
    monkeypatch.setattr(room, "CATCH_UP", 2)
    served.running.hub._size = 3
    cursor = served.running.hub.cursor()
    for number in range(6):
        await served.put(post(number))
    async with reader(session, served, after=cursor) as (socket, hello):
        board = await hear(socket, "board")

    assert (hello["resumed"], board["why"]) == (False, "too-old")
    assert len(board["entries"]) == 6


async def test_readers_resume_across_a_restart_of_the_server(tmp_path, session):
    """The cursor is the journal's, not the process's."""
    path = tmp_path / "journal.sqlite3"
    async with serve(path) as first:
        await first.put(post(1))
        async with reader(session, first) as (_, hello):
            cursor = hello["cursor"]
        await first.put(post(2))
    async with serve(path) as second:
        await second.put(post(3))
        async with reader(session, second, after=cursor) as (socket, _):
            missed = await hear(socket, "changes")

    assert [change["entry"]["post"]["id"] for change in missed["changes"]] == ["p2", "p3"]


async def test_readers_that_come_and_go_while_posts_flow_miss_and_repeat_nothing(served, session):
    """Ten readers, cut at different times."""

    async def follow(cuts: int) -> list[int]:
        seen, cursor = [], f"{served.running.hub.epoch}.0"
        while len(seen) < 60:
            async with reader(session, served, after=cursor) as (socket, _):
                for _ in range(cuts):
                    if len(seen) == 60:
                        break
                    changes = await hear(socket, "changes")
                    seen += [change["seq"] for change in changes["changes"]]
                    cursor = changes["cursor"]
        return seen

    async def write():
        for number in range(60):
            await served.put(post(number))
            await asyncio.sleep(0)

    async with asyncio.timeout(30):
        *seen, _ = await asyncio.gather(*(follow(1 + n % 4) for n in range(10)), write())

    assert all(numbers == list(range(1, 61)) for numbers in seen)


async def test_a_reader_that_talks_too_much_is_closed(served, session):
    async with reader(session, served) as (socket, _):
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                await socket.send_str("blah")
        while (message := await socket.receive(timeout=WITHIN)).type is aiohttp.WSMsgType.TEXT:
            pass

    assert socket.close_code == 1008
    assert message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING)


async def test_when_the_server_stops_readers_are_told_when_to_come_back(tmp_path, session):
    async with contextlib.AsyncExitStack() as stack:
        async with serve(tmp_path / "journal.sqlite3") as one:
            socket, _ = await stack.enter_async_context(reader(session, one))
            hearing = asyncio.create_task(hear_out(socket))
            await asyncio.sleep(0)
        heard, code = await hearing

    assert heard[-1]["type"] == "bye"
    assert 0 < heard[-1]["retry"] <= 10
    assert code == 1012


async def test_another_client_than_ours_understands_it(served):
    """The strictest client there is, by another hand."""
    await served.put(post(1))
    url = f"ws://127.0.0.1:{served.port}/demo/live?after={served.running.hub.epoch}.0"
    async with websockets.connect(url) as socket:
        hello, changes = json.loads(await socket.recv()), json.loads(await socket.recv())

    assert hello["type"] == "hello"
    assert [change["seq"] for change in changes["changes"]] == [1]


async def test_a_late_post_says_so(served, session):
    async with reader(session, served) as (socket, _):
        await served.put(post(1), received_at=NOON + SECOND)
        await served.put(make_post("new", "neuf #demo", created_at=NOON + 9 * MINUTE))
        await served.put(make_post("late", "tard #demo", created_at=NOON + MINUTE), received_at=NOON + 9 * MINUTE)
        changes = (await hear(socket, "changes"))["changes"]
        while len(changes) < 3:
            changes += (await hear(socket, "changes"))["changes"]

    assert [change["entry"]["late"] for change in changes] == [False, False, True]
