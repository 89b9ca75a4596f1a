"""Every error that livefeed raises on purpose.

LivefeedError
├── ConfigError     a file that a person wrote says something we cannot follow
├── PayloadError    bytes from a network that a source cannot read: counted, never fatal
├── TapeError       a tape that cannot be read at all (one bad line is only counted)
├── CursorGapError       a reader's cursor cannot be continued: it gets a fresh board and is told
├── LineError       a connection to a network did not work out: tried again, and said in the stream's health
│   ├── ForbiddenError    the address must not be dialled
│   ├── UnreachableError  nobody answered, or the connection broke
│   ├── SilentError       connected, but nothing came
│   └── RefusedError      an answer came, and it was no
├── LimitError      work in a process of its own took too long or too much memory
├── PictureError    bytes that are no picture, or not one that we show
├── ExportError     a file that somebody wants cannot be made or written
├── JournalError    our own data is damaged or cannot be written: fatal, loudly
└── BenchError      a measurement cannot be made on this machine, or broke off
"""

__all__ = [
    "BenchError",
    "ConfigError",
    "CursorGapError",
    "ExportError",
    "ForbiddenError",
    "JournalError",
    "LimitError",
    "LineError",
    "LivefeedError",
    "PayloadError",
    "PictureError",
    "RefusedError",
    "SilentError",
    "TapeError",
    "UnreachableError",
]


class LivefeedError(Exception):
    """The root of all errors raised on purpose."""


class ConfigError(LivefeedError):
    """A coverage file is wrong; says where, what was found, and what to write instead.

    Attributes:
        file: the file's name as the person gave it.
        line: 1-based line, or None where the file as a whole is meant.
        key: dotted key, such as `stream[2].server`, or an empty string.
        problem: what was found.
        remedy: what to write instead.
    """

    def __init__(self, *, file: str, line: int | None, key: str, problem: str, remedy: str) -> None:
        self.file = file
        self.line = line
        self.key = key
        self.problem = problem
        self.remedy = remedy
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {f'{key}: ' if key else ''}{problem}\n  {remedy}")


class PayloadError(LivefeedError):
    """A payload is not what its network's documentation promises."""


class TapeError(LivefeedError):
    """A tape cannot be opened or is no tape."""


class CursorGapError(LivefeedError):
    """What follows this cursor is no longer (or was never) ours to give.

    Attributes:
        why: `another-journal`, `too-old` or `unreadable`.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class ExportError(LivefeedError):
    """A file that somebody wants cannot be made or written; says why, and what to do."""


class JournalError(LivefeedError):
    """The journal is damaged or cannot be written."""


class LimitError(LivefeedError):
    """Work in a process of its own took too long or too much memory."""


class PictureError(LivefeedError):
    """These bytes are no picture, or not one that we show; says why."""


class LineError(LivefeedError):
    """A connection to a network did not work out."""


class ForbiddenError(LineError):
    """The address must not be dialled: it is not one of the public Internet, and nobody allowed it."""


class UnreachableError(LineError):
    """Nobody answered, or the connection broke."""


class SilentError(LineError):
    """Connected, but nothing came for so long that something must be wrong."""


class RefusedError(LineError):
    """An answer came, and it was no.

    Attributes:
        status: HTTP status, or 0 where the network says it in its own way.
        reason: what the network says, short.
        retry_at: not before this time, milliseconds since 1970 UTC; None where it does not say.
        final: trying again is of no use until somebody changes something.
    """

    def __init__(self, reason: str, *, status: int = 0, retry_at: int | None = None, final: bool = False) -> None:
        self.status = status
        self.reason = reason
        self.retry_at = retry_at
        self.final = final
        super().__init__(f"{reason} ({status})" if status else reason)


class BenchError(LivefeedError):
    """A measurement cannot be made on this machine, or broke off; says what is missing."""
