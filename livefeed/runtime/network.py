"""The only module that dials out.

Whether a peer may be dialled is decided on the address of the very socket that is about to connect: no spelling of an
address, no redirect and no name that resolves differently the second time gets past it. Nothing of the surroundings
is used: no proxy variables, no cookies, no stored passwords.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Collection, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohappyeyeballs
import aiohttp
from aiohttp.abc import AbstractResolver
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from livefeed import __version__
from livefeed.model.addresses import Allowed, is_plain, refusal
from livefeed.model.errors import ForbiddenError, RefusedError, SilentError, UnreachableError
from livefeed.runtime.budget import Budget, Rate
from livefeed.runtime.clock import Clock
from livefeed.runtime.trouble import ForbiddenSocketError, closed, plainly, reason
from livefeed.runtime.unpack import Unpacker
from livefeed.sources.line import Answer, retry_time

__all__ = ["MAX_ANSWER", "Network", "OpenSocket"]

MAX_ANSWER = 2 * 1024 * 1024
"""Bytes of an answer, unpacked, where the asker does not say."""
MAX_MESSAGE = 2 * 1024 * 1024
"""Bytes of a WebSocket message, and of a line of an answer that does not end."""
REDIRECTS = 4
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0
PING_SECONDS = 20.0
"""Between pings; a peer that does not answer one within as long is gone."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LASTING = frozenset({301, 308})
_BUSY = frozenset({429, 503})
_SECRET = ("authorization", "cookie", "proxy-authorization")
_AGENT = f"livefeed/{__version__} (live coverage; asks politely)"
_WEB = {"https": 443, "http": 80, "wss": 443, "ws": 80}

Sock = socket.socket
Params = Mapping[str, str] | Collection[tuple[str, str]]


class Network:
    """The guarded way out for one process or coverage.

    Args:
        clock: for budgets, pings and silence.
        allowed: loopback and private peers that may be dialled.
        resolver: finds addresses; the system's by default.
    """

    def __init__(self, clock: Clock, allowed: Allowed | None = None, resolver: AbstractResolver | None = None) -> None:
        self._clock = clock
        self._allowed = allowed or Allowed()
        self._given_resolver = resolver
        self._session: aiohttp.ClientSession | None = None
        self.budget = Budget(clock)

    async def close(self) -> None:
        """Let go of what is open."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    # What may be dialled.

    def _socket(self, info: tuple[Any, ...]) -> Sock:
        """Make the socket of a connection, or refuse; called with the address that would be dialled."""
        family, kind, proto, _, address = info
        why = refusal(_with_scope(address), address[1], self._allowed)
        if why is not None:
            raise ForbiddenSocketError(why)
        return self.make_socket(family, kind, proto)

    make_socket = staticmethod(socket.socket)

    @property
    def _resolver(self) -> AbstractResolver:
        if self._given_resolver is None:
            self._given_resolver = aiohttp.ThreadedResolver()
        return self._given_resolver

    @property
    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                socket_factory=self._socket, resolver=self._resolver, limit=50, limit_per_host=6, keepalive_timeout=15
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                auto_decompress=False,
                headers={"User-Agent": _AGENT, "Accept-Encoding": "gzip"},
                max_line_size=16 * 1024,
            )
        return self._session

    # Requests.

    async def request(  # noqa: PLR0913 - the parts of a request
        self,
        method: str,
        url: str,
        *,
        params: Params = (),
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        limit: int = MAX_ANSWER,
        expect: Collection[int] = (200,),
        rate: Rate | None = None,
    ) -> Answer:
        """Ask, follow redirects, and read the whole answer; see `Line.get`."""
        sent = dict(headers or {})
        moved_to: str | None = None
        lasting = True
        for _ in range(REDIRECTS + 1):
            host = _checked(url, ("https", "http"))
            await self.budget.spend(host, rate or Rate())
            answer, location = await self._ask(method, url, params, sent, body, limit)
            if location is None:
                break
            lasting &= answer.status in _LASTING
            target = urljoin(answer.url, location)
            if method != "GET" or not target.startswith(("https://", "http://")):
                raise RefusedError(f"it sends us to {location[:200]}", status=answer.status)
            if urlsplit(target)[:2] != urlsplit(answer.url)[:2]:
                sent = {name: value for name, value in sent.items() if name.lower() not in _SECRET}
            url, params = target, ()
            moved_to = target if lasting else moved_to
        else:
            raise RefusedError("it sends us on and on", status=310)
        self._heed(answer, expect)
        return Answer(status=answer.status, headers=answer.headers, body=answer.body, url=answer.url, moved_to=moved_to)

    async def _ask(  # noqa: PLR0913, PLR0917 - the parts of a request
        self, method: str, url: str, params: Params, headers: dict[str, str], body: bytes | None, limit: int
    ) -> tuple[Answer, str | None]:
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS, sock_connect=CONNECT_SECONDS)
        with plainly(url):
            async with self._http.request(
                method, url, params=_query(params), headers=headers, data=body, timeout=timeout, allow_redirects=False
            ) as response:
                if response.status in _REDIRECTS and "Location" in response.headers:
                    return _answer(response, b""), response.headers["Location"]
                unpacker = Unpacker(response.headers.get("Content-Encoding", "").lower(), limit)
                async for piece in response.content.iter_any():
                    unpacker.feed(piece)
                return _answer(response, bytes(unpacker.body)), None

    def _heed(self, answer: Answer, expect: Collection[int]) -> None:
        """Take a no for a no, and remember when to come back."""
        retry_at = retry_time(answer.headers, self._clock.now()) if answer.status in _BUSY else None
        if retry_at is not None:
            self.budget.block(urlsplit(answer.url).netloc, retry_at)
        if answer.status not in expect:
            raise RefusedError(reason(answer), status=answer.status, retry_at=retry_at)

    @contextlib.asynccontextmanager
    async def lines(
        self,
        url: str,
        *,
        params: Params = (),
        headers: Mapping[str, str] | None = None,
        silence: float = 60,
        rate: Rate | None = None,
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Open an answer that does not end; see `Line.lines`."""
        host = _checked(url, ("https", "http"))
        await self.budget.spend(host, rate or Rate())
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS)
        sent = {"Accept-Encoding": "identity", **(headers or {})}
        with plainly(url):
            async with asyncio.timeout(ANSWER_SECONDS):
                response = await self._http.get(
                    url, params=_query(params), headers=sent, timeout=timeout, allow_redirects=False
                )
        async with response:
            if response.status != 200:
                with plainly(url):
                    async with asyncio.timeout(ANSWER_SECONDS):
                        body = await response.content.read(4096)
                self._heed(_answer(response, body), (200,))
            yield self._walk(response, silence / self._clock.speed, url)

    @staticmethod
    async def _walk(response: aiohttp.ClientResponse, silence: float, url: str) -> AsyncIterator[bytes]:
        rest = b""
        while True:
            try:
                with plainly(url):
                    async with asyncio.timeout(silence):
                        piece = await response.content.readany()
            except UnreachableError as error:
                if isinstance(error.__cause__, TimeoutError):
                    raise SilentError("connected, but nothing came") from error
                raise
            if not piece:
                return
            *whole, rest = (rest + piece).split(b"\n")
            if len(rest) > MAX_MESSAGE:
                raise UnreachableError(f"a line is longer than {MAX_MESSAGE} bytes")
            for line in whole:
                yield line.removesuffix(b"\r")

    # WebSockets.

    @contextlib.asynccontextmanager
    async def socket(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        silence: float | None = None,
        rate: Rate | None = None,
    ) -> AsyncIterator["OpenSocket"]:
        """Open a WebSocket; see `Line.socket`."""
        host = _checked(url, ("wss", "ws"))
        await self.budget.spend(host, rate or Rate())
        with plainly(url):
            connection = await self._connect(url, headers)
        try:
            yield OpenSocket(connection, None if silence is None else silence / self._clock.speed)
        finally:
            await connection.close()

    async def _connect(self, url: str, headers: Mapping[str, str] | None) -> ClientConnection:
        ping = PING_SECONDS / self._clock.speed
        async with asyncio.timeout(CONNECT_SECONDS):
            sock = await self._dial(url)
        try:
            return await connect(
                url,
                sock=sock,
                proxy=None,
                compression=None,  # Jetstream refuses deflate beside its own; the others send little
                additional_headers=dict(headers or {}),
                user_agent_header=_AGENT,
                open_timeout=2 * CONNECT_SECONDS,
                ping_interval=ping,
                ping_timeout=ping,
                close_timeout=1,
                max_size=MAX_MESSAGE,
            )
        except InvalidStatus as error:
            sock.close()
            answer = error.response
            heads = {name.lower(): value for name, value in answer.headers.raw_items()}
            self._heed(Answer(status=answer.status_code, headers=heads, body=bytes(answer.body or b""), url=url), ())
            raise
        except BaseException:
            sock.close()
            raise

    async def _dial(self, url: str) -> Sock:
        parts = urlsplit(url)
        found = await self._resolver.resolve(parts.hostname or "", parts.port or _WEB[parts.scheme], socket.AF_UNSPEC)
        infos: list[Any] = [
            (one["family"], socket.SOCK_STREAM, one["proto"], "", _address(one["family"], one["host"], one["port"]))
            for one in found
        ]
        return await aiohappyeyeballs.start_connection(
            infos, happy_eyeballs_delay=0.25, interleave=1, socket_factory=self._socket
        )


class OpenSocket:
    """An open WebSocket; see `sources.line.Socket`."""

    def __init__(self, connection: ClientConnection, silence: float | None) -> None:
        self._connection = connection
        self._silence = silence

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Walk over the messages as they come."""
        while True:
            try:
                async with asyncio.timeout(self._silence):
                    message = await self._connection.recv(decode=False)
            except TimeoutError as error:
                raise SilentError("connected, but nothing came") from error
            except ConnectionClosed as error:
                raise UnreachableError(closed(error)) from error
            yield message

    async def send(self, message: str) -> None:
        """Send a text message."""
        try:
            await self._connection.send(message)
        except ConnectionClosed as error:
            raise UnreachableError(closed(error)) from error


def _address(family: int, host: str, port: int) -> tuple[Any, ...]:
    return (host, port, 0, 0) if family == socket.AF_INET6 else (host, port)


def _with_scope(address: tuple[Any, ...]) -> str:
    """Write an address as it is dialled; one with a scope says so."""
    host = str(address[0])
    return f"{host}%{address[3]}" if len(address) > 3 and address[3] and "%" not in host else host


def _query(params: Params) -> list[tuple[str, str]] | None:
    return list(params.items() if isinstance(params, Mapping) else params) or None


def _checked(url: str, schemes: tuple[str, ...]) -> str:
    """Give host and port of an address that we may ask for at all.

    Raises:
        ForbiddenError: it is no such address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ForbiddenError(f"{url[:200]!r} is no address: {error}") from error
    if parts.scheme not in schemes or not parts.hostname:
        raise ForbiddenError(f"{url[:200]!r} is no address of {' or '.join(schemes)}")
    if parts.username is not None or parts.password is not None:
        raise ForbiddenError(f"{parts.hostname}: an address must not carry a name or password")
    if not is_plain(parts.hostname):
        raise ForbiddenError(f"{parts.hostname[:200]!r} is not a plain address")
    if port == 0:
        raise ForbiddenError(f"{parts.hostname}: port 0 is none")
    return parts.netloc


def _answer(response: aiohttp.ClientResponse, body: bytes) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(status=response.status, headers=headers, body=body, url=str(response.url))
