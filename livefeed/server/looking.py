"""What part of a coverage a reader looks at, as an address says it."""

from urllib.parse import urlencode

import msgspec
from multidict import MultiMapping

from livefeed.engine.choosing import ANY, Choice
from livefeed.engine.text import word_keys
from livefeed.model.entry import is_key

__all__ = ["Look", "choice_of", "look_of"]

_LONGEST_NAME = 100
"""Signs of the name of a lane, network or language."""
_LONGEST_QUERY = 200


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a coverage. Of `before` and `above`, keys of entries, one at most is given."""

    choice: Choice = ANY
    q: str = ""
    """Words to search for, as the reader wrote them."""
    before: str | None = None
    above: str | None = None

    @property
    def words(self) -> frozenset[str]:
        """The words to search for, as the index has them."""
        return word_keys(self.q)

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out, but by place."""
        return self.choice == ANY and not self.words

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


def look_of(query: MultiMapping[str]) -> Look:
    """Read what part of a coverage an address means.

    Raises:
        ValueError: a parameter makes no sense; says which, and why.
    """
    look = Look(
        choice=choice_of(query),
        q=query.get("q", "")[:_LONGEST_QUERY],
        before=_key(query, "before"),
        above=_key(query, "above"),
    )
    if look.above is not None and (look.before is not None or look.words):
        raise ValueError("above goes neither with before nor with q")
    return look


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
