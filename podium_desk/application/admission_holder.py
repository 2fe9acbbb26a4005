"""The admission holder: one device of a performance that hears of every entry before it happens.

A door asks it with a short deadline, so that of two scans at the same moment one wins. Without an
answer the door decides by its own knowledge and says so (architecture.md, decision 10). Where
nobody is named and the keeper is not heard, the doors choose one of themselves.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import Decision, ScanReason, Verdict
from podium_desk.domain.deciding import HOLDER_REASONS
from podium_desk.domain.facts import AdmissionHolderNamed, Direction, FactKind
from podium_desk.domain.ids import Origin, PerformanceId, TicketId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.domain.stays import Passage
from podium_desk.replica.claims import Claim, is_claimed, keep_claim
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.keeping import admission_holder_of
from sync.decoding import decode
from sync.facts.fact import Draft

TOPIC = "admission"
HOLDER_TIMEOUT_S = 0.05
"""A guest waits at most this long for the holder's word."""
CHOOSE_AFTER_MS = 10_000
"""So long the doors wait for a holder that is not heard before they choose one of themselves."""
DECIDING_ROLES = frozenset({Role.DOOR, Role.COUNTER, Role.OFFICE})
"""What a device may be that decides at the doors."""
NOT_HOLDER = "not_holder"
"""What a device answers that knows of another holder: the door is then alone with its decision."""
_Ticket = tuple[int, int, int]


class EntryAsked(msgspec.Struct, frozen=True, array_like=True):
    """A door is about to let somebody in. `text` is the code as it was read.

    `origin` is the door's log and `seq` its newest fact: the entry will be the next one.
    `gate_number` is the gate by whose rules it is judged; of a group `persons` go in, 0 for all.
    """

    text: str
    token: str
    gate: str
    at_ms: int
    performance: int
    ticket: _Ticket
    origin: int = 0
    seq: int = 0
    gate_number: int = 0
    persons: int = 0


class EntryAnswer(msgspec.Struct, frozen=True, array_like=True):
    """`reason` is empty when the entry is the asking door's; `first_*` come with `already_in`.

    `NOT_HOLDER` is no reason against an entry, and neither is one that the asking door does not
    know: no word was given.
    """

    reason: str
    first_at_ms: int = 0
    first_gate: str = ""


def asked_of_holder(
    work: Workplace, asked: EntryAsked, decision: Decision
) -> tuple[Decision, bool]:
    """The decision with the holder's word, and whether it was taken alone.

    To be called with an entry that this door would let in, on a house's network.
    """
    holder = admission_holder_of(work.replica.sql, work.house, asked.performance)
    if holder == work.claims.device:
        return decision, False
    said = None if holder is None else work.venue.consult(
        holder, TOPIC, msgspec.msgpack.encode(asked), HOLDER_TIMEOUT_S
    )  # fmt: skip
    answer = None if said is None else _read_answer(said)
    if answer is None:
        return decision, True
    if not answer.reason:
        return decision, False
    first = Passage(answer.first_at_ms, Direction.ENTRY, answer.first_gate)
    reason = ScanReason(answer.reason)
    return Decision(
        Verdict.REFUSE, reason, None if reason is ScanReason.FORGED else decision.ticket,
        first if reason is ScanReason.ALREADY_IN and answer.first_at_ms else None,
        is_unheard=decision.is_unheard, inside=decision.inside, performance=decision.performance,
    ), False  # fmt: skip


def answer_entry(
    work: Workplace, asked: EntryAsked, judged: Callable[[EntryAsked, Claim], Decision | None]
) -> EntryAnswer:
    """The holder's word on an entry; where it agrees, the entry is claimed durably first.

    `judged` is what speaks against it as this device knows the ticket, by the asking door's gate.
    """
    sql, performance = work.replica.sql, PerformanceId(asked.performance)
    ticket = TicketId(Origin(asked.ticket[0]), asked.ticket[1], asked.ticket[2])
    if admission_holder_of(sql, work.house, performance) != work.claims.device:
        return EntryAnswer(NOT_HOLDER)
    claim = Claim(
        int(work.house), performance, ticket, asked.token, asked.origin, asked.seq,
        asked.persons,
    )  # fmt: skip
    if is_claimed(sql, claim):
        return EntryAnswer("")
    against = judged(asked, claim)
    if against is not None and against.reason is not None:
        first = against.first_entry
        at_ms, door = (0, "") if first is None else (first.at_ms, first.door)
        return EntryAnswer(against.reason.value, at_ms, door)
    keep_claim(sql, claim, asked.at_ms, asked.gate)
    return EntryAnswer("")


def name_holder(work: Workplace, performance: PerformanceId, device: int) -> Refusal | None:
    """That device decides at the doors of a performance from now on."""
    if work.catalogue.performance(performance) is None:
        return Refusal(RefusalReason.UNKNOWN_PERFORMANCE, {"performance": performance})
    refusal = no_holder(work, device)
    if refusal is not None:
        return refusal
    body = AdmissionHolderNamed(performance, device, work.clock.now_ms(), work.clerk)
    work.replica.append([Draft(kind_of(body), work.house, body_to_bytes(body))])
    work.wake()
    return None


def no_holder(work: Workplace, device: int) -> Refusal | None:
    """Why this device may not call that one admission holder; None when it may."""
    role = Role(work.claims.role)
    if role not in WRITERS[FactKind.ADMISSION_HOLDER_NAMED]:
        return Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role.value})
    known = work.replica.devices.get(device)
    is_ours = known is not None and known.claims.house == work.house and not known.is_revoked
    if known is None or not is_ours or known.claims.role not in DECIDING_ROLES:
        return Refusal(RefusalReason.NO_SUCH_DOOR, {"device": device})
    return None


class HolderChoice:
    """Doors without a holder choose one: the lowest number among those that hear each other."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._missing_since_ms: dict[PerformanceId, int] = {}

    def look(self, tonight: tuple[PerformanceId, ...]) -> int:
        """Name this door where it is its turn; how many performances. Called now and then."""
        work = self._work
        if work.claims.role != Role.DOOR or not work.venue.is_on():
            return 0
        return sum(self._names_itself(performance) for performance in tonight)

    def _names_itself(self, performance: PerformanceId) -> bool:
        work, now_ms = self._work, self._work.clock.raw_ms()
        holder = admission_holder_of(work.replica.sql, work.house, performance)
        doors = [
            peer.device for peer in work.venue.peers() if peer.is_heard and peer.role == "door"
        ]
        is_heard = holder is not None and (
            holder == work.claims.device
            or work.venue.hears(holder)
            or holder in work.venue.heard_by_others()
        )
        if is_heard or not doors:
            self._missing_since_ms.pop(performance, None)
            return False
        since_ms = self._missing_since_ms.setdefault(performance, now_ms)
        if now_ms - since_ms < CHOOSE_AFTER_MS or work.claims.device > min(doors):
            return False
        return name_holder(work, performance, work.claims.device) is None


def _read_answer(said: bytes) -> EntryAnswer | None:
    """The holder's word; None when it gives none, or one of another version."""
    try:
        answer = decode(said, EntryAnswer)
    except msgspec.MsgspecError:
        return None
    is_known = not answer.reason or answer.reason in {reason.value for reason in HOLDER_REASONS}
    return answer if is_known else None
