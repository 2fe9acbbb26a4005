"""`sync` and `doctor`: an exchange now, and what a device needs to be well."""

from __future__ import annotations

from typing import Annotated

import typer

from podium_desk.commands.device import AsJson, Data
from podium_desk.commands.output import command_line_faults
from podium_desk.commands.session import answer_for, device_at, fault_sentence, warn_of_clock
from podium_desk.config import DataFolder

EPILOG_SYNC = "podium-desk sync kassa1 --once"
EPILOG_DOCTOR = "podium-desk doctor kassa1 --repair"


@command_line_faults
def sync(
    data: Data,
    once: Annotated[bool, typer.Option("--once", help="One round, then stop.")] = False,
    as_json: AsJson = False,
) -> None:
    """Exchange with the store now; without --once until everything is sent."""
    answer = answer_for(data, as_json)
    with device_at(data, answer) as device:
        sent = received = 0
        while True:
            outcome = device.line.once(device.work)
            if outcome.round is None:
                code = device.line.state().fault or "store_away"
                url = device.settings.store_url
                sentence = fault_sentence(code, answer.words, url, outcome.fault)
                answer.fault(code, sentence, sent=sent, received=received, peers=[])
            sent += outcome.round.sent
            received += outcome.round.received + outcome.round.records
            if once or not (outcome.round.sent or outcome.round.received):
                break
        warn_of_clock(device, answer)
        answer.done(
            {"sent": sent, "received": received, "peers": []},
            answer.words("device.synced", n=sent, received=received),
        )


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
    from podium_desk.commands.repairing import repair_replica

    answer = answer_for(data, as_json)
    repaired = None
    if repair:
        repaired = repair_replica(DataFolder(data))
        answer.note(
            answer.words("device.repaired", n=repaired.facts_saved, file=str(repaired.kept))
        )
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
