"""Making a machine into a device of a cluster: keys, one-time code, certificate, snapshot."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from podium_desk.domain.ids import Origin, origin_of
from podium_desk.domain.roles import WRITERS
from sync.exchange.messages import EnrolAnswer
from sync.exchange.session import Trust
from sync.facts.fact import Header
from sync.identity.certificate import Certificate, CertificateClaims
from sync.store.port import Sql
from sync.store.replica import Charter
from sync.store.schema import put_setting, setting

_MEMBERSHIP = "membership"


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    certificate: bytes
    store_certificate: bytes
    authority_public: bytes
    cluster_name: str


@dataclass(frozen=True, slots=True)
class Membership:
    """What enrolment gave a device: who it is, and whom it believes."""

    certificate: Certificate
    store_certificate: Certificate
    authority_public: bytes
    cluster_name: str

    @property
    def claims(self) -> CertificateClaims:
        """What the cluster says of this device."""
        return self.certificate.claims

    @property
    def store_origin(self) -> Origin:
        """The log the store writes."""
        return origin_of(self.store_certificate.claims.device, 0)

    @property
    def trust(self) -> Trust:
        """For the exchange."""
        return Trust(self.authority_public, self.store_origin)

    @classmethod
    def from_answer(cls, answer: EnrolAnswer) -> Membership:
        """The membership that an enrolment gave."""
        return cls(
            Certificate.from_bytes(answer.certificate),
            Certificate.from_bytes(answer.store_certificate),
            answer.authority_public,
            answer.cluster_name,
        )

    def keep(self, sql: Sql) -> None:
        """Keep it with the replica."""
        stored = _Stored(
            self.certificate.to_bytes(),
            self.store_certificate.to_bytes(),
            self.authority_public,
            self.cluster_name,
        )
        with sql.transaction():
            put_setting(sql, _MEMBERSHIP, msgspec.msgpack.encode(stored))

    @classmethod
    def kept(cls, sql: Sql) -> Membership | None:
        """The membership kept here, None before enrolment."""
        data = setting(sql, _MEMBERSHIP)
        if data is None:
            return None
        stored = msgspec.msgpack.decode(data, type=_Stored)
        return cls(
            Certificate.from_bytes(stored.certificate),
            Certificate.from_bytes(stored.store_certificate),
            stored.authority_public,
            stored.cluster_name,
        )


def podium_charter() -> Charter:
    """Who may write what in a Podium Desk cluster, and which bodies stay in their house."""
    writers = {
        int(kind): frozenset(role.value for role in roles) for kind, roles in WRITERS.items()
    }
    return Charter(writers, in_scope)


def in_scope(reader: CertificateClaims, header: Header) -> bool:
    """A device gets the bodies of its own house; of the others it gets only which rights moved."""
    return header.house == reader.house
