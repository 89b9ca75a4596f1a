"""Whose posts are held, and which posts are due to go: what is needed to let an account's posts leave together."""

import heapq

from livefeed.model.post import Post

__all__ = ["Authors", "Expiry"]


class Authors:
    """Ids of held posts by their author, in order of arrival."""

    def __init__(self) -> None:
        self._posts: dict[str, dict[str, None]] = {}

    def add(self, post: Post) -> None:
        """Remember a held post."""
        self._posts.setdefault(post.author.id, {})[post.id] = None

    def remove(self, post: Post) -> None:
        """Forget a post that is held no more."""
        posts = self._posts.get(post.author.id, {})
        posts.pop(post.id, None)
        if not posts:
            self._posts.pop(post.author.id, None)

    def posts_of(self, author: str) -> list[str]:
        """List the ids of an author's held posts."""
        return list(self._posts.get(author, ()))

    def __contains__(self, author: str) -> bool:
        """Tell whether a post of this author is held."""
        return author in self._posts


class Expiry:
    """When held posts are to go by their author's wish."""

    def __init__(self) -> None:
        self._due: list[tuple[int, str]] = []

    def add(self, post: Post) -> None:
        """Remember when a post is to go, where it says so."""
        if post.expires_at is not None:
            self.expect(post.expires_at, post.id)

    def expect(self, at: int, post_id: str) -> None:
        """Remember when a post is to go that is not held for now."""
        heapq.heappush(self._due, (at, post_id))

    def is_due(self, now: int) -> bool:
        """Tell whether a post may be due."""
        return bool(self._due) and self._due[0][0] <= now

    def take_due(self, now: int) -> list[str]:
        """Take out the ids of posts that may be due; an edit may have given one of them more time."""
        due = []
        while self.is_due(now):
            due.append(heapq.heappop(self._due)[1])
        return due
