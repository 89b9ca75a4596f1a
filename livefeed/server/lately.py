"""What happened to a coverage lately, as far as those want to know it who come by and by: when it changed, what went."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from livefeed.model.change import Change, DropEntry
from livefeed.runtime.hub import RING, Hub

__all__ = ["REMEMBERED", "Lately"]

REMEMBERED = 100
"""Entries that are gone; past it the one that went first is forgotten. It is absent from feeds in any case."""


class Lately:
    """Follows a hub. An entry is gone, too, whose author does not want to be found any more.

    What went before the start is known as far as the journal's last changes tell of it, and counts as gone by then.

    Args:
        hub: of the coverage.
        now: tells the coverage's time, milliseconds since 1970 UTC.

    Attributes:
        changed_at: when something changed last, milliseconds; the start where nothing has changed since.
        has_changed: whether something has changed since the start.
    """

    def __init__(self, hub: Hub, now: Callable[[], int]) -> None:
        self._now = now
        self._gone: OrderedDict[str, int] = OrderedDict()
        self._found: OrderedDict[str, None] = OrderedDict()
        self.changed_at = now()
        self._take(hub.after(hub.floor, RING))
        self.has_changed = False
        hub.watch(self._take)

    @property
    def gone(self) -> list[tuple[str, int]]:
        """The entries that went, the last first, and when, milliseconds."""
        return list(reversed(self._gone.items()))

    def _take(self, changes: Sequence[tuple[int, Change]]) -> None:
        self.changed_at, self.has_changed = self._now(), True
        for _, change in changes:
            if isinstance(change, DropEntry):
                self._found.pop(change.id, None)
                self._goes(change.id)
            elif change.entry.post.indexable:
                self._gone.pop(change.entry_id, None)
                self._found[change.entry_id] = None
                if len(self._found) > RING:
                    self._found.popitem(last=False)
            elif change.entry_id in self._found:
                del self._found[change.entry_id]
                self._goes(change.entry_id)

    def _goes(self, entry_id: str) -> None:
        self._gone.pop(entry_id, None)
        self._gone[entry_id] = self.changed_at
        if len(self._gone) > REMEMBERED:
            self._gone.popitem(last=False)
