"""What part of a coverage a reader looks at, as an address says it."""

from datetime import UTC, tzinfo
from urllib.parse import urlencode

import msgspec
from multidict import MultiMapping

from livefeed.engine.asking import Asked, ask
from livefeed.engine.choosing import ANY, Choice
from livefeed.model.entry import is_key

__all__ = ["Look", "choice_of", "look_of"]

_LONGEST_NAME = 100
"""Signs of the name of a lane, network or language."""
_LONGEST_QUERY = 300
_ASKED = ("from", "link", "tag", "since", "until")
"""Parameters of a search for programs, beside those of a choice."""
_MOST_VALUES = 10
"""Of one of them."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a coverage. Of `before` and `above`, keys of entries, one at most is given."""

    choice: Choice = ANY
    q: str = ""
    """Words to search for, as the reader wrote them."""
    before: str | None = None
    above: str | None = None

    more: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """More to search for, by the names of parameters."""

    @property
    def is_search(self) -> bool:
        """Whether there is something to search for: signs alone are nothing."""
        return bool(self.more) or not ask(self.q, UTC, 0).query.is_empty

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out, but by place."""
        return self.choice == ANY and not self.is_search

    def asked(self, zone: tzinfo, newest: int) -> Asked:
        """Read what is searched for, with what was chosen beside it; the arguments are those of `ask`."""
        choice = self.choice
        chosen = (("lane", choice.lane), ("network", choice.network), ("language", choice.language))
        given = {name: (value,) for name, value in chosen if value is not None}
        return ask(self.q, zone, newest, given | dict(self.more))

    def holds(self, q: str) -> bool:
        """Tell whether so much can be searched for."""
        return len(q) <= _LONGEST_QUERY

    def query(self, **other: str | None) -> str:
        """Write the part of an address that leads here, with something else in place of what it says; from the top."""
        parts = {
            "lane": self.choice.lane,
            "network": self.choice.network,
            "language": self.choice.language,
            "q": self.q or None,
        }
        said = {name: value for name, value in (parts | other).items() if value is not None}
        return f"?{urlencode(said)}" if said else ""


def look_of(query: MultiMapping[str], *, asks: bool = False) -> Look:
    """Read what part of a coverage an address means.

    Args:
        query: the address's.
        asks: whether it may say what to search for by parameters, as programs do.

    Raises:
        ValueError: a parameter makes no sense; says which, and why.
    """
    look = Look(
        choice=choice_of(query),
        q=query.get("q", "")[:_LONGEST_QUERY],
        before=_key(query, "before"),
        above=_key(query, "above"),
        more=_more(query) if asks else (),
    )
    if look.above is not None and (look.before is not None or look.is_search):
        raise ValueError("above goes neither with before nor with a search")
    return look


def _more(query: MultiMapping[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    more = {name: tuple(value for value in query.getall(name, ()) if value)[:_MOST_VALUES] for name in _ASKED}
    for name, values in more.items():
        if any(len(value) > _LONGEST_QUERY for value in values):
            raise ValueError(f"{name} is longer than {_LONGEST_QUERY} signs")
    unread = ask("", UTC, 0, more).unread
    if unread:
        raise ValueError(f"{unread[0]} makes no sense")
    return tuple((name, values) for name, values in more.items() if values)


def choice_of(query: MultiMapping[str]) -> Choice:
    """Read which entries an address chooses, words and place apart.

    Raises:
        ValueError: a parameter makes no sense; says which, and why.
    """
    lane, network, language = (_name(query, name) for name in ("lane", "network", "language"))
    return Choice(lane=lane, network=network, language=language and language.lower())


def _name(query: MultiMapping[str], name: str) -> str | None:
    value = query.get(name) or None  # a form sends what was left empty, too
    if value is not None and len(value) > _LONGEST_NAME:
        raise ValueError(f"{name} is longer than {_LONGEST_NAME} signs")
    return value


def _key(query: MultiMapping[str], name: str) -> str | None:
    value = query.get(name)
    if value is not None and not is_key(value):
        raise ValueError(f"{name} is not the key of an entry")
    return value
