"""A stream of posts for measurements: as like a real one as needed, the same in every run."""

import random
from collections.abc import Iterator
from itertools import accumulate

from livefeed.engine.state import Held
from livefeed.model.post import Author, Post

__all__ = ["BEGAN", "held_alone", "made_posts", "made_texts"]

BEGAN = 1_790_942_400_000
"""Milliseconds; the first post's time."""

_WORDS = 20_000
_SYLLABLES = tuple(consonant + vowel for consonant in "bdfglmnprstvz" for vowel in "aeiou")
_COPIED = 0.25
_REMEMBERED = 50_000


def made_texts(count: int, seed: int = 7, remembered: int = _REMEMBERED) -> Iterator[tuple[str, int]]:
    """Write texts of 6 to 24 words, a quarter of them copies of earlier ones as people copy.

    Yields each text with the number of the text that it is a copy of; its own where it is none. What is copied is among
    so many `remembered` ones at most.
    """
    chance = random.Random(seed)  # noqa: S311 - figures, not secrets
    words = ["".join(chance.choices(_SYLLABLES, k=1 + n % 4)) for n in range(_WORDS)]
    weights = list(accumulate(1 / (n + 5) for n in range(_WORDS)))
    earlier: list[tuple[str, int]] = []
    for number in range(count):
        if earlier and chance.random() < _COPIED:
            text, origin = earlier[chance.randrange(len(earlier))]
            text = _copied(text, chance)
        else:
            text = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(6, 24)))
            text, origin = f"{text} https://t.example/{number} #demo", number
        if len(earlier) < remembered:
            earlier.append((text, origin))
        else:
            earlier[number % remembered] = text, origin
        yield text, origin


def made_posts(count: int, seed: int = 7, every: int = 100) -> Iterator[Post]:
    """Let 5,000 accounts write the texts, a post every so many milliseconds."""
    authors = [Author(id=f"https://a.example/@u{n}", handle=f"@u{n}@a.example", name=f"U {n}") for n in range(5_000)]
    for number, (text, _) in enumerate(made_texts(count, seed)):
        yield Post(
            id=f"https://a.example/{number}",
            network="mastodon",
            url=f"https://a.example/{number}",
            created_at=BEGAN + every * number,
            author=authors[number * 7919 % len(authors)],
            text=text,
            hashtags=("demo",),
        )


def _copied(text: str, chance: random.Random) -> str:
    words = text.split()
    match chance.randrange(5):
        case 0:
            return text
        case 1:
            return f"RT @u{chance.randrange(99)}: {text}"
        case 2:
            return " ".join(words[: max(6, len(words) * 2 // 3)]) + "…"
        case 3:
            return f"{text} {chance.choice(_SYLLABLES)}#autre"
        case _:
            words.insert(chance.randrange(len(words)), chance.choice(_SYLLABLES))
            return " ".join(words)


def held_alone(post: Post, number: int) -> Held:
    """Hold a post as the engine does, as an entry of its own that came when it was written."""
    return Held(
        post=post,
        entry=f"e:{number}",
        entry_ordinal=number,
        number=number,
        at=post.created_at,
        clock="ok",
        late=False,
        received_at=post.created_at,
        streams=("a",),
    )
