"""What the store gives a desk of a limited discount code: a few uses, for when it is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from podium_desk.domain.discounts import Discount
from podium_desk.domain.facts import FactKind
from sync.facts.fact import Draft, Verb
from sync.identity.certificate import CertificateClaims
from sync.rights.amounts import movement
from sync.store.replica import Replica


def is_running(discount: Discount, now_ms: int) -> bool:
    """Whether a code has a number of uses that can still be used."""
    is_over = discount.valid_until_ms and now_ms >= discount.valid_until_ms
    return bool(discount.uses) and not is_over


def uses_due(
    replica: Replica,
    claims: CertificateClaims,
    running: Iterable[Discount],
    owner: int,
    to_give: Callable[[int, int], int],
) -> Iterator[Draft]:
    """Grants that fill up what a desk has of its house's limited codes.

    `owner` is the store's log; `to_give` says how many uses go, of so many left there and held.
    """
    receiver = replica.log.newest_of(claims.device)
    amounts = replica.rights.amounts
    for discount in running:
        left = amounts.account(claims.house, discount.amount, owner).balance
        held = amounts.account(claims.house, discount.amount, receiver).balance
        count = to_give(left, held)
        if count > 0:
            move = movement(Verb.GIVE, discount.amount, count, receiver)
            yield Draft(FactKind.RIGHTS_MOVED, claims.house, b"", (move,))
