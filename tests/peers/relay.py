"""Real Nostr relays on loopback (rust-nostr's, and the one in Python), and people who write to them."""

import contextlib
import json
import time
from pathlib import Path

from nostr_sdk import LocalRelayBuilder
from websockets.asyncio.client import connect

from tests.peers.others import INSTALLED, process
from tests.peers.serving import free_port
from tests.signing import KEY, public_key, signed

__all__ = ["START", "PythonRelay", "Relay"]

START = 1_790_942_400
"""Seconds."""


class People:
    """Who writes to a relay, and what must be there in the end.

    Attributes:
        url: of the relay.
        start: the time of the first note, seconds.
        notes: those that nobody has taken back, by id.
    """

    def __init__(self, start: int) -> None:
        self.url = ""
        self.start = start
        self.notes: dict[str, dict] = {}

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
        note = signed(1, text, tags, self.start + at + len(self.notes), secret)
        self.notes[note["id"]] = note
        await self.send(note)
        return note

    async def delete(self, note: dict, secret: bytes = KEY) -> list:
        """Somebody takes a note back, or tries to."""
        if note["pubkey"] == public_key(secret):
            del self.notes[note["id"]]
        return await self.send(signed(5, "", [("e", note["id"]), ("k", "1")], self.start + 500, secret))

    def expected(self) -> list[str]:
        """What a follower must end with."""
        return sorted(f"nostr:{note_id}" for note_id in self.notes)


class Relay(People):
    """rust-nostr's, in this process; up while one is in the `async with`."""

    def __init__(self) -> None:
        super().__init__(START)
        self._relay = LocalRelayBuilder().addr("127.0.0.1").build()

    async def __aenter__(self):
        """Serve."""
        await self._relay.run()
        self.url = str(await self._relay.url()).rstrip("/")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        self._relay.shutdown()


class PythonRelay(People):
    """nostr-relay, which knows what time it is and refuses notes of the future.

    Args:
        folder: its home; what it keeps outlives a stop.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(int(time.time()) - 1_800)
        folder.mkdir()
        port = free_port()
        self.url = f"ws://127.0.0.1:{port}"
        (site,) = INSTALLED.glob("lib/python*/site-packages/nostr_relay/config.yaml")
        written = site.read_text().replace("127.0.0.1:6969", f"127.0.0.1:{port}")
        (folder / "config.yaml").write_text(written.replace(":///nostr.sqlite3", f":///{folder / 'notes.sqlite3'}"))
        self._folder = folder

    def running(self) -> contextlib.AbstractAsyncContextManager[None]:
        """Serve, while one is in the `async with`."""
        return process(self._folder, self.port, "nostr-relay", "-c", "config.yaml", "serve")
