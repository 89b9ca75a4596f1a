"""The index of leads, beside a list that is looked through."""

from hypothesis import given
from hypothesis import strategies as st

from livefeed.engine.leads import Leads
from livefeed.engine.said import Said, read
from livefeed.model.post import Author, Post

_AUTHOR = Author(id="https://a.example/@zoe", handle="@zoe@a.example", name="Zoé")
_WORDS = ("quake", "shakes", "the", "coast", "of", "chile", "again", "3", "7")
_LINKS = ("https://a.example/1", "https://a.example/2", "https://a.example/3")

saids = st.builds(
    lambda words, links: read(
        Post(id="x", network="x", created_at=0, author=_AUTHOR, text=" ".join(words), links=tuple(links))
    ),
    st.lists(st.sampled_from(_WORDS), max_size=9),
    st.lists(st.sampled_from(_LINKS), max_size=2),
)
moves = st.lists(st.tuples(st.integers(0, 99), st.one_of(st.none(), saids)), max_size=60)
"""A number of an entry and what its lead says, or which of those that are there leaves."""


@given(moves=moves, asked=saids)
def test_a_lead_is_found_by_each_of_its_hashes_until_it_leaves(moves: list[tuple[int, Said | None]], asked: Said):
    """The table is so small that chains of many hashes run into each other, those of one lead included."""
    leads = Leads[int](1)
    there: dict[int, tuple[int, Said]] = {}  # by entry: row, what it says
    for number, said in moves:
        if said is not None and number not in there:
            there[number] = leads.add(number, number, said), said
        elif said is None and there:
            leads.remove(there.pop(sorted(there)[number % len(there)])[0])
    assert len(leads) == len(there)
    said_by = [(number, said) for number, (_, said) in sorted(there.items())]
    for one in (asked, *(said for _, said in said_by)):
        compare_what_is_found(leads, said_by, one)


def compare_what_is_found(leads: Leads[int], said_by: list[tuple[int, Said]], asked: Said):
    """Look for what is asked in the index and in the list."""
    assert leads.meets(asked) == any(not said.keys.isdisjoint(asked.keys) for _, said in said_by)
    assert leads.equal(asked) == [n for n, said in said_by if asked.data and said.data == asked.data]
    near = [[n for n, said in said_by if key in said.keys][-12:] for key in asked.near]
    assert [lead for lead, _ in leads.alike(asked)] == sorted({n for found in near for n in found})
    texts = dict(said_by)
    assert all(text == texts[lead].text for lead, text in leads.alike(asked))
    for link in asked.links:
        assert [lead for lead, _ in leads.linked(link)] == [n for n, said in said_by if link in said.links][-12:]


def test_what_no_word_or_link_is_in_has_no_hash():
    """A post of emoji alone is nobody's copy."""
    assert read(Post(id="x", network="x", created_at=0, author=_AUTHOR, text="🎉")).keys == set()
