"""The engine as a whole: the same reports give the same changes, and it can go on from what it gave out."""

import copy

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from livefeed.engine.attic import MemoryArchive
from livefeed.engine.engine import Engine
from livefeed.engine.limits import Limits
from livefeed.model.change import DropEntry, PutEntry
from livefeed.model.post import Delete, Profile, Put
from tests.making import MINUTE, NOON, SECOND, Run, fold_steps, make_coverage, make_post

TEXTS = [
    "Le café solidaire ouvre ses portes à midi #demo",
    "RT @zoe: Le café solidaire ouvre ses portes à midi #demo",
    "La marche part du parc à quinze heures #demo",
    "Merci ! #demo",
    "sans mot-dièse",
]
IDS = [f"id{n}" for n in range(8)]


@st.composite
def reports(draw):
    """Reports of few people about few posts, so that they meet."""
    kind = draw(st.sampled_from(["put", "put", "put", "edit", "boost", "delete", "foreign", "profile"]))
    post_id = draw(st.sampled_from(IDS))
    by = draw(st.sampled_from(["zoe", "omar", "lea"]))
    at = NOON + draw(st.integers(-90, 90)) * MINUTE
    if kind == "delete":
        return Delete(id=post_id)
    if kind == "foreign":
        return Delete(id=post_id, author="https://mastodon.example/@omar")
    if kind == "profile":
        links = draw(st.sampled_from([None, (), (f"https://bluesky.example/@{by}",)]))
        return Profile(author=f"https://mastodon.example/@{by}", name=draw(st.sampled_from(["A", "B"])), links=links)
    post = make_post(
        post_id,
        draw(st.sampled_from(TEXTS)),
        by=by,
        created_at=at,
        network=draw(st.sampled_from(["mastodon", "bluesky"])),
        aliases=draw(st.sampled_from([(), (f"alias-{post_id}",)])),
    )
    if kind == "boost":
        post = msgspec.structs.replace(post, id=f"boost-{by}-{post_id}", text="", boost_of=post_id)
    if kind == "edit":
        post = msgspec.structs.replace(post, edited_at=at + SECOND)
    return Put(post=post)


def _run(engine, stream, start=0):
    return [
        copy.deepcopy(engine.receive(report, received_at=NOON + (start + n) * SECOND, stream="mastodon:a.example"))
        for n, report in enumerate(stream)
    ]


@settings(max_examples=300, deadline=None)
@given(st.lists(reports(), max_size=40), st.integers(0, 40), st.sampled_from([4, 1000]))
def test_an_engine_goes_on_after_a_stop_as_if_nothing_had_been(stream, cut, posts):
    """What steps give out is enough: no decision rests on anything else."""
    limits = Limits(posts=posts)
    whole = _run(Engine(make_coverage(), limits), stream)
    archive = MemoryArchive()
    first = Engine(make_coverage(), limits, archive)
    before = _run(first, stream[:cut])
    second = Engine(make_coverage(), limits, archive)
    second.restore(fold_steps(before, first.counters))
    after = _run(second, stream[cut:], start=len(stream[:cut]))

    assert [step.changes for step in before + after] == [step.changes for step in whole]


@settings(max_examples=300, deadline=None)
@given(st.lists(reports(), max_size=40))
def test_what_was_deleted_is_in_no_entry_afterwards(stream):
    """In any order of arrival."""
    run = Run()
    deleted = set()
    for number, report in enumerate(stream):
        run.report(report, NOON + number * SECOND)
        if isinstance(report, Delete) and report.author is None:
            deleted.add(report.id)
        shown = {entry.post.id for entry in run.entries.values()}
        shown |= {copy.id for entry in run.entries.values() for copy in entry.copies}
        assert not shown & deleted


@settings(max_examples=200, deadline=None)
@given(st.lists(reports(), max_size=40))
def test_each_post_is_in_one_entry_at_the_most(stream):
    """Nobody is shown twice, and entries have keys of their own."""
    run = Run()
    for number, report in enumerate(stream):
        run.report(report, NOON + number * SECOND)
    shown = [entry.post.id for entry in run.entries.values()]
    shown += [copy.id for entry in run.entries.values() for copy in entry.copies]

    assert len(shown) == len(set(shown))
    assert len({entry.key for entry in run.entries.values()}) == len(run.entries)


def test_an_entry_is_dropped_before_it_can_be_dropped_again():
    """A second deletion changes nothing."""
    run = Run()
    run.put(make_post("one"))
    run.delete("one")
    run.delete("one")

    assert [type(change) for change in run.changes] == [PutEntry, DropEntry]


def test_tombstones_are_bounded():
    """The oldest is forgotten first."""
    run = Run(limits=Limits(tombstones=2))
    for number in range(3):
        run.delete(f"p{number}")

    assert run.put(make_post("p0")).outcome == "put"
    assert run.put(make_post("p2")).outcome == "buried"
