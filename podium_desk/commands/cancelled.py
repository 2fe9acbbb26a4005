"""`cancelled`: what a cancelled performance's guests get back, and paying it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated, Any

import typer

from podium_desk.application.cancelled_performances import OwedBack
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.selling import check_role
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.communication import printed_communication
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
            _write_transfers(transfers, owed)
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


def _write_transfers(path: Path, owed: tuple[OwedBack, ...]) -> None:
    """One line a transfer; the account stands on the bank's statement of what came in."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(("order", "name", "amount_eur", "communication"))
        for one in owed:
            for means, cents in one.parts:
                if means is PaymentMeans.TRANSFER:
                    said = one.communication and printed_communication(one.communication)
                    amount = f"{cents // 100}.{cents % 100:02d}"
                    lines.writerow((str(one.order), _harmless(one.name), amount, said))


def _harmless(text: str) -> str:
    """A name that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


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
