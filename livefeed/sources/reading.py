"""Read strangers' JSON: values of the expected kind, or None; and one place where anything odd becomes an error."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

import orjson

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Report
from livefeed.model.times import parse_iso

__all__ = ["boolean", "guarded", "items", "load", "maybe_number", "number", "table", "text", "time_or"]

MAX_PAYLOAD = 2 * 1024 * 1024
"""Bytes of a payload."""

S = TypeVar("S")


def guarded(parse: Callable[[S, Frame], Iterable[Report]]) -> Callable[[S, Frame], list[Report]]:
    """Let a parser raise nothing but PayloadError, whatever libraries do with hostile bytes."""

    @wraps(parse)
    def parse_all(source: S, frame: Frame) -> list[Report]:
        if len(frame.payload) > MAX_PAYLOAD:
            raise PayloadError(f"larger than {MAX_PAYLOAD} bytes")
        try:
            return list(parse(source, frame))
        except PayloadError:
            raise
        except RecursionError as error:
            raise PayloadError("nested too deeply") from error
        except Exception as error:
            raise PayloadError(f"cannot be read: {type(error).__name__}: {str(error)[:200]}") from error

    return parse_all


def load(payload: str | bytes) -> Any:
    """Read JSON.

    Raises:
        PayloadError: it is none.
    """
    try:
        return orjson.loads(payload)
    except (orjson.JSONDecodeError, UnicodeEncodeError) as error:
        raise PayloadError(f"is not JSON: {str(error)[:200]}") from error


def table(value: Any, key: str | None = None) -> dict[str, Any]:
    """Give an object, or an empty one where something else stands."""
    found = value if key is None else (value.get(key) if isinstance(value, dict) else None)
    return found if isinstance(found, dict) else {}


def items(value: Any, key: str, limit: int = 100) -> list[Any]:
    """Give the first elements of an array, or none where something else stands."""
    found = value.get(key) if isinstance(value, dict) else None
    return found[:limit] if isinstance(found, list) else []


def text(value: Any, key: str) -> str:
    """Give a text, or an empty one where something else stands."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def number(value: Any, key: str) -> int:
    """Give a whole number of a believable size, or 0 where something else stands."""
    return maybe_number(value, key) or 0


def maybe_number(value: Any, key: str) -> int | None:
    """Give a whole number of a believable size, or None where something else stands."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 1 << 53 else None


def boolean(value: Any, key: str) -> bool:
    """Tell whether `true` stands there."""
    return isinstance(value, dict) and value.get(key) is True


def time_or(written: str, otherwise: int) -> int:
    """Read an RFC 3339 time, milliseconds, or take another where it is none."""
    try:
        return parse_iso(written)
    except ValueError:
        return otherwise
