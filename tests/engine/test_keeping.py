"""Which earlier versions may stay when something was deleted."""

from hypothesis import given
from hypothesis import strategies as st

from livefeed.engine.keeping import LOOKED_AT, Version, may_stay, sift, version_of
from livefeed.model.post import Quote
from tests.making import Run, make_post

names = st.sampled_from("abcdef")
versions = st.builds(
    Version,
    lead=names,
    copies=st.frozensets(names, max_size=4),
    unnamed=st.sampled_from([0, 0, 0, 2]),
    quoted=st.sampled_from([(), ("q", "omar"), ("r", "lea")]),
)


def said(version: Version) -> set[str]:
    """Everything that a version names, quotes with who shows them."""
    return {version.lead, *version.copies, *(f"{version.lead} quotes {name}" for name in version.quoted)}


@given(versions, versions)
def test_what_stays_names_nothing_that_is_not_named_now(earlier, now):
    if may_stay(earlier, now):
        assert said(earlier) <= said(now)
        assert not earlier.unnamed


@given(versions, versions)
def test_what_goes_could_not_have_stayed(earlier, now):
    """Nothing is lost for caution's sake alone."""
    if not may_stay(earlier, now):
        assert earlier.unnamed or not said(earlier) <= said(now) or earlier.quoted != now.quoted


@given(versions)
def test_a_version_may_stay_beside_itself(version):
    assert may_stay(version, version) == (version.unnamed == 0)


@given(st.lists(versions, max_size=8), versions)
def test_the_order_stays_and_what_was_looked_at_once_is_judged_alike_again(kept, now):
    once = sift(kept, lambda version: version, now)

    assert once == [version for version in kept if may_stay(version, now)]
    assert sift(once, lambda version: version, now) == once


def test_of_what_is_gone_nothing_stays():
    version = Version(lead="a", copies=frozenset())

    assert sift([version, version], lambda one: one, None) == []


def test_of_very_many_versions_the_earliest_are_looked_at():
    version = Version(lead="a", copies=frozenset())

    assert len(sift([version] * (LOOKED_AT + 50), lambda one: one, version)) == LOOKED_AT


def test_a_version_names_its_lead_its_copies_and_what_it_quotes():
    run = Run()
    quote = Quote(names=("q", "q2"), author="https://b.example/@omar", handle="@omar", text="Parole")
    run.put(make_post("lead", quote=quote))
    run.put(make_post("copy", by="omar"))

    assert version_of(run.only) == Version(
        lead="lead", copies=frozenset({"copy"}), quoted=("q", "q2", "https://b.example/@omar")
    )
