"""`livefeed join` and `livefeed split`: an editor says which posts are one, and which are not."""

import click
import orjson

from livefeed.cli.bringing import bring, secret_of
from livefeed.model.errors import LivefeedError
from livefeed.runtime.clock import SystemClock

__all__ = ["join", "split"]

_SECRET = click.option(
    "--secret-env", default="LIVEFEED_EDITOR", show_default=True, metavar="NAME", help="Variable with the secret."
)
_ADDRESS = click.argument("address", metavar="ADDRESS")


@click.command()
@_ADDRESS
@click.argument("one", metavar="POST")
@click.argument("other", metavar="POST")
@_SECRET
def join(address: str, one: str, other: str, secret_env: str) -> None:
    """Make one entry of two in the coverage at ADDRESS: the older one, with the other among its copies.

    POST is the id of a post, the id of an entry (e:…), or the address that an entry's time leads to.

    \b
    Example:
      livefeed join http://127.0.0.1:8080/demo e:2f9c04d1b7aa6e13 e:90b1c3d5e7f91123
    """
    _rule("join", address, [one, other], secret_env)


@click.command()
@_ADDRESS
@click.argument("one", metavar="POST")
@click.argument("other", metavar="POST")
@_SECRET
def split(address: str, one: str, other: str, secret_env: str) -> None:
    """Hold two posts apart in the coverage at ADDRESS, now and for ever: they are not the same.

    POST is the id of a post, as `entries.json` lists those of copies, or the id of the entry that it leads.

    \b
    Example:
      livefeed split http://127.0.0.1:8080/demo e:2f9c04d1b7aa6e13 https://a.example/users/zoe/statuses/17
    """
    _rule("split", address, [one, other], secret_env)


def _rule(verdict: str, address: str, posts: list[str], secret_env: str) -> None:
    secret = secret_of(secret_env)
    body = orjson.dumps({"op": verdict, "posts": posts})
    answer = bring(f"{address.rstrip('/')}/rulings", body, secret, SystemClock().now())
    for refused in answer.get("refused", []):
        raise LivefeedError(f"refused: {refused['error']}")
    click.echo("It was ruled before." if answer.get("repeated") else "Ruled, and remembered.")
