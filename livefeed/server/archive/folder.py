"""The folder of an archive: made beside, under another name, and put in the place of the one before when it is complete."""

import contextlib
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from livefeed.model.errors import ExportError

__all__ = ["ArchiveFolder", "Mark"]

_MARK = "livefeed-archive.json"
"""Says that a folder is ours, and may be written anew."""

_OURS = frozenset({_MARK, "index.html", "sitemap.xml", "fr", "en", "data", "files", "media"})
_NOBODYS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What systems leave in folders that they show."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive says of itself."""

    coverage: str
    moment: str
    """Cursor of the journal."""
    livefeed: str
    """Version."""


class ArchiveFolder:
    """`FOLDER.part` until it is complete, then `FOLDER`. What was there before is gone then, all of it.

    Args:
        path: of the folder.
        coverage: slug of what it is to be an archive of.

    Raises:
        ExportError: there is something else at this place; or, from any method, it cannot be written.
    """

    def __init__(self, path: Path, coverage: str) -> None:
        self.path = path
        self._part = path.with_name(f"{path.name}.part")
        self._old = path.with_name(f"{path.name}.old")
        self._coverage = coverage
        self._folders: set[Path] = set()
        self.size = 0
        """Bytes written."""
        for each in (self.path, self._part, self._old):
            self._check(each)
        self._check_names()

    def _check(self, path: Path) -> None:
        """See that a place is free, or has an archive of this coverage."""
        if not path.is_symlink() and not path.exists():
            return
        if path.is_symlink() or not path.is_dir():
            raise ExportError(f"{path}: is no folder\n  Name another one.")
        mark = path / _MARK
        try:
            if all(each == mark for each in path.iterdir()):  # a try that was cut at its beginning, or at its end
                return
            known = msgspec.json.decode(mark.read_bytes(), type=Mark)
        except (OSError, msgspec.MsgspecError):
            raise ExportError(f"{path}: is no archive of ours, and stays as it is\n  Name another folder.") from None
        if known.coverage != self._coverage:
            raise ExportError(f"{path}: is the archive of {known.coverage}, and stays as it is\n  Name another folder.")

    def _check_names(self) -> None:
        """See that nothing of somebody else's would go with an archive that is written anew."""
        for each in self.path.iterdir() if self.path.is_dir() else ():
            if each.name not in _OURS | _NOBODYS and not each.name.startswith("._"):
                raise ExportError(
                    f"{each}: is not of the archive, and would go with it\n  Move it, or name another folder."
                )

    def begin(self, mark: Mark) -> None:
        """Begin anew, with what is left of earlier tries gone."""
        try:
            for path in (self._part, self._old):
                if path.exists():
                    _remove(path)
            self._part.mkdir(parents=True)
        except OSError as error:
            raise ExportError(f"{self._part}: {error.strerror or error}") from error
        self._folders = {self._part}
        self.size = 0
        self.write(_MARK, msgspec.json.format(msgspec.json.encode(mark)) + b"\n")

    def write(self, name: str, data: bytes | Iterable[bytes]) -> None:
        """Write a file, its folder too where it is missing.

        Args:
            name: our own, with slashes.
            data: all of it, or pieces.
        """
        path = self._part / name
        try:
            if path.parent not in self._folders:
                path.parent.mkdir(exist_ok=True)
                self._folders.add(path.parent)
            with path.open("wb") as file:
                for piece in (data,) if isinstance(data, bytes) else data:
                    self.size += file.write(piece)
        except OSError as error:
            raise ExportError(f"{path}: {error.strerror or error}") from error

    def finish(self) -> None:
        """Give it its name."""
        try:
            if self.path.exists():
                self.path.rename(self._old)
            self._part.rename(self.path)
            if self._old.exists():
                _remove(self._old)
        except OSError as error:
            raise ExportError(f"{self.path}: {error.strerror or error}") from error

    def abandon(self) -> None:
        """Leave nothing of a try that nobody can go on with."""
        with contextlib.suppress(OSError):
            if self._folders and self._part.exists():
                _remove(self._part)


def _remove(path: Path) -> None:
    """Remove a folder, and last what says that it is ours: whoever is interrupted may go on."""
    for each in path.iterdir():
        if each.name == _MARK:
            continue
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
    shutil.rmtree(path)
