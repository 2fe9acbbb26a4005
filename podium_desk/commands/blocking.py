"""`block` and `unblock`: a stolen ticket is kept out, by whoever hears of it first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from podium_desk.application.blocking import Blocking
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.ids import TicketId
from podium_desk.domain.refusals import Refusal

app = typer.Typer()

Ticket = Annotated[str, typer.Argument(metavar="TICKET", help="The ticket's number.")]
Reason = Annotated[str, typer.Option(help="Why.")]
Change = Callable[[Blocking, TicketId], Refusal | None]


@app.command("block", epilog="podium-desk block deur1 2.0.3.0 --reason gestolen")
@command_line_faults
def block(data: Data, ticket: Ticket, reason: Reason = "", as_json: AsJson = False) -> None:
    """Keep a ticket out; works on every device and without a line."""

    def begin(blocking: Blocking, number: TicketId) -> Refusal | None:
        return blocking.block(number, reason)

    _change(data, ticket, begin, as_json, is_blocked=True)


@app.command("unblock", epilog="podium-desk unblock kassa1 2.0.3.0")
@command_line_faults
def unblock(
    data: Data,
    ticket: Ticket,
    reason: Reason = "",
    unheard: Annotated[
        bool, typer.Option("--unheard", help="Also a block that this device did not hear of yet.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """End a block; the ticket is good again."""

    def end(blocking: Blocking, number: TicketId) -> Refusal | None:
        return blocking.unblock(number, reason, unheard=unheard)

    _change(data, ticket, end, as_json, is_blocked=False)


def _change(data: Data, text: str, change: Change, as_json: bool, *, is_blocked: bool) -> None:
    answer = answer_for(data, as_json)
    try:
        ticket = TicketId.parse(text)
    except ValueError:
        answer.wrong_use(answer.words("device.no_ticket_number", text=text))
    with device_at(data) as device:
        contact(device, answer)
        refusal = change(Blocking(device.work), ticket)
        if refusal is not None:
            refuse(answer, refusal)
        contact(device, answer)
        sentence = "device.blocked" if is_blocked else "device.unblocked"
        answer.done(
            {"ticket": str(ticket), "blocked": is_blocked},
            answer.words(sentence, ticket=str(ticket)),
        )
