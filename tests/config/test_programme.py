"""The programme of a coverage file: read, put in order, and refused in words."""

import pytest

from livefeed.config.coverage_file import parse_coverage
from livefeed.model.errors import ConfigError
from livefeed.model.times import parse_iso

START = """slug = "demo"
title = "Demo"
hashtags = ["demo"]
"""
SESSION = """
[[session]]
starts = 2026-10-02T14:00:00-04:00
ends = 2026-10-02T14:45:00-04:00
title = { en = "Answers", fr = "Des réponses" }
room = "Main hall"
speakers = ["Amira Rachid"]
"""


def read(text: str):
    """The programme of a file."""
    return parse_coverage((START + text).encode(), "demo.toml").programme


def test_sessions_come_in_order_of_time():
    earlier = SESSION.replace("T14:", "T13:").replace(
        'title = { en = "Answers", fr = "Des réponses" }', 'title = "Doors"'
    )
    first, second = read(SESSION + earlier)

    assert first.title == {"en": "Doors", "fr": "Doors"}
    assert second.title == {"en": "Answers", "fr": "Des réponses"}
    assert second.starts == parse_iso("2026-10-02T18:00:00Z")
    assert (second.room, second.speakers) == ("Main hall", ("Amira Rachid",))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("starts = 2026-10-02T14:00:00-04:00", 'starts = "14:00"', 6, "session[1].starts: found 14:00"),
        ("starts = 2026-10-02T14:00:00-04:00", "starts = 2026-10-02T14:00:00", 6, "Write date, time and offset"),
        ("starts = 2026-10-02T14:00:00-04:00\n", "", 5, "session[1].starts: is missing"),
        ("ends = 2026-10-02T14:45", "ends = 2026-10-02T13:45", 7, "session[1].ends: is not after starts"),
        ('title = { en = "Answers", fr = "Des réponses" }', 'title = { de = "Nein" }', 8, "Write title ="),
        ('title = { en = "Answers", fr = "Des réponses" }', f'title = "{"x" * 201}"', 8, "Write title ="),
        ('room = "Main hall"', "room = 3", 9, 'Write a short text: room = "Room 3"'),
        ('speakers = ["Amira Rachid"]', 'speakers = "Amira"', 10, "Write a list of names"),
        ('room = "Main hall"', 'place = "Main hall"', 9, "session[1].place: is not a key of a session"),
    ],
)
def test_a_mistake_is_refused_with_its_line_and_what_to_write(old, new, line, words):
    with pytest.raises(ConfigError) as refused:
        read(SESSION.replace(old, new))

    assert refused.value.line == line
    assert words in str(refused.value)


def test_a_programme_is_bounded():
    with pytest.raises(ConfigError, match="Keep to 200"):
        read(SESSION * 201)
    with pytest.raises(ConfigError, match=r"Begin each session with a line \[\[session\]\]"):
        parse_coverage(b'session = "x"\n' + START.encode(), "demo.toml")
