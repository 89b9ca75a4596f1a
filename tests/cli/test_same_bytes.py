"""What a machine is set to changes nothing: hash seed, time zone, locale."""

import json
import subprocess
import sys
from functools import cache

import pytest
import zstandard

from tests.replay_data.tapes import FOLDER

FRAMES = 600
SETTINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "fr_CA.UTF-8"},
    {"PYTHONHASHSEED": "3", "TZ": "Pacific/Apia", "LC_ALL": "tr_TR.UTF-8"},
    {"PYTHONHASHSEED": "random", "TZ": "nowhere", "LC_ALL": "POSIX", "PYTHONUTF8": "0"},
)
"""A locale that a machine does not have counts as C there; where it has it, `i` and `I` are no pair in Turkish."""


def pipe(coverage: str, tape: bytes, settings: dict[str, str]) -> bytes:
    """What the real command writes in a process that is set so."""
    command = [sys.executable, "-m", "livefeed", "pipe", coverage]
    return subprocess.run(command, input=tape, capture_output=True, check=True, env={"PATH": ""} | settings).stdout


@cache
def beginning(name: str) -> bytes:
    """The first frames of a recording."""
    with (FOLDER / name / "tape.ndjson.zst").open("rb") as file:
        tape = zstandard.ZstdDecompressor().stream_reader(file).read()
    return b"".join(tape.splitlines(keepends=True)[:FRAMES])


@cache
def as_usual(name: str) -> bytes:
    return pipe(str(FOLDER / name / "coverage.toml"), beginning(name), SETTINGS[0])


@pytest.mark.parametrize("settings", SETTINGS[1:], ids=lambda settings: settings["LC_ALL"])
@pytest.mark.parametrize("name", ["conference", "earthquake"])
def test_a_recording_gives_the_same_bytes_however_the_machine_is_set(name, settings):
    assert as_usual(name).count(b"\n") > FRAMES // 4
    assert pipe(str(FOLDER / name / "coverage.toml"), beginning(name), settings) == as_usual(name)


def test_the_order_of_hashes_does_not_decide_between_many_links(tmp_path):
    """A post with five links, each of them another entry's, under the headline of all."""
    (tmp_path / "coverage.toml").write_text('slug = "demo"\ntitle = "Demo"\nhashtags = ["demo"]\n', encoding="utf-8")
    headline = "Un pont fermé sur la rivière aux Saumons"
    links = [f"https://news{number}.example/pont" for number in range(5)]
    bodies = ["La ville attend", "Le maire parle", "Les pompiers disent", "Des témoins racontent", "On ne passe plus"]
    payloads = [
        {"id": link, "text": f"{headline}. {body} {'de quoi il retourne ' * number} #demo", "links": [link]}
        for number, (link, body) in enumerate(zip(links, bodies, strict=True))
    ]
    payloads.append({"id": "https://a.example/1", "text": f"{headline} #demo", "links": links[::-1]})
    lines = []
    for number, payload in enumerate(payloads):
        author = {"handle": f"@who{number}@a.example"}
        put = {"op": "put", "created_at": "2026-10-02T12:00:00Z", "author": author} | payload
        frame = {"t": (1_790_942_400 + number) * 1_000_000, "stream": "post:x", "source": "post"}
        lines.append(json.dumps(frame | {"payload": json.dumps(put)}) + "\n")
    seeds = [{"PYTHONHASHSEED": str(seed)} for seed in range(1, 6)]
    written = {pipe(str(tmp_path / "coverage.toml"), "".join(lines).encode(), settings) for settings in seeds}

    assert len(written) == 1
    assert b'"why":"link"' in written.pop()
