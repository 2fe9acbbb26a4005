"""The store of a simulated cluster, wired as the composition root wires it, without HTTP."""

from __future__ import annotations

from collections.abc import Callable

from podium_desk.application.enrolling import Membership, podium_charter
from podium_desk.central.cluster import Central
from podium_desk.central.policy import PodiumGrants
from podium_desk.domain.allotment import ReservePolicy
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.projection import PodiumProjector
from podium_desk.replica.upcasting import UP_CASTERS, UpCasters
from sync.facts.clock import HybridClock
from sync.identity.certificate import CertificateClaims, issue
from sync.identity.keys import DeviceKey
from sync.server.enrolment import Enrolment, NewDevice
from sync.server.service import ClusterIdentity, SyncService
from sync.store.own_past import forgotten_heads
from sync.store.port import Sql
from sync.store.replica import Replica
from sync.store.witness import KeptHeads

CLUSTER = 4242
STORE_DEVICE = 1
_NAME = "Simulation"
_NEVER_MS = 2**45


@dataclass(frozen=True, slots=True)
class StoreKeys:
    """The keys that a store keeps beside its database."""

    authority: DeviceKey
    store: DeviceKey


@dataclass(frozen=True, slots=True)
class StoreHabits:
    """How a store differs from the shipped one: the versions that it reads, and what it gives to
    desks unasked (None as houses have it by default)."""

    up_casters: UpCasters = UP_CASTERS
    reserves: ReservePolicy | None = None


AS_SHIPPED = StoreHabits()


@dataclass(frozen=True, slots=True)
class OpenStore:
    """A store's program at work on its database."""

    replica: Replica
    service: SyncService
    enrolment: Enrolment
    catalogue: Catalogue
    central: Central
    """The same as the manager's commands see it."""

    def certify(self, house: int, role: str, name: str, key: DeviceKey, now_ms: int) -> Membership:
        """Make a device known, as a code that it typed would."""
        device = NewDevice(name, key.public)
        with self.replica.sql.transaction():
            certificate = self.enrolment.certify(house, role, device, now_ms)
        identity = self.service.identity
        return Membership(certificate, identity.certificate, identity.authority_public, _NAME)


def open_store(
    sql: Sql,
    keys: StoreKeys,
    now_ms: Callable[[], int],
    witness: KeptHeads,
    habits: StoreHabits = AS_SHIPPED,
) -> OpenStore:
    """Start the store's program on the data that is there."""
    projector = PodiumProjector(STORE_DEVICE, habits.up_casters)
    replica = Replica(sql, podium_charter(), projector, HybridClock(now_ms), is_authority=True)
    claims = CertificateClaims(
        CLUSTER, 0, STORE_DEVICE, "store", "store", keys.store.public, 0, _NEVER_MS
    )
    certificate = issue(keys.authority, claims)
    with sql.transaction():
        replica.devices.put(certificate)
    identity = ClusterIdentity(CLUSTER, _NAME, keys.authority.public, certificate, keys.store)
    catalogue = Catalogue(replica.records)
    enrolment = Enrolment(sql, keys.authority, CLUSTER)
    policy = PodiumGrants(catalogue, STORE_DEVICE, now_ms, habits.reserves)
    service = SyncService(replica, identity, enrolment, policy, now_ms)
    replica.witness = witness
    if forgotten := forgotten_heads(replica, witness.heads()):
        replica.recall.notice(forgotten, now_ms(), is_by_witness=True)
    central = Central(replica, catalogue, identity, enrolment, now_ms, lambda letters: letters[0])
    return OpenStore(replica, service, enrolment, catalogue, central)
