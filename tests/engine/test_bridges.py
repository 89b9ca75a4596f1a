"""Posts that a bridge carried to another network."""

import pytest

from livefeed.engine.limits import Limits
from livefeed.model.post import Author, Delete, Put, Standing
from tests.making import MINUTE, NOON, Run, make_post

AT = "at://did:plc:abc123/app.bsky.feed.post/3kxyz"
ADDRESS = "https://bsky.brid.gy/r/https://bsky.app/profile/did:plc:abc123/post/3kxyz"
NOTE = "0f" * 32
KEY = "c7" * 32


@pytest.mark.parametrize(
    ("network", "original", "bridged", "url"),
    [
        ("bluesky", AT, f"https://bsky.brid.gy/convert/ap/{AT}", None),
        (
            "bluesky",
            AT,
            "https://bsky.brid.gy/9",
            ADDRESS,
        ),
        ("nostr", f"nostr:{NOTE}", f"https://mostr.pub/objects/{NOTE}", None),
    ],
)
@pytest.mark.parametrize("bridged_first", [False, True])
def test_a_bridge_s_id_says_which_post_it_is(network, original, bridged, url, bridged_first):
    """One post, whichever way it comes first, and one deletion takes it away."""
    run = Run()
    posts = [make_post(original, network=network), make_post(bridged, url=url, text="Merci ! #demo")]
    for post in reversed(posts) if bridged_first else posts:
        run.put(post)

    assert run.only.copy_count == 0
    run.delete(original)
    assert run.entries == {}


def test_a_bridge_of_nothing_is_a_post_of_its_own():
    """Only ids of the bridge's own host, in its own form, are believed, and only from a network that checks hosts."""
    run = Run()
    run.put(make_post(AT, network="bluesky", text="Merci ! #demo"))
    run.put(make_post(f"https://evil.example/convert/ap/{AT}", text="Merci ! #demo", by="omar"))
    run.put(make_post(f"https://bsky.brid.gy/convert/ap/{AT}", network="post", text="Merci ! #demo", by="eve"))

    run.put(make_post("https://evil.example/2", url=ADDRESS, text="Merci ! #demo", by="mallory"))

    assert len(run.entries) == 4
    run.delete("https://evil.example/2")
    assert AT in {entry.post.id for entry in run.page}


NOTED = make_post(f"nostr:{NOTE}", network="nostr", author=Author(id=f"nostr:{KEY}", handle="zoe"))
CARRIED = make_post(
    f"https://mostr.pub/objects/{NOTE}", author=Author(id=f"https://mostr.pub/users/{KEY}", handle="@npub1@mostr.pub")
)


@pytest.mark.parametrize("posts", [[NOTED, CARRIED], [CARRIED, NOTED], [CARRIED], [NOTED]])
@pytest.mark.parametrize("deleted", [0, 1, 2])
def test_who_deletes_a_post_deletes_what_a_bridge_made_of_it(posts, deleted):
    """Before, between and after, by the account of their own network."""
    run = Run()
    reports = [Put(post=post) for post in (*posts, *posts)]
    reports.insert(deleted, Delete(id=f"nostr:{NOTE}", author=f"nostr:{KEY}"))
    for report in reports:
        run.report(report)

    assert run.entries == {}
    assert run.put(CARRIED).outcome == "buried"


def test_nobody_else_deletes_what_a_bridge_made():
    """Another key's word counts for nothing."""
    run = Run()
    run.put(CARRIED)
    run.delete(f"nostr:{NOTE}", author=f"nostr:{NOTE}")

    assert len(run.entries) == 1


@pytest.mark.parametrize(
    ("account", "author"),
    [
        (f"nostr:{KEY}", CARRIED.author),
        ("did:plc:abc123", Author(id="https://bsky.brid.gy/ap/did:plc:abc123", handle="@zoe.example@bsky.brid.gy")),
    ],
)
def test_an_account_goes_hides_and_comes_back_with_what_a_bridge_made_of_it(account, author):
    """Also of what has left the window."""
    run = Run(limits=Limits(posts=1))
    run.put(make_post("https://bsky.brid.gy/1", author=author))
    run.put(make_post("https://a.example/2", "Rien de tout cela #demo", by="lea"))
    pages = []
    for state in ("hidden", "active", "gone"):
        assert run.engine.knows_author(account)
        run.report(Standing(author=account, state=state, until=NOON + MINUTE))
        pages.append(len(run.entries))

    assert pages == [1, 2, 1]


def test_a_claim_counts_where_the_words_agree():
    """A note or a record that says what it was bridged from."""
    run = Run()
    run.put(make_post(text="Merci ! #demo", aliases=("https://a.example/@zoe/1",)))
    claim = {"network": "nostr", "by": "npub", "bridge_of": "https://a.example/@zoe/1", "created_at": NOON + MINUTE}
    run.put(make_post("nostr:1", text="Merci ! #demo", **claim))
    run.put(make_post("nostr:2", text="Votez pour moi ! #demo", **claim))

    assert len(run.entries) == 2
    assert [(copy.id, copy.why) for copy in run.page[1].copies or run.page[0].copies] == [("nostr:1", "same")]
