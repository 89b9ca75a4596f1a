"""A reader's socket against RFC 6455, spoken to byte by byte: who breaks its rules is told why, and closed.

After Autobahn's cases, as far as they make sense where nothing is echoed. What aiohttp takes more easily than the RFC
says stands at the end, with the reason why that harms nobody.
"""

import asyncio
import contextlib
import os
import struct
from typing import NamedTuple

import pytest
from websockets.frames import Opcode

from tests.making import make_post

WITHIN = 20
TEXT, BINARY, CONTINUED, CLOSE, PING, PONG = 0x1, 0x2, 0x0, 0x8, 0x9, 0xA


class Frame(NamedTuple):
    """A frame that came."""

    fin: bool
    opcode: int
    data: bytes

    @property
    def code(self) -> int | None:
        """The code of a close."""
        return struct.unpack("!H", self.data[:2])[0] if len(self.data) > 1 else None


def frame(opcode: int, data: bytes = b"", *, fin: bool = True, reserved: int = 0, masked: bool = True) -> bytes:
    """A frame as a client sends it, or should not."""
    head = bytes([(0x80 if fin else 0) | reserved << 4 | opcode])
    size = len(data)
    mark = 0x80 if masked else 0
    if size < 126:
        head += bytes([mark | size])
    elif size < 1 << 16:
        head += bytes([mark | 126]) + struct.pack("!H", size)
    else:
        head += bytes([mark | 127]) + struct.pack("!Q", size)
    if not masked:
        return head + data
    key = os.urandom(4)
    return head + key + bytes(byte ^ key[place % 4] for place, byte in enumerate(data))


class Client:
    """A socket after its handshake."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)

    async def receive(self) -> Frame:
        """The next frame; the server's are never masked (5.1)."""
        async with asyncio.timeout(WITHIN):
            first, second = await self.reader.readexactly(2)
            assert not second & 0x80
            assert not first & 0x70
            size = second & 0x7F
            if size > 125:
                size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8), "big")
            return Frame(bool(first & 0x80), first & 0x0F, await self.reader.readexactly(size))

    async def until(self, opcode: int) -> Frame:
        """The next frame of a kind."""
        while (received := await self.receive()).opcode != opcode:
            pass
        return received

    async def rest(self) -> bytes:
        """What comes until the server ends the connection; hard, where it has not read all that was sent."""
        async with asyncio.timeout(WITHIN):
            try:
                return await self.reader.read()
            except ConnectionResetError:
                return b""


@contextlib.asynccontextmanager
async def connect(served):
    """A client that has shaken hands."""
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(
        b"GET /demo/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 ")
    assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in head  # the RFC's own example, 1.3
    try:
        yield Client(reader, writer)
    finally:
        writer.close()


BROKEN = {
    "reserved bit 1": (frame(TEXT, b"x", reserved=4), 1002),
    "reserved bit 2": (frame(TEXT, b"x", reserved=2), 1002),
    "reserved bit 3": (frame(PING, b"x", reserved=1), 1002),
    "reserved opcode 3": (frame(0x3, b"x"), 1002),
    "reserved opcode 7": (frame(0x7), 1002),
    "reserved control opcode 11": (frame(0xB), 1002),
    "reserved control opcode 15": (frame(0xF, b"x"), 1002),
    "a ping in pieces": (frame(PING, b"x", fin=False), 1002),
    "a close in pieces": (frame(CLOSE, b"\x03\xe8", fin=False), 1002),
    "a ping of 126 bytes": (frame(PING, b"x" * 126), 1002),
    "a close of 126 bytes": (frame(CLOSE, b"\x03\xe8" + b"x" * 124), 1002),
    "a close of one byte": (frame(CLOSE, b"\x03"), 1002),
    "a close with bad UTF-8": (frame(CLOSE, b"\x03\xe8\xce\xba\xed\xa0\x80"), 1007),
    "a text within a text": (frame(TEXT, b"x", fin=False) + frame(TEXT, b"y"), 1002),
    "a piece of nothing": (frame(CONTINUED, b"x"), 1002),
    "bad UTF-8": (frame(TEXT, b"\xce\xba\xed\xa0\x80edited"), 1007),
    "bad UTF-8 in pieces": (frame(TEXT, b"\xce", fin=False) + frame(CONTINUED, b"\xce"), 1007),
    "a text that ends within a letter": (frame(TEXT, b"\xce"), 1007),
    "too long a text": (frame(TEXT, b"x" * 5_000), 1009),
    "too long a binary": (frame(BINARY, b"x" * 70_000), 1009),
    "too long in pieces": (frame(TEXT, b"x" * 3_000, fin=False) + frame(CONTINUED, b"x" * 3_000), 1009),
    "the length of a giant": (b"\x81\xff" + struct.pack("!Q", 1 << 40) + b"abcd", 1009),
    "a length beyond all": (b"\x81\xff" + b"\xff" * 8 + b"abcd", 1009),
}

BAD_CODES = [0, 999, 1004, 1005, 1016, 1100, 2000, 2999]


@pytest.mark.parametrize("what", BROKEN)
async def test_who_breaks_the_rules_is_told_why_and_closed(served, what):
    """A close frame with the code, then the end; nothing after it."""
    data, code = BROKEN[what]
    async with connect(served) as client:
        await client.until(TEXT)
        client.send(data)
        closing = await client.until(CLOSE)
        client.send(frame(CLOSE, struct.pack("!H", code)))
        rest = await client.rest()

    assert (closing.code, rest) == (code, b"")
    assert len(served.fanout.channel("json", "socket")) == 0


@pytest.mark.parametrize("code", BAD_CODES)
async def test_a_close_with_a_code_that_nobody_may_send_breaks_the_rules(served, code):
    async with connect(served) as client:
        client.send(frame(CLOSE, struct.pack("!H", code)))

        assert (await client.until(CLOSE)).code == 1002


@pytest.mark.parametrize("code", [1000, 1001, 1003, 1007, 1011, 3000, 3999, 4000, 4999])
async def test_a_close_is_answered_in_kind(served, code):
    async with connect(served) as client:
        client.send(frame(CLOSE, struct.pack("!H", code) + "à bientôt".encode()))

        assert (await client.until(CLOSE)).code == code
        assert await client.rest() == b""


async def test_a_close_without_a_code_is_answered(served):
    async with connect(served) as client:
        client.send(frame(CLOSE))

        assert (await client.until(CLOSE)).code in (None, 1000)
        assert await client.rest() == b""


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(125))])
async def test_a_ping_is_answered_with_its_words(served, data):
    async with connect(served) as client:
        client.send(frame(PING, data))

        assert (await client.until(PONG)).data == data


async def test_a_ping_between_two_pieces_is_answered(served):
    async with connect(served) as client:
        client.send(frame(TEXT, b"a", fin=False) + frame(PING, b"now") + frame(CONTINUED, b"b"))

        assert (await client.until(PONG)).data == b"now"


async def test_unasked_pongs_and_frames_that_come_in_drops_are_taken(served):
    async with connect(served) as client:
        client.send(frame(PONG, b"nobody asked"))
        for byte in frame(PING, b"slow"):
            client.send(bytes([byte]))
            await client.writer.drain()

        assert (await client.until(PONG)).data == b"slow"


async def test_pongs_and_changes_never_get_into_each_other(served):
    """Changes go to the descriptor, pongs through the transport."""
    async with connect(served) as client:
        pongs, told = 0, 0
        for number in range(30):
            client.send(frame(PING, b"%d" % number) * 5)
            await served.put(make_post(f"p{number}", f"mot{number} #demo"))
        while pongs < 150 or told < 30:
            received = await client.receive()
            assert received.opcode in (Opcode.TEXT, Opcode.PONG)
            pongs += received.opcode == PONG
            told += received.data.count(b'"op":"put"')

    assert (pongs, told) == (150, 30)


async def test_a_talker_is_closed(served):
    """Not a pinger: it wants to know whether we are there."""
    async with connect(served) as client:
        client.send(frame(PING) * 150)
        client.send(frame(BINARY, b"blah") * 101)

        assert (await client.until(CLOSE)).code == 1008


async def test_frames_that_are_not_masked_are_taken(served):
    """By aiohttp, though 5.1 says to close. A mask protects proxies from what a page makes a browser send; we hear
    nothing that is said.
    """
    async with connect(served) as client:
        client.send(frame(TEXT, b"x", masked=False) + frame(PING, b"still there"))

        assert (await client.until(PONG)).data == b"still there"


async def test_a_close_with_1006_is_answered(served):
    """By aiohttp, though 7.4.1 says that nobody may send it; the connection ends either way."""
    async with connect(served) as client:
        client.send(frame(CLOSE, struct.pack("!H", 1006)))

        assert (await client.until(CLOSE)).code in (1002, 1006)
        assert await client.rest() == b""
