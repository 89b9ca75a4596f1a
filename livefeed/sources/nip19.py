"""Names of Nostr things as people pass them on: bech32 with TLV (NIP-19, BIP-173)."""

import re

__all__ = ["author_id", "decode", "encode", "nevent", "npub"]

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6
_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LONGEST = 1_000


def npub(pubkey: str) -> str:
    """Write a public key (64 hexadecimal digits)."""
    return encode("npub", bytes.fromhex(pubkey))


def nevent(event_id: str, author: str) -> str:
    """Write a pointer to a note with its author (64 hexadecimal digits each)."""
    return encode("nevent", b"\x00\x20" + bytes.fromhex(event_id) + b"\x02\x20" + bytes.fromhex(author))


def author_id(name: str) -> str | None:
    """Give the author of posts whom a name means: a public key as `npub1…` or in hex, `nostr:` before it or not.

    Returns:
        The name that posts have for it, or None where it is no such name.

    Raises:
        ValueError: it begins like one and is none.
    """
    bare = name.strip().removeprefix("nostr:")
    if bare.startswith("npub1"):
        bare = decode(bare)[1].hex()
        if not _KEY.fullmatch(bare):
            raise ValueError("is no public key")
    return f"nostr:{bare.lower()}" if _KEY.fullmatch(bare.lower()) else None


def decode(text: str) -> tuple[str, bytes]:
    """Read a bech32 text into its prefix and bytes.

    Raises:
        ValueError: it is none, or its checksum is wrong.
    """
    text = text.lower()
    prefix, one, rest = text.rpartition("1")
    if not one or not prefix or len(text) > _LONGEST or len(rest) < _CHECKSUM:
        raise ValueError("is no bech32")
    values = [_ALPHABET.index(c) for c in rest]
    if _polymod(_expand(prefix) + values) != 1:
        raise ValueError("the checksum is wrong")
    return prefix, bytes(_regroup(values[:-_CHECKSUM], 5, 8, pad=False))


def encode(prefix: str, data: bytes) -> str:
    """Write bytes as bech32."""
    values = _regroup(list(data), 8, 5, pad=True)
    check = _polymod([*_expand(prefix), *values, *([0] * _CHECKSUM)]) ^ 1
    values += [(check >> 5 * (5 - i)) & 31 for i in range(_CHECKSUM)]
    return f"{prefix}1{''.join(_ALPHABET[value] for value in values)}"


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_GENERATOR):
            check ^= generator if (top >> i) & 1 else 0
    return check


def _expand(prefix: str) -> list[int]:
    return [*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix)]


def _regroup(values: list[int], size: int, wanted: int, *, pad: bool) -> list[int]:
    kept = bits = 0
    out: list[int] = []
    for value in values:
        kept = (kept << size) | value
        bits += size
        while bits >= wanted:
            bits -= wanted
            out.append((kept >> bits) & ((1 << wanted) - 1))
    if pad and bits:
        out.append((kept << (wanted - bits)) & ((1 << wanted) - 1))
    return out
