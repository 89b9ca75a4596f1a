"""Words that a post quotes: they go with what is quoted, in any order of arrival."""

import msgspec
import pytest

from livefeed.engine.limits import Limits
from livefeed.model.coverage import Accounts
from livefeed.model.post import Card, Poll, PollOption, Quote, Standing
from tests.making import HOUR, MINUTE, NOON, Run, make_coverage, make_post

QUOTE = Quote(
    names=("https://b.example/7", "mastodon:b.example:7"),
    author="https://b.example/@omar",
    handle="@omar@b.example",
    text="Le pont est fermé",
)


def quoting(**parts):
    """A post with words of its own, and others' below."""
    return make_post("quoting", "À vérifier #demo", **{"quote_of": QUOTE.names[0], "quote": QUOTE} | parts)


@pytest.mark.parametrize("name", QUOTE.names)
def test_quoted_words_go_with_the_post_that_is_deleted(name):
    """Under any of its names; the quoting post stays, and what the journal had of it goes."""
    run = Run()
    run.put(quoting())
    run.delete(name)

    assert run.only.post.text == "À vérifier #demo"
    assert run.only.post.quote is None
    assert run.changes[-1].erases


@pytest.mark.parametrize("name", QUOTE.names)
def test_a_deletion_that_came_first_wins(name):
    run = Run()
    run.delete(name)
    run.put(quoting())

    assert run.only.post.quote is None


@pytest.mark.parametrize("state", ["gone", "hidden"])
def test_quoted_words_go_with_their_authors_account(state):
    run = Run()
    run.put(quoting())
    run.report(Standing(author=QUOTE.author, state=state, until=NOON + HOUR))
    run.put(quoting(edited_at=NOON + MINUTE))

    assert [change.entry.post.quote for change in run.changes] == [QUOTE, None, None]


@pytest.mark.parametrize("now", [None, msgspec.structs.replace(QUOTE, names=("https://c.example/1",))])
def test_words_that_are_quoted_no_more_go_at_once(now):
    """Their deletion would not find them: nobody quotes them any more."""
    run = Run()
    run.put(quoting())
    run.put(quoting(quote=now, edited_at=NOON + MINUTE))

    assert run.only.post.quote == now
    assert run.changes[-1].erases


def test_words_that_a_copy_quotes_no_more_go_too():
    """It may have led its entry before."""
    run = Run()
    run.put(make_post("first", "Le pont de la rue Haute est fermé #demo"))
    run.put(make_post("second", "Le pont de la rue Haute est fermé #demo", quote_of=QUOTE.names[0], quote=QUOTE))
    run.put(make_post("second", "Le pont de la rue Haute est fermé #demo", edited_at=NOON + MINUTE))

    assert run.only.copy_count == 1
    assert run.changes[-1].erases


def test_a_held_post_that_goes_takes_its_words_along():
    """The quoted post is itself ours, and is deleted under a name that the quote does not know."""
    run = Run()
    run.put(make_post(QUOTE.names[0], "Le pont est fermé #demo", by="omar", aliases=("another",)))
    run.put(quoting())
    run.delete("another")

    assert (run.only.post.id, run.only.post.quote) == ("quoting", None)


def test_nobody_else_can_take_quoted_words_away():
    """On a network that does not check who deletes, only the quoted author's word counts."""
    run = Run()
    run.put(quoting())
    run.delete(QUOTE.names[0], author="https://c.example/@mallory")

    assert run.only.post.quote == QUOTE


def test_a_blocked_author_is_not_quoted_either():
    run = Run(make_coverage(accounts=Accounts(block=("@omar@b.example",))))
    run.put(quoting())

    assert run.only.post.quote is None


def test_quoted_words_go_from_the_archive_too():
    """The quoting entry has left the window; the deletion fetches it."""
    run = Run(limits=Limits(posts=2))
    run.put(quoting())
    for number in range(4):
        run.put(make_post(f"later-{number}", f"Message numéro {number} du jour #demo", by=f"p{number}"))
    assert "quoting" in {held.post.id for step in run.steps for one in step.retired for held in one.posts}
    assert run.engine.knows(QUOTE.names[1])
    assert run.engine.knows_author(QUOTE.author)
    run.delete(QUOTE.names[1])

    (entry,) = [entry for entry in run.entries.values() if entry.post.id == "quoting"]
    assert entry.post.quote is None
    assert not run.engine.knows(QUOTE.names[0])


def test_what_a_server_tells_later_is_learnt():
    """A link's card is there when the server has looked at the link; a votes' count is left as it came."""
    poll = Poll(options=(PollOption(text="Oui", votes=3),))
    card = Card(url="https://c.example/", title="Le plan")
    run = Run()
    run.put(make_post(poll=poll))
    run.put(make_post(poll=Poll(options=(PollOption(text="Oui", votes=9),)), card=card))
    run.put(make_post())

    assert (run.only.post.poll, run.only.post.card) == (poll, card)
    assert [step.outcome for step in run.steps] == ["put", "completed", "seen"]
    assert not run.only.edited


def test_nobody_completes_anothers_post():
    run = Run()
    run.put(make_post())
    run.put(make_post(by="mallory", card=Card(url="https://evil.example/", title="Click")))

    assert run.only.post.card is None
