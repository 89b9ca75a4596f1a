"""Spans of time and sizes as people type them."""

import re
from collections.abc import Callable
from typing import Any

import click

from livefeed.model.times import HOUR, MINUTE, SECOND

__all__ = ["rotating", "size", "span"]

_UNITS = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": 24 * HOUR}
_SIZES = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def span(_context: click.Context, parameter: click.Parameter, written: str | None) -> int | None:
    """Read `90s`, `15m`, `2h` or `1d` as milliseconds."""
    if written is None:
        return None
    found = re.fullmatch(r"(\d{1,6})([smhd])", written)
    if found is None or int(found[1]) == 0:
        raise click.BadParameter(f"{written!r} is no time; write 90s, 15m, 2h or 1d", param=parameter)
    return int(found[1]) * _UNITS[found[2]]


def size(_context: click.Context, parameter: click.Parameter, written: str) -> int:
    """Read `500K`, `64M` or `2G` as bytes."""
    found = re.fullmatch(r"(\d{1,6})([KMG])", written)
    if found is None or int(found[1]) == 0:
        raise click.BadParameter(f"{written!r} is no size; write 500K, 64M or 2G", param=parameter)
    return int(found[1]) * _SIZES[found[2]]


def rotating(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--rotate-size` and `--rotate-every` to a command that records."""
    command = click.option(
        "--rotate-every", default="1d", show_default=True, callback=span, help="Begin a new tape after so long."
    )(command)
    return click.option(
        "--rotate-size", default="256M", show_default=True, callback=size, help="Begin a new tape at this size."
    )(command)
