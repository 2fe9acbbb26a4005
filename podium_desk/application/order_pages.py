"""An order as a screen shows it: one line of a list, or its whole page with all that happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from podium_desk.application.goods import name_of_goods
from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.order_desk import (
    GoodsSeen,
    HappenedEvent,
    OrderFound,
    OrderSeen,
    PaymentSeen,
    TicketSeen,
)
from podium_desk.application.transfers import transfer_wish
from podium_desk.application.workplace import Workplace
from podium_desk.domain.group_tickets import by_row
from podium_desk.domain.ids import OrderId, device_of
from podium_desk.domain.order_states import (
    GONE,
    OrderStanding,
    TicketStanding,
    TicketTraces,
    order_standing,
    ticket_standing,
)
from podium_desk.domain.payments import net_paid
from podium_desk.domain.programme import Performance
from podium_desk.domain.short_code import short_code
from podium_desk.domain.stays import stay_of
from podium_desk.domain.text import Text
from podium_desk.replica.door_tickets import order_approval
from podium_desk.replica.goods import goods_of_order
from podium_desk.replica.group_tickets import places_of, ticket_of_part
from podium_desk.replica.house_passes import find_pass, passes_of_order
from podium_desk.replica.order_history import OrderEvent, order_events
from podium_desk.replica.orders import (
    OrderRow,
    parts_of_order,
    payments_of_order,
    refund_reason,
    rest_cents,
)
from podium_desk.replica.queries import SoldRow, is_blocked, passages, tickets_of_order


class OrderPages:
    """Makes pages of what the replica knows. Runs on its lane."""

    def __init__(self, work: Workplace, names: NamedOrders) -> None:
        self._work = work
        self._names = names

    def found(self, order: OrderId) -> OrderFound | None:
        """An order's line in a list; None for one that is not known here."""
        rows = tickets_of_order(self._work.replica.sql, order)
        if not rows:
            return self._found_goods(order)
        tickets = [self._ticket(row) for row in rows if not self._is_part(row)]
        left = [row for row in rows if not row.is_refunded] or rows
        kept = [one for one in tickets if one.standing not in GONE] or tickets
        first = min(kept, key=lambda one: one.start)
        part = self._part(order)
        customer = self._names.customer_of(order)
        return OrderFound(
            order,
            "" if customer is None else customer.name,
            self._standing([one.standing for one in tickets], part, ()),
            None if part is None else self._pay_before(part),
            first.title,
            first.start,
            tuple(f"{one.row} {one.number}".strip() for one in left),
            sum(one.price_cents for one in kept),
        )

    def seen(self, order: OrderId) -> OrderSeen | None:
        """An order's page; None for one that is not known here."""
        sql = self._work.replica.sql
        rows, goods = tickets_of_order(sql, order), self._goods(order)
        if not rows and not goods_of_order(sql, order):
            return None
        tickets = tuple(self._ticket(row) for row in rows if not self._is_part(row))
        part = self._part(order)
        standings = [one.standing for one in tickets]
        paid = net_paid(payments_of_order(sql, order))
        return OrderSeen(
            order,
            self._names.customer_of(order),
            self._standing(standings, part, goods),
            None if part is None else self._pay_before(part),
            "" if part is None else part.communication,
            None if part is None else part.former,
            tickets,
            tuple(PaymentSeen(one.means, one.amount_cents, one.reference) for one in paid),
            sum(one.price_cents for one in tickets if one.is_kept)
            + sum(one.sum_cents for one in goods),
            rest_cents(sql, order),
            tuple(self._happened(event) for event in order_events(sql, order, rows)),
            self.holder(rows),
            transfer_wish(self._work, order),
            known=self._names.known_of(order),
            goods=goods,
            approval=order_approval(sql, self._work.house, order),
        )

    def holder(self, rows: Iterable[SoldRow]) -> str:
        """The name of the device in whose hands these tickets are; empty for this one, and for
        the store, which any desk with a line asks."""
        for row in rows:
            right = self._work.replica.rights.right(row.house, row.performance, row.unit)
            if right is None or row.is_refunded or not right.is_spent:
                continue
            if right.holder not in (self._work.origin, self._work.store_log(row.house)):
                return self._device_name(right.holder)
        return ""

    def _part(self, order: OrderId) -> OrderRow | None:
        """One house's part; None of an order without places."""
        return next(iter(parts_of_order(self._work.replica.sql, order)), None)

    def _standing(
        self, tickets: Sequence[TicketStanding], part: OrderRow | None, goods: Sequence[GoodsSeen]
    ) -> OrderStanding:
        if not tickets:
            return OrderStanding.PAID if goods else OrderStanding.REFUNDED
        ends_ms = None if part is None else part.pay_before_ms
        return order_standing(tickets, ends_ms, self._work.clock.now_ms())

    def _found_goods(self, order: OrderId) -> OrderFound | None:
        """The line of an order without places: what was bought first, and when."""
        bought, goods = goods_of_order(self._work.replica.sql, order), self._goods(order)
        if not bought:
            return None
        customer = self._names.customer_of(order)
        return OrderFound(
            order,
            "" if customer is None else customer.name,
            self._standing((), None, goods),
            None,
            name_of_goods(self._work, bought[0].house, bought[0].code),
            self._local(bought[0].at_ms),
            (),
            sum(one.sum_cents for one in goods),
        )

    def _goods(self, order: OrderId) -> tuple[GoodsSeen, ...]:
        """What is left of the goods of an order, with the passes among them."""
        work = self._work
        numbers = passes_of_order(work.replica.sql, order)
        found = [find_pass(work.replica.sql, work.catalogue, number) for number in numbers]
        passes = [one for one in found if one is not None and not one.is_closed]
        return tuple(
            GoodsSeen(
                row.code, name_of_goods(work, row.house, row.code), row.left, row.price_cents,
                tuple(one for one in passes if one.code == row.code),
            )
            for row in goods_of_order(work.replica.sql, order)
            if row.left
        )  # fmt: skip

    def _is_part(self, row: SoldRow) -> bool:
        """Whether it is a place of a group's ticket, which stands for it on the page."""
        return ticket_of_part(self._work.replica.sql, row) is not None

    def _ticket(self, row: SoldRow) -> TicketSeen:
        performance = self._performance(row)
        places = places_of(self._work.replica.sql, row)
        return TicketSeen(
            row.ticket,
            performance.title,
            performance.start.astimezone(self._zone(row)),
            row.zone,
            row.row,
            row.number,
            self._tariff_name(row, performance),
            sum(one.price_cents for one in places),
            short_code(row.performance, row.unit, row.hop),
            row.generation,
            ticket_standing(self._traces(row)),
            row.persons,
            by_row(places) if row.persons > 1 else (),
        )

    def _traces(self, row: SoldRow) -> TicketTraces:
        sql = self._work.replica.sql
        seen = passages(sql, row.house, row.performance, row.ticket)
        is_inside = stay_of(seen, row.persons).is_inside
        return TicketTraces(
            refund_reason(sql, row) if row.is_refunded else None,
            row.is_open,
            is_inside=is_inside,
            is_blocked=is_blocked(sql, row.house, row.ticket),
        )

    def _happened(self, event: OrderEvent) -> HappenedEvent:
        name = self._device_name(event.origin) if event.origin else self._work.claims.name
        return HappenedEvent(
            self._local(event.at_ms), event.kind, name, event.clerk, event.count,
            event.amount_cents, event.means, event.text, event.other,
        )  # fmt: skip

    def _device_name(self, origin: int) -> str:
        device = self._work.replica.devices.get(device_of(origin))
        return "" if device is None else device.claims.name

    def _pay_before(self, part: OrderRow) -> datetime | None:
        return None if part.pay_before_ms is None else self._local(part.pay_before_ms)

    def _local(self, at_ms: int) -> datetime:
        zone = ZoneInfo(self._work.own_house.timezone)
        return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone)

    def _zone(self, row: SoldRow) -> ZoneInfo:
        house = self._work.catalogue.houses().get(row.house)
        return ZoneInfo(self._work.own_house.timezone if house is None else house.timezone)

    def _performance(self, row: SoldRow) -> Performance:
        performance = self._work.catalogue.performance(row.performance)
        assert performance is not None, "a performance that was sold stays in the catalogue"
        return performance

    def _tariff_name(self, row: SoldRow, performance: Performance) -> Text:
        for tariff in self._work.catalogue.tariffs(performance):
            if tariff.id == row.tariff:
                return tariff.name
        return Text.of("nl", str(row.tariff))
