"""What the cluster's authority says of a device that was lost: how far its logs are believed.

Signed like a certificate and passed on with it, so that a device hears of it from a peer too and
nobody can make one up.
"""

from __future__ import annotations

import msgspec

from sync.decoding import decode
from sync.identity.certificate import CertificateError
from sync.identity.keys import DeviceKey, is_signed

_CONTEXT = b"podium-desk revocation 1\n"


class RevocationClaims(msgspec.Struct, frozen=True, array_like=True):
    """The signed content. `last` has the last fact believed of each log; nothing of the others.

    `revoked_ms` is for people, in UTC milliseconds. `taken` has the last fact that the store had
    of each log: what came between says nothing any more, and the rights it moved stay moved,
    because others may have sold by them since.
    """

    cluster: int
    device: int
    last: tuple[tuple[int, int], ...]
    revoked_ms: int
    taken: tuple[tuple[int, int], ...] = ()


class Revocation(msgspec.Struct, frozen=True, array_like=True):
    """Claims exactly as they were signed: bytes stored are bytes signed."""

    claims_bytes: bytes
    signature: bytes

    @property
    def claims(self) -> RevocationClaims:
        """What the authority said; `CertificateError` when the bytes are damaged."""
        try:
            return decode(self.claims_bytes, RevocationClaims)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise CertificateError("the revocation cannot be read") from error

    def believes(self, origin: int, seq: int) -> bool:
        """Whether the fact of this number still counts."""
        return seq <= self.last_believed(origin)

    def last_believed(self, origin: int) -> int:
        """The last fact of a log that counts."""
        return dict(self.claims.last).get(origin, 0)

    def last_moved(self, origin: int) -> int:
        """The last fact of a log whose moves of rights stand."""
        return max(self.last_believed(origin), dict(self.claims.taken).get(origin, 0))

    def to_bytes(self) -> bytes:
        """The wire and disk form."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Revocation:
        """The revocation in `data`; `CertificateError` when it is damaged."""
        try:
            return decode(data, cls)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise CertificateError("the revocation cannot be read") from error


def issue_revocation(authority: DeviceKey, claims: RevocationClaims) -> Revocation:
    """A revocation over these claims, signed by the cluster's authority."""
    data = msgspec.msgpack.encode(claims)
    return Revocation(data, authority.sign(_CONTEXT + data))


def check_revocation(revocation: Revocation, authority_public: bytes) -> RevocationClaims:
    """The claims, once the authority's signature over them holds; else `CertificateError`."""
    message = _CONTEXT + revocation.claims_bytes
    if not is_signed(authority_public, revocation.signature, message):
        raise CertificateError("the revocation was not signed by this cluster")
    return revocation.claims
