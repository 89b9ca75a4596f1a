"""What is said of a peak: how high, by how many, and how long before the first feed."""

import msgspec
import pytest

from livefeed.engine.burst import Burst
from livefeed.engine.pulse import take_pulse
from livefeed.model.entry import Copy
from tests.making import HOUR, MINUTE, NOON, make_post
from tests.server.html import make_entry


def entry(number: int, at: int, network: str = "mastodon", **parts):
    post = make_post(f"p{number}", by=f"w{number}", network=network, created_at=at)
    return make_entry(id=f"e:{number}", ordinal=number, at=at, post=post, **parts)


def quiet() -> list:
    """One post a minute, for an hour."""
    return [entry(minute, NOON + minute * MINUTE) for minute in range(60)]


def burst(*more) -> Burst | None:
    return take_pulse([*quiet(), *more], NOON + HOUR).burst


def shaking(count: int = 20, minute: int = 40, network: str = "bluesky") -> list:
    return [entry(100 + number, NOON + minute * MINUTE + number * 1000, network) for number in range(count)]


def test_a_quiet_coverage_has_no_burst():
    assert burst() is None
    assert take_pulse([], NOON).burst is None


def test_a_peak_is_told_by_its_minute_its_height_and_its_voices():
    assert burst(*shaking()) == Burst(at=NOON + 40 * MINUTE, posts=21, times=21.0, accounts=21, networks=2, lead=None)


@pytest.mark.parametrize(
    ("why", "accounts"), [("boost", 21), ("quote", 21), ("cross-post", 21), ("text", 22), ("near", 22)]
)
def test_only_who_says_it_themselves_is_an_account_of_its_own(why, accounts):
    copy = Copy(id="c", url=None, network="nostr", author="@n", at=NOON + 40 * MINUTE, why=why)
    first, *others = shaking()

    told = burst(msgspec.structs.replace(first, copies=(copy,), copy_count=1), *others)
    assert (told.accounts, told.networks) == (accounts, 3)


def test_a_burst_lasts_while_twice_the_usual_comes():
    """The minutes before and after belong to it; what comes an hour later does not."""
    around = [*shaking(), *(entry(200 + n, NOON + 41 * MINUTE + n) for n in range(5)), entry(300, NOON + 50 * MINUTE)]

    assert burst(*around).accounts == 27


@pytest.mark.parametrize(
    ("press", "lead"),
    [((67,), 27 * MINUTE), ((80, 67), 27 * MINUTE), ((30, 67), None), ((40,), None), ((), None)],
)
def test_the_lead_is_over_the_first_feed(press, lead):
    """Where a feed was there before, or within the minute, nobody was ahead of it."""
    feeds = [entry(400 + minute, NOON + minute * MINUTE, "feed") for minute in press]
    told = take_pulse([*quiet(), *shaking(), *feeds], NOON + 90 * MINUTE).burst

    assert told.lead == lead
