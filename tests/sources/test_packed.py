"""Jetstream packed with a dictionary: asked for, opened within a limit, and what cannot be opened is only counted."""

import json

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.sources.bluesky import Bluesky
from livefeed.sources.packed import MAX_OPENED, Dictionary, is_packed
from tests.following import follow
from tests.peers.jetstream import START, JetstreamServer

ZOE, ANN = "did:plc:zoe", "did:plc:ann"


def trained(seed: str = "The doors open") -> zstandard.ZstdCompressionDict:
    """A dictionary made from messages like those of the network."""
    samples = [
        json.dumps({"did": f"did:plc:{n}", "kind": "commit", "commit": {"record": {"text": f"{seed} at {n * 7919}"}}})
        for n in range(400)
    ]
    return zstandard.train_dictionary(4096, [sample.encode() for sample in samples])


TRAINED = trained()
OPENER = Dictionary(TRAINED.as_bytes())


def packed(content: bytes, **how) -> bytes:
    """A message as a server packs it."""
    return zstandard.ZstdCompressor(dict_data=TRAINED, **how).compress(content)


@given(st.binary(max_size=2000), st.booleans())
def test_what_was_packed_is_opened(content, says_length):
    assert OPENER.open(packed(content, write_content_size=says_length)) == content


@given(st.binary(max_size=200))
def test_any_bytes_are_opened_or_left(rest):
    OPENER.open(b"\x28\xb5\x2f\xfd" + rest)


@pytest.mark.parametrize("says_length", [True, False])
def test_what_would_be_too_long_is_left_packed(says_length):
    """A frame that says its length would be believed by the library, whatever limit it is given."""
    most = packed(bytes(MAX_OPENED), write_content_size=says_length)
    more = packed(bytes(MAX_OPENED + 1), write_content_size=says_length)

    assert len(OPENER.open(most)) == MAX_OPENED
    assert len(more) < 2000
    assert OPENER.open(more) is None


def test_another_dictionary_damage_and_a_second_message_behind_are_left_packed():
    whole = packed(b"a message that is long enough to be packed " * 9)
    other = zstandard.ZstdCompressor(dict_data=trained("Soup and bread")).compress(b"The doors open at nine")

    for message in (other, whole[:-3], whole + whole, whole + b"x"):
        assert OPENER.open(message) is None
        assert is_packed(message)
        with pytest.raises(PayloadError, match="was not opened"):
            Bluesky().parse(Frame(t=START * 1000, stream="bluesky:jetstream", source="bluesky", payload=message))


def test_what_is_no_dictionary_is_refused():
    real = TRAINED.as_bytes()
    for raw in (b"", b"words " * 100, real[:8], real[:8] + b"\xff" * 3000):
        with pytest.raises(ValueError, match="is no zstd dictionary"):
            Dictionary(raw)


def stream(server, endpoint, file, more="") -> str:
    """The stream's table."""
    return (
        f'[[stream]]\nsource = "bluesky"\nendpoint = "{endpoint}"\nappview = "{server.url}"\n'
        f'dictionary_file = "{file}"\n{more}'
    )


@pytest.fixture
def file(tmp_path):
    """The user's own file."""
    path = tmp_path / "own.zdict"
    path.write_bytes(TRAINED.as_bytes())
    return path


@pytest.mark.parametrize("wire", ["v1", "v2"])
async def test_a_packed_stream_brings_the_same_and_the_tape_has_it_opened(tmp_path, file, wire):
    async with JetstreamServer() as server:
        server.dictionary = TRAINED
        async with follow(stream(server, getattr(server, wire), file), tmp_path / "data") as follower:
            await follower.until(lambda: server.listeners)
            kept = server.post(ZOE, "The doors open at nine #demo")
            gone = server.post(ANN, "Said too early #demo")
            server.noise(20)
            await follower.until(lambda: follower.ids == sorted([kept, gone]))
            server.delete(gone)
            await follower.until(lambda: follower.ids == [kept])

            asked = "compress=true" if wire == "v1" else f"zstdDictionary={TRAINED.dict_id()}"
            assert asked in server.urls[0]
            assert follower.running.intake.unreadable == {}
            assert all(isinstance(frame.payload, str) for frame in follower.frames)
            assert follower.replayed == follower.running.hub.board.newest(10)


async def test_messages_that_cannot_be_opened_are_counted_and_the_stream_goes_on(tmp_path, file):
    """Too long, damaged, packed otherwise: each is one unreadable payload, and health says so."""
    async with JetstreamServer() as server:
        server.dictionary = TRAINED
        async with follow(stream(server, server.v1, file), tmp_path / "data") as follower:
            await follower.until(lambda: server.listeners)
            for number, damage in enumerate(
                (
                    lambda whole: whole[:-4],
                    lambda _: packed(bytes(MAX_OPENED + 1)),
                    lambda whole: zstandard.ZstdCompressor(dict_data=trained("Soup")).compress(whole),
                ),
                1,
            ):
                server.damage = damage
                server.post(ZOE, f"Lost on the way, number {number} #demo")
                await follower.until(
                    lambda number=number: follower.running.intake.unreadable.get("bluesky:jetstream", (0,))[0] == number
                )
            server.damage = lambda whole: whole
            kept = server.post(ZOE, "The doors open at nine #demo")
            await follower.until(lambda: follower.ids == [kept])

            assert follower.way("jetstream").breaks == 0
            assert "is dictionary_file the one of this server?" in follower.way("jetstream").note


async def test_a_server_that_does_not_pack_is_read_as_it_is(tmp_path, file):
    async with JetstreamServer() as server:
        async with follow(stream(server, server.v1, file), tmp_path / "data") as follower:
            await follower.until(lambda: server.listeners)
            kept = server.post(ZOE, "The doors open at nine #demo")
            await follower.until(lambda: follower.ids == [kept])


async def test_a_dictionary_that_the_new_wire_does_not_know_is_said(tmp_path, file):
    async with JetstreamServer() as server, follow(stream(server, server.v2, file), tmp_path / "data") as follower:
        await follower.until(lambda: "400" in str(follower.way("jetstream").problem))


@pytest.mark.parametrize(
    ("wire", "name"), [("v1", "legacy_subscribe.zdict"), ("v2", "subscribe_events_20260811.zdict")]
)
async def test_the_real_dictionaries_open_what_was_recorded(tmp_path, shared_data, wire, name):
    """Recorded events, packed with the dictionary of the network's own servers, come out as they went in."""
    path = shared_data / "bluesky" / name
    lines = (shared_data / "bluesky" / "jetstream_v1_20260704.jsonl").read_bytes().splitlines()
    real = zstandard.ZstdCompressionDict(path.read_bytes())
    packer, opener = zstandard.ZstdCompressor(dict_data=real), Dictionary(path.read_bytes())
    sent = [packer.compress(line) for line in lines]

    assert [opener.open(message) for message in sent] == lines
    assert sum(map(len, lines)) > 2 * sum(map(len, sent))

    async with JetstreamServer() as server:
        server.dictionary = real
        async with follow(stream(server, getattr(server, wire), path), tmp_path / "data") as follower:
            await follower.until(lambda: server.listeners)
            kept = server.post(ZOE, "The doors open at nine #demo")
            await follower.until(lambda: follower.ids == [kept])
