"""`tonight`: what a house changes at the venue itself, also while it is cut off."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from podium_desk.application.venue_pen import VenuePen
from podium_desk.bootstrap import Device
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.refusals import Refusal, RefusalReason

app = typer.Typer()


class Change(StrEnum):
    """What can be changed."""

    CLOSE_SEAT = "close-seat"
    OPEN_SEAT = "open-seat"
    START = "start"
    CANCEL = "cancel"
    GO_ON = "go-on"


@app.command("tonight", epilog="podium-desk tonight kassa1 100001 close-seat F-12")
@command_line_faults
def tonight(
    data: Data,
    performance: Annotated[int, typer.Argument(metavar="PERFORMANCE")],
    change: Annotated[Change, typer.Argument(help="What changes.")],
    value: Annotated[str, typer.Argument(help="A seat (F-12) or an hour (20:15).")] = "",
    as_json: AsJson = False,
) -> None:
    """Close a broken seat, move the start, cancel tonight: on the main counter, line or no line."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        number = PerformanceId(performance)
        refusal = _made(device, answer, (change, number, value))
        if refusal is not None:
            refuse(answer, refusal)
        contact(device, answer)
        answer.done(
            {"performance": performance, "change": change.value, "value": value or None},
            answer.words("device.tonight_changed"),
        )


def _made(
    device: Device, answer: Answer, wish: tuple[Change, PerformanceId, str]
) -> Refusal | None:
    change, number, value = wish
    pen = VenuePen(device.work)
    match change:
        case Change.CLOSE_SEAT:
            return pen.close_place(number, _unit(device, answer, number, value))
        case Change.OPEN_SEAT:
            return pen.open_place(number, _unit(device, answer, number, value))
        case Change.START:
            return pen.move_start(number, _hour(device, answer, number, value))
        case Change.CANCEL:
            return pen.cancel(number)
        case Change.GO_ON:
            return pen.go_on(number)


def _unit(device: Device, answer: Answer, number: PerformanceId, seat: str) -> Unit:
    found = device.work.on_sale(number)
    row, _, place = seat.rpartition("-")
    units = [] if found is None else [
        one.index for one in found[1].seats if (one.row, one.number) == (row, place)
    ]  # fmt: skip
    if len(units) != 1:
        refuse(answer, Refusal(RefusalReason.UNKNOWN_SEAT, {"seat": seat}))
    return Unit(units[0])


def _hour(device: Device, answer: Answer, number: PerformanceId, text: str) -> datetime:
    performance = device.work.catalogue.performance(number)
    if performance is None:
        refuse(answer, Refusal(RefusalReason.UNKNOWN_PERFORMANCE, {"performance": number}))
    day = performance.start.astimezone(ZoneInfo(device.work.own_house.timezone))
    try:
        hour = datetime.strptime(text, "%H:%M")  # noqa: DTZ007 - only hour and minute are read
    except ValueError:
        answer.wrong_use(answer.words("device.no_hour", text=text))
    return day.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
