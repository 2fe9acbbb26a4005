"""`till …`: shifts, cash, counting and the X and Z reports of this register, as on its screen."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from podium_desk.application.desk import Desk
from podium_desk.application.till import Closed, TillState
from podium_desk.application.till_papers import till_print
from podium_desk.bootstrap import Device
from podium_desk.commands.logging_in import ClerkNumber, Pin, log_in
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.paper import print_waiting
from podium_desk.commands.session import device_at, refuse
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.till import Count, Money, money_of, one_number
from podium_desk.domain.till_facts import (
    ZClosed,
)
from podium_desk.domain.till_report import ShiftTotal, TillReport
from podium_desk.i18n.format import money
from podium_desk.replica.till_log import StandingReport, faults_of_zs

app = typer.Typer(no_args_is_help=True, help="The till of this register.")

Pieces = Annotated[
    str, typer.Option("--pieces", metavar="CENTSxCOUNT,…", help="Notes and coins: 5000x2,50x4.")
]
Cents = Annotated[int | None, typer.Option("--cents", help="The amount as one number.")]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]
Terminal = Annotated[
    int | None, typer.Option("--terminal-cents", help="The card terminal's own day total.")
]


@app.command("status", epilog="podium-desk till status kassa1 --json")
@command_line_faults
def status(data: Data, as_json: AsJson = False) -> None:
    """How the till stands: open shifts, the last Z."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        state = _desk(device).till.state()
        answer.done(_state_as_data(state), _state_in_words(state, answer))


@app.command("open", epilog="podium-desk till open kassa1 --cents 15000")
@command_line_faults
def open_(
    data: Data,
    cents: Cents = None,
    pieces: Pieces = "",
    own: Annotated[bool, typer.Option("--own", help="A drawer of one's own.")] = False,
    clerk: ClerkNumber = None,
    pin: Pin = None,
    as_json: AsJson = False,
) -> None:
    """Open a shift with its float; without an amount, what the last closing left."""
    answer = answer_for(data, as_json)
    with _logged_in(data, answer, clerk, pin) as (_device, desk):
        proposed = desk.till.state().proposed_float_cents or 0
        float_ = _money(answer, proposed if cents is None and not pieces else cents, pieces)
        shift = desk.till.open(float_, is_shared=not own)
        if isinstance(shift, Refusal):
            refuse(answer, shift)
        said = money(shift.float_cents, answer.words.language)
        answer.done(_shift_as_data(shift), answer.words("till.opened", n=shift.number, float=said))


@app.command("move", epilog="podium-desk till move kassa1 --cents -5000 --reason bank")
@command_line_faults
def move(
    data: Data,
    cents: Annotated[int, typer.Option("--cents", help="Put in; negative: taken out.")],
    reason: Reason,
    clerk: ClerkNumber = None,
    pin: Pin = None,
    as_json: AsJson = False,
) -> None:
    """Put cash in the drawer, or take it out."""
    answer = answer_for(data, as_json)
    with _logged_in(data, answer, clerk, pin) as (_device, desk):
        shift = desk.till.move(cents, reason)
        if isinstance(shift, Refusal):
            refuse(answer, shift)
        said = money(cents, answer.words.language)
        answer.done(_shift_as_data(shift), answer.words("till.moved", amount=said))


@app.command("close", epilog="podium-desk till close kassa1 --pieces 5000x3,1000x4 --left 15000")
@command_line_faults
def close(
    data: Data,
    cents: Cents = None,
    pieces: Pieces = "",
    left: Annotated[int | None, typer.Option("--left-cents", help="Stays in the drawer.")] = None,
    reason: Reason = "",
    terminal: Terminal = None,
    clerk: ClerkNumber = None,
    pin: Pin = None,
    as_json: AsJson = False,
) -> None:
    """Close the shift with what was counted; after the last one the Z report follows."""
    answer = answer_for(data, as_json)
    if cents is None and not pieces:
        answer.wrong_use(answer.words("till.count_first"))
    with _logged_in(data, answer, clerk, pin) as (device, desk):
        counted = _money(answer, cents, pieces)
        keep = min(desk.till.state().rules.keep_cents, counted.cents)
        stays = keep if left is None else left
        closed = desk.till.close(Count(counted, stays, reason), terminal)
        if isinstance(closed, Refusal):
            refuse(answer, closed)
        print_waiting(device, answer)
        answer.done(_closed_as_data(closed), _closed_in_words(closed, answer))


@app.command("x", epilog="podium-desk till x kassa1")
@command_line_faults
def x(data: Data, clerk: ClerkNumber = None, pin: Pin = None, as_json: AsJson = False) -> None:
    """Take an X report: how the day stands; resets nothing."""
    answer = answer_for(data, as_json)
    with _logged_in(data, answer, clerk, pin) as (device, desk):
        standing = desk.till.interim()
        if isinstance(standing, Refusal):
            refuse(answer, standing)
        print_waiting(device, answer)
        printed = till_print(device.work, standing.origin, standing.name)
        answer.done(
            {"name": standing.name, **asdict(printed.report)},
            _report_in_words(standing.name, printed.report, answer),
        )


@app.command("z", epilog="podium-desk till z kassa1 --terminal-cents 44000")
@command_line_faults
def z(
    data: Data,
    terminal: Terminal = None,
    clerk: ClerkNumber = None,
    pin: Pin = None,
    as_json: AsJson = False,
) -> None:
    """Close the day of a register on which no shift is open."""
    answer = answer_for(data, as_json)
    with _logged_in(data, answer, clerk, pin) as (device, desk):
        body = desk.till.close_day(terminal)
        if isinstance(body, Refusal):
            refuse(answer, body)
        print_waiting(device, answer)
        answer.done(_z_as_data(body), _report_in_words(f"Z-{body.number}", body.report, answer))


@app.command("reports", epilog="podium-desk till reports kassa1")
@command_line_faults
def reports(data: Data, as_json: AsJson = False) -> None:
    """List the X and Z reports of this register, and check the chain of the Zs."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        standing = _desk(device).till.reports()
        faults = faults_of_zs(device.work.replica, device.work.origin)
    lines = [f"{one.name:<8} {one.clerk}" for one in standing]
    if faults:
        lines.append(answer.words("till.chain_broken", faults=", ".join(faults)))
    else:
        lines.append(answer.words("till.chain_whole"))
    answer.done(
        {"reports": [_standing_as_data(one) for one in standing], "faults": faults},
        "\n".join(lines),
    )


@app.command("print", epilog="podium-desk till print kassa1 Z-3 --pdf z3.pdf")
@command_line_faults
def print_(
    data: Data,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Z-3 or X-2.")],
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write it to this file.")] = None,
    png: Annotated[Path | None, typer.Option("--png", help="The paper as a picture.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print a report again (a duplicate), or write it to a file."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        if pdf is None and png is None:
            refusal = _desk(device).till.print_again(name)
            if refusal is not None:
                refuse(answer, refusal)
            print_waiting(device, answer)
        else:
            _write(device, name, pdf, png, answer)
    answer.done({"name": name}, name)


def _write(device: Device, name: str, pdf: Path | None, png: Path | None, answer: Answer) -> None:
    from podium_desk.documents.pdf import papers_pdf
    from podium_desk.documents.preview import paper_png
    from podium_desk.documents.raster import screen_raster
    from podium_desk.documents.till_report import till_content, till_title

    try:
        printed = till_print(device.work, device.work.origin, name)
    except KeyError:
        refuse(answer, Refusal(RefusalReason.UNKNOWN_REPORT, {"name": name}))
    paper = device.work.layouts.paper("till-report", till_content(printed, answer.words))
    if pdf is not None:
        title = till_title(printed, answer.words)
        pdf.write_bytes(papers_pdf((paper,), title, answer.words.language))
    if png is not None:
        png.write_bytes(paper_png(screen_raster(paper)))


@contextlib.contextmanager
def _logged_in(
    data: Path, answer: Answer, clerk: int | None, pin: str | None
) -> Iterator[tuple[Device, Desk]]:
    """The device with this clerk at it; without one, whoever the settings name."""
    with device_at(data) as device:
        desk = _desk(device)
        log_in(desk, answer, clerk, pin)
        yield device, desk


def _desk(device: Device) -> Desk:
    return device.desk(with_printer=False, sells=False)


def _money(answer: Answer, cents: int | None, pieces: str) -> Money:
    found = one_number(cents or 0) if not pieces else money_of(_pieces(answer, pieces))
    if isinstance(found, Refusal):
        refuse(answer, found)
    return found


def _pieces(answer: Answer, written: str) -> tuple[tuple[int, int], ...]:
    try:
        pairs = [part.lower().split("x") for part in written.split(",")]
        return tuple((int(value), int(count)) for value, count in pairs)
    except ValueError:
        answer.wrong_use(answer.words("till.wrong_pieces", written=written))


def _state_as_data(state: TillState) -> dict[str, Any]:
    return {
        "open_shifts": [_shift_as_data(shift) for shift in state.open_shifts],
        "proposed_float_cents": state.proposed_float_cents,
        "has_money": state.has_money,
        "last_z": None if state.last_z is None else _standing_as_data(state.last_z),
    }


def _state_in_words(state: TillState, answer: Answer) -> str:
    words = answer.words
    lines = [
        words("till.open_shift", n=shift.number, clerk=shift.clerk or "–",
              float=money(shift.float_cents, words.language))
        for shift in state.open_shifts
    ]  # fmt: skip
    return "\n".join(lines or [words("till.no_open_shift")])


def _shift_as_data(shift: ShiftTotal) -> dict[str, Any]:
    """What is expected is left out: whoever counts must not read it here first."""
    return {"shift": shift.number, "clerk": shift.clerk, "opened_ms": shift.opened_ms,
            "float_cents": shift.float_cents}  # fmt: skip


def _standing_as_data(one: StandingReport) -> dict[str, Any]:
    return {"name": one.name, "at_ms": one.at_ms, "clerk": one.clerk, "seq": one.seq}


def _closed_as_data(closed: Closed) -> dict[str, Any]:
    shift = closed.shift
    return {
        "shift": shift.number,
        "counted_cents": shift.counted_cents,
        "expected_cents": shift.expected_cents,
        "difference_cents": shift.difference_cents,
        "deposit_cents": shift.deposit_cents,
        "z": closed.z_number,
        "report": None if closed.report is None else asdict(closed.report),
    }


def _closed_in_words(closed: Closed, answer: Answer) -> str:
    words, shift = answer.words, closed.shift
    difference = money(shift.difference_cents or 0, words.language)
    lines = [
        words("till.closed", n=shift.number, difference=difference,
              deposit=money(shift.deposit_cents, words.language))
    ]  # fmt: skip
    if closed.report is not None:
        lines.append(_report_in_words(f"Z-{closed.z_number}", closed.report, answer))
    return "\n".join(lines)


def _z_as_data(body: ZClosed) -> dict[str, Any]:
    return {"z": body.number, "previous_hash": body.previous_hash.hex(),
            "report": asdict(body.report)}  # fmt: skip


def _report_in_words(name: str, report: TillReport, answer: Answer) -> str:
    words = answer.words
    return words(
        "till.report_line", name=name, n=report.tickets,
        net=money(report.net_cents, words.language),
        rounding=money(report.rounding_cents, words.language),
    )  # fmt: skip
