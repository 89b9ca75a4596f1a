"""mastodon-mock: a Mastodon server that others wrote, with people on it."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp

from tests.peers.others import process
from tests.peers.serving import free_port

__all__ = ["MastodonMock"]


class MastodonMock:
    """Keeps nothing: it begins anew with each start, with ada and grace and what they have said before.

    Args:
        folder: its home.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve, while one is in the `async with`."""
        where = ("--host", "127.0.0.1", "--port", str(self.port), "--demo", "--in-memory", "--log-level", "info")
        async with process(self._folder, self.port, "python", "-m", "mastodon_mock", "serve", *where):
            yield

    async def post(self, text: str, account: str = "ada") -> dict:
        """Somebody writes."""
        return await self._ask("POST", "statuses", account, {"status": text, "visibility": "public"})

    async def edit(self, status: dict, text: str, account: str = "ada") -> dict:
        """Somebody edits."""
        return await self._ask("PUT", f"statuses/{status['id']}", account, {"status": text})

    async def delete(self, status: dict, account: str = "ada") -> dict:
        """Somebody deletes."""
        return await self._ask("DELETE", f"statuses/{status['id']}", account)

    async def _ask(self, method: str, path: str, account: str, form: dict | None = None) -> dict:
        headers = {"Authorization": f"Bearer {account}_token"}
        async with aiohttp.ClientSession(raise_for_status=True) as session:
            async with session.request(method, f"{self.url}/api/v1/{path}", data=form, headers=headers) as answer:
                return await answer.json()
