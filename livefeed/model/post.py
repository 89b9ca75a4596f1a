"""A post, and what a source can report: a post put, a post deleted, a person's profile, an account's standing.

Times are milliseconds since 1970 UTC. Text is plain text with spans; HTML ends at the source.
"""

from typing import Literal

import msgspec

__all__ = [
    "Author",
    "Card",
    "Counts",
    "Delete",
    "Media",
    "Poll",
    "PollOption",
    "Post",
    "Profile",
    "Put",
    "Quote",
    "Report",
    "Ruling",
    "Span",
    "Standing",
]


class Author(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who wrote a post, as the post's network knows them."""

    id: str
    """Global and lasting: a profile URL, a DID, `nostr:<public key>`, a feed's URL."""
    handle: str
    """As people write it, with what makes it unique: `@zoe@a.example`, `@zoe.example`."""
    name: str = ""
    url: str | None = None
    avatar: str | None = None
    followers: int | None = None
    bot: bool = False
    links: tuple[str, ...] = ()
    """Sites and profiles that are theirs, as somebody other than they has checked; https only."""
    claims: tuple[str, ...] = ()
    """Sites and profiles of which their profile says so, and nobody has checked it; https only."""


class Span(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stretch of a post's text that leads somewhere; positions count code points, end excluded."""

    start: int
    end: int
    href: str
    """http or https only."""
    kind: Literal["link", "tag", "mention"] = "link"


class Media(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A picture, film or sound that belongs to a post. Never fetched by a reader's browser from `url`."""

    kind: Literal["image", "video", "audio", "gif", "other"]
    url: str | None = None
    preview: str | None = None
    description: str = ""
    shape: tuple[int, int] | None = None
    """Width and height in pixels, as its network says: true in most cases, and enough to keep its room free."""


class PollOption(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One answer of a poll."""

    text: str
    votes: int | None = None
    """None where the network does not say (yet)."""


class Poll(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A question with answers to choose from. Its votes are those of the moment when the post came in."""

    options: tuple[PollOption, ...]
    multiple: bool = False
    """Whether one may choose several."""
    voters: int | None = None
    """People who have voted; where only votes are counted, votes."""
    closes_at: int | None = None
    """Milliseconds; None where it has no end."""

    @property
    def lines(self) -> str:
        """The options as the last lines of the post's text: they are words of the post as all others."""
        return "\n".join(f"○ {option.text}" for option in self.options)


class Quote(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The words of the post that a post quotes, as they were then. They go when that post goes."""

    names: tuple[str, ...]
    """Of the quoted post, its id first: a deletion may come under any of them."""
    author: str
    """Id of who wrote it."""
    handle: str
    name: str = ""
    url: str | None = None
    text: str
    lang: str | None = None
    warning: str | None = None
    """What its author warns of; empty where they only say that it is sensitive."""


class Card(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a linked page presents itself."""

    url: str
    title: str
    site: str = ""
    """Its name; empty where it gives none."""
    description: str = ""


class Counts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the post's own network counts, as far as it says."""

    boosts: int = 0
    replies: int = 0
    likes: int = 0


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """One message by one author, normalised."""

    id: str
    """Global identity: ActivityPub `uri`, at-uri, `nostr:<event id>`, GUID."""
    aliases: tuple[str, ...] = ()
    """Other names of the same post, such as a server's own number for it; a deletion may come under any of them."""
    network: str
    """Which kind of network it was written on: `mastodon`, `bluesky`, `nostr`, `feed`, `post` …"""
    url: str | None = None
    """Where people can open it."""
    created_at: int
    """What the author's clock claims, milliseconds; any value."""
    network_at: int | None = None
    """When its network had it, by a clock that is not the author's, milliseconds; None where no such clock is known."""
    edited_at: int | None = None
    author: Author
    title: str = ""
    text: str
    spans: tuple[Span, ...] = ()
    lang: str | None = None
    """BCP 47, or None where the network does not say. Never guessed."""
    hashtags: tuple[str, ...] = ()
    """Without `#`, as written."""
    links: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    poll: Poll | None = None
    quote: Quote | None = None
    """What `quote_of` says, where its network gives it along."""
    card: Card | None = None
    reply_to: str | None = None
    boost_of: str | None = None
    quote_of: str | None = None
    bridge_of: str | None = None
    """Name of the post on another network that it says it was bridged from: a claim, which its words must bear out."""
    sensitive: bool = False
    warning: str | None = None
    counts: Counts = Counts()
    expires_at: int | None = None
    """From this time on it is not to be shown (NIP-40, CAP), milliseconds."""
    indexable: bool = True
    """Whether its author lets it be found: false keeps it out of search, feeds and archives, not off the live page."""


class Put(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A source reports a post: new, seen again, or edited."""

    post: Post


class Delete(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A source reports that a post is gone, perhaps before the post itself arrives.

    Where only the author may delete and the network does not check it (Nostr), `author` says who asked.
    """

    id: str
    author: str | None = None


class Profile(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A source reports how a person is called and what is theirs, where that does not come with each post.

    None leaves what was known, but another handle takes the former one's `links` away; posts already shown are not
    rewritten.
    """

    author: str
    handle: str | None = None
    name: str | None = None
    avatar: str | None = None
    links: tuple[str, ...] | None = None
    claims: tuple[str, ...] | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A source reports what became of an account: its posts go with it.

    `gone`: everything that it wrote up to `until` is deleted and stays so. `hidden`: its posts are not shown until the
    account is `active` again.
    """

    author: str
    state: Literal["active", "hidden", "gone"]
    until: int
    """Milliseconds; what it writes later is not meant."""


class Ruling(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An editor reports that two posts belong together, or do not, whatever their words say.

    The posts go by any of their names, and may be yet to come. The last ruling on a pair counts.
    """

    verdict: Literal["together", "apart"]
    one: str
    other: str


Report = Put | Delete | Profile | Standing | Ruling
