"""What an editor has ruled: which posts belong together and which never do, whatever their words say."""

from collections.abc import Iterable, Iterator

from livefeed.engine.limits import Limits
from livefeed.model.post import Ruling

__all__ = ["Rulings"]


class Rulings:
    """The last ruling on each pair of posts."""

    def __init__(self, limits: Limits) -> None:
        self._limit = limits.rulings
        self._rulings: dict[tuple[str, str], Ruling] = {}
        self._partners: dict[str, set[str]] = {}

    def __bool__(self) -> bool:
        """Tell whether anything was ruled."""
        return bool(self._rulings)

    def learn(self, ruling: Ruling) -> bool:
        """Remember a ruling; false where just that was known."""
        pair = _pair(ruling.one, ruling.other)
        former = self._rulings.pop(pair, None)
        self._rulings[pair] = ruling
        for one, other in (pair, pair[::-1]):
            self._partners.setdefault(one, set()).add(other)
        if len(self._rulings) > self._limit:
            self._forget(next(iter(self._rulings)))
        return former is None or former.verdict != ruling.verdict

    def apart_from(self, names: Iterable[str]) -> Iterator[str]:
        """List what must stay apart from the post of these names."""
        return self._ruled(names, "apart")

    def together_with(self, names: Iterable[str]) -> Iterator[str]:
        """List what belongs together with the post of these names."""
        return self._ruled(names, "together")

    def _ruled(self, names: Iterable[str], verdict: str) -> Iterator[str]:
        for name in names:
            for other in sorted(self._partners.get(name, ())):
                if self._rulings[_pair(name, other)].verdict == verdict:
                    yield other

    def _forget(self, pair: tuple[str, str]) -> None:
        del self._rulings[pair]
        for one, other in (pair, pair[::-1]):
            partners = self._partners[one]
            partners.discard(other)
            if not partners:
                del self._partners[one]


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
