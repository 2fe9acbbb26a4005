"""One device of a house asks another for a pass that it holds, over the venue's own network.

Who holds it gives all that is left of it in one commit before it answers; who does not hear the
answer has it all the same, and finds it once the facts arrive.
"""

from __future__ import annotations

import msgspec

from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind
from podium_desk.domain.house_passes import is_pass_pool
from podium_desk.domain.ids import Origin, device_of
from podium_desk.domain.roles import SELLING_ROLES, WRITERS
from podium_desk.replica.gates import takes_visits
from sync.decoding import decode
from sync.exchange.line import StoreRefused
from sync.exchange.session import is_outdated
from sync.facts.fact import Draft, Verb
from sync.identity.certificate import CertificateClaims
from sync.rights.amounts import movement

PASS_TOPIC = "pass"  # noqa: S105 - a card of the house
PASS_TIMEOUT_S = 0.4
"""A guest is standing there, and a commit has to reach the other device's disk."""


class PassAsked(msgspec.Struct, frozen=True, array_like=True):
    """A device wants the amount `pool` of a house for its log `receiver`."""

    house: int
    pool: int
    receiver: int


def holders_of(work: Workplace, house: int, pool: int) -> dict[Origin, int]:
    """Which other logs have how much of a pass, as far as is known here."""
    accounts = work.replica.rights.amounts.accounts(house, pool)
    return {
        Origin(log): account.balance
        for log, account in accounts.items()
        if account.balance > 0 and log != work.origin
    }


def heard_holders(work: Workplace, house: int, pool: int) -> dict[Origin, int]:
    """Those of them that are heard on the venue's network."""
    found = holders_of(work, house, pool)
    return {log: held for log, held in found.items() if work.venue.hears(device_of(log))}


def ask_holders(work: Workplace, house: int, pool: int) -> None:
    """Ask each device that is heard and holds some of a pass to give it here."""
    question = msgspec.msgpack.encode(PassAsked(house, pool, work.origin))
    for log in heard_holders(work, house, pool):
        said = work.venue.consult(device_of(log), PASS_TOPIC, question, PASS_TIMEOUT_S)
        if said is not None:
            # Whatever is asked of a log, all that it said lately comes along: here the gift.
            work.venue.ask(log, house, pool, ())


def answer_pass(work: Workplace, claims: CertificateClaims, question: bytes) -> bytes:
    """Give what is held here of a pass to the device that asks; how much, as an answer.

    Raises `StoreRefused` for a question that is none.
    """
    try:
        asked = decode(question, PassAsked)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StoreRefused("bad_request", str(error)) from error
    is_for_itself = device_of(Origin(asked.receiver)) == claims.device
    may_use = claims.role in SELLING_ROLES or takes_visits(
        work.catalogue, work.house, claims.device
    )
    if not is_for_itself or not may_use or claims.role not in WRITERS[FactKind.PASS_USED]:
        raise StoreRefused("bad_request", "a device asks for itself")
    return msgspec.msgpack.encode(_give(work, asked))


def _give(work: Workplace, asked: PassAsked) -> int:
    held = work.replica.rights.amounts.account(asked.house, asked.pool, work.origin).balance
    if held <= 0 or not is_pass_pool(asked.pool) or is_outdated(work.replica):
        return 0
    move = movement(Verb.GIVE, asked.pool, held, asked.receiver)
    work.replica.append([Draft(FactKind.RIGHTS_MOVED, asked.house, b"", (move,))])
    work.wake()
    return held
