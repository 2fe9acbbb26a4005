"""Which places a device gets to sell from when it is cut off: pairs, spread over the prices.

Most customers come in twos and want to choose a price, so a reserve of scattered seats or of one
category would be of little use (docs/rules/seating.md).
"""

from __future__ import annotations

from collections.abc import Set

from podium_desk.domain.hall_index import Block, PlanIndex
from podium_desk.domain.ids import Unit
from podium_desk.domain.seating import apart, leaves_single, windows


def useful_neighbours(index: PlanIndex, free: Set[Unit], count: int) -> tuple[Unit, ...]:
    """At most `count` of the free places, in pairs, each block in proportion to what it has free.

    A pair that would leave a single seat is taken only when nothing else is left in its block,
    a seat without a neighbour only when there are no pairs. Wheelchair places stay out.
    """
    blocks = index.blocks_for(None)
    sizes = [sum(1 for unit in block.units if unit in free) for block in blocks]
    left = set(free)
    reserve: list[Unit] = []
    for block, share in zip(blocks, _shares(sizes, count), strict=True):
        taken = _from_block(index, left, share, block)
        left -= set(taken)
        reserve += taken
    return tuple(sorted(reserve))


def _from_block(index: PlanIndex, left: Set[Unit], share: int, block: Block) -> list[Unit]:
    """The share of one block: pairs first, then what is alone."""
    if block.section is not None:
        return [unit for unit in block.units if unit in left][:share]
    rest = set(left)
    taken: list[Unit] = []
    for size, may_leave_single in ((2, False), (2, True), (1, False), (1, True)):
        if len(taken) == share:
            break
        for window in apart(windows(index, rest, size, block)):
            if len(taken) + size > share:
                break
            if not may_leave_single and leaves_single(index, rest, window.units):
                continue
            taken += window.units
            rest -= set(window.units)
    return taken


def _shares(sizes: list[int], count: int) -> list[int]:
    """`count` over blocks by size, in even numbers where possible, by largest remainder."""
    total = sum(sizes)
    if total <= count:
        return sizes
    shares = [count * size // total // 2 * 2 for size in sizes]
    by_need = sorted(range(len(sizes)), key=lambda i: shares[i] * total - count * sizes[i])
    rest = count - sum(shares)
    while rest > 0:
        for i in by_need:
            more = min(2, rest, sizes[i] - shares[i])
            shares[i] += more
            rest -= more
    return shares
