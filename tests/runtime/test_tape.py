"""Tapes: read as they are, in order, whatever is wrong with them."""

import base64
import io
import json
from collections import Counter

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from livefeed.model.errors import TapeError
from livefeed.runtime import tape as tape_module
from livefeed.runtime.tape import Tape, open_tape


def line(t=1, payload="{}", **parts):
    """One line of a tape."""
    return json.dumps({"t": t, "stream": "post:x", "source": "post", "payload": payload} | parts).encode()


def read(data: bytes, **how):
    """Read a tape from bytes."""
    tape = Tape(io.BytesIO(data), **how)
    return list(tape), tape.counters


def test_a_header_is_no_frame_and_no_fault():
    frames, counters = read(b'{"tape":1,"title":{"en":"x"}}\n' + line() + b"\n")

    assert [frame.t for frame in frames] == [1]
    assert counters == Counter(frames=1)


def test_a_payload_is_given_as_it_came():
    """Escapes, newlines and other scripts included."""
    payload = '{"a": "é\\u00e9\n\t日本"}'
    frames, _ = read(line(payload=payload))

    assert frames[0].payload == payload


def test_bytes_that_are_not_utf8_come_in_base64():
    data = {"t": 1, "stream": "s:x", "source": "s", "payload_b64": base64.b64encode(b"\xff\x00").decode()}
    frames, _ = read(json.dumps(data).encode())

    assert frames[0].payload == b"\xff\x00"


@pytest.mark.parametrize(
    "bad",
    [
        b"nonsense",
        b"[1]",
        b'{"t":"x"}',
        b'{"t":1}',
        b"\xff\xfe",
        b'{"t":-5,"stream":"s","source":"s","payload":""}',
        b'{"t":4503599627370496,"stream":"s","source":"s","payload":""}',
        b"[" * 100_000,
    ],
)
def test_an_unreadable_line_is_counted_and_skipped(bad):
    frames, counters = read(b"\n".join([line(1), bad, line(2)]) + b"\n")

    assert [frame.t for frame in frames] == [1, 2]
    assert counters["unreadable"] == 1


def test_a_torn_last_line_is_counted_apart():
    """The machine died while it was written."""
    frames, counters = read(line(1) + b"\n" + line(2)[:-7])

    assert [frame.t for frame in frames] == [1]
    assert counters == Counter(frames=1, torn=1)


def test_a_last_line_without_its_end_is_read_when_it_is_whole():
    frames, counters = read(line(1) + b"\n" + line(2))

    assert [frame.t for frame in frames] == [1, 2]
    assert counters == Counter(frames=2)


def test_a_compressed_tape_is_read_alike():
    data = b"".join(line(n) + b"\n" for n in range(2000))

    assert read(zstandard.compress(data)) == read(data)


def test_a_compressed_tape_that_was_cut_off_gives_what_can_be_read():
    """A block that was written whole is read; the rest is torn."""
    compressor = zstandard.ZstdCompressor().compressobj()
    whole = compressor.compress(line(1) + b"\n") + compressor.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    torn = whole + (compressor.compress(b"".join(line(n) + b"\n" for n in range(2, 900))) + compressor.flush())[:-40]
    frames, counters = read(torn)

    assert frames[0].t == 1
    assert counters["frames"] == len(frames) < 900


def test_time_that_runs_backwards_between_streams_is_put_in_order():
    frames, _ = read(b"\n".join(line(t) for t in (5, 1, 4, 2, 3)))

    assert [frame.t for frame in frames] == [1, 2, 3, 4, 5]


def test_equal_times_keep_the_order_of_the_tape():
    frames, _ = read(b"\n".join(line(1, str(n)) for n in range(20)))

    assert [frame.payload for frame in frames] == [str(n) for n in range(20)]


def test_the_window_of_sorting_is_bounded(monkeypatch):
    """What is further back than the window stays where it is."""
    monkeypatch.setattr(tape_module, "SORT_WINDOW", 2)
    frames, _ = read(b"\n".join(line(t) for t in (7, 8, 9, 10, 1)))

    assert [frame.t for frame in frames] == [7, 8, 1, 9, 10]


def test_frames_can_be_taken_as_they_come():
    """A live pipe is not sorted."""
    frames, _ = read(b"\n".join(line(t) for t in (2, 1)), sort=False)

    assert [frame.t for frame in frames] == [2, 1]


def test_a_line_that_never_ends_is_skipped_in_bounded_memory(monkeypatch):
    monkeypatch.setattr(tape_module, "MAX_LINE", 1000)
    frames, counters = read(line(1) + b"\n" + b"x" * 1_000_000 + b"\n" + line(2) + b"\n")

    assert [frame.t for frame in frames] == [1, 2]
    assert counters["too_long"] == 1


def test_a_tape_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(TapeError, match="No such file"):
        open_tape(tmp_path / "none")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_fail(data):
    """Also bytes that begin like zstd."""
    read(data)
    read(b"\x28\xb5\x2f\xfd" + data)
