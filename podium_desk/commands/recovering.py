"""`central recover`: how a store that was put back stands; two people let it give again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from podium_desk.central.recovering import Recovering, Recovery, UnheardDevice
from podium_desk.central.refusals import CentralRefusal
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.store_of_folder import opened_store
from podium_desk.i18n.format import date_and_time, money


@command_line_faults
def recover(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the store.")],
    code: Annotated[
        str, typer.Option("--confirm", metavar="CODE", help="The code of the stated exposure.")
    ] = "",
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="NAME", help="Who confirms; two people.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say whom a store that was put back has not heard, and with --confirm let it give again."""
    from podium_desk.central.app import create_service

    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        work = Recovering(central, create_service(central).recalling)
        outcome = work.confirm(code, tuple(by or ())) if code else work.state()
    if isinstance(outcome, CentralRefusal):
        answer.refused(outcome.reason.value, outcome.sentence(answer.words))
    data = {**asdict(outcome), "done": bool(code)}
    told = answer.words("recover.done") if code else _told(answer, outcome, f"{directory}")
    answer.done(data, told)


def _told(answer: Answer, state: Recovery, folder: str) -> str:
    words = answer.words
    lines = [words("recover.heading")]
    lines += [_unheard(answer, device) for device in state.unheard]
    for key, n in (
        ("logs_missing", state.logs_missing),
        ("moves_waiting", state.moves_waiting),
        ("houses_uncertain", state.houses_uncertain),
        ("given_twice", state.given_twice),
    ):
        if n:
            lines.append(words(f"recover.{key}", n=n))
    stake = money(state.at_stake_cents, language=words.language)
    lines.append(words("recover.exposure", n=state.free, performances=state.performances,
                       stake=stake))  # fmt: skip
    lines.append(words("recover.consequence"))
    lines.append(words("recover.confirm", folder=folder, code=state.code))
    return "\n".join(lines)


def _unheard(answer: Answer, device: UnheardDevice) -> str:
    words = answer.words
    if device.heard_ms is None:
        return words("recover.never_heard", number=device.number, device=device.name)
    when = datetime.fromtimestamp(device.heard_ms / 1000, UTC).astimezone()
    return words("recover.unheard", number=device.number, device=device.name,
                 when=date_and_time(when, words.language))  # fmt: skip
