"""`payments import`: a bank's statement, held against the orders that wait for a transfer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from podium_desk.application.coda import NoCoda, read_coda
from podium_desk.application.counter import SaleDone
from podium_desk.application.transfers import Transfers
from podium_desk.commands.named import order_called
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.selling import check_role
from podium_desk.commands.session import contact, device_at
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import OrderId
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.transfers import Match, Movement
from podium_desk.i18n.format import date_short, money
from podium_desk.i18n.words import Words

app = typer.Typer(no_args_is_help=True, help="Money that came by the bank.")
_FILE_BYTES_MAX = 50_000_000
Outcomes = dict[str, SaleDone | Refusal]
"""What became of each line that was booked, by its reference."""


@app.callback()
def payments() -> None:
    """Money that came by the bank."""


@app.command("import", epilog="podium-desk payments import kassa1 november.cod --dry-run")
@command_line_faults
def import_statement(
    data: Data,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CODA file of the bank.")],
    book: Annotated[
        list[str] | None,
        typer.Option("--book", metavar="N=ORDER", help="A person says which order line N pays."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the list and book nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what came in with the orders it fits, and book what fits to the cent; each once."""
    answer = answer_for(data, as_json)
    movements = _read(answer, file)
    with device_at(data) as device:
        check_role(device, answer, FactKind.ORDER_PAID)
        contact(device, answer)
        desk = device.desk(with_printer=False)
        transfers = Transfers(device.work, desk.open_orders)
        found = transfers.matches(movements)
        wanted = [_wish(answer, found, text) for text in book or ()]
        outcomes: Outcomes = {}
        if wanted:
            outcomes = {
                one.movement.reference: transfers.book(one.movement, order) for one, order in wanted
            }
        elif not dry_run:
            booked = transfers.book_exact(found)
            outcomes = {one.movement.reference: outcome for one, outcome in booked}
        contact(device, answer)
    _tell(answer, found, outcomes)


def _read(answer: Answer, file: Path) -> tuple[Movement, ...]:
    try:
        with file.open("rb") as stream:
            return read_coda(stream.read(_FILE_BYTES_MAX))
    except NoCoda as problem:
        sentence = answer.words("device.no_coda", line=problem.line, why=problem.why)
        answer.refused("no_coda", sentence)
    except OSError as error:
        why = error.strerror or ""
        answer.wrong_use(answer.words("device.no_file", file=str(file), why=why))


def _wish(answer: Answer, found: tuple[Match, ...], text: str) -> tuple[Match, OrderId]:
    """``3=2.0-0014`` as the third line and that order; ends the command for anything else."""
    number, is_there, order = text.partition("=")
    if not is_there or not number.isdecimal() or not 1 <= int(number) <= len(found):
        answer.wrong_use(answer.words("device.no_statement_line", text=text))
    return found[int(number) - 1], order_called(answer, order)


def _tell(answer: Answer, found: tuple[Match, ...], outcomes: Outcomes) -> None:
    """The list; booked lines say so, the others what a person has to look at."""
    lines, data = [], []
    for number, one in enumerate(found, start=1):
        outcome = outcomes.get(one.movement.reference)
        lines.append(f"{number:>3}  {_line(one, outcome, answer.words)}")
        data.append(_as_data(number, one, outcome))
    booked = [
        one.movement.amount_cents for one in found
        if isinstance(outcomes.get(one.movement.reference), SaleDone)
    ]  # fmt: skip
    together = money(sum(booked), answer.words.language)
    total = answer.words("device.transfers_booked", n=len(booked), amount=together)
    answer.done({"booked": len(booked), "lines": data}, "\n".join((*lines, total)))


def _line(one: Match, outcome: SaleDone | Refusal | None, words: Words) -> str:
    move = one.movement
    said = move.communication or move.text
    orders = ", ".join(map(str, one.orders))
    parts = (
        date_short(move.day, words.language), money(move.amount_cents, words.language),
        words(f"device.fit_{_standing(one, outcome)}"), orders, move.name, said,
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def _standing(one: Match, outcome: SaleDone | Refusal | None) -> str:
    if isinstance(outcome, SaleDone):
        return "booked_now"
    return "refused" if isinstance(outcome, Refusal) else one.fit.value


def _as_data(number: int, one: Match, outcome: SaleDone | Refusal | None) -> dict[str, Any]:
    return {
        "line": number,
        "reference": one.movement.reference,
        "day": one.movement.day.isoformat(),
        "amount_cents": one.movement.amount_cents,
        "communication": one.movement.communication,
        "fit": one.fit.value,
        "orders": [str(order) for order in one.orders],
        "booked": isinstance(outcome, SaleDone),
        "refused": outcome.reason.value if isinstance(outcome, Refusal) else None,
    }
