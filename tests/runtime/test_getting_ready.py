"""The engine is restored beside the loop, once, and whoever ends meanwhile need not wait for it."""

import asyncio
import signal
import subprocess
import sys

import pytest

from livefeed.runtime.clock import SystemClock
from livefeed.runtime.running import RunningCoverage
from livefeed.runtime.sqlite_journal import SqliteJournal
from tests.making import Run, make_coverage, make_post
from tests.runtime.conformance import write


@pytest.fixture
def running(tmp_path):
    """A coverage of which the journal has fifty posts."""
    run, journal = Run(), SqliteJournal(tmp_path / "journal.sqlite3", "demo")
    journal.commit([write(run, run.put(make_post(f"p{n}", f"mot {n} #demo"))) for n in range(50)])
    one = RunningCoverage(make_coverage(), journal, SystemClock())
    yield one
    one.close()


async def test_one_who_no_longer_waits_takes_nothing_from_the_others(running, monkeypatch):
    asked, read = [], running.journal.saved
    monkeypatch.setattr(running.journal, "saved", lambda stop: asked.append(stop) or read(stop))
    first, second = asyncio.create_task(running.ready()), asyncio.create_task(running.ready())
    await asyncio.sleep(0)
    first.cancel()
    await second

    assert first.cancelled()
    assert len(asked) == 1
    assert all(running.knows(f"p{n}") for n in range(50))


async def test_what_is_given_up_ends_in_the_middle_and_is_used_by_nobody(running, monkeypatch):
    loop, read = asyncio.get_running_loop(), running.journal.saved

    def saved(stop):
        everything = read(stop)
        loop.call_soon_threadsafe(running.give_up)
        stop.wait()
        return everything

    monkeypatch.setattr(running.journal, "saved", saved)
    with pytest.raises(asyncio.CancelledError):
        await running.ready()
    await loop.shutdown_default_executor()

    assert not running.knows("p49")
    with pytest.raises(asyncio.CancelledError):
        await running.ready()


async def test_what_was_given_up_before_it_began_does_not_begin(running, monkeypatch):
    monkeypatch.setattr(running.journal, "saved", lambda _: pytest.fail("it began"))
    running.give_up()
    with pytest.raises(asyncio.CancelledError):
        await running.ready()


READS_FOR_EVER = """
import sys
from livefeed.cli.main import main
from livefeed.model.errors import JournalError
from livefeed.runtime.sqlite_journal import SqliteJournal

def saved(journal, stop):
    print("reading", flush=True)
    stop.wait()
    raise JournalError("interrupted")

SqliteJournal.saved = saved
main()
"""


def test_a_server_that_is_told_to_stop_does_not_wait_for_its_engine(tmp_path, root):
    """It would read for ever; it ends in order, without a traceback."""
    (tmp_path / "coverage.toml").write_text('slug = "demo"\ntitle = "Demo"\nhashtags = ["demo"]\n')
    arguments = ["serve", tmp_path / "coverage.toml", "--offline", "--port", "0", "--data", tmp_path / "data"]
    server = subprocess.Popen(
        [sys.executable, "-c", READS_FOR_EVER, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=root,
    )
    try:
        said = {server.stdout.readline().split()[0] for _ in range(2)}
        server.send_signal(signal.SIGTERM)
        _, errors = server.communicate(timeout=60)
    finally:
        server.kill()

    assert said == {"Listening", "reading"}
    assert server.returncode == 0
    assert errors.strip() == "Stopped."
