"""All cases of the fan-out, by the name that `--only` takes."""

from collections.abc import Callable, Iterator

from livefeed.bench.fanout.delivery import delivery, idle
from livefeed.bench.fanout.overload import slow, stalled
from livefeed.bench.fanout.pages import pages
from livefeed.bench.fanout.rig import Rig, Row
from livefeed.bench.fanout.whole import ingest, storm

__all__ = ["CASES"]

CASES: dict[str, Callable[[Rig], Iterator[Row]]] = {
    "delivery": delivery,
    "pages": pages,
    "idle": idle,
    "stalled": stalled,
    "slow": slow,
    "ingest": ingest,
    "storm": storm,
}
