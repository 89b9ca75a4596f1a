"""The measurement of the fan-out measures: small crowds, exact counts."""

import shutil
import threading
from contextlib import contextmanager
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from websockets.sync.server import serve

from livefeed.bench.fanout.delivery import deliver
from livefeed.bench.fanout.orders import SIZE
from livefeed.bench.fanout.rig import Rig, row
from livefeed.model.errors import BenchError

READERS = 20


@pytest.fixture(scope="module")
def rig():
    """A rig for small crowds; skipped where nothing can be compiled."""
    if shutil.which("cc") is None:
        pytest.skip("there is no C compiler, and the readers are written in C")
    with Rig(READERS, 1, lambda _: None) as rig:
        yield rig


@contextmanager
def speaking(say):
    """A server that says to each connection what a test wants said."""
    with serve(say, "127.0.0.1", 0, compression=None) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield SimpleNamespace(port=server.socket.getsockname()[1], path="/?as=json")
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("start", [Rig.sender, Rig.livefeed, lambda rig: rig.reference("aiohttp")])
def test_every_reader_gets_every_change_once(rig, start):
    with start(rig) as server, rig.crowd(server, READERS) as crowd:
        cost = deliver(server, crowd, 5, 10)
        report = crowd.report()

    assert report.changes == 5 * READERS
    assert (report.missing, report.again, report.cuts) == (0, 0, 0)
    assert cost > 0


def test_livefeed_sends_messages_of_the_size_that_the_references_send(rig):
    with rig.livefeed() as server, rig.crowd(server, READERS) as crowd:
        deliver(server, crowd, 1, 0)
        report = crowd.report()

    assert report.bytes / report.messages == pytest.approx(SIZE, rel=0.02)


def test_changes_that_are_missing_or_come_again_are_seen(rig):
    def say(connection):
        for number in (7, 8, 10, 10, 11):
            connection.send(f'{{"cursor":"e.{number}","changes":"~~{number}|1~~"}}')
        connection.recv()

    with speaking(say) as speaker, rig.crowd(speaker, 1) as crowd:
        report = crowd.wait(lambda report: report.changes == 5, 10, "say all")

    assert (report.missing, report.again, report.least) == (1, 1, 11)


def test_a_message_is_put_together_from_what_comes_apart(rig):
    long = "." * 100_000

    def say(connection):
        connection.send(f'{{"cursor":"e.1","changes":"{long}~~1|1~~{long}~~2|1~~"}}')
        connection.recv()

    with speaking(say) as speaker, rig.crowd(speaker, 1) as crowd:
        report = crowd.wait(lambda report: report.messages == 1, 10, "say it")

    assert (report.changes, report.missing) == (2, 0)
    assert report.bytes > 200_000


def test_a_reader_that_was_cut_comes_back_by_its_cursor(rig):
    came_with = []

    def say(connection):
        came_with.append(parse_qs(urlsplit(connection.request.path).query).get("after"))
        connection.send(f'{{"cursor":"e.{len(came_with)}","changes":"~~{len(came_with)}|1~~"}}')
        if len(came_with) > 1:
            connection.recv()

    with speaking(say) as speaker, rig.crowd(speaker, 1, jitter=20) as crowd:
        report = crowd.wait(lambda report: report.least == 2, 10, "let it come back")

    assert came_with == [None, ["e.1"]]
    assert (report.cuts, report.missing, report.again) == (1, 0, 0)
    assert report.back > 0


def test_a_crowd_that_needs_more_files_than_there_may_be_is_told():
    with pytest.raises(BenchError, match=r"ulimit -Hn"):
        Rig(1 << 30, 1, lambda _: None)


def test_a_row_holds_the_median_of_the_rounds_to_its_bar():
    assert row("x", [1.0, 1.3, 9.0], 1.3, "× C").met
    assert not row("x", [1.0, 1.31, 9.0], 1.3, "× C").met
