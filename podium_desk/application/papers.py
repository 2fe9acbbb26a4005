"""What stands on a ticket and on a receipt, in the language of the customer."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from podium_desk.application.draw_papers import draw_print
from podium_desk.application.goods import name_of_goods
from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.paper_lists import seats_print, summary_print
from podium_desk.application.print_queue import PrintOrder
from podium_desk.application.ticket_codes import code_of
from podium_desk.application.till_papers import till_print
from podium_desk.application.transfers import transfer_wish
from podium_desk.application.workplace import Workplace
from podium_desk.documents.content import Content
from podium_desk.documents.draw_sheet import draw_content
from podium_desk.documents.house_pass import PassPrint, pass_content
from podium_desk.documents.layouts.shelf import (
    ROLL_DOTS,
    HeadSize,
    bundled_paper,
    paper_of_printer,
    ticket_layout,
)
from podium_desk.documents.order_summary import SummaryPrint, summary_content
from podium_desk.documents.page import Paper
from podium_desk.documents.receipt import (
    ReceiptGroup,
    ReceiptLine,
    ReceiptPayment,
    ReceiptPrint,
    receipt_content,
)
from podium_desk.documents.seat_list import seat_list_content
from podium_desk.documents.slip import SlipPrint, slip_content
from podium_desk.documents.ticket import TicketPrint, ticket_content
from podium_desk.documents.till_report import till_content
from podium_desk.documents.voucher import VoucherPrint, voucher_content
from podium_desk.domain.communication import printed_communication
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.group_tickets import by_row
from podium_desk.domain.ids import HouseId, OrderId, Origin, PerformanceId, TicketId
from podium_desk.domain.programme import House, Performance
from podium_desk.domain.short_code import short_code
from podium_desk.domain.uitpas import NEUTRAL_NAME
from podium_desk.domain.vat import VatPart, vat_totals
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.goods import GoodsRow, goods_of_order
from podium_desk.replica.group_tickets import places_of
from podium_desk.replica.house_passes import find_pass
from podium_desk.replica.orders import parts_of_order, rest_cents
from podium_desk.replica.queries import SoldRow, find_ticket, tickets_of_order
from podium_desk.replica.uitpas_rows import reduction_of
from podium_desk.replica.vouchers import find_voucher


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What a job says, and the layout that it is placed by."""

    layout: str
    content: Content


class Papers:
    """Makes papers of sold tickets and orders, by the layouts of this workplace."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def paper(self, job: PrintOrder, words: Words, size: HeadSize) -> Paper:
        """The paper of a print job for a printer of that size."""
        said = self.said(job, words, size)
        return self._work.layouts.paper(said.layout, said.content)

    def bundled_paper(self, job: PrintOrder, words: Words, size: HeadSize) -> Paper:
        """The same with nothing of a house's layouts, when that could not be drawn."""
        said = self.said(job, words, size)
        return bundled_paper(said.layout, said.content)

    def layout_faults(self) -> int:
        """How many of the house's layouts cannot be used; from now on the counter tells it."""
        return len(self._work.layouts.faults())

    def said(self, job: PrintOrder, words: Words, size: HeadSize) -> PaperWords:
        """What a print job says; `KeyError` when there is nothing to say any more."""
        language = words.language
        if job.report:
            printed = till_print(self._work, job.order.origin, job.report, job.duplicate)
            return PaperWords("till-report", till_content(printed, words))
        if job.is_slip:
            return PaperWords("slip", slip_content(self.slip(job.order, language), words))
        if job.voucher:
            voucher = self.voucher(job.voucher, job.duplicate)
            return PaperWords("voucher", voucher_content(voucher, words))
        if job.pass_number:
            house_pass = self.house_pass(job.pass_number, language, job.duplicate)
            return PaperWords("house-pass", pass_content(house_pass, words))
        if job.draw:
            sheet = draw_print(self._work, PerformanceId(job.draw), job.duplicate)
            return PaperWords("draw-sheet", draw_content(sheet, words))
        if job.is_summary:
            return PaperWords(
                "order-summary", summary_content(self.summary(job.order, language), words)
            )
        if job.seats:
            seats = seats_print(self._work, PerformanceId(job.seats), language)
            return PaperWords("seat-list", seat_list_content(seats, words))
        if job.ticket is None:
            receipt = self.receipt(job.order, language, job.duplicate)
            return PaperWords("receipt", receipt_content(receipt, words))
        ticket = self.ticket(job.ticket, language, job.duplicate)
        layout = ticket_layout(self._work.ticket_paper, size)
        return PaperWords(layout, ticket_content(ticket, words))

    def summary(self, order: OrderId, language: str) -> SummaryPrint:
        """What an order is; `KeyError` when this replica does not know it."""
        return summary_print(self._work, order, self.receipt(order, language))

    def ticket_paper(self, ticket: TicketId, words: Words, layout: str = "") -> Paper:
        """A ticket's paper by that layout, by default the one that is printed here. `KeyError`
        when this replica does not know it."""
        own = HeadSize(*ROLL_DOTS, paper_of_printer(self._work.printer_address))
        layout = layout or ticket_layout(self._work.ticket_paper, own)
        content = ticket_content(self.ticket(ticket, words.language), words)
        return self._work.layouts.paper(layout, content)

    def voucher(self, number: str, duplicate: int = 0) -> VoucherPrint:
        """What a voucher of this house says; `KeyError` when this replica does not know it."""
        house = self._work.own_house
        row = self._work.replica.sql.row(
            "SELECT order_origin, order_number FROM voucher WHERE house = ? AND number = ?",
            (house.id, number),
        )
        found = find_voucher(self._work.replica.sql, house.id, number)
        if row is None or found is None:
            raise KeyError(number)
        zone = ZoneInfo(house.timezone)
        until = datetime.fromtimestamp(found.valid_until_ms / 1000, UTC).astimezone(zone)
        return VoucherPrint(
            house.name, house.legal_name or house.name, house.enterprise_number, number,
            found.amount_cents, until, str(OrderId(Origin(row[0]), row[1])), duplicate,
            self._work.is_training, found.terms,
        )  # fmt: skip

    def house_pass(self, number: str, language: str, duplicate: int = 0) -> PassPrint:
        """What a pass says; `KeyError` when this replica does not know it."""
        found = find_pass(self._work.replica.sql, self._work.catalogue, number)
        if found is None:
            raise KeyError(number)
        houses = self._work.catalogue.houses()
        home = self._house(found.home)
        until = None
        if found.valid_until_ms:
            until = datetime.fromtimestamp(found.valid_until_ms / 1000, UTC).astimezone(
                ZoneInfo(home.timezone)
            )
        return PassPrint(
            tuple(houses[one].name for one in found.houses if one in houses),
            home.legal_name or home.name, home.enterprise_number, number,
            name_of_goods(self._work, found.home, found.code).in_language(language),
            found.price_cents, found.terms.visits, found.terms.percent, found.terms.seats, until,
            str(found.order), duplicate, self._work.is_training,
        )  # fmt: skip

    def language_of(self, order: OrderId) -> str:
        """The customer's language, as it was when they bought."""
        row = self._work.replica.sql.row(
            "SELECT language FROM order_sold WHERE order_origin = ? AND order_number = ? UNION ALL"
            " SELECT language FROM goods_sold WHERE order_origin = ? AND order_number = ?",
            (order.origin, order.number, order.origin, order.number),
        )
        return self._work.own_house.language if row is None else str(row[0])

    def ticket(self, ticket: TicketId, language: str, duplicate: int = 0) -> TicketPrint:
        """What one ticket says; `KeyError` when this replica does not know it."""
        row = self._row(ticket)
        places = places_of(self._work.replica.sql, row)
        prices = Counter(one.price_cents for one in places)
        performance = self._performance(row)
        organiser = self._house(row.house)
        seller = self._house(row.seller)
        return TicketPrint(
            title=performance.title.in_language(language),
            start=performance.start.astimezone(ZoneInfo(organiser.timezone)),
            hall=performance.hall.in_language(language),
            zone=row.zone,
            row=row.row,
            number=row.number,
            tariff=self._tariff(row, performance, language),
            price_cents=sum(one.price_cents for one in places),
            organiser_legal_name=organiser.legal_name or organiser.name,
            organiser_enterprise_number=organiser.enterprise_number,
            ticket_number=str(row.ticket),
            order_number=str(row.order),
            short_code=short_code(row.performance, row.unit, row.hop),
            code=code_of(self._work, row, row.generation),
            vat_rate_percent=row.vat_rate_percent,
            vat_basis=performance.vat_basis,
            house=organiser.name,
            seller="" if row.seller == row.house else seller.name,
            door=self._door(row),
            doors_open=_local(performance.doors_open, organiser),
            conditions=self._work.layouts.conditions(language),
            duplicate_number=duplicate,
            is_training=self._work.is_training,
            persons=row.persons,
            places=by_row(places),
            prices=tuple((count, cents) for cents, count in prices.items()),
        )

    def receipt(self, order: OrderId, language: str, duplicate: int = 0) -> ReceiptPrint:
        """What an order's receipt says; `KeyError` when this replica does not know it."""
        sold = tickets_of_order(self._work.replica.sql, order)
        rows = [row for row in sold if not row.is_refunded]
        goods = [one for one in goods_of_order(self._work.replica.sql, order) if one.left]
        if not rows and not goods:
            raise KeyError(str(order))
        first: SoldRow | GoodsRow = rows[0] if rows else goods[0]
        seller = self._house(first.seller)
        paid = _Paid.of(self._work, order)
        parts = [
            VatPart(row.vat_rate_percent, self._performance(row).vat_basis, row.price_cents)
            for row in rows
        ]
        parts += [VatPart(one.vat_rate_percent, one.vat_basis, one.left_cents) for one in goods]
        return ReceiptPrint(
            house=seller.name,
            legal_name=seller.legal_name or seller.name,
            enterprise_number=seller.enterprise_number,
            address=_address(seller),
            order_number=str(order),
            at=datetime.fromtimestamp(first.at_ms / 1000, UTC).astimezone(
                ZoneInfo(seller.timezone)
            ),
            groups=self._groups(rows, language),
            goods=tuple(self._goods_line(one, language) for one in goods),
            total_cents=sum(part.gross_cents for part in parts),
            vat=vat_totals(parts),
            payments=paid.payments,
            rounding_cents=paid.rounding_cents,
            cash_due_cents=paid.cash_due_cents,
            tendered_cents=paid.tendered_cents,
            change_cents=paid.change_cents,
            clerk=self._work.clerk,
            device=self._work.claims.name,
            duplicate_number=duplicate,
            is_training=self._work.is_training,
        )

    def slip(self, order: OrderId, language: str) -> SlipPrint:
        """What a reservation's slip says; `KeyError` when it is open no more."""
        sql = self._work.replica.sql
        part = next(iter(parts_of_order(sql, order)), None)
        if part is None or not part.is_open or part.pay_before_ms is None:
            raise KeyError(str(order))
        zone = ZoneInfo(self._work.own_house.timezone)
        said = part.communication and printed_communication(part.communication)
        return SlipPrint(
            self.receipt(order, language),
            datetime.fromtimestamp(part.pay_before_ms / 1000, UTC).astimezone(zone),
            rest_cents(sql, order),
            NamedOrders(self._work, self._work.secret).name_of(order) or "",
            said,
            transfer_wish(self._work, order),
        )

    def _goods_line(self, row: GoodsRow, language: str) -> ReceiptLine:
        name = name_of_goods(self._work, row.house, row.code).in_language(language)
        return ReceiptLine(row.left, name, "", row.price_cents, row.left_cents)

    def _groups(self, rows: list[SoldRow], language: str) -> tuple[ReceiptGroup, ...]:
        groups = []
        for number in dict.fromkeys(row.performance for row in rows):
            own = [row for row in rows if row.performance == number]
            performance = self._performance(own[0])
            zone = ZoneInfo(self._house(own[0].house).timezone)
            groups.append(
                ReceiptGroup(
                    performance.title.in_language(language),
                    performance.start.astimezone(zone),
                    performance.hall.in_language(language),
                    self._lines(own, performance, language),
                )
            )
        return tuple(groups)

    def _lines(
        self, rows: list[SoldRow], performance: Performance, language: str
    ) -> tuple[ReceiptLine, ...]:
        named = [(row, self._tariff(row, performance, language)) for row in rows]
        kinds = dict.fromkeys((name, row.price_cents) for row, name in named)
        lines = []
        for tariff, price_cents in kinds:
            same = [row for row, name in named if (name, row.price_cents) == (tariff, price_cents)]
            places = ", ".join(
                f"{row.zone} {row.row} {row.number}".strip() for row in same if row.number
            )
            lines.append(
                ReceiptLine(len(same), tariff, places, price_cents, price_cents * len(same))
            )
        return tuple(lines)

    def _door(self, row: SoldRow) -> str:
        """The one gate at which its section is told to go in; empty where there is a choice."""
        gates = [
            gate.name
            for gate in self._work.catalogue.gates(row.house)
            if gate.sections is not None and row.zone in gate.sections
            and (gate.performances is None or row.performance in gate.performances)
        ]  # fmt: skip
        return gates[0] if len(gates) == 1 else ""

    def _row(self, ticket: TicketId) -> SoldRow:
        houses: list[int] = sorted(self._work.catalogue.houses())
        row = find_ticket(self._work.replica.sql, ticket, houses)
        if row is None:
            raise KeyError(str(ticket))
        return row

    def _performance(self, row: SoldRow) -> Performance:
        performance = self._work.catalogue.performance(row.performance)
        assert performance is not None, "a performance that was sold stays in the catalogue"
        return performance

    def _house(self, number: HouseId) -> House:
        return self._work.catalogue.houses().get(number) or House(number, "", "")

    def _tariff(self, row: SoldRow, performance: Performance, language: str) -> str:
        """The name of what was paid; of a reduction it tells no more than where it comes from."""
        reduction = reduction_of(self._work.replica.sql, row.house, row.ticket)
        if reduction is not None and reduction.is_paid_in_full:
            return Words(language)("documents.uitpas_pay_back")
        if reduction is not None:
            return NEUTRAL_NAME
        for tariff in self._work.catalogue.tariffs(performance):
            if tariff.id == row.tariff:
                return tariff.name.in_language(language)
        return ""


class _Paid:
    """How an order was paid, summed over its payments."""

    def __init__(self, rows: list[tuple[str, int, int, int, int]]) -> None:
        cash = [row for row in rows if row[0] == PaymentMeans.CASH]
        self.payments = tuple(
            ReceiptPayment(PaymentMeans(means), amount) for means, amount, *_rest in rows
        )
        self.rounding_cents = sum(row[2] for row in rows)
        self.cash_due_cents = sum(row[1] + row[2] for row in cash)
        self.tendered_cents = sum(row[3] for row in cash)
        self.change_cents = sum(row[4] for row in cash)

    @classmethod
    def of(cls, work: Workplace, order: OrderId) -> _Paid:
        """The payments of an order in the order in which they were taken."""
        rows = work.replica.sql.rows(
            "SELECT means, amount_cents, rounding_cents, tendered_cents, change_cents"
            " FROM payment WHERE order_origin = ? AND order_number = ? AND amount_cents >= 0"
            " ORDER BY at_ms, origin, seq",
            (order.origin, order.number),
        )
        return cls([(row[0], row[1], row[2], row[3], row[4]) for row in rows])


def _local(at: datetime | None, house: House) -> datetime | None:
    return at and at.astimezone(ZoneInfo(house.timezone))


def _address(house: House) -> str:
    town = f"{house.postal_code} {house.locality}".strip()
    return ", ".join(part for part in (house.street, town) if part)
