"""Makes and opens central stores: the composition root (engines: `central.database`)."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from podium_desk.application.enrolling import podium_charter
from podium_desk.central.cluster import Central
from podium_desk.central.database import choose_database, is_on_server, open_database
from podium_desk.central.folder import CentralFolder
from podium_desk.central.refusals import CentralReason, CentralRefusal, NotACentralStore
from podium_desk.central.tables import create_central_tables
from podium_desk.config import VERSION, witness_folder, write_secret
from podium_desk.domain.roles import Role
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.projection import PodiumProjector
from podium_desk.replica.rereading import read_after_update
from sync.facts.clock import HybridClock
from sync.facts.fact import NO_HOUSE
from sync.identity.keys import SEED_BYTES, DeviceKey
from sync.identity.self_signed import self_signed_pem
from sync.server.enrolment import Enrolment, NewDevice
from sync.server.service import ClusterIdentity
from sync.store.own_past import forgotten_heads
from sync.store.port import Sql
from sync.store.replica import Replica
from sync.store.schema import put_setting, setting
from sync.store.witness_file import WitnessFolder

STORE_DEVICE = 1
_CLUSTER = "cluster"
_CLUSTER_NAME = "cluster_name"


def wall_ms() -> int:
    """The machine's clock in UTC milliseconds."""
    return time.time_ns() // 1_000_000


def create_central(
    folder: CentralFolder, cluster_name: str, database_url: str = ""
) -> Central | CentralRefusal:
    """A new central store in the folder; refused when one is there already.

    `database_url` is that of an empty PostgreSQL database, "" for a file in the folder. An
    earlier attempt that was cut off half way is finished. Raises `StoreFault` and `OSError`.
    """
    if not cluster_name.strip():
        return CentralRefusal(CentralReason.NO_NAME)
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    refusal = choose_database(folder, database_url)
    if refusal is not None:
        return refusal
    sql = open_database(folder)
    try:
        return _founded(folder, sql, cluster_name.strip())
    except BaseException:
        sql.close()
        raise


def _founded(folder: CentralFolder, sql: Sql, cluster_name: str) -> Central | CentralRefusal:
    replica = _replica(sql, wall_ms)
    with sql.transaction():
        sql.lock((NO_HOUSE,))
        is_there = setting(sql, _CLUSTER) is not None
        if not is_there:
            _found_cluster(sql, folder, cluster_name)
    if is_there:
        sql.close()
        return CentralRefusal(CentralReason.EXISTS, {"folder": str(folder.path)})
    return _central(folder, replica, wall_ms)


def open_central(folder: CentralFolder, now_ms: Callable[[], int] = wall_ms) -> Central:
    """The central store in the folder; raises `NotACentralStore`, `StoreFault` and `OSError`.

    `now_ms` is its clock in UTC milliseconds, the machine's own by default.
    """
    database = folder.database_url if is_on_server(folder) else folder.database
    for path in (database, folder.authority_key, folder.store_key):
        if not path.is_file():
            raise NotACentralStore(folder=str(folder.path), missing=path.name)
    sql = open_database(folder)
    try:
        return _central(folder, _replica(sql, now_ms), now_ms)
    except BaseException:
        sql.close()
        raise


def _central(folder: CentralFolder, replica: Replica, now_ms: Callable[[], int]) -> Central:
    sql = replica.sql
    cluster = setting(sql, _CLUSTER)
    store = replica.devices.get(STORE_DEVICE)
    if cluster is None or store is None:
        raise NotACentralStore(folder=str(folder.path), missing=folder.database.name)
    authority = _key(folder.authority_key)
    identity = ClusterIdentity(
        int(cluster),
        (setting(sql, _CLUSTER_NAME) or b"").decode(),
        authority.public,
        store.certificate,
        _key(folder.store_key),
    )
    replica.witness = witness = _witness(folder, identity)
    if forgotten := forgotten_heads(replica, witness.heads()):
        replica.recall.notice(forgotten, now_ms(), is_by_witness=True)
    return Central(
        replica,
        Catalogue(replica.records),
        identity,
        Enrolment(sql, authority, identity.cluster),
        now_ms,
        secrets.choice,
    )


def _found_cluster(sql: Sql, folder: CentralFolder, cluster_name: str) -> None:
    authority, store_key = _key(folder.authority_key), _key(folder.store_key)
    cluster = secrets.randbelow(2**32 - 1) + 1
    put_setting(sql, _CLUSTER, b"%d" % cluster)
    put_setting(sql, _CLUSTER_NAME, cluster_name.encode())
    Enrolment(sql, authority, cluster).certify(
        NO_HOUSE, Role.STORE.value, NewDevice("central store", store_key.public), wall_ms()
    )


def _replica(sql: Sql, now_ms: Callable[[], int]) -> Replica:
    projector = PodiumProjector(STORE_DEVICE)
    replica = Replica(sql, podium_charter(), projector, HybridClock(now_ms), is_authority=True)
    create_central_tables(sql)
    read_after_update(replica, projector, VERSION)
    return replica


def _witness(folder: CentralFolder, identity: ClusterIdentity) -> WitnessFolder:
    """The second memory of this store, outside its folder and its database.

    A copy of the store in another folder has another one: it is no rollback of this one.
    """
    root = folder.witness_root or witness_folder(os.environ, sys.platform, Path.home())
    place = blake2b(str(folder.path.resolve()).encode(), digest_size=4).hexdigest()
    return WitnessFolder(root / f"{identity.cluster}-store-{place}")


def own_certificate(folder: CentralFolder) -> Path:
    """The TLS certificate that the store made for its own key, made when it is not there.

    Raises `NotACentralStore` where there is no store.
    """
    if not folder.store_key.exists():
        raise NotACentralStore(folder=str(folder.path), missing=folder.store_key.name)
    if not folder.own_tls.exists():
        write_secret(folder.own_tls, self_signed_pem(_key(folder.store_key)))
    return folder.own_tls


def _key(path: Path) -> DeviceKey:
    """The key kept there; a fresh one when there is none."""
    if not path.exists():
        write_secret(path, secrets.token_bytes(SEED_BYTES))
    seed = path.read_bytes()
    if len(seed) != SEED_BYTES:
        raise NotACentralStore(folder=str(path.parent), missing=path.name)
    return DeviceKey(seed)
