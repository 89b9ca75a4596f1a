"""What the writes of one commit come to together: each row once, as it is in the end, and few statements for all."""

from collections import Counter
from collections.abc import Iterator, Mapping

import apsw

from livefeed.engine.finding import entry_terms
from livefeed.engine.state import Step
from livefeed.model.change import Change, PutEntry
from livefeed.model.entry import Entry
from livefeed.model.errors import JournalError
from livefeed.model.times import MINUTE
from livefeed.runtime.journal import Write
from livefeed.runtime.sealing import seal
from livefeed.runtime.sqlite_changes import put_changes, read_change
from livefeed.runtime.sqlite_erasing import erase
from livefeed.runtime.sqlite_format import Marks
from livefeed.runtime.sqlite_memory import Memory, name_row
from livefeed.runtime.sqlite_rows import put_rows, select_rows
from livefeed.runtime.sqlite_volume import Counted, add_volume
from livefeed.runtime.sqlite_words import Words

__all__ = ["Batch", "Last"]

_LAST_OF = """
SELECT change.entry, change.seq, change.t, change.body FROM json_each(?) AS asked
JOIN change ON change.seq = (SELECT max(seq) FROM change WHERE entry = asked.value)
"""

Last = tuple[int, Entry | None]
"""The number of an entry's last change, and the entry as it is by it; None where it is gone."""


class Batch:
    """Gathers writes, then writes.

    Args:
        marks: how far the journal is before it.
        recent: the last changes of some entries, as they are on the disk.
    """

    def __init__(self, marks: Marks, recent: Mapping[int, Last]) -> None:
        self.tip = marks.tip
        self.numbered: list[tuple[int, Change]] = []
        self.erases = False
        self._before_it = marks
        self._t = marks.newest_t
        self._times: list[int] = []
        """Of the changes."""
        self._removed = marks.removed
        self._erased_at = marks.erased_at
        self._posts_counted = marks.posts_taken
        self._volume: Counted = {}
        self._volume_step = marks.volume_step
        self.last: dict[int, Last] = {}
        """By the entry's ordinal."""
        self._recent = recent
        self._counters = (marks.posts_taken, marks.entries_made, marks.newest, marks.attic_tail)
        self._memory = Memory()
        self._positions: dict[str, str] = {}

    def add(self, write: Write) -> None:
        """Number a write's changes, and take it in."""
        # What was received later comes later, whatever a clock or a tape says: a moment is a beginning of the journal.
        self._t = max(self._t, write.t)
        for step in write.steps:
            for change in step.changes:
                self._number(change)
            self._count(step)
            self._memory.add(step)
            # What only moves into the archive is not deleted. A hidden post that is has no change to say so.
            self.erases |= len(step.gone) > sum(len(retired.posts) for retired in step.retired)
        if write.position is not None:
            name, value = write.position
            self._positions[name] = value
        self._counters = write.counters

    def _number(self, change: Change) -> None:
        self.tip += 1
        self.numbered.append((self.tip, change))
        self._times.append(self._t)
        if isinstance(change, PutEntry):
            self.last[change.ordinal] = self.tip, change.entry
        else:
            self.last[change.ordinal] = self.tip, None
            self._removed += change.heir is None
        if change.erases:
            self._erased_at = self.tip
            self.erases = True

    def _count(self, step: Step) -> None:
        """Count the posts that are new in a step."""
        for held in step.held:
            if held.number >= self._posts_counted:
                self._posts_counted = held.number + 1
                if not held.hidden:
                    minute = self._volume.setdefault(self._t - self._t % MINUTE, Counter())
                    minute[held.post.network] += 1

    @property
    def marks(self) -> Marks:
        """How far the journal is with it."""
        taken, made, newest, tail = self._counters
        return Marks(
            tip=self.tip,
            posts_taken=taken,
            entries_made=made,
            newest=newest,
            attic_tail=tail,
            newest_t=self._t,
            removed=self._removed,
            erased_at=self._erased_at,
            volume_step=self._volume_step,
        )

    def write(self, db: apsw.Connection, words: Words) -> None:
        """Write all of it, in the transaction that is under way.

        Raises:
            JournalError: what the journal says of an entry before is damaged.
        """
        before = self._before(db)
        made_before = self._before_it.entries_made
        erased = erase(db, self.numbered)
        timed = zip(self.numbered, self._times, strict=True)
        put_changes(db, [(seq, t, change) for (seq, change), t in timed if seq not in erased])
        made = {change.ordinal: change.entry_id for _, change in self.numbered if change.ordinal >= made_before}
        put_rows(db, "REPLACE INTO name", [name_row(name, ordinal) for ordinal, name in made.items()])
        self._write_board(db, before)
        moved = [ordinal for ordinal, last in self.last.items() if _is_found_otherwise(before.get(ordinal), last)]
        words.move(
            db,
            [(entry.place, entry_terms(entry)) for entry in _entries(before, moved)],
            [(entry.place, entry_terms(entry)) for entry in _entries(self.last, moved)],
        )
        self._memory.write(db)
        self._volume_step = add_volume(db, self._volume, self._volume_step)
        put_rows(db, "REPLACE INTO position", [(name, seal(value)) for name, value in self._positions.items()])

    def _before(self, db: apsw.Connection) -> dict[int, Last]:
        """Say what the entries were that had been made before."""
        known = [ordinal for ordinal in self.last if ordinal < self._before_it.entries_made]
        before = {ordinal: self._recent[ordinal] for ordinal in known if ordinal in self._recent}
        before.update(_read_last(db, [ordinal for ordinal in known if ordinal not in before]))
        return before

    def _write_board(self, db: apsw.Connection, before: dict[int, Last]) -> None:
        """Put each entry where it stands now; of two in one place the newer has it."""
        left = [
            (entry.place, seq)
            for ordinal, (seq, entry) in before.items()
            if entry is not None and not _stands_at(self.last[ordinal][1], entry.place)
        ]
        db.executemany("DELETE FROM entry WHERE place = ? AND seq = ?", left)
        stand = sorted((seq, entry.place) for seq, entry in self.last.values() if entry is not None)
        put_rows(db, "REPLACE INTO entry", [(place, seq) for seq, place in stand])


def _read_last(db: apsw.Connection, ordinals: list[int]) -> Iterator[tuple[int, Last]]:
    for ordinal, seq, t, body in select_rows(db, _LAST_OF, ordinals):
        number = int(str(seq))
        try:
            change = read_change(seq, t, body)
        except JournalError as error:
            raise JournalError(f"damaged: change, row {number}: {error}") from error
        yield int(str(ordinal)), (number, change.entry if isinstance(change, PutEntry) else None)


def _entries(of: dict[int, Last], ordinals: list[int]) -> Iterator[Entry]:
    for ordinal in ordinals:
        _, entry = of.get(ordinal, (0, None))
        if entry is not None:
            yield entry


def _stands_at(entry: Entry | None, place: int) -> bool:
    return entry is not None and entry.place == place


def _is_found_otherwise(before: Last | None, after: Last) -> bool:
    """Tell whether an entry may have another place or other terms than before."""
    was = None if before is None else before[1]
    now = after[1]
    if was is None or now is None:
        return was is not now
    return (was.place, was.post, was.lanes, was.links) != (now.place, now.post, now.lanes, now.links)
