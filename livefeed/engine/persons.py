"""Who is the same person on two networks, and how we know.

Asked only of posts that say the same, and good for nothing but to say why one is a copy of the other: it never makes
one person of two accounts. Proofs (the same account, a bridge's word, a link that somebody has checked) count
within the hour; what a profile says of itself, equal names and equal handles are guesses, and count within minutes.
"""

import unicodedata
from typing import Literal

from livefeed.engine.bridges import account_names, bridged_account
from livefeed.engine.state import Held
from livefeed.engine.text import tag_key
from livefeed.engine.urls import canonical_url
from livefeed.model.entry import Evidence
from livefeed.model.post import Author
from livefeed.model.times import HOUR, MINUTE

__all__ = ["bare", "cross_post_evidence", "evidence", "is_cross_post", "tells"]

_PROOFS: frozenset[Evidence] = frozenset(["account", "bridge", "link"])
_PROVED_WITHIN = HOUR
_GUESSED_WITHIN = 10 * MINUTE

_SAYS_NOTHING = frozenset([
    "admin", "administrateur", "administrator", "anon", "anonym", "anonyme", "anonymous", "blog", "bot",
    "compte", "contact", "deleted", "editor", "feed", "feeds", "guest", "hello", "home", "info", "infos",
    "mail", "media", "mod", "moderator", "news", "newsroom", "nobody", "none", "nouvelles", "null", "office",
    "official", "officiel", "press", "presse", "redaction", "root", "rss", "social", "staff", "support", "team",
    "test", "testuser", "unknown", "user", "utilisateur", "web", "webmaster", "www",
])  # fmt: skip
"""Names that many have; in the form of `bare`."""


def cross_post_evidence(one: Held, other: Held) -> Evidence | None:
    """Say what speaks for two posts of the same words being one person's on two networks, or None."""
    apart = abs(one.at - other.at)
    if one.post.network == other.post.network or apart > _PROVED_WITHIN:
        return None
    found = evidence(one.post.author, other.post.author)
    return found if found in _PROOFS or apart <= _GUESSED_WITHIN else None


def is_cross_post(one: Held, other: Held, *, words: Literal["equal", "few", "alike"]) -> bool:
    """Tell whether two posts that say the same are one person's on two networks.

    Args:
        one: a post.
        other: another one.
        words: `equal`; or equal but `few`, so that one guess is too little: two people called Marie say "It shakes!"
            in the same minute; or only `alike`, as where a network cuts them off: there nothing less than a proof will
            do.
    """
    found = cross_post_evidence(one, other)
    if found is None or found in _PROOFS:
        return found is not None
    if words == "few":
        one_author, other_author = one.post.author, other.post.author
        return _share_a_name(one_author, other_author) and _share_a_handle(one_author, other_author)
    return words == "equal"


def evidence(one: Author, other: Author) -> Evidence | None:
    """Give the strongest evidence that two accounts are one person's, or None; the order of the two does not matter."""
    if one.id == other.id:
        return "account"
    if _is_bridged_from(one, other) or _is_bridged_from(other, one):
        return "bridge"
    if _lead_to(one.links, other) or _lead_to(other.links, one):
        return "link"
    if _lead_to(one.claims, other) or _lead_to(other.claims, one):
        return "claim"
    if _share_a_name(one, other):
        return "name"
    return "handle" if _share_a_handle(one, other) else None


def _is_bridged_from(bridged: Author, original: Author) -> bool:
    name = bridged_account(bridged)
    return name is not None and name in account_names(original)


def _lead_to(links: tuple[str, ...], author: Author) -> bool:
    """Tell whether one of the links is somebody's profile, or a site that is theirs."""
    if not links:
        return False
    places = {canonical_url(url) for url in (author.id, author.url, *author.links) if url is not None}
    return any(canonical_url(link) in places for link in links)


def _share_a_name(one: Author, other: Author) -> bool:
    name = bare(one.name)
    return tells(name) and name == bare(other.name)


def _share_a_handle(one: Author, other: Author) -> bool:
    """Tell whether two people chose the same handle, or have the same one whole, the server included."""
    whole = _whole(one.handle)
    if whole == _whole(other.handle) and "." in whole:
        return True
    chosen = _chosen(whole)
    return tells(chosen) and chosen == _chosen(_whole(other.handle))


def _whole(handle: str) -> str:
    return handle.lstrip("@").casefold()


def _chosen(handle: str) -> str:
    """Take what the person chose of a handle: `zoe` of `zoe@a.example` and of `zoe.example`."""
    if handle.startswith(("did:", "npub1")):
        return ""
    return bare(handle.partition("@")[0].partition(".")[0])


def bare(name: str) -> str:
    """Reduce a name to its letters and digits: networks differ in what else they let people write."""
    return tag_key(name).replace("_", "")


def tells(name: str) -> bool:
    """Tell whether a bare name says anything of who bears it: not one letter, a number, or what everybody is called."""
    return len(unicodedata.normalize("NFC", name)) > 1 and not name.isdigit() and name not in _SAYS_NOTHING
