"""What the engine makes of the recordings: the same bytes for ever, and what the truth files say."""

import hashlib
import io
import json
import subprocess
import sys
from collections import Counter
from functools import cache

import orjson
import pytest
import zstandard

from livefeed.config.coverage_file import load_coverage
from livefeed.engine.engine import Engine
from livefeed.model.wire import change_to_wire
from livefeed.runtime.intake import Intake
from livefeed.runtime.tape import Tape
from tests.replay_data.tapes import FOLDER

NAMES = ("conference", "earthquake")

DIGESTS = {
    "conference": "7da1ccf389aa744529d37cef51b2a38745438ce168d22e5cdf0461b1b267201f",
    "earthquake": "6491747b9c19e3e2d692390d31d696cd794bc7c13ca7b03fb4086bd4490b1224",
}
"""SHA-256 of `livefeed pipe`'s output. A change of the engine that is meant to change it changes these, and says so."""


@cache
def tape_bytes(name: str) -> bytes:
    with (FOLDER / name / "tape.ndjson.zst").open("rb") as file:
        return zstandard.ZstdDecompressor().stream_reader(file).read()


@cache
def run(name: str) -> tuple[bytes, dict, Counter]:
    """The changes as `pipe` writes them, the board in the end, and the counters."""
    intake = Intake(Engine(load_coverage(FOLDER / name / "coverage.toml")))
    out, board, seq = [], {}, 0
    for frame in Tape(io.BytesIO(tape_bytes(name))):
        for step in intake.take(frame):
            for change in step.changes:
                seq += 1
                wire = change_to_wire(change, seq)
                out.append(orjson.dumps(wire, option=orjson.OPT_APPEND_NEWLINE))
                if wire["op"] == "put":
                    board[wire["entry"]["id"]] = wire["entry"]
                else:
                    del board[wire["id"]]
    return b"".join(out), board, intake.counters


@cache
def truth(name: str) -> dict:
    return json.loads((FOLDER / name / "truth.json").read_text(encoding="utf-8"))["posts"]


@cache
def whereabouts(name: str) -> dict[str, tuple[str, str | None]]:
    """For each post that is shown: its entry, and why it is a copy there."""
    found = {}
    for entry in run(name)[1].values():
        found[entry["post"]["id"]] = (entry["id"], None)
        found.update((copy["id"], (entry["id"], copy["why"])) for copy in entry["copies"])
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_generator_makes_the_recording_as_it_is(name):
    """Same seed, same bytes."""
    from replay_data.generator.__main__ import make

    tape, written = make(name)
    assert tape == tape_bytes(name)
    assert written == (FOLDER / name / "truth.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_changes_are_the_same_bytes_as_ever(name):
    assert hashlib.sha256(run(name)[0]).hexdigest() == DIGESTS[name]


@pytest.mark.parametrize("name", NAMES)
def test_pipe_writes_the_same_bytes_from_a_compressed_and_from_a_plain_tape(name, tmp_path):
    """Through the real command, with another hash seed, as on another machine."""
    plain = tmp_path / "tape.ndjson"
    plain.write_bytes(tape_bytes(name))
    for number, source in enumerate((FOLDER / name / "tape.ndjson.zst", plain)):
        with source.open("rb") as file:
            done = subprocess.run(
                [sys.executable, "-m", "livefeed", "pipe", str(FOLDER / name / "coverage.toml")],
                stdin=file,
                capture_output=True,
                check=True,
                env={"PYTHONHASHSEED": str(number + 1), "PATH": "", "TZ": ("UTC", "Asia/Kathmandu")[number]},
            )
        assert done.stdout == run(name)[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_frame_is_read(name):
    _, _, counters = run(name)
    assert counters["unreadable"] == 0
    assert counters["unknown_source"] == 0
    assert counters["frames"] == tape_bytes(name).count(b"\n") - 1


@pytest.mark.parametrize("name", NAMES)
def test_what_was_deleted_is_gone_and_all_else_is_there(name):
    shown = set(whereabouts(name))
    deleted = {post_id for post_id, post in truth(name).items() if post["deleted"]}
    orphans = {
        post_id
        for post_id, post in truth(name).items()
        if post["copy_of"] in deleted and post["why"] in ("boost", "quote")
    }
    unlisted = {copy["id"] for e in run(name)[1].values() if e["copy_count"] > len(e["copies"]) for copy in e["copies"]}
    missing = set(truth(name)) - shown - deleted - orphans
    assert not shown & deleted
    if not unlisted:
        assert {truth(name)[post_id]["key"] for post_id in missing} <= _boosts_of_none(name)


def _boosts_of_none(name: str) -> set[str]:
    """Boosts that come before what they boost, over a network that does not send it along."""
    by_id = truth(name)
    return {
        post["key"]
        for post in by_id.values()
        if post["why"] == "boost" and post["received"] <= by_id[post["copy_of"]]["received"]
    }


@pytest.mark.parametrize("name", NAMES)
def test_exact_copies_are_folded_for_the_reason_that_is_true(name):
    where = whereabouts(name)
    for post_id, post in truth(name).items():
        original = post["copy_of"]
        if post["why"] not in ("boost", "quote", "cross-post", "text") or post_id not in where or original not in where:
            continue
        if post["edited"] or truth(name)[original]["edited"]:
            continue
        entry, why = where[post_id]
        assert entry == where[original][0], post["key"]
        if post["why"] in ("boost", "quote"):
            assert why == post["why"], post["key"]


def _root(name: str, post_id: str) -> str:
    """The post that all copies lead back to; the conference's spam is one as often as its words are."""
    by_id = truth(name)
    while by_id[post_id]["copy_of"]:
        post_id = by_id[post_id]["copy_of"]
    key = by_id[post_id]["key"]
    return "spam" if key.startswith("spam-") else post_id


@pytest.mark.parametrize("name", NAMES)
def test_ninety_nine_of_a_hundred_copies_are_copies(name):
    copies = wrong = 0
    for entry in run(name)[1].values():
        lead = _root(name, entry["post"]["id"])
        copies += len(entry["copies"])
        wrong += sum(_root(name, copy["id"]) != lead for copy in entry["copies"])
    assert copies > 1_000
    assert wrong <= copies * 0.01


@pytest.mark.parametrize("name", NAMES)
def test_ninety_seven_of_a_hundred_copies_are_found(name):
    where = whereabouts(name)
    roots = {post_id: _root(name, post_id) for post_id in where if truth(name)[post_id]["copy_of"]}
    copies = [(post_id, root) for post_id, root in roots.items() if root in where]
    found = sum(where[post_id][0] == where[root][0] for post_id, root in copies)
    assert found >= len(copies) * 0.97


@pytest.mark.parametrize("name", NAMES)
def test_clocks_late_marks_and_edits_are_as_in_truth(name):
    by_id = truth(name)
    for entry in run(name)[1].values():
        post = by_id[entry["post"]["id"]]
        assert entry["clock"] == post["clock"], post["key"]
        if entry["late"]:
            assert post["late"], post["key"]
        assert entry["edited"] == post["edited"], post["key"]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_in_the_order_in_which_things_happened(name):
    entries = sorted(run(name)[1].values(), key=lambda entry: entry["key"])
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    assert all(entry["at"] <= entry["first_seen"] for entry in entries)


@pytest.mark.parametrize("name", NAMES)
def test_names_are_shown_where_the_network_tells_them_apart_from_posts(name):
    entries = run(name)[1].values()
    bare = [
        e["post"]["author"]["handle"] for e in entries if e["post"]["author"]["handle"].startswith(("@did:", "npub"))
    ]
    assert bare == []
