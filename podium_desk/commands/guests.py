"""`guests`: the guest list of a performance; putting guests on it, giving them their tickets."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated, Any

import typer

from podium_desk.application.desk import Desk
from podium_desk.application.guests import GuestSeen
from podium_desk.commands.named import order_called
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.selling import check_role, print_all
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.facts import FactKind
from podium_desk.domain.guests import GuestWish
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.refusals import Refusal

app = typer.Typer()


@app.command("guests", epilog="podium-desk guests kassa1 100001 --add Ada --count 2 --reason pers")
@command_line_faults
def guests(
    data: Data,
    performance: Annotated[int, typer.Argument(metavar="PERFORMANCE", help="Its number.")],
    add: Annotated[str, typer.Option(metavar="NAME", help="Put this guest on the list.")] = "",
    count: Annotated[int, typer.Option(help="With so many places.")] = 1,
    reason: Annotated[str, typer.Option(help="Why for nothing.")] = "",
    granted_by: Annotated[str, typer.Option("--by", help="Who of the house granted it.")] = "",
    seats: Annotated[str, typer.Option(help="Row-seat, comma between; the best if absent.")] = "",
    file: Annotated[Path | None, typer.Option("--csv", help="Put the guests of a file on.")] = None,
    give: Annotated[str, typer.Option(metavar="ORDER", help="Give this guest the tickets.")] = "",
    strike: Annotated[str, typer.Option(metavar="ORDER", help="Strike this guest off.")] = "",
    print_tickets: Annotated[bool, typer.Option("--print", help="Print them now.")] = False,
    as_json: AsJson = False,
) -> None:
    """Who is let in for nothing, by name."""
    answer = answer_for(data, as_json)
    number = PerformanceId(performance)
    with device_at(data) as device:
        check_role(device, answer, FactKind.GUEST_LISTED)
        contact(device, answer)
        desk = device.desk(with_printer=False)
        told: dict[str, Any] = {}
        if add:
            wish = GuestWish(add, count, reason, granted_by, seats)
            _done(answer, desk.guests.add(number, wish, secrets.token_hex(8)))
        if file is not None:
            told["refused"] = _read(desk, answer, number, file.read_text("utf-8-sig"))
        if give:
            order = order_called(answer, give)
            _done(answer, desk.guests.give_out(order, secrets.token_hex(8)))
        if strike:
            refusal = desk.guests.strike(order_called(answer, strike))
            if refusal is not None:
                refuse(answer, refusal)
        contact(device, answer)
        if print_tickets:
            print_all(device, answer)
        listed = desk.guests.listed(number)
        lines = "\n".join(_line(one, answer) for one in listed)
        guests_told = [_json(one) for one in listed]
        answer.done({**told, "guests": guests_told}, lines or answer.words("device.no_guests"))


def _done(answer: Answer, outcome: object) -> None:
    if isinstance(outcome, Refusal):
        refuse(answer, outcome)


def _read(desk: Desk, answer: Answer, number: PerformanceId, text: str) -> list[dict[str, Any]]:
    """Put the guests of a file on; the lines that are none, each with why."""
    refused = []
    for line in desk.guests.read(number, text):
        outcome: object = line.outcome
        if isinstance(line.outcome, GuestWish):
            outcome = desk.guests.add(number, line.outcome, secrets.token_hex(8))
        if isinstance(outcome, Refusal):
            refused.append({"line": line.number, "reason": outcome.reason.value})
            why = answer.words(f"refusals.{outcome.reason.value}", **outcome.details)
            answer.note(answer.words("device.guest_line", number=line.number, why=why))
    return refused


def _line(one: GuestSeen, answer: Answer) -> str:
    standing = answer.words(f"lists.guest_{one.standing.value}")
    return f"{one.order!s:>12}  {one.name:<28.28}  {one.count:>3}  {one.reason:<20.20}  {standing}"


def _json(one: GuestSeen) -> dict[str, Any]:
    return {
        "order": str(one.order),
        "name": one.name,
        "count": one.count,
        "reason": one.reason,
        "granted_by": one.granted_by,
        "seats": list(one.seats),
        "state": one.standing.value,
        "holder": one.holder,
    }
