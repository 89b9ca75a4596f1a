"""What an editor decides: which posts are one, and which are not (docs/inbox.md)."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Report, Ruling
from livefeed.sources.line import Plan, Way
from livefeed.sources.reading import guarded, load
from livefeed.sources.text import clean_text

__all__ = ["EditorOptions", "EditorRulings"]

_MAX_ID = 2048
_PAIR = 2


class EditorOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `[[stream]]` of source `editor`."""

    secret_env: str


class EditorRulings:
    """One JSON object a payload: two posts, to be joined or split."""

    name: ClassVar[str] = "editor"
    takes_all: ClassVar[bool] = False
    heavy: ClassVar[bool] = False
    Options: ClassVar[type[msgspec.Struct]] = EditorOptions

    @staticmethod
    def stream_name(options: msgspec.Struct) -> str:  # noqa: ARG004 - a coverage has one
        """Name the stream."""
        return "rulings"

    @staticmethod
    def ways(plan: Plan) -> list[Way]:  # noqa: ARG004 - nothing is connected to
        """Follow nothing: rulings are brought to us (`POST /{slug}/rulings`, `livefeed join`, `livefeed split`)."""
        return []

    @guarded
    def parse(self, frame: Frame) -> Iterator[Report]:
        """Read a ruling.

        Raises:
            PayloadError: a required key is missing or wrong; the message names it.
        """
        given = load(frame.payload)
        if not isinstance(given, dict):
            raise PayloadError("is no object")
        posts = given.get("posts")
        if not isinstance(posts, list) or len(posts) != _PAIR or not all(isinstance(one, str) and one for one in posts):
            raise PayloadError("posts: is required, a list of two ids")
        one, other = (str(post)[:_MAX_ID] for post in posts)
        if one == other:
            raise PayloadError("posts: names one post twice")
        match given.get("op"):
            case "join":
                yield Ruling(verdict="together", one=one, other=other)
            case "split":
                yield Ruling(verdict="apart", one=one, other=other)
            case found:
                raise PayloadError(f"op: found {clean_text(str(found), 60)}; write join or split")
