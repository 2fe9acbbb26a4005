"""`passes`: show, sell and use the passes of a house."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from podium_desk.application.counter import BasketLine, SaleDone, SaleTerms
from podium_desk.application.desk import Desk
from podium_desk.application.house_passes import look_at_pass
from podium_desk.application.renewing import Renewed, Renewing
from podium_desk.bootstrap import Device
from podium_desk.commands.named import goods_wished
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.payments import payments_of
from podium_desk.commands.selling import check_role, hold_places, on_sale, sale_json, tariff_called
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.facts import FactKind
from podium_desk.domain.house_passes import HousePass, spoken_pass
from podium_desk.domain.refusals import Refusal
from podium_desk.i18n.format import date_long, money
from podium_desk.replica.house_passes import find_pass, passes_of_order

app = typer.Typer(no_args_is_help=True, help="Passes of the house: cards of visits, friends.")
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="What stands on the pass.")]
Paying = Annotated[str, typer.Option("--pay", help="card, cash, or cash:20.00,card:24.06.")]


@app.command("show", epilog="podium-desk passes show kassa1 10000000000000088")
@command_line_faults
def show(data: Data, number: Number, as_json: AsJson = False) -> None:
    """What a pass allows, and what is left on it."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        found = look_at_pass(device.work, number)
        if isinstance(found, Refusal):
            refuse(answer, found)
        contact(device, answer)
        answer.done(_as_data(device, found), _sentence(device, answer, found))


@app.command("sell", epilog="podium-desk passes sell kassa1 KAART10 --pay card")
@command_line_faults
def sell(
    data: Data,
    code: Annotated[str, typer.Argument(metavar="CODE[:N]", help="Which pass, and how many.")],
    pay: Paying,
    as_json: AsJson = False,
) -> None:
    """Sell passes; what they are called is in `central goods list`."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        check_role(device, answer, FactKind.PASS_ISSUED)
        contact(device, answer)
        ((wish, cents),) = goods_wished(device, answer, [code])
        payments = payments_of(answer, pay, cents, 0)
        terms, token = SaleTerms(goods=(wish,)), secrets.token_hex(8)
        done = device.desk(with_printer=False).sell((), payments, token, "nl", terms)
        if isinstance(done, Refusal):
            refuse(answer, done)
        numbers = passes_of_order(device.work.replica.sql, done.order)
        found = [find_pass(device.work.replica.sql, device.work.catalogue, one) for one in numbers]
        passes = [one for one in found if one is not None]
        contact(device, answer)
        answer.done(
            {"order": str(done.order), "passes": [_as_data(device, one) for one in passes]},
            "\n".join(_sentence(device, answer, one) for one in passes),
        )


@app.command(
    "use",
    epilog="podium-desk passes use kassa1 10000000000000088 --performance 100001 --best 2",
)
@command_line_faults
def use(
    data: Data,
    number: Number,
    performance: Annotated[int, typer.Option(help="The performance's number.")],
    best: Annotated[int, typer.Option(min=1, help="This many best available places.")] = 1,
    pay: Paying = "card",
    as_json: AsJson = False,
) -> None:
    """Sell places with a pass: a card's visits pay them, a friends' pass takes off."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        check_role(device, answer, FactKind.PASS_USED)
        contact(device, answer)
        desk = device.desk(with_printer=False)
        shown, plan = on_sale(device, answer, performance)
        held = hold_places(desk, answer, shown, plan, ("", best, ""))
        tariff = tariff_called(answer, device.work.catalogue.tariffs(shown), "")
        lines = tuple(BasketLine(held.performance, unit, tariff.id) for unit in held.units)
        done = _pay(desk, lines, (number, pay), answer)
        if isinstance(done, Refusal):
            desk.release(held.performance, held.units)
        contact(device, answer)
        if isinstance(done, Refusal):
            refuse(answer, done)
        found = look_at_pass(device.work, number)
        said = "" if isinstance(found, Refusal) else _sentence(device, answer, found)
        sold = answer.words(
            "passes.used", n=len(lines), total=money(done.total_cents, answer.words.language)
        )
        contact(device, answer)
        answer.done(sale_json(done, desk.selling.codes(done.order), answer), f"{sold}\n{said}")


@app.command(
    "renew", epilog="podium-desk passes renew kassa1 VAST26 --to VAST27 --until 2027-06-15"
)
@command_line_faults
def renew(
    data: Data,
    code: Annotated[str, typer.Argument(metavar="CODE", help="The series that ends.")],
    to: Annotated[str, typer.Option("--to", metavar="CODE", help="The series that comes.")],
    until: Annotated[str, typer.Option(metavar="DAY", help="2027-06-15; that day still counts.")],
    as_json: AsJson = False,
) -> None:
    """Reserve the same seats of the next season for every subscriber, until a day."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        check_role(device, answer, FactKind.ORDER_SOLD)
        contact(device, answer)
        until_ms = _end_of(device, answer, until)
        desk = device.desk(with_printer=False)
        rows = Renewing(device.work, desk).renew(code.upper(), to.upper(), until_ms)
        if isinstance(rows, Refusal):
            refuse(answer, rows)
        contact(device, answer)
    lines = "\n".join(_renewed_line(row, answer) for row in rows)
    answer.done({"renewed": [_renewed_data(row) for row in rows]}, lines)


def _renewed_line(row: Renewed, answer: Answer) -> str:
    seats = ", ".join(row.seats)
    said = answer.words(
        f"passes.renewal_{row.outcome.value}", order="" if row.order is None else str(row.order)
    )
    why = ""
    if row.refusal is not None:
        why = answer.words(f"refusals.{row.refusal.reason.value}", **row.refusal.details)
    return f"{row.former}  {seats}  {said} {why}".rstrip()


def _renewed_data(row: Renewed) -> dict[str, Any]:
    return {
        "former": str(row.former),
        "seats": list(row.seats),
        "outcome": row.outcome.value,
        "order": None if row.order is None else str(row.order),
        "refused": None if row.refusal is None else row.refusal.reason.value,
    }


def _end_of(device: Device, answer: Answer, day: str) -> int:
    """The end of that day in the house's zone, in UTC milliseconds."""
    try:
        first = datetime.fromisoformat(day)
    except ValueError:
        answer.wrong_use(answer.words("device.no_date", text=day))
    zone = ZoneInfo(device.work.own_house.timezone)
    end = first.replace(tzinfo=zone, hour=0, minute=0) + timedelta(days=1)
    return int(end.timestamp() * 1000)


def _pay(
    desk: Desk, lines: tuple[BasketLine, ...], wish: tuple[str, str], answer: Answer
) -> SaleDone | Refusal:
    number, pay = wish
    terms = SaleTerms(codes=(number,))
    prices = desk.quote(lines, terms.codes)
    problem = desk.problem(lines, terms)
    if isinstance(prices, Refusal):
        return prices
    if problem is not None:
        return problem
    payments = payments_of(answer, pay, sum(prices), 0) if sum(prices) else ()
    return desk.sell(lines, payments, secrets.token_hex(8), answer.words.language, terms)


def _sentence(device: Device, answer: Answer, found: HousePass) -> str:
    words, language = answer.words, answer.words.language
    parts = [f"{spoken_pass(found.number)}  {found.code}"]
    if found.terms.visits:
        parts.append(words("passes.left", n=found.left, visits=found.terms.visits))
    if found.terms.percent:
        parts.append(words("documents.pass_percent", percent=found.terms.percent))
    until = _until(device, found)
    if until is not None:
        parts.append(words("passes.until", day=date_long(until.date(), language)))
    problem = found.why_not(device.work.clock.now_ms())
    if problem is not None:
        parts.append(words(f"refusals.{problem.reason.value}", **problem.details))
    return " · ".join(parts)


def _until(device: Device, found: HousePass) -> datetime | None:
    """The last moment it holds."""
    if not found.valid_until_ms:
        return None
    zone = ZoneInfo(device.work.own_house.timezone)
    return datetime.fromtimestamp((found.valid_until_ms - 1) / 1000, UTC).astimezone(zone)


def _as_data(device: Device, found: HousePass) -> dict[str, Any]:
    until = _until(device, found)
    return {
        "number": found.number,
        "code": found.code,
        "home": found.home,
        "visits": found.terms.visits,
        "left": found.left,
        "percent": found.terms.percent,
        "seats": found.terms.seats,
        "valid_until": None if until is None else until.date().isoformat(),
        "is_closed": found.is_closed,
        "used": {str(number): count for number, count in found.used.items()},
    }
