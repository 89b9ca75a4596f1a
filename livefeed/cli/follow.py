"""Let coverages that run follow their streams, and tell a hub of their feeds."""

import os

import click

from livefeed.cli.serving import Feeder
from livefeed.model.addresses import Allowed
from livefeed.runtime.following import Following
from livefeed.runtime.inbox import Inbox
from livefeed.runtime.network import Network
from livefeed.runtime.pinging import HubPings
from livefeed.runtime.plans import plan_streams
from livefeed.runtime.pushes import Pushes
from livefeed.runtime.running import RunningCoverage
from livefeed.server.feeds import topics_of

__all__ = ["following_feeder", "pinging_feeder"]

_BROUGHT = ("post", "editor")
"""Sources that nobody connects to: what they say is brought to us, signed."""


def following_feeder(running: RunningCoverage, public_url: str | None = None) -> Feeder:
    """Make what brings a coverage the frames of its streams; says on standard error what is missing."""
    planned = plan_streams(running.coverage, os.environ, public_url)
    for words in planned.missing:
        click.echo(words, err=True)
    for plan, _ in planned.plans:
        if plan.stream.source in _BROUGHT and plan.secrets.get("secret_env"):
            running.inboxes[plan.stream.source] = Inbox(plan.stream.id, plan.secrets["secret_env"])

    if public_url is not None:
        running.pushes = Pushes(running.clock, f"{public_url.rstrip('/')}/{running.coverage.slug}")

    async def feed() -> None:
        network = Network(running.clock, Allowed(running.coverage.allow))
        following = Following(planned.plans, network, running, running.clock, pushes=running.pushes)
        running.health = lambda: following.health
        try:
            await following.run()
        finally:
            await network.close()

    return feed


def pinging_feeder(running: RunningCoverage, hub: str, public_url: str) -> Feeder:
    """Make what tells a WebSub hub that a coverage's feeds have changed."""

    async def ping() -> None:
        network = Network(running.clock, Allowed(running.coverage.allow))
        topics = topics_of(running.coverage.slug, public_url.rstrip("/"))
        running.pings = HubPings(running.hub, network, running.clock, hub, topics)
        try:
            await running.pings.run()
        finally:
            await network.close()

    return ping
