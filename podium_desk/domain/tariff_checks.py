"""Whether lines may be sold together at the tariffs that were chosen, by the tariffs' terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.official_numbers import refused_number
from podium_desk.domain.pricing import Priced
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import Occasion

Rooms = frozenset[tuple[PerformanceId, Unit]]


def terms_problem(priced: Sequence[Priced], occasion: Occasion) -> Refusal | None:
    """The first reason why these lines may not be sold together at these tariffs.

    Looked at per line first (where, when, which place, what must be written down), then per
    performance and tariff (groups, most in an order, companions).
    """
    rooms = rooms_made(priced)
    for one in priced:
        reason = _line_reason(one, occasion, rooms)
        if reason is not None:
            return Refusal(reason, _details(one))
    return _count_problem(priced)


def rooms_made(priced: Sequence[Priced]) -> Rooms:
    """The chairs in whose place a wheelchair comes: the one beside goes too (domain.md 5.10)."""
    return frozenset(
        (one.performance.id, one.line.goes_with)
        for one in priced
        if one.tariff.terms.is_room and one.line.goes_with is not None
        and one.place.room_with == one.line.goes_with
    )  # fmt: skip


def _line_reason(one: Priced, occasion: Occasion, rooms: Rooms) -> RefusalReason | None:
    terms, at_ms = one.tariff.terms, occasion.at_ms
    if terms.channels and occasion.channel not in terms.channels:
        return RefusalReason.TARIFF_NOT_SOLD_HERE
    if at_ms < terms.sold_from_ms or (terms.sold_until_ms and at_ms >= terms.sold_until_ms):
        return RefusalReason.TARIFF_NOT_NOW
    here = (one.performance.id, one.line.unit)
    if terms.is_for_wheelchair and not one.place.is_wheelchair and here not in rooms:
        has_room = one.place.room_with is not None
        return RefusalReason.ROOM_NEEDED if has_room else RefusalReason.TARIFF_NOT_FOR_SEAT
    if terms.is_room and (one.performance.id, one.line.goes_with) not in rooms:
        return RefusalReason.ROOM_NEEDED
    if terms.needs_pass and not one.line.pass_number:
        return RefusalReason.CARD_NEEDED
    if terms.needs_remark and not one.line.remark:
        return RefusalReason.REMARK_NEEDED
    if refused_number(one.line.remark, one.line.pass_number) is not None:
        return RefusalReason.NATIONAL_NUMBER
    return None


def _count_problem(priced: Sequence[Priced]) -> Refusal | None:
    by_tariff = Counter((one.performance.id, one.tariff.id) for one in priced)
    by_performance = Counter(one.performance.id for one in priced)
    tied = Counter(one.performance.id for one in priced if one.tariff.terms.each_needs)
    for one in priced:
        terms, count = one.tariff.terms, by_tariff[one.performance.id, one.tariff.id]
        others = by_performance[one.performance.id] - tied[one.performance.id]
        reason = None
        if count < terms.least_in_order:
            reason = RefusalReason.GROUP_TOO_SMALL
        elif terms.most_in_order and count > terms.most_in_order:
            reason = RefusalReason.TOO_MANY_OF_TARIFF
        elif terms.each_needs and count * terms.each_needs > others:
            reason = RefusalReason.COMPANION_WITHOUT_OTHERS
        if reason is not None:
            limits = {"least": terms.least_in_order, "most": terms.most_in_order}
            return Refusal(reason, _details(one) | limits | {"each_needs": terms.each_needs})
    return None


def _details(one: Priced) -> dict[str, str | int]:
    return {
        "performance": one.performance.id,
        "unit": one.line.unit,
        "tariff": one.tariff.code,
        "name": one.tariff.name.in_language(one.tariff.name.main),
    }
