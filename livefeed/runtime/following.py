"""Follow the streams of a coverage: connect, watch, wait, try again, once for all sources.

Each way of each stream is a task of its own. What breaks is said in the way's health and tried again with full jitter
(the n-th wait is drawn from up to 2^n seconds, a minute at most, never less than a second), so that a thousand of us
do not come back to a server at the same moment. No source can take down another.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Any, Protocol
from urllib.parse import urlencode

import orjson

from livefeed.model.errors import LineError, LivefeedError, PayloadError, RefusedError, UnreachableError
from livefeed.model.post import Post
from livefeed.model.times import MINUTE, SECOND
from livefeed.runtime.budget import Rate
from livefeed.runtime.clock import Clock
from livefeed.runtime.health import Health
from livefeed.runtime.network import MAX_ANSWER, Network, OpenSocket, Params
from livefeed.runtime.pushes import Pushes, Subscription
from livefeed.sources.line import Answer, Plan, Way

__all__ = ["Following", "Intaker", "StreamLine"]

LONGEST_WAIT = 60
"""Seconds between two tries, at most."""
REFUSED_WAIT = 15 * MINUTE
"""After an answer that says no for a reason only people can mend."""
STEADY = 30 * SECOND
"""Having worked for so long, a way that breaks begins anew with short waits."""

_MENDED_BY_PEOPLE = frozenset({400, 401, 403, 404, 405, 406, 422, 451})
_log = logging.getLogger("livefeed")


class Intaker(Protocol):
    """Whoever takes what streams bring: a coverage that runs, a recorder."""

    async def receive(
        self, stream: str, source: str, payload: str | bytes, position: tuple[str, str] | None = None
    ) -> None:
        """Stamp a payload and let it go all the way."""
        ...

    async def keep_position(self, name: str, value: str) -> None:
        """Keep a place in a stream."""
        ...

    def position(self, name: str) -> str | None:
        """Give a place in a stream as it was kept."""
        ...

    def knows(self, name: str) -> bool:
        """Tell whether a post of this name was taken in."""
        ...

    def knows_author(self, author: str) -> bool:
        """Tell whether posts of this author were taken in."""
        ...

    def held_from(self, stream: str) -> list[Post]:
        """List the posts that came over a stream and are shown."""
        ...


class StreamLine:
    """A `sources.line.Line`: one way of one stream."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a line ties together
        self,
        plan: Plan,
        way: Way,
        network: Network,
        intaker: Intaker,
        clock: Clock,
        draw: Callable[[], float],
        pushes: Pushes | None = None,
    ) -> None:
        self._pushes = pushes
        self.plan = plan
        self.way = way
        self.health = Health(stream=plan.stream.id, way=way.name, main=way.main, since=clock.now())
        self._network = network
        self._intaker = intaker
        self._clock = clock
        self._draw = draw
        self._rate = Rate(*way.budget)
        self._position = f"{plan.stream.id}#{way.name}"
        self._mark = intaker.position(self._position)

    @property
    def mark(self) -> str | None:
        """The place up to which all was taken in."""
        return self._mark

    def now(self) -> int:
        """Tell the time."""
        return self._clock.now()

    async def pause(self, seconds: float) -> None:
        """Wait."""
        await self._clock.sleep_until(self._clock.now() + int(seconds * SECOND))

    def chance(self) -> float:
        """Draw a number from 0 to 1."""
        return self._draw()

    async def get(
        self,
        url: str,
        *,
        params: Params = (),
        headers: Mapping[str, str] | None = None,
        limit: int = MAX_ANSWER,
        expect: Collection[int] = (200,),
    ) -> Answer:
        """Ask for a document."""
        return await self._network.request(
            "GET", url, params=params, headers=headers, limit=limit, expect=expect, rate=self._rate
        )

    async def post(
        self,
        url: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        expect: Collection[int] = (200,),
    ) -> Answer:
        """Send JSON or a form."""
        kind = "application/x-www-form-urlencoded" if form is not None else "application/json"
        body = urlencode(form).encode() if form is not None else orjson.dumps(json)
        sent = {"Content-Type": kind, **(headers or {})}
        return await self._network.request("POST", url, headers=sent, body=body, expect=expect, rate=self._rate)

    def socket(
        self, url: str, *, headers: Mapping[str, str] | None = None, silence: float | None = None
    ) -> AbstractAsyncContextManager[OpenSocket]:
        """Open a WebSocket."""
        return self._network.socket(url, headers=headers, silence=silence, rate=self._rate)

    def lines(
        self,
        url: str,
        *,
        params: Params = (),
        headers: Mapping[str, str] | None = None,
        silence: float = 60,
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Open an answer that does not end."""
        return self._network.lines(url, params=params, headers=headers, silence=silence, rate=self._rate)

    async def take(self, payload: str | bytes, *, mark: str | None = None) -> None:
        """Hand a payload on."""
        if isinstance(payload, bytes):
            payload = _as_text(payload)
        self.health.payloads += 1
        self.health.last = self._clock.now()
        position = None if mark is None else (self._position, mark)
        await self._intaker.receive(self.plan.stream.id, self.plan.stream.source, payload, position)
        self._mark = self._mark if mark is None else mark

    async def keep(self, mark: str) -> None:
        """Keep a place that was reached without a payload worth keeping."""
        if mark != self._mark:
            await self._intaker.keep_position(self._position, mark)
            self._mark = mark

    def live(self, how: str = "live") -> None:
        """Say that it works."""
        self.health.problem = None
        self.health.retry_at = None
        self.health.change("polling" if how == "polling" else "live", self._clock.now())

    def note(self, words: str) -> None:
        """Say what an operator should know."""
        self.health.note = words

    @contextmanager
    def pushed(self, topic: str) -> Iterator[Subscription]:
        """Open an address for a hub to deliver to."""
        if self._pushes is None:
            raise UnreachableError("nobody can reach us: say --public-url")
        subscription = self._pushes.open(topic)
        try:
            yield subscription
        finally:
            self._pushes.close(subscription)

    def knows(self, name: str) -> bool:
        """Tell whether a post of this name was taken in."""
        return self._intaker.knows(name)

    def knows_author(self, author: str) -> bool:
        """Tell whether posts of this author were taken in."""
        return self._intaker.knows_author(author)

    def held(self) -> list[Post]:
        """List the posts that came over this stream and are shown."""
        return self._intaker.held_from(self.plan.stream.id)


def _as_text(payload: bytes) -> str | bytes:
    """A payload is text where it is UTF-8, and bytes where it is not."""
    try:
        return payload.decode()
    except UnicodeDecodeError:
        return payload


class Following:
    """All ways of all streams of one coverage.

    Args:
        plans: with the ways of each stream.
        network: the guarded way out.
        intaker: takes what comes.
        clock: for waiting.
        draw: gives numbers from 0 to 1 for the jitter.
        pushes: where hubs deliver, where the world can reach us.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what following ties together
        self,
        plans: Sequence[tuple[Plan, Sequence[Way]]],
        network: Network,
        intaker: Intaker,
        clock: Clock,
        draw: Callable[[], float] = random.random,
        pushes: Pushes | None = None,
    ) -> None:
        self._clock = clock
        self._draw = draw
        self.lines = [
            StreamLine(plan, way, network, intaker, clock, draw, pushes) for plan, ways in plans for way in ways
        ]

    @property
    def health(self) -> list[Health]:
        """How each way is doing."""
        return [line.health for line in self.lines]

    async def run(self) -> None:
        """Follow until cancelled.

        Raises:
            LivefeedError: what was taken in could not be kept; nothing else ends it.
        """
        async with asyncio.TaskGroup() as tasks:
            for line in self.lines:
                tasks.create_task(self._keep_following(line), name=f"{line.health.stream} {line.health.way}")

    async def _keep_following(self, line: StreamLine) -> None:
        tries = 0
        while True:
            began = self._clock.now()
            line.health.change("connecting", began)
            problem = await self._follow_once(line)
            now = self._clock.now()
            if line.health.works and now - line.health.since >= STEADY:
                tries = 0
            line.health.problem = problem
            if isinstance(problem, RefusedError) and problem.final:
                line.health.change("stopped", now)
                return
            if problem is None and now - began >= SECOND:
                tries = 0
                continue
            line.health.breaks += problem is not None
            line.health.retry_at = now + self._wait(problem, tries)
            line.health.change("waiting", now)
            tries += 1
            await self._clock.sleep_until(line.health.retry_at)

    @staticmethod
    async def _follow_once(line: StreamLine) -> LineError | None:
        """Follow until something ends it; says what."""
        try:
            await line.way.follow(line)
        except LineError as error:
            return error
        except PayloadError as error:
            return UnreachableError(f"it sends what it should not: {error}")
        except LivefeedError:
            raise
        except Exception as error:  # noqa: BLE001 - a mistake in one source must not stop the others
            _log.exception("%s %s: a mistake in the source", line.health.stream, line.health.way)
            return UnreachableError(f"a mistake of ours: {type(error).__name__}: {str(error)[:200]}")
        return None

    def _wait(self, problem: LineError | None, tries: int) -> int:
        """How long to wait, milliseconds: as long as they say, else full jitter."""
        longest = min(LONGEST_WAIT, 2 ** min(tries, 10))
        wait = int((1 + self._draw() * (longest - 1)) * SECOND)
        if isinstance(problem, RefusedError):
            if problem.retry_at is not None:
                return max(wait, problem.retry_at - self._clock.now() + wait)
            if problem.status in _MENDED_BY_PEOPLE:
                return REFUSED_WAIT
        return wait
