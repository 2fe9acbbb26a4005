"""`reserve` and `exchange`: places to be paid later, and tickets for other ones."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from podium_desk.application.counter import BasketLine
from podium_desk.application.desk import Desk
from podium_desk.application.order_desk import ExchangeWish, Reservation
from podium_desk.bootstrap import Device
from podium_desk.commands.named import ticket_called
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.orders import page_json
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.payments import payments_of
from podium_desk.commands.selling import (
    check_role,
    hold_places,
    on_sale,
    print_all,
    sale_json,
    tariff_called,
)
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import FactKind
from podium_desk.domain.programme import Performance
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.reservations import reservation_ends
from podium_desk.i18n.format import money

app = typer.Typer()
Where = Annotated[int, typer.Option("--performance", help="The performance's number.")]
Seats = Annotated[str, typer.Option(help="Row-seat, comma between: A-12,A-13.")]
Best = Annotated[int, typer.Option(help="This many best available places.")]
TariffCode = Annotated[str, typer.Option(help="The tariff's code; the base one if absent.")]


@app.command("reserve", epilog="podium-desk reserve kassa1 --performance 100001 --best 2 --name An")
@command_line_faults
def reserve(
    data: Data,
    performance: Where,
    seats: Seats = "",
    best: Best = 0,
    tariff: TariffCode = "",
    until: Annotated[str, typer.Option(help="YYYY-MM-DDTHH:MM; the usual end if absent.")] = "",
    name: Annotated[str, typer.Option(help="For whom; can be forgotten later.")] = "",
    phone: Annotated[str, typer.Option(help="Their telephone number.")] = "",
    transfer: Annotated[bool, typer.Option(help="Make a communication for a transfer.")] = False,
    to_approve: Annotated[bool, typer.Option(help="No door takes it before `approve`.")] = False,
    as_json: AsJson = False,
) -> None:
    """Keep places that are paid later; nothing is printed before that."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        check_role(device, answer, FactKind.ORDER_SOLD)
        contact(device, answer)
        desk = device.desk(with_printer=False)
        shown, _plan = on_sale(device, answer, performance)
        ends_ms = _end(device, answer, shown, until)
        lines = _lines(device, desk, answer, (performance, seats, best, tariff))
        customer = Customer(name, phone) if name or phone else None
        wish = Reservation(ends_ms, customer, transfer, needs_approval=to_approve)
        done = desk.orders.reserve(lines, wish, secrets.token_hex(8), answer.words.language)
        page = done if isinstance(done, Refusal) else desk.orders.look(done.order)
        _let_go_if(page, desk, lines)
        contact(device, answer)
        if isinstance(page, Refusal):
            refuse(answer, page)
        answer.done(page_json(page, answer), answer.words("orders.reserved", order=str(page.order)))


@app.command("exchange", epilog="podium-desk exchange kassa1 2.0.3.0 --performance 100002 --best 1")
@command_line_faults
def exchange(
    data: Data,
    tickets: Annotated[list[str], typer.Argument(metavar="TICKET…", help="Ticket numbers.")],
    performance: Where,
    seats: Seats = "",
    best: Best = 0,
    tariff: TariffCode = "",
    pay: Annotated[str, typer.Option(help="For the difference: card, cash, …")] = "card",
    tendered: Annotated[int, typer.Option(help="Cents handed over; exact if absent.")] = 0,
    print_tickets: Annotated[bool, typer.Option("--print", help="Print them now.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take tickets of one order back and sell other places for them, as one deed."""
    answer = answer_for(data, as_json)
    named = tuple(ticket_called(answer, text) for text in tickets)
    with device_at(data) as device:
        check_role(device, answer, FactKind.TICKETS_REFUNDED)
        contact(device, answer)
        desk = device.desk(with_printer=False)
        old = desk.after_sales.rows(named)
        if isinstance(old, Refusal):
            refuse(answer, old)
        lines = _lines(device, desk, answer, (performance, seats, best, tariff))
        prices = desk.quote(lines)
        if isinstance(prices, Refusal):
            refuse(answer, prices)
        due_cents = sum(prices) - sum(row.price_cents for row in old)
        payments = payments_of(answer, pay, due_cents, tendered) if due_cents > 0 else ()
        wish = ExchangeWish(named, secrets.token_hex(8), answer.words.language)
        done = desk.orders.exchange(wish, lines, payments)
        _let_go_if(done, desk, lines)
        contact(device, answer)
        if isinstance(done, Refusal):
            refuse(answer, done)
        if print_tickets:
            print_all(device, answer)
        difference = money(due_cents, answer.words.language)
        answer.done(
            {**sale_json(done, desk.selling.codes(done.order), answer),
             "exchanged_from": str(old[0].order), "difference_cents": due_cents},
            answer.words("device.exchanged", order=str(done.order), difference=difference),
        )  # fmt: skip


def _lines(
    device: Device, desk: Desk, answer: Answer, wish: tuple[int, str, int, str]
) -> tuple[BasketLine, ...]:
    """The places wished for, now held: of a performance, chosen or the best, of a tariff."""
    performance, seats, best, tariff = wish
    if bool(seats) == (best > 0):
        answer.wrong_use(answer.words("device.seats_or_best"))
    shown, plan = on_sale(device, answer, performance)
    chosen = tariff_called(answer, device.work.catalogue.tariffs(shown), tariff)
    held = hold_places(desk, answer, shown, plan, (seats, best, ""))
    return tuple(BasketLine(held.performance, unit, chosen.id) for unit in held.units)


def _let_go_if(outcome: object, desk: Desk, lines: tuple[BasketLine, ...]) -> None:
    """Places that a refused wish held are free again."""
    if isinstance(outcome, Refusal):
        desk.release(lines[0].performance, tuple(line.unit for line in lines))


def _end(device: Device, answer: Answer, shown: Performance, until: str) -> int:
    """When the reservation ends, in UTC milliseconds; the usual end for an empty `until`."""
    now_ms = device.work.clock.now_ms()
    if not until:
        return reservation_ends(now_ms, int(shown.start.timestamp() * 1000))
    try:
        moment = datetime.fromisoformat(until)
    except ValueError:
        answer.wrong_use(answer.words("device.no_moment", text=until))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(device.work.own_house.timezone))
    ends_ms = int(moment.timestamp() * 1000)
    if ends_ms <= now_ms:
        answer.wrong_use(answer.words("device.no_moment", text=until))
    return ends_ms
