"""What could not be had, and from when on it is worth trying again: ever later, and forgotten in the end."""

from collections import OrderedDict
from typing import NamedTuple

from livefeed.model.times import DAY, HOUR, MINUTE

__all__ = ["Setbacks"]

_FIRST = MINUTE
_FIRST_LASTING = HOUR
_GROWTH = 4
_LONGEST = DAY
_REMEMBERED = 10_000
"""Names; past it the one that failed longest ago is forgotten."""


class _Setback(NamedTuple):
    wait: int
    until: int


class Setbacks:
    """Failures by name. Times in milliseconds."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, _Setback] = OrderedDict()

    def waits(self, name: str, now: int) -> bool:
        """Tell whether it is too early to try again."""
        known = self._known.get(name)
        return known is not None and now < known.until

    def add(self, name: str, now: int, *, lasting: bool = False, retry_at: int | None = None) -> None:
        """Note a failure.

        Args:
            name: of what failed.
            now: the time.
            lasting: it will hardly be better in a minute.
            retry_at: when the other side says to come back.
        """
        before = self._known.pop(name, None)
        first = _FIRST_LASTING if lasting else _FIRST
        wait = first if before is None else min(before.wait * _GROWTH, _LONGEST)
        self._known[name] = _Setback(wait, max(now + wait, min(retry_at or 0, now + _LONGEST)))
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    def forget(self, name: str) -> None:
        """Let it be tried at once."""
        self._known.pop(name, None)
