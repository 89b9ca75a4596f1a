"""What a journal can say of how things were: the board of any moment, what followed, and how much came when.

A moment is a beginning of the journal: all changes that were received up to a time. What was deleted later is in none.
"""

from typing import Protocol

import msgspec

from livefeed.model.change import Change
from livefeed.model.entry import Entry

__all__ = ["Facts", "Past", "Standing", "Stretch", "TimedChange"]

TimedChange = tuple[int, int, Change]
"""Time of receipt (milliseconds), number, and the change."""


class Facts(msgspec.Struct, kw_only=True, frozen=True):
    """What is known of all of a journal. Times in milliseconds since 1970 UTC."""

    tip: int
    begins: int | None
    """When the first change was received that is still there; None where there is none."""
    ends: int | None
    entries: int
    """That are there now."""
    removed: int
    """That were there, and are gone for good; those that joined another are not counted."""
    first: str | None
    """The entry with which it begins."""
    step: int
    """Milliseconds of which a count of the volume is."""
    volume: dict[int, dict[str, int]]
    """By the time at which a stretch begins, in order: posts received, by network. Stretches without posts are missing."""


class Standing(msgspec.Struct, kw_only=True, frozen=True):
    """A part of the board of a moment."""

    at: int
    """The moment, milliseconds: that of the journal's last change, where a later one was asked for."""
    seq: int
    """The number of the moment's last change; 0 where nothing had come."""
    entries: list[tuple[int, Entry]]
    """The newest first, each with the number of the change by which it is as it is."""
    older: str | None
    """Key below which more may stand; None where nothing does."""
    erased_at: int
    """The number of the journal's last change that took earlier ones away; 0 where there is none."""


class Stretch(msgspec.Struct, kw_only=True, frozen=True):
    """Changes in order, between a number and a moment."""

    changes: list[TimedChange]
    upto: int
    """The number of the last change of the stretch, erased ones counted."""
    more: bool
    """Whether more follow up to the moment."""
    erased_at: int
    """As of `Standing`."""


class Past(Protocol):
    """Of one journal; every method blocks, and may be called from any thread.

    Raises:
        JournalError: from any method: what is kept is damaged, or cannot be read.
    """

    def facts(self) -> Facts:
        """Say what is known of all of it."""

    def board(self, at: int, tip: int, before: int | None, limit: int) -> Standing:
        """Give the entries of the board of a moment.

        Args:
            at: the moment, milliseconds; after the last change nothing is known of how things were.
            tip: the last number that readers know of.
            before: give what stands below this place on the page (`Entry.place`); None begins at the top.
            limit: at most so many; fewer may come, with `older` to ask on.
        """

    def count(self, at: int, tip: int, most: int) -> int:
        """Count the entries of the board of a moment, up to one more than so many: much quicker than to read them."""

    def changes(self, after: int, at: int, tip: int, limit: int) -> Stretch:
        """Give the changes that follow a number, up to a moment.

        Args:
            after: the number.
            at: the moment, milliseconds.
            tip: the last number that readers know of.
            limit: at most so many.
        """
