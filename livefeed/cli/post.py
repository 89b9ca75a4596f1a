"""`livefeed post`: bring posts to a coverage's inbox."""

import asyncio
import os
import sys
from typing import Any
from urllib.parse import urlsplit

import click
import orjson

from livefeed.model.addresses import Allowed
from livefeed.model.errors import LivefeedError, RefusedError
from livefeed.model.times import SECOND, iso
from livefeed.runtime.clock import SystemClock
from livefeed.runtime.inbox import sign
from livefeed.runtime.network import Network

__all__ = ["post"]

_THIS_MACHINE = {"localhost": ["127.0.0.1", "::1"], "127.0.0.1": ["127.0.0.1"], "::1": ["::1"]}


@click.command()
@click.argument("address", metavar="ADDRESS")
@click.argument("words", metavar="[TEXT]", required=False)
@click.option("--as", "handle", metavar="HANDLE", help="Who says TEXT, such as @desk@org.example.")
@click.option("--id", "post_id", metavar="ID", help="Name of the post; with the same name again it is an edit.")
@click.option("--delete", is_flag=True, help="Delete the post of this --id.")
@click.option(
    "--secret-env", default="LIVEFEED_SECRET", show_default=True, metavar="NAME", help="Variable with the secret."
)
def post(  # noqa: PLR0913, PLR0917 - one argument an option
    address: str,
    words: str | None,
    handle: str | None,
    post_id: str | None,
    delete: bool,  # noqa: FBT001 - a flag of the command line
    secret_env: str,
) -> None:
    r"""Bring a post to the inbox of the coverage at ADDRESS, or JSON from standard input (docs/inbox.md).

    \b
    Examples:
      livefeed post http://127.0.0.1:8080/demo "The doors open at nine" --as @desk@org.example
      my-program | livefeed post https://live.org.example/demo
    """
    secret = os.environ.get(secret_env, "")
    if not secret:
        raise click.UsageError(f"{secret_env} is not set: it must hold the secret that the coverage's inbox knows")
    now = SystemClock().now()
    if delete or words is not None:
        body = orjson.dumps(_said(words, handle, post_id, now, delete=delete))
    else:
        body = sys.stdin.buffer.read()
    answer = asyncio.run(_send(f"{address.rstrip('/')}/inbox", body, secret, now))
    for refused in answer.get("refused", []):
        click.echo(f"refused: post {refused['index'] + 1}: {refused['error']}", err=True)
    click.echo(f"accepted: {answer.get('accepted', 0)}" + (", it was there before" if answer.get("repeated") else ""))


def _said(words: str | None, handle: str | None, post_id: str | None, now: int, *, delete: bool) -> dict[str, object]:
    if delete:
        if not post_id:
            raise click.UsageError("--delete: say which post: --id ID")
        return {"op": "delete", "id": post_id}
    if not handle:
        raise click.UsageError("--as: say who says it, such as --as @desk@org.example")
    return {
        "op": "put",
        "id": post_id or f"urn:livefeed:{handle}:{now}",
        "created_at": iso(now),
        "author": {"handle": handle},
        "text": words,
    }


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
    finally:
        await network.close()
    told = orjson.loads(answer.body)
    if answer.status == 400 and "refused" not in told:
        raise LivefeedError(f"{url}: {told.get('error', 'refused')}")
    return dict(told)
