"""Find the line of a key in a TOML text, for error messages: `tomllib` does not keep it."""

import re

__all__ = ["line_of"]

_TABLE = re.compile(r"\s*\[(\[)?\s*([\w.\-\"' ]+?)\s*\]\]?\s*(?:#.*)?$")
_PART = re.compile(r"(\w[\w-]*)(?:\[(\d+)\])?\Z")


def line_of(text: str, key: str) -> int | None:
    """Give the 1-based line of a key such as `slug`, `accounts.only` or `stream[2].server`.

    Where the key itself is not there, the line of its table is given; None where that is not there either.
    """
    table, number, name = _split(key)
    seen: dict[str, int] = {}
    here, here_number = "", 0
    fallback: int | None = None
    for line_number, line in enumerate(text.splitlines(), 1):
        header = _TABLE.match(line)
        if header:
            here = header.group(2).strip("\"' ")
            seen[here] = here_number = seen.get(here, 0) + 1
            if here == (table or name) and here_number == number:
                fallback = fallback or line_number
        elif here == table and (not table or here_number == number) and _begins(line, name):
            return line_number
        elif not here and table and _begins(line, table):
            fallback = fallback or line_number
    return fallback


def _split(key: str) -> tuple[str, int, str]:
    """Split `stream[2].server` into table, its number, and name."""
    head, _, name = key.rpartition(".")
    part = _PART.match(head or name)
    if part is None:
        return "", 1, name
    if head:
        return part.group(1), int(part.group(2) or 1), name
    if part.group(2):
        return part.group(1), int(part.group(2)), ""
    return "", 1, name


def _begins(line: str, name: str) -> bool:
    return bool(name) and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[=.]", line) is not None
