"""A small line chart as SVG: what a post costs as the window grows."""

import math
from collections.abc import Sequence
from pathlib import Path

__all__ = ["write_chart"]

_WIDTH, _HEIGHT, _EDGE = 480, 240, 48


def write_chart(path: Path, costs: Sequence[tuple[int, float]]) -> None:
    """Draw microseconds a post over posts in the window; the window's axis is logarithmic, the other begins at 0."""
    most = 1.25 * max(cost for _, cost in costs)
    low, high = math.log10(costs[0][0]), math.log10(costs[-1][0])
    points = [
        (
            _EDGE + (math.log10(size) - low) / max(1e-9, high - low) * (_WIDTH - 2 * _EDGE),
            _HEIGHT - _EDGE - cost / most * (_HEIGHT - 2 * _EDGE),
        )
        for size, cost in costs
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
        f'<text x="{x:.1f}" y="{y - 8:.1f}">{cost:.1f}</text>'
        f'<text x="{x:.1f}" y="{_HEIGHT - _EDGE + 16}">{size:,}</text>'
        for (x, y), (size, cost) in zip(points, costs, strict=True)
    )
    base = f"{_EDGE},{_HEIGHT - _EDGE} {_WIDTH - _EDGE},{_HEIGHT - _EDGE}"
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="11" text-anchor="middle"><rect width="100%" height="100%" fill="#fff"/>'
        f'<polyline points="{base}" fill="none" stroke="#999"/>'
        f'<polyline points="{line}" fill="none" stroke="#1d4ed8" stroke-width="2"/>{marks}'
        f'<text x="{_WIDTH / 2}" y="20">microseconds a post</text>'
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 8}">posts in the window</text></svg>\n',
        encoding="utf-8",
    )
