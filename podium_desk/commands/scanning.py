"""`scan` and `decode`: the door's own use case and its own eyes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from podium_desk.application.admitting import Attempt
from podium_desk.application.door import ScanOutcome
from podium_desk.bootstrap import Device
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import REFUSED, Answer, answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.admission import Verdict
from podium_desk.domain.facts import Direction, FactKind
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS

app = typer.Typer()


@app.command("scan", epilog="podium-desk scan deur1 --image ticket.png")
@command_line_faults
def scan(
    data: Data,
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="The code's text.")] = "",
    image: Annotated[list[Path] | None, typer.Option(help="A picture of the ticket.")] = None,
    direction: Annotated[Direction, typer.Option(help="entry or exit.")] = Direction.ENTRY,
    gate: Annotated[str, typer.Option(help="The door's name, if not the device's.")] = "",
    token: Annotated[str, typer.Option(help="Makes a retry recognisable.")] = "",
    as_json: AsJson = False,
) -> None:
    """Scan one code, or the code on each picture."""
    answer = answer_for(data, as_json)
    texts = [code] if code else _read_pictures(image or [], answer)
    if not texts:
        answer.wrong_use(answer.words("device.code_or_image"))
    with device_at(data) as device:
        role = device.membership.claims.role
        if role not in WRITERS[FactKind.SCAN_RECORDED]:
            refuse(answer, Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role}))
        contact(device, answer)
        door = device.door()
        if gate:
            door.admitting.gate = gate
        outcomes = [
            door.admitting.scan(Attempt(text, direction, token or device.work.new_token()))
            for text in texts
        ]
        contact(device, answer)
        _tell(device, answer, texts, outcomes)
    if not all(outcome.verdict in (Verdict.ADMIT, Verdict.EXIT) for outcome in outcomes):
        raise typer.Exit(REFUSED)


@app.command("decode", epilog="podium-desk decode foto1.jpg foto2.png --json")
@command_line_faults
def decode(
    images: Annotated[list[Path], typer.Argument(metavar="IMAGE…", help="Pictures.")],
    as_json: AsJson = False,
) -> None:
    """Read codes from pictures with the door's own pipeline."""
    from hardware.scanning.decoding import decode_picture
    from hardware.scanning.port import PictureFault

    answer = Answer(as_json)
    results: list[dict[str, Any]] = []
    faults = 0
    for image in images:
        started = time.perf_counter()
        try:
            texts = [found.text for found in decode_picture(image)]
            error = None
        except PictureFault as fault:
            texts, faults = [], faults + 1
            error = answer.words("faults.unreadable_picture", file=str(image), why=str(fault))
            answer.note(error)
        spent_ms = round((time.perf_counter() - started) * 1000, 1)
        result: dict[str, Any] = {"file": str(image), "texts": texts, "ms": spent_ms}
        results.append(result if error is None else {**result, "error": error})
        if error is None and not as_json:
            nothing = answer.words("faults.no_code_in_picture", file=str(image))
            answer.done(None, "\n".join(texts) or nothing)
    if as_json:
        answer.done(results)
    if faults:
        raise typer.Exit(3)


def outcome_json(outcome: ScanOutcome, language: str) -> dict[str, Any]:
    """A stored verdict as programs read it."""
    first = outcome.first_entry
    return {
        "verdict": outcome.verdict.value,
        "reason": None if outcome.reason is None else outcome.reason.value,
        "ticket": None if outcome.ticket is None else str(outcome.ticket),
        "name": None,
        "seat": f"{outcome.row}-{outcome.number}" if outcome.number else None,
        "title": None if outcome.title is None else outcome.title.in_language(language),
        "first_entry": None
        if first is None
        else {"device": first.door, "at": first.at.isoformat()},
        "stale": outcome.stale_s is not None,
        "decided_in_ms": outcome.decided_in_ms,
        "token": outcome.token,
    }


def _tell(device: Device, answer: Answer, texts: list[str], outcomes: list[ScanOutcome]) -> None:
    from podium_desk.presentation.door_panels import Scan
    from podium_desk.presentation.door_verdicts import panel_of

    language = answer.words.language
    told = [outcome_json(outcome, language) for outcome in outcomes]
    if answer.as_json:
        answer.done(told[0] if len(told) == 1 else told)
        return
    status = device.door().status()
    for text, outcome in zip(texts, outcomes, strict=True):
        shown = panel_of(Scan(text, outcome, device.work.clock.now(), status), answer.words)
        told_line = [shown.word, shown.headline, *shown.lines]
        answer.done(None, " · ".join(part for part in told_line if part))


def _read_pictures(images: list[Path], answer: Answer) -> list[str]:
    from hardware.scanning.decoding import decode_picture
    from hardware.scanning.port import PictureFault

    texts = []
    for image in images:
        try:
            found = decode_picture(image)
        except PictureFault as fault:
            why = answer.words("faults.unreadable_picture", file=str(image), why=str(fault))
            answer.fault("unreadable_picture", why)
        if not found:
            sentence = answer.words("faults.no_code_in_picture", file=str(image))
            answer.fault("no_code_in_picture", sentence)
        texts += [one.text for one in found]
    return texts
