"""What somebody writes into the search field, and what it means."""

import json
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefeed.engine.asking import PARAMETERS, ask
from livefeed.engine.finding import entry_terms
from livefeed.engine.marking import marks, pieces, snippet
from livefeed.engine.query import Query
from livefeed.engine.tally import PART, Tally
from livefeed.model.times import iso, parse_iso
from tests.making import HOUR, MINUTE, NOON, make_post
from tests.server.html import make_entry

MONTREAL = ZoneInfo("America/Montreal")
SIGNS = st.text("aé #@:-\"«»“”'/.*()^+0129Tzh漢\u202f\x00\ud800" + "from:link:after:de", max_size=40)


def asked(said: str, **given) -> Query:
    """A search at noon in Montréal."""
    return ask(said, MONTREAL, NOON, {name.rstrip("_"): values for name, values in given.items()}).query


def takes(said: str, **post) -> bool:
    """Whether a search takes a post of Zoé's."""
    made = make_post(**{"lang": "fr-CA"} | post)
    return asked(said).takes(make_entry(post=made, links=made.links))


@given(SIGNS | st.text())
def test_any_text_is_a_search(said):
    """And takes or does not take an entry, without a word of complaint."""
    found = ask(said, MONTREAL, NOON)

    found.query.takes(make_entry(post=make_post(text=said)))
    assert all(operator in said for operator in found.unread)


def test_hostile_texts_are_searches(shared_data):
    for name in ("strings", "urls"):
        for line in (shared_data / "hostile" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            for text in json.loads(line).values():
                ask(str(text), UTC, NOON)
                ask("", UTC, NOON, dict.fromkeys(PARAMETERS, (str(text),)))


@given(st.text())
def test_what_is_copied_from_a_post_finds_it(said):
    """Between quotation marks, in whatever script, where there is a word in it."""
    query = asked(f'"{said.replace(chr(34), " ")}"')

    assert query.is_empty or query.takes(make_entry(post=make_post(text=f"voici {said} #demo")))


@pytest.mark.parametrize(
    "said",
    [
        "cafe SOLIDAIRE",
        '"le café solidaire"',
        "« portes à midi »",
        "“a MIDI”",
        '"ouvre ses',
        "café-solidaire",
        "from:@zoe",
        "DE:Zoe",
        'par:"Zoe"',
        "from:@zoe@mastodon.example",
        "@zoe",
        "#Démo",
        "tag:demo",
        "network:Mastodon",
        "réseau:mastodon",
        "lang:FR",
        "langue:fr-FR",
        "b.example",
        "link:b.example",
        "link:www.b.example/plan/",
        "lien:https://b.example/plan?utm_source=x",
        "https://b.example/plan",
        "from:omar from:zoe",
        "café -thé -from:omar -#autre",
        '-"solidaire café"',
        "-link:c.example",
    ],
)
def test_a_search_takes(said):
    assert takes(said, links=("https://b.example/plan",))


@pytest.mark.parametrize(
    "said",
    [
        "caf",
        '"café ouvre"',
        '"zoe le café"',
        "solidaire-café",
        "from:zo",
        "from:@zoe@b.example",
        "@omar",
        "#café",
        "network:bluesky",
        "lang:en",
        "lane:question",
        "link:example",
        "link:b.example/autre",
        "café -midi",
        "-#demo",
        "-from:zoe",
        "from:zoe network:bluesky",
    ],
)
def test_a_search_does_not_take(said):
    assert not takes(said, links=("https://b.example/plan",))


def test_who_does_not_want_to_be_found_is_taken_by_no_search():
    assert not takes("-autre", indexable=False)
    assert entry_terms(make_entry(post=make_post(indexable=False))) == []


def test_an_address_in_a_text_is_no_words():
    """It is found by its link, in whatever form; a name in a text that looks like one is its words as well."""
    link = "https://b.example/plan-de-salle"
    assert not takes("plan", text=f"Ici {link} #demo", links=(link,))
    assert takes("https://www.b.example/plan-de-salle/ ici", text=f"Ici {link} #demo", links=(link,))
    assert takes("b.example", text="Allez sur b.example #demo")


def test_scripts_without_spaces_are_found_by_any_part():
    """東京 within 東京都は雨; each character stands for itself."""
    assert takes("京都", text="東京都は雨 #demo")
    assert not takes("京東", text="東京都は雨 #demo")


@pytest.mark.parametrize("said", ["", " ", '"', "-", "«»", "!?", "''''", ":", "#", "@", "--", "*"])
def test_signs_alone_are_nothing_to_search_for(said):
    assert asked(said).is_empty


@pytest.mark.parametrize(
    ("said", "unread"),
    [
        ("after:hier", ["after:hier"]),
        ("before:25:00 café", ["before:25:00"]),
        ("-after:14:00", ["-after:14:00"]),
        ("from: zoe", ["from:"]),
        ('link:"???"', ['link:"???"']),
        ("link:x", ["link:x"]),
        ("#!", []),
        ("nota:bene 14:00", []),
    ],
)
def test_an_operator_that_makes_no_sense_is_words_and_it_is_said_so(said, unread):
    assert list(ask(said, UTC, NOON).unread) == unread


def test_an_operator_without_sense_finds_its_words():
    assert takes("after:hier", text="after hier #demo")
    assert takes("nota:bene", text="Nota bene ! #demo")
    assert not takes("nota:bene", text="bene nota #demo")


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("after:14:00", "2026-10-01T18:00Z", None),  # it is 8 in the morning there: yesterday's
        ("after:7h30", "2026-10-02T11:30Z", None),
        ("depuis:07:30:15", "2026-10-02T11:30:15Z", None),
        ("before:14h", None, "2026-10-02T18:00Z"),
        ("après:7h avant:7h15", "2026-10-02T11:00Z", "2026-10-02T11:15Z"),
        ("after:22h before:2h", "2026-10-02T02:00Z", "2026-10-02T06:00Z"),
        ("after:2026-10-02", "2026-10-02T04:00Z", None),
        ("before:2026-10-02T16:00", None, "2026-10-02T20:00Z"),
        ('before:"2026-10-02 16:00"', None, "2026-10-02T20:00Z"),
        ("before:2026-10-02T16:00Z", None, "2026-10-02T16:00Z"),
        ("since:2026-10-02T16:00:00.000+02:00", "2026-10-02T14:00Z", None),
        ("before:2026-10-02T24:00", None, "2026-10-03T04:00Z"),
        (f"until:{NOON}", None, iso(NOON)),
        (
            "after:2026-10-01 after:2026-10-02 before:2026-10-05 before:2026-10-04",
            "2026-10-02T04:00Z",
            "2026-10-04T04:00Z",
        ),
    ],
)
def test_times_are_of_the_coverage_s_zone_and_day(said, since, until):
    query = asked(said)

    assert query.since == (None if since is None else parse_iso(since))
    assert query.until == (None if until is None else parse_iso(until))


def test_a_span_has_its_first_moment_and_not_its_last():
    entries = [make_entry(at=NOON + n) for n in range(4)]
    query = Query(since=NOON + 1, until=NOON + 3)

    assert [query.takes(entry) for entry in entries] == [False, True, True, False]


def test_parameters_say_what_operators_say():
    given = asked("", tag=["#démo"], link=["b.example"], from_=["@zoe", "omar"], since=["2026-10-02"])

    assert given == asked("#demo link:b.example from:zoe de:omar after:2026-10-02")
    assert ask("", UTC, NOON, {"since": ["hier"]}).unread == ("since=hier",)


def test_what_was_chosen_beside_the_field_is_no_alternative_to_what_stands_in_it():
    entry = make_entry(post=make_post())

    assert asked("network:mastodon network:bluesky", network=["mastodon"]).takes(entry)
    assert not asked("network:mastodon", network=["bluesky"]).takes(entry)


def test_marks_stand_where_words_do():
    """Of words, phrases and hashtags, whatever their case and accents; not of what is left out or who writes."""
    text = "Le CAFÉ solidaire, le cafe\u0301… #Été_2026 à midi"

    def marked(said: str) -> list[str]:
        return [text[start:end] for start, end in marks(asked(said), text)]

    assert marked("cafe") == ["CAFÉ", "cafe\u0301"]
    assert marked('"café solidaire" solidaire') == ["CAFÉ solidaire"]
    assert marked("#ete_2026") == ["Été_2026"]
    assert marked("-midi from:zoe") == []


@given(st.text("abé 漢\n-", max_size=30), st.text("abé 漢", max_size=6), st.integers(1, 12))
def test_pieces_are_the_text(text, said, length):
    """A short stretch is no longer than it may be, and has no line in it."""
    found = marks(asked(said), text)

    assert "".join(piece.text for piece in pieces(text, found)) == text
    short = "".join(piece.text for piece in snippet(text, found, length))
    assert len(short) <= length + 2
    assert "\n" not in short


def test_a_stretch_of_a_long_text_is_around_what_was_found():
    text = "avant " * 100 + "colibri" + " après" * 100
    short = snippet(text, marks(asked("colibri"), text), 60)

    assert [piece.text for piece in short if piece.is_marked] == ["colibri"]
    assert (short[0].text, short[-1].text) == ("…", "…")


def test_hours_are_those_of_the_zone():
    """Of a quarter of an hour each zone's hour has whole ones; Kathmandu's begin at :15 and end at :15."""
    tally = Tally(parts={NOON // PART + n: n + 1 for n in range(5)})

    assert tally.total == 15
    assert tally.hours(UTC) == [(NOON, 10), (NOON + HOUR, 5)]
    assert tally.hours(ZoneInfo("Asia/Kathmandu")) == [(NOON - 45 * MINUTE, 1), (NOON + 15 * MINUTE, 14)]
    assert tally.hours(ZoneInfo("Asia/Kolkata")) == [(NOON - 30 * MINUTE, 3), (NOON + 30 * MINUTE, 12)]
