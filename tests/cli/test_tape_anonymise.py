"""`livefeed tape anonymise`: the same event, told by people whom nobody knows."""

import re
from functools import cache
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from livefeed.cli.main import livefeed
from tests.cli.test_tape import RECORDINGS, run


@cache
def changes(folder: Path, tape: bytes) -> list[dict]:
    """What the engine makes of it."""
    piped = CliRunner().invoke(livefeed, ["pipe", str(folder / "coverage.toml")], input=tape)
    return [orjson.loads(line) for line in piped.stdout.splitlines()]


def shape(found: list[dict]) -> list[tuple]:
    """Of a run of changes: what happened to which entry, in which order, how and why; entries by their first place."""
    numbers: dict[str, int] = {}
    out = []
    for change in found:
        if change["op"] != "put":
            out.append((change["op"], numbers[change["id"]], change.get("why")))
            continue
        entry = change["entry"]
        copies = entry.get("copies", [])
        out.append((
            "put", numbers.setdefault(entry["id"], len(numbers)), entry["post"]["network"],
            [(copy.get("why"), copy.get("evidence"), copy.get("network")) for copy in copies],
            {key: value for key, value in entry.items() if isinstance(value, int | bool)},
            entry.get("lanes"), entry["post"].get("reply_to") is None, entry["post"]["hashtags"],
        ))  # fmt: skip
    return out


@pytest.mark.parametrize("name", ["conference", "earthquake"])
@pytest.mark.timeout(200)
def test_the_event_is_the_same_and_nobody_is(tmp_path, name):
    folder, out = RECORDINGS / name, tmp_path / "public.ndjson.zst"
    whole = (folder / "tape.ndjson.zst").read_bytes()
    said = run("anonymise", folder / "tape.ndjson.zst", "-o", out)
    assert said.exit_code == 0, said.output
    assert re.search(r"cannot be taken apart: 0, .*afterwards: 0, .*in it: 0", said.stderr)

    before, after = changes(folder, whole), changes(folder, out.read_bytes())
    assert shape(after) == shape(before)
    assert names(before).isdisjoint(names(after))


def names(found: list[dict]) -> set[str]:
    """Names that tell somebody from others."""
    told = set()
    for change in found:
        post = change.get("entry", {}).get("post")
        if post is not None:
            told |= {post["id"], post["author"]["id"], post["author"]["handle"], post["author"]["name"]}
    return {name for name in told if len(name) > 3}
