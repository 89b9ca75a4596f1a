"""`livefeed serve --record`, killed and stopped as servers are."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from livefeed.runtime.crashpoints import TAPE_POINTS
from livefeed.runtime.recorder import recorded_tapes
from livefeed.runtime.tape import Tape, open_tape
from tests.cli.test_commands import COVERAGE, Server, livefeed, post


@pytest.fixture
def coverage(tmp_path) -> Path:
    (tmp_path / "coverage.toml").write_text(COVERAGE)
    return tmp_path / "coverage.toml"


def payloads(folder: Path) -> list[str]:
    """What is on the tapes of a folder."""
    found = []
    for path in recorded_tapes(folder):
        with open_tape(path) as raw:
            found += [frame.payload for frame in Tape(raw, sort=False)]
    return found


def wait_until(is_so) -> None:
    """Look again and again, for ten seconds at the most."""
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Recording:
    """A server that records what is written to its standard input."""

    def __init__(self, coverage: Path) -> None:
        self.folder = coverage.parent / "tapes" / "demo"
        read, write = os.pipe()
        self.server = Server(
            "serve", coverage, "--data", coverage.parent / "data", "--stdin", "--record", coverage.parent / "tapes",
            stdin=read,
        )  # fmt: skip
        os.close(read)
        self._pipe = os.fdopen(write, "wb", buffering=0)

    def write(self, *lines: str) -> None:
        self._pipe.write("".join(f"{line}\n" for line in lines).encode())

    def stop(self, how: int = signal.SIGINT) -> int:
        code = self.server.stop(how)
        self._pipe.close()
        return code


def test_after_kill_9_the_last_frames_before_a_silence_are_on_the_tape(coverage):
    """Nothing comes after them that could push them out. The next start has a file of its own, and mends the first."""
    recording = Recording(coverage)
    recording.write(*map(post, range(5)))
    wait_until(lambda: len(payloads(recording.folder)) == 5)
    recording.stop(signal.SIGKILL)
    assert len(payloads(recording.folder)) == 5

    again = Recording(coverage)
    again.write(post(7))
    again.server.wait_for("demo/entries.json", lambda answer: len(answer["entries"]) == 6)
    health = again.server.get("healthz")["coverages"]["demo"]["tape"]
    again.stop()
    tapes = recorded_tapes(recording.folder)

    assert (health["problem"], health["lost"], health["file"]) == (None, 0, tapes[1].name)
    assert len(payloads(recording.folder)) == 6
    assert [livefeed("tape", "verify", tape).returncode for tape in tapes] == [0, 0]
    said = livefeed("tape", "info", tapes[0]).stdout.decode()
    assert "coverage: demo" in said


def test_what_was_deleted_is_on_no_tape_when_the_server_has_stopped(coverage):
    recording = Recording(coverage)
    recording.write(post(1, text="secret #demo"), post(2), post(1, op="delete"))
    recording.server.wait_for("demo/entries.json", lambda answer: len(answer["entries"]) == 1)
    assert recording.stop() == 0

    left = payloads(recording.folder)
    assert len(left) == 2
    assert '"secret' not in left[0]
    assert '"delete"' in left[1]


@pytest.mark.parametrize("point", TAPE_POINTS)
def test_killed_while_it_takes_out_what_was_deleted_it_loses_nothing(tmp_path, point):
    """The tape is the old one or the new one; the next time finds nothing half done."""
    folder = tmp_path / "tapes" / "demo"
    folder.mkdir(parents=True)
    source = tmp_path / "plain.ndjson"
    source.write_text("".join(f"{line}\n" for line in (post(1, text="secret"), post(2), post(1, op="delete"))))
    tape = folder / "2026-10-02T12-00-00.000Z.ndjson.zst"
    assert livefeed("tape", "index", source, "-o", tape).returncode == 0
    code = (
        "import os, signal, sys; from pathlib import Path; from livefeed.runtime import crashpoints, tape_clean\n"
        "crashpoints.arm(lambda at: os.kill(os.getpid(), signal.SIGKILL) if at == sys.argv[2] else None)\n"
        "tape_clean.clean_folder(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", code, folder, point], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert len(payloads(folder)) == (3 if point == "tape.written" else 2)

    from livefeed.runtime.tape_clean import clean_folder

    clean_folder(folder)
    assert len(payloads(folder)) == 2
    assert [path.name for path in folder.iterdir()] == [tape.name]


def test_a_folder_that_cannot_be_used_is_said_at_the_start(coverage, tmp_path):
    (tmp_path / "tapes").write_text("a file")
    done = livefeed("serve", coverage, "--data", tmp_path / "data", "--record", tmp_path / "tapes")

    assert done.returncode != 0
    assert b"tapes" in done.stderr
