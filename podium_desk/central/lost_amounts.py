"""What a lost device holds of vouchers and passes: stated and taken back with its places.

Without it the cents and visits that a desk had asked for, or had sold itself and not given on,
would be lost to the customer who carries the paper.
"""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.central.cluster import Central
from podium_desk.domain.house_passes import is_pass_pool
from podium_desk.domain.vouchers import is_voucher_pool
from podium_desk.late_dataclass import dataclass
from sync.facts.fact import Move, Verb
from sync.rights.amounts import movement

_HELD = (
    "SELECT house, pool, holder, balance, spent FROM amount WHERE holder >= ? AND holder < ?"
    " AND is_lost = 0 AND (balance > 0 OR spent > 0) ORDER BY house, pool, holder"
)


@dataclass(frozen=True, slots=True)
class HeldAmount:
    """What one log has of a voucher or a pass: left, and used. `stake_cents` is what using all
    that is left would be worth."""

    house: int
    pool: int
    holder: int
    balance: int
    spent: int
    stake_cents: int


def held_amounts(central: Central, first: int, end: int) -> list[HeldAmount]:
    """The vouchers and passes in the hands of the logs from `first` up to `end`."""
    return [
        HeldAmount(
            house, pool, holder, max(0, balance), max(0, spent),
            balance * _each_cents(central, pool) if balance > 0 else 0,
        )
        for house, pool, holder, balance, spent in central.sql.rows(_HELD, (first, end))
        if is_voucher_pool(pool) or is_pass_pool(pool)
    ]  # fmt: skip


def takes_of_amounts(held: Iterable[HeldAmount]) -> tuple[Move, ...]:
    """The movements that bring all of these back to the store."""
    moves: list[Move] = []
    for one in held:
        parts = ((Verb.TAKE, one.balance), (Verb.TAKE_SPENT, one.spent))
        moves += [movement(verb, one.pool, count, one.holder) for verb, count in parts if count]
    return tuple(moves)


def _each_cents(central: Central, pool: int) -> int:
    """What one of an amount is worth: a cent of a voucher; a visit, or the whole of a pass."""
    if is_voucher_pool(pool):
        return 1
    row = central.sql.row(
        "SELECT price_cents, visits FROM house_pass WHERE number LIKE ? AND house = home",
        (f"{pool}__",),
    )
    if row is None:
        return 0
    price_cents, visits = row
    return int(price_cents) // int(visits or 1)
