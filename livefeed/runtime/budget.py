"""How often a server is asked: a bucket of requests for each host, shared by all that ask it."""

from collections import OrderedDict

from livefeed.model.errors import RefusedError
from livefeed.model.times import SECOND
from livefeed.runtime.clock import Clock

__all__ = ["Budget", "Rate"]

HOSTS = 1_000
"""Hosts remembered; past it the one asked longest ago is forgotten."""

_PATIENCE = 60 * SECOND
"""A wait longer than this is said aloud instead of waited for."""


class Rate:
    """A bucket's measure.

    The default is what Mastodon allows without saying so: 300 requests that page in 15 minutes.
    """

    def __init__(self, burst: int = 30, per_second: float = 0.3) -> None:
        self.burst = burst
        self.per_second = per_second


class _Bucket:
    def __init__(self, level: float, at: int) -> None:
        self.level = level
        self.at = at
        self.blocked_until = 0


class Budget:
    """Token buckets by host, and the times that servers told us to wait for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    async def spend(self, host: str, rate: Rate) -> None:
        """Wait for the turn of a request.

        Raises:
            RefusedError: the server has told us to come back later than in a minute.
        """
        bucket = self._bucket(host, rate)
        now = self._clock.now()
        if bucket.blocked_until > now + _PATIENCE:
            raise RefusedError("it was asked too often", status=429, retry_at=bucket.blocked_until)
        await self._clock.sleep_until(bucket.blocked_until)
        now = self._clock.now()
        bucket.level = min(rate.burst, bucket.level + max(0, now - bucket.at) / SECOND * rate.per_second)
        bucket.at = now
        bucket.level -= 1
        if bucket.level < 0:
            await self._clock.sleep_until(now + int(-bucket.level / rate.per_second * SECOND))

    def block(self, host: str, until: int) -> None:
        """Ask a server nothing before a time, milliseconds."""
        bucket = self._bucket(host, Rate())
        bucket.blocked_until = max(bucket.blocked_until, until)

    def _bucket(self, host: str, rate: Rate) -> _Bucket:
        bucket = self._buckets.get(host)
        if bucket is None:
            bucket = self._buckets[host] = _Bucket(rate.burst, self._clock.now())
        self._buckets.move_to_end(host)
        if len(self._buckets) > HOSTS:
            self._buckets.popitem(last=False)
        return bucket
