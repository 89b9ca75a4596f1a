"""The fan-out: everybody gets everything once, in order; who does not read harms nobody; nothing deleted is kept."""

import asyncio
import contextlib
import json
import random
import socket

import aiohttp
import pytest

from livefeed.server import connected, fanout, writing
from tests.making import NOON, SECOND, make_post
from tests.server.conftest import serve

WITHIN = 20


class Shown:
    """What a reader shows, by the messages alone; strict about order."""

    def __init__(self, cursor: str) -> None:
        self.cursor = cursor
        self.seq = int(cursor.partition(".")[2])
        self.posts: dict[str, str] = {}

    def hear(self, message: dict) -> None:
        """Take in a message."""
        if message["type"] == "heartbeat":
            assert message["cursor"] == self.cursor
        if message["type"] == "board":  # more happened within a tick than memory holds; it is whole
            assert message["why"] == "too-old"
            self.posts = {put["entry"]["id"]: put["entry"]["post"]["text"] for put in message["entries"]}
            self.cursor = message["cursor"]
            self.seq = int(self.cursor.partition(".")[2])
        if message["type"] != "changes":
            return
        assert message["after"] == self.cursor
        for change in message["changes"]:
            assert change["seq"] > self.seq
            self.seq = change["seq"]
            if change["op"] == "put":
                self.posts[change["entry"]["id"]] = change["entry"]["post"]["text"]
            else:
                self.posts.pop(change["id"], None)
        self.cursor = message["cursor"]


async def over_socket(session, served, shown: Shown, messages: int) -> None:
    """Follow for so many messages of changes."""
    async with session.ws_connect(f"{served.url}/demo/live?after={shown.cursor}") as ws:
        while messages and (message := await ws.receive()).type is aiohttp.WSMsgType.TEXT:
            told = json.loads(message.data)
            shown.hear(told)
            messages -= told["type"] in ("changes", "board")


async def over_events(session, served, shown: Shown, messages: int) -> None:
    """The same over server-sent events."""
    async with session.get(f"{served.url}/demo/stream", headers={"Last-Event-ID": shown.cursor}) as answer:
        assert answer.content_type == "text/event-stream"
        async for line in answer.content:
            if line.startswith(b"data: "):
                told = json.loads(line[6:])
                shown.hear(told)
                messages -= told["type"] in ("changes", "board")
            elif line.startswith(b"id: "):
                assert line[4:].strip().decode().partition(".")[0] == served.running.hub.epoch
            if not messages:
                return


async def over_polls(session, served, shown: Shown, messages: int) -> None:
    """The same by asking again and again."""
    for _ in range(messages):
        async with session.get(f"{served.url}/demo/entries.json?after={shown.cursor}&wait=5&limit=7") as answer:
            shown.hear(await answer.json())


WAYS = [over_socket, over_events, over_polls]


@pytest.mark.parametrize("ring", [5_000, 12])
async def test_readers_that_come_and_go_end_with_what_the_board_shows(served, session, ring):
    """Posts, edits and deletions flow; each reader is cut at random and comes back another way."""
    served.running.hub._size = ring
    chance = random.Random(ring)
    over = asyncio.Event()

    async def write() -> None:
        for number in range(150):
            name = f"p{chance.randrange(40)}"
            if chance.random() < 0.25:
                await served.delete(name)
            else:
                edited = NOON + number * SECOND
                await served.put(make_post(name, f"mot{number} #demo", edited_at=edited, created_at=NOON))
        over.set()

    async def follow(shown: Shown, own: random.Random) -> None:
        while not over.is_set() or shown.cursor != served.running.hub.cursor():
            cut = asyncio.timeout(own.uniform(0.01, 0.3) if not over.is_set() else WITHIN)
            with contextlib.suppress(TimeoutError):
                async with cut:
                    await own.choice(WAYS)(session, served, shown, 1 if over.is_set() else own.randint(1, 4))

    readers = [Shown(served.running.hub.cursor()) for _ in range(9)]
    async with asyncio.timeout(3 * WITHIN):
        await asyncio.gather(write(), *(follow(one, random.Random(number)) for number, one in enumerate(readers)))

    board = {entry.id: entry.post.text for entry in served.running.hub.board}
    assert len(board) > 10
    assert [reader.posts for reader in readers] == [board] * 9


async def test_who_does_not_read_is_cut_and_nobody_else_notices(served, session, monkeypatch):
    monkeypatch.setattr(writing, "BUDGET", 8_192)
    reader, writer = await stalled(served)
    counters = served.running_room.counters
    shown = Shown(served.running.hub.cursor())
    following = asyncio.create_task(over_socket(session, served, shown, 1_000_000))
    async with asyncio.timeout(WITHIN):
        number = 0
        while not counters["readers_cut"]:
            number += 1
            await served.put(make_post(f"p{number}", f"mot{number} {'long ' * 500}#demo"))
        following.cancel()
        while shown.cursor != served.running.hub.cursor():
            await over_socket(session, served, shown, 1)
    writer.close()

    assert counters["readers_cut"] == 1
    assert len(shown.posts) == number
    assert reader is not None


async def stalled(served):
    """A reader with a small buffer that never reads."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", served.port))
    reader, writer = await asyncio.open_connection(sock=raw, limit=2_048)
    writer.write(
        b"GET /demo/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def test_what_comes_within_a_tick_goes_together(served, session):
    """After the first, which goes at once."""
    async with session.ws_connect(f"{served.url}/demo/live") as ws:
        await ws.receive_json()
        steps = [served.run.put(make_post(f"p{n}", f"mot{n} #demo")) for n in range(30)]
        for step in steps:
            await served.write(step)
        await served.running.writer.settled()
        heard = []
        while sum(len(told["changes"]) for told in heard) < 30:
            heard.append(json.loads(await ws.receive_str(timeout=WITHIN)))

    assert len(heard) <= 4


async def test_nothing_that_was_deleted_is_kept_ready(served, session):
    """In no cache of bytes, whoever asked for it before."""
    secret = "lapin bleu"
    async with session.ws_connect(f"{served.url}/demo/live?as=html&lang=fr") as ws:
        await ws.receive_json()
        await served.put(make_post("p1", f"{secret} #demo"))
        while (await ws.receive_json(timeout=WITHIN))["type"] != "changes":
            pass
        for path in ("/demo", "/demo?lang=en", f"/demo/entries.json?after={served.running.hub.epoch}.0"):
            async with session.get(served.url + path) as answer:
                assert secret in await answer.text()
        await served.delete("p1")
        room, out = served.running_room, served.fanout

        kept = repr((room._encoded, room.renderer._entries, [vars(b) for b in room.bodies._bodies.values()]))
        assert secret not in kept + repr(out._prepared)


async def test_readers_who_come_cost_no_read_of_the_journal(served, session, monkeypatch):
    for number in range(60):
        await served.put(make_post(f"p{number}", f"mot{number} #demo"))

    def read(*_args, **_how):
        raise AssertionError("the journal was read")

    for name in ("changes", "board", "search", "saved", "position"):
        monkeypatch.setattr(type(served.running.journal), name, read)
    for number in range(20):
        async with session.get(f"{served.url}/demo?lang={('en', 'fr')[number % 2]}") as answer:
            assert "mot59" in await answer.text()
        async with session.get(f"{served.url}/demo/entries.json") as answer:
            assert len((await answer.json())["entries"]) == 50
        shown = Shown(served.running.hub.cursor(30))
        await over_socket(session, served, shown, 1)
        assert len(shown.posts) == 30


@pytest.mark.parametrize(("limit", "value"), [("READERS", 1), ("ARRIVALS", 1)])
async def test_at_the_limit_readers_are_told_to_come_back(served, session, monkeypatch, limit, value):
    monkeypatch.setattr(connected, limit, value)
    async with session.ws_connect(f"{served.url}/demo/live"), session.get(f"{served.url}/demo/stream") as answer:
        assert answer.status == 503
        assert 1 <= int(answer.headers["Retry-After"]) <= 10


async def test_a_stream_of_events_says_goodbye_and_ends(tmp_path, session):
    async with serve(tmp_path / "journal.sqlite3") as served:
        answer = await session.get(f"{served.url}/demo/stream?as=html&lang=fr")
        first = await answer.content.readuntil(b"\n\n")
        await answer.content.readuntil(b"event: hello")
    rest = await answer.content.read()

    assert first.startswith(b"retry: ")
    assert b"event: bye" in rest
    answer.close()


async def test_events_reach_an_old_proxy_too(served):
    """One that speaks HTTP/1.0, as nginx does unless it is told otherwise, understands no chunks."""
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(b"GET /demo/stream HTTP/1.0\r\nHost: x\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    await served.put(make_post())
    told = await reader.readuntil(b"event: changes\n")
    writer.close()

    assert b"chunked" not in head.lower()
    assert b"\r\n" not in told


async def test_polling_waits_for_news_and_then_says_that_there_is_none(served, session):
    cursor = served.running.hub.cursor()
    asking = asyncio.create_task(session.get(f"{served.url}/demo/entries.json?after={cursor}&wait=20"))
    await served.put(make_post())
    async with await asking as answer:
        told = await answer.json()
        etag = answer.headers["ETag"]
    async with session.get(
        f"{served.url}/demo/entries.json?after={told['cursor']}&wait=0", headers={"If-None-Match": etag}
    ) as again:
        assert again.status == 304
    async with session.get(f"{served.url}/demo/entries.json?after={told['cursor']}&wait=26") as wrong:
        assert wrong.status == 400

    assert (told["after"], len(told["changes"])) == (cursor, 1)
    assert served.running_room.waiting == 0


def test_the_limits_are_those_of_the_documentation(root):
    page = (root / "docs" / "architecture.md").read_text(encoding="utf-8")

    assert f"{connected.READERS:,}, and {connected.ARRIVALS:,} new ones a second" in page
    assert (writing.BUDGET, fanout.PIECE) == (64 * 1024, 32 * 1024)
