"""PINs as they are kept: scrypt with a salt of its own for each person."""

from __future__ import annotations

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SALT_BYTES = 16
_HASH_BYTES = 32
_COST, _BLOCK, _PARALLEL = 2**14, 8, 1
"""About 50 ms on a counter's machine and 16 MB: what a log-in can take without being felt."""


def pin_hash(pin: str, salt: bytes) -> bytes:
    """What is kept of a PIN."""
    kdf = Scrypt(salt=salt, length=_HASH_BYTES, n=_COST, r=_BLOCK, p=_PARALLEL)
    return kdf.derive(pin.encode())


def is_right_pin(pin: str, salt: bytes, kept: bytes) -> bool:
    """Whether it is the one, compared in a time that tells nothing."""
    # It loads OpenSSL, which a start does without.
    import hmac

    return hmac.compare_digest(pin_hash(pin, salt), kept)
