"""The codes that a customer says: which discounts they are, and what of a limited one is left here.

A code for so many orders is an amount (`sync.store.amounts`): the store gives each desk of its
house a few uses, and a sale takes one of the desk's own in its own fact. So a cut-off desk goes on
with what it has, and no code is used more often than the house wanted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from podium_desk.application.counter import BasketLine
from podium_desk.application.workplace import Workplace
from podium_desk.domain.concessions import Concession
from podium_desk.domain.discounts import Discount
from podium_desk.domain.facts import FactKind, OrderSold
from podium_desk.domain.house_passes import read_pass_code, spoken_pass
from podium_desk.domain.ids import HouseId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.replica.house_passes import find_pass
from podium_desk.replica.sold_counts import orders_with_code
from sync.facts.fact import Draft, Move, Verb
from sync.rights.amounts import movement


def free_uses(work: Workplace) -> int:
    """Free the uses of limited codes whose tickets came back; how many.

    The log that sold has them as used. It keeps one for each of its orders of which a ticket with
    that code is still good, wherever the others were taken back: so what another desk refunded is
    freed when this one hears of it, and nothing is freed twice.
    """
    drafts = []
    for house in sorted(work.catalogue.houses()):
        limited = [one for one in work.catalogue.discounts(house).values() if one.uses]
        moves = tuple(move for one in limited for move in _freed(work, one))
        if moves:
            drafts.append(Draft(FactKind.RIGHTS_MOVED, house, b"", moves))
    if drafts:
        work.replica.append(drafts)
    return sum(move.count for draft in drafts for move in draft.moves)


class Codes:
    """The codes of one desk's sales."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def concessions(
        self, lines: Iterable[BasketLine], codes: Iterable[str]
    ) -> tuple[Concession, ...] | Refusal:
        """The discounts of these codes at the houses of these lines, and the passes among them.

        Refuses a code that none of them knows, a limited one of which nothing is left here, and the
        number of a pass that nobody sold.
        """
        houses = self._houses(lines)
        found: list[Concession] = []
        for code in dict.fromkeys(one.strip().upper() for one in codes):
            said = read_pass_code(code)
            if said is not None:
                number, most = said
                shown = find_pass(self._work.replica.sql, self._work.catalogue, number)
                if shown is None:
                    return Refusal(RefusalReason.UNKNOWN_PASS, {"number": spoken_pass(number)})
                found.append(replace(shown, most=most))
                continue
            known: list[Concession | None] = [self._of(house, code) for house in houses]
            known += [self._work.catalogue.series(house).get(code) for house in houses]
            discounts = [discount for discount in known if discount is not None]
            if not discounts:
                return Refusal(RefusalReason.UNKNOWN_DISCOUNT, {"code": code})
            for discount in discounts:
                problem = self._problem(discount) if isinstance(discount, Discount) else None
                if problem is not None:
                    return problem
            found += discounts
        return tuple(found)

    def uses(self, sold: OrderSold) -> tuple[Move, ...]:
        """The movements of a sale's fact: one use of each limited code that took something off."""
        codes = dict.fromkeys(line.discount_code for line in sold.lines if line.discount_code)
        found = [self._of(sold.lines[0].organiser, code) for code in codes]
        return tuple(movement(Verb.SPEND, one.amount, 1) for one in found if one and one.uses)

    def _problem(self, discount: Discount) -> Refusal | None:
        if not discount.uses:
            return None
        amounts = self._work.replica.rights.amounts
        if amounts.account(discount.house, discount.amount, self._work.origin).balance > 0:
            return None
        accounts = amounts.accounts(discount.house, discount.amount).values()
        is_over = not any(account.balance > 0 for account in accounts)
        reason = RefusalReason.DISCOUNT_USED_UP if is_over else RefusalReason.DISCOUNT_NOT_HERE
        return Refusal(reason, {"code": discount.code})

    def _of(self, house: HouseId, code: str) -> Discount | None:
        return self._work.catalogue.discounts(house).get(code)

    def _houses(self, lines: Iterable[BasketLine]) -> list[HouseId]:
        known = (self._work.catalogue.performance(line.performance) for line in lines)
        return list(dict.fromkeys(one.house for one in known if one is not None))


def _freed(work: Workplace, discount: Discount) -> tuple[Move, ...]:
    """What this log has as used of a code, beyond what its good tickets use."""
    house, amounts = discount.house, work.replica.rights.amounts
    used = amounts.account(house, discount.amount, work.origin).spent
    if not used:
        return ()
    kept = orders_with_code(work.replica.sql, house, work.origin, discount.code)
    return (movement(Verb.FREE, discount.amount, used - kept),) if used > kept else ()
