"""What part of a coverage is exported, and in which form."""

import hashlib

import msgspec

from livefeed import __version__
from livefeed.engine.choosing import ANY, Choice

__all__ = ["FORMATS", "Asked", "moment_of"]

FORMATS = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "html": "text/html",
    "md": "text/markdown",
    "atom": "application/atom+xml",
}
"""Media types, by what a file's name ends with."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One export. Times in milliseconds since 1970 UTC.

    Raises:
        ValueError: it makes no sense; says why.
    """

    form: str
    """One of `FORMATS`."""
    lang: str
    choice: Choice = ANY
    begin: int | None = None
    """Only what stands at this time or later."""
    end: int | None = None
    """Only what stands before this time."""
    changes: bool = False
    """All changes as the journal has them, in place of the entries as they are."""
    origin: str | None = None
    """Where the coverage is served, `https://live.example`; None where nobody says."""

    def __post_init__(self) -> None:
        """See that it makes sense."""
        if self.begin is not None and self.end is not None and self.begin >= self.end:
            raise ValueError("from is not before to")
        if self.changes and (self.form != "ndjson" or (self.choice, self.begin, self.end) != (ANY, None, None)):
            raise ValueError("changes are given as ndjson, and all of them")

    def tag(self, cursor: str, version: str) -> str:
        """Name the very bytes of this export at a moment: the same name, the same bytes.

        Args:
            cursor: of the moment.
            version: of templates and translations.
        """
        what = hashlib.blake2b(msgspec.json.encode([self, __version__, version]), digest_size=6)
        return f"{cursor}-{what.hexdigest()}.{self.form}"


def moment_of(tag: str) -> str:
    """Give the cursor of the moment in the name of an export, whatever else that says."""
    return tag.partition("-")[0]
