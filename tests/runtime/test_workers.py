"""Payloads that take too long or too much are refused, and the next one is read."""

import os
import subprocess
import sys

import pytest

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.runtime.limited import MEMORY
from livefeed.runtime.workers import Workers

RSS = """<rss version="2.0"><channel><title>R</title><item><title>T</title><guid>urn:1</guid></item></channel></rss>"""


def frame(payload: str) -> Frame:
    """A document of a feed."""
    return Frame(t=1_790_942_400_000_000, stream="feed:radio", source="feed", payload=payload)


async def test_a_document_is_read_elsewhere_as_it_would_be_here():
    from livefeed.sources.feed import Feed

    crew = Workers()
    try:
        assert await crew.parse(frame(RSS)) == Feed().parse(frame(RSS))
        with pytest.raises(PayloadError, match="is no feed"):
            await crew.parse(frame("<html></html>"))
    finally:
        crew.close()


async def test_one_that_takes_too_long_is_refused_and_the_next_is_read():
    crew = Workers(seconds=0.001)
    try:
        with pytest.raises(PayloadError, match="takes longer"):
            await crew.parse(frame(RSS))
        crew._process.seconds = 30
        assert len(await crew.parse(frame(RSS))) == 1
    finally:
        crew.close()


async def test_one_that_kills_the_worker_is_refused_and_the_next_is_read():
    crew = Workers(seconds=30)
    try:
        assert len(await crew.parse(frame(RSS))) == 1
        for process in crew._process._pool._processes.values():
            process.kill()
            process.join()
        with pytest.raises(PayloadError, match="memory"):
            await crew.parse(frame(RSS))
        assert len(await crew.parse(frame(RSS))) == 1
    finally:
        crew.close()


async def test_entities_and_masses_of_items_are_refused_before_they_are_read():
    from livefeed.sources.feed import Feed

    lol = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><rss><channel>&lol2;</channel></rss>'
    for payload, words in ((lol, "entities"), (f"<rss>{'<item>' * 3_000}", "more than 2000")):
        with pytest.raises(PayloadError, match=words):
            Feed().parse(frame(payload))
    assert MEMORY <= 1024**3


_PARENT = """
import asyncio, os, sys
from livefeed.runtime.limited import LimitedProcess

async def main():
    print(await LimitedProcess(60).run(os.getpid), flush=True)
    await asyncio.sleep(600)

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.timeout(60)
def test_a_worker_ends_with_its_parent_however_that_ends(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(_PARENT)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE) as parent:
        worker = int(parent.stdout.readline())
        os.kill(worker, 0)
        parent.kill()
        # The worker has the pipe too: there is an end when it has ended.
        assert parent.stdout.read() == b""
