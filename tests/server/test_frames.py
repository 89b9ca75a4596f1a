"""What goes over the wire is what other people's libraries read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Opcode
from websockets.protocol import CLIENT, Protocol

from livefeed.server.frames import Message, encode


def read(data: bytes) -> list:
    """The frames that a client reads."""
    client = Protocol(CLIENT, max_size=None)
    client.receive_data(data)
    return client.events_received()


@given(st.text(max_size=300))
def test_a_message_is_one_text_frame(text):
    (frame,) = read(encode(Message("changes", text.encode("utf-8", "replace")), "socket"))

    assert (frame.opcode, frame.fin) == (Opcode.TEXT, True)
    assert frame.data == text.encode("utf-8", "replace")


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 200_000])
def test_lengths_are_written_in_the_shortest_way(size):
    """RFC 6455, 5.2: the minimal number of bytes must be used."""
    data = encode(Message("changes", b"x" * size), "socket")

    assert len(data) - size == (2 if size < 126 else 4 if size < 65_536 else 10)
    assert [len(frame.data) for frame in read(data)] == [size]


def test_frames_can_be_joined():
    one = Message("changes", b"{}")

    assert [frame.data for frame in read(encode(one, "socket") + encode(one, "socket"))] == [b"{}", b"{}"]


def test_an_event_is_a_chunk_where_chunks_are_understood():
    message = Message("changes", b'{"type":"changes"}', "e.12")
    plain = b'event: changes\nid: e.12\ndata: {"type":"changes"}\n\n'

    assert encode(message, "plain-events") == plain
    assert encode(message, "events") == f"{len(plain):x}\r\n".encode() + plain + b"\r\n"
    assert b"id:" not in encode(Message("pulse", b"{}"), "plain-events")
