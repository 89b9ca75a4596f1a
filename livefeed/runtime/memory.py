"""The garbage collector, kept from looking again and again at what is built to stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["undisturbed"]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Build much that stays: nothing is collected meanwhile, and what is there afterwards is never looked at again.

    Each full collection walks over every object there is; while a hundred thousand posts are read back there would be
    many, for nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
