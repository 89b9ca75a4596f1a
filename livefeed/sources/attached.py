"""What hangs on a post besides media: a poll, the words it quotes, the card of a linked page; made safe and bounded."""

from collections.abc import Iterable

import msgspec

from livefeed.model.post import Card, Poll, PollOption, Quote
from livefeed.model.times import parse_iso
from livefeed.sources.text import clean_name, clean_text, safe_url

__all__ = ["MAX_OPTIONS", "fit_quote", "make_card", "make_poll", "with_options"]

MAX_OPTIONS = 20
_OPTION = 200
_QUOTED = 1_500
_TITLE = 300
_DESCRIPTION = 500
_NAMES = 4
_NAME = 2_048


def make_poll(
    options: Iterable[tuple[str, int | None]], *, multiple: bool, voters: int | None, closes_at: str
) -> Poll | None:
    """Make a poll of its options with their votes; None where there is nothing to choose.

    Args:
        options: in their order; past `MAX_OPTIONS` the rest is not looked at.
        multiple: whether one may choose several.
        voters: people who have voted, or votes where people are not counted.
        closes_at: RFC 3339; anything else is no end.
    """
    read = [(clean_text(text, _OPTION), votes) for text, votes in options]
    kept = tuple(PollOption(text=" ".join(text.split()), votes=votes) for text, votes in read[:MAX_OPTIONS] if text)
    if not kept:
        return None
    try:
        end = parse_iso(closes_at)
    except ValueError:
        end = None
    return Poll(options=kept, multiple=multiple, voters=voters, closes_at=end)


def with_options(text: str, poll: Poll | None) -> str:
    """Give a text with the options of its poll as its last lines, once."""
    if poll is None or text.endswith(poll.lines):
        return text
    return f"{text}\n{poll.lines}".strip()


def fit_quote(quote: Quote) -> Quote | None:
    """Make a quote of strangers' words safe and bounded; None where it has no words, or no name to go by."""
    names = tuple(name[:_NAME] for name in quote.names if name)[:_NAMES]
    words = clean_text(quote.text, _QUOTED)
    if not names or not words:
        return None
    return msgspec.structs.replace(
        quote,
        names=names,
        text=words,
        url=safe_url(quote.url),
        lang=(quote.lang or "")[:35] or None,
        warning=None if quote.warning is None else clean_text(quote.warning, _DESCRIPTION),
    )


def make_card(url: object, title: str, site: str, description: str) -> Card | None:
    """Make the card of a linked page; None where it leads nowhere or has no title."""
    href, head = safe_url(url), " ".join(clean_text(title, _TITLE).split())
    if href is None or not head:
        return None
    return Card(url=href, title=head, site=clean_name(site), description=clean_text(description, _DESCRIPTION))
