"""One desk asks another for a basket that it keeps: the word on who has it, and its places.

The desk that keeps it writes both in one commit before it answers. Who does not hear the answer
has it all the same, and finds it once the facts arrive.
"""

from __future__ import annotations

import msgspec

from podium_desk.application.aside_places import end_aside
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import FactId, HouseId, Origin, PerformanceId, device_of
from podium_desk.domain.parked import BasketTaken, why_not_taken
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.parked import ParkedRow, parked_basket
from sync.decoding import decode
from sync.exchange.line import StoreRefused
from sync.exchange.session import is_outdated
from sync.facts.fact import Draft, Move, Verb
from sync.identity.certificate import CertificateClaims
from sync.rights.rules import moves_of

BASKET_TOPIC = "basket"
BASKET_TIMEOUT_S = 1.0
"""A customer is standing there, and a commit has to reach the other desk's disk."""


class BasketAsked(msgspec.Struct, frozen=True, array_like=True):
    """A desk wants a basket for its log `receiver`."""

    origin: int
    seq: int
    receiver: int


class BasketAnswer(msgspec.Struct, frozen=True, array_like=True):
    """The code of a refusal; empty when the basket is the asking desk's."""

    reason: str


def ask_for_basket(work: Workplace, row: ParkedRow) -> Refusal | None:
    """Ask the desk that keeps a basket for it; its places are held here when this gives None."""
    holder = device_of(row.id.origin)
    elsewhere = Refusal(RefusalReason.BASKET_ELSEWHERE)
    if not work.venue.hears(holder):
        return elsewhere
    asked = BasketAsked(row.id.origin, row.id.seq, work.origin)
    said = work.venue.consult(holder, BASKET_TOPIC, msgspec.msgpack.encode(asked), BASKET_TIMEOUT_S)
    if said is None:
        return elsewhere
    refusal = _refusal_in(said)
    if refusal is not None:
        return refusal
    # Whatever is asked of a log, all that it said lately comes along: here its word and the gift.
    number = row.body.lines[0].performance
    house = _house_of(work, number)
    work.venue.ask(row.id.origin, house, number, ())
    now = parked_basket(work.replica.sql, work.house, row.id)
    is_told = now is not None and now.state.taken_by == work.claims.device
    return None if is_told else elsewhere


def answer_basket(work: Workplace, claims: CertificateClaims, question: bytes) -> bytes:
    """Give a basket that is kept here to the desk that asks first; raises `StoreRefused` for a
    question that is none."""
    try:
        asked = decode(question, BasketAsked)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StoreRefused("bad_request", str(error)) from error
    is_for_itself = device_of(Origin(asked.receiver)) == claims.device
    if not is_for_itself or claims.role not in WRITERS[FactKind.BASKET_TAKEN]:
        raise StoreRefused("bad_request", "a desk asks for itself")
    refusal = _give(work, FactId(Origin(asked.origin), asked.seq), Origin(asked.receiver))
    answer = BasketAnswer("" if refusal is None else refusal.reason.value)
    return msgspec.msgpack.encode(answer)


def _give(work: Workplace, basket: FactId, receiver: Origin) -> Refusal | None:
    row = parked_basket(work.replica.sql, work.house, basket)
    if row is None or basket.origin != work.origin or is_outdated(work.replica):
        return Refusal(RefusalReason.UNKNOWN_BASKET)
    taker, now_ms = device_of(receiver), work.clock.now_ms()
    refusal = why_not_taken(row.state, taker, now_ms)
    if refusal is not None or row.state.taken_by == taker:
        return refusal
    body = BasketTaken(basket, taker, now_ms, work.clerk)
    gifts = _gifts(work, row, receiver)
    own = gifts.pop(work.house, ())
    drafts = [Draft(FactKind.BASKET_TAKEN, int(work.house), body_to_bytes(body), own)]
    drafts += [Draft(FactKind.RIGHTS_MOVED, house, b"", moves) for house, moves in gifts.items()]
    work.replica.append(drafts)
    end_aside(work, row)
    work.wake()
    return None


def _gifts(work: Workplace, row: ParkedRow, receiver: Origin) -> dict[HouseId, tuple[Move, ...]]:
    """The moves that give its places, one group a house."""
    gifts: dict[HouseId, tuple[Move, ...]] = {}
    for number in dict.fromkeys(line.performance for line in row.body.lines):
        house = _house_of(work, number)
        held = work.replica.rights.held_free(house, number, work.origin)
        wanted = {line.unit for line in row.body.lines if line.performance == number}
        hops = {unit: hop for unit, hop in held.items() if unit in wanted}
        gifts[house] = gifts.get(house, ()) + moves_of(Verb.GIVE, number, hops, receiver)
    return gifts


def _house_of(work: Workplace, number: PerformanceId) -> HouseId:
    performance = work.catalogue.performance(number)
    return work.house if performance is None else performance.house


def _refusal_in(said: bytes) -> Refusal | None:
    """What the other desk refuses; an answer of another version gives nothing."""
    try:
        reason = decode(said, BasketAnswer).reason
        return Refusal(RefusalReason(reason)) if reason else None
    except (msgspec.MsgspecError, ValueError):
        return Refusal(RefusalReason.BASKET_ELSEWHERE)
