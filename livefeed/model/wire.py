"""The written form of posts, entries and changes: plain dicts, ready for JSON (docs/protocol.md)."""

from typing import Any

from livefeed.model.change import Change, DropEntry
from livefeed.model.entry import Copy, Entry
from livefeed.model.post import Card, Poll, Post, Quote
from livefeed.model.times import iso

__all__ = ["change_to_wire", "entry_to_wire", "post_to_wire"]


def change_to_wire(change: Change, seq: int) -> dict[str, Any]:
    """Write a change with its sequence number."""
    if isinstance(change, DropEntry):
        return {"seq": seq, "op": "drop", "id": change.id, "why": change.why}
    return {"seq": seq, "op": "put", "entry": entry_to_wire(change.entry)}


def entry_to_wire(entry: Entry) -> dict[str, Any]:
    """Write an entry."""
    return {
        "id": entry.id,
        "key": entry.key,
        "at": iso(entry.at),
        "late": entry.late,
        "first_seen": iso(entry.first_seen),
        "edited": entry.edited,
        "clock": entry.clock,
        "post": post_to_wire(entry.post),
        "via": list(entry.via),
        "copies": [_copy_to_wire(copy) for copy in entry.copies],
        "copy_count": entry.copy_count,
        "shares": entry.shares,
        "wave": entry.wave,
        "accounts": entry.accounts,
        "lanes": list(entry.lanes),
        "links": list(entry.links),
        "pinned": entry.pinned,
        "state": entry.state,
    }


def post_to_wire(post: Post) -> dict[str, Any]:
    """Write a post in the form that the `post` source reads, with what else we know."""
    author = post.author
    return {
        "id": post.id,
        "network": post.network,
        "url": post.url,
        "created_at": iso(post.created_at),
        "edited_at": None if post.edited_at is None else iso(post.edited_at),
        "author": {
            "id": author.id,
            "handle": author.handle,
            "name": author.name,
            "url": author.url,
            "avatar": author.avatar,
            "followers": author.followers,
            "bot": author.bot,
            "links": list(author.links),
            "claims": list(author.claims),
        },
        "title": post.title,
        "text": post.text,
        "html": None,
        "spans": [{"start": s.start, "end": s.end, "href": s.href, "kind": s.kind} for s in post.spans],
        "lang": post.lang,
        "hashtags": list(post.hashtags),
        "links": list(post.links),
        "media": [
            {
                "kind": m.kind,
                "url": m.url,
                "preview": m.preview,
                "description": m.description,
                "width": m.shape[0] if m.shape else None,
                "height": m.shape[1] if m.shape else None,
            }
            for m in post.media
        ],
        "poll": None if post.poll is None else _poll_to_wire(post.poll),
        "quote": None if post.quote is None else _quote_to_wire(post.quote),
        "card": None if post.card is None else _card_to_wire(post.card),
        "reply_to": post.reply_to,
        "boost_of": post.boost_of,
        "quote_of": post.quote_of,
        "sensitive": post.sensitive,
        "warning": post.warning,
        "counts": {"boosts": post.counts.boosts, "replies": post.counts.replies, "likes": post.counts.likes},
    }


def _copy_to_wire(copy: Copy) -> dict[str, Any]:
    return {
        "id": copy.id,
        "url": copy.url,
        "network": copy.network,
        "author": copy.author,
        "at": iso(copy.at),
        "why": copy.why,
        "evidence": copy.evidence,
    }


def _poll_to_wire(poll: Poll) -> dict[str, Any]:
    return {
        "options": [{"text": option.text, "votes": option.votes} for option in poll.options],
        "multiple": poll.multiple,
        "voters": poll.voters,
        "closes_at": None if poll.closes_at is None else iso(poll.closes_at),
    }


def _quote_to_wire(quote: Quote) -> dict[str, Any]:
    return {
        "id": quote.names[0],
        "url": quote.url,
        "author": {"id": quote.author, "handle": quote.handle, "name": quote.name},
        "text": quote.text,
        "lang": quote.lang,
        "warning": quote.warning,
    }


def _card_to_wire(card: Card) -> dict[str, Any]:
    return {"url": card.url, "title": card.title, "site": card.site, "description": card.description}
