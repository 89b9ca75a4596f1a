"""A table (CSV) as rows, whatever wrote it: Excel on any system, a database, a script."""

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from livefeed.model.errors import TapeError
from livefeed.runtime.importing.taken import Taken

__all__ = ["MAX_CELL", "MAX_LINE", "Rows", "open_rows"]

MAX_CELL = 256 * 1024
"""Characters of a cell; a longer one ends the reading, as nobody can tell where the next row begins."""
MAX_LINE = 4 * 1024 * 1024
"""Characters of a line; a longer one ends the reading."""

_BEGINNING = 8_192
_CHUNK = 64 * 1024
_SEPARATORS = ",;\t"
_SAID = re.compile(r"sep=(.)\s*\Z", re.IGNORECASE)
"""A first line by which Excel is told what separates columns."""
_QUOTED = re.compile(r'"[^"]*"')
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}
_WINDOWS = "cp1252"
"""What Excel writes in the Americas and the west of Europe."""


class Rows:
    """Rows of a table, once.

    Args:
        file: the table, from its first line on.
    """

    def __init__(self, file: TextIO) -> None:
        first = file.readline(_BEGINNING)
        said = _SAID.match(first)
        self._skipped = int(said is not None)
        if said is None:
            file.seek(0)
        self._rows = csv.reader(_lines(file), delimiter=_separator(first) if said is None else said[1])

    def __iter__(self) -> Iterator[list[str]]:
        """Walk over the rows."""
        return self

    def __next__(self) -> list[str]:
        """Give the next row."""
        return next(self._rows)

    @property
    def number(self) -> int:
        """The line of the file where the last row ended."""
        return self._rows.line_num + self._skipped


@contextmanager
def open_rows(path: Path, taken: Taken, encoding: str | None = None) -> Iterator[Rows]:
    """Open a table: separated by commas, semicolons or tabs, in UTF-8, UTF-16 with a mark, or as Windows writes.

    Args:
        path: of the file.
        taken: hears how it is read, where that is a guess.
        encoding: of the file, where somebody knows it.

    Raises:
        TapeError: it cannot be read, at whatever row.
    """
    csv.field_size_limit(MAX_CELL)
    rows = None
    try:
        known = encoding or _encoding(path)
        if encoding is None and known == _WINDOWS:
            taken.say("is not UTF-8, and read as Windows-1252; --encoding says what it is if accents are wrong")
        with path.open(encoding=known, newline="", errors="replace") as file:
            rows = Rows(file)
            yield rows
    except csv.Error as error:
        raise TapeError(f"{path}: row {rows.number if rows else 1}: {error}") from error
    except OSError as error:
        raise TapeError(f"{path}: {error.strerror or error}") from error


def _lines(file: TextIO) -> Iterator[str]:
    """Give the lines of a file; one that does not end is not read on for ever."""
    while line := file.readline(MAX_LINE):
        if len(line) == MAX_LINE and not line.endswith("\n"):
            raise csv.Error(f"a line is longer than {MAX_LINE:,} characters")
        yield line


def _separator(head: str) -> str:
    return max(_SEPARATORS, key=_QUOTED.sub("", head).count)


def _encoding(path: Path) -> str:
    """Find in what a file is written.

    What is not UTF-8 from its first letter that is not ASCII on is taken for Windows'; where only something in the
    midst is wrong, it is UTF-8 that somebody has damaged.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        beginning = file.read(len(codecs.BOM_UTF8))
        for mark, name in _MARKS.items():
            if beginning.startswith(mark):
                return name
        chunk = beginning
        while chunk:
            try:
                read = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return _WINDOWS if chunk[: error.start].isascii() else "utf-8"
            if not read.isascii():
                return "utf-8"
            chunk = file.read(_CHUNK)
    return "utf-8"
