"""The recordings, folded, beside what is known of their posts."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from livefeed.bench.rows import Row
from livefeed.config.coverage_file import load_coverage
from livefeed.engine.bridges import bridged_names
from livefeed.engine.engine import Engine
from livefeed.engine.state import Held
from livefeed.runtime.intake import Intake
from livefeed.runtime.tape import Tape, open_tape

__all__ = ["Copies", "count_copies", "measure_copies"]

_RECALL = 0.97
_PRECISION = 0.99


class Copies(NamedTuple):
    """How many stand where they belong."""

    there: int
    """Copies whose original is held too."""
    found: int
    """Of these, those that stand in one entry with it."""
    folded: int
    """Posts that the engine called copies of another known post."""
    right: int
    """Of these, those that are."""


def measure_copies(recordings: Path) -> Iterator[Row]:
    """Fold each recording that has its truth beside it."""
    for truth in sorted(recordings.glob("*/truth.json")):
        copies = count_copies(truth.parent)
        recall, precision = copies.found / max(1, copies.there), copies.right / max(1, copies.folded)
        yield Row(
            f"copies found, {truth.parent.name} ({copies.there:,})",
            f"recall {recall:.3f}, precision {precision:.3f}",
            f"≥ {_RECALL}, ≥ {_PRECISION}",
            recall >= _RECALL and precision >= _PRECISION,
        )


def count_copies(folder: Path) -> Copies:
    """Play a tape to its end, and compare where its posts stand with what its truth says."""
    truth = orjson.loads((folder / "truth.json").read_bytes())["posts"]
    held = {name: one for one in _play(folder) for name in (one.post.id, *one.post.aliases, *bridged_names(one.post))}
    leads = {one.entry: one for one in held.values() if one.why is None}
    there = found = folded = right = 0
    for name, told in truth.items():
        one = held.get(name)
        if one is None:
            continue
        original = held.get(_root(truth, name))
        if told["copy_of"] and original is not None and original is not one:
            there += 1
            found += one.entry == original.entry
        lead = leads.get(one.entry)
        if one.why is not None and lead is not None and lead.post.id in truth:
            folded += 1
            right += _root(truth, name) == _root(truth, lead.post.id)
    return Copies(there, found, folded, right)


def _play(folder: Path) -> list[Held]:
    intake = Intake(Engine(load_coverage(folder / "coverage.toml")))
    held: dict[int, Held] = {}
    with open_tape(folder / "tape.ndjson.zst") as raw:
        for frame in Tape(raw):
            for step in intake.take(frame):
                for number in step.gone:
                    held.pop(number, None)
                held.update((one.number, one) for one in step.held)
    return [one for one in held.values() if not one.hidden]


def _root(truth: dict[str, dict[str, str]], name: str) -> str:
    while truth[name]["copy_of"]:
        name = truth[name]["copy_of"]
    return name
