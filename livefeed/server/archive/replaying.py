"""The past of a coverage in files: its changes as a player takes them, and what stood where, from when to when.

A board of any moment is found without any board being kept: each version has a row with its place, the change that made
it and the change that ended it. Rows stand in order of place, so a board is read from a moment's place downwards, as the
journal itself does (`runtime/sqlite_past.py`), and its HTML is where the changes are.
"""

from array import array
from collections.abc import Callable, Iterator
from typing import Any

import orjson

from livefeed.model.change import PutEntry
from livefeed.model.entry import Entry
from livefeed.model.times import iso
from livefeed.model.wire import change_to_wire
from livefeed.runtime.past import Past, TimedChange
from livefeed.server.archive.shards import Shards, Write, data_file
from livefeed.server.words import LOCALES

__all__ = ["all_changes", "write_past"]

_END = 253_402_300_799_999
"""Later than all."""
_READ = 200

Render = Callable[[Entry, str], str]


def all_changes(past: Past, tip: int) -> Iterator[TimedChange]:
    """Give all changes up to a number, each with its time of receipt."""
    after, more = 0, True
    while more:
        stretch = past.changes(after, _END, tip, _READ)
        yield from stretch.changes
        after, more = stretch.upto, stretch.more


def write_past(changes: Iterator[TimedChange], about: dict[str, Any], render: Render, write: Write) -> None:
    """Write what a replay needs.

    Args:
        changes: all, in order.
        about: what is known of all of it.
        render: makes a version's HTML in a language.
        write: takes a file.
    """
    chunks = Shards(write, *(f"changes-{lang}" for lang in LOCALES))
    versions = _Versions()
    for t, seq, change in changes:
        versions.note(seq, change.entry_id, change.entry if isinstance(change, PutEntry) else None)
        if isinstance(change, PutEntry):
            entry = change.entry
            head = {"t": iso(t), "seq": seq, "op": "put", "id": entry.id, "key": entry.key}
            rows = [orjson.dumps({**head, "html": render(entry, lang)}) for lang in LOCALES]
        else:
            rows = [orjson.dumps({"t": iso(t), **change_to_wire(change, seq)})] * len(LOCALES)
        chunks.add((seq, iso(t)), *rows)
    chunks.close()
    places = Shards(write, "places")
    for key, begin, end in versions.rows():
        places.add(key, orjson.dumps([key, begin, end]))
    places.close()
    write("data/facts.js", data_file("facts", orjson.dumps({**about, "chunks": chunks.marks, "places": places.marks})))


class _Versions:
    """What stood where, from which change on and before which: 24 bytes a version."""

    def __init__(self) -> None:
        self._places, self._begins, self._ends = array("q"), array("q"), array("q")
        self._standing: dict[str, int] = {}

    def note(self, seq: int, entry_id: str, entry: Entry | None) -> None:
        """Take a change in; without an entry it is gone."""
        before = self._standing.pop(entry_id, None)
        if before is not None:
            self._ends[before] = seq
        if entry is not None:
            self._standing[entry_id] = len(self._begins)
            self._places.append(entry.place)
            self._begins.append(seq)
            self._ends.append(0)

    def rows(self) -> Iterator[tuple[str, int, int]]:
        """Give key, first change, and the one that ended it (0: none has), the highest place first."""
        for number in sorted(range(len(self._places)), key=lambda one: (-self._places[one], self._begins[one])):
            yield f"{self._places[number]:016x}", self._begins[number], self._ends[number]
