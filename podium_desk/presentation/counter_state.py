"""What a counter screen remembers, and the view that follows from it."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from podium_desk.application.counter import Connection, DeskStatus, HallView
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation import amounts
from podium_desk.presentation.basket import Basket, Place
from podium_desk.presentation.counter_words import (
    basket_view,
    exchange_basket,
    free_basket,
    memory_panel,
    refusal_sentence,
)
from podium_desk.presentation.filling_state import ASKED_BY, Topic
from podium_desk.presentation.filling_words import (
    hold_text,
    is_short,
    question_panel,
    swap_text,
)
from podium_desk.presentation.hall import HallPicture, picture_of
from podium_desk.presentation.last_sale import last_sale_panel
from podium_desk.presentation.mood import Mood
from podium_desk.presentation.order_state import OrdersState
from podium_desk.presentation.order_view import ReservePanel
from podium_desk.presentation.parked_words import parked_text
from podium_desk.presentation.pay_state import PayPage, PayState
from podium_desk.presentation.paying_words import pay_panel
from podium_desk.presentation.shelf_words import shelf_panel
from podium_desk.presentation.status import Band, DevicesAround, band_of, chips_of

if TYPE_CHECKING:
    from datetime import tzinfo

    from podium_desk.application.basket_shelf import ParkedSeen
    from podium_desk.application.counter import SaleDone
    from podium_desk.domain.ids import PerformanceId
    from podium_desk.domain.refusals import Refusal
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import BasketView, CounterView, Panel, Toast
    from podium_desk.presentation.filling_state import Group, Question
    from podium_desk.presentation.last_sale import LastSale
    from podium_desk.presentation.shelf_state import Shelf


@dataclass(slots=True)
class CounterState:
    """The memory of one counter screen; changed only by its presenter, on the screen's thread."""

    status: DeskStatus | None = None
    selected: PerformanceId | None = None
    halls: dict[PerformanceId, HallView] = field(default_factory=dict)
    """The hall shown and those of the basket, as last read."""
    basket: Basket = field(default_factory=Basket)
    steps: list[Basket] = field(default_factory=list)
    """The baskets that can be brought back, the newest last."""
    best: Group | None = None
    """The last proposal."""
    held_until: datetime | None = None
    """When the places of an untouched basket are let go."""
    is_let_go: bool = False
    """Whether they were; the next key takes them back."""
    parked: list[ParkedSeen] = field(default_factory=list)
    """Baskets that were put aside, as they were last looked at, the oldest first."""
    swap: Place | None = None
    """The place that the next chosen one comes for."""
    question: Question | None = None
    """What the clerk is asked to type, while it is asked."""
    has_terminal: bool = False
    """Whether the card terminal is connected."""
    scanners_gone: tuple[str, ...] = ()
    """Scanners of the settings that cannot be reached now."""
    pay: PayState = field(default_factory=PayState)
    """The payment panel."""
    last_sale: LastSale | None = None
    """The newest sale, while it is looked at."""
    is_memory_asked: bool = False
    """Whether the person reads what confirming this memory puts at stake."""
    shelf: Shelf | None = None
    """What is sold beside places, while it is shown."""
    orders: OrdersState = field(default_factory=OrdersState)
    """Orders that are looked for, looked at, paid or exchanged."""
    token: str | None = None
    """Names the sale of this basket, so that it is booked once however often it is tried."""
    toast: Toast | None = None
    thanked: SaleDone | None = None
    """The newest sale, until the next customer."""
    refusal: Refusal | None = None
    fault: str = ""

    @property
    def hall(self) -> HallView | None:
        """The hall shown, once it is read."""
        return None if self.selected is None else self.halls.get(self.selected)

    @property
    def is_online(self) -> bool:
        """Whether places of others can be asked; until the status is known it looks so."""
        return self.status is None or self.status.connection is Connection.ONLINE

    @property
    def has_panel(self) -> bool:
        """Whether a panel stands in the place of the hall: paying, an order, or a question."""
        is_paying = self.pay.page is not None
        is_page = self.last_sale is not None or self.is_asking_memory
        is_asked = self.question is not None or self.shelf is not None
        return is_paying or is_page or is_asked or self.orders.has_panel

    @property
    def is_choosing(self) -> bool:
        """Whether what is to be sold is chosen, so that the next thing may be to pay for it."""
        return self.shelf is not None or not self.has_panel

    @property
    def due_cents(self) -> int:
        """What the basket costs now; of an exchange what is to be added."""
        former = self.orders.exchange
        return self.basket.total_cents if former is None else (
            max(0, self.basket.total_cents - former.old_cents)
        )  # fmt: skip

    @property
    def is_asking_memory(self) -> bool:
        """Whether that panel stands: it goes by itself once the store or a peer has confirmed."""
        return self.is_memory_asked and self.status is not None and self.status.unconfirmed > 0

    def keep_hall(self, hall: HallView) -> None:
        """Remember a hall just read; an unchanged plan stays the same object."""
        known = self.halls.get(hall.performance.id)
        if known is not None and known.plan == hall.plan:
            hall = replace(hall, plan=known.plan)
        self.halls[hall.performance.id] = hall

    def close_panel(self) -> None:
        """Back from the panel to the basket."""
        self.pay.close()
        self.last_sale = self.question = self.shelf = None
        self.is_memory_asked = False
        self.orders.close()


def _around(state: CounterState) -> DevicesAround:
    return DevicesAround(state.has_terminal, state.pay.is_terminal_away, state.scanners_gone)


def with_state(
    surround: CounterView, state: CounterState, now: datetime, words: Words
) -> CounterView:
    """`surround` (list and language) completed with all that follows from `state`."""
    status, is_selling = state.status, surround.is_selling
    has_lines, has_any = bool(state.basket.lines), not state.basket.is_empty
    return replace(
        surround,
        place="" if status is None else _place(status),
        chips=() if status is None else chips_of(status, now, words, _around(state)),
        band=_band(state, words),
        selected=state.selected,
        hall=_picture(state, words),
        basket=replace(
            _basket(state, now, words), language=state.basket.papers_language(words.language)
        ),
        panel=_panel(state, words),
        toast=state.toast,
        refusal="" if state.refusal is None else refusal_sentence(state.refusal, words),
        can_pay=not is_selling and (state.pay.takes_part or _can_pay(state)),
        can_more=not is_selling and (state.pay.takes_part or _can_pay(state) or state.is_choosing),
        can_reserve=(
            has_lines and not is_selling and not state.has_panel and state.orders.exchange is None
        ),
        can_clear=has_any and not is_selling and not state.has_panel,
        can_undo=_can_undo(state) and not is_selling,
        can_note=not state.has_panel and _is_note_missing(state.basket),
    )


def _place(status: DeskStatus) -> str:
    """The house, this counter, and who logged in."""
    return " · ".join(filter(None, (status.house_name, status.device_name, status.clerk)))


def _hold(state: CounterState, now: datetime, words: Words) -> str:
    """Until when the places of the basket are held."""
    if state.is_let_go:
        return words("counter.let_go")
    if state.held_until is None or not state.basket.lines:
        return ""
    hall = state.halls[state.basket.lines[0].performance]
    return hold_text(state.held_until, now, hall.performance.start, words)


def _picture(state: CounterState, words: Words) -> HallPicture | None:
    hall = state.hall
    if hall is None:
        return None
    chosen = state.basket.units(hall.performance.id)
    return picture_of(hall, chosen, is_online=state.is_online, words=words)


def _band(state: CounterState, words: Words) -> Band | None:
    exchange = state.orders.exchange
    if exchange is None or state.fault:
        return band_of(state.status, state.fault, words)
    return Band(words("orders.exchange_band", tickets=exchange.title), Mood.EXCHANGE)


def _basket(state: CounterState, now: datetime, words: Words) -> BasketView:
    view = replace(
        basket_view(state.basket, state.halls, words),
        hold=_hold(state, now, words),
        is_hold_short=is_short(state.held_until, now),
        swap=swap_text(state.swap, state.halls, words),
    )
    if state.basket.customer is not None:
        whose = words("customers.of_basket", name=state.basket.customer.name)
        view = replace(view, sums=(whose, *view.sums))
    exchange = state.orders.exchange
    if exchange is not None:
        return exchange_basket(view, state.basket, exchange, words)
    is_free = bool(state.basket.lines) and not state.basket.total_cents
    return free_basket(view, words) if is_free and state.basket.problem is None else view


def _can_pay(state: CounterState) -> bool:
    """Whether the payment keys mean something: for a basket, or for the open order looked at."""
    orders = state.orders
    if orders.page is not None:
        # Words of orders are loaded with whoever shows one, behind the first hall.
        from podium_desk.presentation.order_words import deeds_of

        return orders.ask is None and "pay" in deeds_of(orders.page, orders)
    return not state.basket.is_empty and state.is_choosing


def _can_undo(state: CounterState) -> bool:
    if state.pay.page is not None:
        return state.pay.page is PayPage.SPLIT and bool(state.pay.parts)
    return state.orders.can_undo or (bool(state.steps) and not state.has_panel)


def _is_note_missing(basket: Basket) -> bool:
    return basket.problem is not None and basket.problem.reason in ASKED_BY


def _orders_panel(state: CounterState, words: Words) -> Panel | None:
    if not state.orders.has_panel:
        return None
    # As above.
    from podium_desk.presentation.order_words import orders_panel

    draft, halls = state.orders.draft, state.halls
    if draft is None or not state.basket.lines:
        return orders_panel(state.orders, (), "", words)
    zone = halls[state.basket.lines[0].performance].performance.start.tzinfo
    ends = [datetime.fromtimestamp(ms / 1000, zone) for ms in draft.ends_ms]
    total = amounts.money(state.basket.total_cents, words.language)
    detail = words("orders.reserve_detail", n=len(state.basket.lines), total=total)
    panel = orders_panel(state.orders, ends, detail, words)
    known = state.basket.customer
    if known is not None and isinstance(panel, ReservePanel):
        return replace(panel, customer=known.name)
    return panel


def _panel(state: CounterState, words: Words) -> Panel | None:
    if state.question is not None:
        panel = question_panel(state.question, state.basket, state.halls, words)
        if state.question.topic is Topic.UNPARK:
            panel = replace(panel, about=parked_text(state.parked, state.halls, words))
        return panel
    if state.shelf is not None:
        return shelf_panel(state.shelf, state.basket, words)
    if state.last_sale is not None:
        return last_sale_panel(state.last_sale, words)
    if state.is_asking_memory and state.status is not None:
        return memory_panel(state.status.unconfirmed, words)
    if state.pay.page is not None:
        return pay_panel(state.pay, _zone(state), words)
    return _orders_panel(state, words)


def _zone(state: CounterState) -> tzinfo | None:
    """Where this counter stands, by the halls that it showed; the machine's zone before that."""
    hall = next(iter(state.halls.values()), None)
    return None if hall is None else hall.performance.start.tzinfo
