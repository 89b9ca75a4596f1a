"""A real process, killed between any two steps: an oracle that read the tape finds nothing lost, twice or left over."""

import http.client
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from livefeed.runtime.crashpoints import POINTS
from tests.oracle import foresee, whole

START = 1_790_942_400
"""2026-10-02T12:00:00Z, seconds."""
FRAMES = 64
SPEED = 50
BEFORE = "2026-10-02T11:59:20Z"
"""A little before the first frame, for the server to be up."""
SECONDS = 30


def say(number: int, name: int, text: str | None) -> str:
    """A line of the tape: a post with this text, or its deletion."""
    post = {"op": "delete", "id": f"https://a.example/{name}"}
    if text is not None:
        post |= {"op": "put", "author": {"handle": "@zoe@a.example"}, "text": f"{text} #demo"}
        post["created_at"] = f"2026-10-02T12:{name // 60:02d}:{name % 60:02d}Z"
    frame = {"t": (START + number) * 1_000_000, "stream": "post:x", "source": "post", "payload": json.dumps(post)}
    return json.dumps(frame)


def made_lines() -> list[str]:
    """Posts, edits and deletions, one a second; deleted ones come again, some are deleted before they come."""
    lines = []
    for number in range(FRAMES):
        match number % 16:
            case 4 | 12:
                lines.append(say(number, number - 3, f"canari{number}edit"))
            case 5:
                lines.append(say(number, number - 5, None))
            case 6:
                lines.append(say(number, number - 6, f"canari{number}again"))
            case 13:
                lines.append(say(number, number + 5, None))
            case _:
                lines.append(say(number, number, f"canari{number}x"))
    return lines


@pytest.fixture
def tape(tmp_path) -> Path:
    """The tape, and its coverage."""
    (tmp_path / "coverage.toml").write_text('slug = "demo"\ntitle = "Demo"\nhashtags = ["demo"]\n')
    (tmp_path / "tape.ndjson").write_text("\n".join(made_lines()) + "\n")
    return tmp_path / "tape.ndjson"


def test_the_oracle_would_notice_a_lost_frame():
    """Most frames change what is shown at the end: one that is missing does not go unseen."""
    lines = made_lines()
    whole_tape = foresee(lines).shown
    noticed = [n for n in range(FRAMES) if foresee(lines[:n] + lines[n + 1 :]).shown != whole_tape]

    assert len(noticed) > FRAMES * 0.6


class Reader:
    """Applies what it is given, and is strict about it."""

    def __init__(self) -> None:
        self.cursor = ""
        self.seq = 0
        self.shown: dict[str, tuple[str, str]] = {}
        """By entry: the post's id and its text."""

    def ask(self, port: int) -> str:
        """Take a step; returns the state of the coverage."""
        if not self.cursor:
            board = ask(port, "/demo/entries.json?limit=200")
            self.cursor = board["cursor"]
            for entry in board["entries"]:
                self._put(entry)
            return board["state"]
        state = ask(port, "/demo/entries.json?limit=1")["state"]
        answer = ask(port, f"/demo/entries.json?limit=7&after={self.cursor}")
        assert answer["type"] == "changes", f"not continued: {answer}"
        for change in answer["changes"]:
            assert change["seq"] > self.seq, f"{change} after {self.seq}"
            self.seq = change["seq"]
            if change["op"] == "put":
                self._put(change["entry"])
            else:
                self.shown.pop(change["id"], None)
        self.cursor = answer["cursor"]
        return "more" if answer["changes"] else state

    def _put(self, entry: dict) -> None:
        self.shown[entry["id"]] = entry["post"]["id"], entry["post"]["text"]

    @property
    def posts(self) -> dict[str, str]:
        """What it shows; fails where a post is shown twice."""
        assert len(dict(self.shown.values())) == len(self.shown)
        return dict(self.shown.values())


def ask(port: int, path: str) -> dict:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200
        return json.loads(answer.read())
    finally:
        connection.close()


STARTED: list[subprocess.Popen] = []


@pytest.fixture(autouse=True)
def _nothing_stays():
    """A test that fails leaves no server behind."""
    yield
    while STARTED:
        STARTED.pop().kill()


class Server:
    """A replay that goes on where its journal ends, and dies where it is told to."""

    def __init__(self, tape: Path, point: str = "none", count: int = 0, *, command: str = "replay") -> None:
        self.proof = tape.parent / f"{point}-{count}"
        what = (
            ["replay", tape, "--speed", SPEED, "--from", BEFORE]
            if command == "replay"
            else ["serve", tape.parent / "coverage.toml", "--offline"]
        )
        arguments = [point, count, self.proof, *what, "--port", 0, "--data", tape.parent / "data"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.runtime.crashing", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        STARTED.append(self.process)
        line = self.process.stdout.readline()
        self.port = int(line.rstrip("/\n").rpartition(":")[2]) if line else None

    def serve(self, readers: list[Reader]) -> bool:
        """Let readers read until the tape is at its end, or the server at its own; tells whether it died."""
        deadline = time.monotonic() + SECONDS
        while self.port is not None:
            assert time.monotonic() < deadline
            try:
                if {reader.ask(self.port) for reader in readers} == {"ended"}:
                    return False
            except (OSError, http.client.HTTPException):
                break
            time.sleep(0.01)  # as often as a patient reader would
        return True

    def end(self, how: int | None = None) -> int:
        """See it die, or stop it."""
        if how is not None:
            self.process.send_signal(how)
        _, said = self.process.communicate(timeout=SECONDS)
        assert "Traceback" not in said
        return self.process.returncode


@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_or_twice_or_left_after_a_kill(tape, point):
    """Killed in the middle, killed again soon after it came back (or while it does), and then left alone."""
    readers = [Reader()]
    for count in (3, 1) if point.startswith("checkpoint") else (9, 3):
        server = Server(tape, point, count)
        assert server.serve(readers), "it did not die"
        assert server.end() == -signal.SIGKILL
        assert server.proof.read_text() == point
        readers.append(Reader())
        assert_whole(tape, readers)
    server = Server(tape)
    assert not server.serve(readers)
    expected = foresee(made_lines())
    assert [reader.posts for reader in readers] == [expected.shown] * 3
    assert len(expected.forbidden) > 3
    assert_left(tape, expected.forbidden)
    assert server.end(signal.SIGTERM) == 0
    assert_left(tape, expected.forbidden)


def assert_whole(tape: Path, readers: list[Reader]) -> None:
    """What is there after a kill, while nothing comes, is a whole beginning of the tape; readers were not ahead of it."""
    server = Server(tape, command="serve")
    for reader in readers:
        while reader.ask(server.port) == "more":
            pass
    expected = whole(made_lines(), readers[0].posts)
    assert expected is not None, readers[0].posts
    assert [reader.posts for reader in readers] == [expected.shown] * len(readers)
    assert_left(tape, expected.forbidden)
    server.end(signal.SIGKILL)


def assert_left(tape: Path, forbidden: set[str]) -> None:
    """Nothing of it is on the disk, in any file."""
    kept = b"".join(file.read_bytes() for file in (tape.parent / "data").rglob("*") if file.is_file())
    assert [text for text in forbidden if text.partition(" ")[0].encode() in kept] == []


CURSORS = {
    "0badcafe.3": "another-journal",
    "{epoch}.1000000": "another-journal",
    "{epoch}.99999999999999999999999999": "another-journal",
    "{epoch}": "unreadable",
    "{epoch}.-1": "unreadable",
    "{epoch}.1.2": "unreadable",
    "%00%F0%9F%92%A5.x": "unreadable",
    "x" * 4_000: "unreadable",
}


def test_a_cursor_that_cannot_be_continued_gets_the_whole_board(tape):
    """Of another journal, from the future, garbage: after a kill as before it, and the reader is told why."""
    server = Server(tape, "published", 30)
    assert server.serve([Reader()])
    server.end()
    server = Server(tape)
    reader = Reader()
    assert not server.serve([reader])
    expected = foresee(made_lines()).shown
    for cursor, why in CURSORS.items():
        asked = cursor.format(epoch=reader.cursor.partition(".")[0])
        answer = ask(server.port, f"/demo/entries.json?limit=200&after={asked}")
        shown = {change["entry"]["post"]["id"]: change["entry"]["post"]["text"] for change in answer["entries"]}
        assert (answer["type"], answer["why"], answer["cursor"], shown) == ("board", why, reader.cursor, expected), (
            asked
        )
    server.end(signal.SIGTERM)
