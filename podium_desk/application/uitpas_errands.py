"""What a counter still owes UiTPAS, done in the background whenever the store answers.

Registrations that were not paid are taken back, the passes of sales made without UiTPAS are
brought, and tonight's prices are fetched for when it is silent.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import islice

from podium_desk.application.lane import Lane
from podium_desk.application.uitpas_asking import AsksStore
from podium_desk.application.uitpas_messages import (
    CANCEL,
    ITEMS_MAX,
    LATE,
    STATICS,
    LateAsked,
    LateItem,
    StaticPrice,
    StaticsAsked,
    StaticsTold,
    TokensAsked,
    TokensTold,
)
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.uitpas import PAYMENT_MS_MAX, SaleEvent, StaticTariff
from podium_desk.replica.uitpas_own import OwnPlaces
from sync.exchange.line import ExchangeFault

ERRANDS_S = 5.0
ERRAND_TIMEOUT_S = 10.0
STATIC_FRESH_MS = 6 * 3600 * 1000
"""A static tariff is asked anew after so long: well before it may be trusted no more."""
_COMING = timedelta(hours=24)


class UitpasErrands:
    """The errands of one device; `once` does all that can be done now."""

    def __init__(self, work: Workplace, lane: Lane, store: AsksStore) -> None:
        self._work = work
        self._lane = lane
        self._store = store
        self._own = OwnPlaces(work.replica.sql)

    def once(self) -> None:
        """Do what is owed; raises `ExchangeFault`, and the rest waits for the next time."""
        self._lane(self._tidy)
        self._cancel()
        self._bring()
        self._fetch_statics()

    def _tidy(self) -> None:
        now_ms = self._work.clock.now_ms()
        with self._work.replica.sql.transaction():
            late = [one for one in self._own.unpaid() if now_ms - one.at_ms > PAYMENT_MS_MAX]
            self._own.happened([one.token for one in late], SaleEvent.ABANDONED)
            self._own.forget_old(now_ms)

    def _cancel(self) -> None:
        tokens: dict[HouseId, list[str]] = defaultdict(list)
        for own in self._lane(self._own.to_cancel)[:ITEMS_MAX]:
            tokens[own.house].append(own.token)
        for house, several in tokens.items():
            asked = TokensAsked(house, tuple(several), self._store.nonce())
            told = self._store.request(CANCEL, asked, TokensTold, ERRAND_TIMEOUT_S)
            self._note(told.tokens, lambda done: self._own.happened(done, SaleEvent.TAKEN_BACK))

    def _bring(self) -> None:
        own = self._lane(self._own.to_bring)[:ITEMS_MAX]
        if own:
            items = tuple(
                LateItem(one.token, one.performance, one.number, one.regular_cents) for one in own
            )
            asked = LateAsked(items, self._store.nonce())
            told = self._store.request(LATE, asked, TokensTold, ERRAND_TIMEOUT_S)
            self._note(told.tokens, self._own.brought)
            # The numbers are gone from the file too.
            self._lane(partial(self._work.replica.sql.scrub, ("uitpas_place",)))

    def _note(self, tokens: tuple[str, ...], note: Callable[[tuple[str, ...]], object]) -> None:
        def noted() -> None:
            with self._work.replica.sql.transaction():
                note(tokens)

        self._lane(noted)

    def _fetch_statics(self) -> None:
        wanted = self._lane(self._stale_prices)
        if not wanted:
            return
        asked = StaticsAsked(wanted, self._store.nonce())
        told = self._store.request(STATICS, asked, StaticsTold, ERRAND_TIMEOUT_S)
        self._lane(lambda: self._keep(told))

    def _stale_prices(self) -> tuple[StaticPrice, ...]:
        """The prices of the own house's performances of the next day that are not fresh here."""
        work = self._work
        rules = work.catalogue.uitpas_rules(work.house)
        if rules is None or not rules.is_active:
            return ()
        now, now_ms = work.clock.now(), work.clock.now_ms()
        coming = [
            one for one in work.catalogue.performances().values()
            if one.house == work.house and one.plan and now - _COMING <= one.start <= now + _COMING
        ]  # fmt: skip
        stale = []
        for performance in coming:
            fresh = {
                one.regular_cents
                for one in self._own.statics(performance.id)
                if now_ms - one.at_ms < STATIC_FRESH_MS
            }
            prices = {
                cents for tariff in work.catalogue.tariffs(performance) if tariff.is_base
                for cents in tariff.prices_cents.values()
            }  # fmt: skip
            stale += [StaticPrice(performance.id, cents) for cents in sorted(prices - fresh)]
        return tuple(islice(stale, ITEMS_MAX))

    def _keep(self, told: StaticsTold) -> None:
        now_ms = self._work.clock.now_ms()
        with self._work.replica.sql.transaction():
            for one in told.prices:
                tariff = StaticTariff(one.regular_cents, one.price_cents, now_ms)
                performance = PerformanceId(one.performance)
                self._own.keep_static(self._work.house, performance, tariff)


class ErrandRunner:
    """A thread that runs errands until it is stopped; a store that is away is no fault."""

    def __init__(self, errands: UitpasErrands, report: Callable[[Exception], None]) -> None:
        """`report` keeps an unexpected error; the errands go on."""
        self._errands = errands
        self._report = report
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="uitpas errands", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; waits two seconds at most for an errand under way."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(2.0)

    def _run(self) -> None:
        while not self._stop.wait(ERRANDS_S):
            try:
                self._errands.once()
            except ExchangeFault:
                # The line says so by itself; all that is owed waits.
                continue
            except Exception as error:  # noqa: BLE001 - the top of the errands' thread
                self._report(error)
