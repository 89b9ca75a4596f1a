"""Near-duplicate pairs that people have labelled: what is called a copy, rightly and wrongly."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from livefeed.bench.detectors import REFERENCES, Detector, Engine, is_installed
from livefeed.bench.posts import BEGAN, held_alone
from livefeed.bench.rows import Row
from livefeed.engine.state import Held
from livefeed.model.post import Author, Post

__all__ = ["Pair", "measure_pairs", "score"]

_F1 = 0.92
_PRECISION = 0.92


class Pair(msgspec.Struct, frozen=True):
    """Two texts; `copy` and `counter` (a template with another number) belong together."""

    a: str
    b: str
    label: Literal["copy", "counter", "different"]


class Score(NamedTuple):
    """Of pairs called copies."""

    precision: float
    recall: float
    f1: float

    def __str__(self) -> str:
        """Write all three."""
        return f"F1 {self.f1:.3f}, P {self.precision:.3f}, R {self.recall:.3f}"


def measure_pairs(path: Path | None) -> Iterator[Row]:
    """Score the engine beside references, on all pairs and on each half."""
    if path is None:
        yield Row("near-duplicate pairs", "give --pairs FILE (a line: a, b, label)", f"F1 and P ≥ {_F1}")
        return
    pairs = msgspec.json.Decoder(list[Pair]).decode(
        b"[" + b",".join(path.read_bytes().split(b"\n")).rstrip(b",") + b"]"
    )
    for what, some in (("all", pairs), ("odd lines", pairs[::2]), ("even lines", pairs[1::2])):
        if not some:
            continue
        own = score(some, Engine)
        yield Row(
            f"near-duplicate pairs, {what} ({len(some)})",
            str(own),
            f"F1 ≥ {_F1}, P ≥ {_PRECISION}",
            own.f1 >= _F1 and own.precision >= _PRECISION,
            tuple(
                f"{name}: {score(some, make) if is_installed(name) else 'not installed'}"
                for name, make in REFERENCES.items()
            ),
        )


def score(pairs: Sequence[Pair], make: Callable[[int], Detector]) -> Score:
    """Show each pair to a fresh detector."""
    right = wrong = missed = 0
    for pair in pairs:
        detector = make(2)
        detector.take(_held(0, pair.a))
        called, belongs = detector.take(_held(1, pair.b)), pair.label != "different"
        right += called and belongs
        wrong += called and not belongs
        missed += belongs and not called
    precision = right / max(1, right + wrong)
    recall = right / max(1, right + missed)
    return Score(precision, recall, 2 * precision * recall / max(1e-9, precision + recall))


def _held(number: int, text: str) -> Held:
    post = Post(
        id=str(number),
        network="x",
        created_at=BEGAN + 60_000 * number,
        author=Author(id=f"person {number}", handle=f"@person{number}@a.example", name=f"Person {number}"),
        text=text,
        links=tuple(word for word in text.split() if word.startswith(("http://", "https://"))),
    )
    return held_alone(post, number)
