"""Which held posts carry the words of others: those go when what is quoted, or who wrote it, goes."""

from collections.abc import Iterable

from livefeed.model.post import Post, Quote

__all__ = ["Quotes", "quote_keys"]


def quote_keys(quote: Quote | None) -> tuple[str, ...]:
    """List what a quote is found by: the names of the quoted post, and its author."""
    return () if quote is None else (*quote.names, quote.author)


class Quotes:
    """Ids of held posts by the names and the author of what they quote, in order of arrival."""

    def __init__(self) -> None:
        self._posts: dict[str, dict[str, None]] = {}

    def add(self, post: Post) -> None:
        """Remember a held post."""
        for key in quote_keys(post.quote):
            self._posts.setdefault(key, {})[post.id] = None

    def remove(self, post: Post) -> None:
        """Forget a post that is held no more, or quotes no more."""
        for key in quote_keys(post.quote):
            posts = self._posts.get(key, {})
            posts.pop(post.id, None)
            if not posts:
                self._posts.pop(key, None)

    def of(self, keys: Iterable[str]) -> list[str]:
        """List the ids of posts that quote a post of one of these names, or somebody of these ids."""
        return list(dict.fromkeys(post for key in keys for post in self._posts.get(key, ())))

    def __contains__(self, key: str) -> bool:
        """Tell whether anything is quoted under a name, or of an author."""
        return key in self._posts
