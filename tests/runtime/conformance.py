"""What every journal must do, whatever it stands on: derive from `JournalConformance` and say how one is opened."""

import json
import random
import threading
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livefeed.engine.asking import ask
from livefeed.engine.board import Board
from livefeed.engine.limits import Limits
from livefeed.engine.query import Query
from livefeed.engine.tally import PART, Tally
from livefeed.model.change import PutEntry
from livefeed.model.errors import CursorGapError, JournalError
from livefeed.model.post import Quote, Ruling
from livefeed.runtime.journal import JOINS, Journal, Write
from tests.making import DAY, MINUTE, NOON, Run, make_post

__all__ = ["JournalConformance", "write"]

_ALL = 1_000_000


def write(run: Run, *steps, position=None) -> Write:
    """Write steps of a run."""
    return Write(steps=steps, t=run.received_at, counters=run.engine.counters, position=position)


def fill(journal: Journal, run: Run, count: int) -> None:
    """Write so many posts, p0 and on, one a minute."""
    puts = [run.put(make_post(f"p{n}", f"mot {n} #demo", created_at=NOON + n * MINUTE)) for n in range(count)]
    journal.commit([write(run, *puts)])


class JournalConformance:
    """The suite. An implementation overrides `open`; a place is what a test gets, a folder of its own."""

    @staticmethod
    def open(place: Path) -> Journal:
        """Open the journal at a place, or begin it."""
        raise NotImplementedError

    @pytest.fixture
    def journal(self, tmp_path):
        """A journal that is closed at the end, unless the test did."""
        one = self.open(tmp_path)
        yield one
        one.close()

    # What is written comes back.

    def test_changes_are_numbered_from_one_and_come_back_as_they_were(self, tmp_path):
        run, journal = Run(), self.open(tmp_path)
        numbered = journal.commit(
            [write(run, run.put(make_post("a", "un #demo"))), write(run, run.put(make_post("b", "deux #demo")))]
        )
        epoch = journal.epoch
        journal.close()
        again = self.open(tmp_path)

        assert [seq for seq, _ in numbered] == [1, 2]
        assert again.changes(0, 10) == numbered
        assert (again.tip, again.epoch) == (2, epoch)
        again.close()

    def test_changes_are_given_between_two_numbers_and_so_many_at_most(self, journal):
        run = Run()
        journal.commit([write(run, run.put(make_post(f"p{n}", f"mot {n} #demo"))) for n in range(9)])

        assert [seq for seq, _ in journal.changes(2, 3)] == [3, 4, 5]
        assert [seq for seq, _ in journal.changes(2, 100, 4)] == [3, 4]
        assert journal.changes(9, 10) == []

    def test_two_journals_have_two_names(self, tmp_path):
        one, other = self.open(tmp_path / "one"), self.open(tmp_path / "other")

        assert one.epoch != other.epoch
        one.close()
        other.close()

    def test_a_position_is_written_with_what_was_taken_in(self, tmp_path):
        run, journal = Run(), self.open(tmp_path)
        journal.commit([write(run, run.put(make_post()), position=("tape:x", "17"))])
        journal.close()
        again = self.open(tmp_path)

        assert (again.position("tape:x"), again.position("tape:y")) == ("17", None)
        again.close()

    def test_an_engine_goes_on_from_the_journal(self, tmp_path):
        run, journal = Run(), self.open(tmp_path)
        journal.commit([write(run, run.put(make_post("lead"))), write(run, run.delete("gone"))])
        journal.close()
        again, later = self.open(tmp_path), Run()
        later.engine.restore(again.saved())

        assert later.engine.counters == run.engine.counters
        (change,) = later.put(make_post("copy", by="omar", created_at=NOON + MINUTE)).changes
        assert isinstance(change, PutEntry)
        assert change.entry.post.id == "lead"
        assert later.put(make_post("gone")).outcome == "buried"
        again.close()

    # The board is the journal, folded.

    @pytest.mark.parametrize("seed", range(5))
    def test_the_board_is_what_all_changes_fold_to(self, journal, seed):
        """Posts, copies, edits and deletions in any order; also where only the newest are asked for."""
        run, chance = Run(), random.Random(seed)
        folded = Board()
        for _ in range(150):
            step = _something(run, chance)
            for _, change in journal.commit([write(run, step)]):
                folded.apply(change)

        board = [change.entry for change in journal.board(_ALL)]
        assert board[::-1] == list(folded)
        assert [change.entry for change in journal.board(7)] == board[-7:]

    def test_the_last_change_of_an_entry_is_found_wherever_it_is(self, journal):
        """Also of one that is gone; never the words that were."""
        run = Run()
        journal.commit([write(run, run.put(make_post()))])
        entry = run.only
        assert journal.last(entry.id).entry == entry
        journal.commit([write(run, run.put(make_post(text="Autrement #demo", edited_at=NOON + MINUTE)))])
        assert journal.last(entry.id).entry == run.only
        journal.commit([write(run, run.delete("https://a.example/1"))])

        assert (journal.last(entry.id).id, journal.last(entry.id).why) == (entry.id, "deleted")
        assert journal.last("e:0000000000000000") is None

    def test_the_last_change_of_an_entry_that_joined_another_is_that_one_s(self, journal):
        """Past so many as are looked through; also when it is gone in the end."""
        run = Run()
        for number in range(JOINS + 2):
            post = make_post(f"p{number}", f"mot {number} #demo", by=f"omar{number}", created_at=NOON + number * MINUTE)
            journal.commit([write(run, run.put(post))])
        entries = run.page[::-1]
        for number in range(JOINS + 1, 0, -1):
            ruling = Ruling(verdict="together", one=f"p{number}", other=f"p{number - 1}")
            journal.commit([write(run, run.report(ruling))])

        assert journal.last(entries[1].id).entry == journal.last(entries[JOINS].id).entry == run.only
        assert journal.last(entries[JOINS + 1].id).why == "joined"
        for number in range(JOINS + 2):
            journal.commit([write(run, run.delete(f"p{number}"))])
        assert journal.last(entries[1].id).why == "deleted"

    def test_quoted_words_that_are_deleted_are_in_no_change(self, journal):
        run = Run()
        quote = Quote(names=("q",), author="https://b.example/@omar", handle="@omar", text="Parole d’autrui")
        journal.commit([write(run, run.put(make_post(quote=quote)))])
        journal.commit([write(run, run.delete("q"))])

        assert [change.entry.post.quote for _, change in journal.changes(0, 10)] == [None]
        assert [held.post.quote for held in journal.saved().held] == [None]

    @pytest.mark.parametrize("seed", range(5))
    def test_it_is_the_same_however_many_writes_a_commit_has(self, tmp_path, seed):
        """Also where an entry is made, corrected and deleted in one."""
        run, chance = Run(limits=Limits(posts=9)), random.Random(seed)
        one, other = self.open(tmp_path / "one"), self.open(tmp_path / "other")
        waiting = []
        for _ in range(200):
            waiting.append(write(run, _something(run, chance), position=("tape:x", str(len(run.steps)))))
            one.commit(waiting[-1:])
            if chance.random() < 0.1:
                other.commit(waiting)
                waiting = []
        other.commit(waiting)

        assert one.changes(0, _ALL) == other.changes(0, _ALL)
        assert list(one.board(_ALL)) == list(other.board(_ALL))
        assert one.saved() == other.saved()
        archived = [one.archived(n) for n in range(200)]
        assert archived == [other.archived(n) for n in range(200)]
        for author in {make_post(by=f"u{n}").author.id for n in range(30)}:
            theirs = [n for n, posts in enumerate(archived) if any(held.post.author.id == author for held in posts)]
            assert one.archived_by(author) == other.archived_by(author) == theirs
        for query in ("mot", "demo", "corrige", "cafe", "u1", "mot 7"):
            assert self._ids(one, query) == self._ids(other, query)
        assert (one.tip, one.position("tape:x")) == (other.tip, "200")
        one.close()
        other.close()

    def test_a_deletion_takes_earlier_changes_away_that_name_what_was_deleted(self, journal):
        """Those from before the copy came may stay; numbers do not come again."""
        run = Run()
        for step in (
            run.put(make_post("lead")),
            run.put(make_post("copy-of-omar", by="omar")),
            run.delete("copy-of-omar"),
        ):
            journal.commit([write(run, step)])

        assert [seq for seq, _ in journal.changes(0, 10)] == [1, 3]
        assert journal.tip == 3

    # What is searched for.

    def test_words_are_found_without_case_or_accents(self, journal):
        run = Run()
        journal.commit([write(run, run.put(make_post("a", "Le CAFÉ est prêt, œuvre d'Éloïse_2 #Été #demo")))])

        for query in ("cafe", "Café pret", "ete", "ELOISE", "d’éloïse", "zoe", "demo", "#ÉTÉ", '"cafe est pret"'):
            assert self._ids(journal, query) == ["a"], query
        for query in ("caf", "cafe the", "marche", "#cafe", '"cafe pret"', '"demo le"'):
            assert self._ids(journal, query) == [], query

    def test_what_is_no_word_is_found_by_operators(self, journal):
        """Author, network, language, link and hashtag; also what is left out."""
        run = Run()
        link = "https://www.b.example/plan?utm_source=m"
        post = make_post("a", "un colibri #demo", network="bluesky", lang="fr-CA", links=(link,))
        journal.commit([write(run, run.put(post))])
        journal.commit([write(run, run.put(make_post("b", "deux colibris #demo", by="omar", created_at=NOON + 1)))])

        for query in (
            "from:@zoe@bluesky.example",
            "de:zoe",
            "réseau:Bluesky",
            "langue:fr",
            "link:b.example",
            "lien:https://b.example/plan",
            "colibri -omar",
            "-from:omar",
            "-colibris",
        ):
            assert self._ids(journal, query) == ["a"], query
        assert self._ids(journal, "from:zoe from:omar") == ["b", "a"]
        for query in ("link:a.example", "link:example", "from:zoé@b.example", "colibri -colibri", "-demo"):
            assert self._ids(journal, query) == [], query

    def test_a_span_of_time_is_from_its_first_moment_to_before_its_last(self, journal):
        run = Run()
        posts = [make_post(f"p{n}", f"mot {n} #demo", created_at=NOON + n * MINUTE) for n in range(5)]
        journal.commit([write(run, run.put(post)) for post in posts])

        query = Query(since=NOON + MINUTE, until=NOON + 3 * MINUTE)
        assert [entry.post.id for entry in journal.search(query, None, 9)] == ["p2", "p1"]
        assert journal.tally(query).total == 2

    def test_a_search_follows_edits_and_deletions(self, journal):
        run = Run()
        journal.commit([write(run, run.put(make_post("a", "un colibri #demo")))])
        journal.commit([write(run, run.put(make_post("b", "deux colibris #demo")))])
        journal.commit([write(run, run.put(make_post("a", "un hibou #demo", edited_at=NOON + MINUTE)))])
        assert (self._ids(journal, "colibri"), self._ids(journal, "hibou")) == ([], ["a"])

        journal.commit([write(run, run.delete("a"))])
        assert self._ids(journal, "hibou") == []
        assert self._ids(journal, "colibris") == ["b"]
        assert journal.tally(ask("demo", UTC, NOON).query).total == 1

    def test_who_does_not_want_to_be_found_is_not(self, journal):
        """By words, by name, by what is left out, by time; nor counted."""
        run = Run()
        journal.commit([write(run, run.put(make_post("a", "un colibri #demo", indexable=False)))])

        for query in ("colibri", "from:zoe", "-hibou", "after:2000-01-01"):
            assert self._ids(journal, query) == []
            assert journal.tally(ask(query, UTC, NOON).query).total == 0

    def test_a_search_gives_a_page_after_the_other_and_counts_all(self, journal):
        run = Run()
        journal.commit(
            [write(run, run.put(make_post(f"p{n}", f"mot {n} #demo", created_at=NOON + n))) for n in range(9)]
        )
        query = ask("mot", UTC, NOON).query
        first = journal.search(query, None, 4)
        second = journal.search(query, first[-1].place, 4)

        assert [entry.post.id for entry in first] == ["p8", "p7", "p6", "p5"]
        assert [entry.post.id for entry in second] == ["p4", "p3", "p2", "p1"]
        assert journal.tally(query) == Tally(parts={NOON // PART: 9})

    @given(
        texts=st.lists(st.text("aàÀé_1 #ß½漢İǆ·\n'", max_size=12), min_size=1, max_size=6),
        query=st.text("aàÀé_1 #ß½漢İǆ·\n'\"-:@", min_size=1, max_size=7),
    )
    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_a_search_finds_what_looking_through_everything_finds(self, tmp_path_factory, texts, query):
        run, journal = Run(), self.open(tmp_path_factory.mktemp("search"))
        journal.commit([write(run, run.put(make_post(f"p{n}", f"{text} #demo"))) for n, text in enumerate(texts)])
        asked = ask(query, UTC, NOON).query
        assert self._ids(journal, query) == [entry.post.id for entry in run.page if asked.takes(entry)]
        assert journal.tally(asked).total == sum(map(asked.takes, run.page))
        journal.close()

    @given(q=st.text("aé \"'«»:-#@*()^+{}[]~\\0\x00漢" + "from:NEAR AND OR NOT", max_size=30))
    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_no_text_means_anything_to_the_index_itself(self, journal, q):
        """And none breaks it: no quotation mark, no operator of its language."""
        if journal.tip == 0:
            run = Run()
            journal.commit([write(run, run.put(make_post("a", "from near and or not a é 0 漢 #demo")))])
        (entry,) = (change.entry for change in journal.board(1))

        query = ask(q, UTC, NOON).query
        assert journal.search(query, None, 9) == ([entry] if query.takes(entry) else [])

    def test_hostile_texts_are_found_and_searched_for(self, journal, shared_data):
        """Each as the text of a post, then as a search: quoted it finds its post, unless it has no word."""
        lines = (shared_data / "hostile" / "strings.jsonl").read_text(encoding="utf-8").splitlines()[::40]
        texts = [str(json.loads(line)["payload"]) for line in lines]
        run = Run()
        posts = [make_post(f"p{n}", f"{text} #demo", created_at=NOON + n) for n, text in enumerate(texts)]
        journal.commit([write(run, run.put(post)) for post in posts])

        for text in texts:
            for said in (text, f'"{text.replace(chr(34), " ")}"'):
                query = ask(said, UTC, NOON).query
                expected = [entry.post.id for entry in run.page if query.takes(entry)]
                assert [entry.post.id for entry in journal.search(query, None, 1_000)] == expected, said

    @staticmethod
    def _ids(journal: Journal, query: str) -> list[str]:
        found = journal.search(ask(query, UTC, NOON).query, None, 100)
        return [entry.post.id for entry in found]

    # One writer, many readers.

    def test_a_journal_has_one_writer(self, tmp_path, journal):
        with pytest.raises(JournalError):
            self.open(tmp_path)

    def test_readers_see_what_is_durable_while_it_is_written(self, journal):
        """From another thread, and always a whole beginning."""
        run = Run()
        writes = [write(run, run.put(make_post(f"p{n}", f"mot {n} #demo"))) for n in range(200)]
        done, seen = threading.Event(), []

        def read() -> None:
            while not (seen and done.is_set()):
                seen.append([seq for seq, _ in journal.changes(0, _ALL)])

        reader = threading.Thread(target=read)
        reader.start()
        for one in writes:
            journal.commit([one])
        done.set()
        reader.join()

        assert seen
        assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in seen)
        assert [seq for seq, _ in journal.changes(0, _ALL)] == list(range(1, 201))

    # Whole, or said.

    # A moment is read at leisure.

    def test_a_moment_has_each_entry_once_in_the_order_of_the_page(self, journal):
        """As it is now, also where it changed; without what was deleted."""
        run = Run()
        fill(journal, run, 450)
        journal.commit([write(run, run.put(make_post("p7", "mot 7 changé #demo", edited_at=NOON + MINUTE)))])
        journal.commit([write(run, run.delete("p8"))])
        moment = journal.moment()
        given = list(moment.entries())
        some = [entry for _, entry in moment.entries(NOON + 10 * MINUTE, NOON + 20 * MINUTE)]
        moment.close()

        assert [entry for _, entry in given] == run.page[::-1]
        assert all(journal.last(entry.id) == PutEntry(entry=entry) for _, entry in given)
        assert some == [one for one in run.page[::-1] if NOON + 10 * MINUTE <= one.at < NOON + 20 * MINUTE]
        assert (moment.epoch, moment.tip) == (journal.epoch, journal.tip)

    def test_a_moment_stays_what_it_was_but_for_what_is_deleted(self, journal):
        """New entries do not come into it, changed ones come as they were; deleted ones go, even while it is read."""
        run = Run()
        fill(journal, run, 450)
        before = run.page[::-1]
        moment = journal.moment()
        reading = moment.entries()
        first = next(reading)[1]
        journal.commit([write(run, run.put(make_post("p440", "autre chose #demo", edited_at=NOON + MINUTE)))])
        journal.commit([write(run, run.put(make_post("new", "nouveau #demo")))])
        journal.commit([write(run, run.delete("p445"))])
        rest = [entry for _, entry in reading]
        moment.close()

        assert [first, *rest] == [entry for entry in before if entry.post.id != "p445"]

    def test_a_part_that_is_deleted_while_a_moment_is_read_goes_alone(self, journal):
        run, later = Run(), NOON + 500 * MINUTE
        fill(journal, run, 450)
        journal.commit([write(run, run.put(make_post("lead", created_at=later)))])
        journal.commit([write(run, run.put(make_post("copy", created_at=later + MINUTE, by="ana")))])
        moment = journal.moment()
        reading = moment.entries()
        next(reading)
        journal.commit([write(run, run.delete("copy"))])
        *_, (number, last) = reading
        moment.close()

        assert (number, last.post.id, last.copies) == (journal.tip, "lead", ())

    def test_an_earlier_moment_can_be_had_again_until_something_is_deleted(self, journal):
        run = Run()
        fill(journal, run, 20)
        moment = journal.moment()
        was = list(moment.entries())
        journal.commit([write(run, run.put(make_post("p3", "mot trois #demo", edited_at=NOON + MINUTE)))])
        journal.commit([write(run, run.put(make_post("old", "plus tôt #demo", created_at=NOON - MINUTE)))])
        again = journal.moment(moment.cursor)

        assert list(again.entries()) == was
        assert [seq for seq, _ in again.changes()] == list(range(1, 21))
        journal.commit([write(run, run.delete("p9"))])
        for cursor in (moment.cursor, "other.3", f"{journal.epoch}.99999", f"{journal.epoch}.x", ""):
            with pytest.raises(CursorGapError):
                journal.moment(cursor)
        for one in (moment, again):
            one.close()

    def test_all_changes_of_a_moment_are_those_of_the_journal(self, journal):
        run = Run()
        fill(journal, run, 450)
        journal.commit([write(run, run.delete("p9"))])
        moment = journal.moment()

        assert list(moment.changes()) == journal.changes(0, _ALL)
        moment.close()

    def test_a_moment_says_what_went_and_when_something_changed_last(self, journal):
        run = Run()
        fill(journal, run, 450)
        moment = journal.moment()
        ids = {entry.post.id: entry.id for entry in run.page}
        gone = [ids["p9"], ids["p300"]]
        for passed, number in enumerate((9, 300), 1):
            step = run.delete(f"p{number}")
            journal.commit([Write(steps=[step], t=NOON + passed * DAY, counters=run.engine.counters)])
        later = journal.moment()

        assert list(moment.drops()) == []
        assert [(when, drop.id) for when, drop in later.drops()] == [(NOON + DAY, gone[0]), (NOON + 2 * DAY, gone[1])]
        assert moment.updated < later.updated == NOON + 2 * DAY
        for one in (moment, later):
            one.close()

    def test_a_sound_journal_is_found_sound(self, journal):
        run = Run()
        journal.commit([write(run, run.put(make_post(f"p{n}", f"mot {n} #demo"))) for n in range(300)])

        journal.check(threading.Event())

    def test_a_backup_is_a_moment_of_the_journal_under_another_name(self, tmp_path, journal):
        """Taken while it is written to; readers of the original do not go on in it."""
        run = Run()
        journal.commit(
            [write(run, run.put(make_post(f"p{n}", f"mot {n} #demo")), position=("x", "9")) for n in range(9)]
        )
        journal.commit([write(run, run.delete("p3"))])
        expected = (journal.tip, journal.changes(0, 100), list(journal.board(100)))
        self.back_up(journal, tmp_path / "copied")
        journal.commit([write(run, run.put(make_post("later", "plus tard #demo")))])
        copy = self.open(tmp_path / "copied")

        assert (copy.tip, copy.changes(0, 100), list(copy.board(100))) == expected
        assert copy.position("x") == "9"
        assert copy.epoch != journal.epoch
        assert self._ids(copy, "mot") == [f"p{n}" for n in (8, 7, 6, 5, 4, 2, 1, 0)]
        assert [one.id for one in copy.saved().tombstones] == ["p3"]
        copy.close()

    def back_up(self, journal: Journal, place: Path) -> None:
        """Write a backup to where `open` looks for a journal."""
        raise NotImplementedError


def _something(run: Run, chance: random.Random):
    """Let a post, a copy, an edit or a deletion arrive."""
    number = chance.randrange(30)
    match chance.randrange(5):
        case 0:
            return run.delete(f"p{number}")
        case 1:
            text = "Le café solidaire ouvre ses portes à midi #demo"
            return run.put(make_post(f"p{number}", text, by=f"u{number}", created_at=NOON + number))
        case 2:
            edited = NOON + chance.randrange(MINUTE)
            return run.put(make_post(f"p{number}", f"corrigé {edited} #demo", by=f"u{number}", edited_at=edited))
        case _:
            at = NOON + chance.randrange(MINUTE)
            return run.put(make_post(f"p{number}", f"mot {number} #demo", by=f"u{number}", created_at=at))
