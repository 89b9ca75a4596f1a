"""The whole of it, in a real browser: a server that is killed under an open page loses and repeats nothing."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.peers.serving import free_port

CHROMIUM = os.environ.get("LIVEFEED_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = pytest.mark.browser


@pytest.fixture
def recording(tmp_path) -> Path:
    """A tape of sixty posts in thirty seconds, some of them edited or deleted, and its coverage."""
    lines = [post(number, t=number // 2, text=f"mot {number} #demo") for number in range(60)]
    lines += [post(number, t=29, text=f"autre mot {number} #demo") for number in (3, 30)]
    lines += [post(number, t=29, op="delete") for number in (5, 31)]
    (tmp_path / "tape.ndjson").write_text("".join(f"{line}\n" for line in lines))
    (tmp_path / "coverage.toml").write_text('slug = "demo"\ntitle = "Demo"\nhashtags = ["demo"]\n')
    return tmp_path


def post(number: int, t: int, **parts) -> str:
    """A line of the tape; `t` seconds from its beginning."""
    payload = {
        "op": "put",
        "id": f"https://a.example/{number}",
        "created_at": f"2026-10-02T12:00:{number // 2:02d}Z",
        "author": {"handle": "@zoe@a.example"},
    } | parts
    at = (1_790_942_400 + t) * 1_000_000
    return json.dumps({"t": at, "stream": "post:x", "source": "post", "payload": json.dumps(payload)})


def start(port: int, folder: Path) -> subprocess.Popen:
    """Start a replay that goes on where its journal ends."""
    command = ["replay", folder / "tape.ndjson", "--speed", "4", "--data", folder / "data", "--port", port]
    server = subprocess.Popen([sys.executable, "-u", "-m", "livefeed", *map(str, command)], stdout=subprocess.PIPE)
    assert server.stdout.readline().startswith(b"Listening on")
    return server


def kill(server: subprocess.Popen, how: int) -> None:
    server.send_signal(how)
    server.wait(timeout=30)
    server.stdout.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
def test_a_page_goes_on_after_its_server_was_killed(recording, how):
    """At the end it shows what a page that was never cut would show: every post once, edits and deletions done."""
    port = free_port()
    server = start(port, recording)
    asked, errors = [], []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"http://127.0.0.1:{port}/fr/demo")
        _until(lambda: page.locator("article").count() > 10)
        kill(server, how)
        server = start(port, recording)
        try:
            _until(lambda: page.locator("#state").inner_text().casefold() == "terminé")
            _until(lambda: page.locator("article").count() >= 58)
            page.wait_for_timeout(1_200)  # whatever else would come has come: entries are placed once a second
            shown = page.locator("article .text").evaluate_all("all => all.map(a => a.textContent.trim())")
            keys = page.locator("article").evaluate_all("all => all.map(a => a.dataset.key)")
        finally:
            kill(server, signal.SIGTERM)
        cookies = page.context.cookies()
        browser.close()

    edited = {3: "autre mot 3 #demo", 30: "autre mot 30 #demo"}
    expected = [edited.get(n, f"mot {n} #demo") for n in range(60) if n not in (5, 31)]
    assert sorted(shown) == sorted(expected)
    assert keys == sorted(keys, reverse=True)
    assert errors == []
    assert cookies == []
    assert {url.split("/")[2] for url in asked} == {f"127.0.0.1:{port}"}


def _until(is_so) -> None:
    deadline = time.monotonic() + 50
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)
