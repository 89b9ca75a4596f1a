"""Keep much in memory without being in the way of those who serve pages meanwhile."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["built_to_stay", "collect_seldom"]

_TURN = 0.000_5
"""Seconds after which another thread gets its turn; by default ten times as many, at every step of a request."""

_YOUNG = 200_000
_SELDOM = (20, 50)


def collect_seldom() -> None:
    """Look for cycles seldom, and never at what a program began with.

    Nearly nothing here is a cycle, and posts come by the thousand: with Python's own threshold (700 objects) the search
    costs more than parsing does. For whoever lives as long as the process does.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *_SELDOM)


@contextmanager
def built_to_stay() -> Iterator[None]:
    """Build much that stays.

    Nothing is collected meanwhile, and what is there afterwards is never looked at again: each full collection walks
    over every object there is, many times while a hundred thousand posts are read back. Threads take turns faster, so
    that the event loop answers while another thread builds.
    """
    was_on, turn = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(turn)
        gc.freeze()
        if was_on:
            gc.enable()
