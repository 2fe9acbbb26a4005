"""Whether a fetched snapshot is what its logs' devices signed, before it becomes a replica."""

from __future__ import annotations

from sync.facts.batch import BatchFault, BatchRefused
from sync.facts.fact import device_of, head_message
from sync.identity.certificate import CertificateError, check
from sync.identity.keys import is_signed
from sync.snapshot.making import layout_of
from sync.snapshot.messages import Manifest
from sync.store.devices import DeviceTable
from sync.store.log import FactLog
from sync.store.port import Sql, StoreDamaged


class SnapshotRefused(Exception):
    """A snapshot that is not taken; the ordinary exchange brings everything instead."""


def check_snapshot(
    sql: Sql, manifest: Manifest, authority_public: bytes, rightless: int | None = None
) -> None:
    """Hold every log against its chain and its writer's signature.

    Raises `SnapshotRefused`. The tables beside the logs are believed as their maker signed them,
    but for one thing: the log `rightless`, the newcomer's own, holds nothing that it could sell.
    """
    try:
        if layout_of(sql) != manifest.layout:
            raise SnapshotRefused("its tables have another form")
        devices = DeviceTable(sql)
        for device in devices.all():
            check(device.certificate, authority_public)
        if rightless is not None and _holds(sql, rightless):
            raise SnapshotRefused("it gives rights to a device that was never given any")
        log = FactLog(sql)
        if log.heads() != dict(manifest.vector):
            raise SnapshotRefused("it does not hold what its maker says")
        for origin, home in log.homes().items():
            _check_log(log, devices, home, origin)
    except (StoreDamaged, CertificateError, BatchRefused) as error:
        raise SnapshotRefused(str(error)) from error


def _holds(sql: Sql, log: int) -> bool:
    """Whether that log would have anything to sell or spend."""
    held = sql.row("SELECT 1 FROM unit_right WHERE holder = ?", (log,))
    account = sql.row("SELECT 1 FROM amount WHERE holder = ? AND balance > 0", (log,))
    return held is not None or account is not None


def _check_log(log: FactLog, devices: DeviceTable, home: int, origin: int) -> None:
    device = devices.get(device_of(origin))
    if device is None:
        raise BatchRefused(BatchFault.UNKNOWN_DEVICE, origin, 1, "no certificate for it")
    seq, hash_, signature = log.checked_head(home, origin)
    message = head_message(origin, seq, hash_)
    if signature is None or not is_signed(device.claims.public_key, signature, message):
        raise BatchRefused(BatchFault.BAD_SIGNATURE, origin, seq, "the log's head is not signed")
