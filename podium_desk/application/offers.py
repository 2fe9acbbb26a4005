"""What a desk offers: the price list of each performance, which stands a while once it was said.

A price that changes at the store while its places are in a basket here is not the customer's
concern: what was said stands for ten minutes (`docs/rules/pricing.md`). The sale then names the
revision of the catalogue at which it was the price.
"""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.application.counter import BasketLine
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.parked import PriceSaid
from podium_desk.domain.pricing import Offer
from podium_desk.domain.programme import Performance, Tariff
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.sale_checks import price_list_at

STANDS_MS = 600_000


@dataclass(frozen=True, slots=True)
class _Said:
    """A price list as it was said, when, and at which revision of its house."""

    tariffs: tuple[Tariff, ...]
    revision: int
    at_ms: int


class Offers:
    """The offers of one desk."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._said: dict[PerformanceId, _Said] = {}

    def of(self, lines: Iterable[BasketLine]) -> dict[PerformanceId, Offer]:
        """The offer of each performance of these lines that is known here."""
        offers = {}
        for number in {line.performance for line in lines}:
            performance = self._work.catalogue.performance(number)
            if performance is not None:
                said = self._standing(performance)
                plan = self._work.catalogue.plan_of(performance)
                offers[number] = Offer(performance, plan, said.tariffs, said.revision)
        return offers

    def said(self, performances: Iterable[PerformanceId]) -> tuple[PriceSaid, ...]:
        """What stands of these performances, for whoever goes on with them."""
        found = ((number, self._said.get(number)) for number in dict.fromkeys(performances))
        return tuple(PriceSaid(number, said.revision, said.at_ms) for number, said in found if said)

    def adopt(self, said: PriceSaid) -> None:
        """What another counter, or this one before it was started again, said of a performance
        stands here too, for the rest of its time; when that revision is not here it does not."""
        performance = self._work.catalogue.performance(said.performance)
        known = self._said.get(said.performance)
        if performance is None or (known is not None and known.at_ms > said.at_ms):
            return
        sql, number = self._work.replica.sql, said.performance
        tariffs = price_list_at(sql, performance.house, number, said.revision)
        if tariffs is not None:
            self._said[number] = _Said(tariffs, said.revision, said.at_ms)

    def let_go(self, number: PerformanceId) -> None:
        """What was said of a performance is of no matter once no basket has a place of it."""
        if not self._work.in_basket.get(number):
            self._said.pop(number, None)

    def _standing(self, performance: Performance) -> _Said:
        """What was said, for its time; else what holds now."""
        now_ms, number = self._work.clock.now_ms(), performance.id
        said = self._said.get(number)
        if said is None or now_ms - said.at_ms >= STANDS_MS:
            catalogue = self._work.catalogue
            revision = catalogue.revision(performance.house)
            said = self._said[number] = _Said(catalogue.tariffs(performance), revision, now_ms)
        return said
