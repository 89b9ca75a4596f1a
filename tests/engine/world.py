"""A small world of few people, few posts and few words, so that everything meets everything."""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from hypothesis import strategies as st
from msgspec.structs import replace

from livefeed.model.post import Author, Counts, Delete, Post, Put, Report, Ruling, Standing
from tests.making import DAY, HOUR, MINUTE, NOON

__all__ = ["ABOUT", "Act"]


class Act(NamedTuple):
    """What happens at a time, milliseconds: a report over a stream, or nothing but that time passes."""

    at: int
    report: Report | None
    stream: str = "mastodon:a.example"

    def __str__(self) -> str:
        """Say it shortly, for who reads a story that failed."""
        said = str(self.report)
        if isinstance(self.report, Put):
            post = self.report.post
            said = f"{post.author.handle} puts {post.id}, {(self.at - post.created_at) // 1_000} s old: {post.text!r}"
            for part in ("aliases", "edited_at", "links", "boost_of", "quote_of", "bridge_of", "expires_at"):
                said += f", {part} {getattr(post, part)!r}" if getattr(post, part) else ""
        return f"{(self.at - NOON) // 1_000} s, {self.stream}: {said}"


NEWS = "Le pont de la rivière aux Saumons est fermé jusqu'à nouvel ordre"
SAME = "会場の入口は北側に変わりましたのでご注意ください。受付は九時から始まります"
TEXTS = (
    f"{NEWS}, passez par le rang Saint-Léon #demo",
    f"RT @zoe: {NEWS}, passez par le rang Saint-Léon #demo",
    f"{NEWS[:40]}… #demo",
    f"URGENT {NEWS}, passez par le rang Saint-Léon https://a.example/pont #demo",
    f"{NEWS} ! #demo",
    f"{NEWS.replace('est fermé', 'n’est pas fermé')}, passez par le rang Saint-Léon #demo",
    f"{NEWS} à 6 h #demo",
    f"{NEWS} à 9 h #demo",
    "Merci à toutes ! #demo",
    "À lire #demo",
    "#demo",
    f"{SAME} #demo",
    f"拡散希望 {SAME} https://a.example/x #demo",
    "La marche part du parc à quinze heures (via @lea) #demo",
    "La marche part du parc à quinze heures #demo",
    "La marche part du parc à seize heures #demo",
    "Rien de tout cela n'est du domaine de la page",
)
TEMPLATES = tuple(f"Gagnez {n}00 abonnés tout de suite avec ce lien #demo" for n in range(1, 8))
LINKS = ("https://news.example/pont", "https://www.news.example/pont/?utm_source=x", "https://b.example/2")

# A Bluesky post, what Bridgy Fed makes of it, and posts of three networks.
AT = "at://did:plc:abc123/app.bsky.feed.post/3kxyz"
IDS = (AT, f"https://bsky.brid.gy/convert/ap/{AT}", *(f"https://a.example/{'x' * n}" for n in range(7)))
NETWORKS = {AT: "bluesky", IDS[1]: "mastodon"}
MANY_IDS = tuple(f"https://b.example/{'x' * n}" for n in range(12))
PEOPLE = (
    *(
        Author(id=f"https://{network}.example/@{who}", handle=f"@{who}@{network}.example", name=who.title())
        for who, network in (
            ("zoe", "mastodon"),
            ("zoe", "bluesky"),
            ("omar", "mastodon"),
            ("lea", "bluesky"),
            ("lea", "nostr"),
            ("ines", "mastodon"),
        )
    ),
    # A Bluesky account, and what Bridgy Fed makes of it.
    Author(id="did:plc:abc123", handle="@eve.example"),
    Author(id="https://bsky.brid.gy/ap/did:plc:abc123", handle="@eve.example@bsky.brid.gy"),
)
STREAMS = ("mastodon:a.example", "mastodon:b.example", "bluesky:")
AGO = (0, 0, 0, 1_000, MINUTE, 10 * MINUTE, 2 * HOUR, 2 * DAY, -HOUR, NOON - 1_000)
"""How long before its receipt a post says that it was written: also in the future, and in 1970."""

_ids = st.sampled_from(IDS)
_names = st.sampled_from((*IDS, *(f"alias of {post_id}" for post_id in IDS)))
_many_names = st.sampled_from(MANY_IDS)
_authors = st.sampled_from([person.id for person in PEOPLE])


@st.composite
def _posts(
    draw: st.DrawFn,
    ids: tuple[str, ...] = IDS,
    texts: tuple[str, ...] = TEXTS,
    edits: tuple[int | None, ...] = (None, None, None, NOON + MINUTE),
) -> Put:
    """A post, a quote, a bridged post; who wrote which id is settled, mostly. Times count from now."""
    post_id = draw(st.sampled_from(ids))
    author = PEOPLE[len(post_id) % len(PEOPLE)] if draw(st.integers(0, 3)) else draw(st.sampled_from(PEOPLE))
    post = Post(
        id=post_id,
        aliases=draw(st.sampled_from([(), (), (f"alias of {post_id}",)])),
        network=NETWORKS.get(post_id, author.id.removeprefix("https://").partition(".")[0]),
        created_at=-draw(st.sampled_from(AGO)),
        network_at=draw(st.sampled_from([None, None, 0, -MINUTE, -2 * DAY])),
        edited_at=draw(st.sampled_from(edits)),
        author=author,
        text=draw(st.sampled_from(texts)),
        links=draw(st.sampled_from([(), (), *((link,) for link in LINKS), LINKS])),
        quote_of=draw(st.sampled_from([None, None, *IDS])),
        bridge_of=draw(st.sampled_from([None, None, None, *IDS])),
        counts=Counts(boosts=draw(st.sampled_from([0, 0, 3]))),
        expires_at=draw(st.sampled_from([*[None] * 20, MINUTE, HOUR, -MINUTE])),
    )
    return Put(post=post)


@st.composite
def _boosts(draw: st.DrawFn) -> Put:
    """A boost of a post, of a boost, or of nothing that is known."""
    who = draw(st.sampled_from(PEOPLE))
    name = draw(st.sampled_from([*IDS, f"boost of {IDS[0]} by {PEOPLE[2].handle}"]))
    boost_id = f"boost of {name} by {who.handle}"
    tags = draw(st.sampled_from([(), ("demo",)]))
    return Put(
        post=Post(id=boost_id, network="mastodon", created_at=0, author=who, text="", hashtags=tags, boost_of=name)
    )


_REPORTS = {
    "post": _posts(),
    "edit": _posts(edits=(NOON + MINUTE, NOON + HOUR)),
    "template": _posts(ids=MANY_IDS, texts=TEMPLATES),
    "boost": _boosts(),
    "delete": st.builds(Delete, id=_names, author=st.none() | _authors),
    "rule": st.builds(Ruling, verdict=st.sampled_from(["together", "apart"]), one=_names, other=_names),
    "re-template": _posts(ids=MANY_IDS, texts=(*TEMPLATES, *TEXTS[:2]), edits=(NOON + MINUTE, NOON + HOUR)),
    "rule-template": st.builds(
        Ruling, verdict=st.sampled_from(["together", "apart"]), one=_many_names, other=_many_names
    ),
    "stand": st.builds(
        Standing,
        author=_authors,
        state=st.sampled_from(["active", "active", "hidden", "hidden", "gone"]),
        until=st.sampled_from([0, -HOUR, -HOUR, -HOUR]),
    ),
    "time": st.none(),
}
_waits = st.sampled_from([0, 1_000, 1_000, MINUTE, 5 * MINUTE, 30 * MINUTE, 12 * HOUR])
_soon = st.sampled_from([0, 1_000, MINUTE])


def _stories(kinds: str, waits: st.SearchStrategy[int] = _waits) -> st.SearchStrategy[list[Act]]:
    """What happens one after the other; each kind of report as often as it is named."""
    reports = st.sampled_from(kinds.split()).flatmap(_REPORTS.__getitem__)
    acts = st.builds(Act, waits, reports, st.sampled_from(STREAMS))
    return st.lists(st.lists(acts, max_size=8), max_size=8).map(chain.from_iterable).map(_in_time)


def _in_time(acts: Iterable[Act]) -> list[Act]:
    """Turn waits into times, and times that count from now as well."""
    now, story = NOON, []
    for wait, report, stream in acts:
        now += wait
        story.append(Act(now, _from(now, report), stream))
    return story


def _from(now: int, report: Report | None) -> Report | None:
    match report:
        case Put(post=post):
            ends = None if post.expires_at is None else now + post.expires_at
            known = None if post.network_at is None else now + post.network_at
            return Put(post=replace(post, created_at=now + post.created_at, network_at=known, expires_at=ends))
        case Standing():
            return replace(report, until=now + report.until)
    return report


ABOUT = {
    "words": _stories("post post post boost"),
    "waves": _stories("template template template template post delete", _soon),
    "edits": _stories("post edit edit boost delete", _soon),
    "editors": _stories("post post post post edit boost boost rule rule rule delete"),
    "ruled waves": _stories("template template template template re-template rule-template rule-template", _soon),
    "accounts": _stories("post post post post edit boost boost delete stand stand rule time"),
}
"""What a story is about: a strategy for each."""
