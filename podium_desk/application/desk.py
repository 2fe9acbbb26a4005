"""A counter at work: the `CounterDesk` port on the replica, the store's line and the printer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from podium_desk.application import desk_deeds as deeds
from podium_desk.application.aside_places import keep_parked
from podium_desk.application.clerks import Clerks
from podium_desk.application.counter import (
    PAID_NOW,
    AttemptState,
    BasketLine,
    CardAttempt,
    DeskStatus,
    HallView,
    Held,
    Payment,
    PerformanceRow,
    SaleDone,
    SaleTerms,
)
from podium_desk.application.exposure import confirm_memory, exposure
from podium_desk.application.goods import goods_on_sale, series_on_sale
from podium_desk.application.help_call import HelpHeard
from podium_desk.application.holding import Holding
from podium_desk.application.jobs import Changes
from podium_desk.application.paper_now import NO_PAPER, PaperNow
from podium_desk.application.performance_list import PerformanceList
from podium_desk.application.places import seat_states
from podium_desk.application.print_queue import TO_COME, PrintQueue
from podium_desk.application.uitpas_sale import let_go
from podium_desk.application.venue_state import keeper_name, venue_state
from podium_desk.application.workplace import Workplace
from podium_desk.domain.goods import Goods
from podium_desk.domain.house_passes import HousePass
from podium_desk.domain.ids import OrderId, PerformanceId, TicketId, Unit
from podium_desk.domain.qr_pay import QrOffer
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.series import Series
from podium_desk.domain.vouchers import Voucher
from podium_desk.i18n.words import Words
from podium_desk.replica.queries import tickets_of_order
from podium_desk.replica.waiting import lists_with_entries
from sync.exchange.session import unsent_count

if TYPE_CHECKING:
    from podium_desk.application.asked_papers import AskedPapers
    from podium_desk.application.order_desk import Due
    from podium_desk.application.papers import Papers

T = TypeVar("T")
TONIGHT = timedelta(hours=24)


class PrinterView(Protocol):
    """What a desk knows of its printer."""

    def name_of_state(self) -> str:
        """The state as `DeskStatus.printer` tells it."""
        ...

    def paper_now(self) -> PaperNow:
        """What else there is to tell of paper."""
        ...

    def wake(self) -> None:
        """There is something in the queue."""
        ...

    def open_drawer(self) -> None:
        """Open the cash drawer that hangs on it."""
        ...


class Desk:
    """One counter. Runs on the replica's lane."""

    def __init__(
        self,
        work: Workplace,
        printer: PrinterView,
        tell: Callable[[Changes], None] = lambda _changes: None,
        channel: str = "counter",
    ) -> None:
        """`tell` hears which performances' places changed hands, on the lane."""
        self.work = work
        work.open_drawer = printer.open_drawer
        self._tell = tell
        self.queue = PrintQueue(work.replica.sql, work.clock)
        self.channel = channel
        self.clerks = Clerks(work)
        self.printer, self.holding = printer, Holding(work)
        work.find_names = lambda text, most: self.names.find(text, most)
        self._help = HelpHeard(work.clock, lambda: tell(Changes(connection=True)))
        work.help_wanted = self._help.hear
        self._list = PerformanceList(work)
        keep_parked(work)

    # Each is made when it is first asked for.
    selling = cached_property(deeds.selling)
    after_sales = cached_property(deeds.after_sales)
    open_orders = cached_property(deeds.open_orders)
    exchanging = cached_property(deeds.exchanging)
    goods_back = cached_property(deeds.goods_back)
    till = cached_property(deeds.till)
    transfers = cached_property(deeds.transfers)
    customers = cached_property(deeds.customers)
    orders = cached_property(deeds.orders)
    cancelled = cached_property(deeds.cancelled)
    baskets = cached_property(deeds.baskets)
    guests = cached_property(deeds.guests)
    attending = cached_property(deeds.attending)
    waiting = cached_property(deeds.waiting)
    settling = cached_property(deeds.settling)
    vouchers = cached_property(deeds.vouchers)
    cards = cached_property(deeds.cards)
    names = cached_property(deeds.names)

    @cached_property
    def papers(self) -> Papers:
        """What this desk prints, loaded when the first is asked for."""
        from podium_desk.application.papers import Papers

        return Papers(self.work)

    @cached_property
    def asked_papers(self) -> AskedPapers:
        """Papers that a clerk asks for, loaded as those."""
        from podium_desk.application.asked_papers import AskedPapers

        return AskedPapers(self.work, self.queue, self.papers, self.printer.wake)

    def status(self) -> DeskStatus:
        """How things stand."""
        lapsed = self.baskets.lapse()
        if lapsed:
            self._told(None, *lapsed)
        state = self.work.link.state()
        last_ms = state.last_contact_ms
        error_ms = self.work.clock.error_ms
        forgotten = self.work.memory.forgotten
        return DeskStatus(
            device_name=self.work.claims.name,
            house_name=self.work.own_house.name,
            connection=state.connection,
            last_contact=None if last_ms is None else datetime.fromtimestamp(last_ms / 1000, UTC),
            unsent=unsent_count(self.work.replica),
            reserve_left=self._reserve_left(),
            clock_error_s=None if error_ms is None else error_ms // 1000,
            printer=self.printer.name_of_state(),
            paper=self.printer.paper_now(),
            printing=self.queue.count(*TO_COME),
            forfeited=None if forgotten is None else forgotten.forfeited,
            unconfirmed=exposure(self.work).places,
            incidents=self.settling.count_now(),
            venue=venue_state(self.work),
            keeper=keeper_name(self.work),
            clerk="" if self.work.person is None else self.work.person.name,
            is_training=self.work.is_training,
            help_from=self._help.now(),
            qr=self._qr_offer(),
            voucher_types=self.vouchers.types(),
            # They are looked at with the printer; no window waits for that.
            layout_faults=0 if self.work.shelf is None else len(self.work.shelf.faults()),
        )

    def confirm_memory(self) -> int:
        """A person says that this data is the newest; how many places were at stake."""
        places = confirm_memory(self.work).places
        self._tell(Changes(catalogue=True, connection=True))
        return places

    def performances(
        self, search: str = "", day: datetime | None = None
    ) -> tuple[PerformanceRow, ...]:
        """Tonight's first, the own house first."""
        return self._list.rows(search, day)

    def soonest(self, count: int) -> tuple[PerformanceRow, ...]:
        """The first `count` of these."""
        return self._list.soonest(count)

    def performance_row(self, performance: PerformanceId) -> PerformanceRow | None:
        """One performance as it stands in the list; None when it is not on sale here."""
        return self._list.row(performance)

    def waiting_due(self) -> tuple[Due, ...]:
        """The performances with free places that somebody waits for."""
        has_any = lists_with_entries(self.work.replica.sql, int(self.work.house))
        return self.waiting.due() if has_any else ()

    def print_draw(self, performance: PerformanceId) -> None:
        """Print the sheet of a waiting list that is closed."""
        with self.work.replica.sql.transaction():
            self.queue.queue_draw(self.work.origin, performance)
        self.printer.wake()

    def hall(self, performance: PerformanceId) -> HallView:
        """The hall with each place's state; `KeyError` for a performance that is not on sale."""
        found = self.work.on_sale(performance)
        row = self._list.row(performance)
        if found is None or row is None:
            raise KeyError(performance)
        shown, plan = found
        tariffs = self.work.catalogue.tariffs(shown)
        return HallView(row, plan, seat_states(self.work, shown, plan), tariffs)

    def hold_best(
        self, performance: PerformanceId, count: int, category: str | None, skip: int
    ) -> Held | Refusal:
        """Take the `skip`-th best `count` places."""
        held = self.holding.hold_best(performance, count, category, skip)
        return self._told(held, performance)

    def hold(self, performance: PerformanceId, units: tuple[Unit, ...]) -> Held | Refusal:
        """Take these places."""
        return self._told(self.holding.hold(performance, units), performance)

    def release(self, performance: PerformanceId, units: tuple[Unit, ...]) -> None:
        """Let these places go."""
        self.holding.release(performance, units)
        let_go(self.work, performance, units)
        self.selling.offers.let_go(performance)
        self._told(None, performance)

    def quote(
        self, lines: tuple[BasketLine, ...], codes: tuple[str, ...] = ()
    ) -> tuple[int, ...] | Refusal:
        """The price in cents of each line."""
        return self.selling.quote(lines, codes)

    def problem(self, lines: tuple[BasketLine, ...], terms: SaleTerms = PAID_NOW) -> Refusal | None:
        """Why these lines cannot be sold together now."""
        return self.selling.problem(lines, terms)

    def sell(
        self,
        lines: tuple[BasketLine, ...],
        payments: tuple[Payment, ...],
        sale_token: str,
        language: str,
        terms: SaleTerms = PAID_NOW,
    ) -> SaleDone | Refusal:
        """Commit the sale, then let the printer begin."""
        outcome = self.selling.sell(lines, payments, sale_token, language, terms)
        self.printer.wake()
        return self._told(outcome, *(line.performance for line in lines))

    def sell_voucher(
        self, value_cents: int, payments: tuple[Payment, ...], sale_token: str, code: str = ""
    ) -> SaleDone | Refusal:
        """Sell a gift voucher, once per token, and print it."""
        outcome = self.vouchers.sell(value_cents, payments, sale_token, code)
        self.printer.wake()
        return outcome

    def voucher(self, text: str) -> Voucher | Refusal:
        """The voucher with this number, as far as this desk has heard of it."""
        return self.vouchers.look(text)

    def goods(self) -> tuple[Goods, ...]:
        """What is sold here beside places now."""
        return goods_on_sale(self.work)

    def series(self) -> tuple[Series, ...]:
        """The subscriptions that are sold here now."""
        return series_on_sale(self.work)

    def house_pass(self, text: str) -> HousePass | Refusal:
        """The pass with this number, once the store was asked for it."""
        from podium_desk.application.house_passes import look_at_pass

        return look_at_pass(self.work, text)

    def begin_card(self, attempt: CardAttempt) -> None:
        """Keep a card payment durably, before the terminal is asked for it."""
        self.cards.begin(attempt)

    def note_card(self, attempt: str, state: AttemptState, receipt: str = "") -> None:
        """Keep what became of a card payment."""
        self.cards.note(attempt, state, receipt)

    def unfinished_cards(self) -> tuple[CardAttempt, ...]:
        """Card payments that may have been taken and pay for no sale yet."""
        return self.cards.unfinished()

    def last_sale(self) -> SaleDone | None:
        """The newest sale of this desk."""
        return self.selling.last_sale()

    def preview(self, ticket: TicketId) -> bytes:
        """The ticket as it comes out of the printer, as PNG."""
        # Pillow is heavy: it is loaded with the first preview, after the first window.
        from podium_desk.documents.page import Page
        from podium_desk.documents.preview import paper_png
        from podium_desk.documents.raster import screen_raster

        paper = self.papers.ticket_paper(ticket, Words(self.work.own_house.language))
        return paper_png(screen_raster(paper), is_torn=isinstance(paper, Page))

    def reprint(self, order: OrderId) -> Refusal | None:
        """Print an order again; the papers say that they are duplicates. Of a reservation it is
        the slip: its tickets come with the money."""
        from podium_desk.application.house_passes import open_passes_of
        from podium_desk.application.ticket_codes import is_signed_here

        rows = tickets_of_order(self.work.replica.sql, order)
        good = [row for row in rows if not row.is_refunded]
        goods = self.goods_back.left(order)
        if not good and not goods:
            return Refusal(RefusalReason.UNKNOWN_ORDER, {"order": str(order)})
        if any(row.is_open for row in good):
            self._print_slip(order)
            return None
        if not all(is_signed_here(self.work, row) for row in good):
            return Refusal(RefusalReason.RIGHT_ELSEWHERE, {"order": str(order)})
        with self.work.replica.sql.transaction():
            if not self.queue.fetch(order):
                copy = self.queue.duplicates(order) + 1
                self.queue.queue_passes(order, open_passes_of(self.work, order), copy)
                self.queue.queue_order(order, good, copy)
        self.printer.wake()
        return None

    def _print_slip(self, order: OrderId) -> None:
        with self.work.replica.sql.transaction():
            self.queue.queue_slip(order)
        self.printer.wake()

    def orders_changed(self, performances: Iterable[PerformanceId]) -> None:
        """Places or papers of these performances changed: the printer and the screens hear it."""
        self.printer.wake()
        self._tell(Changes(performances=frozenset(performances)))

    def _told(self, outcome: T, *performances: PerformanceId) -> T:
        """Tell what changed, unless a rule said no."""
        if not isinstance(outcome, Refusal):
            self._tell(Changes(performances=frozenset(performances)))
        return outcome

    def _qr_offer(self) -> QrOffer:
        """Practice asks nobody for money."""
        rules = self.work.catalogue.qr_rules(self.work.house)
        return QrOffer.NONE if rules is None or self.work.is_training else rules.offer

    def _reserve_left(self) -> int:
        """Places of the own house's performances of the next day that this desk holds."""
        now = self.work.clock.now()
        counts = self.work.replica.rights.held_free_counts(self.work.origin)
        left = 0
        for (house, pool), count in counts.items():
            performance = self.work.catalogue.performance(pool)
            is_own = performance is not None and house == self.work.house
            if is_own and performance is not None and _is_soon(performance.start, now):
                left += count - len(self.work.in_basket.get(PerformanceId(pool), set()))
        return left


def _is_soon(start: datetime, now: datetime) -> bool:
    return now - timedelta(hours=3) <= start <= now + TONIGHT


class NoPrinter:
    """A desk without a printer: its jobs wait."""

    def name_of_state(self) -> str:
        """There is none."""
        return "none"

    def paper_now(self) -> PaperNow:
        """There is none."""
        return NO_PAPER

    def wake(self) -> None:
        """Nobody to wake."""

    def open_drawer(self) -> None:
        """There is none to open."""
