"""`livefeed tape`, as somebody types it."""

import json
from pathlib import Path

import msgspec
import orjson
import pytest
import zstandard
from click.testing import CliRunner

from livefeed.cli.main import livefeed
from livefeed.cli.tape_files import write_tape
from livefeed.model.frame import Frame
from livefeed.runtime.tape_facts import read_header

RECORDINGS = Path(__file__).parents[2] / "replay_data"
CONFERENCE = RECORDINGS / "conference"
TAPE = str(CONFERENCE / "tape.ndjson.zst")


CLOCK = Frame(t=1_000_000, stream="livefeed:clock", source="clock", payload="")


def run(*arguments, **how):
    """Run a command."""
    return CliRunner().invoke(livefeed, ["tape", *map(str, arguments)], **how)


def frames(path) -> list[dict]:
    """All frames of a file."""
    with Path(path).open("rb") as raw:
        text = zstandard.ZstdDecompressor().stream_reader(raw).read()
    return [orjson.loads(line) for line in text.splitlines()][1:]


def test_info_says_what_is_on_a_tape():
    said = run("info", TAPE)
    data = json.loads(run("info", "--json", TAPE).output)

    assert said.exit_code == 0
    assert "Open Causes" in said.output
    assert "from 2026-10-02T16:30:13Z" in said.output
    assert data["frames"] == sum(one["frames"] for one in data["streams"].values()) == len(frames(TAPE))
    assert data["troubles"] == {}


def test_verify_finds_a_line_and_a_payload_that_cannot_be_read(tmp_path):
    bad = tmp_path / "bad.ndjson"
    bad.write_text('{"t":1,"stream":"post:x","source":"post","payload":"{}"}\nnonsense\n{"t":2,"str')

    assert run("verify", TAPE).exit_code == 0
    said = run("verify", bad)
    assert said.exit_code == 1
    assert "1 lines are torn" in said.output
    assert "1 lines are unreadable" in said.output
    assert "post:x: 1 payloads cannot be read; the last: id: is required" in said.output


def test_verify_finds_an_index_that_is_damaged(tmp_path):
    tape = tmp_path / "tape.ndjson.zst"
    write_tape(tape, {}, [CLOCK])
    assert run("verify", tape).exit_code == 0
    data = bytearray(tape.read_bytes())
    data[-20] ^= 1
    tape.write_bytes(data)
    said = run("verify", tape)

    assert said.exit_code == 1
    assert "its index is damaged" in said.output


def test_cut_keeps_a_span_of_time_and_streams(tmp_path):
    out = tmp_path / "hour.ndjson.zst"
    span = ("--from", "2026-10-02T14:00:00-04:00", "--to", "2026-10-02T15:00:00-04:00")
    assert run("cut", TAPE, "-o", out, *span, "--stream", "bluesky:jetstream").exit_code == 0

    kept = frames(out)
    assert {one["stream"] for one in kept} == {"bluesky:jetstream"}
    assert kept == [
        one for one in frames(TAPE) if one["stream"] == "bluesky:jetstream" and 18 <= one["t"] / 3.6e9 % 24 < 19
    ]
    assert json.loads(run("info", "--json", out).output)["header"]["coverage"] == "oc-2026"


def test_what_was_cut_can_be_put_together_again(tmp_path):
    """In any order of naming, and with what overlaps once."""
    early, late, whole = (tmp_path / f"{name}.ndjson.zst" for name in ("early", "late", "whole"))
    run("cut", TAPE, "-o", early, "--to", "2026-10-02T18:00:00Z")
    run("cut", TAPE, "-o", late, "--from", "2026-10-02T17:00:00Z")
    assert run("merge", late, early, "-o", whole).exit_code == 0

    assert sorted(frames(whole), key=str) == sorted(frames(TAPE), key=str)


@pytest.mark.parametrize("name", ["conference", "earthquake"])
def test_a_redacted_tape_ends_with_the_same_board(tmp_path, name):
    """All that was deleted is gone from its bytes, and all else stands where it stood."""
    folder, out = RECORDINGS / name, tmp_path / "public.ndjson.zst"
    whole = folder / "tape.ndjson.zst"
    assert run("redact", whole, "-o", out).exit_code == 0

    assert len(frames(out)) < len(frames(whole))
    assert board(folder, out) == board(folder, whole)


def board(folder: Path, tape: Path) -> set[tuple[str, str]]:
    """Ids and words of all posts that are shown in the end."""
    piped = CliRunner().invoke(livefeed, ["pipe", str(folder / "coverage.toml")], input=tape.read_bytes())
    shown = {}
    for line in piped.stdout.splitlines():
        change = orjson.loads(line)
        if change["op"] == "put":
            shown[change["entry"]["id"]] = change["entry"]
        else:
            shown.pop(change["id"], None)
    return {(one["post"]["id"], one["post"]["text"]) for one in shown.values()}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("info", "nowhere.ndjson"), "nowhere.ndjson: No such file"),
        (("cut", TAPE, "-o", "x.ndjson", "--from", "two o'clock"), "write 2026-10-02T14:00:00-04:00"),
        (
            ("cut", TAPE, "-o", "x.ndjson", "--from", "2026-01-02T00:00:00Z", "--to", "2026-01-01T00:00:00Z"),
            "not before",
        ),
        (("redact", TAPE), "Missing option '-o'"),
    ],
)
def test_what_is_typed_wrongly_is_refused_in_words(arguments, words):
    said = run(*arguments)

    assert said.exit_code != 0
    assert words in said.output + str(said.exception)


@pytest.mark.parametrize("content", [b"", b"# Read me\n\n{}\n", b"\x28\xb5\x2f\xfd", bytes(range(256)) * 9])
@pytest.mark.parametrize("command", ["info", "verify", "index", "cut", "merge", "redact", "anonymise"])
def test_what_is_no_tape_is_refused(tmp_path, command, content):
    """Nobody is to take an empty tape for what they have asked for."""
    other, out = tmp_path / "other", tmp_path / "out.ndjson.zst"
    other.write_bytes(content)
    said = run(command, other, *([] if command in ("info", "verify") else ["-o", out]))

    assert said.exit_code == 1
    assert "other: is no tape" in str(said.exception)
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("redact", "--account", "@nobody@x", "--post", "https://a.example/9"), "is of https://a.example/9, @nobody@x"),
        (("cut", "--stream", "clock"), "nothing to keep; on it are livefeed:clock, 1970-01-01T00:00:01Z to 1970-01"),
        (("cut", "--from", "1970-01-01T00:00:02Z"), "nothing to keep"),
        (("cut", "--to", "1970-01-01T00:00:01Z"), "nothing to keep"),
    ],
)
def test_what_is_not_on_a_tape_is_said_and_nothing_written(tmp_path, arguments, words):
    """Who mistypes a name is not to believe that it is gone, or that there was nothing."""
    tape, out = tmp_path / "tape.ndjson.zst", tmp_path / "out.ndjson.zst"
    write_tape(tape, {}, [CLOCK])
    said = run(arguments[0], tape, "-o", out, *arguments[1:])

    assert said.exit_code == 1
    assert words in str(said.exception)
    assert not out.exists()


def test_a_cut_begins_with_its_first_moment_and_ends_before_its_last(tmp_path):
    tape, out = tmp_path / "tape.ndjson.zst", tmp_path / "out.ndjson.zst"
    moments = [999_999, 1_000_000, 1_999_999, 2_000_000]
    write_tape(tape, {}, [msgspec.structs.replace(CLOCK, t=t) for t in moments])
    assert run("cut", tape, "-o", out, "--from", "1970-01-01T00:00:01Z", "--to", "1970-01-01T00:00:02Z").exit_code == 0

    assert [frame["t"] for frame in frames(out)] == moments[1:3]


def test_a_merged_tape_claims_only_what_holds_for_all_of_it(tmp_path):
    """That it is anonymised, or how it may be used."""
    one, other, out = (tmp_path / f"{name}.ndjson.zst" for name in ("one", "other", "out"))
    write_tape(
        one, {"title": "Monday", "coverage": "demo", "licence": "CC0-1.0", "anonymised": True, "by": "us"}, [CLOCK]
    )
    write_tape(other, {"title": "Tuesday", "coverage": "demo", "licence": "CC0-1.0", "by": "others"}, [CLOCK])
    assert run("merge", one, other, "-o", out).exit_code == 0

    assert read_header(out) == {"title": "Monday", "coverage": "demo", "licence": "CC0-1.0"}


def test_a_tape_on_which_nothing_came_is_a_tape(tmp_path):
    quiet = tmp_path / "quiet.ndjson"
    quiet.write_bytes(b'{"tape":1,"title":"Quiet"}\n')
    said = run("info", quiet)

    assert said.exit_code == 0
    assert "0 frames" in said.output


def test_a_tape_is_never_written_over(tmp_path):
    out = tmp_path / "there.ndjson.zst"
    out.write_bytes(b"mine")
    said = run("cut", TAPE, "-o", out)

    assert said.exit_code != 0
    assert "is there already" in str(said.exception)
    assert out.read_bytes() == b"mine"
