"""The small script language in which the earthquake is told: one post a line, read into `Line`s with their times.

A block opens with `== FROM TO LANGUAGE WHERE`; each line after it is `[HH:MM[:SS]] [author>] text [{options}]`. Without
a time a line falls within its block's window, in order, denser where the evening is busier. Options, parted by `;` or
spaces for single words: `key=`, `re=` (reply to; `prev` is the line before), `ans=` (answers), `of=` (same author as),
`by=` (author), `asks`, `want`, `offer`, `official`, `news`, `cause`, `lang=`, `photo=`, `edit=TIME text`, `del=TIME`.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from random import Random

__all__ = ["Line", "clock", "place", "rate", "read"]

_EST = timezone(timedelta(hours=-5))
_MIDNIGHT = int(datetime(2026, 11, 7, tzinfo=_EST).timestamp() * 1000)
_LINE = re.compile(r"^(?:(\d\d:\d\d(?::\d\d)?) )?(?:([a-z_0-9]+)> )?(.*?)(?: \{(.*)\})?$")
_FLAGS = {
    "asks": "asks", "want": "help-wanted", "offer": "help-offered", "official": "official", "news": "news",
    "cause": "cause",
}  # fmt: skip

_CURVE = [
    ("15:00", 0.19), ("18:47:10", 0.19), ("18:47:14", 16), ("18:48", 26), ("18:49", 36), ("18:50", 48), ("18:51", 60),
    ("18:51:50", 66), ("18:52:40", 65), ("18:54", 54), ("18:56", 44), ("19:00", 35), ("19:06", 28), ("19:11", 24),
    ("19:14", 23), ("19:18", 16), ("19:21:40", 13), ("19:21:46", 30), ("19:22:40", 34), ("19:24", 26), ("19:28", 17),
    ("19:35", 11.5), ("19:40", 8), ("19:46", 7.5), ("19:52", 9.5), ("20:00", 8), ("20:10", 6), ("20:25", 5),
    ("20:40:05", 4), ("20:40:12", 13), ("20:41:30", 15), ("20:44", 9), ("20:52", 5), ("21:04", 4), ("21:07", 5.5),
    ("21:12", 4.5), ("21:14", 6), ("21:25", 3.6), ("21:45", 3), ("22:00", 2.2),
]  # fmt: skip


@dataclass
class Line:
    """One line of the script."""

    text: str
    begin: int
    end: int
    lang: str
    where: str
    at: int = 0
    pinned: bool = False
    author: str = ""
    key: str = ""
    block: str = ""
    reply: str = ""
    answers: str = ""
    same_as: str = ""
    asks: bool = False
    lane: str | None = None
    photo: str = ""
    edits: list[tuple[int, str]] = field(default_factory=list)
    deleted: int = 0


def clock(text: str) -> int:
    """Turn local time of that Saturday into milliseconds since 1970 UTC."""
    parts = [*map(int, text.split(":")), 0][:3]
    return _MIDNIGHT + (parts[0] * 3600 + parts[1] * 60 + parts[2]) * 1000


_POINTS = [(clock(at), float(value)) for at, value in _CURVE]


def rate(at: int) -> float:
    """Say how many posts a minute the evening has at that time."""
    if at <= _POINTS[0][0]:
        return _POINTS[0][1]
    for (before, low), (after, high) in pairwise(_POINTS):
        if at <= after:
            return low + (high - low) * (at - before) / (after - before)
    return _POINTS[-1][1]


def read(script: str, name: str) -> list[Line]:
    """Read one script; lines without a key get one from `name` and their number."""
    lines: list[Line] = []
    begin, end, lang, where = 0, 0, "fr", "local"
    for number, row in enumerate(script.strip().splitlines()):
        if row.startswith("== "):
            first, last, lang, where = row[3:].split()
            begin, end = clock(first), clock(last)
            continue
        match = _LINE.match(row)
        if match is None:
            raise ValueError(f"{name}: cannot read {row!r}")
        at, author, text, options = match.groups()
        line = Line(text.replace(" ⏎ ", "\n"), begin, end, lang, where, author=author or "", key=f"{name}-{number}")
        line.block = name
        if at:
            line.at, line.pinned = clock(at), True
        _options(line, options or "", lines[-1].key if lines else "")
        lines.append(line)
    return lines


def _options(line: Line, options: str, previous: str) -> None:
    parts = [part.strip() for part in options.split(";") if part.strip()]
    for part in parts:
        name, _, value = part.partition("=")
        if name == "edit":
            at, _, text = value.partition(" ")
            line.edits.append((clock(at), text))
        elif name == "del":
            line.deleted = clock(value)
        elif name == "photo":
            line.photo = value
        elif name in {"key", "lang"}:
            setattr(line, name, value)
        elif name in {"by", "of", "re", "ans"}:
            field_name = {"by": "author", "of": "same_as", "re": "reply", "ans": "answers"}[name]
            setattr(line, field_name, previous if value == "prev" else value)
        elif name == "asks":
            line.asks = True
            line.lane = line.lane or "question"
        elif name in _FLAGS:
            line.lane = _FLAGS[name]
        elif name != "words":
            raise ValueError(f"unknown option {part!r} at {line.text[:40]!r}")


def place(lines: list[Line], rng: Random) -> None:
    """Give every line its time: its own, or one within its block's window; replies after what they reply to."""
    groups: dict[tuple[str, int, int], list[Line]] = {}
    for line in lines:
        if not line.pinned:
            groups.setdefault((line.block, line.begin, line.end), []).append(line)
    for (_, begin, end), group in groups.items():
        _spread(group, begin, end, rng)
    by_key = {line.key: line for line in lines}
    for _ in range(6):
        for line in lines:
            for other in (line.reply, line.answers):
                if other and not line.pinned and line.at < by_key[other].at + 18_000:
                    line.at = by_key[other].at + rng.randrange(20_000, 150_000)


def _spread(group: list[Line], begin: int, end: int, rng: Random) -> None:
    """Place lines in order along the evening's rate."""
    steps = max(60, (end - begin) // 2000)
    points = [begin + (end - begin) * n // steps for n in range(steps + 1)]
    sums = [0.0]
    for point in points[1:]:
        sums.append(sums[-1] + rate(point))
    for position, line in enumerate(group):
        wanted = sums[-1] * (position + rng.uniform(0.05, 0.95)) / len(group)
        index = next(n for n, value in enumerate(sums) if value >= wanted)
        line.at = points[max(index - 1, 0)] + rng.randrange(0, 2000)
