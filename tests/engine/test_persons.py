"""Who is the same person on two networks, and how we know."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefeed.engine.persons import evidence
from livefeed.model.entry import Entry, Evidence
from livefeed.model.post import Author, Profile
from tests.making import DAY, HOUR, MINUTE, NOON, WORDS, Run, make_post

KEY = "0f" * 32
NPUB = "npub1" + "q" * 58
STRANGER = Author(id="https://c.example/@omar", handle="@omar@c.example", name="Omar", url="https://c.example/@omar")
FEED = Author(id="https://radio.example/", handle="radio.example", name="Radio", url="https://radio.example/")


def fediverse(handle: str = "@zt@a.example", name: str = "", **parts) -> Author:
    """An account as a server of the fediverse gives it."""
    user, _, host = handle.lstrip("@").partition("@")
    url = f"https://{host}/@{user}"
    return Author(**{"id": url, "handle": handle, "name": name, "url": url} | parts)


def bluesky(handle: str = "@zoet.example", name: str = "", *, proved: bool = True, **parts) -> Author:
    """An account of Bluesky, its domain checked or not."""
    did = "did:plc:zoe"
    links = (f"https://{handle.lstrip('@')}",) if proved else ()
    return Author(
        **{"id": did, "handle": handle, "name": name, "url": f"https://bsky.app/profile/{did}", "links": links} | parts
    )


def nostr(handle: str = "npub1qqqq…qqqq", name: str = "", **parts) -> Author:
    """An account of Nostr, whose word is all that there is."""
    return Author(id=f"nostr:{KEY}", handle=handle, name=name, url=f"https://njump.me/{NPUB}", **parts)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (FEED, msgspec.structs.replace(FEED, handle="news", name="News"), "account"),
        # What a bridge made of an account, in each way that they are named.
        (fediverse("@zoet.example@bsky.brid.gy"), bluesky(), "bridge"),
        (fediverse("@x@b.example", id="https://bsky.brid.gy/ap/did:plc:zoe"), bluesky(proved=False), "bridge"),
        (fediverse("@x@b.example", url="https://bsky.brid.gy/ap/did:plc:zoe"), bluesky(proved=False), "bridge"),
        (fediverse("@zoe_t@a.example"), bluesky("@zoe-t.a.example.ap.brid.gy"), "bridge"),
        (fediverse("@radio.example@web.brid.gy"), FEED, "bridge"),
        (bluesky("@radio.example.web.brid.gy"), FEED, "bridge"),
        (fediverse("@radio.example@web.brid.gy"), bluesky("@radio.example"), "bridge"),
        (fediverse(f"@{NPUB}@mostr.pub"), nostr(), "bridge"),
        (fediverse("@x@b.example", id=f"https://mostr.pub/users/{KEY}"), nostr(), "bridge"),
        # A link that somebody has checked.
        (fediverse(links=("https://www.zoet.example/?utm_source=m",)), bluesky(), "link"),
        (fediverse(links=("https://bsky.app/profile/did:plc:zoe",)), bluesky(proved=False), "link"),
        (fediverse(links=("https://radio.example",)), FEED, "link"),
        (bluesky("@radio.example"), FEED, "link"),
        # What a profile says.
        (nostr(claims=("https://a.example/@zt/",)), fediverse(), "claim"),
        (nostr(claims=("https://zoet.example",)), bluesky(), "claim"),
        # Names.
        (fediverse(name="Zoé Tremblay 🌻"), bluesky(name="ZOE  TREMBLAY"), "name"),
        (fediverse(name="遥香"), bluesky(name="遥香"), "name"),
        (fediverse("@zoe_tremblay@a.example"), bluesky("@zoe-tremblay.example"), "handle"),
        (fediverse("@info@a.example"), nostr("@info@a.example"), "handle"),
        # Nothing.
        (fediverse(name="Zoé"), STRANGER, None),
        (fediverse(), bluesky(), None),
    ],
)
def test_what_speaks_for_one_person(one, other, found):
    assert evidence(one, other) == evidence(other, one) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Whoever writes a bridge's handle into a profile that nobody checks.
        (nostr("@zoet.example@bsky.brid.gy"), bluesky()),
        (bluesky("@zt.a.example.ap.brid.gy", proved=False), fediverse()),
        (bluesky("@radio.example.web.brid.gy", proved=False), FEED),
        (fediverse("@zoet.example@bsky.brid.gy"), bluesky(proved=False)),
        # Hosts and paths that look like a bridge's.
        (fediverse("@x@b.example", id="https://evil.example/ap/did:plc:zoe"), bluesky()),
        (fediverse("@x@b.example", id="https://bsky.brid.gy.evil.example/ap/did:plc:zoe"), bluesky()),
        (fediverse("@x@b.example", id="https://bsky.brid.gy/ap/did:plc:zoe/x"), bluesky()),
        (fediverse("@zoet.example@bsky.brid.gy.evil.example"), bluesky()),
        (fediverse("@zoet.example@mostr.pub"), bluesky()),
        (fediverse("@@bsky.brid.gy"), nostr("")),
        # A page somewhere that is called like a handle.
        (fediverse("@zoet.example@bsky.brid.gy"), Author(id="x", handle="x", url="https://evil.example/zoet.example")),
        # Another page of the same site.
        (fediverse(links=("https://radio.example/omar",)), FEED),
        # A claim is no proof that somebody else could use.
        (nostr(claims=("https://zoet.example",)), fediverse(claims=("https://zoet.example",))),
    ],
)
def test_what_proves_nothing(one, other):
    """At most the handle speaks for it, a guess."""
    assert evidence(one, other) in (None, "handle")


@pytest.mark.parametrize(
    "name", ["", " ", "A", "é", "🦊", "🦊🦊🦊", "김", "…", "42", "2026", "Admin", "INFO", "Contact ✉", "News"]
)
def test_names_and_handles_that_say_nothing(name):
    """By themselves; a handle that is the same whole, with its server, does."""
    assert evidence(fediverse(name=name), bluesky(name=name)) is None
    bare = name.replace(" ", "")
    assert evidence(fediverse(f"@{bare}@a.example"), bluesky(f"@{bare}.b.example", proved=False)) is None


def test_names_that_the_network_gave_are_nobody_s_choice():
    """A bare DID or key stands where somebody has no handle."""
    assert evidence(nostr("@did:plc:x"), bluesky("@did:plc:x")) is None
    assert evidence(nostr("npub1abcd…wxyz"), fediverse("@npub1abcd…wxyz@b.example")) is None


names = st.sampled_from(["", "Zoé", "zoe", "Admin", "🦊", "Z", "Omar", "遥香"]) | st.text(max_size=6)
hosts = st.sampled_from(["a.example", "bsky.brid.gy", "mostr.pub", "web.brid.gy", "zoet.example.ap.brid.gy"])
handles = st.builds("@{}@{}".format, names, hosts) | st.builds("@{}.{}".format, names, hosts) | st.text(max_size=12)
places = st.sampled_from(
    ["https://a.example/@zoe", "https://zoet.example", "https://bsky.brid.gy/ap/did:plc:zoe", "https://[", "\ud800", ""]
)
links = st.lists(places, max_size=3).map(tuple)
authors = st.builds(
    Author,
    id=places | st.sampled_from(["did:plc:zoe", f"nostr:{KEY}"]),
    handle=handles,
    name=names,
    url=st.none() | places,
    links=links,
    claims=links,
)


@given(authors, authors)
def test_evidence_is_the_same_both_ways_and_everybody_is_themselves(one, other):
    assert evidence(one, other) == evidence(other, one)
    assert evidence(one, other) in (None, *Evidence.__args__)
    assert evidence(one, one) == "account"


# In the fold.

SHORT = "Ça tremble ! #demo"
PROVED = {
    "mastodon": fediverse("@zt@a.example", "Z. T.", links=("https://zoet.example",)),
    "bluesky": bluesky("@zoet.example", "Zoé"),
}
NAMESAKES = {
    "mastodon": fediverse("@marie_b@a.example", "Marie"),
    "bluesky": bluesky("@mtl-marie.example", "Marie", proved=False),
}
TWINS = {
    "mastodon": fediverse("@zoe_t@a.example", "Zoé T."),
    "bluesky": bluesky("@zoe-t.example", "Zoé T.", proved=False),
}


def say(run: Run, who: dict[str, Author], text: str, minutes: float) -> None:
    """Let somebody say it on Mastodon at noon, and on Bluesky so many minutes later."""
    run.put(make_post("m", text, author=who["mastodon"]))
    at = NOON + round(minutes * MINUTE)
    run.put(make_post("b", text, author=who["bluesky"], network="bluesky", created_at=at))


def whys(run: Run) -> list[list[tuple[str, str | None]]]:
    """What the copies of each entry say, the newest entry first."""
    return [[(copy.why, copy.evidence) for copy in entry.copies] for entry in run.page]


@pytest.mark.parametrize(
    ("who", "text", "minutes", "found"),
    [
        (PROVED, WORDS, 59, [[("cross-post", "link")]]),
        (PROVED, SHORT, 59, [[("cross-post", "link")]]),
        (PROVED, WORDS, 61, [[("text", None)]]),
        (PROVED, SHORT, 61, [[], []]),
        (NAMESAKES, WORDS, 10, [[("cross-post", "name")]]),
        (NAMESAKES, WORDS, 11, [[("text", None)]]),
        (NAMESAKES, SHORT, 1, [[], []]),
        (TWINS, SHORT, 10, [[("cross-post", "name")]]),
        (TWINS, SHORT, 11, [[], []]),
        (TWINS, SHORT, 60, [[], []]),
    ],
)
def test_proofs_count_within_the_hour_and_guesses_within_minutes(who, text, minutes, found):
    """Short words need a proof, or a name and a handle."""
    run = Run()
    say(run, who, f"{text} #demo", minutes)

    assert whys(run) == found


def test_words_that_a_network_cut_off_need_a_proof():
    """A guess is no reason to say "also on"."""
    for who, found in ((PROVED, ("cross-post", "link")), (TWINS, ("near", None))):
        run = Run()
        run.put(make_post("m", f"{WORDS}, venez en famille au sous-sol de l'église #demo", author=who["mastodon"]))
        run.put(make_post("b", f"{WORDS}, venez en famille… #demo", author=who["bluesky"], network="bluesky"))

        assert whys(run) == [[found]]


def test_other_words_stay_apart_whatever_the_evidence():
    run = Run()
    run.put(make_post("m", f"{WORDS} #demo", author=PROVED["mastodon"]))
    run.put(make_post("b", "Rien n'ouvre avant ce soir #demo", author=PROVED["bluesky"], network="bluesky"))

    assert len(run.entries) == 2


def test_one_network_is_no_cross_post():
    """Who says it twice in one place says it twice."""
    run = Run()
    run.put(make_post("m", author=PROVED["mastodon"]))
    run.put(make_post("n", author=PROVED["mastodon"], created_at=NOON + MINUTE))

    assert whys(run) == [[("text", None)]]


def test_two_accounts_of_one_person_are_two_in_every_count():
    """Evidence merges nobody: what one account's deletion or absence does leaves the other alone."""
    run = Run()
    say(run, PROVED, WORDS + " #demo", 1)
    for number in range(5):
        run.put(make_post(f"t{number}", by=f"p{number}", created_at=NOON + 2 * MINUTE))
    run.put(make_post("again", author=PROVED["bluesky"], network="bluesky", created_at=NOON + DAY // 2))

    assert (run.only.wave, run.only.accounts) == (7, 7)
    run.delete("m", received_at=NOON + DAY)
    assert run.only.post.author == PROVED["bluesky"]


def test_a_new_lead_is_not_said_to_be_also_on():
    """An earlier post of somebody else takes over: what was a cross-post of the former lead has the same words."""
    run = Run()
    say(run, PROVED, WORDS + " #demo", 5)
    assert whys(run) == [[("cross-post", "link")]]
    run.put(make_post("first", author=STRANGER, created_at=NOON - HOUR))

    assert run.only.post.id == "first"
    assert whys(run) == [[("text", None), ("text", None)]]

    run.delete("first")
    assert whys(run) == [[("cross-post", "link")]]


def test_evidence_goes_where_the_lead_s_profile_no_longer_says_so():
    """An edit brings the author as they are now."""
    run = Run()
    say(run, PROVED, WORDS + " #demo", 5)
    now = fediverse("@zt@a.example", "Z. T.")
    run.put(make_post("m", author=now, text=f"{WORDS} ! #demo", edited_at=NOON + 6 * MINUTE))

    assert whys(run) == [[("text", None)]]


def test_evidence_is_told_where_the_copy_takes_the_lead():
    """The earlier of the two arrives later."""
    run = Run()
    run.put(make_post("m", author=PROVED["mastodon"], created_at=NOON + MINUTE))
    run.put(make_post("b", author=PROVED["bluesky"], network="bluesky"), received_at=NOON + 2 * MINUTE)

    assert run.only.post.id == "b"
    assert whys(run) == [[("cross-post", "link")]]


def test_a_profile_that_comes_apart_brings_its_evidence():
    """And another handle takes away what the former one proved, until somebody has checked it too."""
    run = Run()
    bare = Author(id="did:plc:zoe", handle="@did:plc:zoe")
    run.report(Profile(author="did:plc:zoe", handle="@zoet.example", links=("https://zoet.example",)))
    run.report(Profile(author="did:plc:zoe", name="Zoé"))
    say(run, PROVED | {"bluesky": bare}, SHORT, 1)
    assert whys(run) == [[("cross-post", "link")]]

    run = Run()
    run.report(
        Profile(author="did:plc:zoe", handle="@zoet.example", links=("https://zoet.example",), claims=("https://x",))
    )
    run.report(Profile(author="did:plc:zoe", handle="@other.example"))
    say(run, PROVED | {"bluesky": bare}, SHORT, 1)
    assert whys(run) == [[], []]
    assert run.page[0].post.author.claims == ("https://x",)


def test_what_was_kept_before_there_was_evidence_can_be_read():
    """Journals hold authors, profiles and copies without it."""
    run = Run()
    say(run, PROVED, WORDS + " #demo", 5)
    entry = msgspec.to_builtins(run.only)
    for part, new in ((entry["copies"][0], ["evidence"]), (entry["post"]["author"], ["links", "claims"])):
        for key in new:
            del part[key]
    old = msgspec.msgpack.decode(msgspec.msgpack.encode(entry), type=Entry)

    assert (old.copies[0].why, old.copies[0].evidence, old.post.author.links) == ("cross-post", None, ())
    assert msgspec.convert({"author": "did:plc:zoe"}, Profile) == Profile(author="did:plc:zoe", links=None, claims=None)
