"""Tapes in pieces: found by time, checked one by one, readable around what is damaged."""

import io
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livefeed.cli.tape_files import write_tape
from livefeed.model.errors import TapeError
from livefeed.model.frame import Frame
from livefeed.runtime import tape_writer
from livefeed.runtime.tape import Tape, damaged_pieces, frames_before
from livefeed.runtime.tape_facts import read_header
from livefeed.runtime.tape_index import index_is_damaged, read_index
from livefeed.runtime.tape_writer import TapeWriter

MINUTE = 60_000_000


def frame(number: int) -> Frame:
    """One frame a minute; its words do not pack well."""
    return Frame(t=number * MINUTE, stream="post:x", source="post", payload=f"{number} {pow(7, number * 99, 10**90)}")


FRAMES = [frame(number) for number in range(300)]


@pytest.fixture
def tape(tmp_path, monkeypatch) -> Path:
    """A tape of a few dozen pieces."""
    monkeypatch.setattr(tape_writer, "PIECE_BYTES", 2_000)
    writer = TapeWriter(tmp_path / "tape.ndjson.zst", {"title": "Five hours"})
    for one in FRAMES:
        writer.write(one)
    writer.close()
    return writer.path


class Watched(io.BytesIO):
    """A file that counts what is read of it."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.taken = 0

    def read(self, size=-1) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found


class Pipe(io.RawIOBase):
    """Bytes that cannot be sought in, and come in small bits."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, into) -> int:
        found = self._data.read(min(len(into), 700))
        into[: len(found)] = found
        return len(found)


def test_a_time_is_found_without_reading_the_tape(tape):
    data = tape.read_bytes()
    raw = Watched(data)
    index = read_index(raw)
    raw.taken = 0
    assert list(Tape(raw, begin=200 * MINUTE, end=203 * MINUTE)) == FRAMES[200:203]

    behind = len(data) - index[-1].offset - index[-1].size
    assert raw.taken < behind + 3 * max(piece.size for piece in index) < len(data) / 2


@pytest.mark.parametrize("kind", [io.BytesIO, Pipe], ids=["file", "pipe"])
def test_a_tape_with_an_index_reads_like_any_other(tape, kind):
    read = Tape(kind(tape.read_bytes()))

    assert list(read) == FRAMES
    assert read.counters == {"frames": 300}
    assert read_header(tape) == {"title": "Five hours"}


def test_other_tools_find_the_seek_table_of_the_seekable_format(tape):
    """Sizes and checksums of all frames of zstd but the table's own (zstd seekable format 0.1.0)."""
    data = tape.read_bytes()
    count, flags, magic = struct.unpack("<IBI", data[-9:])
    entries = list(struct.iter_unpack("<III", data[-9 - 12 * count : -9]))

    assert (flags, magic) == (0x80, 0x8F92EAB1)
    assert sum(size for size, _, _ in entries) + 8 + 12 * count + 9 == len(data)
    assert entries[0][2] == int.from_bytes(data[entries[0][0] - 4 : entries[0][0]], "little")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(where=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_a_damaged_piece_is_counted_and_all_others_are_read(tape, where, bit):
    """Wherever a bit flips: no frame is given that was not written."""
    data = bytearray(tape.read_bytes())
    index = read_index(io.BytesIO(data))
    at = where % (index[-1].offset + index[-1].size)
    data[at] ^= 1 << bit
    hit = next(piece for piece in index if piece.offset <= at < piece.offset + piece.size)
    read = Tape(io.BytesIO(data))
    left = list(read)
    damaged = tape.with_name("damaged.ndjson.zst")
    damaged.write_bytes(data)

    if left != FRAMES:  # there are bits that zstd does not look at
        assert left == [one for one in FRAMES if not hit.first <= one.t <= hit.last]
        assert read.counters["damaged"] == 1
        assert damaged_pieces(damaged) == [hit]


def test_wherever_a_byte_of_a_small_tape_changes_it_is_noticed(tmp_path, monkeypatch):
    """Or nothing on it has: zstd can say the same in another way. No frame is ever given that was not written."""
    monkeypatch.setattr(tape_writer, "PIECE_BYTES", 400)
    small, other = tmp_path / "small.ndjson.zst", tmp_path / "other.ndjson.zst"
    write_tape(small, {}, FRAMES[:9])
    data = small.read_bytes()
    end = read_index(io.BytesIO(data))[-1]
    for at in range(len(data)):
        flipped = bytes([*data[:at], data[at] ^ 1 << at % 8, *data[at + 1 :]])
        other.write_bytes(flipped)
        read = Tape(io.BytesIO(flipped), sort=False)
        left = list(read)
        noticed = bool(damaged_pieces(other)) or index_is_damaged(io.BytesIO(flipped)) or read.counters != {"frames": 9}

        assert set(left) <= set(FRAMES[:9])
        assert noticed or left == FRAMES[:9]
        assert noticed or at < end.offset + end.size, "a part of the index"
    assert not index_is_damaged(io.BytesIO(data))
    assert not index_is_damaged(io.BytesIO(data[: end.offset + end.size]))


def test_without_its_index_a_tape_is_read_around_what_is_damaged(tape):
    """By looking for the next piece; what of the damaged one was given before that was seen stays given."""
    data = bytearray(tape.read_bytes())
    index = read_index(io.BytesIO(data))
    data[index[10].offset + index[10].size // 2] ^= 0x55
    read = Tape(Pipe(data))
    left = [one.t for one in read]

    assert read.counters["damaged"] == 1
    assert left[-1] == FRAMES[-1].t
    assert {one.t for one in FRAMES if not index[10].first <= one.t <= index[10].last} <= set(left)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.99])
def test_what_is_left_of_a_tape_that_was_cut_off_is_read(tape, part):
    data = tape.read_bytes()
    end = read_index(io.BytesIO(data))[-1]
    read = Tape(io.BytesIO(data[: int((end.offset + end.size) * part)]))
    left = list(read)

    assert left == FRAMES[: len(left)]
    assert len(left) > 300 * part * 0.8
    assert read.counters["torn"] == 1


@given(st.binary(max_size=300), st.integers(0, 200))
def test_an_index_that_somebody_made_up_harms_nobody(junk, cut):
    """It is not followed, or the pieces that it names are none."""
    footer = struct.pack("<IBI", 1, 0x80, 0x8F92EAB1)
    data = b"\x28\xb5\x2f\xfd" + junk + junk[cut:] + footer
    list(Tape(io.BytesIO(data)))


def test_a_few_bytes_do_not_become_gigabytes():
    """A block that repeats one byte is opened alone; the line that never ends is counted."""
    block = (128 * 1024 << 3 | 1 << 1).to_bytes(3, "little") + b"a"
    bomb = b"\x28\xb5\x2f\xfd\x00\x58" + block * 2_000
    read = Tape(io.BytesIO(bomb))

    assert list(read) == []
    assert read.counters["too_long"] == 1


@pytest.mark.parametrize("order", ["as they came", "two streams"])
@pytest.mark.parametrize("skip", [0, 1, 57, 150, 299, 300, 400])
def test_frames_are_passed_over_without_reading_them(tmp_path, monkeypatch, order, skip):
    """The same ones as when all are read, also where time runs back over the end of a piece."""
    monkeypatch.setattr(tape_writer, "PIECE_BYTES", 2_000)
    frames = FRAMES if order == "as they came" else [*FRAMES[:90], *FRAMES[150:200], *FRAMES[90:150], *FRAMES[200:]]
    writer = TapeWriter(tmp_path / "tape.ndjson.zst", {})
    for one in frames:
        writer.write(one)
    writer.close()
    data = writer.path.read_bytes()

    assert list(Tape(Pipe(data), skip=skip)) == list(Tape(io.BytesIO(data), skip=skip)) == FRAMES[skip:]
    raw = Watched(data)
    list(Tape(raw, skip=290))
    assert raw.taken < len(data) / 2
    assert frames_before(writer.path, FRAMES[123].t) == 123


def test_the_file_is_never_written_over(tape):
    with pytest.raises(TapeError, match="is there already"):
        TapeWriter(tape, {})
