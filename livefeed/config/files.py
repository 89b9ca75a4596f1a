"""Read the files that a coverage file names: options that end in `_file`, as those that end in `_env` name variables."""

from pathlib import Path

__all__ = ["MAX_NAMED_FILE", "read_named_file"]

MAX_NAMED_FILE = 1024 * 1024
"""Bytes; what is larger is not what was meant."""


def read_named_file(written: object, folder: Path) -> bytes:
    """Read a file that is named in a coverage file.

    Args:
        written: its name; one that is not absolute counts from `folder`.
        folder: where the coverage file is.

    Raises:
        ValueError: there is no such file, or it cannot be read or is too large; says so.
    """
    if not isinstance(written, str) or not written.strip() or "\0" in written:
        raise ValueError("is no name of a file")
    path = folder / written
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise ValueError(f"{path} is no file")
        with path.open("rb") as file:
            raw = file.read(MAX_NAMED_FILE + 1)
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from error
    if len(raw) > MAX_NAMED_FILE:
        raise ValueError(f"{path} is larger than 1 MiB")
    return raw
