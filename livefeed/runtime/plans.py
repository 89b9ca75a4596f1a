"""From a coverage to what its streams do: options checked, secrets looked up, ways asked of each source."""

from collections.abc import Mapping, Sequence

import msgspec

from livefeed.model.coverage import Coverage
from livefeed.sources.base import load_source
from livefeed.sources.line import Plan, Way

__all__ = ["Planned", "plan_streams"]


class Planned(msgspec.Struct, kw_only=True):
    """The streams of a coverage, ready to be followed."""

    plans: Sequence[tuple[Plan, Sequence[Way]]]
    missing: Sequence[str]
    """What an operator should know: variables that are named and not set, streams that cannot be followed."""


def plan_streams(coverage: Coverage, environ: Mapping[str, str], public_url: str | None = None) -> Planned:
    """Plan how the streams of a coverage are followed.

    Args:
        coverage: checked, so its sources are installed and its options right.
        environ: the environment variables that options ending in `_env` name.
        public_url: address under which the world reaches this server.
    """
    plans: list[tuple[Plan, Sequence[Way]]] = []
    missing: list[str] = []
    for stream in coverage.streams:
        kind = load_source(stream.source)
        if kind is None:
            missing.append(f"{stream.id}: the source {stream.source} is not installed")
            continue
        named = {key: value for key, value in stream.options.items() if key.endswith("_env") and isinstance(value, str)}
        secrets = {key: environ[name] for key, name in named.items() if environ.get(name)}
        missing += [f"{stream.id}: {name} is not set ({key})" for key, name in named.items() if key not in secrets]
        plan = Plan(coverage, stream, msgspec.convert(stream.options, kind.Options), secrets, public_url)
        try:
            plans.append((plan, kind.ways(plan)))
        except ValueError as error:
            missing.append(f"{stream.id}: {error}")
    return Planned(plans=plans, missing=missing)
