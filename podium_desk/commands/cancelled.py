"""`cancelled`: what a cancelled performance's guests get back, and paying it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from podium_desk.application.cancelled_performances import OwedBack
from podium_desk.application.owed_table import owed_csv
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.selling import check_role
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal
from podium_desk.i18n.format import money

app = typer.Typer()


@app.command("cancelled", epilog="podium-desk cancelled kassa1 100001 --pay-back card")
@command_line_faults
def cancelled(
    data: Data,
    performance: Annotated[int, typer.Argument(metavar="PERFORMANCE", help="Its number.")],
    pay_back: Annotated[
        list[PaymentMeans] | None,
        typer.Option(help="Pay back all that goes back by this means; may be given again."),
    ] = None,
    transfers: Annotated[
        Path | None, typer.Option(help="Write the transfers to make to this CSV file.")
    ] = None,
    table: Annotated[
        Path | None, typer.Option("--csv", help="Write the whole list to this CSV file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What goes back to whom, for a performance that does not go on."""
    answer = answer_for(data, as_json)
    number = PerformanceId(performance)
    with device_at(data) as device:
        check_role(device, answer, FactKind.TICKETS_REFUNDED)
        contact(device, answer)
        desk = device.desk(with_printer=False)
        owed = desk.cancelled.owed(number)
        if isinstance(owed, Refusal):
            refuse(answer, owed)
        if transfers is not None:
            transfers.write_text(owed_csv(owed, PaymentMeans.TRANSFER), "utf-8", newline="")
        if table is not None:
            table.write_text(owed_csv(owed), "utf-8", newline="")
        if not pay_back:
            _tell(answer, owed)
            return
        outcome = desk.cancelled.pay_back(number, pay_back)
        if isinstance(outcome, Refusal):
            refuse(answer, outcome)
        contact(device, answer)
        together = money(sum(one.cents for one in outcome.done), answer.words.language)
        answer.done(
            {
                "paid_back": [_json(one) for one in outcome.done],
                "waiting": [
                    {**_json(one), "why": why.value} for one, why in outcome.waiting
                ],
            },
            answer.words(
                "device.paid_back", n=len(outcome.done), amount=together,
                waiting=len(outcome.waiting),
            ),
        )  # fmt: skip


def _tell(answer: Answer, owed: tuple[OwedBack, ...]) -> None:
    if answer.as_json:
        answer.done({"owed": [_json(one) for one in owed]})
        return
    for one in owed:
        parts = ", ".join(
            f"{answer.words(f'orders.means_{means.value}')} {money(cents, answer.words.language)}"
            for means, cents in one.parts
        )
        answer.done(None, f"{one.order!s:>12}  {one.name:<28.28}  {parts}  {one.holder}".rstrip())


def _json(one: OwedBack) -> dict[str, Any]:
    return {
        "order": str(one.order),
        "name": one.name,
        "tickets": [str(ticket) for ticket in one.tickets],
        "parts": [{"means": means.value, "amount_cents": cents} for means, cents in one.parts],
        "cents": one.cents,
        "holder": one.holder,
        "why_not": None if one.why_not is None else one.why_not.value,
    }
