"""The right to draw and to offer for a waiting list: one desk has it, and gives it when asked.

It is an amount of one (`sync.store.amounts`): the store has it first. A word that needs it takes
it and puts it back in its own fact, so that nobody can say such a word without it.
"""

from __future__ import annotations

import msgspec

from podium_desk.application.counter import Connection
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import Origin, PerformanceId, device_of
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS
from podium_desk.domain.waiting_list import LISTS_FROM
from sync.decoding import decode
from sync.exchange.line import StoreRefused
from sync.exchange.session import is_outdated
from sync.facts.fact import Draft, Move, Verb
from sync.identity.certificate import CertificateClaims
from sync.rights.amounts import movement

LIST_TOPIC = "waiting list"
_TIMEOUT_S = 1.0


class ListAsked(msgspec.Struct, frozen=True, array_like=True):
    """A desk wants the right of a performance's list, for its log `receiver`."""

    performance: int
    receiver: int


def proof(number: PerformanceId) -> tuple[Move, ...]:
    """The moves by which a fact shows that its writer has the right."""
    pool = LISTS_FROM + number
    return (movement(Verb.SPEND, pool, 1), movement(Verb.FREE, pool, 1))


def holder_of_list(work: Workplace, number: PerformanceId) -> Origin | None:
    """The log that has the right of a list; None while nobody waits."""
    accounts = work.replica.rights.amounts.accounts(int(work.house), LISTS_FROM + number)
    return next((Origin(log) for log, account in accounts.items() if account.balance > 0), None)


def take_list(work: Workplace, number: PerformanceId) -> Refusal | None:
    """Have the right here: of the store, or of the desk that has it; refuses when neither can be
    asked now, and says who has it."""
    if is_outdated(work.replica):
        return Refusal(RefusalReason.REPLICA_OUTDATED)
    holder = holder_of_list(work, number)
    if holder == work.origin:
        return None
    if holder is None:
        return Refusal(RefusalReason.NOBODY_WAITS)
    if holder == work.store_log(int(work.house)):
        if work.link.state().connection is Connection.ONLINE:
            work.link.ask(int(work.house), LISTS_FROM + number, ())
    elif work.venue.hears(device_of(holder)):
        asked = msgspec.msgpack.encode(ListAsked(number, work.origin))
        work.venue.consult(device_of(holder), LIST_TOPIC, asked, _TIMEOUT_S)
        # Whatever is asked of a log brings all that it said: here the gift.
        work.venue.ask(holder, int(work.house), number, ())
    if holder_of_list(work, number) == work.origin:
        return None
    if holder == work.store_log(int(work.house)):
        return Refusal(RefusalReason.LIST_AT_STORE)
    return Refusal(RefusalReason.LIST_ELSEWHERE, {"device": holder_name(work, holder)})


def holder_name(work: Workplace, holder: Origin | None) -> str:
    """Who has the right, by name; empty for this desk, and for the store, which gives it."""
    if holder in (None, work.origin, work.store_log(int(work.house))) or holder is None:
        return ""
    known = work.replica.devices.get(device_of(holder))
    return str(device_of(holder)) if known is None else known.claims.name


def answer_list(work: Workplace, claims: CertificateClaims, question: bytes) -> bytes:
    """Give the right to the desk that asks, when it is here; raises `StoreRefused` for a question
    that is none."""
    try:
        asked = decode(question, ListAsked)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StoreRefused("bad_request", str(error)) from error
    is_for_itself = device_of(Origin(asked.receiver)) == claims.device
    if not is_for_itself or claims.role not in WRITERS[FactKind.WAITING_SAID]:
        raise StoreRefused("bad_request", "a desk asks for itself")
    number = PerformanceId(asked.performance)
    if holder_of_list(work, number) == work.origin and not is_outdated(work.replica):
        gift = movement(Verb.GIVE, LISTS_FROM + number, 1, asked.receiver)
        work.replica.append([Draft(FactKind.RIGHTS_MOVED, int(work.house), b"", (gift,))])
    return b""
