"""`waiting`: who waits for a performance; putting on, drawing, offering; checking a draw."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from podium_desk.application.basket_shelf import ParkedSeen
from podium_desk.application.desk import Desk
from podium_desk.application.draw_papers import draw_print, sheet_text
from podium_desk.application.waiting_lists import ListSeen
from podium_desk.bootstrap import Device
from podium_desk.commands.baskets import basket_called
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.selling import check_role
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import FactId, PerformanceId
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.waiting_list import Apart, Entry, drawn, list_digest

app = typer.Typer()


@app.command("waiting", epilog="podium-desk waiting kassa1 100001 --add Ada --contact 0475123456")
@command_line_faults
def waiting(
    data: Data,
    performance: Annotated[int, typer.Argument(metavar="PERFORMANCE", help="Its number.")],
    add: Annotated[str, typer.Option(metavar="NAME", help="Put this customer on the list.")] = "",
    contact_by: Annotated[str, typer.Option("--contact", help="How to reach them.")] = "",
    count: Annotated[int, typer.Option(help="With so many places.")] = 1,
    apart: Annotated[Apart, typer.Option(help="How far apart they may be.")] = Apart.TOGETHER,
    strike: Annotated[str, typer.Option(metavar="ENTRY", help="Who waits no longer.")] = "",
    close: Annotated[bool, typer.Option("--close", help="Close the list for a draw.")] = False,
    draw: Annotated[str, typer.Option(metavar="NUMBER", help="Draw it with this number.")] = "",
    offer: Annotated[bool, typer.Option("--offer", help="Hold places for the next.")] = False,
    sheet: Annotated[Path | None, typer.Option(help="Write the draw's sheet to a file.")] = None,
    check: Annotated[Path | None, typer.Option(help="Work such a sheet out again.")] = None,
    as_json: AsJson = False,
) -> None:
    """Who waits for places, in the order of their turns."""
    answer = answer_for(data, as_json)
    number = PerformanceId(performance)
    if check is not None:
        _check(answer, check.read_text("utf-8"))
        return
    with device_at(data) as device:
        check_role(device, answer, FactKind.WAITING_SAID)
        contact(device, answer)
        desk = device.desk(with_printer=False)
        told: dict[str, Any] = {}
        if add:
            entry = desk.waiting.add(number, Customer(add, contact_by), count, apart)
            told["entry"] = str(_done(answer, entry))
            # The store has the list's right once it has heard of somebody who waits.
            contact(device, answer)
        if strike:
            _done(answer, desk.waiting.withdraw(number, basket_called(answer, strike)))
        if close:
            told["digest"] = _done(answer, desk.waiting.close(number))
        if draw:
            _done(answer, desk.waiting.draw(number, draw))
        if offer:
            told |= _offered(answer, _done(answer, desk.waiting.offer(number)))
        if sheet is not None:
            _write_sheet(device, answer, number, sheet)
        contact(device, answer)
        _tell(desk, answer, number, told)


def _done(answer: Answer, outcome: Any) -> Any:
    return refuse(answer, outcome) if isinstance(outcome, Refusal) else outcome


def _offered(answer: Answer, offer: ParkedSeen) -> dict[str, Any]:
    answer.note(answer.words(
        "device.wait_offered", name=offer.customer.name, contact=offer.customer.phone,
        n=len(offer.lines), basket=str(offer.id),
    ))  # fmt: skip
    return {"offer": str(offer.id), "until_ms": offer.until_ms}


def _write_sheet(device: Device, answer: Answer, number: PerformanceId, path: Path) -> None:
    try:
        path.write_text(sheet_text(draw_print(device.work, number)), "utf-8")
    except KeyError:
        answer.wrong_use(answer.words("refusals.list_open"))


def _tell(desk: Desk, answer: Answer, number: PerformanceId, told: dict[str, Any]) -> None:
    known = desk.waiting.listed(number)
    lines = "\n".join(
        f"{one.id!s:>10}  {one.customer.name:<28.28}  {one.customer.phone:<18.18}  {one.count:>3}"
        f"  {one.apart.value:<9}  {one.standing.value}"
        for one in known.entries
    )
    answer.done(told | _json(known), lines or answer.words("refusals.nobody_waits"))


def _json(known: ListSeen) -> dict[str, Any]:
    return {
        "digest": known.digest, "said": known.said, "holder": known.holder, "free": known.free,
        "entries": [
            {
                "entry": str(one.id),
                "name": one.customer.name,
                "contact": one.customer.phone,
                "count": one.count,
                "apart": one.apart.value,
                "state": one.standing.value,
                "until_ms": one.until_ms,
                "offer": None if one.offer is None else str(one.offer),
                "drawn": one.is_drawn,
            }
            for one in known.entries
        ],
    }  # fmt: skip


def _check(answer: Answer, text: str) -> None:
    """Work a sheet out again: the digest of its entries, and their order."""
    try:
        head, body = text.replace("\r\n", "\n").split("\n\n", 1)
        told = dict(line.partition(" ")[::2] for line in head.split("\n"))
        entries = [_entry(line) for line in body.strip().split("\n")]
        number = PerformanceId(int(told["performance"]))
    except (ValueError, KeyError):
        answer.wrong_use(answer.words("device.wait_no_sheet"))
    digest = list_digest(number, entries)
    order = drawn(digest, told.get("said", ""), entries) if told.get("said") else tuple(entries)
    is_right = digest == told.get("digest") and list(order) == entries
    sentence = answer.words("device.wait_right" if is_right else "device.wait_wrong")
    answer.done({"digest": digest, "order": [str(one.id) for one in order], "is_right": is_right},
                sentence)  # fmt: skip
    if not is_right:
        raise typer.Exit(1)


def _entry(line: str) -> Entry:
    number, count, apart = line.split()
    return Entry(FactId.parse(number), int(count), Apart(apart), 0)
