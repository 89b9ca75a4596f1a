"""Accounts that go, hide or come back, and posts with an end."""

from hypothesis import given
from hypothesis import strategies as st

from livefeed.engine.engine import Engine
from livefeed.model.post import Standing
from tests.making import DAY, HOUR, NOON, SECOND, Run, fold_steps, make_coverage, make_post

ZOE = "https://mastodon.example/@zoe"


def standing(state: str, until: int = NOON + HOUR, author: str = ZOE) -> Standing:
    """What a network says of Zoé's account."""
    return Standing(author=author, state=state, until=until)


def test_all_posts_of_an_account_that_is_gone_go_and_do_not_come_back():
    run = Run()
    run.put(make_post("https://a.example/1", "The hall is open to everybody now #demo"))
    run.put(make_post("https://a.example/2", "Somebody else has seen the river #demo", by="ann"))

    run.report(standing("gone"))
    again = run.put(make_post("https://a.example/1", "The hall is open to everybody now #demo"))

    assert [entry.post.id for entry in run.page] == ["https://a.example/2"]
    assert again.outcome == "buried"


def test_what_an_account_writes_after_it_was_gone_is_shown():
    """An account may be made anew under the same name: its old end is not the end of its new posts."""
    run = Run()
    run.report(standing("gone", until=NOON))

    run.put(make_post("https://a.example/3", created_at=NOON + DAY))

    assert run.only.post.id == "https://a.example/3"


def test_a_hidden_account_comes_back_with_its_posts():
    run = Run()
    run.put(make_post("https://a.example/1"))
    run.put(make_post("https://b.example/1", "", by="ann", boost_of="https://a.example/1"))
    run.report(standing("hidden"))
    while_hidden = list(run.page)
    refused = run.put(make_post("https://a.example/2", "Another word of hers on the demo today #demo"))

    run.report(standing("active"))

    assert while_hidden == []
    assert refused.outcome == "hidden"
    assert run.only.post.id == "https://a.example/1"


def test_hiding_the_lead_hands_over_to_the_copy_and_removes_its_words():
    run = Run()
    run.put(make_post("https://a.example/1"))
    run.put(make_post("https://b.example/1", by="ann"))

    step = run.report(standing("hidden"))

    assert run.only.post.author.name == "Ann"
    assert all(change.erases for change in step.changes)


def test_a_post_with_an_end_goes_when_time_has_passed():
    run = Run()
    run.put(make_post(expires_at=NOON + HOUR))

    before = run.engine.pass_time(NOON + HOUR - SECOND)
    step = run.engine.pass_time(NOON + HOUR)

    assert before is None
    assert [(change.id, change.why) for change in step.changes] == [(run.only.id, "expired")]
    assert run.put(make_post(expires_at=NOON + HOUR)).outcome == "buried"


def test_a_post_that_comes_after_its_end_is_not_shown():
    run = Run()

    assert run.put(make_post(expires_at=NOON), received_at=NOON + SECOND).outcome == "expired"
    assert run.page == []


ACTS = st.sampled_from(
    ["put zoe", "put ann", "boost", "hide zoe", "show zoe", "purge zoe", "hide ann", "show ann", "time"]
)


@given(st.lists(ACTS, max_size=30), st.integers(0, 30))
def test_an_engine_stopped_anywhere_goes_on_the_same(acts, cut):
    """Standing and ends are part of what a restart keeps."""
    whole, stopped = Run(), Run()
    for number, act in enumerate(acts):
        if number == cut:
            saved = fold_steps(stopped.steps, stopped.engine.counters)
            stopped.engine = Engine(make_coverage())
            stopped.engine.restore(saved)
        for run in (whole, stopped):
            _act(run, act, number)
    assert whole.entries == stopped.entries
    assert set(whole.engine._shelf.posts) == set(stopped.engine._shelf.posts)


def _act(run: Run, act: str, number: int) -> None:
    verb, _, who = act.partition(" ")
    at = NOON + number * SECOND
    words = f"Word number {number} about the demo in the great hall #demo"
    if verb == "put":
        expires = at + 10 * SECOND if number % 3 == 0 else None
        run.put(make_post(f"https://a.example/{number}", words, by=who, created_at=at, expires_at=expires))
    elif verb == "boost":
        run.put(make_post(f"https://b.example/{number}", "", by="bo", boost_of=f"https://a.example/{number - 1}"))
    elif verb == "time":
        step = run.engine.pass_time(at)
        if step is not None:
            run.show(step)
    else:
        state = {"hide": "hidden", "show": "active", "purge": "gone"}[verb]
        run.report(standing(state, until=at, author=f"https://mastodon.example/@{who}"))


def test_an_earlier_end_of_an_account_does_not_undo_the_later_one():
    run = Run()
    run.report(standing("gone", until=NOON + HOUR))
    run.report(standing("gone", until=NOON - DAY))

    assert run.put(make_post(created_at=NOON)).outcome == "buried"


def test_hidden_and_gone_are_two_facts():
    """An account that hides stays hidden until it is active again, though all that it wrote before is gone."""
    run = Run()
    run.report(standing("hidden"))
    run.report(standing("gone", until=NOON))
    later = make_post("later", created_at=NOON + DAY)

    assert run.put(later).outcome == "hidden"
    run.report(standing("active"))
    assert run.put(later).outcome == "put"
