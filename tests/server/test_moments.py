"""Times as people write them, read in a coverage's zone."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefeed.model.times import iso, parse_iso
from livefeed.server.moments import read_moment, written_moment
from tests.making import DAY, HOUR

MONTREAL = ZoneInfo("America/Montreal")
BEGINS, ENDS = parse_iso("2026-10-02T16:30:05Z"), parse_iso("2026-10-02T22:40:00Z")


def read(text: str, begins: int = BEGINS, ends: int = ENDS) -> str:
    """A moment of an afternoon in Montréal."""
    return iso(read_moment(text, MONTREAL, begins, ends))


@pytest.mark.parametrize(
    "text",
    [
        "14:32:10",
        "14 h 32 min 10 s",
        "14\u00a0h\u00a032\u00a0min\u00a010\u00a0s",
        "2:32:10 p.m.",
        "2:32:10pm",
        "2026-10-02T14:32:10",
    ],
)
def test_a_time_means_its_second_to_the_end(text):
    assert read(text) == "2026-10-02T18:32:10.999Z"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14:32", "18:32:00.999"),
        ("14 h", "18:00:00.999"),
        ("2:05 PM", "18:05:00.999"),
        ("12:45 p.m.", "16:45:00.999"),
        ("2026-10-02T18:32:10Z", "18:32:10.999"),
        ("2026-10-02T20:32:10+02:00", "18:32:10.999"),
        ("2026-10-02T18:32:10.250Z", "18:32:10.250"),
        ("1790966530250", "18:42:10.250"),
    ],
)
def test_people_and_programs_write_it_as_they_do(text, time):
    assert read(text) == f"2026-10-02T{time}Z"


@pytest.mark.parametrize("text", ["9:00", "12:30", "2026-10-01T14:00"])
def test_what_is_before_the_beginning_is_the_beginning(text):
    assert read(text) == iso(BEGINS)


@pytest.mark.parametrize("text", ["23:59", "2026-10-03T00:00", "9" * 30])
def test_what_is_after_the_end_is_the_end(text):
    assert read(text) == iso(ENDS)


def test_a_time_of_day_is_on_the_first_day_that_has_it():
    ends = BEGINS + 2 * DAY
    assert read("09:00", ends=ends) == "2026-10-03T13:00:00.999Z"
    assert read("13:00", ends=ends) == "2026-10-02T17:00:00.999Z"
    assert read("12:30:05", ends=ends) == "2026-10-02T16:30:05.999Z"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "noon",
        "14",
        "25:00",
        "14:60",
        "14:32:61",
        "13:00 pm",
        "0:30 pm",
        "14:3",
        "²²:00",
        "2026-13-01T10:00",
        "14:32\0",
        "2026-10-02",
        "2026-10-02T",
        "-1",
        "1e9",
        "12345678",
        "2026-10-02T14:32+99:00",
    ],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError):
        read_moment(text, MONTREAL, BEGINS, ENDS)


@given(at=st.integers(BEGINS, BEGINS + 3 * DAY), days=st.booleans())
def test_what_is_written_reads_as_the_same_second(at, days):
    ends = BEGINS + 3 * DAY if days else BEGINS + 6 * HOUR
    at = min(at, ends)
    written = written_moment(at, MONTREAL, BEGINS, ends)
    assert read_moment(written, MONTREAL, BEGINS, ends) == min(at - at % 1000 + 999, ends)


CLOCKS_CHANGE = [
    (parse_iso("2026-11-01T04:30:00Z"), 3 * HOUR),
    (parse_iso("2026-10-31T12:00:00Z"), 3 * DAY),
    (parse_iso("2027-03-13T12:00:00Z"), 3 * DAY),
]


@pytest.mark.parametrize(("begins", "lasts"), CLOCKS_CHANGE)
@given(part=st.floats(0, 1))
def test_every_second_of_a_night_on_which_clocks_change_has_an_address(begins, lasts, part):
    ends = begins + lasts
    at = begins + int(lasts * part)
    written = written_moment(at, MONTREAL, begins, ends)
    assert read_moment(written, MONTREAL, begins, ends) == min(at - at % 1000 + 999, ends)


def test_a_time_that_clocks_show_twice_is_the_first_one_and_the_second_is_in_utc():
    begins, ends = parse_iso("2026-11-01T04:30:00Z"), parse_iso("2026-11-01T07:30:00Z")
    assert read("01:15:00", begins, ends) == "2026-11-01T05:15:00.999Z"
    assert written_moment(parse_iso("2026-11-01T05:15:00Z"), MONTREAL, begins, ends) == "01:15:00"
    assert written_moment(parse_iso("2026-11-01T06:15:00Z"), MONTREAL, begins, ends) == "2026-11-01T06:15:00Z"


def test_a_zone_may_have_lost_its_plus_in_an_address():
    assert read("2026-10-02T20:32:10 02:00") == read("2026-10-02T20:32:10+02:00")
