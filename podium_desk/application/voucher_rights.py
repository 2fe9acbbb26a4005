"""The right of a voucher's balance comes to the desk that uses it, and what is left goes back.

The store has it in between. Without the store a desk uses only what it holds itself, which after
each payment is nothing: so the balance is below zero on no device, whatever hears whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind, PaymentTaken
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.vouchers import (
    is_voucher_pool,
    pool_of,
    read_number,
    spoken_number,
    why_not_payable,
)
from podium_desk.replica.vouchers import find_voucher
from sync.facts.fact import Draft, Move, Verb
from sync.rights.amounts import Account, movement


def gather_vouchers(work: Workplace, payments: Iterable[PaymentTaken]) -> Refusal | None:
    """Ask the store for what these payments take from vouchers, or put back on them.

    Refuses a number that this house does not know, one that ended, more than is left, and what
    neither this desk nor a store that answers has.
    """
    sums: dict[str, int] = {}
    for payment in payments:
        if payment.means is PaymentMeans.VOUCHER:
            cents = sums.get(payment.reference, 0) + payment.amount_cents
            sums[payment.reference] = cents
    problems = (_gather(work, number, cents) for number, cents in sums.items())
    return next((problem for problem in problems if problem is not None), None)


def voucher_moves(
    work: Workplace, payments: Sequence[PaymentTaken]
) -> tuple[tuple[Move, ...], ...]:
    """The movements of each payment: what it uses or puts back; with the last one of a voucher all
    that is left of it goes to the store."""
    last = {payment.reference: place for place, payment in enumerate(payments)}
    left: dict[str, Account] = {}
    moves: list[tuple[Move, ...]] = []
    for place, payment in enumerate(payments):
        number = read_number(payment.reference)
        if payment.means is not PaymentMeans.VOUCHER or number is None:
            moves.append(())
            continue
        pool, cents = pool_of(number), payment.amount_cents
        own = left.get(number) or work.replica.rights.amounts.account(work.house, pool, work.origin)
        left[number] = own = own.plus(-cents, cents)
        used = movement(Verb.SPEND if cents > 0 else Verb.FREE, pool, abs(cents))
        is_last = last[payment.reference] == place
        moves.append((used, *(_to_store(work, pool, own) if is_last else ())))
    return tuple(moves)


def return_vouchers(work: Workplace) -> int:
    """Give the store what this device asked for and did not use; how many movements.

    An answer that came before this device had heard what explains it is followed later, and then
    another counter waits for it. To be called only while the store answers.
    """
    held = work.replica.rights.amounts.held_by(work.house, work.origin)
    vouchers = {pool: own for pool, own in held.items() if is_voucher_pool(pool)}
    moves = [move for pool, own in vouchers.items() for move in _to_store(work, pool, own)]
    if moves:
        work.replica.append([Draft(FactKind.RIGHTS_MOVED, work.house, b"", tuple(moves))])
    return len(moves)


def _to_store(work: Workplace, pool: int, own: Account) -> tuple[Move, ...]:
    store = work.store_log(work.house)
    left = ((Verb.GIVE, own.balance), (Verb.GIVE_SPENT, own.spent))
    return tuple(movement(verb, pool, count, store) for verb, count in left if count > 0)


def _gather(work: Workplace, reference: str, cents: int) -> Refusal | None:
    number = read_number(reference)
    voucher = None if number is None else find_voucher(work.replica.sql, work.house, number)
    if voucher is None:
        return Refusal(RefusalReason.UNKNOWN_VOUCHER, {"number": reference})
    if cents > 0:
        problem = why_not_payable(voucher, cents, work.clock.now_ms())
        if problem is not None:
            return problem
    if _held(work, voucher.number, cents) >= abs(cents):
        return None
    work.link.ask(work.house, pool_of(voucher.number), (), cents < 0)
    if _held(work, voucher.number, cents) >= abs(cents):
        return None
    return Refusal(RefusalReason.VOUCHER_ELSEWHERE, {"number": spoken_number(voucher.number)})


def _held(work: Workplace, number: str, cents: int) -> int:
    """What this desk may use of it, or put back when `cents` is negative."""
    own = work.replica.rights.amounts.account(work.house, pool_of(number), work.origin)
    return own.spent if cents < 0 else own.balance
