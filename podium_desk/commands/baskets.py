"""`baskets`: those that were put aside; putting one aside, selling it, letting it go."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from podium_desk.application.basket_shelf import ParkedSeen, ParkWish
from podium_desk.application.counter import BasketLine, Held, SaleTerms
from podium_desk.application.desk import Desk
from podium_desk.bootstrap import Device
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.payments import payments_of
from podium_desk.commands.selling import check_role, on_sale, sale_json, tariff_called
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import FactId
from podium_desk.domain.refusals import Refusal

app = typer.Typer()


@app.command("baskets", epilog="podium-desk baskets kassa1 --sell 2.0.7 --pay card")
@command_line_faults
def baskets(
    data: Data,
    park: Annotated[str, typer.Option(metavar="NAME", help="Put one aside on this name.")] = "",
    performance: Annotated[int, typer.Option(help="Of this performance.")] = 0,
    best: Annotated[int, typer.Option(help="With so many best available places.")] = 1,
    sell: Annotated[str, typer.Option(metavar="BASKET", help="Take this one up and sell it.")] = "",
    pay: Annotated[str, typer.Option(help="card, cash, or cash:20.00,card:24.06.")] = "card",
    let_go: Annotated[str, typer.Option(metavar="BASKET", help="Let this one go.")] = "",
    as_json: AsJson = False,
) -> None:
    """Baskets that were put aside, here and at the house's other counters."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        check_role(device, answer, FactKind.BASKET_PARKED)
        contact(device, answer)
        desk = device.desk(with_printer=False)
        if park:
            _park(device, desk, answer, (park, performance, best))
        elif sell:
            _sell(desk, answer, basket_called(answer, sell), pay)
        elif let_go:
            refusal = desk.baskets.let_go(basket_called(answer, let_go))
            if refusal is not None:
                refuse(answer, refusal)
            answer.done({"let_go": let_go}, answer.words("device.basket_let_go", basket=let_go))
        else:
            kept = desk.baskets.kept()
            lines = "\n".join(_line(device, one, answer) for one in kept)
            answer.done([_json(one) for one in kept], lines or answer.words("device.no_basket"))
        contact(device, answer)


def _park(device: Device, desk: Desk, answer: Answer, wish: tuple[str, int, int]) -> None:
    name, number, count = wish
    shown, _plan = on_sale(device, answer, number)
    held = desk.hold_best(shown.id, count, None, 0)
    if not isinstance(held, Held):
        refuse(answer, held)
    tariff = tariff_called(answer, device.work.catalogue.tariffs(shown), "")
    lines = tuple(BasketLine(shown.id, unit, tariff.id) for unit in held.units)
    desk.quote(lines)
    parked = desk.baskets.park(ParkWish(lines, customer=Customer(name)))
    if isinstance(parked, Refusal):
        refuse(answer, parked)
    answer.done(_json(parked), _line(device, parked, answer))


def _sell(desk: Desk, answer: Answer, basket: FactId, pay: str) -> None:
    taken = desk.baskets.take_up(basket)
    if isinstance(taken, Refusal):
        refuse(answer, taken)
    for line in taken.lines:
        held = desk.hold(line.performance, (line.unit,))
        if isinstance(held, Refusal):
            refuse(answer, held)
    prices = desk.quote(taken.lines, taken.codes)
    if isinstance(prices, Refusal):
        refuse(answer, prices)
    payments = payments_of(answer, pay, sum(prices), 0)
    terms = SaleTerms(codes=taken.codes)
    done = desk.sell(
        taken.lines, payments, secrets.token_hex(8), answer.words.language, terms
    )  # fmt: skip
    if isinstance(done, Refusal):
        refuse(answer, done)
    answer.done(
        sale_json(done, desk.selling.codes(done.order), answer),
        answer.words("device.basket_sold", basket=str(basket), order=str(done.order)),
    )


def basket_called(answer: Answer, text: str) -> FactId:
    """The basket, or the entry of a waiting list, of this number; the command ends for none."""
    try:
        return FactId.parse(text)
    except ValueError:
        answer.wrong_use(answer.words("device.no_basket_number", text=text))


def _line(device: Device, one: ParkedSeen, answer: Answer) -> str:
    zone = ZoneInfo(device.work.own_house.timezone)
    until = datetime.fromtimestamp(one.until_ms / 1000, UTC).astimezone(zone)
    return answer.words(
        "device.basket_line", basket=str(one.id), name=one.customer.name, n=len(one.lines),
        time=f"{until:%H:%M}", device=one.kept_by or device.work.claims.name,
    )  # fmt: skip


def _json(one: ParkedSeen) -> dict[str, Any]:
    return {
        "basket": str(one.id),
        "name": one.customer.name,
        "places": len(one.lines),
        "performances": sorted({line.performance for line in one.lines}),
        "until_ms": one.until_ms,
        "clerk": one.clerk,
        "kept_by": one.kept_by,
        "is_reachable": one.is_reachable,
    }
