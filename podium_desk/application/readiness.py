"""Looks a door over for tonight: what its replica, its line, its network and its machine say."""

from __future__ import annotations

from collections.abc import Callable

from podium_desk.application.counter import Connection
from podium_desk.application.gate_here import GateHere
from podium_desk.application.store_link import REVOKED
from podium_desk.application.venue_link import VenueState
from podium_desk.application.venue_state import venue_state
from podium_desk.application.workplace import Workplace
from podium_desk.domain.gates import NO_GATE
from podium_desk.domain.ids import device_of
from podium_desk.domain.programme import Performance
from podium_desk.domain.readiness import (
    Battery,
    BoardState,
    CameraSeen,
    Keys,
    Readiness,
    Seen,
    SoundSeen,
    look_over,
)
from podium_desk.domain.roles import SELLING_ROLES, Role
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.queries import issuing_logs, kept_ticket_count, newest_scan_ms
from sync.store.contacts import ContactTable
from sync.store.devices import Device

_AT_DOORS = frozenset({Role.DOOR, Role.COUNTER})
_EXPECTED_MS = 24 * 3600 * 1000
"""A device that was heard in the last day is expected to be there tonight."""


def _no_battery() -> Battery | None:
    return None


def _unknown() -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class MachineSeen:
    """What is asked of the machine and of the window; each may not be there to be asked."""

    battery: Callable[[], Battery | None] = _no_battery
    disk_free_bytes: Callable[[], int | None] = _unknown
    camera: Callable[[], CameraSeen] = lambda: CameraSeen.NOT_LOOKED
    sound: Callable[[], SoundSeen] = lambda: SoundSeen.NOT_LOOKED
    scanners_gone: Callable[[], int] = lambda: 0
    board: Callable[[], BoardState | None] = lambda: None
    heard: Callable[[], frozenset[int] | None] = lambda: None
    """The devices that answered just now, for a command that is on no network itself."""


@dataclass(slots=True)
class WindowSeen:
    """What only a door's window sees of its machine, told by it; a command looks for itself."""

    camera: CameraSeen = CameraSeen.NOT_LOOKED
    sound: SoundSeen = SoundSeen.NOT_LOOKED
    scanners_gone: int = 0
    board: BoardState | None = None
    heard: frozenset[int] | None = None


class ReadyDesk:
    """Looks one door over. Runs on the replica's lane."""

    def __init__(self, work: Workplace, machine: MachineSeen) -> None:
        self._work = work
        self._machine = machine
        self._gate = GateHere(work)

    def readiness(self) -> Readiness:
        """How this door stands for tonight."""
        return look_over(self.seen())

    def seen(self) -> Seen:
        """What there is to be seen now."""
        work, machine = self._work, self._machine
        tonight = self._gate.performances()
        others, heard = self._others()
        gates, here = work.catalogue.gates(work.house), self._gate.gate()
        error_ms = work.clock.error_ms
        return Seen(
            performances=len(tonight),
            gate="" if here.number == NO_GATE else here.name,
            gates=len(gates),
            data_age_s=self._data_age_s(),
            tickets_known=sum(self._known(one) for one in tonight),
            tickets_said=self._said(tonight),
            keys=self._keys(tonight),
            is_on_network=machine.heard() is not None or work.venue.is_on(),
            others=len(others),
            others_heard=len(others & heard),
            clock_error_s=None if error_ms is None else error_ms // 1000,
            camera=machine.camera(),
            read_ago_s=self._read_ago_s(),
            battery=machine.battery(),
            disk_free_bytes=machine.disk_free_bytes(),
            sound=machine.sound(),
            scanners_gone=machine.scanners_gone(),
            board=machine.board(),
        )

    def _data_age_s(self) -> int | None:
        """Since news could last reach this door: from the store, or from the main counter."""
        work = self._work
        if venue_state(work) is VenueState.KEEPER:
            return 0
        state = work.link.state()
        if state.connection is Connection.NEVER or state.last_contact_ms is None:
            return None
        return max(0, (work.clock.now_ms() - state.last_contact_ms) // 1000)

    def _known(self, performance: Performance) -> int:
        return kept_ticket_count(self._work.replica.sql, performance.house, performance.id)

    def _said(self, tonight: tuple[Performance, ...]) -> int | None:
        """How many the store said there are; None before it spoke of all of them."""
        counts = self._work.evening.counts
        if self._work.evening.counted_ms is None or any(one.id not in counts for one in tonight):
            return None
        return sum(counts[one.id] for one in tonight)

    def _keys(self, tonight: tuple[Performance, ...]) -> Keys:
        work, now_ms = self._work, self._work.clock.now_ms()
        sellers = [
            device
            for device in work.replica.devices.of_house(work.claims.house)
            if device.claims.role in SELLING_ROLES and not device.is_revoked
        ]
        issuers = {
            device_of(log)
            for one in tonight
            for log in issuing_logs(work.replica.sql, one.house, one.id)
        }
        known = {device.claims.device for device in work.replica.devices.all()}
        own = work.replica.devices.get(work.claims.device)
        own_end_ms = work.claims.not_after_ms if own is None else own.claims.not_after_ms
        expired = sum(device.claims.not_after_ms < now_ms for device in sellers)
        return Keys(
            len({device.claims.device for device in sellers} | (issuers & known)),
            len(issuers - known), expired, (own_end_ms - now_ms) // 1000,
            work.link.state().fault == REVOKED,
        )  # fmt: skip

    def _others(self) -> tuple[frozenset[int], frozenset[int]]:
        """The house's other doors and counters that should be there tonight, and who answers."""
        work = self._work
        heard = frozenset(peer.device for peer in work.venue.peers() if peer.is_heard)
        heard |= self._machine.heard() or frozenset()
        contacts = {one.device: one.heard_ms for one in ContactTable(work.replica.sql).all()}
        since_ms = work.clock.now_ms() - _EXPECTED_MS

        def is_expected(device: Device) -> bool:
            claims = device.claims
            if claims.device == work.claims.device or device.is_revoked:
                return False
            is_lately = contacts.get(claims.device, 0) >= since_ms or claims.device in heard
            return claims.role in _AT_DOORS and is_lately

        devices = work.replica.devices.of_house(work.claims.house)
        return frozenset(one.claims.device for one in devices if is_expected(one)), heard

    def _read_ago_s(self) -> int | None:
        """Since a code was last read here: every attempt is recorded, refused ones too."""
        at_ms = newest_scan_ms(self._work.replica.sql, self._work.house, self._work.origin)
        return None if at_ms is None else max(0, (self._work.clock.now_ms() - at_ms) // 1000)
