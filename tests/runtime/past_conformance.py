"""What every journal must say of its past: derive from `PastConformance` and say how a journal is opened."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from livefeed.engine.board import Board
from livefeed.engine.keeping import version_of
from livefeed.engine.limits import Limits
from livefeed.model.change import DropEntry, PutEntry
from livefeed.model.post import Quote, Ruling, Standing
from livefeed.model.times import MINUTE, SECOND
from livefeed.runtime.journal import Journal, Write
from tests.making import NOON, Run, make_post

__all__ = ["PastConformance"]

ALL = 1_000_000
TEXTS = (
    "Le café solidaire ouvre ses portes à midi #demo",
    "La marche des familles part de la place centrale #demo",
    "Encore vingt places pour l’atelier de sérigraphie de demain #demo",
)

happenings = st.lists(
    st.tuples(
        st.sampled_from(
            ["put"] * 4 + ["boost", "edit", "edit", "quote", "delete", "delete", "hide", "apart", "together"]
        ),
        st.integers(0, 7),
        st.integers(0, 7),
        st.integers(0, 3 * MINUTE),
    ),
    min_size=1,
    max_size=40,
)


class Story:
    """An engine, its journal, and what readers saw after each change."""

    def __init__(self, journal: Journal, limits: Limits | None = None) -> None:
        self.run, self.journal, self.now = Run(limits=limits), journal, NOON
        self.deleted: set[str] = set()
        self.seen: list[tuple[int, list]] = []
        """The board after each commit, by the time."""
        self._erased: dict[int, int] = {}
        """By the entry's ordinal: when something of it was erased last."""
        self._heirs: dict[int, int] = {}
        self._board = Board()

    def let(self, what: str, one: int, other: int, passes: int) -> None:
        """Let something happen, some time after what came before."""
        self.now += passes
        step = self._report(what, f"p{one}", f"p{other}", TEXTS[other % len(TEXTS)])
        for _, change in self.journal.commit([Write(steps=[step], t=self.now, counters=self.run.engine.counters)]):
            self._board.apply(change)
            if isinstance(change, DropEntry) and change.heir is not None:
                self._heirs[change.ordinal] = change.heir
            elif change.erases:
                self._erased[change.ordinal] = self.now
        self.seen = [(at, board) for at, board in self.seen if at != self.now]
        self.seen.append((self.now, list(self._board)))

    def erased(self, entry) -> int:
        """When something was erased of an entry, or of one that it is part of now; 0 where nothing was."""
        ordinal, last = entry.ordinal, self._erased.get(entry.ordinal, 0)
        while ordinal in self._heirs:
            ordinal = self._heirs[ordinal]
            last = max(last, self._erased.get(ordinal, 0))
        return last

    def _report(self, what: str, one: str, other: str, text: str):  # noqa: PLR0911 - a case each
        parts = {"by": one, "created_at": self.now - passed(one), "edited_at": None}
        run, how = self.run, {"received_at": self.now}
        match what:
            case "put":
                return run.put(make_post(one, text, **parts), **how)
            case "boost":
                return run.put(make_post(one, "", **parts, boost_of=other), **how)
            case "edit":
                return run.put(make_post(one, text, **parts | {"edited_at": self.now}), **how)
            case "quote":
                quote = Quote(names=(other,), author=make_post(by=other).author.id, handle="@x", text=f"mot de {other}")
                return run.put(make_post(one, f"{one} cite {other} #demo", **parts, quote=quote), **how)
            case "delete":
                self.deleted.add(one)
                return run.delete(one, **how)
            case "hide":
                return run.report(
                    Standing(author=make_post(by=one).author.id, state="hidden", until=self.now), self.now
                )
            case _:
                return run.report(Ruling(verdict=what, one=one, other=other), self.now)


def passed(name: str) -> int:
    """How long before its receipt a post says that it was written; some come late."""
    return int(name[1:]) % 4 * MINUTE


class PastConformance:
    """The suite."""

    @staticmethod
    def open(place: Path) -> Journal:
        """Open the journal at a place, or begin it."""
        raise NotImplementedError

    @given(happened=happenings)
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_the_board_of_any_moment_is_what_readers_saw(self, tmp_path_factory, happened):
        """Of what was not erased later; and what was erased since stands as it was before, or not at all."""
        journal = self.open(tmp_path_factory.mktemp("past"))
        story = Story(journal)
        for one in happened:
            story.let(*one)
        for at, board in story.seen:
            then = journal.past.board(at, journal.tip, None, ALL)
            standing = [entry for _, entry in then.entries]
            assert standing == list(self._folded(journal, at))
            untouched = [entry for entry in board if story.erased(entry) <= at]
            assert [entry for entry in standing if story.erased(entry) <= at] == untouched
            assert {entry.id for entry in standing} <= {entry.id for entry in board}
        journal.close()

    def test_entries_that_joined_another_stood_by_themselves_before(self, tmp_path):
        """Until something of them is deleted from the entry that they are part of."""
        journal = self.open(tmp_path)
        story = Story(journal)
        for what in (("put", 0, 0), ("put", 1, 1), ("put", 2, 2), ("together", 0, 1)):
            story.let(*what, MINUTE)
        joined = story.now
        assert self._leads(journal, joined - MINUTE) == {"p0", "p1", "p2"}
        assert self._leads(journal, joined) == {"p0", "p2"}
        assert journal.past.facts().removed == 0

        story.let("delete", 1, 1, MINUTE)
        assert self._leads(journal, joined - MINUTE) == {"p0", "p2"}
        assert self._leads(journal, story.now) == {"p0", "p2"}
        journal.close()

    @staticmethod
    def _leads(journal: Journal, at: int) -> set[str]:
        return {entry.post.id for _, entry in journal.past.board(at, journal.tip, None, ALL).entries}

    @staticmethod
    def _folded(journal: Journal, at: int) -> Board:
        board = Board()
        for _, _, change in journal.past.changes(0, at, journal.tip, ALL).changes:
            board.apply(change)
        return board

    @given(happened=happenings)
    @example(happened=[("quote", 0, 1, 0), ("put", 0, 0, 0), ("delete", 1, 0, 0)])
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_no_change_that_is_kept_names_what_was_deleted(self, tmp_path_factory, happened):
        """Whichever entry a post stood in before, and whatever was edited, joined, split or archived meanwhile."""
        journal = self.open(tmp_path_factory.mktemp("past"))
        story = Story(journal)
        for one in happened:
            story.let(*one)
            for _, change in journal.changes(0, ALL):
                if isinstance(change, PutEntry):
                    names = version_of(change.entry)
                    assert not story.deleted & {names.lead, *names.copies, *names.quoted}
        journal.close()

    @given(happened=happenings, cuts=st.lists(st.integers(1, 8), min_size=1, max_size=20))
    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_the_past_is_the_same_however_many_writes_a_commit_has(self, tmp_path_factory, happened, cuts):
        one, other = (self.open(tmp_path_factory.mktemp("past")) for _ in range(2))
        waiting: list[Write] = []

        class Both:
            tip = 0

            def commit(self, writes):
                waiting.extend(writes)
                return one.commit(writes)

        story = Story(Both())
        for what in happened:
            story.let(*what)
        for size in cuts * len(waiting):
            if waiting:
                other.commit(waiting[:size])
                del waiting[:size]

        moments = [NOON - 1, *(at for at, _ in story.seen)]
        assert one.past.changes(0, story.now, one.tip, ALL) == other.past.changes(0, story.now, one.tip, ALL)
        for at in moments:
            assert one.past.board(at, one.tip, None, ALL) == other.past.board(at, one.tip, None, ALL)
        assert one.past.facts() == other.past.facts()
        one.close()
        other.close()

    @pytest.fixture
    def filled(self, tmp_path):
        """A journal of thirty posts, one a minute, one of them deleted in the end."""
        journal = self.open(tmp_path)
        story = Story(journal)
        for number in range(30):
            step = story.run.put(make_post(f"p{number}", f"mot {number} #demo"), received_at=NOON + number * MINUTE)
            journal.commit([Write(steps=[step], t=NOON + number * MINUTE, counters=story.run.engine.counters)])
        step = story.run.delete("p3")
        journal.commit([Write(steps=[step], t=NOON + 30 * MINUTE, counters=story.run.engine.counters)])
        yield journal
        journal.close()

    def test_each_change_keeps_when_it_was_received(self, filled):
        told = filled.past.changes(0, NOON + 5 * MINUTE, filled.tip, ALL)

        assert [(t, seq) for t, seq, _ in told.changes] == [(NOON + n * MINUTE, n + 1) for n in (0, 1, 2, 4, 5)]
        assert (told.upto, told.more, told.erased_at) == (6, False, 31)

    def test_a_stretch_ends_at_its_limit_at_the_moment_or_where_readers_are(self, filled):
        cut = filled.past.changes(2, NOON + 9 * MINUTE, filled.tip, 3)
        assert ([seq for _, seq, _ in cut.changes], cut.upto, cut.more) == ([3, 5, 6], 6, True)
        rest = filled.past.changes(cut.upto, NOON + 9 * MINUTE, filled.tip, 4)
        assert ([seq for _, seq, _ in rest.changes], rest.upto, rest.more) == ([7, 8, 9, 10], 10, False)
        behind = filled.past.changes(0, NOON + 9 * MINUTE, 2, 9)
        assert ([seq for _, seq, _ in behind.changes], behind.upto) == ([1, 2], 2)
        nothing = filled.past.changes(20, NOON, filled.tip, 9)
        assert (nothing.changes, nothing.upto, nothing.more) == ([], 20, False)

    def test_a_moment_between_two_changes_is_that_of_the_first(self, filled):
        for at, seq in ((NOON - 1, 0), (NOON, 1), (NOON + MINUTE - 1, 1), (NOON + MINUTE, 2), (NOON + 99 * MINUTE, 31)):
            assert filled.past.board(at, filled.tip, None, 1).seq == seq
        assert filled.past.board(NOON + 3 * MINUTE, filled.tip, None, 1).seq == 3, "erased numbers are nobody's"

    def test_entries_of_a_moment_are_counted_as_far_as_asked_for(self, filled):
        counted = [filled.past.count(NOON + 9 * MINUTE, filled.tip, most) for most in (3, 8, 9, 99)]

        assert counted == [4, 9, 9, 9]

    def test_what_runs_back_in_time_is_received_with_what_came_before(self, tmp_path):
        """A tape, or a clock that was set, may do so: a moment is a beginning of the journal all the same."""
        journal, run = self.open(tmp_path), Run()
        for number, at in enumerate((NOON, NOON - MINUTE, NOON + SECOND)):
            step = run.put(make_post(f"p{number}", f"mot {number} #demo"), received_at=at)
            journal.commit([Write(steps=[step], t=at, counters=run.engine.counters)])
        journal.close()
        again = self.open(tmp_path)
        again.commit([Write(steps=[run.delete("p0")], t=NOON - MINUTE, counters=run.engine.counters)])

        told = again.past.changes(0, NOON + SECOND, again.tip, ALL)
        assert [t for t, _, _ in told.changes] == [NOON, NOON + SECOND, NOON + SECOND]
        again.close()

    def test_facts_are_about_what_is_there(self, filled):
        facts = filled.past.facts()

        assert (facts.tip, facts.entries, facts.removed) == (31, 29, 1)
        assert (facts.begins, facts.ends) == (NOON, NOON + 30 * MINUTE)
        assert facts.first == filled.changes(0, 1)[0][1].entry_id
        assert facts.volume == {NOON + n * MINUTE: {"mastodon": 1} for n in range(30)}

    def test_an_empty_journal_has_no_past(self, tmp_path):
        journal = self.open(tmp_path)

        assert journal.past.facts().begins is None
        assert journal.past.board(NOON, 0, None, 40).entries == []
        assert journal.past.changes(0, NOON, 0, 40).changes == []
        journal.close()

    def test_volume_counts_posts_as_they_come_and_each_once(self, tmp_path):
        """Copies too; edits, what comes again and what is not ours do not count."""
        journal, run = self.open(tmp_path), Run()
        for number, post in enumerate(
            (
                make_post("lead"),
                make_post("copy", by="omar", network="bluesky"),
                make_post("lead", "Autrement #demo", edited_at=NOON + MINUTE),
                make_post("copy", by="omar", network="bluesky"),
                make_post("other", "rien de nous"),
            )
        ):
            steps = [run.put(post)]
            journal.commit([Write(steps=steps, t=NOON + number * MINUTE, counters=run.engine.counters)])

        assert journal.past.facts().volume == {NOON: {"mastodon": 1}, NOON + MINUTE: {"bluesky": 1}}
        journal.close()
