"""`livefeed post`: bring posts to a coverage's inbox."""

import sys

import click
import orjson

from livefeed.cli.bringing import bring, secret_of
from livefeed.model.times import iso
from livefeed.runtime.clock import SystemClock

__all__ = ["post"]


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
    """Bring a post to the inbox of the coverage at ADDRESS, or JSON from standard input (docs/inbox.md).

    The exit code is 1 when a post was refused.

    \b
    Examples:
      livefeed post http://127.0.0.1:8080/demo "The doors open at nine" --as @desk@org.example
      my-program | livefeed post https://live.org.example/demo
    """
    secret = secret_of(secret_env)
    now = SystemClock().now()
    if delete or words is not None:
        body = orjson.dumps(_said(words, handle, post_id, now, delete=delete))
    else:
        body = sys.stdin.buffer.read()
    answer = bring(f"{address.rstrip('/')}/inbox", body, secret, now)
    for refused in answer.get("refused", []):
        click.echo(f"refused: post {refused['index'] + 1}: {refused['error']}", err=True)
    click.echo(f"accepted: {answer.get('accepted', 0)}" + (", it was there before" if answer.get("repeated") else ""))
    if answer.get("refused"):
        sys.exit(1)


def _said(words: str | None, handle: str | None, post_id: str | None, now: int, *, delete: bool) -> dict[str, object]:
    if delete:
        if not post_id:
            raise click.UsageError("--delete: say which post: --id ID")
        return {"op": "delete", "id": post_id}
    if not handle:
        raise click.UsageError("--as: say who says it, such as --as @desk@org.example")
    if not (words or "").strip():
        raise click.UsageError("TEXT: is empty")
    return {
        "op": "put",
        "id": post_id or f"urn:livefeed:{handle}:{now}",
        "created_at": iso(now),
        "author": {"handle": handle},
        "text": words,
    }
