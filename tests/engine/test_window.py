"""What leaves the window is found again: it behaves as if it had never left."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livefeed.engine.attic import Attic, MemoryArchive, name_hash
from livefeed.engine.engine import Engine
from livefeed.engine.limits import Limits
from livefeed.engine.window import FETCHED_BY_WORDS
from livefeed.model.post import Standing
from tests.making import HOUR, MINUTE, NOON, SECOND, Run, fold_steps, make_coverage, make_post

WORDS = "Le café solidaire de la rue Ontario ouvre à midi https://cafe.example/ouvert #demo"


def run_with_old(**of_old) -> Run:
    """A window of two posts; one that says `WORDS` has left it."""
    run = Run(limits=Limits(posts=2))
    run.put(make_post("old", WORDS, links=("https://cafe.example/ouvert",), **of_old))
    for number in range(3):
        run.put(make_post(f"new{number}", f"mot {number} #demo", by="lea", created_at=NOON + MINUTE + number * SECOND))
    assert 0 in {number for step in run.steps for number in step.gone}
    return run


def entry_of(run: Run, post_id: str):
    """The entry that a post leads, or None."""
    return next((entry for entry in run.entries.values() if entry.post.id == post_id), None)


def test_the_same_post_again_is_no_second_entry():
    run = run_with_old()

    assert run.put(make_post("old", WORDS)).outcome == "seen"
    assert len(run.entries) == 4


def test_an_edit_is_shown():
    run = run_with_old()
    run.put(make_post("old", "Le café reste fermé #demo", edited_at=NOON + MINUTE))

    assert entry_of(run, "old").post.text == "Le café reste fermé #demo"


def test_a_boost_is_counted():
    run = run_with_old()
    run.put(make_post("boost", "", by="omar", boost_of="old"))

    assert entry_of(run, "old").shares == 1


def test_words_passed_on_are_folded_even_days_later():
    run = run_with_old()
    run.put(make_post("copy", f"RT @zoe: {WORDS}", by="omar", created_at=NOON + 3_000 * MINUTE), NOON + 3_000 * MINUTE)

    assert [copy.id for copy in entry_of(run, "old").copies] == ["copy"]


def test_what_is_fetched_leaves_again():
    """A copy a day of an old post costs a fetch each; the window stays as small as it was."""
    run = run_with_old()
    for number in range(5):
        run.put(make_post(f"boost{number}", "", by="omar", boost_of="old"))
        run.put(make_post(f"later{number}", f"autre {number} #demo", created_at=NOON + 2 * MINUTE + number * SECOND))

    assert entry_of(run, "old").shares == 5
    assert len(run.engine.held_from("mastodon:a.example")) <= 3


def test_a_deletion_finds_it_and_a_copy_takes_over():
    run = Run(limits=Limits(posts=3))
    run.put(make_post("old", WORDS))
    run.put(make_post("copy", WORDS, by="omar", created_at=NOON + SECOND))
    for number in range(4):
        run.put(make_post(f"new{number}", f"mot {number} #demo", by="lea", created_at=NOON + MINUTE + number * SECOND))
    run.delete("old")

    assert entry_of(run, "old") is None
    assert entry_of(run, "copy") is not None
    assert run.put(make_post("old", WORDS)).outcome == "buried"


@pytest.mark.parametrize("state", ["gone", "hidden"])
def test_an_account_that_goes_takes_it_along(state):
    run = run_with_old()
    author = make_post("old").author.id
    run.report(Standing(author=author, state=state, until=NOON + MINUTE), NOON + 2 * MINUTE)

    assert entry_of(run, "old") is None
    run.report(Standing(author=author, state="active", until=NOON), NOON + 3 * MINUTE)
    assert (entry_of(run, "old") is None) == (state == "gone")


def test_it_still_expires():
    run = run_with_old(expires_at=NOON + 5 * MINUTE)
    assert entry_of(run, "old") is not None
    run.show(run.engine.pass_time(NOON + 5 * MINUTE))

    assert entry_of(run, "old") is None


def test_it_still_expires_after_a_stop():
    """When it is to go is read back with what finds it."""
    limits, archive = Limits(posts=1), MemoryArchive()
    run = Run()
    run.engine = Engine(make_coverage(), limits, archive)
    run.put(make_post("old", expires_at=NOON + HOUR))
    run.put(make_post("new", "autre mot #demo", created_at=NOON + MINUTE))
    stopped = Engine(make_coverage(), limits, archive)
    stopped.restore(fold_steps(run.steps, run.engine.counters))

    assert not stopped.is_due(NOON + HOUR - SECOND)
    assert [change.why for change in stopped.pass_time(NOON + HOUR).changes] == ["expired"]


def test_past_the_limit_of_hashes_the_oldest_are_forgotten():
    """Then the same post begins an entry anew; nothing else can be done without asking the disk for every post."""
    run = Run(limits=Limits(posts=1, retired=4))
    for number in range(9):
        run.put(make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * SECOND))

    assert run.put(make_post("p6", "mot 6 #demo")).outcome == "seen"
    assert run.put(make_post("p0", "mot 0 #demo")).outcome == "put"


def test_what_was_forgotten_stays_so_after_a_stop():
    """Also where what has pushed it out is back from the archive just then."""
    limits = Limits(posts=1, retired=4)
    run = Run(limits=limits)
    for number in range(9):
        run.put(make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * SECOND))
    run.put(make_post("p5", "mot cinq #demo", edited_at=NOON + MINUTE))
    stopped = Engine(make_coverage(), limits)
    stopped.restore(fold_steps(run.steps, run.engine.counters))

    names = [f"p{number}" for number in range(9)]
    assert [stopped.knows(name) for name in names] == [run.engine.knows(name) for name in names]
    assert not stopped.knows("p1")


def test_a_stranger_of_the_same_hash_is_not_taken_for_it():
    """Two names of one CRC-32: the entry is fetched in vain."""
    one, other = "plumless", "buckeroo"
    assert name_hash(one) == name_hash(other)
    run = Run(limits=Limits(posts=1))
    run.put(make_post(one, "mot un #demo"))
    run.put(make_post("between", "mot deux #demo"))

    assert run.put(make_post(other, "mot trois #demo")).outcome == "put"
    assert len(run.entries) == 3


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 30), st.booleans()), max_size=60), st.integers(1, 24))
def test_the_attic_remembers_the_newest_hashes(puts, limit):
    """Against a list; hashes of one slot and equal ones included."""
    attic = Attic(limit)
    kept: list[tuple[int, int]] = []
    for entry, (key, _, forgets) in enumerate(puts):
        if forgets and kept:
            victim, hashes = kept[-1][1], [key for key, entry in kept if entry == kept[-1][1]]
            attic.forget(victim, hashes)
            kept = [(-1, -1) if entry == victim else (key, entry) for key, entry in kept]
        attic.put(attic.tail, entry, [key, key + 32])
        kept = [*kept, (key, entry), (key + 32, entry)][-limit:]
    for key in range(50):
        assert sorted(attic.find(key)) == sorted(entry for known, entry in kept if known == key)


def test_an_archive_can_be_shared_by_an_engine_that_goes_on():
    archive = MemoryArchive()
    engine = Engine(make_coverage(), Limits(posts=1), archive)

    assert engine.knows("anything") is False
    assert engine.knows_author("anybody") is False


def test_an_edit_that_passes_on_old_words_is_folded():
    run = run_with_old()
    run.put(make_post("new2", f"RT @zoe: {WORDS}", by="lea", edited_at=NOON + 5 * MINUTE))

    assert [copy.id for copy in entry_of(run, "old").copies] == ["new2"]


@pytest.mark.parametrize("later", [HOUR, 30 * HOUR])
def test_just_the_same_words_are_folded_within_the_day(later):
    """Whether or not they bear a sign of being passed on; a day later they are said anew."""
    words = WORDS.replace(" https://cafe.example/ouvert", "")
    run = Run(limits=Limits(posts=2))
    run.put(make_post("old", words))
    for number in range(3):
        run.put(make_post(f"new{number}", f"mot {number} #demo", by="lea", created_at=NOON + MINUTE + number * SECOND))
    run.put(make_post("copy", words, by="omar", created_at=NOON + later))

    assert [copy.id for copy in entry_of(run, "old").copies] == (["copy"] if later < 24 * HOUR else [])


def test_few_entries_of_the_same_words_are_fetched():
    """What a program writes for a thousand people, each with a link of its own, would be fetched a thousand times."""
    run = Run(limits=Limits(posts=2))
    for number in range(10):
        link = f"https://places.example/{number}"
        text = f"Je suis à la gare centrale {link} #demo"
        step = run.put(make_post(f"p{number}", text, by=f"b{number}", links=(link,), created_at=NOON + number * SECOND))

    assert len(run.entries) == 10
    assert len(step.recalled) == FETCHED_BY_WORDS


def test_a_post_that_many_pass_on_does_not_leave():
    """However old it is: fetching it for each of them would cost all of them each time."""
    run = Run(limits=Limits(posts=20))
    run.put(make_post("old", WORDS))
    for number in range(40):
        run.put(make_post(f"new{number}", f"mot {number} #demo", by="lea", created_at=NOON + number * SECOND))
        if number % 5 == 0:
            run.put(make_post(f"boost{number}", "", by="omar", boost_of="old"))

    assert entry_of(run, "old").shares == 8
    assert not any(step.recalled for step in run.steps)


def test_an_entry_that_loses_its_newest_post_is_as_old_as_the_rest_of_it():
    """An engine that was stopped knows nothing of what is gone, and lets the same entries go."""
    run = Run(limits=Limits(posts=3))
    run.put(make_post("old", WORDS))
    for number in range(4):
        run.put(make_post(f"new{number}", f"mot {number} #demo", by="lea", created_at=NOON + number * SECOND))
    run.put(make_post("boost", "", by="omar", boost_of="old"))
    run.delete("boost")
    for number in range(2):
        run.put(make_post(f"next{number}", f"encore {number} #demo", by="lea", created_at=NOON + MINUTE))

    assert [held.post.id for held in run.steps[-1].retired[0].posts] == ["old"]
