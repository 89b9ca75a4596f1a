"""Every claim of the earthquake's truth file is true of its tape, and the tape tells the story that its README promises."""

import hashlib
import json
import re
from collections import Counter
from functools import cache
from typing import Any

import orjson
import pytest
from coincurve import PublicKeyXOnly

from tests.replay_data.tapes import Recording, canonical, millis

SHOCK = millis("2026-11-07T23:47:12Z")
MINUTE = 60_000
DAY = 1440 * MINUTE


RECORDING = Recording("earthquake")


def by_key(key: str) -> str:
    return next(post_id for post_id, post in RECORDING.posts.items() if post["key"] == key)


def test_the_tape_opens_with_its_header_and_runs_forward():
    header = RECORDING.tape.header
    assert (header["tape"], header["coverage"], header["licence"]) == (1, "seisme-baie-des-cedres", "CC0-1.0")
    times = [frame["t"] for frame in RECORDING.tape.frames]
    assert times == sorted(times)
    for frame in RECORDING.tape.frames:
        assert frame["stream"].partition(":")[0] == frame["source"]


def test_the_tape_holds_exactly_the_posts_of_the_truth():
    brought = {post_id for post_id, post in RECORDING.tape.posts.items() if post.arrivals}
    assert brought == set(RECORDING.posts)
    assert not [post_id for post_id, post in RECORDING.tape.posts.items() if not post.arrivals]


def test_counts():
    counts = RECORDING.truth["counts"]
    assert counts["frames"] == len(RECORDING.tape.frames)
    assert counts["posts"] == len(RECORDING.posts)
    assert counts["networks"] == Counter(post["network"] for post in RECORDING.posts.values())
    assert counts["accounts"] == len({post["author"] for post in RECORDING.posts.values()})
    assert 2000 <= counts["posts"] <= 2400
    assert counts["accounts"] >= 480


def test_authors_times_and_streams():
    for post_id, post in RECORDING.posts.items():
        there = RECORDING.seen(post_id)
        assert there.network == post["network"]
        assert there.first.t == millis(post["received"])
        assert there.first.claimed // 1000 == millis(post["at"]) // 1000
        assert sorted({arrival.stream for arrival in there.arrivals}) == post["streams"]
        if post["network"] != "feed":
            assert there.author == post["author"]


def test_edits_and_deletions():
    for post_id, post in RECORDING.posts.items():
        there = RECORDING.seen(post_id)
        assert post["edited"] == any(arrival.edit for arrival in there.arrivals), post["key"]
        assert post["deleted"] == bool(there.deletions), post["key"]
        early = bool(there.deletions) and min(there.deletions) <= there.first.t
        assert post["deleted_before_arrival"] == early, post["key"]


def test_clocks():
    for post in RECORDING.posts.values():
        claimed, received = millis(post["at"]), millis(post["received"])
        if claimed > received + 2 * MINUTE:
            clock = "ahead"
        elif claimed < millis("2000-01-01T00:00:00Z"):
            clock = "behind"
        else:
            clock = "archived" if claimed < received - DAY else "ok"
        assert post["clock"] == clock
        assert post["late"] == (clock == "ok" and received - claimed >= MINUTE)
    found = Counter(post["clock"] for post in RECORDING.posts.values())
    assert min(found[clock] for clock in ("ahead", "behind", "archived")) >= 5


def test_copies():
    for post_id, post in RECORDING.posts.items():
        original = post["copy_of"]
        if original is None:
            assert post["why"] is None
            continue
        assert original in RECORDING.posts
        if post["why"] == "boost":
            assert RECORDING.seen(post_id).boost_of == original
        elif post["why"] == "quote":
            assert RECORDING.seen(post_id).quote_of == original
            assert not RECORDING.words(post_id)
        elif post["why"] in {"text", "cross-post"}:
            assert RECORDING.words(post_id) == RECORDING.words(original)
            assert post["author"] != RECORDING.posts[original]["author"]
        elif post["why"] == "near":
            mine, theirs = set(RECORDING.words(post_id).split()), set(RECORDING.words(original).split())
            assert RECORDING.words(post_id) != RECORDING.words(original)
            assert len(mine & theirs) / len(mine | theirs) > 0.7
        else:
            assert post["why"] == "link"


def test_cross_posts_are_one_person_on_two_networks_within_minutes():
    for post in RECORDING.posts.values():
        if post["why"] == "cross-post":
            original = RECORDING.posts[post["copy_of"]]
            assert post["network"] != original["network"]
            assert 0 < millis(post["at"]) - millis(original["at"]) < 5 * MINUTE


def test_what_is_no_copy_shares_its_words_with_nothing():
    originals: dict[str, list[str]] = {}
    for post_id, post in RECORDING.posts.items():
        if post["copy_of"] is None:
            originals.setdefault(RECORDING.words(post_id), []).append(post["key"])
    assert not {text: keys for text, keys in originals.items() if len(keys) > 1}
    assert len(originals) >= 900


def test_the_waves_are_as_large_as_promised():
    copies = Counter((post["copy_of"], post["why"]) for post in RECORDING.posts.values() if post["copy_of"])
    assert copies[by_key("safety"), "text"] == 80
    assert copies[by_key("safety"), "near"] == 8
    assert copies[by_key("spam0"), "text"] == 29


def test_questions_and_answers():
    asked = {post_id for post_id, post in RECORDING.posts.items() if post["asks"]}
    assert asked == {question["post"] for question in RECORDING.truth["questions"]}
    for question in RECORDING.truth["questions"]:
        answers = [post_id for post_id, post in RECORDING.posts.items() if post["answers"] == question["post"]]
        assert sorted(answers) == sorted(question["answers"])
        arrivals = [RECORDING.seen(answer).first.t for answer in answers]
        assert question["answered_at"] is None if not arrivals else millis(question["answered_at"]) == min(arrivals)
        for answer in answers:
            assert millis(RECORDING.posts[answer]["at"]) > millis(RECORDING.posts[question["post"]]["at"])
    assert sum(bool(question["answers"]) for question in RECORDING.truth["questions"]) >= 28


def test_most_answers_are_replies_on_the_wire():
    answered = [(post_id, post["answers"]) for post_id, post in RECORDING.posts.items() if post["answers"]]
    linked = [post_id for post_id, question in answered if RECORDING.seen(post_id).reply_to == question]
    assert len(linked) / len(answered) > 0.7


def test_links():
    for link in RECORDING.truth["links"]:
        for post_id in link["posts"]:
            told = " ".join(json.dumps(f["payload"]) for f in frames_of(post_id))
            variants = [v for v in link["variants"] if v in told or v.partition("#")[0] in told]
            assert variants, f"{RECORDING.posts[post_id]['key']} does not hold {link['canonical']}"
    assert max(len(link["variants"]) for link in RECORDING.truth["links"]) >= 5


@cache
def payloads() -> list[tuple[int, dict[str, Any]]]:
    return [(frame["t"] // 1000, frame) for frame in RECORDING.tape.frames]


def frames_of(post_id: str) -> list[dict[str, Any]]:
    wanted = {(arrival.t, arrival.stream) for arrival in RECORDING.seen(post_id).arrivals}
    return [frame for t, frame in payloads() if (t, frame["stream"]) in wanted]


def test_moments():
    for moment in RECORDING.truth["moments"]:
        first = RECORDING.posts[moment["first_post"]]
        onset = millis(moment["onset"])
        assert 0 <= millis(first["received"]) - onset < 30_000
    shock = [moment for moment in RECORDING.truth["moments"] if millis(moment["onset"]) == SHOCK]
    assert [RECORDING.posts[moment["first_post"]]["key"] for moment in shock] == ["first"]
    since = [post for post in RECORDING.posts.values() if millis(post["received"]) >= SHOCK and post["clock"] == "ok"]
    felt = [post for post in since if millis(post["at"]) >= SHOCK]
    assert min(felt, key=lambda post: post["received"])["key"] == "first"


def test_the_words_of_a_moment_are_said_then():
    for moment in RECORDING.truth["moments"]:
        onset = millis(moment["onset"])
        told = " ".join(
            RECORDING.words(post_id)
            for post_id, post in RECORDING.posts.items()
            if onset <= millis(post["received"]) < onset + 10 * MINUTE and post["copy_of"] is None
        ).split()
        for word in moment["words"]:
            assert told.count(canonical(word)) >= 2, word


def test_the_volume_has_the_shape_of_an_evening():
    per_minute = Counter((millis(post["received"]) - SHOCK) // MINUTE for post in RECORDING.posts.values())
    quiet = [per_minute[minute] for minute in range(-227, 0)]
    assert 0.15 < sum(quiet) / len(quiet) < 0.3
    assert max(quiet) <= 4
    early = [post for post in RECORDING.posts.values() if SHOCK <= millis(post["received"]) < SHOCK + 10_000]
    assert len(early) == 3
    peak = max(range(60), key=lambda minute: per_minute[minute] if minute not in (31, 32) else 0)
    assert 3 <= peak <= 5
    assert per_minute[peak] >= 60
    assert per_minute[20] < per_minute[peak] / 2
    assert per_minute[35] > 1.4 * per_minute[33]
    assert sum(per_minute[m] for m in range(113, 117)) > 1.8 * sum(per_minute[m] for m in range(108, 112))


def test_a_stream_fails_and_returns_with_what_it_missed():
    (gap,) = RECORDING.truth["gaps"]
    begin, end = millis(gap["from"]), millis(gap["to"])
    its = [frame for frame in RECORDING.tape.frames if frame["stream"] == gap["stream"]]
    assert not [frame for frame in its if begin <= frame["t"] // 1000 < end]
    back = [post for post in RECORDING.tape.posts.values() if post.arrivals and post.first.stream == gap["stream"]]
    missed = [post for post in back if begin <= post.first.claimed < end - 5000 <= post.first.t]
    assert len(missed) >= 40
    arrived = sorted(missed, key=lambda post: post.first.t)
    assert [post.id for post in arrived] != [post.id for post in sorted(missed, key=lambda post: post.first.claimed)]


def test_the_earthquake_feed_updates_one_entry():
    told = [frame["payload"] for frame in RECORDING.tape.frames if frame["stream"] == "feed:usgs"]
    titles = [re.findall(r"<id>urn:earthquake-usgs-gov:us:7000pq4k</id><title>(M [\d.]+)", payload) for payload in told]
    assert [title for (title,) in titles][:3] == ["M 5.4", "M 5.5", "M 5.6"]
    assert titles[-1] == ["M 5.6"]


def test_nostr_ids_and_signatures_hold():
    signed = {one["id"]: one for one in RECORDING.tape.signed}
    for one in signed.values():
        parts = [0, one["pubkey"], one["created_at"], one["kind"], one["tags"], one["content"]]
        digest = hashlib.sha256(orjson.dumps(parts)).digest()
        assert digest.hex() == one["id"]
        assert PublicKeyXOnly(bytes.fromhex(one["pubkey"])).verify(bytes.fromhex(one["sig"]), digest)


def test_every_address_is_invented():
    for frame in RECORDING.tape.frames:
        for host in re.findall(r"https?://([\w.-]+)", frame["payload"]):
            assert host.endswith(".example") or host in {"www.w3.org", "www.georss.org", "jsonfeed.org"}, host


@pytest.mark.parametrize("source", ["mastodon", "bluesky", "nostr"])
def test_every_post_carries_a_hashtag_of_the_coverage(source):
    tags = {"seismebdc", "cedarbayquake", "baiedescedres", "cedarbay"}
    for post_id, post in RECORDING.posts.items():
        if post["network"] == source and post["why"] != "boost":
            assert RECORDING.seen(post_id).tags & tags, post["key"]


def test_boosts_come_after_what_they_boost_and_before_it_is_gone():
    for post_id, post in RECORDING.posts.items():
        if post["why"] == "boost":
            original = RECORDING.seen(post["copy_of"])
            if RECORDING.posts[post["copy_of"]]["clock"] == "ok":
                assert RECORDING.seen(post_id).first.claimed > original.first.claimed
            assert not original.deletions or RECORDING.seen(post_id).first.claimed < max(original.deletions)
