"""The fold alone at a full window: posts a second, bytes a post, and what growth costs."""

import time
from collections.abc import Iterator, Sequence
from itertools import islice

from livefeed.bench.detectors import REFERENCES, Detector, Engine, is_installed
from livefeed.bench.posts import BEGAN, held_alone, made_texts
from livefeed.bench.rows import Row, middle, noise, resident
from livefeed.engine.state import Held
from livefeed.model.post import Author, Post

__all__ = ["growth_row", "helds", "measure_fold", "measure_growth"]

_RATE = 40_000
_BYTES = 250
_SLOW = 50
"""datasketch is that much slower: its window and rounds are smaller by as much."""
_FLAT = 1.5
"""A post in the largest window costs at most so many times as much as in the smallest."""


def measure_fold(window: int, rounds: int) -> Iterator[Row]:
    """Fill a window, then let posts slide through, each detector in turn in every round."""
    size = max(100, window // 50)
    posts = helds(window + rounds * size)
    rates: dict[str, list[float]] = {}
    heavy: dict[str, float] = {}
    running: dict[str, tuple[Detector, int, int]] = {}
    makers = {"engine": Engine, **REFERENCES}
    for name, make in makers.items():
        if not is_installed(name) and name != "engine":
            continue
        slower = _SLOW if name == "datasketch" else 1
        detector, before = make(window // slower), resident()
        for held in islice(posts, window // slower):
            detector.take(held)
        heavy[name] = (resident() - before) / max(1, window // slower)
        running[name] = detector, window // slower, max(20, size // slower)
        rates[name] = []
    for turn in range(rounds):
        for name, (detector, start, count) in running.items():
            slide = posts[start + turn * count : start + (turn + 1) * count]
            began = time.process_time()
            for held in slide:
                detector.take(held)
            rates[name].append(len(slide) / (time.process_time() - began))
    missing = tuple(f"{name}: not installed" for name in makers if name not in rates)
    others = [name for name in rates if name != "engine"]
    own = rates["engine"]
    yield Row(
        f"fold alone, window of {window:,}: posts a second, one core",
        f"{middle(own):,.0f}",
        f"≥ {_RATE:,}",
        middle(own) >= _RATE,
        (*(f"{name}: {middle(rates[name]):,.0f}" for name in others), *missing),
        noise(own),
    )
    yield Row(
        "bytes a post in that window",
        f"{heavy['engine']:,.0f}",
        f"≤ {_BYTES}",
        heavy["engine"] <= _BYTES,
        (*(f"{name}: {heavy[name]:,.0f}" for name in others), *missing),
    )


def measure_growth(sizes: Sequence[int], rounds: int) -> list[tuple[int, float]]:
    """Give microseconds a post at each size of a full window.

    What is copied is so young that the smallest window still has it: every window finds the same copies.
    """
    count = max(100, min(20_000, sizes[-1] // 10))
    posts = helds(sizes[-1] + rounds * count, remembered=max(1, sizes[0] // 2))
    costs = []
    for size in sizes:
        detector = Engine(size)
        for held in islice(posts, size):
            detector.take(held)
        took = []
        for turn in range(rounds):
            slide = posts[size + turn * count : size + (turn + 1) * count]
            began = time.process_time()
            for held in slide:
                detector.take(held)
            took.append((time.process_time() - began) / len(slide) * 1e6)
        costs.append((size, middle(took)))
    return costs


def growth_row(costs: Sequence[tuple[int, float]]) -> Row:
    """Say whether a post costs the same at every size."""
    ratio = costs[-1][1] / costs[0][1]
    return Row(
        "growth: microseconds a post at " + ", ".join(f"{size:,}" for size, _ in costs),
        ", ".join(f"{cost:.1f}" for _, cost in costs),
        f"flat: ≤ {_FLAT} times",
        ratio <= _FLAT,
    )


def helds(count: int, **texts: int) -> list[Held]:
    """Make posts by 5,000 accounts, all within a day, as the engine holds them; `texts` goes to `made_texts`."""
    authors = [Author(id=f"https://a.example/@u{n}", handle=f"@u{n}@a.example", name=f"U {n}") for n in range(5_000)]
    made = []
    for number, (text, _) in enumerate(made_texts(count, **texts)):
        at = BEGAN + number * 80_000_000 // count
        post = Post(
            id=f"https://a.example/{number}",
            network="mastodon",
            created_at=at,
            author=authors[number * 7919 % len(authors)],
            text=text,
            hashtags=("demo",),
            links=tuple(word for word in text.split() if word.startswith("https://")),
        )
        made.append(held_alone(post, number))
    return made
