"""Find the pages' templates and static files, and the recordings, installed or in a checkout."""

import base64
import hashlib
import re
from pathlib import Path

import rcssmin
import rjsmin

from livefeed.joining import join

__all__ = ["Assets", "integrity_of"]

_PACKAGE = Path(__file__).parent

_IMPORT = re.compile(r'(?P<how>from|import\(|import)(?P<before>\s*)"\./(?P<name>[\w-]+\.js)"')
"""How our modules name each other."""

_JOINED = {"embed.js": "widget-element.js", "embed-frame.js": "widget-frame.js"}
"""Scripts of one file, and the module that each begins with: for strange pages, which should wait for one file alone."""


class Assets:
    """Files that come with livefeed. Static files are read once, slimmed, and named by their content.

    Attributes:
        web: templates, static files, translations.
        recordings: one folder a recording.
        version: changes when any template, translation or static file does.
        embed_version: changes when the script of the widget does.
    """

    def __init__(self) -> None:
        installed = _PACKAGE / "_web"
        self.web = installed if installed.is_dir() else _PACKAGE.parent / "web"
        played = _PACKAGE / "_replay_data"
        self.recordings = played if played.is_dir() else _PACKAGE.parent / "replay_data"
        everything = hashlib.sha256()
        for path in sorted(self.web.rglob("*")):
            if path.is_file():
                everything.update(path.read_bytes())
        self.version = everything.hexdigest()[:8]
        files = [path for path in sorted((self.web / "static").iterdir()) if path.is_file()]
        self._static = {path.name: _slim(path, self.version) for path in files}
        self._needs = {path.name: _needs(path) for path in files if path.suffix == ".js"}
        self._static |= {name: self._joined(first) for name, first in _JOINED.items() if first in self._needs}
        self.embed_version = hashlib.sha256(self._static.get("embed.js", b"")).hexdigest()[:12]
        released = sorted((self.web / "embed").glob("*.js")) if (self.web / "embed").is_dir() else []
        self._locked = {path.stem: path.read_bytes() for path in released}
        self._locked[self.embed_version] = self._static.get("embed.js", b"")

    def static_url(self, name: str) -> str:
        """Give the address of a static file; it changes with the content, so that browsers may keep it for ever."""
        return f"/static/{name}?v={self.version}"

    def static(self, name: str) -> bytes | None:
        """Give a static file, or None where there is none of this name."""
        return self._static.get(name)

    def locked(self, version: str) -> bytes | None:
        """Give the widget's script of a version: today's, or that of a release; None where there is none."""
        return self._locked.get(version)

    def keep(self) -> Path:
        """Keep the widget's script of today beside those of earlier releases; returns where."""
        path = self.web / "embed" / f"{self.embed_version}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(self._static["embed.js"])
        return path

    def graph(self, name: str) -> list[str]:
        """List a module and all that it needs at once: what it imports, and what those do; not what they load later."""
        needed = [name]
        for each in needed:
            needed.extend(sorted(self._needs[each].difference(needed)))
        return needed

    def _joined(self, first: str) -> bytes:
        """Make one script of a module and all that it needs. It is the same as long as these are, so it names no version."""
        sources = {path.name: path.read_text(encoding="utf-8") for path in (self.web / "static").glob("*.js")}
        files = {name: f"/static/{name}" for name in self._static} | {"embed.css": self._static["embed.css"].decode()}
        # Statements of ours end with a semicolon, so no line has to end where a block does.
        return re.sub(r"(?<=[})])\n", "", str(rjsmin.jsmin(join(first, sources, files)))).encode()


def integrity_of(data: bytes) -> str:
    """Give what a page may hold a script to (Subresource Integrity)."""
    return f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"


def _needs(path: Path) -> set[str]:
    imports = _IMPORT.finditer(path.read_text(encoding="utf-8"))
    return {each["name"] for each in imports if each["how"] == "from"}


def _slim(path: Path, version: str) -> bytes:
    """Take comments and spare blanks out of scripts and styles; let a module import others by their lasting addresses."""
    if path.suffix == ".css":
        return str(rcssmin.cssmin(path.read_text(encoding="utf-8"))).encode()
    if path.suffix == ".js":
        lasting = _IMPORT.sub(rf'\g<how>\g<before>"./\g<name>?v={version}"', path.read_text(encoding="utf-8"))
        return str(rjsmin.jsmin(lasting)).encode()
    return path.read_bytes()
