"""Posts that a bridge carried to another network."""

import pytest

from tests.making import MINUTE, NOON, Run, make_post

AT = "at://did:plc:abc123/app.bsky.feed.post/3kxyz"
NOTE = "0f" * 32


@pytest.mark.parametrize(
    ("network", "original", "bridged", "url"),
    [
        ("bluesky", AT, f"https://bsky.brid.gy/convert/ap/{AT}", None),
        (
            "bluesky",
            AT,
            "https://b.example/9",
            "https://bsky.brid.gy/r/https://bsky.app/profile/did:plc:abc123/post/3kxyz",
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

    assert len(run.entries) == 3


def test_a_claim_counts_where_the_words_agree():
    """A note or a record that says what it was bridged from."""
    run = Run()
    run.put(make_post(text="Merci ! #demo", aliases=("https://a.example/@zoe/1",)))
    claim = {"network": "nostr", "by": "npub", "bridge_of": "https://a.example/@zoe/1", "created_at": NOON + MINUTE}
    run.put(make_post("nostr:1", text="Merci ! #demo", **claim))
    run.put(make_post("nostr:2", text="Votez pour moi ! #demo", **claim))

    assert len(run.entries) == 2
    assert [(copy.id, copy.why) for copy in run.page[1].copies or run.page[0].copies] == [("nostr:1", "same")]
