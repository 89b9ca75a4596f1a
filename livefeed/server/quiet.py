"""The log of the server: what goes wrong in it, and never for whom."""

import logging

__all__ = ["LOG"]

LOG = logging.getLogger("livefeed.server")


def _nobody(record: logging.LogRecord) -> bool:
    """Put nobody in place of whom a message names: aiohttp says from which address the request came that failed."""
    if isinstance(record.args, tuple):
        record.args = tuple("a reader" if isinstance(arg, str) else arg for arg in record.args)
    return True


LOG.addFilter(_nobody)
