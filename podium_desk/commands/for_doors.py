"""`approve`, `add-on`, `door-note` and `card`: what a counter says of its tickets for the doors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from podium_desk.application.cards import say_card
from podium_desk.application.told_to_doors import ToldToDoors
from podium_desk.bootstrap import Device
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.ids import OrderId, TicketId
from podium_desk.domain.refusals import Refusal

app = typer.Typer()

Ticket = Annotated[str, typer.Argument(metavar="TICKET", help="The ticket's number.")]
Order = Annotated[str, typer.Argument(metavar="ORDER", help="The order's number.")]
Said = Callable[[Device], Refusal | None]


@app.command("approve", epilog="podium-desk approve kassa1 2.0-0007")
@command_line_faults
def approve(
    data: Data,
    order: Order,
    take_back: Annotated[bool, typer.Option(help="They are not good any more.")] = False,
    as_json: AsJson = False,
) -> None:
    """The tickets of an order that had to be approved are good from now on."""
    answer = answer_for(data, as_json)
    number = _order(order, answer)

    def say(device: Device) -> Refusal | None:
        doors = ToldToDoors(device.work)
        return doors.take_approval_back(number) if take_back else doors.approve(number)

    _say(data, answer, {"order": str(number), "is_approved": not take_back}, say)


@app.command("add-on", epilog="podium-desk add-on kassa1 2.0.9.0 --of 2.0.8.0")
@command_line_faults
def add_on(
    data: Data,
    ticket: Ticket,
    of: Annotated[str, typer.Option(metavar="TICKET", help="By whose code it goes too.")],
    as_json: AsJson = False,
) -> None:
    """A gate that matches add-ons takes this ticket by the code of another one."""
    answer = answer_for(data, as_json)
    tied, main = _ticket(ticket, answer), _ticket(of, answer)
    told = {"ticket": str(tied), "main": str(main)}
    _say(data, answer, told, lambda one: ToldToDoors(one.work).tie(tied, main))


@app.command("door-note", epilog='podium-desk door-note kassa1 2.0.9.0 --note "zijdeur"')
@command_line_faults
def door_note(
    data: Data,
    ticket: Ticket,
    note: Annotated[str, typer.Option(help="What a volunteer reads.")] = "",
    name: Annotated[str, typer.Option(help="Whom it is for, if not who bought it.")] = "",
    attention: Annotated[bool, typer.Option(help="Somebody should look at this guest.")] = False,
    as_json: AsJson = False,
) -> None:
    """What the doors are told of a ticket; the newest note holds."""
    answer = answer_for(data, as_json)
    number = _ticket(ticket, answer)

    def say(device: Device) -> Refusal | None:
        doors = ToldToDoors(device.work)
        refusal = doors.name(number, name) if name else None
        return refusal or doors.note(number, note, attention=attention)

    _say(data, answer, {"ticket": str(number), "attention": attention}, say)


@app.command("card", epilog="podium-desk card kassa1 0900000095902 --kind uitpas --ticket 2.0.9.0")
@command_line_faults
def card(
    data: Data,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The card's own number.")],
    kind: Annotated[str, typer.Option(help="What sort of card, in the house's words.")],
    tickets: Annotated[list[str] | None, typer.Option("--ticket", metavar="TICKET")] = None,
    inactive: Annotated[bool, typer.Option(help="It carries nothing any more.")] = False,
    as_json: AsJson = False,
) -> None:
    """A card carries these tickets from now on; only a hash of its number is kept."""
    answer = answer_for(data, as_json)
    carried = tuple(_ticket(ticket, answer) for ticket in tickets or [])
    told = {"kind": kind, "tickets": [str(one) for one in carried], "active": not inactive}
    _say(
        data, answer, told,
        lambda one: say_card(one.work, number, kind, carried, is_active=not inactive),
    )  # fmt: skip


def _say(data: Path, answer: Answer, told: dict[str, Any], said: Said) -> None:
    with device_at(data) as device:
        contact(device, answer)
        refusal = said(device)
        if refusal is not None:
            refuse(answer, refusal)
        contact(device, answer)
        answer.done(told, answer.words("device.told_to_doors"))


def _ticket(text: str, answer: Answer) -> TicketId:
    try:
        return TicketId.parse(text)
    except ValueError:
        answer.wrong_use(answer.words("device.no_ticket_number", text=text))


def _order(text: str, answer: Answer) -> OrderId:
    try:
        return OrderId.parse(text)
    except ValueError:
        answer.wrong_use(answer.words("device.no_order_number", text=text))
