"""The right of a voucher's balance comes to the desk that uses it, and what is left goes back.

The store has it in between. Without the store a desk uses only what it holds itself, which after
each payment is nothing: so the balance is below zero on no device, whatever hears whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind, OrderSold, PaymentTaken
from podium_desk.domain.goods import GoodsSold
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.vouchers import (
    Bought,
    Voucher,
    is_voucher_pool,
    pool_of,
    read_number,
    spoken_number,
    why_not_for,
    why_not_payable,
)
from podium_desk.replica.vouchers import find_voucher
from sync.facts.fact import Draft, Move, Verb
from sync.rights.amounts import Account, movement

_BY_NUMBER = (PaymentMeans.VOUCHER, PaymentMeans.CREDIT)


def gather_vouchers(
    work: Workplace, payments: Iterable[PaymentTaken], bought: Iterable[Bought] = ()
) -> Refusal | None:
    """Ask the store for what these payments take from vouchers, or put back on them.

    Refuses a number that this house does not know, one that ended, more than is left, more than it
    may pay of what is `bought`, and what neither this desk nor a store that answers has.
    """
    sums: dict[str, int] = {}
    for payment in payments:
        if payment.means in _BY_NUMBER:
            cents = sums.get(payment.reference, 0) + payment.amount_cents
            sums[payment.reference] = cents
    known = ((voucher_called(work, number), cents) for number, cents in sums.items())
    uses = [(one.terms, cents) for one, cents in known if one is not None]
    strange = why_not_for(uses, bought)
    if strange is not None:
        return strange
    problems = (_gather(work, number, cents) for number, cents in sums.items())
    return next((problem for problem in problems if problem is not None), None)


def bought_of(sold: Iterable[OrderSold], goods: Iterable[GoodsSold]) -> tuple[Bought, ...]:
    """What a sale is for, as a voucher asks it."""
    tickets = [line for one in sold for line in one.lines]
    things = [line for one in goods for line in one.lines]
    return (
        *(Bought(False, line.vat_rate_percent, line.price_cents) for line in tickets),
        *(Bought(True, line.vat_rate_percent, line.sum_cents) for line in things),
    )  # fmt: skip


def voucher_called(work: Workplace, reference: str) -> Voucher | None:
    """The voucher or credit of this house with that number, as far as this desk has heard."""
    number = read_number(reference)
    return None if number is None else find_voucher(work.replica.sql, work.house, number)


def with_prepaid_vat(work: Workplace, payment: PaymentTaken) -> PaymentTaken:
    """The payment, with the VAT that was due when its voucher of a single purpose was sold."""
    if payment.means is not PaymentMeans.VOUCHER:
        return payment
    voucher = voucher_called(work, payment.reference)
    if voucher is None or not voucher.terms.is_prepaid:
        return payment
    terms = voucher.terms
    return replace(
        payment, prepaid_vat_percent=terms.vat_rate_percent, prepaid_vat_basis=terms.vat_basis
    )


def voucher_moves(
    work: Workplace, payments: Sequence[PaymentTaken], issued: str = ""
) -> tuple[tuple[Move, ...], ...]:
    """The movements of each payment: what it uses or puts back; with the last one of a voucher all
    that is left of it goes to the store. Of the credit that is `issued` in the same group nothing
    moves: its amount comes to be with it."""
    last = {payment.reference: place for place, payment in enumerate(payments)}
    left: dict[str, Account] = {}
    moves: list[tuple[Move, ...]] = []
    for place, payment in enumerate(payments):
        number = read_number(payment.reference)
        if payment.means not in _BY_NUMBER or number is None or number == issued:
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
    voucher = voucher_called(work, reference)
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
