"""What a measurement gives: a figure beside its bar and its references, and how noisy it was."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Row", "middle", "noise", "resident"]

_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    figure: str
    bar: str = ""
    passed: bool | None = None
    """None where there is no bar, or nothing was measured."""
    references: tuple[str, ...] = ()
    spread: float | None = None
    """(largest - smallest) / median over the rounds."""


def middle(rounds: Sequence[float]) -> float:
    """Give the median."""
    return statistics.median(rounds)


def noise(rounds: Sequence[float]) -> float:
    """Tell how far rounds lie apart: (largest - smallest) / median."""
    return (max(rounds) - min(rounds)) / statistics.median(rounds)


def resident() -> int:
    """Tell how many bytes of memory this process has (Linux)."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - no path to work with
        return int(statm.read().split()[1]) * _PAGE
