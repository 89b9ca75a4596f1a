"""What the order of arrival does not decide; docs/architecture.md says what it does."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from livefeed.model.post import Delete, Post, Put, Report, Ruling, Standing
from tests.making import HOUR, MINUTE, NOON, SECOND, Run, make_post

PEOPLE = ("zoe", "omar", "lea", "ines")
IDS = tuple(f"https://a.example/{number}" for number in range(6))
WRITTEN = (
    "Le pont de la rivière est fermé",
    "LE PONT de la rivière est fermé ! #demo",
    "RT @zoe: Le pont de la rivière est fermé",
    "La marche part du parc à quinze heures",
    "La marche part du parc à quinze heures (via @lea)",
)


def _post(number: int, text: str, **parts) -> Post:
    """One of the six posts: who wrote it, and when, is as it is."""
    at = NOON + number * MINUTE
    return make_post(IDS[number], f"{text} #demo", by=PEOPLE[number % 4], created_at=at, **parts)


def _arrive(reports: Iterable[Report]) -> Run:
    """Let reports arrive in this order, long after everything was written."""
    run = Run()
    for number, report in enumerate(reports):
        run.report(report, NOON + HOUR + number * SECOND)
    return run


def _groups(run: Run) -> set[tuple]:
    """Entries by their lead and their copies."""
    return {
        (entry.post.id, entry.at, entry.copy_count, frozenset(copy.id for copy in entry.copies))
        for entry in run.entries.values()
    }


def _in_two_orders(reports: st.SearchStrategy[Report], **how) -> st.SearchStrategy[tuple[list, list]]:
    several = st.lists(reports, max_size=15, **how)
    return several.flatmap(lambda one: st.tuples(st.just(one), st.permutations(one)))


def _seen(number: int, version: int) -> Put:
    """A post as it is seen over a stream: as it was written, or after an edit."""
    edited_at = NOON + version * HOUR if version else None
    return Put(post=_post(number, f"Merci {version}", edited_at=edited_at, aliases=(f"alias of {IDS[number]}",)))


_sights = st.builds(_seen, st.integers(0, 2), st.integers(0, 3))
_names = st.sampled_from([*IDS[:3], *(f"alias of {post_id}" for post_id in IDS[:3])])
_authors = st.sampled_from([f"https://mastodon.example/@{who}" for who in PEOPLE])
_deletions = st.builds(Delete, id=_names, author=st.none() | _authors)
_ends = st.builds(Standing, author=_authors, state=st.just("gone"), until=st.sampled_from([NOON, NOON + 3 * MINUTE]))


@settings(max_examples=300)
@given(_in_two_orders(st.one_of(_sights, _sights, _sights, _deletions, _ends)))
def test_the_same_posts_are_shown_with_their_last_words(orders):
    """Edits, deletions by whoever, and ends of accounts may come before what they are about."""
    one, other = (
        {(entry.post.id, entry.post.text, entry.at, entry.edited, entry.clock) for entry in _arrive(reports).page}
        for reports in orders
    )
    assert one == other


@given(
    _in_two_orders(
        st.builds(lambda number, text: Put(post=_post(number, text)), st.integers(0, 5), st.sampled_from(WRITTEN)),
        unique_by=lambda put: put.post.id,
    ),
    st.lists(st.sampled_from(IDS), max_size=2),
)
def test_the_same_words_make_the_same_entries(orders, deleted):
    """Led by the earliest, also after deletions."""
    deletions = [Delete(id=post_id) for post_id in deleted]
    one, other = orders

    assert _groups(_arrive([*one, *deletions])) == _groups(_arrive([*deletions, *other]))


@given(
    _in_two_orders(
        st.builds(Ruling, verdict=st.just("together"), one=st.sampled_from(IDS), other=st.sampled_from(IDS))
    ),
    st.permutations(range(6)),
    st.integers(0, 6),
)
def test_what_an_editor_joins_may_come_in_any_order(orders, numbers, cut):
    """Joins before, between and after the posts."""
    words = ("Un", "Deux mots", "Trois petits mots", "Quatre mots bien courts", "Merci !", "Bravo")
    puts = [Put(post=_post(number, words[number])) for number in numbers]
    one, other = orders

    assert _groups(_arrive([*puts, *one])) == _groups(_arrive([*puts[:cut], *other, *puts[cut:]]))
