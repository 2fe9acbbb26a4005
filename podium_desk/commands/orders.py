"""`orders`: find, show, pay and let go of what was sold and reserved before."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

import typer

from podium_desk.application.order_desk import OrderFound, OrderSeen
from podium_desk.commands.named import order_called
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.payments import payments_of
from podium_desk.commands.selling import check_role, print_all
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.communication import printed_communication
from podium_desk.domain.facts import FactKind
from podium_desk.domain.refusals import Refusal
from podium_desk.i18n.format import money

app = typer.Typer(no_args_is_help=True, help="Orders that were made before.")
OrderNumber = Annotated[str, typer.Argument(metavar="ORDER", help="The order's number, 2.0-0014.")]


@app.command("find", epilog='podium-desk orders find kassa1 "van den bos" --json')
@command_line_faults
def find(
    data: Data,
    text: Annotated[str, typer.Argument(help="Name, number, ticket, code, telephone or seat.")],
    as_json: AsJson = False,
) -> None:
    """Orders by name, telephone, number, ticket, short code, seat or communication."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        found = device.desk(with_printer=False, sells=False).orders.find(text)
        for one in found if not as_json else ():
            answer.done(None, _found_line(one, answer))
        if as_json:
            answer.done([_found_json(one, answer) for one in found])
        elif not found:
            answer.done(None, answer.words("orders.nothing_found"))


@app.command("show", epilog="podium-desk orders show kassa1 2.0-0014 --json")
@command_line_faults
def show(data: Data, order: OrderNumber, as_json: AsJson = False) -> None:
    """An order with its tickets, its money and all that happened to it."""
    answer = answer_for(data, as_json)
    number = order_called(answer, order)
    with device_at(data) as device:
        contact(device, answer)
        page = device.desk(with_printer=False, sells=False).orders.look(number)
        if isinstance(page, Refusal):
            refuse(answer, page)
        answer.done(page_json(page, answer), _page_text(page, answer))


@app.command("pay", epilog="podium-desk orders pay kassa1 2.0-0014 --pay cash:20.00,card:24.06")
@command_line_faults
def pay(
    data: Data,
    order: OrderNumber,
    means: Annotated[str, typer.Option("--pay", help="card, cash, or cash:20.00,card:24.06.")],
    tendered: Annotated[int, typer.Option(help="Cents handed over; exact if absent.")] = 0,
    print_tickets: Annotated[bool, typer.Option("--print", help="Print them now.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take the money of a reservation; with less than is owed it stays open."""
    answer = answer_for(data, as_json)
    number = order_called(answer, order)
    with device_at(data) as device:
        check_role(device, answer, FactKind.ORDER_PAID)
        contact(device, answer)
        orders = device.desk(with_printer=False).orders
        page = orders.look(number)
        if isinstance(page, Refusal):
            refuse(answer, page)
        payments = payments_of(answer, means, page.rest_cents, tendered)
        done = orders.pay(number, payments, secrets.token_hex(8))
        if isinstance(done, Refusal):
            refuse(answer, done)
        contact(device, answer)
        if print_tickets:
            print_all(device, answer)
        language = answer.words.language
        answer.done(
            {
                "order": str(done.order),
                "paid": not done.rest_cents,
                "rest_cents": done.rest_cents,
                "change_cents": done.change_cents,
            },
            answer.words(
                "device.order_paid", order=str(done.order), rest=money(done.rest_cents, language),
                change=money(done.change_cents, language),
            ),
        )  # fmt: skip


@app.command("release", epilog="podium-desk orders release kassa1 2.0-0014")
@command_line_faults
def release(data: Data, order: OrderNumber, as_json: AsJson = False) -> None:
    """Let the places of a reservation go that nobody came to pay."""
    answer = answer_for(data, as_json)
    number = order_called(answer, order)
    with device_at(data) as device:
        check_role(device, answer, FactKind.TICKETS_REFUNDED)
        contact(device, answer)
        refusal = device.desk(with_printer=False).orders.let_go(number)
        if refusal is not None:
            refuse(answer, refusal)
        contact(device, answer)
        answer.done({"order": str(number), "released": True}, answer.words("orders.gone"))


def page_json(page: OrderSeen, answer: Answer) -> dict[str, Any]:
    """An order as programs read it."""
    language = answer.words.language
    customer = page.customer
    return {
        "order": str(page.order),
        "state": page.standing.value,
        "name": "" if customer is None else customer.name,
        "phone": "" if customer is None else customer.phone,
        "pay_before": None if page.pay_before is None else page.pay_before.isoformat(),
        "communication": page.communication,
        "exchanged_from": None if page.former is None else str(page.former),
        "total_cents": page.total_cents,
        "rest_cents": page.rest_cents,
        "holder": page.holder,
        "approval": page.approval.value,
        "payments": [
            {"means": one.means.value, "amount_cents": one.amount_cents} for one in page.payments
        ],
        "tickets": [
            {
                "id": str(one.id),
                "title": one.title.in_language(language),
                "start": one.start.isoformat(),
                "zone": one.zone,
                "seat": f"{one.row}-{one.number}",
                "tariff": one.tariff.in_language(language),
                "price_cents": one.price_cents,
                "short_code": one.short_code,
                "state": one.standing.value,
            }
            for one in page.tickets
        ],
        "history": [
            {
                "at": event.at.isoformat(),
                "what": event.kind.value,
                "device": event.device,
                "clerk": event.clerk,
                "count": event.count,
                "amount_cents": event.amount_cents,
                "text": event.text,
                "order": None if event.other is None else str(event.other),
            }
            for event in page.history
        ],
    }


def _found_json(one: OrderFound, answer: Answer) -> dict[str, Any]:
    return {
        "order": str(one.order),
        "name": one.name,
        "state": one.standing.value,
        "pay_before": None if one.pay_before is None else one.pay_before.isoformat(),
        "title": one.title.in_language(answer.words.language),
        "start": one.start.isoformat(),
        "seats": list(one.seats),
        "total_cents": one.total_cents,
    }


def _found_line(one: OrderFound, answer: Answer) -> str:
    language = answer.words.language
    standing = answer.words(f"orders.standing_{one.standing.value}")
    title = one.title.in_language(language)
    return (
        f"{one.order!s:>12}  {one.name:<28.28}  {standing:<20.20}  {one.start:%d/%m/%Y %H:%M}  "
        f"{title:<32.32}  {', '.join(one.seats)}"
    )


def _page_text(page: OrderSeen, answer: Answer) -> str:
    """The page in lines: the order, its tickets, what happened."""
    words, language = answer.words, answer.words.language
    name = "" if page.customer is None else f"{page.customer.name}  {page.customer.phone}"
    lines = [
        f"{words('orders.order', order=str(page.order))}  {name}".rstrip(),
        words(f"orders.standing_{page.standing.value}"),
        words("orders.total", total=money(page.total_cents, language)),
    ]
    if page.rest_cents:
        lines.append(words("orders.rest", rest=money(page.rest_cents, language)))
    if page.communication:
        lines.append(printed_communication(page.communication))
    for one in page.tickets:
        standing = words(f"orders.ticket_{one.standing.value}")
        lines.append(f"  {one.id}  {one.zone} {one.row}-{one.number}  {standing}")
    for event in page.history:
        lines.append(f"  {event.at:%d/%m %H:%M}  {event.kind.value}  {event.clerk} {event.device}")
    return "\n".join(lines)
