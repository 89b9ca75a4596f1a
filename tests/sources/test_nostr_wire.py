"""Nostr's notes become the reports that its NIPs promise; what is not signed right becomes none."""

import json

import pytest

from livefeed.model.errors import PayloadError
from livefeed.model.post import Delete, Profile, Standing
from livefeed.sources import nip19
from tests.making import Run, make_coverage
from tests.parsing import T, one, parse
from tests.signing import KEY, public_key, signed


def note(kind: int = 1, content: str = "Bonjour #demo", tags=()) -> dict:
    """A note with its true id and signature."""
    return signed(kind, content, tags)


def test_a_nostr_note_is_a_post():
    post = one("nostr", ["EVENT", "sub", note(tags=[["t", "Demo"], ["e", "cd" * 32, "", "root"]])])

    assert post.network == "nostr"
    assert post.reply_to == "nostr:" + "cd" * 32
    assert post.hashtags == ("Demo",)
    assert post.url.startswith("https://njump.me/nevent1")
    assert post.created_at == T // 1000


def test_a_nostr_id_that_is_not_that_of_the_contents_is_refused():
    with pytest.raises(PayloadError, match="not that of the contents"):
        parse("nostr", ["EVENT", "sub", note() | {"content": "forged"}])


def test_a_nostr_signature_of_somebody_else_is_refused():
    other = signed(1, "Bonjour #demo", secret=bytes([8]) * 32)
    with pytest.raises(PayloadError, match="not that of the author"):
        parse("nostr", ["EVENT", "sub", note() | {"sig": other["sig"]}])


def test_a_nostr_deletion_says_who_asks():
    reports = parse("nostr", ["EVENT", "sub", note(5, "", [["e", "cd" * 32], ["e", "short"]])])

    assert reports == [Delete(id="nostr:" + "cd" * 32, author=f"nostr:{public_key()}")]


@pytest.mark.parametrize("first", ["note", "deletion"])
@pytest.mark.parametrize(("secret", "shown"), [(KEY, False), (bytes([8]) * 32, True)])
def test_a_deletion_counts_from_the_author_alone_whichever_comes_first(first, secret, shown):
    """Another relay may have the deletion before this one has the note."""
    written = note()
    deletion = signed(5, "", [["e", written["id"]]], secret=secret)
    run = Run(make_coverage())
    for message in (written, deletion) if first == "note" else (deletion, written):
        for report in parse("nostr", ["EVENT", "s", message]):
            run.report(report)

    assert bool(run.page) is shown


def test_nostr_profiles_reposts_expiry_and_the_rest():
    about = json.dumps({"name": "zoe", "display_name": "Zoé", "nip05": "zoe@a.example"})
    assert parse("nostr", ["EVENT", "s", note(0, about)]) == [
        Profile(author=f"nostr:{public_key()}", handle="@zoe@a.example", name="Zoé", claims=())
    ]
    original = note()
    put, boost = parse("nostr", ["EVENT", "s", note(6, json.dumps(original), [["e", original["id"]]])])
    assert boost.post.boost_of == put.post.id
    assert one("nostr", ["EVENT", "s", note(tags=[["expiration", "1790942399"]])]).expires_at == 1_790_942_399_000
    assert parse("nostr", ["EVENT", "s", note(62, "", [["relay", "ALL_RELAYS"]])]) == [
        Standing(author=f"nostr:{public_key()}", state="gone", until=T // 1000)
    ]
    assert parse("nostr", ["EOSE", "s"]) == parse("nostr", ["NOTICE", "slow down"]) == []


def test_names_of_nip19_are_as_the_nip_gives_them():
    """The example of NIP-19."""
    key = "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e"
    name = nip19.npub(key)
    assert nip19.decode(name) == ("npub", bytes.fromhex(key))
    assert name == "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg"
    with pytest.raises(ValueError, match="checksum"):
        nip19.decode(name[:-1] + "q")


def test_a_notes_address_names_the_note_and_its_author():
    """`nevent` with TLV 0 and 2."""
    given = note()
    name = one("nostr", given).url.rpartition("/")[2]
    prefix, told = nip19.decode(name)

    assert prefix == "nevent"
    assert told == b"\x00\x20" + bytes.fromhex(given["id"]) + b"\x02\x20" + bytes.fromhex(given["pubkey"])


def test_names_within_a_note_are_short_and_lead_somewhere():
    """NIP-21 and NIP-27, with the sign of a link or of a person."""
    key, event = nip19.npub(public_key()), nip19.nevent("ab" * 32, public_key())
    post = one("nostr", note(content=f"Lire nostr:{event}, dit nostr:{key} #demo"))

    assert post.text == f"Lire {event[:9]}…{event[-4:]}, dit {key[:9]}…{key[-4:]} #demo"
    found = [(post.text[span.start : span.end], span.kind, span.href) for span in post.spans if span.kind != "tag"]
    assert found == [
        (f"{event[:9]}…{event[-4:]}", "link", f"https://njump.me/{event}"),
        (f"{key[:9]}…{key[-4:]}", "mention", f"https://njump.me/{key}"),
    ]


@pytest.mark.parametrize(
    ("written", "at"), [("0", 0), ("1790942399", 1_790_942_399_000), ("soon", None), ("-1", None), ("١", None)]
)
def test_an_end_is_a_number_of_seconds_or_none(written, at):
    """NIP-40."""
    assert one("nostr", note(tags=[["expiration", written]])).expires_at == at


def test_hashtags_of_notes_have_no_sign_and_come_from_tags_and_words():
    """A third of real `t` tags have capitals or a sign, against NIP-24."""
    post = one("nostr", note(content="Bonjour #demo", tags=[["t", "#Bitcoin"], ["t"], ["t", "PyConFR"]]))

    assert post.hashtags == ("Bitcoin", "PyConFR", "demo")


def test_what_a_relay_says_besides_is_no_post():
    """EOSE also with the hint of NIP-67."""
    for message in (["EOSE", "s", "finish"], ["CLOSED", "s", ""], ["AUTH", "challenge"], ["OK", "ab" * 32, True, ""]):
        assert parse("nostr", message) == []
