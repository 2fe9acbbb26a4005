"""`sync` and `doctor`: an exchange now, and what a device needs to be well."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at, fault_sentence, warn_of_clock
from podium_desk.config import DataFolder
from podium_desk.venue_network import look_around

if TYPE_CHECKING:
    from podium_desk.commands.repairing import Repaired

app = typer.Typer()


@app.command("sync", epilog="podium-desk sync kassa1 --once")
@command_line_faults
def sync(
    data: Data,
    once: Annotated[bool, typer.Option("--once", help="One round, then stop.")] = False,
    as_json: AsJson = False,
) -> None:
    """Exchange with the store now; without --once until everything is sent."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        sent = received = 0
        peers = [asdict(peer) for peer in look_around(device)]
        while True:
            outcome = device.line.once(device.work)
            if outcome.round is None:
                code = device.line.state().fault or "store_away"
                url = device.settings.store_url
                sentence = fault_sentence(code, answer.words, url, outcome.fault)
                answer.fault(code, sentence, sent=sent, received=received, peers=peers)
            if outcome.round.refused:
                why = outcome.round.refused[0].explanation
                n = len(outcome.round.refused)
                answer.note(answer.words("device.facts_refused", n=n, why=why))
            sent += outcome.round.sent
            received += outcome.round.received + outcome.round.records
            if once or not (outcome.round.sent or outcome.round.received):
                break
        warn_of_clock(device, answer)
        answer.done(
            {"sent": sent, "received": received, "peers": peers},
            answer.words("device.synced", n=sent, received=received),
        )


@app.command("doctor", epilog="podium-desk doctor kassa1 --repair")
@command_line_faults
def doctor(
    data: Data,
    repair: Annotated[
        bool, typer.Option("--repair", help="Make a fresh replica and save what can be saved.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check database, chain, clock, disk, fonts and printer, and say what to do."""
    from podium_desk.commands.checks import checks_of

    answer = answer_for(data, as_json)
    repaired = _repair(data, answer) if repair else None
    checks = checks_of(DataFolder(data), answer.words)
    lines = "\n".join(
        f"{'✓' if check.ok else '✗'} {check.name}{'' if check.ok else ': ' + check.advice}"
        for check in checks
    )
    told = {
        "checks": [
            {"name": check.name, "ok": check.ok, "advice": check.advice} for check in checks
        ],
        "repaired": None if repaired is None else {
            "kept": str(repaired.kept), "facts_saved": repaired.facts_saved
        },
    }  # fmt: skip
    answer.done(told, lines)
    if not all(check.ok for check in checks):
        raise typer.Exit(3)


def _repair(data: Path, answer: Answer) -> Repaired | None:
    """Repair and say what came of it."""
    from podium_desk.commands.checks import is_damaged
    from podium_desk.commands.repairing import repair_whole

    folder = DataFolder(data)
    repaired = repair_whole(folder, is_damaged(folder), lambda device: contact(device, answer))
    if repaired is None:
        answer.note(answer.words("device.nothing_to_repair"))
    else:
        n, file = repaired.facts_saved, str(repaired.kept)
        answer.note(answer.words("device.repaired", n=n, file=file))
    return repaired
