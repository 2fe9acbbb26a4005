"""Reductions in a sale: only what is registered or granted may be sold, and what was not is undone.

All of it runs on the lane, inside the transaction of the sale where there is one.
"""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.application.counter import BasketLine
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.uitpas import SaleEvent, SaleState
from podium_desk.replica.uitpas_own import OwnPlaces


def outdated_reduction(work: Workplace, lines: Iterable[BasketLine]) -> Refusal | None:
    """Refuse a reduction that was taken back since, or that this device never was given."""
    places = OwnPlaces(work.replica.sql)
    for line in lines:
        reduction = line.reduction
        if reduction is None:
            continue
        own = places.get(reduction.token)
        at = (line.performance, line.unit, reduction.price_cents, reduction.ticket_sale)
        is_same = own is not None and at == (
            own.performance, own.unit, own.price_cents, own.ticket_sale
        )  # fmt: skip
        wanted = SaleState.PENDING_PAYMENT if reduction.ticket_sale else SaleState.REGISTERING
        if own is None or not is_same or own.state is not wanted:
            details: dict[str, str | int] = {"performance": line.performance, "unit": line.unit}
            return Refusal(RefusalReason.REDUCTION_OUTDATED, details)
    return None


def note_paid(work: Workplace, lines: Iterable[BasketLine]) -> None:
    """These are paid. What else was begun at this counter belongs to no basket any more."""
    places = OwnPlaces(work.replica.sql)
    tokens = [line.reduction.token for line in lines if line.reduction is not None]
    places.happened(tokens, SaleEvent.PAID)
    rest = [one.token for one in places.unpaid() if one.token not in tokens]
    places.happened(rest, SaleEvent.ABANDONED)


def let_go(work: Workplace, performance: PerformanceId, units: tuple[Unit, ...]) -> None:
    """The basket lets these places go: what was begun for them is undone."""
    places = OwnPlaces(work.replica.sql)
    begun = places.unpaid_at(performance, units)
    if begun:
        with work.replica.sql.transaction():
            places.happened([one.token for one in begun], SaleEvent.ABANDONED)
