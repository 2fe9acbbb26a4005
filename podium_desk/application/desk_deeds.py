"""What a counter can do besides holding places: each use case, made for its desk.

A counter that has just started shows a hall first. What sells, takes back, changes, counts, waits
and finds is loaded when it is first asked for, or by the counter's idle steps (`load_deeds`,
`load_papers`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol

    from podium_desk.application.after_sales import AfterSales
    from podium_desk.application.attending import Attending
    from podium_desk.application.cancelled_performances import CancelledPerformances
    from podium_desk.application.card_attempts import CardAttempts
    from podium_desk.application.customers import Customers
    from podium_desk.application.door_finding import OrdersOfName
    from podium_desk.application.exchanging import Exchanging
    from podium_desk.application.goods_back import GoodsReturns
    from podium_desk.application.guests import GuestLists
    from podium_desk.application.holding import Holding
    from podium_desk.application.open_orders import OpenOrders
    from podium_desk.application.order_desk import OrderDesk
    from podium_desk.application.parking import Parking
    from podium_desk.application.print_queue import PrintQueue
    from podium_desk.application.selling import Selling
    from podium_desk.application.settling import Settling
    from podium_desk.application.till import DrawerPrinter, Till
    from podium_desk.application.transfers import Transfers
    from podium_desk.application.vouchers import Vouchers
    from podium_desk.application.waiting_lists import WaitingLists
    from podium_desk.application.workplace import Workplace
    from podium_desk.domain.ids import OrderId, PerformanceId
    from podium_desk.domain.refusals import Refusal

    class Desk(Protocol):
        """What a desk gives them: what it stands on, and each other."""

        work: Workplace
        queue: PrintQueue
        channel: str
        selling: Selling
        holding: Holding
        printer: DrawerPrinter
        orders_changed: Callable[[Iterable[PerformanceId]], None]
        reprint: Callable[[OrderId], Refusal | None]
        after_sales: AfterSales
        open_orders: OpenOrders
        exchanging: Exchanging
        goods_back: GoodsReturns
        customers: Customers
        orders: OrderDesk
        baskets: Parking


def selling(desk: Desk) -> Selling:
    """Prices, and the sale itself."""
    from podium_desk.application.selling import Selling

    return Selling(desk.work, desk.queue, desk.channel)


def after_sales(desk: Desk) -> AfterSales:
    """Taking tickets back, and giving new ones."""
    from podium_desk.application.after_sales import AfterSales

    return AfterSales(desk.work, desk.queue)


def open_orders(desk: Desk) -> OpenOrders:
    """Reservations, paid or not."""
    from podium_desk.application.open_orders import OpenOrders

    return OpenOrders(desk.work, desk.selling, desk.after_sales, desk.queue)


def exchanging(desk: Desk) -> Exchanging:
    """Other places for those of an order."""
    from podium_desk.application.exchanging import Exchanging

    return Exchanging(desk.work, desk.selling, desk.after_sales, desk.queue)


def goods_back(desk: Desk) -> GoodsReturns:
    """Goods and passes of an order that come back."""
    from podium_desk.application.goods_back import GoodsReturns

    return GoodsReturns(desk.work, desk.after_sales)


def till(desk: Desk) -> Till:
    """Counting and closing."""
    from podium_desk.application.till import Till

    return Till(desk.work, desk.queue, desk.printer)


def transfers(desk: Desk) -> Transfers:
    """Money that came to the account."""
    from podium_desk.application.transfers import Transfers

    return Transfers(desk.work, desk.open_orders)


def customers(desk: Desk) -> Customers:
    """The people whom the house keeps."""
    from podium_desk.application.customers import Customers

    return Customers(desk.work)


def orders(desk: Desk) -> OrderDesk:
    """What was sold and reserved before, here and at the house's other desks."""
    from podium_desk.application.order_book import OrderBook, OrderDeeds

    deeds = OrderDeeds(
        desk.selling, desk.after_sales, desk.open_orders, desk.exchanging, desk.customers,
        desk.goods_back,
    )  # fmt: skip
    return OrderBook(desk.work, deeds, desk.orders_changed, desk.reprint)


def cancelled(desk: Desk) -> CancelledPerformances:
    """What is owed for performances that do not go on."""
    from podium_desk.application.cancelled_performances import CancelledPerformances

    return CancelledPerformances(desk.work, desk.after_sales, desk.orders)


def baskets(desk: Desk) -> Parking:
    """The baskets that were put aside, here and at the house's other counters."""
    from podium_desk.application.parking import Parking

    return Parking(desk.work, desk.selling.offers)


def guests(desk: Desk) -> GuestLists:
    """The guests of a performance."""
    from podium_desk.application.guests import GuestLists

    return GuestLists(desk.work, desk.holding, desk.orders)


def attending(desk: Desk) -> Attending:
    """Who came to a performance."""
    from podium_desk.application.attending import Attending

    return Attending(desk.work)


def waiting(desk: Desk) -> WaitingLists:
    """Who waits for places."""
    from podium_desk.application.waiting_lists import WaitingLists

    return WaitingLists(desk.work, desk.holding, desk.baskets)


def settling(desk: Desk) -> Settling:
    """What came to light and is to be settled."""
    from podium_desk.application.settling import Settling

    return Settling(desk.work)


def vouchers(desk: Desk) -> Vouchers:
    """Gift vouchers."""
    from podium_desk.application.vouchers import Vouchers

    return Vouchers(desk.work, desk.selling, desk.queue)


def cards(desk: Desk) -> CardAttempts:
    """Card payments that were begun."""
    from podium_desk.application.card_attempts import CardAttempts

    return CardAttempts(desk.work.replica.sql, desk.work.clock, desk.customers.by_id)


def names(desk: Desk) -> OrdersOfName:
    """The orders of a name, for a door of the house that asks."""
    from podium_desk.application.door_finding import OrdersOfName

    return OrdersOfName(desk.work, desk.customers)


_MADE_OF_ALL = (
    "settling", "vouchers", "cancelled", "cards", "guests", "names", "till", "transfers",
    "attending", "waiting",
)  # fmt: skip
"""What screens ask first, and what stands on all others."""


def load_deeds(desk: object) -> None:
    """Make all of them, so that nobody waits for one."""
    for name in _MADE_OF_ALL:
        getattr(desk, name)


def load_papers() -> None:
    """Load what draws papers and brings them to a printer, before one is to be printed."""
    import podium_desk.application.papers
    import podium_desk.application.printing
    import podium_desk.documents.raster  # noqa: F401
