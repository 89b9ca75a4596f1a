"""`livefeed import`, with archives as networks give them, and as somebody with bad intentions would."""

import gzip
import hashlib
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from livefeed.cli.main import livefeed
from livefeed.model.post import Delete, Profile, Put
from livefeed.runtime.importing import archives, bluesky, taken
from livefeed.runtime.importing.moments import moment
from livefeed.runtime.tape import Tape, open_tape
from livefeed.runtime.tape_clean import Parsers

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def bring(kind: str, source, out, *options):
    """Type an import."""
    return CliRunner().invoke(livefeed, ["import", kind, str(source), "-o", str(out), *map(str, options)])


def frames(path: Path) -> list:
    with open_tape(path) as raw:
        return list(Tape(raw, sort=False))


def posts(path: Path) -> list:
    """What the sources read on a tape."""
    parsers = Parsers()
    reports = [report for frame in frames(path) for report in parsers.of(frame)(frame)]
    return [report.post for report in reports if isinstance(report, Put)]


def activity(number: int, text: str, to: str = PUBLIC, **parts) -> dict:
    """A post as an outbox has it."""
    note = {
        "id": f"https://a.example/users/zoe/statuses/{number}", "type": "Note", "to": [to], "content": f"<p>{text}</p>",
        "published": f"2026-10-02T12:00:{number:02d}Z", "url": f"https://a.example/@zoe/{number}", "sensitive": False,
        "tag": [{"type": "Hashtag", "name": "#demo", "href": "https://a.example/tags/demo"}], "attachment": [],
    }  # fmt: skip
    return {
        "id": f"{note['id']}/activity",
        "type": "Create",
        "published": note["published"],
        "to": [to],
        "object": note | parts,
    }


OUTBOX = [
    activity(3, 'third, with \\"signs\\" {[ in it'),
    activity(1, "first"),
    activity(2, "secret", to="https://a.example/users/zoe/followers"),
    {
        "id": "https://a.example/users/zoe/statuses/4/activity", "type": "Announce", "published": "2026-10-02T12:00:04Z",
        "to": [PUBLIC], "object": "https://b.example/1",
    },
    activity(5, "when?", published="soon"),
]  # fmt: skip
ACTOR = {
    "id": "https://a.example/users/zoe", "type": "Person", "preferredUsername": "zoe", "name": "Zoé",
    "url": "https://a.example/@zoe",
}  # fmt: skip


def members(outbox: bytes | None = None) -> dict[str, bytes]:
    """The files of an archive."""
    about = {"@context": [{"toot": "x"}], "id": "outbox.json", "type": "OrderedCollection", "orderedItems": OUTBOX}
    return {"actor.json": json.dumps(ACTOR).encode(), "outbox.json": outbox or json.dumps(about, indent=1).encode()}


def write_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def write_tar(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(f"archive/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


@pytest.mark.parametrize("write", [write_zip, write_tar])
def test_what_was_public_of_a_mastodon_archive_is_taken(tmp_path, write):
    """In order of time, whatever the archive's."""
    said = bring("mastodon", write(tmp_path / "archive", members()), tmp_path / "mine.ndjson.zst")

    assert said.exit_code == 0, said.output
    first, third, boost = posts(tmp_path / "mine.ndjson.zst")
    assert (first.text, first.author.handle, first.hashtags) == ("first", "@zoe@a.example", ("demo",))
    assert third.id == "https://a.example/users/zoe/statuses/3"
    assert (boost.boost_of, boost.text) == ("https://b.example/1", "")
    assert [frame.t // 1_000_000 % 60 for frame in frames(tmp_path / "mine.ndjson.zst")] == [1, 3, 4]
    assert "not taken: not public: 1" in said.stderr
    assert "not taken: without a time: 1" in said.stderr
    assert "secret" not in str(frames(tmp_path / "mine.ndjson.zst"))


def test_what_was_not_for_everybody_stays_out_whoever_says_so(tmp_path):
    """The post, its activity, or a post that is passed on."""
    followers, own = "https://a.example/users/zoe/followers", "https://a.example/users/zoe/statuses/1"
    outbox = [
        activity(1, "all") | {"to": PUBLIC},
        activity(2, "secret") | {"to": [followers]},
        activity(3, "secret", to="https://a.example/users/max"),
        activity(4, "secret", to=followers, cc=[PUBLIC]),
        {"id": "https://a.example/5", "type": "Announce", "published": "2026-10-02T12:00:05Z", "to": [followers], "object": own},
        {"id": "https://a.example/6", "type": "Announce", "published": "2026-10-02T12:00:06Z", "to": [PUBLIC], "object": activity(2, "secret", to=followers)["object"]},
        {"id": "https://a.example/7", "type": "Announce", "published": "2026-10-02T12:00:07Z", "to": [PUBLIC], "object": activity(1, "all")["object"]},
        {"id": "https://a.example/8", "type": "Create", "to": [PUBLIC], "object": "https://a.example/9"},
    ]  # fmt: skip
    archive = write_zip(tmp_path / "a.zip", members(json.dumps({"orderedItems": outbox}).encode()))
    said = bring("mastodon", archive, tmp_path / "mine.ndjson.zst")

    first, boost = posts(tmp_path / "mine.ndjson.zst")
    assert (first.text, boost.boost_of, boost.created_at - first.created_at) == ("all", own, 6_000)
    assert "not taken: not public: 6" in said.stderr
    assert "secret" not in str(frames(tmp_path / "mine.ndjson.zst"))


def test_what_a_mastodon_post_carries_is_taken(tmp_path):
    """A poll with its votes, what it quotes, and pictures in words; and that its author does not want to be found."""
    options = [{"type": "Note", "name": name, "replies": {"totalItems": n}} for name, n in (("Oui", 7), ("Non", 2))]
    outbox = [
        activity(1, "which?", oneOf=options, votersCount=9, endTime="2026-10-03T12:00:00Z"),
        activity(2, "see", quote="https://b.example/77", attachment=[{"mediaType": "image/png", "url": "/media_attachments/a.png", "name": "Une rue"}]),
    ]  # fmt: skip
    files = members(json.dumps({"orderedItems": outbox}).encode())
    files["actor.json"] = json.dumps(ACTOR | {"indexable": False}).encode()
    bring("mastodon", write_zip(tmp_path / "a.zip", files), tmp_path / "mine.ndjson.zst")

    which, see = posts(tmp_path / "mine.ndjson.zst")
    assert [(option.text, option.votes) for option in which.poll.options] == [("Oui", 7), ("Non", 2)]
    assert (which.poll.voters, which.poll.closes_at, which.poll.multiple) == (9, moment("2026-10-03T12:00:00Z"), False)
    assert (see.quote_of, see.media[0].description, see.media[0].url) == ("https://b.example/77", "Une rue", None)
    assert not which.indexable


@pytest.mark.parametrize("chunk", [1, 3, 7, 64 * 1024])
def test_objects_of_a_large_file_are_found_wherever_it_is_cut(chunk):
    data = members()["outbox.json"]
    left: list[str] = []
    pieces = (data[at : at + chunk] for at in range(0, len(data), chunk))

    assert [json.loads(one) for one in archives.objects(pieces, left.append)] == [{"toot": "x"}, *OUTBOX]
    assert left == []


def test_an_object_that_is_too_long_is_left_out_and_all_others_are_read(monkeypatch):
    monkeypatch.setattr(archives, "MAX_OBJECT", 100)
    left: list[str] = []
    data = json.dumps({"orderedItems": [{"a": 1}, {"a": "x" * 500}, {"b": 2}]}).encode()
    found = list(archives.objects((data[at : at + 50] for at in range(0, len(data), 50)), left.append))

    assert found == [b'{"a": 1}', b'{"b": 2}']
    assert left == ["too long"]
    assert list(archives.objects(iter([data[:-30]]), left.append)) == [b'{"a": 1}']
    assert left[1:] == ["the file is cut off"]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"outbox.json": b" " * 60_000_000, "actor.json": b"{}"}, "does not say whose archive"),
        (members(b" " * 60_000_000), "becomes larger than"),
        ({"actor.json": json.dumps(ACTOR).encode()}, "there is no outbox.json in it"),
        ({"outbox.json": b"{}"}, "there is no actor.json in it"),
        ({"outbox.json": b"{}", "actor.json": b"nonsense"}, "actor.json is not JSON"),
        ({"../../actor.json": json.dumps(ACTOR).encode(), "outbox.json": b"{}"}, ""),
    ],
)
def test_a_hostile_archive_is_refused_in_words(tmp_path, files, words):
    """A bomb too; and a path that leads out of the archive leads nowhere."""
    said = bring("mastodon", write_zip(tmp_path / "archive.zip", files), tmp_path / "mine.ndjson.zst")

    assert words in str(said.exception)
    assert (said.exit_code == 0) == (not words)
    assert sorted(path.name for path in tmp_path.iterdir()) == (
        ["archive.zip"] if words else ["archive.zip", "mine.ndjson.zst"]
    )


def test_what_is_no_archive_is_said_so(tmp_path):
    (tmp_path / "x").write_bytes(b"hello")
    said = bring("mastodon", tmp_path / "x", tmp_path / "mine.ndjson.zst")

    assert "cannot be opened as an archive" in str(said.exception)


DID = "did:plc:w6cojjeizcnllreufpkkiljg"


def car(records: dict[str, dict], before: dict[str, dict] | None = None) -> bytes:
    """A repository as Bluesky exports it: records, tree, commit; with what it was before, where there is that."""
    blocks: list[bytes] = []

    def put(value: dict) -> "Link":
        data = cbor(value)
        cid = b"\x01\x71\x12\x20" + hashlib.sha256(data).digest()
        blocks.append(varint(len(cid) + len(data)) + cid + data)
        return Link(cid)

    def commit(records: dict[str, dict]) -> "Link":
        entries, last = [], ""
        for key in sorted(records):
            shared = next((at for at in range(len(key)) if last[at : at + 1] != key[at]), 0)
            below = put({"l": None, "e": []}) if key == max(records) else None
            entries.append({"p": shared, "k": key[shared:].encode(), "v": put(records[key]), "t": below})
            last = key
        tree = put({"l": None, "e": entries})
        return put({"did": DID, "version": 3, "data": tree, "rev": "3l", "prev": None, "sig": bytes(64)})

    if before is not None:
        commit(before)
    root = commit(records)
    header = cbor({"version": 1, "roots": [root]})
    return b"".join([varint(len(header)), header, *blocks])


class Link:
    """A CID in DAG-CBOR."""

    def __init__(self, cid: bytes) -> None:
        self.cid = cid


def cbor(value) -> bytes:  # noqa: PLR0911 - one kind of value a line
    """As much of DAG-CBOR as a repository needs (RFC 8949; keys by length, then by bytes; tag 42 for links)."""

    def head(major: int, number: int) -> bytes:
        if number < 24:
            return bytes([major << 5 | number])
        return (
            bytes([major << 5 | 24, number]) if number < 256 else bytes([major << 5 | 25]) + number.to_bytes(2, "big")
        )

    match value:
        case None:
            return b"\xf6"
        case int():
            return head(0, value)
        case bytes():
            return head(2, len(value)) + value
        case str():
            return head(3, len(value.encode())) + value.encode()
        case list():
            return head(4, len(value)) + b"".join(map(cbor, value))
        case Link():
            return b"\xd8\x2a" + cbor(b"\0" + value.cid)
        case _:
            pairs = sorted(value.items(), key=lambda pair: (len(pair[0]), pair[0]))
            return head(5, len(pairs)) + b"".join(cbor(key) + cbor(one) for key, one in pairs)


def varint(number: int) -> bytes:
    out = b""
    while number >= 0x80:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


RECORDS = {
    "app.bsky.feed.post/3kb": {"$type": "app.bsky.feed.post", "text": "later", "createdAt": "2026-10-02T12:00:09Z"},
    "app.bsky.feed.post/3ka": {"$type": "app.bsky.feed.post", "text": "sooner", "createdAt": "2026-10-02T12:00:01Z"},
    "app.bsky.feed.post/3kc": {"$type": "app.bsky.feed.post", "text": "when?", "createdAt": "soon"},
    "app.bsky.feed.repost/3kd": {"subject": {"uri": "at://did:plc:x/app.bsky.feed.post/1"}, "createdAt": "2026-10-02T12:00:10Z"},
    "app.bsky.actor.profile/self": {"$type": "app.bsky.actor.profile", "displayName": "Zoé"},
    "app.bsky.feed.like/3ke": {"createdAt": "2026-10-02T12:00:11Z"},
}  # fmt: skip


def test_a_bluesky_repository_is_what_jetstream_would_have_sent(tmp_path):
    (tmp_path / "repo.car").write_bytes(car(RECORDS))
    said = bring("bluesky", tmp_path / "repo.car", tmp_path / "mine.ndjson.zst", "--handle", "zoe.example")

    assert said.exit_code == 0, said.output
    sooner, later, repost = posts(tmp_path / "mine.ndjson.zst")
    assert (sooner.id, sooner.text) == (f"at://{DID}/app.bsky.feed.post/3ka", "sooner")
    assert (later.text, repost.boost_of) == ("later", "at://did:plc:x/app.bsky.feed.post/1")
    parse = Parsers()
    told = [one for frame in frames(tmp_path / "mine.ndjson.zst")[:2] for one in parse.of(frame)(frame)]
    assert {"@zoe.example", None} == {one.handle for one in told if isinstance(one, Profile)}
    assert "app.bsky.feed.like: is no post: 1" in said.stderr
    assert "a record that cannot be read: 1" in said.stderr


def test_what_was_deleted_from_a_repository_does_not_come_back(tmp_path):
    """A file may have parts of an earlier tree: only what the newest commit leads to is taken."""
    gone = {"app.bsky.feed.post/3kz": {"text": "gone", "createdAt": "2026-10-02T12:00:05Z"}}
    (tmp_path / "repo.car").write_bytes(car(RECORDS, before=RECORDS | gone))
    said = bring("bluesky", tmp_path / "repo.car", tmp_path / "mine.ndjson.zst")

    assert [post.text for post in posts(tmp_path / "mine.ndjson.zst")] == ["sooner", "later", ""]
    assert "app.bsky.feed.like: is no post: 1" in said.stderr
    assert "gone" not in str(frames(tmp_path / "mine.ndjson.zst"))


def test_equal_posts_of_a_repository_are_two(tmp_path):
    same = {"$type": "app.bsky.feed.post", "text": "again", "createdAt": "2026-10-02T12:00:05Z"}
    (tmp_path / "repo.car").write_bytes(car({"app.bsky.feed.post/1": same, "app.bsky.feed.post/2": same}))
    bring("bluesky", tmp_path / "repo.car", tmp_path / "mine.ndjson.zst")

    assert [post.id[-2:] for post in posts(tmp_path / "mine.ndjson.zst")] == ["/1", "/2"]


def test_a_repository_of_too_many_records_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(bluesky, "MAX_RECORDS", 4)
    (tmp_path / "repo.car").write_bytes(car(RECORDS))

    assert "has more than 4 records" in str(
        bring("bluesky", tmp_path / "repo.car", tmp_path / "mine.ndjson.zst").exception
    )


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff" * 40, varint(3) + b"abc", car({})[:-5] + b"\xff\xff\xff\x7f"])
def test_what_is_no_repository_is_said_so(tmp_path, data):
    (tmp_path / "repo.car").write_bytes(data)
    said = bring("bluesky", tmp_path / "repo.car", tmp_path / "mine.ndjson.zst")

    assert said.exit_code == 1
    assert "repo.car: " in str(said.exception)


def test_a_table_is_read_by_a_mapping(tmp_path):
    """The first rows that are wrong are named, with row and column; all are counted."""
    (tmp_path / "t.csv").write_text(
        'When;Tweet;Who\n2026-10-02 08:00;"one\nmore line";zoe\nsoon;two;max\n2026-10-02 07:00;;max\n02/10/2026 07:30;three;@m@b.example\n',
        encoding="utf-8-sig",
    )
    mapping = ("--map", "text=Tweet", "--map", "created_at=When", "--map", "handle=Who", "--zone", "America/Montreal")
    said = bring("csv", tmp_path / "t.csv", tmp_path / "t.ndjson.zst", *mapping)

    assert said.exit_code == 0, said.output
    three, one = posts(tmp_path / "t.ndjson.zst")
    assert (three.text, three.author.handle) == ("three", "@m@b.example")
    assert (one.text, one.author.handle) == ("one\nmore line", "@zoe@import.invalid")
    assert one.created_at - three.created_at == 1_800_000
    assert "t.csv: row 4, column created_at: found 'soon', which is no date" in said.stderr
    assert "t.csv: row 5, column text: is empty" in said.stderr
    assert "posts: 2" in said.stderr


def test_the_columns_of_tags_are_found(tmp_path):
    head = "id_str,from_user,text,created_at,time,user_lang,from_user_id_str,in_reply_to_status_id_str,profile_image_url,user_followers_count,status_url"
    row = "12345,zoe,Hello #demo,Wed Sep 05 14:42:08 +0000 2012,05/09/2012 14:42:08,en,99,12344,https://p.example/1.png,7,http://twitter.com/zoe/statuses/12345"
    (tmp_path / "tags.csv").write_text(f"{head}\n{row}\n")
    assert bring("csv", tmp_path / "tags.csv", tmp_path / "t.ndjson.zst", "--host", "twitter.com").exit_code == 0

    (post,) = posts(tmp_path / "t.ndjson.zst")
    assert (post.id, post.author.handle, post.author.followers) == ("https://twitter.com/12345", "@zoe@twitter.com", 7)
    assert (post.reply_to, post.hashtags) == ("https://twitter.com/12344", ("demo",))


def test_the_columns_of_twarc_csv_are_found(tmp_path):
    head = "id,author_id,created_at,text,lang,author.id,author.username,author.name,author.profile_image_url,author.public_metrics.followers_count,referenced_tweets.replied_to.id"
    row = "11,77,2022-10-02T14:00:00.000Z,Hello #demo,en,77,zoe,Zoé,https://p.example/a.jpg,12,10"
    (tmp_path / "t.csv").write_text(f"{head}\n{row}\n")
    assert bring("csv", tmp_path / "t.csv", tmp_path / "t.ndjson.zst", "--host", "twitter.com").exit_code == 0

    (post,) = posts(tmp_path / "t.ndjson.zst")
    assert (post.author.handle, post.author.name, post.author.followers) == ("@zoe@twitter.com", "Zoé", 12)
    assert (post.author.avatar, post.reply_to) == ("https://p.example/a.jpg", "https://twitter.com/10")


SAVED = "id;text;created_at\r\n1;« Été » – l’œuvre à 5 €;2026-10-02T14:00:00Z\r\n"
"""A table as Excel saves it in French."""


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (SAVED.encode("utf-8-sig"), ()),
        (SAVED.encode("cp1252"), ()),
        (SAVED.replace(";", "\t").encode("utf-16"), ()),
        (SAVED.replace("\r\n", "\r").encode(), ()),
        (f"sep=;\r\n{SAVED}".encode("cp1252"), ()),
        (
            SAVED.replace("–", "-").replace("’", "'").replace("œ", "oe").encode("iso8859_15"),
            ("--encoding", "iso8859-15"),
        ),
        (SAVED.encode("mac-roman"), ("--encoding", "mac-roman")),
    ],
    ids=["mark", "windows", "unicode text", "old mac", "sep", "latin 9", "mac"],
)
def test_a_table_is_read_in_whatever_excel_writes(tmp_path, data, options):
    """Letters too that are no UTF-8, and a first line that says what separates columns."""
    (tmp_path / "t.csv").write_bytes(data)
    said = bring("csv", tmp_path / "t.csv", tmp_path / "t.ndjson.zst", *options)

    assert said.exit_code == 0, said.output
    assert "Été" in posts(tmp_path / "t.ndjson.zst")[-1].text
    assert "\ufffd" not in str(frames(tmp_path / "t.ndjson.zst"))


def test_one_damaged_letter_does_not_make_a_table_windows(tmp_path):
    (tmp_path / "t.csv").write_bytes("text,date\nÉté,2026-10-02\n".encode() + b"\xe9,2026-10-02\n")
    bring("csv", tmp_path / "t.csv", tmp_path / "t.ndjson.zst")

    assert [post.text for post in posts(tmp_path / "t.ndjson.zst")] == ["Été", "\ufffd"]


def test_posts_whose_ids_a_spreadsheet_has_rounded_stay_apart(tmp_path):
    """And so do rows of two tables that have no ids at all."""
    (tmp_path / "t.csv").write_text(
        "id;text;date;in_reply_to_id\n1,23457E+18;one;2026-10-02;\n1.23457e+18;two;2026-10-02;1E+18\n;three;2026-10-02;5\n"
    )
    said = bring("csv", tmp_path / "t.csv", tmp_path / "t.ndjson.zst")

    one, two, three = posts(tmp_path / "t.ndjson.zst")
    assert len({one.id, two.id, three.id}) == 3
    assert (two.reply_to, three.reply_to) == (None, "https://import.invalid/5")
    assert "t.csv: row 2, column id: found '1,23457E+18'" in said.stderr
    assert "ids that a spreadsheet has rounded, so that they name nothing: 3" in said.stderr
    (tmp_path / "u.csv").write_text("text;date\nfour;2026-10-02\nthree;2026-10-02\n")
    bring("csv", tmp_path / "u.csv", tmp_path / "u.ndjson.zst")
    assert [post.id == three.id for post in posts(tmp_path / "u.ndjson.zst")] == [False, True]


@pytest.mark.parametrize(
    ("data", "options", "words"),
    [
        ("a,b\n1,2\n", (), "no column looks like text\n  Name it: --map text=COLUMN; its columns: a, b"),
        ("text,date\n", ("--map", "text=Tweet"), "there is no column 'Tweet' for text\n  Its columns: text, date"),
        ("", (), "its columns: none"),
        (f"text,date\n{'x' * 300_000},2026-10-02\n", (), "row 2: field larger than field limit"),
        ("text,date\n" + "x" * 5_000_000, (), "a line is longer than"),
    ],
    ids=["unknown", "unmapped", "empty", "cell", "line"],
)
def test_a_table_that_cannot_be_read_is_refused_in_words(tmp_path, data, options, words):
    (tmp_path / "t.csv").write_text(data)
    said = bring("csv", tmp_path / "t.csv", tmp_path / "t.ndjson.zst", *options)

    assert said.exit_code == 1
    assert words in str(said.exception)
    assert not (tmp_path / "t.ndjson.zst").exists()


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--map", "words=x"), "write FIELD=COLUMN"),
        (("--zone", "Mars"), "is no time zone"),
        (("--encoding", "klingon"), "is no encoding"),
    ],
)
def test_wrong_options_are_explained(tmp_path, option, words):
    (tmp_path / "t.csv").write_text("text,date\n")

    assert words in bring("csv", tmp_path / "t.csv", tmp_path / "t.ndjson.zst", *option).output


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-10-02T13:04:05.678Z", 1790946245678),
        ("Fri Oct 02 13:04:05 +0000 2026", 1790946245000),
        ("02/10/2026 13:04:05", 1790946245000),
        ("2.10.2026 13:04", 1790946240000),
        ("1790946245", 1790946245000),
        ("1790946245678", 1790946245678),
        ("Fri, 02 Oct 2026 09:04:05 EDT", 1790946245000),
        ("02-10-2026 13:04", 1790946240000),
        ("2026/10/2, 13:04", 1790946240000),
        ("02/10/2026 13h04", 1790946240000),
        ("2026-10-02 13 h 04", 1790946240000),
        ("2 octobre 2026 à 13\u202fh\u202f04", 1790946240000),
        ("vendredi 2 oct. 2026, 13:04", 1790946240000),
        ("1er octobre 2026 à 9 h", 1790845200000),
        ("2 octobre 2026 à 9 heures et quart", None),
        ("99/99/2026", None),
        ("0001-01-01", -62135596800000),
        ("9" * 16, 9999999999999999),
        ("x" * 1_000, None),
    ],
)
def test_times_of_tables(written, at):
    assert moment(written) == at


@pytest.mark.parametrize(
    "written", ["2026-10-02 09:04", "02/10/2026 9:04", "2 octobre 2026 à 9 h 04", "Fri, 2 Oct 2026 09:04"]
)
def test_times_that_do_not_say_their_zone_are_in_the_one_that_is_given(written):
    """However they are written; one that says its zone keeps it."""
    assert moment(written, "America/Montreal") == moment("2026-10-02T13:04Z", "America/Montreal")


OLD = {
    "created_at": "Wed Sep 05 14:42:08 +0000 2012", "id_str": "243000000000000001", "text": "Temblor! http://t.co/a &amp; #cr",
    "user": {"id_str": "7", "screen_name": "zoe", "name": "Zoé"}, "lang": "es",
    "entities": {"urls": [{"url": "http://t.co/a", "expanded_url": "https://news.example/1"}], "hashtags": [{"text": "cr"}]},
}  # fmt: skip


def test_old_tweets_are_read_with_their_retweets(tmp_path):
    boost = OLD | {"id_str": "243000000000000002", "text": "RT @zoe: Temblor! h…", "retweeted_status": OLD}
    (tmp_path / "t.jsonl").write_text(f'{json.dumps(boost)}\nnonsense\n{{"a":1}}\n{json.dumps(OLD)[:-9]}')
    said = bring("tweets", tmp_path / "t.jsonl", tmp_path / "t.ndjson.zst")

    original, again = posts(tmp_path / "t.ndjson.zst")
    assert original.text == "Temblor! https://news.example/1 & #cr"
    assert (again.boost_of, again.text) == (original.id, "")
    assert "t.jsonl: line 2: is not JSON" in said.stderr
    assert "lines that are no tweet: 2" in said.stderr
    assert "the last line is cut off: 1" in said.stderr


TWEET = {"id": "1576000000000000001", "text": "Hello #demo", "author_id": "7", "created_at": "2022-10-01T00:00:01Z"}
USER = {"id": "7", "username": "zoe", "name": "Zoé"}


def test_tweets_of_v2_are_what_the_source_x_reads(tmp_path):
    """In pages, each with what it needs of the page, and flattened."""
    page = {"data": [TWEET, TWEET | {"id": "1576000000000000002"}], "includes": {"users": [USER, USER | {"id": "8"}]}}
    flat = TWEET | {"id": "1576000000000000003", "author": USER, "__twarc": {"version": "2"}}
    (tmp_path / "t.jsonl").write_text(f"{json.dumps(page)}\n{json.dumps(flat)}\n")
    assert bring("tweets", tmp_path / "t.jsonl", tmp_path / "t.ndjson.zst").exit_code == 0

    assert {post.author.handle for post in posts(tmp_path / "t.ndjson.zst")} == {"@zoe"}
    assert {frame.source for frame in frames(tmp_path / "t.ndjson.zst")} == {"x"}
    assert '"8"' not in frames(tmp_path / "t.ndjson.zst")[0].payload


def test_one_bad_tweet_of_a_page_costs_no_other(tmp_path):
    page = {"data": [TWEET, {"id": "x"}, TWEET | {"id": "1576000000000000002"}], "includes": {"users": [USER]}}
    (tmp_path / "t.jsonl").write_text(json.dumps(page) + "\n")
    said = bring("tweets", tmp_path / "t.jsonl", tmp_path / "t.ndjson.zst")

    assert [post.id[-1] for post in posts(tmp_path / "t.ndjson.zst")] == ["1", "2"]
    assert "lines that are no tweet: 1" in said.stderr


@pytest.mark.parametrize(
    ("tweet", "notice"),
    [
        (OLD, {"delete": {"status": {"id_str": OLD["id_str"], "user_id": 7}, "timestamp_ms": "1346856200000"}}),
        (OLD, {"delete": {"status": {"id_str": OLD["id_str"], "user_id": 7}}}),
        ({"data": TWEET}, {"data": {"delete": {"tweet": {"id": TWEET["id"]}, "event_at": "2022-10-01T00:01:00Z"}}}),
    ],
    ids=["old", "without a time", "new"],
)
def test_what_a_stream_said_to_be_deleted_is_deleted(tmp_path, tweet, notice):
    (tmp_path / "t.jsonl").write_text(f"{json.dumps(notice)}\n{json.dumps(tweet)}\n")
    bring("tweets", tmp_path / "t.jsonl", tmp_path / "t.ndjson.zst")

    parsers = Parsers()
    reports = [one for frame in frames(tmp_path / "t.ndjson.zst") for one in parsers.of(frame)(frame)]
    (gone,) = [one.id for one in reports if isinstance(one, Delete)]
    assert [one.post.id for one in reports if isinstance(one, Put)] == [gone]


def test_tweets_of_protected_accounts_stay_out_also_as_quotes(tmp_path):
    """Whoever collected them was let in, and nobody else; and what is for everybody is quoted with its words."""
    shy, said = {"protected": True}, OLD | {"id_str": "8", "quoted_status_id_str": "9"}
    lines = [
        OLD | {"user": OLD["user"] | shy, "text": "secret"},
        {"data": TWEET | {"text": "secret"}, "includes": {"users": [USER | shy]}},
        TWEET | {"text": "secret", "author": USER | shy},
        TWEET | {"id": "1576000000000000004", "author": USER | {"id": "8"}, "author_id": "8", "referenced_tweets": [{"type": "quoted", "author": USER | shy} | TWEET | {"text": "secret"}]},
        said | {"quoted_status": OLD | {"id_str": "9", "user": OLD["user"] | shy, "text": "secret"}},
        said | {"id_str": "10", "quoted_status": OLD | {"id_str": "9", "full_text": "these words"}},
    ]  # fmt: skip
    (tmp_path / "t.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    bring("tweets", tmp_path / "t.jsonl", tmp_path / "t.ndjson.zst")

    assert "secret" not in str(frames(tmp_path / "t.ndjson.zst"))
    assert [post.quote and post.quote.text for post in posts(tmp_path / "t.ndjson.zst")] == [None, "these words", None]


def test_lines_in_gzip_or_with_a_mark_are_read(tmp_path):
    for name, data in (
        ("z", gzip.compress(json.dumps(OLD).encode())),
        ("m", b"\xef\xbb\xbf" + json.dumps(OLD).encode()),
    ):
        (tmp_path / name).write_bytes(data)
        assert bring("tweets", tmp_path / name, tmp_path / f"{name}.ndjson.zst").exit_code == 0
        assert len(posts(tmp_path / f"{name}.ndjson.zst")) == 1
    (tmp_path / "z").write_bytes(gzip.compress(json.dumps(OLD).encode())[:-20])
    assert "z: is damaged, or cut off" in str(bring("tweets", tmp_path / "z", tmp_path / "cut.ndjson.zst").exception)


def test_where_nothing_can_be_taken_there_is_no_tape_and_it_says_why(tmp_path):
    (tmp_path / "t.json").write_text(json.dumps([OLD]))
    said = bring("tweets", tmp_path / "t.json", tmp_path / "t.ndjson.zst")

    assert said.exit_code == 1
    assert "t.json: nothing of it can be taken" in str(said.exception)
    assert "is a list; write one object a line" in said.stderr
    assert not (tmp_path / "t.ndjson.zst").exists()


def test_more_than_memory_should_hold_is_sorted_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(taken, "RUN", 10)
    (tmp_path / "t.csv").write_text("text,date\n" + "".join(f"word {n},{1790946245 - n}\n" for n in range(95)))
    assert bring("csv", tmp_path / "t.csv", tmp_path / "t.ndjson.zst").exit_code == 0

    assert [post.text for post in posts(tmp_path / "t.ndjson.zst")] == [f"word {n}" for n in reversed(range(95))]


def test_real_tables_and_pages_are_read(tmp_path, shared_data):
    assert bring("csv", shared_data / "conference" / "dhd2022_x_api_v2.csv", tmp_path / "c.ndjson.zst").exit_code == 0
    assert len(posts(tmp_path / "c.ndjson.zst")) > 3_000
    page = json.loads((shared_data / "x_api" / "dhd2022_v2_search.json").read_text())
    (tmp_path / "page.jsonl").write_text(json.dumps(page))
    said = bring("tweets", tmp_path / "page.jsonl", tmp_path / "p.ndjson.zst")
    assert said.exit_code == 0, said.output
    assert len(posts(tmp_path / "p.ndjson.zst")) >= len(page["data"])
