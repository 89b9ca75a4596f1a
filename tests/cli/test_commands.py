"""The commands as people type them, right and wrong."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

COVERAGE = 'slug = "demo"\ntitle = "Demo"\nhashtags = ["demo"]\n'


def post(number: int, **parts) -> str:
    """One line of a tape: a post of the source `post`."""
    payload = {
        "op": "put",
        "id": f"https://a.example/{number}",
        "created_at": f"2026-10-02T12:00:{number:02d}Z",
        "author": {"handle": "@zoe@a.example"},
        "text": f"mot {number} #demo",
    } | parts
    return json.dumps(
        {
            "t": (1_790_942_400 + number) * 1_000_000,
            "stream": "post:x",
            "source": "post",
            "payload": json.dumps(payload),
        }
    )


@pytest.fixture
def files(tmp_path) -> Path:
    """A coverage and a tape of five posts."""
    (tmp_path / "coverage.toml").write_text(COVERAGE)
    (tmp_path / "tape.ndjson").write_text("".join(post(n) + "\n" for n in range(5)))
    return tmp_path


def livefeed(*arguments, stdin: bytes = b"", cwd=None) -> subprocess.CompletedProcess:
    """Type a command."""
    return subprocess.run(
        [sys.executable, "-m", "livefeed", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        timeout=100,
        check=False,
    )


class Server:
    """A command that serves, on a free port."""

    def __init__(self, *arguments, stdin=None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "livefeed", *map(str, arguments), "--port", "0"],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        line = self.process.stdout.readline().decode()
        assert line.startswith("Listening on http://127.0.0.1:"), (line, self.process.stderr.read())
        self.url = line.split()[-1]

    def get(self, path: str) -> dict:
        """A JSON answer."""
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return json.load(answer)

    def wait_for(self, path: str, is_so) -> dict:
        """Ask until it is so, for half a minute at the most."""
        deadline = time.monotonic() + 30
        while not is_so(answer := self.get(path)):
            assert time.monotonic() < deadline, answer
            time.sleep(0.05)
        return answer

    def stop(self, how: int = signal.SIGINT) -> int:
        """Ctrl-C, or worse."""
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


def test_pipe_writes_a_change_a_line(files):
    done = livefeed("pipe", files / "coverage.toml", stdin=(files / "tape.ndjson").read_bytes())

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [line["seq"] for line in lines] == [1, 2, 3, 4, 5]
    assert lines[0]["entry"]["post"]["text"] == "mot 0 #demo"


def test_pipe_says_what_it_skipped_and_goes_on(files):
    tape = f"{post(1)}\nnonsense\n{post(2, text=None)}\n{post(3)}\n{post(4)[:-9]}".encode()
    done = livefeed("pipe", files / "coverage.toml", stdin=tape)

    assert len(done.stdout.splitlines()) == 2
    assert b"torn: 1" in done.stderr
    assert b"unreadable: 1" in done.stderr
    assert b"post:x: 1 payloads could not be read; the last: text: is required" in done.stderr


def test_check_says_what_a_coverage_follows(files):
    done = livefeed("check", files / "coverage.toml")

    assert done.returncode == 0
    assert b"any of: #demo" in done.stdout
    assert done.stdout.endswith(b"coverage.toml: fine\n")


@pytest.mark.parametrize("command", [["check"], ["pipe"], ["serve", "--data", "data"]])
def test_a_bad_coverage_file_is_refused_at_start_in_words_that_help(files, command):
    (files / "bad.toml").write_text(COVERAGE.replace("hashtags", "hastags"))
    done = livefeed(command[0], "bad.toml", *command[1:], cwd=files)

    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "livefeed: bad.toml:3: hastags: is not a key of a coverage file",
        "  Did you mean `hashtags`?",
    ]
    assert not (files / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["replay", "nowhere"], 1, "neither a file nor a recording of ours (conference, earthquake)"),
        (["replay", "conference", "--from", "soon"], 2, "'soon' is no time"),
        (["replay", "conference", "--speed", "0"], 2, "0.1<=x<=3600"),
        (["pipe"], 2, "Missing argument 'COVERAGE.toml'"),
        (["pipe", "none.toml"], 1, "none.toml: cannot be read: No such file"),
        (["unknown"], 2, "No such command"),
        (["serve", "--port", "99999"], 2, "99999"),
        (
            ["serve", "c.toml", "--data", "d", "--hub", "https://hub.example/"],
            2,
            "a hub fetches feeds from the address",
        ),
        (["serve", "c.toml", "--data", "d", "--hub", "hub.example"], 2, "write the whole address"),
    ],
)
def test_what_is_typed_wrong_is_said_in_words(arguments, code, said, tmp_path):
    done = livefeed(*arguments, cwd=tmp_path)

    assert done.returncode == code
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(
    "command",
    [
        [],
        *(
            [name]
            for name in (
                "demo",
                "serve",
                "replay",
                "record",
                "post",
                "join",
                "split",
                "pipe",
                "check",
                "search",
                "backup",
            )
        ),
        *(["bench", name] for name in ("engine", "fanout", "journal", "search", "sources")),
    ],
)
def test_every_command_explains_itself(command):
    done = livefeed(*command, "--help")

    assert done.returncode == 0
    assert b"Usage:" in done.stdout
    assert b"\\b" not in done.stdout  # the mark that keeps lines as they are has done its work


def test_an_address_that_is_taken_is_said_so(files):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = livefeed("replay", files / "tape.ndjson", "--port", taken.getsockname()[1])

    assert done.returncode == 1
    assert "cannot listen on 127.0.0.1" in done.stderr.decode()


def test_the_demo_shows_two_coverages_and_stops_at_ctrl_c():
    server = Server("demo")
    coverages = server.get("coverages.json")["coverages"]
    assert [coverage["slug"] for coverage in coverages] == ["oc-2026", "seisme-baie-des-cedres"]
    server.wait_for("oc-2026/entries.json?limit=40", lambda answer: len(answer["entries"]) == 40)

    assert server.stop() == 0


def test_a_replay_that_was_killed_goes_on_where_its_journal_ends(files):
    """Nothing is lost, nothing comes twice, and cursors are still good."""
    arguments = ("replay", files / "tape.ndjson", "--data", files / "data", "--speed", "2")
    server = Server(*arguments)
    server.wait_for("demo/entries.json", lambda answer: len(answer["entries"]) >= 2)
    server.stop(signal.SIGKILL)
    server = Server(*arguments)
    cursor = server.get("demo/entries.json")["cursor"]
    answer = server.wait_for("demo/entries.json", lambda answer: answer["state"] == "ended")
    following = server.get(f"demo/entries.json?after={cursor}")
    frames = server.get("healthz")["coverages"]["demo"]["frames"]
    server.stop()

    texts = [entry["post"]["text"] for entry in answer["entries"]]
    assert texts == [f"mot {n} #demo" for n in (4, 3, 2, 1, 0)]
    assert following["type"] == "changes"
    assert frames <= 3  # what the journal has is not read again


def test_what_comes_before_from_is_there_at_once(files):
    server = Server("replay", files / "tape.ndjson", "--from", "12:00:03", "--speed", "0.1")
    answer = server.wait_for("demo/entries.json", lambda answer: len(answer["entries"]) >= 4)
    server.stop()

    assert [entry["post"]["text"] for entry in answer["entries"]] == [f"mot {n} #demo" for n in (3, 2, 1, 0)]


def test_what_comes_before_from_can_be_left_out(files):
    """By the index, in a tape that has one; and the journal of such a replay goes on where it stopped."""
    livefeed("tape", "index", files / "tape.ndjson", "-o", files / "tape.ndjson.zst")
    for tape in ("tape.ndjson", "tape.ndjson.zst"):
        server = Server(
            "replay", files / tape, "--from", "12:00:03", "--alone", "--speed", "100", "--data", files / f"data-{tape}"
        )
        answer = server.wait_for("demo/entries.json", lambda answer: answer["state"] == "ended")
        server.stop()

        assert [entry["post"]["text"] for entry in answer["entries"]] == [f"mot {n} #demo" for n in (4, 3)]
    assert b"--alone: say --from too" in livefeed("replay", files / "tape.ndjson", "--alone").stderr


def test_serve_takes_frames_from_a_pipe_as_they_come(files):
    read, write = os.pipe()
    server = Server("serve", files / "coverage.toml", "--data", files / "data", "--stdin", stdin=read)
    os.close(read)
    with os.fdopen(write, "wb", buffering=0) as pipe:
        pipe.write(post(1).encode() + b"\n")
        server.wait_for("demo/entries.json", lambda answer: len(answer["entries"]) == 1)
        pipe.write(post(2).encode() + b"\n")
        server.wait_for("demo/entries.json", lambda answer: len(answer["entries"]) == 2)

    assert server.stop(signal.SIGTERM) == 0


def test_serve_stops_while_the_pipe_is_still_open(files):
    read, write = os.pipe()
    server = Server("serve", files / "coverage.toml", "--data", files / "data", "--stdin", stdin=read)
    os.close(read)
    with os.fdopen(write, "wb", buffering=0) as pipe:
        pipe.write(post(1).encode() + b"\n")
        server.wait_for("demo/entries.json", lambda answer: len(answer["entries"]) == 1)

        assert server.stop() == 0


def test_two_servers_do_not_share_a_journal(files):
    server = Server("serve", files / "coverage.toml", "--data", files / "data")
    second = livefeed("serve", files / "coverage.toml", "--data", files / "data", "--port", "0")
    server.stop()

    assert second.returncode == 1
    assert "journal.sqlite3" in second.stderr.decode()


def test_a_journal_is_searched_beside_its_server_and_after_it(files):
    """Nothing is written, what the field of the page takes is taken; what is no word is said to be none."""
    command = ("search", files / "coverage.toml", "--data", files / "data")
    assert b"there is no journal" in livefeed(*command, "mot").stderr
    server = Server("serve", files / "coverage.toml", "--data", files / "data", "--stdin", stdin=subprocess.PIPE)
    server.process.stdin.write((files / "tape.ndjson").read_bytes())
    server.process.stdin.flush()
    server.wait_for("demo/entries.json", lambda answer: len(answer["entries"]) == 5)
    beside = livefeed(*command, "--json", '"mot 3"', "from:@zoe")
    server.process.stdin.close()
    server.stop()
    answer = json.loads(beside.stdout)

    assert [entry["post"]["text"] for entry in answer["entries"]] == ["mot 3 #demo"]
    assert (answer["total"], answer["entries"][0]["marks"]) == (1, [[0, 5]])
    after = livefeed(*command, "MOT", "-3", "after:hier", "--limit", "2")
    assert after.stdout == b""
    assert b"searched for as words: after:hier" in after.stderr
    after = livefeed(*command, "MOT", "-3", "--limit", "2")
    lines = after.stdout.decode().splitlines()
    assert [line.split()[:5] for line in lines] == [
        ["2026-10-02", "12:00", "@zoe@a.example", "post", "mot"],
        ["2026-10-02", "12:00", "@zoe@a.example", "post", "mot"],
    ]
    assert after.stderr.decode() == "4 found, the newest 2:\n"
    nothing = livefeed(*command, "!")
    assert (nothing.returncode, b"there is no word" in nothing.stderr) == (2, True)
