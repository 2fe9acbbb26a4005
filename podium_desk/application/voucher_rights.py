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
from podium_desk.domain.ids import HouseId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.vouchers import (
    Bought,
    Voucher,
    VoucherUsed,
    is_voucher_pool,
    pool_of,
    read_number,
    spoken_number,
    why_not_for,
    why_not_payable,
)
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.vouchers import find_voucher, homes_of_vouchers
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


def with_voucher(work: Workplace, payment: PaymentTaken) -> PaymentTaken:
    """The payment, with the VAT that was due when its voucher of a single purpose was sold, or the
    other house whose voucher it is."""
    if payment.means is not PaymentMeans.VOUCHER:
        return payment
    voucher = voucher_called(work, payment.reference)
    if voucher is not None and voucher.home != work.house:
        return replace(payment, voucher_home=voucher.home)
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
        pool, cents, home = pool_of(number), payment.amount_cents, _home(work, number)
        own = left.get(number) or work.replica.rights.amounts.account(home, pool, work.origin)
        left[number] = own = own.plus(-cents, cents)
        used = movement(Verb.SPEND if cents > 0 else Verb.FREE, pool, abs(cents))
        is_last = last[payment.reference] == place
        moves.append((used, *(_to_store(work, home, pool, own) if is_last else ())))
    return tuple(moves)


def payment_drafts(
    work: Workplace, payments: Sequence[PaymentTaken], issued: str = ""
) -> list[Draft]:
    """The facts of money that was taken or given back here, and what they use of vouchers.
    `issued` is the number of the credit that comes to be with them.

    What a voucher of another house pays is told to that house, by a fact that uses its right.
    """
    drafts: list[Draft] = []
    moves = voucher_moves(work, payments, issued)
    for payment, own in zip(payments, moves, strict=True):
        told = with_voucher(work, payment)
        home = told.voucher_home
        kept = own if home is None else ()
        drafts.append(Draft(FactKind.PAYMENT_TAKEN, work.house, body_to_bytes(told), kept))
        if home is not None:
            used = VoucherUsed(
                payment.reference, payment.order, payment.amount_cents, work.house,
                payment.at_ms, payment.clerk,
            )  # fmt: skip
            drafts.append(Draft(FactKind.VOUCHER_USED, home, body_to_bytes(used), own))
    return drafts


def _home(work: Workplace, number: str) -> HouseId:
    """The house that sold it; this one for what nobody knows here."""
    voucher = find_voucher(work.replica.sql, work.house, number)
    return work.house if voucher is None else voucher.home


def return_vouchers(work: Workplace) -> int:
    """Give the store what this device asked for and did not use; how many movements.

    An answer that came before this device had heard what explains it is followed later, and then
    another counter waits for it. To be called only while the store answers.
    """
    count = 0
    for home in homes_of_vouchers(work.replica.sql, work.house):
        held = work.replica.rights.amounts.held_by(home, work.origin)
        vouchers = {pool: own for pool, own in held.items() if is_voucher_pool(pool)}
        back = (_to_store(work, HouseId(home), pool, own) for pool, own in vouchers.items())
        moves = [move for some in back for move in some]
        if moves:
            work.replica.append([Draft(FactKind.RIGHTS_MOVED, home, b"", tuple(moves))])
        count += len(moves)
    return count


def _to_store(work: Workplace, home: HouseId, pool: int, own: Account) -> tuple[Move, ...]:
    store = work.store_log(home)
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
    if _held(work, voucher, cents) >= abs(cents):
        return None
    work.link.ask(voucher.home, pool_of(voucher.number), (), cents < 0)
    if _held(work, voucher, cents) >= abs(cents):
        return None
    return Refusal(RefusalReason.VOUCHER_ELSEWHERE, {"number": spoken_number(voucher.number)})


def _held(work: Workplace, voucher: Voucher, cents: int) -> int:
    """What this desk may use of it, or put back when `cents` is negative."""
    amounts = work.replica.rights.amounts
    own = amounts.account(voucher.home, pool_of(voucher.number), work.origin)
    return own.spent if cents < 0 else own.balance
