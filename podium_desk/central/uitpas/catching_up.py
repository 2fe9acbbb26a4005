"""What the store does for UiTPAS when nobody waits: late registrations and cancellations.

It follows the facts: a sale made while UiTPAS was silent is registered once its pass's number is
here, a refunded ticket is taken back. There is no key by which UiTPAS would know a repeat, so what
may have been sent before is searched for first, and adopted or sent again.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import TypeVar

from podium_desk.central.cluster import Central
from podium_desk.central.uitpas.events import event_of
from podium_desk.central.uitpas.lines import HouseLine, HouseLines
from podium_desk.central.uitpas.sales import SaleTable, SoldReduced, StoreSale
from podium_desk.domain.ids import device_of
from podium_desk.domain.uitpas import (
    SILENT,
    LateOutcome,
    OfferedTariff,
    PassNo,
    SaleEvent,
    SaleState,
    TariffForm,
    judged_late,
    late_outcome,
)
from podium_desk.domain.uitpas_facts import UitpasSaleConfirmed, UitpasSaleException
from podium_desk.integrations.uitpas.answers import TicketSale, WantedSale
from podium_desk.integrations.uitpas.calling import UitpasAway
from podium_desk.integrations.uitpas.problems import Problem
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.uitpas_rows import said_of
from sync.facts.fact import Draft

_T = TypeVar("_T")
CLOCKS_APART_MS = 5 * 60 * 1000
"""How far UiTPAS's clock may be from ours when one of its sales is taken for one that we sent."""
_TRY_AGAIN = SILENT | {
    PassNo.NOT_ALLOWED, PassNo.NOT_SET_UP, PassNo.EVENT_UNKNOWN, PassNo.OUR_FAULT, PassNo.OTHER,
}  # fmt: skip
"""These say nothing of the pass: once the house has seen to them it can still be registered."""


class CatchingUp:
    """Works the queue; `once` does all that is due now. Several servers may do so at a time."""

    def __init__(self, central: Central, lock: RLock, lines: HouseLines) -> None:
        self._central = central
        self._lock = lock
        self._lines = lines
        self._sales = SaleTable(central.sql)

    def once(self) -> int:
        """Follow the facts, then do what is due; how many matters were taken up.

        A store that was put back does nothing: what it forgot to have done comes back first.
        """
        with self._lock:
            if self._central.replica.is_in_doubt():
                return 0
            houses = sorted(self._central.catalogue.houses())
        count = 0
        for house in houses:
            self._follow(house)
            while (sale := self._claimed(house)) is not None:
                count += 1
                self._take_up(sale)
        if count:
            with self._lock:
                # Numbers that were wiped are gone from the file too.
                self._central.sql.scrub(("uitpas_sale",))
        return count

    # Following the facts

    def _follow(self, house: int) -> None:
        with self._lock:
            if not self._sales.not_followed(house):
                return
            with self._central.sql.transaction():
                self._central.sql.lock((house,))
                for sold in self._sales.not_followed(house):
                    self._heard(house, sold)

    def _heard(self, house: int, sold: SoldReduced) -> None:
        """A reduced ticket was sold, and perhaps refunded since."""
        sale = self._sales.get(house, sold.token)
        if sale is None:
            sale = self._unheard_of(sold)
            self._sales.put([sale])
        elif sale.device != device_of(sold.device_log):
            # A token belongs to the device that made it; nobody else's sale says anything of it.
            return
        elif sold.ticket_sale and sale.state is SaleState.REGISTERING:
            self._sales.registered(sale, sold.ticket_sale, sold.price_cents)
            self._sales.happened(sale, SaleEvent.REGISTERED)
        self._let_happen(house, sold.token, SaleEvent.PAID)
        self._recalled(house, sold.token)
        if sold.is_refunded:
            self._let_happen(house, sold.token, SaleEvent.ABANDONED)

    def _let_happen(self, house: int, token: str, event: SaleEvent) -> None:
        sale = self._sales.get(house, token)
        assert sale is not None, "it was just there"
        self._sales.happened(sale, event)

    def _recalled(self, house: int, token: str) -> bool:
        """Whether this store said in a life it forgot what became of a place; it is noted then."""
        sale, said = self._sales.get(house, token), said_of(self._central.sql, house, token)
        if sale is None or said is None or sale.state is not SaleState.PROVISIONAL:
            return False
        if said.ticket_sale:
            self._sales.registered(sale, said.ticket_sale, said.price_cents)
        event = SaleEvent.REGISTERED if said.ticket_sale else SaleEvent.NOT_REGISTERED
        self._sales.happened(sale, event)
        return True

    def _unheard_of(self, sold: SoldReduced) -> StoreSale:
        """A sale whose registration this store does not know: from its fact alone."""
        performance = self._central.catalogue.performance(sold.performance)
        assert performance is not None, "a performance that was sold stays in the catalogue"
        state = SaleState.CONFIRMED if sold.ticket_sale else SaleState.PROVISIONAL
        return StoreSale(
            performance.house, sold.token, device_of(sold.device_log), sold.performance, "",
            sold.regular_cents, "", state, sold.ticket_sale, sold.price_cents,
            self._central.now_ms(), why="" if sold.ticket_sale else "number_missing",
        )  # fmt: skip

    # The queue

    def _claimed(self, house: int) -> StoreSale | None:
        with self._lock, self._central.sql.transaction():
            self._central.sql.lock((house,))
            return self._sales.claim_next(house, self._central.now_ms())

    def _take_up(self, sale: StoreSale) -> None:
        line = self._lines.of(sale.house)
        if line is None:
            self._put_off(sale, PassNo.NOT_SET_UP)
            return
        work = self._cancel if sale.state is SaleState.CANCELLING else self._register
        try:
            work(sale, line)
        except UitpasAway:
            self._put_off(sale, PassNo.AWAY)

    def _cancel(self, sale: StoreSale, line: HouseLine) -> None:
        ticket_sale = sale.ticket_sale
        if not ticket_sale and sale.sent_ms:
            found = self._found(sale, line)
            if isinstance(found, Problem):
                self._put_off(sale, found.no)
                return
            ticket_sale = "" if found is None else found.id
        if ticket_sale:
            problem = line.attempt(sale.number, lambda client: client.cancel(ticket_sale))
            if problem is not None:
                self._put_off(sale, problem.no)
                return
        self._write(lambda: self._sales.happened(sale, SaleEvent.TAKEN_BACK), sale)

    def _register(self, sale: StoreSale, line: HouseLine) -> None:
        """Register afterwards: the tariff must still be there, at the price that was granted."""
        with self._lock, self._central.sql.transaction():
            self._central.sql.lock((sale.house,))
            if self._recalled(sale.house, sale.token):
                return
            sold = self._sales.sold(sale.house, sale.token)
        if sold is None:
            self._put_off(sale, PassNo.OTHER)
            return
        adopted = self._found(sale, line) if sale.sent_ms else None
        if isinstance(adopted, Problem):
            self._put_off(sale, adopted.no)
        elif adopted is not None:
            self._confirm(sale, sold, adopted)
        else:
            self._register_anew(sale, line, sold)

    def _register_anew(self, sale: StoreSale, line: HouseLine, sold: SoldReduced) -> None:
        event = self._event(sale)
        told = line.attempt(
            sale.number, lambda client: client.tariffs(sale.number, event, sale.regular_cents)
        )
        if isinstance(told, Problem):
            self._refused(sale, sold, told.no)
            return
        judged = judged_late(told.offers, sold.price_cents, sold.is_paid_in_full)
        if isinstance(judged, LateOutcome):
            social = [one for one in told.offers if one.form is TariffForm.SOCIAL]
            self._except(sale, sold, judged, social[0].price_cents if social else None)
            return
        self._send(sale, line, sold, judged)

    def _send(
        self, sale: StoreSale, line: HouseLine, sold: SoldReduced, tariff: OfferedTariff
    ) -> None:
        self._write(lambda: self._sales.sending(sale, tariff.id, self._central.now_ms()), sale)
        wanted = WantedSale(sale.number, self._event(sale), sale.regular_cents, tariff.id)
        made = line.attempt(sale.number, lambda client: client.register([wanted]))
        if isinstance(made, Problem):
            self._refused(sale, sold, made.no)
        else:
            self._confirm(sale, sold, made[0])

    def _found(self, sale: StoreSale, line: HouseLine) -> TicketSale | Problem | None:
        """A sale at UiTPAS that we sent and heard nothing of; None when there is none."""
        event = self._event(sale)
        sales = line.attempt(sale.number, lambda client: client.find_sales(event))
        if isinstance(sales, Problem):
            return sales
        with self._lock:
            known = self._sales.known_ids(sale.house)
        since_s = (sale.sent_ms - CLOCKS_APART_MS) / 1000
        for one in sales:
            is_new = one.created is None or one.created.timestamp() >= since_s
            is_same = (one.number, one.event, one.tariff) == (sale.number, event, sale.tariff)
            if one.id not in known and is_same and is_new:
                return one
        return None

    def _event(self, sale: StoreSale) -> str:
        with self._lock:
            performance = self._central.catalogue.performance(sale.performance)
        assert performance is not None, "a performance that was sold stays in the catalogue"
        return event_of(performance)

    # What became of it

    def _confirm(self, sale: StoreSale, sold: SoldReduced, made: TicketSale) -> None:
        body = UitpasSaleConfirmed(
            sold.ticket, sale.token, self._central.now_ms(), made.id, made.price_cents
        )

        def write() -> None:
            self._sales.registered(sale, made.id, made.price_cents)
            self._sales.happened(sale, SaleEvent.REGISTERED)
            self._say(sale, body)

        self._write(write, sale)

    def _refused(self, sale: StoreSale, sold: SoldReduced, no: PassNo) -> None:
        if no in _TRY_AGAIN:
            self._put_off(sale, no)
        else:
            self._except(sale, sold, late_outcome(no), None)

    def _except(
        self, sale: StoreSale, sold: SoldReduced, outcome: LateOutcome, price_cents: int | None
    ) -> None:
        body = UitpasSaleException(
            sold.ticket, sale.token, self._central.now_ms(), outcome.value, price_cents
        )

        def write() -> None:
            self._sales.happened(sale, SaleEvent.NOT_REGISTERED)
            self._say(sale, body)

        self._write(write, sale)

    def _say(self, sale: StoreSale, body: UitpasSaleConfirmed | UitpasSaleException) -> None:
        draft = Draft(kind_of(body), sale.house, body_to_bytes(body))
        self._central.replica.append([draft])

    def _put_off(self, sale: StoreSale, no: PassNo) -> None:
        now_ms = self._central.now_ms()
        self._write(lambda: self._sales.put_off(sale, no.value, now_ms), sale)

    def _write(self, write: Callable[[], object], sale: StoreSale) -> None:
        with self._lock, self._central.sql.transaction():
            self._central.sql.lock((sale.house,))
            write()
