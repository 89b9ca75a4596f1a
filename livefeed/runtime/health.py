"""How the ways of a stream are doing."""

from dataclasses import dataclass
from typing import Literal

from livefeed.model.errors import LineError, RefusedError, SilentError
from livefeed.model.times import SECOND

__all__ = ["Health", "WayState", "in_words"]

WayState = Literal["connecting", "live", "polling", "waiting", "stopped"]
"""`waiting`: something went wrong, it is tried again; `stopped`: trying again is of no use."""


@dataclass(slots=True)
class Health:
    """One way of one stream. Times in milliseconds since 1970 UTC."""

    stream: str
    way: str
    main: bool
    since: int
    """When the state began."""
    state: WayState = "connecting"
    problem: LineError | None = None
    """What went wrong last; None once it works again."""
    retry_at: int | None = None
    note: str = ""
    """What an operator should know while it works, in English."""
    payloads: int = 0
    last: int | None = None
    """When the last payload came."""
    connections: int = 0
    """How often it worked."""
    breaks: int = 0
    """How often it did not."""

    @property
    def works(self) -> bool:
        """Whether posts come this way."""
        return self.state in ("live", "polling")

    def change(self, state: WayState, now: int) -> None:
        """Note another state."""
        if state != self.state:
            self.state = state
            self.since = now
            self.connections += self.works


def in_words(health: Health, now: int | None = None) -> str:
    """Say in plain English how a way is doing, for operators; with the wait left where the time is given."""
    if health.works:
        how = "live" if health.state == "live" else "asked from time to time"
        return f"{how}; {health.note}" if health.note else how
    if health.problem is None:
        return "connecting"
    match health.problem:
        case RefusedError():
            words = f"refused, {health.problem}"
        case SilentError():
            words = str(health.problem)
        case _:
            words = f"not reached: {health.problem}"
    if health.state == "stopped":
        return f"{words}; not tried again"
    if now is None or health.retry_at is None:
        return f"{words}; tried again"
    return f"{words}; tried again in {max(0, health.retry_at - now) // SECOND} s"
