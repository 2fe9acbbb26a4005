"""A store and devices of the make-believe application, on lines in memory that can be cut."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from harness.plain_sync import AUTHORITY, claims_of, device_key, replica_of
from sync.exchange.client import StoreClient
from sync.exchange.line import StoreAway, StoreRefused
from sync.exchange.messages import AskRequest
from sync.exchange.session import Session, Trust
from sync.facts.fact import Draft, Move
from sync.identity.certificate import CertificateClaims, issue
from sync.server.enrolment import Enrolment
from sync.server.service import ClusterIdentity, RequestRefused, SyncService
from sync.store.port import Sql
from sync.store.replica import OwnLog, Replica

NOW_MS = 1_700_000_000_000


class NoGrants:
    """A store that gives nothing by itself, and all it has when it is asked."""

    def on_ask(self, claims: CertificateClaims, ask: AskRequest) -> Sequence[int]:
        return ask.units

    def may_have_amount(self, claims: CertificateClaims, ask: AskRequest) -> bool:
        return True

    def on_contact(self, replica: Replica, claims: CertificateClaims) -> Sequence[Draft]:
        return ()

    def may_have(
        self, replica: Replica, claims: CertificateClaims, ask: AskRequest, hops: dict[int, int]
    ) -> dict[int, int]:
        return hops

    def moved(self, house: int, moves: tuple[Move, ...]) -> Draft:
        return Draft(50, house, b"take", moves)


@dataclass
class Wire:
    """A line into the service of the store or of a peer."""

    service: SyncService
    is_cut: bool = False
    calls: list[tuple[str, int]] = field(default_factory=list)

    def call(self, path: str, body: bytes, timeout_s: float) -> bytes:
        if self.is_cut:
            raise StoreAway("cut")
        try:
            answer = self.service.answer(path, body)
        except RequestRefused as error:
            raise StoreRefused(error.code, str(error)) from error
        self.calls.append((path, len(answer)))
        return answer

    def close(self) -> None:
        pass


def store_of(replica: Replica) -> SyncService:
    """The service of a store over this replica."""
    certificate = issue(AUTHORITY, claims_of(1))
    identity = ClusterIdentity(1, "plain", AUTHORITY.public, certificate, device_key(1))
    enrolment = Enrolment(replica.sql, AUTHORITY, 1)
    return SyncService(replica, identity, enrolment, NoGrants(), lambda: NOW_MS)


@dataclass
class PlainDevice:
    """A device with its line to the store."""

    number: int
    service: SyncService
    sql: Sql | None = None
    devices: int = 6

    def __post_init__(self) -> None:
        self.replica = replica_of(self.number, self.sql, self.devices)
        nonces = itertools.count(1)
        self.wire = Wire(self.service)
        self.client = StoreClient(
            self.wire, device_key(self.number), lambda: next(nonces).to_bytes(12), self.number
        )
        self.client.store_public = device_key(1).public
        self.session = Session(
            self.replica, self.client, lambda work: work(),
            Trust(AUTHORITY.public, 1), lambda: NOW_MS,
        )  # fmt: skip

    @property
    def own(self) -> OwnLog:
        assert self.replica.own is not None
        return self.replica.own

    @property
    def origin(self) -> int:
        return self.own.origin


def plain_cluster(devices: int = 6) -> tuple[Replica, SyncService]:
    """A store with its certificates."""
    replica = replica_of(1, devices=devices)
    return replica, store_of(replica)
