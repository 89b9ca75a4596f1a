"""Pictures on disk, under their names: at most so many bytes, none older than so long, and none that must be gone.

It is a cache: a file that is lost, cut off or cannot be written costs a fetch, nothing else.
"""

import asyncio
import contextlib
import os
import secrets
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from livefeed.model.errors import LivefeedError
from livefeed.runtime.pictures import is_whole

__all__ = ["KeptPictures", "PictureStore", "Stored"]

_KEY_BYTES = 32
_KEY = "key"
_FILE = ".webp"
_HALF = ".new"
"""Of a file that is being written."""


class Stored(NamedTuple):
    """A picture that is on disk."""

    size: int
    at: int
    """When it was made, milliseconds."""


class PictureStore:
    """A folder of pictures, and the key that signs their names.

    Args:
        folder: its own; made when missing.
        quota: bytes of all files.
        keep: milliseconds.

    Raises:
        LivefeedError: the folder cannot be used.
    """

    def __init__(self, folder: Path, *, quota: int, keep: int) -> None:
        self._folder = folder
        self._quota = quota
        self._keep = keep
        self._files: OrderedDict[str, Stored] = OrderedDict()
        self._bytes = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.key = _key(folder / _KEY)
        except OSError as error:
            raise LivefeedError(f"{folder}: pictures cannot be kept there: {error.strerror or error}") from error

    async def open(self) -> None:
        """Look what is there from before; until then nothing is read or written."""
        for name, stored in sorted(await asyncio.to_thread(self._found), key=lambda one: one[1].at):
            self._files[name] = stored
            self._bytes += stored.size

    def _found(self) -> list[tuple[str, Stored]]:
        found: list[tuple[str, Stored]] = []
        for path in self._folder.iterdir():
            if path.suffix == _HALF:
                path.unlink()
            elif path.suffix == _FILE:
                status = path.lstat()
                found.append((path.stem, Stored(status.st_size, status.st_mtime_ns // 1_000_000)))
        return found

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_FILE}"

    async def read(self, name: str) -> tuple[bytes, Stored] | None:
        """Give a picture, and note that it was asked for; None where it is not here (whole)."""
        stored = self._files.get(name)
        if stored is None:
            return None
        self._files.move_to_end(name)
        try:
            data = await asyncio.to_thread(self._path(name).read_bytes)
        except OSError:
            data = b""
        if is_whole(data):
            return data, stored
        if self._files.get(name) is stored:  # else somebody has written or removed it meanwhile
            self.remove(name)
        return None

    async def write(self, name: str, data: bytes, at: int, *, wanted: Callable[[], bool]) -> Stored:
        """Keep a picture, and let go of those asked for longest ago where there are too many.

        Args:
            name: signed.
            data: the file.
            at: the time, milliseconds.
            wanted: asked before and after the file is written; where it is not any more, nothing stays.
        """
        stored = Stored(len(data), at)
        if not wanted():
            return stored
        with contextlib.suppress(OSError):  # the disk is full: it is shown all the same
            await asyncio.to_thread(self._write, name, data, at)
            self._forget(name)
            self._files[name] = stored
            self._bytes += stored.size
        if not wanted():
            self.remove(name)
        while self._bytes > self._quota:
            self.remove(next(iter(self._files)))
        return stored

    def _write(self, name: str, data: bytes, at: int) -> None:
        half = self._folder / f"{name}{_HALF}"
        half.write_bytes(data)
        os.utime(half, ns=(at * 1_000_000, at * 1_000_000))
        half.replace(self._path(name))

    def _forget(self, name: str) -> None:
        stored = self._files.pop(name, None)
        self._bytes -= stored.size if stored else 0

    def remove(self, name: str) -> None:
        """Take a picture off the disk at once."""
        self._forget(name)
        with contextlib.suppress(OSError):  # its name answers no more; the next start tries again
            self._path(name).unlink(missing_ok=True)

    def tidy(self, now: int, shown: Callable[[str], bool]) -> None:
        """Take off the disk what is too old, and what nothing that is shown carries (after a crash, say)."""
        for name, stored in list(self._files.items()):
            if now - stored.at > self._keep or not shown(name):
                self.remove(name)


class KeptPictures:
    """The pictures of a folder for who only reads them, also beside the server that keeps them: nothing is made or fetched.

    Args:
        folder: of a `PictureStore`; where there is none, there are no pictures.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self.key = (folder / _KEY).read_bytes()
        except OSError:
            self.key = b""

    def read(self, name: str) -> bytes | None:
        """Give a picture; None where it is not there (whole)."""
        try:
            data = (self._folder / f"{name}{_FILE}").read_bytes()
        except OSError:
            return None
        return data if is_whole(data) else None


def _key(path: Path) -> bytes:
    """Read the key, or make it the first time; for nobody else's eyes."""
    if not path.exists():
        half = path.with_suffix(_HALF)
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        raise LivefeedError(f"{path}: is not the key that was written there\n  Delete it: pictures get new addresses.")
    return key
