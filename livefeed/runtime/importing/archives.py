"""Open what a network gives one to download: a zip, a tar.gz, a folder; and walk over the objects of a large JSON file.

Archives are believed nothing: no path is followed, nothing is unpacked to the disk, and what is read has a limit.
"""

import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import IO

from livefeed.model.errors import TapeError

__all__ = ["MAX_MEMBER", "MAX_OBJECT", "MAX_RATIO", "objects", "open_member"]

MAX_MEMBER = 2 * 1024 * 1024 * 1024
"""Bytes of a file in an archive, unpacked."""
MAX_RATIO = 300
"""Bytes that one packed byte may become; JSON of posts packs ten times smaller, a bomb a thousand times."""
MAX_MEMBERS = 200_000
"""Files of an archive that are looked through."""
MAX_OBJECT = 1024 * 1024
"""Bytes of one object; a larger one is left out."""

_CHUNK = 64 * 1024
_LEVEL = 2
"""Brackets that are open around an object: those of the outermost object and of an array in it."""
_SIGN = re.compile(rb'["{}\[\]]')
_IN_TEXT = re.compile(rb'["\\]')


def open_member(path: Path, name: str, opened: ExitStack) -> Iterator[bytes] | None:
    """Read a file of an archive in chunks; None where the archive has none of this name.

    Args:
        path: a folder, a zip, or a tar, packed or not.
        name: of the file; it may lie in a folder of the archive.
        opened: keeps what must be closed.

    Raises:
        TapeError: it is no archive, or it becomes larger than it may.
    """
    try:
        if path.is_dir():
            file = path / name
            return _chunks(opened.enter_context(file.open("rb")), path, None) if file.is_file() else None
        if zipfile.is_zipfile(path):
            return _of_zip(path, opened.enter_context(zipfile.ZipFile(path)), name, opened)
        return _of_tar(path, name, opened)
    except (OSError, tarfile.TarError, zipfile.BadZipFile, EOFError, zlib.error, RuntimeError) as error:
        raise TapeError(f"{path}: cannot be opened as an archive: {error}") from error


def _of_zip(path: Path, archive: zipfile.ZipFile, name: str, opened: ExitStack) -> Iterator[bytes] | None:
    for member in archive.infolist()[:MAX_MEMBERS]:
        if PurePosixPath(member.filename).name == name:
            return _chunks(opened.enter_context(archive.open(member)), path, max(1, member.compress_size) * MAX_RATIO)
    return None


def _of_tar(path: Path, name: str, opened: ExitStack) -> Iterator[bytes] | None:
    archive = opened.enter_context(tarfile.open(path, "r:*"))  # noqa: SIM115 - the stack closes it
    for number, member in enumerate(archive):
        if number >= MAX_MEMBERS:
            return None
        if member.isfile() and PurePosixPath(member.name).name == name:
            file = archive.extractfile(member)
            return None if file is None else _chunks(file, path, path.stat().st_size * MAX_RATIO)
    return None


def _chunks(file: IO[bytes], path: Path, most: int | None) -> Iterator[bytes]:
    limit = MAX_MEMBER if most is None else min(MAX_MEMBER, most + _CHUNK)
    came = 0
    while True:
        try:
            chunk = file.read(_CHUNK)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, tarfile.TarError) as error:
            raise TapeError(f"{path}: is damaged: {error}") from error
        if not chunk:
            return
        came += len(chunk)
        if came > limit:
            raise TapeError(f"{path}: becomes larger than {limit:,} bytes when it is unpacked")
        yield chunk


def objects(chunks: Iterator[bytes], left: Callable[[str], None]) -> Iterator[bytes]:
    """Give the objects that stand in arrays of the outermost object of a JSON text, one by one.

    Args:
        chunks: the text.
        left: called with why one is left out.
    """
    walk = _Walk(left)
    for chunk in chunks:
        yield from walk.through(chunk)
    if walk.depth > 0:
        left("the file is cut off")


class _Walk:
    """Goes through a JSON text in chunks, and keeps of it but the object that it is in."""

    def __init__(self, left: Callable[[str], None]) -> None:
        self.depth = 0
        self._left = left
        self._object: bytearray | None = None
        self._in_text = False
        self._escaped = False

    def through(self, chunk: bytes) -> Iterator[bytes]:
        """Give the objects that end in the next chunk."""
        begun = 0
        at = int(self._escaped)
        self._escaped = False
        while (found := (_IN_TEXT if self._in_text else _SIGN).search(chunk, at)) is not None:
            at = found.end()
            sign = found.group()
            if sign == b"\\":
                at += 1
                self._escaped = at > len(chunk)
            elif sign == b'"':
                self._in_text = not self._in_text
            elif sign in b"{[":
                if sign == b"{" and self.depth == _LEVEL:
                    self._object, begun = bytearray(), found.start()
                self.depth += 1
            else:
                self.depth -= 1
                if self.depth == _LEVEL and self._object is not None:
                    self._keep(chunk[begun:at])
                    yield from self._ended()
        self._keep(chunk[begun:])

    def _keep(self, part: bytes) -> None:
        if self._object is not None and len(self._object) <= MAX_OBJECT:
            self._object += part

    def _ended(self) -> Iterator[bytes]:
        whole, self._object = bytes(self._object or b""), None
        if len(whole) > MAX_OBJECT:
            self._left("too long")
        else:
            yield whole
