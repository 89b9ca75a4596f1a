"""What we follow: a coverage, its streams, its rules and its causes."""

from typing import Any, Literal

import msgspec

from livefeed.model.times import DAY

__all__ = ["ANYWHERE", "Accounts", "Cause", "Coverage", "MediaRules", "Session", "Stream", "Words"]

ANYWHERE = ("*",)
"""Sites that may show a coverage: all."""

Words = dict[str, str]
"""The same words in several languages: `{"en": …, "fr": …}`."""


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """One source set up for one coverage."""

    id: str
    """`<source>:<name>`, the name that frames carry."""
    source: str
    options: dict[str, Any] = msgspec.field(default_factory=dict)
    """The source's own keys, checked by its `Options`; one ending in `_file` has what is in the file, as bytes."""
    match: Literal["all", "rules"] = "rules"
    """`all`: everything that comes belongs to the coverage; `rules`: hashtags and accounts decide."""


class Accounts(msgspec.Struct, frozen=True, kw_only=True):
    """Whose posts are taken or refused whatever their hashtags."""

    only: bool = False
    follow: tuple[str, ...] = ()
    block: tuple[str, ...] = ()


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """Something that readers can do: give, join, sign, volunteer, walk."""

    kind: Literal["donate", "join", "sign", "volunteer", "walk"]
    title: Words
    url: str
    goal: float | None = None
    unit: str | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a programme: a talk, a workshop, a walk. Times in milliseconds since 1970 UTC."""

    starts: int
    ends: int
    title: Words
    room: str = ""
    speakers: tuple[str, ...] = ()


class MediaRules(msgspec.Struct, frozen=True, kw_only=True):
    """Whether avatars and pictures are fetched, and how they are kept."""

    fetch: bool = True
    quota: int = 200_000_000
    """Bytes on disk."""
    keep: int = 7 * DAY
    """Milliseconds."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """A conference, a breaking event: what to follow and how to show it. Times in milliseconds since 1970 UTC."""

    slug: str
    title: Words
    summary: Words = msgspec.field(default_factory=dict)
    time_zone: str = "UTC"
    hashtags: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    starts: int | None = None
    ends: int | None = None
    streams: tuple[Stream, ...] = ()
    accounts: Accounts = Accounts()
    causes: tuple[Cause, ...] = ()
    programme: tuple[Session, ...] = ()
    """In order of time."""
    contact: str | None = None
    """Where readers report what should not be shown: an address of a page, or `mailto:…`."""
    allow: tuple[str, ...] = ()
    """Addresses on loopback or in private networks that may be dialled: `127.0.0.1:8080`, `10.0.0.0/8`."""
    media: MediaRules = MediaRules()
    embed: tuple[str, ...] = ANYWHERE
    """Origins of the sites that may show the widget: `https://org.example`; none: nobody may."""
