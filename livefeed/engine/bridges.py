"""Posts that a bridge carries from one network to another, and the names that they have there.

A bridge's own ids can be believed: the server that relayed the post has checked that it comes from the bridge's host.
What a post merely says of itself (`Post.bridge_of`) is a claim, which counts only where the words agree.
"""

import re

from livefeed.model.post import Post

__all__ = ["bridged_names"]

_BRIDGY = re.compile(
    r"https://(?:bsky|fed|web)\.brid\.gy/convert/(?:ap|activitypub)/(at://did:[\w:.%-]+/[\w.]+/[\w.~:-]+)$"
)
_BRIDGY_SITE = re.compile(r"https://bsky\.brid\.gy/r/https://bsky\.app/profile/(did:[\w:.%-]+)/post/([\w.~:-]+)$")
_MOSTR = re.compile(r"https://mostr\.pub/(?:objects|posts)/([0-9a-f]{64})$")


def bridged_names(post: Post) -> tuple[str, ...]:
    """List the names that a bridged post has on the network that it comes from.

    Bridgy Fed (fed.brid.gy/docs) names a Bluesky post after its at-uri, mostr.pub a Nostr note after its event id.
    """
    if post.network != "mastodon":
        return ()
    found = []
    for name in (post.id, post.url or ""):
        if "brid.gy/" in name:
            if (match := _BRIDGY.match(name)) is not None:
                found.append(match.group(1))
            elif (match := _BRIDGY_SITE.match(name)) is not None:
                found.append(f"at://{match.group(1)}/app.bsky.feed.post/{match.group(2)}")
        elif "mostr.pub/" in name and (match := _MOSTR.match(name)) is not None:
            found.append(f"nostr:{match.group(1)}")
    return tuple(dict.fromkeys(found))
