"""Personal bodies: what must be forgotten when a person asks for it, kept apart from the facts.

A fact is for ever, so it holds a reference to the person and a commitment only: the hash of a salt
and of the ciphertext. The ciphertext stands beside the log, its key in a table of its own. When the
key, the salt and the ciphertext are gone, what is left says nothing, and the chain still verifies.
"""

from __future__ import annotations

from _blake2 import blake2b  # `hashlib` has it from there, and loads OpenSSL too.

import msgspec

KEY_BYTES = 32
NONCE_BYTES = 12
SALT_BYTES = 16
COMMITMENT_BYTES = 20


class PersonalBody(msgspec.Struct, frozen=True, array_like=True):
    """The encrypted body of one fact about one person of a house.

    `place` is the fact's (log, number); `sealed` begins with the nonce.
    """

    house: int
    person: str
    origin: int
    seq: int
    salt: bytes
    sealed: bytes


class PersonalParcel(msgspec.Struct, frozen=True, array_like=True):
    """A body on its way with its person's key, between devices in scope only."""

    body: PersonalBody
    key: bytes


def seal(key: bytes, nonce: bytes, person: str, plain: bytes) -> bytes:
    """The ciphertext of a body under a person's key; the nonce stands before it."""
    # Loaded with the first person's data: a counter starts without any.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return nonce + AESGCM(key).encrypt(nonce, plain, person.encode())


def unseal(key: bytes, person: str, sealed: bytes) -> bytes | None:
    """The body, None when this is not its key or not its person."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], person.encode())
    except (InvalidTag, ValueError):
        return None


def commitment(salt: bytes, sealed: bytes) -> bytes:
    """What a fact holds of a personal body; says nothing once the salt is gone."""
    return blake2b(salt + sealed, digest_size=COMMITMENT_BYTES, person=b"podium person").digest()
