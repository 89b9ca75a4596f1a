"""Things that come one by one, of which one knows how many there will be: for who shows progress."""

from collections.abc import Iterator
from typing import Generic, TypeVar

__all__ = ["Sized"]

T = TypeVar("T")


class Sized(Iterator[T], Generic[T]):
    """An iterator with a length, as `operator.length_hint` asks for it.

    Args:
        things: what comes.
        count: how many, at most: some may go meanwhile.
    """

    def __init__(self, things: Iterator[T], count: int) -> None:
        self._things = things
        self._left = count

    def __next__(self) -> T:
        """Give the next one."""
        one = next(self._things)
        self._left -= 1
        return one

    def __length_hint__(self) -> int:
        """Say how many are still to come."""
        return max(0, self._left)
