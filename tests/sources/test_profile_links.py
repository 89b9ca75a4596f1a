"""Evidence in profiles: what each network's profile proves or claims, and what is no evidence."""

import json

import pytest

from livefeed.model.post import Profile
from livefeed.sources.profile_links import MAX_PROFILE_LINK, MAX_PROFILE_LINKS, profile_links
from tests.parsing import one, parse
from tests.signing import signed
from tests.sources.test_mastodon_wire import status

CHECKED = "2026-10-01T08:00:00.000+00:00"
NEVER = [
    "javascript:alert(1)",
    "http://zoe.example",
    "//zoe.example",
    "https://u:p@zoe.example",
    "https://",
    "",
    7,
    None,
]
NEVER += [
    "https://zoe.example/#me",
    "https://zoe.example/\u202egpj.exe",
    "https://zoe.example/" + "a" * MAX_PROFILE_LINK,
]
NEVER += [
    "data:text/html,x",
    "https://zoe.example\n.evil.example",
    ["https://zoe.example"],
    {"url": "https://zoe.example"},
]


@pytest.mark.parametrize("link", NEVER)
def test_addresses_that_are_no_evidence(link):
    assert profile_links([link]) == ()


def test_links_are_few_and_each_once():
    many = [f"https://{number}.example" for number in range(20) for _ in "ab"]

    assert profile_links(many) == tuple(f"https://{number}.example" for number in range(MAX_PROFILE_LINKS))


def anchor(href: str, shown: str = "") -> str:
    """A field's value as Mastodon writes it."""
    bare = shown or href.partition("://")[2]
    hidden = '<span class="invisible">https://</span>' if not shown else ""
    return f'<a href="{href}" target="_blank" rel="nofollow noopener me" translate="no">{hidden}<span>{bare}</span></a>'


def fields_of(*fields) -> tuple[str, ...]:
    """The links that a status with these fields of its author's profile proves."""
    return one("mastodon", status(account=status()["account"] | {"fields": list(fields)})).author.links


def test_a_verified_field_of_mastodon_is_a_link():
    """Only where the server says when it found the link back."""
    verified = {"name": "Site", "value": anchor("https://zoe.example/?a=1&amp;b=2"), "verified_at": CHECKED}
    plain = {"name": "Blog", "value": "https://blog.example", "verified_at": CHECKED}

    assert fields_of(verified, plain) == ("https://zoe.example/?a=1&b=2", "https://blog.example")
    for said in (None, "", "yes", True, 1, {}):
        assert fields_of(verified | {"verified_at": said}) == ()


@pytest.mark.parametrize(
    "value",
    [
        f"{anchor('https://zoe.example')} {anchor('https://evil.example')}",
        f"not {anchor('https://zoe.example')}",
        anchor("javascript:alert(1)"),
        anchor("http://zoe.example"),
        '<a href="https://zoe.example" rel="me"><script>https://zoe.example</script></a>',
        "<" * 5_000,
        "",
        7,
        None,
    ],
)
def test_a_field_that_is_not_one_link_proves_nothing(value):
    assert fields_of({"name": "x", "value": value, "verified_at": CHECKED}) == ()


@pytest.mark.parametrize("fields", [None, 7, "x", {}, [None, 7, "x", [], {}], [[{"value": "https://zoe.example"}]]])
def test_fields_of_any_shape_are_read(fields):
    account = status()["account"] | {"fields": fields}

    assert one("mastodon", status(account=account)).author.links == ()


def view(handle) -> Profile:
    """What Bluesky's own view of an account says."""
    return parse("bluesky", {"profiles": [{"did": "did:plc:zoe", "handle": handle, "displayName": "Zoé"}]})[0]


def test_a_handle_that_bluesky_s_view_gives_proves_its_domain():
    assert view("Zoe.example").links == ("https://zoe.example", "https://bsky.app/profile/zoe.example")


@pytest.mark.parametrize(
    "handle", ["handle.invalid", "x.invalid", "", "zoe", "a.b/c", "a.b?x=1", "a b.c", "@a.b", "é.b", 7]
)
def test_what_is_no_handle_proves_nothing(handle):
    assert view(handle).links == ()


def test_a_handle_in_the_stream_of_events_proves_nothing():
    """Whoever runs a server may write what they like there."""
    (told,) = parse(
        "bluesky", {"did": "did:plc:zoe", "kind": "identity", "identity": {"handle": "zoe.example"}, "time_us": 1}
    )

    assert told.handle == "@zoe.example"
    assert told.links is None


def claims(about, tags=()) -> tuple[str, ...]:
    """What a profile on Nostr claims."""
    return parse("nostr", ["EVENT", "s", signed(0, about if isinstance(about, str) else json.dumps(about), tags)])[
        0
    ].claims


def test_a_nostr_profile_claims_sites_and_identities():
    """None of them is a link: nobody has checked."""
    about = {"name": "zoe", "nip05": "_@zoe.example", "website": "www.zoe.example/a"}
    tags = [
        ["i", "mastodon:a.example/@zoe", "109775066355589974"],
        ["i", "github:zoe", "9721"],
        ["i", "twitter:zoe_t"],
        ["proxy", "https://b.example/users/zoe", "activitypub"],
        ["i", "telegram:1087295469", "x/1"],
    ]

    assert claims(about, tags) == (
        "https://zoe.example",
        "https://www.zoe.example/a",
        "https://a.example/@zoe",
        "https://github.com/zoe",
        "https://x.com/zoe_t",
        "https://b.example/users/zoe",
    )
    assert claims({"nip05": "zoe@a.example", "website": "https://zoe.example"}) == ("https://zoe.example",)
    assert claims({"nip05": "zoe.example"}) == ("https://zoe.example",)


@pytest.mark.parametrize(
    ("about", "tags"),
    [
        ({"nip05": "_@", "website": "javascript:alert(1)"}, [["i"], ["i", ""], ["i", "mastodon:"], ["proxy"]]),
        ({"nip05": ["_@zoe.example"], "website": {"a": 1}}, [["i", "github:zoe/../omar"], ["i", "mastodon:@zoe"]]),
        ({"website": "http://zoe.example"}, [["proxy", "at://did:plc:zoe"], ["i", "mastodon:a.example/@zoe/#x"]]),
        ({"nip05": "_@zoe.example/x"}, [["i", "github:zoe\n"], ["i", "gitHub:zoe"], ["i", "mastodon:a b/@c"]]),
    ],
)
def test_hostile_profiles_of_nostr_claim_nothing(about, tags):
    assert claims(about, tags) == ()


def test_a_program_may_say_what_it_has_checked():
    given = {
        "op": "put",
        "id": "1",
        "created_at": "2026-10-02T12:00:00Z",
        "text": "Bonjour",
        "author": {"handle": "zoe", "links": ["https://zoe.example", *NEVER], "claims": ["https://b.example/@zoe", 7]},
    }
    author = one("post", given).author

    assert (author.links, author.claims) == (("https://zoe.example",), ("https://b.example/@zoe",))
    assert one("post", given | {"author": {"handle": "zoe", "links": "https://zoe.example"}}).author.links == ()
