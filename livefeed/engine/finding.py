"""What of an entry can be searched for."""

from livefeed.engine.text import word_keys
from livefeed.model.entry import Entry

__all__ = ["entry_words"]


def entry_words(entry: Entry) -> frozenset[str]:
    """List the words under which an entry is found, in the form of `word_keys`.

    Those of its lead and of who wrote it; none where the author does not want to be found.
    """
    post = entry.post
    if not post.indexable:
        return frozenset()
    return word_keys(f"{post.author.name} {post.author.handle} {post.title} {post.text}")
