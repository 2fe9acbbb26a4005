"""How many places a device holds for when nobody can be asked, and what stays at the store.

Numbers are a policy of the house (architecture.md, decision 4, and docs/rules/allotment.md): small
reserves for the coming week on the house's own selling devices, a larger share with the venue's
keeper, all of them together within a limit, so that more counters do not empty the store. Once
the evening desk opens, the keeper gets what is left, but for what the house needs when that one
machine dies.
"""

from __future__ import annotations

from datetime import timedelta

from podium_desk.late_dataclass import dataclass

AFTER_START = timedelta(hours=3)
"""How long after its start a performance is still sold."""
_DAY = timedelta(hours=24)
_PAIR = 2


@dataclass(frozen=True, slots=True)
class ReservePolicy:
    """A house's numbers. Percentages are of the hall's capacity."""

    days: int = 7
    seats_min: int = 8
    percent: int = 2
    today_percent: int = 10
    keeper_percent: int = 10
    venue_percent: int = 15
    """What all devices of the house together hold at most before the day: the store keeps 85 %."""
    venue_today_percent: int = 40
    """The same on the day itself, until the evening desk opens."""
    evening_minutes: int = 60
    """So long before the start the evening desk opens: what is left goes to the keeper."""
    evening_store_percent: int = 10
    """But this much, or `seats_min`, stays at the store: for when the keeper breaks down."""
    foreign_percent: int = 5
    """What desks of other houses together hold at most while places are short."""
    short_percent: int = 25
    """Places are short when the store has less than this left."""
    code_uses: int = 5
    """So many uses of a code that can be used a limited number of times, each desk."""
    low_water_percent: int = 50
    """A reserve below this part of its size is filled up at the next contact."""


@dataclass(frozen=True, slots=True)
class Hall:
    """One performance as the policy sees it: how many places, how long until it starts."""

    capacity: int
    until_start: timedelta

    @property
    def is_today(self) -> bool:
        """Whether it starts within a day."""
        return self.until_start <= _DAY


def is_evening(policy: ReservePolicy, until_start: timedelta) -> bool:
    """Whether the evening desk is open."""
    return until_start <= timedelta(minutes=policy.evening_minutes)


def evening_store_size(policy: ReservePolicy, capacity: int, left: int, desks: int) -> int:
    """How many places the store keeps while the evening desk is open, for when the keeper dies.

    `left` is what the store and the keeper have free together, `desks` how many devices sell for
    the house these days. A keeper that sells alone has nobody at the venue to go on without it,
    so of what is left half stays where another machine can ask for it.
    """
    spare = max(policy.seats_min, capacity * policy.evening_store_percent // 100)
    return min(left, max(spare, left // 2) if desks <= 1 else spare)


def reserve_size(policy: ReservePolicy, capacity: int, until_start: timedelta) -> int:
    """How many places one device may keep of a performance that starts in `until_start`.

    0 when it is over or further away than the policy's days; on the last day `today_percent`.
    Latecomers buy after the start too, so it is over only `AFTER_START` later.
    """
    if until_start < -AFTER_START or until_start > timedelta(days=policy.days):
        return 0
    percent = policy.today_percent if until_start <= _DAY else policy.percent
    return min(capacity, max(policy.seats_min, capacity * percent // 100))


def keeper_size(policy: ReservePolicy, capacity: int, until_start: timedelta) -> int:
    """How many places the venue's keeper holds, from which the other desks are given some."""
    own = reserve_size(policy, capacity, until_start)
    if own == 0:
        return 0
    if is_evening(policy, until_start):
        return capacity
    return max(own, capacity * policy.keeper_percent // 100)


def venue_limit(policy: ReservePolicy, hall: Hall) -> int:
    """What all devices of the house together get at most, until the evening desk opens."""
    percent = policy.venue_today_percent if hall.is_today else policy.venue_percent
    return max(policy.seats_min, hall.capacity * percent // 100)


def share_size(policy: ReservePolicy, hall: Hall, desks: int, is_keeper: bool) -> int:
    """How many places the store fills a device up to, one of `desks` that sell for the house.

    The limit of the venue is divided: two thirds at most for the keeper, from whom the others are
    given on asking, the rest evenly, in pairs. So each new counter makes the others' shares
    smaller, and not the store's.
    """
    keepers = keeper_size(policy, hall.capacity, hall.until_start)
    if is_keeper and is_evening(policy, hall.until_start):
        return keepers
    limit = venue_limit(policy, hall)
    others = desks - 1
    keepers = min(keepers, limit * 2 // 3 if others else limit)
    if is_keeper:
        return keepers
    even = (limit - keepers) // max(1, others) // _PAIR * _PAIR
    return min(reserve_size(policy, hall.capacity, hall.until_start), max(_PAIR, even))


def foreign_room(policy: ReservePolicy, capacity: int, left: int, held: int) -> int:
    """How many more places desks of other houses get, that have `held` of them unsold.

    `left` is what the store has free. As long as that is plenty they are sold like any other.
    """
    if left * 100 >= capacity * policy.short_percent:
        return left
    return max(0, max(policy.seats_min, capacity * policy.foreign_percent // 100) - held)


def is_low(policy: ReservePolicy, held: int, size: int) -> bool:
    """Whether a reserve should be filled up."""
    return held * 100 < size * policy.low_water_percent or held == 0 < size


def uses_to_give(policy: ReservePolicy, left: int, held: int, desks: int) -> int:
    """How many uses of a limited code the store gives to a desk that has `held`.

    A desk is filled up to a few, or to its part of what there is when that is less; the last ones
    go to whoever comes. `left` is what the store has.
    """
    part = max(1, (left + held) // (desks + 1))
    size = min(policy.code_uses, part)
    if held * 2 > size:
        return 0
    return min(left, size - held)
