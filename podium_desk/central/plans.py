"""Hall plans of a house, and putting performances on sale with one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from podium_desk.central.cluster import Central
from podium_desk.central.programme import HouseProgramme
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.season import Outcome
from podium_desk.domain.ids import HouseId
from podium_desk.domain.programme import House, Performance, PerformanceStatus
from podium_desk.domain.venue import HallPlan
from podium_desk.integrations.refusals import ImportRefusal
from podium_desk.integrations.seatingplan.renewal import clash_of, renewed
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import record_from_bytes, record_to_bytes
from podium_desk.replica.kinds import PLAN

ALL = "all"


@dataclass(frozen=True, slots=True)
class SaleStart:
    """Which performances go on sale with which plan; `ranks` is price rank to percent.

    `performance` is a number, or "all": every one in the hall of the plan's name. Without `ranks`
    those of before stay.
    """

    performance: str
    plan: str
    ranks: dict[str, int]


@dataclass(frozen=True, slots=True)
class OnSale:
    """What is on sale now: the performances' numbers and how many places each has."""

    plan: str
    performances: tuple[int, ...]
    places: int


def plans_of(central: Central, house: HouseId) -> list[HallPlan]:
    """The hall plans of a house."""
    records = central.replica.records.of_kind(house, PLAN)
    return [record_from_bytes(record.body or b"", HallPlan) for record in records]


def take_plan(
    central: Central, house: House, plan: HallPlan, file_name: str
) -> Outcome | ImportRefusal:
    """Bring a plan into the catalogue: a new one, or the same hall renewed."""
    with central.sql.transaction():
        central.sql.lock((house.id,))
        own = plans_of(central, house.id)
        clash = clash_of(plan, [*own, *_of_other_houses(central, house)], file_name)
        if clash is not None:
            return clash
        former = next((known for known in own if known.name == plan.name), None)
        kept = plan if former is None else renewed(former, plan, file_name)
        if isinstance(kept, ImportRefusal):
            return kept
        entry = (house.id, PLAN, kept.name, record_to_bytes(kept))
        written = central.replica.write_records([entry])
    if former is None:
        return Outcome.IMPORTED
    return Outcome.UPDATED if written else Outcome.UNCHANGED


def put_on_sale(central: Central, house: House, start: SaleStart) -> OnSale | CentralRefusal:
    """Give performances their plan and price ranks, all of them or none."""
    programme = HouseProgramme(central, house)
    with central.sql.transaction():
        central.sql.lock((house.id,))
        plan = central.catalogue.plan(house.id, start.plan)
        if plan is None:
            known = ", ".join(known.name for known in plans_of(central, house.id)) or "–"
            return CentralRefusal(CentralReason.UNKNOWN_PLAN, {"plan": start.plan, "known": known})
        refusal = _unfit(plan, start.ranks)
        if refusal is not None:
            return refusal
        chosen = _chosen(programme, start)
        if isinstance(chosen, CentralRefusal):
            return chosen
        refusal = _in_use(central, chosen, plan)
        if refusal is not None:
            return refusal
        for performance in chosen:
            if start.ranks:
                programme.tariffs.keep_ranks(performance.id, start.ranks)
            programme.write(replace(performance, plan=plan.name))
    return OnSale(plan.name, tuple(p.id for p in chosen), plan.unit_count)


def _of_other_houses(central: Central, house: House) -> Iterable[HallPlan]:
    """The other houses' plans under names that say whose they are."""
    for other in central.catalogue.houses().values():
        if other.id != house.id:
            for plan in plans_of(central, other.id):
                yield replace(plan, name=f"{plan.name} ({other.name})")


def _unfit(plan: HallPlan, ranks: dict[str, int]) -> CentralRefusal | None:
    if not plan.unit_count:
        return CentralRefusal(CentralReason.NO_PLACES, {"plan": plan.name})
    known = [category.name for category in plan.categories]
    for name in ranks:
        if name not in known:
            return CentralRefusal(
                CentralReason.UNKNOWN_RANK,
                {"rank": name, "plan": plan.name, "known": ", ".join(known)},
            )
    return None


def _chosen(programme: HouseProgramme, start: SaleStart) -> list[Performance] | CentralRefusal:
    if start.performance == ALL:
        found = [p for p in programme.all() if _is_in_hall(p, start.plan)]
        if not found:
            return CentralRefusal(CentralReason.NOTHING_IN_HALL, {"plan": start.plan})
        return found
    number = int(start.performance) if start.performance.isdecimal() else 0
    performance = programme.performance(number)
    if performance is None:
        return CentralRefusal(
            CentralReason.UNKNOWN_PERFORMANCE,
            {"performance": start.performance, "house": programme.house.name},
        )
    return [performance]


def _is_in_hall(performance: Performance, hall: str) -> bool:
    is_on = performance.status is not PerformanceStatus.WITHDRAWN
    return is_on and hall in performance.hall.words.values()


def _in_use(central: Central, chosen: list[Performance], plan: HallPlan) -> CentralRefusal | None:
    """A place that was ever granted or sold binds its performance to the plan it stands in."""
    for performance in chosen:
        if performance.plan in (None, plan.name):
            continue
        if central.replica.rights.moved_units(performance.house, performance.id):
            return CentralRefusal(
                CentralReason.PLAN_IN_USE,
                {"performance": performance.id, "plan": performance.plan or ""},
            )
    return None
