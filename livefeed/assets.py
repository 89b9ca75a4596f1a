"""Find the pages' templates and static files, and the recordings, installed or in a checkout."""

import hashlib
from pathlib import Path

__all__ = ["Assets"]

_PACKAGE = Path(__file__).parent


class Assets:
    """Files that come with livefeed. Static files are read once and named by their content.

    Attributes:
        web: templates, static files, translations.
        recordings: one folder a recording.
        version: changes when any template, translation or static file does.
    """

    def __init__(self) -> None:
        installed = _PACKAGE / "_web"
        self.web = installed if installed.is_dir() else _PACKAGE.parent / "web"
        played = _PACKAGE / "_replay_data"
        self.recordings = played if played.is_dir() else _PACKAGE.parent / "replay_data"
        self._static = {
            path.name: path.read_bytes() for path in sorted((self.web / "static").iterdir()) if path.is_file()
        }
        everything = hashlib.sha256()
        for path in sorted(self.web.rglob("*")):
            if path.is_file():
                everything.update(path.read_bytes())
        self.version = everything.hexdigest()[:8]

    def static_url(self, name: str) -> str:
        """Give the address of a static file; it changes with the content, so that browsers may keep it for ever."""
        return f"/static/{name}?v={self.version}"

    def static(self, name: str) -> bytes | None:
        """Give a static file, or None where there is none of this name."""
        return self._static.get(name)
