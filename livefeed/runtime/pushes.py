"""Where hubs deliver: the meeting point of a feed's line and the server that hubs call back.

Each subscription has an address that nobody can guess and a secret of its own. What a hub delivers waits in a bounded
queue for the line; when it is full, the delivery is refused and the hub tries again.
"""

import asyncio
import secrets
from typing import Literal

from livefeed.runtime.clock import Clock

__all__ = ["Pushes", "Subscription"]

MOST = 200
"""Subscriptions of a process."""
WAITING = 16
"""Deliveries that may wait for one line."""


class Subscription:
    """One topic at one hub.

    Attributes:
        token: of the callback's address.
        secret: that deliveries are signed with.
        state: as the hub has confirmed it.
        callback: the address that the hub is told.
        lease: seconds that the hub has granted.
        dropped: deliveries whose signature was not right.
    """

    def __init__(self, topic: str, clock: Clock) -> None:
        self.topic = topic
        self.callback = ""
        self._clock = clock
        self.token = secrets.token_urlsafe(24)
        self.secret = secrets.token_urlsafe(32)
        self.state: Literal["pending", "active", "denied"] = "pending"
        self.lease = 0
        self.reason = ""
        self.dropped = 0
        self.deliveries: asyncio.Queue[bytes] = asyncio.Queue(WAITING)

    async def wait(self, seconds: float) -> bytes | None:
        """Wait for a delivery; None when none came in time."""
        try:
            async with asyncio.timeout(seconds / self._clock.speed):
                return await self.deliveries.get()
        except TimeoutError:
            return None


class Pushes:
    """All subscriptions of a coverage.

    Args:
        clock: of the coverage.
        address: of the coverage under which the world reaches us, such as `https://live.example/oc-2026`.
    """

    def __init__(self, clock: Clock, address: str) -> None:
        self._clock = clock
        self._address = address
        self._subscriptions: dict[str, Subscription] = {}

    def open(self, topic: str) -> Subscription:
        """Begin a subscription; the oldest makes room where there are too many."""
        subscription = Subscription(topic, self._clock)
        subscription.callback = f"{self._address}/websub/{subscription.token}"
        self._subscriptions[subscription.token] = subscription
        if len(self._subscriptions) > MOST:
            del self._subscriptions[next(iter(self._subscriptions))]
        return subscription

    def close(self, subscription: Subscription) -> None:
        """End a subscription: its address leads nowhere from now on."""
        self._subscriptions.pop(subscription.token, None)

    def find(self, token: str) -> Subscription | None:
        """Find a subscription by the address that a hub has called."""
        return self._subscriptions.get(token)
