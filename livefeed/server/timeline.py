"""How much came when, by network, drawn as bars over a line of time, with the marks of what happened.

Places along the line are per cent of it; bars are drawn in a box of a hundred by ten for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from livefeed.engine.volume import Histogram
from livefeed.model.times import DAY, HOUR, MINUTE
from livefeed.server.showing import network_name
from livefeed.server.words import Speech

__all__ = ["Drawing", "Flag", "Layer", "draw", "per_minute", "span"]

_BOX = 100
_BAR = 10
_WIDE = 8.5
_BARS = 140
"""Bars at most: narrower ones cannot be told apart on a phone."""
_RANKS = ("mastodon", "bluesky", "nostr", "feed")
"""Networks that always have the same colour and place, the lowest first; others come above."""
_COLOURS = 6
_LABELS = 8
_EVERY = [n * MINUTE for n in (1, 2, 5, 10, 15, 30)] + [n * HOUR for n in (1, 2, 3, 6, 12)] + [DAY, 2 * DAY, 7 * DAY]
_EDGE = 4.5
_APART = 2.9
"""Per cent between two flags, so that a finger meets one alone on the narrowest page that shows them."""
_ROWS = 3


@dataclass(frozen=True, slots=True)
class Layer:
    """The bars of one network."""

    name: str
    colour: int
    total: int
    path: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark's number above the line."""

    number: int
    x: float
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """All that is drawn."""

    width: float
    layers: Sequence[Layer]
    flags: Sequence[Flag]
    labels: Sequence[tuple[float, str]]
    now: float
    """Where the moment that is shown lies, in per cent."""
    past: float
    """The same in the box of the bars."""


def draw(volume: Histogram, marks: Sequence[int], at: int, speech: Speech) -> Drawing:
    """Draw a volume, and the flags of marks (milliseconds), as they are seen from a moment."""
    every = -(-len(volume.counts) // _BARS) or 1
    width = round(_BAR * max(1, len(volume.counts)) / every, 2)
    now = _place(volume, at)
    return Drawing(
        width=width,
        layers=_layers(volume, every),
        flags=_flags(volume, marks),
        labels=_labels(volume, speech),
        now=now,
        past=round(width * now / 100, 2),
    )


def span(volume: Histogram) -> int:
    """Tell how long a volume lasts, milliseconds."""
    return volume.step * max(1, len(volume.counts))


def per_minute(volume: Histogram, at: int) -> int:
    """Tell how many posts a minute came around a time."""
    bar = (at - volume.begins) // volume.step
    count = sum(volume.counts[bar]) if 0 <= bar < len(volume.counts) else 0
    return round(count * MINUTE / volume.step)


def _place(volume: Histogram, at: int) -> float:
    """Tell where a time lies, in per cent."""
    return round(min(max((at - volume.begins) / span(volume), 0), 1) * 100, 3)


def _layers(volume: Histogram, every: int) -> list[Layer]:
    """Stack the networks; so many steps of the volume make one bar, which shows their mean."""
    networks = sorted(enumerate(volume.networks), key=lambda one: (_rank(one[1]), one[1]))
    steps = [volume.counts[n : n + every] for n in range(0, len(volume.counts), every)]
    bars = [[sum(row[place] for row in rows) / len(rows) for place, _ in networks] for rows in steps]
    most = max(map(sum, bars), default=0) or 1
    layers = []
    for number, (place, network) in enumerate(networks):
        path = [
            f"M{bar * _BAR} {_BOX - _BOX * sum(row[: number + 1]) / most:.1f}h{wide:g}v{_BOX * row[number] / most:.1f}h-{wide:g}z"
            for bar, row in enumerate(bars)
            if row[number]
            # The last bar may be of fewer steps than the others; the line of time ends with it.
            for wide in [min(_WIDE, _BAR * len(steps[bar]) / every)]
        ]
        colour = min(max(_rank(network), number), _COLOURS - 1)
        layers.append(Layer(network_name(network), colour, sum(row[place] for row in volume.counts), "".join(path)))
    return layers


def _rank(network: str) -> int:
    return _RANKS.index(network) if network in _RANKS else len(_RANKS)


def _flags(volume: Histogram, marks: Sequence[int]) -> list[Flag]:
    """Place as many flags as have room; the list of marks has all."""
    last = [-_APART] * _ROWS
    flags = []
    for number, mark in enumerate(marks, 1):
        x = min(max(_place(volume, mark), 1.3), 98.7)
        row = next((row for row in range(_ROWS) if x - last[row] >= _APART), None)
        if row is not None:
            last[row] = x
            flags.append(Flag(number, round(x, 2), row))
    return flags


def _labels(volume: Histogram, speech: Speech) -> list[tuple[float, str]]:
    """Choose round times of the coverage's zone to write under the line."""
    every = next((step for step in _EVERY if span(volume) / step <= _LABELS), 7 * DAY)
    offset = speech.offset(volume.begins)
    first = -(-(volume.begins + offset) // every) * every - offset
    places = [(_place(volume, at), at) for at in range(first, volume.begins + span(volume), every)]
    several = every >= DAY
    return [(x, speech.short_day(at) if several else speech.time(at)) for x, at in places if _EDGE < x < 100 - _EDGE]
