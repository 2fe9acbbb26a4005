"""A plan beside the plans that are there: the same hall again, or seats that belong elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from podium_desk.domain.venue import HallPlan
from podium_desk.integrations.refusals import Details, ImportRefusal, PlanReason


def clash_of(plan: HallPlan, others: Iterable[HallPlan], file_name: str) -> ImportRefusal | None:
    """The refusal of a plan whose seats belong to a plan of another name; the same name renews it.

    Seat guids are unique in the world by the format's own word, so a shared one is a copied plan.
    """
    guids = {seat.guid for seat in plan.seats}
    for other in others:
        shared = [seat.guid for seat in other.seats if seat.guid in guids]
        if other.name != plan.name and shared:
            details: Details = {"other": other.name, "n": len(shared)}
            return ImportRefusal(file_name, plan.name, PlanReason.SEATS_OF_OTHER_PLAN, details)
    return None


def renewed(former: HallPlan, plan: HallPlan, file_name: str) -> HallPlan | ImportRefusal:
    """The new plan with the seats of the former at their indexes, by guid; new ones come behind.

    Refuses a plan that leaves seats out: rights and tickets count on their indexes, which only grow
    (architecture.md, decision 11). What the house said of its chairs after the import stays.
    """
    seats = {seat.guid: seat for seat in plan.seats}
    gone = [seat for seat in former.seats if seat.guid not in seats]
    if gone:
        where = f"{gone[0].zone} {gone[0].row} {gone[0].number}"
        details: Details = {"n": len(gone), "where": where}
        return ImportRefusal(file_name, plan.name, PlanReason.SEATS_GONE, details)
    kept = [replace(seats.pop(one.guid), room_with=one.room_with) for one in former.seats]
    in_order = (*kept, *seats.values())
    numbered = tuple(replace(seat, index=index) for index, seat in enumerate(in_order))
    return replace(plan, seats=numbered, sections=plan.sections or former.sections)
