"""Keep much in memory, and write it down, without being in the way of those who serve pages meanwhile."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["built_to_stay", "run_long"]

_TURN = 0.000_5
"""Seconds after which another thread gets its turn; by default ten times as many."""

_YOUNG = 200_000
_SELDOM = (20, 50)


def run_long() -> None:
    """Set the interpreter up for a program that takes in posts by the thousand, and writes them down in a thread.

    Cycles are looked for seldom, and never in what the program began with: nearly nothing here is one, and with Python's
    own threshold (700 objects) the search costs more than parsing does. Threads take turns faster: else the event loop
    waits for the writer, and the writer for the loop, up to five milliseconds each time that SQLite has done a statement.
    """
    sys.setswitchinterval(_TURN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *_SELDOM)


@contextmanager
def built_to_stay() -> Iterator[None]:
    """Build much that stays.

    Nothing is collected meanwhile, and what is there afterwards is never looked at again: each full collection walks
    over every object there is, many times while a hundred thousand posts are read back.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
