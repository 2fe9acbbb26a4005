"""Device keys: Ed25519 pairs made on the device itself, never sent anywhere.

By libsodium, which takes half the time of OpenSSL's: a door checks one signature and makes one for
each guest (docs/decisions/0026).
"""

from __future__ import annotations

from nacl.bindings import (
    crypto_sign,
    crypto_sign_BYTES,
    crypto_sign_open,
    crypto_sign_PUBLICKEYBYTES,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import BadSignatureError

SEED_BYTES = 32
SIGNATURE_BYTES: int = crypto_sign_BYTES


class DeviceKey:
    """A private key that signs what its device writes."""

    def __init__(self, seed: bytes) -> None:
        """`seed` is 32 random bytes; the caller makes them, so that a simulation can too."""
        self.seed = seed
        self.public: bytes
        self.public, self._private = crypto_sign_seed_keypair(seed)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature of `message`."""
        return bytes(crypto_sign(message, self._private)[:SIGNATURE_BYTES])


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of the private half of `public` signed exactly this message."""
    # They are handed on in one piece: of another length, the signature would take from the message.
    if len(signature) != SIGNATURE_BYTES or len(public) != crypto_sign_PUBLICKEYBYTES:
        return False
    try:
        crypto_sign_open(signature + message, public)
    except BadSignatureError:
        return False
    return True
