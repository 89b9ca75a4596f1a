"""What may be asked for is what entries carry, whatever comes and goes."""

from hypothesis import given
from hypothesis import strategies as st

from livefeed.model.post import Media
from livefeed.runtime.shown import Shown
from tests.making import make_post
from tests.server.html import make_entry

PATHS = st.lists(st.integers(0, 5), max_size=5)


def carrying(number: int, paths: list[int]):
    """An entry with pictures, some of them twice."""
    media = tuple(Media(kind="image", url=f"https://a.example/{path}") for path in paths)
    return make_entry(id=f"e:{number}", post=make_post(media=media))


def carried(entry) -> set[str]:
    """The addresses of those that may be asked for."""
    return {media.url for media in entry.post.media[:4]}


@given(steps=st.lists(st.tuples(st.integers(0, 4), st.none() | PATHS), max_size=40))
def test_a_name_answers_while_something_carries_it_and_is_freed_once_when_nothing_does(steps):
    shown, held, names = Shown(b"k"), {}, {}
    for number, paths in steps:
        before = set().union(*map(carried, held.values()))
        if paths is None:
            held.pop(f"e:{number}", None)
            freed = shown.drop(f"e:{number}")
        else:
            entry = held[f"e:{number}"] = carrying(number, paths)
            freed = shown.hold(entry)
        names |= {shown.name("picture", f"https://a.example/{n}"): f"https://a.example/{n}" for n in range(6)}
        now = set().union(*map(carried, held.values()))
        assert sorted(names[name] for name in freed) == sorted(before - now)
        assert {url for name, url in names.items() if shown.find(name)} == now


def test_past_the_limit_the_entry_put_longest_ago_goes():
    shown = Shown(b"k", limit=2)
    first, second, third = (carrying(number, [number]) for number in range(3))
    shown.hold(first)
    shown.hold(second)
    shown.hold(first)

    assert shown.hold(third) == [shown.name("picture", "https://a.example/1")]
    assert [bool(shown.find(shown.name("picture", f"https://a.example/{n}"))) for n in range(3)] == [True, False, True]


def test_who_looks_at_what_was_dropped_meanwhile_brings_nothing_back():
    """It was read from the journal just before."""
    shown, entry = Shown(b"k"), carrying(1, [1])
    name = shown.name("picture", "https://a.example/1")
    shown.look_at(entry)
    assert shown.find(name)

    shown.drop(entry.id)
    shown.look_at(entry)
    assert not shown.find(name)
    shown.hold(entry)  # it is shown again
    assert shown.find(name)


def test_a_name_is_of_kind_address_and_key():
    names = {Shown(key).name(kind, url) for key in (b"k", b"l") for kind in ("avatar", "picture") for url in ("a", "b")}

    assert len(names) == 8
    assert {len(name) for name in names} == {20}
