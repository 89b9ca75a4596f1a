"""What a source that follows a network is given: the plan of what to follow, and a line to the outside.

A source says where to connect and what to do there; it never opens anything itself. Everything it needs (requests,
sockets, waiting, handing frames on) comes through a `Line`, which the runtime makes: guarded, budgeted, stamped.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from email.utils import parsedate_to_datetime
from typing import Any, Literal, Protocol

import msgspec

from livefeed.engine.match import Matcher
from livefeed.model.coverage import Coverage, Stream
from livefeed.model.post import Post
from livefeed.model.times import SECOND, parse_iso

__all__ = ["Answer", "Line", "Plan", "Push", "Socket", "Way", "retry_time"]

_LONGEST_WAIT = 6 * 3600 * SECOND


class Plan:
    """What a stream is to follow.

    Attributes:
        coverage: whose stream it is.
        stream: its name and options as the coverage file has them.
        options: the same options, checked: an instance of the source's `Options`.
        secrets: what the environment variables hold that options ending in `_env` name, by the option's name.
        public_url: address under which the world reaches this server, without a slash at the end, or None.
        matcher: decides whether a post belongs to the coverage.
    """

    def __init__(
        self,
        coverage: Coverage,
        stream: Stream,
        options: msgspec.Struct,
        secrets: Mapping[str, str] | None = None,
        public_url: str | None = None,
    ) -> None:
        self.coverage = coverage
        self.stream = stream
        self.options: Any = options
        self.secrets = dict(secrets or {})
        self.public_url = public_url
        self.matcher = Matcher(coverage)

    @property
    def hashtags(self) -> tuple[str, ...]:
        """The hashtags that networks are asked for."""
        return self.coverage.hashtags

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts whose posts are wanted whatever their hashtags."""
        return self.coverage.accounts.follow

    def matches(self, post: Post) -> bool:
        """Tell whether a post belongs to the coverage."""
        return self.matcher.matches(post, self.stream.id)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a server answered, whole; redirects are followed already."""

    status: int
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes
    url: str
    """Where it came from in the end."""
    moved_to: str | None = None
    """The new address, where every redirect on the way was a permanent one (301, 308)."""


class Socket(Protocol):
    """An open WebSocket."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Walk over the messages as they come, text as UTF-8.

        Raises:
            UnreachableError: it broke.
            SilentError: nothing came for as long as was said when it was opened.
        """
        ...

    async def send(self, message: str) -> None:
        """Send a text message.

        Raises:
            UnreachableError: it broke.
        """
        ...


class Push(Protocol):
    """An address of ours that a hub delivers to."""

    callback: str
    """To be told to the hub, together with the secret."""
    secret: str

    @property
    def state(self) -> Literal["pending", "active", "denied"]:
        """What the hub has said."""
        ...

    @property
    def lease(self) -> int:
        """Seconds that the hub has granted."""
        ...

    async def wait(self, seconds: float) -> bytes | None:
        """Wait for a delivery that is signed right; None when none came in time."""
        ...


class Line(Protocol):
    """One way of one stream, to the outside and back."""

    plan: Plan

    @property
    def mark(self) -> str | None:
        """The place up to which all was taken in, as `take` and `keep` left it; it outlives restarts."""
        ...

    def now(self) -> int:
        """Tell the time, milliseconds since 1970 UTC."""
        ...

    async def pause(self, seconds: float) -> None:
        """Wait."""
        ...

    def chance(self) -> float:
        """Draw a number from 0 to 1, so that many do not come at the same time."""
        ...

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | Collection[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        limit: int = ...,
        expect: Collection[int] = ...,
    ) -> Answer:
        """Ask for a document; waits its turn in the server's budget.

        Args:
            url: http or https.
            params: of the query.
            headers: beside those of every request.
            limit: bytes of the answer, unpacked.
            expect: statuses that are an answer; any other is refused.

        Raises:
            RefusedError: another status.
            UnreachableError: nobody answered, or the answer is too long.
            ForbiddenError: the address must not be dialled.
        """
        ...

    async def post(
        self,
        url: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        expect: Collection[int] = ...,
    ) -> Answer:
        """Send JSON or a form; otherwise like `get`."""
        ...

    def socket(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        silence: float | None = None,
    ) -> AbstractAsyncContextManager[Socket]:
        """Open a WebSocket, without compression.

        Args:
            url: ws or wss.
            headers: beside those of every request.
            silence: seconds without a message after which something must be wrong; None where quiet is normal (pings
                then find a connection that is dead).

        Raises:
            RefusedError: the server said no.
            UnreachableError: nobody answered.
            ForbiddenError: the address must not be dialled.
        """
        ...

    def lines(
        self,
        url: str,
        *,
        params: Mapping[str, str] | Collection[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        silence: float = ...,
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Open an answer that does not end, and walk over its lines, without their ends; like `get` and `socket`."""
        ...

    async def take(self, payload: str | bytes, *, mark: str | None = None) -> None:
        """Hand a payload on, exactly as it came: it is stamped, recorded, parsed, folded and written.

        Args:
            payload: one message, or one document.
            mark: the place that is reached when this payload is written; kept in the same transaction.
        """
        ...

    async def keep(self, mark: str) -> None:
        """Keep a place that was reached without a payload worth keeping."""
        ...

    def live(self, how: str = "live") -> None:
        """Say that it works: `live` for a connection that brings posts as they come, `polling` for one that asks."""
        ...

    def note(self, words: str) -> None:
        """Say in plain English what an operator should know while it works; an empty text takes it back."""
        ...

    def pushed(self, topic: str) -> AbstractContextManager[Push]:
        """Open an address for a hub to deliver to; only where the plan has a public address."""
        ...

    def knows(self, name: str) -> bool:
        """Tell whether a post of this name was taken in."""
        ...

    def knows_author(self, author: str) -> bool:
        """Tell whether posts of this author were taken in."""
        ...

    def held(self) -> list[Post]:
        """List the posts that came over this stream and are shown, in order of arrival."""
        ...


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """One of the ways in which a stream is followed; each runs by itself, is watched and tried again.

    `follow` runs until something breaks (a LineError, which is said and tried again) or returns (an end that is
    normal: it is called anew at once).
    """

    name: str
    """Unique within the stream; its mark is kept under it."""
    follow: Callable[[Line], Awaitable[None]]
    budget: tuple[int, float] = (30, 0.3)
    """Requests that may be made at once, and a second in the long run, of each server."""
    main: bool = True
    """Whether the stream's health is this way's; false for one that only helps."""


def retry_time(headers: Mapping[str, str], now: int) -> int | None:
    """Read when to come back from an answer, milliseconds; None where it does not say.

    `Retry-After` in seconds or as a date (RFC 9110, 10.2.3); `X-RateLimit-Reset` as a time (Mastodon) or in seconds
    since 1970 (X). Never more than six hours away.
    """
    for written in (
        headers.get("retry-after", ""),
        headers.get("x-ratelimit-reset", headers.get("x-rate-limit-reset", "")),
    ):
        at = _time(written.strip(), now)
        if at is not None:
            return min(max(at, now), now + _LONGEST_WAIT)
    return None


def _time(written: str, now: int) -> int | None:
    if not written:
        return None
    if written.isdigit():
        seconds = int(written[:12])
        return seconds * SECOND if seconds > 1_000_000_000 else now + seconds * SECOND
    try:
        return parse_iso(written)
    except ValueError:
        pass
    try:
        return int(parsedate_to_datetime(written).timestamp()) * SECOND
    except (ValueError, TypeError, OverflowError):
        return None
