"""Tell a hub that feeds of ours have changed; who subscribed there gets them pushed.

Source: WebSub (W3C Recommendation), section 7 leaves the form of this call open; what hubs understand is
`hub.mode=publish` with the feed's address as `hub.url` (PubSubHubbub) or `hub.topic`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from livefeed.model.errors import LineError, RefusedError
from livefeed.model.times import MINUTE, SECOND
from livefeed.runtime.budget import Rate
from livefeed.runtime.clock import Clock
from livefeed.runtime.hub import Hub
from livefeed.runtime.network import Network

__all__ = ["EVERY", "LONGEST_WAIT", "HubPings"]

EVERY = 15 * SECOND
"""From one round of pings to the next: what changes meanwhile is told together."""
LONGEST_WAIT = 10 * MINUTE
"""The same while the hub does not answer, or says no; it grows there by doubling."""

_HOUR = 3_600.0
_RATE = Rate(burst=30, per_second=2.0)


class HubPings:
    """Follows a coverage, and tells the hub of its feeds.

    Args:
        board: the coverage's hub, which knows when something changes.
        network: the guarded way out.
        clock: of the coverage.
        hub: the address of the WebSub hub.
        topics: the addresses of the feeds.

    Attributes:
        counters: pings that were taken, and rounds that failed.
        problem: why the last round failed; None where it did not.
    """

    def __init__(self, board: Hub, network: Network, clock: Clock, hub: str, topics: Sequence[str]) -> None:
        self._board = board
        self._network = network
        self._clock = clock
        self._hub = hub
        self._topics = topics
        self.counters: Counter[str] = Counter()
        self.problem: LineError | None = None

    async def run(self, done: Callable[[], None] = lambda: None) -> None:
        """Tell of what changes, and once at the start of what has changed before; until cancelled.

        Args:
            done: called after each round.
        """
        told, wait = -1, EVERY
        while True:
            while not await self._board.wait(told, _HOUR):
                pass
            tip = self._board.tip
            self.problem = await self._tell()
            retry_at = 0
            if self.problem is None:
                told, wait = tip, EVERY
            else:
                self.counters["hub_failures"] += 1
                wait = min(wait * 2, LONGEST_WAIT)
                retry_at = (isinstance(self.problem, RefusedError) and self.problem.retry_at) or 0
            now = self._clock.now()
            done()
            await self._clock.sleep_until(max(now + wait, min(retry_at, now + LONGEST_WAIT)))

    async def _tell(self) -> LineError | None:
        """Tell of each feed; the first that is not taken ends the round, since the others would meet the same."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        for topic in self._topics:
            said = urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}).encode()
            try:
                await self._network.request(
                    "POST", self._hub, headers=headers, body=said, expect=range(200, 300), limit=64 * 1024, rate=_RATE
                )
            except LineError as problem:
                return problem
            self.counters["hub_pings"] += 1
        return None
