"""How messages between a till and an Adyen terminal are protected on the house's network.

A passphrase that both know gives three keys (PBKDF2 with HMAC-SHA1, 4000 rounds): one signs the
plain message (HMAC-SHA256), one encrypts it (AES-256, CBC), and the third, changed by a nonce of
each message, is its beginning. As in Adyen's own libraries, whose example is a test here. The
header stays readable, and is signed since it stands in the message too.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

if TYPE_CHECKING:
    from collections.abc import Callable

_SALT = b"AdyenNexoV1Salt"
_ROUNDS = 4000
_KEY_BYTES = 32
NONCE_BYTES = 16
_BLOCK_BITS = 128


class NotAuthentic(Exception):
    """A message that who knows the passphrase did not write."""


@dataclass(frozen=True, slots=True)
class NexoKey:
    """What both sides know: the key's name and version, and the passphrase."""

    identifier: str
    version: int
    passphrase: str = field(repr=False)


class NexoGuard:
    """Protects and opens messages under one key."""

    def __init__(self, key: NexoKey, nonce: Callable[[], bytes]) -> None:
        """`nonce` gives `NONCE_BYTES` random bytes for each message."""
        self._key = key
        self._nonce = nonce
        size = 2 * _KEY_BYTES + NONCE_BYTES
        made = hashlib.pbkdf2_hmac("sha1", key.passphrase.encode(), _SALT, _ROUNDS, size)
        self._signing, self._cipher = made[:_KEY_BYTES], made[_KEY_BYTES : 2 * _KEY_BYTES]
        self._start = made[2 * _KEY_BYTES :]

    def protect(self, plain: bytes, header: dict[str, Any]) -> dict[str, Any]:
        """What goes over the line in place of the message."""
        nonce = self._nonce()
        padder = padding.PKCS7(_BLOCK_BITS).padder()
        encryptor = self._crypt(nonce).encryptor()
        blob = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
        return {
            "MessageHeader": header,
            "NexoBlob": base64.b64encode(blob).decode(),
            "SecurityTrailer": {
                "AdyenCryptoVersion": 1,
                "KeyIdentifier": self._key.identifier,
                "KeyVersion": self._key.version,
                "Nonce": base64.b64encode(nonce).decode(),
                "Hmac": base64.b64encode(self.sign(plain)).decode(),
            },
        }

    def open(self, secured: dict[str, Any]) -> bytes:
        """The message that was protected so. Raises `NotAuthentic`."""
        try:
            trailer = secured["SecurityTrailer"]
            nonce, told = base64.b64decode(trailer["Nonce"]), base64.b64decode(trailer["Hmac"])
            decryptor = self._crypt(nonce).decryptor()
            padded = decryptor.update(base64.b64decode(secured["NexoBlob"])) + decryptor.finalize()
            unpadder = padding.PKCS7(_BLOCK_BITS).unpadder()
            plain = unpadder.update(padded) + unpadder.finalize()
        except (KeyError, TypeError, ValueError, binascii.Error) as error:
            raise NotAuthentic("it cannot be opened") from error
        if not hmac.compare_digest(self.sign(plain), told):
            raise NotAuthentic("its signature is wrong")
        return plain

    def sign(self, plain: bytes) -> bytes:
        """The signature of a plain message."""
        return hmac.digest(self._signing, plain, "sha256")

    def _crypt(self, nonce: bytes) -> Cipher[modes.CBC]:
        if len(nonce) != NONCE_BYTES:
            raise ValueError(f"a nonce of {len(nonce)} bytes")
        start = bytes(one ^ other for one, other in zip(self._start, nonce, strict=True))
        return Cipher(algorithms.AES(self._cipher), modes.CBC(start))


def as_json(message: dict[str, Any]) -> bytes:
    """The bytes of a message."""
    return json.dumps(message, separators=(",", ":")).encode()
