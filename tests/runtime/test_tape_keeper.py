"""Recording beside a server: safe within a second, never in the way, and without what was deleted."""

import errno
import json
import logging
import os
from pathlib import Path

import msgspec
import pytest

from livefeed.model.errors import TapeError
from livefeed.model.frame import Frame
from livefeed.model.times import HOUR, SECOND, iso
from livefeed.runtime import tape_keeper, tape_writer
from livefeed.runtime.recorder import recorded_tapes
from livefeed.runtime.tape import Tape, has_index, open_tape
from livefeed.runtime.tape_clean import clean_folder
from livefeed.runtime.tape_facts import read_header
from livefeed.runtime.tape_index import read_index
from livefeed.runtime.tape_keeper import TapeKeeper
from tests.clock import ManualClock
from tests.making import NOON


def put(number: int, text: str = "mot", by: str = "@zoe@a.example", **parts) -> Frame:
    """A post sent in, a second after the one before."""
    payload = {
        "op": "put", "id": f"https://a.example/{number}", "created_at": iso(NOON), "author": {"handle": by}, "text": text,
    }  # fmt: skip
    return Frame(
        t=(NOON + number * SECOND) * 1_000, stream="post:x", source="post", payload=json.dumps(payload | parts)
    )


def delete(number: int, at: int) -> Frame:
    """A deletion of it."""
    payload = json.dumps({"op": "delete", "id": f"https://a.example/{number}"})
    return Frame(t=(NOON + at * SECOND) * 1_000, stream="post:x", source="post", payload=payload)


def account(did: str, state: dict, at: int) -> Frame:
    """Bluesky's word on an account."""
    payload = {"did": did, "kind": "account", "time_us": (NOON + at * SECOND) * 1_000, "account": state}
    return Frame(t=payload["time_us"], stream="bluesky:jetstream", source="bluesky", payload=json.dumps(payload))


def skeet(did: str, text: str, at: int) -> Frame:
    """A post on Bluesky."""
    record = {"text": text, "createdAt": iso(NOON + at * SECOND)}
    commit = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": str(at), "record": record}
    payload = {"did": did, "kind": "commit", "time_us": (NOON + at * SECOND) * 1_000, "commit": commit}
    return Frame(t=payload["time_us"], stream="bluesky:jetstream", source="bluesky", payload=json.dumps(payload))


def on_disk(folder: Path) -> list[Frame]:
    """What somebody reads who comes after a crash."""
    frames = []
    for path in recorded_tapes(folder):
        with open_tape(path) as raw:
            frames += Tape(raw, sort=False)
    return frames


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def keeper(tmp_path, clock):
    kept = TapeKeeper(tmp_path / "demo", {"coverage": "demo"}, clock)
    yield kept
    if kept._recorder is not None:
        kept._recorder.abandon()
    kept._lock.close()


async def test_the_last_frames_before_a_silence_are_safe_too(keeper, clock):
    """The clock flushes, not the next frame."""
    keeper.record(put(1))
    assert on_disk(keeper.folder) == []

    await clock.advance(SECOND)
    keeper.tick()
    assert on_disk(keeper.folder) == [put(1)]


async def test_a_file_ends_by_time_though_nothing_comes(keeper, clock, monkeypatch):
    monkeypatch.setattr(TapeKeeper, "_clean", lambda _: None)
    keeper.record(put(1))
    await clock.advance(HOUR + 2 * SECOND)
    keeper.tick()
    first, second = recorded_tapes(keeper.folder)

    assert has_index(first)
    assert read_header(second) == {"coverage": "demo"}


async def test_another_start_goes_on_with_a_file_of_its_own(tmp_path, clock):
    """Also where the clock was set back; names sort as they were begun."""
    for number in range(3):
        clock = ManualClock(NOON - number * HOUR)
        kept = TapeKeeper(tmp_path / "demo", {}, clock)
        kept.record(put(number))
        await kept.close()

    assert on_disk(tmp_path / "demo") == [put(0), put(1), put(2)]
    assert len(recorded_tapes(tmp_path / "demo")) == 3


async def test_two_do_not_record_into_one_folder(keeper, clock):
    with pytest.raises(TapeError, match="another livefeed records into it"):
        TapeKeeper(keeper.folder, {}, clock)


async def test_a_full_disk_is_counted_said_and_tried_again(keeper, clock, monkeypatch, caplog):
    """Whoever records never hears of it."""
    real, full = tape_writer.TapeWriter._put, True

    def put_down(self, data):
        if data and full:
            with self._explained():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(self, data)

    keeper.record(put(1))
    keeper.tick()
    monkeypatch.setattr(tape_writer.TapeWriter, "_put", put_down)
    with caplog.at_level(logging.WARNING):
        keeper.record(put(2))
        keeper.tick()
        keeper.record(put(3))
    facts = keeper.facts()
    assert (facts["frames"], facts["lost"], facts["file"]) == (1, 2, None)
    assert "No space left" in facts["problem"]
    assert "nothing is recorded" in caplog.text

    await clock.advance(tape_keeper.RETRY)
    keeper.tick()
    full = False
    await clock.advance(tape_keeper.RETRY)
    keeper.tick()
    keeper.record(put(4))
    keeper.tick()

    assert keeper.facts()["problem"] is None
    assert on_disk(keeper.folder) == [put(1), put(4)]


def tapes_of(folder: Path, *files: list[Frame]) -> list[Path]:
    """Tapes as they were recorded, one after the other."""
    folder.mkdir()
    for number, frames in enumerate(files):
        writer = tape_writer.TapeWriter(folder / f"2026-10-02T12-00-0{number}.000Z.ndjson.zst", {"coverage": "demo"})
        for frame in frames:
            writer.write(frame)
        writer.close()
    return recorded_tapes(folder)


def test_what_is_deleted_leaves_the_tapes_of_before(tmp_path):
    """The deletion stays, and all that others said."""
    old, same, last = tapes_of(
        tmp_path / "demo",
        [put(1, "secret words"), put(2)],
        [put(3)],
        [put(4, "secret too"), delete(1, 5), delete(4, 6)],
    )
    before = same.stat()
    done = clean_folder(tmp_path / "demo")

    assert on_disk(tmp_path / "demo") == [put(2), put(3), delete(1, 5), delete(4, 6)]
    assert (done.rewritten, done.removed, done.problem) == (2, 2, "")
    assert (same.stat().st_ino, same.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert read_header(old) == {"coverage": "demo"}
    assert has_index(last)
    assert clean_folder(tmp_path / "demo").rewritten == 0


def test_the_tape_that_is_written_is_left_alone_and_counts(tmp_path):
    _, writing = tapes_of(tmp_path / "demo", [put(1, "secret")], [put(2, "now"), delete(1, 3), delete(2, 4)])
    clean_folder(tmp_path / "demo", writing.name)

    assert on_disk(tmp_path / "demo") == [put(2, "now"), delete(1, 3), delete(2, 4)]


@pytest.mark.parametrize(
    ("state", "left"),
    [
        ({"active": False, "status": "deleted"}, ["b"]),
        ({"active": False, "status": "deactivated"}, ["b"]),
        ({"active": True}, ["a", "b"]),
    ],
)
def test_an_account_that_is_gone_or_hidden_takes_its_posts_along(tmp_path, state, left):
    frames = [skeet("did:plc:a", "a", 1), skeet("did:plc:b", "b", 2), account("did:plc:a", state, 3)]
    tapes_of(tmp_path / "demo", frames)
    clean_folder(tmp_path / "demo")

    texts = [
        json.loads(one.payload).get("commit", {}).get("record", {}).get("text") for one in on_disk(tmp_path / "demo")
    ]
    assert texts == [*left, None]


def test_a_tape_that_could_not_be_ended_gets_its_index_and_loses_nothing(tmp_path):
    """Also frames that cannot be parsed: nothing of it was deleted."""
    (tape,) = tapes_of(tmp_path / "demo", [put(1), msgspec.structs.replace(put(1), payload="no JSON"), put(2)])
    whole = on_disk(tmp_path / "demo")
    with tape.open("r+b") as raw:
        raw.truncate(read_index(raw)[-1].size)
    clean_folder(tmp_path / "demo")

    assert on_disk(tmp_path / "demo") == whole
    assert has_index(tape)


def test_a_tape_that_cannot_be_written_anew_stays_and_is_named(tmp_path, monkeypatch):
    tapes_of(tmp_path / "demo", [put(1, "secret"), delete(1, 2)])

    def full(_):
        raise TapeError("x: No space left on device")

    monkeypatch.setattr(tape_writer.TapeWriter, "close", full)
    done = clean_folder(tmp_path / "demo")

    assert "No space left" in done.problem
    assert on_disk(tmp_path / "demo") == [put(1, "secret"), delete(1, 2)]
    assert len(list((tmp_path / "demo").iterdir())) == 1


def test_quoted_words_go_and_who_quotes_them_stays(tmp_path):
    quote = {"id": "https://a.example/1", "author": {"handle": "@zoe@a.example"}, "text": "secret words", "url": None}
    tapes_of(
        tmp_path / "demo",
        [put(1, "secret words"), put(2, "so much to say", by="@max@b.example", quote=quote), delete(1, 3)],
    )
    clean_folder(tmp_path / "demo")
    left = on_disk(tmp_path / "demo")

    assert [json.loads(one.payload)["id"] for one in left] == ["https://a.example/2", "https://a.example/1"]
    assert "secret" not in "".join(one.payload for one in left)
    assert "so much to say" in left[0].payload


def test_a_tape_that_was_begun_meanwhile_is_left_alone(tmp_path, clock):
    """Between the start of the look and the list of tapes, a file may end and another begin."""
    keeper = TapeKeeper(tmp_path, {}, clock)
    keeper.record(put(1))
    first = keeper._recorder.path
    keeper._recorder.rotate()
    keeper.record(put(2))
    keeper._recorder.flush()
    inode = keeper._recorder.path.stat().st_ino
    clean_folder(tmp_path, first.name)

    assert keeper._recorder.path.stat().st_ino == inode
    keeper._recorder.close()
    assert on_disk(tmp_path) == [put(1), put(2)]


async def test_what_was_deleted_goes_when_a_file_ends_because_it_is_full(tmp_path, clock):
    """Which is seen while a frame is written."""
    keeper = TapeKeeper(tmp_path, {}, clock, most_bytes=1)
    keeper.tick()
    await keeper._cleaning
    for frame in (put(1), delete(1, 2), put(3)):
        keeper.record(frame)
    assert len(recorded_tapes(tmp_path)) > 1
    keeper._recorder._most_bytes = 1 << 20
    keeper.tick()
    await keeper._cleaning

    assert put(1) not in on_disk(tmp_path)
    await keeper.close()
