"""Posts and accounts that a bridge carries from one network to another, and the names that they have there.

A bridge's own ids can be believed: the server that relayed the post has checked that it comes from the bridge's host.
What a post merely says of itself (`Post.bridge_of`) is a claim, which counts only where the words agree.
"""

import re

from livefeed.engine.urls import canonical_url
from livefeed.model.post import Author, Post

__all__ = ["account_names", "accounts_of", "bridged_account", "bridged_names"]

_BRIDGY = re.compile(
    r"https://(?:bsky|fed|web)\.brid\.gy/convert/(?:ap|activitypub)/(at://did:[\w:.%-]+/[\w.]+/[\w.~:-]+)$"
)
_BRIDGY_SITE = re.compile(r"https://bsky\.brid\.gy/r/https://bsky\.app/profile/(did:[\w:.%-]+)/post/([\w.~:-]+)$")
_MOSTR = re.compile(r"https://mostr\.pub/(?:objects|posts)/([0-9a-f]{64})$")
_ACCOUNT = re.compile(r"https://(?:bsky\.brid\.gy/ap/(did:[\w:.%-]+)|mostr\.pub/users/([0-9a-f]{64}))$")
_BRIDGES = ("https://bsky.brid.gy/", "https://fed.brid.gy/", "https://web.brid.gy/", "https://mostr.pub/")
_NOT_IN_HOST = re.compile(r"[^a-z0-9.-]")


def bridged_names(post: Post) -> tuple[str, ...]:
    """List the names that a bridged post has on the network that it comes from.

    Bridgy Fed (fed.brid.gy/docs) names a Bluesky post after its at-uri, mostr.pub a Nostr note after its event id.
    """
    if post.network != "mastodon" or not post.id.startswith(_BRIDGES):
        return ()  # whose host is another one says what it likes in its address
    found = []
    for name in (post.id, post.url or ""):
        if "brid.gy/" in name:
            if (match := _BRIDGY.match(name)) is not None:
                found.append(match.group(1))
            elif (match := _BRIDGY_SITE.match(name)) is not None:
                found.append(f"at://{match.group(1)}/app.bsky.feed.post/{match.group(2)}")
        elif "mostr.pub/" in name and (match := _MOSTR.match(name)) is not None:
            found.append(f"nostr:{match.group(1)}")
    return tuple(dict.fromkeys(found)) if found else ()


def accounts_of(author: str) -> tuple[str, ...]:
    """List the ids of an account: its own, and that of the account which a bridge makes of it in the fediverse.

    What somebody deletes, they delete of what was bridged, too, and where their account goes, that one goes.
    """
    if author.startswith("did:"):
        return author, f"https://bsky.brid.gy/ap/{author}"
    if author.startswith("nostr:"):
        return author, f"https://mostr.pub/users/{author.removeprefix('nostr:')}"
    return (author,)


def bridged_account(author: Author) -> str | None:
    """Name the account that this one was made from by a bridge, as `account_names` does, or None.

    A server of the fediverse has checked an account's handle, Bluesky a handle that its `links` prove; nobody has
    checked one of Nostr.
    """
    handle = author.handle.lstrip("@").lower()
    if author.id.startswith("https://"):
        for url in (author.id, author.url or ""):
            if (match := _ACCOUNT.match(url)) is not None:
                return match.group(1) if match.group(1) is not None else f"nostr:{match.group(2)}"
        user, _, host = handle.partition("@")
        if host == "bsky.brid.gy" or (host == "mostr.pub" and user.startswith("npub1")):
            return user
        return f"https://{user}" if host == "web.brid.gy" else None
    if not _proves_its_handle(author):
        return None
    if handle.endswith(".ap.brid.gy"):
        return f"ap:{handle.removesuffix('.ap.brid.gy')}"
    return f"https://{handle.removesuffix('.web.brid.gy')}" if handle.endswith(".web.brid.gy") else None


def account_names(author: Author) -> frozenset[str]:
    """List the names under which bridges know an account of their network.

    Its id; on Bluesky its handle, where that is proved; on Nostr its `npub1…`; in the fediverse `ap:` and the handle
    as Bridgy Fed writes it; and the addresses of its sites.
    """
    names = {author.id, *map(canonical_url, author.links)}
    handle = author.handle.lstrip("@").lower()
    if author.url is not None:
        names.add(author.url.rpartition("/")[2] if author.id.startswith("nostr:") else canonical_url(author.url))
    if author.id.startswith("https://") and "@" in handle:
        names.add(f"ap:{_NOT_IN_HOST.sub('-', handle.replace('@', '.', 1))}")
    elif _proves_its_handle(author):
        names.add(handle)
    return frozenset(names)


def _proves_its_handle(author: Author) -> bool:
    return author.id.startswith("did:") and f"https://{author.handle.lstrip('@').lower()}" in author.links
