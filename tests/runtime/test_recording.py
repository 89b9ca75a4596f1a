"""What a served coverage receives is recorded, whatever happens to tapes; and what is deleted leaves them."""

import asyncio
import json
import os
from pathlib import Path

import pytest

from livefeed.model.coverage import Coverage
from livefeed.model.frame import Frame
from livefeed.model.times import HOUR, MINUTE, SECOND, iso
from livefeed.runtime import recording as recording_module
from livefeed.runtime.recording import AGAIN, TIDY_AFTER, Recording
from livefeed.runtime.tape import Tape
from livefeed.runtime.tape_tidy import tapes_of, tidy
from tests.clock import ManualClock
from tests.making import NOON

COVERAGE = Coverage(slug="demo", title={"en": "Demo"}, hashtags=("demo",))


def put(number: int, text: str = "", at: int = NOON) -> Frame:
    """A post."""
    payload = {
        "op": "put", "id": f"https://a.example/{number}", "created_at": iso(at), "author": {"handle": "@zoe@a.example"},
        "text": text or f"mot {number} #demo",
    }  # fmt: skip
    return Frame(t=at * 1_000 + number, stream="post:x", source="post", payload=json.dumps(payload))


def deleted(number: int, at: int = NOON) -> Frame:
    """A deletion."""
    payload = json.dumps({"op": "delete", "id": f"https://a.example/{number}"})
    return Frame(t=at * 1_000 + number, stream="post:x", source="post", payload=payload)


def on_tapes(folder: Path) -> list[str]:
    """The payloads on all tapes of a folder, in order."""
    payloads = []
    for path in tapes_of(folder):
        with path.open("rb") as raw:
            payloads += [frame.payload for frame in Tape(raw, sort=False)]
    return payloads


async def begun() -> None:
    """Let tasks get to where they wait."""
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def clock():
    return ManualClock(NOON)


@pytest.fixture
def said():
    """What was told."""
    return []


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "tapes" / "demo"


@pytest.fixture
def recording(folder, clock, said):
    made = Recording(folder, COVERAGE, clock, most_bytes=1 << 30, longest=24 * HOUR, tell=said.append)
    yield made
    made.close()


def test_tapes_are_named_by_the_time_at_which_they_begin(recording, folder, clock):
    recording.close()
    Recording(folder, COVERAGE, clock, most_bytes=1 << 30, longest=HOUR).close()

    names = [path.name for path in tapes_of(folder)]
    assert names == ["demo-20261002T120000000Z.ndjson.zst", "demo-20261002T120000001Z.ndjson.zst"]


async def test_the_last_frame_before_a_silence_is_on_the_tape_a_second_later(recording, folder, clock):
    """Nothing more need come for that."""
    keeping = asyncio.create_task(recording.keep())
    recording.take(put(1))
    await begun()
    await clock.advance(SECOND)
    keeping.cancel()

    assert on_tapes(folder) == [put(1).payload]


async def test_a_tape_that_cannot_be_written_stops_nobody(recording, folder, clock, said):
    recording.take(put(1))
    recording._recorder._out._file.close()
    recording.take(put(2))
    recording.take(put(3))
    failed = recording.health
    await clock.advance(AGAIN)
    recording.take(put(4))
    healed = recording.health
    recording.close()

    assert (failed.tape, failed.lost, bool(failed.words)) == (None, 2, True)
    assert (healed.frames, healed.lost, healed.words) == (2, 2, "")
    assert len(said) == 1
    assert put(4).payload in on_tapes(folder)


def test_a_tape_is_tried_again_no_more_than_once_a_minute(recording, monkeypatch):
    tried = []
    monkeypatch.setattr(recording_module, "Recorder", lambda *_, **__: tried.append(1))
    recording.close()
    for number in range(100):
        recording.take(put(number))

    assert not tried
    assert recording.health.lost == 100


@pytest.mark.timeout(30)
async def test_what_was_deleted_leaves_the_tapes_within_the_hour(recording, folder, clock, monkeypatch):
    done = asyncio.Queue()

    async def at_once(_, work, *given):
        done.put_nowait(work(*given))

    monkeypatch.setattr(recording_module.LimitedProcess, "run", at_once)
    monkeypatch.setattr(os, "nice", lambda _: None)
    keeping = asyncio.create_task(recording.keep())
    await done.get()
    for frame in (put(1, "le secret #demo"), put(2), deleted(1)):
        recording.take(frame)
    recording.heed([(3, _Erasing())])
    while clock.now() < NOON + TIDY_AFTER + MINUTE:
        await clock.advance(MINUTE)
    written = await done.get()
    keeping.cancel()

    assert written["tapes"] == 1
    assert on_tapes(folder) == [put(2).payload, deleted(1).payload]


class _Erasing:
    """A change that erases something."""

    erases = True


def test_a_deletion_reaches_back_into_older_tapes(folder, clock):
    for frames in ([put(1, "le secret #demo"), put(2)], [put(3), deleted(1)]):
        one = Recording(folder, COVERAGE, clock, most_bytes=1 << 30, longest=HOUR)
        for frame in frames:
            one.take(frame)
        one.close()
    before = [path.stat().st_ino for path in tapes_of(folder)]
    counted = tidy(folder)
    after = [path.stat().st_ino for path in tapes_of(folder)]

    assert counted == {"tapes": 1, "kept": 1, "removed": 1}
    assert on_tapes(folder) == [put(2).payload, put(3).payload, deleted(1).payload]
    assert before[1] == after[1], "a tape without anything of it is left alone"
    assert {path.name for path in folder.iterdir()} == {path.name for path in tapes_of(folder)}


def test_what_somebody_writes_is_read_and_left_alone(folder, clock):
    one = Recording(folder, COVERAGE, clock, most_bytes=1 << 30, longest=HOUR)
    one.take(put(1, "le secret #demo"))
    one.close()
    two = Recording(folder, COVERAGE, clock, most_bytes=1 << 30, longest=HOUR)
    two.take(put(4, "à moi #demo"))
    two.take(deleted(4))
    two.take(deleted(1))
    two._recorder.flush()
    tidy(folder, folder / two.health.tape)
    left = on_tapes(folder)
    two.close()

    assert not any("le secret" in payload for payload in left)
    assert any("à moi" in json.loads(payload).get("text", "") for payload in left)


def test_what_cannot_be_parsed_stays_and_what_was_left_half_done_goes(folder, clock):
    odd = Frame(t=NOON * 1_000, stream="post:x", source="post", payload="nonsense")
    one = Recording(folder, COVERAGE, clock, most_bytes=1 << 30, longest=HOUR)
    for frame in (odd, put(1), deleted(1)):
        one.take(frame)
    one.close()
    (folder / ".tidying-x.ndjson.zst").write_bytes(b"half")
    tidy(folder)

    assert on_tapes(folder) == ["nonsense", deleted(1).payload]
    assert not list(folder.glob(".*"))
