"""Bring something to a coverage that runs, signed: what `post`, `join` and `split` share."""

import asyncio
import contextlib
import os
from typing import Any
from urllib.parse import urlsplit

import click
import orjson

from livefeed.model.addresses import Allowed
from livefeed.model.errors import LivefeedError, RefusedError, UnreachableError
from livefeed.model.times import SECOND
from livefeed.runtime.clock import SystemClock
from livefeed.runtime.inbox import sign
from livefeed.runtime.network import Network

__all__ = ["bring", "secret_of"]

_THIS_MACHINE = {"localhost": ["127.0.0.1", "::1"], "127.0.0.1": ["127.0.0.1"], "::1": ["::1"]}


def secret_of(variable: str) -> str:
    """Look a secret up in the environment.

    Raises:
        click.UsageError: it is not there.
    """
    secret = os.environ.get(variable, "")
    if not secret:
        raise click.UsageError(f"{variable} is not set: it must hold the secret that the coverage knows")
    return secret


def bring(url: str, body: bytes, secret: str, now: int) -> dict[str, Any]:
    """Send a body to an address; returns what was answered.

    Raises:
        LivefeedError: it was refused whole, or nobody answered.
    """
    return asyncio.run(_send(url, body, secret, now))


async def _send(url: str, body: bytes, secret: str, now: int) -> dict[str, Any]:
    timestamp = str(now // SECOND)
    headers = {
        "Content-Type": "application/json",
        "X-Livefeed-Timestamp": timestamp,
        "X-Livefeed-Signature": sign(secret, timestamp, body),
    }
    # Whoever types the address of this machine means this machine.
    network = Network(SystemClock(), Allowed(_THIS_MACHINE.get(urlsplit(url).hostname or "", [])))
    try:
        answer = await network.request("POST", url, headers=headers, body=body, expect=(200, 400))
    except RefusedError as error:
        raise LivefeedError(f"{url}: refused, {error}") from error
    except UnreachableError as error:
        raise LivefeedError(f"{url}: {error}") from error
    finally:
        await network.close()
    told: Any = None
    with contextlib.suppress(orjson.JSONDecodeError):
        told = orjson.loads(answer.body)
    if not isinstance(told, dict) or not {"accepted", "refused", "error"} & set(told):
        raise LivefeedError(f"{url}: what answers there is no livefeed; write the address of a coverage's page")
    if answer.status == 400 and "refused" not in told:
        raise LivefeedError(f"{url}: {told.get('error', 'refused')}")
    return told
