"""`performances`, `sell`, `refund`, `reissue`: the same use cases as the window's."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from podium_desk.application.counter import (
    BasketLine,
    Held,
    PerformanceRow,
    SaleDone,
    SaleTerms,
)
from podium_desk.application.desk import Desk
from podium_desk.application.places import held_hops
from podium_desk.bootstrap import Device
from podium_desk.commands.logging_in import ClerkNumber, Pin, log_in
from podium_desk.commands.named import goods_wished, order_called, ticket_called
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.payments import Pay, payments_of
from podium_desk.commands.session import contact, device_at, is_online, refuse
from podium_desk.domain.facts import FactKind, PaymentMeans
from podium_desk.domain.goods import GoodsWish
from podium_desk.domain.ids import PerformanceId, TicketId, Unit
from podium_desk.domain.programme import Performance, Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS
from podium_desk.domain.venue import HallPlan
from podium_desk.i18n.format import money
from podium_desk.late_dataclass import dataclass

app = typer.Typer()
_ORDER_SIGN = "-"
"""Stands in an order's number, and in no ticket's."""


@app.command("performances", epilog="podium-desk performances kassa1 --json")
@command_line_faults
def performances(
    data: Data,
    house: Annotated[str, typer.Option(help="Only this house (its short name).")] = "",
    from_date: Annotated[str, typer.Option("--from", help="From this day, YYYY-MM-DD.")] = "",
    search: Annotated[str, typer.Option(help="Title, hall, house, genre or date.")] = "",
    as_json: AsJson = False,
) -> None:
    """What can be sold here."""
    answer = answer_for(data, as_json)
    first = _day(answer, from_date)
    with device_at(data) as device:
        contact(device, answer)
        slugs = {number: one.slug for number, one in device.work.catalogue.houses().items()}
        rows = [
            row
            for row in device.desk(with_printer=False, sells=False).performances(search)
            if house in ("", slugs.get(row.house)) and (first is None or row.start >= first)
        ]
        for row in rows if not as_json else ():
            answer.done(None, _line(row, answer))
        if as_json:
            answer.done([_row_json(row, slugs, answer) for row in rows])


@app.command("sell", epilog="podium-desk sell kassa1 --performance 100001 --best 2 --pay cash")
@command_line_faults
def sell(
    data: Data,
    pay: Annotated[str, typer.Option(help="card, cash, or cash:20.00,card:24.06.")],
    performance: Annotated[int, typer.Option(help="The performance's number.")] = 0,
    seats: Annotated[str, typer.Option(help="Row-seat, comma between: A-12,A-13.")] = "",
    best: Annotated[int, typer.Option(help="This many best available places.")] = 0,
    tariff: Annotated[str, typer.Option(help="The tariff's code; the base one if absent.")] = "",
    section: Annotated[str, typer.Option(help="Zone of --seats, or price rank of --best.")] = "",
    tendered: Annotated[int, typer.Option(help="Cents handed over; exact if absent.")] = 0,
    code: Annotated[list[str] | None, typer.Option(help="A discount code.")] = None,
    reason: Annotated[str, typer.Option(help="Why it is free, where the tariff asks it.")] = "",
    pass_number: Annotated[
        str, typer.Option("--pass", metavar="NUMBER", help="The pass that was shown.")
    ] = "",
    goods: Annotated[
        list[str] | None, typer.Option(metavar="CODE:N", help="So many of one of the goods.")
    ] = None,
    print_tickets: Annotated[bool, typer.Option("--print", help="Print them now.")] = False,
    as_json: AsJson = False,
) -> None:
    """Sell places, chosen ones or the best available, and goods beside them."""
    answer = answer_for(data, as_json)
    if bool(seats) + (best > 0) != bool(performance) or not (performance or goods):
        answer.wrong_use(answer.words("device.seats_or_best"))
    with device_at(data) as device:
        check_role(device, answer, FactKind.ORDER_SOLD)
        contact(device, answer)
        desk = device.desk(with_printer=False)
        lines: tuple[BasketLine, ...] = ()
        if performance:
            shown, plan = on_sale(device, answer, performance)
            chosen = tariff_called(answer, device.work.catalogue.tariffs(shown), tariff)
            held = hold_places(desk, answer, shown, plan, (seats, best, section))
            line = BasketLine(held.performance, held.units[0], chosen.id, None, reason, pass_number)
            lines = tuple(replace(line, unit=unit) for unit in held.units)
        wish = _Payment(pay, tendered, tuple(code or ()), goods_wished(device, answer, goods or ()))
        done = _pay(desk, lines, wish, answer)
        if isinstance(done, Refusal) and lines:
            desk.release(lines[0].performance, tuple(line.unit for line in lines))
        # What was sold goes to the store, or else the places that were held for it.
        contact(device, answer)
        if isinstance(done, Refusal):
            refuse(answer, done)
        if print_tickets:
            print_all(device, answer)
        _say_sold(device, answer, done, desk.selling.codes(done.order))


def _say_sold(device: Device, answer: Answer, done: SaleDone, codes: dict[TicketId, str]) -> None:
    """The sale, with how many places of its performance are left here."""
    number = done.tickets[0].performance if done.tickets else 0
    shown = device.work.catalogue.performance(number)
    left = 0 if shown is None else len(held_hops(device.work, shown))
    answer.done({**sale_json(done, codes, answer), "left_here": left}, _sold_sentence(done, answer))
    if shown is not None and not is_online(device):
        answer.note(answer.words("device.left_here", n=left))


@app.command("refund", epilog="podium-desk refund kassa1 2.0.3.0 --pay cash")
@command_line_faults
def refund(
    data: Data,
    tickets: Annotated[
        list[str], typer.Argument(metavar="TICKET…", help="Ticket numbers; an order with --goods.")
    ],
    pay: Annotated[
        Pay | None, typer.Option(help="What the money goes back by; as it came if absent.")
    ] = None,
    goods: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE:N", help="So many of its goods, with its tickets or alone."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    credit: Annotated[
        bool, typer.Option("--credit", help="The customer agreed to credit for the money.")
    ] = False,
    clerk: ClerkNumber = None,
    pin: Pin = None,
    as_json: AsJson = False,
) -> None:
    """Take tickets of one order back, whose places are free again, or goods."""
    answer = answer_for(data, as_json)
    is_order = bool(goods) and _ORDER_SIGN in tickets[0]
    named = () if is_order else tuple(ticket_called(answer, text) for text in tickets)
    with device_at(data) as device:
        check_role(device, answer, FactKind.TICKETS_REFUNDED)
        contact(device, answer)
        desk = device.desk(with_printer=False)
        log_in(desk, answer, clerk, pin)
        means = None if pay is None else PaymentMeans(pay.value)
        wanted = [(w.code, w.count) for w, _cents in goods_wished(device, answer, goods or [])]
        if is_order:
            outcome = desk.goods_back.refund(order_called(answer, tickets[0]), wanted, reason)
        else:
            beside = desk.goods_back.beside(named, wanted, reason)
            if isinstance(beside, Refusal):
                refuse(answer, beside)
            outcome = desk.after_sales.refund(named, means, reason, as_credit=credit, goods=beside)
        if isinstance(outcome, Refusal):
            refuse(answer, outcome)
        contact(device, answer)
        back = money(outcome.handed_back_cents, answer.words.language)
        answer.done(
            {
                "order": str(outcome.order),
                "tickets": [str(ticket) for ticket in outcome.tickets],
                "handed_back_cents": outcome.handed_back_cents,
                "credit_cents": outcome.credit_cents,
            },
            answer.words("device.refunded", n=len(named), amount=back)
            if named
            else answer.words("device.goods_refunded", amount=back),
        )


@app.command("reissue", epilog="podium-desk reissue kassa1 2.0.3.0 --reason verloren")
@command_line_faults
def reissue(
    data: Data,
    ticket: Annotated[str, typer.Argument(metavar="TICKET", help="The ticket's number.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    as_json: AsJson = False,
) -> None:
    """Give a lost ticket a new code; the old one is dead from now on."""
    answer = answer_for(data, as_json)
    named = ticket_called(answer, ticket)
    with device_at(data) as device:
        check_role(device, answer, FactKind.TICKET_REISSUED)
        contact(device, answer)
        desk = device.desk(with_printer=False)
        outcome = desk.after_sales.reissue(named, reason)
        if isinstance(outcome, Refusal):
            refuse(answer, outcome)
        contact(device, answer)
        code = desk.papers.ticket(named, answer.words.language).code
        answer.done(
            {"ticket": str(named), "generation": outcome.generation, "code": code},
            answer.words("device.reissued", ticket=str(named)),
        )


def sale_json(done: SaleDone, codes: dict[TicketId, str], answer: Answer) -> dict[str, Any]:
    """A finished sale as programs read it."""
    language = answer.words.language
    return {
        "order": str(done.order),
        "receipt": str(done.order),
        "total_cents": done.total_cents,
        "cash_due_cents": done.due_cents if done.is_paid_in_cash else 0,
        "change_cents": done.change_cents,
        "offline": done.sold_offline,
        "tickets": [
            {
                "id": str(ticket.id),
                "code": codes.get(ticket.id, ""),
                "persons": ticket.persons,
                "short_code": ticket.short_code,
                "seat": f"{ticket.row}-{ticket.number}",
                "zone": ticket.zone,
                "tariff": ticket.tariff.in_language(language),
                "price_cents": ticket.price_cents,
            }
            for ticket in done.tickets
        ],
        "goods": [
            {
                "name": one.name.in_language(language),
                "count": one.count,
                "price_cents": one.price_cents,
            }
            for one in done.goods
        ],
    }


def hold_places(
    desk: Desk,
    answer: Answer,
    shown: Performance,
    plan: HallPlan,
    wish: tuple[str, int, str],
) -> Held:
    """The chosen places or the best ones, now held; the command ends when they cannot be had."""
    seats, best, section = wish
    if best:
        held = desk.hold_best(shown.id, best, section or None, 0)
    else:
        held = desk.hold(shown.id, _units(answer, plan, seats, section))
    if isinstance(held, Refusal):
        refuse(answer, held)
    return held


@dataclass(frozen=True, slots=True)
class _Payment:
    """How it is paid, as typed: `tendered` in cents, 0 for exact; the codes that were said."""

    pay: str
    tendered: int
    codes: tuple[str, ...]
    goods: tuple[tuple[GoodsWish, int], ...] = ()
    """With what they cost together, in cents."""


def _pay(
    desk: Desk, lines: tuple[BasketLine, ...], wish: _Payment, answer: Answer
) -> SaleDone | Refusal:
    prices = desk.quote(lines, wish.codes)
    if isinstance(prices, Refusal):
        return prices
    cents = sum(prices) + sum(cents for _goods, cents in wish.goods)
    payments = payments_of(answer, wish.pay, cents, wish.tendered)
    terms = SaleTerms(codes=wish.codes, goods=tuple(goods for goods, _cents in wish.goods))
    return desk.sell(lines, payments, secrets.token_hex(8), answer.words.language, terms)


def _units(answer: Answer, plan: HallPlan, seats: str, section: str) -> tuple[Unit, ...]:
    units = []
    for wanted in (part.strip() for part in seats.split(",")):
        row, _, number = wanted.rpartition("-")
        found = [
            seat.index
            for seat in plan.seats
            if wanted == seat.guid
            or ((seat.row, seat.number) == (row, number) and section in ("", seat.zone))
        ]
        if len(found) != 1:
            refuse(answer, Refusal(RefusalReason.UNKNOWN_SEAT, {"seat": wanted}))
        units.append(Unit(found[0]))
    return tuple(units)


def tariff_called(answer: Answer, tariffs: tuple[Tariff, ...], code: str) -> Tariff:
    """The tariff of this code, the base one for an empty code; else the command ends."""
    found = [one for one in tariffs if one.code == code or (not code and one.is_base)]
    if found:
        return found[0]
    details: dict[str, str | int] = {
        "tariff": code, "known": ", ".join(tariff.code for tariff in tariffs)
    }  # fmt: skip
    return refuse(answer, Refusal(RefusalReason.UNKNOWN_TARIFF, details))


def on_sale(device: Device, answer: Answer, number: int) -> tuple[Performance, HallPlan]:
    """A performance with its plan; the command ends for one that is not on sale."""
    found = device.work.on_sale(number)
    if found is None:
        reason = RefusalReason.UNKNOWN_PERFORMANCE
        if device.work.catalogue.performance(number) is not None:
            reason = RefusalReason.NOT_ON_SALE
        refuse(answer, Refusal(reason, {"performance": PerformanceId(number)}))
    return found


def check_role(device: Device, answer: Answer, kind: FactKind) -> None:
    """End the command on a device whose role does not write such facts."""
    role = device.membership.claims.role
    if role not in WRITERS[kind]:
        refuse(answer, Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role}))


def print_all(device: Device, answer: Answer) -> None:
    """Print what waits in the queue."""
    # The printers are loaded when something is printed.
    from podium_desk.commands.paper import print_waiting

    print_waiting(device, answer)


def _day(answer: Answer, text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Brussels"))
    except ValueError:
        answer.wrong_use(answer.words("device.no_date", text=text))


def _line(row: PerformanceRow, answer: Answer) -> str:
    language = answer.words.language
    return (
        f"{row.id:>8}  {row.start:%d/%m/%Y %H:%M}  {row.house_name:<26.26}  "
        f"{row.title.in_language(language):<44.44}  {row.free:>5} / {row.sellable_here}"
    )


def _row_json(row: PerformanceRow, slugs: dict[Any, str], answer: Answer) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title.in_language(answer.words.language),
        "house": slugs.get(row.house, ""),
        "start": row.start.isoformat(),
        "hall": row.hall.in_language(answer.words.language),
        "status": row.status.value,
        "free": row.free,
        "sellable_here": row.sellable_here,
    }


def _sold_sentence(done: SaleDone, answer: Answer) -> str:
    language = answer.words.language
    places = [f"{one.zone} {one.row}-{one.number}" for one in done.tickets]
    things = [f"{one.count} × {one.name.in_language(language)}" for one in done.goods]
    seats = ", ".join(places + things)
    return answer.words(
        "device.sold", order=str(done.order), seats=seats,
        total=money(done.total_cents, language), change=money(done.change_cents, language),
    )  # fmt: skip
