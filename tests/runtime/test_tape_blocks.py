"""Compressed tapes in blocks: damage stays where it is, and a span is found without reading what is before it."""

import io
import json
import random
from collections import Counter

import pytest
import zstandard

from livefeed.model.errors import TapeError
from livefeed.model.frame import Frame
from livefeed.runtime import recorder as recorder_module
from livefeed.runtime.recorder import Recorder, numbered, write_tape
from livefeed.runtime.tape import Tape
from livefeed.runtime.tape_blocks import read_table, seek_time

SECOND = 1_000_000


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Blocks of some ten frames."""
    monkeypatch.setattr(recorder_module, "BLOCK", 4_000)


def frame(number: int) -> Frame:
    """A frame a second, that cannot be compressed to nothing."""
    noise = random.Random(number).randbytes(150).hex()
    return Frame(t=number * SECOND, stream="post:x", source="post", payload=json.dumps({"n": number, "noise": noise}))


def frames_of(data: bytes) -> tuple[list[int], Counter]:
    """The numbers of the frames that are read, and what was counted."""
    tape = Tape(io.BytesIO(data))
    return [json.loads(one.payload)["n"] for one in tape], tape.counters


@pytest.fixture
def tape(tmp_path):
    """A tape of two hundred frames."""
    path = tmp_path / "tape.ndjson.zst"
    write_tape(path, {"title": "x"}, map(frame, range(200)))
    return path


def test_any_zstd_reader_opens_it(tape):
    with zstandard.ZstdDecompressor().stream_reader(tape.open("rb"), read_across_frames=True) as reader:
        lines = reader.read().splitlines()

    assert len(lines) == 201
    assert json.loads(lines[0]) == {"tape": 1, "title": "x"}


def test_the_table_says_where_each_block_is(tape):
    with tape.open("rb") as raw:
        blocks = read_table(raw)
        opened = []
        for block in blocks:
            raw.seek(block.start)
            opened.append(zstandard.ZstdDecompressor().decompressobj().decompress(raw.read(block.size)))

    assert len(blocks) > 10
    assert [len(lines) for lines in opened] == [block.lines for block in blocks]
    assert all(lines.endswith(b"\n") for lines in opened)


def test_a_damaged_block_costs_only_itself(tape):
    data = bytearray(tape.read_bytes())
    with tape.open("rb") as raw:
        block = read_table(raw)[5]
    for at in range(block.start + 20, block.start + 40):
        data[at] ^= 0xFF
    numbers, counters = frames_of(bytes(data))

    assert counters["damaged"] == 1
    assert 160 < len(numbers) < 200
    assert numbers[-1] == 199


@pytest.mark.parametrize("at", range(0, 4000, 97))
def test_a_flipped_bit_anywhere_is_counted_and_never_more_than_two_blocks(tape, at):
    data = bytearray(tape.read_bytes())
    data[at % len(data)] ^= 0x10
    numbers, counters = frames_of(bytes(data))

    assert len(numbers) < 200 or counters["damaged"] or frames_of(tape.read_bytes())[0] == numbers
    assert len(numbers) > 150
    assert set(numbers) <= set(range(200))


def test_a_tape_that_was_cut_off_is_read_up_to_its_last_flush(tmp_path):
    path = tmp_path / "torn.ndjson.zst"
    recorder = Recorder(iter([path]), {})
    for number in range(7):
        recorder.write(frame(number))
        recorder.flush()
    written = path.read_bytes()
    recorder.close()

    assert frames_of(written)[0] == list(range(7))
    assert frames_of(written[:-9])[0] == list(range(6))


def test_a_table_that_cannot_be_true_is_none(tape):
    data = tape.read_bytes()
    for broken in (data[:-1], data[:-9], data + b"x", data[40:], b"", data[-200:]):
        assert read_table(io.BytesIO(broken)) == []


@pytest.mark.parametrize("second", [0, 1, 50, 123, 199, 500])
def test_seeking_leads_before_what_is_wanted_and_not_to_the_beginning(tape, second):
    with tape.open("rb") as raw:
        seek_time(raw, second * SECOND)
        start = raw.tell()
        numbers = [json.loads(one.payload)["n"] for one in Tape(raw)]

    assert numbers[-1] == 199
    assert numbers[0] <= second
    assert second < 50 or (start > 0 and numbers[0] > min(second, 199) - 50)


def test_a_plain_tape_is_read_from_the_beginning(tmp_path):
    path = tmp_path / "plain.ndjson"
    write_tape(path, {}, map(frame, range(20)))
    with path.open("rb") as raw:
        seek_time(raw, 15 * SECOND)

        assert raw.tell() == 0


def test_the_next_file_begins_where_one_is_full(tmp_path):
    recorder = Recorder(numbered(tmp_path / "a.ndjson.zst"), {}, most_bytes=3_000)
    for number in range(60):
        recorder.write(frame(number))
    recorder.close()
    files = [
        tmp_path / "a.ndjson.zst",
        *(tmp_path / f"a.{n}.ndjson.zst" for n in range(2, len(list(tmp_path.iterdir())) + 1)),
    ]

    assert len(files) > 2
    assert [number for file in files for number in frames_of(file.read_bytes())[0]] == list(range(60))


def test_a_file_that_is_there_is_never_written_over(tape):
    before = tape.read_bytes()
    with pytest.raises(TapeError, match="is there already"):
        Recorder(iter([tape]), {})

    assert tape.read_bytes() == before
