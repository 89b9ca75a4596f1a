"""An editor joins and splits, and is obeyed from then on."""

import pytest

from livefeed.engine.attic import MemoryArchive
from livefeed.engine.engine import Engine
from livefeed.engine.limits import Limits
from livefeed.model.change import DropEntry
from livefeed.model.post import Standing
from tests.making import MINUTE, NOON, WORDS, Run, fold_steps, make_coverage, make_post

A, B, C = "https://a.example/1", "https://b.example/2", "https://c.example/3"
OTHER = "La gare centrale est fermée jusqu'à nouvel ordre #demo"


def put(run: Run, post_id: str, text: str = f"{WORDS} #demo", by: str = "omar", minute: int = 1, **parts):
    """Let somebody write at a minute past noon."""
    return run.put(make_post(post_id, text, by=by, created_at=NOON + minute * MINUTE, **parts))


def entries(run: Run) -> set[frozenset[str]]:
    """The entries, each as the ids of its posts."""
    return {frozenset((e.post.id, *(copy.id for copy in e.copies))) for e in run.entries.values()}


def test_what_an_editor_joins_is_one_entry_the_older_one():
    """Words need not agree; the younger entry goes."""
    run = Run()
    put(run, A)
    put(run, B, OTHER, minute=2)
    step = run.rule("together", B, A)

    assert run.only.post.id == A
    assert [(copy.id, copy.why) for copy in run.only.copies] == [(B, "editor")]
    assert any(isinstance(change, DropEntry) and change.why == "joined" for change in step.changes)
    assert run.only.shares == 0


def test_what_an_editor_splits_stands_alone():
    """Equal words of two people may be two things."""
    run = Run()
    put(run, A)
    put(run, B, minute=2)
    assert entries(run) == {frozenset((A, B))}
    run.rule("apart", A, B)

    assert entries(run) == {frozenset((A,)), frozenset((B,))}


def test_splitting_takes_along_what_passes_the_post_on():
    """A boost of what goes goes with it, and so does a copy of its words."""
    run = Run()
    put(run, A)
    put(run, B, OTHER, minute=2)
    put(run, C, OTHER, by="ines", minute=3)
    put(run, "boost", "", by="lea", minute=4, boost_of=B)
    run.rule("together", A, B)
    run.rule("apart", A, B)

    assert entries(run) == {frozenset((A,)), frozenset((B, C, "boost"))}


def test_never_again_these_two():
    """A post that leaves and comes back finds the place closed to it still."""
    run = Run()
    put(run, A)
    author = make_post(by="omar").author.id
    put(run, B, by="ines", minute=2)
    run.rule("apart", A, B)
    run.report(Standing(author=author, state="hidden", until=NOON + 9 * MINUTE))
    run.report(Standing(author=author, state="active", until=NOON + 9 * MINUTE))

    assert entries(run) == {frozenset((A,)), frozenset((B,))}


def test_a_copy_that_an_editor_joined_stays_when_it_is_edited():
    """The editor knew better than the words, and still does. Nobody sees it leave and come back."""
    run = Run()
    put(run, A)
    put(run, B, OTHER, minute=2)
    run.rule("together", A, B)
    before = len(run.changes)
    put(run, B, "Tout autre chose encore, et rien de commun #demo", minute=2, edited_at=NOON + 5 * MINUTE)

    assert entries(run) == {frozenset((A, B))}
    assert len(run.changes) == before + 1


@pytest.mark.parametrize("verdict", ["together", "apart"])
def test_a_ruling_may_come_before_its_posts(verdict):
    """A tape that is folded again in another order gives the same entries."""
    run = Run()
    run.rule(verdict, A, B)
    put(run, A)
    put(run, B, OTHER if verdict == "together" else f"{WORDS} #demo", minute=2)

    assert entries(run) == ({frozenset((A, B))} if verdict == "together" else {frozenset((A,)), frozenset((B,))})


def test_a_newcomer_brings_together_all_that_it_belongs_with():
    """Joined with one post, and with another: then all three are one."""
    run = Run()
    run.rule("together", C, A)
    run.rule("together", C, B)
    put(run, A)
    put(run, B, OTHER, minute=2)
    put(run, C, "Le maire parle à vingt heures sur la place #demo", minute=3)

    assert entries(run) == {frozenset((A, B, C))}


def test_apart_is_stronger_than_together():
    """What one pair asks for may not bring another pair together."""
    run = Run()
    put(run, A)
    put(run, B, OTHER, minute=2)
    put(run, C, "Le maire parle à vingt heures sur la place #demo", minute=3)
    run.rule("apart", A, C)
    run.rule("together", A, B)
    run.rule("together", B, C)

    assert entries(run) == {frozenset((A, B)), frozenset((C,))}


def test_the_last_ruling_on_a_pair_counts():
    """A split takes a join back, and a join a split."""
    run = Run()
    put(run, A)
    put(run, B, minute=2)
    run.rule("apart", A, B)
    run.rule("together", B, A)

    assert entries(run) == {frozenset((A, B))}
    assert run.rule("together", A, B).outcome == "seen"


def test_a_boost_is_never_split_from_what_it_passes_on():
    """It has nothing of its own to show."""
    run = Run()
    put(run, A)
    put(run, "boost", "", by="lea", minute=4, boost_of=A)
    run.rule("apart", A, "boost")

    assert entries(run) == {frozenset((A, "boost"))}


def test_a_post_and_itself_are_no_pair():
    """By whichever of its names."""
    run = Run()
    put(run, A, aliases=("mastodon:a.example:1",))

    assert run.rule("apart", A, A).outcome == "ignored"
    assert run.rule("apart", A, "mastodon:a.example:1").outcome == "ignored"


def test_rulings_outlive_a_stop():
    """An engine that goes on from what was kept obeys them."""
    run = Run()
    put(run, A)
    run.rule("apart", A, B)
    run.rule("together", A, C)
    again = Run()
    again.engine = Engine(make_coverage())
    again.engine.restore(fold_steps(run.steps, run.engine.counters))
    again.entries = dict(run.entries)
    put(again, B, minute=2)
    put(again, C, OTHER, by="ines", minute=3)

    assert entries(again) == {frozenset((A, C)), frozenset((B,))}


def test_the_oldest_ruling_is_forgotten_at_the_limit():
    """Its posts are then like any others."""
    run = Run(limits=Limits(rulings=1))
    put(run, A)
    run.rule("apart", A, B)
    run.rule("apart", "x", "y")
    put(run, B, minute=2)

    assert entries(run) == {frozenset((A, B))}


def test_a_wave_takes_in_nothing_that_is_held_apart_from_its_first():
    run = Run()
    run.rule("apart", "w1", "w3")
    for n in range(1, 6):
        put(run, f"w{n}", f"Gagnez {n}00 abonnés tout de suite avec ce lien #demo", by=f"bot{n}", minute=2)

    assert entries(run) == {frozenset({"w1", "w2", "w4", "w5"}), frozenset({"w3"})}


def test_no_wave_brings_together_what_an_editor_holds_apart():
    """A lead that is edited cannot complete a wave when a copy of it may not be with one of the others."""
    run = Run()
    put(run, "lead", OTHER, by="zoe", minute=0)
    put(run, "kept", "Tout autre chose encore, et rien de commun #demo", by="lea")
    run.rule("together", "lead", "kept")
    for n in range(1, 5):
        put(run, f"w{n}", f"Gagnez {n}00 abonnés tout de suite avec ce lien #demo", by=f"bot{n}", minute=2)
    run.rule("apart", "kept", "w2")
    put(run, "lead", "Gagnez 900 abonnés tout de suite avec ce lien #demo", by="zoe", edited_at=NOON + 3 * MINUTE)

    assert entries(run) == {frozenset({"lead", "kept"}), *(frozenset({f"w{n}"}) for n in range(1, 5))}


def test_a_ruling_is_about_a_post_under_any_of_its_names():
    """An editor's page knows the post by the name of one server."""
    run = Run()
    run.rule("apart", "mastodon:a.example:1", "mastodon:b.example:2")
    put(run, A, aliases=("mastodon:a.example:1",))
    put(run, B, aliases=("mastodon:b.example:2",), minute=2)

    assert entries(run) == {frozenset((A,)), frozenset((B,))}


def test_posts_that_have_left_the_window_are_joined():
    run = Run(limits=Limits(posts=1))
    put(run, A)
    put(run, B, OTHER)
    put(run, C, "Tout autre chose #demo", by="lea", minute=2)
    run.rule("together", A, B)

    assert entries(run) == {frozenset((A, B)), frozenset((C,))}


def test_what_was_split_stays_apart_out_of_the_window_and_after_a_stop():
    """Also for a post that says something else meanwhile and then the same again, and for copies that come later."""
    limits, archive = Limits(posts=2), MemoryArchive()
    run, again = Run(), Run()
    run.engine = Engine(make_coverage(), limits, archive)
    put(run, A)
    put(run, B, minute=2)
    run.rule("apart", A, B)
    put(run, B, "Tout autre chose encore, et rien de commun #demo", minute=2, edited_at=NOON + 3 * MINUTE)
    for n in range(3):
        put(run, f"new{n}", f"mot {n} #demo", by="lea", minute=4)
    again.engine = Engine(make_coverage(), limits, archive)
    again.engine.restore(fold_steps(run.steps, run.engine.counters))
    again.entries = dict(run.entries)
    put(again, B, minute=2, edited_at=NOON + 5 * MINUTE)
    put(again, C, f"RT @omar: {WORDS} #demo", by="ines", minute=6)

    assert {frozenset((A, C)), frozenset((B,))} <= entries(again)


def test_a_post_that_is_gone_leaves_the_other_alone():
    """A deletion wins over a join."""
    run = Run()
    put(run, A)
    put(run, B, OTHER, minute=2)
    run.rule("together", A, B)
    run.delete(A)

    assert entries(run) == {frozenset((B,))}


def test_whoever_is_named_in_a_ruling_never_follows_the_other():
    """Two copies that say the same, of a lead that says something else."""
    run = Run()
    put(run, A, OTHER, by="zoe", minute=0)
    put(run, B)
    put(run, C, by="lea", minute=2)
    run.rule("together", A, B)
    run.rule("apart", B, C)

    assert entries(run) == {frozenset({A, B}), frozenset({C})}


def test_a_ruling_reaches_what_has_left_the_window():
    run = Run(limits=Limits(posts=1))
    run.rule("together", A, C)
    put(run, A)
    put(run, B, OTHER)
    put(run, C, "Tout autre chose #demo", by="lea", minute=2)

    assert entries(run) == {frozenset({A, C}), frozenset({B})}
