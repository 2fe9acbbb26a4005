"""`scan` and `decode`: the door's own use case and its own eyes."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from podium_desk.application.admitting import Attempt
from podium_desk.application.door import OverrideReason, ScanOutcome, VolunteerSays
from podium_desk.application.door_post import DoorPost
from podium_desk.bootstrap import Device
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import REFUSED, Answer, answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.admission import Verdict
from podium_desk.domain.door_questions import Answer as Given
from podium_desk.domain.door_questions import AnswerKind, Question, QuestionId
from podium_desk.domain.facts import Direction, FactKind
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS
from podium_desk.late_dataclass import dataclass

app = typer.Typer()
_YES = frozenset({"ja", "oui", "yes", "true", "1"})
_NO = frozenset({"nee", "non", "nein", "no", "false", "0"})


@app.command("scan", epilog="podium-desk scan deur1 --image ticket.png")
@command_line_faults
def scan(
    data: Data,
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="The code's text.")] = "",
    image: Annotated[list[Path] | None, typer.Option(help="A picture of the ticket.")] = None,
    direction: Annotated[Direction, typer.Option(help="entry or exit.")] = Direction.ENTRY,
    gate: Annotated[str, typer.Option(help="The door's name, if not the device's.")] = "",
    token: Annotated[str, typer.Option(help="Makes a retry recognisable.")] = "",
    override: Annotated[OverrideReason | None, typer.Option(help="Let in all the same.")] = None,
    accept_unpaid: Annotated[bool, typer.Option(help="Let an unpaid ticket in.")] = False,
    answers: Annotated[list[str] | None, typer.Option("--answer", metavar="Q=A")] = None,
    persons: Annotated[int | None, typer.Option(min=1, help="So many of a group.")] = None,
    another: Annotated[bool, typer.Option(help="One more guest on a card of visits.")] = False,
    training: Annotated[bool, typer.Option(help="Answer, and store nothing.")] = False,
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
        given = _answers(device, answers or [], answer)
        says = VolunteerSays(override, accept_unpaid, given, persons, another)
        scans = [
            _scanned(
                door,
                Attempt(text, direction, token or device.work.new_token(), says, training),
            )
            for text in texts
        ]
        contact(device, answer)
        _tell(device, answer, scans)
    if not all(one.outcome.verdict in (Verdict.ADMIT, Verdict.EXIT) for one in scans):
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


@app.command("annul", epilog="podium-desk annul deur1 3f9c2ab417d0e558")
@command_line_faults
def annul(
    data: Data,
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="That of the entry.")],
    as_json: AsJson = False,
) -> None:
    """Take an entry back that this device let in within the last 15 minutes."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        no = device.door().annul(token)
        if no is not None:
            answer.refused(no.value, answer.words(f"device.annul_{no.value}", token=token))
        contact(device, answer)
        answer.done({"token": token}, answer.words("device.annulled", token=token))


def _answers(device: Device, written: list[str], answer: Answer) -> dict[QuestionId, Given]:
    """What was answered, each as its question wants it; a text for one that is not known."""
    questions = {one.id: one for one in device.work.catalogue.questions(device.work.house)}
    given: dict[QuestionId, Given] = {}
    for one in written:
        word, is_said, value = one.partition("=")
        if not is_said:
            answer.wrong_use(answer.words("device.wrong_answer", text=one))
        question = questions.get(QuestionId(word))
        given[QuestionId(word)] = value if question is None else _as_wanted(question, value)
    return given


def _as_wanted(question: Question, value: str) -> Given:
    if question.kind is AnswerKind.YESNO and value.lower() in _YES | _NO:
        return value.lower() in _YES
    if question.kind is AnswerKind.NUMBER and value:
        with contextlib.suppress(ValueError):
            return float(value.replace(",", "."))
    return value


@dataclass(frozen=True, slots=True)
class _Scan:
    """A text, its stored verdict, and how long that took."""

    text: str
    outcome: ScanOutcome
    spent_ms: int


def _scanned(door: DoorPost, attempt: Attempt) -> _Scan:
    began = time.perf_counter()
    outcome = door.admitting.scan(attempt)
    return _Scan(attempt.text, outcome, int((time.perf_counter() - began) * 1000))


def _scan_json(scan: _Scan, language: str) -> dict[str, Any]:
    """A stored verdict as programs read it."""
    outcome, first = scan.outcome, scan.outcome.first_entry
    return {
        "verdict": outcome.verdict.value,
        "reason": None if outcome.reason is None else outcome.reason.value,
        "ticket": None if outcome.ticket is None else str(outcome.ticket),
        "name": outcome.name or None,
        "notes": list(outcome.notes),
        "attention": outcome.attention,
        "overridden": outcome.is_overridden,
        "questions": [question.id for question in outcome.questions],
        "persons": outcome.persons_now,
        "persons_before": outcome.admitted_before,
        "visits_left": outcome.uses_left,
        "on_trust": outcome.is_on_trust,
        "seat": f"{outcome.row}-{outcome.number}" if outcome.number else None,
        "title": None if outcome.title is None else outcome.title.in_language(language),
        "first_entry": None
        if first is None
        else {"device": first.door, "at": first.at.isoformat()},
        "stale": outcome.stale_s is not None,
        "decided_in_ms": scan.spent_ms,
        "token": outcome.token,
    }


def _tell(device: Device, answer: Answer, scans: list[_Scan]) -> None:
    from podium_desk.presentation.door_panels import Scan
    from podium_desk.presentation.door_verdicts import panel_of

    language = answer.words.language
    told = [_scan_json(one, language) for one in scans]
    if answer.as_json:
        answer.done(told[0] if len(told) == 1 else told)
        return
    status = device.door().status()
    for one in scans:
        scan = Scan(one.text, one.outcome, device.work.clock.now(), status)
        shown = panel_of(scan, answer.words)
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
