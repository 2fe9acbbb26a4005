"""Which two chairs of a hall can be taken out together to make room for a wheelchair.

A plan as it is drawn does not tell; the house does, once per plan (domain.md 5.10).
"""

from __future__ import annotations

from dataclasses import replace

from podium_desk.central.cluster import Central
from podium_desk.central.plans import plans_of
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.domain.programme import House
from podium_desk.domain.venue import HallPlan, Seat
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import PLAN

Pair = tuple[Seat, Seat]


@dataclass(frozen=True, slots=True)
class RoomsMade:
    """The pairs of a plan as they stand now, each in words."""

    plan: str
    pairs: tuple[str, ...]


def make_rooms(
    central: Central, house: House, plan_name: str, written: tuple[str, ...]
) -> RoomsMade | CentralRefusal:
    """Let these pairs of chairs be the ones of the plan, instead of those of before.

    A pair is written ``F-1+F-2``, or ``Balkon/F-1+F-2`` where a row stands in several zones.
    Refuses an unknown plan, an unknown seat, a place that is for wheelchairs already, two that do
    not stand in one row, and a chair in two pairs.
    """
    with central.sql.transaction():
        central.sql.lock((house.id,))
        plan = central.catalogue.plan(house.id, plan_name)
        if plan is None:
            known = ", ".join(known.name for known in plans_of(central, house.id)) or "–"
            return CentralRefusal(CentralReason.UNKNOWN_PLAN, {"plan": plan_name, "known": known})
        pairs: list[Pair] = []
        for one in written:
            pair = _pair(plan, one)
            if isinstance(pair, CentralRefusal):
                return pair
            if any(seat in earlier for earlier in pairs for seat in pair):
                return CentralRefusal(CentralReason.NOT_A_PAIR, {"pair": one})
            pairs.append(pair)
        changed = _with_pairs(plan, pairs)
        entry = (house.id, PLAN, plan.name, record_to_bytes(changed))
        central.replica.write_records([entry])
    return rooms_of(changed)


def rooms_of(plan: HallPlan) -> RoomsMade:
    """The pairs of a plan, each once."""
    firsts = [seat for seat in plan.seats if seat.room_with is not None]
    pairs = [(seat, plan.seats[seat.room_with or 0]) for seat in firsts]
    named = tuple(
        f"{one.zone}/{one.row}-{one.number}+{other.row}-{other.number}"
        for one, other in pairs
        if one.index < other.index
    )
    return RoomsMade(plan.name, named)


def _with_pairs(plan: HallPlan, pairs: list[Pair]) -> HallPlan:
    beside = {one.index: other.index for one, other in pairs}
    beside |= {other: one for one, other in beside.items()}
    seats = tuple(replace(seat, room_with=beside.get(seat.index)) for seat in plan.seats)
    return replace(plan, seats=seats)


def _pair(plan: HallPlan, written: str) -> Pair | CentralRefusal:
    zone, slash, names = written.rpartition("/")
    found = [_seats(plan, zone if slash else "", name) for name in names.split("+")]
    if len(found) != 2 or any(len(seats) != 1 for seats in found):
        return CentralRefusal(CentralReason.NOT_A_PAIR, {"pair": written})
    (one,), (other,) = found
    is_beside = one.guid != other.guid and (one.zone, one.row) == (other.zone, other.row)
    if not is_beside or one.is_wheelchair or other.is_wheelchair:
        return CentralRefusal(CentralReason.NOT_A_PAIR, {"pair": written})
    return one, other


def _seats(plan: HallPlan, zone: str, name: str) -> list[Seat]:
    row, _, number = name.strip().rpartition("-")
    return [
        seat
        for seat in plan.seats
        if (seat.row, seat.number) == (row, number) and zone in ("", seat.zone)
    ]
