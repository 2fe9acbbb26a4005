"""The devices of a cluster as its managers see them: listed, revoked, renewed."""

from __future__ import annotations

from podium_desk.central.cluster import Central
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.domain.roles import Role
from podium_desk.late_dataclass import dataclass
from sync.facts.fact import device_of
from sync.store.devices import Device


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device. `held` are the places that all its logs hold, `certified_until_ms` UTC."""

    number: int
    name: str
    role: str
    house: int
    certified_until_ms: int
    is_revoked: bool
    held: int


@dataclass(frozen=True, slots=True)
class Revoked:
    """What a revocation did: how far each log counts, and the places that nobody can sell now."""

    number: int
    name: str
    last: tuple[tuple[int, int], ...]
    stranded: int


def device_rows(central: Central) -> list[DeviceRow]:
    """Every device but the store itself."""
    return [
        _row(central, device)
        for device in central.replica.devices.all()
        if device.claims.role != Role.STORE.value
    ]


def revoke_device(central: Central, number: int, after: int | None) -> Revoked | CentralRefusal:
    """Revoke a lost device. `after` is the last fact believed of its newest log.

    Left out, all that the store has counts. What it had said beyond `after` goes out of every
    table, the rest of its group with it; the rights that it moved so stay moved, and what the
    device holds stays with it. A second revocation never believes more than the first.
    """
    found = _found(central, number)
    if isinstance(found, CentralRefusal):
        return found
    with central.sql.transaction():
        # What another server takes of it meanwhile comes before this, or is refused after it.
        central.sql.lock((found.claims.house,))
        taken = {
            origin: seq
            for origin, seq in central.replica.log.heads().items()
            if device_of(origin) == number
        }
        last = dict(taken)
        if after is not None:
            newest = central.replica.log.newest_of(number)
            last[newest] = _end_of_group(central, newest, after)
        told = tuple((origin, _believed(found, origin, seq)) for origin, seq in last.items())
        revocation = central.enrolment.revocation(
            number, tuple(sorted(told)), central.now_ms(), tuple(sorted(taken.items()))
        )
        central.replica.revoke(revocation)
    return Revoked(number, found.claims.name, tuple(sorted(told)), _held(central, number))


def _believed(device: Device, origin: int, seq: int) -> int:
    earlier = device.revocation
    return seq if earlier is None else min(seq, earlier.last_believed(origin))


def _end_of_group(central: Central, origin: int, seq: int) -> int:
    """The last fact up to `seq` with which a group ends: half of a sale is none."""
    replica = central.replica
    following = replica.log.between(replica.home_of(origin) or 0, origin, seq + 1, seq + 1)
    return seq - following[0].header.group_index if following else seq


def renew_device(central: Central, number: int) -> DeviceRow | CentralRefusal:
    """New dates for a device whose certificate has ended: a person has looked at it."""
    found = _found(central, number)
    if isinstance(found, CentralRefusal):
        return found
    central.enrolment.renew(found.claims, central.now_ms())
    renewed = central.replica.devices.get(number)
    assert renewed is not None, "it was found before"
    return _row(central, renewed)


def _found(central: Central, number: int) -> Device | CentralRefusal:
    device = central.replica.devices.get(number)
    if device is None:
        return CentralRefusal(CentralReason.UNKNOWN_DEVICE, {"device": number})
    if device.claims.role == Role.STORE.value:
        return CentralRefusal(CentralReason.NOT_THE_STORE, {"device": number})
    return device


def _row(central: Central, device: Device) -> DeviceRow:
    claims = device.claims
    return DeviceRow(
        claims.device, claims.name, claims.role, claims.house, claims.not_after_ms,
        device.is_revoked, _held(central, claims.device),
    )  # fmt: skip


def _held(central: Central, number: int) -> int:
    logs = {
        central.replica.log.newest_of(number),
        *(origin for origin in central.replica.log.heads() if device_of(origin) == number),
    }
    counts = (central.replica.rights.held_free_counts(origin) for origin in logs)
    return sum(sum(count.values()) for count in counts)
