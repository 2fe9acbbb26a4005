"""`block` and `unblock`: a stolen ticket is kept out, by whoever hears of it first."""

from __future__ import annotations

from typing import Annotated

import typer

from podium_desk.application.blocking import Blocking
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.ids import TicketId

app = typer.Typer()

Ticket = Annotated[str, typer.Argument(metavar="TICKET", help="The ticket's number.")]
Reason = Annotated[str, typer.Option(help="Why.")]


@app.command("block", epilog="podium-desk block deur1 2.0.3.0 --reason gestolen")
@command_line_faults
def block(data: Data, ticket: Ticket, reason: Reason = "", as_json: AsJson = False) -> None:
    """Keep a ticket out; works on every device and without a line."""
    _change(data, ticket, (True, reason), as_json)


@app.command("unblock", epilog="podium-desk unblock kassa1 2.0.3.0")
@command_line_faults
def unblock(data: Data, ticket: Ticket, reason: Reason = "", as_json: AsJson = False) -> None:
    """End a block; the ticket is good again."""
    _change(data, ticket, (False, reason), as_json)


def _change(data: Data, text: str, wish: tuple[bool, str], as_json: bool) -> None:
    answer = answer_for(data, as_json)
    is_blocked, reason = wish
    try:
        ticket = TicketId.parse(text)
    except ValueError:
        answer.wrong_use(answer.words("device.no_ticket_number", text=text))
    with device_at(data) as device:
        contact(device, answer)
        blocking = Blocking(device.work)
        change = blocking.block if is_blocked else blocking.unblock
        refusal = change(ticket, reason)
        if refusal is not None:
            refuse(answer, refusal)
        contact(device, answer)
        sentence = "device.blocked" if is_blocked else "device.unblocked"
        answer.done(
            {"ticket": str(ticket), "blocked": is_blocked},
            answer.words(sentence, ticket=str(ticket)),
        )
