"""Counts of posts, in few steps, and where they stand out."""

from hypothesis import given
from hypothesis import strategies as st

from livefeed.engine.volume import BUCKETS, Peak, find_peaks, take_histogram
from tests.making import DAY, HOUR, MINUTE, NOON

times = st.integers(0, 400 * DAY // MINUTE).map(lambda n: NOON - NOON % MINUTE + n * MINUTE)
volumes = st.dictionaries(
    times, st.dictionaries(st.sampled_from(["mastodon", "bluesky"]), st.integers(1, 9)), max_size=30
)


@given(volumes, times, times)
def test_every_post_is_in_one_of_few_steps(volume, one, other):
    shown = take_histogram(volume, min(one, other), max(one, other))

    assert len(shown.counts) <= BUCKETS
    assert shown.begins <= min([one, other, *volume])
    assert shown.begins + len(shown.counts) * shown.step > max([one, other, *volume])
    for column, network in enumerate(shown.networks):
        counted = sum(row[column] for row in shown.counts)
        assert counted == sum(counts.get(network, 0) for counts in volume.values())


def test_a_minute_stays_a_minute_where_there_is_room():
    shown = take_histogram({NOON: {"mastodon": 2}, NOON + MINUTE: {"bluesky": 3}}, NOON, NOON + 2 * MINUTE)

    assert (shown.begins, shown.step, shown.networks) == (NOON, MINUTE, ("bluesky", "mastodon"))
    assert shown.counts == ((0, 2), (3, 0), (0, 0))


def test_years_are_shown_in_weeks():
    shown = take_histogram({NOON: {"mastodon": 1}, NOON + 50_000 * DAY: {"mastodon": 1}}, NOON, NOON)

    assert len(shown.counts) <= BUCKETS
    assert sum(count for (count,) in shown.counts) == 2


def quiet(minutes: int) -> dict:
    """Three posts each minute."""
    return {NOON + n * MINUTE: {"mastodon": 3} for n in range(minutes)}


def test_a_burst_is_one_peak_at_its_height():
    volume = quiet(200)
    for minute, posts in ((100, 8), (101, 40), (102, 30), (103, 9)):
        volume[NOON + minute * MINUTE] = {"mastodon": posts - 1, "bluesky": 1}

    assert find_peaks(volume, MINUTE, 5) == [Peak(at=NOON + 101 * MINUTE, rate=40)]


def test_the_highest_peaks_are_given_in_order_of_time():
    volume = quiet(300) | {NOON + n * 30 * MINUTE: {"mastodon": 20 + n} for n in range(1, 9)}

    assert [peak.rate for peak in find_peaks(volume, MINUTE, 3)] == [26, 27, 28]


def test_nothing_stands_out_where_all_is_even_or_little():
    assert find_peaks(quiet(100), MINUTE, 5) == []
    assert find_peaks({NOON: {"mastodon": 9}}, MINUTE, 5) == []
    assert find_peaks({}, MINUTE, 5) == []
    busy = {NOON + n * MINUTE: {"mastodon": 30} for n in range(100)}
    assert find_peaks(busy, MINUTE, 5) == []


def test_minutes_without_posts_count_as_usual():
    """Ten posts are a peak in a day that had none, as in a pulse."""
    volume = {NOON: {"mastodon": 12}, NOON + HOUR: {"mastodon": 12}, NOON + 5 * HOUR: {"mastodon": 12}}

    assert len(find_peaks(volume, MINUTE, 5)) == 3
