"""`central write-off`: what a lost device holds is stated first, then taken back by two people."""

from __future__ import annotations

import functools
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from podium_desk.central.cluster import Central
from podium_desk.central.refusals import CentralRefusal
from podium_desk.central.write_off import Exposure, WriteOff
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.store_of_folder import opened_store
from podium_desk.i18n.format import date_and_time, money


@command_line_faults
def write_off(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the store.")],
    device: Annotated[int, typer.Option("--device", metavar="N", help="The lost device.")],
    code: Annotated[
        str, typer.Option("--confirm", metavar="CODE", help="The code of the stated exposure.")
    ] = "",
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="NAME", help="Who confirms; two people.")
    ] = None,
    former: Annotated[
        bool, typer.Option("--former-logs", help="Only what it held before its last repair.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say what a lost device may have sold, and with --confirm take its places back."""
    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        work = WriteOff(central)
        outcome = (
            work.confirm(device, code, tuple(by or ()), former)
            if code
            else work.exposure(device, former)
        )
        house = "" if isinstance(outcome, CentralRefusal) else _house(central, outcome)
    if isinstance(outcome, CentralRefusal):
        answer.refused(outcome.reason.value, outcome.sentence(answer.words))
    data = {**asdict(outcome), "house_name": house, "done": bool(code)}
    if code:
        done = answer.words("write_off.done", n=outcome.free, device=outcome.name)
        answer.done(data, done)
        return
    suffix = " --former-logs" if former else ""
    answer.done(data, _told(answer, outcome, house, f"{directory}", suffix))


def _house(central: Central, exposure: Exposure) -> str:
    for house in central.catalogue.houses().values():
        if house.id == exposure.house:
            return house.name
    return str(exposure.house)


def _told(answer: Answer, exposure: Exposure, house: str, folder: str, former: str) -> str:
    words = answer.words
    in_money = functools.partial(money, language=words.language)
    lines = [
        words("write_off.heading", number=exposure.device, device=exposure.name, house=house,
              free=exposure.free, stake=in_money(exposure.at_stake_cents)),
        _last_heard(answer, exposure),
    ]  # fmt: skip
    if exposure.facts_not_here:
        lines.append(words("write_off.facts_not_here", n=exposure.facts_not_here))
    for pool in exposure.pools:
        lines.append(
            words("write_off.pool", performance=pool.name, starts=pool.starts[:16], free=pool.free,
                  sold=pool.sold, stake=in_money(pool.at_stake_cents))
        )  # fmt: skip
    if exposure.papers:
        stake = in_money(exposure.papers_cents)
        lines.append(words("write_off.papers", n=exposure.papers, stake=stake))
    lines.append(words("write_off.consequence"))
    lines.append(
        words("write_off.confirm", folder=folder, number=exposure.device, code=exposure.code,
              former=former)
    )  # fmt: skip
    return "\n".join(lines)


def _last_heard(answer: Answer, exposure: Exposure) -> str:
    if exposure.last_heard_ms is None:
        return answer.words("write_off.never_heard")
    when = datetime.fromtimestamp(exposure.last_heard_ms / 1000, UTC).astimezone()
    return answer.words("write_off.last_heard", when=date_and_time(when, answer.words.language))
