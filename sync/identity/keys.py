"""Device keys: Ed25519 pairs made on the device itself, never sent anywhere."""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

SEED_BYTES = 32
SIGNATURE_BYTES = 64


class DeviceKey:
    """A private key that signs what its device writes."""

    def __init__(self, seed: bytes) -> None:
        """`seed` is 32 random bytes; the caller makes them, so that a simulation can too."""
        self.seed = seed
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public: bytes = self._private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature of `message`."""
        return self._private.sign(message)


@lru_cache(maxsize=1024)
def _public_key(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of the private half of `public` signed exactly this message."""
    try:
        _public_key(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
