"""Every claim of the conference's truth file is true of its tape, and the tape tells what its README promises."""

import hashlib
import re
from collections import Counter

import orjson
import pytest
from coincurve import PublicKeyXOnly

from tests.replay_data.tapes import Recording, millis

MINUTE = 60_000


RECORDING = Recording("conference")


def test_the_tape_holds_exactly_the_posts_of_the_truth():
    assert {post_id for post_id, post in RECORDING.tape.posts.items() if post.arrivals} == set(RECORDING.posts)


def test_it_is_as_large_as_promised():
    counts = RECORDING.truth["counts"]
    assert counts["posts"] == len(RECORDING.posts)
    assert 2900 <= counts["posts"] <= 3200
    assert 380 <= counts["accounts"] <= 480
    assert set(counts["networks"]) == {"mastodon", "bluesky", "nostr", "feed", "post"}


def test_times_and_streams():
    for post_id, post in RECORDING.posts.items():
        there = RECORDING.seen(post_id)
        assert there.first.t == millis(post["received"])
        assert there.first.claimed // 1000 == millis(post["at"]) // 1000
        assert sorted({arrival.stream for arrival in there.arrivals}) == post["streams"]


def test_edits_and_deletions():
    for post_id, post in RECORDING.posts.items():
        there = RECORDING.seen(post_id)
        assert post["edited"] == any(arrival.edit for arrival in there.arrivals), post["key"]
        assert post["deleted"] == bool(there.deletions), post["key"]
        early = bool(there.deletions) and min(there.deletions) <= there.first.t
        assert post["deleted_before_arrival"] == early, post["key"]
    assert sum(post["deleted_before_arrival"] for post in RECORDING.posts.values()) == 6


def test_copies_are_what_they_are_said_to_be():
    for post_id, post in RECORDING.posts.items():
        match post["why"]:
            case None:
                assert post["copy_of"] is None
            case "boost":
                assert RECORDING.seen(post_id).boost_of == post["copy_of"]
            case "quote":
                assert RECORDING.seen(post_id).quote_of == post["copy_of"]
                assert not RECORDING.words(post_id)
            case "text":
                assert RECORDING.words(post_id) == RECORDING.words(post["copy_of"])
                assert post["author"] != RECORDING.posts[post["copy_of"]]["author"]
            case "cross-post":
                assert RECORDING.words(post_id) == RECORDING.words(post["copy_of"])
                assert post["network"] != RECORDING.posts[post["copy_of"]]["network"]
            case other:
                pytest.fail(f"{post['key']}: {other}")
    found = Counter(post["why"] for post in RECORDING.posts.values())
    assert found["text"] == 40 + 20
    assert found["cross-post"] > 100


def test_what_is_no_copy_shares_its_words_with_nothing():
    originals: dict[str, list[str]] = {}
    for post_id, post in RECORDING.posts.items():
        if post["copy_of"] is None:
            originals.setdefault(RECORDING.words(post_id), []).append(post["key"])
    assert {text: keys for text, keys in originals.items() if len(keys) > 1} == {}
    assert len(originals) > 1200


def test_questions_and_answers():
    for question in RECORDING.truth["questions"]:
        answers = [post_id for post_id, post in RECORDING.posts.items() if post["answers"] == question["post"]]
        assert sorted(answers) == sorted(question["answers"])
        for answer in answers:
            assert RECORDING.seen(answer).reply_to in (
                "",
                question["post"],
            )  # not every server knows what is replied to
            assert RECORDING.posts[answer]["author"] != RECORDING.posts[question["post"]]["author"]
    answered = [question for question in RECORDING.truth["questions"] if question["answers"]]
    assert len(RECORDING.truth["questions"]) == 25
    assert len(answered) == 21


def test_links_are_shared_under_several_addresses():
    for link in RECORDING.truth["links"]:
        used = {
            address
            for post_id in link["posts"]
            for address in link["variants"]
            if address in RECORDING.seen(post_id).first.text
        }
        assert len(used) >= 2, link["canonical"]


def test_moments_begin_with_who_said_it_first():
    for moment in RECORDING.truth["moments"]:
        first = RECORDING.seen(moment["first_post"])
        assert 0 <= first.first.claimed - millis(moment["onset"]) < 5_000
        rate = Counter(
            (RECORDING.seen(post_id).first.t - millis(moment["onset"])) // MINUTE for post_id in RECORDING.posts
        )
        assert rate[0] + rate[1] > 1.5 * (rate[-2] + rate[-1])


def test_clocks_lie_and_posts_are_late():
    found = Counter(post["clock"] for post in RECORDING.posts.values())
    assert (found["ahead"], found["behind"], found["archived"]) == (4, 3, 5)
    assert sum(post["late"] for post in RECORDING.posts.values()) >= 20


def test_nostr_ids_and_signatures_hold():
    for one in RECORDING.tape.signed:
        parts = [0, one["pubkey"], one["created_at"], one["kind"], one["tags"], one["content"]]
        digest = hashlib.sha256(orjson.dumps(parts)).digest()
        assert digest.hex() == one["id"]
        assert PublicKeyXOnly(bytes.fromhex(one["pubkey"])).verify(bytes.fromhex(one["sig"]), digest)


def test_every_address_is_invented():
    for frame in RECORDING.tape.frames:
        for host in re.findall(r"https?://([\w.-]+)", frame["payload"]):
            assert host.endswith(".example") or host in {"www.w3.org", "jsonfeed.org"}, host
