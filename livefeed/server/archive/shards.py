"""Data for pages that cannot ask a server: rows in files of a size that loads at once, each a script that hands them over."""

from collections.abc import Callable, Sequence
from typing import Any

import orjson

__all__ = ["Shards", "Write", "data_file"]

_FULL = 190_000
"""Bytes."""

Write = Callable[[str, bytes], None]


def data_file(name: str, data: bytes) -> bytes:
    """Write JSON as a script that hands it over by its name."""
    return b'livefeedFile("' + name.encode() + b'",' + data + b");\n"


class Shards:
    """Files `NAME-1.js`, `NAME-2.js` … of rows, each with a mark by which the file that has a row is found.

    Args:
        write: takes a file.
        names: of what is written side by side: each file of one has the rows of the same number of the others.
    """

    def __init__(self, write: Write, *names: str) -> None:
        self._write = write
        self._names = names
        self._rows: list[Sequence[bytes]] = []
        self._sizes = [0] * len(names)
        self.marks: list[Any] = []
        """Of the first row of each file."""

    def add(self, mark: object, *rows: bytes) -> None:
        """Put a row, in JSON, for each name."""
        sizes = [size + len(row) + 1 for size, row in zip(self._sizes, rows, strict=True)]
        if self._rows and max(sizes) > _FULL:
            self.close()
            sizes = [len(row) + 1 for row in rows]
        if not self._rows:
            self.marks.append(mark)
        self._rows.append(rows)
        self._sizes = sizes

    def close(self) -> None:
        """Write what is left."""
        if not self._rows:
            return
        for name, rows in zip(self._names, zip(*self._rows, strict=True), strict=True):
            numbered = f"{name}-{len(self.marks)}"
            self._write(f"data/{numbered}.js", data_file(numbered, b"[" + b",\n".join(rows) + b"]"))
        self._rows = []

    def write_marks(self, name: str, **more: object) -> None:
        """Write by what the files are found, as a file of its own."""
        self.close()
        self._write(f"data/{name}.js", data_file(name, orjson.dumps({"firsts": self.marks, **more})))
