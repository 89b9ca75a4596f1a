"""A real Nostr relay on loopback (rust-nostr's), and people who write to it."""

import json

from nostr_sdk import LocalRelayBuilder
from websockets.asyncio.client import connect

from tests.signing import KEY, public_key, signed

__all__ = ["START", "Relay"]

START = 1_790_942_400
"""Seconds."""


class Relay:
    """Up while one is in the `async with`."""

    def __init__(self) -> None:
        self._relay = LocalRelayBuilder().addr("127.0.0.1").build()
        self.url = ""
        self._gone: set[str] = set()
        self.notes: dict[str, dict] = {}

    async def __aenter__(self):
        """Serve."""
        await self._relay.run()
        self.url = str(await self._relay.url()).rstrip("/")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        self._relay.shutdown()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rpartition(":")[2])

    async def send(self, note: dict) -> list:
        """Somebody publishes a note; gives the relay's answer."""
        async with connect(self.url, proxy=None) as socket:
            await socket.send(json.dumps(["EVENT", note]))
            return json.loads(await socket.recv())

    async def post(self, text: str, tags=(("t", "demo"),), secret: bytes = KEY, at: int = 0) -> dict:
        """Somebody writes."""
        note = signed(1, text, tags, START + at + len(self.notes), secret)
        self.notes[note["id"]] = note
        await self.send(note)
        return note

    async def delete(self, note: dict, secret: bytes = KEY) -> list:
        """Somebody takes a note back, or tries to."""
        if note["pubkey"] == public_key(secret):
            del self.notes[note["id"]]
        return await self.send(signed(5, "", [("e", note["id"]), ("k", "1")], START + 500, secret))

    def expected(self) -> list[str]:
        """What a follower must end with."""
        return sorted(f"nostr:{note_id}" for note_id in self.notes)
