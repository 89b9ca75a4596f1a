"""Make Nostr notes that are signed as the protocol asks."""

import hashlib
import json

from coincurve import PrivateKey, PublicKeyXOnly

__all__ = ["KEY", "public_key", "signed"]

KEY = bytes([7]) * 32
"""Of the author whom tests use where they do not say."""


def public_key(secret: bytes = KEY) -> str:
    """The public key that belongs to a secret one, hexadecimal."""
    return PublicKeyXOnly.from_secret(secret).format().hex()


def signed(kind: int, content: str, tags=(), created_at: int = 1_790_942_400, secret: bytes = KEY) -> dict:
    """A note with its id and signature."""
    note = {
        "pubkey": public_key(secret),
        "created_at": created_at,
        "kind": kind,
        "tags": [list(tag) for tag in tags],
        "content": content,
    }
    body = [0, note["pubkey"], note["created_at"], kind, note["tags"], content]
    written = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(written).digest()
    return note | {"id": digest.hex(), "sig": PrivateKey(secret).sign_schnorr(digest).hex()}
