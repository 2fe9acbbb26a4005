"""What the cluster's authority says of a device: its key, its house, its role.

Dates stop new grants at the store and nothing else (architecture.md, decision 8): a dead clock
battery must not end an evening, and keys outlive what they signed.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from sync.decoding import decode
from sync.identity.keys import DeviceKey, is_signed

_CONTEXT = b"podium-desk certificate 1\n"


class CertificateClaims(msgspec.Struct, frozen=True, array_like=True):
    """The signed content. Times are UTC milliseconds."""

    cluster: int
    house: int
    device: int
    role: str
    name: str
    public_key: bytes
    not_before_ms: int
    not_after_ms: int


class Certificate(msgspec.Struct, frozen=True, array_like=True):
    """Claims exactly as they were signed: bytes stored are bytes signed."""

    claims_bytes: bytes
    signature: bytes

    @property
    def claims(self) -> CertificateClaims:
        """What the authority said; `CertificateError` when the bytes are damaged."""
        try:
            return decode(self.claims_bytes, CertificateClaims)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise CertificateError("the certificate cannot be read") from error

    def to_bytes(self) -> bytes:
        """The wire and disk form."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Certificate:
        """The certificate in `data`; `CertificateError` when it is damaged."""
        try:
            return decode(data, cls)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise CertificateError("the certificate cannot be read") from error


class CertificateError(Exception):
    """A certificate is damaged or was not signed by this cluster's authority."""


def issue(authority: DeviceKey, claims: CertificateClaims) -> Certificate:
    """A certificate over these claims, signed by the cluster's authority."""
    data = msgspec.msgpack.encode(claims)
    return Certificate(data, authority.sign(_CONTEXT + data))


@lru_cache(maxsize=1024)
def check(certificate: Certificate, authority_public: bytes) -> CertificateClaims:
    """The claims, once the authority's signature over them holds; else `CertificateError`.

    Remembered: a peer shows the same certificate with every request.
    """
    message = _CONTEXT + certificate.claims_bytes
    if not is_signed(authority_public, certificate.signature, message):
        raise CertificateError("the certificate was not signed by this cluster")
    return certificate.claims
