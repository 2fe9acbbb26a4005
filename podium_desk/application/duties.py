"""What one device of a house does for all of them, and handing it over: to keep the venue's share
(`keeping`), and to decide when two doors scan one ticket (`admission_holder`).

Safety hangs on neither (`replica.keeping`), so anybody whose role may can name another at any
moment, also cut off; what the others have not heard yet, they do as before.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from podium_desk.application.admission_holder import DECIDING_ROLES, name_holder, no_holder
from podium_desk.application.admitting import Admitting
from podium_desk.application.keeping import goes_along, name_keeper, no_keeper
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind
from podium_desk.domain.programme import Performance
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.held_places import held_by, still_to_sell
from podium_desk.replica.keeping import admission_holder_of, keeper_of
from sync.identity.certificate import CertificateClaims
from sync.store.contacts import ContactTable


class Duty(StrEnum):
    """What one device does for its house."""

    KEEPER = "keeper"
    HOLDER = "holder"


_KIND = {Duty.KEEPER: FactKind.KEEPER_NAMED, Duty.HOLDER: FactKind.ADMISSION_HOLDER_NAMED}
_ROLES = {Duty.KEEPER: frozenset({Role.COUNTER}), Duty.HOLDER: DECIDING_ROLES}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A device that may have a duty. `heard_ms` is when it was last heard by anybody, UTC."""

    device: int
    name: str
    is_here: bool
    has_duty: bool
    is_heard: bool
    """Heard by this device, on the venue's network, in the last seconds."""
    heard_ms: int | None


@dataclass(frozen=True, slots=True)
class DutyNow:
    """Who has a duty, and who else may; `performances` are those that a holder decides for."""

    duty: Duty
    candidates: tuple[Candidate, ...]
    performances: tuple[tuple[Text, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What naming a device comes to. `former` are those that have the duty now.

    `goes` places move to it at once; the former keeper, when it is another device, holds `stays`,
    which stay there until it has heard of it.
    """

    duty: Duty
    named: Candidate
    former: tuple[Candidate, ...]
    goes: int
    stays: int


class Duties:
    """The duties of this device's house. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._admitting = Admitting(work, work.claims.name)

    def now(self) -> tuple[DutyNow, ...]:
        """Those that this device may hand over, where there is another one to have it."""
        return tuple(
            DutyNow(duty, candidates, self._performances(duty))
            for duty in Duty
            if self._may(duty) and len(candidates := self._candidates(duty)) > 1
        )

    def foresee(self, duty: Duty, device: int) -> Foreseen | Refusal:
        """What naming this device would come to; nothing is done."""
        work = self._work
        refusal = (no_keeper if duty is Duty.KEEPER else no_holder)(work, device)
        if refusal is not None:
            return refusal
        candidates = self._candidates(duty)
        named = next(one for one in candidates if one.device == device)
        former = tuple(one for one in candidates if one.has_duty and one.device != device)
        if duty is Duty.HOLDER:
            return Foreseen(duty, named, former, 0, 0)
        stays = sum(self._held_by(one.device) for one in former if not one.is_here)
        return Foreseen(duty, named, former, goes_along(work, device), stays)

    def name(self, duty: Duty, device: int) -> Refusal | None:
        """That device has the duty from now on; an admission holder for all of tonight."""
        if duty is Duty.KEEPER:
            return name_keeper(self._work, device)
        refusals = (name_holder(self._work, one.id, device) for one in self._tonight())
        return next((refusal for refusal in refusals if refusal is not None), None)

    def _may(self, duty: Duty) -> bool:
        """Only devices that hear each other need somebody to decide between them."""
        may = Role(self._work.claims.role) in WRITERS[_KIND[duty]]
        is_needed = duty is Duty.KEEPER or (self._work.venue.is_on() and bool(self._tonight()))
        return may and is_needed

    def _candidates(self, duty: Duty) -> tuple[Candidate, ...]:
        work, having = self._work, self._having(duty)
        peers = {peer.device: peer for peer in work.venue.peers()}
        told = {one.device: one.heard_ms for one in ContactTable(work.replica.sql).all(work.house)}

        def candidate(claims: CertificateClaims) -> Candidate:
            peer = peers.get(claims.device)
            here_ms = None if peer is None else peer.last_heard_ms
            heard_ms = max(told.get(claims.device) or 0, here_ms or 0) or None
            return Candidate(
                claims.device, claims.name, claims.device == work.claims.device,
                claims.device in having, peer is not None and peer.is_heard, heard_ms,
            )  # fmt: skip

        return tuple(
            candidate(device.claims)
            for device in work.replica.devices.of_house(work.house)
            if not device.is_revoked and device.claims.role in _ROLES[duty]
        )

    def _having(self, duty: Duty) -> frozenset[int | None]:
        sql, house = self._work.replica.sql, self._work.house
        if duty is Duty.KEEPER:
            return frozenset({keeper_of(sql, house)})
        return frozenset(admission_holder_of(sql, house, one.id) for one in self._tonight())

    def _performances(self, duty: Duty) -> tuple[tuple[Text, datetime], ...]:
        if duty is Duty.KEEPER:
            return ()
        zone = ZoneInfo(self._work.own_house.timezone)
        return tuple((one.title, one.start.astimezone(zone)) for one in self._tonight())

    def _tonight(self) -> tuple[Performance, ...]:
        return self._admitting.tonight()

    def _held_by(self, device: int) -> int:
        work = self._work
        held = held_by(work.replica.sql, device)
        coming = still_to_sell(work.catalogue, held, work.clock.now_ms())
        return sum(one.count for one in coming)
