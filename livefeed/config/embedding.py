"""Read the `[embed]` table of a coverage file: which sites may show the widget."""

import re
from collections.abc import Callable
from typing import NoReturn
from urllib.parse import urlsplit

from livefeed.config.showing import show
from livefeed.model.coverage import ANYWHERE

__all__ = ["read_embed"]

_HOST = re.compile(r"(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\Z", re.ASCII)
_MOST = 100
_EXAMPLE = 'allow = ["https://org.example"], allow = "anywhere", or allow = [] for nowhere'

Refuse = Callable[[str, str, str], NoReturn]
"""Takes the key, what is wrong with it, and what to write instead."""


def read_embed(table: object, refuse: Refuse) -> tuple[str, ...]:
    """Check the sites, and give their origins in the form of a `frame-ancestors` rule."""
    if not isinstance(table, dict):
        refuse("embed", f"found {show(table)}", "Begin it with a line [embed].")
    for key in table:
        if key != "allow":
            refuse(f"embed.{key}", "is not a key of [embed]", f"Known keys: allow. Write {_EXAMPLE}.")
    allow = table.get("allow", "anywhere")
    if allow == "anywhere":
        return ANYWHERE
    if not isinstance(allow, list):
        refuse("embed.allow", f"found {show(allow)}", f"Write {_EXAMPLE}.")
    if len(allow) > _MOST:
        refuse("embed.allow", f"there are {len(allow)} sites", f'Keep to {_MOST}, or write allow = "anywhere".')
    return tuple(dict.fromkeys(_origin(site, refuse) for site in allow))


def _origin(site: object, refuse: Refuse) -> str:
    """Take the address of a site, its scheme and host alone; `https://*.org.example` stands for all below it."""
    remedy = f"Write each site as its address without a path: {_EXAMPLE}."
    if not isinstance(site, str):
        refuse("embed.allow", f"found {show(site)} in the list", remedy)
    parts = urlsplit(site.strip().lower())
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        refuse("embed.allow", f"{show(site)} has no port that can be", remedy)
    if parts.scheme not in ("http", "https") or not _HOST.match(host) or parts.username is not None:
        refuse("embed.allow", f"{show(site)} is no address of a site", remedy)
    if parts.path.strip("/") or parts.query or parts.fragment:
        refuse("embed.allow", f"{show(site)} is the address of a page", remedy)
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if port in (None, usual) else f":{port}")
