"""A Bluesky repository (a CAR file of one's own account): its posts as Jetstream would have sent them.

What counts is what the newest commit leads to: a file may have blocks of before, with what was deleted since.
Sources: atproto.com/specs/repository (the tree: each node has whole keys, but for what it shares with the key before),
ipld.io/specs/transport/car/carv1 (length, CID, block).
"""

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import libipld

from livefeed.model.errors import PayloadError, TapeError
from livefeed.model.frame import Frame
from livefeed.runtime.importing.taken import Taken, json_frame
from livefeed.runtime.tape import open_tape
from livefeed.sources.dates import parse_date
from livefeed.sources.reading import items, text

__all__ = ["MAX_BLOCK", "MAX_RECORDS", "bluesky_frames"]

MAX_BLOCK = 2 * 1024 * 1024
"""Bytes of a block; a larger one is left out."""
MAX_RECORDS = 2_000_000
"""Posts, reposts and profiles of a repository."""

_STREAM, _SOURCE = "bluesky:jetstream", "bluesky"
_KINDS = {"app.bsky.feed.post": "posts", "app.bsky.feed.repost": "reposts", "app.bsky.actor.profile": "profiles"}
_CID = 36
"""Bytes of a CID of version 1 with SHA-256, as all of a repository are."""
_CID_START = (b"\x01\x71\x12\x20", b"\x01\x55\x12\x20")


def bluesky_frames(path: Path, taken: Taken, handle: str | None = None) -> Iterator[Frame]:
    """Read a repository: once for its tree and owner, once for its records.

    Args:
        path: the file.
        taken: counts.
        handle: of the account, which its repository does not say.

    Raises:
        TapeError: it is no such file.
    """
    did, keys = _read_tree(path, taken)
    first: int | None = None
    about: list[dict[str, Any]] = []
    with open_tape(path) as raw:
        _roots(raw, path)
        for cid, block in _blocks(raw):
            for key in keys.pop(cid, ()):
                try:
                    at, payload = _payload(did, key, _plain(libipld.decode_dag_cbor(block)))
                    if at is None:
                        about.append(payload)
                        continue
                    first = at if first is None else min(first, at)
                    yield json_frame(at, _STREAM, _SOURCE, payload)
                    taken.took(_KINDS[key.partition("/")[0]])
                except (PayloadError, ValueError, RecursionError) as error:
                    taken.left("a record that cannot be read", f"{key}: {error}")
    for lost in keys.values():
        taken.left("a record that the file does not have", lost[0])
    if handle is not None:
        about.append({"did": did, "kind": "identity", "identity": {"did": did, "handle": handle.lstrip("@")}})
    for payload in about:
        # Who it is must be known before the first post.
        at = max(0, (first or 1) - 1)
        yield json_frame(at, _STREAM, _SOURCE, payload | {"time_us": at * 1_000})
        taken.took("profiles")


class _Node(NamedTuple):
    """A node of the tree."""

    below: list[bytes]
    """CIDs of other nodes."""
    records: list[tuple[str, bytes]]
    """Key and CID of what we take."""
    others: Counter[str]
    """What else there is, by its kind."""


def _read_tree(path: Path, taken: Taken) -> tuple[str, dict[bytes, list[str]]]:
    """Say whose repository it is, and which records are in it, by their CIDs: equal ones have one CID."""
    commits: dict[bytes, tuple[str, bytes]] = {}
    nodes: dict[bytes, _Node] = {}
    held = 0
    with open_tape(path) as raw:
        roots = _roots(raw, path)
        for cid, block in _blocks(raw, taken):
            try:
                found = libipld.decode_dag_cbor(block)
            except (ValueError, RecursionError):
                continue
            if not isinstance(found, dict):
                continue
            if isinstance(found.get("did"), str) and isinstance(found.get("data"), bytes):
                commits[cid] = (found["did"], found["data"])
            elif isinstance(found.get("e"), list) and "l" in found:
                nodes[cid] = _node(found)
                held += len(nodes[cid].records)
                if held > MAX_RECORDS:
                    raise TapeError(f"{path}: has more than {MAX_RECORDS:,} records")
    did, tree = next((commits[root] for root in roots if root in commits), ("", b""))
    if not did.startswith("did:"):
        raise TapeError(f"{path}: does not say whose repository it is\n  Give the CAR file as it was downloaded.")
    return did, _reached(nodes, tree, taken)


def _reached(nodes: dict[bytes, _Node], tree: bytes, taken: Taken) -> dict[bytes, list[str]]:
    """Walk down a tree, each node once."""
    keys: dict[bytes, list[str]] = {}
    left = [tree]
    while left:
        cid = left.pop()
        node = nodes.pop(cid, None)
        if node is None:
            taken.left("a part of the repository that is not in the file")
            continue
        left += node.below
        for key, record in node.records:
            keys.setdefault(record, []).append(key)
        for kind, count in node.others.items():
            taken.counters[f"not taken: {kind}: is no post"] += count
    return keys


def _node(found: dict[str, Any]) -> _Node:
    """Read a node; what it shares with the key before is written out."""
    node = _Node([], [], Counter())
    links = [found["l"], *(entry.get("t") for entry in found["e"] if isinstance(entry, dict))]
    node.below.extend(link for link in links if isinstance(link, bytes))
    for key, cid in _entries(found["e"]):
        kind = key.partition("/")[0]
        if kind in _KINDS:
            node.records.append((key, cid))
        else:
            node.others[kind[:60]] += 1
    return node


def _entries(entries: list[Any]) -> Iterator[tuple[str, bytes]]:
    """Give key and CID of what a node of the tree holds."""
    before = b""
    for entry in entries:
        if not isinstance(entry, dict):
            return
        shared, rest, cid = entry.get("p"), entry.get("k"), entry.get("v")
        if not isinstance(shared, int) or not isinstance(rest, bytes) or not isinstance(cid, bytes) or shared < 0:
            return
        before = before[:shared] + rest
        yield before.decode("ascii", "replace")[:1024], cid


def _roots(source: BinaryIO, path: Path) -> list[bytes]:
    """Read the header of a CAR file, which names the newest commit."""
    header = _length(source)
    if header is None or not 0 < header < MAX_BLOCK:
        raise TapeError(f"{path}: is no CAR file")
    try:
        about = libipld.decode_dag_cbor(source.read(header))
    except (ValueError, RecursionError) as error:
        raise TapeError(f"{path}: is no CAR file: {error}") from error
    if not isinstance(about, dict) or about.get("version") != 1:
        raise TapeError(f"{path}: is no CAR file of version 1")
    return [root for root in items(about, "roots") if isinstance(root, bytes)]


def _blocks(source: BinaryIO, taken: Taken | None = None) -> Iterator[tuple[bytes, bytes]]:
    """Walk over the blocks of a CAR file, after its header; `taken` hears what is no block."""
    while (length := _length(source)) is not None:
        if length > MAX_BLOCK:
            source.seek(length, io.SEEK_CUR)
            if taken is not None:
                taken.left("a block that is too long")
            continue
        block = source.read(length)
        if len(block) < length or not block.startswith(_CID_START):
            if taken is not None:
                taken.left("the file is cut off or damaged" if len(block) < length else "a block of another kind")
            continue
        yield block[:_CID], block[_CID:]


def _length(source: BinaryIO) -> int | None:
    """Read an unsigned varint of at most nine bytes; None at the end."""
    value = 0
    for shift in range(0, 63, 7):
        byte = source.read(1)
        if not byte:
            return None
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    return None


def _plain(value: Any) -> Any:
    """Write what JSON has no word for as the AT protocol does."""
    if isinstance(value, bytes):
        return {"$link": libipld.encode_cid(value)} if value.startswith(_CID_START) else None
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _payload(did: str, key: str, record: Any) -> tuple[int | None, dict[str, Any]]:
    """Make the message that Jetstream would have sent, and say when; None for a profile."""
    collection, _, rkey = key.partition("/")
    if not isinstance(record, dict):
        raise PayloadError("is no record")
    commit = {"operation": "create", "collection": collection, "rkey": rkey, "record": record}
    payload = {"did": did, "kind": "commit", "commit": commit}
    if collection == "app.bsky.actor.profile":
        return None, payload
    at = parse_date(text(record, "createdAt"))
    if at is None:
        raise PayloadError("without a time that can be read")
    return at, payload | {"time_us": at * 1_000}
