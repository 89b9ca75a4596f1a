"""livefeed as a server under measurement: its own application and hub, with changes made to measure."""

from livefeed.bench.fanout.orders import SIZE, mark, obey
from livefeed.model.change import Change, DropEntry
from livefeed.model.coverage import Coverage
from livefeed.runtime.running import RunningCoverage

__all__ = ["COVERAGE", "PATH", "publish_on_order"]

COVERAGE = Coverage(slug="bench", title={"en": "Bench"}, hashtags=("bench",))
PATH = "/bench/live?as=json"

_AROUND = 134
"""Bytes of a message around a change's `why`, with a cursor and numbers of a usual length."""


async def publish_on_order(running: RunningCoverage) -> None:
    """Publish to the hub what orders on standard input ask for; the journal is left out."""
    number = running.hub.tip

    async def publish(together: int) -> None:
        nonlocal number
        numbered: list[tuple[int, Change]] = []
        for _ in range(together):
            number += 1
            numbered.append((number, _change(number)))
        running.hub.publish(numbered)

    await obey(publish)


def _change(number: int) -> Change:
    """Make a change of the size that is asked for: a put has 800 bytes without a word in it, so it is a drop.

    It does not erase, so that the ring is filled as by puts.
    """
    return DropEntry(id=f"e:{number:016x}", ordinal=number, why=mark(number).ljust(SIZE - _AROUND, "."), erases=False)
