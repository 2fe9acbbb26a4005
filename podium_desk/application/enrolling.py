"""Making a machine into a device of a cluster: keys, one-time code, certificate, snapshot."""

from __future__ import annotations

from _blake2 import blake2b  # `hashlib` has it from there, and loads OpenSSL too.

import msgspec

from podium_desk.domain.ids import Origin, origin_of
from podium_desk.domain.roles import OPEN_KINDS, PERSONAL_ROLES, WRITERS, Role
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.persons import person_named_in
from podium_desk.replica.staff import may_read_shelf
from sync.decoding import decode
from sync.exchange.messages import EnrolAnswer
from sync.exchange.session import Trust
from sync.facts.fact import Header
from sync.identity.certificate import Certificate, CertificateClaims, CertificateError
from sync.store.charter import Charter, PersonalRule
from sync.store.rulings import SET_ASIDE

_DIGEST_BYTES = 16


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    certificate: bytes
    store_certificate: bytes
    authority_public: bytes
    cluster_name: str
    incarnation: int


@dataclass(frozen=True, slots=True)
class Membership:
    """What enrolment gave a device: who it is, and whom it believes.

    Kept beside the replica, not in it: a replica that is lost or damaged is begun anew as the
    next `incarnation` of the same device, which writes a log of its own.
    """

    certificate: Certificate
    store_certificate: Certificate
    authority_public: bytes
    cluster_name: str
    incarnation: int = 0

    @property
    def claims(self) -> CertificateClaims:
        """What the cluster says of this device."""
        return self.certificate.claims

    @property
    def store_device(self) -> int:
        """The number of the store; it writes one log for each house."""
        return self.store_certificate.claims.device

    @property
    def own_origin(self) -> Origin:
        """The log this device writes."""
        return origin_of(self.claims.device, self.incarnation)

    @property
    def trust(self) -> Trust:
        """For the exchange."""
        return Trust(self.authority_public, self.store_device)

    @classmethod
    def from_answer(cls, answer: EnrolAnswer) -> Membership:
        """The membership that an enrolment gave."""
        return cls(
            Certificate.from_bytes(answer.certificate),
            Certificate.from_bytes(answer.store_certificate),
            answer.authority_public,
            answer.cluster_name,
        )

    def to_bytes(self) -> bytes:
        """For the file that keeps it, with a digest: a wrong incarnation would fork the log."""
        content = msgspec.msgpack.encode(
            _Stored(
                self.certificate.to_bytes(),
                self.store_certificate.to_bytes(),
                self.authority_public,
                self.cluster_name,
                self.incarnation,
            )
        )
        return _digest(content) + content

    @classmethod
    def from_bytes(cls, data: bytes) -> Membership:
        """The membership in a file; `CertificateError` when it is damaged."""
        digest, content = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
        if digest != _digest(content):
            raise CertificateError("membership")
        try:
            stored = decode(content, _Stored)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise CertificateError(f"the membership cannot be read: {error}") from error
        return cls(
            Certificate.from_bytes(stored.certificate),
            Certificate.from_bytes(stored.store_certificate),
            stored.authority_public,
            stored.cluster_name,
            stored.incarnation,
        )


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES, person=b"podium member").digest()


def podium_charter() -> Charter:
    """Who may write what in a Podium Desk cluster, and which bodies stay in their house."""
    writers = {
        int(kind): frozenset(role.value for role in roles) for kind, roles in WRITERS.items()
    }
    # Only the store sees every right, so only it sets facts aside.
    writers[SET_ASIDE] = frozenset({Role.STORE.value})
    personal = PersonalRule(in_personal_scope, person_named_in)
    return Charter(writers, in_scope, personal, may_read_shelf)


def in_personal_scope(reader: CertificateClaims, house: int) -> bool:
    """Names stay with the desks of their house (architecture.md, decision 12)."""
    return reader.house == house and reader.role in PERSONAL_ROLES


def in_scope(reader: CertificateClaims, header: Header, writer_house: int) -> bool:
    """A device gets what concerns its house and what its house wrote; else which rights moved.

    What a venue changed tonight is for everybody who sells it.
    """
    return header.kind in OPEN_KINDS or reader.house in (header.house, writer_house)
