"""Which posts belong to a coverage: hashtags, words to leave out, languages, accounts."""

from livefeed.engine.text import tag_key, text_tags, word_keys
from livefeed.model.coverage import Coverage
from livefeed.model.post import Author, Post, Quote

__all__ = ["Matcher"]


class Matcher:
    """The rules of one coverage, made ready."""

    def __init__(self, coverage: Coverage) -> None:
        self._any = frozenset(map(tag_key, coverage.hashtags))
        self._all = frozenset(map(tag_key, coverage.require))
        self._none = frozenset(map(tag_key, coverage.exclude))
        self._languages = frozenset(map(_language, coverage.languages))
        self._follow = frozenset(map(_account_key, coverage.accounts.follow))
        self._block = frozenset(map(_account_key, coverage.accounts.block))
        self._only = coverage.accounts.only
        self._open_streams = frozenset(stream.id for stream in coverage.streams if stream.match == "all")

    def blocked(self, author: Author) -> bool:
        """Tell whether nothing of this author is wanted."""
        return bool(self._block) and not self._block.isdisjoint(_names(author))

    def lets_quote(self, quote: Quote) -> bool:
        """Tell whether the words of this author may stand in somebody else's post."""
        return not self.blocked(Author(id=quote.author, handle=quote.handle))

    def matches(self, post: Post, stream: str) -> bool:
        """Tell whether a post belongs to the coverage. A post without a language passes: we do not guess."""
        followed = bool(self._follow) and not self._follow.isdisjoint(_names(post.author))
        if self._only and not followed:
            return False
        if self._languages and post.lang is not None and _language(post.lang) not in self._languages:
            return False
        if self._none and not self._none.isdisjoint(word_keys(post.text) | set(map(tag_key, post.hashtags))):
            return False
        if followed or stream in self._open_streams:
            return True
        if not self._all:
            for tag in post.hashtags:
                if tag_key(tag) in self._any:
                    return True  # there is no need to look for more tags in the text
        tags = text_tags(post.text).union(map(tag_key, post.hashtags))
        return not self._any.isdisjoint(tags) and self._all <= tags


def _names(author: Author) -> tuple[str, ...]:
    return _account_key(author.id), _account_key(author.handle), _account_key(author.url or "")


def _account_key(name: str) -> str:
    return name.strip().lstrip("@").rstrip("/").casefold()


def _language(tag: str) -> str:
    """Reduce a language tag to its first part: `fr-CA` is French."""
    return tag.casefold().replace("_", "-").partition("-")[0]
