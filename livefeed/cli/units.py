"""Times, spans of time and sizes as people write them."""

import re
from typing import Any

import click

from livefeed.model.times import HOUR, MINUTE, SECOND, parse_iso

__all__ = ["Moment", "read_address", "read_size", "read_span"]

_UNITS = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": 24 * HOUR}
_SIZES = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


class Moment(click.ParamType[int]):
    """A time, since 1970 UTC.

    Args:
        parts: of a millisecond, in which it is given: 1, or 1,000 for microseconds.
    """

    name = "time"

    def __init__(self, parts: int = 1) -> None:
        self._parts = parts

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it."""
        if isinstance(value, int):
            return value
        try:
            return parse_iso(value) * self._parts
        except ValueError:
            self.fail(f"found {value}; write 2026-10-02T14:00:00-04:00", param, ctx)


def read_span(_context: click.Context, parameter: click.Parameter, written: str | None) -> int | None:
    """Read `90s`, `15m`, `2h` or `1d` as milliseconds."""
    if written is None:
        return None
    found = re.fullmatch(r"(\d{1,6})([smhd])", written)
    if found is None or int(found[1]) == 0:
        raise click.BadParameter(f"{written!r} is no time; write 90s, 15m, 2h or 1d", param=parameter)
    return int(found[1]) * _UNITS[found[2]]


def read_size(_context: click.Context, parameter: click.Parameter, written: str) -> int:
    """Read `500K`, `64M` or `2G` as bytes."""
    found = re.fullmatch(r"(\d{1,6})([KMG])", written)
    if found is None or int(found[1]) == 0:
        raise click.BadParameter(f"{written!r} is no size; write 500K, 64M or 2G", param=parameter)
    return int(found[1]) * _SIZES[found[2]]


def read_address(name: str, address: str | None) -> str | None:
    """Read the address of an option, where it is given, without slashes at its end.

    Raises:
        click.BadParameter: it has not.
    """
    if address is not None and not address.startswith(("https://", "http://")):
        raise click.BadParameter("write the whole address, such as https://live.example", param_hint=name)
    return None if address is None else address.rstrip("/")
